"""What the cache stands on: memory, locks, a clock, and who is to go when a bucket is full.

Real ones are in `segments` and `semaphores`; those of a simulator are anonymous memory, a list
and a number for the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from mmap import mmap

Clock: TypeAlias = "Callable[[], int]"
"""Returns nanoseconds of the boot clock, which runs on while the host sleeps."""

Pause: TypeAlias = "Callable[[float], None]"
"""Lets so many seconds pass, for instance `time.sleep`."""


class Memory(NamedTuple):
    """The two halves of a segment (see `layout`); `mmap(-1, size)` will do where nobody shares."""

    main: mmap
    side: mmap


class Locks(Protocol):
    """One lock a stripe, of which a dead holder is relieved by whoever made them."""

    def try_take(self, stripe: int) -> bool:
        """Take it if it is free now; never wait, never raise."""
        ...

    def give(self, stripe: int) -> None:
        """Give back what was taken; never raise."""
        ...


class Eviction(Protocol):
    """Who is to go."""

    def victim(self, held: Sequence[int]) -> int | None:
        """Return which of these fingerprints is to make room, None for none of them.

        They are all that a bucket holds, in no order that means anything.
        """
        ...
