"""Copies out of slots that may change, or be damaged, while they are read."""

from __future__ import annotations

import struct
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias
from zlib import crc32

from kvstore._generated.kv import kv_item
from kvstore.hotcache import layout
from kvstore.hotcache.fingerprints import MARK, PRIME_BITS, fingerprinter
from kvstore.hotcache.layout import (
    ABSENT,
    MASK,
    PAGE,
    SLOT_HEAD_BYTES,
    SLOT_VERSION,
    WORD,
    wanted_word,
)
from kvstore.hotcache.records import Hit
from kvstore.hotcache.stripes import Stripes
from kvstore.hotcache.usage import Lane

if TYPE_CHECKING:
    from kvstore.hotcache.header import Header
    from kvstore.hotcache.ports import Locks, Memory, Pause

_pack_word: Final = struct.Struct("=Q").pack
_number_of: Final = int.from_bytes
# Native: words, the version above all, are not read byte by byte.
_unpack_sizes: Final = struct.Struct("@Q8xII").unpack_from
_unpack_rest: Final = struct.Struct("=24x4Q").unpack_from
KEY_AT: Final = SLOT_HEAD_BYTES - WORD
"""Where the key begins in a record, which begins with word 1 of its slot."""

NOBODY: Final = Hit(None)

_MORE_LOOKS: Final = 2
_PAUSES: Final = (0.00001, 0.00003, 0.0001)
"""Seconds between tries for a lock. Who asks the node instead waits hardly longer."""


Found: TypeAlias = "tuple[kv_item | None, int, int, int, Hit]"
"""A copy of slot [3], which is valid for as long as word [1] of MAIN holds version [2]; [4] is [0],
the item or None for no such key, as readers return it.
"""


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
        self._fingerprint = fingerprinter(header.prime, header.factor)
        self._marked = MARK + prefix
        self._prime = header.prime
        self._factor = header.factor
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
        self._slot_words = geometry.slot_bytes // WORD
        self._room = geometry.room

    def find(self, key: bytes) -> Found | None:
        """Return what a slot held for `key` at some moment of this call, None if none did."""
        found = self.look(key)
        return self.look_again(key) if found is TORN else found

    def look(self, key: bytes) -> Found | Torn | None:  # noqa: PLR0911 (the same for the reason below)
        """Do so by one copy. If that was torn, `look_again`."""
        # Each call would cost a twentieth of all this. So what `fingerprints`, `Geometry` and
        # `records` do is written out.
        main = self._main
        factor = self._factor
        product = _number_of(self._marked + key, "big") % self._prime * factor
        fingerprint = (product ^ product >> PRIME_BITS) * factor & MASK or 1
        bucket = (fingerprint >> 32) * self._buckets >> 32
        heads = PAGE + bucket * self._bucket_bytes
        slots = heads + self._heads_bytes
        head = main.find(_pack_word(fingerprint), heads, slots)
        if head < 0 or head % WORD:
            return None
        at = slots + (head - heads) * self._slot_words
        begin = at + WORD
        version, key_bytes, value_bytes = _unpack_sizes(main, begin)
        if version & 1:
            return None
        held = key_bytes if value_bytes == ABSENT else key_bytes + value_bytes
        if held > self._room:
            held = 0  # it is damaged, and no length is right
        record = main[begin : begin + KEY_AT + held]
        check = crc32(record) ^ at ^ self._epoch
        words = self._words
        word = at // WORD
        expected = words[word]
        word += SLOT_VERSION
        if words[word] != version:
            return TORN
        slot = bucket * self._ways + (head - heads) // WORD
        if check != expected:
            self.side[wanted_word(self._geometry.stripe_of_slot(slot))] = slot + 1
            return None
        value_at = KEY_AT + key_bytes
        if record[KEY_AT:value_at] != self._prefix + key:
            return None
        if value_bytes == ABSENT:
            return None, word, version, slot, NOBODY
        create, mod, key_version, lease = _unpack_rest(record)
        item = kv_item(key, record[value_at:], create, mod, key_version, lease)
        return item, word, version, slot, Hit(item)

    def look_again(self, key: bytes) -> Found | None:
        """Look twice more, and then while the writer cannot write here, if it lets go soon."""
        for _ in range(_MORE_LOOKS):
            found = self.look(key)
            if found is not TORN:
                return found
        return self.look_alone(key)

    def look_alone(self, key: bytes) -> Found | None:
        """Look while the writer cannot write here, if it lets go of the stripe soon."""
        geometry = self._geometry
        bucket = geometry.bucket_of(self._fingerprint(self._prefix + key))
        stripe = geometry.stripe_of(bucket)
        for pause in _PAUSES:
            well = self._stripes.try_take(stripe)
            if well is None:
                self._pause(pause)
                continue
            if not well:
                self._stripes.leave(stripe)
                return None
            try:
                found = self.look(key)
            finally:
                self._stripes.give(stripe)
            return None if found is TORN else found
        return None
