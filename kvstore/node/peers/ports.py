"""What the peers' rooms ask of the node that they serve."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore._generated import raft

__all__ = ["NodePort", "PassedOn", "SnapshotSink", "SnapshotSource"]

PassedOn = Callable[[int, bytes, int], Awaitable[bytes | None]]
"""Does a client's call that another node passed on: takes the procedure's number, the packed
arguments and the milliseconds left, and returns the packed result; None for what it does not
even look at."""


class NodePort(Protocol):
    """The node behind its peers. All but the coroutine returns at once."""

    @property
    def is_leader(self) -> bool:
        """Whether this node is the leader."""

    def receive(self, messages: Sequence[raft.message]) -> None:
        """Take messages of another member, in their order."""

    def unreachable(self, node: int) -> None:
        """Messages for `node` could not be sent."""

    def snapshot_sent(self, node: int, *, failed: bool) -> None:
        """The snapshot on its way to `node` has arrived, or will not."""

    async def change_members(self, change: raft.conf_change_v2, deadline: float) -> None:
        """Write a change into the log (a leader only); returns when it is applied.

        `deadline` is on the loop's clock. Raises `Refusal`.
        """


class SnapshotSink(Protocol):
    """Where the pieces of a snapshot go that another node sends."""

    async def take(
        self,
        sender: int,
        snapshot_id: int,
        announced: raft.message,
        total: int,
        offset: int,
        data: bytes,
    ) -> int:
        """Take a piece; return the first byte that is missing.

        That is `total` when all of it is here and was taken, and more if it is not wanted. A piece
        from another place than the first missing byte changes nothing.
        """


class SnapshotSource(Protocol):
    """The content of a snapshot that is sent."""

    @property
    def size(self) -> int:
        """Its length in bytes."""

    def read(self, offset: int, length: int) -> bytes:
        """Return a part of it. Runs in a thread. Raises `OSError`."""
