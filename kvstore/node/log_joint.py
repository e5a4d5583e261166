"""Where snapshot and log meet, at a start: the log has to go on where the snapshot ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.storage.errors import Corruption
from kvstore.storage.log_state import SnapshotPoint

if TYPE_CHECKING:
    from kvstore.storage.wal import Wal


def join(wal: Wal, snapshot: raft.snapshot_metadata | None) -> None:
    """Make sure that `wal` goes on behind the newest snapshot, before anything is made of either.

    A snapshot that was received is durable before the log is given up for it; a process that died
    in between left a log that ends before the snapshot, or differs at its index. What a snapshot
    holds is committed, so such a log holds nothing there that could be: it is given up now. Term
    and vote stay.

    Raises `Corruption` if what the log begins behind is in no snapshot, and what `Wal.append` does.
    """
    held = 0 if snapshot is None else snapshot.index
    if held < wal.mark.index:
        raise Corruption(
            wal.folder,
            0,
            f"the log begins behind entry {wal.mark.index}, and the newest snapshot ends at {held}",
        )
    if snapshot is None or _term(wal, snapshot.index) == snapshot.term:
        return
    if snapshot.index == wal.mark.index:
        raise Corruption(
            wal.folder,
            0,
            f"entry {snapshot.index} is of term {wal.mark.term}, and in the snapshot of term "
            f"{snapshot.term}",
        )
    before = wal.hard_state
    is_newer = snapshot.term > before.term
    state = raft.hard_state(
        term=max(snapshot.term, before.term),
        vote=0 if is_newer else before.vote,
        commit=snapshot.index,
    )
    wal.append((), state, restored=SnapshotPoint(snapshot.index, snapshot.term))


def _term(wal: Wal, index: int) -> int | None:
    """Return the term of an entry, None if the log ends before it."""
    if index == wal.mark.index:
        return wal.mark.term
    if index > wal.last_index:
        return None
    (entry,) = wal.entries(index, index + 1)
    return entry.term
