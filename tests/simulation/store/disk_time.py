"""The threads of a node that wait for its disk, played: what they do takes time, and may fail.

What is being done when the process dies was done up to some call of the file system.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from kvstore.node.log_queue import RETRY_SECONDS, LogQueue, Work, answers_others
from kvstore.node.log_storage import LogStorage
from kvstore.storage.errors import DiskFull, StorageError
from kvstore.storage.wal import Wal
from tests.simulation.events import SECOND

if TYPE_CHECKING:
    from kvstore.raft.ready import Append
    from tests.simulation.store.member import Member

Result = TypeVar("Result")

# The share of writes that are made without a thread.
_HERE = 0.2


class PlayedLog(LogQueue):
    """The log's thread: one piece of work at a time."""

    def __init__(self, member: Member, wal: Wal, storage: LogStorage) -> None:
        super().__init__(storage, self._take_up)
        self._member = member
        self._wal = wal
        self._under_way: Work | None = None
        self._is_here = self._at_once = False

    def append(
        self, append: Append, *, must_sync: bool, done: Callable[[Exception | None], None]
    ) -> None:
        """See `LogPort`."""
        self._at_once = answers_others(append)
        super().append(append, must_sync=must_sync, done=done)
        self._at_once = False

    def _take_up(self) -> None:
        at_once, self._at_once = self._at_once, False
        if self._member.world.rng.random() < _HERE:
            # In the loop's own thread, where the disk is quick: in another turn.
            self._is_here = True
            if at_once:
                self._begin()
            else:
                self._member.later(0, self._begin)
        else:
            self._begin()

    def _begin(self) -> None:
        self._under_way = self.take()
        is_here, self._is_here = self._is_here, False
        if is_here:
            self._end()
        else:
            self._member.later(self._member.disk_delay(), self._end)

    def _end(self) -> None:
        work, member = self._under_way, self._member
        assert work is not None
        written = error = None
        try:
            with member.disk_that_may_fail():
                written = self.do(work)
        except DiskFull as full:
            member.world.counts["writes to a full disk"] += 1
            self.no_space(str(full))
            member.later(int(RETRY_SECONDS * SECOND), self._end)
            return
        except (OSError, StorageError) as failure:
            error = failure
        self._under_way = None
        with suppress(StorageError), member.disk_that_may_fail():
            # Where that fails the append that needs the segment meets the same.
            self._wal.prepare_segment()
        self.written(written, error)

    def die(self) -> None:
        """Do a part of what is under way."""
        work = self._under_way
        if work is not None:
            self._member.die_doing(lambda: self.do(work))


class PlayedWorker:
    """The thread of snapshots, one job after the other; and the loop's turns."""

    def __init__(self, member: Member) -> None:
        self._member = member
        self._jobs: deque[tuple[Callable[[], Any], Callable[[Any, Exception | None], None]]]
        self._jobs = deque()

    def run(
        self,
        job: Callable[[], Result],
        done: Callable[[Result | None, Exception | None], None],
    ) -> None:
        """See `Worker`."""
        self._jobs.append((job, done))
        if len(self._jobs) == 1:
            self._begin()

    def soon(self, callback: Callable[[], None]) -> None:
        """See `Turns`."""
        self._member.later(0, callback)

    def stop(self) -> None:
        """See `Background`."""
        self._jobs.clear()

    def _begin(self) -> None:
        self._member.later(self._member.disk_delay(), self._end)

    def _end(self) -> None:
        job, done = self._jobs[0]
        result = error = None
        try:
            with self._member.disk_that_may_fail():
                result = job()
        except Exception as failure:  # noqa: BLE001 (whoever asked has to learn of any)
            error = failure
        self._jobs.popleft()
        if self._jobs:
            self._begin()
        done(result, error)

    def die(self) -> None:
        """Do a part of the job that is under way."""
        if self._jobs:
            self._member.die_doing(self._jobs[0][0])
