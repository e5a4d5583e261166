"""The end of the log that is not known to be on the disk.

storage ...│ entries[0] at `offset` ... in progress ...│ `in_progress` ... not handed out yet
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.raft import trace
from kvstore.raft.errors import InvariantBroken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore._generated import raft
    from kvstore.raft.trace import Trace


class Unstable:
    """Entries from `offset` on, and a snapshot that is to replace everything before them."""

    __slots__ = (
        "entries",
        "in_progress",
        "offset",
        "snapshot",
        "snapshot_in_progress",
        "trace",
    )

    def __init__(self, offset: int, sink: Trace | None) -> None:
        self.offset = offset
        self.in_progress = offset
        self.entries: list[raft.entry] = []
        self.snapshot: raft.snapshot_metadata | None = None
        self.snapshot_in_progress = False
        self.trace = sink

    def term(self, index: int) -> int | None:
        """Return the term of an index if it is known here."""
        at = index - self.offset
        if at < 0:
            snapshot = self.snapshot
            return snapshot.term if snapshot is not None and snapshot.index == index else None
        return self.entries[at].term if at < len(self.entries) else None

    def handed_out(self) -> Sequence[raft.entry]:
        """Return the entries that no `Ready` has carried yet: a copy, which nothing changes."""
        return self.entries[self.in_progress - self.offset :]

    def accept(self) -> None:
        """Note that all there is here is being written."""
        self.in_progress = self.offset + len(self.entries)
        if self.snapshot is not None:
            self.snapshot_in_progress = True

    def stable_to(self, index: int, term: int) -> None:
        """Give up the entries up to `index`, which are on the disk.

        Only if the entry there is still the one that was written: another leader's may have
        taken its place since.
        """
        ours = self.term(index)
        if ours is None:
            if self.trace is not None:
                self.trace(trace.StableMissing(index))
        elif index < self.offset:
            if self.trace is not None:
                self.trace(trace.StableIsSnapshot(index))
        elif ours != term:
            if self.trace is not None:
                self.trace(trace.StableMismatch(index, term, ours))
        else:
            del self.entries[: index + 1 - self.offset]
            self.offset = index + 1
            self.in_progress = max(self.in_progress, self.offset)

    def snapshot_stable(self, index: int) -> None:
        """Give up the snapshot, if it is the one up to `index`."""
        if self.snapshot is not None and self.snapshot.index == index:
            self.snapshot = None
            self.snapshot_in_progress = False

    def restore(self, snapshot: raft.snapshot_metadata) -> None:
        """Begin anew behind a snapshot."""
        self.offset = self.in_progress = snapshot.index + 1
        self.entries = []
        self.snapshot = snapshot
        self.snapshot_in_progress = False

    def append(self, entries: Sequence[raft.entry]) -> None:
        """Put entries at the end, or over what is there from their first index on (§3.5)."""
        first = entries[0].index
        end = self.offset + len(self.entries)
        if first == end:
            self.entries.extend(entries)
        elif first > end:
            raise InvariantBroken(f"entry {first} behind a log that ends at {end - 1}")
        elif first <= self.offset:
            # The disk's own entries from there on are to be written over as well.
            if self.trace is not None:
                self.trace(trace.UnstableRewritten(first, all=True))
            self.entries = list(entries)
            self.offset = self.in_progress = first
        else:
            if self.trace is not None:
                self.trace(trace.UnstableRewritten(first, all=False))
            self.entries[first - self.offset :] = entries
            self.in_progress = min(self.in_progress, first)
