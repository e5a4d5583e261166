"""An item, or the fact that there is none, as it stands in a slot."""

from __future__ import annotations

import struct
from typing import Final
from zlib import crc32

import msgspec

from kvstore._generated.kv import kv_item
from kvstore.hotcache.layout import ABSENT

_HEAD: Final = struct.Struct("=QQIIQQQQ")
_KEY_AT: Final = _HEAD.size
_unpack_item: Final = struct.Struct("=16xIIQQQQ").unpack_from
"""The same without version and fingerprint."""


class Hit(msgspec.Struct, frozen=True):
    """What was found: an item, or, where `item` is None, that there is no such key."""

    item: kv_item | None


def pack(version: int, fingerprint: int, key: bytes, item: kv_item | None) -> bytes:
    """Return a slot's record: its words from 1 on. `item`: None where there is no such key."""
    if item is None:
        return _HEAD.pack(version, fingerprint, len(key), ABSENT, 0, 0, 0, 0) + key
    head = _HEAD.pack(
        version,
        fingerprint,
        len(key),
        len(item.value),
        item.create_revision,
        item.mod_revision,
        item.key_version,
        item.lease,
    )
    return head + key + item.value


def check_of(record: bytes, at: int, epoch: int) -> int:
    """Return word 0 of the slot at byte `at` for what `pack` returned.

    A copy of the slot that gets to another place, or segment, is as damaged as any other bytes.
    """
    return crc32(record) ^ at ^ epoch


def length(sizes: int, room: int) -> int:
    """Return how many bytes a slot's record has by its word 3.

    `room`: bytes for key and value. Where they have more, it is damaged, and no length is right.
    """
    value_bytes = sizes >> 32
    held = sizes & ABSENT
    if value_bytes != ABSENT:
        held += value_bytes
    return _KEY_AT + held if held <= room else _KEY_AT


def key_of(record: bytes) -> bytes:
    """Return the key that a record is of; it has the length that its words say."""
    key_bytes: int = _HEAD.unpack_from(record)[2]
    return record[_KEY_AT : _KEY_AT + key_bytes]


def unpack(record: bytes, key: bytes, skip: int = 0) -> Hit | None:
    """Return what a record says about `key`, None where it is another key's.

    It was checked, and has the length that its words say. The item is of `key` without its first
    `skip` bytes.
    """
    key_bytes, value_bytes, create, mod, key_version, lease = _unpack_item(record)
    if key_bytes != len(key) or not record.startswith(key, _KEY_AT):
        return None
    if value_bytes == ABSENT:
        return Hit(None)
    value = record[_KEY_AT + key_bytes :]
    return Hit(kv_item(key[skip:], value, create, mod, key_version, lease))
