"""Format version 1 stays readable for ever: its bytes are kept, and never made anew.

`testdata/version-1` is a log as this program wrote it when the format was fixed;
`testdata/batches-1.txt` has each kind of record alone in a batch; `testdata/snapshots-1.txt` has
a snapshot's file.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kvstore._generated import raft
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.recovery import stored_identity
from kvstore.storage.segment_format import (
    TERM,
    Identity,
    NewRecord,
    RecordKind,
    pack_batch,
    read_batch,
)
from kvstore.storage.snapshot_format import name_of
from kvstore.storage.snapshot_store import SnapshotStore
from kvstore.storage.vfs import OsVfs
from kvstore.storage.wal import Wal
from tests.kvstore.storage.dumb_log import DumbLog, held_by

TESTDATA = Path(__file__).parent / "testdata"
ME = Identity(cluster_id=0x0123456789ABCDEF, node_id=0x8000000000000001)
SNAPSHOT_POINT = raft.snapshot_metadata(
    107, 9, raft.conf_state((1, 2, ME.node_id), (1, 2), (4,), (2,), auto_leave=True)
)
LAST_STATE = raft.hard_state(term=9, vote=ME.node_id, commit=107)


def entry(term: int, index: int, data: bytes, kind: int = raft.ENTRY_NORMAL) -> raft.entry:
    version = 1 if kind == raft.ENTRY_NORMAL and data else 0
    return raft.entry(term=term, index=index, type=kind, command_version=version, data=data)


def write(folder: Path) -> None:
    """Entries replaced, a snapshot, a compaction; two segments left of three."""
    salts = iter([0x00000001, 0x89ABCDEF, 0xFFFFFFFF, 0x7F000000])
    with Wal.create(folder, ME, segment_size=4096, new_salt=lambda: next(salts)) as wal:
        member = raft.conf_change(type=raft.CONF_CHANGE_ADD_NODE, node=ME.node_id, context=b"")
        change = entry(1, 1, member.to_xdr(), raft.ENTRY_CONF_CHANGE)
        wal.append([change, entry(1, 2, b"")], raft.hard_state(term=1, vote=ME.node_id, commit=0))
        wal.append([entry(1, 3, b"one"), entry(1, 4, b"lost"), entry(1, 5, b"lost")])
        wal.append([entry(2, 4, b"two" * 500)], raft.hard_state(term=2, vote=5, commit=3))
        wal.append([entry(8, 101, b"x" * 1500)], restored=SnapshotPoint(100, 7))
        wal.append([entry(8, 102, b"y" * 1000), entry(8, 103, b"")])
        wal.compact(SnapshotPoint(101, 8))
        wal.append([entry(9, 104, bytes(range(256)) * 4), entry(9, 105, b"z" * 1000)])
        wal.append([entry(9, 106, b"w" * 900), entry(9, 107, b"end")], LAST_STATE)


WRITTEN = DumbLog(
    SnapshotPoint(101, 8),
    (
        entry(8, 102, b"y" * 1000),
        entry(8, 103, b""),
        entry(9, 104, bytes(range(256)) * 4),
        entry(9, 105, b"z" * 1000),
        entry(9, 106, b"w" * 900),
        entry(9, 107, b"end"),
    ),
    LAST_STATE,
)

SALT = 0x89ABCDEF
BATCHES = {
    "entry": NewRecord(RecordKind.ENTRY, 7, entry(3, 7, b"value").to_xdr()),
    "hard-state": NewRecord(RecordKind.HARD_STATE, 0, LAST_STATE.to_xdr()),
    "compacted": NewRecord(RecordKind.COMPACTED, 101, TERM.pack(8)),
    "restored": NewRecord(RecordKind.RESTORED, 100, TERM.pack(7)),
    "continued": NewRecord(RecordKind.CONTINUED, 2, b""),
}


def kept_batches() -> dict[str, bytes]:
    lines = (TESTDATA / "batches-1.txt").read_text().splitlines()
    return {name: bytes.fromhex(data) for name, data in (line.split(":") for line in lines)}


def test_the_kept_log_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "wal"
    shutil.copytree(TESTDATA / "version-1", folder)
    assert stored_identity(OsVfs(), folder) == ME
    with Wal.open(folder, ME) as wal:
        assert held_by(wal) == WRITTEN
        wal.append([entry(9, 108, b"more")])
    with Wal.open(folder, ME) as wal:
        assert wal.last_index == 108


def test_the_same_log_is_written(tmp_path: Path) -> None:
    write(tmp_path / "wal")
    kept = {path.name: path.read_bytes() for path in (TESTDATA / "version-1").iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "wal").iterdir()} == kept


@pytest.mark.parametrize("name", RecordKind.__members__)
def test_the_kept_batch_of_each_kind(name: str) -> None:
    name = name.lower().replace("_", "-")
    data, record = kept_batches()[name], BATCHES[name]
    assert pack_batch(5, SALT, [record]) == data
    batch = read_batch(data, 0, 5, SALT)
    assert batch is not None
    (found,) = batch.records
    assert (found.kind, found.index) == (record.kind, record.index)
    assert data[found.start : found.end] == record.payload


SNAPSHOT_PIECES = (b"one", bytes(range(64)), b"three" * 9)


def kept_snapshot() -> bytes:
    name, data = (TESTDATA / "snapshots-1.txt").read_text().split(":")
    assert name == name_of(SNAPSHOT_POINT)
    return bytes.fromhex(data)


def test_the_kept_snapshot_is_read(tmp_path: Path) -> None:
    (tmp_path / name_of(SNAPSHOT_POINT)).write_bytes(kept_snapshot())
    found = SnapshotStore(OsVfs(), tmp_path, ME).newest()
    assert found is not None
    assert found.point == SNAPSHOT_POINT
    assert tuple(found.pieces()) == SNAPSHOT_PIECES


def test_the_same_snapshot_is_written(tmp_path: Path) -> None:
    writer = SnapshotStore(OsVfs(), tmp_path, ME).begin(SNAPSHOT_POINT)
    for piece in SNAPSHOT_PIECES:
        writer.write(piece)
    writer.finish()
    assert (tmp_path / name_of(SNAPSHOT_POINT)).read_bytes() == kept_snapshot()
