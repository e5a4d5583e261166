"""Changes of membership: whether one may be appended, and what applying it does (§4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft import trace
from kvstore.raft.appends import broadcast_append, commit_by_quorum, send_append
from kvstore.raft.configuration import (
    Change,
    as_v2,
    carry_out,
    conf_change_of,
    from_conf_state,
)
from kvstore.raft.errors import ConfChangeRefused
from kvstore.raft.read_index import release_waiting
from kvstore.raft.roles import become_follower
from kvstore.raft.state import NOBODY, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore.raft.state import State

_EMPTY = raft.entry(0, 0, raft.ENTRY_NORMAL, 0, b"")


def admit(r: State, entries: Sequence[raft.entry]) -> Sequence[raft.entry]:
    """Void the changes of membership that may not be appended now; the rest stays as it is.

    Only one may be on its way at a time: the next must be judged by the configuration that the
    last one leads to (§4.1). Raises `XdrError` if a change cannot be read.
    """
    if all(entry.type == raft.ENTRY_NORMAL for entry in entries):
        return entries
    admitted = list(entries)
    following = r.log.last_index() + 1
    for place, entry in enumerate(entries):
        change = conf_change_of(entry)
        if change is None:
            continue
        refusal = _refusal(r, change)
        if refusal is None or not r.options.validate_conf_changes:
            r.pending_conf_index = following + place
            continue
        if r.trace is not None:
            told = raft.conf_change.from_xdr(entry.data) if _is_v1(entry) else change
            r.trace(trace.ConfChangeIgnored(told, r.tracker.configuration, refusal))
        admitted[place] = _EMPTY
    return admitted


def apply_change(
    r: State, index: int, change: raft.conf_change | raft.conf_change_v2
) -> raft.conf_state:
    """Put the committed change at `index` in force; raises `ConfChangeRefused`.

    A change that a snapshot brought meanwhile is in force already: entries that were handed out
    before the snapshot came can still be on their way to the state machine.
    """
    if index <= r.members_index:
        return r.tracker.configuration.conf_state()
    r.members_index = index
    if isinstance(change, raft.conf_change):
        change = as_v2(change)
    return switch(r, carry_out(r.tracker.configuration, change))


def switch(r: State, change: Change) -> raft.conf_state:
    """Adopt a configuration, and do what it makes possible or necessary."""
    r.tracker.switch(change, r.log.last_index())
    configuration = change.configuration
    if r.trace is not None:
        r.trace(trace.ConfigurationSwitched(configuration))
    state = configuration.conf_state()
    own = r.tracker.progress.get(r.node)
    if r.role is not Role.LEADER:
        if (own is None or own.learner) and r.role is not Role.FOLLOWER:
            # It lost its vote while it campaigned: whoever refused its own told it what is
            # committed. Elected all the same, it would lead a group that it is no member of.
            become_follower(r, r.term, NOBODY)
        return state
    if own is None or own.learner:
        # "A leader that is removed steps down once the change is committed" (§4.2.2).
        if r.options.step_down_on_removal:
            become_follower(r, r.term, NOBODY)
        return state
    if commit_by_quorum(r):
        # Fewer voters may be enough for more entries.
        release_waiting(r)
        broadcast_append(r)
    else:
        # Newcomers need not wait for a heartbeat.
        for node, progress in r.tracker.progress.items():
            if node != r.node:
                send_append(r, node, progress, even_empty=False)
    if r.transferee not in configuration.voters:
        r.transferee = NOBODY
    return state


def restore_members(r: State, index: int, state: raft.conf_state) -> None:
    """Adopt the configuration of a snapshot at `index`, with nothing known of anybody's log."""
    r.members_index = index
    configuration = from_conf_state(state)
    switch(r, Change(configuration, configuration.members))


def _refusal(r: State, change: raft.conf_change_v2) -> str | None:
    applied = r.log.applied
    joint = r.tracker.configuration.joint
    leaves = not change.changes
    if r.pending_conf_index > applied:
        return (
            f"possible unapplied conf change at index {r.pending_conf_index} (applied to {applied})"
        )
    if joint and not leaves:
        return "must transition out of joint config first"
    if not joint and leaves:
        return "not in joint state; refusing empty conf change"
    try:
        # No other change comes before it, so this is what applying it will do. Found out there,
        # it would stop every node.
        carry_out(r.tracker.configuration, change)
    except ConfChangeRefused as refused:
        return str(refused)
    return None


def _is_v1(entry: raft.entry) -> bool:
    return entry.type == raft.ENTRY_CONF_CHANGE
