"""Reads that have to know that nothing newer was answered: one round of heartbeats for all (§6.4).

    read ──► gathering ──► round, as one index is asked for ──► index known ──► applied ──► permit
                 ▲                │ no answer in time, or another leader
                 └────────────────┘

One round is on its way at a time, so the more reads there are, the more of them share one.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from kvstore.node.refusals import busy
from kvstore.node.results import ReadPermit
from kvstore.node.waiting import Waiting, late

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kvstore.node.refusals import NodeRefusal


class Read(Waiting[ReadPermit]):
    """A read that waits. `max_age_ms` is None for one that must see the newest state.

    `gone`, where there is one, says whether the caller went away. It is asked now and then: most
    reads wait for less than a millisecond, and to be told would cost each of them a callback.
    """

    __slots__ = ("gone", "max_age_ms")

    def __init__(
        self,
        deadline: int,
        done: Callable[[ReadPermit | NodeRefusal], None],
        max_age_ms: int | None,
        gone: Callable[[], bool] | None = None,
    ) -> None:
        # Written out: one call less for each read.
        self.deadline = deadline
        self.over = False
        self._done = done
        self.max_age_ms = max_age_ms
        self.gone = gone


class Round(NamedTuple):
    """A read index that was asked for. `sent_at` is a moment before anybody was asked.

    `led_term` is the term in which this node asked as the leader, 0 if it asked another;
    `lease_epoch` is the reader lease's at that moment.
    """

    context: bytes
    sent_at: int
    led_term: int
    lease_epoch: int
    reads: list[Read]


class Reads:
    """All reads that wait. Times are nanoseconds of the boot clock."""

    def __init__(self, life: bytes, max_count: int) -> None:
        """`life` is like no other life of any node: all marks begin with it."""
        self._life = life
        self._numbers = count(1)
        self._max_count = max_count
        self._gathering: list[Read] = []
        self._round: Round | None = None
        self._known: list[tuple[int, int, int, list[Read]]] = []
        self._known_count = 0
        self.known_at: int | None = None
        """When the applied state was surely the newest; None: never."""

    def __iter__(self) -> Iterator[Read]:
        yield from self._gathering
        if self._round is not None:
            yield from self._round.reads
        for _, _, _, reads in self._known:
            yield from reads

    def __len__(self) -> int:
        under_way = 0 if self._round is None else len(self._round.reads)
        return len(self._gathering) + under_way + self._known_count

    @property
    def gathered(self) -> bool:
        """Whether anybody waits for a round to begin."""
        return bool(self._gathering)

    @property
    def round_under_way(self) -> bool:
        """Whether an index was asked for and not answered."""
        return self._round is not None

    def add(self, read: Read) -> None:
        """Let a read wait for a round. Raises `NodeRefusal` (KV_BUSY)."""
        gathering, under_way = self._gathering, self._round
        # As `len(self)`, written out.
        waiting = len(gathering) + self._known_count
        if under_way is not None:
            waiting += len(under_way.reads)
        if waiting >= self._max_count:
            raise busy("reads", 50)
        gathering.append(read)

    def add_known(self, read: Read, index: int, now: int) -> None:
        """Let a read wait until `index` is applied, which was the newest at `now`.

        Raises `NodeRefusal` (KV_BUSY).
        """
        if len(self) >= self._max_count:
            raise busy("reads", 50)
        self._add_known([read], index, now)

    def _add_known(self, reads: list[Read], index: int, now: int) -> None:
        heappush(self._known, (index, next(self._numbers), now, reads))
        self._known_count += len(reads)

    def begin(self, now: int, led_term: int, lease_epoch: int) -> bytes:
        """Begin a round for all that wait; return the mark to ask with, never used before.

        It may be for nobody: then the answer is the lease's.
        """
        context = self._life + next(self._numbers).to_bytes(8, "big")
        reads, self._gathering = self._gathering, []
        self._round = Round(context, now, led_term, lease_epoch, reads)
        return context

    def answered(self, context: bytes, index: int) -> Round | None:
        """Take an index; return the round it answers, None for one that was given up."""
        answered = self._round
        if answered is None or answered.context != context:
            return None
        self._round = None
        self._add_known(answered.reads, index, answered.sent_at)
        return answered

    def give_up_round(self, asked_before: int) -> None:
        """Gather the reads of a round again if it was begun before that moment."""
        if self._round is not None and self._round.sent_at < asked_before:
            self._gathering = [read for read in self._round.reads if not read.over] + [
                *self._gathering
            ]
            self._round = None

    def applied(self, index: int) -> list[tuple[list[Read], int]]:
        """Return the reads that wait for no more than `index`, and when that was the newest."""
        known = self._known
        ready: list[tuple[list[Read], int]] = []
        while known and known[0][0] <= index:
            _, _, sent_at, reads = heappop(known)
            self._known_count -= len(reads)
            if self.known_at is None or sent_at > self.known_at:
                self.known_at = sent_at
            if reads:
                ready.append((reads, sent_at))
        return ready

    def take_late(self, now: int) -> list[Read]:
        """Return those whose deadline has passed, for whom it is up to the caller to answer."""
        return late(self, now)

    def take_gone(self) -> list[Read]:
        """Return those whose callers went away, for whom it is up to the caller to answer."""
        return [read for read in self if not read.over and read.gone is not None and read.gone()]

    def drop_over(self) -> None:
        """Make room: forget those that nobody waits for."""
        self._gathering = [read for read in self._gathering if not read.over]
        if self._round is not None:
            self._round.reads[:] = [read for read in self._round.reads if not read.over]
        for _, _, _, reads in self._known:
            reads[:] = [read for read in reads if not read.over]
        self._known_count = sum(len(reads) for _, _, _, reads in self._known)
