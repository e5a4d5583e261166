"""The two calls that a store lives on, put and get, without a coroutine for each.

They wait for one thing at most. A coroutine, and the task that it becomes when it waits, would
cost as much as what they do; here whoever was waited for calls back, and the reply leaves in the
same round of the loop. What is answered is the same.
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
from rpcgen_py.runtime.transport.late_answer import LateAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.node.refusals import NodeRefusal
    from kvstore.node.results import Commit, ReadPermit
    from kvstore.service.journal import Journal
    from kvstore.service.node_port import ServedNode
    from kvstore.service.request import Request
    from kvstore.service.shapes import Shape
    from rpcgen_py.runtime.context import Context


class Direct:
    """Answers calls that this node does itself, now or late."""

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
        return call

    def get(self, arg: kv.kv_get_args, context: Context) -> Any:
        """Read a key."""
        call = _Call(self._node, self._journal, shapes.GET, arg, context)
        request, header = call.request, arg.header
        try:
            self._admit(shapes.GET, arg, request)
            permit = self._node.begin_read(
                header.consistency,
                header.max_age_ms,
                request.until,
                context.cancelled,
                call.get_done,
            )
            if permit is not None:
                return call.got(permit)
        except Refusal as refusal:
            return call.refused(refusal)
        except BaseException:
            call.failed()
            raise
        return call


class _Call(LateAnswer):
    """One call, from its coming in to its answer."""

    __slots__ = ("_arg", "_journal", "_node", "_shape", "request")

    def __init__(
        self, node: ServedNode, journal: Journal, shape: Shape[Any], arg: Any, context: Context
    ) -> None:
        super().__init__()
        self._node = node
        self._journal = journal
        self._shape = shape
        self._arg = arg
        self.request = begin(arg.header, node, context)
        journal.under_way += 1

    def put_done(self, commit: Commit | NodeRefusal) -> None:
        """Take what became of a put."""
        try:
            reply = self.refused(commit) if isinstance(commit, Refusal) else self._put(commit)
        except Exception as problem:  # noqa: BLE001 (the call has failed, not who calls back)
            reply = self._after(problem)
        self.give(reply)

    def get_done(self, permit: ReadPermit | NodeRefusal) -> None:
        """Take leave to read."""
        try:
            reply = self.refused(permit) if isinstance(permit, Refusal) else self.got(permit)
        except Exception as problem:  # noqa: BLE001 (the same)
            reply = self._after(problem)
        self.give(reply)

    def _after(self, problem: Exception) -> Any:
        """Return the reply that tells of a refusal; end the call here if it has failed."""
        if isinstance(problem, Refusal):
            return self.refused(problem)
        self.failed()
        self.fail(problem)
        return None  # which is given to a call that is over

    def _put(self, commit: Commit) -> Any:
        self.request.age_ms = 0  # the change itself is in it
        done = expected(commit.outcome, PutDone, self._arg.header.sequence)
        ok = kv.kv_put_ok(kv.kv_commit(done.revision, commit.durable_nodes), done.previous)
        return self._ended(kv.kv_put_result_KV_OK(ok))

    def got(self, permit: ReadPermit) -> Any:
        """Return the reply to a get that may read now. Raises `Refusal`."""
        arg = self._arg
        self.request.age_ms = permit.age_ms
        item = self._node.machine.get(arg.header.name_space, arg.key, arg.revision)
        return self._ended(
            kv.kv_get_result_KV_NOT_FOUND() if item is None else kv.kv_get_result_KV_OK(item)
        )

    def refused(self, refusal: Refusal) -> Any:
        """Return the reply that says why not."""
        return self._ended(self._shape.refused(refusal.code, error(refusal)))

    def failed(self) -> None:
        """Count a call that gets no reply."""
        self._journal.under_way -= 1
        self._journal.ended(self._shape, self.request, kv.KV_FAILED, "here")

    def _ended(self, result: Any) -> Any:
        journal = self._journal
        journal.under_way -= 1
        journal.ended(self._shape, self.request, result.code, "here")
        return self._shape.reply(reply_header(self._node, self.request.age_ms), result)
