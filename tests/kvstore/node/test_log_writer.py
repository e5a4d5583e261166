"""The way to the disk: in order, joined where it can be, and no answer before its sync."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from kvstore._generated import raft
from kvstore.node.log_storage import LogStorage
from kvstore.node.log_writer import LogWriter
from kvstore.raft.ready import Append
from kvstore.storage.segment_format import Identity
from kvstore.storage.wal import Wal
from tests.kvstore.node.gated_vfs import GatedVfs
from tests.kvstore.node.test_node import run, until

ME = Identity(7, 1)


def entries(first: int, last: int, term: int = 1, size: int = 10) -> list[raft.entry]:
    return [
        raft.entry(term, index, raft.ENTRY_NORMAL, 1, bytes(size))
        for index in range(first, last + 1)
    ]


class Log:
    """A writer on a real disk behind a gate; `done` are the numbers of the appends, as finished."""

    def __init__(self, folder: Path, quick_sync: float) -> None:
        self.folder = folder
        self.vfs = GatedVfs()
        self.wal = Wal.create(folder, ME, segment_size=1 << 16, vfs=self.vfs)
        self.storage = LogStorage(self.wal, None)
        loop = asyncio.get_running_loop()
        self.writer = LogWriter(self.wal, self.storage, loop, quick_sync)
        self.writer.start()
        self.done: list[int] = []
        self.errors: list[Exception | None] = []
        self.given = 0

    def append(
        self,
        new: Sequence[raft.entry] = (),
        state: raft.hard_state | None = None,
        *,
        must_sync: bool = True,
    ) -> None:
        number = self.given
        self.given += 1

        def done(error: Exception | None) -> None:
            self.done.append(number)
            self.errors.append(error)
            if new and error is None:
                assert self.storage.term(new[-1].index) == new[-1].term

        self.writer.append(Append(new, state, None, (), None), must_sync=must_sync, done=done)

    def stored(self) -> tuple[list[tuple[int, int]], raft.hard_state]:
        """Return what a restart would find: index and term of the entries, and the hard state."""
        with Wal.open(self.folder, ME) as wal:
            found = [
                (entry.index, entry.term)
                for entry in wal.entries(wal.first_index, wal.last_index + 1)
            ]
            return found, wal.hard_state


@asynccontextmanager
async def opened(folder: Path, quick_sync: float = 0.0) -> AsyncIterator[Log]:
    log = Log(folder / "wal", quick_sync)
    try:
        yield log
    finally:
        log.vfs.gate.set()
        await asyncio.to_thread(log.writer.stop)
        log.wal.close()


def test_what_follows_on_each_other_shares_a_sync(tmp_path: Path) -> None:
    async def story() -> None:
        async with opened(tmp_path) as log:
            log.vfs.gate.clear()
            before = log.vfs.syncs
            for index in range(1, 21):
                log.append(entries(index, index), raft.hard_state(1, 1, index - 1))
            await asyncio.sleep(0.05)
            assert log.done == []
            assert log.storage.last_index() == 0
            log.vfs.gate.set()
            await until(lambda: len(log.done) == 20)
            assert log.done == list(range(20))
            assert log.vfs.syncs - before == 2
        assert log.stored() == ([(n, 1) for n in range(1, 21)], raft.hard_state(1, 1, 19))

    run(story)


def test_what_replaces_entries_is_written_on_its_own(tmp_path: Path) -> None:
    async def story() -> None:
        async with opened(tmp_path) as log:
            log.vfs.gate.clear()
            log.append(entries(1, 3), raft.hard_state(1, 0, 0))
            log.append(entries(4, 9), raft.hard_state(1, 0, 1))
            log.append(entries(5, 6, term=2), raft.hard_state(2, 0, 1))
            log.append(entries(7, 7, term=2))
            log.vfs.gate.set()
            await until(lambda: len(log.done) == 4)
            assert log.done == [0, 1, 2, 3]
        found, state = log.stored()
        assert found == [(1, 1), (2, 1), (3, 1), (4, 1), (5, 2), (6, 2), (7, 2)]
        assert state == raft.hard_state(2, 0, 1)

    run(story)


def test_a_commit_index_costs_no_sync_and_goes_with_what_follows(tmp_path: Path) -> None:
    async def story() -> None:
        async with opened(tmp_path) as log:
            log.append(entries(1, 3), raft.hard_state(1, 1, 0))
            await until(lambda: log.done == [0])
            before = log.vfs.syncs
            log.append((), raft.hard_state(1, 1, 3), must_sync=False)
            assert log.done == [0, 1]
            await asyncio.sleep(0.02)
            assert log.vfs.syncs == before
            log.append(entries(4, 4))
            await until(lambda: log.done == [0, 1, 2])
            # Behind one that is on its way, its answer waits.
            log.vfs.gate.clear()
            log.append(entries(5, 5))
            log.append((), raft.hard_state(1, 1, 4), must_sync=False)
            await asyncio.sleep(0.02)
            assert log.done == [0, 1, 2]
            log.vfs.gate.set()
            await until(lambda: log.done == [0, 1, 2, 3, 4])
        assert log.stored() == ([(n, 1) for n in range(1, 6)], raft.hard_state(1, 1, 3))

    run(story)


def test_a_disk_without_space_is_tried_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with opened(tmp_path) as log:
            log.vfs.write_error = errno.ENOSPC
            log.append(entries(1, 3), raft.hard_state(1, 1, 0))
            await until(lambda: log.writer.full is not None)
            assert log.done == []
            log.vfs.write_error = 0
            await until(lambda: log.done == [0])
            assert log.errors == [None]
            assert log.writer.full is None
        assert log.stored()[0] == [(1, 1), (2, 1), (3, 1)]

    run(story)


def test_stopping_does_not_wait_for_space(tmp_path: Path) -> None:
    async def story() -> None:
        async with opened(tmp_path) as log:
            log.vfs.write_error = errno.ENOSPC
            log.append(entries(1, 3))
            await until(lambda: log.writer.full is not None)
        assert log.done == []

    run(story)


def test_a_sync_that_fails_is_told_and_never_tried_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with opened(tmp_path) as log:
            log.vfs.sync_error = errno.EIO
            log.append(entries(1, 3))
            await until(lambda: log.done == [0])
            log.vfs.sync_error = 0
            log.append(entries(4, 4))
            await until(lambda: log.done == [0, 1])
            assert None not in log.errors
            assert log.storage.last_index() == 0

    run(story)


def test_a_quick_disk_is_written_to_in_the_loops_thread_in_the_next_turn(tmp_path: Path) -> None:
    async def story() -> None:
        async with opened(tmp_path, quick_sync=60.0) as log:
            await until(lambda: not log.wal.wants_segment)
            before = log.vfs.syncs
            log.append(entries(1, 3), raft.hard_state(1, 1, 0))
            log.append(entries(4, 4))
            log.append((), raft.hard_state(1, 1, 3), must_sync=False)
            assert log.done == []
            await asyncio.sleep(0)
            assert log.done == [0, 1, 2]
            assert log.vfs.syncs - before == 1
            assert log.vfs.synced_by == "MainThread"
            log.append(entries(5, 5, size=60_000))
            log.append(entries(6, 6, size=60_000))  # together too much, and the segment is full
            await asyncio.sleep(0)
            assert log.done == [0, 1, 2]
            await until(lambda: log.done == [0, 1, 2, 3, 4])
            assert log.vfs.synced_by == "log-writer"
        assert log.stored() == ([(n, 1) for n in range(1, 7)], raft.hard_state(1, 1, 3))

    run(story)


def test_a_slow_disk_is_written_to_elsewhere_for_some_time(tmp_path: Path) -> None:
    async def story() -> None:
        async with opened(tmp_path, quick_sync=1e-9) as log:
            by: list[str] = []
            for index in range(1, 65):
                await until(lambda: not log.wal.wants_segment)
                log.append(entries(index, index))
                await until(lambda: len(log.done) == log.given)
                by.append(log.vfs.synced_by)
        # Some slow ones may be chance; each that is slow after a pause makes the next one longer.
        here = [number for number, name in enumerate(by) if name == "MainThread"]
        assert here == [0, 1, 2, 3, 20, 53]

    run(story)


def test_an_error_in_the_loops_thread_is_told_and_one_for_want_of_space_waits(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with opened(tmp_path, quick_sync=60.0) as log:
            await until(lambda: not log.wal.wants_segment)
            log.vfs.write_error = errno.ENOSPC
            log.append(entries(1, 3), raft.hard_state(1, 1, 0))
            await asyncio.sleep(0)
            assert log.done == []
            await until(lambda: log.done == [0])  # in the next segment, for which there was space
            assert log.errors == [None]

    # The segment was made ahead, and those are let through: so that of another log fails.
    async def failing() -> None:
        async with opened(tmp_path / "other", quick_sync=60.0) as log:
            await until(lambda: not log.wal.wants_segment)
            log.vfs.sync_error = errno.EIO
            log.append(entries(1, 3))
            await until(lambda: log.done == [0])
            log.append(entries(4, 4))
            await until(lambda: log.done == [0, 1])
            assert None not in log.errors
            assert log.storage.last_index() == 0

    run(story)
    run(failing)


def test_what_another_member_waits_for_is_written_at_once_to_a_quick_disk(tmp_path: Path) -> None:
    def answering(index: int, to: int) -> Append:
        kind = raft.MESSAGE_APPEND_RESPONSE
        answer = raft.message(kind, to, 1, 1, 0, index, 0, False, 0, (), None, b"")
        return Append(entries(index, index), None, None, (answer,), None)

    async def story() -> None:
        async with opened(tmp_path, quick_sync=60.0) as log:
            await until(lambda: not log.wal.wants_segment)
            order: list[int] = []

            def give(index: int, to: int) -> None:
                log.writer.append(
                    answering(index, to), must_sync=True, done=lambda _: order.append(index)
                )

            give(1, to=2)
            assert order == [1]
            give(2, to=1)  # only this node waits: what it has sent is to be on its way first
            give(3, to=2)
            assert order == [1]
            await asyncio.sleep(0)
            assert order == [1, 2, 3]
        assert [index for index, _ in log.stored()[0]] == [1, 2, 3]

    run(story)
