"""A reader's side: hits at the speed of memory, and misses for whatever is in doubt.

The order of a look is what makes it safe: the copy with its version (out of the slot, or out of
the memo), then the deadline, then the clock, then the version again, last. No deadline is shown
while the gate is shut, so that a look by the lease sees to both by one word. A look that uses no
lease reads the clock, then the words that its age goes by, then the gate itself, then the version.

Why a hit by the lease is what the cluster's newest state holds at d, when the deadline was read:

1. What was read at d is L, not 0: the gate was open and L not withdrawn. The clock, read after d,
   was before L, so it was before L at d, too: the lease was valid at d.
2. Under a valid lease no other node answers changes; and before this one answers a change, or
   shows a lease after others may have answered some, each slot that is touched has got another
   version, or the gate is shut, and then the slots have got other versions before it opens. As the
   gate was open, each change that was answered by anybody before d, and touches the slot, had
   given it another version by d.
3. Versions never come back. The version was the copy's when the copy was made, before d, and when
   it was read last, after d. So it was the copy's all the time between, and at d.

By 2 and 3 no change that was answered before d is missing in the copy. Read in another order, the
version before the deadline for instance, 3 would not reach until d: a lease that lapses and is won
again in between, or a gate that is shut and opened, would hide the change that came with it.

Why a `serializable` hit is the node's own state at g, when the gate was read: the gate was open at
g, and by 3 the version was the copy's. All that was committed when the word `known at` says, which
was read before g, was applied by then, and its slots had other versions. Its clock comes first, so
that a reader who is stopped behind it meets the words of later.
"""

from __future__ import annotations

import struct
import sys
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
from kvstore.hotcache.slot_reader import TORN, SlotReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from mmap import mmap

    from kvstore.hotcache.header import Header
    from kvstore.hotcache.ports import Clock, Locks, Memory, Pause
    from kvstore.hotcache.records import Hit
    from kvstore.hotcache.slot_reader import Found

_STATE: Final = slice(STATE * WORD, (STATE + STATE_WORDS + 1) * WORD)
_unpack_state: Final = struct.Struct(f"={STATE_WORDS + 1}Q").unpack

_SECONDS: Final = 1e-9 * (1 - 2**-48)
"""A nanosecond, in seconds, less more than what rounding may take off a time of the clock."""

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
        "deadline",
        "header",
        "main",
        "memo",
        "misses",
        "seconds",
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
        seconds: Callable[[], float] | None = None,
        prefix: bytes = b"",
        memo_keys: int = 1 << 14,
    ) -> None:
        """Look at `memory`, which has the size that `header` says.

        `name`: this reader's among all that take a stripe's lock, anything but 0, below 2^64.
        `seconds`: what `clock` returns, as seconds, rounded to a `float`: numbers of that kind are
        made and compared in far less time.
        `prefix`: what stands in the segment before each key that is looked up (see `keys`).
        `memo_keys`: so many decoded hits are kept, 0 for none, and no more than there are slots:
        where those are large, copies of what was there once would take far more than they do.
        """
        self.header = header
        self.clock = clock
        self._epoch = header.epoch
        self.seconds = seconds or (lambda: clock() / 1e9)
        self.memo: dict[str | bytes, Found] = {}
        # With `python -b` a dict of both kinds of keys would warn of each look.
        self._memo_keys = 0 if sys.flags.bytes_warning else min(memo_keys, header.geometry.slots)
        self.main: mmap | _Nothing = memory.main
        self.words: memoryview | _Nothing = memoryview(memory.main).cast("Q")
        self._slots: SlotReader | None = SlotReader(
            memory, header, locks, pause, name=name, prefix=prefix
        )
        self._valid: dict[int, int] = {}  # words whose seal was seen beside them
        self.deadline = (0.0, 0, LEASE_UNTIL)
        """The last valid one: in seconds, a little early; what stands in MAIN; in which word."""
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
            _, word, version, slot, hit = found
            words = self.words
            seconds = self.seconds  # called as an attribute it would take longer
            before, until, _ = self.deadline
            if words[LEASE_UNTIL] == until and seconds() < before and words[word] == version:
                self.countdown = countdown = self.countdown - 1
                if countdown <= 0:
                    self.tell(slot)
                return hit
        return self.look_up(key, key)

    def look_up(self, key: bytes, name: str | bytes) -> Hit | None:
        """Do the same by a copy, and remember that by `name`: the second part of `lease`."""
        slots = self._slots
        if slots is not None:
            # What is read here is kept up by the node for as long as it is.
            slots.side[LEASE_WANTED] = 1
            words, seconds = self.words, self.seconds
            looks = _LOOKS
            while looks:
                looks -= 1
                found = slots.look(key)
                if found is TORN:
                    found = slots.look_again(key)
                if found is None:
                    break
                before, until, _ = self.deadline
                is_leased = words[LEASE_UNTIL] == until and seconds() < before
                if not is_leased and not self._is_leased():
                    break
                _, word, version, slot, hit = found
                if words[word] == version:
                    slots.hits[slot] = 1
                    if self._memo_keys:
                        self._remember(name, found)
                    self.countdown = countdown = self.countdown - 1
                    if countdown <= 0:
                        self.tell(slot)
                    return hit
        self._missed()
        return None

    def serializable(self, key: bytes, max_age: int | None = None) -> Hit | None:
        """Return what the node's state holds for `key`, None for a miss.

        `max_age`: the state was the cluster's newest so many nanoseconds ago, or later; None:
        however long ago.
        """
        slots = self._slots
        if slots is not None:
            slots.side[AGE_WANTED] = 1
            words = self.words
            for _ in range(_LOOKS):
                found = self.memo.get(key)
                is_copied = found is None or words[found[1]] != found[2]
                if is_copied:
                    found = slots.find(key)
                if found is None or not self._is_fresh(max_age):
                    break
                _, word, version, slot, hit = found
                if words[word] == version:
                    if is_copied:
                        slots.hits[slot] = 1
                        if self._memo_keys:
                            self._remember(key, found)
                    self.countdown = countdown = self.countdown - 1
                    if countdown <= 0:
                        self.tell(slot)
                    return hit
        self._missed()
        return None

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
        before, until, _ = self.deadline
        if self.words[LEASE_UNTIL] == until and self.seconds() < before:
            return True
        return self._is_leased()

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

    def _is_leased(self) -> bool:
        until = self._sealed(LEASE_UNTIL)
        if until is None or self.clock() >= until:
            return False
        # Both at once, for threads.
        self.deadline = (until * _SECONDS, until, LEASE_UNTIL)
        return True

    def _is_fresh(self, max_age: int | None) -> bool:
        now = self.clock()
        alive_until = self._sealed(ALIVE_UNTIL)
        known_at = None if max_age is None else self._sealed(KNOWN_AT)
        if self.words[GATE] != self._epoch:
            return False
        if alive_until is None or now >= alive_until:
            return False
        return max_age is None or (known_at is not None and now - known_at <= max_age)

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

    def _remember(self, name: str | bytes, found: Found) -> None:
        if len(self.memo) >= self._memo_keys:
            # All at once: among threads that is the only way that needs no lock.
            self.memo = {}
        self.memo[name] = found

    def _missed(self) -> None:
        self.misses += 1
        slots = self._slots
        if slots is not None:
            slots.lane.tell(self.hits, self.misses)

    def fell_back(self) -> None:
        """Tell the writer that the node had to be asked: after a miss, or without a look."""
        slots = self._slots
        if slots is not None:
            slots.lane.fell_back()

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
