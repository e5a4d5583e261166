"""The asyncio client over TCP and Unix sockets."""

from __future__ import annotations

import asyncio
import math
import socket
from collections import deque
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from rpcgen_py.runtime.errors import NotSent, OutcomeUnknown, Unreachable
from rpcgen_py.runtime.transport.asyncio_connection import AsyncConnection
from rpcgen_py.runtime.transport.asyncio_link import Link
from rpcgen_py.runtime.transport.asyncio_sockets import connect_stream, countable
from rpcgen_py.runtime.transport.connection import pack_arguments

if TYPE_CHECKING:
    from rpcgen_py.runtime.address import Address
    from rpcgen_py.runtime.client_core import ClientCore, PendingCall
    from rpcgen_py.runtime.program import Procedure

__all__ = ["AsyncStreamConnection"]

P = ParamSpec("P")
R = TypeVar("R")

_COARSE: Final = 0.001
"""Seconds between two looks for calls whose time is over: each look is at all calls."""


class AsyncStreamConnection(AsyncConnection):
    """See `AsyncConnection`. A connection that was lost is made anew by the next call.

    The calls that are made in one round of the loop leave in one write. While the server takes no
    more, or `max_pending` calls wait for answers, further ones wait for their turn.
    """

    def __init__(
        self, address: Address, core: ClientCore, *, timeout: float, max_record: int
    ) -> None:
        self.limit = core.limit
        self.timeout = timeout
        self._address = address
        self._core = core
        self._max_record = max_record
        self._loop = asyncio.get_running_loop()
        self._link: Link | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._turns: deque[asyncio.Future[None]] = deque()
        self._closed = False
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = math.inf

    async def call(
        self,
        procedure: Procedure[..., R],
        args: bytes,
        timeout: float | None = None,  # noqa: ASYNC109 (see `AsyncConnection.call`)
    ) -> R:
        """See `AsyncConnection.call`."""
        seconds = self.timeout if timeout is None else timeout
        deadline = monotonic() + seconds
        core, link = self._core, self._link
        if link is None or self._turns or self._room() <= 0 or seconds <= 0:
            link = await self.ready(deadline)
        pending = core.begin(procedure, args, deadline)
        future = self._loop.create_future()
        pending.notify = partial(_wake, future)
        link.post(pending)
        if deadline < self._timer_at:
            self._look_at(deadline)
        try:
            await future
        except asyncio.CancelledError:
            core.forget(pending)
            self._give_turns()
            raise
        return pending.outcome()

    async def send(self, procedure: Procedure[P, R], *args: P.args, **kwargs: P.kwargs) -> None:
        """See `AsyncConnection.send`."""
        packed = pack_arguments(procedure, self.limit, args, kwargs)
        link = self._link
        if link is None or link.stuck or self._turns:
            link = await self.ready(monotonic() + self.timeout)
        link.post(self._core.encode(procedure, packed)[1])

    async def close(self) -> None:
        """See `AsyncConnection.close`."""
        self._closed = True
        if self._connecting is not None:
            self._connecting.cancel()
        if self._timer is not None:
            self._timer.cancel()
        self._core.disconnect(f"{self._address}: closed on this side")
        self._give_turns()
        if self._link is not None:
            await self._link.close()

    async def ready(self, deadline: float) -> Link:
        """A connection that takes one more call. Raises `NotSent`, as `Unreachable` if there can be
        none.
        """
        while True:
            if self._closed:
                raise NotSent(f"{self._address}: closed on this side")
            if monotonic() >= deadline:
                raise NotSent("no time was left to send the call")
            if self._link is None:
                await self._reconnect(deadline)
            elif self._room() > 0:
                return self._link
            else:
                await self._turn(deadline)

    def _room(self) -> int:
        """How many more calls may be sent now."""
        if self._link is None or self._link.stuck:
            return 0
        return self._core.max_pending - len(self._core.pending)

    async def _turn(self, deadline: float) -> None:
        """Wait until it is this call's turn."""
        turn = self._loop.create_future()
        self._turns.append(turn)
        try:
            async with asyncio.timeout(countable(deadline - monotonic())):
                await turn
        except BaseException as error:
            if turn in self._turns:
                self._turns.remove(turn)
            else:  # it came too late: it is another's
                self._give_turns()
            if not isinstance(error, TimeoutError):
                raise
            raise NotSent(f"{self._address} took no more calls in time") from None

    def _give_turns(self) -> None:
        """Let as many calls go on as there is room for; all, if they must connect or fail."""
        if not self._turns:
            return
        given = len(self._turns) if self._link is None or self._closed else self._room()
        for _ in range(min(given, len(self._turns))):
            turn = self._turns.popleft()
            if not turn.done():
                turn.set_result(None)

    async def _reconnect(self, deadline: float) -> None:
        """Have all calls wait for the one connection that is being made. Raises `Unreachable`."""
        if self._connecting is None:
            self._connecting = self._loop.create_task(self._connect())
            self._connecting.add_done_callback(self._connected)
        connecting = self._connecting
        await asyncio.wait([connecting], timeout=countable(deadline - monotonic()))
        if not connecting.done():
            raise Unreachable(f"{self._address}: timed out")
        if not connecting.cancelled() and (error := connecting.exception()) is not None:
            raise Unreachable(str(error)) from error

    def _connected(self, connecting: asyncio.Task[None]) -> None:
        self._connecting = None
        if not connecting.cancelled():
            connecting.exception()  # if nobody waits for it any more, that is no news

    async def _connect(self) -> None:
        sock = await connect_stream(self._address, monotonic() + self.timeout)
        unix = sock.family == socket.AF_UNIX
        create = self._loop.create_unix_connection if unix else self._loop.create_connection
        make = partial(Link, self._core, self._max_record, self._give_turns, self._lost)
        try:
            _, self._link = await create(make, sock=sock)
        except BaseException:
            sock.close()
            raise

    def _lost(self, reason: str, error: type[OutcomeUnknown]) -> None:
        self._link = None
        self._core.disconnect(f"{self._address}: {reason}", error)
        self._give_turns()

    def _look_at(self, when: float) -> None:
        """See then whether the time of some call is over."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer_at = when
        delay = max(countable(when - monotonic()), _COARSE)
        self._timer = self._loop.call_later(delay, self._look)

    def _look(self) -> None:
        self._timer = None
        self._timer_at = math.inf
        if self._core.expire(monotonic()):
            self._give_turns()
        due = self._core.next_deadline()
        if due is not None:
            self._look_at(due)


def _wake(future: asyncio.Future[None], _call: PendingCall[Any]) -> None:
    if not future.done():  # cancelled, but its task has not run yet
        future.set_result(None)
