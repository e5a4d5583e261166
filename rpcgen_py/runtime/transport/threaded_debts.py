"""The answers that peers of a threaded server have not taken, all together."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rpcgen_py.runtime.transport.threaded_stream import Session

__all__ = ["Debts"]


class Debts:
    """At most `most` bytes: beyond that, the connection that holds the most has to end."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._total = 0
        self._owed: dict[Session, int] = {}
        self._lock = threading.Lock()

    def owe(self, session: Session, size: int) -> Session | None:
        """Account for the `size` that a connection holds now; returns the one that must end."""
        with self._lock:
            self._total += size - self._owed.pop(session, 0)
            if size:
                self._owed[session] = size
            if self._total <= self._most:
                return None
            largest = max(self._owed, key=self._owed.__getitem__)
            self._total -= self._owed.pop(largest)
            return largest
