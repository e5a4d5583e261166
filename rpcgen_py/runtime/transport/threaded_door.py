"""A listening socket of a threaded server, from which connections are accepted."""

from __future__ import annotations

import select
import socket
import threading
import time
from typing import TYPE_CHECKING, Final

from rpcgen_py.runtime.peer_log import peer_log

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.address import Transport
    from rpcgen_py.runtime.transport.listeners import Listener
    from rpcgen_py.runtime.transport.threaded_pool import Pool

__all__ = ["Door"]

log = peer_log(__name__)

_MOST: Final = 64
"""Most connections accepted before other sockets get their turn."""

_PAUSE: Final = 0.1
"""Seconds to wait where none can be accepted, as when there are too many open files."""


class Door:
    """Accepts connections in a thread of the pool, and hands each to `welcome`."""

    def __init__(
        self,
        listener: Listener,
        pool: Pool,
        welcome: Callable[[socket.socket, Transport, object], None],
    ) -> None:
        self._listener = listener
        self._socket = listener.socket
        self._pool = pool
        self._welcome = welcome
        self._lock = threading.Lock()
        self._closed = False
        self._socket.setblocking(False)
        pool.add(self._socket.fileno(), self, select.EPOLLIN)

    def close(self) -> None:
        """Accept no more."""
        with self._lock:
            self._closed = True
            self._pool.remove(self._socket.fileno())
            self._listener.close()

    def ready(self, _events: int) -> None:
        """See `Target.ready`."""
        pause = 0.0
        for _ in range(_MOST):
            try:
                sock, source = self._socket.accept()
            except (BlockingIOError, ConnectionAbortedError):
                break
            except OSError as error:
                if not self._closed:
                    log.warning("cannot accept at %s: %s", self._listener.address, error)
                    pause = _PAUSE
                break
            self._enter(sock, source)
        time.sleep(pause)
        with self._lock:
            if not self._closed:
                self._pool.arm(self._socket.fileno(), select.EPOLLIN)

    def _enter(self, sock: socket.socket, source: object) -> None:
        transport = self._listener.address.transport
        try:
            sock.setblocking(True)
            if transport == "tcp":
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            self._welcome(sock, transport, source)
        except OSError as error:  # it has gone already
            log.info("a connection to %s: %s", self._listener.address, error)
            sock.close()
