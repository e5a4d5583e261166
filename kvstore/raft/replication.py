"""Log replication: what a follower does with an append, a leader with its answers (§3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft import trace
from kvstore.raft.appends import broadcast_append, commit_by_quorum, send_append
from kvstore.raft.outbox import send
from kvstore.raft.progress import ProgressState
from kvstore.raft.read_index import acknowledge_round, release_waiting
from kvstore.raft.transfer import complete_if_caught_up

if TYPE_CHECKING:
    from kvstore.raft.progress import Progress
    from kvstore.raft.state import State


def handle_append(r: State, message: raft.message) -> None:
    """Take the leader's entries, or say where the logs may still agree."""
    log = r.log
    if message.index < log.committed:
        # Sent before the leader knew: what is committed is the same in both logs.
        send(r, raft.MESSAGE_APPEND_RESPONSE, message.from_, index=log.committed)
        return
    last = log.accept(message.index, message.log_term, message.entries, message.commit)
    if last is not None:
        send(r, raft.MESSAGE_APPEND_RESPONSE, message.from_, index=last)
        return
    if r.trace is not None:
        r.trace(trace.AppendRefused(message, log.known_term(message.index)))
    # "The follower can include the term of the conflicting entry" (§3.5): nothing behind the
    # newest entry of ours that is not of a later term can be the leader's. One answer then
    # skips a whole term, and not one entry.
    hint, term = log.last_at_most(min(message.index, log.last_index()), message.log_term)
    send(
        r,
        raft.MESSAGE_APPEND_RESPONSE,
        message.from_,
        index=message.index,
        reject=True,
        reject_hint=hint,
        log_term=term,
    )


def handle_append_response(r: State, message: raft.message, progress: Progress) -> None:
    """Learn where a follower's log stands, and send it what comes next."""
    progress.recent_active = True
    if message.reject:
        _handle_refusal(r, message, progress)
        return
    if not _acknowledge(r, message, progress):
        return
    node = message.from_
    if commit_by_quorum(r):
        release_waiting(r)
        broadcast_append(r)
    elif node != r.node and progress.can_bump_commit(r.log.committed):
        # The next heartbeat would say it, too; this is sooner.
        send_append(r, node, progress)
    if node == r.node:
        return
    # The window may have opened for more than one message.
    while send_append(r, node, progress, even_empty=False):
        pass
    complete_if_caught_up(r, node, progress)


def handle_heartbeat_response(r: State, message: raft.message, progress: Progress) -> None:
    """Note that a follower lives; wake its stream up if it is behind or being probed."""
    progress.recent_active = True
    progress.paused = False
    if progress.match < r.log.last_index() or progress.state is ProgressState.PROBE:
        send_append(r, message.from_, progress)
    acknowledge_round(r, message.from_, message.context)


def handle_unreachable(r: State, node: int, progress: Progress) -> None:
    """Stop sending ahead of the answers: what was sent is probably lost."""
    if progress.state is ProgressState.REPLICATE:
        progress.become_probe()
    if r.trace is not None:
        r.trace(trace.PeerUnreachable(node, progress.status()))


def handle_snapshot_report(r: State, node: int, progress: Progress, *, failed: bool) -> None:
    """Probe again once a snapshot has arrived or was given up."""
    if progress.state is not ProgressState.SNAPSHOT:
        return
    if failed:
        # Or the probe would begin behind a snapshot that never arrived.
        progress.pending_snapshot = 0
    progress.become_probe()
    if r.trace is not None:
        r.trace(trace.SnapshotReported(node, progress.status(), failed))
    # Arrived: its own answer comes next. Failed: not before the next heartbeat.
    progress.paused = True


def _acknowledge(r: State, message: raft.message, progress: Progress) -> bool:
    """Note how far a follower's log is the leader's; False if that changes nothing."""
    news = progress.acknowledge(message.index)
    state = progress.state
    if state is ProgressState.PROBE:
        # A probe that finds nothing new ends all the same: nothing else would end it.
        if not news and progress.match != message.index:
            return False
        progress.become_replicate()
        return True
    if not news:
        return False
    if state is ProgressState.REPLICATE:
        progress.inflights.free_to(message.index)
    elif progress.match + 1 >= r.log.first_index():
        # Whichever snapshot it restored: if the log takes it on from there, that is enough.
        if r.trace is not None:
            r.trace(trace.SnapshotRecovered(message.from_, progress.status()))
        progress.become_probe()
        progress.become_replicate()
    return True


def _handle_refusal(r: State, message: raft.message, progress: Progress) -> None:
    if r.trace is not None:
        r.trace(trace.AppendRefusalReceived(message))
    hint = message.reject_hint
    if message.log_term > 0:
        # The same from this side: our newest entry that is not of a later term than its.
        hint = r.log.last_at_most(hint, message.log_term)[0]
    if not progress.reject(message.index, hint):
        return
    if r.trace is not None:
        r.trace(trace.ProgressDecreased(message.from_, progress.status()))
    if progress.state is ProgressState.REPLICATE:
        progress.become_probe()
    send_append(r, message.from_, progress)
