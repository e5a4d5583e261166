"""How quick the disk is: whether a write is over before another thread could have begun it."""

from __future__ import annotations

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
    """

    def __init__(self, quick: float) -> None:
        """Take writes of up to `quick` seconds for quick ones; 0: none is."""
        self._quick = quick
        self._balance = 0
        self._elsewhere = 0
        self._penalty = _SHORTEST

    def is_quick(self) -> bool:
        """Say whether the next write is probably a quick one; ask once for each."""
        if self._elsewhere:
            self._elsewhere -= 1
            return False
        return self._quick > 0

    def took(self, seconds: float) -> None:
        """Hear how long a write took that was thought to be quick."""
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
