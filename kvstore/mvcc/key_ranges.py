"""Which keys a `kv_key_range` means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import kv
from kvstore.mvcc.outcomes import Refusal

if TYPE_CHECKING:
    from typing import TypeAlias

Bounds: TypeAlias = "tuple[bytes, bytes | None]"
"""The first key, and the first one beyond; None where there is no end."""


def bounds(keys: kv.kv_key_range) -> Bounds:
    """Return the bounds of a range in the order of its bytes.

    Raises `Refusal` (KV_INVALID) if the range makes no sense.
    """
    if keys.kind == kv.KV_INTERVAL:
        return keys.key, keys.end or None
    if keys.end:
        raise Refusal(kv.KV_INVALID, "a range has an end only if its kind is KV_INTERVAL")
    if keys.kind == kv.KV_SINGLE:
        if not keys.key:
            raise Refusal(kv.KV_INVALID, "the key is empty")
        return keys.key, keys.key + b"\0"
    if keys.kind == kv.KV_PREFIX:
        return keys.key, behind_prefix(keys.key)
    raise Refusal(kv.KV_INVALID, f"there is no kind {keys.kind} of key range")


def behind_prefix(prefix: bytes) -> bytes | None:
    """Return the lowest key above all that begin with `prefix`, None if there is none."""
    stem = prefix.rstrip(b"\xff")
    return stem[:-1] + bytes([stem[-1] + 1]) if stem else None


def covers(span: Bounds, key: bytes) -> bool:
    """Say whether `key` lies within `span`."""
    start, stop = span
    return start <= key and (stop is None or key < stop)
