"""The clock of a node's host: it may be too fast or too slow, and never stops."""

from __future__ import annotations

from tests.simulation.events import Events


class BootClock:
    """Nanoseconds; runs on while the process is paused. Looking at it takes time, too."""

    def __init__(self, events: Events, base: int, work: int) -> None:
        self._events = events
        self._work = work
        self._base = self._last = base
        self._since = events.now
        self._rate = 1.0

    def set_rate(self, rate: float) -> None:
        """Run faster or slower from now on."""
        self._base, self._since = self._true(), self._events.now
        self._rate = rate

    def now(self) -> int:
        """See `Clock`."""
        self._last = max(self._true(), self._last + self._work)
        return self._last

    def _true(self) -> int:
        return self._base + int((self._events.now - self._since) * 1000 * self._rate)
