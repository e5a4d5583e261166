"""The thread that makes batches durable, and the one that has the next segment ready for it."""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

from kvstore.storage.errors import StorageError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from kvstore.node.sole_member import Append
    from kvstore.storage.wal import Wal

Batch = TypeVar("Batch")


class LogWriter(Generic[Batch]):
    """Appends in the order of `write`, one after the other, outside the event loop.

    `written(batch, error)` is called in the loop's thread when a batch is durable, or with what
    kept it from being so.
    """

    def __init__(
        self,
        wal: Wal,
        loop: asyncio.AbstractEventLoop,
        written: Callable[[Batch, Exception | None], None],
    ) -> None:
        """Take over the log: nobody else may append to it until `stop` has returned."""
        self._wal = wal
        self._loop = loop
        self._written = written
        self._batches: SimpleQueue[tuple[Append, Batch] | None] = SimpleQueue()
        self._prepare = threading.Semaphore()
        self._stopping = False
        # Daemons: a process that ends without `stop` has crashed, which the log survives.
        self._writer = threading.Thread(target=self._write_batches, name="log-writer", daemon=True)
        self._preparer = threading.Thread(
            target=self._prepare_segments, name="log-preparer", daemon=True
        )

    def start(self) -> None:
        """Start both threads."""
        self._writer.start()
        self._preparer.start()

    def write(self, append: Append, batch: Batch) -> None:
        """Queue a batch."""
        self._batches.put((append, batch))

    def stop(self) -> None:
        """Wait until everything queued is written, and end the threads."""
        self._batches.put(None)
        self._writer.join()
        self._stopping = True
        self._prepare.release()
        self._preparer.join()

    def _write_batches(self) -> None:
        while (work := self._batches.get()) is not None:
            append, batch = work
            error: Exception | None = None
            try:
                self._wal.append(append.entries, append.hard_state)
            except Exception as cause:  # noqa: BLE001 (the node has to learn of any, and stop)
                error = cause
            self._loop.call_soon_threadsafe(self._written, batch, error)
            self._prepare.release()

    def _prepare_segments(self) -> None:
        while True:
            self._prepare.acquire()
            if self._stopping:
                return
            try:
                self._wal.prepare_segment()
            except StorageError:
                # The append that needs the segment meets the same, and has somebody to tell.
                continue
