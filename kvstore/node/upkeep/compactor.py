"""When the leader raises the floor by itself, and to where: memory stays bounded that way.

Kept are so many revisions, or bytes of them, or what is so young, whichever is least. How old and
how heavy revisions are is known of those that were applied since the node began to look, at its
start, so that any leader is as precise as the one before; of older ones it lets go late.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from kvstore.node.ports import Machine

_PAUSE_NS: Final = 1_000_000_000
"""Between two raises at least; what comes meanwhile is kept for that long."""
_PAUSE_PARTS: Final = 8
"""Or such a part of the bytes: a second of large values may weigh more than all that is kept."""
_MARKS: Final = 64
"""So many parts of the bound are looked at: the floor is off by one of them at most."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Bounds of what is kept behind the newest revision; None: none of that kind."""

    revisions: int | None = 100_000
    written_bytes: int | None = 256 << 20
    seconds: float | None = None


class _Mark(NamedTuple):
    """The newest revision at some moment."""

    at: int
    revision: int
    written_bytes: int


_NOTHING: Final = _Mark(0, 0, 0)


class Compactor:
    """Looks at each tick, and is asked at each one of a leader. Times are nanoseconds of the boot
    clock.
    """

    def __init__(self, kept: Kept) -> None:
        """Keep what `kept` says."""
        self._kept = kept
        self._age_ns = None if kept.seconds is None else int(kept.seconds * 1e9)
        self._marks: deque[_Mark] = deque()
        self._passed = _NOTHING
        self.begin()

    def begin(self) -> None:
        """Know of no raise: this node has become the leader."""
        self._raised_at: int | None = None
        self._raised_to = 0

    def look(self, now: int, machine: Machine) -> None:
        """Note how old and how heavy the newest revisions are."""
        self._mark(now, machine)
        self._pass(now, machine.written_bytes)

    def due(self, now: int, machine: Machine, *, is_short: bool = False) -> int | None:
        """Return the revision that the floor is to be raised to now, None if it may stay.

        To be asked again only when that has happened, or has failed. Where the disk `is_short`
        and all was compacted but for one change since, that one follows: what was deleted before
        it is given back only then.
        """
        self.look(now, machine)
        floor = machine.compacted_revision
        target = max(self._passed.revision, self._counted(machine))
        if is_short and floor and machine.revision == floor + 1:
            target = machine.revision
        if target <= floor or not self._may_raise(now):
            return None
        self._raised_at = now
        self._raised_to = self._passed.written_bytes
        return target

    def _counted(self, machine: Machine) -> int:
        """Return the floor that the number of revisions asks for, 0 if it may stay.

        Numbers say nothing of weight, so a step of them is for this bound alone: it keeps the log
        from being full of raises by one. Marks are steps in themselves.
        """
        revisions = self._kept.revisions
        if revisions is None:
            return 0
        target = machine.revision - revisions
        return target if target - machine.compacted_revision >= max(revisions // 10, 1) else 0

    def _may_raise(self, now: int) -> bool:
        if self._raised_at is None or now - self._raised_at >= _PAUSE_NS:
            return True
        bound = self._kept.written_bytes
        return bound is not None and (
            self._passed.written_bytes - self._raised_to >= max(bound // _PAUSE_PARTS, 1)
        )

    def _mark(self, now: int, machine: Machine) -> None:
        kept, marks = self._kept, self._marks
        written = machine.written_bytes
        if marks and (written < marks[-1].written_bytes or machine.revision < marks[-1].revision):
            marks.clear()  # another machine: that of a snapshot
            self._passed = _NOTHING
            self._raised_to = 0
        if not marks:
            due = self._age_ns is not None or kept.written_bytes is not None
        else:
            newest = marks[-1]
            old = self._age_ns is not None and now - newest.at >= self._age_ns // _MARKS
            heavy = (
                kept.written_bytes is not None
                and written - newest.written_bytes >= kept.written_bytes // _MARKS
            )
            due = (old or heavy) and machine.revision > newest.revision
        if due:
            marks.append(_Mark(now, machine.revision, written))

    def _pass(self, now: int, written: int) -> None:
        """Find the newest mark that is too old, or has too much behind it."""
        kept, marks = self._kept, self._marks
        while marks and (
            (self._age_ns is not None and now - marks[0].at >= self._age_ns)
            or (
                kept.written_bytes is not None
                and written - marks[0].written_bytes >= kept.written_bytes
            )
        ):
            self._passed = marks.popleft()
