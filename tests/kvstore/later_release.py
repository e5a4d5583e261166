"""A release that is to come, for tests alone, and its kvd.

At feature level 2 an entry has one more field, a checksum, and there is one more command: a put
whose key begins with `append/` appends to the value.
"""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Callable
from typing import Any

import msgspec

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.mvcc import entries
from kvstore.mvcc.outcomes import Outcome
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.node import Node
from kvstore.node.refusals import NodeRefusal
from kvstore.node.release import Release
from kvstore.node.results import Commit
from kvstore.server import process
from kvstore.server.main import main

COMMAND_APPEND = 1000
VERSION = 2


class Append(msgspec.Struct, frozen=True):
    """A change that version 1 does not know."""

    key: bytes
    value: bytes
    kind: int = COMMAND_APPEND


def append(key: bytes, value: bytes) -> Any:
    """Nobody's command to append."""
    origin = commands.command_origin(session=0, sequence=0, lowest_unanswered=0, name_space=b"")
    return commands.command(origin, Append(key, value))  # type: ignore[arg-type] # a later one's


def encode(command: commands.command, level: int) -> tuple[int, bytes]:
    if level < 2:
        return commands.COMMAND_VERSION, entries.encode(command)
    change: Any = command.change
    if isinstance(change, Append):
        body = command.origin.to_xdr() + struct.pack(">i", COMMAND_APPEND)
        body += msgspec.msgpack.encode([change.key, change.value])
    else:
        body = entries.encode(command)
    return VERSION, body + struct.pack(">I", zlib.crc32(body))


def decode(entry: raft.entry) -> commands.command | None:
    if not entry.data or entry.command_version != VERSION:
        return entries.decode(entry)
    body, (checksum,) = entry.data[:-4], struct.unpack(">I", entry.data[-4:])
    assert zlib.crc32(body) == checksum
    origin, offset = commands.unpack_command_origin(body, 0, len(body))
    if struct.unpack_from(">i", body, offset) == (COMMAND_APPEND,):
        key, value = msgspec.msgpack.decode(body[offset + 4 :])
        return commands.command(origin, Append(key, value))  # type: ignore[arg-type] # as above
    return commands.command.from_xdr(body)


def level_needed(change: commands.command_change) -> int:
    return 2 if change.kind == COMMAND_APPEND else 0


class LaterMachine(StateMachine):
    feature_level_max = 2

    def _outcome(self, command: commands.command) -> Outcome:
        change: Any = command.change
        if isinstance(change, Append):
            old = self.store.get(command.origin.name_space, change.key, 0)
            value = (old.value if old is not None else b"") + change.value
            put = kv.kv_put_op(key=change.key, value=value, lease=0, flags=0)
            command = commands.command(command.origin, commands.command_change_COMMAND_PUT(put=put))
        return super()._outcome(command)


LATER_RELEASE = Release(
    feature_low=1,
    feature_high=2,
    machine=LaterMachine,
    encode=encode,
    decode=decode,
    level_needed=level_needed,
)


class LaterNode(Node):
    release = LATER_RELEASE

    async def propose(
        self, command: commands.command, deadline: float, wait: int = kv.KV_WAIT_QUORUM
    ) -> Commit:
        return await super().propose(_appending(command), deadline, wait)

    def begin_change(
        self,
        command: commands.command,
        deadline: float,
        wait: int,
        done: Callable[[Commit | NodeRefusal], None],
    ) -> None:
        super().begin_change(_appending(command), deadline, wait, done)


def _appending(command: commands.command) -> commands.command:
    """Make the later release's command of a put that asks for it by its key."""
    change = command.change
    if not isinstance(change, commands.command_change_COMMAND_PUT):
        return command
    put = change.put
    if not put.key.startswith(b"append/"):
        return command
    return commands.command(command.origin, Append(put.key, put.value))  # type: ignore[arg-type] # as above


if __name__ == "__main__":
    process.Node = LaterNode  # type: ignore[misc] # this process is that of a later release
    sys.exit(main())
