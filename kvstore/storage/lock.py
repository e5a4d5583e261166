"""One process a folder, held by a record lock that the kernel drops however the process ends."""

from __future__ import annotations

import fcntl
import os
import struct
from threading import Lock
from typing import TYPE_CHECKING, Self

from kvstore.storage.errors import FolderLocked

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

LOCK_NAME = "lock"

# Record locks belong to the process, not to the descriptor: a second one in the same process
# would be granted, and closing either descriptor would drop both. So the process keeps count.
_held: set[tuple[int, int]] = set()
_held_guard = Lock()

# struct flock of 64-bit Linux: type, whence, start, length, pid.
_FLOCK = struct.Struct("@hhqqi4x")


class FolderLock:
    """The right to use a data folder, until `close`. Children of a fork do not inherit it.

    The folder must exist. Raises `FolderLocked` if somebody else has it, `OSError`.
    """

    def __init__(self, folder: Path) -> None:
        """Take the lock, or raise at once."""
        path = folder / LOCK_NAME
        with _held_guard:
            # Looked up by name: opening and closing it once more would drop the lock held here.
            if path.exists() and _key(path.stat()) in _held:
                raise FolderLocked(folder, os.getpid())
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except (BlockingIOError, PermissionError):
                holder = _holder(descriptor)
                os.close(descriptor)
                raise FolderLocked(folder, holder) from None
            except BaseException:
                os.close(descriptor)
                raise
            self._key = _key(os.fstat(descriptor))
            self._descriptor = descriptor
            _held.add(self._key)

    def close(self) -> None:
        """Give the folder free; a second call does nothing."""
        with _held_guard:
            if self._descriptor >= 0:
                _held.discard(self._key)
                os.close(self._descriptor)
                self._descriptor = -1

    def __enter__(self) -> Self:
        """Return the lock."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give the folder free."""
        self.close()


def _key(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _holder(descriptor: int) -> int | None:
    """Return the process that holds the lock; None if it went or lives in another container."""
    wanted = _FLOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
    kind, _, _, _, pid = _FLOCK.unpack(fcntl.fcntl(descriptor, fcntl.F_GETLK, wanted))
    return pid if kind != fcntl.F_UNLCK and pid > 0 else None
