"""Damage to a log at rest: what was never acknowledged is cut, everything else is refused."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import cast
from zlib import crc32

import pytest

from kvstore._generated import raft
from kvstore.storage.errors import Corruption, LogMissing, UnsupportedFormat, WrongOwner
from kvstore.storage.segment_format import (
    SECTOR,
    Identity,
    NewRecord,
    RecordKind,
    pack_batch,
    unpack_segment_header,
)
from kvstore.storage.wal import Wal
from tests.kvstore.storage.dumb_log import (
    EMPTY,
    FOLDER,
    ME,
    DumbLog,
    entry,
    held_by,
    open_or_create,
)
from tests.kvstore.storage.faulty_disk import FaultyDisk

NOISE = bytes(range(1, 252)) * 20


class Logged:
    """A log on a disk, and where its newest batch stands."""

    def __init__(self, *sizes: list[int], data: bytes = NOISE, seed: int = 1) -> None:
        """Append one batch for each list of entry sizes; data is never zero by default."""
        self.disk = FaultyDisk(seed)
        self.before = self.log = EMPTY
        with open_or_create(self.disk) as wal:
            for entries in sizes:
                self.before = self.log
                unlike = self.disk.files()
                self.append(wal, entries, data)
        files = self.disk.files()
        self.last = max(files)
        old, new = unlike.get(self.last, bytes(4096)), files[self.last]
        changed = [offset for offset in range(SECTOR, 4096) if old[offset] != new[offset]]
        self.start, self.end = changed[0], changed[-1] + 1

    def append(self, wal: Wal, sizes: list[int], data: bytes) -> None:
        first = self.log.last_index + 1
        entries = [entry(5, first + i, data[:size]) for i, size in enumerate(sizes)]
        state = raft.hard_state(term=5, vote=3, commit=first)
        wal.append(entries, state)
        self.log = self.log.append(entries, state, None)

    def changed(self, path: Path, offset: int, data: bytes) -> FaultyDisk:
        disk = self.disk.copy()
        content = bytearray(disk.files()[path])
        content[offset : offset + len(data)] = data
        disk.put(path, bytes(content))
        return disk

    def without(self, path: Path) -> FaultyDisk:
        disk = self.disk.copy()
        disk.forget(path)
        return disk


def opened(disk: FaultyDisk) -> DumbLog:
    with open_or_create(disk) as wal:
        return held_by(wal)


def refused(disk: FaultyDisk) -> Corruption:
    with pytest.raises(Corruption) as caught:
        opened(disk)
    return caught.value


THREE_SEGMENTS = ([40, 30], [900], [2000, 300], [200], [700, 600, 800], [50, 350])


@pytest.mark.parametrize("mask", [0x01, 0xFF])
def test_a_changed_byte_anywhere(mask: int) -> None:
    """Nothing acknowledged is lost or changed without an error, not even the newest batch."""
    logged = Logged(*THREE_SEGMENTS)
    files = logged.disk.files()
    assert len(files) == 3
    refusals = 0
    for path, content in files.items():
        used = len(content.rstrip(b"\0"))
        for offset in [*range(used), *range(used, len(content), 97)]:
            disk = logged.changed(path, offset, bytes([content[offset] ^ mask]))
            try:
                held = opened(disk)
            except (Corruption, UnsupportedFormat, WrongOwner):
                refusals += 1
            else:
                assert held == logged.log
                assert offset >= used - 52, "damage to what counts went unnoticed"
    assert refusals > 6000


def test_the_newest_batch_with_sectors_of_zeros_in_it() -> None:
    """There a change cannot be told from a sector that never arrived: all of it or none."""
    logged = Logged([10], [1600], data=bytes(2000))
    for offset in range(logged.start, logged.end):
        try:
            held = opened(logged.changed(logged.last, offset, b"\x55"))
        except Corruption:
            continue
        assert held in (logged.before, logged.log)


# Data lengths of one batch that make the next begin at every place around a sector's border.
BEFORE = [0, *range(280, 384, 4)]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("last", [[0], [1], [900, 3]])
def test_the_newest_batch_cut_at_any_byte(before: int, last: list[int]) -> None:
    logged = Logged([before], last)
    for cut in range(logged.start, logged.end, 1 if sum(last) < 100 else 31):
        disk = logged.changed(logged.last, cut, bytes(logged.end - cut))
        assert opened(disk) == logged.before
        disk.put(logged.last, logged.disk.files()[logged.last][:cut])
        assert opened(disk) == logged.before
        with open_or_create(disk) as wal:
            again = logged.before.append([entry(6, wal.last_index + 1, b"on")], None, None)
            wal.append(again.entries[-1:])
        assert opened(disk) == again


def test_what_is_cut_off_is_said(caplog: pytest.LogCaptureFixture) -> None:
    logged = Logged([0], [900])
    assert opened(logged.disk) == logged.log
    assert not caplog.messages
    cut = logged.end - 4
    unfinished = logged.changed(logged.last, cut, bytes(4))
    assert opened(unfinished) == logged.before
    torn = f"{logged.last}: an unfinished write at offset {logged.start} is cut off"
    assert caplog.messages == [torn]
    unfinished.put(logged.last, logged.disk.files()[logged.last][:cut])
    opened(unfinished)
    missing = len(logged.disk.files()[logged.last]) - cut
    assert f"{logged.last}: {missing} bytes are missing at its end, and what they held" in (
        caplog.messages
    )


@pytest.mark.parametrize("data", [NOISE, bytes(2000)])
@pytest.mark.parametrize("before", BEFORE)
def test_any_sectors_of_the_newest_batch_missing(before: int, data: bytes) -> None:
    logged = Logged([before], [700, 900], data=data)
    sectors = range(logged.start // SECTOR, (logged.end - 1) // SECTOR + 1)
    content = logged.disk.files()[logged.last]
    for arrived in product([True, False], repeat=len(sectors)):
        changed = bytearray(content)
        for sector, there in zip(sectors, arrived, strict=True):
            start, end = max(sector * SECTOR, logged.start), (sector + 1) * SECTOR
            if not there:
                changed[start:end] = bytes(end - start)
        disk = logged.changed(logged.last, 0, bytes(changed))
        assert opened(disk) == (logged.log if changed == content else logged.before)


@pytest.mark.parametrize("is_forged", [False, True])
def test_a_value_that_looks_like_a_batch(*, is_forged: bool) -> None:
    """A client cannot make an unfinished batch look like damage: it does not know the salt."""
    before = Logged([10])
    content = before.disk.files()[before.last]
    salt = unpack_segment_header(content).salt if is_forged else 12345
    batch = pack_batch(9, salt, [NewRecord(RecordKind.HARD_STATE, 0, bytes(24))])
    disk = before.disk.copy()
    with open_or_create(disk) as wal:
        wal.append([entry(5, wal.last_index + 1, NOISE[:600] + batch)])
    torn = bytearray(disk.files()[before.last])
    torn[before.end : 2 * SECTOR] = bytes(2 * SECTOR - before.end)
    disk.put(before.last, bytes(torn))
    if is_forged:
        assert refused(disk).path == before.last
    else:
        assert opened(disk) == before.log


def test_a_hole_in_the_middle_is_refused_and_named() -> None:
    """What looks torn is damage as soon as something valid stands behind it."""
    logged = Logged([2000], [100])
    for start in (SECTOR, 2 * SECTOR, 3 * SECTOR):
        error = refused(logged.changed(logged.last, start, bytes(SECTOR)))
        assert error.path == logged.last
        assert SECTOR <= error.offset <= start
        assert str(logged.last) in str(error)
        assert f"offset {error.offset}" in str(error)
        assert "add it again under a new id" in str(error)


def test_the_end_of_a_segment_that_is_not_the_last() -> None:
    """Its newest batch was acknowledged, or there would be no segment behind."""
    logged = Logged([40], [2500], [2500])
    first = min(logged.disk.files())
    content = logged.disk.files()[first]
    for start in range(SECTOR, len(content.rstrip(b"\0")) - 52, 100):
        assert refused(logged.changed(first, start, bytes(len(content) - start))).path == first
    disk = logged.disk.copy()
    disk.put(first, content[:1000])
    assert refused(disk).path == first


def test_a_missing_segment() -> None:
    logged = Logged(*THREE_SEGMENTS)
    first, second, third = sorted(logged.disk.files())
    assert "older segments are missing" in refused(logged.without(first)).what
    assert f"{2:016x}" in refused(logged.without(second)).what
    error = refused(logged.without(third))
    assert (error.path, f"{3:016x}" in error.what) == (second, True)
    with pytest.raises(LogMissing):
        Wal.open(FOLDER, ME, vfs=FaultyDisk(0))


def test_a_vote_in_a_missing_segment() -> None:
    """The header of what is left says that no entry is missing, but a vote may be."""
    disk = FaultyDisk(1)
    with open_or_create(disk) as wal:
        for term in range(60):
            wal.append([], raft.hard_state(term=term, vote=3, commit=0))
    first, second = sorted(disk.files())
    disk.put(second, disk.files()[second][:SECTOR])
    assert opened(disk).hard_state.vote == 3
    disk.forget(first)
    assert "the vote" in refused(disk).what


def test_segments_of_two_logs() -> None:
    """A folder put together from two logs of the same node, alike in everything but content."""
    logged, other = Logged(*THREE_SEGMENTS), Logged(*THREE_SEGMENTS, data=NOISE[1:], seed=2)
    mine, theirs = logged.disk.files(), other.disk.files()
    assert sorted(mine) == sorted(theirs)
    for path in mine:
        assert "does not go on" in refused(logged.changed(path, 0, theirs[path])).what


def test_a_renamed_segment() -> None:
    logged = Logged([1])
    disk = logged.without(logged.last)
    disk.put(FOLDER / f"{2:016x}-{1:016x}.wal", logged.disk.files()[logged.last])
    assert logged.last.name in refused(disk).what


@pytest.mark.parametrize("identity", [Identity(ME.cluster_id, 4), Identity(5, ME.node_id)])
def test_a_log_of_somebody_else(identity: Identity) -> None:
    with pytest.raises(WrongOwner, match="folder of its own"):
        Wal.open(FOLDER, identity, vfs=Logged([1]).disk)


def newer_segment(logged: Logged) -> FaultyDisk:
    header = bytearray(logged.disk.files()[logged.last][: SECTOR - 4])
    header[8:12] = (2).to_bytes(4, "big")
    return logged.changed(logged.last, 0, bytes(header) + crc32(header).to_bytes(4, "big"))


def newer_record(logged: Logged) -> FaultyDisk:
    salt = unpack_segment_header(logged.disk.files()[logged.last]).salt
    record = NewRecord(cast("RecordKind", 99), 0, b"")
    return logged.changed(logged.last, logged.end, pack_batch(2, salt, [record]))


@pytest.mark.parametrize("make", [newer_segment, newer_record])
def test_what_a_newer_version_wrote(make: Callable[[Logged], FaultyDisk]) -> None:
    with pytest.raises(UnsupportedFormat, match="run the version that wrote it"):
        opened(make(Logged([1])))
