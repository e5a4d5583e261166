"""What answers for a node that is not there yet: it reads its folder, or waits for its peers."""

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


class Unfounded:
    """Refuses everything with KV_UNAVAILABLE, and says what the node does instead: `doing`."""

    def __init__(self, config: NodeConfig, doing: Callable[[], str]) -> None:
        self.config = config
        self.cluster_id = 0
        self.node_id = config.node_id
        self.term = 0
        self.is_leader = False
        self.leader: raft.member_info | None = None
        self.machine = StateMachine()
        self.cache_segment = ""
        self._doing = doing

    def _refuse(self) -> NoReturn:
        raise NodeRefusal(
            kv.KV_UNAVAILABLE,
            f"node {self.node_id} does not serve yet: {self._doing()}",
            retry_after_ms=RETRY_AFTER_MS,
        )

    def members(self) -> tuple[MemberView, ...]:
        """Return none: nobody has told."""
        return ()

    def status(self) -> NodeStatus:
        """Refuse."""
        self._refuse()

    def cache_numbers(self) -> None:
        """Return none."""

    def get(self, *_: object) -> NoReturn:
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
