"""A story that is told again and again, and goes wrong one step later each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import Literal, TypeVar

from tests.kvstore.storage.faulty_disk import FaultyDisk

T = TypeVar("T")

Tell = Callable[[FaultyDisk, list[T]], Iterable[object]]
"""Runs the story; the list is always what may be found if the process ends now."""

Live = Callable[[FaultyDisk, list[T]], None]
"""Checks what is found, and goes on with it."""


def go_wrong_everywhere(
    tell: Tell[T],
    first: T,
    live: Live[T],
    *,
    fault: Literal["crash_in", "sync_fails_in"],
    error: type[BaseException],
    end: Callable[[FaultyDisk], None],
    seed: int,
) -> int:
    """Let each call to the disk, or each sync, go wrong, which ends the story with `error`.

    Returns how many of them there are.
    """
    for steps in count():
        disk, possible = FaultyDisk(seed), [first]
        setattr(disk, fault, steps)
        try:
            for _ in tell(disk, possible):
                pass
        except error:
            end(disk)
            live(disk, possible)
        else:
            break
    return steps
