"""What the peers of a server may use, however it runs its handlers."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from rpcgen_py.runtime.record_marking import RecordError

__all__ = ["Budget", "Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The servers' docstrings say what each means. Times in seconds, sizes in bytes."""

    max_connections: int
    max_queued: int
    max_record: int
    max_buffered: int
    max_datagram: int
    idle_timeout: float
    yield_after: float
    send_timeout: float
    call_timeout: float | None

    def deadline(self, now: float) -> float | None:
        """The deadline of a call that came just now."""
        return None if self.call_timeout is None else now + self.call_timeout


class Budget:
    """The bytes that unfinished records of all connections may take together."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._lock = threading.Lock()

    def take(self, size: int) -> None:
        """Take, or where `size` is negative give back. Raises `RecordError` if it is used up."""
        with self._lock:
            if 0 < size > self._left:
                raise RecordError("more unfinished records than this server has room for")
            self._left -= size
