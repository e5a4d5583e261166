"""When this leader may serve reads by its own clock alone, without asking anybody.

A voter that has answered a heartbeat votes for nobody else for an election timeout; its ticks can
fall so that this is one tick less. So from before the heartbeats of a round were sent that a
quorum answered, and for as long as that, there is no other leader: if no clock runs much faster
than another (the margin), and if nobody was asked to take over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MARGIN_PARTS: Final = 10
"""One part in so many of the lease is given up for clocks that drift apart."""


class ReaderLease:
    """Times are nanoseconds of the boot clock, which goes on while the host sleeps."""

    def __init__(self, election_ticks: int, tick_ns: int, publish: Callable[[int], None]) -> None:
        """Hold nothing yet. `publish` tells others until when they may read by it; 0: no more."""
        self._tell = publish
        self._published = 0
        longest = (election_ticks - 1) * tick_ns
        self._length = longest - longest // MARGIN_PARTS
        self._until = 0
        self._term = 0
        self._barred_term = 0
        self.epoch = 0
        """Which grants count: a round begun in an earlier one renews nothing."""

    def renew(self, sent_at: int, epoch: int, term: int) -> None:
        """Count from `sent_at`, before a round was sent that a quorum has answered.

        `epoch` is what it was then, `term` the one that this node led and still leads.
        """
        if epoch == self.epoch:
            self._until = max(self._until, sent_at + self._length)
            self._term = term

    def withdraw(self) -> None:
        """Give it up: leadership has ended, or who counts has changed."""
        self._until = 0
        self.epoch += 1
        if self._published:
            self._published = 0
            self._tell(0)

    def bar(self, term: int) -> None:
        """Hold none until `term` ends: another was asked to campaign, however long it takes."""
        self.withdraw()
        self._barred_term = term

    def holds(self, now: int, term: int, applied_term: int) -> bool:
        """Say whether reads may be served at `now`.

        `term` is the one that this node leads, `applied_term` that of the newest entry applied:
        before it is the same, what the predecessors committed may be missing.
        """
        return now < self._until and self._term == term == applied_term != self._barred_term

    def publish(self, term: int, applied_term: int) -> None:
        """Let others read by it, too, for as long as `holds` would say yes, and nobody gives it up.

        All that is committed, as far as this node knows, is applied or hidden from them.
        """
        may = self._term == term == applied_term != self._barred_term
        until = self._until if may else 0
        if until != self._published:
            self._published = until
            self._tell(until)

    def is_short(self, now: int) -> bool:
        """Say whether more than half of it has passed: whoever still needs it should ask anew."""
        return now + self._length // 2 > self._until
