"""The node's side: what its readers may see, decided by whoever applies its log, in that thread.

It is one class in one file because all of it goes by the same private copy of what stands where,
and each call between two objects would cost every put of a hot key.
"""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, Final, TypeAlias

from kvstore.hotcache import layout, records
from kvstore.hotcache.fingerprints import fingerprinter
from kvstore.hotcache.header import HEADER_BYTES
from kvstore.hotcache.layout import PAGE, SLOT_CHECK, SLOT_SIZES, SLOT_VERSION, WORD
from kvstore.hotcache.published import Published
from kvstore.hotcache.stripes import Stripes
from kvstore.hotcache.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kvstore._generated.kv import kv_item
    from kvstore.hotcache.header import Header
    from kvstore.hotcache.ports import Eviction, Locks, Memory


Put: TypeAlias = "tuple[int, bytes, kv_item | None]"
"""The fingerprint of a key, the key, and its item."""

_HIT_BEFORE: Final = 2
"""A hit byte that was set by readers of what the slot held before."""

_PARTS: Final = 256
"""Dicts among which the keys' slots are dealt out: one that grows copies all that it has, and with
a million keys that takes 30 ms."""

_PART: Final = _PARTS - 1

_STRIPES_A_TICK: Final = 4
"""Stripes that are looked at each tick: if all have to be wiped, that takes some milliseconds."""

_MOST_NOTED: Final = 256
"""Slots put in one stripe beyond which it is as quick to hide all that it has."""


class HotCache:
    """The only writer of a segment. No call waits, or fails for what others do to the memory.

    Who uses it owes this order, for each batch of committed changes: `conceal` all their keys (or
    `close_gate`) before anybody hears that they are committed; apply; `put` what was hidden, from
    the state as it is then; `open_gate`. Between hiding and putting nothing else may
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
        # What follows from the geometry, and would take a quarter of the time of a change.
        self._buckets, self._ways = geometry.buckets, geometry.ways
        self._heads_bytes, self._slot_bytes = geometry.ways * WORD, geometry.slot_bytes
        self._stripe_count, self._room = geometry.stripes, geometry.room
        self._slots: tuple[dict[int, int], ...] = tuple({} for _ in range(_PARTS))
        """By fingerprint, whose last bits say in which of them."""
        self._keys = 0
        self._fingerprints = array("Q", bytes(geometry.slots * WORD))
        self._versions = array("Q", bytes(geometry.slots * WORD))
        self._shown: list[set[int] | None] = [set() for _ in range(geometry.stripes)]
        """What was put in each stripe since it was wiped; None: more than is worth noting."""
        self._last_version = 0  # even
        self._cursor = self._next_stripe = 0
        self.fingerprint = fingerprinter(header.prime, header.factor)
        """Returns the fingerprint of a key: 64 bits that stay the same while the segment lives."""
        self._published = Published(self._words, header.epoch)
        self._counters = self._published.counters
        self._restore_constants()

    # ------------------------------------------------------------------ what readers may find

    def is_readable(self, fingerprint: int) -> bool | None:
        """Say whether readers find the key of that fingerprint; None if it has no slot."""
        slot = self._slots[fingerprint & _PART].get(fingerprint)
        return None if slot is None else not self._versions[slot] & 1

    def conceal(self, fingerprint: int) -> bool | None:
        """Make a key unreadable; return whether it was read since it was put last.

        None where it has no slot. What nobody has read meanwhile need not be put again before
        somebody asks for it. That is noted in the hit byte, which still tells of the hit.
        """
        slot = self._slots[fingerprint & _PART].get(fingerprint)
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
        """Make readable again what was not hidden or dropped meanwhile."""
        self._published.set_gate(is_open=True)

    def put(self, key: bytes, item: kv_item | None, fingerprint: int = 0) -> bool:
        """Let readers find an item, or, by None, that there is no such key.

        Return whether they do. They do not if it is too large, or if a reader holds the stripe;
        then the key is unreadable. `fingerprint`: that of the key, where it is known already.
        """
        fingerprint = fingerprint or self.fingerprint(key)
        bucket = (fingerprint >> 32) * self._buckets >> 32
        return self._put_together(bucket % self._stripe_count, ((fingerprint, key, item),))

    def put_all(self, puts: Iterable[Put]) -> None:
        """Put different keys, of which each counts as a `put`.

        A stripe is taken once for all of its keys, for that is what takes the most time: a call of
        the kernel, during which another thread may go on in this one's place.
        """
        buckets, stripes = self._buckets, self._stripe_count
        by_stripe: dict[int, list[Put]] = {}
        for each in puts:
            stripe = ((each[0] >> 32) * buckets >> 32) % stripes
            if stripe in by_stripe:
                by_stripe[stripe].append(each)
            else:
                by_stripe[stripe] = [each]
        for stripe, together in by_stripe.items():
            self._put_together(stripe, together)

    def clear(self, most: int = sys.maxsize) -> bool:
        """Forget all keys, or so many of them; return whether any are left."""
        for part in self._slots:
            while part and most > 0:
                _, slot = part.popitem()
                self._keys -= 1
                self._drop(slot)
                most -= 1
        return self._keys > 0

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
        """Say that all changes up to a revision are put, hidden or dropped."""
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
        return self._keys

    def succeed(self, before: HotCache, repairs: int) -> None:
        """Count on from the segment that this one replaces, and so many repairs for that."""
        self._counters.update(before.counters)
        self._counters["repairs"] += repairs
        self.usage.hits = before.usage.hits
        self.usage.misses = before.usage.misses
        self.usage.fallbacks = before.usage.fallbacks

    def repair(self, slots: int) -> None:
        """Mend what was damaged: all words of the first pages, and the next so many slots.

        Called on each tick, it gets round in time, and to what readers have pointed out at once.
        """
        damaged = self._restore_constants() + self._published.restore()
        for _ in range(_STRIPES_A_TICK):
            damaged += self._look_where_wanted(self._next_stripe)
            self._next_stripe = (self._next_stripe + 1) % self._stripe_count
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

    def _put_together(self, stripe: int, puts: Iterable[Put]) -> bool:
        """Put keys of one stripe; return whether all of them can be found now."""
        is_taken = self._take(stripe)
        slots, room, counters = self._slots, self._room, self._counters
        all_fit = True
        shown = self._shown[stripe]
        try:
            for fingerprint, key, item in puts:
                slot = slots[fingerprint & _PART].get(fingerprint)
                if len(key) + (0 if item is None else len(item.value)) > room:
                    all_fit = False
                    if slot is not None:
                        self._drop(slot)
                elif is_taken:
                    if slot is None:
                        counters["fills"] += 1
                        slot = self._place((fingerprint >> 32) * self._buckets >> 32)
                    else:
                        counters["updates"] += 1
                    if shown is not None:
                        shown.add(slot)
                    self._write(slot, fingerprint, key, item)
                elif slot is not None:
                    self._hide_slot(slot)
        finally:
            if is_taken:
                self._stripes.give(stripe)
            if shown is not None and len(shown) > _MOST_NOTED:
                self._shown[stripe] = None
        return is_taken and all_fit

    def _place(self, bucket: int) -> int:
        """Return a slot for a key that has none."""
        first = bucket * self._ways
        held = self._fingerprints[first : first + self._ways]
        if 0 in held:
            return first + held.index(0)
        slot = first + self._eviction.victim(bucket, self._hits)
        self._drop(slot)
        self._counters["evictions"] += 1
        return slot

    def _write(self, slot: int, fingerprint: int, key: bytes, item: kv_item | None) -> None:
        at = PAGE + (slot // self._ways + 1) * self._heads_bytes + slot * self._slot_bytes
        word = at // WORD
        words = self._words
        self._last_version = version = self._last_version + 2
        record = records.pack(version, fingerprint, key, item)
        words[word + SLOT_VERSION] = version + 1
        if self._fingerprints[slot] != fingerprint:
            words[self._geometry.fingerprint_word(slot)] = fingerprint
            self._fingerprints[slot] = fingerprint
            self._slots[fingerprint & _PART][fingerprint] = slot
            self._keys += 1
        words[word + SLOT_CHECK] = records.check_of(record, at, self._epoch)
        begin = at + (SLOT_VERSION + 1) * WORD
        self._main[begin : begin + len(record) - WORD] = record[WORD:]
        words[word + SLOT_VERSION] = self._versions[slot] = version

    def _hide_slot(self, slot: int) -> None:
        self._last_version = version = self._last_version + 2
        heads = (slot // self._ways + 1) * self._heads_bytes
        word = (PAGE + heads + slot * self._slot_bytes) // WORD + SLOT_VERSION
        self._words[word] = self._versions[slot] = version + 1
        self._counters["hidden"] += 1

    def _drop(self, slot: int) -> None:
        self._hide_slot(slot)
        self._words[self._geometry.fingerprint_word(slot)] = 0
        fingerprint = self._fingerprints[slot]
        if self._slots[fingerprint & _PART].pop(fingerprint, None) is not None:
            self._keys -= 1
        self._fingerprints[slot] = 0

    def _take(self, stripe: int) -> bool:
        """Take a stripe if that is possible now, and be sure of what it holds."""
        well = self._stripes.try_take(stripe)
        if well:
            return True
        if well is None:
            self._counters["contended"] += 1
            return False
        self._wipe(stripe)
        self._stripes.adopt(stripe)
        return True

    def _wipe(self, stripe: int) -> None:
        """Hide all that a stripe holds: what nobody can vouch for is put again, or not at all.

        Its keys keep their slots. Whoever writes owner words at random makes every put do this, so
        little was shown since the last time and only that is hidden.
        """
        shown = self._shown[stripe]
        if shown is None:
            self._hide_stripe(stripe)
        else:
            for slot in shown:
                self._hide_slot(slot)
        self._shown[stripe] = set()
        self._counters["repairs"] += 1

    def _hide_stripe(self, stripe: int) -> None:
        """Hide all slots of a stripe, one way of all buckets at a time.

        So the interpreter takes 26 ns a slot: dropped one by one, those of a large segment held up
        the node for 40 times as long.
        """
        geometry, ways, stripes = self._geometry, self._ways, self._stripe_count
        self._last_version += 2
        # The same for all: an unreadable version is never compared with another.
        odd = array("Q", (self._last_version + 1,)) * len(range(stripe, geometry.buckets, stripes))
        stride = stripes * geometry.bucket_bytes // WORD
        for slot in range(stripe * ways, (stripe + 1) * ways):
            first = geometry.slot_at(slot) // WORD + SLOT_VERSION
            self._words[first : first + len(odd) * stride : stride] = memoryview(odd)
            self._versions[slot :: stripes * ways] = odd

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

    def _look_where_wanted(self, stripe: int) -> bool:
        """Look at the slot that a reader has pointed out in a stripe, if one has."""
        wanted = self._side[layout.wanted_word(stripe)]
        if not wanted or not self._take(stripe):
            return False
        self._side[layout.wanted_word(stripe)] = 0
        self._stripes.give(stripe)
        return wanted <= self._geometry.slots and self._look_at(wanted - 1)

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
