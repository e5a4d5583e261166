"""Ranges taking turns: however many there are, and however long, a call that needs no time gets it.

A range looks at keys in the thread of the event loop, so what all of them look at in one round of
the loop is bounded together. Those that are not done by then queue up, and each round one of them
takes another step:

    range ──► is this round's share used up? ──no──► first step ──done──► answer
                      │ yes                              │ not done
                      ▼                                  ▼
                 ┌─ queue ◄──────────────────────────────┘◄───────┐
                 └──► one step a round ──► done: answer    not done ┘
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from kvstore.node.refusals import busy, deadline_passed, unwanted

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from kvstore._generated import kv
    from kvstore.mvcc.ranges import RangeRead

RETRY_AFTER_MS = 200
"""Advice to those who find the queue full."""


class _Scan(NamedTuple):
    """A range in the queue."""

    read: RangeRead
    future: asyncio.Future[kv.kv_range_ok]
    deadline: float
    gone: Callable[[], bool]


class Scans:
    """The ranges that are being read in one event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, step: int, max_waiting: int) -> None:
        """Look at no more than `step` keys at a time; let `max_waiting` ranges queue."""
        self._loop = loop
        self._step = step
        self._max_waiting = max_waiting
        self._share = step
        self._round_due = False
        self._queue: deque[_Scan] = deque()

    async def read(
        self, read: RangeRead, deadline: float, gone: Callable[[], bool]
    ) -> kv.kv_range_ok:
        """Look at all keys of a range, and return its answer.

        `deadline` is on the loop's clock; `gone` says whether the caller went away.
        Raises `Refusal`: KV_DEADLINE, KV_BUSY, and KV_TOO_LARGE as `RangeRead.step` does.
        """
        if self._share and self._step_done(read):
            return read.result()
        if len(self._queue) >= self._max_waiting:
            raise busy("ranges", RETRY_AFTER_MS)
        future: asyncio.Future[kv.kv_range_ok] = self._loop.create_future()
        self._queue.append(_Scan(read, future, deadline, gone))
        self._begin_round()
        return await future

    def _step_done(self, read: RangeRead) -> bool:
        """Take a step of what is left of this round's share; return whether the range is done."""
        before = read.looked
        try:
            return read.step(self._share)
        finally:
            # One that finds nothing costs something, too.
            self._share = max(self._share - max(read.looked - before, 1), 0)
            self._begin_round()

    def _begin_round(self) -> None:
        if not self._round_due:
            self._round_due = True
            self._loop.call_soon(self._round)

    def _round(self) -> None:
        """A new round of the loop: the longest waiting range takes its step."""
        self._round_due = False
        self._share = self._step
        while self._queue:
            scan = self._queue.popleft()
            if scan.future.done():
                continue
            if scan.gone():
                scan.future.set_exception(unwanted())
            elif scan.deadline <= self._loop.time():
                refusal = deadline_passed("the range was read; ask for fewer keys", changes=False)
                scan.future.set_exception(refusal)
            else:
                self._advance(scan)
                break
        if self._queue:
            self._begin_round()

    def _advance(self, scan: _Scan) -> None:
        try:
            if self._step_done(scan.read):
                scan.future.set_result(scan.read.result())
            else:
                self._queue.append(scan)
        except Exception as error:  # noqa: BLE001 (whatever it is, the caller is waiting for it)
            scan.future.set_exception(error)
