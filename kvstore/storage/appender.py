"""Putting batches on the disk: one write and one fdatasync each, a new segment when one is full."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from kvstore.storage.errors import BatchTooLarge, DiskFull, LogUnusable
from kvstore.storage.preallocation import Preallocator, is_disk_full
from kvstore.storage.recovery import PLACE_BITS, Recovered, Segment
from kvstore.storage.segment_format import (
    BATCH_HEADER_SIZE,
    CONTINUED_SIZE,
    MAX_SEGMENT_SIZE,
    MIN_SEGMENT_SIZE,
    RECORD_HEADER_SIZE,
    SEGMENT_HEADER_SIZE,
    Identity,
    NewRecord,
    RecordKind,
    SegmentHeader,
    pack_batch,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kvstore.storage.vfs import Vfs


class Appender:
    """Writes behind the last batch of a log. After `LogUnusable` it refuses everything."""

    def __init__(
        self,
        *,
        vfs: Vfs,
        folder: Path,
        identity: Identity,
        segment_size: int,
        new_salt: Callable[[], int],
        recovered: Recovered,
    ) -> None:
        """Open the last segment. Raises `OSError`, and `ValueError` for a `segment_size`."""
        if not MIN_SEGMENT_SIZE <= segment_size <= MAX_SEGMENT_SIZE:
            raise ValueError(f"segments of {segment_size} bytes: 4096 to {MAX_SEGMENT_SIZE} work")
        self.current = recovered.segments[-1]
        self._folder = folder
        self._identity = identity
        self._new_salt = new_salt
        self._preallocator = Preallocator(vfs, folder, segment_size)
        self._next_sequence = recovered.next_sequence
        self._end = recovered.end
        self._sealed = not recovered.clean
        self._why_unusable: str | None = None
        self._file = vfs.open(self.current.path)

    @property
    def segment_size(self) -> int:
        """Bytes of the segments to come."""
        return self._preallocator.size

    @property
    def largest_batch(self) -> int:
        """Most bytes that a batch may take, its frame included."""
        return self._preallocator.size - SEGMENT_HEADER_SIZE - CONTINUED_SIZE

    @property
    def fresh(self) -> bool:
        """Whether the current segment holds no batch yet."""
        return self._end == SEGMENT_HEADER_SIZE

    def check_usable(self) -> None:
        """Raise `LogUnusable` if something failed before."""
        if self._why_unusable is not None:
            raise LogUnusable(f"{self._folder}: {self._why_unusable}; stop, and open the log anew")

    def make_room(self, size: int, next_index: int) -> bool:
        """Begin a segment unless the current one has room for a batch of `size` bytes.

        Returns whether it did. `next_index` is that of the log.
        Raises `BatchTooLarge` and `DiskFull` with nothing done, `LogUnusable`.
        """
        if size > self.largest_batch:
            raise BatchTooLarge(f"a batch of {size} bytes; {self.largest_batch} fit a segment")
        if not self._sealed and self._end + size + CONTINUED_SIZE <= self.current.header.size:
            return False
        header = SegmentHeader(
            self._identity,
            self.current.header.number + 1,
            self._next_sequence,
            next_index,
            self._preallocator.size,
            self._new_salt(),
            self.current.header.salt,
        )
        with self.unusable_on_failure("could not begin a segment"):
            path, file = self._preallocator.begin(header)
            if not self._sealed:
                self._say_continued(header.number)
        self._file.close()
        self._file = file
        self.current = Segment(path, header)
        self._end = SEGMENT_HEADER_SIZE
        self._sealed = False
        return True

    def _say_continued(self, number: int) -> None:
        record = NewRecord(RecordKind.CONTINUED, number, b"")
        data = pack_batch(self._next_sequence, self.current.header.salt, [record])
        try:
            self._file.write(self._end, data)
        except OSError as error:
            if not is_disk_full(error):
                raise
        self._file.sync()

    def write(self, records: Sequence[NewRecord]) -> list[int]:
        """Write and sync one batch, for which there is room. Returns the records' places.

        Raises `DiskFull` with nothing done, `LogUnusable`.
        """
        header = self.current.header
        data = pack_batch(self._next_sequence, header.salt, records)
        try:
            self._put(data)
        except DiskFull:
            raise
        except BaseException as error:
            self._fail("could not write and sync a batch", error)
            raise
        first = (header.number << PLACE_BITS) + self._end + BATCH_HEADER_SIZE
        self._end += len(data)
        self._next_sequence += 1
        places = []
        for record in records:
            places.append(first)
            first += RECORD_HEADER_SIZE + len(record.payload)
        return places

    def _put(self, data: bytes) -> None:
        try:
            self._file.write(self._end, data)
        except OSError as error:
            if not is_disk_full(error):
                raise
            # Some file systems need space to overwrite, too. What stands there now is disowned
            # as soon as another segment begins with this batch's number.
            self._sealed = True
            raise DiskFull(f"{self.current.path}: no space to write a batch") from error
        self._file.sync()

    @property
    def ready_bytes(self) -> int:
        """Bytes of the next segment, or what is left of this one if there is none."""
        if self._preallocator.is_ready:
            return self.largest_batch
        return 0 if self._sealed else self.current.header.size - self._end - CONTINUED_SIZE

    @property
    def wants_segment(self) -> bool:
        """Whether there is no next segment yet."""
        return not self._preallocator.is_ready

    def prepare_segment(self) -> None:
        """Make the next segment ahead of need. In any thread. Raises `DiskFull`, `LogUnusable`."""
        self.check_usable()
        with self.unusable_on_failure("could not prepare a segment"):
            self._preallocator.prepare()

    @contextmanager
    def unusable_on_failure(self, what: str) -> Iterator[None]:
        """Refuse everything from now on if the block fails, or is interrupted, half done."""
        try:
            yield
        except DiskFull:
            raise
        except BaseException as error:
            self._fail(what, error)
            raise

    def _fail(self, what: str, error: BaseException) -> None:
        """Refuse everything from now on. Raises `LogUnusable` for what the disk has done."""
        self._why_unusable = f"{what}: {error}"
        if isinstance(error, OSError):
            self.check_usable()

    def close(self) -> None:
        """Let go of the files."""
        self._why_unusable = self._why_unusable or "the log is closed"
        self._file.close()
        self._preallocator.close()
