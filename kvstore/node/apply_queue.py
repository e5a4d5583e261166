"""Committed entries on their way into the machine, a slice of time at once.

Some changes look through many keys. So after a slice the rest waits for another turn, and reads,
and calls of others, come in between. That is no break in any one change.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore._generated import raft
    from kvstore.node.ports import Clock
    from kvstore.raft.ready import Applied, Apply


class ApplyQueue:
    """What was handed out and is not applied, oldest first."""

    def __init__(self, clock: Clock, slice_ns: int, apply: Callable[[raft.entry], bool]) -> None:
        """Call `apply` with each entry, for about `slice_ns` at a time, one of them at least.

        It returns False where something had to be done first, and is called again then.
        """
        self._clock = clock
        self._slice_ns = slice_ns
        self._apply = apply
        self._waiting: deque[Apply] = deque()
        self._place = 0
        self._overtaken = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, apply: Apply) -> None:
        """Take entries over."""
        self._waiting.append(apply)

    def overtake(self, index: int) -> None:
        """Pass over entries up to `index`: a snapshot has brought what they did."""
        self._overtaken = index

    def run(self) -> list[Applied]:
        """Apply for a slice of time; return what the core is to be told of it."""
        now, apply, waiting = self._clock.now, self._apply, self._waiting
        finished: list[Applied] = []
        until = now() + self._slice_ns
        while waiting:
            entries = waiting[0].entries
            place = self._place
            over = False
            while place < len(entries) and not over:
                entry = entries[place]
                place += 1
                self._place = place
                if entry.index > self._overtaken:
                    if not apply(entry):
                        place -= 1
                        self._place = place
                    over = now() >= until
            if place == len(entries):
                finished.append(waiting.popleft().applied)
                self._place = 0
            if over:
                break
        return finished
