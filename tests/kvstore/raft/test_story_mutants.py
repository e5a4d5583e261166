"""Cores that break one rule each, and the story that tells.

These rules are broken so rarely, or with so little harm done, that the simulator would need many
more seeds than a test can play.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kvstore._generated import raft
from kvstore.raft import dispatch, election, read_index, replication
from kvstore.raft.quorum import VoteResult, majority_vote
from kvstore.raft.state import PendingRead, Role, State
from kvstore.raft.tracker import Tracker
from tests.kvstore.raft.test_transcripts import play

STORIES = Path(__file__).parent / "testdata"


def _accept_appends_of_earlier_terms(patch: pytest.MonkeyPatch) -> None:
    handle = dispatch._handle_lower_term

    def credulous(r: State, message: raft.message) -> None:
        if message.type == raft.MESSAGE_APPEND and r.role is Role.FOLLOWER:
            replication.handle_append(r, message)
        else:
            handle(r, message)

    patch.setattr(dispatch, "_handle_lower_term", credulous)


def _campaign_before_a_change_is_applied(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(election, "_has_unapplied_conf_change", lambda r: False)


def _read_by_the_incoming_half(patch: pytest.MonkeyPatch) -> None:
    acknowledge = read_index.acknowledge_round

    def incoming(self: Tracker, votes: dict[int, bool]) -> VoteResult:
        return majority_vote([votes.get(node) for node in self.configuration.incoming])

    def by_half(r: State, node: int, context: bytes) -> None:
        with pytest.MonkeyPatch.context() as meanwhile:
            meanwhile.setattr(Tracker, "result", incoming)
            acknowledge(r, node, context)

    patch.setattr(replication, "acknowledge_round", by_half)


def _read_without_the_last_voter(patch: pytest.MonkeyPatch) -> None:
    begin = read_index._begin

    def at_once(r: State, read: PendingRead) -> None:
        if r.tracker.singleton:
            read.index = r.log.committed
            read_index._answer(r, read)
        else:
            begin(r, read)

    patch.setattr(read_index, "_begin", at_once)


@pytest.mark.parametrize(
    ("breaks", "story"),
    [
        (_accept_appends_of_earlier_terms, "append_of_an_earlier_term"),
        (_campaign_before_a_change_is_applied, "no_campaign_before_a_change_is_applied"),
        (_read_by_the_incoming_half, "reads_need_both_majorities"),
        (_read_without_the_last_voter, "removed_leader_reads_with_its_last_voter"),
    ],
)
def test_a_mutant_tells_another_story(
    breaks: Callable[[pytest.MonkeyPatch], None], story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = STORIES / f"{story}.txt"
    play(file)  # it is the mutation that is noticed
    breaks(monkeypatch)
    with pytest.raises(AssertionError, match=story):
        play(file)
