"""Private hosts with an rpcbind, the real one or ours, that a test reaches without living there.

A socket belongs to the network that it was made in. So a thread that visits the host's network
while it connects can talk to the host ever after, and a test needs no processes of its own there.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal, Self

from rpcgen_py.runtime.rpcbind.client import Rpcbind
from rpcgen_py.runtime.transport.connection import Connection
from rpcgen_py.runtime.transport.sync_client import connect
from tests.lab import Lab, command, first_line

Kind = Literal["rpcbind", "ours"]
Via = Literal["local", "tcp", "udp", "tcp6", "udp6"]

VIA_IP: tuple[Via, ...] = ("tcp", "udp", "tcp6", "udp6")
VIA: tuple[Via, ...] = ("local", *VIA_IP)

SOCKET = "/run/rpcbind.sock"
LIKE_RPCBIND = ("tcp://:111", "udp://:111", f"unix://{SOCKET}")
"""Where rpcbind listens."""

CLONE_NEWNET = 0x40000000
TIMEOUT = 5.0

libc = ctypes.CDLL(None, use_errno=True)  # Python 3.11 has no setns


@contextmanager
def network_of(lab: Lab) -> Iterator[None]:
    """Let this thread make its sockets on a private host."""
    with ExitStack() as stack:
        home, there = (
            os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            for path in (Path("/proc/thread-self/ns/net"), lab.root.parent / "ns" / "net")
        )
        stack.callback(os.close, home)
        stack.callback(os.close, there)
        _enter(there)
        stack.callback(_enter, home)
        yield


def _enter(network: int) -> None:
    if libc.setns(network, CLONE_NEWNET):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


@contextmanager
def user(uid: int) -> Iterator[None]:
    """Connect to Unix sockets as somebody else."""
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)


class Host:
    """A private host with an rpcbind at all of its usual addresses."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.lab = Lab(rpcbind=kind == "rpcbind")
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(self.lab)
        if self.kind == "ours":
            start_portmapper(self.lab, *LIKE_RPCBIND)
        # As seen from outside, by a way that other users may go, too.
        run = os.open(self.lab.root / "run", os.O_PATH | os.O_CLOEXEC)
        self._stack.callback(os.close, run)
        self.places: dict[Via, str] = {
            "local": f"unix:///proc/self/fd/{run}/rpcbind.sock",
            "tcp": "tcp://127.0.0.1:111",
            "udp": "udp://127.0.0.1:111",
            "tcp6": "tcp://[::1]:111",
            "udp6": "udp://[::1]:111",
        }
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def rpcbind(self, via: Via, version: int, uid: int) -> Rpcbind:
        """A question or more to it, as some user."""
        with network_of(self.lab), user(uid):
            return Rpcbind(self.places[via], timeout=TIMEOUT, versions=(version,))

    def connect(self, via: Via) -> Connection:
        with network_of(self.lab):
            return connect(self.places[via], timeout=TIMEOUT)


def start_portmapper(lab: Lab, *addresses: str) -> None:
    """Ours, on a private host; it is there when this returns."""
    options = [f"--listen={address}" for address in addresses]
    process = lab.start(command("rpcgen-py"), "portmapper", *options)
    assert first_line(process.stdout).startswith("portmapper listens at "), process.communicate()


def portmappers(lab: Lab) -> list[int]:
    """The portmappers that run on a private host, by their process ids."""
    ours = (lab.root.parent / "ns" / "net").readlink()
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdecimal():
            try:
                words = (process / "cmdline").read_bytes().split(b"\0")
                if b"portmapper" in words and (process / "ns" / "net").readlink() == ours:
                    found.append(int(process.name))
            except OSError:  # it has ended meanwhile
                continue
    return found
