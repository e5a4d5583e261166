"""Which of many things with a time to live are over, without looking at all of them."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOOKS: Final = 4096
"""Most entries that one question looks at."""
_SLACK: Final = 1024
"""Entries of things long gone that are let be."""


class Timed(Protocol):
    """Something that ends by replicated time."""

    @property
    def ends_ms(self) -> int:
        """When it is over unless it is renewed."""


class Expiries:
    """A heap with an entry for each thing: when it would have ended at the latest look.

    A renewal touches nothing here. An entry that turns out to be too early is put back.
    """

    def __init__(self, things: Mapping[int, Timed]) -> None:
        """Watch over `things`, by their numbers; `add` each that comes."""
        self._things = things
        self._heap = [(thing.ends_ms, number) for number, thing in things.items()]
        heapq.heapify(self._heap)

    def add(self, number: int) -> None:
        """Take note of a new thing."""
        if len(self._heap) > 2 * len(self._things) + _SLACK:
            self._heap = [(thing.ends_ms, other) for other, thing in self._things.items()]
            heapq.heapify(self._heap)
        else:
            heapq.heappush(self._heap, (self._things[number].ends_ms, number))

    def due(self, now: int, most: int) -> list[int]:
        """Return up to `most` numbers of things that are over, the longest gone first.

        They are due until they are renewed or gone. In bounded work: with very many renewals
        there may be others that only the next call finds.
        """
        heap = self._heap
        found: dict[int, int] = {}
        for _ in range(_LOOKS):
            if not heap or heap[0][0] > now or len(found) == most:
                break
            _, number = heapq.heappop(heap)
            thing = self._things.get(number)
            if thing is None or number in found:
                continue
            if thing.ends_ms <= now:
                found[number] = thing.ends_ms
            else:
                heapq.heappush(heap, (thing.ends_ms, number))
        for number, ends_ms in found.items():
            heapq.heappush(heap, (ends_ms, number))
        return list(found)
