"""One story of a log, ended in every one of its calls to the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kvstore._generated import raft
from kvstore.storage.errors import DiskFull, LogUnusable
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.wal import Wal
from tests.kvstore.storage.dumb_log import EMPTY, DumbLog, entry, held_by, open_or_create
from tests.kvstore.storage.everywhere import go_wrong_everywhere
from tests.kvstore.storage.faulty_disk import Crash, FaultyDisk

State = raft.hard_state
Step = tuple[Callable[[Wal], None], Callable[[DumbLog], DumbLog]]


def append(
    term: int,
    first: int,
    sizes: list[int],
    state: State | None = None,
    restored: SnapshotPoint | None = None,
) -> Step:
    entries = [entry(term, first + i, bytes([65 + i]) * size) for i, size in enumerate(sizes)]
    return (
        lambda wal: wal.append(entries, state, restored=restored),
        lambda log: log.append(entries, state, restored),
    )


def compact(index: int, term: int) -> Step:
    point = SnapshotPoint(index, term)
    return lambda wal: wal.compact(point), lambda log: log.compact(point)


STORY: list[Step] = [
    append(1, 1, [10, 20, 30], State(term=1, vote=3, commit=0)),
    append(1, 4, [400, 900]),
    (Wal.prepare_segment, lambda log: log),
    append(2, 5, [1500, 700, 1], State(term=2, vote=1, commit=4)),  # replaces entry 5; segment 2
    append(2, 8, [2000, 0]),
    append(3, 10, [], State(term=3, vote=0, commit=9)),
    append(3, 10, [2500]),  # segment 3
    compact(9, 2),
    append(4, 31, [3000, 2], State(term=4, vote=2, commit=31), SnapshotPoint(30, 4)),  # segment 4
    append(4, 33, [1]),
]


def tell(disk: FaultyDisk, possible: list[DumbLog]) -> Iterator[Wal]:
    """Run the story; `possible` is always what the log may hold if the process ends now."""
    wal = open_or_create(disk)
    for act, expected in STORY:
        possible.append(expected(possible[-1]))
        act(wal)
        del possible[:-1]
    yield wal


def lives_on(disk: FaultyDisk, possible: list[DumbLog]) -> None:
    """Whatever a new process finds stays, with what it adds, even if power fails at once."""
    wal = open_or_create(disk)
    found = held_by(wal)
    assert found in possible
    if disk.random.random() < 0.5:
        disk.lose_power()
        wal = open_or_create(disk)
        assert held_by(wal) == found
    act, expected = append(9, found.last_index + 1, [7, 7])
    act(wal)
    disk.lose_power()
    wal = open_or_create(disk)
    assert held_by(wal) == expected(found)
    wal.close()
    assert disk.open_files == 0


def test_the_story_ends_well() -> None:
    disk, possible = FaultyDisk(0), [EMPTY]
    for wal in tell(disk, possible):
        assert held_by(wal) == possible[0]
        wal.close()
    lives_on(disk, possible)


@pytest.mark.parametrize("end", [FaultyDisk.kill, FaultyDisk.lose_power])
@pytest.mark.parametrize("seed", range(10))
def test_a_crash_in_any_call(end: Callable[[FaultyDisk], None], seed: int) -> None:
    calls = go_wrong_everywhere(
        tell, EMPTY, lives_on, fault="crash_in", error=Crash, end=end, seed=seed
    )
    assert calls > 60, "the story touches the disk far more often"


@pytest.mark.parametrize("end", [FaultyDisk.kill, FaultyDisk.lose_power])
@pytest.mark.parametrize("seed", range(10))
def test_a_failing_sync_anywhere(end: Callable[[FaultyDisk], None], seed: int) -> None:
    syncs = go_wrong_everywhere(
        tell, EMPTY, lives_on, fault="sync_fails_in", error=LogUnusable, end=end, seed=seed
    )
    assert syncs > 20, "the story syncs far more often"


@pytest.mark.parametrize("copy_on_write", [False, True])
def test_a_disk_full_from_any_size_on(*, copy_on_write: bool) -> None:
    """Each step either happens or does not, and happens at once when there is space again."""
    for capacity in range(0, 5 * 4096, 600):
        disk, possible = FaultyDisk(capacity), [EMPTY]
        disk.capacity = capacity
        try:
            wal = open_or_create(disk)
        except DiskFull:
            disk.capacity = None
            wal = open_or_create(disk)
        disk.copy_on_write = copy_on_write
        for act, expected in STORY:
            log = expected(possible[0])
            disk.capacity = capacity
            try:
                act(wal)
            except DiskFull:
                assert held_by(wal) == possible[0]
                disk.capacity = None
                act(wal)
            assert held_by(wal) == log
            possible = [log]
        disk.capacity = None
        disk.lose_power()
        lives_on(disk, possible)
