"""The blocking client over UDP: calls are repeated, at growing intervals, until answered."""

from __future__ import annotations

import contextlib
import socket
import threading
from time import monotonic
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from rpcgen_py.runtime.client_core import SOLE_DATAGRAM
from rpcgen_py.runtime.errors import ConnectionLost, NotSent, SystemError_, TimedOut, Unreachable
from rpcgen_py.runtime.transport.connection import Connection, Submitted, pack_arguments
from rpcgen_py.runtime.transport.datagram_calls import (
    RETRANSMIT_AFTER,
    Repeat,
    datagram_of,
    with_hint,
)
from rpcgen_py.runtime.transport.sockets import resolve, set_receive_timeout

if TYPE_CHECKING:
    from rpcgen_py.runtime.address import Address
    from rpcgen_py.runtime.client_core import ClientCore, PendingCall
    from rpcgen_py.runtime.program import Procedure

__all__ = ["DatagramConnection"]

P = ParamSpec("P")
R = TypeVar("R")

_RECEIVE: Final = 65536  # more than any datagram has


class DatagramConnection(Connection):
    """See `Connection`. It is bound to one address of the server, whose answers alone it hears.

    If nothing listens at an address of the host, the next is tried. Calls and arguments that do
    not fit into `MAX_DATAGRAM` raise `NotSent`.
    """

    def __init__(
        self,
        address: Address,
        core: ClientCore,
        *,
        timeout: float,
        retransmit_after: float = RETRANSMIT_AFTER,
    ) -> None:
        self.limit = core.limit
        self.timeout = timeout
        self._address = address
        self._core = core
        self._retransmit_after = retransmit_after
        self._turn = threading.Lock()
        self._closed = False
        self._repeats: dict[int, Repeat] = {}
        self._places = resolve(address)
        self._untried = list(self._places)
        self._open_next()

    def _open_next(self) -> None:
        """Take the next address of the host. Raises `Unreachable` if there is none."""
        problem = "nothing listens there"
        while self._untried:
            family, where = self._untried.pop(0)
            self._socket = socket.socket(family, socket.SOCK_DGRAM)
            self._receive_timeout = -1.0  # what the kernel was told last
            try:
                self._socket.connect(where)
            except OSError as error:
                self._socket.close()
                problem = error.strerror or str(error)
                continue
            return
        self._untried = list(self._places)  # for the next call
        raise Unreachable(f"{self._address}: {problem}")

    def call(self, procedure: Procedure[..., R], args: bytes, timeout: float | None = None) -> R:
        """See `Connection.call`."""
        seconds = self.timeout if timeout is None else timeout
        now = monotonic()
        deadline = now + seconds
        if not self._turn.acquire(blocking=False):
            self._take_turn(deadline)
        try:
            if self._core.pending or seconds <= 0:
                return self._finish(self._begin(procedure, args, deadline), deadline)
            # The way of nearly every call: one send, one receive, one comparison.
            xid, message = self._core.encode(procedure, args)
            self._transmit(message)
            data = problem = None
            try:
                data = self._receive_within(min(seconds, self._retransmit_after))
                if self._core.sole_datagram(data, xid):
                    self._untried.clear()  # somebody is there
                    return self._core.unpack(procedure, data, SOLE_DATAGRAM, len(data))
            except BlockingIOError:
                pass
            except OSError as error:
                problem = error
            pending = self._await(xid, procedure, message, now, deadline)
            if problem is not None:
                self._refused(problem)
            elif data is not None:
                self._take(data)
            return self._finish(pending, deadline)
        finally:
            self._turn.release()

    def submit(self, procedure: Procedure[P, R], *args: P.args, **kwargs: P.kwargs) -> Submitted[R]:
        """See `Connection.submit`. Calls are only repeated while some thread waits for one."""
        packed = pack_arguments(procedure, self.limit, args, kwargs)
        deadline = monotonic() + self.timeout
        self._take_turn(deadline)
        try:
            return Submitted(self, self._begin(procedure, packed, deadline))
        finally:
            self._turn.release()

    def send(self, procedure: Procedure[P, R], *args: P.args, **kwargs: P.kwargs) -> None:
        """See `Connection.send`. It is sent once, and may be lost."""
        packed = pack_arguments(procedure, self.limit, args, kwargs)
        self._take_turn(monotonic() + self.timeout)
        try:
            self._transmit(self._core.encode(procedure, packed)[1])
        finally:
            self._turn.release()

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
        try:
            return self._finish(pending, deadline)
        finally:
            self._turn.release()

    def close(self) -> None:
        """See `Connection.close`."""
        self._closed = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes a thread that waits in `recv`
        with self._turn:
            self._socket.close()
            self._core.disconnect(f"{self._address}: closed on this side")

    def _take_turn(self, deadline: float) -> None:
        left = min(max(deadline - monotonic(), 0), threading.TIMEOUT_MAX)
        if not self._turn.acquire(timeout=left):
            raise NotSent("another thread's call on this connection took all the time there was")

    def _begin(self, procedure: Procedure[..., R], args: bytes, deadline: float) -> PendingCall[R]:
        now = monotonic()
        if now >= deadline:
            raise NotSent("no time was left to send the call")
        if len(self._core.pending) >= self._core.max_pending:
            raise NotSent(f"{self._core.max_pending} calls wait for answers already")
        xid, message = self._core.encode(procedure, args)
        self._transmit(message)
        return self._await(xid, procedure, message, now, deadline)

    def _await(
        self, xid: int, procedure: Procedure[..., R], message: bytes, now: float, deadline: float
    ) -> PendingCall[R]:
        """Let a call that was sent just `now` wait for its answer."""
        pending = self._core.adopt(xid, procedure, message, deadline)
        pending.sent = True
        self._repeats[xid] = Repeat(now, self._retransmit_after)
        return pending

    def _transmit(self, message: bytes) -> None:
        if self._closed:
            raise NotSent("the connection is closed")
        datagram = datagram_of(message)
        for attempt in range(2):
            try:
                self._socket.send(datagram, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return  # as if lost on the way: it will be repeated
            except OSError as error:
                # The first error may be about a datagram sent before; reporting it cleared it.
                if attempt == 1:
                    raise NotSent(f"{self._address}: {error}") from error
            else:
                return

    def _finish(self, pending: PendingCall[R], deadline: float) -> R:
        """Receive, and repeat what goes unanswered, until a call has ended."""
        try:
            while not pending.done:
                now = monotonic()
                if now >= deadline:
                    raise TimedOut(
                        f"{pending.procedure.name}: {self._address} gave no answer in time"
                    )
                data = self._receive(min(deadline, self._repeat_due(now)) - now)
                if self._closed:
                    raise ConnectionLost(f"{self._address}: closed on this side")
                if data:
                    self._take(data)
            return pending.outcome()
        except SystemError_ as error:
            raise with_hint(error) from None
        finally:
            self._core.forget(pending)
            self._repeats.pop(pending.xid, None)

    def _repeat_due(self, now: float) -> float:
        """Send again what is due; when the next is."""
        due = []
        for xid, repeat in list(self._repeats.items()):
            call = self._core.pending.get(xid)
            if call is None:
                del self._repeats[xid]
                continue
            if repeat.at <= now:
                repeat.repeated(now)
                self._transmit(call.message)
            due.append(repeat.at)
        return min(due)

    def _receive(self, seconds: float) -> bytes | None:
        """The next datagram; None if there is none for so long, or nobody to send one."""
        try:
            return self._receive_within(seconds)
        except BlockingIOError:
            return None
        except OSError as error:
            self._refused(error)
            return None

    def _receive_within(self, seconds: float) -> bytes:
        """The next datagram. Raises BlockingIOError if there is none for so long, and OSError."""
        if seconds != self._receive_timeout:
            set_receive_timeout(self._socket, seconds)
            self._receive_timeout = seconds
        return self._socket.recv(_RECEIVE)

    def _take(self, data: bytes) -> None:
        self._untried.clear()  # somebody is there
        self._core.receive(data, 0, len(data))

    def _refused(self, error: OSError) -> None:
        """The host says that nothing listens: try its next address, or end what waits."""
        pending = [self._core.pending[xid] for xid in self._repeats if xid in self._core.pending]
        if self._untried and not self._closed:
            self._socket.close()
            try:
                self._open_next()
            except Unreachable:
                pass
            else:
                for call in pending:
                    self._transmit(call.message)
                return
        for call in pending:
            once = self._repeats[call.xid].count == 1 and not self._closed
            reason = f"{self._address}: {error.strerror or error}"
            # Sent more than once, an earlier one may have been taken by a server that has gone.
            self._core.fail(call, Unreachable(reason) if once else ConnectionLost(reason))
