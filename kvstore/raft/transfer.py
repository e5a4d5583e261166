"""Handing leadership to a chosen member (§3.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft import trace
from kvstore.raft.appends import send_append
from kvstore.raft.outbox import forward, send
from kvstore.raft.state import NOBODY
from kvstore.raft.trace import TransferStep

if TYPE_CHECKING:
    from kvstore.raft.progress import Progress
    from kvstore.raft.state import State


def leader_transfer(r: State, to: int, progress: Progress) -> None:
    """Stop taking proposals, bring `to` up to date, and tell it to campaign at once."""
    if progress.learner:
        _trace(r, TransferStep.LEARNER, to)
        return
    if r.transferee == to:
        _trace(r, TransferStep.ALREADY_RUNNING, to)
        return
    if r.transferee != NOBODY:
        _trace(r, TransferStep.ABORTED, r.transferee)
        r.transferee = NOBODY
    if to == r.node:
        _trace(r, TransferStep.ALREADY_LEADER, to)
        return
    _trace(r, TransferStep.STARTED, to)
    # It has to succeed within one election timeout, or it is given up.
    r.election_elapsed = 0
    r.transferee = to
    if progress.match == r.log.last_index():
        send(r, raft.MESSAGE_TIMEOUT_NOW, to)
        _trace(r, TransferStep.SENT_AT_ONCE, to)
    else:
        send_append(r, to, progress)


def follower_transfer(r: State, message: raft.message) -> None:
    """Send a request on to the leader."""
    if r.lead == NOBODY:
        if r.trace is not None:
            r.trace(trace.RequestDropped(message.type, r.term))
        return
    forward(r, message)


def complete_if_caught_up(r: State, node: int, progress: Progress) -> None:
    """Tell the chosen member to campaign, if its log is the leader's now."""
    if node == r.transferee and progress.match == r.log.last_index():
        _trace(r, TransferStep.SENT_WHEN_CAUGHT_UP, node)
        send(r, raft.MESSAGE_TIMEOUT_NOW, node)


def _trace(r: State, step: TransferStep, peer: int) -> None:
    if r.trace is not None:
        r.trace(trace.Transfer(step, peer, r.term))
