"""Appends on their way to the disk: in order, joined where one write can do for several.

Without thread or event loop: whoever owns the disk gets one piece of work at a time, does it by
`do`, wherever that blocks nobody, and reports back.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore.raft.ready import Append

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore._generated import raft
    from kvstore.node.log_storage import LogStorage, Written
    from kvstore.storage.log_state import SnapshotPoint

RETRY_SECONDS: Final = 0.1
"""How long a full disk is left alone before the same is tried again."""

_MOST_TOGETHER: Final = 4 << 20
"""Bytes of data from which on appends are not joined any more."""


class Work(NamedTuple):
    """Appends that go to the disk as one, or entries to be given up."""

    append: Append | None
    drop: SnapshotPoint | None
    dones: list[Callable[[Exception | None], None]]


class LogQueue:
    """`LogPort` of a disk that is somewhere else, as few syncs as can be.

    `wake` is called when there is something to `take`, to `do`, and to report by `written`; not
    again before that.
    """

    def __init__(self, storage: LogStorage, wake: Callable[[], None]) -> None:
        """Take over the log: nobody else may append to it from now on."""
        self._storage = storage
        self._wake = wake
        self._is_woken = False
        self._waiting: deque[Work] = deque()
        self._writing: Work | None = None
        self._hint: raft.hard_state | None = None
        self.full: str | None = None
        """Why nothing can be written until there is space again; None if there is."""
        self.waiting_bytes = 0
        """Bytes of data that are not known to be written."""

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
        self.waiting_bytes += size_of(append)
        self._add(Work(append, None, [done]))

    def compact(self, point: SnapshotPoint, done: Callable[[Exception | None], None]) -> None:
        """Give the disk back what the storage has hidden up to `point`, behind all appends."""
        self._add(Work(None, point, [done]))

    def take(self) -> Work:
        """Take all that can be written as one now."""
        self._is_woken = False
        self._writing = work = self._joined()
        return work

    def do(self, work: Work) -> Written | None:
        """Write, in any thread. After `DiskFull` nothing was done: the same is to be tried again.

        Raises what `LogStorage.write` and `drop` raise.
        """
        if work.append is not None:
            return self._storage.write(work.append)
        if work.drop is not None:
            self._storage.drop(work.drop)
        return None

    def no_space(self, why: str) -> None:
        """Hear that the disk is full, and that the work is being tried again."""
        self.full = why

    def written(self, written: Written | None, error: Exception | None) -> None:
        """Hear what came of the work that was begun."""
        self.full = None
        work = self._writing
        if work is None:
            return
        if work.append is not None:
            self.waiting_bytes -= size_of(work.append)
        if written is not None:
            self._storage.publish(written)
        self._writing = None
        if error is None and self._waiting:
            self._is_woken = True
            self._wake()
        for done in work.dones:
            done(error)

    def _add(self, work: Work) -> None:
        self._waiting.append(work)
        if self._writing is None and not self._is_woken:
            self._is_woken = True
            self._wake()

    def _joined(self) -> Work:
        """Take all that can be written as one: entries that follow on each other."""
        waiting = self._waiting
        work = waiting.popleft()
        append = work.append
        if append is None or not waiting:
            return work
        size = size_of(append)
        entries, hard_state = [*append.entries], append.hard_state
        count = 1
        while waiting:
            following = waiting[0].append
            if following is None or following.snapshot is not None:
                break
            more = following.entries
            size += size_of(following)
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
        return Work(Append(entries, hard_state, append.snapshot, (), None), None, work.dones)


def answers_others(append: Append) -> bool:
    """Say whether another member waits for an append: of a leader's messages it would be one."""
    responses = append.responses
    return bool(responses) and responses[0].to != responses[0].from_


def size_of(append: Append) -> int:
    """Return how many bytes of data an append brings."""
    return sum([len(entry.data) for entry in append.entries])
