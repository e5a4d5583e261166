"""The thread that makes appends durable, and the one that has the next segment ready for it.

To wake a thread up, and to be woken up by it, costs more than the write where the disk is quick:
small appends are written in the loop's thread then.
"""

from __future__ import annotations

import threading
from collections import deque
from queue import SimpleQueue
from time import perf_counter
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore.node.disk_pace import DiskPace
from kvstore.raft.ready import Append
from kvstore.storage.errors import DiskFull, StorageError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from kvstore._generated import raft
    from kvstore.node.log_storage import LogStorage, Written
    from kvstore.storage.log_state import SnapshotPoint
    from kvstore.storage.wal import Wal


RETRY_SECONDS: Final = 0.1
"""How long the writer waits for space before it tries again."""

_MOST_TOGETHER: Final = 4 << 20
"""Bytes of data from which on appends are not joined any more."""

_MOST_HERE: Final = 64 << 10
"""Bytes of data that are not too many to be written in the loop's thread."""


class _Work(NamedTuple):
    """Appends that go to the disk as one, or entries to be given up."""

    append: Append | None
    drop: SnapshotPoint | None
    dones: list[Callable[[Exception | None], None]]


class LogWriter:
    """`LogPort` of a real disk: in order, never in the way of the loop, as few syncs as can be.

    What comes while the disk is busy is joined and written as one.
    """

    def __init__(
        self,
        wal: Wal,
        storage: LogStorage,
        loop: asyncio.AbstractEventLoop,
        quick_sync: float = 0.0,
    ) -> None:
        """Take over the log: nobody else may append to it until `stop` has returned.

        Writes that take up to `quick_sync` seconds may be made in the loop's thread.
        """
        self._wal = wal
        self._storage = storage
        self._loop = loop
        self._waiting: deque[_Work] = deque()
        self._writing: _Work | None = None
        self._turn_due = False
        self._pace = DiskPace(quick_sync)
        self._hint: raft.hard_state | None = None
        self._work: SimpleQueue[_Work | None] = SimpleQueue()
        self._prepare = threading.Semaphore()
        self._ends = threading.Event()
        self.full: str | None = None
        """Why nothing can be written until there is space again; None if there is."""
        # Daemons: a process that ends without `stop` has crashed, which the log survives.
        self._writer = threading.Thread(target=self._write_all, name="log-writer", daemon=True)
        self._preparer = threading.Thread(
            target=self._prepare_segments, name="log-preparer", daemon=True
        )

    def start(self) -> None:
        """Start both threads."""
        self._writer.start()
        self._preparer.start()

    # ------------------------------------------------------------------ in the loop's thread

    def append(
        self, append: Append, *, must_sync: bool, done: Callable[[Exception | None], None]
    ) -> None:
        """See `LogPort`."""
        if not must_sync and append.snapshot is None:
            # It only says what is committed: it goes with the next that has to be written.
            self._hint = append.hard_state or self._hint
            newest = self._waiting[-1] if self._waiting else self._writing
            if newest is None:
                done(None)
            else:
                newest.dones.append(done)
            return
        if append.hard_state is None and self._hint is not None:
            append = Append(
                append.entries, self._hint, append.snapshot, append.responses, append.stored
            )
        self._hint = None
        self._add(_Work(append, None, [done]))

    def compact(self, point: SnapshotPoint, done: Callable[[Exception | None], None]) -> None:
        """Give the disk back what the storage has hidden up to `point`, behind all appends."""
        self._add(_Work(None, point, [done]))

    def stop(self) -> None:
        """Wait until what is being written is, and end the threads. Blocks; in any thread."""
        self._ends.set()
        self._work.put(None)
        self._writer.join()
        self._prepare.release()
        self._preparer.join()

    def _add(self, work: _Work) -> None:
        self._waiting.append(work)
        if self._writing is None and not self._turn_due:
            self._next()

    def _next(self) -> None:
        """Begin to write what waits."""
        # Where the next segment is missing, a write may have to make one.
        if not self._wal.wants_segment and self._pace.is_quick():
            # In another turn: what is sent in this one is on its way while the disk works.
            self._turn_due = True
            self._loop.call_soon(self._write_here)
        else:
            self._begin(self._joined())

    def _begin(self, work: _Work) -> None:
        self._writing = work
        self._work.put(work)

    def _write_here(self) -> None:
        self._turn_due = False
        if self._ends.is_set():
            return
        work = self._joined()
        append = work.append
        if append is None or append.snapshot is not None or _size(append) > _MOST_HERE:
            self._begin(work)
            return
        self._writing = work
        written: Written | None = None
        problem: Exception | None = None
        begun = perf_counter()
        try:
            written = self._storage.write(append)
        except DiskFull as error:
            self.full = str(error)
            self._work.put(work)  # the thread can wait for space
            return
        except Exception as cause:  # noqa: BLE001 (the node has to learn of any, and stop)
            problem = cause
        self._pace.took(perf_counter() - begun)
        self._written(written, problem)
        if self._wal.wants_segment:
            self._prepare.release()

    def _written(self, written: Written | None, error: Exception | None) -> None:
        self.full = None
        work = self._writing
        if work is None:
            return
        if written is not None:
            self._storage.publish(written)
        self._writing = None
        if error is None and self._waiting:
            self._next()
        for done in work.dones:
            done(error)

    def _joined(self) -> _Work:
        """Take all that can be written as one: entries that follow on each other."""
        waiting = self._waiting
        work = waiting.popleft()
        append = work.append
        if append is None:
            return work
        size = _size(append)
        entries, hard_state = [*append.entries], append.hard_state
        count = 1
        while waiting:
            following = waiting[0].append
            if following is None or following.snapshot is not None:
                break
            more = following.entries
            size += _size(following)
            if size > _MOST_TOGETHER or (
                more and entries and more[0].index != entries[-1].index + 1
            ):
                break
            entries.extend(more)
            hard_state = following.hard_state or hard_state
            work.dones.extend(waiting.popleft().dones)
            count += 1
        if count == 1:
            return work
        return _Work(Append(entries, hard_state, append.snapshot, (), None), None, work.dones)

    # ------------------------------------------------------------------ in the other threads

    def _write_all(self) -> None:
        while (work := self._work.get()) is not None:
            written: Written | None = None
            error: Exception | None = None
            try:
                written = self._write(work)
            except Exception as cause:  # noqa: BLE001 (the node has to learn of any, and stop)
                error = cause
            if self._ends.is_set() and isinstance(error, DiskFull):
                return
            self._loop.call_soon_threadsafe(self._written, written, error)
            if self._wal.wants_segment:
                self._prepare.release()

    def _write(self, work: _Work) -> Written | None:
        while True:
            try:
                if work.append is not None:
                    return self._storage.write(work.append)
                if work.drop is not None:
                    self._storage.drop(work.drop)
            except DiskFull as error:
                # Nothing was done. The entries may be in other logs, so they are not given up.
                self._loop.call_soon_threadsafe(self._no_space, str(error))
                if self._ends.wait(RETRY_SECONDS):
                    raise
                continue
            return None

    def _no_space(self, why: str) -> None:
        self.full = why

    def _prepare_segments(self) -> None:
        while True:
            self._prepare.acquire()
            if self._ends.is_set():
                return
            try:
                self._wal.prepare_segment()
            except StorageError:
                # The append that needs the segment meets the same, and has somebody to tell.
                continue


def _size(append: Append) -> int:
    return sum([len(entry.data) for entry in append.entries])
