"""Segments in the shared memory of this host: made by nodes, opened by readers."""

from __future__ import annotations

import fcntl
import mmap
import os
import platform
import secrets
import sys
import time
import weakref
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Final, Self

import posix_ipc

from kvstore.hotcache import layout
from kvstore.hotcache.errors import SegmentUnusable
from kvstore.hotcache.header import Header
from kvstore.hotcache.names import SegmentName
from kvstore.hotcache.ports import Memory
from kvstore.hotcache.reader import Reader
from kvstore.hotcache.semaphores import Semaphores
from kvstore.hotcache.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Collection

    from kvstore.hotcache.layout import Geometry

_TRIES: Final = 16


boot_clock: Final = partial(time.clock_gettime_ns, time.CLOCK_BOOTTIME)
"""Returns nanoseconds of the clock that goes on while the host sleeps."""

_boot_seconds: Final = partial(time.clock_gettime, time.CLOCK_BOOTTIME)


def unsuitable() -> str:
    """Return why this machine can have no segments, "" if it can.

    On x86-64 the stores of one process are seen by others in their order; elsewhere not always.
    """
    if sys.platform == "linux" and platform.machine() == "x86_64" and sys.maxsize >> 32:
        return ""
    return f"hot keys are shared on x86-64 under Linux only; this is {platform.machine()}"


class Segment:
    """What a node made, until `close`; a `HotCache` writes to it.

    A lock on each of its files says that this process lives: whoever can take that of MAIN, or of
    SIDE where MAIN is gone, may sweep the segment. The child of a fork has no part in it.
    """

    def __init__(
        self,
        name: SegmentName,
        memory: Memory,
        header: Header,
        locks: Semaphores,
        files: tuple[int, int],
    ) -> None:
        """See `create`. `files` are the descriptors by which MAIN and SIDE are locked."""
        self.name = name
        self.memory = memory
        self.header = header
        self.locks = locks
        self.holder = _holder()
        self._files: tuple[int, ...] = files
        _made_here.add(self)

    @classmethod
    def create(
        cls, cluster: int, node: int, geometry: Geometry, *, group: int | None = None
    ) -> Self:
        """Make a segment of zeros that this user can read, and whoever is in `group`.

        Raises `SegmentUnusable`.
        """
        if reason := unsuitable():
            raise SegmentUnusable(reason)
        main_mode, side_mode = (0o600, 0o600) if group is None else (0o640, 0o660)
        for _ in range(_TRIES):
            name = SegmentName.random(cluster, node, secrets.randbelow)
            with ExitStack() as undo:
                main = _new_file(str(name), geometry.main_bytes, main_mode, group)
                undo.callback(os.close, main)
                undo.callback(_unlink, str(name))
                if not _is_locked(main):
                    continue
                side = _new_file(name.side, geometry.side_bytes, side_mode, group)
                undo.callback(os.close, side)
                undo.callback(_unlink, name.side)
                if not _is_locked(side):
                    continue
                locks = Semaphores.create(name.semaphores, geometry.stripes, group)
                if locks is None:
                    continue
                undo.callback(locks.remove)
                header = Header.random(
                    cluster=cluster,
                    node=node,
                    pid=os.getpid(),
                    geometry=geometry,
                    semaphores=name.semaphores,
                    random_below=secrets.randbelow,
                )
                memory = Memory(_mapped(str(name)), _mapped(name.side))
                undo.pop_all()
                return cls(name, memory, header, locks, (main, side))
        raise SegmentUnusable("no name or no semaphores are free for a segment")

    def loss(self) -> str:
        """Return what somebody has removed of it, so that others find no hits; "": nothing."""
        for descriptor, file in zip(self._files, (str(self.name), self.name.side), strict=False):
            if not os.fstat(descriptor).st_nlink:
                return file
        missing = self.locks.missing()
        return f"{missing} semaphores of {self.name}" if missing else ""

    def close(self) -> None:
        """Remove it; readers that have it open keep what they see. A second call does nothing."""
        if self._files:
            _unlink(self.name.side)
            self.locks.remove()
            # The file goes last: for as long as it is there a sweep finds all the rest.
            _unlink(str(self.name))
            self.forget()

    def forget(self) -> None:
        """Leave it to the process that forked this one."""
        for descriptor in self._files:
            os.close(descriptor)
        self._files = ()


def open_reader(
    name: str,
    *,
    owners: Collection[int] = (),
    prefix: bytes = b"",
    memo_keys: int = 1 << 14,
) -> Reader:
    """Open the segment of that name, as the node told it.

    It must belong to this user, to root, or to one of the user ids `owners`, and nobody else may
    be able to write to it. `prefix`, `memo_keys`: see `Reader`. Raises `SegmentUnusable`.
    """
    parsed, memory, header = _opened(name, owners)
    reader = Reader(
        memory,
        header,
        Semaphores(parsed.semaphores),
        clock=boot_clock,
        seconds=_boot_seconds,
        pause=time.sleep,
        name=_holder(),
        prefix=prefix,
        memo_keys=memo_keys,
    )
    _opened_here.add(reader)
    return reader


def open_survey(name: str, *, owners: Collection[int] = ()) -> Survey:
    """Open a segment to look at all that it holds; arguments and errors are `open_reader`'s."""
    _, memory, header = _opened(name, owners)
    return Survey(memory, header)


def _opened(name: str, owners: Collection[int]) -> tuple[SegmentName, Memory, Header]:
    if reason := unsuitable():
        raise SegmentUnusable(reason)
    parsed = SegmentName.parse(name)
    if parsed is None:
        raise SegmentUnusable(f"{name!r} is no segment's name")
    trusted = {os.geteuid(), 0, *owners}
    main = _mapped(name, trusted, writable=False)
    side = _mapped(parsed.side, trusted)
    header = Header.unpack(main[: layout.PAGE])
    if header is None:
        raise SegmentUnusable(f"{name} is not in use, or damaged")
    if len(main) != header.geometry.main_bytes or len(side) != header.geometry.side_bytes:
        raise SegmentUnusable(f"{name} has not the size that it claims")
    return parsed, Memory(main, side), header


def _holder() -> int:
    """Return the name by which this process is known as a stripe's holder."""
    return os.getpid() << 32 | secrets.randbelow((1 << 32) - 1) + 1


def _new_file(name: str, size: int, mode: int, group: int | None) -> int:
    """Make shared memory and return its descriptor."""
    try:
        descriptor = posix_ipc.SharedMemory(name, posix_ipc.O_CREX, mode=0o600).fd
    except posix_ipc.ExistentialError as error:  # it is new: the folder is what there is none of
        raise SegmentUnusable("there is no shared memory on this host (/dev/shm)") from error
    except (posix_ipc.Error, OSError) as error:
        raise SegmentUnusable(f"shared memory cannot be made: {error}") from error
    try:
        # All of it at once: where there is too little, a store would kill the node later.
        os.posix_fallocate(descriptor, 0, size)
        if group is not None:
            os.fchown(descriptor, -1, group)
        os.fchmod(descriptor, mode)
    except OSError as error:
        _unlink(name)
        os.close(descriptor)
        raise SegmentUnusable(f"{size} bytes of shared memory cannot be had: {error}") from error
    return descriptor


def _is_locked(descriptor: int) -> bool:
    """Lock a new file; return False if a sweep has taken it for a dead node's."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return os.fstat(descriptor).st_nlink > 0


def _mapped(
    name: str, trusted: Collection[int] | None = None, *, writable: bool = True
) -> mmap.mmap:
    """Map shared memory that belongs to one of `trusted`; None: to anybody."""
    protection = mmap.PROT_READ | (mmap.PROT_WRITE if writable else 0)
    try:
        descriptor = posix_ipc.SharedMemory(name, read_only=not writable).fd
    except (posix_ipc.Error, OSError) as error:
        raise SegmentUnusable(f"{name} cannot be opened: {error}") from error
    try:
        status = os.fstat(descriptor)
        if trusted is not None and status.st_uid not in trusted:
            raise SegmentUnusable(f"{name} belongs to user {status.st_uid}")
        if trusted is not None and not writable and status.st_mode & 0o022:
            raise SegmentUnusable(f"others than its owner may write to {name}")
        return mmap.mmap(descriptor, status.st_size, prot=protection)
    except (OSError, ValueError) as error:
        raise SegmentUnusable(f"{name} cannot be mapped: {error}") from error
    finally:
        os.close(descriptor)


def _unlink(name: str) -> None:
    with suppress(posix_ipc.Error, OSError):  # somebody was faster
        posix_ipc.unlink_shared_memory(name)


_opened_here: Final = weakref.WeakSet[Reader]()
_made_here: Final = weakref.WeakSet[Segment]()


def _forget_all() -> None:
    for reader in list(_opened_here):
        reader.close()
    for segment in list(_made_here):
        segment.forget()


os.register_at_fork(after_in_child=_forget_all)
