"""Virtual time: what will happen, in order. Times are microseconds, as integers."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

MILLISECOND = 1000
SECOND = 1_000_000


class Events:
    """A queue of calls. What is due at the same moment happens in the order it was asked for."""

    __slots__ = ("_heap", "_order", "done", "now")

    def __init__(self) -> None:
        self.now = 0
        self.done = 0
        self._order = 0
        # (time, order, handler, argument): the order is unique, so handlers are never compared.
        self._heap: list[tuple[int, int, Callable[[Any], None], Any]] = []

    def after(self, delay: int, handler: Callable[[Any], None], argument: Any) -> None:
        """Call the handler with the argument in `delay` microseconds."""
        self._order += 1
        heappush(self._heap, (self.now + delay, self._order, handler, argument))

    def step(self) -> None:
        """Let the next event happen."""
        self.now, _, handler, argument = heappop(self._heap)
        self.done += 1
        handler(argument)
