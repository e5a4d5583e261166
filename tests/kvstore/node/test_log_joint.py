"""Log and snapshot as a crash may leave them: what was installed, or about to be."""

from __future__ import annotations

from itertools import count

import pytest

from kvstore._generated import raft
from kvstore.node.log_joint import join
from kvstore.storage.errors import Corruption
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.wal import Wal
from tests.kvstore.storage.dumb_log import entry, open_or_create
from tests.kvstore.storage.dumb_snapshots import MEMBERS
from tests.kvstore.storage.faulty_disk import Crash, FaultyDisk

ENTRIES = [entry(index // 4 + 1, index, b"x") for index in range(6, 13)]
"""Behind a snapshot at 5 of term 2: terms 2, 2, 3, 3, 3, 3, 4."""
STATE = raft.hard_state(term=4, vote=3, commit=9)


def logged(disk: FaultyDisk) -> Wal:
    wal = open_or_create(disk)
    wal.append(ENTRIES, STATE, restored=SnapshotPoint(5, 2))
    return wal


def point(index: int, term: int) -> raft.snapshot_metadata:
    return raft.snapshot_metadata(index, term, MEMBERS)


@pytest.mark.parametrize(("index", "term"), [(5, 2), (6, 2), (9, 3), (12, 4)])
def test_a_log_that_goes_on_stays(index: int, term: int) -> None:
    wal = logged(FaultyDisk(1))
    join(wal, point(index, term))
    assert list(wal.entries(6, 13)) == ENTRIES
    assert wal.hard_state == STATE


@pytest.mark.parametrize(
    ("index", "term", "vote"),
    [
        pytest.param(13, 4, 3, id="ends-before-it"),
        pytest.param(40, 4, 3, id="ends-long-before-it"),
        pytest.param(40, 9, 0, id="of-a-later-term"),
        pytest.param(12, 3, 3, id="differs-at-its-end"),
        pytest.param(11, 4, 3, id="differs-within"),
    ],
)
def test_a_log_that_was_to_be_given_up_is(index: int, term: int, vote: int) -> None:
    """Whenever a crash comes: the vote of a term is never forgotten."""
    for calls in count():
        disk = FaultyDisk(calls)
        wal = logged(disk)
        disk.crash_in = calls
        try:
            join(wal, point(index, term))
        except Crash:
            disk.lose_power()
            wal = open_or_create(disk)
            assert wal.hard_state in (STATE, raft.hard_state(max(term, 4), vote, index))
            join(wal, point(index, term))
        else:
            assert calls > 1
            break
        assert (wal.mark, wal.last_index) == (SnapshotPoint(index, term), index)
        assert wal.hard_state == raft.hard_state(max(term, 4), vote, index)


@pytest.mark.parametrize("snapshot", [None, point(4, 2), point(5, 1)])
def test_a_log_whose_snapshot_is_gone(snapshot: raft.snapshot_metadata | None) -> None:
    with pytest.raises(Corruption, match="/data/wal"):
        join(logged(FaultyDisk(1)), snapshot)


def test_a_log_that_never_had_a_snapshot() -> None:
    wal = open_or_create(FaultyDisk(1))
    join(wal, None)
    wal.append([entry(1, 1, b"")])
    join(wal, None)
    assert wal.last_index == 1
