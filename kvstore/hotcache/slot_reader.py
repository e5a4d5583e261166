"""Copies out of slots that may change, or be damaged, while they are read."""

from __future__ import annotations

import struct
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from kvstore.hotcache import layout, records
from kvstore.hotcache.fingerprints import fingerprinter
from kvstore.hotcache.layout import PAGE, SLOT_SIZES, SLOT_VERSION, WORD, wanted_word
from kvstore.hotcache.stripes import Stripes
from kvstore.hotcache.usage import Lane

if TYPE_CHECKING:
    from kvstore.hotcache.header import Header
    from kvstore.hotcache.ports import Locks, Memory, Pause
    from kvstore.hotcache.records import Hit

_pack_word: Final = struct.Struct("=Q").pack

_MORE_LOOKS: Final = 2
_PAUSES: Final = (0.00001, 0.00003, 0.0001)
"""Seconds between tries for a lock. Who asks the node instead waits hardly longer."""


Found: TypeAlias = "tuple[Hit, int, int, int]"
"""A copy of slot [3], which is valid for as long as word [1] of MAIN holds version [2]."""


class Torn(Enum):
    """What a copy is that was made while the slot changed."""

    TORN = 0


TORN: Final = Torn.TORN


class SlotReader:
    """Looks keys up in the buckets of one segment; see `reader` for what a copy is worth."""

    def __init__(
        self,
        memory: Memory,
        header: Header,
        locks: Locks,
        pause: Pause,
        *,
        name: int,
        prefix: bytes,
    ) -> None:
        """See `reader.Reader`."""
        geometry = header.geometry
        self._geometry = geometry
        self._epoch = header.epoch
        self._pause = pause
        self._prefix = prefix
        self._skip = len(prefix)
        self._fingerprint = fingerprinter(header.prime, header.factor)
        self._main = memory.main
        self._words = memoryview(memory.main).cast("Q")
        side = memoryview(memory.side)
        self.hits = side[layout.SIDE_HITS : geometry.side_bytes]
        """A byte for each slot; 1 tells the writer that it was hit."""
        self.side = side[: layout.SIDE_HITS].cast("Q")
        """The words of SIDE before that."""
        self.lane = Lane(self.side, name)
        self._stripes = Stripes(self.side, locks, name)
        # What follows from the geometry, and would take half of the time of a look.
        self._buckets = geometry.buckets
        self._bucket_bytes = geometry.bucket_bytes
        self._heads_bytes = geometry.ways * WORD
        self._ways = geometry.ways
        self._slot_bytes = geometry.slot_bytes
        self._room = geometry.room

    def find(self, key: bytes) -> Found | None:
        """Return what a slot held for `key` at some moment of this call, None if none did."""
        key = self._prefix + key
        fingerprint = self._fingerprint(key)
        bucket = (fingerprint >> 32) * self._buckets >> 32
        heads = PAGE + bucket * self._bucket_bytes
        slots = heads + self._heads_bytes
        head = self._main.find(_pack_word(fingerprint), heads, slots)
        if head < 0 or head % WORD:
            return None
        way = (head - heads) // WORD
        slot = bucket * self._ways + way
        at = slots + way * self._slot_bytes
        found = self._look(slot, at, key)
        return self._look_again(slot, at, key) if found is TORN else found

    def _look(self, slot: int, at: int, key: bytes) -> Found | Torn | None:
        word = at // WORD
        words = self._words
        version = words[word + SLOT_VERSION]
        if version & 1:
            return None
        begin = at + WORD
        length = records.length(words[word + SLOT_SIZES], self._room)
        record = self._main[begin : begin + length]
        check = words[word]
        if words[word + SLOT_VERSION] != version:
            return TORN
        if check != records.check_of(record, at, self._epoch):
            self.side[wanted_word(self._geometry.stripe_of_slot(slot))] = slot + 1
            return None
        hit = records.unpack(record, key, self._skip)
        return None if hit is None else (hit, word + SLOT_VERSION, version, slot)

    def _look_again(self, slot: int, at: int, key: bytes) -> Found | None:
        for _ in range(_MORE_LOOKS):
            found = self._look(slot, at, key)
            if found is not TORN:
                return found
        return self._look_alone(slot, at, key)

    def _look_alone(self, slot: int, at: int, key: bytes) -> Found | None:
        """Look while the writer cannot write here, if it lets go of the stripe soon."""
        stripe = self._geometry.stripe_of_slot(slot)
        for pause in _PAUSES:
            well = self._stripes.try_take(stripe)
            if well is None:
                self._pause(pause)
                continue
            if not well:
                self._stripes.leave(stripe)
                return None
            try:
                found = self._look(slot, at, key)
            finally:
                self._stripes.give(stripe)
            return None if found is TORN else found
        return None
