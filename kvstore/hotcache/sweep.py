"""What dead nodes left on this host: found by name, told dead by the lock they hold no longer.

Either of a segment's files is enough: both are locked, and the semaphores follow from the name.
Segments of living nodes and of other users are left alone.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final, NamedTuple

import posix_ipc

from kvstore.hotcache import layout
from kvstore.hotcache.names import SegmentName
from kvstore.hotcache.semaphores import remove_left_over

_FOLDER: Final = Path("/dev/shm")  # noqa: S108 (where Linux keeps shared memory; nothing is made)


class Swept(NamedTuple):
    """What was removed: segments, by the names of MAIN or lonely SIDE; and so many semaphores."""

    segments: tuple[str, ...]
    semaphores: int


def sweep(cluster: int | None = None, *, min_age: float = 0.0) -> Swept:
    """Remove all left-overs of this user's dead nodes, after making them unreadable.

    `cluster`: only those of its nodes. `min_age`: only those that were made so many seconds ago.
    """
    user = os.geteuid()
    newest = time.time() - min_age if min_age else float("inf")
    with ExitStack() as opened:
        dead: list[_Left] = []
        in_use: set[int] = set()
        for name in _names():
            left = _found(name, user)
            if left is None:
                continue
            opened.callback(os.close, left.descriptor)
            is_wanted = cluster in {None, name.cluster} and _is_as_old(left.descriptor, newest)
            try:
                fcntl.flock(left.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                in_use.add(name.semaphores)
            else:
                if is_wanted:
                    dead.append(left)
        semaphores = 0
        for left in dead:
            name = left.name
            if left.file != name.side:
                _make_unreadable(left.descriptor)
                _unlink(name.side)
            if name.semaphores not in in_use:  # two names may share a range of keys
                semaphores += remove_left_over(name.semaphores, user)
            # This goes last: for as long as it is there another sweep finds all the rest.
            _unlink(left.file)
    return Swept(tuple(left.file for left in dead), semaphores)


class _Left(NamedTuple):
    """A segment, and that of its files by which it was found."""

    name: SegmentName
    file: str
    descriptor: int


def _names() -> list[SegmentName]:
    with suppress(OSError):
        parsed = [SegmentName.of_part(f"/{entry.name}") for entry in _FOLDER.iterdir()]
        return list(dict.fromkeys(name for name in parsed if name is not None))
    return []


def _found(name: SegmentName, user: int) -> _Left | None:
    """Return what is there of a segment: MAIN, SIDE if it is alone; None if it is not `user`'s."""
    for file in (str(name), name.side):
        try:
            descriptor = posix_ipc.SharedMemory(file).fd
        except posix_ipc.ExistentialError:
            continue
        except (posix_ipc.Error, OSError):
            return None
        if os.fstat(descriptor).st_uid == user:
            return _Left(name, file, descriptor)
        os.close(descriptor)
        return None
    return None


def _is_as_old(descriptor: int, newest: float) -> bool:
    # What is written through a mapping does not count: it is when the memory was made.
    return os.fstat(descriptor).st_mtime <= newest


def _make_unreadable(descriptor: int) -> None:
    """End all that readers who still have it open may rely on."""
    if os.fstat(descriptor).st_size < layout.PAGE:
        return
    with mmap.mmap(descriptor, layout.PAGE) as page, memoryview(page).cast("Q") as words:
        for word in (
            layout.GATE,
            layout.EPOCH,
            layout.LEASE_UNTIL,
            layout.KNOWN_AT,
            layout.ALIVE_UNTIL,
        ):
            words[word] = 0


def _unlink(name: str) -> None:
    with suppress(posix_ipc.Error, OSError):  # somebody was faster
        posix_ipc.unlink_shared_memory(name)
