"""All file access of the store, as a protocol small enough to be played by a faulty disk.

Nothing else in this package opens, writes or syncs a file. Two kinds of durability are kept
apart, as POSIX does: a file's content is durable once the file is synced, its name only once its
folder is.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path


class File(Protocol):
    """One open file. All methods raise `OSError`."""

    def read(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset` on, fewer only where the file ends."""

    def size(self) -> int:
        """Return the file's length in bytes."""

    def write(self, offset: int, data: bytes) -> None:
        """Write all of `data` at `offset`. After an error any part of it may be there."""

    def sync(self) -> None:
        """Wait until content and length are on the disk (fdatasync).

        After an error the content is unknown, and calling again proves nothing: the kernel
        forgets what it could not write.
        """

    def close(self) -> None:
        """Let go of the file. Does not sync."""


class Vfs(Protocol):
    """A file system. All methods raise `OSError`."""

    def make_folder(self, folder: Path) -> None:
        """Create `folder` and its parents; those that exist are left alone."""

    def names(self, folder: Path) -> list[str]:
        """Return the names in `folder`, in no order; none if it does not exist."""

    def create(self, path: Path) -> File:
        """Create a file for reading and writing; it must not exist."""

    def open(self, path: Path) -> File:
        """Open an existing file for reading and writing."""

    def rename(self, old: Path, new: Path) -> None:
        """Give a file another name, at once."""

    def remove(self, path: Path) -> None:
        """Remove a file."""

    def sync_folder(self, folder: Path) -> None:
        """Wait until the names in `folder` are on the disk."""

    def free_bytes(self, folder: Path) -> int:
        """Return how many bytes more the file system of `folder` takes from this user."""


class OsFile:
    """A file of the operating system."""

    def __init__(self, descriptor: int) -> None:
        """Take over an open descriptor."""
        self._descriptor = descriptor

    def read(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset` on, fewer only where the file ends."""
        data = os.pread(self._descriptor, length, offset)
        if len(data) == length or not data:
            return data
        parts = [data]
        done = len(data)
        while done < length and (data := os.pread(self._descriptor, length - done, offset + done)):
            parts.append(data)
            done += len(data)
        return b"".join(parts)

    def size(self) -> int:
        """Return the file's length in bytes."""
        return os.fstat(self._descriptor).st_size

    def write(self, offset: int, data: bytes) -> None:
        """Write all of `data` at `offset`."""
        done = os.pwrite(self._descriptor, data, offset)
        while done < len(data):
            done += os.pwrite(self._descriptor, memoryview(data)[done:], offset + done)

    def sync(self) -> None:
        """Wait until content and length are on the disk."""
        os.fdatasync(self._descriptor)

    def close(self) -> None:
        """Close the descriptor; a second call does nothing."""
        if self._descriptor >= 0:
            descriptor, self._descriptor = self._descriptor, -1
            os.close(descriptor)


class OsVfs:
    """The file system of the operating system. Files are made readable for their owner only."""

    def make_folder(self, folder: Path) -> None:
        """Create `folder` and its parents, each one's name synced where it was missing."""
        if folder.is_dir():
            return
        self.make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        self.sync_folder(folder.parent)

    def names(self, folder: Path) -> list[str]:
        """Return the names in `folder`, in no order; none if it does not exist."""
        try:
            return os.listdir(folder)  # noqa: PTH208 - names are wanted, not paths
        except FileNotFoundError:
            return []

    def create(self, path: Path) -> OsFile:
        """Create a file for reading and writing; it must not exist."""
        return OsFile(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))

    def open(self, path: Path) -> OsFile:
        """Open an existing file for reading and writing."""
        return OsFile(os.open(path, os.O_RDWR | os.O_CLOEXEC))

    def rename(self, old: Path, new: Path) -> None:
        """Give a file another name, at once."""
        old.rename(new)

    def remove(self, path: Path) -> None:
        """Remove a file."""
        path.unlink()

    def sync_folder(self, folder: Path) -> None:
        """Wait until the names in `folder` are on the disk."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def free_bytes(self, folder: Path) -> int:
        """Return how many bytes more the file system of `folder` takes from this user."""
        found = os.statvfs(folder)
        return found.f_bavail * found.f_frsize
