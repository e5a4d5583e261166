"""How quick the disk is: whether a write is over before another thread could have begun it."""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter
from typing import Final

_SHORTEST: Final = 16
_LONGEST: Final = 4096
"""Writes that are made elsewhere once the disk is slow."""

_SLOW: Final = 3
"""For how many quick writes a slow one counts: up to a quarter of them may be slow."""
_MOST: Final = 12
"""A balance of slow writes that makes the disk a slow one."""


class DiskPace:
    """Goes by the last writes: disks are quick or slow for some time.

    A slow write now and then may be chance, or another process that had its turn. When the disk
    has been slow, it is tried again after a while, twice as long each time; so one that stays
    slow holds the loop up ever more rarely.

    What a write waited for a core, which others had meanwhile, is not the disk's doing, and would
    be waited for in another thread, too. It is asked for as long as slow writes are remembered.
    """

    def __init__(self, quick: float) -> None:
        """Take writes of up to `quick` seconds for quick ones; 0: none is."""
        self._quick = quick
        self._begun = 0.0
        self._waited: float | None = None
        self._balance = 0
        self._elsewhere = 0
        self._penalty = _SHORTEST

    def is_quick(self) -> bool:
        """Say whether the next write is probably a quick one; ask once for each."""
        if self._elsewhere:
            self._elsewhere -= 1
            return False
        return self._quick > 0

    def begin(self) -> None:
        """Hear that a write begins that is thought to be quick."""
        self._waited = waited_for_core() if self._balance else None
        self._begun = perf_counter()

    def end(self) -> None:
        """Hear that it is over. In the same thread as `begin`."""
        seconds = perf_counter() - self._begun
        if self._waited is not None and seconds > self._quick:
            seconds -= waited_for_core() - self._waited
        if seconds <= self._quick:
            if self._balance:
                self._balance -= 1
            elif self._penalty > _SHORTEST:
                self._penalty -= 1
            return
        self._balance += _SLOW
        if self._balance >= _MOST:
            self._balance = _MOST - _SLOW
            self._elsewhere = self._penalty
            self._penalty = min(self._penalty * 2, _LONGEST)


_SCHEDULING: Final = Path("/proc/thread-self/schedstat")


def waited_for_core() -> float:
    """Return how many seconds this thread was ready to run and did not; 0.0 if nobody counts.

    The second number of the kernel's `schedstat`, Documentation/scheduler/sched-stats.rst.
    """
    try:
        descriptor = os.open(_SCHEDULING, os.O_RDONLY)
    except OSError:
        return 0.0
    try:
        return int(os.pread(descriptor, 64, 0).split()[1]) / 1e9
    finally:
        os.close(descriptor)
