"""What must hold in one node after every call, whatever was called; checked in tests.

What must hold between nodes is not for one of them to see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft.configuration import check
from kvstore.raft.errors import InvariantBroken
from kvstore.raft.progress import ProgressState
from kvstore.raft.state import NOBODY, Role

if TYPE_CHECKING:
    from kvstore.raft.state import State


class Invariants:
    """Compares a core with what it was at the last check."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._term = state.term
        self._vote = state.vote
        self._committed = state.log.committed
        self._applied = state.log.applied
        self._lead = NOBODY

    def check(self) -> None:
        """Raise `InvariantBroken` for the first rule that does not hold."""
        self._check_term()
        self._check_log()
        self._check_members()
        self._check_messages()
        if self._state.role is Role.LEADER:
            self._check_leader()

    def _check_term(self) -> None:
        r = self._state
        _hold(r.term >= self._term, "a term never goes back")
        if r.term == self._term:
            _hold(self._vote in {NOBODY, r.vote}, "a vote is never taken back (§3.4)")
            _hold(
                NOBODY in {self._lead, r.lead} or self._lead == r.lead,
                "a term has one leader at most (§3.2)",
            )
            self._lead = r.lead or self._lead
        else:
            self._lead = r.lead
        self._term, self._vote = r.term, r.vote
        _hold(r.role is not Role.CANDIDATE or r.vote == r.node, "a candidate votes for itself")
        _hold(
            r.role not in {Role.CANDIDATE, Role.PRE_CANDIDATE} or r.lead == NOBODY,
            "a candidate knows no leader",
        )
        _hold(
            r.role not in {Role.CANDIDATE, Role.PRE_CANDIDATE}
            or r.node in r.tracker.configuration.voters,
            "whoever campaigns is a voter",
        )

    def _check_log(self) -> None:
        log = self._state.log
        unstable = log.unstable
        _hold(log.committed >= self._committed, "what is committed stays committed")
        _hold(log.applied >= self._applied, "what is applied stays applied")
        self._committed, self._applied = log.committed, log.applied
        _hold(
            log.applied <= log.applying <= log.committed <= log.last_index()
            or unstable.snapshot is not None,
            "applied, applying, committed, last: in this order",
        )
        end = unstable.offset + len(unstable.entries)
        _hold(unstable.offset <= unstable.in_progress <= end, "what is being written is unwritten")
        if unstable.entries:
            # The ends only: a check that walks the log would make tests of long logs impossible.
            first, last = unstable.entries[0], unstable.entries[-1]
            _hold(first.index == unstable.offset, "unwritten entries begin at the offset")
            _hold(last.index == end - 1, "entries follow each other")
            _hold(
                log.known_term(first.index - 1) <= first.term <= last.term,
                "terms never fall along the log",
            )
            _hold(last.term <= self._state.term, "no entry is of a term to come")

    def _check_members(self) -> None:
        tracker = self._state.tracker
        check(tracker.configuration)
        _hold(
            list(tracker.progress) == sorted(tracker.configuration.members),
            "each member's progress is followed, in order, and nobody else's",
        )
        for node, progress in tracker.progress.items():
            _hold(progress.match < progress.next, "what matches is not sent again")
            _hold(
                progress.learner == (node in tracker.configuration.learners),
                "a learner is followed as one",
            )

    def _check_messages(self) -> None:
        r = self._state
        for message in r.messages:
            _hold(message.to != r.node, "only what waits for the disk is told to oneself")
            _hold(
                message.term != 0
                or message.type in {raft.MESSAGE_PROPOSE, raft.MESSAGE_READ_INDEX},
                "what is not forwarded has a term",
            )

    def _check_leader(self) -> None:
        r = self._state
        last = r.log.last_index()
        _hold(r.lead == r.node, "a leader leads")
        for progress in r.tracker.progress.values():
            _hold(progress.match <= last, "nobody has entries of a term that its leader has not")
            _hold(
                progress.state is ProgressState.SNAPSHOT or progress.pending_snapshot == 0,
                "a snapshot is waited for in its own state",
            )


def _hold(condition: bool, rule: str) -> None:
    if not condition:
        raise InvariantBroken(rule)
