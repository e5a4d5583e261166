"""The server for threads: fast while connections are few, with handlers that may block."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING, Final, Self

from rpcgen_py.runtime.address import parse_address
from rpcgen_py.runtime.peer_log import peer_log
from rpcgen_py.runtime.record_marking import DEFAULT_MAX_RECORD
from rpcgen_py.runtime.server_core import ServerCore
from rpcgen_py.runtime.stub import AsyncServer
from rpcgen_py.runtime.transport.datagram_calls import MAX_DATAGRAM
from rpcgen_py.runtime.transport.idlest import YIELD_AFTER, Idlest
from rpcgen_py.runtime.transport.limits import Budget, Limits
from rpcgen_py.runtime.transport.listeners import bind
from rpcgen_py.runtime.transport.sockets import peer_of
from rpcgen_py.runtime.transport.threaded_calls import Common
from rpcgen_py.runtime.transport.threaded_datagram import DatagramService
from rpcgen_py.runtime.transport.threaded_debts import Debts
from rpcgen_py.runtime.transport.threaded_door import Door
from rpcgen_py.runtime.transport.threaded_pool import Pool
from rpcgen_py.runtime.transport.threaded_stream import Session
from rpcgen_py.runtime.xdr import DEFAULT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from socket import socket
    from types import TracebackType

    from rpcgen_py.runtime.address import Address, Transport
    from rpcgen_py.runtime.auth.flavor import Policy, ServerAuth
    from rpcgen_py.runtime.server_core import Handler
    from rpcgen_py.runtime.transport.listeners import Listener

__all__ = ["Server"]

log = peer_log(__name__)

_HANG_UP: Final = 1.0
"""Seconds that closing what is left may take when the grace is over."""


class Server:
    """Serves programs over any number of TCP, UDP and Unix sockets.

    A handler runs in the thread that received its call. It may block; it may also return a
    `concurrent.futures.Future`, and so answer later and out of order. At most `max_workers` calls
    over streams run at once, and as many over each UDP socket.

    Each bound is there so that no peer can exhaust the server: `max_connections` (for one more, the
    longest idle one is closed if it has been so for `yield_after` seconds, else the new one),
    `max_queued` (answers still to come a connection; no more calls are read meanwhile),
    `max_record` (bytes of a call; a larger one closes the connection), `max_buffered` (bytes over
    all connections, each counted apart: of calls not here whole, of answers not taken),
    `max_length` (of `<>` in arguments), `idle_timeout` (seconds without a whole call or a running
    one), `send_timeout` (seconds for 64 KiB of answers to be taken), `max_datagram` (bytes of an
    answer over UDP).

    `policy` decides who may call what; `flavors` are the kinds of credential understood (AUTH_NONE
    and AUTH_SYS unless given). `call_timeout` (seconds) becomes the deadline in the handlers'
    context; `strict` takes arguments in canonical form only (see `ServerCore`). Leaving a `with`
    block stops the server.
    """

    def __init__(
        self,
        *,
        policy: Policy | None = None,
        flavors: Iterable[ServerAuth] | None = None,
        strict: bool = False,
        max_connections: int = 256,
        max_workers: int = 16,
        max_queued: int = 64,
        max_record: int = DEFAULT_MAX_RECORD,
        max_buffered: int = 1 << 27,
        max_length: int = DEFAULT_LIMIT,
        max_datagram: int = MAX_DATAGRAM,
        idle_timeout: float = 300.0,
        yield_after: float = YIELD_AFTER,
        send_timeout: float = 30.0,
        call_timeout: float | None = None,
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
        self._core = ServerCore(policy=policy, limit=max_length, strict=strict, flavors=flavors)
        self._max_workers = max_workers
        tick = min(1.0, max(0.02, min(idle_timeout, yield_after, send_timeout) / 4))
        self._pool = Pool(max_workers, tick, self._sweep)
        budget, debts = Budget(max_buffered), Debts(max_buffered)
        self._common = Common(self._core, self._pool, self._limits, budget, debts)
        self._listeners: list[Listener] = []
        self._doors: list[Door] = []
        self._datagrams: list[DatagramService] = []
        self._sessions: set[Session] = set()
        self._idlest: Idlest[Session] = Idlest(yield_after)
        self._all_closed = threading.Condition()  # its lock guards the sessions
        self._state_lock = threading.Lock()
        self._started = False
        self._stopped = threading.Event()

    def add(self, handler: Handler) -> None:
        """Serve a version by an instance of its generated server base.

        Raises ValueError if the version is served already, TypeError for an asyncio handler.
        """
        if isinstance(handler, AsyncServer):
            raise TypeError(f"{type(handler).__name__} is for asyncio: serve it by AsyncServer")
        self._core.add(handler)

    def listen(self, address: Address | str) -> Address:
        """Take calls at `tcp://host:port`, `udp://host:port` or `unix:///path`.

        `localhost` and an empty host mean both IPv4 and IPv6, port 0 a free one: the address that
        is returned has the real one. A Unix socket's file is removed at the end, and one that a
        dead server left is replaced. Before `start` or after it.

        Raises ValueError for what is no address, OSError, `Unreachable` for an unknown host.
        """
        where = parse_address(address) if isinstance(address, str) else address
        with self._state_lock:
            if self._stopped.is_set():
                raise RuntimeError("this server has been stopped")
            found = bind(where)
            self._listeners += found
            for listener in found:
                self._serve_listener(listener)
        return where.at(where.host, found[0].address.port)

    def _serve_listener(self, listener: Listener) -> None:
        if listener.address.transport == "udp":
            service = DatagramService(listener, self._core, self._limits, self._max_workers)
            self._datagrams.append(service)
            if self._started:
                service.start()
        else:
            self._doors.append(Door(listener, self._pool, self._welcome))

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Every address that is listened at, as IP addresses and real ports."""
        return tuple(listener.address for listener in self._listeners)

    def start(self) -> None:
        """Serve in threads of its own, and return."""
        with self._state_lock:
            if self._started or self._stopped.is_set():
                raise RuntimeError("a server starts once")
            self._started = True
            self._pool.start()
            for service in self._datagrams:
                service.start()

    def serve_forever(self) -> None:
        """Serve until `stop` is called, by a signal handler or another thread."""
        self.start()
        self._stopped.wait()

    def stop(self, grace: float = 5.0) -> None:
        """Take no more calls, wait at most `grace` seconds for those that run, and end.

        Calls that still run then are cancelled, and their connections closed. A handler that
        does not return is left behind in its thread; one that calls `stop` itself waits for itself
        until the grace is over. Stopping twice does nothing.
        """
        with self._state_lock:
            if self._stopped.is_set():
                return
            self._stopped.set()
        self._drain(monotonic() + grace)
        self._give_up()
        for listener in self._listeners:
            listener.close()
        for session in self._current_sessions():
            log.warning("a handler of %s did not return", session.connection.peer)

    def _drain(self, deadline: float) -> None:
        """Take no more calls, and wait for those that run."""
        for door in self._doors:
            door.close()
        for service in self._datagrams:
            service.drain()
        for session in self._current_sessions():
            session.drain()
        if self._started:
            self._wait_closed(deadline)
            for service in self._datagrams:
                service.wait_idle(deadline)

    def _give_up(self) -> None:
        """Cancel what still runs, and end the threads."""
        for session in self._current_sessions():
            session.connection.cancel()
            session.hang_up()
        self._wait_closed(monotonic() + _HANG_UP)
        for service in self._datagrams:
            service.stop()
        self._pool.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _welcome(self, sock: socket, transport: Transport, source: object) -> None:
        """Serve an accepted connection, unless there are too many and none is idle."""
        peer = peer_of(sock, transport, source)
        with self._all_closed:
            full = len(self._sessions) >= self._limits.max_connections and not self._make_room()
            if not full:
                session = Session(sock, peer, self._common, self._forget)
                self._sessions.add(session)
        if full:
            log.warning("%s refused: there are %d connections", peer, self._limits.max_connections)
            sock.close()
            return
        session.start()
        if self._stopped.is_set():
            session.drain()

    def _make_room(self) -> bool:
        """Drop the connection that has been idle longest, if one is. The lock is held."""
        while (longest := self._idlest.take(self._sessions)) is not None:
            if longest.give_up():
                return True
        return False

    def _forget(self, session: Session) -> None:
        with self._all_closed:
            self._sessions.discard(session)
            if not self._sessions:
                self._all_closed.notify_all()

    def _current_sessions(self) -> tuple[Session, ...]:
        with self._all_closed:
            return tuple(self._sessions)

    def _wait_closed(self, deadline: float) -> None:
        with self._all_closed:
            self._all_closed.wait_for(lambda: not self._sessions, max(deadline - monotonic(), 0))

    def _sweep(self) -> None:
        now = monotonic()
        with self._all_closed:
            self._idlest.renew()
        for session in self._current_sessions():
            session.sweep(now)
