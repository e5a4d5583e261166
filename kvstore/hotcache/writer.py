"""The node's side: what its readers may see, decided by whoever applies its log, in that thread."""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, Final

from kvstore.hotcache import layout, records
from kvstore.hotcache.fingerprints import fingerprinter
from kvstore.hotcache.header import HEADER_BYTES
from kvstore.hotcache.layout import SLOT_CHECK, SLOT_SIZES, SLOT_VERSION, WORD
from kvstore.hotcache.published import Published
from kvstore.hotcache.stripes import Stripes
from kvstore.hotcache.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kvstore._generated.kv import kv_item
    from kvstore.hotcache.header import Header
    from kvstore.hotcache.ports import Eviction, Locks, Memory


_HIT_BEFORE: Final = 2
"""A hit byte that was set by readers of what the slot held before."""


class HotCache:
    """The only writer of a segment. No call waits, or fails for what others do to the memory.

    Who uses it owes this order, for each batch of committed changes: `hide` all their keys (or
    `close_gate`) before anybody hears that they are committed; apply; `put` or `forget` what was
    hidden, from the state as it is then; `open_gate`. Between hiding and putting nothing else may
    be put for these keys, and nothing is put that was read before another thread or task ran.

    What it decides by is in its own memory: nothing that stands in the segment is believed.
    Times are nanoseconds of the boot clock.
    """

    def __init__(
        self, memory: Memory, header: Header, locks: Locks, eviction: Eviction, *, name: int
    ) -> None:
        """Begin with nothing in it. `memory` is all zeros, `name` anything but 0, below 2^64."""
        geometry = header.geometry
        self._geometry = geometry
        self._epoch = header.epoch
        self._eviction = eviction
        self._constants = header.pack()
        self._main = memory.main
        self._words = memoryview(memory.main).cast("Q")
        side = memoryview(memory.side)
        self._side = side[: layout.SIDE_HITS].cast("Q")
        self._hits = side[layout.SIDE_HITS : geometry.side_bytes]
        self._stripes = Stripes(self._side, locks, name)
        self.usage = Usage(self._side)
        """What readers tell of themselves."""
        self._slots: dict[int, int] = {}  # by fingerprint
        self._fingerprints = array("Q", bytes(geometry.slots * WORD))
        self._versions = array("Q", bytes(geometry.slots * WORD))
        self._last_version = 0  # even
        self._cursor = 0
        self.fingerprint = fingerprinter(header.prime, header.factor)
        """Returns the fingerprint of a key: 64 bits that stay the same while the segment lives."""
        self._published = Published(self._words, header.epoch)
        self._counters = self._published.counters
        self._restore_constants()

    # ------------------------------------------------------------------ what readers may find

    def holds(self, key: bytes) -> bool:
        """Say whether readers find the key now, if the gate is open."""
        slot = self._slots.get(self.fingerprint(key))
        return slot is not None and not self._versions[slot] & 1

    def hide(self, keys: Iterable[bytes]) -> list[bytes]:
        """Make keys unreadable; return those that have a slot, to be `put` again or forgotten."""
        hidden = []
        for key in keys:
            slot = self._slots.get(self.fingerprint(key))
            if slot is not None:
                self._hide_slot(slot)
                hidden.append(key)
        return hidden

    def conceal(self, key: bytes) -> bool | None:
        """Make a key unreadable; return whether it was read since it was put last.

        None where it has no slot. What nobody has read meanwhile need not be put again before
        somebody asks for it. That is noted in the hit byte, which still tells of the hit.
        """
        slot = self._slots.get(self.fingerprint(key))
        if slot is None:
            return None
        if self._versions[slot] & 1:
            return False
        self._hide_slot(slot)
        if self._hits[slot] != 1:
            return False
        self._hits[slot] = _HIT_BEFORE
        return True

    def close_gate(self) -> None:
        """Make everything unreadable: where nobody can tell which keys a change will touch."""
        self._published.set_gate(is_open=False)
        self._counters["gates"] += 1

    def open_gate(self) -> None:
        """Make readable again what was not hidden, put or forgotten meanwhile."""
        self._published.set_gate(is_open=True)

    def put(self, key: bytes, item: kv_item | None) -> bool:
        """Let readers find an item, or, by None, that there is no such key.

        Return whether they do. They do not if it is too large, or if a reader holds the stripe;
        then the key is unreadable.
        """
        fingerprint = self.fingerprint(key)
        size = len(key) + (0 if item is None else len(item.value))
        if size > self._geometry.room:
            self.forget(key)
            return False
        bucket = self._geometry.bucket_of(fingerprint)
        stripe = self._geometry.stripe_of(bucket)
        if not self._take(stripe):
            self.hide((key,))
            return False
        try:
            slot = self._slots.get(fingerprint)
            self._counters["updates" if slot is not None else "fills"] += 1
            if slot is None:
                slot = self._place(bucket)
            self._write(slot, fingerprint, key, item)
        finally:
            self._stripes.give(stripe)
        return True

    def is_concealed(self, key: bytes) -> bool:
        """Say whether a key has a slot, and is unreadable."""
        slot = self._slots.get(self.fingerprint(key))
        return slot is not None and self._versions[slot] & 1 == 1

    def forget(self, key: bytes) -> None:
        """Let no reader find the key, and keep no room for it."""
        slot = self._slots.get(self.fingerprint(key))
        if slot is not None:
            self._drop(slot)

    def clear(self, most: int = sys.maxsize) -> bool:
        """Forget all keys, or so many of them; return whether any are left."""
        slots = self._slots
        while slots and most > 0:
            _, slot = slots.popitem()
            self._drop(slot)
            most -= 1
        return bool(slots)

    # ------------------------------------------------------------------ until when, how new

    def publish_lease(self, until: int) -> None:
        """Let readers answer `lease` reads by their clock until then.

        Only while all that is committed is hidden or applied here. It shows while the gate is open.
        """
        self._published.set(layout.LEASE_UNTIL, until)

    def withdraw_lease(self) -> None:
        """End that, before the message leaves that lets another node lead."""
        self._published.set(layout.LEASE_UNTIL, 0)

    def publish_known(self, at: int) -> None:
        """Say that all that was committed at `at` is applied here."""
        self._published.set(layout.KNOWN_AT, at)

    def publish_alive(self, until: int) -> None:
        """Let readers use the segment until then, if this is not called again."""
        self._published.set(layout.ALIVE_UNTIL, until)

    def publish_revision(self, revision: int) -> None:
        """Say that all changes up to a revision are put, forgotten or hidden."""
        self._published.set(layout.APPLIED_REVISION, revision)

    def publish_state(
        self, revision: int, compacted_revision: int, applied_index: int, term: int
    ) -> None:
        """Say which state is shown, once all it has changed is hidden, and before that is put.

        So a reader that finds the same before a look and after it has seen that very state.
        """
        self._published.set_state((revision, compacted_revision, applied_index, term))

    # ------------------------------------------------------------------ upkeep

    @property
    def counters(self) -> Mapping[str, int]:
        """What was done so far, by the names of `layout.COUNTER_NAMES`."""
        return self._counters

    @property
    def keys(self) -> int:
        """Number of keys that have a slot, readable or not."""
        return len(self._slots)

    def succeed(self, before: HotCache, repairs: int) -> None:
        """Count on from the segment that this one replaces, and so many repairs for that."""
        self._counters.update(before.counters)
        self._counters["repairs"] += repairs
        self.usage.hits = before.usage.hits
        self.usage.misses = before.usage.misses

    def repair(self, slots: int) -> None:
        """Mend what was damaged: all words of the first pages, and the next so many slots.

        Called on each tick, it gets round in time, and to what readers have pointed out at once.
        """
        damaged = self._restore_constants() + self._published.restore()
        for stripe in range(self._geometry.stripes):
            wanted = self._side[layout.wanted_word(stripe)]
            if wanted and self._take(stripe):
                self._side[layout.wanted_word(stripe)] = 0
                self._stripes.give(stripe)
                if wanted <= self._geometry.slots:
                    damaged += self._look_at(wanted - 1)
        for _ in range(min(slots, self._geometry.slots)):
            damaged += self._look_at(self._cursor)
            self._cursor = (self._cursor + 1) % self._geometry.slots
        self._counters["repairs"] += damaged

    def retire(self) -> None:
        """Make everything unreadable for good, and let go of the memory. Nothing may follow."""
        self._published.end()
        self._words[layout.EPOCH] = 0
        self._words.release()
        self._side.release()
        self._hits.release()

    # ------------------------------------------------------------------ slots

    def _place(self, bucket: int) -> int:
        """Return a slot for a key that has none."""
        ways = self._geometry.ways
        first = bucket * ways
        held = self._fingerprints[first : first + ways]
        if 0 in held:
            return first + held.index(0)
        slot = first + self._eviction.victim(bucket, self._hits)
        self._drop(slot)
        self._counters["evictions"] += 1
        return slot

    def _write(self, slot: int, fingerprint: int, key: bytes, item: kv_item | None) -> None:
        at = self._geometry.slot_at(slot)
        word = at // WORD
        words = self._words
        self._last_version += 2
        version = self._last_version
        record = records.pack(version, fingerprint, key, item)
        words[word + SLOT_VERSION] = version + 1
        if self._fingerprints[slot] != fingerprint:
            words[self._geometry.fingerprint_word(slot)] = fingerprint
            self._fingerprints[slot] = fingerprint
            self._slots[fingerprint] = slot
        words[word + SLOT_CHECK] = records.check_of(record, at, self._epoch)
        begin = at + (SLOT_VERSION + 1) * WORD
        self._main[begin : begin + len(record) - WORD] = record[WORD:]
        words[word + SLOT_VERSION] = self._versions[slot] = version

    def _hide_slot(self, slot: int) -> None:
        self._last_version += 2
        version = self._last_version + 1
        self._words[self._geometry.slot_at(slot) // WORD + SLOT_VERSION] = version
        self._versions[slot] = version
        self._counters["hidden"] += 1

    def _drop(self, slot: int) -> None:
        self._hide_slot(slot)
        self._words[self._geometry.fingerprint_word(slot)] = 0
        self._slots.pop(self._fingerprints[slot], None)
        self._fingerprints[slot] = 0

    def _take(self, stripe: int) -> bool:
        """Take a stripe if that is possible now, and be sure of what it holds."""
        well = self._stripes.try_take(stripe)
        if well is None:
            self._counters["contended"] += 1
            return False
        if not well:
            self._wipe(stripe)
            self._stripes.adopt(stripe)
        return True

    def _wipe(self, stripe: int) -> None:
        geometry = self._geometry
        for bucket in range(stripe, geometry.buckets, geometry.stripes):
            for slot in range(bucket * geometry.ways, (bucket + 1) * geometry.ways):
                if self._fingerprints[slot]:
                    self._drop(slot)
        self._counters["repairs"] += 1

    # ------------------------------------------------------------------ damage

    def _restore_constants(self) -> int:
        damaged = 0
        if self._main[:HEADER_BYTES] != self._constants:
            self._main[:HEADER_BYTES] = self._constants
            damaged += 1
        for index, value in ((0, layout.SIDE_MAGIC), (layout.SIDE_EPOCH, self._epoch)):
            if self._side[index] != value:
                self._side[index] = value
                damaged += 1
        return damaged

    def _look_at(self, slot: int) -> bool:
        """Drop a slot that is not as it was written; return whether that was needed."""
        if self._is_sound(slot):
            return False
        self._drop(slot)
        return True

    def _is_sound(self, slot: int) -> bool:
        geometry = self._geometry
        words = self._words
        at = geometry.slot_at(slot)
        word = at // WORD
        version = self._versions[slot]
        fingerprint = self._fingerprints[slot]
        if (
            words[word + SLOT_VERSION] != version
            or words[geometry.fingerprint_word(slot)] != fingerprint
        ):
            return False
        if version & 1 or not fingerprint:
            return True
        length = records.length(words[word + SLOT_SIZES], geometry.room)
        record = self._main[at + WORD : at + WORD + length]
        return words[word] == records.check_of(record, at, self._epoch)
