"""The bytes of a segment, format version 1. All numbers are big-endian, as in XDR.

A log is a row of segment files, `NUMBER-NEXTINDEX.wal` (16 hexadecimal digits each). A segment is
zero-filled to its full size before it gets its name, and is never used twice, so a byte of it is
either what a batch put there or zero.

    segment header, 512 bytes: a sector that no batch touches
      0  "KVWALSEG"                  40  u64 first sequence
      8  u32 format version          48  u64 next index
     12  u32 salt                    56  u64 size of the file
     16  u64 cluster id              64  u32 salt of the segment before; 0: none
     24  u64 node id                 68  zeros
     32  u64 number                 508  u32 CRC of all before it

    batch: what one append wrote and one fdatasync made durable
    0        4            12       16      20     24                     end-4    end
    | "BTCH" | sequence   | length | count | CRC  | `count` records      | "DONE" |
    |        | u64        | u32    | u32   | u32  | of `length` bytes    |        |

    record                                        its payload is XDR, so a multiple of four long
    0     4        8      12          20
    | CRC | length | kind | index     | payload   |
    | u32 | u32    | u32  | u64       | `length`  |

| kind           | index                      | payload                       |
|----------------|----------------------------|-------------------------------|
| 1 entry        | its place in the Raft log  | `entry` of raft.x             |
| 2 hard state   | 0                          | `hard_state` of raft.x        |
| 3 compacted    | newest index not needed    | u64 term of that entry        |
| 4 restored     | index a snapshot stands at | u64 term of that entry        |
| 5 continued    | number of the next segment | none                          |

Rules. Entry `i` replaces every earlier entry at `i` and above. After *compacted* the entries up
to its index may be gone with their segments. After *restored* the whole log before is void and
the next entry is the one behind its index. The first batch of a segment repeats the hard state
and the newest mark, so that older segments can be dropped. `first sequence` is the number of the
segment's first batch and certifies how far its predecessor counts: a batch there with this number
or above was never acknowledged. `next index` is the log's end when the segment was begun. Those
two and the salt of the segment before say which segment that is: two logs cannot be mixed.

*Continued*, alone in a batch of that same number, is written into a full segment once the next
one has its name. It counts only where that segment is gone, and says that it was there.

The CRC is zlib's, over everything in its structure but itself, behind `salt` as the start value.
The salt is random for each segment, so nothing that a client stores, a copied segment for
instance, is taken for part of the log. Magic, version and CRC of the segment header stay where
they are in all versions to come.

Limits: a segment is at most 64 MiB, a batch fits one segment. Assumed of the disk: overwriting
part of a 512-byte sector leaves its other bytes whole, even if power fails meanwhile.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMAT_VERSION = 1
SECTOR = 512
SEGMENT_HEADER_SIZE = SECTOR
MIN_SEGMENT_SIZE = 4096
MAX_SEGMENT_SIZE = 64 << 20

_SEGMENT_MAGIC = b"KVWALSEG"
_SEGMENT_HEADER = Struct(">8sIIQQQQQQI440xI")
_SEGMENT_CRC = Struct(">I")

_BATCH_MAGIC = b"BTCH"
_BATCH_TRAILER = b"DONE"
_BATCH_START = Struct(">4sQII")
_BATCH_HEADER = Struct(">4sQIII")
_CRC = Struct(">I")
_RECORD_REST = Struct(">IIQ")
_RECORD_HEADER = Struct(">IIIQ")
RECORD_HEADER_SIZE = _RECORD_HEADER.size
BATCH_HEADER_SIZE = _BATCH_HEADER.size
BATCH_OVERHEAD = BATCH_HEADER_SIZE + len(_BATCH_TRAILER)
CONTINUED_SIZE = BATCH_OVERHEAD + RECORD_HEADER_SIZE
"""Kept free at the end of each segment."""

TERM = Struct(">Q")
"""Payload of the two marks."""


class RecordKind(IntEnum):
    """What a record says. Numbers are never reused."""

    ENTRY = 1
    HARD_STATE = 2
    COMPACTED = 3
    RESTORED = 4
    CONTINUED = 5


class Identity(NamedTuple):
    """Whose log it is."""

    cluster_id: int
    node_id: int


@dataclass(frozen=True, slots=True)
class SegmentHeader:
    """The first sector of a segment. `size` is the length of the whole file in bytes."""

    identity: Identity
    number: int
    first_sequence: int
    next_index: int
    size: int
    salt: int
    previous_salt: int

    @property
    def name(self) -> str:
        """The file's name, which repeats what a person looks for."""
        return f"{self.number:016x}-{self.next_index:016x}.wal"


class NewRecord(msgspec.Struct, frozen=True, gc=False):
    """A record to be written."""

    kind: RecordKind
    index: int
    payload: bytes


class Record(msgspec.Struct, frozen=True, gc=False):
    """A record found: it starts at `offset`; its payload is `data[start:end]`."""

    kind: int
    index: int
    offset: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Batch:
    """A whole and valid batch, `data[offset:end]`."""

    sequence: int
    offset: int
    end: int
    records: list[Record]


class Damage(Exception):
    """`data[start:end]`, part of the batch at `batch`, is not what the format asks for."""

    def __init__(self, batch: int, start: int, end: int, what: str) -> None:
        """All three are offsets in the segment."""
        super().__init__(what)
        self.batch = batch
        self.start = start
        self.end = end
        self.what = what


class NewerFormat(Exception):
    """The structure is whole, but this version does not know it."""


_NAME = re.compile(r"([0-9a-f]{16})-[0-9a-f]{16}\.wal", re.ASCII)


def segment_number(name: str) -> int | None:
    """Return the number in a segment's file name, or None if it is none."""
    match = _NAME.fullmatch(name)
    return int(match[1], 16) if match else None


def pack_segment_header(header: SegmentHeader) -> bytes:
    """Return the header's sector."""
    sector = _SEGMENT_HEADER.pack(
        _SEGMENT_MAGIC,
        FORMAT_VERSION,
        header.salt,
        *header.identity,
        header.number,
        header.first_sequence,
        header.next_index,
        header.size,
        header.previous_salt,
        0,
    )
    return sector[:-4] + _SEGMENT_CRC.pack(crc32(sector[:-4]))


def unpack_segment_header(sector: bytes) -> SegmentHeader:
    """Read a header back. Raises `Damage` or `NewerFormat`."""
    if len(sector) < SEGMENT_HEADER_SIZE:
        raise Damage(0, len(sector), SEGMENT_HEADER_SIZE, "the file ends inside its header")
    magic, version, salt, cluster, node, number, sequence, index, size, previous, crc = (
        _SEGMENT_HEADER.unpack_from(sector)
    )
    if magic != _SEGMENT_MAGIC:
        raise Damage(0, 0, len(_SEGMENT_MAGIC), "not a segment of a log")
    if crc32(sector[: SEGMENT_HEADER_SIZE - 4]) != crc:
        raise Damage(0, 0, SEGMENT_HEADER_SIZE, "the segment's header fails its checksum")
    if version != FORMAT_VERSION:
        raise NewerFormat(f"format version {version}, this program reads {FORMAT_VERSION}")
    if not MIN_SEGMENT_SIZE <= size <= MAX_SEGMENT_SIZE:
        raise Damage(0, 56, 64, f"a segment of {size} bytes is out of bounds")
    return SegmentHeader(Identity(cluster, node), number, sequence, index, size, salt, previous)


def batch_size(records: Sequence[NewRecord]) -> int:
    """Return how many bytes a batch of these records takes."""
    payloads = sum([len(record.payload) for record in records])
    return BATCH_OVERHEAD + len(records) * RECORD_HEADER_SIZE + payloads


def pack_batch(sequence: int, salt: int, records: Sequence[NewRecord]) -> bytes:
    """Return a batch. Payloads must be multiples of four long, and there must be a record."""
    pack_rest, pack_crc = _RECORD_REST.pack, _CRC.pack

    parts = [b"", b""]
    length = 0
    for record in records:
        payload = record.payload
        size = len(payload)
        rest = pack_rest(size, record.kind, record.index)
        parts += (pack_crc(crc32(payload, crc32(rest, salt))), rest, payload)
        length += RECORD_HEADER_SIZE + size
    parts[0] = _BATCH_START.pack(_BATCH_MAGIC, sequence, length, len(records))
    parts[1] = pack_crc(crc32(parts[0], salt))
    parts.append(_BATCH_TRAILER)
    return b"".join(parts)


def read_record(data: bytes, offset: int, limit: int, salt: int) -> Record | None:
    """Return the record at `data[offset:]`, or None if it is not whole and valid before `limit`."""
    start = offset + RECORD_HEADER_SIZE
    if start > limit:
        return None
    crc, length, kind, index = _RECORD_HEADER.unpack_from(data, offset)
    end = start + length
    if end > limit or length % 4 or crc32(memoryview(data)[offset + 4 : end], salt) != crc:
        return None
    return Record(kind, index, offset, start, end)


def record_extent(data: bytes, offset: int, limit: int) -> int:
    """Return where the record at `offset` claims to end, whether it is valid or not."""
    start = offset + RECORD_HEADER_SIZE
    if start > limit:
        return limit
    return min(start + int(_RECORD_HEADER.unpack_from(data, offset)[1]), limit)


def _batch_header(data: bytes, offset: int, salt: int) -> tuple[int, int, int] | None:
    """Return sequence, length and count of the batch at `offset` if its header is valid."""
    if offset + BATCH_HEADER_SIZE > len(data):
        return None
    magic, sequence, length, count, crc = _BATCH_HEADER.unpack_from(data, offset)
    if magic != _BATCH_MAGIC or crc32(data[offset : offset + _BATCH_START.size], salt) != crc:
        return None
    return sequence, length, count


def read_batch(data: bytes, offset: int, sequence: int, salt: int) -> Batch | None:
    """Return the batch at `offset`, or None if everything from there on is zero.

    `data` is the whole segment and `sequence` the number that the batch must have.
    Raises `Damage`.
    """
    body = offset + BATCH_HEADER_SIZE
    header = _batch_header(data, offset, salt)
    if header is None:
        if all_zero(data, offset, len(data)):
            return None
        end = min(body, len(data))
        raise Damage(offset, offset, end, f"the header of batch {sequence} is damaged")
    found, length, count = header
    if found != sequence:
        what = f"batch {found} stands where batch {sequence} belongs"
        raise Damage(offset, offset, body, what)
    limit = body + length
    end = limit + len(_BATCH_TRAILER)
    if end > len(data):
        raise Damage(offset, body, len(data), f"batch {sequence} runs over the segment's end")
    records: list[Record] = []
    at = body
    for _ in range(count):
        record = read_record(data, at, limit, salt)
        if record is None:
            what = f"record {len(records) + 1} of {count} in batch {sequence} fails its checksum"
            raise Damage(offset, at, record_extent(data, at, limit), what)
        records.append(record)
        at = record.end
    if at != limit or data[limit:end] != _BATCH_TRAILER:
        raise Damage(offset, at, end, f"the end of batch {sequence} is damaged")
    return Batch(sequence, offset, end, records)


def find_batch(data: bytes, offset: int, salt: int) -> int | None:
    """Return the offset of the first valid batch header at or behind `offset`, or None."""
    while (offset := data.find(_BATCH_MAGIC, offset)) >= 0:
        if _batch_header(data, offset, salt) is not None:
            return offset
        offset += 1
    return None


def all_zero(data: bytes, start: int, end: int) -> bool:
    """Tell whether `data[start:end]` holds nothing but zero bytes."""
    return data[start:end] == bytes(max(end - start, 0))
