"""Cores that break one rule each, and the worlds in which that shows soonest.

A mutant replaces one function of the core in memory. Its own checks are off: what has to catch it
is the simulator's checker, which knows nothing of how the core works.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest

from kvstore._generated import raft
from kvstore.raft import election, outbox, read_index
from kvstore.raft.core import Raft
from kvstore.raft.log import Log
from kvstore.raft.quorum import VoteResult, majority_index, majority_vote
from kvstore.raft.ready import Ready
from kvstore.raft.state import PendingRead, State
from kvstore.raft.tracker import Tracker
from tests.simulation.events import MILLISECOND
from tests.simulation.node import Node
from tests.simulation.scenario import Scenario


class Mutant(NamedTuple):
    """`caught` is a part of what the checker says."""

    breaks: Callable[[pytest.MonkeyPatch], None]
    caught: str
    scenario: Scenario


def _vote_twice(patch: pytest.MonkeyPatch) -> None:
    handle = election.handle_vote_request

    def forgetful(r: State, message: raft.message) -> None:
        if message.type == raft.MESSAGE_VOTE:
            r.vote = r.lead = 0
        handle(r, message)

    patch.setattr("kvstore.raft.dispatch.handle_vote_request", forgetful)


def _answer_before_fsync(patch: pytest.MonkeyPatch) -> None:
    def hasty(r: State, type: int, to: int, **fields: Any) -> None:  # noqa: A002 (as in the core)
        owed = len(r.after_append)
        send(r, type, to, **fields)
        if to != r.node:
            r.messages.extend(r.after_append[owed:])
            del r.after_append[owed:]

    send = outbox.send
    for room in ("appends", "election", "replication", "snapshots", "dispatch"):
        patch.setattr(f"kvstore.raft.{room}.send", hasty)


def _commit_old_terms(patch: pytest.MonkeyPatch) -> None:
    def by_counting(r: State) -> bool:
        index = r.tracker.committed()
        if index <= r.log.committed:
            return False
        r.log.commit_to(index)
        return True

    for room in ("replication", "membership"):
        patch.setattr(f"kvstore.raft.{room}.commit_by_quorum", by_counting)


def _drop_the_joint_quorum(patch: pytest.MonkeyPatch) -> None:
    def committed(self: Tracker) -> int:
        return majority_index([progress.match for progress in self._incoming])

    def result(self: Tracker, votes: dict[int, bool]) -> VoteResult:
        return majority_vote([votes.get(node) for node in self.configuration.incoming])

    patch.setattr(Tracker, "committed", committed)
    patch.setattr(Tracker, "result", result)


def _read_without_quorum(patch: pytest.MonkeyPatch) -> None:
    def at_once(r: State, read: PendingRead) -> None:
        read.index = r.log.committed
        read_index._answer(r, read)

    patch.setattr(read_index, "_begin", at_once)


def _accept_any_previous_term(patch: pytest.MonkeyPatch) -> None:
    accept = Log.accept

    def credulous(
        self: Log, index: int, term: int, entries: Sequence[raft.entry], committed: int
    ) -> int | None:
        return accept(self, index, self.term(index) or term, entries, committed)

    patch.setattr(Log, "accept", credulous)


def _count_learners(patch: pytest.MonkeyPatch) -> None:
    adopt = Tracker._adopt

    def adopt_all(self: Tracker, progress: dict[int, Any]) -> None:
        adopt(self, progress)
        self._incoming += [progress[node] for node in sorted(self.configuration.learners)]

    patch.setattr(Tracker, "_adopt", adopt_all)


def _forget_the_vote(patch: pytest.MonkeyPatch) -> None:
    start = Raft.__init__

    def without_vote(self: Raft, *args: Any, hard_state: raft.hard_state, **others: Any) -> None:
        state = raft.hard_state(hard_state.term, 0, hard_state.commit)
        start(self, *args, hard_state=state, **others)

    patch.setattr(Raft, "__init__", without_vote)


def _ask_for_votes_too_soon(patch: pytest.MonkeyPatch) -> None:
    """Let the driver send requests at once, and the core lead before its own vote is durable."""
    handle, take = election.handle_vote_response, Node._take

    def impatient(r: State, message: raft.message) -> None:
        r.tracker.votes.setdefault(r.node, True)
        handle(r, message)

    def take_at_once(self: Node, ready: Ready) -> None:
        for message in ready.messages:
            if message.type == raft.MESSAGE_VOTE:
                self.world.network.send(self, message)
        take(self, ready)

    patch.setattr("kvstore.raft.dispatch.handle_vote_response", impatient)
    patch.setattr(Node, "_take", take_at_once)


_PLAIN = Scenario(check_invariants=False)
# Many candidates in each term: nobody asks first, and nobody respects a live leader.
_CONTESTED = _PLAIN._replace(
    nodes=5, pre_vote=False, check_quorum=False, campaign=20, change=0, loss=0.1
)
# Leaders that do not notice that they are none any more, while others commit.
_DEPOSED = _PLAIN._replace(
    check_quorum=False, isolate_leader=20, reads=4 * MILLISECOND, fault_time=400 * MILLISECOND
)
# Long tails that no quorum has, sent one by one: figure 3.7 of the thesis.
_TRAILING = _PLAIN._replace(
    nodes=5, max_message_size=0, max_inflight=4, proposals=2 * MILLISECOND, isolate_leader=20,
    crash=10, change=0, loss=0.1,
)  # fmt: skip
_CHANGING = _PLAIN._replace(change=40, partition=6, one_way=6)

MUTANTS = {
    "vote twice in a term": Mutant(_vote_twice, "voted for", _CONTESTED),
    "answer before the fsync": Mutant(_answer_before_fsync, "on disk: None", _PLAIN),
    "commit entries of old terms by counting": Mutant(_commit_old_terms, "commits", _TRAILING),
    "drop the joint quorum": Mutant(_drop_the_joint_quorum, "no quorum has it", _CHANGING),
    "answer reads without a quorum": Mutant(_read_without_quorum, "a read may see", _DEPOSED),
    "accept an append behind a wrong term": Mutant(
        _accept_any_previous_term, "before (", _TRAILING
    ),
    "count a learner as a voter": Mutant(_count_learners, "no quorum has it", _CHANGING),
    "ask for votes before the term is durable": Mutant(
        _ask_for_votes_too_soon,
        "without the votes for it",
        _CONTESTED._replace(
            nodes=3, power_loss=40, sync=15 * MILLISECOND, downtime=2 * MILLISECOND, campaign=40
        ),
    ),
    "forget the vote on restart": Mutant(
        _forget_the_vote,
        "voted for",
        _CONTESTED._replace(crash=40, downtime=2 * MILLISECOND),
    ),
}
