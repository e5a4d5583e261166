"""All that a segment holds, for people to look at: how full it is, and which keys are hit most."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kvstore.hotcache import layout, records
from kvstore.hotcache.keys import split
from kvstore.hotcache.layout import SLOT_CHECK, SLOT_SIZES, SLOT_VERSION, WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kvstore.hotcache.header import Header
    from kvstore.hotcache.ports import Memory


class Entry(NamedTuple):
    """What a slot says; the last two are None where it says that there is no such key."""

    name_space: bytes
    key: bytes
    value_bytes: int | None
    mod_revision: int | None


class Survey:
    """Looks at one segment without being one of its readers. No look raises, whatever it holds."""

    def __init__(self, memory: Memory, header: Header) -> None:
        """Look at `memory`, which has the size that `header` says."""
        self.header = header
        self._main = memory.main
        self._words = memoryview(memory.main).cast("Q")
        side_end = header.geometry.side_bytes
        self._hits = memoryview(memory.side)[layout.SIDE_HITS : side_end]

    def counters(self) -> dict[str, int]:
        """Return what the writer has counted, by the names of `layout.COUNTER_NAMES`."""
        return dict(zip(layout.COUNTER_NAMES, self._words[layout.COUNTERS :], strict=False))

    def slots_used(self) -> int:
        """Return how many slots have a key, readable or not."""
        geometry = self.header.geometry
        used = 0
        for bucket in range(geometry.buckets):
            first = geometry.bucket_at(bucket) // WORD
            heads = self._words[first : first + geometry.ways].tolist()
            used += geometry.ways - heads.count(0)
        return used

    def slots_hit(self, pause: Callable[[], object]) -> list[int]:
        """Return which slots are hit while `pause` runs.

        All hit bytes are cleared before and set again after it, so that the writer, who goes by
        them, misses hardly a hit.
        """
        hits = self._hits
        before = bytes(hits)
        hits[:] = bytes(len(before))
        try:
            pause()
            return list(_set(bytes(hits)))
        finally:
            for slot in _set(before):
                hits[slot] = 1

    def entry(self, slot: int) -> Entry | None:
        """Return what stands in a slot, None where nothing does, or cannot be read now."""
        geometry = self.header.geometry
        words = self._words
        at = geometry.slot_at(slot)
        word = at // WORD
        length = records.length(words[word + SLOT_SIZES], geometry.room)
        record = self._main[at + WORD : at + WORD + length]
        if words[word + SLOT_VERSION] & 1:
            return None
        # What changed meanwhile does not fit the check: the version is part of it.
        if words[word + SLOT_CHECK] != records.check_of(record, at, self.header.epoch):
            return None
        cached = records.key_of(record)
        hit = records.unpack(record, cached)
        if hit is None or not cached:
            return None
        item = hit.item
        if item is None:
            return Entry(*split(cached), None, None)
        return Entry(*split(cached), len(item.value), item.mod_revision)


def _set(marks: bytes) -> Iterator[int]:
    slot = marks.find(1)
    while slot >= 0:
        yield slot
        slot = marks.find(1, slot + 1)
