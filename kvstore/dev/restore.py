"""A new cluster out of a saved state: one data folder for each of its members.

The keys keep their revisions, the leases their time. Sessions end: what their clients sent last is
no part of the new cluster's past. It has a number of its own, so that no node of the old cluster
is taken for one of the new, and begins with a log that stands for the snapshot alone.
"""

from __future__ import annotations

import secrets
import shutil
from typing import TYPE_CHECKING, NamedTuple

from kvstore._generated import raft, snapshot
from kvstore.mvcc.pin import Pin
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.birth import begin_life
from kvstore.node.bootstrap import cluster_id_of
from kvstore.storage.lock import FolderLock
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.segment_format import Identity
from kvstore.storage.snapshot_store import SnapshotStore
from kvstore.storage.vfs import OsVfs
from kvstore.storage.wal import Wal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

__all__ = ["NotRestorable", "Restored", "restore"]


class NotRestorable(Exception):
    """A cluster cannot be made there; the message says why."""


class Restored(NamedTuple):
    """What was made: the data folder of each member, and what is in all of them."""

    cluster_id: int
    revision: int
    keys: int
    folders: tuple[Path, ...]


def restore(
    pieces: Iterable[bytes],
    members: Mapping[int, str],
    folder: Path,
    say: Callable[[str], None],
) -> Restored:
    """Make `folder`/node-ID, for each number in `members`, which names its `HOST:PORT`.

    None of these folders may exist, and if this fails none is made. `say` is told what goes on.
    Raises `NotRestorable`, `MalformedSnapshot`, `StorageError`, `OSError`, and what `pieces`
    raises.
    """
    folders = {node_id: folder / f"node-{node_id}" for node_id in sorted(members)}
    for each in folders.values():
        if each.exists():
            raise NotRestorable(f"{each} exists; name another --dir, or remove it")
    say("reading the snapshot")
    machine = StateMachine.restore(pieces)
    infos = tuple(
        raft.member_info(
            node=node_id, address=members[node_id], birth=secrets.token_bytes(raft.BIRTH_SIZE)
        )
        for node_id in sorted(members)
    )
    cluster_id = cluster_id_of(infos)
    head = _head(machine, infos)
    # A folder gets its name when all of them are whole: half of one would pass for a new node's.
    drafts = {
        each: each.with_name(f".{each.name}.{secrets.token_hex(4)}") for each in folders.values()
    }
    try:
        for info in infos:
            path = folders[info.node]
            say(f"writing {path}")
            identity = Identity(cluster_id, info.node)
            _write(drafts[path], identity, info.birth, machine, head)
        for path, draft in drafts.items():
            draft.rename(path)
        OsVfs().sync_folder(folder)
    except BaseException:
        for draft in drafts.values():
            shutil.rmtree(draft, ignore_errors=True)
        raise
    return Restored(cluster_id, machine.revision, machine.keys, tuple(folders.values()))


def _head(machine: StateMachine, infos: tuple[raft.member_info, ...]) -> snapshot.snapshot_head:
    configuration = raft.conf_state(
        voters=tuple(info.node for info in infos),
        voters_outgoing=(),
        learners=(),
        learners_next=(),
        auto_leave=False,
    )
    return snapshot.snapshot_head(
        version=snapshot.SNAPSHOT_VERSION,
        index=machine.applied_index,
        term=machine.applied_term,
        revision=machine.revision,
        compacted_revision=machine.compacted_revision,
        clock_ms=machine.clock_ms,
        feature_level=machine.feature_level,
        configuration=configuration,
        members=infos,
        alarms=(),
    )


def _write(
    folder: Path,
    identity: Identity,
    birth: bytes,
    machine: StateMachine,
    head: snapshot.snapshot_head,
) -> None:
    """Make one folder. The log comes last: without one, a node takes its folder for a new one."""
    vfs = OsVfs()
    folder.mkdir(parents=True, mode=0o700)
    lock = FolderLock(folder)
    pin = Pin(machine.store, head, [])
    try:
        begin_life(vfs, folder, lambda _size: birth)
        writer = SnapshotStore(vfs, folder / SNAPSHOT_FOLDER, identity).begin(pin.point)
        try:
            for piece in pin.pieces():
                writer.write(piece)
        except BaseException:
            writer.abort()
            raise
        writer.finish()
        with Wal.create(folder / LOG_FOLDER, identity, vfs=vfs) as wal:
            wal.append(
                hard_state=raft.hard_state(term=head.term, vote=0, commit=head.index),
                restored=SnapshotPoint(head.index, head.term),
            )
    finally:
        pin.release()
        lock.close()


SNAPSHOT_FOLDER = "snapshots"
LOG_FOLDER = "wal"
"""Where a node looks for them in its data folder."""
