"""Reading entries back from their places, in pieces of bounded size."""

from __future__ import annotations

from contextlib import closing
from itertools import groupby
from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.storage.errors import Corruption
from kvstore.storage.recovery import PLACE_BITS, PLACE_OFFSET, Segment
from kvstore.storage.segment_format import (
    RECORD_HEADER_SIZE,
    RecordKind,
    read_record,
    record_extent,
)

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from kvstore.storage.vfs import File, Vfs

_PIECE = 256 << 10


def read_entries(
    vfs: Vfs, segments: Mapping[int, Segment], low: int, places: Sequence[int]
) -> Generator[raft.entry, None, None]:
    """Yield the entries from index `low` on whose records are at `places`.

    Raises `Corruption`, `OSError`.
    """
    by_segment = groupby(enumerate(places, low), lambda found: found[1] >> PLACE_BITS)
    for number, found in by_segment:
        segment = segments[number]
        with closing(vfs.open(segment.path)) as file:
            reader = _SegmentReader(segment, file)
            for index, place in found:
                yield reader.entry(index, place & PLACE_OFFSET)


class _SegmentReader:
    """Holds one piece of a segment, and loads another when a record lies outside it."""

    def __init__(self, segment: Segment, file: File) -> None:
        self._segment = segment
        self._file = file
        self._data = b""
        self._start = 0

    def entry(self, index: int, offset: int) -> raft.entry:
        """Return entry `index`, whose record is at `offset`."""
        path, header = self._segment
        if offset + RECORD_HEADER_SIZE > self._start + len(self._data):
            self._load(offset, _PIECE)
        # The length is not checked yet: it may claim no more than the segment holds.
        end = self._start + record_extent(
            self._data, offset - self._start, header.size - self._start
        )
        if end > self._start + len(self._data):
            self._load(offset, max(end - offset, _PIECE))
        record = read_record(self._data, offset - self._start, len(self._data), header.salt)
        if record is None or record.kind != RecordKind.ENTRY:
            raise Corruption(path, offset, f"entry {index} was here, and is damaged now")
        try:
            value, end = raft.unpack_entry(self._data, record.start, record.end)
        except ValueError as error:
            raise Corruption(path, offset, f"entry {index} does not decode: {error}") from None
        if value.index != index or end != record.end:
            raise Corruption(path, offset, f"entry {value.index} stands where {index} belongs")
        return value

    def _load(self, offset: int, length: int) -> None:
        self._start = offset
        self._data = self._file.read(offset, length)
