"""The cluster's key: what a node or an operator holds to be believed by the nodes.

A file of 64 or more hexadecimal digits, readable by its owner only. The nodes of one user on one
host share the file that the first of them makes; others are given a copy by `--cluster-key-file`.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

__all__ = ["KEY_SIZE", "ClusterKeyRefused", "default_key_file", "make_key", "read_key"]

KEY_SIZE: Final = 32
"""Bytes of a key that is made here, and fewest of one that is read."""

_MOST: Final = 4096
"""Bytes of a file that can be a key's."""


class ClusterKeyRefused(Exception):
    """The key file cannot be used; the message says why, and what to do."""


def default_key_file() -> Path:
    """Return the file that the nodes of one user share: under the user's state folder."""
    state = os.environ.get("XDG_STATE_HOME")
    base = Path(state) if state else Path.home() / ".local" / "state"
    return base / "sunrpc-kv" / "cluster.key"


def make_key(path: Path) -> bytes:
    """Return the key in `path`, made first where there is no such file.

    Several processes may do so at once: all get the same key, and none sees half of it.
    Raises `ClusterKeyRefused`, `OSError`.
    """
    with suppress(FileNotFoundError):
        return read_key(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_hex(KEY_SIZE).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link does not replace the key that another process made meanwhile.
        with suppress(FileExistsError):
            path.hardlink_to(written)
    finally:
        written.unlink()
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return read_key(path)


def read_key(path: Path) -> bytes:
    """Return the key in `path`.

    Raises `ClusterKeyRefused` for a file that others than its owner can read, that belongs to
    somebody else than this user and root, or that holds no key; `OSError`.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise ClusterKeyRefused(f"{path} is not a file")
        if found.st_mode & 0o077:
            raise ClusterKeyRefused(
                f"{path} can be used by others than its owner (mode {found.st_mode & 0o777:04o}): "
                f"chmod 600 {path}, or make a new key if somebody may have read it"
            )
        if found.st_uid not in {os.geteuid(), 0}:
            raise ClusterKeyRefused(f"{path} belongs to user {found.st_uid}, who knows the key")
        text = file.read(_MOST + 1)
    try:
        key = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) < KEY_SIZE or len(text) > _MOST:
        raise ClusterKeyRefused(
            f"{path} holds no key: one is {2 * KEY_SIZE} hexadecimal digits, as `openssl rand -hex "
            f"{KEY_SIZE}` prints"
        )
    return key
