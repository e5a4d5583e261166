"""The blocking client over TCP and Unix sockets."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from time import monotonic
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from rpcgen_py.runtime.client_core import SOLE_RESULT
from rpcgen_py.runtime.errors import (
    ConnectionLost,
    NotSent,
    OutcomeUnknown,
    ReplyTooLarge,
    RpcError,
    TimedOut,
    XdrError,
)
from rpcgen_py.runtime.record_marking import RecordError, RecordParser
from rpcgen_py.runtime.transport.connection import Connection, Submitted, pack_arguments
from rpcgen_py.runtime.transport.sockets import connect_stream, set_receive_timeout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rpcgen_py.runtime.address import Address
    from rpcgen_py.runtime.client_core import ClientCore, PendingCall
    from rpcgen_py.runtime.program import Procedure

__all__ = ["StreamConnection"]

P = ParamSpec("P")
R = TypeVar("R")

_RECEIVE: Final = 65536
"""Bytes asked of one `recv`. Asking for more makes Python allocate, at ten times the cost."""

_IDLE: Final = 0.01
"""Seconds without use after which a connection is looked at before it is used: servers close idle
ones, and a call sent on one of those could not be told from one that was lost."""

_DRAIN_EVERY: Final = 64
"""One-way calls between two looks for answers that nobody waits for, lest they fill the pipe."""

_DRAIN_MOST: Final = 64
"""Most receives of one such look: a peer that never stops sending must not hold a call up."""

_LONGEST_POLL: Final = 3600.0
"""Seconds; `poll` takes no infinity."""

_INTERRUPTED: Final = "a call on it was interrupted"
"""Why a connection is given up when anything but its own errors comes out of a call, as an
exception does that a signal handler raises: it may have cut a message in two."""

_DONT_WAIT: Final = getattr(socket, "MSG_DONTWAIT", 0)


class StreamConnection(Connection):
    """See `Connection`. One found broken before a call is sent is made anew."""

    def __init__(
        self, address: Address, core: ClientCore, *, timeout: float, max_record: int
    ) -> None:
        self.limit = core.limit
        self.timeout = timeout
        self._address = address
        self._core = core
        self._max_record = max_record
        self._turn = threading.Lock()
        self._closed = False
        self._one_way = 0
        self._connect(monotonic() + timeout)

    def _connect(self, deadline: float) -> None:
        self._socket = connect_stream(self._address, deadline)
        self._broken = False
        self._parser = RecordParser(self._max_record)
        self._receive_timeout = -1.0  # what the kernel was told last
        self._used = monotonic()
        # Whether no call is under way and no record partly here: then what comes next is most
        # likely the answer to the next call, and nothing else.
        self._quiet = True

    def call(self, procedure: Procedure[..., R], args: bytes, timeout: float | None = None) -> R:
        """See `Connection.call`."""
        seconds = self.timeout if timeout is None else timeout
        now = monotonic()
        deadline = now + seconds
        if not self._turn.acquire(blocking=False):
            self._take_turn(deadline)
        try:
            if not self._quiet or now - self._used > _IDLE or seconds <= 0:
                return self._call_carefully(procedure, args, deadline)
            # The way of nearly every call: one send, one receive, one comparison.
            self._used = now
            core = self._core
            xid, message = core.encode(procedure, args)
            try:
                sent = self._socket.send(message, _DONT_WAIT)
            except OSError:
                sent = 0
            if sent != len(message):
                self._transmit(message, sent, deadline)
            data = self._receive(seconds) or b""
            if core.sole_result(data, xid):
                return core.unpack(procedure, data, SOLE_RESULT, len(data))
            pending = core.adopt(xid, procedure, message, deadline)
            pending.sent = True
            self._take(data)
            return self._finish(pending, deadline)
        except (RpcError, XdrError):
            raise
        except BaseException:
            self._lose(_INTERRUPTED)
            raise
        finally:
            self._turn.release()

    def _call_carefully(self, procedure: Procedure[..., R], args: bytes, deadline: float) -> R:
        """A call on a connection that may be broken, or has other calls under way."""
        pending = self._begin(procedure, args, deadline)
        return self._finish(pending, deadline)

    def submit(self, procedure: Procedure[P, R], *args: P.args, **kwargs: P.kwargs) -> Submitted[R]:
        """See `Connection.submit`."""
        packed = pack_arguments(procedure, self.limit, args, kwargs)
        deadline = monotonic() + self.timeout
        self._take_turn(deadline)
        with self._turn_taken():
            return Submitted(self, self._begin(procedure, packed, deadline))

    def send(self, procedure: Procedure[P, R], *args: P.args, **kwargs: P.kwargs) -> None:
        """See `Connection.send`."""
        packed = pack_arguments(procedure, self.limit, args, kwargs)
        deadline = monotonic() + self.timeout
        self._take_turn(deadline)
        with self._turn_taken():
            self._be_ready(deadline)
            self._transmit(self._core.encode(procedure, packed)[1], 0, deadline)
            self._one_way += 1
            if self._one_way % _DRAIN_EVERY == 0:
                self._drain()

    def wait(self, pending: PendingCall[R], timeout: float | None) -> R:
        """See `Submitted.result`."""
        if pending.done:
            return pending.outcome()
        deadline = monotonic() + (self.timeout if timeout is None else timeout)
        try:
            self._take_turn(deadline)
        except NotSent:
            self._core.forget(pending)
            raise TimedOut(f"{pending.procedure.name}: another thread waits here") from None
        with self._turn_taken():
            return self._finish(pending, deadline)

    @contextlib.contextmanager
    def _turn_taken(self) -> Iterator[None]:
        """Release the turn at the end; `call` does the same by hand, to be faster."""
        try:
            yield
        except (RpcError, XdrError):
            raise
        except BaseException:
            self._lose(_INTERRUPTED)
            raise
        finally:
            self._turn.release()

    def close(self) -> None:
        """See `Connection.close`."""
        self._closed = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes a thread that waits in `recv`
        with self._turn:
            self._lose("the connection was closed on this side")

    def _take_turn(self, deadline: float) -> None:
        if not self._turn.acquire(
            timeout=min(max(deadline - monotonic(), 0), threading.TIMEOUT_MAX)
        ):
            raise NotSent("another thread's call on this connection took all the time there was")

    def _be_ready(self, deadline: float) -> None:
        """Have a connection that is not known to be broken. Raises `NotSent`."""
        if self._closed:
            raise NotSent("the connection is closed")
        now = monotonic()
        if now >= deadline:
            raise NotSent("no time was left to send the call")
        if not self._broken and now - self._used > _IDLE:
            self._look()
        if self._broken:
            self._connect(deadline)
        self._used = now

    def _look(self) -> None:
        """See whether the server has ended the connection."""
        try:
            if not self._socket.recv(1, socket.MSG_PEEK | _DONT_WAIT):
                self._lose("the server closed the connection")
        except BlockingIOError:
            pass
        except OSError as error:
            self._lose(str(error))

    def _begin(self, procedure: Procedure[..., R], args: bytes, deadline: float) -> PendingCall[R]:
        core = self._core
        self._be_ready(deadline)
        while len(core.pending) >= core.max_pending and not self._broken:
            left = deadline - monotonic()
            if left <= 0:
                raise NotSent(f"{core.max_pending} calls wait for answers already")
            self._take(self._receive(left) or b"")
        xid, message = core.encode(procedure, args)
        self._transmit(message, 0, deadline)
        pending = core.adopt(xid, procedure, message, deadline)
        pending.sent = True
        self._quiet = False
        return pending

    def _finish(self, pending: PendingCall[R], deadline: float) -> R:
        """Receive until a call has ended. Raises as `Connection.call` does."""
        try:
            while not pending.done:
                left = deadline - monotonic()
                if left <= 0:
                    raise TimedOut(
                        f"{pending.procedure.name}: {self._address} gave no answer in time"
                    )
                # The time left is told to the kernel anew each time: it counts from each byte on.
                self._take(self._receive(left) or b"")
            return pending.outcome()
        finally:
            self._core.forget(pending)
            self._quiet = not self._core.pending and self._parser.between_records

    def _transmit(self, message: bytes, sent: int, deadline: float) -> None:
        """Send what is left of a call.

        Answers are taken meanwhile: a server that cannot get rid of them stops reading. Raises
        `NotSent`, also where the connection ends before the last byte has left: a server does
        nothing for a part of a record. `TimedOut` where only a part was taken in time.
        """
        rest = memoryview(message)[sent:]
        retried = False
        while rest:
            try:
                rest = rest[self._socket.send(rest, _DONT_WAIT) :]
            except BlockingIOError:
                self._await_room(len(rest) < len(message), deadline)
            except OSError as error:
                self._lose(str(error))
                if len(rest) < len(message):
                    raise NotSent(
                        f"{self._address}: the connection ended before the whole call was sent"
                    ) from error
                if retried:
                    raise NotSent(f"{self._address}: {error}") from error
                retried = True
                self._be_ready(deadline)

    def _await_room(self, begun: bool, deadline: float) -> None:
        """Wait until more can be sent, and take what comes meanwhile."""
        poller = select.poll()
        poller.register(self._socket, select.POLLIN | select.POLLOUT)
        left = deadline - monotonic()
        ready = poller.poll(min(left, _LONGEST_POLL) * 1000) if left > 0 else []
        if any(events & ~select.POLLOUT for _, events in ready):
            self._drain()
        if monotonic() < deadline:
            return
        if not begun:
            raise NotSent(f"{self._address} took no more calls in time")
        self._lose("half a call was sent when its time was over")
        raise TimedOut(f"{self._address} did not take the whole call in time")

    def _receive(self, seconds: float) -> bytes | None:
        """What comes next; None if that is nothing for so long. Raises `ConnectionLost`."""
        if seconds != self._receive_timeout:
            set_receive_timeout(self._socket, seconds)
            self._receive_timeout = seconds
        try:
            return self._receive_now(0)
        except BlockingIOError:
            return None

    def _receive_now(self, flags: int = _DONT_WAIT) -> bytes:
        """What is here already. Raises BlockingIOError and `ConnectionLost`."""
        try:
            data = self._socket.recv(_RECEIVE, flags)
        except BlockingIOError:
            raise
        except OSError as error:
            raise self._lose(str(error)) from error
        if not data:
            raise self._lose("the server closed the connection")
        return data

    def _drain(self) -> None:
        """Take what is here already."""
        with contextlib.suppress(BlockingIOError, ConnectionLost):
            for _ in range(_DRAIN_MOST):
                self._take(self._receive_now())

    def _take(self, data: bytes) -> None:
        """End the calls whose answers are in this."""
        self._parser.feed(data)
        try:
            while (record := self._parser.next_record()) is not None:
                self._core.receive(*record)
        except RecordError as error:
            self._lose(f"the server sent {error}", ReplyTooLarge)

    def _lose(self, reason: str, error: type[OutcomeUnknown] = ConnectionLost) -> OutcomeUnknown:
        """Give the connection up: calls under way end with `error`. Returns one to raise."""
        self._socket.close()
        self._broken = True
        self._quiet = False
        text = f"{self._address}: {reason}"
        self._core.disconnect(text, error)
        return error(text)
