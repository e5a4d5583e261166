"""Sending a snapshot to one follower: which chunk when, and what its answer means.

The first chunk is empty: its answer says whether the follower wants the snapshot, and where to go
on if it has a part of it. Then a few chunks are on their way at a time, so that a follower that is
slow at writing is sent no more than that. An answer that is not the expected one, or none, ends
the stream: once nothing is on its way any more it goes on from where the follower stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zlib import crc32

from kvstore.node.snapshot_ports import Chunk

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore._generated import raft
    from kvstore.node.snapshot_ports import ChunkPort, Worker
    from kvstore.storage.vfs import File

WINDOW: Final = 4
"""Chunks on their way, or being read."""

PATIENCE: Final = 20
"""Attempts without any progress before the follower is given up; the leader begins again later."""


class SnapshotSender:
    """Sends one file to one node and calls `done` once, with whether it has it.

    `done` gets an error too where the file could not be read. `again` is called when an attempt
    has failed: the owner calls `go_on` after a pause.
    """

    def __init__(
        self,
        message: raft.message,
        snapshot_id: int,
        file: File,
        total: int,
        chunk_size: int,
        worker: Worker,
        port: ChunkPort,
        again: Callable[[], None],
        done: Callable[[bool, Exception | None], None],
    ) -> None:
        """Take over `file`, of `total` bytes, which `message` announces. Begin with `go_on`.

        `chunk_size` is in bytes.
        """
        self._message = message
        self._id = snapshot_id
        self._file = file
        self._total = total
        self._chunk_size = chunk_size
        self._worker = worker
        self._port = port
        self._again = again
        self._done = done
        self._next = 0
        self._acknowledged = -1
        self._on_way = 0
        self._is_probing = True
        self._is_broken = False
        self._is_over = False
        self._failures = 0

    @property
    def point(self) -> raft.snapshot_metadata | None:
        """The snapshot's place in the log."""
        return self._message.snapshot

    def go_on(self) -> None:
        """Ask where the follower stands, and send it what it misses."""
        if not self._is_over and self._on_way == 0:
            self._is_broken = False
            self._is_probing = True
            self._on_way = 1
            self._send(0, b"")

    def stop(self) -> None:
        """Send nothing more, and say nothing more."""
        if not self._is_over:
            self._is_over = True
            if self._on_way == 0:
                self._file.close()

    def _fill(self) -> None:
        while self._on_way < WINDOW and self._next < self._total:
            offset = self._next
            length = min(self._chunk_size, self._total - offset)
            self._next += length
            self._on_way += 1
            self._read(offset, length)

    def _read(self, offset: int, length: int) -> None:
        file = self._file
        self._worker.run(
            lambda: file.read(offset, length),
            lambda data, error: self._was_read(offset, length, data, error),
        )

    def _was_read(
        self, offset: int, length: int, data: bytes | None, error: Exception | None
    ) -> None:
        if data is None or len(data) < length:
            self._on_way -= 1
            self._end(False, error or OSError(f"a snapshot of {self._total} bytes got shorter"))
        elif self._is_broken or self._is_over:
            self._on_way -= 1
            self._settle()
        else:
            self._send(offset, data)

    def _send(self, offset: int, data: bytes) -> None:
        chunk = Chunk(self._message, self._id, offset, self._total, crc32(data), data)
        self._port.send(
            self._message.to, chunk, lambda progress: self._answered(offset + len(data), progress)
        )

    def _answered(self, end: int, progress: raft.snapshot_progress | None) -> None:
        self._on_way -= 1
        was_probing, self._is_probing = self._is_probing, False
        if self._is_over:
            self._settle()
        elif progress is None or progress.snapshot_id != self._id:
            self._is_broken = True
            self._settle()
        elif progress.offset >= self._total:
            self._end(progress.offset == self._total, None)
        else:
            if progress.offset > self._acknowledged:
                self._acknowledged = progress.offset
                self._failures = 0
            if was_probing:
                self._next = progress.offset
            elif progress.offset != end:
                self._is_broken = True
            self._settle()

    def _settle(self) -> None:
        """Go on, or wait until what is on its way has come back before trying again."""
        if self._is_over:
            if self._on_way == 0:
                self._file.close()
        elif not self._is_broken:
            self._fill()
        elif self._on_way == 0:
            self._failures += 1
            if self._failures > PATIENCE:
                self._end(False, None)
            else:
                self._again()

    def _end(self, is_there: bool, error: Exception | None) -> None:
        if not self._is_over:
            self.stop()
            self._done(is_there, error)
        elif self._on_way == 0:
            self._file.close()
