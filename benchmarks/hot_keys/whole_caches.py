"""Policies over a whole cache, where any key may have any slot, and each hit is seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection


class Lru:
    """The key that was not asked for the longest leaves."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._keys: OrderedDict[int, None] = OrderedDict()
        self.fills = 0

    @property
    def keys(self) -> Collection[int]:
        return self._keys.keys()

    def get(self, key: int) -> None:
        if key in self._keys:
            self._keys.move_to_end(key)
            return
        self.fills += 1
        self._keys[key] = None
        if len(self._keys) > self._slots:
            self._keys.popitem(last=False)


class Sieve:
    """SIEVE (Zhang et al., NSDI 2024): keys stand in the order in which they came, and a hand goes
    from old to new. It takes away the marks of keys that were hit, and the first without one.
    """

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._hit: dict[int, bool] = {}
        # neighbours in the order of arrival; None stands for both ends
        self._older: dict[int | None, int | None] = {None: None}
        self._newer: dict[int | None, int | None] = {None: None}
        self._hand: int | None = None
        self.fills = 0

    @property
    def keys(self) -> Collection[int]:
        return self._hit.keys()

    def get(self, key: int) -> None:
        if key in self._hit:
            self._hit[key] = True
            return
        self.fills += 1
        if len(self._hit) == self._slots:
            self._evict()
        newest = self._older[None]
        self._older[key], self._newer[key] = newest, None
        self._newer[newest] = self._older[None] = key
        self._hit[key] = False

    def _evict(self) -> None:
        at = self._hand
        while at is None or self._hit[at]:
            if at is not None:
                self._hit[at] = False
            at = self._newer[at]
        older, newer = self._older.pop(at), self._newer.pop(at)
        self._newer[older], self._older[newer] = newer, older
        self._hand = newer
        del self._hit[at]
