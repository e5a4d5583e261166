"""Reads that wait for a revision which is not there yet."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from kvstore.node.refusals import busy

if TYPE_CHECKING:
    import asyncio

    from kvstore.node.refusals import NodeRefusal


class RevisionWaiters:
    """Futures by the revision that they wait for."""

    def __init__(self, max_count: int) -> None:
        """Bound the number of those who wait."""
        self._max_count = max_count
        self._heap: list[tuple[int, int, asyncio.Future[None]]] = []
        self._tickets = count()

    def add(self, revision: int, future: asyncio.Future[None]) -> None:
        """Complete `future` once `revision` is reached. Raises `NodeRefusal` (KV_BUSY)."""
        if len(self._heap) >= self._max_count:
            self._heap = [waiter for waiter in self._heap if not waiter[2].done()]
            self._heap.sort()
        if len(self._heap) >= self._max_count:
            raise busy("reads", 50)
        heappush(self._heap, (revision, next(self._tickets), future))

    def reached(self, revision: int) -> None:
        """Complete all that wait for `revision` or less."""
        while self._heap and self._heap[0][0] <= revision:
            future = heappop(self._heap)[2]
            if not future.done():
                future.set_result(None)

    def refuse_all(self, refusal: NodeRefusal) -> None:
        """Fail all that wait."""
        for _, _, future in self._heap:
            if not future.done():
                future.set_exception(refusal)
        self._heap.clear()
