"""What this driver makes of a committed change of membership, which is not the core's to judge."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft.configuration import conf_change_of

if TYPE_CHECKING:
    from tests.simulation.node import Node


def judged(members: raft.conf_state, entry: raft.entry, fewest: int) -> raft.conf_change_v2:
    """Return the change that an entry holds, voided if it would leave too few voters."""
    change = conf_change_of(entry)
    assert change is not None
    removed = {c.node for c in change.changes if c.type != raft.CONF_CHANGE_ADD_NODE}
    left = {*members.voters, *(c.node for c in change.changes)} - removed
    if change.changes and len(left) < fewest:
        nothing = raft.conf_change_single(raft.CONF_CHANGE_UPDATE_NODE, 0)
        return raft.conf_change_v2(change.transition, (nothing,), b"")
    return change


def voters(members: raft.conf_state) -> set[int]:
    """Return all who have a vote in either half."""
    return {*members.voters, *members.voters_outgoing}


def stranded(nodes: Collection[Node]) -> bool:
    """Whether a node waits for the vote of one that was removed, and will never get it.

    The one that was removed knows that it was, and its log is longer: it can neither lead nor vote
    for the other. Unless cores tell what is committed, this is how far their protocol goes.
    """
    return any(
        removed.id in voters(node.members)
        and removed.id not in voters(removed.members)
        and not removed.core._state.log.is_up_to_date(
            node.core.last_index, node.core._state.log.last_term()
        )
        for node in nodes
        for removed in nodes
        if node.up and removed.up
    )
