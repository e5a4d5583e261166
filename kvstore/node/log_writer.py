"""The thread that makes appends durable, and the one that has the next segment ready for it.

To wake a thread up, and to be woken up by it, costs more than the write where the disk is quick:
small appends are written in the loop's thread then.
"""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from kvstore.node.disk_pace import DiskPace
from kvstore.node.log_queue import RETRY_SECONDS, LogQueue, Work, answers_others, size_of
from kvstore.storage.errors import DiskFull, StorageError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from kvstore.node.log_storage import LogStorage, Written
    from kvstore.raft.ready import Append
    from kvstore.storage.wal import Wal

_MOST_HERE: Final = 64 << 10
"""Bytes of data that are not too many to be written in the loop's thread."""


class LogWriter(LogQueue):
    """`LogPort` of a real disk: never in the way of the loop."""

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
        super().__init__(storage, self._next)
        self._wal = wal
        self._loop = loop
        self._pace = DiskPace(quick_sync)
        self._at_once = False
        self._work: SimpleQueue[Work | None] = SimpleQueue()
        self._prepare = threading.Semaphore()
        self._ends = threading.Event()
        # Daemons: a process that ends without `stop` has crashed, which the log survives.
        self._writer = threading.Thread(target=self._write_all, name="log-writer", daemon=True)
        self._preparer = threading.Thread(
            target=self._prepare_segments, name="log-preparer", daemon=True
        )

    def start(self) -> None:
        """Start both threads."""
        self._writer.start()
        self._preparer.start()

    def stop(self) -> None:
        """Wait until what is being written is, and end the threads. Blocks; in any thread."""
        self._ends.set()
        self._work.put(None)
        self._writer.join()
        self._prepare.release()
        self._preparer.join()

    def append(
        self, append: Append, *, must_sync: bool, done: Callable[[Exception | None], None]
    ) -> None:
        """See `LogPort`."""
        self._at_once = answers_others(append)
        super().append(append, must_sync=must_sync, done=done)
        self._at_once = False

    def _next(self) -> None:
        """Begin to write what waits."""
        # Where the next segment is missing, a write may have to make one.
        if not self._wal.wants_segment and self._pace.is_quick():
            if self._at_once:
                self._at_once = False
                self._write_here()
            else:
                # In another turn: what is sent in this one is on its way while the disk works.
                self._loop.call_soon(self._write_here)
        else:
            self._work.put(self.take())

    def _write_here(self) -> None:
        if self._ends.is_set():
            return
        work = self.take()
        append = work.append
        if append is None or append.snapshot is not None or size_of(append) > _MOST_HERE:
            self._work.put(work)
            return
        written: Written | None = None
        problem: Exception | None = None
        self._pace.begin()
        try:
            written = self.do(work)
        except DiskFull as error:
            self.no_space(str(error))
            self._work.put(work)  # the thread can wait for space
            return
        except Exception as cause:  # noqa: BLE001 (the node has to learn of any, and stop)
            problem = cause
        self._pace.end()
        self.written(written, problem)
        if self._wal.wants_segment:
            self._prepare.release()

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
            self._loop.call_soon_threadsafe(self.written, written, error)
            if self._wal.wants_segment:
                self._prepare.release()

    def _write(self, work: Work) -> Written | None:
        while True:
            try:
                return self.do(work)
            except DiskFull as error:
                # Nothing was done. The entries may be in other logs, so they are not given up.
                self._loop.call_soon_threadsafe(self.no_space, str(error))
                if self._ends.wait(RETRY_SECONDS):
                    raise

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
