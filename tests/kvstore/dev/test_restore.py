"""A saved state becomes the folders of a new cluster, and damage to the file is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.dev.saved_snapshot import DamagedSnapshot, load, save
from kvstore.mvcc.state_machine import StateMachine
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.recovery import stored_identity
from kvstore.storage.segment_format import Identity
from kvstore.storage.snapshot_store import SnapshotStore
from kvstore.storage.vfs import OsVfs
from kvstore.storage.wal import Wal
from tests.kvstore.product import kvctl

KEYS = 50


def machine() -> StateMachine:
    """A state with a few keys."""
    found = StateMachine()
    for number in range(1, KEYS + 1):
        put = kv.kv_put_op(key=b"k%d" % number, value=bytes(number), lease=0, flags=0)
        command = commands.command(
            origin=commands.command_origin(
                session=0, sequence=0, lowest_unanswered=0, name_space=b""
            ),
            change=commands.command_change_COMMAND_PUT(put=put),
        )
        entry = raft.entry(
            term=3, index=number, type=raft.ENTRY_NORMAL, command_version=1, data=command.to_xdr()
        )
        found.apply(entry, command)
    return found


def pieces(found: StateMachine) -> Iterator[bytes]:
    pin = found.pin()
    yield from pin.pieces()
    pin.release()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "saved"
    save(path, pieces(machine()), lambda size: None)
    return path


def test_the_folders_hold_the_state_under_a_new_identity(saved: Path, tmp_path: Path) -> None:
    members = "2@localhost:9002,1@localhost:9001"
    done = kvctl("snapshot", "restore", str(saved), f"--dir={tmp_path}", f"--members={members}")
    assert (done.stderr, done.returncode) == (b"", 0)
    assert b"50 keys at revision 50" in done.stdout
    vfs = OsVfs()
    clusters, births = set(), []
    for number in (1, 2):
        folder = tmp_path / f"node-{number}"
        found = stored_identity(vfs, folder / "wal")
        assert found is not None
        clusters.add(found.cluster_id)
        births.append((folder / "birth").read_bytes()[:16])
        identity = Identity(found.cluster_id, number)
        with Wal.open(folder / "wal", identity, vfs=vfs) as wal:
            assert (wal.mark, wal.last_index) == (SnapshotPoint(KEYS, 3), KEYS)
            assert wal.hard_state == raft.hard_state(term=3, vote=0, commit=KEYS)
        newest = SnapshotStore(vfs, folder / "snapshots", identity).newest()
        assert newest is not None
        assert (newest.point.index, newest.point.members.voters) == (KEYS, (1, 2))
        restored = StateMachine.restore(newest.pieces())
        assert restored.get(b"", b"k7", 0) == machine().get(b"", b"k7", 0)
        assert [info.birth for info in restored.members.values()][number - 1] == births[-1]
        assert restored.members[2].address == "localhost:9002"
    assert len(clusters) == 1
    again = kvctl("snapshot", "restore", str(saved), f"--dir={tmp_path}", f"--members={members}")
    assert again.returncode == 1
    assert b"node-1 exists" in again.stderr


def test_status_of_a_file(saved: Path) -> None:
    done = kvctl("snapshot", "status", str(saved))
    assert b"revision: 50\n" in done.stdout
    assert b"keys: 50\n" in done.stdout


@pytest.mark.parametrize("place", [0, 25, 500, -1])
def test_a_flipped_bit_is_found(saved: Path, tmp_path: Path, place: int) -> None:
    data = bytearray(saved.read_bytes())
    data[place] ^= 1
    saved.write_bytes(data)
    with pytest.raises(DamagedSnapshot):
        list(load(saved))
    done = kvctl("snapshot", "restore", str(saved), f"--dir={tmp_path / 'new'}")
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("length", [0, 10, 60, -1])
def test_a_cut_file_is_found(saved: Path, length: int) -> None:
    saved.write_bytes(saved.read_bytes()[:length])
    with pytest.raises(DamagedSnapshot):
        list(load(saved))


def test_a_save_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "saved"
    path.write_bytes(b"before")

    def failing() -> Iterator[bytes]:
        yield b"some"
        raise OSError(5, "the connection broke")

    with pytest.raises(OSError, match="broke"):
        save(path, failing(), lambda size: None)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("saved", b"before")]


def test_members_that_are_none(saved: Path, tmp_path: Path) -> None:
    for members in ("1", "0@h:1", "1@h:1,1@h:2", "x@h:1", ""):
        done = kvctl("snapshot", "restore", str(saved), "--dir=/x", f"--members={members}")
        assert done.returncode == 2, members
