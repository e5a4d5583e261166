"""Private hosts for tests: a network and /run of their own, with or without a real rpcbind.

rpcbind and the embedded portmapper are one a host, so whoever registers needs a host to itself.
A `Lab` is a network namespace that holds nothing but loopback, an IPC namespace that holds nothing,
and a mount namespace with an empty /run and /dev/shm; all vanish with the one process that holds
them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Self

import pytest

NEEDS_ROOT = "network namespaces need root"
NEEDS_UNSHARE = "needs unshare and nsenter (util-linux) and ip (iproute2)"
NEEDS_RPCBIND = "needs rpcbind"

SETUP = "mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /dev/shm && ip link set lo up && "
RPCBIND = "mkdir /run/rpcbind && chown _rpc /run/rpcbind && exec rpcbind -f"
EMPTY = "exec sleep infinity"

ENVIRONMENT = os.environ | {"XDG_RUNTIME_DIR": "/run/user"}
"""What commands on a private host see: a runtime folder that is private, too."""

READY_WITHIN = 10.0
"""Seconds that a process may take to start, or to end; more means that it is broken."""

RUNS_WITHIN = 30.0
"""The same for a command that ends by itself."""


def command(name: str) -> str:
    """The path of one of the project's commands, as installed beside this Python."""
    return str(Path(sys.executable).with_name(name))


class Lab:
    """One private host. `with Lab(rpcbind=True) as host:` ends it, whatever happened."""

    def __init__(self, *, rpcbind: bool) -> None:
        if not all(map(shutil.which, ("unshare", "nsenter", "ip"))):
            pytest.skip(NEEDS_UNSHARE)
        tried = ["unshare", "--net", "--mount", "--ipc", "true"]
        if subprocess.run(tried, capture_output=True, check=False).returncode:
            pytest.skip(NEEDS_ROOT)
        if rpcbind and not shutil.which("rpcbind"):
            pytest.skip(NEEDS_RPCBIND)
        self._has_rpcbind = rpcbind
        self._started: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        script = SETUP + (RPCBIND if self._has_rpcbind else EMPTY)
        self._holder = subprocess.Popen(
            ["unshare", "--net", "--mount", "--ipc", "sh", "-c", script]
        )
        try:
            self._wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._started):
            stop(process)
        for pid in self.inhabitants():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._holder.communicate()

    def inhabitants(self) -> list[int]:
        """Every process on this host: the holder, and what went to the background by itself."""

        def network_of(pid: int | str) -> str:
            try:
                return str(Path(f"/proc/{pid}/ns/net").readlink())
            except OSError:  # it has ended meanwhile
                return ""

        ours = network_of(self._holder.pid)
        if ours in ("", network_of("self")):  # it never came so far as to have a network
            return [self._holder.pid]
        numbers = (path.name for path in Path("/proc").iterdir() if path.name.isdecimal())
        return [int(number) for number in numbers if network_of(number) == ours]

    def _wait_until_ready(self) -> None:
        name = "rpcbind" if self._has_rpcbind else "sleep"
        comm = Path(f"/proc/{self._holder.pid}/comm")
        socket = Path(f"/proc/{self._holder.pid}/root/run/rpcbind.sock")
        end = time.monotonic() + READY_WITHIN
        while time.monotonic() < end:
            if self._holder.poll() is not None:
                break
            listening = socket.exists() or not self._has_rpcbind
            if comm.read_text().strip() == name and listening:
                return
            time.sleep(0.01)
        pytest.fail("the private host did not start")

    @property
    def pid(self) -> int:
        """The process that holds the host."""
        return self._holder.pid

    @property
    def network(self) -> Path:
        """The host's network namespace."""
        return Path(f"/proc/{self._holder.pid}/ns/net")

    @property
    def root(self) -> Path:
        """The host's own view of the file system, seen from outside."""
        return Path(f"/proc/{self._holder.pid}/root")

    def inside(self, *arguments: str | Path) -> list[str]:
        """The command line that runs a command on this host."""
        enter = ["nsenter", f"--target={self._holder.pid}", "--net", "--mount", "--ipc", "--"]
        return enter + [str(argument) for argument in arguments]

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command on this host to its end; its output is text."""
        return subprocess.run(
            self.inside(*arguments),
            capture_output=True,
            text=True,
            env=ENVIRONMENT,
            timeout=RUNS_WITHIN,
            check=False,
        )

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """Start a command on this host, all its streams in pipes; it ends with the host."""
        process = subprocess.Popen(
            self.inside(*arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )
        self._started.append(process)
        return process

    def wait_for_service(self, program: int, version: int) -> None:
        """Until a program answers over TCP: stock servers say nothing when they begin to serve."""
        end = time.monotonic() + READY_WITHIN
        asked = ("rpcinfo", "-T", "tcp", "127.0.0.1", str(program), str(version))
        while self.run(*asked).returncode:
            if time.monotonic() > end:
                pytest.fail(f"program {program} version {version} does not answer")
            time.sleep(0.01)


def stop(process: subprocess.Popen[str]) -> None:
    """End a process that a test started, gently and then not, and close its pipes."""
    if process.poll() is None:
        process.terminate()
    try:
        process.communicate(timeout=READY_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def first_line(stream: IO[str] | None) -> str:
    """The next line a started command prints; empty when it ended without one."""
    assert stream is not None
    return stream.readline().rstrip("\n")
