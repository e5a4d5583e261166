"""What a node does while its disk fills up: it keeps a reserve for what makes space again.

    free bytes                what is taken
    ──────────┬───────────────────────────────────────────────────────────────
              │ everything
      reserve ┼───────────────────────────────────────────────────────────────
              │ no puts, no new leases: deletes, compaction, sessions, members, votes
      segment ┼───────────────────────────────────────────────────────────────
              │ no changes of clients, no entries of a leader: votes, and the log as it is

The reserve holds two segments of the log, as one may be made ahead of need at any moment, and one
snapshot, which gives the log's space back. Each level is left with some more bytes than it was
entered with, so that it does not flutter, and the first one only when what was refused would fit.

Between two looks at the disk whatever is taken is counted against what was free: it will be in the
log, and in the next snapshot. So no burst of changes can jump over the reserve.

Others may fill the disk, and count nothing. Then the segment that was made ahead of need is the
reserve: nobody can take it away. Deletes go on in it as long as a quarter is left for votes.

What a delete removed can be seen one revision below the floor, so a compaction to that delete gives
nothing back before there is another revision. Where all is compacted a few small puts are therefore
taken from the reserve: no more than a quarter of a segment until there is enough again.
"""

from __future__ import annotations

import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.node.refusals import no_space

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.node.refusals import NodeRefusal


class Level(IntEnum):
    """How much space is left."""

    ENOUGH = 0
    RESERVE = 1
    NONE = 2


_ENTRY_OVERHEAD: Final = 128
"""Bytes that a change may take in the log, in a batch of its own, beside its data."""

_SNAPSHOT_MARGIN: Final = 5 / 4
"""A snapshot may be larger than the one before, or than its keys and values."""


class Space:
    """Watches the disk of one node. `look` is called every now and then, and when it `is_stale`."""

    def __init__(
        self,
        node_id: int,
        segment_size: int,
        free_bytes: Callable[[], int],
        ready_bytes: Callable[[], int] = lambda: 0,
    ) -> None:
        """`free_bytes` asks the disk, `ready_bytes` the log (`Wal.ready_bytes`); all in bytes."""
        self.free = sys.maxsize  # until the disk has told
        self.level = Level.ENOUGH
        self._node_id = node_id
        self._segment_size = segment_size
        self._free_bytes = free_bytes
        self._ready_bytes = ready_bytes
        self._ready = 0
        self._refused = 0
        self._beyond = 0
        self._snapshot_size = 0
        self._unwritten = 0
        self._taken = 0

    @property
    def reserve(self) -> int:
        """Bytes that are kept free for what makes space again."""
        return self._reserve(0)

    def _reserve(self, more: int) -> int:
        snapshot = self._snapshot_size + self._unwritten + self._taken + more
        return 2 * self._segment_size + int(snapshot * _SNAPSHOT_MARGIN)

    @property
    def is_stale(self) -> bool:
        """Whether so much was taken since the last look that the disk should be asked again."""
        return self._taken >= self._segment_size

    def look(self, snapshot_size: int, unwritten: int = 0) -> Level:
        """Ask the disk; raises `OSError`.

        `snapshot_size` is about what a snapshot would take, `unwritten` what was taken and is in
        no segment yet.
        """
        # A disk that does not tell is not asked for each change; what was taken stays counted.
        self._unwritten, self._taken = self._unwritten + self._taken, 0
        self.free = self._free_bytes()
        self._ready = self._ready_bytes()
        self._snapshot_size = snapshot_size
        self._unwritten = unwritten
        self.level = self._level_with(0)
        if self.level is Level.ENOUGH and self._level_with(self._refused) is not Level.ENOUGH:
            self.level = Level.RESERVE
        if self.level is Level.ENOUGH:
            self._refused = self._beyond = 0
        return self.level

    def _level_with(self, more: int) -> Level:
        """Return the level that is left when `more` bytes are taken."""
        unwritten = self._unwritten + self._taken + more
        free = self.free - unwritten
        slack = self._segment_size // 8
        # To leave a level takes more than not to enter it.
        is_none = free < self._segment_size + (slack if self.level >= Level.NONE else 0)
        if is_none and self._ready - unwritten < self._segment_size // 4:
            return Level.NONE
        if is_none or free < self._reserve(more) + (slack if self.level >= Level.RESERVE else 0):
            return Level.RESERVE
        return Level.ENOUGH

    def _take(self, size: int, lowest: Level) -> bool:
        """Count `size` bytes as taken, unless less than `lowest` would be left."""
        # Until the next look it never gets better, so what was found short stays so.
        level = max(self.level, self._level_with(size))
        if level <= lowest:
            self._taken += size
            self.level = level
            return True
        # Short of space for one is short for all: what takes space back begins at once.
        self.level = max(self.level, min(level, Level.RESERVE))
        if lowest is Level.ENOUGH:
            self._refused = max(self._refused, size)
        return False

    @property
    def is_short(self) -> bool:
        """Whether the space of what is not needed any more is wanted back."""
        return self.level is not Level.ENOUGH

    def has_room(self, size: int) -> bool:
        """Tell whether `size` bytes may be written beside the log, for a snapshot received."""
        return self.free - size >= self._segment_size

    def refusal(
        self, command: commands.command, size: int, *, is_compacted: bool = False
    ) -> NodeRefusal | None:
        """Return why a client's command of `size` bytes cannot be taken now.

        None if it can: it is counted as taken then. `is_compacted`: the floor is the newest
        revision.
        """
        size += _ENTRY_OVERHEAD
        lowest = Level.ENOUGH if _takes_space(command.change) else Level.RESERVE
        if self._take(size, lowest):
            return None
        beyond = self._beyond + size
        if is_compacted and beyond <= self._segment_size // 4 and self._take(size, Level.RESERVE):
            self._beyond = beyond
            return None
        return no_space(f"{self.free} bytes are free, and {self.reserve} are kept for deletes")

    def takes(self, message: raft.message) -> bool:
        """Tell whether a leader's entries can be written; if not they are sent again later.

        If they can they are counted as taken.
        """
        entries = message.entries
        if not entries:
            return True
        size = sum([len(entry.data) for entry in entries]) + len(entries) * _ENTRY_OVERHEAD
        return self._take(size, Level.RESERVE)

    def complaint(self) -> str:
        """Say what is wrong for an alarm; "" if nothing is."""
        if not self.is_short:
            return ""
        return f"{self.free} bytes are free on the disk of node {self._node_id}"


def _takes_space(change: commands.command_change) -> bool:
    """Whether a change leaves more behind than it found."""
    match change:
        case commands.command_change_COMMAND_PUT() | commands.command_change_COMMAND_LEASE_GRANT():
            return True
        case commands.command_change_COMMAND_TXN(txn):
            return any(
                operation.kind == kv.KV_OPERATION_PUT for operation in (*txn.success, *txn.failure)
            )
        case _:
            return False
