"""Where which byte lies. Words are of 64 bits, in the order of the machine (x86-64), and numbered.

MAIN, which only the node writes, and readers map read-only:

    word   0        1        2        3        4        5        6        7
    0    ┌────────┬────────┬────────┬────────┬────────┬────────┬────────┬────────┐
         │ magic  │ layout │ check  │ cluster│ node   │ pid    │ buckets│ ways   │
    8    ├────────┼────────┼────────┼────────┼────────┼────────┼────────┴────────┘
         │slot    │ stripes│ hash   │ hash   │ sema-  │ epoch  │    words 3 to 13 are what
         │  bytes │        │  prime │  factor│  phores│        │    `check` is made of
         └────────┴────────┴────────┴────────┴────────┴────────┘
    64   │ gate   │              the epoch while all is readable, else 0
    65   │ lease until │ seal │   boot clock, ns: reads at this node are as good as at the leader;
         │             │      │   0 while the gate is shut
    80   │ known at    │ seal │   boot clock, ns: all that was committed then is in here
    88   │ alive until │ seal │   boot clock, ns: later the node is stuck, or gone
    96   │ applied     │ seal │   revision: all changes up to it are in here, or hidden
         │             │      │   seal = (value XOR epoch) * 0x9E3779B97F4A7C15 + its word's number
    104  │ fills │ updates │ evictions │ hidden │ gates │ repairs │ contended │
    112  │ revision │ compacted │ applied │ term │ seal │   the state that is in here, or hidden,
         │          │  revision │   index │      │      │   as a reply's header tells it
         │  seal = crc32 of the four words XOR epoch
         ...
    512  ┌─ bucket 0 ─────────────────────────────────────────────────────────────┐
         │ fingerprint of way 0 │ of way 1 │ ...     (0: nothing there)           │
         │ slot of way 0        │ slot of way 1 ...                               │
         ├─ bucket 1 ─────────────────────────────────────────────────────────────┤
         ...

    slot   0        1        2           3                4        5        6        7
         ┌────────┬────────┬───────────┬────────┬───────┬────────┬────────┬────────┬────────┐
         │ check  │ version│fingerprint│ key    │ value │ create │ mod    │ key    │ lease  │
         │        │        │           │  bytes │  bytes│revision│revision│ version│        │
         ├────────┴────────┴───────────┴────────┴───────┴────────┴────────┴────────┴────────┤
         │ key, then value ...                                                              │
         └──────────────────────────────────────────────────────────────────────────────────┘
           An odd version: unreadable. Key and value bytes have 32 bits each; value bytes of
           ABSENT: there is no such key. check = crc32(version to end of value) XOR the byte
           of MAIN at which the slot begins XOR epoch.

SIDE, which readers write, too, so that nothing in it is believed:

    word 0: magic    1: epoch    8, 16: whether anybody reads by the lease, or by age
    32 + 8 l:        lane l:    hits │ misses │ fallbacks
    512 + 8 s:       stripe s:  owner │ repair wanted (a slot's number + 1, or any other)
    byte 8192 + i:   whether slot i was hit; slots are numbered through all buckets

Words that change often and are not read together have cache lines of their own.
"""

from __future__ import annotations

from typing import Final

import msgspec

WORD: Final = 8
PAGE: Final = 4096
LINE_WORDS: Final = 8
MASK: Final = (1 << 64) - 1

MAGIC: Final = int.from_bytes(b"kvhotkey", "little")
SIDE_MAGIC: Final = int.from_bytes(b"kvhotsid", "little")
LAYOUT_VERSION: Final = 1

CHECK_WORD: Final = 2
FIRST_CONSTANT: Final = 3
EPOCH: Final = 13
CONSTANTS_END: Final = 14

GATE: Final = 64
LEASE_UNTIL: Final = 65
KNOWN_AT: Final = 80
ALIVE_UNTIL: Final = 88
APPLIED_REVISION: Final = 96
COUNTERS: Final = 104
COUNTER_NAMES: Final = (
    "fills",
    "updates",
    "evictions",
    "hidden",
    "gates",
    "repairs",
    "contended",
)

STATE: Final = 112
STATE_WORDS: Final = 4

SLOT_CHECK: Final = 0
SLOT_VERSION: Final = 1
SLOT_SIZES: Final = 3
SLOT_HEAD_BYTES: Final = 8 * WORD
ABSENT: Final = (1 << 32) - 1

SIDE_EPOCH: Final = 1
LEASE_WANTED: Final = 8
AGE_WANTED: Final = 16
SIDE_LANES: Final = 32
LANE_HITS: Final = 0
LANE_MISSES: Final = 1
LANE_FALLBACKS: Final = 2
SIDE_STRIPES: Final = PAGE // WORD
LANES: Final = (SIDE_STRIPES - SIDE_LANES) // LINE_WORDS
OWNER: Final = 0
REPAIR_WANTED: Final = 1
MAX_STRIPES: Final = 64
SIDE_HITS: Final = PAGE + MAX_STRIPES * LINE_WORDS * WORD

_FEW_STRIPES: Final = 16
_STRIPE_SLOTS: Final = 8192
"""More than that has a stripe only where there are `MAX_STRIPES` already."""

MAX_WAYS: Final = 64
MAX_SLOT_BYTES: Final = 1 << 21
MAX_BUCKETS: Final = 1 << 32


class Geometry(msgspec.Struct, frozen=True, kw_only=True):
    """How many slots of which size; all else follows from it."""

    buckets: int
    ways: int
    slot_bytes: int
    stripes: int

    @classmethod
    def fitting(cls, size: int, *, slot_bytes: int = 512, ways: int = 16) -> Geometry:
        """Return what fits into `size` bytes of MAIN, one bucket at least.

        The fewer stripes, the fewer have to be taken for many keys that change together; the more,
        the less is lost with one.
        """
        slot_bytes = max(-(-slot_bytes // 64) * 64, SLOT_HEAD_BYTES + 64)
        buckets = max((size - PAGE) // (ways * (WORD + slot_bytes)), 1)
        stripes = min(max(buckets * ways // _STRIPE_SLOTS, _FEW_STRIPES), MAX_STRIPES, buckets)
        return cls(buckets=buckets, ways=ways, slot_bytes=slot_bytes, stripes=stripes)

    @property
    def sound(self) -> bool:
        """Whether such a segment can be."""
        return (
            0 < self.buckets <= MAX_BUCKETS
            and 0 < self.ways <= MAX_WAYS
            and self.ways % LINE_WORDS == 0
            and SLOT_HEAD_BYTES < self.slot_bytes <= MAX_SLOT_BYTES
            and self.slot_bytes % (LINE_WORDS * WORD) == 0
            and 0 < self.stripes <= MAX_STRIPES
        )

    @property
    def slots(self) -> int:
        """Number of all slots."""
        return self.buckets * self.ways

    @property
    def room(self) -> int:
        """Bytes that key and value of one item may have together."""
        return self.slot_bytes - SLOT_HEAD_BYTES

    @property
    def bucket_bytes(self) -> int:
        """From one bucket to the next."""
        return self.ways * (WORD + self.slot_bytes)

    @property
    def main_bytes(self) -> int:
        """Size of MAIN."""
        return PAGE + self.buckets * self.bucket_bytes

    @property
    def side_bytes(self) -> int:
        """Size of SIDE."""
        return SIDE_HITS + self.slots

    def bucket_of(self, fingerprint: int) -> int:
        """Return the bucket in which a key may be."""
        return (fingerprint >> 32) * self.buckets >> 32

    def bucket_at(self, bucket: int) -> int:
        """Return the byte at which a bucket begins, with its fingerprints."""
        return PAGE + bucket * self.ways * (WORD + self.slot_bytes)

    def slot_at(self, slot: int) -> int:
        """Return the byte at which a slot begins."""
        heads = slot // self.ways + 1
        return PAGE + heads * self.ways * WORD + slot * self.slot_bytes

    def fingerprint_word(self, slot: int) -> int:
        """Return the word in the bucket's head that says what the slot holds."""
        bucket, way = divmod(slot, self.ways)
        return self.bucket_at(bucket) // WORD + way

    def stripe_of(self, bucket: int) -> int:
        """Return which semaphore guards a bucket."""
        return bucket % self.stripes

    def stripe_of_slot(self, slot: int) -> int:
        """Return which semaphore guards a slot."""
        return self.stripe_of(slot // self.ways)


def owner_word(stripe: int) -> int:
    """Return the word of SIDE that names who holds a stripe; 0: nobody."""
    return SIDE_STRIPES + stripe * LINE_WORDS + OWNER


def wanted_word(stripe: int) -> int:
    """Return the word of SIDE by which a reader asks that a stripe be looked through."""
    return SIDE_STRIPES + stripe * LINE_WORDS + REPAIR_WANTED
