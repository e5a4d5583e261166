"""Which keys are hot: what is let into the cache, and what has to leave for it.

Two parts, both of fixed size:

- Ghosts: the fingerprint of a missed key, in one of the two places that it can have. A key is let
  in when its miss finds its own ghost there, so when it was missed before, and not so long ago that
  another key took the place. A scan meets no ghost of its own, and changes nothing but ghosts. In
  which of the two a new one gets is left to chance: by any rule there are keys that, asked for in
  turn, take the places from each other for ever.
- A clock in each bucket. Its hand passes over the slots, takes their hit bytes and keeps a score of
  0 to 3 for each: one up if it was hit since the hand was there last, one down if not. The first
  that has nothing left to lose is replaced. Hits cost whoever makes them that byte, and no order
  has to be kept. Where a memo answers the hottest keys, so that they set the byte once in 64 times,
  the score carries them over a round or two in which they look cold.

`python -m benchmarks zipf` compares it (s = 0.99, 10**6 keys, room for 10**4 of them). Points of
hit ratio below an ideal LFU, with each hit seen / with one in 64 of the hottest 1,000 keys' hits:

                                            buckets of 16    of 8
    these two parts                         1.5 / 2.4        1.9 / 2.7
    without scores                          2.2 / 2.9        2.7 / 3.4
    without scores and ghosts: a clock      9.2 / 11.8
    admitted by counts, as TinyLFU has it   1.0 / 1.6        1.4 / 1.7
    over the whole cache, each hit seen     SIEVE 2.2, LRU 9.8

A scan of 10**6 keys takes nothing, and 2 % of the gets make it fill a slot (SIEVE and LRU: 36 and
43 %). Counts are better while nothing changes, but need more memory and parts, and take up to twice
as long to find the new keys when all change places. These two are at an LRU's ratio 10 gets a slot
after that (3 points below it after 5), 2 points from their own after 40, and half of one after 80.

Where memos answer everything that is cached, so that only one hit in 64 of any key is seen, it is 4
points below, and counts are no better: the bytes do not tell who is on the edge.
"""

from __future__ import annotations

from array import array
from typing import Final

BYTES_PER_SLOT: Final = 9
"""Memory beside the slots: a ghost and a score each. A bucket has one byte more, for its hand."""

MOST: Final = 3
"""A score's upper bound. More of it keeps keys that were hot and are no more."""


class Admission:
    """The policy for `slots` slots in buckets of `ways`. Bucket b has those from b * ways on.

    It knows fingerprints only, and nothing of what stands where: whoever holds the slots fills the
    free ones of a bucket before it asks for a victim. The same calls give the same answers: the
    dice are part of it. The two methods share nothing that changes, so each may have a thread of
    its own.
    """

    __slots__ = ("_dice", "_ghosts", "_hands", "_most_steps", "_places", "_scores", "_ways")

    def __init__(self, slots: int, ways: int) -> None:
        """Raise ValueError if `slots` are not one or more buckets of 1 to 255 `ways`."""
        if not 1 <= ways <= 255 or slots < ways or slots % ways:
            raise ValueError(f"{slots} slots are no buckets of {ways}")
        self._ways = ways
        self._places = slots
        self._dice = 1
        self._ghosts = array("Q", bytes(8 * slots))
        self._scores = bytearray(slots)
        self._hands = bytearray(slots // ways)
        self._most_steps = ways * (MOST + 2)

    def asked(self, fingerprint: int) -> bool:
        """Whether to let in a key that was just asked for, and missed. `fingerprint`: 64 bits.

        Not for what does not fit into a slot: it would be let in again and again. Nor for puts: a
        key is hot by its readers.
        """
        place = fingerprint % self._places
        ghosts = self._ghosts
        # The other place is the one before; before the first is the last.
        if ghosts[place] == fingerprint or ghosts[place - 1] == fingerprint:
            return True
        # The dice of D. E. Knuth and H. W. Lewis, of which the upper bits are good.
        self._dice = dice = (self._dice * 1664525 + 1013904223) & 0xFFFFFFFF
        ghosts[place - (dice >> 31)] = fingerprint
        return False

    def victim(self, bucket: int, hits: bytearray | memoryview) -> int:
        """The way of `bucket` whose slot the next key shall have; its score starts anew.

        `hits`: a byte a slot, for all slots, not 0 if hit. Those that the hand passes are cleared.
        Other processes may set them meanwhile, and as fast as they like: the steps are bounded.
        """
        ways, scores = self._ways, self._scores
        first = bucket * ways
        way = slot = 0
        hand = self._hands[bucket]
        # Left alone, it takes a round for the hit bytes, MOST for the scores, and one step.
        for _ in range(self._most_steps):
            way = hand
            hand = way + 1 if way + 1 < ways else 0
            slot = first + way
            if hits[slot]:
                hits[slot] = 0
                if scores[slot] < MOST:
                    scores[slot] += 1
            elif scores[slot]:
                scores[slot] -= 1
            else:
                break
        self._hands[bucket] = hand
        scores[slot] = 0
        return way
