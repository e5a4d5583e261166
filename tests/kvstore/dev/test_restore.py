"""A saved state becomes the folders of a new cluster, and damage to the file is found."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import kvstore
from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.dev.restore import restore
from kvstore.dev.saved_snapshot import DamagedSnapshot, load, save
from kvstore.mvcc.snapshot_errors import MalformedSnapshot
from kvstore.mvcc.state_machine import StateMachine
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.recovery import stored_identity
from kvstore.storage.segment_format import Identity
from kvstore.storage.snapshot_store import SnapshotStore
from kvstore.storage.vfs import OsVfs
from kvstore.storage.wal import Wal
from tests.kvstore.product import ENVIRONMENT, Kvd, kvctl
from tests.kvstore.said import said
from tests.lab import command

KEYS = 50


def machine() -> StateMachine:
    """A state with a few keys."""
    found = StateMachine()
    for number in range(1, KEYS + 1):
        put = kv.kv_put_op(key=b"k%d" % number, value=bytes(number), lease=0, flags=0)
        command = said(commands.command_change_COMMAND_PUT(put=put))
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


def large(path: Path) -> None:
    """A saved state that takes some seconds to restore."""
    state = machine()
    for number in range(KEYS + 1, KEYS + 400):
        put = kv.kv_put_op(key=b"k%d" % number, value=bytes(100_000), lease=0, flags=0)
        change = commands.command_change_COMMAND_PUT(put=put)
        entry = raft.entry(
            term=3, index=number, type=raft.ENTRY_NORMAL, command_version=1, data=b""
        )
        state.apply(entry, said(change))
    save(path, pieces(state), lambda size: None)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_restore_that_is_interrupted_leaves_no_folder_with_a_name(
    tmp_path: Path, number: signal.Signals
) -> None:
    saved, new = tmp_path / "saved", tmp_path / "new"
    large(saved)
    members = ",".join(f"{node}@localhost:{9000 + node}" for node in range(1, 6))
    line = [command("kvctl"), "snapshot", "restore", saved, f"--dir={new}", f"--members={members}"]
    with subprocess.Popen(line, env=ENVIRONMENT, stderr=subprocess.PIPE) as process:
        while not new.exists():
            assert process.poll() is None, process.communicate()
            time.sleep(0.001)
        process.send_signal(number)
        assert process.communicate(timeout=30)[1] == b""
    assert process.returncode == (-number if number is signal.SIGKILL else 128 + number)
    left = [each.name for each in new.iterdir()]
    if number is signal.SIGKILL:
        assert all(name.startswith(".node-") for name in left)
    else:
        assert left == []
    again = subprocess.run([str(word) for word in line], env=ENVIRONMENT, check=False, timeout=60)
    assert again.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_save_that_is_interrupted_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    with Kvd(tmp_path / "node") as node:
        with kvstore.connect(node.server) as store:
            for key in range(60):
                store.put(f"k{key}", bytes(1_000_000))
        target = tmp_path / "target"
        target.mkdir()
        line = [command("kvctl"), f"--server={node.server}", "snapshot", "save", target / "file"]
        with subprocess.Popen(line, env=ENVIRONMENT, stderr=subprocess.PIPE) as process:
            while not list(target.iterdir()):
                assert process.poll() is None, process.communicate()
                time.sleep(0.001)
            process.send_signal(number)
            assert process.communicate(timeout=30)[1] == b""
        assert process.returncode == 128 + number
        assert list(target.iterdir()) == []
        assert subprocess.run(line, env=ENVIRONMENT, check=False, timeout=60).returncode == 0


def test_what_was_saved_of_a_cluster_is_no_folder_of_it(saved: Path, tmp_path: Path) -> None:
    """Nor is a snapshot in a node's folder one that was saved; and a running node is in no way."""
    with Kvd(tmp_path / "new" / "node-1") as node:
        done = kvctl("snapshot", "restore", str(saved), f"--dir={tmp_path / 'new'}")
        assert done.returncode == 1
        assert b"node-1 exists" in done.stderr
        assert kvctl("put", "k", "v", server=node.server).returncode == 0
    made = kvctl("snapshot", "restore", str(saved), f"--dir={tmp_path / 'a'}")
    assert made.returncode == 0
    made = kvctl("snapshot", "restore", str(saved), f"--dir={tmp_path / 'b'}")
    assert made.returncode == 0
    (own,) = (tmp_path / "a/node-1/snapshots").iterdir()
    done = kvctl("snapshot", "restore", str(own), f"--dir={tmp_path / 'c'}")
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert b"is no snapshot that kvctl saved" in done.stderr
    # One of another cluster, of the same entry even, is not taken for the node's.
    (other,) = (tmp_path / "b/node-1/snapshots").iterdir()
    own.write_bytes(other.read_bytes())
    mixed = Kvd(tmp_path / "a/node-1")
    mixed.launch()
    _, complaint = mixed.process.communicate(timeout=20)
    assert mixed.process.returncode == 1
    assert complaint.count("\n") == 1
    assert str(own) in complaint
    assert "cluster" in complaint


@pytest.mark.parametrize("seed", range(60))
def test_no_damage_makes_anything_else_of_restore(saved: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 (to be played again)
    data = bytearray(saved.read_bytes())
    for _ in range(dice.choice((1, 1, 20))):
        at = dice.randrange(len(data))
        match dice.randrange(4):
            case 0:
                data[at] ^= 1 << dice.randrange(8)
            case 1:
                data[at : at + 64] = bytes(len(data[at : at + 64]))
            case 2:
                data[at:at] = dice.randbytes(dice.randrange(1, 40))
            case _:
                del data[at : at + dice.randrange(1, 200)]
    saved.write_bytes(data)
    with pytest.raises((DamagedSnapshot, MalformedSnapshot)):
        restore(load(saved), {1: "localhost:1"}, tmp_path / "new", lambda text: None)
    assert not (tmp_path / "new").exists()
