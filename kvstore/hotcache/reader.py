"""A reader's side: hits at the speed of memory, and misses for whatever is in doubt.

The order of a look is what makes it safe: gate and version, then the copy (or the memo), then the
clock against the deadline, then gate and version again, last. What the copy holds was there at
the moment of the clock, for versions never come again. The deadline is read after the clock, so
that one that was withdrawn by then does not count; and the version after the gate, so that what
was changed behind a gate that is open again is noticed.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore.hotcache.layout import (
    AGE_WANTED,
    ALIVE_UNTIL,
    APPLIED_REVISION,
    GATE,
    KNOWN_AT,
    LEASE_UNTIL,
    LEASE_WANTED,
    MASK,
    STATE,
    STATE_WORDS,
    WORD,
)
from kvstore.hotcache.seals import seal, seal_of_state
from kvstore.hotcache.slot_reader import SlotReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from mmap import mmap

    from kvstore.hotcache.header import Header
    from kvstore.hotcache.ports import Clock, Locks, Memory, Pause
    from kvstore.hotcache.records import Hit
    from kvstore.hotcache.slot_reader import Found

OPEN: Final = slice(GATE * WORD, (LEASE_UNTIL + 1) * WORD)
"""The bytes of MAIN that tell at one glance that the gate is open and the lease the known one."""

_STATE: Final = slice(STATE * WORD, (STATE + STATE_WORDS + 1) * WORD)
_unpack_state: Final = struct.Struct(f"={STATE_WORDS + 1}Q").unpack

_pack_open: Final = struct.Struct("=QQ").pack

_LOOKS: Final = 3


class State(NamedTuple):
    """Which state of a node is shown, as a reply's header tells it."""

    revision: int
    compacted_revision: int
    applied_index: int
    term: int


class _Nothing:
    """What a closed reader sees: zeros, wherever it looks."""

    def __getitem__(self, place: object) -> int:
        return 0


class Reader:
    """Finds what the writer of one segment publishes. Threads may share one.

    No look raises or waits long, whatever the memory holds. After `close`, and in the child of a
    fork, all looks are misses.
    """

    __slots__ = (
        "__weakref__",
        "_dice",
        "_epoch",
        "_memo_keys",
        "_promised",
        "_slots",
        "_state",
        "_state_bytes",
        "_valid",
        "clock",
        "countdown",
        "header",
        "lease_until",
        "main",
        "memo",
        "misses",
        "open_bytes",
        "words",
    )

    def __init__(
        self,
        memory: Memory,
        header: Header,
        locks: Locks,
        *,
        clock: Clock,
        pause: Pause,
        name: int,
        prefix: bytes = b"",
        memo_keys: int = 1 << 14,
    ) -> None:
        """Look at `memory`, which has the size that `header` says.

        `name`: this reader's among all that take a stripe's lock, anything but 0, below 2^64.
        `prefix`: what stands in the segment before each key that is looked up (see `keys`).
        `memo_keys`: so many decoded hits are kept, 0 for none, and no more than there are slots:
        where those are large, copies of what was there once would take far more than they do.
        """
        self.header = header
        self.clock = clock
        self._epoch = header.epoch
        self.memo: dict[bytes, Found] = {}
        self._memo_keys = min(memo_keys, header.geometry.slots)
        self.main: mmap | _Nothing = memory.main
        self.words: memoryview | _Nothing = memoryview(memory.main).cast("Q")
        self._slots: SlotReader | None = SlotReader(
            memory, header, locks, pause, name=name, prefix=prefix
        )
        self._valid: dict[int, int] = {}  # words whose seal was seen beside them
        self.lease_until = 0
        self.open_bytes = b""  # what stands at OPEN while that lasts
        self._state: State | None = None
        self._state_bytes: object = None  # what stands at _STATE while that lasts
        self._dice = name
        self.countdown = self._promised = 0
        self.misses = 0
        """So many looks found nothing, among threads perhaps a few more."""
        self._draw()

    @property
    def hits(self) -> int:
        """So many looks found something, among threads perhaps a few more."""
        return self._promised - self.countdown

    def lease(self, key: bytes) -> Hit | None:
        """Return what the cluster's newest state holds for `key`, None for a miss.

        Where one call more is too slow its first part can be written out, as `CachedStore.get`
        does: the same conditions in the same order.
        """
        found = self.memo.get(key)
        if found is not None:
            clock = self.clock  # called as an attribute it would take a tenth more of all this
            if (
                clock() < self.lease_until
                and self.main[OPEN] == self.open_bytes
                and self.words[found[1]] == found[2]
            ):
                self.countdown = countdown = self.countdown - 1
                if countdown <= 0:
                    self.tell(found[3])
                return found[0]
        return self._find(key, self._is_leased, LEASE_WANTED)

    def serializable(self, key: bytes, max_age: int | None = None) -> Hit | None:
        """Return what the node's state holds for `key`, None for a miss.

        `max_age`: the state was the cluster's newest so many nanoseconds ago, or later; None:
        however long ago.
        """
        return self._find(key, lambda now: self._is_fresh(now, max_age), AGE_WANTED)

    def applied_revision(self) -> int:
        """Return a revision that every look from now on is at least as new as; 0: unknown."""
        return self._sealed(APPLIED_REVISION) or 0

    def state(self) -> State | None:
        """Return which state is shown, None if that is not known; the same object while it lasts.

        What was found between two calls that return the same is of that state exactly.
        """
        found = self.main[_STATE]
        if found != self._state_bytes:
            self._state_bytes, self._state = found, self._read_state(found)
        return self._state

    def age(self) -> int | None:
        """Return how many nanoseconds ago the state was surely the cluster's newest, if known."""
        known_at = self._sealed(KNOWN_AT)
        return max(self.clock() - known_at, 0) if known_at else None

    def is_leased(self) -> bool:
        """Say whether looks by `lease` can find anything now."""
        return self._is_leased(self.clock())

    def is_alive(self) -> bool:
        """Say whether the segment is in use; if not, ask the node for the name of its new one."""
        alive_until = self._sealed(ALIVE_UNTIL)
        return alive_until is not None and self.clock() < alive_until

    def close(self) -> None:
        """Let go of the memory; a second call does nothing."""
        self.main = self.words = _Nothing()
        self._slots = None
        self.memo = {}
        self._memo_keys = 0

    # ------------------------------------------------------------------ looks

    def _find(self, key: bytes, permitted: Callable[[int], bool], wanted: int) -> Hit | None:
        words = self.words
        slots = self._slots
        if slots is not None:
            # What is read here is kept up by the node for as long as it is.
            slots.side[wanted] = 1
            looks = _LOOKS
            while looks and words[GATE] == self._epoch:
                looks -= 1
                found = self.memo.get(key)
                is_copied = found is None or words[found[1]] != found[2]
                if is_copied:
                    found = slots.find(key)
                if found is None or not permitted(self.clock()):
                    break
                hit, word, version, slot = found
                if words[GATE] != self._epoch:
                    break
                if words[word] == version:
                    self.countdown -= 1
                    if is_copied:
                        slots.hits[slot] = 1
                        if self._memo_keys:
                            self._remember(key, found)
                    if self.countdown <= 0:
                        self.tell(slot)
                    return hit
        self._missed()
        return None

    def _is_leased(self, now: int) -> bool:
        if now < self.lease_until and self.main[OPEN] == self.open_bytes:
            return True
        until = self._sealed(LEASE_UNTIL)
        if until is None or now >= until:
            return False
        if until > self.lease_until:
            # Never back: another thread may have taken one of the two before, and one after this.
            self.lease_until = until
            self.open_bytes = _pack_open(self._epoch, until)
        return True

    def _is_fresh(self, now: int, max_age: int | None) -> bool:
        alive_until = self._sealed(ALIVE_UNTIL)
        if alive_until is None or now >= alive_until:
            return False
        if max_age is None:
            return True
        known_at = self._sealed(KNOWN_AT)
        return known_at is not None and now - known_at <= max_age

    def _sealed(self, index: int) -> int | None:
        """Return a word that has a seal, None if it is not valid."""
        words = self.words
        value = words[index]
        if self._valid.get(index) != value:
            if words[index + 1] != seal(value, index, self._epoch):
                return None
            self._valid[index] = value
        return value

    def _read_state(self, found: bytes | int) -> State | None:
        if not isinstance(found, bytes):  # a closed reader's
            return None
        *words, sealed = _unpack_state(found)
        state = State(*words)
        return state if state.term and sealed == seal_of_state(state, self._epoch) else None

    def _remember(self, key: bytes, found: Found) -> None:
        if len(self.memo) >= self._memo_keys:
            # All at once: among threads that is the only way that needs no lock.
            self.memo = {}
        self.memo[key] = found

    def _missed(self) -> None:
        self.misses += 1
        slots = self._slots
        if slots is not None:
            slots.lane.tell(self.hits, self.misses)

    def tell(self, slot: int) -> None:
        """Tell the writer of one hit of many."""
        slots = self._slots
        if slots is not None:
            slots.hits[slot] = 1
            slots.lane.tell(self.hits, self.misses)
        self._draw()

    def _draw(self) -> None:
        """Choose how many hits to let pass before one is told: 64 on average.

        By chance, or whoever reads some keys in turn would always tell of the same one. The dice
        are those of D. E. Knuth's MMIX.
        """
        self._dice = (self._dice * 6364136223846793005 + 1442695040888963407) & MASK
        stride = 33 + (self._dice >> 58)
        self._promised += stride - self.countdown
        self.countdown = stride
