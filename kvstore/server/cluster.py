"""The wires between a node, its services, and the other members."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from kvstore._generated import admin, kv
from kvstore.node.peers.peers import Peers
from kvstore.node.peers.standing import known_members
from kvstore.node.real_ports import BootClock
from kvstore.service.admin_service import AdminService
from kvstore.service.unfounded import Unfounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kvstore.node.node import Node
    from kvstore.node.peers.standing import KnownMember, Standing
    from kvstore.node.refusals import NodeRefusal
    from kvstore.service.kv_service import KvService
    from kvstore.service.raft_service import RaftService


_LAST_ANSWERS: Final = 1.0
"""Seconds for which a node that was removed waits for the answers to calls that it passed on."""


class Cluster:
    """A node among others: `begin` it when it is made, and `end` it before it is stopped.

    `founders` are who is known before the log names any member.
    """

    def __init__(
        self,
        node: Node,
        standing: Standing,
        key: bytes,
        founders: Mapping[int, KnownMember],
    ) -> None:
        self._node = node
        self._founders = founders
        addresses = {each: known.info.address for each, known in founders.items()}
        self._peers = Peers(standing, key, node, BootClock().now, addresses=addresses)
        self.admin = AdminService(node, key, self._peers)
        standing.belong(node.cluster_id, self._book, lambda: node.machine.feature_level)

    async def begin(self, service: KvService, raft_service: RaftService) -> None:
        """Start the node, then let it speak, then let it hear and serve."""
        await self._node.start(self._peers, self._peers.chunks, self._peers)
        self._peers.start()
        calls = {
            kv.KV_V1.program: service.passed_on,
            admin.ADMIN_V1.program: self.admin.passed_on,
        }
        raft_service.serve(self._node, self._peers, self._node.snapshots, calls)
        service.serve(self._node, self._peers)

    async def leave(
        self, service: KvService, raft_service: RaftService, refusal: NodeRefusal
    ) -> None:
        """Speak to the other members no more, and answer all others with `refusal`."""
        raft_service.leave()
        await self._last_answers(service)
        service.stop()
        service.serve(Unfounded(self._node.config, lambda: refusal))
        self.admin.refuse(refusal)
        await self.end()

    async def _last_answers(self, service: KvService) -> None:
        """Let those have their answers whose calls were passed on: maybe that of the removal."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_ANSWERS):
                while self.admin.under_way or (service.passing_on and service.passing_on.waiting):  # noqa: ASYNC110 (no one event)
                    await asyncio.sleep(_LAST_ANSWERS / 100)

    async def end(self) -> None:
        """Let go of operators and of the other members."""
        self.admin.stop()
        await self._peers.stop()

    def _book(self) -> Mapping[int, KnownMember]:
        machine = self._node.machine
        return known_members(machine.conf_state, machine.members) or self._founders
