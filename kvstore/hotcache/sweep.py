"""What dead nodes left on this host: found by name, told dead by the lock they hold no longer.

Either of a segment's files is enough: both are locked, and the semaphores follow from the name.
Segments of living nodes and of other users are left alone.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import posix_ipc

from kvstore.hotcache import layout
from kvstore.hotcache.names import SegmentName
from kvstore.hotcache.semaphores import remove_left_over

if TYPE_CHECKING:
    from collections.abc import Callable

_FOLDER: Final = Path("/dev/shm")  # noqa: S108 (where Linux keeps shared memory; nothing is made)


class Swept(NamedTuple):
    """What was removed: segments, by the names of MAIN or lonely SIDE; and so many semaphores."""

    segments: tuple[str, ...]
    semaphores: int


def sweep(cluster: int | None = None, *, min_age: float = 0.0) -> Swept:
    """Remove all left-overs of this user's dead nodes, after making them unreadable.

    `cluster`: only those of its nodes. `min_age`: only those that were made so many seconds ago.
    """
    newest = time.time() - min_age if min_age else float("inf")
    wanted = [name for name in _names() if cluster in {None, name.cluster}]
    return _swept(wanted, lambda left: _is_as_old(left, newest) and _is_dead(left))


def end_earlier_life(cluster: int, node: int) -> Swept:
    """Remove what earlier processes of one node left, after making it unreadable.

    For who is that node now, and so knows that they are dead. Locks do not count here: another
    sweep may hold them just then, or a reader whom the group lets in, and meanwhile readers would
    go by what an earlier life has promised.
    """
    return _swept([name for name in _names() if name[:2] == (cluster, node)], lambda _: True)


class _Left(NamedTuple):
    """A segment, and that of its files by which it was found."""

    name: SegmentName
    file: str
    descriptor: int


def _swept(names: list[SegmentName], may_go: Callable[[_Left], bool]) -> Swept:
    user = os.geteuid()
    segments: list[str] = []
    semaphores = 0
    for name in names:
        left = _found(name, user)
        if left is None:
            continue
        try:
            if may_go(left):
                semaphores += _remove(left, user)
                segments.append(left.file)
        finally:
            os.close(left.descriptor)
    return Swept(tuple(segments), semaphores)


def _remove(left: _Left, user: int) -> int:
    name = left.name
    if left.file != name.side:
        _make_unreadable(left.descriptor)
        _unlink(name.side)
    semaphores = remove_left_over(name.semaphores, user)
    # This goes last: for as long as it is there another sweep finds all the rest.
    _unlink(left.file)
    return semaphores


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


def _is_as_old(left: _Left, newest: float) -> bool:
    # What is written through a mapping does not count: it is when the memory was made.
    return os.fstat(left.descriptor).st_mtime <= newest


def _is_dead(left: _Left) -> bool:
    try:
        fcntl.flock(left.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


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
