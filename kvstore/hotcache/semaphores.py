"""Stripes' locks between processes: System V semaphores, which the kernel gives back for the dead.

With SEM_UNDO a semaphore of System V is given back when its holder ends, however that happens;
POSIX ones stay taken for ever. There is no wait for them here: what is taken is asked for again,
or done without. Other than shared memory, they outlive everything but their removal.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

import sysv_ipc

from kvstore.hotcache.errors import SegmentUnusable
from kvstore.hotcache.layout import MAX_STRIPES

_ERRORS: Final = (sysv_ipc.Error, OSError, ValueError)


class Semaphores:
    """Those of one segment. `first`: see `SegmentName.semaphores`."""

    def __init__(self, first: int) -> None:
        """Open each when it is needed."""
        self._first = first
        self._opened: dict[int, sysv_ipc.Semaphore] = {}

    @classmethod
    def create(cls, first: int, stripes: int, group: int | None) -> Semaphores | None:
        """Make them, for others of a group to use, too; None if one of these keys is in use.

        Raises `SegmentUnusable` where the kernel gives no more.
        """
        semaphores = cls(first)
        mode = 0o600 if group is None else 0o660
        try:
            for stripe in range(stripes):
                made = sysv_ipc.Semaphore(first + stripe, sysv_ipc.IPC_CREX, mode, 1)
                semaphores._opened[stripe] = _prepared(made)
                if group is not None:
                    made.gid = group
        except sysv_ipc.ExistentialError:
            semaphores.remove()
            return None
        except _ERRORS as error:
            semaphores.remove()
            raise SegmentUnusable(f"no semaphores can be made: {error}") from error
        return semaphores

    def try_take(self, stripe: int) -> bool:
        """See `ports.Locks`."""
        try:
            semaphore = self._opened.get(stripe)
            if semaphore is None:
                semaphore = _prepared(sysv_ipc.Semaphore(self._first + stripe))
                self._opened[stripe] = semaphore
            semaphore.acquire()
        except _ERRORS:
            return False  # taken, removed, or not for this user
        return True

    def give(self, stripe: int) -> None:
        """See `ports.Locks`."""
        try:  # noqa: SIM105 (`suppress` takes longer than all else here)
            self._opened[stripe].release()
        except _ERRORS:
            pass  # removed: nobody else can hold it either

    def missing(self) -> int:
        """Return how many of those that were made or used here are gone, or not ours any more."""
        gone = 0
        for semaphore in self._opened.values():
            try:
                _ = semaphore.value
            except _ERRORS:
                gone += 1
        return gone

    def remove(self) -> None:
        """Remove those that were made here."""
        for semaphore in self._opened.values():
            with suppress(*_ERRORS):  # somebody was faster
                semaphore.remove()
        self._opened.clear()


def remove_left_over(first: int, user: int) -> int:
    """Remove all semaphores that a dead node of `user` can have made; return how many those were.

    `first`: as in `Semaphores`.
    """
    removed = 0
    for key in range(first, first + MAX_STRIPES):
        try:
            semaphore = sysv_ipc.Semaphore(key)
            if semaphore.cuid == user:
                semaphore.remove()
                removed += 1
        except _ERRORS:
            continue  # there is none, or it is another user's
    return removed


def _prepared(semaphore: sysv_ipc.Semaphore) -> sysv_ipc.Semaphore:
    semaphore.block = False
    semaphore.undo = True
    return semaphore
