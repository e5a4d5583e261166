"""Snapshots on the receiving side (§5.1): the log's beginning, replaced by one point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft import trace
from kvstore.raft.membership import restore_members
from kvstore.raft.outbox import send
from kvstore.raft.proposals import applied_to
from kvstore.raft.roles import become_follower
from kvstore.raft.state import NOBODY, Role
from kvstore.raft.trace import SnapshotRefusal

if TYPE_CHECKING:
    from kvstore.raft.state import State


def handle_snapshot(r: State, message: raft.message) -> None:
    """Restore a leader's snapshot if it brings anything, and say where the log stands now."""
    snapshot = message.snapshot
    if snapshot is None:
        return
    log = r.log
    restored = _restore(r, snapshot)
    if r.trace is not None:
        r.trace(trace.SnapshotHandled(snapshot, log.committed, restored))
    index = log.last_index() if restored else log.committed
    send(r, raft.MESSAGE_APPEND_RESPONSE, message.from_, index=index)


def snapshot_stored(r: State, snapshot: raft.snapshot_metadata) -> None:
    """Note that a snapshot is on the disk and in the state machine."""
    r.log.unstable.snapshot_stable(snapshot.index)
    applied_to(r, snapshot.index, 0)


def _restore(r: State, snapshot: raft.snapshot_metadata) -> bool:
    log = r.log
    if snapshot.index <= log.committed:
        return False
    if r.role is not Role.FOLLOWER:
        _refuse(r, SnapshotRefusal.NOT_FOLLOWER, snapshot)
        become_follower(r, r.term + 1, NOBODY)
        return False
    members = snapshot.members
    if r.node not in (*members.voters, *members.learners, *members.voters_outgoing):
        _refuse(r, SnapshotRefusal.NOT_MEMBER, snapshot)
        return False
    if log.matches(snapshot.index, snapshot.term):
        # All of it is in the log already: that it is committed is the news.
        _refuse(r, SnapshotRefusal.LOG_MATCHES, snapshot)
        log.commit_to(snapshot.index)
        return False
    log.restore(snapshot)
    restore_members(r, snapshot.index, members)
    if r.trace is not None:
        r.trace(trace.SnapshotRestored(snapshot, log.committed, log.last_index(), log.last_term()))
    return True


def _refuse(r: State, reason: SnapshotRefusal, snapshot: raft.snapshot_metadata) -> None:
    if r.trace is not None:
        log = r.log
        r.trace(
            trace.SnapshotRefused(
                reason, snapshot, log.committed, log.last_index(), log.last_term()
            )
        )
