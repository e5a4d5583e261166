"""Passing a call on to the leader: once, and never again what may have been sent.

who leads? ──nobody yet──► wait ──► who leads? ... until the deadline, or until an election
    │                               would long be over: KV_NO_QUORUM
    │ another node                     │ this node: it is done here
    ▼
send ──► the leader's reply, whatever it says
    │ not sent, certainly: wait a little, who leads?
    │ sent, and no answer: that is told, with "may still happen"
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec import structs

from kvstore._generated import kv
from kvstore.node.refusals import NodeRefusal, busy, no_leader
from rpcgen_py.runtime.errors import NotSent, RpcError, TimedOut, XdrError

if TYPE_CHECKING:
    from kvstore._generated import raft
    from kvstore.service.node_port import Forwarder, ServedNode
    from kvstore.service.request import Request
    from kvstore.service.shapes import Shape

Reply = TypeVar("Reply")

MAX_CALLS: Final = 4096
MAX_BYTES: Final = 32 << 20
RETRY_AFTER_MS: Final = 100
"""Advice to those who find no room, and to those whose call could not be sent."""

LOOK_AGAIN: Final = 0.02
"""Seconds until a node that knows no leader, or cannot reach it, looks again who leads."""

MARGIN: Final = 0.05
"""Seconds before the deadline at which a refusal leaves, so that it arrives in time."""

REPLY_MAX: Final = 5 << 20
"""Longest `<>` of an answer that is read: its items are bounded by KV_ANSWER_MAX."""


class PassingOn:
    """The calls that wait for the leader, or for its answer: bounded by number and bytes."""

    def __init__(self, node: ServedNode, forwarder: Forwarder) -> None:
        """Pass calls on by `forwarder` to whom `node` knows as the leader."""
        self._node = node
        self._forwarder = forwarder
        self.waiting = 0
        self.passed_on = 0
        """How many calls were, since the start."""
        self._bytes = 0

    async def ask(self, shape: Shape[Reply], arg: Any, request: Request) -> Reply | None:
        """Return the leader's reply; None where this node leads, or has come to lead.

        Raises `NodeRefusal`: KV_BUSY, and KV_NO_QUORUM or KV_DEADLINE, which say by `executed`
        whether the leader may have got the call.
        """
        if self._node.is_leader:
            return None
        # The mark makes the two nodes' log lines findable together; the hop ends the journey.
        header = structs.replace(arg.header, hops=1, trace_id=request.traced())
        arguments = shape.procedure.pack_args(structs.replace(arg, header=header))
        size = len(arguments)
        if self.waiting >= MAX_CALLS or (self.waiting and self._bytes + size > MAX_BYTES):
            raise busy("calls for the leader", RETRY_AFTER_MS)
        self.waiting += 1
        self._bytes += size
        try:
            return await self._reach(shape, arguments, request)
        finally:
            self.waiting -= 1
            self._bytes -= size

    async def _reach(self, shape: Shape[Reply], arguments: bytes, request: Request) -> Reply | None:
        """Try until the call is sent or the deadline is near."""
        node = self._node
        problem = ""
        while not node.is_leader:
            leader = node.leader
            if leader is not None and leader.node != node.node_id:
                try:
                    return await self._send(leader, shape, arguments, request)
                except NotSent as error:
                    problem = f"cannot reach the leader, node {leader.node}: {error}"
            elif leader is None:
                problem = ""
            if (
                node.leaderless
                or request.now() + LOOK_AGAIN + MARGIN >= request.until
                or request.gone()
            ):
                raise no_leader(node.node_id, node.members(), problem)
            await asyncio.sleep(LOOK_AGAIN)
        return None

    async def _send(
        self, leader: raft.member_info, shape: Shape[Reply], arguments: bytes, request: Request
    ) -> Reply:
        left_ms = int((request.until - request.now()) * 1000)
        procedure = shape.procedure
        try:
            results = await self._forwarder.forward(
                leader.node, procedure.program, procedure.number, arguments, max(left_ms, 1)
            )
        except NotSent:
            raise
        except TimedOut as error:
            raise lost_on_its_way(kv.KV_DEADLINE, leader, str(error)) from error
        except RpcError as error:
            raise lost_on_its_way(kv.KV_NO_QUORUM, leader, str(error)) from error
        self.passed_on += 1
        try:
            reply, end = procedure.unpack_result(results, 0, len(results), REPLY_MAX)
        except XdrError as error:
            raise lost_on_its_way(kv.KV_FAILED, leader, str(error)) from error
        if end != len(results):
            raise lost_on_its_way(kv.KV_FAILED, leader, "there are bytes behind its answer")
        found: Reply = reply
        return found


def lost_on_its_way(code: int, leader: raft.member_info, why: str) -> NodeRefusal:
    """Say that the leader may have got the call, and that its answer is missing."""
    return NodeRefusal(
        code,
        f"the leader, node {leader.node} ({leader.address}), was sent the change and did not "
        f"answer: {why}; the change may still happen",
        executed=kv.KV_EXECUTED_UNKNOWN,
        unreachable=(kv.kv_node(id=leader.node, address=leader.address),),
    )
