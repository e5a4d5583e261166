"""The snapshots in a folder: the newest one counts, and only whole ones have a name."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from kvstore.storage.errors import Corruption
from kvstore.storage.snapshot_format import index_and_term, read_blocks, read_header
from kvstore.storage.snapshot_writer import SnapshotReceiver, SnapshotWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kvstore._generated import raft
    from kvstore.storage.segment_format import Identity
    from kvstore.storage.vfs import File, Vfs


class SnapshotFile:
    """A snapshot that is durable. `size` is the file's, in bytes."""

    def __init__(
        self, vfs: Vfs, path: Path, cluster_id: int, point: raft.snapshot_metadata, size: int
    ) -> None:
        """Name it; nothing is held open."""
        self.path = path
        self.point = point
        self.size = size
        self._vfs = vfs
        self._cluster_id = cluster_id

    def pieces(self) -> Iterator[bytes]:
        """Yield the content as it was written, every byte checked before it is given out.

        That there is no more of it is known only when the iterator ends.
        Raises `Corruption`, `OSError`.
        """
        with closing(self.open()) as file:
            yield from read_blocks(file, self.path, read_header(file, self.path, self._cluster_id))

    def open(self) -> File:
        """Open the file as it is, for sending. It stays readable when a newer one replaces it."""
        return self._vfs.open(self.path)


class SnapshotStore:
    """The snapshots of one node. Whoever opens it holds the `FolderLock` of the data folder.

    `open`, `begin`, `receive`, `remove_old` and what they return work in any one thread at a
    time; one snapshot may be made while another one is received.
    """

    def __init__(self, vfs: Vfs, folder: Path, identity: Identity) -> None:
        """Make the folder, and remove what dead processes left half done. Raises `OSError`."""
        self._vfs = vfs
        self._folder = folder
        self._cluster_id = identity.cluster_id
        vfs.make_folder(folder)
        # An earlier process may have died between making the folder and syncing its name.
        vfs.sync_folder(folder.parent)
        for name in vfs.names(folder):
            if name.endswith(".tmp"):
                vfs.remove(folder / name)
        # A name that a dead process could not sync would be gone after the next power failure.
        vfs.sync_folder(folder)

    def newest(self) -> SnapshotFile | None:
        """Return the newest snapshot, its header checked, or None.

        Raises `Corruption`, `UnsupportedFormat`, `WrongOwner`, `OSError`.
        """
        found = self._found()
        if not found:
            return None
        path = self._folder / found[-1][1]
        with closing(self._vfs.open(path)) as file:
            point = read_header(file, path, self._cluster_id).point
            size = file.size()
        if (point.index, point.term) != found[-1][0]:
            raise Corruption(path, 0, f"holds the snapshot at {point.index}, term {point.term}")
        return SnapshotFile(self._vfs, path, self._cluster_id, point, size)

    def begin(self, point: raft.snapshot_metadata) -> SnapshotWriter:
        """Begin a snapshot of this node's state; an unfinished one must have been aborted.

        Raises `DiskFull`, `OSError`.
        """
        return SnapshotWriter(self._vfs, self._folder, self._cluster_id, point)

    def receive(self, point: raft.snapshot_metadata, total: int) -> SnapshotReceiver:
        """Begin to receive another node's; an unfinished one must have been aborted.

        Raises `DiskFull`, `OSError`.
        """
        return SnapshotReceiver(self._vfs, self._folder, self._cluster_id, point, total)

    def remove_old(self) -> None:
        """Remove all but the newest: when the log needs no older one. Raises `OSError`."""
        old = self._found()[:-1]
        for _, name in old:
            self._vfs.remove(self._folder / name)
        if old:
            self._vfs.sync_folder(self._folder)

    def _found(self) -> list[tuple[tuple[int, int], str]]:
        names = self._vfs.names(self._folder)
        return sorted(
            (point, name) for name in names if (point := index_and_term(name)) is not None
        )
