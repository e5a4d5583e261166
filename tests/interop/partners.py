"""Building and running the C programs of this folder, compiled by stock rpcgen and gcc."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from tests.lab import first_line, stop

HERE = Path(__file__).parent
SOURCES = HERE / "c"
PROJECT = HERE.parents[1]
HEADERS = Path("/usr/include/tirpc")

STYLES = {
    "plain": ([], []),
    "-N -M": (["-N", "-M", "-DTORTURE_SEVERAL_ARGUMENTS"], ["-DBY_VALUE"]),
}
"""How rpcgen is run: its options, and what tells our C sources which stubs they get."""

INTERFACES = {
    "calc": PROJECT / "interfaces" / "calc.x",
    "torture": HERE / "torture.x",
    "kv": PROJECT / "interfaces" / "kv.x",
}


TRANSPORTS = ("tcp", "udp", "tcp6", "udp6", "local")
"""What both sides speak, as libtirpc names it."""

# What a C client prints for a call that failed: a number of enum clnt_stat, and its name.
RPC_AUTHERROR = "error 7 RPC: Authentication error"
RPC_PROGUNAVAIL = "error 8 RPC: Program unavailable"
RPC_PROGVERSMISMATCH = "error 9 RPC: Program/version mismatch"
RPC_CANTDECODEARGS = "error 11 RPC: Server can't decode arguments"
RPC_SYSTEMERROR = "error 12 RPC: Remote system error"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a C client calls; see c/endpoint.h. `port` "-" asks rpcbind."""

    transport: str
    host: str
    port: int | str
    auth: str = "none"
    buffer: int = 0

    def arguments(self) -> list[str]:
        return [self.transport, self.host, str(self.port), self.auth, str(self.buffer)]


def our_address(endpoint: Endpoint) -> str:
    """The same place as our clients write it."""
    if endpoint.transport == "local":
        return f"unix://{endpoint.host}"
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    return f"{endpoint.transport.removesuffix('6')}://{host}:{endpoint.port}"


def call(
    program: Path, endpoint: Endpoint, lines: list[str], *, inside: Sequence[str] = ()
) -> list[str]:
    """Run a C client on lines of calls; one line of answer for each.

    `inside` is the command that runs it elsewhere, or nothing.
    """
    done = subprocess.run(
        [*inside, program, *endpoint.arguments()],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, (done.stderr, done.stdout[-1000:])
    answers = done.stdout.splitlines()
    assert len(answers) == len(lines)
    return answers


class DirectServer:
    """A C server without rpcbind, on ports of its own and at a path; ends with its block."""

    def __init__(self, program: Path, path: Path, *, buffer: int = 0) -> None:
        self._command = [str(program), str(buffer), str(path)]
        self.buffer = buffer
        self._path = path
        self._ports: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        while (line := first_line(self._process.stdout)) != "ready":
            assert line, "the C server did not start"
            transport, port = line.split()
            self._ports[transport] = port
        return self

    def __exit__(self, *_: object) -> None:
        stop(self._process)

    def endpoint(self, transport: str) -> Endpoint:
        """Where it serves a transport."""
        if transport == "local":
            return Endpoint(transport, str(self._path), 0)
        host = "::1" if transport.endswith("6") else "127.0.0.1"
        return Endpoint(transport, host, self._ports[transport])


def require_tools() -> None:
    """Skip the test where C cannot be built."""
    for tool in ("rpcgen", "gcc"):
        if not shutil.which(tool):
            pytest.skip(f"needs {tool}")
    if not (HEADERS / "rpc" / "rpc.h").exists():
        pytest.skip("needs libtirpc's headers")


class Workshop:
    """C programs of one style of rpcgen, each built at its first use in this session."""

    def __init__(self, folder: Path, style: str) -> None:
        self.style = style
        self._folder = folder
        self._rpcgen, self._defines = STYLES[style]

    @property
    def several_arguments(self) -> bool:
        """Whether a procedure can have more than one."""
        return "-N" in self._rpcgen

    def client(self, interface: str, *more: str) -> Path:
        """A client: the stubs and c/INTERFACE_client.c; `more` names other sources of c/."""
        sources = [f"{interface}_client.c", "endpoint.c", *more]
        return self._build(interface, "client", ["-l"], sources)

    def stock_server(self, interface: str) -> Path:
        """rpcgen's whole server, whose main() registers with rpcbind."""
        return self._build(
            interface, "stock", ["-s", "udp", "-s", "tcp"], [f"{interface}_service.c"]
        )

    def direct_server(self, interface: str) -> Path:
        """rpcgen's dispatcher under a main() that stays away from rpcbind."""
        sources = [f"{interface}_service.c", f"{interface}_services.c", "direct_server.c"]
        return self._build(interface, "direct", ["-m"], sources)

    def _build(self, interface: str, kind: str, output: list[str], sources: list[str]) -> Path:
        folder = self._folder / f"{interface}-{kind}"
        program = folder / kind
        if program.exists():
            return program
        require_tools()
        folder.mkdir()
        shutil.copy(INTERFACES[interface], folder / f"{interface}.x")
        for options, target in (
            (["-h"], f"{interface}.h"),
            (["-c"], f"{interface}_xdr.c"),
            (output, f"{interface}_rpcgen.c"),
        ):
            rpcgen = ["rpcgen", *self._rpcgen, *options, "-o", target, f"{interface}.x"]
            run(rpcgen, folder)
        # What rpcgen writes warns by itself; our own sources are held to more.
        made = [f"{interface}_xdr.c", f"{interface}_rpcgen.c"]
        gcc = ["gcc", "-O1", f"-I{folder}", f"-I{SOURCES}", f"-I{HEADERS}", *self._defines]
        run([*gcc, "-w", "-c", *made], folder)
        strict = ["-Wall", "-Wextra", "-Werror", "-Wno-cast-function-type"]
        run([*gcc, *strict, "-c", *(str(SOURCES / name) for name in sources)], folder)
        objects = sorted(path.name for path in folder.glob("*.o"))
        run([*gcc[:2], "-o", kind, *objects, "-ltirpc"], folder)
        return program


def run(command: list[str], folder: Path) -> None:
    """Run a tool to its end; what it says is the failure's message."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
