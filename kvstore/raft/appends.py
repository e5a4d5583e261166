"""The leader's half of replication that speaks: entries, commit indices, snapshots (§3.5, §3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft import trace
from kvstore.raft.errors import Compacted
from kvstore.raft.outbox import send
from kvstore.raft.progress import ProgressState
from kvstore.raft.storage import payload_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore.raft.progress import Progress
    from kvstore.raft.state import State


def append_entries(r: State, entries: Sequence[raft.entry]) -> bool:
    """Put new entries at the end of the leader's log; False if too much waits already.

    The leader acknowledges them to itself once they are on its disk: until then its own copy
    counts for nothing (§10.2.1).
    """
    size = payload_size(entries)
    if size and r.uncommitted_size and r.uncommitted_size + size > r.options.max_uncommitted_size:
        return False
    r.uncommitted_size += size
    following = r.log.last_index() + 1
    term = r.term
    r.log.append(
        [
            raft.entry(term, index, entry.type, entry.command_version, entry.data)
            for index, entry in enumerate(entries, following)
        ]
    )
    send(r, raft.MESSAGE_APPEND_RESPONSE, r.node, index=following + len(entries) - 1)
    return True


def broadcast_append(r: State) -> None:
    """Send everybody what is new, or at least the commit index."""
    for node, progress in r.tracker.progress.items():
        if node != r.node:
            send_append(r, node, progress)


def send_append(r: State, to: int, progress: Progress, *, even_empty: bool = True) -> bool:
    """Send a follower its next entries, or a snapshot; return whether anything was sent.

    `even_empty`: also without entries, for the sake of the commit index or of an answer.
    """
    log = r.log
    following = progress.next
    has_more = following <= log.last_index()
    if (not even_empty and not has_more) or progress.is_paused:
        return False
    previous = following - 1
    previous_term = log.term(previous)
    if previous_term is None:
        return send_snapshot(r, to, progress)
    entries: tuple[raft.entry, ...] = ()
    # A full window lets empty appends through: if all that fills it was lost, the refusal of
    # one of them is how the leader learns it.
    if has_more and (progress.state is not ProgressState.REPLICATE or not progress.inflights.full):
        try:
            entries = tuple(log.entries(following, r.options.max_message_size))
        except Compacted:
            return send_snapshot(r, to, progress)
    if not entries and not even_empty:
        return False
    send(
        r,
        raft.MESSAGE_APPEND,
        to,
        log_term=previous_term,
        index=previous,
        commit=log.committed,
        entries=entries,
    )
    progress.sent(len(entries), payload_size(entries) if entries else 0)
    progress.sent_commit = log.committed
    return True


def send_snapshot(r: State, to: int, progress: Progress) -> bool:
    """Send a follower a snapshot in place of the entries that are gone (§5)."""
    if not progress.recent_active:
        if r.trace is not None:
            r.trace(trace.SnapshotNotSent(to, unavailable=False))
        return False
    log = r.log
    snapshot = log.unstable.snapshot or log.storage.snapshot()
    if snapshot is None:
        if r.trace is not None:
            r.trace(trace.SnapshotNotSent(to, unavailable=True))
        return False
    if r.trace is not None:
        before = progress.status()
        r.trace(trace.SnapshotSent(log.first_index(), log.committed, snapshot, to, before))
    progress.become_snapshot(snapshot.index)
    if r.trace is not None:
        r.trace(trace.ReplicationPaused(to, progress.status()))
    send(r, raft.MESSAGE_SNAPSHOT, to, snapshot=snapshot)
    return True


def commit_by_quorum(r: State) -> bool:
    """Commit what a quorum has, if the newest of it is of this term; return whether that is news.

    An entry of an earlier term is never committed by counting its copies: another leader could
    still replace it (§3.6.2, figure 3.7). It is committed by what follows it.
    """
    log = r.log
    index = r.tracker.committed()
    if index <= log.committed or log.term(index) != r.term:
        return False
    log.commit_to(index)
    return True


def committed_in_term(r: State) -> bool:
    """Whether the leader knows what its predecessors committed: all of it is before its own."""
    return r.log.committed >= r.first_own_index
