"""When a snapshot is due, and how much of the log it replaces: numbers in, decisions out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SnapshotPolicy:
    """Bounds of the log behind the newest snapshot. Sizes are in bytes.

    A restart reads the newest snapshot and applies the log behind it, so both bound how long it
    takes; each snapshot costs time in which fewer changes are applied. So the larger the state,
    the longer the log may grow: a snapshot is due when the log weighs as much as the one before.
    """

    min_log_size: int = 64 << 20
    """A log below that weight needs no snapshot."""
    short_log_size: int = 16 << 20
    """Nor does one below that weight where space is short: less would give no segment back."""
    max_log_entries: int = 1_000_000
    """One with more entries needs one whatever it weighs."""
    kept_size: int = 32 << 20
    """What stays of the log in front of its end, for followers that are a little behind."""
    chunk_size: int = 256 << 10
    """What a follower is sent at a time."""

    def is_due(
        self, entries: int, log_size: int, snapshot_size: int, shrunk: int, *, is_space_short: bool
    ) -> bool:
        """Decide on `entries` of `log_size` behind a snapshot of `snapshot_size`.

        `shrunk`: bytes that a new one would be smaller. `is_space_short`: space is wanted back,
        the log's and the old snapshot's, if a new one would give any.
        """
        if is_space_short and log_size + shrunk > max(snapshot_size // 8, self.short_log_size):
            return True
        return entries >= self.max_log_entries or log_size >= max(self.min_log_size, snapshot_size)

    def compact_to(
        self,
        snapshot_index: int,
        oldest_kept: int,
        oldest_sent: int | None,
        *,
        is_space_short: bool,
    ) -> int:
        """Return the index up to which the log is given up.

        `oldest_kept`: the first entry of the newest `kept_size` bytes of the log. `oldest_sent`:
        of the snapshots on their way to a follower, which will need what comes behind.
        """
        index = snapshot_index if is_space_short else min(snapshot_index, oldest_kept - 1)
        return index if oldest_sent is None else min(index, oldest_sent)
