"""The calls that change keys, and compaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kvstore._generated import kv
from kvstore.client.call import CHANGE, IDEMPOTENT, PROCEDURES, Call
from kvstore.client.results import (
    DeleteResult,
    PutResult,
    TxnDelete,
    TxnPut,
    TxnRange,
    TxnResult,
)
from kvstore.client.values import WAITS, checked_key, checked_value, choice
from kvstore.errors import InvalidRequest, ProtocolError

if TYPE_CHECKING:
    from kvstore.errors import KvError

__all__ = ["compact", "delete", "delete_op", "put", "put_op", "txn"]


def put_op(
    key: str | bytes,
    value: str | bytes | None,
    *,
    lease: int = 0,
    keep_lease: bool = False,
    previous: bool = False,
) -> kv.kv_put_op:
    """Return a put; a value of None is to be left as it is. Raises `InvalidRequest`."""
    if lease and keep_lease:
        raise InvalidRequest("name a lease, or keep the one that there is; not both")
    flags = kv.KV_PREVIOUS * previous | kv.KV_KEEP_LEASE * keep_lease
    if value is None:
        flags |= kv.KV_KEEP_VALUE
    data = b"" if value is None else checked_value(value)
    return kv.kv_put_op(key=checked_key(key), value=data, lease=lease, flags=flags)


def put(operation: kv.kv_put_op, wait: str) -> Call[PutResult]:
    """Set one key."""
    level = choice("wait", WAITS, wait)

    def arguments(header: kv.kv_request_header) -> kv.kv_put_args:
        return kv.kv_put_args(header=header, wait=level, put=operation)

    return Call(PROCEDURES["KV_PUT"], arguments, _put_done, CHANGE)


def _put_done(reply: Any) -> PutResult:
    ok = reply.result.ok
    return PutResult(ok.commit.revision, ok.commit.durable_nodes, ok.previous)


def delete_op(keys: kv.kv_key_range, *, previous: bool) -> kv.kv_delete_op:
    """Return the deletion of a range."""
    return kv.kv_delete_op(keys=keys, flags=kv.KV_PREVIOUS if previous else 0)


def delete(operation: kv.kv_delete_op, wait: str) -> Call[DeleteResult]:
    """Delete a range of keys."""
    level = choice("wait", WAITS, wait)

    def arguments(header: kv.kv_request_header) -> kv.kv_delete_args:
        return kv.kv_delete_args(header=header, wait=level, deletion=operation)

    return Call(PROCEDURES["KV_DELETE"], arguments, _delete_done, CHANGE)


def _delete_done(reply: Any) -> DeleteResult:
    ok = reply.result.ok
    return DeleteResult(
        ok.commit.revision, ok.commit.durable_nodes, ok.deleted.count, ok.deleted.previous
    )


def txn(operation: kv.kv_txn_op, wait: str) -> Call[TxnResult]:
    """Compare, then do one of two lists of operations."""
    level = choice("wait", WAITS, wait)

    def arguments(header: kv.kv_request_header) -> kv.kv_txn_args:
        return kv.kv_txn_args(header=header, wait=level, txn=operation)

    return Call(PROCEDURES["KV_TXN"], arguments, _txn_done, CHANGE)


def _txn_done(reply: Any) -> TxnResult:
    ok = reply.result.ok
    results = tuple(_operation_done(result) for result in ok.results)
    return TxnResult(ok.succeeded, ok.commit.revision, ok.commit.durable_nodes, results)


def _operation_done(result: kv.kv_operation_result) -> TxnRange | TxnPut | TxnDelete:
    if isinstance(result, kv.kv_operation_result_KV_OPERATION_RANGE):
        return TxnRange(result.range.items, result.range.more, result.range.count)
    if isinstance(result, kv.kv_operation_result_KV_OPERATION_PUT):
        return TxnPut(result.previous)
    if isinstance(result, kv.kv_operation_result_KV_OPERATION_DELETE):
        return TxnDelete(result.deleted.count, result.deleted.previous)
    raise _unknown_operation(result.kind)


def _unknown_operation(kind: int) -> KvError:
    return ProtocolError(
        f"the transaction was done, but the result of an operation is of unknown kind {kind}; "
        "read the keys to see what it did",
        may_have_executed=True,
    )


def compact(revision: int) -> Call[None]:
    """Raise the floor."""

    def arguments(header: kv.kv_request_header) -> kv.kv_compact_args:
        return kv.kv_compact_args(header=header, revision=revision)

    return Call(PROCEDURES["KV_COMPACT"], arguments, _compacted, IDEMPOTENT)


def _compacted(reply: object) -> None:
    """There is nothing to tell."""
