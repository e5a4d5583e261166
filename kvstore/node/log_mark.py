"""What a folder remembers of its log: that one who lost the log must not begin as if it were new.

A member's name among the others is its folder's `birth`, a file beside the log. Where the log alone
goes, with its votes and the entries it acknowledged, the others would take the member for the one
they know. The file `member` says what has to be there still:

    offset  bytes
       0      4    magic
       4      8    cluster, 0 while there is no log
      12      8    newest segment of the log with anything acknowledged in it, 0 for none
      20      4    CRC-32 of the above

Two such slots, a sector each, are written in turn and in place: a crash leaves the other one, and
a full disk is in nobody's way. The log is always written first and this before the append returns,
so a crash in between leaves a log that knows more, which is made good at the next start. While the
segment is 0 nothing was promised, and the log may be empty or missing.
"""

from __future__ import annotations

import struct
from contextlib import closing
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

from kvstore.storage.errors import Corruption

if TYPE_CHECKING:
    from pathlib import Path

    from kvstore.storage.vfs import Vfs

__all__ = ["NOTHING_PROMISED", "LogMark", "note_segment", "read_mark", "replace_mark"]

_NAME: Final = "member"
_NEW_NAME: Final = "member.new"
_MAGIC: Final = b"kvmb"
_SLOT: Final = struct.Struct(">4sQQ")
_CRC: Final = struct.Struct(">I")
_SLOT_SIZE: Final = 512


class LogMark(NamedTuple):
    """Whose log there is, and the newest of its segments that anybody may count on."""

    cluster_id: int
    segment: int


NOTHING_PROMISED: Final = LogMark(0, 0)
"""Of a folder whose node never belonged to a cluster."""


def read_mark(vfs: Vfs, folder: Path) -> LogMark | None:
    """Return what the data folder `folder` remembers; None: it is older than such marks, or new.

    Raises `Corruption`, `OSError`.
    """
    if _NAME not in vfs.names(folder):
        return None
    path = folder / _NAME
    with closing(vfs.open(path)) as file:
        data = file.read(0, 2 * _SLOT_SIZE)
    found = [mark for at in (0, _SLOT_SIZE) if (mark := _unpack(data[at : at + _SLOT_SIZE]))]
    if not found:
        raise Corruption(path, 0, f"{len(data)} bytes that do not say what the log has to hold")
    return max(found, key=lambda mark: mark.segment)


def replace_mark(vfs: Vfs, folder: Path, mark: LogMark) -> None:
    """Make `mark` what the data folder remembers, whatever it was. Raises `OSError`."""
    if _NEW_NAME in vfs.names(folder):
        vfs.remove(folder / _NEW_NAME)
    with closing(vfs.create(folder / _NEW_NAME)) as file:
        # Both slots, as the space for the second has to be there before it is needed.
        file.write(0, _pack(mark) * 2)
        file.sync()
    vfs.rename(folder / _NEW_NAME, folder / _NAME)
    vfs.sync_folder(folder)


def note_segment(vfs: Vfs, folder: Path, mark: LogMark) -> None:
    """Remember a newer segment of the log that the mark names already. Raises `OSError`."""
    with closing(vfs.open(folder / _NAME)) as file:
        file.write(mark.segment % 2 * _SLOT_SIZE, _pack(mark))
        file.sync()


def _pack(mark: LogMark) -> bytes:
    data = _SLOT.pack(_MAGIC, *mark)
    return (data + _CRC.pack(crc32(data))).ljust(_SLOT_SIZE, b"\0")


def _unpack(slot: bytes) -> LogMark | None:
    end = _SLOT.size + _CRC.size
    if len(slot) < end or slot[_SLOT.size : end] != _CRC.pack(crc32(slot[: _SLOT.size])):
        return None
    magic, cluster_id, segment = _SLOT.unpack_from(slot)
    return LogMark(cluster_id, segment) if magic == _MAGIC else None
