"""A node's segment of hot keys on this host: made before it serves, removed when it stops.

Without one a node is as good as with it, only not as fast: what keeps it from having one is told
once, and then forgotten. One from which somebody has removed a file or semaphores, by `rm` or
`ipcrm`, is replaced.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial
from mmap import mmap
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from kvstore.hotcache.admission import Admission
from kvstore.hotcache.errors import SegmentUnusable
from kvstore.hotcache.layout import Geometry
from kvstore.hotcache.ports import Memory
from kvstore.hotcache.writer import HotCache
from kvstore.node.hot_keys import HotKeys

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.config import NodeConfig
    from kvstore.hotcache.header import Header
    from kvstore.hotcache.segments import Segment

log = logging.getLogger(__name__)

WAYS: Final = 16
"""Slots of a bucket: with more, a full bucket evicts less often what is hot."""

_STRANGERS_AGE: Final = 60.0
"""Seconds for which those of another cluster may see to what its dead nodes left."""

_LOOK: Final = 1.0
"""Seconds between looks whether somebody has removed anything of it."""

_TRY_AGAIN: Final = 10.0
"""Seconds after which another one is tried to be had where that has failed."""


class HotSegment:
    """The segment, who fills it, and who sees that others can read it."""

    def __init__(self, segment: Segment, make: Callable[[], Segment]) -> None:
        """Begin with no key. `make` makes another one like it, or raises `SegmentUnusable`."""
        self._segment: Segment | None = segment
        self._make = make
        geometry = segment.header.geometry
        self._admission = Admission(geometry.slots, geometry.ways)
        self.keys = HotKeys(
            self._written(segment), self._admission, slots=geometry.slots, room=geometry.room
        )
        self._ending = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """What readers open, "" while there is nothing."""
        return "" if self._segment is None else str(self._segment.name)

    def start(self) -> None:
        """Look after it until `stop`, in the loop that runs."""
        self._keeper = asyncio.get_running_loop().create_task(self._keep())

    async def stop(self) -> None:
        """Make it unreadable, and leave nothing of it on this host."""
        self._ending.set()
        try:
            if self._keeper is not None:
                await self._keeper
        finally:
            self._end(self._segment, self.keys.cache)

    async def _keep(self) -> None:
        pause = _LOOK
        loss = ""
        while not await self._ends_within(pause):
            pause = _LOOK
            if self._segment is not None and not (loss := self._segment.loss()):
                continue
            try:
                # In a thread: to get that much memory takes longer than consensus can wait.
                segment, cache = await asyncio.to_thread(self._made)
            except (SegmentUnusable, OSError, MemoryError, RuntimeError) as error:
                # Whatever this host is short of, threads too: there may be more of it later.
                pause = _TRY_AGAIN
                if self._segment is not None:
                    log.warning("%s is gone: hot keys are not shared now: %s", loss, error)
                    # What it has of the host's memory may be what is missing.
                    self._replace(None, _unshared(self._segment.header), repairs=0)
                continue
            self._replace(segment, cache, repairs=1)
            log.warning("%s is gone: hot keys are shared at %s now", loss, self.name)

    def _replace(self, segment: Segment | None, cache: HotCache, *, repairs: int) -> None:
        before, cache_before = self._segment, self.keys.cache
        self.keys.move_to(cache, repairs=repairs)
        self._segment = segment
        self._end(before, cache_before)

    async def _ends_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ending.wait(), seconds)
        return self._ending.is_set()

    def _made(self) -> tuple[Segment, HotCache]:
        segment = self._make()
        try:
            return segment, self._written(segment)
        except BaseException:
            segment.close()
            raise

    def _written(self, segment: Segment) -> HotCache:
        """Return a writer of a new segment."""
        return HotCache(
            segment.memory, segment.header, segment.locks, self._admission, name=segment.holder
        )

    @staticmethod
    def _end(segment: Segment | None, cache: HotCache) -> None:
        cache.retire()
        if segment is not None:
            segment.close()


class _Unshared:
    """Locks of what nobody else sees."""

    def try_take(self, _stripe: int) -> bool:
        return True

    def give(self, _stripe: int) -> None:
        return


def _unshared(header: Header) -> HotCache:
    """Return a writer of some slots that nobody reads."""
    geometry = replace(header.geometry, buckets=1, stripes=1)
    memory = Memory(mmap(-1, geometry.main_bytes), mmap(-1, geometry.side_bytes))
    eviction = Admission(geometry.slots, geometry.ways)
    return HotCache(memory, replace(header, geometry=geometry), _Unshared(), eviction, name=1)


def make_segment(config: NodeConfig, cluster_id: int) -> HotSegment | None:
    """Remove what dead nodes left, and make a segment; None where there is to be, or can be, none.

    What an earlier life of this node has promised to readers is void from here on.
    """
    try:
        from kvstore.hotcache.segments import Segment  # noqa: PLC0415 (posix_ipc is an extra)
        from kvstore.hotcache.sweep import end_earlier_life, sweep  # noqa: PLC0415 (and sysv_ipc)
    except ModuleNotFoundError as error:
        if config.cache_size:
            log.warning(
                "hot keys are not shared: %s is missing; pip install 'sunrpc-kv[kv]'", error.name
            )
        return None
    swept = [
        *end_earlier_life(cluster_id, config.node_id).segments,
        *sweep(cluster_id).segments,
        *sweep(min_age=_STRANGERS_AGE).segments,
    ]
    if swept:
        log.info("removed what dead nodes left in shared memory: %s", ", ".join(swept))
    if not config.cache_size:
        return None
    geometry = Geometry.fitting(config.cache_size, slot_bytes=config.cache_slot_bytes, ways=WAYS)
    make = partial(Segment.create, cluster_id, config.node_id, geometry, group=config.cache_group)
    try:
        return HotSegment(make(), make)
    except SegmentUnusable as error:
        log.warning("hot keys are not shared: %s; --cache-size=0 does without", error)
        return None
