"""Hosts on one bridge, in namespaces of their own, whose packets a test can have dropped.

           bridge, with nft's rules in its own namespace
         ┌───────┬───────┬───────┐
10.99.0.1│ .2    │ .3    │ .4    │
      host 1  host 2  host 3  host 4 …
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

import pytest

from tests.lab import Lab

NEEDS_NFT = "needs nft (nftables)"
CLONE_NEWNET = 0x40000000


def address(host: int) -> str:
    return f"10.99.0.{host}"


class Network:
    """`with Network(4) as network:` has hosts 1 to 4; `network.hosts[1]` is a `Lab`."""

    def __init__(self, count: int) -> None:
        if not shutil.which("nft"):
            pytest.skip(NEEDS_NFT)
        self._bridge = Lab(rpcbind=False)
        self.hosts = {number: Lab(rpcbind=False) for number in range(1, count + 1)}
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            stack.enter_context(self._bridge)
            self._run(self._bridge, "ip link add br0 type bridge")
            self._run(self._bridge, "ip link set br0 up")
            for number, host in self.hosts.items():
                stack.enter_context(host)
                self._plug_in(number, host)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _plug_in(self, number: int, host: Lab) -> None:
        port = f"p{number}"
        self._run(
            self._bridge,
            f"ip link add {port} type veth peer name eth0 netns {host.pid}",
            f"ip link set {port} master br0 up",
        )
        self._run(host, f"ip addr add {address(number)}/24 dev eth0", "ip link set eth0 up")

    def _run(self, host: Lab, *commands: str) -> None:
        for command in commands:
            done = host.run(*command.split())
            assert done.returncode == 0, (command, done.stderr)

    def drop(self, ways: Iterable[tuple[int, int]]) -> None:
        """Drop what goes from one host to another, for each pair; replaces what was dropped."""
        rules = "".join(f"iifname p{one} oifname p{other} drop\n" for one, other in ways)
        script = (
            "table bridge faults\ndelete table bridge faults\n"
            "table bridge faults {\nchain forward {\n"
            f"type filter hook forward priority 0;\n{rules}}}\n}}\n"
        )
        # One transaction: nothing passes between the old rules and the new ones.
        done = subprocess.run(
            self._bridge.inside("nft", "-f", "-"),
            input=script,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def split(self, *sides: Iterable[int]) -> None:
        """Let hosts of different sides not hear each other; those on no side hear everybody."""
        parted = [frozenset(side) for side in sides]
        self.drop(
            (one, other)
            for here in parted
            for there in parted
            if here is not there
            for one in here
            for other in there
        )

    def heal(self) -> None:
        self.drop(())


@contextlib.contextmanager
def thread_on(host: Lab) -> Iterator[None]:
    """Have this thread, and those it starts, use a host's network."""
    with _network(Path("/proc/thread-self/ns/net")) as home, _network(host.network) as there:
        _enter(there)
        try:
            yield
        finally:
            _enter(home)


@contextlib.contextmanager
def _network(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _enter(descriptor: int) -> None:
    # `os.setns` came with Python 3.12.
    if ctypes.CDLL(None, use_errno=True).setns(descriptor, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")
