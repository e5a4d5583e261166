"""What the leader believes of one follower's log, and how fast it sends to it (§3.5, §10.2.1).

PROBE      one append at a time, to find where the logs agree
REPLICATE  appends are sent ahead of their answers, up to the limits of `Inflights`
SNAPSHOT   the entries it needs are gone: nothing is sent until a snapshot has arrived

PROBE ──an append was accepted──► REPLICATE ──rejected, unreachable──► PROBE
PROBE, REPLICATE ──entries compacted──► SNAPSHOT ──reported, or the log matches──► PROBE
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kvstore.raft.inflights import Inflights


class ProgressState(Enum):
    """How the leader sends to a follower."""

    PROBE = "StateProbe"
    REPLICATE = "StateReplicate"
    SNAPSHOT = "StateSnapshot"


class ProgressStatus(msgspec.Struct, frozen=True):
    """A copy of a `Progress` at one moment, for people and metrics."""

    state: ProgressState
    match: int
    next: int
    learner: bool
    paused: bool
    pending_snapshot: int
    recent_active: bool
    inflight: int
    inflight_full: bool


class Progress:
    """One follower, or the leader itself.

    `match` is the highest index known to be in its log, `next` the first to be sent; always
    `match` < `next`. `sent_commit` is the highest committed index that was sent to it and is not
    known to be lost. `recent_active` says that it was heard of since the last check of the quorum.
    """

    __slots__ = (
        "inflights",
        "learner",
        "match",
        "next",
        "paused",
        "pending_snapshot",
        "recent_active",
        "sent_commit",
        "state",
    )

    def __init__(
        self, *, match: int, following: int, inflights: Inflights, learner: bool, active: bool
    ) -> None:
        self.match = match
        self.next = following
        self.inflights = inflights
        self.learner = learner
        self.recent_active = active
        self.state = ProgressState.PROBE
        self.sent_commit = 0
        self.pending_snapshot = 0
        # Set when what was sent has to be answered, or a heartbeat has to pass, before more is.
        self.paused = False

    @property
    def is_paused(self) -> bool:
        """Whether no append may be sent now."""
        return self.paused or self.state is ProgressState.SNAPSHOT

    def become_probe(self) -> None:
        """Send one append at a time, from behind what is known to match."""
        following = self.match + 1
        if self.state is ProgressState.SNAPSHOT:
            # The snapshot may have arrived: probe behind it first.
            following = max(following, self.pending_snapshot + 1)
        self._enter(ProgressState.PROBE)
        self.next = following
        self.sent_commit = min(self.sent_commit, following - 1)

    def become_replicate(self) -> None:
        """Send ahead of the answers."""
        self._enter(ProgressState.REPLICATE)
        self.next = self.match + 1

    def become_snapshot(self, index: int) -> None:
        """Wait for a snapshot up to `index`, which says that this much is committed."""
        self._enter(ProgressState.SNAPSHOT)
        self.pending_snapshot = index
        self.next = index + 1
        self.sent_commit = index

    def sent(self, count: int, size: int) -> None:
        """Note that an append of `count` entries with `size` bytes of data was sent."""
        if self.state is ProgressState.REPLICATE:
            if count:
                self.next += count
                self.inflights.add(self.next - 1, size)
            # While it is full, only one empty append for each heartbeat is let through.
            self.paused = self.inflights.full
        elif count:
            self.paused = True

    def can_bump_commit(self, index: int) -> bool:
        """Whether sending `index` as committed could tell the follower anything new.

        It cannot know more committed entries than it was sent.
        """
        return index > self.sent_commit and self.sent_commit < self.next - 1

    def acknowledge(self, index: int) -> bool:
        """Note that the follower has the log up to `index`; return whether that is news."""
        if index <= self.match:
            return False
        self.match = index
        self.next = max(self.next, index + 1)
        self.paused = False
        return True

    def reject(self, rejected: int, hint: int) -> bool:
        """Go back after an append behind `rejected` was refused (§3.5); False if it is stale.

        The logs can agree at `hint` at best, as far as the follower and the leader can tell.
        """
        if self.state is ProgressState.REPLICATE:
            if rejected <= self.match:
                # Answers can overtake each other: this much has been accepted since.
                return False
            self.next = self.match + 1
            self.sent_commit = min(self.sent_commit, self.next - 1)
            return True
        if rejected != self.next - 1:
            # Only the newest probe counts, and it was sent behind `next` - 1.
            return False
        self.next = max(min(rejected, hint + 1), self.match + 1)
        self.sent_commit = min(self.sent_commit, self.next - 1)
        self.paused = False
        return True

    def status(self) -> ProgressStatus:
        """Return a copy for people."""
        return ProgressStatus(
            state=self.state,
            match=self.match,
            next=self.next,
            learner=self.learner,
            paused=self.is_paused,
            pending_snapshot=self.pending_snapshot,
            recent_active=self.recent_active,
            inflight=self.inflights.count,
            inflight_full=self.inflights.full,
        )

    def _enter(self, state: ProgressState) -> None:
        self.state = state
        self.paused = False
        self.pending_snapshot = 0
        self.inflights.clear()
