"""One call on its way through the service."""

from __future__ import annotations

import os
from time import monotonic
from typing import TYPE_CHECKING

import msgspec

from kvstore._generated import kv
from kvstore.service.admission import deadline

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.service.node_port import ServedNode
    from rpcgen_py.runtime.context import Context

NO_TRACE = bytes(16)


class Request(msgspec.Struct, eq=False):
    """What the call asks for, until when, and what is known of its answer.

    `begun` and `until` are on `monotonic`'s clock, which is the event loop's, too; but uvloop's
    loop says when its round began, in whole milliseconds. `passed_on` says that another node did
    so, which has authorised the call. `age_ms` is that of the state that answers.
    """

    header: kv.kv_request_header
    context: Context
    begun: float
    until: float
    passed_on: bool
    age_ms: int = kv.KV_AGE_UNKNOWN
    trace_id: bytes = NO_TRACE

    def now(self) -> float:
        """Return the time."""
        return monotonic()

    def gone(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self.context.cancelled()

    def on_gone(self, callback: Callable[[], object]) -> None:
        """Have `callback` called if the caller goes away."""
        self.context.on_cancel(callback)

    def traced(self) -> bytes:
        """Return the mark that ties together what nodes log of the call; make one if need be."""
        if self.trace_id == NO_TRACE:
            self.trace_id = os.urandom(16)
        return self.trace_id

    async def read(self, node: ServedNode) -> None:
        """Wait until the state may be read as the header asks for. Raises `Refusal`."""
        header = self.header
        self.age_ms = await node.read(
            header.consistency, header.max_age_ms, header.min_revision, self.until, self.on_gone
        )


def begin(
    header: kv.kv_request_header,
    node: ServedNode,
    context: Context,
    passed_on_ms: int | None = None,
) -> Request:
    """Return a call that has just come in.

    `passed_on_ms` is what the node that passed it on has left for it, None if no node did.
    """
    now = monotonic()
    until = deadline(header, node, now)
    if passed_on_ms is not None:
        until = min(until, now + passed_on_ms / 1000)
    return Request(header, context, now, until, passed_on_ms is not None, trace_id=header.trace_id)
