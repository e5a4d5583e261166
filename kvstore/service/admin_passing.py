"""Passing an operator's call on to the leader: once, and never again what may have been done."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from msgspec import structs

from kvstore._generated import admin, kv
from kvstore.node.refusals import NodeRefusal, no_leader
from rpcgen_py.runtime.errors import NotSent, RpcError, XdrError

if TYPE_CHECKING:
    from kvstore._generated import raft
    from kvstore.service.admin_node import AdminNode
    from kvstore.service.node_port import Forwarder

__all__ = [
    "ADD",
    "LIST",
    "LOOK_AGAIN",
    "MOVE_LEADER",
    "PASSED_ON",
    "PROCEDURES",
    "PROMOTE",
    "REMOVE",
    "AdminPassing",
]

LIST: Final = 3
ADD: Final = 4
PROMOTE: Final = 5
REMOVE: Final = 6
MOVE_LEADER: Final = 7
"""Numbers of the procedures that are passed on."""

PASSED_ON: Final = frozenset({LIST, ADD, PROMOTE, REMOVE, MOVE_LEADER})

PROCEDURES: Final[dict[int, Any]] = {
    procedure.number: procedure for procedure in admin.ADMIN_V1.procedures
}

LOOK_AGAIN: Final = 0.05
"""Seconds until a node that knows no leader, or cannot reach it, looks again who leads."""

_LIST_WITHIN: Final = 1.0
"""Seconds that a leader has to list the members."""

Passed: TypeAlias = (
    admin.admin_call
    | admin.admin_member_add_args
    | admin.admin_member_args
    | admin.admin_move_leader_args
)


class AdminPassing:
    """From a node to its leader."""

    def __init__(self, node: AdminNode, forwarder: Forwarder | None) -> None:
        """Pass calls on by `forwarder` to whom `node` knows as the leader."""
        self._node = node
        self._forwarder = forwarder

    async def ask(self, number: int, arg: Passed, until: float) -> Any:
        """Have the leader do a call; None where this node leads. Raises `NodeRefusal`."""
        node, loop = self._node, asyncio.get_running_loop()
        problem = ""
        while not node.is_leader:
            leader = node.leader
            if leader is not None and leader.node != node.node_id:
                if arg.header.hops or self._forwarder is None:
                    raise NodeRefusal(
                        kv.KV_NOT_LEADER,
                        f"node {leader.node} at {leader.address} leads, not this one; nothing was "
                        "changed",
                        leader_address=leader.address,
                    )
                try:
                    reply = await self._send(leader, self._forwarder, number, arg, until)
                except NotSent as failure:
                    problem = f"cannot reach the leader, node {leader.node}: {failure}"
                else:
                    if reply.result.code != kv.KV_NOT_LEADER:
                        return reply
                    # It leads no more, perhaps because it is the one to be removed.
                    problem = f"node {leader.node} leads no more"
            if node.leaderless or loop.time() + LOOK_AGAIN >= until:
                raise no_leader(node.node_id, node.members(), problem)
            await asyncio.sleep(LOOK_AGAIN)
        return None

    async def list_members(
        self, arg: admin.admin_call, until: float
    ) -> admin.admin_members_reply | None:
        """Have the leader list the members: it alone knows how far they are. None if it does not.

        A list is of use where nothing else works, so it waits for nobody for long.
        """
        node, now = self._node, asyncio.get_running_loop().time()
        leader = node.leader
        if node.is_leader or leader is None or arg.header.hops or self._forwarder is None:
            return None
        soon = now + min(_LIST_WITHIN, (until - now) / 2)
        try:
            reply = await self._send(leader, self._forwarder, LIST, arg, soon)
        except (NotSent, NodeRefusal):
            return None
        found: admin.admin_members_reply = reply
        return found if found.result.code == kv.KV_OK else None

    @staticmethod
    async def _send(
        leader: raft.member_info, forwarder: Forwarder, number: int, arg: Passed, until: float
    ) -> Any:
        """Send a call to the leader. Raises `NotSent`; `NodeRefusal` once it may have arrived."""
        procedure = PROCEDURES[number]
        header = structs.replace(arg.header, hops=1)
        arguments = procedure.pack_args(structs.replace(arg, header=header))
        left_ms = max(1, int((until - asyncio.get_running_loop().time()) * 1000))
        try:
            results = await forwarder.forward(
                leader.node, procedure.program, number, arguments, left_ms
            )
            return procedure.unpack_result(results, 0, len(results), kv.KV_REQUEST_MAX)[0]
        except NotSent:
            raise
        except (RpcError, XdrError) as failure:
            raise NodeRefusal(
                kv.KV_NO_QUORUM,
                f"the leader, node {leader.node}, did not answer: {failure}; the change may still "
                "happen",
                executed=kv.KV_EXECUTED_UNKNOWN,
                unreachable=(kv.kv_node(leader.node, leader.address),),
            ) from failure
