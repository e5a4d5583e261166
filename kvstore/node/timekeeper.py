"""Replicated time: the leader tells the log how long it has led, and what that ends.

The machine knows no clock but these commands. What a leader measured and could not commit is
lost, and so is what passes between two leaders: leases and sessions end late, never early.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore._generated import command as commands

if TYPE_CHECKING:
    from kvstore.node.ports import Machine

INTERVAL_MS: Final = 500
"""How often time is told while there is anything that it can end."""

STEP_MAX_MS: Final = 1000
"""Most that one command lets pass: a leader that was stopped does not end everything at once."""

_ORIGIN: Final = commands.command_origin(session=0, sequence=0, lowest_unanswered=0, name_space=b"")


class Timekeeper:
    """Asked at each tick of a leader. Times are nanoseconds of the boot clock."""

    def __init__(self) -> None:
        """Measure nothing yet."""
        self._told_at = 0
        self._waits = False

    def begin(self, now: int) -> None:
        """Measure from here: this node has become the leader."""
        self._told_at = now
        self._waits = False

    def due(self, now: int, machine: Machine) -> commands.command | None:
        """Return what is to be proposed now; `settled` says when that is over.

        One command is on its way at a time, so that none is told twice what is due.
        """
        if self._waits:
            return None
        if not machine.timed:
            # The time before something was there to end is not its time.
            self._told_at = now
            return None
        expire = machine.due()
        if expire is not None:
            change: commands.command_change = commands.command_change_COMMAND_EXPIRE(expire=expire)
        else:
            elapsed_ms = (now - self._told_at) // 1_000_000
            if elapsed_ms < INTERVAL_MS:
                return None
            self._told_at = now
            change = commands.command_change_COMMAND_CLOCK(elapsed_ms=min(elapsed_ms, STEP_MAX_MS))
        self._waits = True
        return commands.command(origin=_ORIGIN, change=change)

    def settled(self) -> None:
        """Hear that what was proposed is applied, or will not be."""
        self._waits = False
