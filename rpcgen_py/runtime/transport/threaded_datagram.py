"""One UDP socket of a threaded server."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from rpcgen_py.runtime.errors import SystemError_
from rpcgen_py.runtime.message import MARK, accepted_error
from rpcgen_py.runtime.peer_log import peer_log
from rpcgen_py.runtime.replay_cache import RUN, Key, ReplayCache, call_key
from rpcgen_py.runtime.server_core import Call
from rpcgen_py.runtime.transport.datagrams import Endpoint, Source
from rpcgen_py.runtime.transport.threaded_calls import late_reply, run_call

if TYPE_CHECKING:
    from concurrent.futures import Future

    from rpcgen_py.runtime.server_core import ServerCore
    from rpcgen_py.runtime.transport.limits import Limits
    from rpcgen_py.runtime.transport.listeners import Listener

__all__ = ["DatagramService"]

log = peer_log(__name__)

_JOIN: Final = 1.0
"""Seconds that stopping waits for the threads; one that hangs in a handler is left behind."""

_PAUSE: Final = 0.1
"""Seconds between two tries to receive where it fails; it should not, but must not spin."""


class _Job:
    """A call that runs, or whose handler has left its answer to a future."""

    __slots__ = ("call", "deferred", "key", "source")

    def __init__(self, key: Key, call: Call, source: Source) -> None:
        self.key = key
        self.call = call
        self.source = source
        self.deferred = False


class DatagramService:
    """At most `workers` threads that receive from one socket, each answering what it received.

    The kernel hands each datagram to one. Another thread is started when the last one that waits
    gets a datagram.

    A call that was seen before is not run again (see `ReplayCache`). An answer that passes
    `max_datagram` becomes SYSTEM_ERR, and a log line that says so.
    """

    def __init__(self, listener: Listener, core: ServerCore, limits: Limits, workers: int) -> None:
        self._socket = listener.socket
        self._endpoint = Endpoint(listener)
        self._core = core
        self._limits = limits
        self._workers = workers
        self._stopping = False
        self._lock = threading.Lock()  # guards all that follows
        self._idle = threading.Condition(self._lock)
        self._cache = ReplayCache()
        self._running: set[_Job] = set()
        self._threads: list[threading.Thread] = []
        self._waiting = 0

    def start(self) -> None:
        """Begin to serve."""
        with self._lock:
            self._add_thread()

    def drain(self) -> None:
        """Receive no more calls."""
        self._stopping = True
        with contextlib.suppress(OSError):  # it wakes the threads, and then says "not connected"
            self._socket.shutdown(socket.SHUT_RD)

    def wait_idle(self, deadline: float) -> None:
        """Wait until every running call is answered, or until `deadline`."""
        with self._idle:
            self._idle.wait_for(lambda: not self._running, max(deadline - monotonic(), 0))

    def stop(self) -> None:
        """Give running calls up, and end the threads that do not hang in a handler."""
        with self._lock:
            running = tuple(self._running)
        for job in running:
            job.source.connection.cancel()
        deadline = monotonic() + _JOIN
        for thread in self._threads:
            if thread.is_alive() and thread is not threading.current_thread():
                thread.join(max(deadline - monotonic(), 0))

    def _add_thread(self) -> None:
        name = f"rpc-udp-{len(self._threads) + 1}"
        thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._threads.append(thread)
        self._waiting += 1
        thread.start()

    def _work(self) -> None:
        while True:
            try:
                data, source = self._endpoint.receive()
            except OSError:
                if self._stopping:
                    return
                log.exception("receiving datagrams failed")
                time.sleep(_PAUSE)
                continue
            if self._stopping:
                return
            key, now = call_key(source.address, data), monotonic()
            with self._lock:
                self._waiting -= 1
                if not self._waiting and len(self._threads) < self._workers:
                    self._add_thread()
                verdict = self._cache.begin(key, now)
            try:
                if verdict is RUN:
                    self._serve(key, data, source, now)
                elif isinstance(verdict, bytes):
                    self._send(verdict, source)
            except Exception:
                log.exception("serving a datagram failed")
            with self._lock:
                self._waiting += 1

    def _serve(self, key: Key, data: bytes, source: Source, now: float) -> None:
        deadline = self._limits.deadline(now)
        outcome = self._core.accept(data, 0, len(data), source.connection, deadline)
        if not isinstance(outcome, Call):
            with self._lock:
                self._cache.abandon(key)  # to refuse it once more does no harm
            if outcome is not None:
                self._send(outcome, source)
            return
        job = _Job(key, outcome, source)
        with self._lock:
            self._running.add(job)

        def defer(call: Call, future: Future[Any]) -> None:
            job.deferred = True
            future.add_done_callback(lambda done: self._finish(job, late_reply(call, done)))

        reply = run_call(outcome, defer)
        if not job.deferred:
            self._finish(job, reply)

    def _finish(self, job: _Job, reply: bytes | None) -> None:
        """A call has ended, in whatever thread: remember its answer and send it."""
        most = self._limits.max_datagram
        if reply is not None and len(reply) - MARK > most:
            log.error(
                "%s of %s: an answer of %d bytes is too large for UDP, which carries %d: "
                "answered SYSTEM_ERR; it must be called over TCP",
                job.call.procedure.name,
                job.source.peer,
                len(reply) - MARK,
                most,
            )
            reply = accepted_error(job.call.xid_bytes, SystemError_)
        with self._lock:
            self._cache.finish(job.key, reply, monotonic())
            self._running.discard(job)
            if self._stopping and not self._running:
                self._idle.notify_all()
        if reply is not None:
            self._send(reply, job.source)

    def _send(self, reply: bytes, source: Source) -> None:
        try:
            self._endpoint.send(memoryview(reply)[MARK:], source)
        except OSError as error:  # as if lost on the way: the caller will ask again
            log.info("%s: %s", source.peer, error)
