"""What fits no message is never made: long appends are parted, wrong proposals refused."""

from __future__ import annotations

import pytest

from kvstore._generated import raft
from kvstore.raft.core import Raft
from kvstore.raft.options import Options
from kvstore.raft.state import Role
from kvstore.raft.storage import MemoryStorage


def leader() -> Raft:
    """The leader of two, whose follower has nothing yet."""
    core = Raft(
        Options(node=1, async_storage_writes=True, check_invariants=True),
        MemoryStorage(),
        hard_state=raft.hard_state(0, 0, 0),
        members=raft.conf_state((1, 2), (), (), (), auto_leave=False),
        random_below=lambda _: 0,
    )
    core.campaign()
    core.ready()
    for voter in (1, 2):
        core.step(answer(raft.MESSAGE_VOTE_RESPONSE, voter, 0))
    assert core.role is Role.LEADER
    core.ready()
    return core


def answer(kind: int, from_: int, index: int) -> raft.message:
    return raft.message(kind, 1, from_, 1, 0, index, 0, False, 0, (), None, b"")


def test_an_append_holds_as_many_entries_as_a_message() -> None:
    core = leader()
    for _ in range(2):
        core.propose([b""] * 40_000)
    core.ready()
    core.step(answer(raft.MESSAGE_APPEND_RESPONSE, 2, 1))
    appends = core.ready().messages
    assert [len(message.entries) for message in appends] == [raft.MESSAGE_ENTRIES_MAX, 14_464]
    assert [message.index for message in appends] == [1, 1 + raft.MESSAGE_ENTRIES_MAX]
    assert all(message.to_xdr() for message in appends)


@pytest.mark.parametrize(
    ("datas", "version", "said"),
    [
        ([], 0, "1 to 65536 commands"),
        ([b""] * (raft.MESSAGE_ENTRIES_MAX + 1), 0, "1 to 65536 commands"),
        ([b"", b"x" * (raft.ENTRY_DATA_MAX + 1)], 0, "at most 5242880 bytes"),
        ([b""], -1, "-1 is no version"),
        ([b""], 1 << 32, "4294967296 is no version"),
    ],
    ids=["none", "many", "long", "negative", "large"],
)
def test_what_no_entry_can_hold_is_not_appended(
    datas: list[bytes], version: int, said: str
) -> None:
    core = leader()
    with pytest.raises(ValueError, match=said):
        core.propose(datas, version)
    assert core.last_index == 1
    assert not core.has_ready


def test_the_most_that_an_entry_can_hold_is_appended() -> None:
    core = leader()
    core.propose([b"x" * raft.ENTRY_DATA_MAX], (1 << 32) - 1)
    (entry,) = core.ready().entries
    assert raft.entry.from_xdr(entry.to_xdr(), raft.ENTRY_DATA_MAX + 100) == entry


@pytest.mark.parametrize(
    ("node", "applied", "said"),
    [(0, 0, "a node's id"), (1 << 64, 0, "a node's id"), (1, -1, "what the state machine holds")],
)
def test_options_that_cannot_work(node: int, applied: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Options(node=node, applied=applied)


def test_the_largest_node() -> None:
    assert Options(node=(1 << 64) - 1).node == (1 << 64) - 1
