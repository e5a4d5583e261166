"""Running calc-server and calc-client as a user does, without rpcbind."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.lab import command, first_line, stop


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A calc-server that rpcbind knows nothing of, and where it serves."""

    process: subprocess.Popen[str]
    addresses: list[str]

    def at(self, transport: str, family: str = "") -> str:
        """The port of the first address of a transport, or of one at "[::1]"."""
        start = f"{transport}://{family}"
        address = next(each for each in self.addresses if each.startswith(start))
        return address.rpartition(":")[2]

    def port(self, transport: str) -> str:
        """The same as an option of calc-client."""
        return f"--port={self.at(transport)}"


StartServer = Callable[..., RunningServer]


@contextmanager
def running(*options: str) -> Iterator[RunningServer]:
    """A server on free ports of loopback, until the block ends."""
    process = subprocess.Popen(
        [command("calc-server"), "--no-register", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        count = 4 + sum(option.startswith("--unix") for option in options)
        lines = [first_line(process.stdout) for _ in range(count)]
        assert lines[-1].startswith("Serving at "), process.communicate()
        yield RunningServer(process, [line.removeprefix("Serving at ") for line in lines])
    finally:
        stop(process)


def calc_client(*arguments: str | Path) -> tuple[int, str, str]:
    """Run calc-client to its end: exit code, stdout, stderr."""
    done = subprocess.run(
        [command("calc-client"), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr
