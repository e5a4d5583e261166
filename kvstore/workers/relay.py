"""One caller's way from a worker to the node: records there, replies back, as they are.

It is made for the first call that is passed on, and goes with the caller's connection. The node
serves its end like a connection over TCP from where the caller is.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections import deque
from typing import TYPE_CHECKING, Any, Final, cast

from kvstore.workers.messages import Relayed
from rpcgen_py.runtime.identity import Identity
from rpcgen_py.runtime.message import MARK
from rpcgen_py.runtime.program import null_procedure
from rpcgen_py.runtime.record_marking import LAST, RecordError, RecordParser
from rpcgen_py.runtime.server_core import Call
from rpcgen_py.runtime.transport.late_answer import LateAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.server_core import ServerConnection

log = logging.getLogger(__name__)

_NAME: Final = "relay"
"""Under which a connection's state holds its relay."""

_LOOK_AGAIN: Final = 0.002
"""Seconds between looks whether all ways have ended."""

_PROCEDURE: Final = null_procedure(0, 0)


class _PassedOn(Call):
    """A call that the node answers, by a whole reply."""

    def reply(self, result: object) -> bytes:
        return cast("bytes", result)


class Relays:
    """All ways of one worker. `send(Relayed, descriptor)` tells the node of one, if it can."""

    def __init__(self, send: Callable[[Relayed, int], bool]) -> None:
        self.send = send
        self.open: set[Relay] = set()

    async def close(self) -> None:
        """End all of them, and wait until they have."""
        while self.open:
            for relay in tuple(self.open):
                relay.end()
            await asyncio.sleep(_LOOK_AGAIN)

    def pass_on(
        self, data: bytes, start: int, end: int, connection: ServerConnection
    ) -> Call | None:
        """Return the record `data[start:end]` as a call that the node answers.

        None, and the connection is dropped, if there is no way to it.
        """
        state: dict[str, Any] = connection.state
        relay: Relay | None = state.get(_NAME)
        is_new = relay is None or relay.left
        if relay is None or relay.left:
            try:
                relay = state[_NAME] = Relay(connection, self)
            except OSError as error:
                log.error("no way to the node can be had: %s", error)  # noqa: TRY400 (says it all)
                connection.drop()
                return None
        record = (LAST | end - start).to_bytes(MARK) + data[start:end]
        xid, nobody = data[start : start + 4], Identity(0, connection.peer)
        call = _PassedOn(connection, _PROCEDURE, relay.ask, xid, nobody, (record,), 0)
        if is_new:
            connection.watch(call, relay.leave)  # for the connection's life, not the call's
        return call


class Relay(asyncio.Protocol):
    """See the module.

    Nothing is held here but what the server of the caller's connection counts: calls without a
    reply, and replies that are not taken yet.
    """

    def __init__(self, connection: ServerConnection, all_ways: Relays) -> None:
        """Open the way, and be one of `all_ways`. Raises OSError."""
        peer = connection.peer
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._connection = connection
        self._transport: asyncio.WriteTransport | None = None
        self._early: list[bytes] = []
        self._waiting: dict[bytes, deque[LateAnswer]] = {}
        self._parser = RecordParser()
        self.left = False
        """Whether the caller sends no more: what was read of it before goes another way."""
        loop = asyncio.get_running_loop()
        near.setblocking(False)
        self._opening = loop.create_task(loop.connect_accepted_socket(lambda: self, near))
        self._opening.add_done_callback(self._opened)
        self._all = all_ways
        all_ways.open.add(self)
        if not all_ways.send(Relayed(peer.host, peer.port, peer.local_host), far.detach()):
            connection.drop()

    def ask(self, record: bytes, call: Call) -> LateAnswer:
        """Pass a marked record on."""
        late = LateAnswer()
        self._waiting.setdefault(call.xid_bytes, deque()).append(late)
        if self._transport is None:
            self._early.append(record)
        else:
            self._transport.write(record)
        return late

    def leave(self) -> None:
        """The caller sends no more, or is gone: what was asked may still be answered."""
        self.left = True
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write_eof()

    def _opened(self, opening: asyncio.Task[Any]) -> None:
        if opening.cancelled() or opening.exception() is not None:
            self.connection_lost(None)

    def end(self) -> None:
        """Answer nothing more."""
        if self._transport is not None:
            self._transport.abort()

    # ------------------------------------------------------------------ asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See `asyncio.Protocol`."""
        self._transport = made = cast("asyncio.WriteTransport", transport)
        made.write(b"".join(self._early))
        self._early.clear()
        if self.left:
            made.write_eof()

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        parser = self._parser
        if parser.sole(data):
            self._give(data[MARK : 2 * MARK], data)
            return
        parser.feed(data)
        try:
            while (record := parser.next_record()) is not None:
                whole, start, end = record
                mark = (LAST | end - start).to_bytes(MARK)
                self._give(whole[start : start + MARK], mark + whole[start:end])
        except RecordError as error:
            log.error("the node answers with %s", error)  # noqa: TRY400 (no trace helps)
            self.end()

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`.

        What was asked and not answered may have been done, or not: the caller has to know that.
        """
        self._all.open.discard(self)
        if self._connection.state.get(_NAME) is self:
            del self._connection.state[_NAME]
        if self._waiting:
            self._waiting.clear()
            self._connection.drop()

    def _give(self, xid: bytes, reply: bytes) -> None:
        waiting = self._waiting.get(xid)
        if waiting is None:
            return
        waiting.popleft().give(reply)
        if not waiting:
            del self._waiting[xid]
