"""A transaction: comparisons, then one of two lists of operations, all or nothing."""

from __future__ import annotations

import operator
import sys
from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.mvcc.key_ranges import bounds
from kvstore.mvcc.outcomes import Refusal
from kvstore.mvcc.ranges import RangeRead

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.mvcc.changes import Changes
    from kvstore.mvcc.key_ranges import Bounds

_RELATIONS: Final[dict[int, Callable[[int | bytes, int | bytes], bool]]] = {
    kv.KV_EQUAL: operator.eq,
    kv.KV_NOT_EQUAL: operator.ne,
    kv.KV_LESS: operator.lt,
    kv.KV_GREATER: operator.gt,
}

_NUMBERS: Final = {
    kv.KV_TARGET_KEY_VERSION: "key_version",
    kv.KV_TARGET_CREATE_REVISION: "create_revision",
    kv.KV_TARGET_MOD_REVISION: "mod_revision",
    kv.KV_TARGET_LEASE: "lease",
}


def check_compare(compare: kv.kv_compare) -> Bounds:
    """Return the keys that a comparison is about.

    Raises `Refusal` (KV_INVALID) if it makes no sense in any state.
    """
    if compare.relation not in _RELATIONS:
        raise Refusal(kv.KV_INVALID, f"there is no relation {compare.relation}; see KV_EQUAL")
    if compare.target != kv.KV_TARGET_VALUE and compare.target not in _NUMBERS:
        raise Refusal(kv.KV_INVALID, f"there is no target {compare.target}; see kv_compare")
    return bounds(compare.keys)


def holds(compare: kv.kv_compare, changes: Changes) -> bool:
    """Say whether a comparison holds, before anything is changed.

    Raises `Refusal`: KV_INVALID, KV_TOO_LARGE.
    """
    span = check_compare(compare)
    if compare.keys.kind == kv.KV_SINGLE:
        return _holds_for(compare, changes.space.newest(compare.keys.key))
    return all(_holds_for(compare, item) for item in changes.look_through(span))


def _holds_for(compare: kv.kv_compare, item: kv.kv_item | None) -> bool:
    relation = _RELATIONS[compare.relation]
    if compare.target == kv.KV_TARGET_VALUE:
        return item is not None and relation(item.value, compare.value)
    number = 0 if item is None else getattr(item, _NUMBERS[compare.target])
    return relation(number, compare.number)


def perform(
    operations: tuple[kv.kv_operation, ...], changes: Changes, newest: int, floor: int
) -> tuple[kv.kv_operation_result, ...]:
    """Do operations in their order; each sees what those before it did.

    Raises `Refusal` half-way: then `changes` have to be taken back.
    """
    results: list[kv.kv_operation_result] = []
    size = 0
    for operation in operations:
        result, length = _perform_one(operation, changes, newest, floor)
        size += length
        if size > kv.KV_ANSWER_MAX:
            raise Refusal(
                kv.KV_TOO_LARGE,
                f"the transaction's answer would be over {kv.KV_ANSWER_MAX} bytes",
            )
        results.append(result)
    return tuple(results)


def _perform_one(
    operation: kv.kv_operation, changes: Changes, newest: int, floor: int
) -> tuple[kv.kv_operation_result, int]:
    """Return the operation's result and the bytes of the items in it."""
    match operation:
        case kv.kv_operation_KV_OPERATION_PUT(put=put):
            old = changes.put(put)
            previous = old if put.flags & kv.KV_PREVIOUS else None
            return (
                kv.kv_operation_result_KV_OPERATION_PUT(previous=previous),
                0 if previous is None else _size((previous,)),
            )
        case kv.kv_operation_KV_OPERATION_DELETE(deletion=op):
            deleted = changes.delete(op)
            return kv.kv_operation_result_KV_OPERATION_DELETE(deleted=deleted), _size(
                deleted.previous
            )
        case kv.kv_operation_KV_OPERATION_RANGE(range=op):
            # Its own changes are part of the newest state that it can see, not of any older one.
            sees = changes.revision if changes.items else newest
            read = RangeRead(changes.space, op, sees, floor, changes.look)
            read.step(sys.maxsize)
            found = read.result()
            return kv.kv_operation_result_KV_OPERATION_RANGE(range=found), _size(found.items)
        case _:
            raise Refusal(kv.KV_INVALID, f"there is no operation of kind {operation.kind}")


def _size(items: tuple[kv.kv_item, ...]) -> int:
    return sum(len(item.key) + len(item.value) for item in items)
