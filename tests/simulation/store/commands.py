"""Commands in few words, as a node makes them of what clients send."""

from __future__ import annotations

from collections.abc import Iterable

from kvstore._generated import command as commands
from kvstore._generated import kv
from tests.kvstore.ranges import EVERYTHING, range_op, single
from tests.kvstore.said import said


def put_op(key: bytes, value: bytes, lease: int = 0) -> kv.kv_put_op:
    return kv.kv_put_op(key=key, value=value, lease=lease, flags=0)


def put(key: bytes, value: bytes, lease: int = 0) -> commands.command_change:
    return commands.command_change_COMMAND_PUT(put=put_op(key, value, lease))


def put_all(keys: Iterable[bytes], value: bytes) -> commands.command_change:
    """Put several keys in one revision."""
    puts = tuple(kv.kv_operation_KV_OPERATION_PUT(put=put_op(key, value)) for key in keys)
    return commands.command_change_COMMAND_TXN(kv.kv_txn_op(compares=(), success=puts, failure=()))


def delete(key: bytes) -> commands.command_change:
    deletion = kv.kv_delete_op(keys=single(key), flags=0)
    return commands.command_change_COMMAND_DELETE(deletion=deletion)


def delete_range(key: bytes) -> commands.command_change:
    """Delete one key by an interval: which keys that is about only the state can tell."""
    interval = kv.kv_key_range(kind=kv.KV_INTERVAL, key=key, end=key + b"\0")
    deletion = kv.kv_delete_op(keys=interval, flags=0)
    return commands.command_change_COMMAND_DELETE(deletion=deletion)


def swap(key: bytes, expected: bytes | None, value: bytes) -> commands.command_change:
    """Put `value` if the key holds `expected`; None: if there is no such key."""
    compare = kv.kv_compare(
        keys=single(key),
        target=kv.KV_TARGET_CREATE_REVISION if expected is None else kv.KV_TARGET_VALUE,
        relation=kv.KV_EQUAL,
        number=0,
        value=expected or b"",
    )
    txn = kv.kv_txn_op(
        compares=(compare,),
        success=(kv.kv_operation_KV_OPERATION_PUT(put=put_op(key, value)),),
        failure=(),
    )
    return commands.command_change_COMMAND_TXN(txn=txn)


def compact(revision: int) -> commands.command_change:
    return commands.command_change_COMMAND_COMPACT(revision=revision)


def open_session(session: int, ttl_ms: int) -> commands.command:
    opening = commands.command_session_open(session=session, ttl_ms=ttl_ms, name=b"")
    return said(commands.command_change_COMMAND_SESSION_OPEN(open=opening))


def grant_lease(lease: int, ttl_ms: int) -> commands.command_change:
    grant = commands.command_lease_grant(lease=lease, ttl_ms=ttl_ms)
    return commands.command_change_COMMAND_LEASE_GRANT(grant=grant)


def keep_lease(lease: int) -> commands.command_change:
    return commands.command_change_COMMAND_LEASE_KEEPALIVE(kept=lease)


def under(
    session: int, sequence: int, lowest: int, change: commands.command_change
) -> commands.command:
    """Return a change under a session; 0 for none, and then no numbers either."""
    if not session:
        return said(change)
    return said(change, session=session, sequence=sequence, lowest_unanswered=lowest)


def close_session() -> commands.command_change:
    return commands.command_change_COMMAND_SESSION_KEEPALIVE(commands.COMMAND_SESSION_CLOSE)


def everything_at(revision: int) -> kv.kv_range_op:
    """Read all keys as they were."""
    return range_op(EVERYTHING, revision=revision, limit=kv.KV_ITEMS_MAX)
