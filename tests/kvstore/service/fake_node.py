"""A node that does as it is told, and a service before it that real clients call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.config import NodeConfig
from kvstore.mvcc.outcomes import Outcome
from kvstore.node.refusals import NodeRefusal
from kvstore.node.results import Commit, MemberView, ReadPermit
from kvstore.raft.state import Role
from kvstore.service.kv_service import KvService
from rpcgen_py import AsyncServer

TERM = 3
CLUSTER = 0xC1
ITEM = kv.kv_item(key=b"k", value=b"v", create_revision=4, mod_revision=5, key_version=2, lease=6)
NOTHING_MORE = kv.kv_watch_position(revision=10, offset=0)


class FakeMachine:
    """Says what it was given; its revision is 9."""

    revision = 9
    compacted_revision = 2
    applied_index = 12
    feature_level = 1
    alarms = (kv.kv_alarm(kind=kv.KV_ALARM_NO_SPACE, node_id=2, message="full"),)

    def __init__(self) -> None:
        self.item: kv.kv_item | None = ITEM
        self.history: dict[int, tuple[kv.kv_event, ...]] = {}
        self.looked: list[int] = []

    def get(self, name_space: bytes, key: bytes, revision: int) -> kv.kv_item | None:
        return self.item

    def events(
        self,
        name_space: bytes,
        ranges: tuple[kv.kv_key_range, ...],
        position: kv.kv_watch_position,
        limit: int,
        flags: int,
    ) -> kv.kv_watch_ok:
        """One revision a look, so that a watch has to go on looking."""
        self.looked.append(position.revision)
        if position.revision > self.revision:
            return kv.kv_watch_ok(events=(), next=position)
        following = kv.kv_watch_position(revision=position.revision + 1, offset=0)
        return kv.kv_watch_ok(events=self.history.get(position.revision, ()), next=following)

    def lease_ttl(
        self, lease: int, name_space: bytes, *, keys: bool, after: bytes
    ) -> kv.kv_lease_ttl_ok:
        found = (kv.kv_lease_key(key=b"under " + after),) if keys else ()
        return kv.kv_lease_ttl_ok(
            granted_ttl_ms=lease, ttl_ms=len(name_space), keys=found, more=False
        )

    def lease_list(self, after: int) -> kv.kv_lease_list_ok:
        lease = kv.kv_lease_info(lease=after + 1, granted_ttl_ms=2, ttl_ms=1)
        return kv.kv_lease_list_ok(leases=(lease,), more=True)


class FakeNode:
    """Proposals end as `outcome` says, or as it is; reads are `age_ms` old. `refusal` refuses."""

    cluster_id = CLUSTER
    term = TERM

    def __init__(self, node_id: int = 1, leader: int | None = 1, **config: Any) -> None:
        self.config = NodeConfig(node_id=node_id, data_folder=Path("/nowhere"), **config)
        self.node_id = node_id
        self.leads = leader
        self.leaderless = False
        self.machine = FakeMachine()
        self.silent: set[int] = set()
        self.outcome: Outcome | Callable[[commands.command], Outcome] | None = None
        self.refusal: NodeRefusal | None = None
        self.durable_nodes = 2
        self.age_ms = 0
        self.proposed: list[tuple[commands.command, int]] = []
        self.reads: list[tuple[int, int, int]] = []
        self.applied = asyncio.Condition()

    @property
    def is_leader(self) -> bool:
        return self.leads == self.node_id

    @property
    def leader(self) -> raft.member_info | None:
        if self.leads is None:
            return None
        return raft.member_info(self.leads, address(self.leads), bytes(raft.BIRTH_SIZE))

    def members(self) -> tuple[MemberView, ...]:
        return tuple(
            MemberView(node, address(node), node != 3, node not in self.silent, 0)
            for node in (1, 2, 3)
        )

    def status(self) -> Any:
        return SimpleNamespace(
            role=Role.LEADER if self.is_leader else Role.FOLLOWER,
            learner=False,
            first_index=1,
            last_index=13,
            commit_index=12,
            keys=8,
            data_bytes=800,
            log_bytes=4096,
            uptime=1.5,
            waiting_changes=0,
        )

    async def propose(self, command: commands.command, deadline: float, wait: int) -> Commit:
        self.proposed.append((command, wait))
        if self.refusal is not None:
            raise self.refusal
        outcome = self.outcome(command) if callable(self.outcome) else self.outcome
        assert outcome is not None
        return Commit(outcome, self.durable_nodes)

    async def read(
        self,
        consistency: int,
        max_age_ms: int,
        min_revision: int,
        deadline: float,
        on_gone: Callable[[Callable[[], object]], None],
    ) -> int:
        self.reads.append((consistency, max_age_ms, min_revision))
        if self.refusal is not None:
            raise self.refusal
        return self.age_ms

    def begin_change(
        self,
        command: commands.command,
        deadline: float,
        wait: int,
        done: Callable[[Commit | NodeRefusal], None],
    ) -> None:
        self.proposed.append((command, wait))
        if self.refusal is not None:
            raise self.refusal
        outcome = self.outcome(command) if callable(self.outcome) else self.outcome
        assert outcome is not None
        commit = Commit(outcome, self.durable_nodes)
        asyncio.get_running_loop().call_soon(done, commit)

    def begin_read(
        self,
        consistency: int,
        max_age_ms: int,
        deadline: float,
        gone: Callable[[], bool],
        done: Callable[[ReadPermit | NodeRefusal], None],
    ) -> ReadPermit | None:
        self.reads.append((consistency, max_age_ms, 0))
        if self.refusal is not None:
            raise self.refusal
        return ReadPermit(self.age_ms)

    async def range(
        self, name_space: bytes, op: kv.kv_range_op, deadline: float, gone: Callable[[], bool]
    ) -> kv.kv_range_ok:
        return kv.kv_range_ok(
            revision=9,
            items=(ITEM,),
            more=False,
            next=kv.kv_page(revision=0, after=b""),
            count=0,
        )

    async def wait_events(
        self, revision: int, deadline: float, on_gone: Callable[[Callable[[], object]], None]
    ) -> None:
        try:
            async with asyncio.timeout_at(deadline), self.applied:
                await self.applied.wait_for(lambda: self.machine.revision >= revision)
        except TimeoutError:
            pass

    async def change(self, *events: kv.kv_event) -> None:
        """Let a revision happen."""
        async with self.applied:
            self.machine.revision += 1
            self.machine.history[self.machine.revision] = events
            self.applied.notify_all()


def address(node: int) -> str:
    return f"host{node}:9001"


@asynccontextmanager
async def serving(service: KvService, *addresses: str) -> AsyncIterator[list[str]]:
    """Serve at the addresses, TCP by default; yield the real ones."""
    server = AsyncServer()
    server.add(service)
    try:
        found = [await server.listen(each) for each in addresses or ("tcp://127.0.0.1:0",)]
        yield [str(each) for each in found]
    finally:
        service.stop()
        await server.stop(1.0)


async def eventually(true: Callable[[], bool]) -> None:
    """Wait until something is so; `run` bounds the wait."""
    while not true():  # noqa: ASYNC110 (what is waited for tells nobody when it comes)
        await asyncio.sleep(0.001)


def run(
    test: Coroutine[Any, Any, None], loop: Callable[[], asyncio.AbstractEventLoop] | None = None
) -> None:
    """Run an asynchronous test, which fails rather than hang."""

    async def bounded() -> None:
        async with asyncio.timeout(30):
            await test

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(bounded())
