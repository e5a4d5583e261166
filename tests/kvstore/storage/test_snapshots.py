"""Snapshots on a disk that tears, forgets, fills up and fails; and damage to them at rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import pytest

from kvstore.storage.errors import Corruption, DiskFull, UnsupportedFormat, WrongOwner
from kvstore.storage.segment_format import Identity
from kvstore.storage.snapshot_format import MAX_BLOCK
from kvstore.storage.snapshot_store import SnapshotStore
from kvstore.storage.vfs import OsVfs
from tests.kvstore.storage.dumb_snapshots import (
    FOLDER,
    ME,
    Held,
    file_of,
    held_by,
    make,
    opened,
    point_at,
)
from tests.kvstore.storage.everywhere import go_wrong_everywhere
from tests.kvstore.storage.faulty_disk import Crash, FaultyDisk

FIRST = (b"a" * 700, b"", b"b", bytes(900))
SECOND = (b"second" * 300,)
THIRD: tuple[bytes, ...] = (bytes(600), b"third" * 200)
SENT = file_of(30, THIRD)


def whole(*pieces: bytes) -> tuple[bytes, ...]:
    return tuple(piece for piece in pieces if piece)


def tell(disk: FaultyDisk, possible: list[Held]) -> Iterator[None]:
    """Make two snapshots and receive a third; `possible` is what may be found after a crash."""
    store = opened(disk)
    steps: list[tuple[Held, Callable[[], None]]] = [
        ((point_at(10), whole(*FIRST)), lambda: make(store, 10, FIRST)),
        ((point_at(20), whole(*SECOND)), lambda: make(store, 20, SECOND)),
        ((point_at(20), whole(*SECOND)), store.remove_old),
        ((point_at(30), whole(*THIRD)), lambda: receive(store, 30, SENT)),
        ((point_at(30), whole(*THIRD)), store.remove_old),
    ]
    for expected, act in steps:
        possible.append(expected)
        act()
        del possible[:-1]
    yield


def receive(store: SnapshotStore, index: int, data: bytes, size: int = 500) -> None:
    receiver = store.receive(point_at(index), len(data))
    while receiver.offset < len(data):
        receiver.write(receiver.offset, data[receiver.offset : receiver.offset + size])
    receiver.finish(list)


def lives_on(disk: FaultyDisk, possible: list[Held]) -> None:
    """A new process finds one of these, keeps it, and goes on."""
    store = opened(disk)
    found = held_by(store)
    assert found in possible
    assert not [path for path in disk.files() if path.suffix != ".snapshot"]
    if disk.random.random() < 0.5:
        disk.lose_power()
        store = opened(disk)
        assert held_by(store) == found
    make(store, 40, (b"next",))
    store.remove_old()
    disk.lose_power()
    assert held_by(opened(disk)) == (point_at(40), (b"next",))
    assert len(disk.files()) == 1
    assert disk.open_files == 0


def test_the_story_ends_well() -> None:
    disk, possible = FaultyDisk(0), [None]
    assert held_by(opened(disk)) is None
    list(tell(disk, possible))
    assert [held_by(opened(disk))] == possible
    lives_on(disk, possible)


@pytest.mark.parametrize("end", [FaultyDisk.kill, FaultyDisk.lose_power])
@pytest.mark.parametrize("seed", range(10))
def test_a_crash_in_any_call(end: Callable[[FaultyDisk], None], seed: int) -> None:
    calls = go_wrong_everywhere(
        tell, None, lives_on, fault="crash_in", error=Crash, end=end, seed=seed
    )
    assert calls > 40, "the story touches the disk far more often"


@pytest.mark.parametrize("end", [FaultyDisk.kill, FaultyDisk.lose_power])
@pytest.mark.parametrize("seed", range(10))
def test_a_failing_sync_anywhere(end: Callable[[FaultyDisk], None], seed: int) -> None:
    syncs = go_wrong_everywhere(
        tell, None, lives_on, fault="sync_fails_in", error=OSError, end=end, seed=seed
    )
    assert syncs > 9, "the story syncs far more often"


@pytest.mark.parametrize("is_received", [False, True])
def test_a_full_disk_gets_its_space_back(*, is_received: bool) -> None:
    refusals = 0
    for spare in range(0, len(SENT) + 100, 50):
        disk = FaultyDisk(spare)
        store = opened(disk)
        make(store, 10, FIRST)
        used = disk.used
        disk.capacity = used + spare
        attempt = try_to_receive if is_received else try_to_make
        is_done = attempt(store)
        assert is_done is (spare >= len(SENT))
        assert is_done or disk.used == used
        refusals += not is_done
        disk.capacity = None
        disk.lose_power()
        assert held_by(opened(disk)) == (
            (point_at(30), THIRD) if is_done else (point_at(10), whole(*FIRST))
        )
    assert refusals > 20


def try_to_make(store: SnapshotStore) -> bool:
    try:
        writer = store.begin(point_at(30))
    except DiskFull:
        return False
    try:
        for piece in THIRD:
            writer.write(piece)
        writer.finish()
    except DiskFull:
        writer.abort()
        return False
    return True


def try_to_receive(store: SnapshotStore) -> bool:
    try:
        receiver = store.receive(point_at(30), len(SENT))
    except DiskFull:
        return False
    try:
        receiver.write(0, SENT)
        receiver.finish(list)
    except DiskFull:
        receiver.abort()
        return False
    return True


def test_what_is_given_up_leaves_nothing() -> None:
    disk = FaultyDisk(1)
    store = opened(disk)
    writer = store.begin(point_at(5))
    writer.write(b"x" * 100)
    writer.abort()
    receiver = store.receive(point_at(6), 1000)
    receiver.write(0, b"y" * 100)
    receiver.abort()
    assert not disk.files()
    assert disk.open_files == 0


def test_only_the_bytes_that_come_next_are_taken() -> None:
    store = opened(FaultyDisk(1))
    receiver = store.receive(point_at(30), len(SENT))
    receiver.write(0, SENT[:100])
    for offset, data in [(0, SENT[:100]), (200, SENT[200:300]), (100, SENT[100:] + b"x")]:
        with pytest.raises(ValueError, match="of which 100 are here"):
            receiver.write(offset, data)
    with pytest.raises(ValueError, match="100 of"):
        receiver.finish(list)
    receiver.write(100, SENT[100:])
    assert tuple(receiver.finish(list)) == THIRD
    assert held_by(store) == (point_at(30), THIRD)


def test_a_snapshot_that_cannot_be_loaded_gets_no_name() -> None:
    def refuse(pieces: Iterator[bytes]) -> None:
        raise OverflowError(next(pieces))

    store = opened(FaultyDisk(1))
    for load, error in [(refuse, OverflowError), (next, ValueError)]:
        receiver = store.receive(point_at(30), len(SENT))
        receiver.write(0, SENT)
        with pytest.raises(error):
            receiver.finish(load)
        receiver.abort()
        assert store.newest() is None


def test_a_snapshot_that_is_not_the_one_announced() -> None:
    disk = FaultyDisk(1)
    store = opened(disk)
    make(store, 10, FIRST)
    for index, data in [(31, SENT), (30, SENT[:-1] + b"\1"), (30, SENT + bytes(4)), (30, b"")]:
        receiver = store.receive(point_at(index), len(data))
        receiver.write(0, data)
        with pytest.raises(Corruption):
            receiver.finish(list)
        receiver.abort()
        assert held_by(store) == (point_at(10), whole(*FIRST))
    with pytest.raises(WrongOwner):
        receive(SnapshotStore(disk, FOLDER, Identity(5, ME.node_id)), 30, SENT)


@pytest.mark.parametrize("mask", [0x01, 0xFF])
def test_a_changed_byte_anywhere(mask: int) -> None:
    for offset in range(len(SENT)):
        disk = FaultyDisk(1)
        path = FOLDER / f"{30:016x}-{7:016x}.snapshot"
        changed = bytearray(SENT)
        changed[offset] ^= mask
        disk.put(path, bytes(changed))
        with pytest.raises(Corruption) as caught:
            held_by(opened(disk))
        assert str(path) in str(caught.value)
        assert caught.value.offset <= offset
        assert disk.open_files == 0


def test_a_snapshot_cut_anywhere() -> None:
    path = FOLDER / f"{30:016x}-{7:016x}.snapshot"
    for end in range(len(SENT)):
        disk = FaultyDisk(1)
        disk.put(path, SENT[:end])
        with pytest.raises(Corruption):
            held_by(opened(disk))


def test_blocks_missing_doubled_or_in_another_order() -> None:
    """Each of them is whole; it is the row that is not."""
    pieces = [bytes([65 + at]) * 50 for at in range(4)]
    data = file_of(30, pieces)
    starts = [data.index(piece) - 8 for piece in pieces]
    head, end = data[: starts[0]], data[starts[-1] + 58 :]
    blocks = [data[low:high] for low, high in pairwise([*starts, starts[-1] + 58])]
    path = FOLDER / f"{30:016x}-{7:016x}.snapshot"
    for order in ([1, 0, 2, 3], [0, 1, 3], [0, 1, 1, 2, 3], [], [0, 1, 2]):
        disk = FaultyDisk(1)
        disk.put(path, head + b"".join(blocks[at] for at in order) + end)
        with pytest.raises(Corruption):
            held_by(opened(disk))


def test_what_a_newer_version_wrote() -> None:
    metadata = int.from_bytes(SENT[12:16], "big")
    header = bytearray(SENT[: 24 + metadata])
    header[8:12] = (2).to_bytes(4, "big")
    disk = FaultyDisk(1)
    path = FOLDER / f"{30:016x}-{7:016x}.snapshot"
    rest = SENT[len(header) + 4 :]
    disk.put(path, bytes(header) + crc32(header).to_bytes(4, "big") + rest)
    with pytest.raises(UnsupportedFormat, match="run the version that wrote it"):
        opened(disk).newest()


def test_a_renamed_snapshot() -> None:
    disk = FaultyDisk(1)
    disk.put(FOLDER / f"{31:016x}-{7:016x}.snapshot", SENT)
    with pytest.raises(Corruption, match="holds the snapshot at 30"):
        opened(disk).newest()


def test_a_snapshot_stays_readable_when_it_is_replaced(tmp_path: Path) -> None:
    """A slow follower gets what it was promised, however often newer ones are made."""
    store = opened(OsVfs(), tmp_path / "snapshots")
    make(store, 30, THIRD)
    newest = store.newest()
    assert newest is not None
    assert newest.size == len(SENT)
    file = newest.open()
    make(store, 40, FIRST)
    store.remove_old()
    assert [path.stat().st_mode & 0o077 for path in (tmp_path / "snapshots").iterdir()] == [0]
    assert file.read(0, 1 << 20) == SENT
    file.close()


def test_a_piece_too_large_for_a_block() -> None:
    disk = FaultyDisk(1)
    writer = opened(disk).begin(point_at(1))
    writer.write(bytes(MAX_BLOCK))
    with pytest.raises(ValueError, match="are the most"):
        writer.write(bytes(MAX_BLOCK + 1))
    writer.abort()
