"""What a replica stands on in a process of its own, and what stands in where there is nothing."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from kvstore._generated import raft
    from kvstore.node.ports import Machine


class BootClock:
    """The kernel's clock that goes on while the host sleeps, and is never set."""

    # Asked for many times a call, so without a function of Python's in between.
    now = staticmethod(partial(time.clock_gettime_ns, time.CLOCK_BOOTTIME))


class LoopTurns:
    """Turns of an event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def soon(self, callback: Callable[[], None]) -> None:
        """See `Turns`."""
        self._loop.call_soon(callback)


class NoPeers:
    """The network of a node that is its cluster's only member."""

    def send(self, to: int, *_: object) -> None:
        """See `NetworkPort` and `ChunkPort`: there is nobody to send to."""

    def send_soon(self, to: int, message: raft.message) -> None:
        """See `NetworkPort`: there is nobody to send to."""

    def heard(self, node: int) -> int | None:
        """See `NetworkPort`."""
        return None


class NoCache:
    """Nobody has copies."""

    lease_wanted = age_wanted = False

    def hide(self, first: int, last: int, touched: object) -> None:
        """See `Cache`."""

    def hide_all(self, last: int) -> None:
        """See `Cache`."""

    def show(self, machine: Machine) -> None:
        """See `Cache`."""

    def publish_state(self, machine: Machine, term: int) -> None:
        """See `Cache`."""

    def asked(self, name_space: bytes, key: bytes, item: object, *, is_settled: bool) -> None:
        """See `Cache`."""

    def publish_lease(self, until: int) -> None:
        """See `Cache`."""

    def publish_known(self, at: int) -> None:
        """See `Cache`."""

    def tick(self, now: int) -> None:
        """See `Cache`."""
