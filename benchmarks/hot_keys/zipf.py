"""Gets of keys whose popularity follows Zipf's law."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable


class Zipf:
    """Keys 0 to `keys` - 1, of which the one of rank r is asked for in proportion to r ** -`s`."""

    def __init__(self, keys: int, s: float = 0.99, seed: int = 1) -> None:
        self.keys = keys
        self._dice = random.Random(seed)
        self._sums = list(itertools.accumulate((rank + 1) ** -s for rank in range(keys)))
        self._share = [(rank + 1) ** -s / self._sums[-1] for rank in range(keys)]

    def gets(self, count: int) -> list[int]:
        """The next `count` keys asked for, which stand for their ranks."""
        return self._dice.choices(range(self.keys), cum_weights=self._sums, k=count)

    def shift(self) -> list[int]:
        """Which key each rank becomes when popularity changes from one get to the next."""
        return self._dice.sample(range(self.keys), self.keys)

    def ratio(self, ranks: Iterable[int]) -> float:
        """The share of gets that keys of these ranks have; those beyond have none."""
        return sum(self._share[rank] for rank in ranks if rank < self.keys)
