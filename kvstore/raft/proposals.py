"""Proposals on their way into the log, and what follows when they were applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from kvstore._generated import raft
from kvstore.raft import trace
from kvstore.raft.appends import append_entries, broadcast_append
from kvstore.raft.errors import ProposalDropped
from kvstore.raft.membership import admit
from kvstore.raft.outbox import forward, request
from kvstore.raft.state import NOBODY, Role
from kvstore.raft.trace import DropReason
from rpcgen_py.runtime.generated import XdrError

if TYPE_CHECKING:
    from kvstore.raft.state import State


def propose(r: State, message: raft.message) -> None:
    """Append a proposal's entries, or send them on to the leader; raises `ProposalDropped`."""
    if r.role is Role.LEADER:
        _append(r, message)
    elif r.role is not Role.FOLLOWER or r.lead == NOBODY:
        _drop(r, DropReason.NO_LEADER, NOBODY)
    elif not r.options.forward_proposals:
        _drop(r, DropReason.NOT_FORWARDED, r.lead)
    else:
        forward(r, message)


def applied_to(r: State, index: int, size: int) -> None:
    """Note that the state machine holds everything up to `index`; `size` bytes of it are new.

    A leader in a joint configuration that is left by itself proposes to leave it.
    """
    r.log.applied_to(max(index, r.log.applied), size)
    configuration = r.tracker.configuration
    if (
        not configuration.auto_leave
        or r.role is not Role.LEADER
        or r.log.applied < r.pending_conf_index
    ):
        return
    # Without data: no limit on sizes can refuse it. What a transfer of leadership drops is
    # proposed again by whoever leads when the next entry is applied.
    leave = raft.entry(0, 0, raft.ENTRY_CONF_CHANGE_V2, 0, b"")
    try:
        propose(r, request(raft.MESSAGE_PROPOSE, r.node, r.node, entries=(leave,)))
        dropped = False
    except ProposalDropped:
        dropped = True
    if r.trace is not None:
        r.trace(trace.AutoLeave(configuration, dropped))


def _append(r: State, message: raft.message) -> None:
    if r.node not in r.tracker.progress:
        # Removed while it leads: what it appended could not be its own to commit.
        raise ProposalDropped
    if r.transferee != NOBODY:
        _drop(r, DropReason.TRANSFER, r.transferee)
    pending = r.pending_conf_index
    try:
        entries = admit(r, message.entries)
    except XdrError:
        # Forwarded by a peer, and unreadable to everybody who would have to apply it.
        r.pending_conf_index = pending
        raise ProposalDropped from None
    if not append_entries(r, entries):
        # A change among them is waited for all the same, until other entries take its place.
        _drop(r, DropReason.TOO_MUCH_UNCOMMITTED, r.node)
    broadcast_append(r)


def _drop(r: State, reason: DropReason, node: int) -> NoReturn:
    if r.trace is not None:
        r.trace(trace.ProposalRefused(reason, node, r.term))
    raise ProposalDropped
