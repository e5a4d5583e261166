"""Opening a data folder: whose it is, what its log says, and what a replica begins with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from kvstore._generated import raft
from kvstore.mvcc.snapshot_errors import MalformedSnapshot
from kvstore.node.errors import NotServable
from kvstore.node.founding import Beginning, founding
from kvstore.node.log_joint import join
from kvstore.node.log_mark import LogMark, note_segment, read_mark, replace_mark
from kvstore.node.log_storage import LogStorage
from kvstore.node.release import THIS_RELEASE
from kvstore.storage.errors import Corruption
from kvstore.storage.recovery import is_unused, list_segments, stored_identity
from kvstore.storage.segment_format import Identity
from kvstore.storage.snapshot_store import SnapshotStore
from kvstore.storage.vfs import OsVfs
from kvstore.storage.wal import Wal, random_salt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kvstore.config import NodeConfig
    from kvstore.mvcc.state_machine import StateMachine
    from kvstore.node.release import Release
    from kvstore.storage.snapshot_store import SnapshotFile
    from kvstore.storage.vfs import Vfs


class Recovered(NamedTuple):
    """A log, and the machine as of the newest snapshot. `is_new`: the log begins only now."""

    wal: Wal
    cluster_id: int
    storage: LogStorage
    snapshots: SnapshotStore
    newest: SnapshotFile | None
    machine: StateMachine
    is_new: bool


def log_folder(config: NodeConfig) -> Path:
    """Return where in a node's data folder its log lies."""
    return config.data_folder / "wal"


def recover(
    config: NodeConfig,
    vfs: Vfs | None = None,
    beginning: Beginning | None = None,
    release: Release = THIS_RELEASE,
    *,
    new_salt: Callable[[], int] = random_salt,
) -> Recovered:
    """Open the log of a node; where it holds nothing, let it begin.

    `beginning` is None for a cluster of this node alone, `new_salt` as in `Wal`. The caller holds
    the folder's lock.
    Raises `StorageError`, `NotServable`, `OSError`.
    """
    folder = log_folder(config)
    vfs = vfs or OsVfs()
    mark, found = read_owner(config, vfs)
    size = config.segment_size
    if (
        found is not None
        and beginning is not None
        and found.node_id == config.node_id
        and found.cluster_id != beginning.cluster_id
        and not (mark is not None and mark.segment)
        and is_unused(vfs, folder, found)
    ):
        # A founding was interrupted, and the founders have agreed on another set since.
        _remove_unused(vfs, folder)
        found = None
    if found is None:
        cluster_id = new_cluster_id() if beginning is None else beginning.cluster_id
        identity = Identity(cluster_id, config.node_id)
        wal = Wal.create(folder, identity, segment_size=size, vfs=vfs, new_salt=new_salt)
    else:
        identity = Identity(found.cluster_id, config.node_id)
        wal = Wal.open(folder, identity, segment_size=size, vfs=vfs, new_salt=new_salt)
    try:
        _check_mark(config, vfs, wal, mark, identity)
        snapshots = SnapshotStore(vfs, config.data_folder / "snapshots", identity)
        newest = snapshots.newest()
        join(wal, None if newest is None else newest.point)
        # One that joins may have promised a vote before it has any entry.
        is_new = _holds_nothing(wal)
        if is_new:
            alone = raft.member_info(config.node_id, "", bytes(raft.BIRTH_SIZE))
            founders = (alone,) if beginning is None else beginning.founders
            if founders:
                wal.append(*founding(founders))
        storage = LogStorage(wal, None if newest is None else newest.point)
        machine = release.machine() if newest is None else _restored(newest, release)
        return Recovered(wal, identity.cluster_id, storage, snapshots, newest, machine, is_new)
    except BaseException:
        wal.close()
        raise


def read_owner(config: NodeConfig, vfs: Vfs) -> tuple[LogMark | None, Identity | None]:
    """Return what the folder remembers of its log, and whose log it holds; None where nothing.

    Raises `UnsupportedFormat`, `OSError`, and `Corruption` also if the log that is remembered is
    gone, or another one in its place.
    """
    folder = log_folder(config)
    mark, identity = read_mark(vfs, config.data_folder), stored_identity(vfs, folder)
    if mark is None or not mark.segment:
        return mark, identity
    if identity is None:
        raise Corruption(
            folder, 0, f"there is no log, and this node had one in cluster {mark.cluster_id:016x}"
        )
    if identity.cluster_id != mark.cluster_id:
        raise Corruption(
            folder,
            0,
            f"the log is one of cluster {identity.cluster_id:016x}, and this node belongs to "
            f"cluster {mark.cluster_id:016x}",
        )
    return mark, identity


def _remove_unused(vfs: Vfs, folder: Path) -> None:
    for segment in list_segments(vfs, folder):
        vfs.remove(segment.path)
    vfs.sync_folder(folder)


def _check_mark(
    config: NodeConfig, vfs: Vfs, wal: Wal, mark: LogMark | None, identity: Identity
) -> None:
    """Make sure that the log holds what was promised, and that what it will hold is remembered."""
    here = LogMark(identity.cluster_id, 0 if _holds_nothing(wal) else wal.newest_segment)
    if mark is not None and here.segment < mark.segment:
        found = f"ends in segment {here.segment}" if here.segment else "holds nothing"
        raise Corruption(wal.folder, 0, f"the log {found}, and had come to segment {mark.segment}")
    # Each time: what was read may be in the kernel's cache only, left there by a process that died.
    if mark is not None and mark.segment and mark.cluster_id == here.cluster_id:
        # In place, as a full disk has no room for another file.
        note_segment(vfs, config.data_folder, here)
        vfs.sync_folder(config.data_folder)
    else:
        replace_mark(vfs, config.data_folder, here)

    def note(segment: int) -> None:
        note_segment(vfs, config.data_folder, LogMark(identity.cluster_id, segment))

    wal.note_segments(here.segment, note)


def _holds_nothing(wal: Wal) -> bool:
    return wal.last_index == 0 and wal.hard_state.term == 0


def _restored(snapshot: SnapshotFile, release: Release) -> StateMachine:
    try:
        return release.machine.restore(snapshot.pieces())
    except MalformedSnapshot as error:
        raise NotServable(
            f"{snapshot.path}: cannot be read by this release: {error}; start a newer release on "
            "this folder"
        ) from None


def new_cluster_id() -> int:
    """Return the number of a cluster that never was: random, and not 0, "any"."""
    return int.from_bytes(os.urandom(8), "big") | 1
