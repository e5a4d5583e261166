"""The kv program of a node that is its cluster's only member."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from typing import TYPE_CHECKING, NoReturn

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.outcomes import DeleteDone, PutDone, Refusal, Refused, TxnDone
from kvstore.service.admission import admit, admit_change, deadline
from kvstore.service.not_served import NotServed
from kvstore.service.replies import error, reply_header

if TYPE_CHECKING:
    from kvstore.mvcc.outcomes import Outcome
    from kvstore.node.node import Node
    from rpcgen_py.runtime.context import Context


class KvService(NotServed):
    """Ask the node, and say what came of it: every refusal is a result, never an RPC error.

    `address` is the one that clients are told (`HOST:PORT`), "" while it is not known.
    """

    def __init__(self, node: Node) -> None:
        """Serve `node`."""
        super().__init__(node)
        self.address = ""
        self._release = version("sunrpc-kv")

    # ------------------------------------------------------------------ reading

    async def KV_STATUS(self, arg: kv.kv_status_args, context: Context) -> kv.kv_status_reply:
        node = self._node
        result: kv.kv_status_result
        try:
            admit(arg.header, node)
            result = kv.kv_status_result_KV_OK(ok=self._status())
        except Refusal as refusal:
            result = kv.kv_status_result_default(code=refusal.code, error=error(refusal))
        return kv.kv_status_reply(header=reply_header(node), result=result)

    async def KV_GET(self, arg: kv.kv_get_args, context: Context) -> kv.kv_get_reply:
        node = self._node
        header = arg.header
        result: kv.kv_get_result
        try:
            admit(header, node)
            await self._reach(header, context)
            item = node.get(header.name_space, arg.key, arg.revision)
            if item is None:
                result = kv.kv_get_result_KV_NOT_FOUND()
            else:
                result = kv.kv_get_result_KV_OK(item=item)
        except Refusal as refusal:
            result = kv.kv_get_result_default(code=refusal.code, error=error(refusal))
        return kv.kv_get_reply(header=reply_header(node), result=result)

    async def KV_RANGE(self, arg: kv.kv_range_args, context: Context) -> kv.kv_range_reply:
        node = self._node
        header = arg.header
        result: kv.kv_range_result
        try:
            admit(header, node)
            until = deadline(header, node, asyncio.get_running_loop().time())
            await self._reach(header, context)
            found = await node.range(header.name_space, arg.range, until, context.cancelled)
            result = kv.kv_range_result_KV_OK(ok=found)
        except Refusal as refusal:
            result = kv.kv_range_result_default(code=refusal.code, error=error(refusal))
        return kv.kv_range_reply(header=reply_header(node), result=result)

    async def _reach(self, header: kv.kv_request_header, context: Context) -> None:
        until = deadline(header, self._node, asyncio.get_running_loop().time())
        await self._node.read(
            header.consistency, header.max_age_ms, header.min_revision, until, context.on_cancel
        )

    def _status(self) -> kv.kv_status_ok:
        status = self._node.status()
        self_ = kv.kv_node(id=self._node.node_id, address=self.address)
        return kv.kv_status_ok(
            role=kv.KV_LEADER,
            leader=self_,
            commit_index=status.commit_index,
            first_index=status.first_index,
            last_index=status.last_index,
            keys=status.keys,
            data_bytes=status.data_bytes,
            log_bytes=status.log_bytes,
            uptime_ms=int(status.uptime * 1000),
            members=(kv.kv_member(node=self_, voter=True, reachable=True),),
            alarms=(),
            counters=(kv.kv_counter(name="proposals_waiting", value=status.waiting_changes),),
            properties=(kv.kv_property(name="release", value=self._release),),
        )

    # ------------------------------------------------------------------ changing

    async def KV_PUT(self, arg: kv.kv_put_args, context: Context) -> kv.kv_put_reply:
        result: kv.kv_put_result
        try:
            change = commands.command_change_COMMAND_PUT(put=arg.put)
            outcome, durable_nodes = await self._change(arg.header, arg.wait, change)
            if not isinstance(outcome, PutDone):
                _refuse(outcome)
            ok = kv.kv_put_ok(
                commit=kv.kv_commit(revision=outcome.revision, durable_nodes=durable_nodes),
                previous=outcome.previous,
            )
            result = kv.kv_put_result_KV_OK(ok=ok)
        except Refusal as refusal:
            result = kv.kv_put_result_default(code=refusal.code, error=error(refusal))
        return kv.kv_put_reply(header=reply_header(self._node), result=result)

    async def KV_DELETE(self, arg: kv.kv_delete_args, context: Context) -> kv.kv_delete_reply:
        result: kv.kv_delete_result
        try:
            change = commands.command_change_COMMAND_DELETE(deletion=arg.deletion)
            outcome, durable_nodes = await self._change(arg.header, arg.wait, change)
            if not isinstance(outcome, DeleteDone):
                _refuse(outcome)
            ok = kv.kv_delete_ok(
                commit=kv.kv_commit(revision=outcome.revision, durable_nodes=durable_nodes),
                deleted=outcome.deleted,
            )
            result = kv.kv_delete_result_KV_OK(ok=ok)
        except Refusal as refusal:
            result = kv.kv_delete_result_default(code=refusal.code, error=error(refusal))
        return kv.kv_delete_reply(header=reply_header(self._node), result=result)

    async def KV_TXN(self, arg: kv.kv_txn_args, context: Context) -> kv.kv_txn_reply:
        result: kv.kv_txn_result
        try:
            change = commands.command_change_COMMAND_TXN(txn=arg.txn)
            outcome, durable_nodes = await self._change(arg.header, arg.wait, change)
            if not isinstance(outcome, TxnDone):
                _refuse(outcome)
            ok = kv.kv_txn_ok(
                commit=kv.kv_commit(revision=outcome.revision, durable_nodes=durable_nodes),
                succeeded=outcome.succeeded,
                results=outcome.results,
            )
            result = kv.kv_txn_result_KV_OK(ok=ok)
        except Refusal as refusal:
            result = kv.kv_txn_result_default(code=refusal.code, error=error(refusal))
        return kv.kv_txn_reply(header=reply_header(self._node), result=result)

    async def _change(
        self, header: kv.kv_request_header, wait: int, change: commands.command_change
    ) -> tuple[Outcome, int]:
        node = self._node
        admit_change(header, wait, node)
        origin = commands.command_origin(
            session=0, sequence=0, lowest_unanswered=0, name_space=header.name_space
        )
        until = deadline(header, node, asyncio.get_running_loop().time())
        return await node.propose(commands.command(origin=origin, change=change), until)


def _refuse(outcome: Outcome) -> NoReturn:
    """Raise what became of a change that did not end as its kind ends."""
    if isinstance(outcome, Refused):
        raise Refusal(outcome.code, outcome.message)
    raise TypeError(f"a command ended as {type(outcome).__name__}, which is not of its kind")
