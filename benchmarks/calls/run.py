"""Calls per second over each transport, ours beside C and grpcio, all pinned to one core."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.calls import c_peers
from benchmarks.report import Aim, Row, Section

ROUNDS = 7
CORE = str((os.cpu_count() or 1) - 1)
PINNED = ("taskset", "-c", CORE)
PYTHON = (*PINNED, sys.executable, "-m")


@contextmanager
def _server(*command: str) -> Iterator[dict[str, str]]:
    """Start a server; give its port (or path) by transport; kill it at the end."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ports: dict[str, str] = {}
        for line in process.stdout:
            if line.strip() == "ready":
                break
            transport, port = line.split()
            ports[transport] = port
        try:
            yield ports
        finally:
            process.kill()


@dataclass(frozen=True)
class Load:
    """A client process that makes `calls` calls and prints the seconds they took."""

    name: str
    command: tuple[str, ...]
    calls: int

    def rate(self) -> float:
        """Calls per second of one run."""
        done = subprocess.run(self.command, check=True, capture_output=True, text=True, timeout=120)
        return self.calls / float(done.stdout)


def _c(
    folder: Path, mode: str, transport: str, where: str, calls: int, *more: str
) -> tuple[str, ...]:
    return (*PINNED, str(folder / "load"), mode, transport, where, str(calls), *more)


def _python(module: str, *words: object) -> tuple[str, ...]:
    return (*PYTHON, f"benchmarks.calls.{module}", *map(str, words))


def _loads(folder: Path, stack: ExitStack, scale: float) -> list[Load]:
    """Start every server, and say what shall be asked of it: `scale` times the usual calls."""
    # Not fewer than a call for each of the 64 that run together.
    single, batched, many, slow = (max(64, round(n * scale)) for n in (20000, 64000, 30000, 1536))
    paths = {name: str(folder / f"{name}.sock") for name in ("c", "threaded", "asyncio")}
    c = stack.enter_context(_server(*PINNED, str(folder / "server"), "0", paths["c"]))
    t, a = (
        stack.enter_context(_server(*_python("our_server", shell, paths[shell])))
        for shell in ("threaded", "asyncio")
    )
    grpc = stack.enter_context(_server(*_python("grpc_peer", "serve")))
    aio = stack.enter_context(_server(*_python("grpc_peer", "serve-aio")))
    loads = []
    for name, ports, path in (
        ("C", c, paths["c"]),
        ("our threads", t, paths["threaded"]),
        ("our asyncio", a, paths["asyncio"]),
    ):
        tcp = ports["tcp"]
        for transport, where in (("tcp", tcp), ("udp", ports["udp"]), ("local", path)):
            command = _c(folder, "stock", transport, where, single)
            loads.append(Load(f"C client → {name}, {transport}", command, single))
        command = _c(folder, "pipeline", "tcp", tcp, batched, "32")
        loads.append(Load(f"32 deep → {name}", command, batched))
        command = _c(folder, "connections", "tcp", tcp, many, "64")
        loads.append(Load(f"64 connections → {name}", command, many))
    for transport, address in (
        ("tcp", f"tcp://127.0.0.1:{t['tcp']}"),
        ("udp", f"udp://127.0.0.1:{t['udp']}"),
        ("local", f"unix://{paths['threaded']}"),
    ):
        command = _python("our_load", "call", address, single)
        loads.append(Load(f"our client → our threads, {transport}", command, single))
    command = _python("our_load", "call-aio", f"tcp://127.0.0.1:{a['tcp']}", batched, 64)
    loads.append(Load("our asyncio client, 64 together → our asyncio", command, batched))
    loads.append(Load("grpcio → grpcio", _python("grpc_peer", "call", grpc["tcp"], slow), slow))
    command = _python("grpc_peer", "call-aio", aio["tcp"], slow, 64)
    loads.append(Load("grpc.aio, 64 together → grpc.aio", command, slow))
    return loads


# ratio → ours, theirs, aim
AIMS = {
    "calls: our client and server ÷ C and C": (
        "our client → our threads, tcp", "C client → C, tcp", 0.55,
    ),
    "calls: our client and server ÷ grpcio": (
        "our client → our threads, tcp", "grpcio → grpcio", 20,
    ),
    "calls: C client, our server ÷ C server": (
        "C client → our threads, tcp", "C client → C, tcp", 0.85,
    ),
    "calls: 32 deep, our server ÷ C server": ("32 deep → our asyncio", "32 deep → C", 1.0),
    "calls: 64 connections, our server ÷ C server": (
        "64 connections → our asyncio", "64 connections → C", 0.6,
    ),
    "calls: 64 together, ours ÷ grpc.aio": (
        "our asyncio client, 64 together → our asyncio", "grpc.aio, 64 together → grpc.aio", 20,
    ),
}  # fmt: skip


def run(*, quick: bool) -> Section:
    """Measure; about half a minute."""
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        folder = Path(scratch)
        c_peers.build(folder)
        loads = _loads(folder, stack, 0.02 if quick else 1)
        rates: dict[str, list[float]] = {load.name: [] for load in loads}
        for _ in range(1 if quick else ROUNDS):
            for load in loads:
                rates[load.name].append(load.rate())
    medians = {name: statistics.median(values) for name, values in rates.items()}
    rows = [Row(name, {"calls/s": f"{median:,.0f}"}) for name, median in medians.items()]
    aims = []
    for name, (ours, theirs, aim) in AIMS.items():
        ratios = [a / b for a, b in zip(rates[ours], rates[theirs], strict=True)]
        aims.append(Aim(name, statistics.median(ratios), aim))
    return Section("calls", f"Calls per second, medians of {ROUNDS} rounds, one core", rows, aims)
