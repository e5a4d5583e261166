"""Cores that break one rule each, and the worlds in which that shows soonest.

A mutant replaces one function of the core in memory. Its own checks are off: what has to catch it
is the simulator's checker, which knows nothing of how the core works.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec
import pytest

from kvstore._generated import raft
from kvstore.raft import election, outbox, read_index, roles
from kvstore.raft.core import Raft
from kvstore.raft.log import Log
from kvstore.raft.quorum import VoteResult, majority_index, majority_vote
from kvstore.raft.ready import Ready, Stored
from kvstore.raft.state import PendingRead, State
from kvstore.raft.tracker import Tracker
from tests.simulation.events import MILLISECOND
from tests.simulation.node import Node
from tests.simulation.scenario import SEESAWS, Scenario

_VOTE_REQUESTS = frozenset({raft.MESSAGE_VOTE, raft.MESSAGE_PRE_VOTE})


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


def _keep_reads_in_the_next_term(patch: pytest.MonkeyPatch) -> None:
    def reset(r: State, term: int) -> None:
        reads, waiting = list(r.reads), r.reads_waiting
        forget(r, term)
        r.reads.extend(reads)
        r.reads_waiting = waiting

    forget = roles._reset
    patch.setattr(roles, "_reset", reset)


def _confirm_the_newest_read(patch: pytest.MonkeyPatch) -> None:
    """Take any answer to a heartbeat for one to the newest."""
    acknowledge = read_index.acknowledge_round

    def newest(r: State, node: int, context: bytes) -> None:
        acknowledge(r, node, r.reads[-1].round.to_bytes(8, "big") if r.reads else b"")

    patch.setattr("kvstore.raft.replication.acknowledge_round", newest)


def _confirm_reads_by_learners(patch: pytest.MonkeyPatch) -> None:
    acknowledge = read_index.acknowledge_round

    def by_count(self: Tracker, votes: dict[int, bool]) -> VoteResult:
        enough = len(votes) > len(self.configuration.incoming) // 2
        return VoteResult.WON if enough else VoteResult.PENDING

    def by_anybody(r: State, node: int, context: bytes) -> None:
        with pytest.MonkeyPatch.context() as meanwhile:
            meanwhile.setattr(Tracker, "result", by_count)
            acknowledge(r, node, context)

    patch.setattr("kvstore.raft.replication.acknowledge_round", by_anybody)


def _apply_what_is_not_on_the_disk(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Log, "max_appliable", lambda self, *, unstable: self.committed)


def _accept_any_previous_term(patch: pytest.MonkeyPatch) -> None:
    accept = Log.accept

    def credulous(
        self: Log, index: int, term: int, entries: Sequence[raft.entry], committed: int
    ) -> int | None:
        return accept(self, index, self.term(index) or term, entries, committed)

    patch.setattr(Log, "accept", credulous)


def _count_learners(patch: pytest.MonkeyPatch) -> None:
    """Ask learners for their votes, and let them stand in for voters in every majority."""

    def committed(self: Tracker) -> int:
        matches = sorted([progress.match for progress in self.progress.values()], reverse=True)
        return matches[len(self.configuration.incoming) // 2]

    def result(self: Tracker, votes: dict[int, bool]) -> VoteResult:
        asked = [votes.get(node) for node in self.configuration.members]
        needed = len(self.configuration.incoming) // 2 + 1
        if asked.count(True) >= needed:
            return VoteResult.WON
        possible = asked.count(True) + asked.count(None)
        return VoteResult.PENDING if possible >= needed else VoteResult.LOST

    def ask_all(r: State, *, pre_vote: bool, transfer: bool = False) -> None:
        campaign(r, pre_vote=pre_vote, transfer=transfer)
        for message in [m for m in r.messages if m.type in _VOTE_REQUESTS][:1]:
            r.messages += [
                msgspec.structs.replace(message, to=learner)
                for learner in sorted(r.tracker.configuration.learners)
            ]

    campaign = election.campaign
    patch.setattr(Tracker, "committed", committed)
    patch.setattr(Tracker, "result", result)
    patch.setattr(election, "campaign", ask_all)


def _commit_unclamped(patch: pytest.MonkeyPatch) -> None:
    """Commit what the leader has committed as far as the own log reaches, and not the append."""
    accept = Log.accept

    def eager(
        self: Log, index: int, term: int, entries: Sequence[raft.entry], committed: int
    ) -> int | None:
        last = accept(self, index, term, entries, committed)
        if last is not None:
            self.commit_to(min(committed, self.last_index()))
        return last

    patch.setattr(Log, "accept", eager)


def _trust_stale_answers(patch: pytest.MonkeyPatch) -> None:
    """Believe what the disk answers, in whichever term it was asked."""
    stored = Raft.stored

    def trusting(self: Raft, answer: Stored) -> None:
        stored(self, msgspec.structs.replace(answer, term=self._state.term))

    patch.setattr(Raft, "stored", trusting)


def _lead_without_hearing(patch: pytest.MonkeyPatch) -> None:
    """Never check the quorum: a lease that does not end."""
    patch.setattr("kvstore.raft.core.check_quorum", lambda r: None)


def _forget_the_vote(patch: pytest.MonkeyPatch) -> None:
    start = Raft.__init__

    def without_vote(self: Raft, *args: Any, hard_state: raft.hard_state, **others: Any) -> None:
        state = raft.hard_state(hard_state.term, 0, hard_state.commit)
        start(self, *args, hard_state=state, **others)

    patch.setattr(Raft, "__init__", without_vote)


def _ask_for_votes_too_soon(patch: pytest.MonkeyPatch) -> None:
    """Let the driver send requests for votes like all other messages: at once."""
    take = Node._take

    def take_at_once(self: Node, ready: Ready) -> None:
        for message in ready.messages:
            if message.type == raft.MESSAGE_VOTE:
                self.world.network.send(self, message)
        take(self, ready)

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
# Answers that come when nobody waits for them any more.
_DELAYED = _DEPOSED._replace(straggling=0.05, spread=15 * MILLISECOND)
# Long tails that no quorum has, sent one by one: figure 3.7 of the thesis.
_TRAILING = _PLAIN._replace(
    nodes=5, max_message_size=0, max_inflight=4, proposals=2 * MILLISECOND, isolate_leader=20,
    crash=10, change=0, loss=0.1,
)  # fmt: skip
_CHANGING = _PLAIN._replace(change=40, partition=6, one_way=6)
# Leaders that do not notice that they are none any more, and learners who answer them.
_LISTENING = _CHANGING._replace(
    check_quorum=False, reads=4 * MILLISECOND, isolate_leader=10, fault_time=400 * MILLISECOND
)
# What is looked for here is damage, which takes longer to come than a commit without its quorum.
_TORN_APART = _PLAIN._replace(
    direct=False, change=30, partition=30, isolate_leader=10, pre_vote=False, check_quorum=False,
    fault_time=100 * MILLISECOND, faults=20 * MILLISECOND, campaign=10, loss=0.1, nodes=4,
)  # fmt: skip
_HINGED = _PLAIN._replace(
    direct=False, hinge=60, change=5, pre_vote=False, check_quorum=False, isolate_leader=0, crash=0,
    power_loss=0,
)  # fmt: skip
_HEADSTRONG = _TRAILING._replace(caution=1.0, crash=2)
_LEASED = _DEPOSED._replace(
    leases=True, check_quorum=True, straggling=0.0, skew=0.0, pause=0, slow_disk=0, comeback=0
)

MUTANTS = {
    "vote twice in a term": Mutant(_vote_twice, "voted for", _CONTESTED),
    "answer before the fsync": Mutant(_answer_before_fsync, "on disk: None", _PLAIN),
    "commit entries of old terms by counting": Mutant(_commit_old_terms, "commits", _TRAILING),
    "drop the joint quorum": Mutant(_drop_the_joint_quorum, "no quorum has it", _CHANGING),
    "drop the joint quorum, seen by its damage": Mutant(
        _drop_the_joint_quorum, "lacks what was chosen", _HINGED
    ),
    "answer reads without a quorum": Mutant(_read_without_quorum, "a read may see", _DEPOSED),
    "answer reads of an earlier term": Mutant(
        _keep_reads_in_the_next_term, "a read may see", _DELAYED
    ),
    "answer reads by an earlier round": Mutant(
        _confirm_the_newest_read, "a read may see", _DELAYED
    ),
    "answer reads by what learners say": Mutant(
        _confirm_reads_by_learners, "a read may see", _LISTENING
    ),
    "apply what is not on the disk": Mutant(
        _apply_what_is_not_on_the_disk, "before it is on its disk", _PLAIN
    ),
    "accept an append behind a wrong term": Mutant(
        _accept_any_previous_term, "before (", _TRAILING
    ),
    "count a learner as a voter": Mutant(_count_learners, "no quorum has it", _CHANGING),
    "count a learner as a voter, seen by its damage": Mutant(
        _count_learners, "lacks what was chosen", _TORN_APART
    ),
    "commit beyond what an append brought": Mutant(_commit_unclamped, "for committed", _HEADSTRONG),
    "believe stale answers of the disk": Mutant(
        _trust_stale_answers, "reads", SEESAWS._replace(check_invariants=False)
    ),
    "read by a lease that never ends": Mutant(_lead_without_hearing, "a read may see", _LEASED),
    "ask for votes before the term is durable": Mutant(
        _ask_for_votes_too_soon,
        "in two lives",
        _CONTESTED._replace(nodes=3, direct=False, comeback=60, campaign=0, transfer=0),
    ),
    "forget the vote on restart": Mutant(
        _forget_the_vote,
        "voted for",
        _CONTESTED._replace(crash=40, downtime=2 * MILLISECOND),
    ),
}
