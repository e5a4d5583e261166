"""The server for event loops: many connections, handlers that are coroutines."""

from __future__ import annotations

import asyncio
import functools
import logging
from contextlib import suppress
from socket import AF_INET, AF_INET6, IPPROTO_TCP, TCP_NODELAY
from typing import TYPE_CHECKING, Final, Self

from rpcgen_py.runtime.address import parse_address
from rpcgen_py.runtime.record_marking import DEFAULT_MAX_RECORD
from rpcgen_py.runtime.server_core import ServerCore
from rpcgen_py.runtime.transport.asyncio_calls import Calls
from rpcgen_py.runtime.transport.asyncio_server_connections import Connections
from rpcgen_py.runtime.transport.asyncio_server_datagram import ServerDatagrams
from rpcgen_py.runtime.transport.asyncio_server_stream import ServerStream
from rpcgen_py.runtime.transport.asyncio_sockets import countable
from rpcgen_py.runtime.transport.datagram_calls import MAX_DATAGRAM
from rpcgen_py.runtime.transport.idlest import YIELD_AFTER
from rpcgen_py.runtime.transport.limits import Limits
from rpcgen_py.runtime.transport.listeners import BACKLOG, bind
from rpcgen_py.runtime.xdr import DEFAULT_LIMIT

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from rpcgen_py.runtime.address import Address, Transport
    from rpcgen_py.runtime.auth.flavor import Policy, ServerAuth
    from rpcgen_py.runtime.identity import Peer
    from rpcgen_py.runtime.server_core import Handler, Judge
    from rpcgen_py.runtime.transport.listeners import Listener

__all__ = ["AsyncServer"]

log = logging.getLogger(__name__)

_LAST_WORDS: Final = 1.0
"""Seconds that cancelled handlers get to end, and dropped connections to close."""


class AsyncServer:
    """Serves programs over any number of TCP, UDP and Unix sockets, on one asyncio or uvloop loop.

    Handlers are instances of generated `...AsyncServer` classes. A handler runs at once, up to its
    first wait, and is answered at once if it needs none; else it goes on as a task, and calls are
    answered in the order in which they end. A handler may also be a plain method that returns a
    result, a future or a `LateAnswer`. It must not block the loop.

    Each bound is there so that no peer can exhaust the server: `max_connections` (for one more, the
    longest idle one is closed if it has been so for `yield_after` seconds, else the new one),
    `max_queued` and `max_queued_total` (calls whose handlers wait for something, of one
    connection and of all; no more calls are read meanwhile), `max_record` (bytes of a call; a
    larger one closes the connection), `max_buffered` (bytes over all connections, each counted
    apart: of calls that wait, of calls not here whole, of answers not taken), `max_length` (of
    `<>` in arguments), `idle_timeout` (seconds without a whole call or a running one, up to a
    quarter more), `send_timeout` (seconds in which a peer that has fallen behind must take its
    answers), `max_datagram` (bytes of an answer over UDP).

    `policy` decides who may call what; `flavors` are the kinds of credential understood (AUTH_NONE
    and AUTH_SYS unless given). `call_timeout` becomes the deadline in the handlers' context;
    `strict` refuses bytes behind the arguments. `judge` is asked about every record in place of the
    programs that `add` has named: for servers that stand before others. Leaving an `async with`
    block stops the server.
    """

    def __init__(
        self,
        *,
        policy: Policy | None = None,
        flavors: Iterable[ServerAuth] | None = None,
        strict: bool = False,
        max_connections: int = 4096,
        max_queued: int = 1024,
        max_queued_total: int = 8192,
        max_record: int = DEFAULT_MAX_RECORD,
        max_buffered: int = 1 << 27,
        max_length: int = DEFAULT_LIMIT,
        max_datagram: int = MAX_DATAGRAM,
        idle_timeout: float = 300.0,
        yield_after: float = YIELD_AFTER,
        send_timeout: float = 30.0,
        call_timeout: float | None = None,
        judge: Judge | None = None,
    ) -> None:
        self._limits = Limits(
            max_connections=max_connections,
            max_queued=max_queued,
            max_record=max_record,
            max_buffered=max_buffered,
            max_datagram=max_datagram,
            idle_timeout=idle_timeout,
            yield_after=yield_after,
            send_timeout=send_timeout,
            call_timeout=call_timeout,
        )
        self._max_queued_total = max_queued_total
        self._core = ServerCore(policy=policy, limit=max_length, strict=strict, flavors=flavors)
        self._judge = judge
        self._listeners: list[Listener] = []
        self._acceptors: list[asyncio.Server] = []
        self._datagrams: list[ServerDatagrams] = []
        self._connections: Connections | None = None
        self._sweep: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()

    def add(self, handler: Handler) -> None:
        """Serve a version by an instance of its generated server base.

        Raises ValueError if the version is served already.
        """
        self._core.add(handler)

    async def listen(self, address: Address | str, *, reuse_port: bool = False) -> Address:
        """Take calls at `tcp://host:port`, `udp://host:port` or `unix:///path` from now on.

        `localhost` and an empty host mean both IPv4 and IPv6, port 0 a free one: the address that
        is returned has the real one. With `reuse_port`, several processes may share a port. A Unix
        socket's file is removed at the end, and one that a dead server left is replaced.

        Raises ValueError for what is no address, OSError, `Unreachable` for an unknown host.
        """
        where = parse_address(address) if isinstance(address, str) else address
        if self._ending is not None:
            raise RuntimeError("this server has been stopped")
        found = await asyncio.to_thread(bind, where, reuse_port=reuse_port)
        self._listeners += found
        connections = self._connections or self._begin()
        for listener in found:
            await self._serve_listener(listener, connections)
        return where.at(where.host, found[0].address.port)

    def share_ports(self) -> None:
        """Let sockets made with `reuse_port`, of this user, share the TCP ports from now on.

        Until then nobody else can have them: of servers that begin at once, one gets a port.
        """
        for listener in self._listeners:
            listener.share_port()

    async def adopt(
        self, connection: socket.socket, *, peer: Peer | None = None, unserved: bytes = b""
    ) -> None:
        """Serve a stream connection that somebody else has accepted, and own it.

        `peer` is who calls, where `connection` cannot tell or is not the caller's own; `unserved`,
        what was received already and not served.

        Raises OSError if it has ended meanwhile.
        """
        if self._ending is not None:
            connection.close()
            raise RuntimeError("this server has been stopped")
        connections = self._connections or self._begin()
        name: Transport = "tcp" if connection.family in {AF_INET, AF_INET6} else "unix"
        stream = functools.partial(ServerStream, connections, name, peer, unserved)
        try:
            connection.setblocking(False)
            if name == "tcp":
                connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
            await connections.calls.loop.connect_accepted_socket(stream, connection)
        except OSError:
            connection.close()
            raise

    def divert(self, take: Callable[[int], bool] | None) -> None:
        """Ask `take`, from now on, about each TCP connection that comes in: whether it takes it.

        It gets a descriptor, which is then its own to close, also if it returns False. None: all
        are served here.
        """
        connections = self._connections or self._begin()
        connections.divert = take

    def _begin(self) -> Connections:
        loop = asyncio.get_running_loop()
        calls = Calls(self._judge or self._core, self._limits, self._max_queued_total, loop)
        self._connections = Connections(calls)
        self._tick(self._connections)
        return self._connections

    def _tick(self, connections: Connections) -> None:
        connections.sweep()
        seconds = countable(connections.tick)
        self._sweep = connections.calls.loop.call_later(seconds, self._tick, connections)

    async def _serve_listener(self, listener: Listener, connections: Connections) -> None:
        transport, loop = listener.address.transport, connections.calls.loop
        if transport == "udp":
            self._datagrams.append(ServerDatagrams(listener, connections.calls))
            return
        serve = loop.create_unix_server if transport == "unix" else loop.create_server
        protocol = functools.partial(ServerStream, connections, transport)
        self._acceptors.append(await serve(protocol, sock=listener.socket, backlog=BACKLOG))

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Every address that is listened at, as IP addresses and real ports."""
        return tuple(listener.address for listener in self._listeners)

    @property
    def connections(self) -> int:
        """Number of stream connections that are open."""
        return 0 if self._connections is None else len(self._connections.open)

    async def serve_forever(self) -> None:
        """Wait until `stop` has been called and is done."""
        await self._ended.wait()

    async def stop(self, grace: float = 5.0) -> None:
        """Take no more calls, wait at most `grace` seconds for those that run, and end.

        Handlers that still run then are cancelled, and their connections closed. Stopping twice
        waits for the first. (A handler that awaits this waits for itself.)
        """
        if self._ending is None:
            self._ending = asyncio.create_task(self._end(grace))
        await asyncio.shield(self._ending)

    async def _end(self, grace: float) -> None:
        try:
            for acceptor in self._acceptors:
                acceptor.close()
            if self._connections is not None:
                await self._end_calls(self._connections, grace)
        finally:
            for datagrams in self._datagrams:
                datagrams.drain()
            for listener in self._listeners:
                listener.close()
            if self._sweep is not None:
                self._sweep.cancel()
            self._ended.set()

    async def _end_calls(self, connections: Connections, grace: float) -> None:
        calls = connections.calls
        calls.stopping = True
        for datagrams in self._datagrams:
            datagrams.drain()
        for stream in tuple(connections.open):
            stream.drain()
        with suppress(TimeoutError):
            async with asyncio.timeout(countable(grace)):
                await calls.wait()
                await connections.empty.wait()
        for stream in tuple(connections.open):
            stream.cancel()
        for datagrams in self._datagrams:
            datagrams.cancel()
        calls.cancel()
        try:
            async with asyncio.timeout(_LAST_WORDS):
                await calls.wait()
        except TimeoutError:
            log.warning("handlers go on although they were cancelled")
        for stream in tuple(connections.open):
            stream.drop()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORDS):
                await connections.empty.wait()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()
