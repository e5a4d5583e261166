"""Making a snapshot while changes go on: a few pieces a turn, written by a thread.

    loop's thread     pin ─ pieces ─┐      ┌─ pieces ─┐      ┌─ ... ─┐        ┌─ release, done
    worker              begin       └ write ┘         └ write ┘      └ finish ┘

At most one batch of pieces is on its way, so memory is bounded and a slow disk slows it down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore.storage.errors import DiskFull

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kvstore._generated import raft
    from kvstore.node.snapshot_ports import Pin, Turns, Worker
    from kvstore.storage.snapshot_store import SnapshotStore
    from kvstore.storage.snapshot_writer import SnapshotWriter

PIECES_A_TURN: Final = 2
"""A piece is up to a millisecond of work: what others may have to wait."""

BATCH_SIZE: Final = 256 << 10
"""Bytes that are handed to the worker at once."""


class SnapshotMaker:
    """Makes one snapshot, and calls `done` once.

    `done` gets the size of the file, or None if the disk is full (all of it is given back then);
    or what failed: the disk, after which the node must not go on.
    """

    def __init__(
        self,
        pin: Pin,
        store: SnapshotStore,
        worker: Worker,
        turns: Turns,
        done: Callable[[raft.snapshot_metadata, int | None, Exception | None], None],
    ) -> None:
        """Begin."""
        self._pin = pin
        self._worker = worker
        self._turns = turns
        self._done = done
        self._pieces: Iterator[bytes] = pin.pieces()
        self._batch: list[bytes] = []
        self._batch_size = 0
        self._writer: SnapshotWriter | None = None
        point = pin.point
        worker.run(lambda: store.begin(point), self._begun)

    def _begun(self, writer: SnapshotWriter | None, error: Exception | None) -> None:
        if writer is None:
            self._end(None, error)
            return
        self._writer = writer
        self._gather()

    def _gather(self) -> None:
        for _ in range(PIECES_A_TURN):
            piece = next(self._pieces, None)
            if piece is None:
                self._hand_over(is_last=True)
                return
            if piece:
                self._batch.append(piece)
                self._batch_size += len(piece)
        if self._batch_size >= BATCH_SIZE:
            self._hand_over(is_last=False)
        else:
            self._turns.soon(self._gather)

    def _hand_over(self, *, is_last: bool) -> None:
        batch, self._batch, self._batch_size = self._batch, [], 0
        writer = self._writer
        if writer is None:
            raise AssertionError("pieces are gathered for a writer")
        if is_last:
            self._worker.run(lambda: _finish(writer, batch), self._end)
        else:
            self._worker.run(lambda: _write(writer, batch), self._written)

    def _written(self, _: int | None, error: Exception | None) -> None:
        if error is None:
            self._turns.soon(self._gather)
        else:
            self._end(None, error)

    def _end(self, size: int | None, error: Exception | None) -> None:
        self._pin.release()
        is_full = isinstance(error, DiskFull)
        self._done(self._pin.point, size, None if is_full else error)


def _write(writer: SnapshotWriter, batch: Sequence[bytes]) -> int:
    try:
        for piece in batch:
            writer.write(piece)
    except BaseException:
        writer.abort()
        raise
    return writer.size


def _finish(writer: SnapshotWriter, batch: Sequence[bytes]) -> int:
    _write(writer, batch)
    try:
        writer.finish()
    except BaseException:
        writer.abort()
        raise
    return writer.size
