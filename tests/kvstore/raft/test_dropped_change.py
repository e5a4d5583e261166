"""A change of membership that was too much to append: judged, and dropped."""

from __future__ import annotations

import pytest

from kvstore._generated import raft
from kvstore.raft.configuration import conf_change_of
from kvstore.raft.core import Raft
from kvstore.raft.errors import ProposalDropped
from kvstore.raft.options import Options
from kvstore.raft.storage import MemoryStorage


def test_the_next_change_is_void_until_other_entries_were_applied() -> None:
    storage = MemoryStorage()
    core = Raft(
        Options(node=1, max_uncommitted_size=100, check_invariants=True),
        storage,
        hard_state=raft.hard_state(0, 0, 0),
        members=raft.conf_state((1,), (), (), (), auto_leave=False),
        random_below=lambda _: 0,
    )

    def settle() -> None:
        while core.has_ready:
            ready = core.ready()
            storage.append(ready.entries)
            for entry in ready.committed_entries:
                change = conf_change_of(entry)
                if change is not None:
                    core.apply_conf_change(entry.index, change)
            core.advance()

    core.campaign()
    settle()
    core.propose([b"x" * 90])
    with pytest.raises(ProposalDropped):
        core.propose_conf_change(raft.conf_change(raft.CONF_CHANGE_ADD_NODE, 2, b"y" * 90))
    settle()
    learner = raft.conf_change(raft.CONF_CHANGE_ADD_LEARNER_NODE, 2, b"")
    core.propose_conf_change(learner)
    settle()
    core.propose_conf_change(learner)
    settle()
    # The leader's own, the data, the void change in the place of the dropped one, and this.
    kinds = [entry.type for entry in storage.entries(1, storage.last_index() + 1)]
    assert kinds == [raft.ENTRY_NORMAL] * 3 + [raft.ENTRY_CONF_CHANGE]
    assert core.status().configuration.learners == {2}
