"""Passing a call on to the leader: once, and never again what may have been sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec import structs

from kvstore._generated import kv
from kvstore.node.refusals import NodeRefusal, busy, deadline_passed
from rpcgen_py.runtime.errors import XdrError

if TYPE_CHECKING:
    from kvstore.service.node_port import Forwarder
    from kvstore.service.request import Request
    from kvstore.service.shapes import Shape

Reply = TypeVar("Reply")

MAX_CALLS: Final = 4096
MAX_BYTES: Final = 32 << 20
RETRY_AFTER_MS: Final = 100
"""Advice to those who find the leader's share used up."""

REPLY_MAX: Final = 5 << 20
"""Longest `<>` of an answer that is read: its items are bounded by KV_ANSWER_MAX."""


class PassingOn:
    """The calls that wait for the leader's answer, bounded by number and bytes."""

    def __init__(self, forwarder: Forwarder) -> None:
        """Pass calls on by `forwarder`."""
        self._forwarder = forwarder
        self.waiting = 0
        self.passed_on = 0
        """How many calls were, since the start."""
        self._bytes = 0

    async def ask(self, shape: Shape[Reply], arg: Any, request: Request) -> Reply:
        """Return the leader's reply.

        Raises `NodeRefusal`: KV_BUSY, KV_DEADLINE, KV_NOT_LEADER and what `Forwarder.forward`
        does; `executed` says whether the leader may have got the call.
        """
        left_ms = int((request.until - request.now()) * 1000)
        if left_ms <= 0:
            raise deadline_passed("the call waited to be passed on to the leader")
        # The mark makes the two nodes' log lines findable together; the hop ends the journey.
        header = structs.replace(arg.header, hops=1, deadline_ms=left_ms, trace_id=request.traced())
        arguments = shape.procedure.pack_args(structs.replace(arg, header=header))
        if self.waiting >= MAX_CALLS or (self.waiting and self._bytes + len(arguments) > MAX_BYTES):
            raise busy("calls for the leader", RETRY_AFTER_MS)
        self.waiting += 1
        self.passed_on += 1
        self._bytes += len(arguments)
        try:
            results = await self._forwarder.forward(
                shape.procedure.program, shape.procedure.number, arguments, left_ms
            )
        finally:
            self.waiting -= 1
            self._bytes -= len(arguments)
        try:
            reply, end = shape.procedure.unpack_result(results, 0, len(results), REPLY_MAX)
        except XdrError as error:
            raise _no_answer(str(error)) from error
        if end != len(results):
            raise _no_answer("there are bytes behind it")
        found: Reply = reply
        return found


def _no_answer(why: str) -> NodeRefusal:
    return NodeRefusal(
        kv.KV_FAILED,
        f"the leader's answer cannot be read: {why}; the change may still happen",
        executed=kv.KV_EXECUTED_UNKNOWN,
    )
