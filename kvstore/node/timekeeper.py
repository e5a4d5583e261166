"""Replicated time: the leader tells the log how long it has led, and what that ends.

The machine knows no clock but these commands. What a leader measured and could not commit is
lost, and so is what passes between two leaders. A lease that was renewed between two commands
is taken for as old as the first of them, by up to the longest step: so what is over by replicated
time waits for that long before it is ended. Leases and sessions end late, never early.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore._generated import command as commands

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kvstore.node.ports import Machine

INTERVAL_MS: Final = 500
"""How often time is told while there is anything that it can end."""

STEP_MAX_MS: Final = 1000
"""Most that one command lets pass: a leader that was stopped does not end everything at once."""

_MS: Final = 1_000_000

_ORIGIN: Final = commands.command_origin(session=0, sequence=0, lowest_unanswered=0, name_space=b"")


class _Ripening:
    """When each of the leases, or sessions, was first found to be over."""

    def __init__(self) -> None:
        self._since: dict[commands.command_expiry, int] = {}

    def ripe(
        self, due: Iterable[commands.command_expiry], now: int
    ) -> tuple[commands.command_expiry, ...]:
        since = self._since
        self._since = {each: since.get(each, now) for each in due}
        return tuple(each for each, at in self._since.items() if now - at >= STEP_MAX_MS * _MS)


class Timekeeper:
    """Asked at each tick of a leader. Times are nanoseconds of the boot clock."""

    def __init__(self) -> None:
        """Measure nothing yet."""
        self.begin(0)

    def begin(self, now: int) -> None:
        """Measure from here: this node has become the leader."""
        self._told_at = now
        self._waits = False
        self._leases, self._sessions = _Ripening(), _Ripening()

    def due(self, now: int, machine: Machine) -> commands.command | None:
        """Return what is to be proposed now; `settled` says when that is over.

        One command is on its way at a time, so that nothing is ended twice.
        """
        if not machine.timed:
            # The time before something was there to end is not its time.
            self._told_at = now
            return None
        if self._waits:
            return None
        change = self._expire(now, machine) or self._clock(now)
        if change is None:
            return None
        self._waits = True
        return commands.command(origin=_ORIGIN, change=change)

    def settled(self) -> None:
        """Hear that what was proposed is applied, or will not be."""
        self._waits = False

    def _expire(self, now: int, machine: Machine) -> commands.command_change | None:
        due = machine.due()
        leases = self._leases.ripe(() if due is None else due.leases, now)
        sessions = self._sessions.ripe(() if due is None else due.sessions, now)
        if not leases and not sessions:
            return None
        expire = commands.command_expire(leases=leases, sessions=sessions)
        return commands.command_change_COMMAND_EXPIRE(expire=expire)

    def _clock(self, now: int) -> commands.command_change | None:
        elapsed_ms = (now - self._told_at) // _MS
        if elapsed_ms < INTERVAL_MS:
            return None
        self._told_at = now
        return commands.command_change_COMMAND_CLOCK(elapsed_ms=min(elapsed_ms, STEP_MAX_MS))
