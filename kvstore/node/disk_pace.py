"""How quick the disk is: whether a write is over before another thread could have begun it."""

from __future__ import annotations

from typing import Final

_SHORTEST: Final = 16
_LONGEST: Final = 4096
"""Writes that are made elsewhere after a slow one."""


class DiskPace:
    """Goes by the last write: disks are quick or slow for some time.

    One slow write may be chance, so it counts for little. The next one that is slow again counts
    for twice as much, so a disk that stays slow holds the loop up ever more rarely.
    """

    def __init__(self, quick: float) -> None:
        """Take writes of up to `quick` seconds for quick ones; 0: none is."""
        self._quick = quick
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
        if seconds > self._quick:
            self._elsewhere = self._penalty
            self._penalty = min(self._penalty * 2, _LONGEST)
        elif self._penalty > _SHORTEST:
            self._penalty -= 1
