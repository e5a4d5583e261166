"""Reading a log back: one segment in memory at a time, every byte of it checked."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kvstore.storage.errors import Corruption, LogMissing, UnsupportedFormat, WrongOwner
from kvstore.storage.log_state import LogState
from kvstore.storage.segment_format import (
    SEGMENT_HEADER_SIZE,
    Batch,
    Damage,
    Identity,
    NewerFormat,
    SegmentHeader,
    all_zero,
    read_batch,
    segment_number,
    unpack_segment_header,
)
from kvstore.storage.torn_tail import is_torn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kvstore.storage.vfs import Vfs

log = logging.getLogger(__name__)

PLACE_BITS = 32
"""A record's place is its segment's number, shifted by this, and its offset there."""
PLACE_OFFSET = (1 << PLACE_BITS) - 1


class Segment(NamedTuple):
    """A segment on the disk."""

    path: Path
    header: SegmentHeader


class Tail(NamedTuple):
    """The newest whole batch, to be written again at `offset`."""

    path: Path
    offset: int
    data: bytes


@dataclass(slots=True)
class Recovered:
    """What the folder holds. `end` is where the next batch would go in the last segment.

    `clean`: that segment is zero from `end` on, so that it may go there.
    """

    segments: list[Segment]
    state: LogState
    next_sequence: int
    end: int
    clean: bool
    tail: Tail | None


def list_segments(vfs: Vfs, folder: Path) -> list[Segment]:
    """Return the segments in their order, headers checked.

    Raises `Corruption` (also for one missing between two others), `UnsupportedFormat`.
    """
    numbered = sorted(
        (number, folder / name)
        for name in vfs.names(folder)
        if (number := segment_number(name)) is not None
    )
    for (before, _), (number, path) in pairwise(numbered):
        if number != before + 1:
            raise Corruption(path, 0, f"segment {before + 1:016x} before this one is missing")
    return [_read_header(vfs, number, path) for number, path in numbered]


def _read_header(vfs: Vfs, number: int, path: Path) -> Segment:
    file = vfs.open(path)
    try:
        sector = file.read(0, SEGMENT_HEADER_SIZE)
    finally:
        file.close()
    try:
        header = unpack_segment_header(sector)
    except Damage as damage:
        raise Corruption(path, damage.start, damage.what) from None
    except NewerFormat as newer:
        raise _newer(path, 0, newer) from None
    if header.name != path.name:
        raise Corruption(path, 0, f"the file was named {header.name} when it was written")
    return Segment(path, header)


def stored_identity(vfs: Vfs, folder: Path) -> Identity | None:
    """Return whose log `folder` holds, or None if there is none.

    Raises `Corruption`, `UnsupportedFormat`.
    """
    segments = list_segments(vfs, folder)
    return segments[0].header.identity if segments else None


def recover(vfs: Vfs, folder: Path, identity: Identity) -> Recovered:
    """Read the whole log. Changes nothing.

    Raises `LogMissing`, `WrongOwner`, `UnsupportedFormat`, `Corruption`, `OSError`.
    """
    segments = list_segments(vfs, folder)
    if not segments:
        raise LogMissing(f"{folder}: no log here")
    for segment in segments:
        if segment.header.identity != identity:
            raise WrongOwner(
                f"{segment.path}: written by node {segment.header.identity.node_id} of cluster "
                f"{segment.header.identity.cluster_id:016x}, opened as node {identity.node_id} of "
                f"cluster {identity.cluster_id:016x}; give each node a folder of its own"
            )
    return _Replay(vfs, segments).run()


def is_unused(vfs: Vfs, folder: Path, identity: Identity) -> bool:
    """Whether a log was made and holds neither an entry nor a term yet. Raises as `recover`."""
    state = recover(vfs, folder, identity).state
    return state.next_index == 1 and (state.hard_state is None or state.hard_state.term == 0)


class _Replay:
    """Adds the segments up, batch by batch."""

    def __init__(self, vfs: Vfs, segments: list[Segment]) -> None:
        first = segments[0].header
        self._vfs = vfs
        self._segments = segments
        self._state = LogState(first.next_index)
        self._sequence = first.first_sequence
        self._salt = first.previous_salt
        self._end = SEGMENT_HEADER_SIZE
        self._clean = True
        self._tail: Tail | None = None

    def run(self) -> Recovered:
        for segment, following in zip(self._segments, [*self._segments[1:], None], strict=True):
            self._check_joint(segment)
            self._read(segment, following)
        self._check_start()
        return Recovered(
            self._segments,
            self._state,
            self._sequence,
            self._end,
            self._clean,
            self._tail,
        )

    def _check_joint(self, segment: Segment) -> None:
        """Make sure that `segment` was begun where the one before it ends."""
        header = segment.header
        found = (header.first_sequence, header.next_index, header.previous_salt)
        if found != (self._sequence, self._state.next_index, self._salt):
            raise Corruption(
                segment.path,
                0,
                f"begins with batch {header.first_sequence} and entry {header.next_index}, and "
                f"does not go on from batch {self._sequence - 1} and entry "
                f"{self._state.next_index - 1}, where the segment before it ends",
            )
        self._salt = header.salt

    def _read(self, segment: Segment, following: Segment | None) -> None:
        """Take the batches of one segment that were acknowledged, or may have been."""
        path, header = segment
        file = self._vfs.open(path)
        try:
            data = file.read(0, header.size)
        finally:
            file.close()
        missing = header.size - len(data)
        if missing:  # no crash does that: it had its full size before its name
            log.warning("%s: %d bytes are missing at its end, and what they held", path, missing)
        data = data.ljust(header.size, b"\0")
        for batch in self._batches(segment, following, data):
            self._take(segment, batch, data)
            self._end = batch.end
        if following is None:
            self._clean = all_zero(data, self._end, len(data))
            if not self._clean:
                log.warning("%s: an unfinished write at offset %d is cut off", path, self._end)

    def _batches(self, segment: Segment, following: Segment | None, data: bytes) -> Iterator[Batch]:
        path, header = segment
        self._end = SEGMENT_HEADER_SIZE
        # What the following segment's header does not certify was never acknowledged.
        while following is None or self._sequence < following.header.first_sequence:
            try:
                batch = read_batch(data, self._end, self._sequence, header.salt)
            except Damage as damage:
                if following is None and is_torn(data, damage, header.salt):
                    return
                raise Corruption(path, damage.start, damage.what) from None
            if batch is None:
                if following is None:
                    return
                raise Corruption(path, self._end, f"batch {self._sequence} is missing")
            yield batch
            self._sequence += 1

    def _take(self, segment: Segment, batch: Batch, data: bytes) -> None:
        path, header = segment
        for record in batch.records:
            place = (header.number << PLACE_BITS) + record.offset
            payload = data[record.start : record.end]
            try:
                self._state.apply(record.kind, record.index, payload, place)
            except ValueError as error:
                raise Corruption(path, record.offset, str(error)) from None
            except NewerFormat as newer:
                raise _newer(path, record.offset, newer) from None
        self._tail = Tail(path, batch.offset, data[batch.offset : batch.end])

    def _check_start(self) -> None:
        """Make sure that the segments no longer there were not needed."""
        first = self._segments[0]
        if self._state.gap:
            raise Corruption(
                first.path,
                0,
                f"the log begins with entry {self._state.first_index}, but is compacted only to "
                f"{self._state.mark.index}: older segments are missing",
            )
        if self._state.hard_state is None and first.header.number > 1:
            raise Corruption(first.path, 0, "older segments are missing, and the vote with them")


def _newer(path: Path, offset: int, found: NewerFormat) -> UnsupportedFormat:
    return UnsupportedFormat(f"{path}: at offset {offset}: {found}; run the version that wrote it")
