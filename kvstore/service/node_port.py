"""What the service asks of a node, and nothing more: the node, and what tests put in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kvstore._generated import command as commands
    from kvstore._generated import kv, raft
    from kvstore.config import NodeConfig
    from kvstore.node.refusals import NodeRefusal
    from kvstore.node.results import Commit, MemberView, ReadPermit
    from kvstore.raft.state import Role

    OnGone = Callable[[Callable[[], object]], None]
    """Is handed what to call if the caller goes away."""


class StatePlace(Protocol):
    """Where a state machine stands."""

    @property
    def revision(self) -> int: ...
    @property
    def compacted_revision(self) -> int: ...
    @property
    def applied_index(self) -> int: ...


class Machine(StatePlace, Protocol):
    """The state machine, as far as it is read. All `Refusal`s are those of the procedure's."""

    @property
    def feature_level(self) -> int: ...
    @property
    def alarms(self) -> Iterable[kv.kv_alarm]: ...

    def get(self, name_space: bytes, key: bytes, revision: int) -> kv.kv_item | None: ...

    def events(
        self,
        name_space: bytes,
        ranges: tuple[kv.kv_key_range, ...],
        position: kv.kv_watch_position,
        limit: int,
        flags: int,
    ) -> kv.kv_watch_ok:
        """Look at a bounded part of the past behind `position`, and say where to go on."""

    def lease_ttl(
        self, lease: int, name_space: bytes, *, keys: bool, after: bytes
    ) -> kv.kv_lease_ttl_ok: ...
    def lease_list(self, after: int) -> kv.kv_lease_list_ok: ...


class NodeStatus(Protocol):
    """A node's numbers; sizes in bytes, `uptime` in seconds."""

    @property
    def role(self) -> Role: ...
    @property
    def learner(self) -> bool: ...
    @property
    def first_index(self) -> int: ...
    @property
    def last_index(self) -> int: ...
    @property
    def commit_index(self) -> int: ...
    @property
    def keys(self) -> int: ...
    @property
    def data_bytes(self) -> int: ...
    @property
    def log_bytes(self) -> int: ...
    @property
    def uptime(self) -> float: ...
    @property
    def waiting_changes(self) -> int: ...


class AnsweringNode(Protocol):
    """A node, as far as every program of it has to know it."""

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
    def leaderless(self) -> bool:
        """Whether nobody has led for so long that none is waited for any more."""

    @property
    def machine(self) -> StatePlace: ...

    def members(self) -> Sequence[MemberView]: ...


class ServedNode(AnsweringNode, Protocol):
    """A node. Deadlines are on the event loop's clock; all that waits raises `Refusal`."""

    @property
    def machine(self) -> Machine:
        """The state; another object after a snapshot was received."""

    def status(self) -> NodeStatus: ...

    async def propose(self, command: commands.command, deadline: float, wait: int) -> Commit: ...

    async def read(
        self,
        consistency: int,
        max_age_ms: int,
        min_revision: int,
        deadline: float,
        on_gone: OnGone,
    ) -> int:
        """Wait until the state may be read as asked for, and return its age in milliseconds."""

    def begin_change(
        self,
        command: commands.command,
        deadline: float,
        wait: int,
        done: Callable[[Commit | NodeRefusal], None],
    ) -> None:
        """As `propose`: `done` gets later what that would return, or raise later."""

    def begin_read(
        self,
        consistency: int,
        max_age_ms: int,
        deadline: float,
        gone: Callable[[], bool],
        done: Callable[[ReadPermit | NodeRefusal], None],
    ) -> ReadPermit | None:
        """Permit a read now, or return None and permit it later by `done`.

        `gone` says whether the caller went away.
        """

    async def range(
        self, name_space: bytes, op: kv.kv_range_op, deadline: float, gone: Callable[[], bool]
    ) -> kv.kv_range_ok: ...

    async def wait_events(self, revision: int, deadline: float, on_gone: OnGone) -> None:
        """Wait until `revision` is applied; return at the deadline none the less."""


class Forwarder(Protocol):
    """The way to the leader, for calls that only it can answer."""

    async def forward(
        self,
        to: int,
        program_number: int,
        procedure_number: int,
        arguments: bytes,
        deadline_ms: int,
    ) -> bytes:
        """Have node `to` answer a call; return the results as they came.

        Raises `NotSent` where nothing has happened, and another `RpcError` where the call may
        have been executed, or may still be.
        """
