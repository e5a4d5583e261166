"""The raft program: who may come in, and where what they bring goes."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

from kvstore._generated import raft
from kvstore.mvcc.outcomes import Refusal
from kvstore.node.peers.book_keeper import update_of
from kvstore.node.peers.handshake import OTHER_KEY, Called
from kvstore.node.peers.standing import Judgement
from kvstore.node.upkeep.ports import ContentPoint
from rpcgen_py.runtime.errors import AuthError, AuthStat, SystemError_
from rpcgen_py.runtime.generated import NO_REPLY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kvstore.node.peers.peers import Peers
    from kvstore.node.peers.ports import ChunkTaker, NodePort, PassedOn
    from kvstore.node.peers.standing import Standing
    from rpcgen_py.runtime.context import Context

__all__ = ["RaftService"]

log = logging.getLogger(__name__)

_STATE: Final = "kvstore.raft"
"""Under which a connection keeps its `Called`."""

_JOINING: Final = 1.0
"""Seconds in which the log has to take up a new member's folder; its hello waits for that."""


class RaftService(raft.RAFT_V1AsyncServer):
    """Answers hellos from the start, and takes the rest once `serve` has given it a node."""

    def __init__(self, standing: Standing, key: bytes) -> None:
        """Answer as `standing` says, to who holds `key`."""
        self._standing = standing
        self._key = key
        self._node: NodePort | None = None
        self._peers: Peers | None = None
        self._snapshots: ChunkTaker | None = None
        self._calls: Mapping[int, PassedOn] = {}

    def serve(
        self,
        node: NodePort,
        peers: Peers,
        snapshots: ChunkTaker,
        calls: Mapping[int, PassedOn],
    ) -> None:
        """Hand what members send to these from now on; `calls` are by program number."""
        self._node = node
        self._peers = peers
        self._calls = calls
        self._snapshots = snapshots

    def leave(self) -> None:
        """Hand nothing on any more: the node was removed from its cluster."""
        self._node = self._peers = self._snapshots = None
        self._calls = {}

    # ------------------------------------------------------------------ coming in

    async def RAFT_HELLO(self, arg: raft.hello, context: Context) -> raft.hello_answer:
        called = context.state.get(_STATE)
        if called is None:
            if context.peer.transport == "udp":  # no connection that a proof could open
                raise AuthError(AuthStat.AUTH_TOOWEAK)
            called = context.state[_STATE] = Called(self._key)
        answer: raft.hello_answer = called.greet(arg, self._standing.hello())
        return answer

    async def RAFT_PROVE(self, arg: raft.hello_proof, context: Context) -> raft.hello_answer:
        called: Called | None = context.state.get(_STATE)
        if called is None:
            raise AuthError(AuthStat.AUTH_TOOWEAK)
        theirs = called.proves(arg)
        if theirs is None:
            log.warning("%s does not hold this cluster's key", context.peer)
            return raft.hello_answer(
                code=raft.HELLO_WRONG_CLUSTER,
                message=OTHER_KEY,
                hello=self._standing.hello(),
                hmac=bytes(raft.HMAC_SIZE),
            )
        code, message = await self._judge(theirs)
        if code == raft.HELLO_OK and self._peers is not None:
            self._peers.met(theirs)
        elif code != raft.HELLO_OK:
            log.info("node %d at %s: %s", theirs.node, context.peer, message)
        return called.judge(theirs, code, message, self._standing.hello())

    async def _judge(self, theirs: raft.hello) -> Judgement:
        node = self._node
        leads = node is not None and node.is_leader
        judgement = self._standing.judge(theirs, leads=leads)
        if node is None or not leads or judgement.code != raft.HELLO_WAIT:
            return judgement
        # Before a new member may speak, the log has to know its folder: else it could lose the
        # folder, come back, and forget what it promised.
        info = raft.member_info(node=theirs.node, address=theirs.address, birth=theirs.birth)
        deadline = asyncio.get_running_loop().time() + _JOINING
        try:
            await node.change_members(update_of(info), deadline)
        except Refusal as refusal:
            return Judgement(raft.HELLO_WAIT, f"node {info.node} cannot join yet: {refusal}")
        return self._standing.judge(theirs, leads=node.is_leader)

    def _member(self, context: Context) -> raft.hello:
        """Return who has proved itself on the call's connection. Raises `AuthError`."""
        called: Called | None = context.state.get(_STATE)
        if called is None or called.peer is None:
            raise AuthError(AuthStat.AUTH_TOOWEAK)
        return called.peer

    def _meant(
        self,
        arg: raft.message_batch
        | raft.snapshot_chunk
        | raft.forwarded_call
        | raft.checkup
        | raft.membership_question,
        member: raft.hello,
    ) -> bool:
        """Whether a call is from who sends it, and for this node."""
        standing = self._standing
        return (
            arg.cluster_id == standing.cluster_id
            and arg.to == standing.own.node
            and arg.from_ == member.node
        )

    # ------------------------------------------------------------------ what they bring

    def RAFT_MESSAGES(self, arg: raft.message_batch, context: Context) -> Any:
        # A plain method, not a coroutine: it never waits, and heartbeats come by here.
        member = self._member(context)
        node, peers = self._node, self._peers
        if (
            node is not None
            and peers is not None
            and self._meant(arg, member)
            and arg.to_incarnation == self._standing.incarnation
        ):
            peers.note(member.node)
            if arg.messages:
                node.receive(arg.messages)
        return NO_REPLY

    async def RAFT_SNAPSHOT(
        self, arg: raft.snapshot_chunk, context: Context
    ) -> raft.snapshot_progress:
        member = self._member(context)
        answered: asyncio.Future[raft.snapshot_progress] = (
            asyncio.get_running_loop().create_future()
        )
        if (
            self._snapshots is None
            or not self._meant(arg, member)
            or arg.to_incarnation != self._standing.incarnation
        ):
            raise SystemError_
        self._snapshots.receive(arg, lambda progress: _answer(answered, progress))
        return await answered

    def RAFT_CHECKUP(self, arg: raft.checkup, context: Context) -> Any:
        # A plain method: it only looks.
        member = self._member(context)
        if self._node is None or not self._meant(arg, member):
            raise SystemError_
        return self._node.checkup(ContentPoint(arg.revision, arg.compacted_revision))

    def RAFT_MEMBERSHIP(self, arg: raft.membership_question, context: Context) -> Any:
        # A plain method: it only looks.
        called: Called | None = context.state.get(_STATE)
        caller = None if called is None else called.caller
        if caller is None:
            raise AuthError(AuthStat.AUTH_TOOWEAK)
        if self._node is None or not self._meant(arg, caller):
            raise SystemError_
        return self._node.membership()

    async def RAFT_FORWARD(
        self, arg: raft.forwarded_call, context: Context
    ) -> raft.forwarded_reply:
        member = self._member(context)
        call = self._calls.get(arg.program_number)
        results = None
        if call is not None and self._meant(arg, member):
            results = await call(arg.procedure_number, arg.arguments, arg.deadline_ms)
        return raft.forwarded_reply(taken=results is not None, results=results or b"")


def _answer(
    answered: asyncio.Future[raft.snapshot_progress], progress: raft.snapshot_progress
) -> None:
    if not answered.done():  # the server may have given the call up
        answered.set_result(progress)
