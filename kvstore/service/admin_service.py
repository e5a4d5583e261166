"""The admin program: what an operator asks of a node, once it is clear that he is one."""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import secrets
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec import structs

from kvstore._generated import admin, kv
from kvstore.mvcc.outcomes import Refusal
from kvstore.node.cluster_key import admin_proof
from kvstore.node.member_address import member_address
from kvstore.node.membership import Membership
from kvstore.node.refusals import busy, deadline_passed
from kvstore.service.admin_passing import (
    ADD,
    LIST,
    LOOK_AGAIN,
    MOVE_LEADER,
    PASSED_ON,
    PROCEDURES,
    PROMOTE,
    REMOVE,
    AdminPassing,
)
from kvstore.service.admin_snapshots import AdminSnapshots
from kvstore.service.replies import error, reply_header
from rpcgen_py.runtime.errors import AuthError, AuthStat, XdrError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from kvstore.service.admin_node import AdminNode
    from kvstore.service.admin_snapshots import Pin
    from kvstore.service.node_port import Forwarder
    from rpcgen_py.runtime.context import Context

__all__ = ["AdminService"]

log = logging.getLogger(__name__)

_CHALLENGE: Final = "kvstore.admin.challenge"
_PROVED: Final = "kvstore.admin.proved"
"""Under which a connection keeps what it has to prove, and that it has."""

_HASHES: Final = 2
"""Hashes that are made at a time; each looks at every key."""

Arg = TypeVar("Arg", admin.admin_member_add_args, admin.admin_member_args)


class AdminService(admin.ADMIN_V1AsyncServer):
    """Asks the node, and says what came of it: a refusal is a result, but for that of strangers."""

    def __init__(self, node: AdminNode, key: bytes, forwarder: Forwarder | None = None) -> None:
        """Serve `node` to who holds `key`; changes go to the leader by `forwarder`."""
        self._node = node
        self._key = key
        self._passing = AdminPassing(node, forwarder)
        self._snapshots = AdminSnapshots(self._pin)
        self._refusal: Refusal | None = None
        self.under_way = 0
        """Changes of membership that are not answered yet."""
        self._hashes = 0
        self._changes: dict[int, Callable[[Any, float], Awaitable[Any]]] = {
            ADD: self._add,
            PROMOTE: self._promote,
            REMOVE: self._remove,
        }

    def refuse(self, refusal: Refusal) -> None:
        """Refuse all that operators ask from now on."""
        self._refusal = refusal

    def stop(self) -> None:
        """Let go of what operators hold."""
        self._snapshots.stop()

    # ------------------------------------------------------------------ who may ask

    async def ADMIN_CHALLENGE(self, context: Context) -> admin.admin_challenge:
        challenge = admin.admin_challenge(
            cluster_id=self._node.cluster_id,
            node_id=self._node.node_id,
            nonce=secrets.token_bytes(admin.ADMIN_NONCE_SIZE),
        )
        context.state[_CHALLENGE] = challenge
        context.state.pop(_PROVED, None)
        return challenge

    async def ADMIN_PROVE(self, arg: admin.admin_proof, context: Context) -> bool:
        challenge = context.state.pop(_CHALLENGE, None)
        if challenge is None:
            return False
        proved = hmac.compare_digest(admin_proof(self._key, challenge, arg.nonce), arg.hmac)
        if proved:
            context.state[_PROVED] = True
        else:
            log.warning("%s does not hold this cluster's key", context.peer)
        return proved

    def _admit(self, context: Context) -> None:
        """Raise `AuthError` unless the caller is an operator."""
        process = context.peer.process
        if process is not None and process.uid in {0, os.geteuid()}:
            return
        if _PROVED not in context.state:
            raise AuthError(AuthStat.AUTH_TOOWEAK)

    def _begin(self, header: kv.kv_request_header) -> float:
        """Return when a call has to be answered.

        Raises `Refusal` if it is for another cluster, or nothing is answered any more.
        """
        node = self._node
        if self._refusal is not None:
            raise self._refusal
        if header.cluster_id not in {0, node.cluster_id}:
            raise Refusal(
                kv.KV_WRONG_CLUSTER,
                f"this node belongs to cluster {node.cluster_id:016x}, and the call is for "
                f"{header.cluster_id:016x}",
            )
        seconds = header.deadline_ms / 1000 or node.config.default_deadline
        return asyncio.get_running_loop().time() + min(seconds, node.config.max_deadline)

    def _header(self) -> kv.kv_reply_header:
        return reply_header(self._node, kv.KV_AGE_UNKNOWN)

    # ------------------------------------------------------------------ members

    async def ADMIN_MEMBER_LIST(
        self, arg: admin.admin_call, context: Context
    ) -> admin.admin_members_reply:
        self._admit(context)
        try:
            until = self._begin(arg.header)
            return await self._passing.list_members(arg, until) or self._members()
        except Refusal as refusal:
            return self._no_members(refusal)

    async def ADMIN_MEMBER_ADD(
        self, arg: admin.admin_member_add_args, context: Context
    ) -> admin.admin_members_reply:
        self._admit(context)
        return await self._change(ADD, arg)

    async def ADMIN_MEMBER_PROMOTE(
        self, arg: admin.admin_member_args, context: Context
    ) -> admin.admin_members_reply:
        self._admit(context)
        return await self._change(PROMOTE, arg)

    async def ADMIN_MEMBER_REMOVE(
        self, arg: admin.admin_member_args, context: Context
    ) -> admin.admin_members_reply:
        self._admit(context)
        return await self._change(REMOVE, arg)

    async def _change(self, number: int, arg: Arg) -> admin.admin_members_reply:
        self.under_way += 1
        try:
            until = self._begin(arg.header)
            if number == REMOVE and arg.node_id == self._node.node_id:
                await self._lead_no_more(arg.node_id, until)
            passed_on = await self._passing.ask(number, arg, until)
            if passed_on is not None:
                reply: admin.admin_members_reply = passed_on
                return reply
            await self._settled(until)
            await self._changes[number](arg, until)
            return self._members()
        except Refusal as refusal:
            return self._no_members(refusal)
        finally:
            self.under_way -= 1

    async def _lead_no_more(self, node_id: int, until: float) -> None:
        """Let another node lead, if this one does, which is to be removed.

        Removed while it leads it would leave the others without a leader until they have missed
        it, and perhaps without the news that the change is made.
        """
        if self._node.is_leader:
            await self._settled(until)
            self._policy().remove(node_id)  # a refusal leaves everything as it was
            await self._move_leader(0, until)

    async def _settled(self, until: float) -> None:
        """Wait until a new leader has applied an entry of its own: it may change no member before.

        If it does not come to that, what is tried next says why.
        """
        node, loop = self._node, asyncio.get_running_loop()
        while (  # noqa: ASYNC110 (no event tells)
            node.is_leader
            and node.machine.applied_term != node.term
            and loop.time() + LOOK_AGAIN < until
        ):
            await asyncio.sleep(LOOK_AGAIN)

    def _policy(self) -> Membership:
        node = self._node
        machine = node.machine
        return Membership(
            node.members(),
            machine.members.values(),
            own=node.node_id,
            commit_index=node.status().commit_index,
            pending=bool(machine.conf_state.voters_outgoing),
            highest=machine.highest_member,
        )

    async def _add(self, arg: admin.admin_member_add_args, until: float) -> None:
        try:
            address = member_address(arg.address)
        except ValueError as problem:
            # It would be in the log for good, and no client gets past a member it cannot read.
            raise Refusal(kv.KV_INVALID, f"a member needs HOST:PORT: {problem}") from None
        change = self._policy().add(arg.node_id, address)
        await self._node.change_members(change, until)

    async def _promote(self, arg: admin.admin_member_args, until: float) -> None:
        await self._node.change_members(self._policy().promote(arg.node_id), until)

    async def _remove(self, arg: admin.admin_member_args, until: float) -> None:
        await self._node.change_members(self._policy().remove(arg.node_id), until)

    def _members(self) -> admin.admin_members_reply:
        leader = self._node.leader
        members = tuple(
            admin.admin_member(
                node_id=member.id,
                address=member.address,
                voter=member.voter,
                reachable=member.reachable,
                match_index=member.match_index,
            )
            for member in self._node.members()
        )
        ok = admin.admin_members_ok(leader=leader.node if leader else 0, members=members)
        return admin.admin_members_reply(self._header(), admin.admin_members_result_KV_OK(ok=ok))

    def _no_members(self, refusal: Refusal) -> admin.admin_members_reply:
        result = admin.admin_members_result_default(code=refusal.code, error=error(refusal))
        return admin.admin_members_reply(self._header(), result)

    # ------------------------------------------------------------------ leadership

    async def ADMIN_MOVE_LEADER(
        self, arg: admin.admin_move_leader_args, context: Context
    ) -> admin.admin_move_leader_reply:
        self._admit(context)
        return await self._move(arg)

    async def _move(self, arg: admin.admin_move_leader_args) -> admin.admin_move_leader_reply:
        result: admin.admin_move_leader_result
        try:
            until = self._begin(arg.header)
            passed_on = await self._passing.ask(MOVE_LEADER, arg, until)
            if passed_on is not None:
                reply: admin.admin_move_leader_reply = passed_on
                return reply
            leader = await self._move_leader(arg.node_id, until)
            result = admin.admin_move_leader_result_KV_OK(ok=admin.admin_move_leader_ok(leader))
        except Refusal as refusal:
            result = admin.admin_move_leader_result_default(code=refusal.code, error=error(refusal))
        return admin.admin_move_leader_reply(self._header(), result)

    async def _move_leader(self, to: int, until: float) -> int:
        successor = self._policy().successor(to)
        if successor != self._node.node_id:
            await self._node.move_leader(successor, until)
        return successor

    # ------------------------------------------------------------------ for other nodes

    async def passed_on(self, procedure: int, arguments: bytes, deadline_ms: int) -> bytes | None:
        """Do a call that another node passed on, which has looked who asks; see `PassedOn`."""
        if procedure not in PASSED_ON:
            return None
        called = PROCEDURES[procedure]
        try:
            (arg,), end = called.unpack_args(arguments, 0, len(arguments), kv.KV_REQUEST_MAX)
        except XdrError:
            return None
        if end != len(arguments):
            return None
        # It is not passed on twice, whatever the other node made of the header.
        arg = structs.replace(
            arg, header=structs.replace(arg.header, hops=1, deadline_ms=max(1, deadline_ms))
        )
        reply: Any
        if procedure == LIST:
            reply = self._members()
        elif procedure == MOVE_LEADER:
            reply = await self._move(arg)
        else:
            reply = await self._change(procedure, arg)
        packed: bytes = called.pack_result(reply)
        return packed

    # ------------------------------------------------------------------ this node's content

    def _pin(self) -> Pin:
        return self._node.machine.pin()  # another machine, perhaps, than it was at the start

    async def ADMIN_SNAPSHOT(
        self, arg: admin.admin_snapshot_args, context: Context
    ) -> admin.admin_snapshot_reply:
        self._admit(context)
        result: admin.admin_snapshot_result
        try:
            self._begin(arg.header)
            ok = await self._snapshots.read(arg.snapshot_id, arg.offset)
            result = admin.admin_snapshot_result_KV_OK(ok=ok)
        except Refusal as refusal:
            result = admin.admin_snapshot_result_default(code=refusal.code, error=error(refusal))
        return admin.admin_snapshot_reply(self._header(), result)

    async def ADMIN_HASH(
        self, arg: admin.admin_hash_args, context: Context
    ) -> admin.admin_hash_reply:
        self._admit(context)
        result: admin.admin_hash_result
        try:
            until = self._begin(arg.header)
            ok = await self._hash(arg.revision, until, context)
            result = admin.admin_hash_result_KV_OK(ok=ok)
        except Refusal as refusal:
            result = admin.admin_hash_result_default(code=refusal.code, error=error(refusal))
        return admin.admin_hash_reply(self._header(), result)

    async def _hash(self, revision: int, until: float, context: Context) -> admin.admin_hash_ok:
        if self._hashes >= _HASHES:
            raise busy("hashes", 1000)
        self._hashes += 1
        machine = self._node.machine
        chosen = revision or machine.revision
        floor = machine.compacted_revision
        loop = asyncio.get_running_loop()
        slices = machine.hash(chosen)
        last = monotonic()
        try:
            for found in slices:
                if found is not None:
                    return admin.admin_hash_ok(chosen, floor, found)
                if context.cancelled() or loop.time() >= until:
                    raise deadline_passed("the content was hashed", changes=False)
                if monotonic() - last > _SLICE:
                    await asyncio.sleep(0)
                    last = monotonic()
            raise TypeError("a hash came to its end without a result")
        finally:
            self._hashes -= 1
            close = getattr(slices, "close", None)
            if close is not None:  # a generator holds back what is compacted until then
                close()


_SLICE: Final = 0.002
"""Seconds that the content is hashed before others have a turn."""
