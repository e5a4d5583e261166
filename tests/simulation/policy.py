"""What this driver makes of a committed change of membership, which is not the core's to judge."""

from __future__ import annotations

from kvstore._generated import raft
from kvstore.raft.configuration import conf_change_of

_FEWEST_VOTERS = 2


def judged(members: raft.conf_state, entry: raft.entry) -> raft.conf_change_v2:
    """Return the change that an entry holds, voided if it would leave too few voters."""
    change = conf_change_of(entry)
    assert change is not None
    removed = {c.node for c in change.changes if c.type != raft.CONF_CHANGE_ADD_NODE}
    left = {*members.voters, *(c.node for c in change.changes)} - removed
    if change.changes and len(left) < _FEWEST_VOTERS:
        nothing = raft.conf_change_single(raft.CONF_CHANGE_UPDATE_NODE, 0)
        return raft.conf_change_v2(change.transition, (nothing,), b"")
    return change


def voters(members: raft.conf_state) -> set[int]:
    """Return all who have a vote in either half."""
    return {*members.voters, *members.voters_outgoing}
