"""Which life of which folder this is: what tells a node that came back from one that lost its data.

The file `birth` holds 16 random bytes, drawn when the folder is made and never changed, and then
the number of this start (8 bytes, big-endian). It is replaced as a whole, so that a crash leaves
the old one or the new one.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore._generated import raft
from kvstore.storage.errors import Corruption
from kvstore.storage.preallocation import is_disk_full

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kvstore.storage.vfs import Vfs

__all__ = ["NO_BIRTH", "Birth", "begin_life", "has_life"]

NO_BIRTH: Final = bytes(raft.BIRTH_SIZE)
"""Of a member that nobody has met yet."""

_NAME: Final = "birth"
_NEW_NAME: Final = "birth.new"
_SIZE: Final = raft.BIRTH_SIZE + 8


class Birth(NamedTuple):
    """A folder's identity, and which start of its node this is, from 1."""

    birth: bytes
    incarnation: int


def has_life(vfs: Vfs, folder: Path) -> bool:
    """Whether a node was started on `folder` before. Raises `OSError`."""
    return _NAME in vfs.names(folder)


def begin_life(vfs: Vfs, folder: Path, random_bytes: Callable[[int], bytes]) -> Birth:
    """Count a start of the node whose data is in `folder`, durably, and return whose it is.

    The caller holds the folder's lock. Raises `Corruption`, `OSError`.
    """
    names = vfs.names(folder)
    if _NAME in names:
        old = _read(vfs, folder / _NAME)
        life = Birth(old.birth, old.incarnation + 1)
    else:
        life = Birth(_drawn(random_bytes), 1)
    if _NEW_NAME in names:
        vfs.remove(folder / _NEW_NAME)
    try:
        _replace(vfs, folder, life)
    except OSError as error:
        if life.incarnation == 1 or not is_disk_full(error):
            raise
        # Eight bytes in one sector: no crash leaves half of them.
        with closing(vfs.open(folder / _NAME)) as file:
            file.write(raft.BIRTH_SIZE, life.incarnation.to_bytes(8))
            file.sync()
    return life


def _replace(vfs: Vfs, folder: Path, life: Birth) -> None:
    with closing(vfs.create(folder / _NEW_NAME)) as file:
        file.write(0, life.birth + life.incarnation.to_bytes(8))
        file.sync()
    vfs.rename(folder / _NEW_NAME, folder / _NAME)
    vfs.sync_folder(folder)


def _drawn(random_bytes: Callable[[int], bytes]) -> bytes:
    while (birth := random_bytes(raft.BIRTH_SIZE)) == NO_BIRTH:
        pass
    return birth


def _read(vfs: Vfs, path: Path) -> Birth:
    file = vfs.open(path)
    try:
        data = file.read(0, _SIZE + 1)
    finally:
        file.close()
    if len(data) != _SIZE or data.startswith(NO_BIRTH):
        raise Corruption(path, 0, f"{len(data)} bytes that are no folder's identity")
    return Birth(data[: raft.BIRTH_SIZE], int.from_bytes(data[raft.BIRTH_SIZE :]))
