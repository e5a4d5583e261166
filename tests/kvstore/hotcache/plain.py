"""A cache in the memory of one process, with a clock and locks that do as they are told."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from itertools import cycle
from mmap import mmap

from kvstore._generated.kv import kv_item
from kvstore.hotcache.header import Header
from kvstore.hotcache.layout import PAGE, Geometry
from kvstore.hotcache.ports import Memory
from kvstore.hotcache.reader import Reader
from kvstore.hotcache.writer import HotCache

SMALL = Geometry(buckets=3, ways=8, slot_bytes=192, stripes=2)
FAR = 1 << 60


class PlainLocks:
    """`taken` are the stripes that somebody holds."""

    def __init__(self) -> None:
        self.taken: set[int] = set()

    def try_take(self, stripe: int) -> bool:
        if stripe in self.taken:
            return False
        self.taken.add(stripe)
        return True

    def give(self, stripe: int) -> None:
        self.taken.remove(stripe)


class EachInTurn:
    """Evicts by turns, whoever was hit."""

    def __init__(self, ways: int) -> None:
        self._turns = cycle(range(ways))

    def victim(self, bucket: int, hits: memoryview) -> int:
        return next(self._turns)


class Plain:
    """One writer, and readers."""

    def __init__(self, seed: int = 0, geometry: Geometry = SMALL) -> None:
        self.random = random.Random(seed)  # noqa: S311 (played dice)
        self.header = Header.random(
            cluster=7,
            node=3,
            pid=99,
            geometry=geometry,
            semaphores=0,
            random_below=self.random.randrange,
        )
        # Whole pages, as a kernel gives them.
        self.memory = Memory(
            mmap(-1, geometry.main_bytes), mmap(-1, -(-geometry.side_bytes // PAGE) * PAGE)
        )
        self.now = 1000
        self.locks = PlainLocks()
        self.eviction = EachInTurn(geometry.ways)
        self.paused: list[float] = []
        self.writer = HotCache(self.memory, self.header, self.locks, self.eviction, name=1)

    def reader(
        self,
        *,
        memo_keys: int = 8,
        clock: Callable[[], int] | None = None,
        seconds: Callable[[], float] | None = None,
    ) -> Reader:
        return Reader(
            self.memory,
            self.header,
            self.locks,
            clock=clock or (lambda: self.now),
            seconds=seconds,
            pause=self.paused.append,
            name=2,
            memo_keys=memo_keys,
        )


def item(key: bytes, value: bytes, revision: int = 1) -> kv_item:
    return kv_item(key, value, 1, revision, revision, 0)


def hide(writer: HotCache, keys: Iterable[bytes]) -> list[bytes]:
    """Make keys unreadable, as a node does; return those that have a slot."""
    return [key for key in keys if writer.conceal(writer.fingerprint(key)) is not None]


def holds(writer: HotCache, key: bytes) -> bool:
    """Say whether readers find the key now, if the gate is open."""
    return writer.is_readable(writer.fingerprint(key)) is True


def drop(writer: HotCache, key: bytes) -> None:
    """Leave a key no slot, as a node does whose item has become too large."""
    writer.put(key, item(key, bytes(1 << 16)))
