"""Keys and reads of kv.x in few words: all zero but for what is named."""

from __future__ import annotations

from typing import Any

import msgspec

from kvstore._generated import kv


def single(key: bytes) -> kv.kv_key_range:
    return kv.kv_key_range(kind=kv.KV_SINGLE, key=key, end=b"")


def prefix(key: bytes) -> kv.kv_key_range:
    return kv.kv_key_range(kind=kv.KV_PREFIX, key=key, end=b"")


def interval(key: bytes, end: bytes) -> kv.kv_key_range:
    return kv.kv_key_range(kind=kv.KV_INTERVAL, key=key, end=end)


EVERYTHING = prefix(b"")


def range_op(keys: kv.kv_key_range = EVERYTHING, **fields: Any) -> kv.kv_range_op:
    """Read the items of these keys as they are now, in the order of their keys."""
    plain = kv.kv_range_op(
        keys=keys,
        revision=0,
        limit=0,
        want=kv.KV_WANT_ITEMS,
        sort=kv.KV_SORT_KEY,
        descending=False,
        min_create_revision=0,
        max_create_revision=0,
        min_mod_revision=0,
        max_mod_revision=0,
        page=kv.kv_page(revision=0, after=b""),
    )
    return msgspec.structs.replace(plain, **fields)
