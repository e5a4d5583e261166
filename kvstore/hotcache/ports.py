"""What the cache stands on: memory, locks, a clock, and who is to go when a bucket is full.

Real ones are in `segments` and `semaphores`; those of a simulator are anonymous memory, a list
and a number for the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
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
    """Who is to go where a bucket is full."""

    def victim(self, bucket: int, hits: memoryview) -> int:
        """Return the way of `bucket` whose slot the next key shall have.

        `hits` has a byte for each slot, numbered through all buckets; not 0: it was hit. They may
        be cleared here, and readers set them meanwhile.
        """
        ...
