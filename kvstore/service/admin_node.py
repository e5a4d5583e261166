"""What the admin program asks of a node: the node, and what tests put in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kvstore.service.node_port import AnsweringNode, StatePlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kvstore._generated import raft
    from kvstore.service.admin_snapshots import Pin

__all__ = ["AdminNode"]


class Machine(StatePlace, Protocol):
    """The state machine, as far as operators see it."""

    @property
    def conf_state(self) -> raft.conf_state: ...
    @property
    def applied_term(self) -> int: ...
    @property
    def members(self) -> Mapping[int, raft.member_info]: ...

    highest_member: int

    def pin(self) -> Pin: ...
    def hash(self, revision: int) -> Iterator[bytes | None]: ...


class NodeNumbers(Protocol):
    """What is asked of a node's status."""

    @property
    def commit_index(self) -> int: ...


class AdminNode(AnsweringNode, Protocol):
    """A node, as `Node` is one. Deadlines are on the event loop's clock."""

    @property
    def machine(self) -> Machine: ...

    def status(self) -> NodeNumbers: ...
    async def change_members(self, change: raft.conf_change_v2, deadline: float) -> None: ...
    async def move_leader(self, to: int, deadline: float) -> None: ...
