"""A story that is told again and again, and goes wrong one step later each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import TypeVar

from tests.kvstore.storage.faulty_disk import Crash, FaultyDisk

T = TypeVar("T")

Tell = Callable[[FaultyDisk, list[T]], Iterable[object]]
"""Runs the story; the list is always what may be found if the process ends now."""

Live = Callable[[FaultyDisk, list[T]], None]
"""Checks what is found, and goes on with it."""


def crash_in_each_call(
    tell: Tell[T], first: T, live: Live[T], *, end: Callable[[FaultyDisk], None], seed: int
) -> int:
    """Let the process end in each call to the disk; return how many there are."""
    for calls in count():
        disk, possible = FaultyDisk(seed), [first]
        disk.crash_in = calls
        try:
            for _ in tell(disk, possible):
                pass
        except Crash:
            end(disk)
            live(disk, possible)
        else:
            break
    return calls


def fail_each_sync(
    tell: Tell[T],
    first: T,
    live: Live[T],
    *,
    error: type[Exception],
    end: Callable[[FaultyDisk], None],
    seed: int,
) -> int:
    """Let each sync fail, which the story ends with `error` for; return how many there are."""
    for syncs in count():
        disk, possible = FaultyDisk(seed), [first]
        disk.sync_fails_in = syncs
        try:
            for _ in tell(disk, possible):
                pass
        except error:
            end(disk)
            live(disk, possible)
        else:
            break
    return syncs
