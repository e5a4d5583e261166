"""What readers tell of themselves in SIDE: that somebody reads, and how often with success.

Each reader adds to one of the lanes, chosen by its name. Nothing keeps two that share one from
writing over each other, so the sums are about right, and no more is made of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore.hotcache.layout import (
    AGE_WANTED,
    LANE_FALLBACKS,
    LANE_HITS,
    LANE_MISSES,
    LANES,
    LEASE_WANTED,
    LINE_WORDS,
    MASK,
    SIDE_LANES,
    SIDE_STRIPES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_CREDIBLE: Final = 1 << 32
"""More than that in no lane comes between two looks at it: it is damage."""


class Lane:
    """A reader's. `side`: the words of SIDE. `name`: see `Reader`."""

    def __init__(self, side: memoryview, name: int) -> None:
        self._side = side
        self._at = SIDE_LANES + name % LANES * LINE_WORDS
        self._hits = self._misses = 0

    def tell(self, hits: int, misses: int) -> None:
        """Tell how many hits and misses there have been in all."""
        side, at = self._side, self._at
        side[at + LANE_HITS] = (side[at + LANE_HITS] + hits - self._hits) & MASK
        side[at + LANE_MISSES] = (side[at + LANE_MISSES] + misses - self._misses) & MASK
        self._hits, self._misses = hits, misses

    def fell_back(self) -> None:
        """Tell that one get more had to be asked of the node, for whatever reason."""
        side, at = self._side, self._at + LANE_FALLBACKS
        side[at] = (side[at] + 1) & MASK


class Usage:
    """The writer's sight of it. Whatever stands in SIDE, what is counted never falls."""

    def __init__(self, side: memoryview) -> None:
        self._side = side
        self._seen: list[int] = [0] * (SIDE_STRIPES - SIDE_LANES)
        self.hits = 0
        self.misses = 0
        self.fallbacks = 0
        self.lease_wanted = False
        """Whether anybody has read by the lease between the last two looks."""
        self.age_wanted = False
        """Whether anybody has read what may be older."""

    @property
    def is_wanted(self) -> bool:
        """Whether anybody has read since the last look."""
        return bool(self._side[LEASE_WANTED] or self._side[AGE_WANTED])

    def look(self) -> None:
        """See what has been told since the last look."""
        side = self._side
        self.lease_wanted = self._taken(LEASE_WANTED)
        self.age_wanted = self._taken(AGE_WANTED)
        found = side[SIDE_LANES:SIDE_STRIPES].tolist()
        if found != self._seen:
            self.hits += _more(found, self._seen, LANE_HITS)
            self.misses += _more(found, self._seen, LANE_MISSES)
            self.fallbacks += _more(found, self._seen, LANE_FALLBACKS)
            self._seen = found

    def _taken(self, word: int) -> bool:
        if not self._side[word]:
            return False
        self._side[word] = 0
        return True


def _more(found: Sequence[int], seen: Sequence[int], place: int) -> int:
    """Return by how much a word of all lanes has grown."""
    grown = (
        (now - before) & MASK
        for now, before in zip(found[place::LINE_WORDS], seen[place::LINE_WORDS], strict=True)
    )
    return sum(growth for growth in grown if growth < _CREDIBLE)
