"""What a log holds, as a plain list; and what a `Wal` says it holds, in the same shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kvstore._generated import raft
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.recovery import stored_identity
from kvstore.storage.segment_format import MIN_SEGMENT_SIZE, Identity
from kvstore.storage.wal import Wal
from tests.kvstore.storage.faulty_disk import FaultyDisk

FOLDER = Path("/data/wal")
ME = Identity(cluster_id=0x1122334455667788, node_id=3)


@dataclass(frozen=True)
class DumbLog:
    """Entries behind `mark`, in order, and the hard state."""

    mark: SnapshotPoint
    entries: tuple[raft.entry, ...]
    hard_state: raft.hard_state

    @property
    def last_index(self) -> int:
        return self.mark.index + len(self.entries)

    def append(
        self,
        entries: Sequence[raft.entry],
        hard_state: raft.hard_state | None,
        restored: SnapshotPoint | None,
    ) -> DumbLog:
        log = self if restored is None else replace(self, mark=restored, entries=())
        if entries:
            kept = tuple(entry for entry in log.entries if entry.index < entries[0].index)
            log = replace(log, entries=kept + tuple(entries))
        return log if hard_state is None else replace(log, hard_state=hard_state)

    def compact(self, point: SnapshotPoint) -> DumbLog:
        kept = tuple(entry for entry in self.entries if entry.index > point.index)
        return replace(self, mark=point, entries=kept)


def held_by(wal: Wal) -> DumbLog:
    entries = tuple(wal.entries(wal.first_index, wal.last_index + 1))
    log = DumbLog(wal.mark, entries, wal.hard_state)
    assert (wal.first_index, wal.last_index) == (wal.mark.index + 1, log.last_index)
    assert [entry.index for entry in entries] == list(range(wal.first_index, wal.last_index + 1))
    return log


EMPTY = DumbLog(SnapshotPoint(0, 0), (), raft.hard_state(term=0, vote=0, commit=0))


def entry(term: int, index: int, data: bytes) -> raft.entry:
    return raft.entry(term=term, index=index, type=raft.ENTRY_NORMAL, command_version=1, data=data)


def open_or_create(disk: FaultyDisk) -> Wal:
    """Start the process that owns the log; its segments are the smallest there are."""
    start = Wal.create if stored_identity(disk, FOLDER) is None else Wal.open
    return start(
        FOLDER,
        ME,
        segment_size=MIN_SEGMENT_SIZE,
        vfs=disk,
        new_salt=lambda: disk.random.getrandbits(32),
    )
