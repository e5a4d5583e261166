"""What a node does while its disk fills up: it keeps a reserve for what makes space again.

    free bytes                what is taken
    ──────────┬───────────────────────────────────────────────────────────────
              │ everything
      reserve ┼───────────────────────────────────────────────────────────────
              │ no puts, no new leases: deletes, compaction, sessions, members, votes
      segment ┼───────────────────────────────────────────────────────────────
              │ no changes of clients, no entries of a leader: votes, and the log as it is

The reserve holds one segment of the log and one snapshot, which gives the log's space back. Each
level is left with some more bytes than it was entered with, so that it does not flutter.
"""

from __future__ import annotations

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


_SNAPSHOT_MARGIN: Final = 5 / 4
"""A snapshot may be larger than the one before, or than its keys and values."""


class Space:
    """Watches the disk of one node. `look` is called every now and then."""

    def __init__(self, node_id: int, segment_size: int, free_bytes: Callable[[], int]) -> None:
        """`free_bytes` asks the disk; sizes are in bytes."""
        self.free = 0
        self.level = Level.ENOUGH
        self._node_id = node_id
        self._segment_size = segment_size
        self._free_bytes = free_bytes
        self._snapshot_size = 0

    @property
    def reserve(self) -> int:
        """Bytes that are kept free for what makes space again."""
        return self._segment_size + int(self._snapshot_size * _SNAPSHOT_MARGIN)

    def look(self, snapshot_size: int) -> Level:
        """Ask the disk; `snapshot_size` is about what a snapshot would take. Raises `OSError`."""
        self._snapshot_size = snapshot_size
        self.free = self._free_bytes()
        slack = self._segment_size // 8
        # To leave a level takes more than not to enter it.
        reserve = self.reserve + (slack if self.level >= Level.RESERVE else 0)
        segment = self._segment_size + (slack if self.level >= Level.NONE else 0)
        if self.free < segment:
            self.level = Level.NONE
        elif self.free < reserve:
            self.level = Level.RESERVE
        else:
            self.level = Level.ENOUGH
        return self.level

    @property
    def is_short(self) -> bool:
        """Whether the space of what is not needed any more is wanted back."""
        return self.level is not Level.ENOUGH

    def has_room(self, size: int) -> bool:
        """Tell whether `size` bytes may be written beside the log, for a snapshot received."""
        return self.free - size >= self._segment_size

    def refusal(self, command: commands.command) -> NodeRefusal | None:
        """Return why a client's command cannot be taken now, None if it can."""
        if self.level is Level.ENOUGH:
            return None
        if self.level is Level.RESERVE and not _takes_space(command.change):
            return None
        return no_space(f"{self.free} bytes are free, and {self.reserve} are kept for deletes")

    def takes(self, message: raft.message) -> bool:
        """Tell whether a leader's entries can be written; if not they are sent again later."""
        return self.level is not Level.NONE or not message.entries

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
