"""How much memory an outcome counts for: the same on all nodes, as limits depend on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import kv
from kvstore.mvcc.limits import OUTCOME_OVERHEAD
from kvstore.mvcc.outcomes import DeleteDone, PutDone, Refused, TxnDone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kvstore.mvcc.outcomes import Outcome


def outcome_size(outcome: Outcome) -> int:
    """Return the bytes of all keys, values and words of an outcome, and some for each of them."""
    match outcome:
        case PutDone(previous=None):
            return OUTCOME_OVERHEAD
        case PutDone(previous=kv.kv_item() as previous):
            return OUTCOME_OVERHEAD + _items_size((previous,))
        case DeleteDone(deleted=deleted):
            return OUTCOME_OVERHEAD + _items_size(deleted.previous)
        case TxnDone(results=results):
            return OUTCOME_OVERHEAD + sum(map(_result_size, results))
        case Refused(message=message):
            return OUTCOME_OVERHEAD + len(message)
        case _:
            return OUTCOME_OVERHEAD


def _result_size(result: kv.kv_operation_result) -> int:
    match result:
        case kv.kv_operation_result_KV_OPERATION_PUT(previous=kv.kv_item() as previous):
            return OUTCOME_OVERHEAD + _items_size((previous,))
        case kv.kv_operation_result_KV_OPERATION_DELETE(deleted=deleted):
            return OUTCOME_OVERHEAD + _items_size(deleted.previous)
        case kv.kv_operation_result_KV_OPERATION_RANGE(range=found):
            return OUTCOME_OVERHEAD + _items_size(found.items)
        case _:
            return OUTCOME_OVERHEAD


def _items_size(items: Iterable[kv.kv_item]) -> int:
    return sum(OUTCOME_OVERHEAD + len(item.key) + len(item.value) for item in items)
