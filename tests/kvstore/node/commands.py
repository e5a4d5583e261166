"""Commands in few words."""

from __future__ import annotations

from kvstore._generated import command as commands
from kvstore._generated import kv
from tests.kvstore.said import said


def put(key: bytes, value: bytes = b"value", *, flags: int = 0) -> commands.command:
    return said(
        commands.command_change_COMMAND_PUT(
            put=kv.kv_put_op(key=key, value=value, lease=0, flags=flags)
        )
    )


def delete(key: bytes, *, kind: int = kv.KV_SINGLE) -> commands.command:
    keys = kv.kv_key_range(kind=kind, key=key, end=b"")
    return said(
        commands.command_change_COMMAND_DELETE(deletion=kv.kv_delete_op(keys=keys, flags=0))
    )


def grant_lease(lease: int) -> commands.command:
    grant = commands.command_lease_grant(lease=lease, ttl_ms=60_000)
    return said(commands.command_change_COMMAND_LEASE_GRANT(grant=grant))


def keep_lease(lease: int) -> commands.command:
    return said(commands.command_change_COMMAND_LEASE_KEEPALIVE(kept=lease))


def open_session(session: int) -> commands.command:
    opening = commands.command_session_open(session=session, ttl_ms=60_000, name=b"")
    return said(commands.command_change_COMMAND_SESSION_OPEN(open=opening))


def keep_session(session: int) -> commands.command:
    kind = commands.COMMAND_SESSION_KEEPALIVE
    return said(commands.command_change_COMMAND_SESSION_KEEPALIVE(kind), session=session)
