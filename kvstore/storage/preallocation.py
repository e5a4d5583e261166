"""New segments: zero-filled and synced before they get their name.

Zeros are written, not only reserved: blocks that were merely reserved cost a journal commit when
first written, inside the append that waits for its fdatasync. They are written ahead of need, by
`prepare` in any thread, and then also stand as a reserve when the disk is full.
"""

from __future__ import annotations

import errno
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from kvstore.storage.errors import DiskFull
from kvstore.storage.segment_format import SegmentHeader, pack_segment_header

if TYPE_CHECKING:
    from pathlib import Path

    from kvstore.storage.vfs import File, Vfs

SPARE_NAME = "spare.tmp"
_SLICE = bytes(1 << 20)


def is_disk_full(error: OSError) -> bool:
    """Tell lack of space, which passes, from a failing disk, which does not."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


class Preallocator:
    """Makes segments of `size` bytes in `folder`, keeping at most one ready. Thread-safe."""

    def __init__(self, vfs: Vfs, folder: Path, size: int) -> None:
        """Make nothing yet; a file left by an earlier process is replaced when one is made."""
        self.size = size
        self._vfs = vfs
        self._folder = folder
        self._path = folder / SPARE_NAME
        self._lock = Lock()
        self._spare: File | None = None

    @property
    def is_ready(self) -> bool:
        """Whether there is a spare segment."""
        return self._spare is not None

    def prepare(self) -> None:
        """Make a spare segment unless one is ready. Raises `DiskFull`, `OSError`."""
        with self._lock:
            if self._spare is None:
                self._spare = self._make()

    def begin(self, header: SegmentHeader) -> tuple[Path, File]:
        """Turn the spare, made now if there is none, into the segment that `header` names.

        Raises `DiskFull` with nothing changed, and `OSError` with the folder in doubt.
        """
        path = self._folder / header.name
        with self._lock:
            file = self._make() if self._spare is None else self._spare
            self._spare = None
            try:
                file.write(0, pack_segment_header(header))
                file.sync()
                self._vfs.rename(self._path, path)
            except OSError as error:
                raise self._discard(file, error) from error
            try:
                self._vfs.sync_folder(self._folder)
            except BaseException:
                file.close()
                raise
            return path, file

    def close(self) -> None:
        """Let go of the spare; its file stays until the next one is made."""
        with self._lock:
            if self._spare is not None:
                self._spare.close()
                self._spare = None

    def _make(self) -> File:
        if SPARE_NAME in self._vfs.names(self._folder):
            self._vfs.remove(self._path)
        try:
            file = self._vfs.create(self._path)
        except OSError as error:
            raise self._full(error) from error
        try:
            # A sync for each slice: one big one at the end would hold up appends behind it.
            for offset in range(0, self.size, len(_SLICE)):
                file.write(offset, _SLICE[: self.size - offset])
                file.sync()
        except OSError as error:
            raise self._discard(file, error) from error
        return file

    def _discard(self, file: File, error: OSError) -> OSError | DiskFull:
        file.close()
        with suppress(OSError):
            self._vfs.remove(self._path)
        return self._full(error)

    def _full(self, error: OSError) -> OSError | DiskFull:
        if not is_disk_full(error):
            return error
        return DiskFull(f"{self._folder}: no space for a log segment of {self.size} bytes")
