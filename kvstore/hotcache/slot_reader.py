"""Copies out of slots that may change, or be damaged, while they are read."""

from __future__ import annotations

import struct
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore.hotcache import layout, records
from kvstore.hotcache.fingerprints import fingerprinter
from kvstore.hotcache.layout import WORD, wanted_word
from kvstore.hotcache.stripes import Stripes

if TYPE_CHECKING:
    from kvstore.hotcache.header import Header
    from kvstore.hotcache.ports import Locks, Memory, Pause
    from kvstore.hotcache.records import Hit

_FINGERPRINT: Final = struct.Struct("=Q")

_PAUSES: Final = (0.00001, 0.00003, 0.0001)
"""Seconds between tries for a lock. Who asks the node instead waits hardly longer."""


class Found(NamedTuple):
    """A copy, valid for as long as `word` holds `version`."""

    hit: Hit
    word: int
    version: int
    slot: int


class Torn(Enum):
    """What a copy is that was made while the slot changed."""

    TORN = 0


TORN: Final = Torn.TORN


class SlotReader:
    """Looks keys up in the buckets of one segment; see `reader` for what a copy is worth."""

    def __init__(
        self, memory: Memory, header: Header, locks: Locks, pause: Pause, *, name: int, looks: int
    ) -> None:
        """See `reader.Reader`."""
        geometry = header.geometry
        self._geometry = geometry
        self._epoch = header.epoch
        self._looks = looks
        self._pause = pause
        self._fingerprint = fingerprinter(header.prime, header.factor)
        self._main = memory.main
        self._words = memoryview(memory.main).cast("Q")
        side = memoryview(memory.side)
        self._side = side[: layout.SIDE_HITS].cast("Q")
        self._hits = side[layout.SIDE_HITS : geometry.side_bytes]
        self._stripes = Stripes(self._side, locks, name)

    def find(self, key: bytes) -> Found | None:
        """Return what a slot held for `key` at some moment of this call, None if none did."""
        geometry = self._geometry
        fingerprint = self._fingerprint(key)
        bucket = geometry.bucket_of(fingerprint)
        begin = geometry.bucket_at(bucket)
        end = begin + geometry.ways * WORD
        at = self._main.find(_FINGERPRINT.pack(fingerprint), begin, end)
        way, odd = divmod(at - begin, WORD)
        if at < 0 or odd:
            return None
        slot = bucket * geometry.ways + way
        for _ in range(self._looks):
            found = self._look(slot, key)
            if found is not TORN:
                return found
        return self._look_alone(slot, key, geometry.stripe_of(bucket))

    def mark(self, slot: int) -> None:
        """Tell the writer that a slot was hit."""
        if not self._hits[slot]:
            self._hits[slot] = 1

    def _look(self, slot: int, key: bytes) -> Found | Torn | None:
        at = self._geometry.slot_at(slot)
        word = at // WORD
        words = self._words
        version = words[word]
        if version & 1:
            return None
        size = records.content_bytes(words[word + layout.SLOT_SIZES], self._geometry.room)
        begin = at + layout.SLOT_CONTENT * WORD
        content = self._main[begin : begin + (size or 0)]
        check = words[word + layout.SLOT_CHECK]
        if words[word] != version:
            return TORN
        if size is None or check != records.check_of(content, version, self._epoch):
            self._side[wanted_word(self._geometry.stripe_of(slot // self._geometry.ways))] = (
                slot + 1
            )
            return None
        hit = records.unpack(content, key)
        return None if hit is None else Found(hit, word, version, slot)

    def _look_alone(self, slot: int, key: bytes, stripe: int) -> Found | None:
        """Look while the writer cannot write here, if it lets go of the stripe soon."""
        for pause in _PAUSES:
            well = self._stripes.try_take(stripe)
            if well is None:
                self._pause(pause)
                continue
            if not well:
                self._stripes.leave(stripe)
                return None
            try:
                found = self._look(slot, key)
            finally:
                self._stripes.give(stripe)
            return None if found is TORN else found
        return None
