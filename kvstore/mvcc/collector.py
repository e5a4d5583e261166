"""Removing what compaction has made unreadable, a little at a time, through all name spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kvstore.mvcc.keyspace import Keyspace


class Collector:
    """Goes through the name spaces once for each floor; holds keep it from going further."""

    def __init__(self, spaces: dict[bytes, Keyspace]) -> None:
        """Collect in `spaces`, and take out of it those that become empty."""
        self._spaces = spaces
        self._holds: dict[int, int] = {}
        self._next_hold = 0
        self._swept = 0
        """The floor that all name spaces have been through."""
        self._floor = 0
        """The one that those in `_queue` still have to go through."""
        self._queue: list[bytes] = []

    def hold(self, floor: int) -> int:
        """Keep all that is seen from `floor` on. Returns what `release` takes."""
        self._next_hold += 1
        self._holds[self._next_hold] = floor
        return self._next_hold

    def release(self, hold: int) -> None:
        """End a hold; one that has ended already is let be."""
        self._holds.pop(hold, None)

    def collect(self, floor: int, steps: int) -> tuple[int, bool]:
        """Take about `steps` steps towards `floor`.

        Returns the bytes of keys and values removed, and whether there is more to do.
        """
        freed = 0
        while steps > 0:
            if not self._queue and not self._begin(floor):
                return freed, False
            name = self._queue[-1]
            space = self._spaces.get(name)
            if space is not None:
                left, removed = space.collect(self._floor, steps)
                freed += removed
                if not left:
                    return freed, True
                steps = left
                if not len(space) and not len(space.history):
                    del self._spaces[name]
            steps -= 1
            self._queue.pop()
            if not self._queue:
                self._swept = self._floor
        return freed, bool(self._queue) or self._target(floor) > self._swept

    def _target(self, floor: int) -> int:
        return min(floor, *self._holds.values()) if self._holds else floor

    def _begin(self, floor: int) -> bool:
        target = self._target(floor)
        if target <= self._swept:
            return False
        self._floor = target
        self._queue = list(self._spaces)
        if not self._queue:
            self._swept = target
        return bool(self._queue)
