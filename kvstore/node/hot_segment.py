"""A node's segment of hot keys on this host: made before it serves, removed when it stops.

Without one a node is as good as with it, only not as fast: what keeps it from having one is told
once, and then forgotten.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from kvstore.hotcache.admission import Admission
from kvstore.hotcache.layout import Geometry
from kvstore.hotcache.writer import HotCache
from kvstore.node.hot_keys import HotKeys

if TYPE_CHECKING:
    from kvstore.config import NodeConfig
    from kvstore.hotcache.segments import Segment

log = logging.getLogger(__name__)

WAYS: Final = 16
"""Slots of a bucket: with more, a full bucket evicts less often what is hot."""


_STRANGERS_AGE: Final = 60.0
"""Seconds for which those of another cluster may see to what its dead nodes left."""


class HotSegment:
    """The segment, and who fills it."""

    def __init__(self, segment: Segment) -> None:
        """Begin with no key."""
        self._segment = segment
        geometry = segment.header.geometry
        admission = Admission(geometry.slots, geometry.ways)
        self._cache = HotCache(
            segment.memory, segment.header, segment.locks, admission, name=segment.holder
        )
        self.keys = HotKeys(self._cache, admission, slots=geometry.slots, room=geometry.room)

    @property
    def name(self) -> str:
        """What readers open."""
        return str(self._segment.name)

    def close(self) -> None:
        """Make it unreadable, and leave nothing of it on this host."""
        self._cache.retire()
        self._segment.close()


def make_segment(config: NodeConfig, cluster_id: int) -> HotSegment | None:
    """Remove what dead nodes left, and make a segment; None where there is to be, or can be, none.

    What an earlier life of this node has promised to readers is void from here on.
    """
    try:
        from kvstore.hotcache.errors import SegmentUnusable  # noqa: PLC0415 (an extra, see below)
        from kvstore.hotcache.segments import Segment  # noqa: PLC0415 (posix_ipc and sysv_ipc are)
        from kvstore.hotcache.sweep import sweep  # noqa: PLC0415 (the same)
    except ModuleNotFoundError as error:
        if config.cache_size:
            log.warning(
                "hot keys are not shared: %s is missing; pip install 'sunrpc-kv[kv]'", error.name
            )
        return None
    swept = [*sweep(cluster_id).segments, *sweep(min_age=_STRANGERS_AGE).segments]
    if swept:
        log.info("removed what dead nodes left in shared memory: %s", ", ".join(swept))
    if not config.cache_size:
        return None
    geometry = Geometry.fitting(config.cache_size, slot_bytes=config.cache_slot_bytes, ways=WAYS)
    try:
        segment = Segment.create(cluster_id, config.node_id, geometry, group=config.cache_group)
    except SegmentUnusable as error:
        log.warning("hot keys are not shared: %s; --cache-size=0 does without", error)
        return None
    return HotSegment(segment)
