"""What the admin program asks of a node: the node, and what tests put in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kvstore._generated import raft
    from kvstore.config import NodeConfig
    from kvstore.node.results import MemberView
    from kvstore.service.admin_snapshots import Pin

__all__ = ["AdminNode", "Forwarder"]


class Machine(Protocol):
    """The state machine, as far as operators see it."""

    @property
    def revision(self) -> int: ...
    @property
    def compacted_revision(self) -> int: ...
    @property
    def applied_index(self) -> int: ...
    @property
    def conf_state(self) -> raft.conf_state: ...
    @property
    def members(self) -> Mapping[int, raft.member_info]: ...

    def pin(self) -> Pin: ...
    def hash(self, revision: int) -> Iterator[bytes | None]: ...


class NodeNumbers(Protocol):
    """What is asked of a node's status."""

    @property
    def commit_index(self) -> int: ...


class AdminNode(Protocol):
    """A node, as `Node` is one. Deadlines are on the event loop's clock."""

    @property
    def config(self) -> NodeConfig: ...
    @property
    def cluster_id(self) -> int: ...
    @property
    def node_id(self) -> int: ...
    @property
    def term(self) -> int: ...
    @property
    def is_leader(self) -> bool: ...
    @property
    def leader(self) -> raft.member_info | None: ...
    @property
    def machine(self) -> Machine: ...

    def members(self) -> Sequence[MemberView]: ...
    def status(self) -> NodeNumbers: ...
    async def change_members(self, change: raft.conf_change_v2, deadline: float) -> None: ...
    async def move_leader(self, to: int, deadline: float) -> None: ...


class Forwarder(Protocol):
    """The way to the leader: `Peers` is one."""

    async def forward(
        self,
        to: int,
        program_number: int,
        procedure_number: int,
        arguments: bytes,
        deadline_ms: int,
    ) -> bytes:
        """Have node `to` do a call. Raises `RpcError`; `NotSent` where nothing has happened."""
