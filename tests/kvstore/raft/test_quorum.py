from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kvstore.raft.quorum import VoteResult, joint_index, joint_vote, majority_index, majority_vote
from tests.kvstore.raft.dumb_quorum import dumb_index, dumb_vote

INDICES = st.lists(st.integers(0, 6), max_size=7)
VOTES = st.lists(st.sampled_from([True, False, None]), max_size=7)


@given(INDICES, INDICES)
def test_an_index_is_committed_when_a_majority_of_each_half_has_it(
    incoming: list[int], outgoing: list[int]
) -> None:
    assert majority_index(list(incoming)) == dumb_index(incoming)
    assert joint_index(list(incoming), list(outgoing)) == min(
        dumb_index(incoming), dumb_index(outgoing)
    )


@given(VOTES, VOTES)
def test_a_vote_is_decided_when_no_missing_vote_could_change_it(
    incoming: list[bool | None], outgoing: list[bool | None]
) -> None:
    assert majority_vote(incoming) is dumb_vote(incoming)
    halves = {dumb_vote(incoming), dumb_vote(outgoing)}
    expected = next(
        result
        for result in (VoteResult.LOST, VoteResult.PENDING, VoteResult.WON)
        if result in halves
    )
    assert joint_vote(incoming, outgoing) is expected
