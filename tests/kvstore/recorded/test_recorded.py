"""Bytes that were written once are read, and written, by every release to come.

`testdata/version-1.jsonl` has one record a line: what it is, its bytes, and what they mean. What is
new is added by add.py; a record that is there is never changed, and never removed.
"""

from __future__ import annotations

import pytest

from kvstore._generated import admin, kv, raft
from kvstore._generated import command as commands
from kvstore.mvcc.entries import decode, encode
from kvstore.mvcc.state_machine import StateMachine
from tests.kvstore.mvcc.machines import content
from tests.kvstore.recorded.records import (
    HERE,
    PROCEDURES,
    Record,
    codec,
    kept,
    read,
    wanted,
    write,
)

RECORDS = kept()
COMMANDS = [each for each in RECORDS.values() if each.about == "type command.command"]


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_it_is_read_and_written_as_ever(record: Record) -> None:
    assert read(record) == record.means
    assert write(record.about, record.means) == record.data


def test_everything_is_on_record() -> None:
    missing = [name for name, _, _ in wanted() if name not in RECORDS]
    assert missing == [], "python -m tests.kvstore.recorded.add puts it there"


def test_all_three_programs_are_covered() -> None:
    """By counting, should `wanted` overlook something."""
    versions = (kv.KV_V1, raft.RAFT_V1, admin.ADMIN_V1)
    assert len(PROCEDURES) == sum(len(version.procedures) for version in versions)
    abouts = {record.about for record in RECORDS.values()}
    for name in PROCEDURES:
        assert f"call {name}" in abouts
        assert f"reply {name}" in abouts or name == "RAFT_MESSAGES"


def test_every_kind_of_command_is_read_from_the_log() -> None:
    kinds = set()
    for record in COMMANDS:
        entry = raft.entry(
            term=3,
            index=7,
            type=raft.ENTRY_NORMAL,
            command_version=1,
            data=record.data,
        )
        found = decode(raft.entry.from_xdr(entry.to_xdr()))
        assert found == codec(record.about)[1](record.data)
        assert found is not None
        kinds.add(found.change.kind)
        assert encode(found) == record.data
    names = [name for name in vars(commands) if name.startswith("COMMAND_")]
    known = {getattr(commands, name) for name in names if not name.endswith(("_MAX", "_VERSION"))}
    assert kinds == known


def test_a_snapshot_of_everything_is_taken() -> None:
    data = bytes.fromhex((HERE / "testdata" / "snapshot-content-1.txt").read_text())
    assert content(StateMachine.restore([data])) == data
