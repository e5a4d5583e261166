"""Reads that do not go through the log (§6.4), and the heartbeats that pay for them.

The leader notes its commit index, makes sure that it still is the leader, and answers. Each
request gets a round of its own, numbered by the leader and echoed by heartbeats; what the asker
wrote into its request is only given back. So an answer to an earlier round, an earlier term or a
request that was asked again can never stand for a later one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft import trace
from kvstore.raft.appends import committed_in_term
from kvstore.raft.options import ReadOnly
from kvstore.raft.outbox import forward, send
from kvstore.raft.quorum import VoteResult
from kvstore.raft.state import NOBODY, PendingRead, ReadState

if TYPE_CHECKING:
    from kvstore.raft.state import State


def broadcast_heartbeat(r: State) -> None:
    """Tell everybody that the leader lives, and the newest round that waits for answers (§3.4).

    An answer to a round answers all before it.
    """
    newest = r.reads[-1].round.to_bytes(8, "big") if r.reads else b""
    for node, progress in r.tracker.progress.items():
        if node == r.node:
            continue
        # A follower must not be told that more is committed than its log is known to hold.
        commit = min(progress.match, r.log.committed)
        send(r, raft.MESSAGE_HEARTBEAT, node, commit=commit, context=newest)
        progress.sent_commit = commit


def handle_heartbeat(r: State, message: raft.message) -> None:
    """Answer the leader."""
    r.log.commit_to(message.commit)
    send(r, raft.MESSAGE_HEARTBEAT_RESPONSE, message.from_, context=message.context)


def follower_read_index(r: State, message: raft.message) -> None:
    """Send a request on to the leader."""
    if r.lead == NOBODY:
        if r.trace is not None:
            r.trace(trace.RequestDropped(message.type, r.term))
        return
    forward(r, message)


def leader_read_index(r: State, message: raft.message) -> None:
    """Take a request, of this node or of a follower (§6.4, step 1)."""
    if len(r.reads) + len(r.reads_waiting) >= r.options.max_pending_reads:
        return
    read = PendingRead(0, 0, message.from_ or r.node, message.context, {r.node})
    if committed_in_term(r):
        _begin(r, read)
    else:
        # What the predecessors committed is not known before that.
        r.reads_waiting.append(read)


def release_waiting(r: State) -> None:
    """Begin what waited for the term's first commit."""
    if not r.reads_waiting or not committed_in_term(r):
        return
    waiting, r.reads_waiting = r.reads_waiting, []
    for read in waiting:
        _begin(r, read)


def acknowledge_round(r: State, node: int, context: bytes) -> None:
    """Count a follower's answer to a heartbeat, and answer what a quorum stands for."""
    if not context or not r.reads:
        return
    number = int.from_bytes(context, "big")
    place = number - r.reads[0].round
    if not 0 <= place < len(r.reads):
        return
    acknowledged = r.reads[place].acknowledged
    acknowledged.add(node)
    if r.tracker.result(dict.fromkeys(acknowledged, True)) is not VoteResult.WON:
        return
    for _ in range(place + 1):
        _answer(r, r.reads.popleft())


def take_answer(r: State, message: raft.message) -> None:
    """Hand the leader's answer to whoever asked on this node."""
    r.read_states.append(ReadState(message.index, message.context))


def _begin(r: State, read: PendingRead) -> None:
    read.index = r.log.committed
    tracker = r.tracker
    # A leader that was removed is not the one voter left: that one may have elected itself.
    alone = tracker.singleton and r.node in tracker.configuration.incoming
    if alone or r.options.read_only is ReadOnly.LEASE_BASED:
        _answer(r, read)
        return
    r.read_round += 1
    read.round = r.read_round
    r.reads.append(read)
    broadcast_heartbeat(r)


def _answer(r: State, read: PendingRead) -> None:
    if read.from_ == r.node:
        r.read_states.append(ReadState(read.index, read.context))
        return
    send(
        r,
        raft.MESSAGE_READ_INDEX_RESPONSE,
        read.from_,
        index=read.index,
        context=read.context,
    )
