"""A process that appends for as long as it lives, and says on stdout what is acknowledged.

Run as `python -m tests.kvstore.storage.appending_process FOLDER`. Entry `i` is `expected(i)`, so
whoever comes later can tell a right log from a wrong one.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Thread

from kvstore._generated import raft
from kvstore.storage.lock import FolderLock
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.recovery import stored_identity
from kvstore.storage.segment_format import Identity
from kvstore.storage.vfs import OsVfs
from kvstore.storage.wal import Wal

ME = Identity(cluster_id=1, node_id=1)
SEGMENT_SIZE = 64 << 10


def expected(index: int) -> raft.entry:
    data = index.to_bytes(4, "big") * (index * 37 % 200)
    return raft.entry(
        term=index // 100, index=index, type=raft.ENTRY_NORMAL, command_version=1, data=data
    )


def main(folder: Path) -> None:
    with FolderLock(folder.parent):
        if stored_identity(OsVfs(), folder) is None:
            wal = Wal.create(folder, ME, segment_size=SEGMENT_SIZE)
        else:
            wal = Wal.open(folder, ME, segment_size=SEGMENT_SIZE)
        append_for_ever(wal)


def append_for_ever(wal: Wal) -> None:
    while True:
        first = wal.last_index + 1
        entries = [expected(index) for index in range(first, first + 1 + first % 40)]
        last = entries[-1]
        wal.append(entries, raft.hard_state(term=last.term, vote=1, commit=last.index))
        os.write(1, b"%d\n" % last.index)
        if first % 7 == 0:
            Thread(target=wal.prepare_segment).start()
        if first % 11 == 0 and last.index - wal.mark.index > 500:
            point = expected(last.index - 300)
            wal.compact(SnapshotPoint(point.index, point.term))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
