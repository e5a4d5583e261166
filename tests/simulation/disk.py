"""What a node's disk holds, and what is left of it after each kind of crash."""

from __future__ import annotations

import random
from collections.abc import Sequence

from kvstore._generated import raft
from kvstore.raft.ready import Append
from kvstore.raft.storage import MemoryStorage

Record = raft.entry | raft.hard_state | raft.snapshot_metadata


class Disk:
    """`image` is what an fsync has secured, and what the core reads: the log and its hard state.

    `written` are writes that the system holds and no fsync has secured. They outlive the process;
    when power is lost, the records from some point on are gone. A snapshot is a file of its own,
    renamed into place when it is whole; `contents` are the states they hold, by index.
    """

    def __init__(self, point: raft.snapshot_metadata | None, content: int) -> None:
        self.image = MemoryStorage()
        self.contents = {0: 0}
        # The hard state as of the last fsync: without one, a commit index may be lost.
        self._synced = self.image.hard_state
        if point is not None:
            self.image.restore(point)
            self.contents[point.index] = content
            self.image.hard_state = self._synced = raft.hard_state(point.term, 0, point.index)
        self.written: list[Append] = []

    def secure(self, append: Append, *, synced: bool) -> None:
        """Note that an append is durable; or, if not `synced`, that the system holds it."""
        image = self.image
        if append.snapshot is not None:
            image.restore(append.snapshot)
        image.append(append.entries)
        if append.hard_state is not None:
            image.hard_state = append.hard_state
        if synced:
            self._synced = self.image.hard_state

    def lose_power(self, rng: random.Random) -> tuple[int, int]:
        """Keep a part of what was written; return how many records are left of how many."""
        records = [record for append in self.written for record in _records(append)]
        self.written = []
        kept = rng.randrange(len(records) + 1)
        if rng.random() < 0.5:
            self.image.hard_state = self._synced
        for record in records[:kept]:
            self._write(record)
        return kept, len(records)

    def recover(self) -> None:
        """Read the disk at the start of a process, and secure what is read before it is used."""
        for append in self.written:
            for record in _records(append):
                self._write(record)
        self.written = []
        image = self.image
        point = image.point
        if image.term(point.index) != point.term:
            # The snapshot is ahead of the log, or of another history than its end.
            image.restore(point)
        state = image.hard_state
        if state.commit < point.index:
            # What a snapshot stands for was committed.
            image.hard_state = raft.hard_state(state.term, state.vote, point.index)
        self._synced = image.hard_state

    def save_snapshot(self, point: raft.snapshot_metadata, content: int, keep: int) -> None:
        """Put a snapshot in place, and give up the log up to `keep` entries before it."""
        image = self.image
        if point.index <= image.point.index:
            return
        image.point = point
        self.contents[point.index] = content
        up_to = min(point.index - keep, image.last_index())
        if up_to >= image.first_index():
            image.compact(up_to)

    def _write(self, record: Record) -> None:
        image = self.image
        if isinstance(record, raft.entry):
            image.append((record,))
        elif isinstance(record, raft.hard_state):
            image.hard_state = record
        else:
            image.restore(record)


def _records(append: Append) -> Sequence[Record]:
    """Return what an append writes, in the order in which it reaches the log."""
    records: list[Record] = []
    if append.snapshot is not None:
        records.append(append.snapshot)
    records.extend(append.entries)
    if append.hard_state is not None:
        records.append(append.hard_state)
    return records
