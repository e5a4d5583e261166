"""Snapshots on their way to the disk: made here, or received. A file gets its name last."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from kvstore.storage.errors import Corruption, DiskFull
from kvstore.storage.preallocation import is_disk_full
from kvstore.storage.snapshot_format import (
    MAX_BLOCK,
    name_of,
    pack_block,
    pack_end,
    pack_header,
    read_blocks,
    read_header,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kvstore._generated import raft
    from kvstore.storage.vfs import File, Vfs

SYNC_SIZE: Final = 1 << 20
"""Bytes between syncs: one big sync at the end would hold up the log's behind it."""


class UnnamedFile:
    """A file that is written from its start to its end, and has no name of its own before that."""

    def __init__(self, vfs: Vfs, path: Path) -> None:
        """Create it at `path`, over what a former attempt left. Raises `DiskFull`, `OSError`."""
        self.path = path
        self.size = 0
        self._vfs = vfs
        self._synced = 0
        if path.name in vfs.names(path.parent):
            vfs.remove(path)
        with _disk_full_told(path):
            self.file: File = vfs.create(path)

    def write(self, data: bytes) -> None:
        """Put `data` behind what is there. Raises `DiskFull`, `OSError`: `discard` it then."""
        with _disk_full_told(self.path):
            self.file.write(self.size, data)
            self.size += len(data)
            if self.size - self._synced >= SYNC_SIZE:
                self.sync()

    def sync(self) -> None:
        """Wait until all of it is on the disk. Raises `DiskFull`, `OSError`."""
        with _disk_full_told(self.path):
            self.file.sync()
        self._synced = self.size

    def name(self, path: Path) -> None:
        """Give it its name, durably. Raises `OSError`."""
        self.file.close()
        self._vfs.rename(self.path, path)
        self._vfs.sync_folder(path.parent)

    def discard(self) -> None:
        """Give its space back, as far as the disk lets us; the next start does the rest."""
        self.file.close()
        with suppress(OSError):
            self._vfs.remove(self.path)


@contextmanager
def _disk_full_told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if not is_disk_full(error):
            raise
        raise DiskFull(f"{path}: no space for a snapshot") from error


class SnapshotWriter:
    """Writes a snapshot of this node's state, piece by piece, in any one thread at a time.

    Every method raises `DiskFull` and `OSError`; after either there is only `abort`.
    """

    def __init__(
        self, vfs: Vfs, folder: Path, cluster_id: int, point: raft.snapshot_metadata
    ) -> None:
        """Begin the snapshot at `point`."""
        self.point = point
        self._path = folder / name_of(point)
        self._content_size = 0
        self._file = UnnamedFile(vfs, folder / "made.tmp")
        try:
            header, self._crc = pack_header(cluster_id, point)
            self._file.write(header)
        except BaseException:
            self._file.discard()
            raise

    @property
    def size(self) -> int:
        """Bytes of the file so far."""
        return self._file.size

    def write(self, piece: bytes) -> None:
        """Add a piece of the content: it is given back as one. Raises `ValueError` over 1 MiB."""
        if len(piece) > MAX_BLOCK:
            raise ValueError(f"a piece of {len(piece)} bytes; {MAX_BLOCK} are the most")
        if piece:
            block, self._crc = pack_block(piece, self._crc)
            self._file.write(block)
            self._content_size += len(piece)

    def finish(self) -> None:
        """Make the snapshot durable, and then the newest one."""
        self._file.write(pack_end(self._content_size, self._crc))
        self._file.sync()
        self._file.name(self._path)

    def abort(self) -> None:
        """Give it up."""
        self._file.discard()


class SnapshotReceiver:
    """Puts together the file of a snapshot that another node has.

    Every method raises `DiskFull` and `OSError`; after either there is only `abort`.
    """

    def __init__(
        self, vfs: Vfs, folder: Path, cluster_id: int, point: raft.snapshot_metadata, total: int
    ) -> None:
        """Expect `total` bytes of the snapshot at `point`."""
        self.point = point
        self.total = total
        self._cluster_id = cluster_id
        self._path = folder / name_of(point)
        self._file = UnnamedFile(vfs, folder / "received.tmp")

    @property
    def offset(self) -> int:
        """First byte that is not here yet."""
        return self._file.size

    def write(self, offset: int, data: bytes) -> None:
        """Take the next bytes. Raises `ValueError` for others than those at `offset`."""
        if offset != self.offset or offset + len(data) > self.total:
            raise ValueError(
                f"{len(data)} bytes at {offset} of a snapshot of {self.total} bytes, of which "
                f"{self.offset} are here"
            )
        if data:
            self._file.write(data)

    def finish(self) -> None:
        """Check all of it, make it durable, and then the newest one. Reads the whole file.

        Raises `Corruption`, `UnsupportedFormat`, `WrongOwner`: what was sent is not the snapshot
        that was announced. `ValueError` if some of it is missing.
        """
        if self.offset != self.total:
            raise ValueError(f"{self.offset} of {self.total} bytes are here")
        header = read_header(self._file.file, self._file.path, self._cluster_id)
        if header.point != self.point:
            raise Corruption(self._file.path, 0, "another snapshot than the one announced")
        for _ in read_blocks(self._file.file, self._file.path, header):
            pass
        self._file.sync()
        self._file.name(self._path)

    def abort(self) -> None:
        """Give it up."""
        self._file.discard()
