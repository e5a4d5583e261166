"""A folder that lost its log, or the end of it, is not taken for a new one."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from kvstore._generated import raft
from kvstore.config import NodeConfig
from kvstore.node.founding import Beginning
from kvstore.node.log_mark import LogMark, note_segment, read_mark, replace_mark
from kvstore.node.recovery import Recovered, log_folder, recover
from kvstore.storage.errors import Corruption, DiskFull
from kvstore.storage.recovery import list_segments
from kvstore.storage.segment_format import Identity
from kvstore.storage.vfs import Vfs
from kvstore.storage.wal import Wal
from tests.kvstore.storage.faulty_disk import Crash, FaultyDisk

FOLDER = Path("/data")
CONFIG = NodeConfig(node_id=1, data_folder=FOLDER, segment_size=4096)
LOG = log_folder(CONFIG)
FOUNDING = Beginning(77, (raft.member_info(1, "one:1", b"b" * raft.BIRTH_SIZE),))
JOINING = Beginning(77, ())
VOTE = raft.hard_state(term=5, vote=2, commit=0)


def entry(index: int, size: int = 10) -> raft.entry:
    return raft.entry(term=5, index=index, type=0, command_version=1, data=bytes(size))


def begin(disk: Vfs, beginning: Beginning | None = None) -> Recovered:
    return recover(CONFIG, disk, beginning)


def mark(disk: Vfs) -> LogMark | None:
    return read_mark(disk, FOLDER)


def remove_log(disk: FaultyDisk, kept: int = 0) -> None:
    for segment in list_segments(disk, LOG)[kept:]:
        disk.forget(segment.path)


def new_disk(seed: int = 1) -> FaultyDisk:
    disk = FaultyDisk(seed)
    disk.make_folder(FOLDER)
    disk.sync_folder(FOLDER.parent)
    return disk


def filled(disk: FaultyDisk) -> None:
    """A log of three segments."""
    with begin(disk, FOUNDING).wal as wal:
        for index in range(2, 5):
            wal.append([entry(index, 2500)], VOTE)
        assert wal.newest_segment == 3


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_log_that_is_gone_or_ends_too_early_is_not_opened(kept: int) -> None:
    disk = new_disk()
    filled(disk)
    remove_log(disk, kept)
    for _ in range(2):
        with pytest.raises(Corruption, match="under a new id"):
            begin(disk, FOUNDING)


@pytest.mark.parametrize("cluster_id", [77, 78])
def test_an_empty_log_or_another_clusters_in_its_place_is_not_opened(cluster_id: int) -> None:
    disk = new_disk()
    filled(disk)
    remove_log(disk)
    Wal.create(LOG, Identity(cluster_id, 1), segment_size=4096, vfs=disk).close()
    for beginning in (None, FOUNDING, JOINING):
        with pytest.raises(Corruption):
            begin(disk, beginning)


def test_a_log_without_a_mark_gets_one() -> None:
    disk = new_disk()
    filled(disk)
    disk.forget(FOLDER / "member")
    begin(disk).wal.close()
    assert mark(disk) == LogMark(77, 3)


@pytest.mark.parametrize(
    ("entries", "state"), [([], VOTE), ([entry(1)], raft.hard_state(term=5, vote=0, commit=0))]
)
def test_one_that_joins_may_have_an_empty_log_until_it_has_promised_anything(
    entries: list[raft.entry], state: raft.hard_state
) -> None:
    disk = new_disk()
    for _ in range(2):
        begin(disk, JOINING).wal.close()
        assert mark(disk) == LogMark(77, 0)
    remove_log(disk)
    with begin(disk, JOINING).wal as wal:
        wal.append(entries, state)
    assert mark(disk) == LogMark(77, 1)
    begin(disk, JOINING).wal.close()
    remove_log(disk)
    with pytest.raises(Corruption):
        begin(disk, JOINING)


def test_an_interrupted_founding_may_end_in_another_cluster() -> None:
    disk = new_disk()
    begin(disk, JOINING).wal.close()
    other = FOUNDING._replace(cluster_id=79)
    with begin(disk, other).wal as wal:
        assert wal.last_index == 1
    assert mark(disk) == LogMark(79, 1)
    with begin(disk, FOUNDING).wal as wal:  # it counts only where there is no entry
        assert wal.last_index == 1
    assert mark(disk) == LogMark(79, 1)


@pytest.mark.parametrize("power", [True, False])
@pytest.mark.parametrize("beginning", [FOUNDING, JOINING])
def test_whatever_a_crash_leaves_opens_and_what_was_promised_is_missed(
    beginning: Beginning, *, power: bool
) -> None:
    """The process dies in each of its calls to the disk, from the making of the log on."""
    for steps in count():
        disk = new_disk(steps)
        disk.crash_in = steps
        promised = 0
        try:
            wal = begin(disk, beginning).wal
            promised = wal.last_index
            for index in range(promised + 1, promised + 4):
                wal.append([entry(index, 2500)], VOTE)
                promised = index
            wal.close()
            ended = True
        except Crash:
            ended = False
        disk.lose_power() if power else disk.kill()
        with begin(disk, beginning).wal as wal:
            assert wal.last_index >= promised
            segment = wal.newest_segment
        disk.lose_power()
        if promised:
            whole = list_segments(disk, LOG)
            assert len(whole) == segment
            remove_log(disk)
            with pytest.raises(Corruption):
                begin(disk, beginning)
        if ended:
            break


def test_no_space_for_the_mark_is_no_space_for_the_append() -> None:
    disk = new_disk()
    with begin(disk, JOINING).wal as wal:
        wal.prepare_segment()
        told: list[int] = []

        def note(number: int) -> None:
            told.append(number)
            if len(told) == 1:
                raise OSError(28, "No space left on device")

        wal.note_segments(0, note)
        with pytest.raises(DiskFull):
            wal.append([entry(1)], VOTE)
        wal.append([entry(1)], VOTE)
        wal.append([entry(2)], VOTE)
        assert told == [1, 1]
        assert wal.last_index == 2


@pytest.mark.parametrize("slot", [0, 1])
def test_half_a_mark_leaves_the_other_and_two_are_named(slot: int) -> None:
    disk = new_disk()
    replace_mark(disk, FOLDER, LogMark(77, 4))
    note_segment(disk, FOLDER, LogMark(77, 5))
    data = bytearray(disk.files()[FOLDER / "member"])
    data[slot * 512 + 9] ^= 1
    disk.put(FOLDER / "member", bytes(data))
    assert mark(disk) == LogMark(77, 4 + (slot == 0))
    for damaged in (b"", bytes(1024)):
        disk.put(FOLDER / "member", damaged)
        with pytest.raises(Corruption, match="member"):
            mark(disk)
