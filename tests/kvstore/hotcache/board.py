"""What processes have told each other of each key: the revision that was acknowledged last.

Who begins to look after that may find that revision, a newer one, or nothing.
"""

from __future__ import annotations

from mmap import mmap


class Board:
    """Made before a fork, it is seen on both sides of it. One process writes."""

    def __init__(self, keys: int) -> None:
        self.acknowledged = memoryview(mmap(-1, 8 * keys)).cast("Q")
        self.stopped = memoryview(mmap(-1, 8)).cast("Q")
        self.name = mmap(-1, 4096)

    def tell_name(self, name: str) -> None:
        """Say how the newest segment is called."""
        self.name[:100] = name.encode().ljust(100)

    def segment(self) -> str:
        """Return how it is called, "" if there is none."""
        return self.name[:100].strip(b" \0").decode()
