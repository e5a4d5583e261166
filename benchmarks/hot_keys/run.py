"""Hit ratios on Zipf-distributed gets (s = 0.99), with room for 1 % of the keys.

The ratio of a cache is the share of gets that its keys have, not a count of lucky ones: an ideal
LFU holds the most popular keys from the start. Figures are the mean of the last third of a warm-up
of 300 gets a slot, in points below that. "1 in 64" is where memos answer the hottest keys, a tenth
of as many as there are slots, so that only each 64th hit of theirs is seen; "of all" where they
answer all that is cached. A scan asks once for as many keys as there are, all of them new; a shift
gives the popularity of each to another.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Collection
from typing import Protocol

from benchmarks.hot_keys.bucketed import Bucketed, Counted, PlainClock, Unscored
from benchmarks.hot_keys.whole_caches import Lru, Sieve
from benchmarks.hot_keys.zipf import Zipf
from benchmarks.report import Aim, Row, Section
from kvstore.hotcache.admission import Admission

WARM_UP = 300
LOOK_EACH = 25
SHIFT_LOOKS = (5, 10, 20, 40, 80)


class Cache(Protocol):
    fills: int

    @property
    def keys(self) -> Collection[int]: ...

    def get(self, key: int) -> None: ...


class Course:
    """The same gets for each cache, and what it made of them."""

    def __init__(self, keys: int) -> None:
        self.slots = keys // 100
        self._zipf = Zipf(keys)
        self._gets = self._zipf.gets(self.slots * WARM_UP)
        self._new_keys = self._zipf.shift()
        self._old_keys = [0] * keys
        for old, new in enumerate(self._new_keys):
            self._old_keys[new] = old
        self.ideal = 100 * self._zipf.ratio(range(self.slots))

    def _ratio(self, cache: Cache) -> float:
        return 100 * self._zipf.ratio(cache.keys)

    def warm(self, cache: Cache) -> float:
        """Points of the hit ratio that it has after the warm-up."""
        looks = []
        for number, key in enumerate(self._gets, 1):
            cache.get(key)
            if number % (LOOK_EACH * self.slots) == 0 and number > len(self._gets) * 2 // 3:
                looks.append(self._ratio(cache))
        return statistics.mean(looks)

    def scan(self, cache: Cache) -> float:
        """Points that a scan takes."""
        before = self._ratio(cache)
        for key in range(self._zipf.keys, 2 * self._zipf.keys):
            cache.get(key)
        return before - self._ratio(cache)

    def shift(self, cache: Cache) -> list[float]:
        """Points of the hit ratio so many gets a slot after a shift."""
        ratios = []
        for number, key in enumerate(self._gets[: SHIFT_LOOKS[-1] * self.slots], 1):
            cache.get(self._new_keys[key])
            if number in [each * self.slots for each in SHIFT_LOOKS]:
                held = (self._old_keys[key] for key in cache.keys if key < self._zipf.keys)
                ratios.append(100 * self._zipf.ratio(held))
        return ratios


def run(*, quick: bool) -> Section:
    """Play the course once for each; it has no luck but that of its gets, and takes no turns."""
    course = Course(100_000 if quick else 1_000_000)
    slots = course.slots

    def bucketed(policy: type[Admission | Counted | PlainClock], ways: int, memo: int) -> Bucketed:
        room = slots - slots % ways
        return Bucketed(policy(room, ways), room, ways, 200 * slots, memo)

    caches: dict[str, Callable[[int], Cache]] = {
        "ours, buckets of 16": lambda memo: bucketed(Admission, 16, memo),
        "ours, buckets of 8": lambda memo: bucketed(Admission, 8, memo),
        "counted, buckets of 16": lambda memo: bucketed(Counted, 16, memo),
        "counted, buckets of 8": lambda memo: bucketed(Counted, 8, memo),
        "ours without scores, buckets of 16": lambda memo: bucketed(Unscored, 16, memo),
        "ours without scores, buckets of 8": lambda memo: bucketed(Unscored, 8, memo),
        "clock, buckets of 16": lambda memo: bucketed(PlainClock, 16, memo),
        "SIEVE, whole": lambda _memo: Sieve(slots),
        "LRU, whole": lambda _memo: Lru(slots),
    }
    rows = [Row("ideal LFU", {"hit ratio, %": f"{course.ideal:.1f}"})]
    aims = []
    for name, make in caches.items():
        cache = make(0)
        ratio = course.warm(cache)
        cells = {
            "hit ratio, %": f"{ratio:.1f}",
            "below ideal": f"{course.ideal - ratio:.1f}",
            "fills per 1,000 gets": f"{1000 * cache.fills / (WARM_UP * slots):.0f}",
        }
        missing = course.ideal - ratio
        if "whole" not in name:
            memo_missing = course.ideal - course.warm(make(slots // 10))
            all_missing = course.ideal - course.warm(make(200 * slots))
            cells["below ideal, 1 in 64"] = f"{memo_missing:.1f}"
            cells["the same, of all"] = f"{all_missing:.1f}"
        lost = course.scan(cache)
        cells["lost by a scan"] = f"{lost:.1f}"
        for gets, after in zip(SHIFT_LOOKS, course.shift(cache), strict=True):
            cells[f"{gets} gets a slot after a shift, %"] = f"{after:.1f}"
        rows.append(Row(name, cells))
        if name.startswith("ours, "):
            aims += [
                Aim(f"zipf: {name}: below ideal LFU", missing, 3, smaller_is_better=True),
                Aim(f"zipf: {name}: the same, 1 in 64", memo_missing, 3, smaller_is_better=True),
                Aim(f"zipf: {name}: lost by a scan", lost, 2, smaller_is_better=True),
            ]
    return Section("zipf", "Which keys are hot: Zipf, s = 0.99, room for 1 %", rows, aims)
