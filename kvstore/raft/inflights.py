"""Appends on their way to one follower, so that a slow one is not flooded (§10.2.1)."""

from __future__ import annotations

from collections import deque


class Inflights:
    """The last index and the bytes of each append that was sent and not yet answered.

    At most `max_count` of them, and no more once `max_bytes` are on their way (0: no limit in
    bytes); the append that passes the limit is still sent.
    """

    __slots__ = ("_bytes", "_sent", "max_bytes", "max_count")

    def __init__(self, max_count: int, max_bytes: int) -> None:
        self.max_count = max_count
        self.max_bytes = max_bytes
        self._sent: deque[tuple[int, int]] = deque()
        self._bytes = 0

    def add(self, index: int, size: int) -> None:
        """Note that an append up to `index`, of `size` bytes, left."""
        self._sent.append((index, size))
        self._bytes += size

    def free_to(self, index: int) -> None:
        """Note that everything up to `index` was answered."""
        sent = self._sent
        while sent and sent[0][0] <= index:
            self._bytes -= sent.popleft()[1]

    def clear(self) -> None:
        """Forget them all: they are not expected to be answered."""
        self._sent.clear()
        self._bytes = 0

    @property
    def count(self) -> int:
        """How many are on their way."""
        return len(self._sent)

    @property
    def full(self) -> bool:
        """Whether the next one has to wait."""
        return len(self._sent) >= self.max_count or 0 < self.max_bytes <= self._bytes
