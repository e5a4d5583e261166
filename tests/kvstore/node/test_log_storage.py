"""The log as the core sees it, against a plain list; the disk under it, against its promises.

Past 400 lines, since both are asked of the same log, made and checked by the same few functions.
"""

from __future__ import annotations

import threading
from itertools import count
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kvstore._generated import raft
from kvstore.node.log_storage import LogStorage, Written
from kvstore.raft.errors import Compacted, InvariantBroken
from kvstore.raft.ready import Append
from kvstore.raft.storage import NO_LIMIT, NO_MEMBERS, MemoryStorage, within
from kvstore.storage.errors import BatchTooLarge, DiskFull
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.wal import Wal
from tests.kvstore.storage.dumb_log import ME, entry, open_or_create
from tests.kvstore.storage.faulty_disk import Crash, FaultyDisk


def append_of(
    entries: list[raft.entry],
    hard_state: raft.hard_state | None = None,
    snapshot: raft.snapshot_metadata | None = None,
) -> Append:
    return Append(entries, hard_state, snapshot, (), None)


def opened(disk: FaultyDisk) -> tuple[Wal, LogStorage]:
    wal = open_or_create(disk)
    point = None
    if wal.mark.index:
        point = raft.snapshot_metadata(wal.mark.index, wal.mark.term, NO_MEMBERS)
    return wal, LogStorage(wal, point, newest_size=2000, read_size=1500)


def check_alike(
    storage: LogStorage, model: MemoryStorage, sizes: tuple[int, ...], end: int = NO_LIMIT
) -> None:
    """Compare all terms, and the entries before `end`."""
    first, last = model.first_index(), model.last_index()
    assert (storage.first_index(), storage.last_index()) == (first, last)
    for index in range(max(first - 3, 0), last + 3):
        assert storage.term(index) == model.term(index)
    last = min(last, end - 1)
    for size in sizes:
        for low in {first, (first + last) // 2, last} if first <= last else ():
            wanted = model.entries(low, last + 1)
            found = storage.entries(low, last + 1, size)
            assert found
            assert list(found) == list(within(wanted[: len(found)], size))
            read_whole = storage.entries(low, low + 1, size)
            assert list(read_whole) == list(wanted[:1])


class TwoThreads(RuleBasedStateMachine):
    """What is queued, written and published are three logs, and the core sees the last one."""

    @initialize(seed=st.integers(0, 2**32))
    def create(self, seed: int) -> None:
        self.disk = FaultyDisk(seed)
        self.wal, self.storage = opened(self.disk)
        self.queued: list[Append | SnapshotPoint] = []
        self.written: list[tuple[Append, Written]] = []
        self.asked, self.on_disk, self.shown = MemoryStorage(), MemoryStorage(), MemoryStorage()
        self.state = raft.hard_state(1, 0, 0)
        self.vote_on_disk = (0, 0)
        self.committed = self.applied = 0

    def queue(self, append: Append) -> None:
        self.queued.append(append)
        change(self.asked, append)

    @rule(data=st.data(), is_new_term=st.booleans())
    def append(self, data: st.DataObject, *, is_new_term: bool) -> None:
        last = self.asked.last_index()
        first = last + 1
        if is_new_term:
            first = data.draw(st.integers(min(self.committed + 1, first), first))
        term = max(self.state.term + is_new_term, 1)
        sizes = data.draw(st.lists(st.integers(0, 1200), max_size=12))
        entries = [entry(term, index, bytes(size)) for index, size in enumerate(sizes, first)]
        vote = data.draw(st.integers(0, 3)) if is_new_term else self.state.vote
        self.state = raft.hard_state(term, vote, self.committed)
        has_state = is_new_term or data.draw(st.booleans())
        self.queue(append_of(entries, self.state if has_state else None))

    @rule()
    def only_commit(self) -> None:
        self.state = raft.hard_state(self.state.term, self.state.vote, self.committed)
        self.queue(append_of([], self.state))

    @rule(ahead=st.integers(1, 5))
    def restore(self, ahead: int) -> None:
        index = max(self.asked.last_index(), self.committed) + ahead
        self.committed = index
        self.state = raft.hard_state(self.state.term + 1, 0, index)
        point = raft.snapshot_metadata(index, self.state.term, NO_MEMBERS)
        self.queue(append_of([], self.state, point))

    @precondition(lambda self: self.queued)
    @rule(times=st.integers(1, 4))
    def write(self, times: int) -> None:
        for work in self.queued[:times]:
            if isinstance(work, Append):
                self.written.append((work, self.storage.write(work)))
                change(self.on_disk, work)
                if work.hard_state is not None:
                    self.vote_on_disk = (work.hard_state.term, work.hard_state.vote)
            else:
                self.storage.drop(work)
                if self.on_disk.first_index() <= work.index:
                    self.on_disk.compact(work.index)
        del self.queued[:times]

    @precondition(lambda self: self.written)
    @rule(times=st.integers(1, 4), uncommitted=st.integers(0, 6))
    def publish(self, times: int, uncommitted: int) -> None:
        for append, written in self.written[:times]:
            self.storage.publish(written)
            change(self.shown, append)
        del self.written[:times]
        restored = any(isinstance(work, Append) and work.snapshot for work in self.queued)
        if not restored and not any(append.snapshot for append, _ in self.written):
            # An entry is committed only once no append on its way replaces it.
            waiting = [append for append, _ in self.written]
            waiting += [work for work in self.queued if isinstance(work, Append)]
            replaced = [work.entries[0].index for work in waiting if work.entries]
            sure = min([self.shown.last_index() + 1, *replaced]) - 1
            self.committed = max(self.committed, sure - uncommitted)
            self.applied = self.committed

    @rule(data=st.data())
    def compact(self, data: st.DataObject) -> None:
        low, high = self.shown.first_index(), min(self.shown.last_index(), self.applied)
        if low > high:
            return
        self.only_commit()
        index = data.draw(st.integers(low, high))
        with pytest.raises(InvariantBroken):
            self.storage.compact(high + 1)
        term = self.shown.term(high)
        assert term is not None
        self.storage.snapshot_made(raft.snapshot_metadata(high, term, NO_MEMBERS))
        point = self.storage.compact(index)
        self.shown.compact(index)
        if self.asked.first_index() <= index:
            self.asked.compact(index)
        assert point == SnapshotPoint(index, self.shown.term(index) or 0)
        assert self.storage.compact(index) is None
        self.queued.append(point)

    @rule(is_power_lost=st.booleans())
    def die(self, *, is_power_lost: bool) -> None:
        (self.disk.lose_power if is_power_lost else self.disk.kill)()
        self.queued.clear()
        self.written.clear()
        self.wal, self.storage = opened(self.disk)
        found = self.wal.hard_state
        assert (found.term, found.vote) == self.vote_on_disk
        assert found.commit <= self.wal.last_index
        assert found.commit >= self.wal.mark.index
        self.shown = copy_of(self.on_disk)
        self.asked = copy_of(self.on_disk)
        self.committed = min(self.committed, self.on_disk.last_index())
        self.applied = self.shown.first_index() - 1
        self.state = raft.hard_state(max(found.term, 1), found.vote, self.committed)
        check_alike(self.storage, self.shown, (0, 700, NO_LIMIT))

    @invariant()
    def shows_what_was_published(self) -> None:
        if hasattr(self, "storage"):
            # What an append on its way replaces is not asked for: the core has it in memory.
            ends = [NO_LIMIT]
            for append, _ in self.written:
                ends += [0] if append.snapshot else []
                ends += [append.entries[0].index] if append.entries else []
            check_alike(self.storage, self.shown, (700,), min(ends))
            with pytest.raises(InvariantBroken):
                self.storage.entries(
                    self.shown.first_index(), self.shown.last_index() + 2, NO_LIMIT
                )
            with pytest.raises(Compacted):
                self.storage.entries(self.shown.first_index() - 1, self.shown.last_index() + 1, 9)


def change(log: MemoryStorage, append: Append) -> None:
    if append.snapshot is not None:
        log.restore(append.snapshot)
    log.append(append.entries)


def copy_of(log: MemoryStorage) -> MemoryStorage:
    twin = MemoryStorage()
    before = log.first_index() - 1
    twin.restore(raft.snapshot_metadata(before, log.term(before) or 0, NO_MEMBERS))
    twin.append(log.entries(log.first_index(), log.last_index() + 1))
    return twin


TestTwoThreads = TwoThreads.TestCase

LARGE = [entry(3, index, bytes([index]) * 1500) for index in range(4, 10)]
STATE = raft.hard_state(term=3, vote=2, commit=8)


def begin(disk: FaultyDisk) -> LogStorage:
    _, storage = opened(disk)
    before = [entry(1, index, b"before") for index in range(1, 8)]
    storage.publish(storage.write(append_of(before, raft.hard_state(1, 1, 2))))
    return storage


@pytest.mark.parametrize("seed", range(4))
def test_an_append_of_many_segments_cut_off_anywhere(seed: int) -> None:
    """No entry is there without the term it needs, nor a commit index without its entry."""
    found = set()
    for calls in count():
        disk = FaultyDisk(seed)
        storage = begin(disk)
        disk.crash_in = calls
        try:
            storage.write(append_of(LARGE, STATE))
        except Crash:
            disk.lose_power()
        else:
            break
        wal, storage = opened(disk)
        last = wal.last_index
        found.add(last)
        assert wal.hard_state.commit <= last
        if storage.term(last) == 3:
            assert (wal.hard_state.term, wal.hard_state.vote) == (3, 2)
            assert wal.hard_state.commit == min(8, last)
            assert list(wal.entries(4, last + 1)) == LARGE[: last - 3]
        else:
            assert last == 7
    assert found >= {7, 5}
    assert wal.last_index < 9, "the crash comes before the last batch at least once"


@pytest.mark.parametrize("is_restored", [False, True])
def test_an_append_of_many_segments_on_a_full_disk(*, is_restored: bool) -> None:
    """Tried again when there is space, it is as if nothing had been in its way."""
    point = raft.snapshot_metadata(3, 2, NO_MEMBERS) if is_restored else None
    refusals = 0
    for spare in range(0, 6 * 4096, 700):
        disk = FaultyDisk(spare)
        _, storage = opened(disk)
        if not is_restored:
            storage = begin(disk)
        disk.capacity = disk.used + spare
        try:
            written = storage.write(append_of(LARGE, STATE, point))
        except DiskFull:
            refusals += 1
            disk.capacity = None
            written = storage.write(append_of(LARGE, STATE, point))
        storage.publish(written)
        assert list(storage.entries(9, 10, NO_LIMIT)) == LARGE[-1:]
        disk.lose_power()
        wal, storage = opened(disk)
        assert list(wal.entries(4, 10)) == LARGE
        assert wal.hard_state == STATE
        assert (wal.mark.index == 3) is is_restored
    assert refusals > 5


def test_a_commit_index_alone_waits_for_the_next_write() -> None:
    disk = FaultyDisk(1)
    storage = begin(disk)
    disk.sync_fails_in = 0
    storage.publish(storage.write(append_of([], raft.hard_state(1, 1, 7))))
    disk.sync_fails_in = None
    storage.publish(storage.write(append_of([entry(1, 8, b"")])))
    disk.lose_power()
    wal, storage = opened(disk)
    assert wal.hard_state == raft.hard_state(1, 1, 7)
    storage.write(append_of([], raft.hard_state(1, 1, 8)))
    storage.flush()
    disk.lose_power()
    assert opened(disk)[0].hard_state == raft.hard_state(1, 1, 8)


def test_compaction_writes_what_is_committed_first() -> None:
    """Or a restart would find a log that begins behind its own commit index."""
    disk = FaultyDisk(1)
    storage = begin(disk)
    storage.write(append_of([], raft.hard_state(1, 1, 7)))
    storage.snapshot_made(raft.snapshot_metadata(6, 1, NO_MEMBERS))
    point = storage.compact(6)
    assert point is not None
    storage.drop(point)
    disk.lose_power()
    wal, _ = opened(disk)
    assert (wal.mark.index, wal.hard_state.commit) == (6, 7)


@pytest.mark.parametrize("first", range(3, 9))
@pytest.mark.parametrize("newest_size", [0, 150, 2000])
def test_entries_of_a_new_leader_take_the_place_of_what_was_shown(
    first: int, newest_size: int
) -> None:
    model, wal = MemoryStorage(), open_or_create(FaultyDisk(1))
    storage = LogStorage(wal, None, newest_size=newest_size)
    terms = [(1, 1, 6), (2, 5, 9), (3, first, 9), (5, first + 1, 8)]
    for term, low, high in terms:
        entries = [entry(term, index, bytes([term]) * 10) for index in range(low, high)]
        storage.publish(storage.write(append_of(entries)))
        model.append(entries)
        check_alike(storage, model, (NO_LIMIT,))
    again = LogStorage(wal, None, newest_size=newest_size)
    check_alike(again, model, (NO_LIMIT,))
    for each in (again, storage):
        each.snapshot_made(raft.snapshot_metadata(first, 3, NO_MEMBERS))
        assert each.compact(first - 1) == SnapshotPoint(first - 1, model.term(first - 1) or 0)
    model.compact(first - 1)
    check_alike(storage, model, (NO_LIMIT,))
    storage.drop(SnapshotPoint(first - 1, model.term(first - 1) or 0))
    check_alike(LogStorage(wal, None), model, (NO_LIMIT,))


def test_what_a_restored_snapshot_has_dropped_is_not_dropped_again() -> None:
    storage = begin(FaultyDisk(1))
    storage.snapshot_made(raft.snapshot_metadata(6, 1, NO_MEMBERS))
    point = storage.compact(5)
    assert point is not None
    restored = raft.snapshot_metadata(20, 2, NO_MEMBERS)
    written = storage.write(append_of([], raft.hard_state(2, 0, 20), restored))
    storage.drop(point)
    storage.publish(written)
    assert (storage.first_index(), storage.term(20)) == (21, 2)


def test_an_entry_that_fits_no_segment() -> None:
    storage = begin(FaultyDisk(1))
    most = storage.max_entry_data
    with pytest.raises(BatchTooLarge):
        storage.write(append_of([entry(1, 8, bytes(most + 100))], STATE))
    storage.publish(storage.write(append_of([entry(1, 8, bytes(most))], STATE)))
    assert storage.last_index() == 8


@pytest.mark.parametrize("size", [0, 5000, 10_000, 1 << 30])
def test_the_part_of_the_log_within_a_size(size: int) -> None:
    disk = FaultyDisk(1)
    _, storage = opened(disk)
    for index in range(1, 101):
        storage.publish(storage.write(append_of([entry(1, index, bytes(300))])))
    oldest = storage.oldest_within(size)
    taken = (100 - oldest) * (300 + 28 + 20 + 28)
    assert taken <= size
    assert oldest == 1 or taken > size * 0.7 - 1000


def test_reading_while_the_log_is_written_and_dropped(tmp_path: Path) -> None:
    """With real threads: what was shown stays readable until it is hidden."""
    total = 1500
    space = threading.Semaphore(50)
    wal = Wal.create(tmp_path / "wal", ME, segment_size=8192)
    storage = LogStorage(wal, None, newest_size=500, read_size=1000)
    work: list[Append | SnapshotPoint] = []
    done: list[Written] = []
    wake = threading.Semaphore(0)

    def write() -> None:
        for at in count():
            wake.acquire()
            if at >= len(work):
                return
            job = work[at]
            if isinstance(job, Append):
                done.append(storage.write(job))
                space.release()
            else:
                storage.drop(job)

    writer = threading.Thread(target=write)
    writer.start()
    published = 0
    for index in range(1, total + 1):
        assert space.acquire(timeout=30)
        work.append(append_of([entry(1, index, index.to_bytes(4, "big") * 25)]))
        wake.release()
        while published < len(done):
            storage.publish(done[published])
            published += 1
        first, last = storage.first_index(), storage.last_index()
        for low in {first, (first + last) // 2} if last >= first else ():
            for found in storage.entries(low, last + 1, NO_LIMIT):
                assert found.data == found.index.to_bytes(4, "big") * 25
        if last - first > 200:
            storage.snapshot_made(raft.snapshot_metadata(last, 1, NO_MEMBERS))
            point = storage.compact(last - 100)
            assert point is not None
            work.append(point)
            wake.release()
    wake.release()
    writer.join(30)
    assert not writer.is_alive()
    wal.close()
    assert len(list((tmp_path / "wal").glob("*.wal"))) < 20
