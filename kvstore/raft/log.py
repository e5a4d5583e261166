"""One node's view of the replicated log: what is on the disk, and what is on its way there.

    applied <= applying <= committed <= last_index

Entries up to `applied` have changed the state machine, those up to `applying` were handed out
for it, those up to `committed` are known to survive (§3.6).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft import trace
from kvstore.raft.errors import InvariantBroken
from kvstore.raft.storage import ENTRY_OVERHEAD, NO_LIMIT, payload_size, within
from kvstore.raft.unstable import Unstable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore.raft.storage import Storage
    from kvstore.raft.trace import Trace


class Log:
    """The log of one node. `max_applying` bounds the bytes handed out and not yet applied."""

    __slots__ = (
        "_applying_size",
        "applied",
        "applying",
        "applying_paused",
        "committed",
        "max_applying",
        "storage",
        "trace",
        "unstable",
    )

    def __init__(self, storage: Storage, max_applying: int, sink: Trace | None) -> None:
        self.storage = storage
        self.max_applying = max_applying
        self.trace = sink
        self.unstable = Unstable(storage.last_index() + 1, sink)
        # What was compacted was applied before.
        self.committed = self.applying = self.applied = storage.first_index() - 1
        self._applying_size = 0
        self.applying_paused = False

    def first_index(self) -> int:
        """Return the index of the oldest entry there is."""
        snapshot = self.unstable.snapshot
        return snapshot.index + 1 if snapshot is not None else self.storage.first_index()

    def last_index(self) -> int:
        """Return the index of the newest entry."""
        unstable = self.unstable
        return unstable.offset + len(unstable.entries) - 1

    def last_term(self) -> int:
        """Return the term of the newest entry."""
        entries = self.unstable.entries
        return entries[-1].term if entries else self.known_term(self.last_index())

    def term(self, index: int) -> int | None:
        """Return the term of an index, or None if it is compacted or beyond the end."""
        unstable = self.unstable
        at = index - unstable.offset
        if at >= 0:
            # What the disk may hold there is void: it was replaced.
            return unstable.entries[at].term if at < len(unstable.entries) else None
        snapshot = unstable.snapshot
        if snapshot is not None and index <= snapshot.index:
            # It stands for all before it.
            return snapshot.term if index == snapshot.index else None
        return self.storage.term(index)

    def known_term(self, index: int) -> int:
        """Return the term of an index, 0 if it is unknown."""
        return self.term(index) or 0

    def matches(self, index: int, term: int) -> bool:
        """Whether the log has this very entry: then it has all before it, too (§3.5)."""
        return self.term(index) == term

    def is_up_to_date(self, index: int, term: int) -> bool:
        """Whether a log that ends with (`index`, `term`) holds at least as much (§3.6.1)."""
        last = self.last_term()
        return term > last or (term == last and index >= self.last_index())

    def append(self, entries: Sequence[raft.entry]) -> None:
        """Put entries at the end, or over uncommitted ones."""
        if not entries:
            return
        if entries[0].index <= self.committed:
            raise InvariantBroken(
                f"entry {entries[0].index} would replace one of {self.committed} committed"
            )
        self.unstable.append(entries)

    def accept(
        self, index: int, term: int, entries: Sequence[raft.entry], committed: int
    ) -> int | None:
        """Take a leader's entries behind (`index`, `term`); None if that is not here (§3.5).

        Returns the index up to which the log is the leader's.
        """
        if self.term(index) != term:
            return None
        last = index + len(entries)
        if entries:
            conflict = 0 if index == self.last_index() else self._first_news(entries)
            if conflict is not None:
                self.append(entries[conflict:] if conflict else entries)
        if committed > self.committed:
            self.commit_to(min(committed, last))
        return last

    def _first_news(self, entries: Sequence[raft.entry]) -> int | None:
        """Return the place of the first entry that the log does not have, or None."""
        last = self.last_index()
        for place, entry in enumerate(entries):
            ours = self.term(entry.index)
            if ours != entry.term:
                if entry.index <= last and self.trace is not None:
                    self.trace(trace.ConflictFound(entry.index, ours or 0, entry.term))
                if entry.index <= self.committed:
                    raise InvariantBroken(
                        f"entry {entry.index} conflicts with one of {self.committed} committed"
                    )
                return place
        return None

    def last_at_most(self, index: int, term: int) -> tuple[int, int]:
        """Return the newest entry up to `index` whose term is not above `term`.

        Nothing behind it can be in a log that ends in `term`. Terms never fall along the log, so
        it is found by halving. Where the log is compacted or does not reach, it may be there:
        then the term is 0.
        """
        if index > self.last_index():
            return index, 0
        floor = self.first_index() - 1
        if index < floor:
            return index, 0
        place = bisect_right(range(floor, index + 1), term, key=self.known_term)
        if place == 0:
            return max(floor - 1, 0), 0
        return floor + place - 1, self.known_term(floor + place - 1)

    def commit_to(self, index: int) -> None:
        """Note that everything up to `index` survives."""
        if index <= self.committed:
            return
        if index > self.last_index():
            raise InvariantBroken(
                f"{index} is committed and the log ends at {self.last_index()}:"
                " it was damaged or shortened"
            )
        self.committed = index

    def entries(self, low: int, max_size: int) -> Sequence[raft.entry]:
        """Return entries from `low` to the end, as many as fit and as one message may hold.

        Raises `Compacted`.
        """
        unstable = self.unstable
        end = unstable.offset + len(unstable.entries)
        if low >= end:
            return ()
        return self.slice(low, min(end, low + raft.MESSAGE_ENTRIES_MAX), max_size)

    def slice(self, low: int, high: int, max_size: int = NO_LIMIT) -> Sequence[raft.entry]:
        """Return entries `low` to `high` - 1, as many as fit but at least one.

        Raises `Compacted`.
        """
        if low >= high:
            return ()
        unstable = self.unstable
        offset = unstable.offset
        if low >= offset:
            return within(unstable.entries[low - offset : high - offset], max_size)
        stored = self.storage.entries(low, min(high, offset), max_size)
        if high <= offset or len(stored) < offset - low:
            return stored
        return within([*stored, *unstable.entries[: high - offset]], max_size)

    def next_entries(self) -> Sequence[raft.entry]:
        """Return what is to be written and no `Ready` has carried yet."""
        return self.unstable.handed_out()

    def has_next_entries(self) -> bool:
        """Whether `next_entries` is not empty."""
        unstable = self.unstable
        return unstable.in_progress < unstable.offset + len(unstable.entries)

    def next_snapshot(self) -> raft.snapshot_metadata | None:
        """Return the snapshot to be restored, if no `Ready` has carried it yet."""
        return None if self.unstable.snapshot_in_progress else self.unstable.snapshot

    def max_appliable(self, *, unstable: bool) -> int:
        """Return the last index that may be applied; `unstable`: even before it is on the disk."""
        return self.committed if unstable else min(self.committed, self.unstable.offset - 1)

    def has_next_committed(self, *, unstable: bool) -> bool:
        """Whether there is anything to be applied now."""
        return (
            self.applying < self.committed
            and not self.applying_paused
            and self.unstable.snapshot is None
            and self.applying < self.max_appliable(unstable=unstable)
        )

    def next_committed(self, *, unstable: bool) -> Sequence[raft.entry]:
        """Return what is to be applied next: nothing while a snapshot is on its way."""
        if not self.has_next_committed(unstable=unstable):
            return ()
        room = self.max_applying
        if room < NO_LIMIT:
            room -= self._applying_size
        return self.slice(self.applying + 1, self.max_appliable(unstable=unstable) + 1, room)

    def accept_applying(self, index: int, size: int, *, unstable: bool) -> None:
        """Note that entries up to `index`, of `size` bytes, were handed out to be applied."""
        self.applying = index
        self._applying_size += size
        # Held back, too, if the size alone kept the rest from being handed out now.
        self.applying_paused = (
            self._applying_size >= self.max_applying
            or index < self.max_appliable(unstable=unstable)
        )

    def applied_to(self, index: int, size: int) -> None:
        """Note that entries up to `index`, the last `size` bytes of them, were applied."""
        if not self.applied <= index <= self.committed:
            raise InvariantBroken(
                f"{index} applied, but {self.applied} were before and {self.committed} may be"
            )
        self.applied = index
        self.applying = max(self.applying, index)
        self._applying_size = max(self._applying_size - size, 0)
        # One entry is always handed out, whatever the limit.
        self.applying_paused = 0 < self._applying_size >= self.max_applying

    def restore(self, snapshot: raft.snapshot_metadata) -> None:
        """Give up the whole log for a snapshot (§5.1)."""
        if self.trace is not None:
            self.trace(
                trace.SnapshotRestoring(
                    self.committed,
                    self.applied,
                    self.applying,
                    self.unstable.offset,
                    self.unstable.in_progress,
                    len(self.unstable.entries),
                    snapshot,
                )
            )
        self.committed = snapshot.index
        self.unstable.restore(snapshot)


def encoded_size(entries: Sequence[raft.entry]) -> int:
    """Return the bytes that entries take of a limit."""
    return payload_size(entries) + ENTRY_OVERHEAD * len(entries)
