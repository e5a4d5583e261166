"""The stream connections of one asyncio server together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from rpcgen_py.runtime.transport.idlest import Idlest
from rpcgen_py.runtime.transport.limits import Budget

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.transport.asyncio_calls import Calls
    from rpcgen_py.runtime.transport.asyncio_server_stream import ServerStream

__all__ = ["Connections"]

_IDLE_TICKS: Final = 4
_YIELD_TICKS: Final = 2
"""Ticks at least in `idle_timeout` and in `yield_after`."""

_SHORTEST_TICK: Final = 0.02
"""Seconds."""


class Connections:
    """The connections of one server, the buffer that they receive into, and what they may hold.

    One buffer does for all, since a loop fills it and hands it over without a break: a thousand
    idle connections have nothing to hold.

    `divert` is asked about each new TCP connection; see `AsyncServer.divert`.

    Time is kept by counting ticks, which costs a request nothing but a store: `sweep` is to be
    called every `tick` seconds.
    """

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self.divert: Callable[[int], bool] | None = None
        self.open: set[ServerStream] = set()
        self.receive_buffer = memoryview(bytearray(65536))
        self.empty = asyncio.Event()
        self.empty.set()
        self._leaving: set[ServerStream] = set()
        self.budget = Budget(calls.limits.max_buffered)
        self._untaken = 0
        idle, yielding = calls.limits.idle_timeout, calls.limits.yield_after
        self.tick = max(min(idle / _IDLE_TICKS, yielding / _YIELD_TICKS), _SHORTEST_TICK)
        self.idle_ticks = idle / self.tick
        self._idlest: Idlest[ServerStream] = Idlest(yielding / self.tick)

    def add(self, stream: ServerStream) -> bool:
        """Take a new connection, unless there are too many and none is idle."""
        if self.calls.stopping or not (self._has_room() or self._make_room()):
            return False
        self.open.add(stream)
        self.empty.clear()
        return True

    def _has_room(self) -> bool:
        return len(self.open) - len(self._leaving) < self.calls.limits.max_connections

    def _make_room(self) -> bool:
        """Drop the connection that has been idle longest, if one is."""
        longest = self._idlest.take(self.open)
        if longest is None:
            return False
        self._leaving.add(longest)
        longest.drop_idle()
        return True

    def remove(self, stream: ServerStream) -> bool:
        """A connection has ended. Whether it had been taken."""
        if stream not in self.open:
            return False
        self.open.discard(stream)
        self._leaving.discard(stream)
        if not self._leaving:
            self.calls.resume()
        if not self.open:
            self.empty.set()
        return True

    def owe(self, size: int) -> None:
        """Account for `size` more bytes, or less, of answers that peers have not taken.

        If all connections together would hold too many, the one that holds the most is dropped.
        Its answers are not counted from then on, but some loops hold them until it is closed; so
        no call is begun before that, or all that are in one round could add theirs.
        """
        self._untaken += size
        if size > 0 and self._untaken > self.calls.limits.max_buffered:
            largest = max(self.open, key=lambda stream: stream.untaken, default=None)
            if largest is not None:
                self._leaving.add(largest)
                self.calls.interrupt()
                largest.drop_debtor()

    def sweep(self) -> None:
        """Drop those that have been idle for too long."""
        self._idlest.renew()
        for stream in tuple(self.open):
            stream.tick()
