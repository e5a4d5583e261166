"""Memory of a server: with 1,000 idle connections, and after a million calls."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.calls import c_peers
from benchmarks.report import Aim, Row, Section

MIB = 1024 * 1024
IDLE = 1000


def _resident(pid: int) -> float:
    """Resident set in MiB (proc(5))."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


def _of_server(folder: Path, shell: str, many: int) -> tuple[float, float, float]:
    """MiB with idle connections, after 10,000 calls, and after `many` more."""
    command = (sys.executable, "-m", "benchmarks.calls.our_server", shell, str(folder / "s.sock"))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            ports = dict(line.split() for line in iter(server.stdout.readline, "ready\n"))

            def calls(count: int) -> None:
                load = (str(folder / "load"), "pipeline", "tcp", ports["tcp"], str(count), "32")
                subprocess.run(load, check=True, stdout=subprocess.DEVNULL, timeout=300)

            calls(10_016)
            early = _resident(server.pid)
            calls(many)
            late = _resident(server.pid)
            address = ("127.0.0.1", int(ports["tcp"]))
            idle = [socket.create_connection(address) for _ in range(IDLE)]
            try:
                calls(10_016)  # the server is done accepting when it has answered these
                held = _resident(server.pid)
            finally:
                for connection in idle:
                    connection.close()
        finally:
            server.kill()
    return held, early, late


def run(*, quick: bool) -> Section:
    """Measure the event-loop server, which is the one for many connections; half a minute."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        c_peers.build(folder)
        held, early, late = _of_server(folder, "asyncio", 20_000 if quick else 1_000_000)
    rows = [
        Row(f"{IDLE:,} idle connections", {"MiB resident": f"{held:.1f}"}),
        Row("after 10,000 calls", {"MiB resident": f"{early:.1f}"}),
        Row("after 1,000,000 more", {"MiB resident": f"{late:.1f}"}),
    ]
    aims = [
        Aim(f"memory: MiB with {IDLE:,} idle connections", held, 150, smaller_is_better=True),
        Aim("memory: MiB gained by 1,000,000 calls", late - early, 1, smaller_is_better=True),
    ]
    return Section("memory", "Memory of the asyncio server", rows, aims)
