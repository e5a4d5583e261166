"""A cache in buckets, as a segment of hot keys is one, and policies that may choose in it."""

from __future__ import annotations

import random
from array import array
from collections.abc import Collection
from typing import Protocol

from kvstore.hotcache.admission import Admission

MEMO_HITS = 64
"""A hit of a key that a client's memo holds is seen each so many times."""


class Policy(Protocol):
    """What chooses: `Admission`, or another beside it; None if the key is not let in after all."""

    def asked(self, fingerprint: int) -> bool: ...

    def victim(self, bucket: int, hits: bytearray) -> int | None: ...


class Bucketed:
    """Slots in buckets; the hits of keys below `memo` are seen once in `MEMO_HITS` times."""

    def __init__(self, policy: Policy, slots: int, ways: int, keys: int, memo: int = 0) -> None:
        dice = random.Random(2)
        self._fingerprints = array("Q", (dice.getrandbits(63) for _ in range(keys)))
        self._policy = policy
        self._ways = ways
        self._buckets = slots // ways
        self._memo = memo
        self._memo_hits = 0
        self._hits = bytearray(slots)
        self._slots: list[int | None] = [None] * slots
        self._where: dict[int, int] = {}
        self.fills = 0

    @property
    def keys(self) -> Collection[int]:
        return self._where.keys()

    def get(self, key: int) -> None:
        slot = self._where.get(key)
        if slot is None:
            fingerprint = self._fingerprints[key]
            if self._policy.asked(fingerprint):
                self._place(key, fingerprint % self._buckets)
            return
        if key < self._memo:
            self._memo_hits += 1
            if self._memo_hits % MEMO_HITS:
                return
        self._hits[slot] = 1

    def _place(self, key: int, bucket: int) -> None:
        first = bucket * self._ways
        try:
            slot = self._slots.index(None, first, first + self._ways)
        except ValueError:
            way = self._policy.victim(bucket, self._hits)
            if way is None:
                return
            slot = first + way
            left = self._slots[slot]
            assert left is not None
            del self._where[left]
        self.fills += 1
        self._hits[slot] = 0
        self._slots[slot] = key
        self._where[key] = slot


class PlainClock:
    """All are let in; the bucket's hand takes hit bytes away, and the first slot without one."""

    def __init__(self, slots: int, ways: int) -> None:
        self._ways = ways
        self._hands = [0] * (slots // ways)

    def asked(self, _fingerprint: int) -> bool:
        return True

    def victim(self, bucket: int, hits: bytearray) -> int:
        way = self._hands[bucket]
        while hits[bucket * self._ways + way]:
            hits[bucket * self._ways + way] = 0
            way = (way + 1) % self._ways
        self._hands[bucket] = (way + 1) % self._ways
        return way


class Unscored(PlainClock):
    """The same clock, where a key is let in as ours does it."""

    def __init__(self, slots: int, ways: int) -> None:
        super().__init__(slots, ways)
        self._ghosts = Admission(slots, ways)

    def asked(self, fingerprint: int) -> bool:
        return self._ghosts.asked(fingerprint)


class Counted:
    """As TinyLFU has it (Einziger et al., 2017): misses are counted, and a key is let in if it has
    more of them than the least hit of its bucket has looks that found it hit. A bucket's counts are
    halved each so many looks; a key that another drove out of its place is counted anew.
    """

    MOST = 7
    LOOKS = 16

    def __init__(self, slots: int, ways: int) -> None:
        self._ways = ways
        self._ghosts = array("Q", bytes(8 * slots))
        self._misses = bytearray(slots)
        self._scores = bytearray(slots)
        self._looks = bytearray(slots // ways)
        self._candidate = 0

    def asked(self, fingerprint: int) -> bool:
        place = fingerprint % len(self._ghosts)
        if self._ghosts[place] != fingerprint:
            self._ghosts[place] = fingerprint
            self._misses[place] = 1
            return False
        self._candidate = self._misses[place] = min(self._misses[place] + 1, self.MOST)
        return True

    def victim(self, bucket: int, hits: bytearray) -> int | None:
        first = bucket * self._ways
        scores = self._scores
        self._looks[bucket] = (self._looks[bucket] + 1) % self.LOOKS
        for slot in range(first, first + self._ways):
            if hits[slot]:
                hits[slot] = 0
                scores[slot] = min(scores[slot] + 1, self.MOST)
            if not self._looks[bucket]:
                scores[slot] >>= 1
        least = min(range(first, first + self._ways), key=scores.__getitem__)
        if self._candidate <= scores[least]:
            return None
        scores[least] = self._candidate
        return least - first
