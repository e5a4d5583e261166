"""The write-ahead log: entries and hard state in, on the disk when the call returns."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING, Self

from kvstore._generated import raft
from kvstore.storage.appender import Appender
from kvstore.storage.entry_reader import read_entries
from kvstore.storage.errors import DiskFull, LogExists, LogUnusable
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.preallocation import Preallocator, is_disk_full
from kvstore.storage.recovery import PLACE_BITS, PLACE_OFFSET, Recovered, list_segments, recover
from kvstore.storage.segment_format import (
    BATCH_OVERHEAD,
    TERM,
    Identity,
    NewRecord,
    RecordKind,
    SegmentHeader,
    batch_size,
)
from kvstore.storage.vfs import OsVfs, Vfs

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from kvstore.storage.term_runs import TermRuns

DEFAULT_SEGMENT_SIZE = 16 << 20

_NO_STATE = raft.hard_state(term=0, vote=0, commit=0)


def random_salt() -> int:
    """Return 32 bits that no client can guess."""
    return int.from_bytes(os.urandom(4), "big")


class Wal:
    """The log of one node, open for appending. Made by `create` or `open`.

    Used from one thread, except `prepare_segment` and `read`. Whoever opens a log first takes the
    `FolderLock` of its folder. Entries and hard state are the types of raft.x.
    """

    @classmethod
    def create(
        cls,
        folder: Path,
        identity: Identity,
        *,
        segment_size: int = DEFAULT_SEGMENT_SIZE,
        vfs: Vfs | None = None,
        new_salt: Callable[[], int] = random_salt,
    ) -> Wal:
        """Make an empty log whose first entry will be 1, and open it.

        `segment_size` is in bytes, 4 KiB to 64 MiB. Raises `LogExists`, `DiskFull`, `LogUnusable`,
        and what `open` raises.
        """
        vfs = vfs or OsVfs()
        try:
            vfs.make_folder(folder)
            # An earlier attempt may have died between making the folder and syncing its name.
            vfs.sync_folder(folder.parent)
            if list_segments(vfs, folder):
                raise LogExists(f"{folder}: holds a log already")
            header = SegmentHeader(identity, 1, 1, 1, segment_size, new_salt(), 0)
            _, file = Preallocator(vfs, folder, segment_size).begin(header)
            file.close()
        except OSError as error:
            raise LogUnusable(f"{folder}: cannot make a log here: {error}") from error
        return cls.open(folder, identity, segment_size=segment_size, vfs=vfs, new_salt=new_salt)

    @classmethod
    def open(
        cls,
        folder: Path,
        identity: Identity,
        *,
        segment_size: int = DEFAULT_SEGMENT_SIZE,
        vfs: Vfs | None = None,
        new_salt: Callable[[], int] = random_salt,
    ) -> Wal:
        """Read a log, cut what was never acknowledged, and make sure the rest is on the disk.

        What a dead process wrote and did not sync still reads back, even where the disk refused
        it. So the newest batch is written again and synced before anything here is believed; all
        others were synced before it was written. `segment_size` is that of segments to come.

        Raises `LogMissing`, `WrongOwner`, `UnsupportedFormat`, `Corruption`, `LogUnusable`.
        """
        vfs = vfs or OsVfs()
        try:
            recovered = recover(vfs, folder, identity)
            vfs.sync_folder(folder)
            if recovered.tail is not None:
                path, offset, data = recovered.tail
                with closing(vfs.open(path)) as file:
                    file.write(offset, data)
                    file.sync()
            appender = Appender(
                vfs=vfs,
                folder=folder,
                identity=identity,
                segment_size=segment_size,
                new_salt=new_salt,
                recovered=recovered,
            )
        except OSError as error:
            raise LogUnusable(f"{folder}: cannot read and sync the log: {error}") from error
        return cls(vfs, folder, recovered, appender)

    def __init__(self, vfs: Vfs, folder: Path, recovered: Recovered, appender: Appender) -> None:
        """Serve what was recovered, and is on the disk."""
        self._vfs = vfs
        self._folder = folder
        self._state = recovered.state
        self._segments = {segment.header.number: segment for segment in recovered.segments}
        self._appender = appender
        self._noted = 0
        self._note: Callable[[int], None] | None = None

    def note_segments(self, noted: int, note: Callable[[int], None]) -> None:
        """Have `note` called with the number of a newer segment than `noted` once it holds a batch.

        `append` and `compact` return only then, so whoever remembers the number can tell later
        that the end of the log is gone. `note` raises `OSError`; where there is no space, what was
        to be appended is on the disk, and the same append may be tried again, as after any other
        `DiskFull`.
        """
        self._noted = noted
        self._note = note

    @property
    def newest_segment(self) -> int:
        """Number of the segment that is appended to."""
        return self._appender.current.header.number

    @property
    def folder(self) -> Path:
        """Where the segments are."""
        return self._folder

    @property
    def hard_state(self) -> raft.hard_state:
        """The newest one appended; all zero if there was none."""
        return self._state.hard_state or _NO_STATE

    @property
    def mark(self) -> SnapshotPoint:
        """What the log begins behind: the newest snapshot's point, or `SnapshotPoint(0, 0)`."""
        return self._state.mark

    @property
    def first_index(self) -> int:
        """Index of the oldest entry held; one above `last_index` if none is."""
        return self._state.first_index

    @property
    def last_index(self) -> int:
        """Index of the newest entry, or of `mark` if none is held."""
        return self._state.next_index - 1

    @property
    def max_batch_size(self) -> int:
        """Most bytes one `append` takes: 28, and for each entry or hard state 20 and its XDR."""
        return self._appender.largest_batch - _MOST_REPEATED

    def append(
        self,
        entries: Sequence[raft.entry] = (),
        hard_state: raft.hard_state | None = None,
        *,
        restored: SnapshotPoint | None = None,
    ) -> None:
        """Make a snapshot's point, entries and a hard state durable together, or none of them.

        Entries are consecutive; the first follows on the log or replaces what is there from its
        index on. `restored` says that a snapshot, durable already, takes the place of the whole
        log; entries then begin behind it. Everything is on the disk when this returns.

        Raises `ValueError` and `BatchTooLarge` with nothing done, `DiskFull` with nothing done
        (try again later), and `LogUnusable`.
        """
        self._appender.check_usable()
        records = []
        expected = None
        if restored is not None:
            self._state.check_restored(restored)
            records.append(_mark(RecordKind.RESTORED, restored))
            expected = restored.index + 1
        for entry in entries:
            if expected is None:
                self._state.check_entry(entry.index)
            elif entry.index != expected:
                raise ValueError(f"entry {entry.index} where entry {expected} must follow")
            records.append(NewRecord(RecordKind.ENTRY, entry.index, raft.pack_entry(entry)))
            expected = entry.index + 1
        if hard_state is not None:
            records.append(_hard_state(hard_state))
        if records:
            self._write(records)
        if restored is not None:
            self._drop_dead_segments()

    def compact(self, point: SnapshotPoint) -> None:
        """Give up the entries up to `point`, which a durable snapshot stands for.

        The point is logged first; then whole segments are removed, so some of the entries may
        stay on the disk. Raises `ValueError` if the log does not reach `point` or is compacted
        beyond it, and what `append` raises.
        """
        self._appender.check_usable()
        self._state.check_compacted(point)
        if point != self._state.mark:
            self._write([_mark(RecordKind.COMPACTED, point)])
        self._drop_dead_segments()

    def entries(self, low: int, high: int) -> Iterator[raft.entry]:
        """Yield entries `low` to `high` - 1, read from the disk in pieces.

        To be used up before the next `append` or `compact`. Raises `ValueError` here if not all
        of them are held; `Corruption` and `OSError` while iterating.
        """
        return self.read(low, self.places(low, high))

    def places(self, low: int, high: int) -> array[int]:
        """Return where entries `low` to `high` - 1 stand, for `read`. Raises `ValueError`."""
        return self._state.places(low, high)

    def terms(self) -> TermRuns:
        """Return the terms of the entries held, and of `mark`."""
        return self._state.terms()

    def position(self, place: int) -> int:
        """Return about how many bytes of segments stand before a place: they grow together."""
        return (place >> PLACE_BITS) * self._appender.segment_size + (place & PLACE_OFFSET)

    def read(self, low: int, places: Sequence[int]) -> Generator[raft.entry, None, None]:
        """Yield the entries from `low` on that stand at `places`.

        In any thread, whatever is appended meanwhile: a place says the same until its segment is
        removed, by a `compact` beyond it or a snapshot restored. Raises `Corruption`, `OSError`.
        """
        return read_entries(self._vfs, self._segments, low, places)

    @property
    def ready_bytes(self) -> int:
        """Bytes that can be appended whatever becomes of the disk's space. In any thread.

        Of one segment only, as a batch is never cut in two: of the next one if it is ready.
        """
        return self._appender.ready_bytes

    @property
    def wants_segment(self) -> bool:
        """Whether `prepare_segment` would have something to do."""
        return self._appender.wants_segment

    def prepare_segment(self) -> None:
        """Make the next segment ahead of need, unless one is ready. May run in any thread.

        An `append` that finds none makes it itself, and takes that much longer. Raises `DiskFull`
        (nothing is lost by it), `LogUnusable`.
        """
        self._appender.prepare_segment()

    def close(self) -> None:
        """Let go of the files. There is nothing left to be written."""
        self._appender.close()

    def __enter__(self) -> Self:
        """Return the log."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the log."""
        self.close()

    def _write(self, records: list[NewRecord]) -> None:
        """Append one batch, and only then let it change what is known here."""
        appender = self._appender
        size = batch_size(records) + _MOST_REPEATED
        if appender.make_room(size, self._state.next_index):
            self._segments[appender.current.header.number] = appender.current
        if appender.fresh:
            records = _repeated(self.hard_state, self.mark) + records
        for record, place in zip(records, appender.write(records), strict=True):
            self._state.apply(record.kind, record.index, record.payload, place)
        self._note_segment()

    def _note_segment(self) -> None:
        number = self.newest_segment
        if self._note is None or number <= self._noted:
            return
        with self._appender.unusable_on_failure("could not note that a segment has begun"):
            try:
                self._note(number)
            except OSError as error:
                if not is_disk_full(error):
                    raise
                raise DiskFull(f"{self._folder}: no space to note a segment") from error
        self._noted = number

    def _drop_dead_segments(self) -> None:
        """Remove the segments in front of the oldest entry held, the oldest first.

        Each removal is synced before the next, so that what a crash leaves has no gaps.
        """
        first = self._state.first_index
        oldest = self._state.places(first, min(first + 1, self._state.next_index))
        needed = oldest[0] >> PLACE_BITS if oldest else self._appender.current.header.number
        for number in sorted(number for number in self._segments if number < needed):
            with self._appender.unusable_on_failure("could not remove a segment"):
                self._vfs.remove(self._segments[number].path)
                self._vfs.sync_folder(self._folder)
            del self._segments[number]


def _hard_state(state: raft.hard_state) -> NewRecord:
    return NewRecord(RecordKind.HARD_STATE, 0, raft.pack_hard_state(state))


def _mark(kind: RecordKind, point: SnapshotPoint) -> NewRecord:
    return NewRecord(kind, point.index, TERM.pack(point.term))


def _repeated(state: raft.hard_state, mark: SnapshotPoint) -> list[NewRecord]:
    """Return what the first batch of a segment says again, so that older ones can go."""
    if mark.index == 0:
        return [_hard_state(state)]
    return [_hard_state(state), _mark(RecordKind.COMPACTED, mark)]


_MOST_REPEATED = batch_size(_repeated(_NO_STATE, SnapshotPoint(1, 0))) - BATCH_OVERHEAD
