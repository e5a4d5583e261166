"""What makes a damaged word, or one from another place or segment, tell itself."""

from __future__ import annotations

from struct import Struct
from typing import Final
from zlib import crc32

from kvstore.hotcache.layout import MASK, STATE_WORDS

_FACTOR: Final = 0x9E3779B97F4A7C15
"""2^64 divided by the golden ratio, odd: multiplying by it spreads whatever bit has changed."""


def seal(value: int, index: int, epoch: int) -> int:
    """Return the word behind word `index`, which is `value`, in a segment of `epoch`."""
    return ((value ^ epoch) * _FACTOR + index) & MASK


_pack_state: Final = Struct(f"={STATE_WORDS}Q").pack


def seal_of_state(state: tuple[int, ...], epoch: int) -> int:
    """Return the word behind those that tell of the state."""
    return crc32(_pack_state(*state)) ^ epoch
