"""One TCP or Unix connection of a threaded server."""

from __future__ import annotations

import contextlib
import functools
import select
import socket
import threading
from concurrent.futures import Future
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from rpcgen_py.runtime.message import MARK
from rpcgen_py.runtime.peer_log import peer_log
from rpcgen_py.runtime.record_marking import RecordError, RecordParser
from rpcgen_py.runtime.server_core import Call, ServerConnection
from rpcgen_py.runtime.transport.idlest import HALF_SENT
from rpcgen_py.runtime.transport.sockets import set_receive_timeout
from rpcgen_py.runtime.transport.threaded_calls import late_reply, run_call

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.identity import Peer
    from rpcgen_py.runtime.transport.threaded_calls import Common

__all__ = ["LINGER", "Session"]

log = peer_log(__name__)

LINGER: Final = 0.02
"""Seconds that a thread stays with a connection after its last request, if another one is free."""

_RECEIVE: Final = 65536
"""Bytes asked of one `recv`. Asking for more makes Python allocate, at ten times the cost."""

_DONT_WAIT: Final = int(getattr(socket, "MSG_DONTWAIT", 0))  # not on Windows
"""The flag as a plain number: a member of an enum takes a look-up more."""

_FLUSH: Final = 65536
"""Bytes of replies that are collected before they are sent."""

_PROGRESS: Final = 65536
"""Bytes that a slow reader must take within each `send_timeout`."""

_GONE: Final = 0x2018
"""EPOLLRDHUP, EPOLLHUP and EPOLLERR, in numbers so that this imports where no epoll is."""


class _Connection(ServerConnection):
    """Sees a hang-up also while the thread that would come upon it runs a handler."""

    __slots__ = ("_socket",)

    def __init__(self, peer: Peer, sock: socket.socket) -> None:
        super().__init__(peer)
        self._socket = sock

    def hung_up(self) -> bool:
        poller = select.poll()
        try:
            poller.register(self._socket, select.POLLRDHUP)
        except ValueError:  # closed
            return True
        return bool(poller.poll(0))


class Session:
    """A connection. One thread at a time owns it, to read and answer; any may send a late answer.

    Nothing here waits for the peer except `recv`, and that only while another thread is spare.
    What the peer does not take stays in `_unsent`, and no more is read until it is gone.
    """

    def __init__(
        self, sock: socket.socket, peer: Peer, common: Common, on_close: Callable[[Session], None]
    ) -> None:
        self.connection: ServerConnection = _Connection(peer, sock)
        self._socket = sock
        self._descriptor = sock.fileno()
        self._core = common.core
        self._pool = common.pool
        self._limits = common.limits
        self._budget = common.budget
        self._debts = common.debts
        self._on_close = on_close
        self._parser = RecordParser(self._limits.max_record)
        self._held = 0  # what of the budget for unfinished records is ours
        self._used = monotonic()  # when the last whole request came, or a late answer went
        self._served = False  # whether requests came since a thread has owned it
        self._more = False  # whether requests wait in the parser
        self._draining = False
        # Shared with threads that send late answers:
        self._lock = threading.Lock()
        self._owned = True  # by the thread that accepted it, until `start`
        self._closed = False
        self._deferred = 0
        self._unsent: bytes | memoryview = b""
        self._owed = 0  # the bytes of which it is the rest
        self._stuck_since = 0.0
        self._taken = 0  # bytes that the peer took since then

    def start(self) -> None:
        """Begin to serve."""
        set_receive_timeout(self._socket, LINGER)
        with self._lock:
            self._pool.add(self._descriptor, self, select.EPOLLIN | select.EPOLLRDHUP)
            self._owned = False
            if self._draining:
                self._arm()

    def drain(self) -> None:
        """Read no more requests, and close once those that run are answered."""
        with self._lock:
            self._draining = True
            if not self._owned and not self._closed:
                self._arm()

    def hang_up(self) -> None:
        """End the connection: the thread that owns it, or gets to, closes it."""
        with self._lock, contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def drop_debtor(self) -> None:
        """End the connection, because there is no room for the answers it does not take."""
        log.warning("%s leaves too many answers untaken: closing", self.connection.peer)
        self.hang_up()

    def sweep(self, now: float) -> None:
        """Hang up on a peer that takes no answers or makes no requests."""
        if self._unsent and now - self._stuck_since > self._limits.send_timeout:
            log.warning("%s takes no answers: closing", self.connection.peer)
            self.hang_up()
        elif not (self._unsent or self._deferred or self._served) and (
            now - self._used > self._limits.idle_timeout
        ):
            log.info("%s is idle: closing", self.connection.peer)
            self.hang_up()

    def idle(self) -> float:
        """The seconds in which it was of no use; see `Idle`."""
        if self._unsent or self._deferred or self._served:
            return 0
        seconds = monotonic() - self._used
        return seconds if self._parser.between_records else seconds / HALF_SENT

    def give_up(self) -> bool:
        """End the connection at once, unless it is in use just now."""
        with self._lock:
            if self._owned or self._closed or self._unsent or self._deferred:
                return False
            self._owned = True
        log.info("%s is idle: closing", self.connection.peer)
        self._close()
        return True

    def ready(self, events: int) -> None:
        """See `Target.ready`."""
        with self._lock:
            if self._owned or self._closed:
                return
            self._owned = True
        stays = False
        try:
            stays = self._serve(events)
        except RecordError as error:
            log.warning("%s sent %s: closing", self.connection.peer, error)
        except OSError as error:
            log.info("%s: %s", self.connection.peer, error)
        finally:  # whatever failed, the socket must not be held
            if not (stays and self._park()):
                self._close()

    def _serve(self, events: int) -> bool:
        """Answer and read until nothing comes any more. Whether the connection goes on.

        Raises RecordError and OSError, which end it too.
        """
        if self._unsent and not self._send(b""):
            return not events & _GONE
        if self._more and self._may_ask() and not self._answer_all():
            return not events & _GONE
        if not self._read_requests():
            return False
        # One who has gone is found out by reading to the end, unless no more is to be read.
        return self._may_ask() or not events & _GONE

    def _read_requests(self) -> bool:  # noqa: C901, PLR0912 (see below)
        """Answer requests as they come, until none does. Whether there may be more later.

        `_answer`, `run_call` and `_send` are written out for a request that comes alone: as calls
        they would cost a tenth of the time that a small request takes with all the kernel does.
        """
        receive, send = self._socket.recv, self._socket.send
        parser, pool, accept = self._parser, self._pool, self._core.accept
        connection = self.connection
        most, timeout = self._limits.max_queued, self._limits.call_timeout
        while not self._draining and self._deferred < most:
            try:
                data = receive(_RECEIVE, 0 if pool.spare else _DONT_WAIT)
            except BlockingIOError:
                break
            if not data:
                return False
            if not parser.sole(data):
                parser.feed(data)
                if not self._answer_all():
                    break
                continue
            self._served = True
            deadline = None if timeout is None else monotonic() + timeout
            reply = accept(data, MARK, len(data), connection, deadline)
            if isinstance(reply, Call):
                call = reply
                try:
                    result = call.method(*call.args, call)
                except BaseException as error:  # noqa: BLE001 (see `run_call`)
                    reply = call.fail(error)
                else:
                    if isinstance(result, Future):
                        self._defer(call, result)
                        continue
                    reply = call.reply(result)
            if reply is None:
                continue
            if not self._deferred and not self._unsent:  # see `_send`
                try:
                    sent = send(reply, _DONT_WAIT)
                except BlockingIOError:
                    sent = 0
                if sent == len(reply):
                    continue
                reply = reply[sent:]
            if not self._send(reply):
                break
        return True

    def _may_ask(self) -> bool:
        """Whether the peer may make another request now."""
        return not self._draining and self._deferred < self._limits.max_queued

    def _answer(self, data: bytes, start: int, end: int) -> bytes | None:
        """Answer one request: the marked reply, or None if there is none, or none yet."""
        self._served = True
        timeout = self._limits.call_timeout
        deadline = None if timeout is None else monotonic() + timeout
        call = self._core.accept(data, start, end, self.connection, deadline)
        return run_call(call, self._defer) if isinstance(call, Call) else call

    def _answer_all(self) -> bool:
        """Answer the requests that were fed. Whether it got to the last, and all is sent."""
        next_record = self._parser.next_record
        record = next_record()
        if record is None or self._held:
            self._account()
        replies: list[bytes] = []
        size = 0
        try:
            while record is not None:
                reply = self._answer(*record)
                if reply is not None:
                    replies.append(reply)
                    size += len(reply)
                    if size >= _FLUSH:
                        sent = self._send(b"".join(replies))
                        replies.clear()
                        size = 0
                        if not sent:
                            break
                elif self._deferred >= self._limits.max_queued:
                    break
                record = next_record()
            self._more = record is not None
        finally:  # also where a record was too large: those before it are answered
            sent = not replies or self._send(b"".join(replies))
        return sent and not self._more

    def _account(self) -> None:
        """Keep the server's account of unfinished records. Raises `RecordError` over its limit."""
        held = self._parser.held
        if held != self._held:
            self._budget.take(held - self._held)
            self._held = held

    def _send(self, data: bytes) -> bool:
        """Send this behind what is unsent. Whether all is sent. Raises OSError."""
        if not self._deferred and not self._unsent:  # then no other thread sends
            try:
                sent = self._socket.send(data, _DONT_WAIT)
            except BlockingIOError:
                sent = 0
            if sent == len(data):
                return True
            data = data[sent:]
        with self._lock:
            if self._closed:
                return False
            rest: bytes | memoryview = self._unsent or data
            if self._unsent and data:
                rest = b"".join((self._unsent, data))
            try:
                sent = self._socket.send(rest, _DONT_WAIT)
            except BlockingIOError:
                sent = 0
            debtor = self._owe(rest, sent, len(rest) if data else self._owed)
        if debtor is not None:
            debtor.drop_debtor()
        return sent == len(rest)

    def _owe(self, rest: bytes | memoryview, sent: int, held: int) -> Session | None:
        """Keep what is unsent, of `held` bytes that stay until all are sent. The lock is held.

        Returns the connection that must end, if all of them hold too much.
        """
        if sent == len(rest):
            held = 0
            self._unsent = b""
        else:
            self._taken += sent
            if not self._unsent or self._taken >= _PROGRESS:
                self._stuck_since = monotonic()
                self._taken = 0
            self._unsent = memoryview(rest)[sent:]
        if held == self._owed:
            return None
        self._owed = held
        return self._debts.owe(self, held)

    def _defer(self, call: Call, future: Future[Any]) -> None:
        with self._lock:
            self._deferred += 1
        future.add_done_callback(functools.partial(self._answer_late, call))

    def _answer_late(self, call: Call, future: Future[Any]) -> None:
        """A future has ended, in whatever thread."""
        reply = late_reply(call, future)
        try:
            if reply is not None:
                self._send(reply)
        except OSError as error:
            log.info("%s: %s", self.connection.peer, error)
            self.hang_up()
        with self._lock:
            self._deferred -= 1
            self._used = monotonic()
            if not self._owned and not self._closed:
                self._arm()

    def _park(self) -> bool:
        """Give the socket back to the pool, unless it has no more use."""
        with self._lock:
            if self._draining and not self._deferred and not self._unsent:
                return False
            if self._served:
                self._served = False
                self._used = monotonic()
            self._owned = False
            self._arm()
            return True

    def _arm(self) -> None:
        """Say which event wakes a thread for this connection. The lock is held, nobody owns it."""
        if self._unsent:
            events = select.EPOLLOUT
        elif self._deferred >= self._limits.max_queued or (self._draining and self._deferred):
            events = select.EPOLLRDHUP  # a late answer arms it anew
        elif self._more or self._draining:
            events = select.EPOLLOUT  # at once
        else:
            events = select.EPOLLIN | select.EPOLLRDHUP
        self._pool.arm(self._descriptor, events)

    def _close(self) -> None:
        with self._lock:
            self._closed = True
            self._debts.owe(self, 0)
            self._pool.remove(self._descriptor)
            self._socket.close()
        self._budget.take(-self._held)
        self.connection.cancel()
        self._on_close(self)
