"""The two calls that a store lives on, put and get, without a coroutine for each.

They wait for one thing at most. A coroutine, and the task that it becomes when it waits, would
cost as much as what they do; here whoever was waited for calls back. What is answered is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.outcomes import PutDone, Refusal
from kvstore.service import log_commands, shapes
from kvstore.service.admission import admit_wait
from kvstore.service.outcomes import expected
from kvstore.service.replies import error, reply_header
from kvstore.service.request import begin

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from kvstore.node.refusals import NodeRefusal
    from kvstore.node.results import Commit, ReadPermit
    from kvstore.service.journal import Journal
    from kvstore.service.node_port import ServedNode
    from kvstore.service.request import Request
    from kvstore.service.shapes import Shape
    from rpcgen_py.runtime.context import Context


class Direct:
    """Answers calls that this node does itself: a reply, or the future of one."""

    def __init__(
        self,
        node: ServedNode,
        journal: Journal,
        admit: Callable[[Shape[Any], Any, Request], None],
    ) -> None:
        """`admit` raises `Refusal` for what may not be done."""
        self._node = node
        self._journal = journal
        self._admit = admit

    def put(self, arg: kv.kv_put_args, context: Context) -> Any:
        """Change a key that this node, as the leader, may change."""
        call = _Call(self._node, self._journal, shapes.PUT, arg, context)
        try:
            self._admit(shapes.PUT, arg, call.request)
            admit_wait(arg.wait)
            command = commands.command(
                log_commands.origin(arg.header), commands.command_change_COMMAND_PUT(arg.put)
            )
            self._node.begin_change(command, call.request.until, arg.wait, call.put_done)
        except Refusal as refusal:
            return call.refused(refusal)
        except BaseException:
            call.failed()
            raise
        return call.later()

    def get(self, arg: kv.kv_get_args, context: Context) -> Any:
        """Read a key."""
        call = _Call(self._node, self._journal, shapes.GET, arg, context)
        request, header = call.request, arg.header
        try:
            self._admit(shapes.GET, arg, request)
            permit = self._node.begin_read(
                header.consistency, header.max_age_ms, request.until, request.on_gone, call.get_done
            )
            if permit is not None:
                return call.got(permit)
        except Refusal as refusal:
            return call.refused(refusal)
        except BaseException:
            call.failed()
            raise
        return call.later()


class _Call:
    """One call, from its coming in to its answer."""

    __slots__ = ("_arg", "_future", "_journal", "_node", "_shape", "request")

    def __init__(
        self, node: ServedNode, journal: Journal, shape: Shape[Any], arg: Any, context: Context
    ) -> None:
        self._node = node
        self._journal = journal
        self._shape = shape
        self._arg = arg
        self.request = begin(arg.header, node, context)
        self._future: asyncio.Future[Any] | None = None
        journal.under_way += 1

    def later(self) -> asyncio.Future[Any]:
        """Return where the answer will be."""
        self._future = future = self.request.loop.create_future()
        return future

    def put_done(self, commit: Commit | NodeRefusal) -> None:
        """Take what became of a put."""
        self._finish(self._put, commit)

    def get_done(self, permit: ReadPermit | NodeRefusal) -> None:
        """Take leave to read."""
        self._finish(self.got, permit)

    def _put(self, commit: Commit) -> Any:
        self.request.age_ms = 0  # the change itself is in it
        done = expected(commit.outcome, PutDone, self._arg.header.sequence)
        ok = kv.kv_put_ok(kv.kv_commit(done.revision, commit.durable_nodes), done.previous)
        return self._ended(kv.kv_put_result_KV_OK(ok))

    def got(self, permit: ReadPermit) -> Any:
        """Return the reply to a get that may read now. Raises `Refusal`."""
        arg = self._arg
        self.request.age_ms = permit.age_ms
        item = self._node.get(arg.header.name_space, arg.key, arg.revision)
        return self._ended(
            kv.kv_get_result_KV_NOT_FOUND() if item is None else kv.kv_get_result_KV_OK(item)
        )

    def refused(self, refusal: Refusal) -> Any:
        """Return the reply that says why not."""
        return self._ended(self._shape.refused(refusal.code, error(refusal)))

    def failed(self) -> None:
        """Count a call that gets no reply."""
        self._count(kv.KV_FAILED)

    def _finish(self, reply_to: Callable[[Any], Any], found: Any) -> None:
        future = self._future
        assert future is not None  # noqa: S101 (nobody calls back before the call is begun)
        try:
            reply = self.refused(found) if isinstance(found, Refusal) else reply_to(found)
        except Refusal as refusal:
            reply = self.refused(refusal)
        except Exception as problem:  # noqa: BLE001 (the call has failed, not who calls back)
            self.failed()
            if not future.done():
                future.set_exception(problem)
            return
        if not future.done():  # else the server has given the call up
            future.set_result(reply)

    def _ended(self, result: Any) -> Any:
        self._count(result.code)
        return self._shape.reply(reply_header(self._node, self.request.age_ms), result)

    def _count(self, code: int) -> None:
        self._journal.under_way -= 1
        self._journal.ended(self._shape, self.request, code, "here")
