"""Snapshots as lists of pieces, and the store that should hold the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kvstore._generated import raft
from kvstore.storage.segment_format import Identity
from kvstore.storage.snapshot_store import SnapshotStore
from kvstore.storage.vfs import OsVfs
from tests.kvstore.storage.faulty_disk import FaultyDisk

FOLDER = Path("/data/snapshots")
ME = Identity(cluster_id=0x1122334455667788, node_id=3)
MEMBERS = raft.conf_state((1, 2, 3), (), (4,), (), auto_leave=False)

Held = tuple[raft.snapshot_metadata, tuple[bytes, ...]] | None


def point_at(index: int, term: int = 7) -> raft.snapshot_metadata:
    return raft.snapshot_metadata(index, term, MEMBERS)


def opened(disk: FaultyDisk | OsVfs, folder: Path = FOLDER) -> SnapshotStore:
    return SnapshotStore(disk, folder, ME)


def held_by(store: SnapshotStore) -> Held:
    newest = store.newest()
    return None if newest is None else (newest.point, tuple(newest.pieces()))


def make(store: SnapshotStore, index: int, pieces: Sequence[bytes]) -> None:
    writer = store.begin(point_at(index))
    for piece in pieces:
        writer.write(piece)
    writer.finish()


def file_of(index: int, pieces: Sequence[bytes]) -> bytes:
    """Return the bytes of the file that a node makes."""
    disk = FaultyDisk(0)
    make(opened(disk), index, pieces)
    (content,) = disk.files().values()
    return content
