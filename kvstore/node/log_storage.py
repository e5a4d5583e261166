"""The core's view of the log on the disk, and the one way into that log.

                 loop's thread                          writer's thread
      core ──► first_index, term, entries
      driver ─ append ──────────────────────────────►  write: WAL, fdatasync
               publish ◄─────────────── Written ───────┘
      driver ─ compact: hidden at once ─────────────►  drop: segments removed

The writer's thread changes the disk, and nothing that the core can see. What it wrote is published
in the loop's thread, just before the core hears of it: an entry shown sooner could be sent, or
counted, and then be lost by a crash. In the other direction entries are hidden before the segments
that hold them go; and what an append on its way replaces, the core has in memory and does not
ask for. So neither needs a lock. A simulator calls both in one thread.

The newest entries are kept in memory, up to a number of bytes. Older ones are read from the disk
in the thread of whoever asks, `READ_SIZE` bytes at a time, whatever is asked for: less than wanted
is an answer that the core accepts.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from contextlib import closing
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore._generated import raft
from kvstore.raft.errors import Compacted, InvariantBroken
from kvstore.raft.log import encoded_size
from kvstore.raft.storage import ENTRY_OVERHEAD, within
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.term_runs import TermRuns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kvstore.raft.ready import Append
    from kvstore.storage.wal import Wal

READ_SIZE: Final = 256 << 10
"""Bytes of entries read from the disk for one call, or one entry: a few milliseconds."""

NEWEST_SIZE: Final = 8 << 20
"""Bytes of entries that stay in memory: what a follower misses in a short pause."""

_BATCH_OVERHEAD: Final = 28 + 20 + 24 + 20 + 8
"""Bytes of a batch beside its entries: frame, hard state, mark."""
_RECORD_OVERHEAD: Final = 20 + 28 + 3
"""Bytes of an entry in a batch beside its data: record, fixed part of the XDR, padding."""


class Written(NamedTuple):
    """An append that is on the disk, to be published in the loop's thread."""

    entries: Sequence[raft.entry]
    places: array[int]
    snapshot: raft.snapshot_metadata | None


class LogStorage:
    """`Storage` of the core over a `Wal`, which nobody else appends to from now on.

    `write`, `drop` and `flush` belong to the writer, in whichever thread, one call at a time;
    everything else belongs to the loop's thread.
    """

    def __init__(
        self,
        wal: Wal,
        snapshot: raft.snapshot_metadata | None,
        *,
        newest_size: int = NEWEST_SIZE,
        read_size: int = READ_SIZE,
    ) -> None:
        """Read the newest part of the log. `snapshot` is the newest one there is.

        Raises `Corruption`, `OSError`.
        """
        self._wal = wal
        self._read_size = read_size
        self._room = wal.max_batch_size - _BATCH_OVERHEAD
        self._snapshot = snapshot
        self._unwritten_state: raft.hard_state | None = None
        self._first = wal.first_index
        self._terms = wal.terms()
        self._places = wal.places(wal.first_index, wal.last_index + 1)
        newest = self.oldest_within(newest_size)
        self._newest = _Newest(newest, newest_size)
        self._newest.extend(list(wal.entries(newest, wal.last_index + 1)))

    # ------------------------------------------------------------------ what the core asks

    def first_index(self) -> int:
        """See `Storage`."""
        return self._first

    def last_index(self) -> int:
        """See `Storage`."""
        return self._first + len(self._places) - 1

    def term(self, index: int) -> int | None:
        """See `Storage`."""
        if self._first - 1 <= index < self._first + len(self._places):
            return self._terms.at(index)
        return None

    def entries(self, low: int, high: int, max_size: int) -> Sequence[raft.entry]:
        """See `Storage`. Raises `Corruption` and `OSError` too, which no node must survive.

        Gives fewer entries than fit where they have to be read from the disk.
        """
        if low < self._first:
            raise Compacted(f"entry {low} of a log that begins at {self._first}")
        if high > self.last_index() + 1:
            raise InvariantBroken(f"entries up to {high} of a log that ends at {self.last_index()}")
        if low >= high:
            return ()
        if low >= self._newest.first:
            return within(self._newest.slice(low, high), max_size)
        return self._read(low, min(high, self._newest.first), min(max_size, self._read_size))

    def snapshot(self) -> raft.snapshot_metadata | None:
        """See `Storage`."""
        return self._snapshot

    def _read(self, low: int, high: int, max_size: int) -> list[raft.entry]:
        first = low - self._first
        # No more places are copied than entries can be taken.
        high = min(high, low + max_size // ENTRY_OVERHEAD + 1)
        places = self._places[first : high - self._first]
        taken: list[raft.entry] = []
        with closing(self._wal.read(low, places)) as entries:
            for entry in entries:
                max_size -= ENTRY_OVERHEAD + len(entry.data)
                if max_size < 0 and taken:
                    break
                taken.append(entry)
        return taken

    # ------------------------------------------------------------------ what the writer does

    @property
    def max_entry_data(self) -> int:
        """Most bytes of data of one entry: a batch has to fit a segment of the log."""
        return self._wal.max_batch_size - _BATCH_OVERHEAD - _RECORD_OVERHEAD

    @property
    def ready_bytes(self) -> int:
        """Bytes that can be written whatever becomes of the disk's space. In any thread."""
        return self._wal.ready_bytes

    def write(self, append: Append) -> Written:
        """Make an append durable: snapshot, entries and hard state, in as many batches as needed.

        A hard state that only says what is committed is held back, and goes with the next write:
        a crash may forget it. Raises what `Wal.append` raises; after `DiskFull` the very same
        call may be tried again, and nothing else written before.
        """
        wal = self._wal
        restored = _point(append.snapshot)
        state = append.hard_state
        if state is None:
            state = self._unwritten_state
        elif not append.entries and restored is None and _is_hint(state, wal.hard_state):
            self._unwritten_state = state
            return Written((), array("Q"), None)
        if restored == wal.mark:
            restored = None  # done by an attempt that found the disk full later on
        entries = append.entries
        if _fitting(entries, 0, self._room) == len(entries):
            wal.append(entries, state, restored=restored)
        else:
            for part, early, behind in self._batches(entries, state, restored):
                wal.append(part, early, restored=behind)
        self._unwritten_state = None
        if not entries:
            return Written((), array("Q"), append.snapshot)
        places = wal.places(entries[0].index, entries[-1].index + 1)
        return Written(entries, places, append.snapshot)

    def drop(self, point: SnapshotPoint) -> None:
        """Give the disk back what `compact` has hidden. Raises what `Wal.compact` raises."""
        self.flush()
        if self._wal.mark.index < point.index:
            self._wal.compact(point)

    def flush(self) -> None:
        """Write a commit index that was held back. Raises what `Wal.append` raises."""
        if self._unwritten_state is not None:
            self._wal.append((), self._unwritten_state)
            self._unwritten_state = None

    def _batches(
        self,
        entries: Sequence[raft.entry],
        state: raft.hard_state | None,
        restored: SnapshotPoint | None,
    ) -> Iterator[tuple[Sequence[raft.entry], raft.hard_state | None, SnapshotPoint | None]]:
        """Cut an append into what fits a segment each.

        Term and vote go with the first batch, as no entry of a term may be there before it; of
        the commit index no batch says more than the log then holds.
        """
        start = 0
        while (end := _fitting(entries, start, self._room)) < len(entries):
            part = entries[start:end]
            early = None
            if state is not None:
                commit = min(state.commit, part[-1].index)
                early = raft.hard_state(state.term, state.vote, commit)
            yield part, early, restored
            start, restored = end, None
        yield entries[start:], state, restored

    # ------------------------------------------------------------------ and what is made of it

    def publish(self, written: Written) -> None:
        """Show the core what is on the disk now."""
        entries, places, snapshot = written
        if snapshot is not None:
            self._snapshot = snapshot
            self._first = snapshot.index + 1
            self._terms = TermRuns(snapshot.index, snapshot.term)
            self._places = array("Q")
            self._newest.restart(self._first)
        if not entries:
            return
        first = entries[0].index
        if first <= self.last_index():
            del self._places[first - self._first :]
            self._terms.truncate(first)
            self._newest.truncate(first)
        self._places.extend(places)
        self._note_terms(entries)
        self._newest.extend(entries)

    def _note_terms(self, entries: Sequence[raft.entry]) -> None:
        # Terms never fall, so one look is enough for entries of the term that goes on.
        if self._terms.newest != entries[-1].term:
            for entry in entries:
                self._terms.append(entry.index, entry.term)

    def snapshot_made(self, snapshot: raft.snapshot_metadata) -> None:
        """Note a newer snapshot that is durable and can be sent."""
        if self._snapshot is None or self._snapshot.index < snapshot.index:
            self._snapshot = snapshot

    def compact(self, index: int) -> SnapshotPoint | None:
        """Hide the entries up to `index`; return what to `drop`, behind all appends so far.

        None if they are hidden already. Raises `InvariantBroken` for entries that no snapshot
        stands for.
        """
        if index < self._first:
            return None
        if self._snapshot is None or index > min(self._snapshot.index, self.last_index()):
            raise InvariantBroken(f"compact to {index}, and no snapshot stands for it")
        term = self._terms.at(index)
        self._terms.compact(index, term)
        del self._places[: index + 1 - self._first]
        self._first = index + 1
        self._newest.compact(index)
        return SnapshotPoint(index, term)

    def size_behind(self, index: int) -> int:
        """Return about how many bytes of the disk the log takes behind `index`."""
        at = max(index + 1 - self._first, 0)
        if at >= len(self._places):
            return 0
        return self._wal.position(self._places[-1]) - self._wal.position(self._places[at])

    def oldest_within(self, size: int) -> int:
        """Return the oldest index from which on the log takes at most `size` bytes of the disk."""
        places = self._places
        if not places:
            return self._first
        floor = self._wal.position(places[-1]) - size
        return self._first + bisect_left(places, floor, key=self._wal.position)


def _point(snapshot: raft.snapshot_metadata | None) -> SnapshotPoint | None:
    return None if snapshot is None else SnapshotPoint(snapshot.index, snapshot.term)


def _is_hint(state: raft.hard_state, before: raft.hard_state) -> bool:
    return (state.term, state.vote) == (before.term, before.vote)


def _fitting(entries: Sequence[raft.entry], start: int, room: int) -> int:
    """Return where the batch ends that begins with entry `start`; it holds one at least."""
    for end in range(start, len(entries)):
        room -= _RECORD_OVERHEAD + len(entries[end].data)
        if room < 0 and end > start:
            return end
    return len(entries)


class _Newest:
    """The end of the log, in memory: about as many bytes of it as wanted, or one entry."""

    def __init__(self, first: int, size: int) -> None:
        self.first = first
        self._most = size
        self._size = 0
        self._entries: list[raft.entry] = []

    def slice(self, low: int, high: int) -> Sequence[raft.entry]:
        return self._entries[low - self.first : high - self.first]

    def extend(self, entries: Sequence[raft.entry]) -> None:
        self._entries.extend(entries)
        self._size += encoded_size(entries)
        if self._size > self._most:
            self._shrink()

    def truncate(self, index: int) -> None:
        at = max(index - self.first, 0)
        self._size -= encoded_size(self._entries[at:])
        del self._entries[at:]
        self.first = min(self.first, index)

    def compact(self, index: int) -> None:
        if index >= self.first:
            self._drop(index + 1 - self.first)

    def restart(self, first: int) -> None:
        self.first = first
        self._size = 0
        self._entries = []

    def _shrink(self) -> None:
        # By half, as giving up one at a time would move all others each time.
        count = excess = 0
        while self._size - excess > self._most // 2 and count < len(self._entries) - 1:
            excess += ENTRY_OVERHEAD + len(self._entries[count].data)
            count += 1
        self._drop(count)

    def _drop(self, count: int) -> None:
        self._size -= encoded_size(self._entries[:count])
        del self._entries[:count]
        self.first += count
