"""Opening a data folder: whose it is, what its log says, and what a replica begins with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from kvstore._generated import raft
from kvstore.mvcc.snapshot_errors import MalformedSnapshot
from kvstore.node.errors import NotServable
from kvstore.node.founding import Beginning, founding
from kvstore.node.log_joint import join
from kvstore.node.log_storage import LogStorage
from kvstore.node.release import THIS_RELEASE
from kvstore.storage.recovery import stored_identity
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
    identity = stored_identity(vfs, folder)
    size = config.segment_size
    if identity is None:
        cluster_id = new_cluster_id() if beginning is None else beginning.cluster_id
        identity = Identity(cluster_id, config.node_id)
        wal = Wal.create(folder, identity, segment_size=size, vfs=vfs, new_salt=new_salt)
    else:
        expected = Identity(identity.cluster_id, config.node_id)
        wal = Wal.open(folder, expected, segment_size=size, vfs=vfs, new_salt=new_salt)
    try:
        snapshots = SnapshotStore(vfs, config.data_folder / "snapshots", identity)
        newest = snapshots.newest()
        join(wal, None if newest is None else newest.point)
        # One that joins may have promised a vote before it has any entry.
        is_new = wal.last_index == 0 and wal.hard_state.term == 0
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
