"""What the peers' rooms ask of the node that they serve."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore._generated import raft
    from kvstore.node.upkeep.ports import ContentPoint

__all__ = ["ChunkTaker", "NodePort", "PassedOn", "Piece"]

PassedOn = Callable[[int, bytes, int], Awaitable[bytes | None]]
"""Does a client's call that another node passed on: takes the procedure's number, the packed
arguments and the milliseconds left, and returns the packed result; None for what it does not
even look at."""


class NodePort(Protocol):
    """The node behind its peers. All but the coroutine returns at once."""

    @property
    def is_leader(self) -> bool:
        """Whether this node is the leader."""

    @property
    def has_leader(self) -> bool:
        """Whether this node knows who leads."""

    def receive(self, messages: Sequence[raft.message]) -> None:
        """Take messages of another member, in their order."""

    def membership(self) -> raft.membership:
        """Tell who belongs to the cluster."""

    def hear_membership(self, theirs: raft.membership) -> None:
        """Hear from another member who belongs to the cluster: this node may not, any more."""

    def unreachable(self, node: int) -> None:
        """Messages for `node` could not be sent."""

    def checkup(self, point: ContentPoint) -> raft.checkup_answer:
        """Tell how this node is."""

    async def change_members(self, change: raft.conf_change_v2, deadline: float) -> None:
        """Write a change into the log (a leader only); returns when it is applied.

        `deadline` is on the loop's clock. Raises `Refusal`.
        """


class Piece(Protocol):
    """A `snapshot_chunk` without the names of the two nodes."""

    @property
    def announced(self) -> raft.message:
        """The MESSAGE_SNAPSHOT that the content belongs to."""

    @property
    def snapshot_id(self) -> int:
        """The sender's number for the content."""

    @property
    def offset(self) -> int:
        """Place of `data` in the content, in bytes."""

    @property
    def total(self) -> int:
        """Length of the content, in bytes."""

    @property
    def checksum(self) -> int:
        """CRC-32 of `data`."""

    @property
    def data(self) -> bytes:
        """The piece itself."""


class ChunkTaker(Protocol):
    """Where the pieces of a snapshot go that another member sends."""

    def receive(
        self, chunk: raft.snapshot_chunk, done: Callable[[raft.snapshot_progress], None]
    ) -> None:
        """Take a piece; `done` gets the answer once, maybe later."""
