"""The real disk with a gate before it, and errors at will."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from kvstore.storage.vfs import OsVfs

if TYPE_CHECKING:
    from pathlib import Path

    from kvstore.storage.vfs import File


class GatedVfs(OsVfs):
    """While `gate` is clear, syncs of the log wait; `syncs` counts those that were done.

    `synced_by` is the name of the thread that did the newest.

    `write_error` and `sync_error` are errno numbers, 0 for none. Segments that are made ahead
    are let through: only what a batch does is of interest.
    """

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.syncs = 0
        self.synced_by = ""
        self.write_error = 0
        self.sync_error = 0

    def create(self, path: Path) -> File:  # type: ignore[override] # it wraps what it returns
        return _GatedFile(self, super().create(path), path)

    def open(self, path: Path) -> File:  # type: ignore[override] # it wraps what it returns
        return _GatedFile(self, super().open(path), path)


class _GatedFile:
    def __init__(self, vfs: GatedVfs, file: File, path: Path) -> None:
        self._vfs = vfs
        self._file = file
        self._path = path
        self.read = file.read
        self.size = file.size
        self.close = file.close

    def write(self, offset: int, data: bytes) -> None:
        if self._vfs.write_error and self._path.suffix == ".wal":
            raise OSError(self._vfs.write_error, os.strerror(self._vfs.write_error))
        self._file.write(offset, data)

    def sync(self) -> None:
        if self._path.suffix == ".wal":
            self._vfs.gate.wait()
            if self._vfs.sync_error:
                raise OSError(self._vfs.sync_error, os.strerror(self._vfs.sync_error))
            self._vfs.syncs += 1
            self._vfs.synced_by = threading.current_thread().name
        self._file.sync()
