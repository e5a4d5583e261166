"""Sessions: what lets a change be sent again without being done again."""

from __future__ import annotations

import threading
from typing import Final

__all__ = ["Session"]

_TRUSTED: Final = 0.75
"""Part of a session's time for which it is used without having been renewed: clocks drift, and a
change needs time to arrive. The cluster ends a session late, never early."""


class Session:
    """One session's numbers. `renewed_at` is when the last call that renewed it was sent."""

    def __init__(self, number: int, ttl: float, renewed_at: float) -> None:
        """Begin with the first sequence number; times in seconds of the user's clock."""
        self.number = number
        self._ttl = ttl
        self._renewed_at = renewed_at
        self._next = 1
        self._unanswered: dict[int, None] = {}  # in order, so that the first one is the lowest
        self._mutex = threading.Lock()

    def fresh(self, now: float) -> bool:
        """Whether the cluster still knows the session, for all that can be told from here."""
        return now - self._renewed_at < self._ttl * _TRUSTED

    def renewed(self, sent_at: float) -> None:
        """Take in that a change sent then was answered: it renewed the session."""
        self._renewed_at = max(self._renewed_at, sent_at)

    def begin(self) -> int:
        """Return the sequence number of a change that was never sent before."""
        with self._mutex:
            sequence = self._next
            self._next += 1
            self._unanswered[sequence] = None
        return sequence

    def end(self, sequence: int) -> None:
        """Forget a change: it was answered, or will never be asked for again.

        The cluster refuses to carry it out once the lowest unanswered number has passed it, so
        one that was given up and is still on its way comes too late for good.
        """
        with self._mutex:
            del self._unanswered[sequence]

    def lowest_unanswered(self) -> int:
        """Return the lowest number whose outcome is still wanted; the next one if none is."""
        with self._mutex:
            return next(iter(self._unanswered), self._next)

    def idle(self) -> bool:
        """Whether no change is under way."""
        return not self._unanswered
