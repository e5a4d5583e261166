"""An item, or the fact that there is none, as it stands in a slot."""

from __future__ import annotations

import struct
import zlib
from typing import Final

import msgspec

from kvstore._generated.kv import kv_item
from kvstore.hotcache import layout
from kvstore.hotcache.seals import seal

_HEAD: Final = struct.Struct("=QIIQQQQ")
_KEY_AT: Final = _HEAD.size


class Hit(msgspec.Struct, frozen=True):
    """What was found: an item, or, where `item` is None, that there is no such key."""

    item: kv_item | None


def pack(fingerprint: int, key: bytes, item: kv_item | None) -> bytes:
    """Return a slot's words from 2 on. `item`: None where there is no such key."""
    if item is None:
        return _HEAD.pack(fingerprint, len(key), layout.ABSENT, 0, 0, 0, 0) + key
    head = _HEAD.pack(
        fingerprint,
        len(key),
        len(item.value),
        item.create_revision,
        item.mod_revision,
        item.key_version,
        item.lease,
    )
    return head + key + item.value


def check_of(content: bytes, version: int, epoch: int) -> int:
    """Return the slot's word 1 for what `pack` returned."""
    return zlib.crc32(content) ^ seal(version, epoch)


def content_bytes(sizes: int, room: int) -> int | None:
    """Return how long a slot's content is by its word 3, None if that cannot be.

    `room`: bytes for key and value.
    """
    value_bytes = sizes >> 32
    held = sizes & layout.ABSENT
    if value_bytes != layout.ABSENT:
        held += value_bytes
    return _KEY_AT + held if held <= room else None


def unpack(content: bytes, key: bytes) -> Hit | None:
    """Return what a slot's words from 2 on hold for `key`, None where it is another key's.

    `content` was checked, and has the length that its words say.
    """
    _, key_bytes, value_bytes, create, mod, version, lease = _HEAD.unpack_from(content)
    if key_bytes != len(key) or not content.startswith(key, _KEY_AT):
        return None
    if value_bytes == layout.ABSENT:
        return Hit(None)
    value = content[_KEY_AT + key_bytes :]
    return Hit(kv_item(key, value, create, mod, version, lease))
