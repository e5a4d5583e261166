"""A node's segment in the memory of one process, with clocks and dice that do as they are told."""

from __future__ import annotations

import os
from collections.abc import Callable
from mmap import mmap

from kvstore.hotcache import sweep as sweeping
from kvstore.hotcache.admission import Admission
from kvstore.hotcache.header import Header
from kvstore.hotcache.keys import prefix_of
from kvstore.hotcache.layout import PAGE, Geometry
from kvstore.hotcache.ports import Memory
from kvstore.hotcache.reader import Reader
from kvstore.hotcache.records import Hit
from kvstore.hotcache.writer import HotCache
from kvstore.node.hot_keys import HotKeys
from tests.kvstore.hotcache.plain import PlainLocks

PREFIX = prefix_of(b"")
SMALL = Geometry(buckets=2, ways=8, slot_bytes=512, stripes=2)


class LocalReader(Reader):
    """Looks for keys of the default name space."""

    def lease(self, key: bytes) -> Hit | None:
        return super().lease(PREFIX + key)

    def serializable(self, key: bytes, max_age: int | None = None) -> Hit | None:
        return super().serializable(PREFIX + key, max_age)


class PlayedSegment:
    """What one life of a node shares: `keys` is its cache."""

    def __init__(
        self,
        random_below: Callable[[int], int],
        *,
        node: int = 1,
        geometry: Geometry = SMALL,
        keys: type[HotKeys] = HotKeys,
    ) -> None:
        self.header = Header.random(
            cluster=1,
            node=node,
            pid=1,
            geometry=geometry,
            semaphores=0,
            random_below=random_below,
        )
        self._descriptor = os.memfd_create("segment")
        os.ftruncate(self._descriptor, geometry.main_bytes)
        main = mmap(self._descriptor, geometry.main_bytes)
        # Whole pages, as a kernel gives them.
        self.memory = Memory(main, mmap(-1, -(-geometry.side_bytes // PAGE) * PAGE))
        self.locks = PlainLocks()
        admission = Admission(geometry.slots, geometry.ways)
        cache = HotCache(self.memory, self.header, self.locks, admission, name=1)
        self.keys = keys(cache, admission, slots=geometry.slots, room=geometry.room)

    def reader(self, clock: Callable[[], int], *, memo_keys: int = 8) -> LocalReader:
        return LocalReader(
            self.memory,
            self.header,
            self.locks,
            clock=clock,
            pause=lambda seconds: None,
            name=2,
            memo_keys=memo_keys,
        )

    def moved(self, random_below: Callable[[int], int]) -> PlayedSegment:
        """Let the node go on in another segment, and return that."""
        other = PlayedSegment(random_below, node=self.header.node, geometry=self.header.geometry)
        before = self.keys.cache
        self.keys.move_to(other.keys.cache, repairs=1)
        before.retire()
        other.keys = self.keys
        return other

    def sweep(self) -> None:
        """Do what the next start does with what a dead node left."""
        if self._descriptor >= 0:
            sweeping._make_unreadable(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = -1
