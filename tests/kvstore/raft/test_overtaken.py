"""A change of membership that was handed out to be applied, and then gave way to a snapshot."""

from __future__ import annotations

import pytest

from kvstore._generated import raft
from kvstore.raft.core import Raft
from kvstore.raft.errors import InvariantBroken
from kvstore.raft.options import Options
from kvstore.raft.storage import MemoryStorage


def test_a_change_from_before_a_snapshot_is_not_applied_over_its_members() -> None:
    # Found by the simulator: the apply that was on its way made the members of the snapshot, which
    # had seen the change, go through it once more.
    storage = MemoryStorage()
    members = raft.conf_state((1, 2), (), (), (), auto_leave=False)
    options = Options(node=1, async_storage_writes=True, check_invariants=True)
    state = raft.hard_state(1, 0, 0)
    core = Raft(options, storage, hard_state=state, members=members, random_below=lambda _: 0)
    change = raft.conf_change(raft.CONF_CHANGE_ADD_NODE, 3, b"")
    entry = raft.entry(1, 1, raft.ENTRY_CONF_CHANGE, 0, change.to_xdr())
    core.step(raft.message(raft.MESSAGE_APPEND, 1, 2, 1, 0, 0, 1, False, 0, (entry,), None, b""))
    append = core.ready().append
    assert append is not None
    assert append.stored is not None
    storage.append(append.entries)
    core.stored(append.stored)
    apply = core.ready().apply
    assert apply is not None
    later = raft.conf_state((1, 2, 4), (), (), (), auto_leave=False)
    point = raft.snapshot_metadata(7, 1, later)
    core.step(raft.message(raft.MESSAGE_SNAPSHOT, 1, 2, 1, 0, 0, 0, False, 0, (), point, b""))
    with pytest.raises(InvariantBroken):
        core.apply_conf_change(change)
    ready = core.ready()
    core.applied(apply.applied)
    assert ready.append is not None
    assert ready.append.stored is not None
    core.stored(ready.append.stored)
    assert core.status().configuration.incoming == {1, 2, 4}
    assert core.status().applied == 7
