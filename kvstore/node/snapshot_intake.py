"""Receiving a snapshot: chunks in, a file and a state machine out, or an answer that says why not.

Chunks count in the order of the content only. Whatever else comes is answered with the place where
to go on: that is how a connection that was lost in the middle is resumed. One snapshot is taken at
a time. The file gets its name when a machine was made of all of it, and then the core hears of it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar
from zlib import crc32

from kvstore._generated import raft
from kvstore.storage.errors import DiskFull

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kvstore.node.snapshot_ports import Worker
    from kvstore.storage.snapshot_store import SnapshotStore
    from kvstore.storage.snapshot_writer import SnapshotReceiver

log = logging.getLogger(__name__)

MOST_WAITING: Final = 8
"""Chunks that may wait to be written, and callers for the end; more are asked for again."""

IDLE_NS: Final = 60_000_000_000
"""A snapshot of which nothing came for that long is given up."""

Machine = TypeVar("Machine")


class _Key(NamedTuple):
    """What chunks have in common that belong together."""

    sender: int
    snapshot_id: int
    point: tuple[int, int]
    total: int


class _Session:
    """A snapshot that is being received."""

    def __init__(self, key: _Key, announced: raft.message, now: int) -> None:
        self.key = key
        self.announced = announced
        self.heard_at = now
        self.accepted = 0
        self.waiting: list[Callable[[int], None]] = []
        self.is_finishing = False
        self._receiver: SnapshotReceiver | None = None

    # In the worker's thread, one behind the other.

    def open(self, store: SnapshotStore, point: raft.snapshot_metadata) -> None:
        self._receiver = store.receive(point, self.key.total)

    def receiver(self) -> SnapshotReceiver:
        if self._receiver is None:
            raise DiskFull("the snapshot was given up")
        return self._receiver

    def abort(self) -> None:
        if self._receiver is not None:
            self._receiver.abort()
            self._receiver = None


class SnapshotIntake(Generic[Machine]):
    """Takes what a leader sends.

    `load` makes a machine of a content, in the worker's thread. `is_wanted` says whether a point
    is news, `has_room` whether so many bytes may be written. `taken` gets what was announced, the
    machine and the file's size; `fail` why the disk cannot be trusted any more.
    """

    def __init__(
        self,
        store: SnapshotStore,
        worker: Worker,
        load: Callable[[Iterator[bytes]], Machine],
        is_wanted: Callable[[raft.snapshot_metadata], bool],
        has_room: Callable[[int], bool],
        taken: Callable[[raft.message, Machine], None],
        fail: Callable[[str], None],
    ) -> None:
        """Expect nothing yet."""
        self._store = store
        self._worker = worker
        self._load = load
        self._is_wanted = is_wanted
        self._has_room = has_room
        self._taken = taken
        self._fail = fail
        self._session: _Session | None = None

    def receive(
        self, chunk: raft.snapshot_chunk, now: int, done: Callable[[raft.snapshot_progress], None]
    ) -> None:
        """Take a chunk of an authenticated member; `done` gets the answer, maybe later.

        `now` is in nanoseconds of the boot clock.
        """

        def answer(offset: int) -> None:
            done(raft.snapshot_progress(chunk.snapshot_id, offset))

        announced, point = chunk.announced, chunk.announced.snapshot
        if point is None or announced.type != raft.MESSAGE_SNAPSHOT or chunk.total >= 1 << 63:
            answer(chunk.total + 1 if chunk.total < 1 << 63 else chunk.total)
            return
        if not self._is_wanted(point):
            # What it holds is here. Said to be unwanted it would be sent again for ever, where
            # the leader has not heard how far this node is, and has no older entries.
            answer(chunk.total)
            return
        key = _Key(chunk.from_, chunk.snapshot_id, (point.index, point.term), chunk.total)
        session = self._session
        if session is None or session.key != key:
            session = self._begin(key, announced, now, answer)
            if session is None:
                return
        session.heard_at = now
        self._take(session, chunk, answer)

    def tick(self, now: int) -> None:
        """Give up what nobody goes on with."""
        session = self._session
        if session is not None and not session.is_finishing and now > session.heard_at + IDLE_NS:
            self._drop(session)

    def _begin(
        self, key: _Key, announced: raft.message, now: int, answer: Callable[[int], None]
    ) -> _Session | None:
        """Begin with another snapshot than the one before, unless that one goes first."""
        before = self._session
        if before is not None and before.is_finishing:
            answer(0)
            return None
        if before is not None and announced.term < before.announced.term:
            answer(key.total + 1)
            return None
        if before is not None:
            self._drop(before)
        if not self._has_room(key.total):
            log.warning("no space for a snapshot of %d bytes from node %d", key.total, key.sender)
            answer(key.total + 1)
            return None
        session = self._session = _Session(key, announced, now)
        point = announced.snapshot
        if point is None:
            raise AssertionError("looked at before")
        self._worker.run(
            lambda: session.open(self._store, point), lambda _, error: self._begun(session, error)
        )
        return session

    def _begun(self, session: _Session, error: Exception | None) -> None:
        if error is not None:
            self._failed(session, error)

    def _take(
        self, session: _Session, chunk: raft.snapshot_chunk, answer: Callable[[int], None]
    ) -> None:
        end = chunk.offset + len(chunk.data)
        if session.is_finishing and len(session.waiting) < MOST_WAITING:
            session.waiting.append(answer)
        elif (
            chunk.offset != session.accepted
            or not chunk.data
            or end > chunk.total
            or crc32(chunk.data) != chunk.checksum
            or len(session.waiting) >= MOST_WAITING
        ):
            # Never the end, which says that it was taken.
            answer(min(session.accepted, chunk.total - 1) if chunk.total else 0)
        else:
            session.accepted = end
            session.waiting.append(answer)
            session.is_finishing = end == chunk.total
            offset, data = chunk.offset, chunk.data
            self._worker.run(
                lambda: session.receiver().write(offset, data),
                lambda _, error: self._written(session, end, error),
            )
            if session.is_finishing:
                self._worker.run(
                    lambda: session.receiver().finish(self._load),
                    lambda machine, error: self._finished(session, machine, error),
                )

    def _written(self, session: _Session, end: int, error: Exception | None) -> None:
        if self._session is not session:
            return
        if error is not None:
            self._failed(session, error)
        elif end < session.key.total:
            session.waiting.pop(0)(end)

    def _finished(
        self, session: _Session, machine: Machine | None, error: Exception | None
    ) -> None:
        if self._session is not session:
            return
        if error is not None or machine is None:
            self._failed(session, error or ValueError("it holds nothing"))
            return
        self._session = None
        self._taken(session.announced, machine)
        for answer in session.waiting:
            answer(session.key.total)

    def _failed(self, session: _Session, error: Exception) -> None:
        """Give up; a failing disk ends the node, bad content and lack of space do not."""
        log.error("a snapshot from node %d was not taken: %s", session.key.sender, error)
        if self._session is session:
            self._drop(session)
        if isinstance(error, OSError):
            self._fail(f"could not write a snapshot: {error}")

    def _drop(self, session: _Session) -> None:
        self._session = None
        self._worker.run(session.abort, lambda *_: None)
        waiting, session.waiting = session.waiting, []
        for answer in waiting:
            answer(session.key.total + 1)
