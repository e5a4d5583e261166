"""Changes of membership as one would explain them: one word for each node and each half."""

from __future__ import annotations

from collections.abc import Iterable

from kvstore._generated import raft

VOTER, LEARNER = "voter", "learner"
Roles = dict[int, str]


def dumb_change(roles: Roles, changes: Iterable[raft.conf_change_single]) -> Roles:
    """Return what every node is once all the changes are over, whichever way they are made."""
    after = dict(roles)
    for change in changes:
        if change.node == 0 or change.type == raft.CONF_CHANGE_UPDATE_NODE:
            continue
        if change.type == raft.CONF_CHANGE_REMOVE_NODE:
            after.pop(change.node, None)
        else:
            added = change.type == raft.CONF_CHANGE_ADD_NODE
            after[change.node] = VOTER if added else LEARNER
    return after


def voters(roles: Roles) -> set[int]:
    return {node for node, role in roles.items() if role == VOTER}


def learners(roles: Roles) -> set[int]:
    return {node for node, role in roles.items() if role == LEARNER}
