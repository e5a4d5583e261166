"""What may enter the log: checked once, by the node that proposes.

Applying trusts nothing of this for its safety; it only spares the log commands that would do
nothing, and tells the caller at once.
"""

from __future__ import annotations

from typing import Final

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.key_ranges import bounds, covers
from kvstore.mvcc.limits import LEASE_TTL_MAX_MS, SESSION_TTL_MAX_MS
from kvstore.mvcc.outcomes import Refusal
from kvstore.mvcc.transactions import check_compare

PUT_FLAGS: Final = kv.KV_PREVIOUS | kv.KV_KEEP_VALUE | kv.KV_KEEP_LEASE
DELETE_FLAGS: Final = kv.KV_PREVIOUS


def check_change(change: commands.command_change) -> None:
    """Raise `Refusal` (KV_INVALID) if a change makes no sense in any state."""
    match change:
        case commands.command_change_COMMAND_PUT(put=put):
            check_put(put)
        case commands.command_change_COMMAND_DELETE(deletion=deletion):
            check_delete(deletion)
        case commands.command_change_COMMAND_TXN(txn=txn):
            check_transaction(txn)
        case commands.command_change_COMMAND_LEASE_GRANT(grant=grant):
            check_ttl(grant.ttl_ms, LEASE_TTL_MAX_MS)
            if not grant.lease or not grant.ttl_ms:
                raise Refusal(kv.KV_INVALID, "a lease needs a number, and a time to live")
        case commands.command_change_COMMAND_SESSION_OPEN(open=opening):
            check_ttl(opening.ttl_ms, SESSION_TTL_MAX_MS)
            if not opening.session:
                raise Refusal(kv.KV_INVALID, "a session needs a number")
        case _:
            # Whether the others make sense, only the state can tell.
            return


def check_ttl(ttl_ms: int, most: int) -> None:
    """Raise `Refusal` (KV_INVALID) if a time to live is over its bound."""
    if ttl_ms > most:
        raise Refusal(
            kv.KV_INVALID, f"a time to live of {ttl_ms} ms is too long; at most {most} are possible"
        )


def looks_through_keys(change: commands.command_change) -> bool:
    """Say whether applying a change may look at more keys than it names."""
    match change:
        case commands.command_change_COMMAND_PUT():
            return False
        case commands.command_change_COMMAND_DELETE(deletion=deletion):
            return deletion.keys.kind != kv.KV_SINGLE
        case commands.command_change_COMMAND_TXN(txn=txn):
            return any(compare.keys.kind != kv.KV_SINGLE for compare in txn.compares) or any(
                _operation_looks_through_keys(operation)
                for operation in (*txn.success, *txn.failure)
            )
        case commands.command_change_COMMAND_LEASE_REVOKE():
            return True
        case _:
            return False


def _operation_looks_through_keys(operation: kv.kv_operation) -> bool:
    match operation:
        case kv.kv_operation_KV_OPERATION_DELETE(deletion=deletion):
            return deletion.keys.kind != kv.KV_SINGLE
        case kv.kv_operation_KV_OPERATION_RANGE(range=op):
            return op.keys.kind != kv.KV_SINGLE
        case _:
            return False


def check_put(op: kv.kv_put_op) -> None:
    """Raise `Refusal` (KV_INVALID) if a put makes no sense."""
    if not op.key:
        raise Refusal(kv.KV_INVALID, "the key is empty")
    if op.flags & ~PUT_FLAGS:
        raise Refusal(kv.KV_INVALID, f"a put knows no flags {op.flags & ~PUT_FLAGS:#x}")
    if op.flags & kv.KV_KEEP_VALUE and op.value:
        raise Refusal(kv.KV_INVALID, "KV_KEEP_VALUE goes with an empty value only")
    if op.flags & kv.KV_KEEP_LEASE and op.lease:
        raise Refusal(kv.KV_INVALID, "KV_KEEP_LEASE goes with lease 0 only")


def check_delete(op: kv.kv_delete_op) -> None:
    """Raise `Refusal` (KV_INVALID) if a delete makes no sense."""
    bounds(op.keys)
    if op.flags & ~DELETE_FLAGS:
        raise Refusal(kv.KV_INVALID, f"a delete knows no flags {op.flags & ~DELETE_FLAGS:#x}")


def check_transaction(op: kv.kv_txn_op) -> None:
    """Raise `Refusal` (KV_INVALID) if a transaction makes no sense."""
    for compare in op.compares:
        check_compare(compare)
    _check_branch(op.success)
    _check_branch(op.failure)


def _check_branch(operations: tuple[kv.kv_operation, ...]) -> None:
    put: set[bytes] = set()
    deleted = []
    for operation in operations:
        match operation:
            case kv.kv_operation_KV_OPERATION_PUT(put=op):
                check_put(op)
                if op.key in put:
                    raise Refusal(kv.KV_INVALID, "a transaction puts the same key twice")
                put.add(op.key)
            case kv.kv_operation_KV_OPERATION_DELETE(deletion=deletion):
                check_delete(deletion)
                deleted.append(bounds(deletion.keys))
            case kv.kv_operation_KV_OPERATION_RANGE(range=op_range):
                bounds(op_range.keys)
            case _:
                raise Refusal(kv.KV_INVALID, f"there is no operation of kind {operation.kind}")
    if any(covers(span, key) for key in put for span in deleted):
        raise Refusal(kv.KV_INVALID, "a transaction puts a key that it also deletes")
