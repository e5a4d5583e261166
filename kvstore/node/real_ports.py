"""What a replica stands on in a process of its own, and what stands in where there is nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kvstore.node.refusals import no_space

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

    from kvstore._generated import command as commands
    from kvstore._generated import raft
    from kvstore.node.log_writer import LogWriter
    from kvstore.node.ports import Machine
    from kvstore.node.refusals import NodeRefusal


class BootClock:
    """The kernel's clock that goes on while the host sleeps, and is never set."""

    def now(self) -> int:
        """See `Clock`."""
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)


class LoopTurns:
    """Turns of an event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def soon(self, callback: Callable[[], None]) -> None:
        """See `Turns`."""
        self._loop.call_soon(callback)


class NoPeers:
    """The network of a node that is its cluster's only member."""

    def send(self, to: int, messages: Sequence[raft.message]) -> None:
        """See `NetworkPort`."""

    def heard(self, node: int) -> int | None:
        """See `NetworkPort`."""
        return None


class NoSnapshots:
    """A log that is never compacted has no need of any."""

    def send(self, message: raft.message) -> None:
        """See `SnapshotPort`."""

    def received(self, point: raft.snapshot_metadata) -> Machine:
        """See `SnapshotPort`."""
        raise LookupError(f"no snapshot was received for entry {point.index}")

    def applied(self, machine: Machine) -> None:
        """See `SnapshotPort`."""


class LogSpace:
    """Takes the disk for full while the log cannot be written."""

    def __init__(self, writer: LogWriter) -> None:
        self._writer = writer

    def refusal(self, command: commands.command) -> NodeRefusal | None:
        """See `SpacePort`."""
        return None if self._writer.full is None else no_space(self._writer.full)

    def takes(self, message: raft.message) -> bool:
        """See `SpacePort`."""
        return self._writer.full is None


class NoCache:
    """Nobody has copies."""

    def hide(self, entries: Sequence[raft.entry]) -> None:
        """See `Cache`."""

    def show(self, machine: Machine) -> None:
        """See `Cache`."""
