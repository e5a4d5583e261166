"""Which rule a message meets: first its term decides, then this node's role (figure 3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft import trace
from kvstore.raft.election import (
    handle_timeout_now,
    handle_vote_request,
    handle_vote_response,
    leader_is_alive,
    reject_vote,
)
from kvstore.raft.outbox import send
from kvstore.raft.proposals import propose
from kvstore.raft.read_index import (
    follower_read_index,
    handle_heartbeat,
    leader_read_index,
    take_answer,
)
from kvstore.raft.replication import (
    handle_append,
    handle_append_response,
    handle_heartbeat_response,
)
from kvstore.raft.roles import become_follower
from kvstore.raft.snapshots import handle_snapshot
from kvstore.raft.state import NOBODY, Role
from kvstore.raft.transfer import follower_transfer, leader_transfer

if TYPE_CHECKING:
    from kvstore.raft.state import State

_VOTE_REQUESTS = frozenset({raft.MESSAGE_VOTE, raft.MESSAGE_PRE_VOTE})
# Only a term's leader sends these.
_OF_LEADER = frozenset({raft.MESSAGE_APPEND, raft.MESSAGE_HEARTBEAT, raft.MESSAGE_SNAPSHOT})


def step(r: State, message: raft.message) -> None:
    """Take a message; raises `ProposalDropped`. What is of no known type is ignored."""
    term = message.term
    if term and term != r.term:
        if term < r.term:
            _handle_lower_term(r, message)
            return
        if not _enter_higher_term(r, message):
            return
    kind = message.type
    if kind in _VOTE_REQUESTS:
        handle_vote_request(r, message)
    elif kind == raft.MESSAGE_PROPOSE:
        propose(r, message)
    elif r.role is Role.LEADER:
        _step_leader(r, message)
    else:
        _step_other(r, message)


def _step_other(r: State, message: raft.message) -> None:
    kind = message.type
    if kind in _OF_LEADER:
        _follow(r, message)
    elif kind == raft.MESSAGE_TIMEOUT_NOW:
        handle_timeout_now(r, message)
    elif r.role is Role.FOLLOWER:
        _step_follower(r, message)
    elif kind in {raft.MESSAGE_VOTE_RESPONSE, raft.MESSAGE_PRE_VOTE_RESPONSE}:
        handle_vote_response(r, message)


def _enter_higher_term(r: State, message: raft.message) -> bool:
    """Adopt a later term (§3.3); return whether the message is to be looked at."""
    kind = message.type
    if kind in _VOTE_REQUESTS and leader_is_alive(r, message):
        return False
    if kind == raft.MESSAGE_PRE_VOTE:
        # It asks about a term that may never begin.
        return True
    if kind == raft.MESSAGE_PRE_VOTE_RESPONSE and not message.reject:
        # It grants the term that was asked about; a refusal carries the voter's own.
        return True
    if r.trace is not None:
        r.trace(trace.HigherTermReceived(message, r.term))
    become_follower(r, message.term, message.from_ if kind in _OF_LEADER else NOBODY)
    return True


def _handle_lower_term(r: State, message: raft.message) -> None:
    """Ignore a message of an earlier term, unless its sender would otherwise be stuck in it."""
    kind = message.type
    if kind in {raft.MESSAGE_HEARTBEAT, raft.MESSAGE_APPEND} and (
        r.options.check_quorum or r.options.pre_vote
    ):
        # This node campaigned in vain while it was cut off, and its requests for votes are
        # ignored now. A leader that learns of the later term steps down, and they meet again.
        send(r, raft.MESSAGE_APPEND_RESPONSE, message.from_)
    elif kind == raft.MESSAGE_PRE_VOTE:
        # Silence would leave a candidate of an earlier term asking for ever.
        reject_vote(r, message, raft.MESSAGE_PRE_VOTE_RESPONSE)
    elif r.trace is not None:
        r.trace(trace.LowerTermIgnored(message, r.term))


def _follow(r: State, message: raft.message) -> None:
    """Take what a leader of this term sends; a candidate has lost to it (§3.4)."""
    if r.role is Role.FOLLOWER:
        r.election_elapsed = 0
        r.lead = message.from_
    else:
        become_follower(r, message.term, message.from_)
    kind = message.type
    if kind == raft.MESSAGE_APPEND:
        handle_append(r, message)
    elif kind == raft.MESSAGE_HEARTBEAT:
        handle_heartbeat(r, message)
    else:
        handle_snapshot(r, message)


def _step_follower(r: State, message: raft.message) -> None:
    kind = message.type
    if kind == raft.MESSAGE_READ_INDEX:
        follower_read_index(r, message)
    elif kind == raft.MESSAGE_READ_INDEX_RESPONSE:
        take_answer(r, message)
    elif kind == raft.MESSAGE_TRANSFER_LEADER:
        follower_transfer(r, message)


def _step_leader(r: State, message: raft.message) -> None:
    kind = message.type
    if kind == raft.MESSAGE_READ_INDEX:
        leader_read_index(r, message)
        return
    progress = r.tracker.progress.get(message.from_)
    if progress is None:
        if r.trace is not None:
            r.trace(trace.ProgressMissing(message.from_))
    elif kind == raft.MESSAGE_APPEND_RESPONSE:
        handle_append_response(r, message, progress)
    elif kind == raft.MESSAGE_HEARTBEAT_RESPONSE:
        handle_heartbeat_response(r, message, progress)
    elif kind == raft.MESSAGE_TRANSFER_LEADER:
        leader_transfer(r, message.from_, progress)
