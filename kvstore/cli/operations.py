"""Comparisons and operations as kv.x has them, from the words of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.client import changes, reads, values
from kvstore.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "RELATIONS",
    "SORTS",
    "TARGETS",
    "compare",
    "delete",
    "key_range",
    "put",
    "range_",
    "range_op",
    "transaction",
]

TARGETS: Final = {
    "value": kv.KV_TARGET_VALUE,
    "version": kv.KV_TARGET_KEY_VERSION,
    "create": kv.KV_TARGET_CREATE_REVISION,
    "mod": kv.KV_TARGET_MOD_REVISION,
    "lease": kv.KV_TARGET_LEASE,
}
RELATIONS: Final = {
    "=": kv.KV_EQUAL,
    "!=": kv.KV_NOT_EQUAL,
    "<": kv.KV_LESS,
    ">": kv.KV_GREATER,
}
SORTS: Final = {
    "key": kv.KV_SORT_KEY,
    "version": kv.KV_SORT_KEY_VERSION,
    "create": kv.KV_SORT_CREATE_REVISION,
    "modify": kv.KV_SORT_MOD_REVISION,
    "value": kv.KV_SORT_VALUE,
}


def key_range(
    key: bytes, end: bytes | None = None, *, prefix: bool = False, from_key: bool = False
) -> kv.kv_key_range:
    """Return the key, or the range that begins with it. Raises `InvalidRequest`, `TooLarge`."""
    if prefix + from_key + (end is not None) > 1:
        raise InvalidRequest("give an end, --prefix or --from-key, not both")
    if prefix:
        return values.key_range(prefix=key)
    if from_key or end is not None:
        return values.key_range(start=key, end=end)
    return values.key_range(key)


def compare(
    keys: kv.kv_key_range, target: str, relation: str, operand: int | bytes
) -> kv.kv_compare:
    """Return the comparison of a target of keys with a number, or with bytes for their values."""
    return kv.kv_compare(
        keys=keys,
        target=TARGETS[target],
        relation=RELATIONS[relation],
        number=operand if isinstance(operand, int) else 0,
        value=values.checked_value(operand) if isinstance(operand, bytes) else b"",
    )


def put(
    key: bytes,
    value: bytes | None,
    *,
    lease: int = 0,
    keep_lease: bool = False,
    previous: bool = False,
) -> kv.kv_operation:
    """Return a put; a value of None is left as it is. Raises `InvalidRequest`, `TooLarge`."""
    return kv.kv_operation_KV_OPERATION_PUT(
        put=changes.put_op(key, value, lease=lease, keep_lease=keep_lease, previous=previous)
    )


def delete(keys: kv.kv_key_range, *, previous: bool = False) -> kv.kv_operation:
    """Return a delete."""
    return kv.kv_operation_KV_OPERATION_DELETE(deletion=changes.delete_op(keys, previous=previous))


def range_(operation: kv.kv_range_op) -> kv.kv_operation:
    """Return a read."""
    return kv.kv_operation_KV_OPERATION_RANGE(range=operation)


def range_op(
    keys: kv.kv_key_range,
    *,
    limit: int = 0,
    keys_only: bool = False,
    count: bool = False,
    sort_by: str = "key",
    descending: bool = False,
    revision: int = 0,
) -> kv.kv_range_op:
    """Return what to read; a limit of 0 is the server's."""
    want = kv.KV_WANT_KEYS if keys_only else kv.KV_WANT_ITEMS
    return reads.range_op(
        keys,
        revision=revision,
        limit=min(limit, kv.KV_ITEMS_MAX),
        want=kv.KV_WANT_COUNT if count else want,
        sort=SORTS[sort_by],
        descending=descending,
    )


def transaction(
    compares: Sequence[kv.kv_compare],
    success: Sequence[kv.kv_operation],
    failure: Sequence[kv.kv_operation],
) -> kv.kv_txn_op:
    """Return the transaction of these."""
    return kv.kv_txn_op(compares=tuple(compares), success=tuple(success), failure=tuple(failure))
