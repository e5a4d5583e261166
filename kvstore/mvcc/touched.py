"""Which keys a change may touch, told before it is applied and without looking at any state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore._generated import command as commands
from kvstore._generated import kv

if TYPE_CHECKING:
    from collections.abc import Iterable

_NO_KEYS: Final = frozenset(
    {
        commands.COMMAND_COMPACT,
        commands.COMMAND_LEASE_GRANT,
        commands.COMMAND_LEASE_KEEPALIVE,
        commands.COMMAND_SESSION_OPEN,
        commands.COMMAND_SESSION_KEEPALIVE,
        commands.COMMAND_SESSION_CLOSE,
        commands.COMMAND_CLOCK,
        commands.COMMAND_ALARM,
        commands.COMMAND_FEATURE_LEVEL,
    }
)


def touched_keys(change: commands.command_change) -> Iterable[bytes] | None:
    """Return all keys whose newest state a change may alter, in its origin's name space.

    None where that depends on the state: ranges, and what a lease takes with it. So it is for
    kinds that are not known here.
    """
    kind = change.kind
    if isinstance(change, commands.command_change_COMMAND_PUT):
        return (change.put.key,)
    if kind in _NO_KEYS:
        return ()
    if isinstance(change, commands.command_change_COMMAND_DELETE):
        keys = change.deletion.keys
        return (keys.key,) if keys.kind == kv.KV_SINGLE else None
    if isinstance(change, commands.command_change_COMMAND_TXN):
        return _of_transaction(change.txn)
    if isinstance(change, commands.command_change_COMMAND_EXPIRE):
        return None if change.expire.leases else ()
    return None


def _of_transaction(txn: kv.kv_txn_op) -> Iterable[bytes] | None:
    touched = []
    for operation in (*txn.success, *txn.failure):
        if isinstance(operation, kv.kv_operation_KV_OPERATION_PUT):
            touched.append(operation.put.key)
        elif isinstance(operation, kv.kv_operation_KV_OPERATION_DELETE):
            if operation.deletion.keys.kind != kv.KV_SINGLE:
                return None
            touched.append(operation.deletion.keys.key)
        elif not isinstance(operation, kv.kv_operation_KV_OPERATION_RANGE):
            return None
    return touched
