"""The file of a saved snapshot: a line that says what it is, the state, and a SHA-256 of both.

It gets its name when it is whole and on the disk.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

__all__ = ["DamagedSnapshot", "load", "save"]

MAGIC: Final = b"sunrpc-kv snapshot 1\n"
_DIGEST_SIZE: Final = hashlib.sha256().digest_size
_PIECE: Final = 1 << 20


class DamagedSnapshot(Exception):
    """The file is no saved snapshot, or not all of one; the message says which."""


def save(path: Path, pieces: Iterable[bytes], progress: Callable[[int], None]) -> int:
    """Write a state to `path`, readable by its owner only; return the file's size.

    `progress` is told the bytes so far. What was at `path` is replaced when all is on the disk,
    and stays as it was if this fails. Raises `OSError`, and what `pieces` raises.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            digest = hashlib.sha256(MAGIC)
            file.write(MAGIC)
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
                progress(file.tell())
            file.write(digest.digest())
            size = file.tell()
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return size


def load(path: Path) -> Iterator[bytes]:
    """Yield the state in pieces; that all of it is sound is known when the iterator ends.

    Raises `DamagedSnapshot`, `OSError`.
    """
    with path.open("rb") as file:
        left = os.fstat(file.fileno()).st_size - len(MAGIC) - _DIGEST_SIZE
        if left < 0 or file.read(len(MAGIC)) != MAGIC:
            raise DamagedSnapshot(f"{path} is no snapshot that kvctl saved")
        digest = hashlib.sha256(MAGIC)
        while left:
            piece = file.read(min(left, _PIECE))
            if not piece:
                raise DamagedSnapshot(f"{path} became shorter while it was read")
            left -= len(piece)
            digest.update(piece)
            yield piece
        if not hmac.compare_digest(file.read(_DIGEST_SIZE), digest.digest()):
            raise DamagedSnapshot(f"{path} is damaged: its checksum does not match its content")
