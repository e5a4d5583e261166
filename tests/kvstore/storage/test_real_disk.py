"""The log on the file system of this machine."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from kvstore._generated import raft
from kvstore.storage.errors import BatchTooLarge, LogExists, LogUnusable
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.recovery import stored_identity
from kvstore.storage.vfs import OsVfs
from kvstore.storage.wal import Wal
from tests.kvstore.storage.appending_process import ME, SEGMENT_SIZE, expected

PROJECT = Path(__file__).resolve().parents[3]
PROCESS = [sys.executable, "-m", "tests.kvstore.storage.appending_process"]


def acknowledged(output: bytes) -> int:
    """Return the last index of which the process could still say that it is safe."""
    whole_lines = output.splitlines(keepends=True)
    return max((int(line) for line in whole_lines if line.endswith(b"\n")), default=0)


def test_kill_9_at_any_moment(tmp_path: Path) -> None:
    folder = tmp_path / "wal"
    random = Random(7)  # noqa: S311 - moments to kill at
    safe = 0
    for _ in range(12):
        with subprocess.Popen([*PROCESS, folder], cwd=PROJECT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            head = process.stdout.readline()
            time.sleep(random.uniform(0, 0.1))
            process.kill()
            safe = acknowledged(head + process.stdout.read())
        assert safe, "the process acknowledges something before it is killed"
        with Wal.open(folder, ME, segment_size=SEGMENT_SIZE) as wal:
            assert wal.last_index >= safe
            indexes = range(wal.first_index, wal.last_index + 1)
            assert list(wal.entries(indexes.start, indexes.stop)) == list(map(expected, indexes))
            assert wal.hard_state.commit == wal.last_index
            assert wal.hard_state.term == expected(wal.last_index).term
    first, *_ = sorted(path.name for path in folder.glob("*.wal"))
    assert not first.startswith(f"{1:016x}-"), "compaction removes segments"


def test_a_segment_has_its_blocks_before_it_is_used(tmp_path: Path) -> None:
    """Written, not only reserved; and nobody else may read what clients store."""
    folder = tmp_path / "a" / "b" / "wal"
    with Wal.create(folder, ME, segment_size=1 << 20) as wal:
        wal.prepare_segment()
        (segment,) = folder.glob("*.wal")
        for path in (segment, folder / "spare.tmp"):
            status = path.stat()
            assert status.st_size == 1 << 20
            assert status.st_blocks * 512 >= 1 << 20
            assert status.st_mode & 0o077 == 0
        assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("how", ["compact", "restore"])
def test_space_is_given_back(tmp_path: Path, how: str) -> None:
    with Wal.create(tmp_path / "wal", ME, segment_size=4096) as wal:
        for index in range(1, 100):
            wal.append([expected(index)])
        if how == "compact":
            wal.compact(SnapshotPoint(98, 0))
            assert list(wal.entries(99, 100)) == [expected(99)]
        else:
            wal.append([expected(201)], restored=SnapshotPoint(200, 2))
            assert list(wal.entries(201, 202)) == [expected(201)]
    assert len(list((tmp_path / "wal").iterdir())) == 1


def test_the_largest_batch(tmp_path: Path) -> None:
    with Wal.create(tmp_path / "wal", ME, segment_size=SEGMENT_SIZE) as wal:
        overhead = 28 + 20 + 28
        largest = raft.entry(
            term=1,
            index=1,
            type=0,
            command_version=1,
            data=bytes((wal.max_batch_size - overhead) & ~3),
        )
        state = raft.hard_state(term=1, vote=1, commit=0)
        with pytest.raises(BatchTooLarge):
            wal.append([largest], state)
        assert wal.last_index == 0
        wal.append([largest])
        wal.append([], state)
    with Wal.open(tmp_path / "wal", ME) as wal:
        assert list(wal.entries(1, 2)) == [largest]
        assert wal.hard_state == state


def test_what_cannot_follow_is_refused_before_it_is_written(tmp_path: Path) -> None:
    with Wal.create(tmp_path / "wal", ME, segment_size=SEGMENT_SIZE) as wal:
        wal.append([expected(1), expected(2)])
        for entries in ([expected(4)], [expected(0)], [expected(3), expected(5)]):
            with pytest.raises(ValueError, match="entry"):
                wal.append(entries)
        with pytest.raises(ValueError, match="held"):
            wal.entries(1, 4)
        wal.append([expected(3)])
        assert list(wal.entries(1, 4)) == [expected(1), expected(2), expected(3)]
    with pytest.raises(LogUnusable, match="closed"):
        wal.append([expected(4)])


def test_a_log_is_not_made_over_another(tmp_path: Path) -> None:
    folder = tmp_path / "wal"
    assert stored_identity(OsVfs(), folder) is None
    Wal.create(folder, ME, segment_size=SEGMENT_SIZE).close()
    assert stored_identity(OsVfs(), folder) == ME
    with pytest.raises(LogExists):
        Wal.create(folder, ME)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(LogUnusable, match="cannot make a log here"):
        Wal.create(tmp_path / "file" / "wal", ME)
