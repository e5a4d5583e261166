"""What can go wrong with a data folder, told apart by what the caller can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class StorageError(Exception):
    """Base of everything this package raises on purpose."""


class BatchTooLarge(StorageError):
    """The batch does not fit one segment. Nothing was written: append it in smaller parts."""


class DiskFull(StorageError):
    """No space for a new segment. The log stays readable, and the append may be tried again."""


class LogUnusable(StorageError):
    """A write or a sync failed, so nobody knows what the disk holds. Never retried.

    The batch it was raised for may or may not be found after a restart. The process should stop:
    opening the folder anew finds out, by reading, what is really there.
    """


class LogMissing(StorageError):
    """The folder holds no log."""


class LogExists(StorageError):
    """A log was to be created where one is already."""


class WrongOwner(StorageError):
    """The log belongs to another cluster or node."""


class UnsupportedFormat(StorageError):
    """The log was written by a newer version of this program. Nothing is wrong with it."""


class FolderLocked(StorageError):
    """Another process uses the folder. `pid` is that process where the kernel can name it."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        """Name the folder, and its user where known."""
        holder = "another process" if pid is None else f"process {pid}"
        super().__init__(f"{folder}: in use by {holder}; stop it, or give this node another folder")
        self.folder = folder
        self.pid = pid


class Corruption(StorageError):
    """The log contradicts itself: something acknowledged is damaged or gone.

    `offset` is in bytes from the start of `path`.
    """

    def __init__(self, path: Path, offset: int, what: str) -> None:
        """Name the place, what is wrong there, and the way out."""
        super().__init__(
            f"{path}: at offset {offset}: {what}; acknowledged writes may be lost, so the log is "
            "not opened: remove this node from its cluster and add it again under a new id with "
            "an empty folder; where no majority is left, make a new cluster of a saved snapshot "
            "(kvctl snapshot restore)"
        )
        self.path = path
        self.offset = offset
        self.what = what
