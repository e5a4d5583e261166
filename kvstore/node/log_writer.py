"""The thread that makes appends durable, and the one that has the next segment ready for it."""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING

from kvstore.node.log_queue import RETRY_SECONDS, LogQueue, Work
from kvstore.storage.errors import DiskFull, StorageError

if TYPE_CHECKING:
    import asyncio

    from kvstore.node.log_storage import LogStorage, Written
    from kvstore.storage.wal import Wal


class LogWriter(LogQueue):
    """`LogPort` of a real disk: outside the event loop."""

    def __init__(self, wal: Wal, storage: LogStorage, loop: asyncio.AbstractEventLoop) -> None:
        """Take over the log: nobody else may append to it until `stop` has returned."""
        self._work: SimpleQueue[Work | None] = SimpleQueue()
        super().__init__(storage, self._work.put)
        self._wal = wal
        self._loop = loop
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
