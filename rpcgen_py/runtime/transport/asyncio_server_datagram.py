"""One UDP socket of an asyncio server."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from rpcgen_py.runtime.errors import SystemError_
from rpcgen_py.runtime.message import MARK, accepted_error
from rpcgen_py.runtime.peer_log import peer_log
from rpcgen_py.runtime.replay_cache import DROP, Key, ReplayCache, call_key
from rpcgen_py.runtime.server_core import Call, ServerConnection
from rpcgen_py.runtime.transport.asyncio_calls import LATER
from rpcgen_py.runtime.transport.datagrams import Endpoint, Source

if TYPE_CHECKING:
    from rpcgen_py.runtime.transport.asyncio_calls import Calls
    from rpcgen_py.runtime.transport.listeners import Listener

__all__ = ["ServerDatagrams"]

log = peer_log(__name__)

_BATCH: Final = 64
"""Most datagrams taken before the loop's other sockets get their turn."""


class ServerDatagrams:
    """Datagrams in, calls to the core, answers out.

    It reads the socket itself: asyncio's own datagram transport receives 256 KiB at a time, at ten
    times the cost, and cannot tell which of our addresses a datagram was sent to.

    A call that was seen before is not run again (see `ReplayCache`). What comes while the server
    has all the calls it can is dropped, to be repeated by its client. An answer that passes
    `max_datagram` becomes SYSTEM_ERR, and a log line that says so.
    """

    def __init__(self, listener: Listener, calls: Calls) -> None:
        self._calls = calls
        self._socket = listener.socket
        self._socket.setblocking(False)
        self._endpoint = Endpoint(listener)
        self._cache = ReplayCache(max_entries=calls.max_total)
        self._running: set[ServerConnection] = set()
        calls.loop.add_reader(self._socket, self._readable)

    def drain(self) -> None:
        """Receive no more calls; those that run are still answered."""
        self._calls.loop.remove_reader(self._socket)

    def cancel(self) -> None:
        """Tell the calls that run that nobody waits for them."""
        for connection in tuple(self._running):
            connection.cancel()

    def _readable(self) -> None:
        for _ in range(_BATCH):
            try:
                data, source = self._endpoint.receive()
            except BlockingIOError:
                return
            except OSError as error:  # an answer met a closed port, which is the caller's business
                log.info("a UDP socket: %s", error)
                continue
            self._serve(data, source)

    def _serve(self, data: bytes, source: Source) -> None:
        calls = self._calls
        if calls.full:
            return
        key, now = call_key(source.address, data), monotonic()
        verdict = self._cache.begin(key, now)
        if verdict is DROP:
            return
        if isinstance(verdict, bytes):
            self._send(verdict, source)
            return
        connection = ServerConnection(source.peer)
        answer = calls.core.accept(data, 0, len(data), connection, calls.limits.deadline(now))
        if not isinstance(answer, Call):
            self._cache.abandon(key)  # an immediate answer does nothing twice
            if isinstance(answer, bytes):
                self._send(answer, source)
            return

        def late(size: int, reply: bytes | None) -> None:
            self._running.discard(connection)
            self._finish(key, answer, reply, source)
            calls.release(1, size)

        reply = calls.run(answer, len(data), late)
        if reply is LATER:
            self._running.add(connection)
        else:
            self._finish(key, answer, reply, source)

    def _finish(self, key: Key, call: Call, reply: bytes | None, source: Source) -> None:
        """A call has ended: remember its answer and send it."""
        most = self._calls.limits.max_datagram
        if reply is not None and len(reply) - MARK > most:
            log.error(
                "%s of %s: an answer of %d bytes is too large for UDP, which carries %d: "
                "answered SYSTEM_ERR; it must be called over TCP",
                call.procedure.name,
                source.peer,
                len(reply) - MARK,
                most,
            )
            reply = accepted_error(call.xid_bytes, SystemError_)
        self._cache.finish(key, reply, monotonic())
        if reply is not None:
            self._send(reply, source)

    def _send(self, reply: bytes, source: Source) -> None:
        try:
            self._endpoint.send(memoryview(reply)[MARK:], source)
        except OSError as error:  # as if lost on the way: the caller will ask again
            log.info("%s: %s", source.peer, error)
