"""The wires between a node, its service, and the other members."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from kvstore._generated import kv, raft
from kvstore.node.peers.peers import Peers
from kvstore.node.peers.ports import NotTaken
from kvstore.node.peers.standing import KnownMember
from rpcgen_py.runtime.errors import NotSent

if TYPE_CHECKING:
    from kvstore.node.node import Node
    from kvstore.node.peers.standing import Standing
    from kvstore.service.kv_service import KvService
    from kvstore.service.raft_service import RaftService

LOOK: Final = 0.1
"""Seconds between looks at who the members are."""

JOIN_SECONDS: Final = 5.0
"""How long writing a new member's folder into the log may take."""


class Cluster:
    """A node among others: what comes from them goes to the node, and what it sends to them.

    Begin in this order: make the node, make this, `begin`, and `end` before the node is stopped.
    """

    def __init__(self, node: Node, service: KvService, standing: Standing, key: bytes) -> None:
        self._node = node
        self._service = service
        self._standing = standing
        self._peers = Peers(standing, key, self, _boot_clock)
        self._looking: asyncio.Task[None] | None = None

    async def begin(self, raft_service: RaftService) -> None:
        """Let the node speak, then start it, then let it hear."""
        self._peers.start()
        await self._node.start(self._peers)
        self._look()
        raft_service.serve(self, self._peers, _Unwanted())
        self._service.serve(self._node, self)
        self._looking = asyncio.create_task(self._keep_looking())

    async def end(self) -> None:
        """Let go of the others."""
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking
        await self._peers.stop()

    # ------------------------------------------------------------------ who belongs

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            self._look()

    def _look(self) -> None:
        """Let hellos and connections follow what the log says, once it says anything."""
        machine = self._node.machine
        voters = {*machine.conf_state.voters, *machine.conf_state.voters_outgoing}
        known = {
            node: KnownMember(info, voter=node in voters) for node, info in machine.members.items()
        }
        if known and known != self._standing.members:
            self._standing.belong(self._standing.cluster_id, known)
            self._peers.update()

    # ------------------------------------------------------------------ from the others

    def step(self, message: raft.message) -> None:
        """Take a message of another member."""
        self._node.receive((message,))

    def unreachable(self, node: int) -> None:
        """Messages for `node` could not be sent."""
        self._node.unreachable(node)

    def snapshot_sent(self, node: int, failed: bool) -> None:
        """The snapshot on its way to `node` has arrived, or will not."""
        self._node.snapshot_sent(node, failed=failed)

    def leads(self) -> bool:
        """Whether this node is the leader."""
        return self._node.is_leader

    async def joined(self, info: raft.member_info) -> None:
        """Write the address and folder of a member that has come into the log."""
        change = raft.conf_change_v2(
            transition=raft.TRANSITION_AUTO,
            changes=(raft.conf_change_single(raft.CONF_CHANGE_UPDATE_NODE, info.node),),
            context=info.to_xdr(),
        )
        deadline = asyncio.get_running_loop().time() + JOIN_SECONDS
        await self._node.change_members(change, deadline)
        self._look()

    async def forwarded(
        self, program_number: int, procedure_number: int, arguments: bytes, deadline_ms: int
    ) -> bytes:
        """Do a client's call that another node passed on; return its packed result."""
        results = None
        if program_number == kv.KV_V1.program:
            results = await self._service.passed_on(procedure_number, arguments, deadline_ms)
        if results is None:
            raise NotTaken("there is no such call to pass on")
        return results

    # ------------------------------------------------------------------ to the leader

    async def forward(
        self,
        to: int,
        program_number: int,
        procedure_number: int,
        arguments: bytes,
        deadline_ms: int,
    ) -> bytes:
        """Have node `to` answer a call; see `Forwarder`."""
        try:
            return await self._peers.forward(
                to, program_number, procedure_number, arguments, deadline_ms
            )
        except NotTaken as error:
            raise NotSent(str(error)) from error


class _Unwanted:
    """Takes no snapshots."""

    async def take(
        self,
        sender: int,
        snapshot_id: int,
        announced: raft.message,
        total: int,
        offset: int,
        data: bytes,
    ) -> int:
        """Say so."""
        return total + 1


def _boot_clock() -> int:
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
