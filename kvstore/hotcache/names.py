"""Names of segments; the keys of their semaphores follow from them, whatever becomes of the bytes.

/sunrpc-kv-<cluster, 16 hex digits>-<node, decimal>-<tag, 12 hex digits, random>        MAIN
... -side                                                                               SIDE
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore.hotcache.layout import MAX_STRIPES

if TYPE_CHECKING:
    from collections.abc import Callable

_PATTERN: Final = re.compile(r"/sunrpc-kv-([0-9a-f]{16})-([1-9][0-9]{0,19})-([0-9a-f]{12})")

_SIDE: Final = "-side"

_KEY_RANGES: Final = (1 << 31) // MAX_STRIPES
"""Keys of semaphores have 31 bits; 0 is no key."""


class SegmentName(NamedTuple):
    """Of MAIN; `str` is what to open."""

    cluster: int
    node: int
    tag: int

    @classmethod
    def random(cls, cluster: int, node: int, random_below: Callable[[int], int]) -> SegmentName:
        """Return a new one; `random_below(n)` gives one of 0 to n - 1."""
        return cls(cluster, node, random_below(1 << 48))

    @classmethod
    def parse(cls, name: str) -> SegmentName | None:
        """Return what a name means, None if it is no segment's."""
        match = _PATTERN.fullmatch(name)
        if match is None:
            return None
        cluster, node, tag = match.groups()
        return cls(int(cluster, 16), int(node), int(tag, 16))

    @classmethod
    def of_part(cls, name: str) -> SegmentName | None:
        """Return to which segment MAIN or SIDE of that name belongs, None if it is neither."""
        return cls.parse(name.removesuffix(_SIDE))

    def __str__(self) -> str:
        return f"/sunrpc-kv-{self.cluster:016x}-{self.node}-{self.tag:012x}"

    @property
    def side(self) -> str:
        """The name of SIDE."""
        return f"{self}{_SIDE}"

    @property
    def semaphores(self) -> int:
        """The key of stripe 0's semaphore; that of stripe s is s higher."""
        return (self.tag % (_KEY_RANGES - 1) + 1) * MAX_STRIPES
