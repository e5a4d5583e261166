"""The asyncio client over UDP: calls are repeated, at growing intervals, until answered."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from rpcgen_py.runtime.errors import ConnectionLost, NotSent, SystemError_, TimedOut, Unreachable
from rpcgen_py.runtime.transport.asyncio_connection import AsyncConnection
from rpcgen_py.runtime.transport.connection import pack_arguments
from rpcgen_py.runtime.transport.datagram_calls import (
    RETRANSMIT_AFTER,
    Repeat,
    datagram_of,
    with_hint,
)

if TYPE_CHECKING:
    from rpcgen_py.runtime.address import Address
    from rpcgen_py.runtime.client_core import ClientCore, PendingCall
    from rpcgen_py.runtime.program import Procedure
    from rpcgen_py.runtime.transport.sockets import SocketAddress

__all__ = ["AsyncDatagramConnection"]

P = ParamSpec("P")
R = TypeVar("R")

_RECEIVE: Final = 65536  # more than any datagram has

_SOONEST: Final = 0.001  # seconds; timers that are due at once would spin where they are early

_BATCH: Final = 64
"""Most datagrams taken before the loop's other sockets get their turn."""


class _Waiting:
    """A call under way: who waits, and when it is sent again."""

    __slots__ = ("call", "deadline", "future", "repeat", "timer")

    def __init__(
        self,
        call: PendingCall[Any],
        future: asyncio.Future[None],
        deadline: float,
        repeat: Repeat,
    ) -> None:
        self.call = call
        self.future = future
        self.deadline = deadline
        self.repeat = repeat
        self.timer: asyncio.TimerHandle | None = None

    def wake(self, _call: PendingCall[Any]) -> None:
        """The call has ended."""
        if not self.future.done():  # else cancelled, but its task has not run yet
            self.future.set_result(None)


class AsyncDatagramConnection(AsyncConnection):
    """See `AsyncConnection`. It is bound to one address of the server, and hears no other.

    If nothing listens at an address of the host, the next is tried. Calls that do not fit into
    one datagram raise `NotSent`, as do more than `max_pending` at a time.
    """

    def __init__(
        self,
        address: Address,
        core: ClientCore,
        places: list[tuple[int, SocketAddress]],
        *,
        timeout: float,
        retransmit_after: float = RETRANSMIT_AFTER,
    ) -> None:
        self.limit = core.limit
        self.timeout = timeout
        self._address = address
        self._core = core
        self._retransmit_after = retransmit_after
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[int, _Waiting] = {}
        self._places = places
        self._untried = list(places)
        self._socket: socket.socket | None = None
        self._closed = False
        self._open_next()

    def _open_next(self) -> socket.socket:
        """Take the next address of the host. Raises `Unreachable` if there is none."""
        problem = "nothing listens there"
        while self._untried:
            family, where = self._untried.pop(0)
            sock = socket.socket(family, socket.SOCK_DGRAM)
            sock.setblocking(False)
            try:
                sock.connect(where)
            except OSError as error:
                sock.close()
                problem = error.strerror or str(error)
                continue
            self._socket = sock
            self._loop.add_reader(sock, self._readable, sock)
            return sock
        self._untried = list(self._places)  # for the next call
        raise Unreachable(f"{self._address}: {problem}")

    async def call(
        self,
        procedure: Procedure[..., R],
        args: bytes,
        timeout: float | None = None,  # noqa: ASYNC109 (see `AsyncConnection.call`)
    ) -> R:
        """See `AsyncConnection.call`."""
        seconds = self.timeout if timeout is None else timeout
        if seconds <= 0:
            raise NotSent("no time was left to send the call")
        now = monotonic()
        call = self._core.begin(procedure, args, now + seconds)
        repeat = Repeat(now, self._retransmit_after)
        waiting = _Waiting(call, self._loop.create_future(), now + seconds, repeat)
        self._waiting[call.xid] = waiting
        try:
            self._transmit(call.message)
            call.sent = True
            call.notify = waiting.wake
            self._repeat_later(waiting)
            await waiting.future
            return call.outcome()
        except SystemError_ as error:
            raise with_hint(error) from None
        finally:
            self._core.forget(call)
            del self._waiting[call.xid]
            if waiting.timer is not None:
                waiting.timer.cancel()

    async def send(self, procedure: Procedure[P, R], *args: P.args, **kwargs: P.kwargs) -> None:
        """See `AsyncConnection.send`. It is sent once, and may be lost."""
        packed = pack_arguments(procedure, self.limit, args, kwargs)
        self._transmit(self._core.encode(procedure, packed)[1])

    async def close(self) -> None:
        """See `AsyncConnection.close`."""
        self._closed = True
        self._hang_up()
        self._core.disconnect(f"{self._address}: closed on this side")

    def _hang_up(self) -> None:
        if self._socket is not None:
            self._loop.remove_reader(self._socket)
            self._socket.close()
            self._socket = None

    def _transmit(self, message: bytes) -> None:
        """Send a call once. Raises `NotSent`."""
        datagram = datagram_of(message)
        if self._closed:
            raise NotSent(f"{self._address}: closed on this side")
        sock = self._socket or self._open_next()
        for attempt in range(2):
            try:
                sock.send(datagram)
            except BlockingIOError:
                return  # as if lost on the way: it will be repeated
            except OSError as error:
                # The first error may be about a datagram sent before; reporting it cleared it.
                if attempt == 1:
                    raise NotSent(f"{self._address}: {error.strerror or error}") from error
            else:
                return

    def _repeat_later(self, waiting: _Waiting) -> None:
        delay = min(waiting.repeat.at, waiting.deadline) - monotonic()
        waiting.timer = self._loop.call_later(max(delay, _SOONEST), self._repeat, waiting)

    def _repeat(self, waiting: _Waiting) -> None:
        """Send a call again, or end it. (Timers may be early: uvloop's count milliseconds.)"""
        call = waiting.call
        now = monotonic()
        if now >= waiting.deadline:
            name = call.procedure.name
            self._core.fail(call, TimedOut(f"{name}: {self._address} gave no answer in time"))
            return
        if now >= waiting.repeat.at:
            with suppress(NotSent):  # the next time, perhaps; this call was sent before
                self._transmit(call.message)
            waiting.repeat.repeated(now)
        self._repeat_later(waiting)

    def _readable(self, sock: socket.socket) -> None:
        for _ in range(_BATCH):
            try:
                data = sock.recv(_RECEIVE)
            except BlockingIOError:
                return
            except OSError as error:
                self._refused(error)
                return
            self._untried.clear()  # somebody is there
            self._core.receive(data, 0, len(data))

    def _refused(self, error: OSError) -> None:
        """The host says that nothing listens: try its next address, or end what waits."""
        waiting = list(self._waiting.values())
        if self._untried:
            self._hang_up()
            try:
                self._open_next()
                for each in waiting:
                    self._transmit(each.call.message)
            except NotSent:
                pass
            else:
                return
        for each in waiting:
            reason = f"{self._address}: {error.strerror or error}"
            # Sent more than once, an earlier one may have been taken by a server that has gone.
            ended = Unreachable(reason) if each.repeat.count == 1 else ConnectionLost(reason)
            self._core.fail(each.call, ended)
