"""Stripes: a lock each, and the name of its holder beside it, which tells that the last one died.

Whoever takes a stripe writes its name before it touches anything, and clears it when it is done.
The lock of a dead process is given free by the kernel; the name stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.hotcache.layout import owner_word, wanted_word

if TYPE_CHECKING:
    from kvstore.hotcache.ports import Locks


class Stripes:
    """`side`: the words of SIDE. `name`: anything but 0, below 2^64."""

    def __init__(self, side: memoryview, locks: Locks, name: int) -> None:
        self._side = side
        self._locks = locks
        self._name = name

    def try_take(self, stripe: int) -> bool | None:
        """Take a stripe if that is possible now: None if not, else whether all is well.

        False: the last holder died, and its name still stands there. Whoever may mend what it
        left does so, and then calls `adopt`; all others `leave`.
        """
        if not self._locks.try_take(stripe):
            return None
        side, owner = self._side, owner_word(stripe)
        if side[owner]:
            return False
        side[owner] = self._name
        return True

    def adopt(self, stripe: int) -> None:
        """Put this holder's name in place of a dead one's, after all is mended."""
        self._side[owner_word(stripe)] = self._name

    def leave(self, stripe: int) -> None:
        """Give back a stripe as it was found, and ask the writer to look at it."""
        self._side[wanted_word(stripe)] = 1
        self._locks.give(stripe)

    def give(self, stripe: int) -> None:
        """Give back a stripe that is held."""
        self._side[owner_word(stripe)] = 0
        self._locks.give(stripe)
