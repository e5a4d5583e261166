"""Becoming a follower, a candidate or a leader (§3.3, figure 3.3).

FOLLOWER ──silence──► PRE_CANDIDATE ──a quorum would──► CANDIDATE ──a quorum did──► LEADER
    ▲                      │                               │                          │
    └──────────────────────┴── a leader, a later term, or a lost vote ───────────────┘
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft import trace
from kvstore.raft.appends import append_entries
from kvstore.raft.errors import InvariantBroken
from kvstore.raft.state import NOBODY, Role

if TYPE_CHECKING:
    from kvstore.raft.state import State


def become_follower(r: State, term: int, lead: int) -> None:
    """Follow `lead`, or nobody yet, in `term`."""
    _reset(r, term)
    r.lead = lead
    r.role = Role.FOLLOWER
    if r.trace is not None:
        r.trace(trace.BecameFollower(term))


def become_pre_candidate(r: State) -> None:
    """Ask whether an election could be won: neither term nor vote change (§9.6)."""
    _must_not_be(r, Role.LEADER)
    r.tracker.votes = {}
    r.lead = NOBODY
    r.role = Role.PRE_CANDIDATE
    if r.trace is not None:
        r.trace(trace.BecamePreCandidate(r.term))


def become_candidate(r: State) -> None:
    """Begin a new term with a vote for oneself (§3.4)."""
    _must_not_be(r, Role.LEADER)
    _reset(r, r.term + 1)
    r.vote = r.node
    r.role = Role.CANDIDATE
    if r.trace is not None:
        r.trace(trace.BecameCandidate(r.term))


def become_leader(r: State) -> None:
    """Lead: append an empty entry, which commits what earlier terms left (§3.6.2, §6.4)."""
    _must_not_be(r, Role.FOLLOWER)
    _reset(r, r.term)
    r.lead = r.node
    r.role = Role.LEADER
    own = r.tracker.progress[r.node]
    own.become_replicate()
    own.recent_active = True
    # There may be a change of membership anywhere in the log's end. Waiting until all of it is
    # applied is always right, and cheaper than looking.
    r.pending_conf_index = r.log.last_index()
    r.first_own_index = r.pending_conf_index + 1
    append_entries(r, (raft.entry(0, 0, raft.ENTRY_NORMAL, 0, b""),))
    if r.trace is not None:
        r.trace(trace.BecameLeader(r.term))


def _reset(r: State, term: int) -> None:
    """Forget all that belongs to one term or to one role."""
    if r.term != term:
        r.term = term
        r.vote = NOBODY
    r.lead = NOBODY
    r.election_elapsed = 0
    r.heartbeat_elapsed = 0
    ticks = r.options.election_ticks
    # "Election timeouts are chosen randomly from a fixed interval" so that votes seldom split.
    r.election_timeout = ticks + r.random_below(ticks)
    r.transferee = NOBODY
    r.tracker.reset(r.node, r.log.last_index())
    r.pending_conf_index = 0
    r.uncommitted_size = 0
    # Whoever asked this leader asks the next one anew: a round must never outlive its term.
    r.reads.clear()
    r.reads_waiting = []


def _must_not_be(r: State, role: Role) -> None:
    if r.role is role:
        raise InvariantBroken(f"no way leads on from {role.value}")
