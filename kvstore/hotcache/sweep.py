"""What dead nodes left on this host: found by name, told dead by the lock they hold no longer.

Segments of living nodes and of other users are left alone.
"""

from __future__ import annotations

import fcntl
import mmap
import os
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final, NamedTuple

import posix_ipc

from kvstore.hotcache import layout
from kvstore.hotcache.names import SegmentName
from kvstore.hotcache.semaphores import remove_left_over

_FOLDER: Final = Path("/dev/shm")  # noqa: S108 (where Linux keeps shared memory; nothing is made)


class Swept(NamedTuple):
    """What was removed: names of segments, and a number of semaphores."""

    segments: tuple[str, ...]
    semaphores: int


def sweep(cluster: int | None = None) -> Swept:
    """Remove all left-overs of this user's dead nodes, after making them unreadable.

    `cluster`: only those of its nodes.
    """
    user = os.geteuid()
    with ExitStack() as opened:
        dead: list[tuple[SegmentName, int]] = []
        in_use: set[int] = set()
        for name in _names():
            descriptor = _opened(name, user)
            if descriptor is None:
                continue
            opened.callback(os.close, descriptor)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                in_use.add(name.semaphores)
            else:
                dead.append((name, descriptor))
        semaphores = 0
        dead = [(name, lock) for name, lock in dead if cluster in {None, name.cluster}]
        for name, descriptor in dead:
            _make_unreadable(descriptor)
            _unlink(name.side)
            if name.semaphores not in in_use:  # two names may share a range of keys
                semaphores += remove_left_over(name.semaphores, user)
            # This goes last: for as long as it is there another sweep finds all the rest.
            _unlink(str(name))
    return Swept(tuple(str(name) for name, _ in dead), semaphores)


def _names() -> list[SegmentName]:
    with suppress(OSError):
        parsed = [SegmentName.parse(f"/{entry.name}") for entry in _FOLDER.iterdir()]
        return [name for name in parsed if name is not None]
    return []


def _opened(name: SegmentName, user: int) -> int | None:
    """Return a descriptor of a segment, None if it is gone, or another user's."""
    try:
        descriptor = posix_ipc.SharedMemory(str(name)).fd
    except (posix_ipc.Error, OSError):
        return None
    if os.fstat(descriptor).st_uid == user:
        return descriptor
    os.close(descriptor)
    return None


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
