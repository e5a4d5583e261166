"""The bytes of a snapshot's file, format version 1. All numbers are big-endian, as in XDR.

A snapshot is one file, `INDEX-TERM.snapshot` (16 hexadecimal digits each): the state that all
entries up to that point of the log led to. It says nothing of the node that made it, so that it
goes over the network as it is.

    header
      0  "KVSNAPSH"                  16  u64 cluster id
      8  u32 format version          24  `snapshot_metadata` of raft.x, XDR
     12  u32 length of that XDR      ..  u32 CRC of all before it

    block: one piece of the content       end: a block of no bytes
    0        4     8                      0    4     8                16
    | length | CRC | `length` bytes |     | 0  | CRC | content's size |
    | u32    | u32 |                |     |    | u32 | u64            |

The CRC is zlib's. A block's is over its length and bytes, and the end's over its zero and the
size; each starts from the one before it, the first from the header's. So a block missing, doubled
or of another snapshot is found as surely as one that is damaged. Nothing follows the end. What the
content means is not known here. The header keeps its layout in all versions to come.

Limits: a block holds at most 1 MiB.
"""

from __future__ import annotations

import re
from struct import Struct
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

from kvstore._generated import raft
from kvstore.storage.errors import Corruption, UnsupportedFormat, WrongOwner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kvstore.storage.vfs import File

FORMAT_VERSION: Final = 1
MAX_BLOCK: Final = 1 << 20
"""Most bytes of a block."""

_MAGIC = b"KVSNAPSH"
_HEADER = Struct(">8sIIQ")
_CRC = Struct(">I")
_BLOCK = Struct(">II")
_SIZE = Struct(">Q")

# Members are bounded, so the metadata is; this leaves room for what a later version adds.
_MAX_METADATA = 64 << 10

_NAME = re.compile(r"([0-9a-f]{16})-([0-9a-f]{16})\.snapshot", re.ASCII)


class Header(NamedTuple):
    """What a snapshot says of itself. `size` is the header's own; `crc` the first block's start."""

    cluster_id: int
    point: raft.snapshot_metadata
    size: int
    crc: int


def name_of(point: raft.snapshot_metadata) -> str:
    """Return the name of the file of a snapshot."""
    return f"{point.index:016x}-{point.term:016x}.snapshot"


def index_and_term(name: str) -> tuple[int, int] | None:
    """Return what a file's name says, or None if it is no snapshot's."""
    match = _NAME.fullmatch(name)
    return (int(match[1], 16), int(match[2], 16)) if match else None


def pack_header(cluster_id: int, point: raft.snapshot_metadata) -> tuple[bytes, int]:
    """Return the header, and the CRC that the first block starts from."""
    metadata = point.to_xdr()
    data = _HEADER.pack(_MAGIC, FORMAT_VERSION, len(metadata), cluster_id) + metadata
    crc = crc32(data)
    return data + _CRC.pack(crc), crc


def pack_block(data: bytes, crc: int) -> tuple[bytes, int]:
    """Return a block behind one of CRC `crc`, and its own CRC."""
    crc = crc32(data, crc32(_CRC.pack(len(data)), crc))
    return _BLOCK.pack(len(data), crc) + data, crc


def pack_end(size: int, crc: int) -> bytes:
    """Return the end of a content of `size` bytes."""
    total = _SIZE.pack(size)
    return _BLOCK.pack(0, crc32(total, crc32(_CRC.pack(0), crc))) + total


def read_header(file: File, path: Path, cluster_id: int) -> Header:
    """Read a header and check whose it is.

    Raises `Corruption`, `UnsupportedFormat`, `WrongOwner`, `OSError`.
    """
    data = file.read(0, _HEADER.size)
    if len(data) < _HEADER.size or data[:8] != _MAGIC:
        raise Corruption(path, 0, "not a snapshot")
    _, version, length, cluster = _HEADER.unpack(data)
    size = _HEADER.size + min(length, _MAX_METADATA) + _CRC.size
    data = file.read(0, size)
    crc = crc32(data[:-4])
    if len(data) < size or _CRC.unpack(data[-4:])[0] != crc:
        raise Corruption(path, 0, "the snapshot's header fails its checksum")
    if version != FORMAT_VERSION:
        raise UnsupportedFormat(
            f"{path}: format version {version}, this program reads {FORMAT_VERSION}; run the "
            "version that wrote it"
        )
    try:
        point = raft.snapshot_metadata.from_xdr(data[_HEADER.size : -4])
    except ValueError as error:
        raise Corruption(path, _HEADER.size, f"the snapshot's point: {error}") from None
    if cluster != cluster_id:
        raise WrongOwner(
            f"{path}: written for cluster {cluster:016x}, opened as cluster {cluster_id:016x}; "
            "give each node a folder of its own"
        )
    return Header(cluster, point, size, crc)


def read_blocks(file: File, path: Path, header: Header) -> Iterator[bytes]:
    """Yield the content block by block, each one checked; the end is checked before returning.

    Raises `Corruption`, `OSError`.
    """
    offset, crc, size = header.size, header.crc, 0
    while True:
        start = file.read(offset, _BLOCK.size)
        if len(start) < _BLOCK.size:
            raise Corruption(path, offset, "the snapshot ends before its content")
        length, found = _BLOCK.unpack(start)
        if length == 0:
            break
        data = file.read(offset + _BLOCK.size, min(length, MAX_BLOCK))
        crc = crc32(data, crc32(start[:4], crc))
        if len(data) != length or crc != found:
            raise Corruption(path, offset, "a block of the snapshot fails its checksum")
        yield data
        offset += _BLOCK.size + length
        size += length
    # A byte more than there should be, to see that there is none.
    end = start + file.read(offset + _BLOCK.size, _SIZE.size + 1)
    if end != pack_end(size, crc):
        raise Corruption(path, offset, "the end of the snapshot is damaged")
