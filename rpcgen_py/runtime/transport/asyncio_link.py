"""One TCP or Unix connection of an asyncio client, from its making to its loss."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, cast

from rpcgen_py.runtime.errors import ConnectionLost, OutcomeUnknown, ReplyTooLarge
from rpcgen_py.runtime.record_marking import RecordError, RecordParser
from rpcgen_py.runtime.transport.asyncio_sockets import receive_buffer

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.client_core import ClientCore, PendingCall

__all__ = ["Link"]

_WRITE: Final = 65536
"""Bytes of calls that are collected for one write."""

_LINGER: Final = 1.0
"""Seconds that closing waits for the server to take one-way calls."""


class Link(asyncio.BufferedProtocol):
    """Calls in, collected until the loop's next round and written together; answers to the core.

    `stuck` says that the server takes no more for now. `on_progress` is called when that ends and
    when answers came, `on_loss(reason, error class)` when the connection is gone.
    """

    def __init__(
        self,
        core: ClientCore,
        max_record: int,
        on_progress: Callable[[], None],
        on_loss: Callable[[str, type[OutcomeUnknown]], None],
    ) -> None:
        self.stuck = False
        self._core = core
        self._on_progress = on_progress
        self._on_loss = on_loss
        self._loop = asyncio.get_running_loop()
        self._buffer = receive_buffer(self._loop)
        self._parser = RecordParser(max_record)
        self._outgoing: list[PendingCall[Any] | bytes] = []
        self._size = 0
        self._flush_due = False
        self._problem: tuple[str, type[OutcomeUnknown]] | None = None
        self._closed = self._loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See `asyncio.BaseProtocol`."""
        self._transport = cast("asyncio.Transport", transport)

    def post(self, call: PendingCall[Any] | bytes) -> None:
        """Send a call that waits, or the bytes of one that does not, in the loop's next round."""
        self._outgoing.append(call)
        self._size += len(call if isinstance(call, bytes) else call.message)
        if self._size >= _WRITE:
            self._flush()
        elif not self._flush_due:
            self._flush_due = True
            self._loop.call_soon(self._flush_round)

    def send(self, message: bytes) -> None:
        """Send a call that does not wait, behind those that were posted.

        Without a round of the loop in between, in which others could come to share the write.
        """
        if self._outgoing:
            self._outgoing.append(message)
            self._flush()
        elif not self._transport.is_closing():
            self._transport.write(message)

    @property
    def unsent(self) -> int:
        """Bytes that wait here for the server to take them."""
        return self._size + self._transport.get_write_buffer_size()

    def _flush_round(self) -> None:
        self._flush_due = False
        self._flush()

    def _flush(self) -> None:
        pending = self._core.pending
        messages: list[bytes] = []
        outgoing, self._outgoing, self._size = self._outgoing, [], 0
        if self._transport.is_closing():
            return  # its loss, about to be told, ends them as calls that were not sent
        for call in outgoing:
            if isinstance(call, bytes):
                messages.append(call)
            elif call.xid in pending:  # else it was given up meanwhile
                call.sent = True
                messages.append(call.message)
        if messages:
            self._transport.write(b"".join(messages))

    def get_buffer(self, sizehint: int) -> memoryview:
        """See `asyncio.BufferedProtocol`."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """See `asyncio.BufferedProtocol`."""
        parser, receive = self._parser, self._core.receive
        parser.feed(bytes(self._buffer[:nbytes]))
        try:
            while (record := parser.next_record()) is not None:
                data, start, end = record
                receive(data, start, end)
        except RecordError as error:
            self._problem = f"the server sent {error}", ReplyTooLarge
            self._transport.abort()
        self._on_progress()

    def pause_writing(self) -> None:
        """See `asyncio.BaseProtocol`."""
        self.stuck = True

    def resume_writing(self) -> None:
        """See `asyncio.BaseProtocol`."""
        self.stuck = False
        self._on_progress()

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.BaseProtocol`."""
        reason = str(exc) if exc else "the server closed the connection"
        self._on_loss(*(self._problem or (reason, ConnectionLost)))
        if not self._closed.done():
            self._closed.set_result(None)

    async def close(self) -> None:
        """Write what is still here, and close once it is taken, or soon after."""
        self._flush()
        self._transport.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LINGER):
                await asyncio.shield(self._closed)
        if not self._closed.done():
            self._transport.abort()
            await self._closed
