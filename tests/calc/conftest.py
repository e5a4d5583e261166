"""Running the calculator's commands as a user does."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.lab import command, first_line, stop


@dataclass
class RunningServer:
    """A calc-server that rpcbind knows nothing of, and where it serves."""

    process: subprocess.Popen[str]
    addresses: list[str] = field(default_factory=list)

    def port(self, transport: str) -> str:
        """The port of the first address of a transport, as an option of calc-client."""
        address = next(each for each in self.addresses if each.startswith(f"{transport}://"))
        return f"--port={address.rpartition(':')[2]}"


StartServer = Callable[..., RunningServer]


@pytest.fixture
def start_server() -> Iterator[StartServer]:
    """Start servers on free ports of loopback, without rpcbind; they end with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> RunningServer:
        process = subprocess.Popen(
            [command("calc-server"), "--no-register", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        expected = 4 + sum(option.startswith("--unix") for option in options)
        server = RunningServer(process)
        for _ in range(expected):
            line = first_line(process.stdout)
            assert line.startswith("Serving at "), (line, process.communicate())
            server.addresses.append(line.removeprefix("Serving at "))
        return server

    yield start
    for process in started:
        stop(process)


def calc_client(*arguments: str | Path, **options: object) -> tuple[int, str, str]:
    """Run calc-client to its end: exit code, stdout, stderr."""
    done = subprocess.run(
        [command("calc-client"), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr
