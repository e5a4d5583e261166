"""A candidate whose own vote is not on its disk yet, and votes that were asked for after it was."""

from __future__ import annotations

from kvstore._generated import raft
from kvstore.raft.core import Raft
from kvstore.raft.options import Options
from kvstore.raft.state import Role
from kvstore.raft.storage import MemoryStorage


def test_they_make_a_leader_without_its_own() -> None:
    core = Raft(
        Options(node=1, async_storage_writes=True, check_invariants=True),
        MemoryStorage(),
        hard_state=raft.hard_state(0, 0, 0),
        members=raft.conf_state((1, 2, 3), (), (), (), auto_leave=False),
        random_below=lambda _: 0,
    )
    core.campaign()
    append = core.ready().append
    assert append is not None
    assert append.hard_state == raft.hard_state(1, 1, 0)
    for voter in (2, 3):
        assert core.status().role is Role.CANDIDATE
        core.step(
            raft.message(
                raft.MESSAGE_VOTE_RESPONSE, 1, voter, 1, 0, 0, 0, False, 0, (), None, b""
            )
        )  # fmt: skip
    assert core.status().role is Role.LEADER
    # Late news to a leader.
    (own,) = append.responses
    core.step(own)
    assert core.status().role is Role.LEADER
