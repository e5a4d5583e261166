"""A snapshot comes while entries are on their way to the disk and to the state machine."""

from __future__ import annotations

from kvstore._generated import raft
from kvstore.raft.core import Raft
from kvstore.raft.options import Options
from kvstore.raft.storage import MemoryStorage

MEMBERS = raft.conf_state((1, 2, 3), (), (), (), auto_leave=False)
LATER = raft.conf_state((1, 2, 3, 5), (), (), (), auto_leave=False)
CHANGE = raft.conf_change(raft.CONF_CHANGE_ADD_NODE, 4, b"")


def follower() -> tuple[Raft, MemoryStorage]:
    storage = MemoryStorage()
    core = Raft(
        Options(node=1, async_storage_writes=True, check_invariants=True),
        storage,
        hard_state=raft.hard_state(0, 0, 0),
        members=MEMBERS,
        random_below=lambda _: 0,
    )
    return core, storage


def append(term: int, entries: tuple[raft.entry, ...], commit: int) -> raft.message:
    return raft.message(
        raft.MESSAGE_APPEND, 1, 2, term, 0, 0, commit, False, 0, entries, None, b""
    )  # fmt: skip


def snapshot(index: int, term: int) -> raft.message:
    point = raft.snapshot_metadata(index, term, LATER)
    return raft.message(
        raft.MESSAGE_SNAPSHOT, 1, 2, term, 0, 0, 0, False, 0, (), point, b""
    )  # fmt: skip


def test_a_change_that_is_still_to_be_applied_is_in_the_snapshot() -> None:
    core, storage = follower()
    change = raft.entry(1, 1, raft.ENTRY_CONF_CHANGE, 0, CHANGE.to_xdr())
    core.step(append(1, (change,), 1))
    written = core.ready().append
    assert written is not None
    assert written.stored is not None
    storage.append(written.entries)
    core.stored(written.stored)
    # Node 4 is to be added, and by the snapshot it was removed again.
    apply = core.ready().apply
    assert apply is not None
    assert apply.entries == [change]
    core.step(snapshot(5, 1))
    assert core.apply_conf_change(1, CHANGE) == LATER
    assert core.status().configuration.voters == {1, 2, 3, 5}
    core.applied(apply.applied)
    # What comes behind the snapshot counts.
    assert core.apply_conf_change(6, CHANGE).voters == (1, 2, 3, 4, 5)


def test_entries_behind_it_are_of_another_history() -> None:
    core, _ = follower()
    entries = tuple(raft.entry(1, index, raft.ENTRY_NORMAL, 0, b"") for index in range(1, 9))
    core.step(append(1, entries, 0))
    core.step(snapshot(5, 2))
    assert core.last_index == 5
    ready = core.ready()
    assert not ready.entries
    assert ready.append is not None
    # Acknowledged is what the leader has, which is the snapshot.
    assert [message.index for message in ready.append.responses] == [8, 5]
