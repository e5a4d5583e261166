"""Commands in few words."""

from __future__ import annotations

from kvstore._generated import command as commands
from kvstore._generated import kv


def put(key: bytes, value: bytes = b"value", *, flags: int = 0) -> commands.command:
    return _command(
        commands.command_change_COMMAND_PUT(
            put=kv.kv_put_op(key=key, value=value, lease=0, flags=flags)
        )
    )


def delete(key: bytes, *, kind: int = kv.KV_SINGLE) -> commands.command:
    keys = kv.kv_key_range(kind=kind, key=key, end=b"")
    return _command(
        commands.command_change_COMMAND_DELETE(deletion=kv.kv_delete_op(keys=keys, flags=0))
    )


def _command(change: commands.command_change) -> commands.command:
    origin = commands.command_origin(session=0, sequence=0, lowest_unanswered=0, name_space=b"")
    return commands.command(origin=origin, change=change)
