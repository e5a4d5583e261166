"""What the peers' rooms ask of the node that they serve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kvstore._generated import raft

__all__ = ["NodePort", "NotTaken", "SnapshotSink", "SnapshotSource"]


class NotTaken(Exception):
    """A forwarded call was not even looked at: nothing has happened."""


class NodePort(Protocol):
    """The node behind its peers. All but the coroutines return at once."""

    def step(self, message: raft.message) -> None:
        """Take a message of another member."""

    def unreachable(self, node: int) -> None:
        """Messages for `node` could not be sent."""

    def snapshot_sent(self, node: int, failed: bool) -> None:
        """The snapshot on its way to `node` has arrived, or will not."""

    def leads(self) -> bool:
        """Whether this node is the leader."""

    async def joined(self, info: raft.member_info) -> None:
        """Write the address and folder of a member that has come into the log (a leader only).

        Returns when that is applied. Raises what a proposal raises.
        """

    async def forwarded(
        self, program_number: int, procedure_number: int, arguments: bytes, deadline_ms: int
    ) -> bytes:
        """Do a client's call that another node passed on; return its packed result.

        Raises `NotTaken`.
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
