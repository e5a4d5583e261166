"""The kv program: decode, authorise, ask the node or the leader, encode.

    call ──► admit ──► authorise ──► a change, and another node leads? ──yes──► pass it on, once
                                        │ no                                        │
                                        ▼                                           ▼
                               propose, or read the state ──► outcome ──► reply, log line, numbers

Every refusal is a result with a code, never an RPC error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.outcomes import (
    CompactDone,
    DeleteDone,
    LeaseGranted,
    LeaseKept,
    LeaseRevoked,
    PutDone,
    Refusal,
    SessionClosed,
    SessionKept,
    SessionOpened,
    TxnDone,
)
from kvstore.service import log_commands, shapes
from kvstore.service.access import Policy
from kvstore.service.admission import admit, admit_change, admit_wait
from kvstore.service.direct import Direct
from kvstore.service.journal import Journal
from kvstore.service.outcomes import expected
from kvstore.service.passed_on import PassedOn
from kvstore.service.passing_on import REPLY_MAX, PassingOn
from kvstore.service.replies import error, reply_header
from kvstore.service.request import begin
from kvstore.service.status import StatusReport
from kvstore.service.watches import Watches
from rpcgen_py.runtime.errors import XdrError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from kvstore.service.node_port import Forwarder, ServedNode
    from kvstore.service.request import Request
    from kvstore.service.shapes import Shape
    from rpcgen_py.runtime.context import Context

Reply = TypeVar("Reply")
Done = TypeVar("Done")


class KvService(kv.KV_V1AsyncServer):
    """Serves clients, and, by `passed_on`, nodes that pass their clients' calls on.

    `policy` may be replaced at any time.
    """

    def __init__(
        self,
        node: ServedNode,
        forwarder: Forwarder | None = None,
        policy: Policy | None = None,
    ) -> None:
        """Serve `node`; without a `forwarder` nothing is passed on."""
        self.policy = policy or Policy()
        self.journal = Journal()
        self._passed_on = {
            shape.procedure.number: (shape, work) for shape, work in self._changes().items()
        }
        self.serve(node, forwarder)

    def serve(self, node: ServedNode, forwarder: Forwarder | None = None) -> None:
        """Serve another node from now on: one that stood in for it has done its part."""
        self._node = node
        self.watches = Watches(node)
        self._direct = Direct(node, self.journal, self._admit)
        self.passing_on = None if forwarder is None else PassingOn(node, forwarder)
        self.report = StatusReport(node, self.journal, self.watches, self.passing_on)

    def stop(self) -> None:
        """Answer what would wait for long. The node goes on serving for as long as it is asked."""
        self.watches.stop()

    # ------------------------------------------------------------------ the way of a call

    async def _answer(
        self,
        shape: Shape[Reply],
        arg: Any,
        context: Context,
        work: Callable[[Any, Request], Awaitable[Any]],
        passed_on_ms: int | None = None,
    ) -> Reply:
        node, journal = self._node, self.journal
        header: kv.kv_request_header = arg.header
        request = begin(header, node, context, passed_on_ms)
        journal.under_way += 1
        where = "here"
        try:
            self._admit(shape, arg, request)
            may_pass_on = shape.changes and not (request.passed_on or header.hops)
            if may_pass_on and self.passing_on is not None:
                reply = await self.passing_on.ask(shape, arg, request)
                if reply is not None:
                    where = "on the leader"
                    code = reply.result.code  # type: ignore[attr-defined]  # all have one
                    return reply
            result = await work(arg, request)
            code = result.code
        except Refusal as refusal:
            code = refusal.code
            result = shape.refused(code, error(refusal))
        except BaseException:
            code = kv.KV_FAILED
            raise
        finally:
            journal.under_way -= 1
            journal.ended(shape, request, code, where)
        return shape.reply(reply_header(node, request.age_ms), result)

    def _admit(self, shape: Shape[Any], arg: Any, request: Request) -> None:
        header, context = request.header, request.context
        admit(header, context.size, self._node)
        if not (request.passed_on or self.policy.is_open):
            self._authorise(shape, arg, context)
        if shape.changes:
            admit_change(header, context.peer.transport, harmless_twice=shape.harmless_twice)

    def _authorise(self, shape: Shape[Any], arg: Any, context: Context) -> None:
        name_space = arg.header.name_space
        for operation, keys in shape.needs(arg):
            self.policy.authorise(context.identity, operation, name_space, keys)

    async def passed_on(self, procedure: int, arguments: bytes, deadline_ms: int) -> bytes | None:
        """Answer a call that another node passes on, which has authorised it.

        None if it cannot even be looked at: nothing has happened then.
        """
        found = self._passed_on.get(procedure)
        if found is None:
            return None
        shape, work = found
        codec = shape.procedure
        try:
            (arg,), end = codec.unpack_args(arguments, 0, len(arguments), kv.KV_REQUEST_MAX)
        except XdrError:
            return None
        if end != len(arguments):
            return None
        context = PassedOn(codec, len(arguments), deadline_ms)
        reply = await self._answer(shape, arg, context, work, deadline_ms)
        return codec.pack_result(reply, REPLY_MAX)

    def _changes(self) -> dict[Shape[Any], Callable[[Any, Request], Awaitable[Any]]]:
        return {
            shapes.PUT: self._put,
            shapes.DELETE: self._delete,
            shapes.TXN: self._txn,
            shapes.COMPACT: self._compact,
            shapes.LEASE_GRANT: self._lease_grant,
            shapes.LEASE_REVOKE: self._lease_revoke,
            shapes.LEASE_KEEPALIVE: self._lease_keepalive,
            shapes.SESSION_OPEN: self._session_open,
            shapes.SESSION_KEEPALIVE: self._session_keepalive,
            shapes.SESSION_CLOSE: self._session_close,
        }

    # ------------------------------------------------------------------ reading

    async def KV_STATUS(self, arg: kv.kv_status_args, context: Context) -> kv.kv_status_reply:
        return await self._answer(shapes.STATUS, arg, context, self._status)

    async def _status(self, arg: kv.kv_status_args, request: Request) -> kv.kv_status_result:
        request.age_ms = 0 if self._node.is_leader else kv.KV_AGE_UNKNOWN
        return kv.kv_status_result_KV_OK(self.report.status())

    def KV_GET(self, arg: kv.kv_get_args, context: Context) -> Any:
        # Plain methods may return what is there, or a late answer, and need no coroutine then.
        least = arg.header.min_revision
        if not least or least <= self._node.machine.revision:
            return self._direct.get(arg, context)
        return self._answer(shapes.GET, arg, context, self._get)

    async def _get(self, arg: kv.kv_get_args, request: Request) -> kv.kv_get_result:
        node = self._node
        await request.read(node)
        item = node.machine.get(arg.header.name_space, arg.key, arg.revision)
        return kv.kv_get_result_KV_NOT_FOUND() if item is None else kv.kv_get_result_KV_OK(item)

    async def KV_RANGE(self, arg: kv.kv_range_args, context: Context) -> kv.kv_range_reply:
        return await self._answer(shapes.RANGE, arg, context, self._range)

    async def _range(self, arg: kv.kv_range_args, request: Request) -> kv.kv_range_result:
        node = self._node
        await request.read(node)
        found = await node.range(arg.header.name_space, arg.range, request.until, request.gone)
        return kv.kv_range_result_KV_OK(found)

    async def KV_WATCH(self, arg: kv.kv_watch_args, context: Context) -> kv.kv_watch_reply:
        return await self._answer(shapes.WATCH, arg, context, self._watch)

    async def _watch(self, arg: kv.kv_watch_args, request: Request) -> kv.kv_watch_result:
        return kv.kv_watch_result_KV_OK(await self.watches.watch(arg, request))

    async def KV_LEASE_TTL(
        self, arg: kv.kv_lease_ttl_args, context: Context
    ) -> kv.kv_lease_ttl_reply:
        return await self._answer(shapes.LEASE_TTL, arg, context, self._lease_ttl)

    async def _lease_ttl(
        self, arg: kv.kv_lease_ttl_args, request: Request
    ) -> kv.kv_lease_ttl_result:
        node = self._node
        await request.read(node)
        found = node.machine.lease_ttl(
            arg.lease, arg.header.name_space, keys=arg.keys, after=arg.after
        )
        return kv.kv_lease_ttl_result_KV_OK(found)

    async def KV_LEASE_LIST(
        self, arg: kv.kv_lease_list_args, context: Context
    ) -> kv.kv_lease_list_reply:
        return await self._answer(shapes.LEASE_LIST, arg, context, self._lease_list)

    async def _lease_list(
        self, arg: kv.kv_lease_list_args, request: Request
    ) -> kv.kv_lease_list_result:
        await request.read(self._node)
        return kv.kv_lease_list_result_KV_OK(self._node.machine.lease_list(arg.after))

    # ------------------------------------------------------------------ changing keys

    def KV_PUT(self, arg: kv.kv_put_args, context: Context) -> Any:
        if self._node.is_leader:
            return self._direct.put(arg, context)
        return self._answer(shapes.PUT, arg, context, self._put)

    async def _put(self, arg: kv.kv_put_args, request: Request) -> kv.kv_put_result:
        change = commands.command_change_COMMAND_PUT(arg.put)
        done, durable_nodes = await self._propose(request, change, PutDone, wait=arg.wait)
        commit = kv.kv_commit(done.revision, durable_nodes)
        return kv.kv_put_result_KV_OK(kv.kv_put_ok(commit, done.previous))

    async def KV_DELETE(self, arg: kv.kv_delete_args, context: Context) -> kv.kv_delete_reply:
        return await self._answer(shapes.DELETE, arg, context, self._delete)

    async def _delete(self, arg: kv.kv_delete_args, request: Request) -> kv.kv_delete_result:
        change = commands.command_change_COMMAND_DELETE(arg.deletion)
        done, durable_nodes = await self._propose(request, change, DeleteDone, wait=arg.wait)
        commit = kv.kv_commit(done.revision, durable_nodes)
        return kv.kv_delete_result_KV_OK(kv.kv_delete_ok(commit, done.deleted))

    async def KV_TXN(self, arg: kv.kv_txn_args, context: Context) -> kv.kv_txn_reply:
        return await self._answer(shapes.TXN, arg, context, self._txn)

    async def _txn(self, arg: kv.kv_txn_args, request: Request) -> kv.kv_txn_result:
        change = commands.command_change_COMMAND_TXN(arg.txn)
        done, durable_nodes = await self._propose(request, change, TxnDone, wait=arg.wait)
        commit = kv.kv_commit(done.revision, durable_nodes)
        return kv.kv_txn_result_KV_OK(kv.kv_txn_ok(commit, done.succeeded, done.results))

    async def KV_COMPACT(self, arg: kv.kv_compact_args, context: Context) -> kv.kv_compact_reply:
        return await self._answer(shapes.COMPACT, arg, context, self._compact)

    async def _compact(self, arg: kv.kv_compact_args, request: Request) -> kv.kv_compact_result:
        change = commands.command_change_COMMAND_COMPACT(arg.revision)
        await self._propose(request, change, CompactDone)
        return kv.kv_compact_result_KV_OK()

    # ------------------------------------------------------------------ leases

    async def KV_LEASE_GRANT(
        self, arg: kv.kv_lease_grant_args, context: Context
    ) -> kv.kv_lease_grant_reply:
        return await self._answer(shapes.LEASE_GRANT, arg, context, self._lease_grant)

    async def _lease_grant(
        self, arg: kv.kv_lease_grant_args, request: Request
    ) -> kv.kv_lease_grant_result:
        change = log_commands.lease_grant(arg)
        done, _ = await self._propose(request, change, LeaseGranted)
        return kv.kv_lease_grant_result_KV_OK(kv.kv_lease_grant_ok(done.lease, done.ttl_ms))

    async def KV_LEASE_REVOKE(
        self, arg: kv.kv_lease_revoke_args, context: Context
    ) -> kv.kv_lease_revoke_reply:
        return await self._answer(shapes.LEASE_REVOKE, arg, context, self._lease_revoke)

    async def _lease_revoke(
        self, arg: kv.kv_lease_revoke_args, request: Request
    ) -> kv.kv_lease_revoke_result:
        change = commands.command_change_COMMAND_LEASE_REVOKE(arg.lease)
        done, durable_nodes = await self._propose(request, change, LeaseRevoked)
        commit = kv.kv_commit(done.revision, durable_nodes)
        return kv.kv_lease_revoke_result_KV_OK(kv.kv_lease_revoke_ok(commit, done.count))

    async def KV_LEASE_KEEPALIVE(
        self, arg: kv.kv_lease_keepalive_args, context: Context
    ) -> kv.kv_lease_keepalive_reply:
        return await self._answer(shapes.LEASE_KEEPALIVE, arg, context, self._lease_keepalive)

    async def _lease_keepalive(
        self, arg: kv.kv_lease_keepalive_args, request: Request
    ) -> kv.kv_lease_keepalive_result:
        change = commands.command_change_COMMAND_LEASE_KEEPALIVE(arg.lease)
        done, _ = await self._propose(request, change, LeaseKept)
        return kv.kv_lease_keepalive_result_KV_OK(kv.kv_lease_keepalive_ok(done.ttl_ms))

    # ------------------------------------------------------------------ sessions

    async def KV_SESSION_OPEN(
        self, arg: kv.kv_session_open_args, context: Context
    ) -> kv.kv_session_open_reply:
        return await self._answer(shapes.SESSION_OPEN, arg, context, self._session_open)

    async def _session_open(
        self, arg: kv.kv_session_open_args, request: Request
    ) -> kv.kv_session_open_result:
        done, _ = await self._propose(
            request,
            log_commands.session_open(arg),
            SessionOpened,
            origin=log_commands.no_origin(arg.header),
        )
        return kv.kv_session_open_result_KV_OK(kv.kv_session_open_ok(done.session, done.ttl_ms))

    async def KV_SESSION_KEEPALIVE(
        self, arg: kv.kv_session_keepalive_args, context: Context
    ) -> kv.kv_session_keepalive_reply:
        return await self._answer(shapes.SESSION_KEEPALIVE, arg, context, self._session_keepalive)

    async def _session_keepalive(
        self, arg: kv.kv_session_keepalive_args, request: Request
    ) -> kv.kv_session_keepalive_result:
        done, _ = await self._propose(
            request,
            commands.command_change_COMMAND_SESSION_KEEPALIVE(commands.COMMAND_SESSION_KEEPALIVE),
            SessionKept,
            origin=log_commands.session_origin(arg.header),
        )
        return kv.kv_session_keepalive_result_KV_OK(kv.kv_session_keepalive_ok(done.ttl_ms))

    async def KV_SESSION_CLOSE(
        self, arg: kv.kv_session_close_args, context: Context
    ) -> kv.kv_session_close_reply:
        return await self._answer(shapes.SESSION_CLOSE, arg, context, self._session_close)

    async def _session_close(
        self, arg: kv.kv_session_close_args, request: Request
    ) -> kv.kv_session_close_result:
        await self._propose(
            request,
            commands.command_change_COMMAND_SESSION_KEEPALIVE(commands.COMMAND_SESSION_CLOSE),
            SessionClosed,
            origin=log_commands.session_origin(arg.header),
        )
        return kv.kv_session_close_result_KV_OK()

    # ------------------------------------------------------------------ the log

    async def _propose(
        self,
        request: Request,
        change: commands.command_change,
        kind: type[Done],
        *,
        origin: commands.command_origin | None = None,
        wait: int = kv.KV_WAIT_QUORUM,
    ) -> tuple[Done, int]:
        """Return what became of a change, and how many nodes have it on disk.

        Raises `Refusal` if it did not end as `kind`.
        """
        admit_wait(wait)
        command = commands.command(
            origin=origin or log_commands.origin(request.header), change=change
        )
        commit = await self._node.propose(command, request.until, wait)
        request.age_ms = 0  # the change itself is in it
        done = expected(commit.outcome, kind, request.header.sequence)
        return done, commit.durable_nodes
