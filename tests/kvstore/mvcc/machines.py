"""State machines that are told what to do in a line."""

from __future__ import annotations

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.mvcc.outcomes import Outcome
from kvstore.mvcc.state_machine import StateMachine
from tests.kvstore.ranges import EVERYTHING
from tests.kvstore.said import said


def apply(
    machine: StateMachine,
    change: commands.command_change,
    session: int = 0,
    sequence: int = 0,
    lowest_unanswered: int = 0,
) -> Outcome:
    """Apply a change as the next entry."""
    command = said(change, session=session, sequence=sequence, lowest_unanswered=lowest_unanswered)
    outcome = machine.apply(next_entry(machine), command)
    assert outcome is not None
    return outcome


def next_entry(machine: StateMachine, kind: int = raft.ENTRY_NORMAL) -> raft.entry:
    return raft.entry(
        term=1,
        index=machine.applied_index + 1,
        type=kind,
        command_version=commands.COMMAND_VERSION,
        data=b"",
    )


def put(
    key: bytes, value: bytes = b"", lease: int = 0, flags: int = 0
) -> commands.command_change_COMMAND_PUT:
    op = kv.kv_put_op(key=key, value=value, lease=lease, flags=flags)
    return commands.command_change_COMMAND_PUT(put=op)


def delete(
    keys: kv.kv_key_range = EVERYTHING, flags: int = 0
) -> commands.command_change_COMMAND_DELETE:
    return commands.command_change_COMMAND_DELETE(deletion=kv.kv_delete_op(keys=keys, flags=flags))


def compact(revision: int) -> commands.command_change_COMMAND_COMPACT:
    return commands.command_change_COMMAND_COMPACT(revision=revision)


def grant(lease: int, ttl_ms: int = 5000) -> commands.command_change_COMMAND_LEASE_GRANT:
    return commands.command_change_COMMAND_LEASE_GRANT(
        grant=commands.command_lease_grant(lease=lease, ttl_ms=ttl_ms)
    )


def open_session(session: int, ttl_ms: int = 5000) -> commands.command_change_COMMAND_SESSION_OPEN:
    opening = commands.command_session_open(session=session, ttl_ms=ttl_ms, name=b"")
    return commands.command_change_COMMAND_SESSION_OPEN(open=opening)


def clock(elapsed_ms: int) -> commands.command_change_COMMAND_CLOCK:
    return commands.command_change_COMMAND_CLOCK(elapsed_ms=elapsed_ms)


def content(machine: StateMachine) -> bytes:
    """All of the state, as a snapshot of it."""
    pinned = machine.pin()
    try:
        return b"".join(pinned.pieces())
    finally:
        pinned.release()
