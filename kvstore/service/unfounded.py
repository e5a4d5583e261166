"""What answers for a node that is not there: not yet, or, when it was removed, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from kvstore._generated import kv
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.refusals import NodeRefusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore._generated import command as commands
    from kvstore._generated import raft
    from kvstore.config import NodeConfig
    from kvstore.node.results import Commit, MemberView
    from kvstore.service.node_port import NodeStatus, OnGone

RETRY_AFTER_MS = 500


def not_yet(config: NodeConfig, doing: str) -> NodeRefusal:
    """Say what a node does before it serves."""
    return NodeRefusal(
        kv.KV_UNAVAILABLE,
        f"node {config.node_id} does not serve yet: {doing}",
        retry_after_ms=RETRY_AFTER_MS,
    )


class Unfounded:
    """Refuses everything with `refusal()`."""

    def __init__(self, config: NodeConfig, refusal: Callable[[], NodeRefusal]) -> None:
        self.config = config
        self.cluster_id = 0
        self.node_id = config.node_id
        self.term = 0
        self.is_leader = False
        self.leader: raft.member_info | None = None
        self.leaderless = True
        self.machine = StateMachine()
        self._refusal = refusal

    def _refuse(self) -> NoReturn:
        raise self._refusal()

    def members(self) -> tuple[MemberView, ...]:
        """Return none: nobody has told."""
        return ()

    def status(self) -> NodeStatus:
        """Refuse."""
        self._refuse()

    async def propose(self, command: commands.command, deadline: float, wait: int) -> Commit:
        """Refuse."""
        self._refuse()

    async def read(
        self,
        consistency: int,
        max_age_ms: int,
        min_revision: int,
        deadline: float,
        on_gone: OnGone,
    ) -> int:
        """Refuse."""
        self._refuse()

    def begin_change(self, *_: object) -> None:
        """Refuse."""
        self._refuse()

    def begin_read(self, *_: object) -> None:
        """Refuse."""
        self._refuse()

    async def range(
        self, name_space: bytes, op: kv.kv_range_op, deadline: float, gone: Callable[[], bool]
    ) -> kv.kv_range_ok:
        """Refuse."""
        self._refuse()

    async def wait_events(self, revision: int, deadline: float, on_gone: OnGone) -> None:
        """Refuse."""
        self._refuse()
