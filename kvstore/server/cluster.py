"""The wires between a node, its service, and the other members."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kvstore._generated import admin, kv, raft
from kvstore.node.peers.peers import Peers
from kvstore.node.peers.standing import known_members
from kvstore.service.admin_service import AdminService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kvstore.node.node import Node
    from kvstore.node.peers.standing import KnownMember, Standing
    from kvstore.service.kv_service import KvService
    from kvstore.service.raft_service import RaftService
    from rpcgen_py.runtime.transport.asyncio_server import AsyncServer


class Cluster:
    """A node among others: what comes from them goes to the node, and what it sends to them.

    Begin in this order: make the node, make this, `begin`, and `end` before the node is stopped.
    """

    def __init__(self, node: Node, service: KvService, standing: Standing, key: bytes) -> None:
        self._node = node
        self._service = service
        self._standing = standing
        self._first = standing.members
        self._is_serving = False
        self._peers = Peers(standing, key, self, _boot_clock)
        self._admin = AdminService(node, key, self._peers)

    async def begin(self, raft_service: RaftService, server: AsyncServer) -> None:
        """Let the node speak, then start it, then let it hear, operators too."""
        self._peers.start()
        await self._node.start(self._peers)
        self._is_serving = True
        self._standing.belong(self._standing.cluster_id, self._book)
        self._peers.update()
        calls = {
            kv.KV_V1.program: self._service.passed_on,
            admin.ADMIN_V1.program: self._admin.passed_on,
        }
        raft_service.serve(self, self._peers, _Unwanted(), calls)
        self._service.serve(self._node, self._peers)
        server.add(self._admin)

    async def end(self) -> None:
        """Let go of the others."""
        self._is_serving = False
        self._admin.stop()
        await self._peers.stop()

    def _book(self) -> Mapping[int, KnownMember]:
        """Return whom the log names, and before it says anything, who was there at the start."""
        machine = self._node.machine
        return known_members(machine.conf_state, machine.members) or self._first

    # ------------------------------------------------------------------ see `NodePort`

    @property
    def is_leader(self) -> bool:
        """Whether this node is the leader."""
        return self._is_serving and self._node.is_leader

    def receive(self, messages: Sequence[raft.message]) -> None:
        """Take messages of another member, in their order."""
        if self._is_serving:
            self._node.receive(messages)

    def unreachable(self, node: int) -> None:
        """Messages for `node` could not be sent."""
        if self._is_serving:
            self._node.unreachable(node)

    async def change_members(self, change: raft.conf_change_v2, deadline: float) -> None:
        """Write a change into the log; returns when it is applied."""
        await self._node.change_members(change, deadline)


class _Unwanted:
    """Takes no snapshots."""

    def receive(
        self, chunk: raft.snapshot_chunk, done: Callable[[raft.snapshot_progress], None]
    ) -> None:
        """Say so."""
        done(raft.snapshot_progress(chunk.snapshot_id, chunk.total + 1))


def _boot_clock() -> int:
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
