"""Those who wait for a revision which is not there yet: reads, and watches."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from kvstore._generated import kv
from kvstore.node.refusals import NodeRefusal, busy
from kvstore.node.waiting import Waiting, late

if TYPE_CHECKING:
    from collections.abc import Callable


class RevisionWaiters:
    """Answered with the revision that is there; KV_STALE when the deadline passes before."""

    def __init__(self, max_count: int) -> None:
        """Bound the number of those who wait."""
        self._max_count = max_count
        self._heap: list[tuple[int, int, Waiting[int]]] = []
        self._tickets = count()

    def __len__(self) -> int:
        return len(self._heap)

    def add(
        self, revision: int, deadline: int, done: Callable[[int | NodeRefusal], None]
    ) -> Waiting[int]:
        """Call `done` once `revision` is reached. Raises `NodeRefusal` (KV_BUSY)."""
        if len(self._heap) >= self._max_count:
            self._drop_over()
        if len(self._heap) >= self._max_count:
            raise busy("reads", 50)
        waiting: Waiting[int] = Waiting(deadline, done)
        heappush(self._heap, (revision, next(self._tickets), waiting))
        return waiting

    def reached(self, revision: int) -> None:
        """Answer all that wait for `revision` or less."""
        while self._heap and self._heap[0][0] <= revision:
            heappop(self._heap)[2].answer(revision)

    def refuse_late(self, now: int, revision: int) -> None:
        """Answer those whose deadline has passed; `revision` is the newest there is."""
        passed = late([waiting for _, _, waiting in self._heap], now)
        for waiting in passed:
            waiting.answer(
                NodeRefusal(kv.KV_STALE, f"this node is at revision {revision}, and waits for more")
            )
        if passed:
            self._drop_over()

    def refuse_all(self, refusal: NodeRefusal) -> None:
        """Fail all that wait."""
        heap, self._heap = self._heap, []
        for _, _, waiting in heap:
            waiting.answer(refusal)

    def _drop_over(self) -> None:
        self._heap = [each for each in self._heap if not each[2].over]
        heapify(self._heap)
