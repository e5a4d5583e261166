"""Leader election (§3.4, §3.6.1), with pre-votes (§9.6) and live leaders respected (§6.4.1)."""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft import trace
from kvstore.raft.appends import broadcast_append
from kvstore.raft.outbox import send
from kvstore.raft.quorum import VoteResult
from kvstore.raft.roles import (
    become_candidate,
    become_follower,
    become_leader,
    become_pre_candidate,
)
from kvstore.raft.state import NOBODY, Role
from kvstore.raft.trace import CampaignRefusal, VoteDecision

if TYPE_CHECKING:
    from kvstore.raft.state import State

# In a request for a vote: the leader itself asked for the election, so it is not protected.
BY_TRANSFER = b"transfer"
# In a refusal by a node without a vote: index and term of its newest committed entry.
_COMMITTED = Struct(">QQ")
# Entries looked at in one go for changes of membership, in bytes.
_SCAN_SIZE = 1 << 20


def start_election(r: State, *, transfer: bool = False) -> None:
    """Campaign, if this node may. After a transfer there is no pre-vote: the leader agrees."""
    if r.role is Role.LEADER:
        _refuse(r, CampaignRefusal.IS_LEADER)
    elif not r.promotable():
        _refuse(r, CampaignRefusal.UNPROMOTABLE)
    elif _has_unapplied_conf_change(r):
        # It could elect itself by voters who are not the voters any more.
        _refuse(r, CampaignRefusal.UNAPPLIED_CHANGES)
    else:
        if r.trace is not None:
            r.trace(trace.ElectionStarted(r.term))
        campaign(r, pre_vote=r.options.pre_vote and not transfer, transfer=transfer)


def campaign(r: State, *, pre_vote: bool, transfer: bool = False) -> None:
    """Ask every voter for its vote, or whether it would give it."""
    if pre_vote:
        become_pre_candidate(r)
        request, response, term = raft.MESSAGE_PRE_VOTE, raft.MESSAGE_PRE_VOTE_RESPONSE, r.term + 1
    else:
        become_candidate(r)
        request, response, term = raft.MESSAGE_VOTE, raft.MESSAGE_VOTE_RESPONSE, r.term
    last_index, last_term = r.log.last_index(), r.log.last_term()
    for voter in sorted(r.tracker.configuration.voters):
        if voter == r.node:
            # Its own vote is told once it is on the disk, like any other (§3.8).
            send(r, response, voter, term=term)
            continue
        if r.trace is not None:
            r.trace(trace.VoteRequested(request, voter, last_term, last_index, r.term))
        send(
            r,
            request,
            voter,
            term=term,
            index=last_index,
            log_term=last_term,
            context=BY_TRANSFER if transfer else b"",
        )


def leader_is_alive(r: State, message: raft.message) -> bool:
    """Whether a request for a vote is not even looked at.

    "If a server receives a RequestVote request within the minimum election timeout of hearing
    from a current leader, it does not update its term or grant its vote" (§4.2.3).
    """
    ticks = r.options.election_ticks
    if (
        not r.options.check_quorum
        or r.lead == NOBODY
        or r.election_elapsed >= ticks
        or message.context == BY_TRANSFER
    ):
        return False
    if r.trace is not None:
        _trace_decision(r, VoteDecision.IGNORED, message, ticks - r.election_elapsed)
    return True


def handle_vote_request(r: State, message: raft.message) -> None:
    """Vote for a candidate whose log holds at least as much, once a term (§3.4, §3.6.1).

    Learners vote, too: who asks may know already that this node is a voter.
    """
    pre_vote = message.type == raft.MESSAGE_PRE_VOTE
    response = raft.MESSAGE_PRE_VOTE_RESPONSE if pre_vote else raft.MESSAGE_VOTE_RESPONSE
    may_vote = (
        r.vote == message.from_
        or (r.vote == NOBODY and r.lead == NOBODY)
        # A pre-vote promises nothing, and binds nobody.
        or (pre_vote and message.term > r.term)
    )
    if may_vote and r.log.is_up_to_date(message.index, message.log_term):
        if r.trace is not None:
            _trace_decision(r, VoteDecision.CAST, message)
        # The candidate's term: that of a pre-vote is not ours.
        send(r, response, message.from_, term=message.term)
        if not pre_vote:
            r.election_elapsed = 0
            r.vote = message.from_
    else:
        reject_vote(r, message, response)


def reject_vote(r: State, message: raft.message, response: int) -> None:
    """Refuse a vote, and tell the candidate which term it is.

    With `tell_committed`, more: a node that has no vote by what it applied cannot lead, whatever
    its log holds. Whoever asks it counts it as a voter, so it has not heard of that change being
    committed; without the vote it could wait for it for ever. So it is told what is committed:
    its log may hold that already.
    """
    if r.trace is not None:
        _trace_decision(r, VoteDecision.REJECTED, message)
    context = b""
    if r.options.tell_committed and r.node not in r.tracker.configuration.voters:
        committed = r.log.committed
        context = _COMMITTED.pack(committed, r.log.known_term(committed))
    send(r, response, message.from_, reject=True, context=context)


def handle_vote_response(r: State, message: raft.message) -> None:
    """Count a vote, and take what follows of it."""
    pre_vote = r.role is Role.PRE_CANDIDATE
    expected = raft.MESSAGE_PRE_VOTE_RESPONSE if pre_vote else raft.MESSAGE_VOTE_RESPONSE
    if message.type != expected:
        # Of the pre-vote that is over.
        return
    if message.reject and len(message.context) == _COMMITTED.size:
        index, term = _COMMITTED.unpack(message.context)
        if term and r.log.matches(index, term):
            r.log.commit_to(index)
    r.tracker.record_vote(message.from_, granted=not message.reject)
    granted, rejected, result = r.tracker.tally()
    if r.trace is not None:
        r.trace(trace.VoteReceived(message.type, message.from_, message.reject, r.term))
        r.trace(trace.VotesTallied(message.type, granted, rejected))
    if result is VoteResult.WON:
        if pre_vote:
            campaign(r, pre_vote=False)
        else:
            # Whoever voted was asked, and nobody is asked before the term is durable here: see
            # the package. So the own vote need not be among those that were counted.
            become_leader(r)
            broadcast_append(r)
    elif result is VoteResult.LOST:
        become_follower(r, r.term, NOBODY)


def handle_timeout_now(r: State, message: raft.message) -> None:
    """Campaign at once: the leader hands over (§3.10)."""
    ignored = r.role is not Role.FOLLOWER
    if r.trace is not None:
        r.trace(trace.TimeoutNowReceived(message.from_, r.term, r.role.value, ignored))
    if not ignored:
        start_election(r, transfer=True)


def check_quorum(r: State) -> None:
    """Step down if too few were heard of in the last election timeout (§6.2)."""
    if not r.tracker.quorum_active():
        if r.trace is not None:
            r.trace(trace.QuorumLost())
        become_follower(r, r.term, NOBODY)
    for node, progress in r.tracker.progress.items():
        if node != r.node:
            progress.recent_active = False


def _has_unapplied_conf_change(r: State) -> bool:
    log = r.log
    index = max(log.applied + 1, log.first_index())
    while index <= log.committed:
        entries = log.slice(index, log.committed + 1, _SCAN_SIZE)
        if any(entry.type != raft.ENTRY_NORMAL for entry in entries):
            return True
        index += len(entries)
    return False


def _refuse(r: State, reason: CampaignRefusal) -> None:
    if r.trace is not None:
        r.trace(trace.CampaignRefused(reason, r.term))


def _trace_decision(
    r: State, decision: VoteDecision, message: raft.message, lease: int = 0
) -> None:
    if r.trace is not None:
        log = r.log
        r.trace(
            trace.VoteDecided(
                decision, message, log.last_term(), log.last_index(), r.vote, r.term, lease
            )
        )
