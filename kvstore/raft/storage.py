"""What the core asks of the log that is on the disk, and one in memory that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kvstore._generated import raft
from kvstore.raft.errors import Compacted, InvariantBroken

if TYPE_CHECKING:
    from collections.abc import Sequence

# What an entry costs beside its data: the fixed part of its XDR, and the longest padding.
ENTRY_OVERHEAD = 32
NO_MEMBERS = raft.conf_state((), (), (), (), auto_leave=False)
NO_LIMIT = (1 << 64) - 1


def payload_size(entries: Sequence[raft.entry]) -> int:
    """Return the bytes of the entries' data alone."""
    return sum([len(entry.data) for entry in entries])


def within(entries: Sequence[raft.entry], max_size: int) -> Sequence[raft.entry]:
    """Return the first of the entries that take at most `max_size` bytes; at least one."""
    if max_size >= NO_LIMIT:
        return entries
    size = 0
    for count, entry in enumerate(entries):
        size += ENTRY_OVERHEAD + len(entry.data)
        if size > max_size and count:
            return entries[:count]
    return entries


class Storage(Protocol):
    """The log on the disk, as far as the driver has written it.

    Called from inside of the core, so it answers from memory wherever that can be: the term of
    an index in particular is asked for often. Nothing here may fail for reasons of its own; a
    driver that cannot read its log stops the node.
    """

    def first_index(self) -> int:
        """Return the index of the oldest entry held; entry 1 of a new log need not exist yet."""
        ...

    def last_index(self) -> int:
        """Return the index of the newest entry, or of the snapshot before it."""
        ...

    def term(self, index: int) -> int | None:
        """Return the term of an entry, from `first_index` - 1 to `last_index`, or None."""
        ...

    def entries(self, low: int, high: int, max_size: int) -> Sequence[raft.entry]:
        """Return entries `low` to `high` - 1, as many as fit in `max_size`, but at least one.

        Raises `Compacted` if `low` is before `first_index`.
        """
        ...

    def snapshot(self) -> raft.snapshot_metadata | None:
        """Return the point of the newest snapshot that could be sent; None: ask again later."""
        ...


class MemoryStorage:
    """A log in memory: what a test has for a disk, and a driver for the newest part of its own.

    Entries are kept in one list, so that an entry is reached by its index alone.
    """

    def __init__(self) -> None:
        self.hard_state = raft.hard_state(0, 0, 0)
        self.point = raft.snapshot_metadata(0, 0, NO_MEMBERS)
        self._compacted_term = 0
        self._first = 1
        self._entries: list[raft.entry] = []

    def first_index(self) -> int:
        """See `Storage`."""
        return self._first

    def last_index(self) -> int:
        """See `Storage`."""
        return self._first + len(self._entries) - 1

    def term(self, index: int) -> int | None:
        """See `Storage`."""
        at = index - self._first
        if 0 <= at < len(self._entries):
            return self._entries[at].term
        return self._compacted_term if at == -1 else None

    def entries(self, low: int, high: int, max_size: int = NO_LIMIT) -> Sequence[raft.entry]:
        """See `Storage`."""
        if low < self._first:
            raise Compacted(f"entry {low} of a log that begins at {self._first}")
        if high > self.last_index() + 1:
            raise InvariantBroken(f"entries up to {high} of a log that ends at {self.last_index()}")
        return within(self._entries[low - self._first : high - self._first], max_size)

    def snapshot(self) -> raft.snapshot_metadata | None:
        """See `Storage`."""
        return self.point

    def append(self, entries: Sequence[raft.entry]) -> None:
        """Write entries, over those that have the same indices and all behind them."""
        if not entries:
            return
        at = entries[0].index - self._first
        if at > len(self._entries):
            raise InvariantBroken(f"entry {entries[0].index} behind {self.last_index()}")
        if at < 0:
            entries, at = entries[-at:], 0
        del self._entries[at:]
        self._entries.extend(entries)

    def restore(self, point: raft.snapshot_metadata) -> None:
        """Give up the whole log for a snapshot."""
        self.point = point
        self._first = point.index + 1
        self._compacted_term = point.term
        self._entries = []

    def compact(self, index: int) -> None:
        """Give up the entries up to `index`.

        Raises `Compacted` if they are gone already.
        """
        if index < self._first:
            raise Compacted("requested index is unavailable due to compaction")
        term = self.term(index)
        if term is None:
            raise InvariantBroken(f"compact to {index} of a log that ends at {self.last_index()}")
        del self._entries[: index + 1 - self._first]
        self._first = index + 1
        self._compacted_term = term
