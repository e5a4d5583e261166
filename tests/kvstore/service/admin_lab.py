"""A leader and a follower that serve the admin program; their logs are fakes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import structs

from kvstore._generated import admin, kv, raft
from kvstore._generated import command as commands
from kvstore.config import NodeConfig
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.results import MemberView
from kvstore.service.admin_service import AdminService
from rpcgen_py.runtime.errors import RpcError
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer
from tests.kvstore.node.peers.hellos import info
from tests.kvstore.node.peers.lab import KEY
from tests.kvstore.said import said

COMMIT = 3000


def filled(keys: int, size: int = 100) -> StateMachine:
    machine = StateMachine()
    for index in range(1, keys + 1):
        put = kv.kv_put_op(key=b"key-%d" % index, value=b"v" * size, lease=0, flags=0)
        change = commands.command_change_COMMAND_PUT(put=put)
        entry = raft.entry(term=1, index=index, type=0, command_version=1, data=b"")
        machine.apply(entry, said(change))
    return machine


class Numbers(NamedTuple):
    commit_index: int


class FakeNode:
    """Members that change as they are told to, and one that leads."""

    leaderless = False

    def __init__(self, node_id: int, machine: StateMachine) -> None:
        self.config = NodeConfig(node_id=node_id, data_folder=Path("/nowhere"))
        self.cluster_id = 7
        self.node_id = node_id
        self.term = 3
        self.machine = machine
        self.leader: raft.member_info | None = info(1)
        self.views = {1: MemberView(1, "localhost:9001", True, True, COMMIT)}
        self.know(1)
        self.error: Exception | None = None

    def know(self, node: int, birth: bytes | None = None) -> None:
        self.machine._members[node] = info(node, birth)
        self.machine.conf_state = structs.replace(
            self.machine.conf_state, voters=tuple(sorted(self.machine._members))
        )

    @property
    def is_leader(self) -> bool:
        return self.leader is not None and self.leader.node == self.node_id

    def members(self) -> tuple[MemberView, ...]:
        return tuple(self.views.values())

    def status(self) -> Numbers:
        return Numbers(COMMIT)

    async def change_members(self, change: raft.conf_change_v2, deadline: float) -> None:
        (single,) = change.changes
        told = raft.member_info.from_xdr(change.context) if change.context else None
        if single.type == raft.CONF_CHANGE_REMOVE_NODE:
            del self.views[single.node]
            return
        assert told is not None
        voter = single.type == raft.CONF_CHANGE_ADD_NODE
        self.know(single.node, told.birth)
        self.views[single.node] = MemberView(single.node, told.address, voter, True, 0)

    async def move_leader(self, to: int, deadline: float) -> None:
        self.leader = info(to)


class Direct:
    """Passes calls on within this process."""

    def __init__(self) -> None:
        self.leader: AdminService | None = None
        self.error: RpcError | None = None

    async def forward(
        self,
        to: int,
        program_number: int,
        procedure_number: int,
        arguments: bytes,
        deadline_ms: int,
    ) -> bytes:
        assert (to, program_number) == (1, admin.ADMIN_V1.program)
        assert self.leader is not None
        if self.error is not None:
            raise self.error
        result = await self.leader.passed_on(procedure_number, arguments, deadline_ms)
        assert result is not None
        return result


class Lab:
    """A leader and a follower that serve admin."""

    async def open(self, folder: Path, machine: StateMachine) -> None:
        self.leader, self.follower = FakeNode(1, machine), FakeNode(2, machine)
        self.way = Direct()
        self.services = [
            AdminService(self.leader, KEY, self.way),
            AdminService(self.follower, KEY, self.way),
        ]
        self.way.leader = self.services[0]
        self.servers, self.addresses = [], []
        for service in self.services:
            server = AsyncServer(idle_timeout=60)
            server.add(service)
            self.servers.append(server)
            self.addresses.append(str(await server.listen("tcp://localhost:0")))
        self.unix = f"unix://{folder}/admin"
        await self.servers[0].listen(self.unix)

    async def close(self) -> None:
        for service, server in zip(self.services, self.servers, strict=True):
            service.stop()
            await server.stop(0)


def play(folder: Path, work: Callable[[Lab], Any], machine: StateMachine | None = None) -> None:
    """Run `work`, which blocks, beside the servers' loop."""

    async def story() -> None:
        lab = Lab()
        await lab.open(folder, machine or StateMachine())
        try:
            async with asyncio.timeout(30):
                found = work(lab) if asyncio.iscoroutinefunction(work) else None
                await (found or asyncio.to_thread(work, lab))
        finally:
            await lab.close()

    asyncio.run(story())
