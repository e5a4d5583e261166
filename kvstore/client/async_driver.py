"""Drives flows with asyncio."""

from __future__ import annotations

import asyncio
import random
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from kvstore.client.answers import error_of
from kvstore.client.clock import clock
from kvstore.client.engine import Engine
from kvstore.client.steps import Send, Turn
from kvstore.errors import DeadlineExceeded, KvError, Unreachable
from rpcgen_py.runtime.errors import RpcError, XdrError
from rpcgen_py.runtime.transport.asyncio_client import connect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore.client.call import Call
    from kvstore.client.engine import Settings
    from kvstore.client.steps import Flow, Step
    from rpcgen_py.runtime.transport.asyncio_connection import AsyncConnection

__all__ = ["AsyncDriver"]

R = TypeVar("R")


class AsyncDriver:
    """Connections, one to each node, and a turn for the tasks of one store."""

    def __init__(self, addresses: Sequence[str], settings: Settings) -> None:
        """Connect to nothing yet."""
        self._auth = settings.auth
        self._turn = asyncio.Lock()
        self.engine = Engine(
            addresses, settings, clock=clock, random=random.random, turn=self._turn
        )
        self._connections: dict[str, AsyncConnection] = {}
        self._connecting: dict[str, asyncio.Lock] = {}

    async def run(self, call: Call[R], seconds: float) -> R:
        """Carry out one call."""
        return await self.drive(self.engine.run(call, seconds))

    async def drive(self, flow: Flow[R]) -> R:
        """Carry out a flow to its end. Whatever ends it earlier ends the flow too."""
        try:
            step = next(flow)
            while True:
                try:
                    result = await self._take(step)
                except KvError as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(result)
        except StopIteration as end:
            answer: R = end.value
            return answer
        finally:
            flow.close()

    async def _take(self, step: Step) -> Any:
        if isinstance(step, Send):
            return await self._send(step)
        if isinstance(step, Turn):
            try:
                async with asyncio.timeout(step.seconds):
                    await self._turn.acquire()
            except TimeoutError:
                raise DeadlineExceeded("another task is still opening a session") from None
            return None
        return await asyncio.sleep(step.seconds)

    async def _send(self, step: Send) -> Any:
        """Ask one node once. Raises `KvError`."""
        until = monotonic() + step.seconds
        try:
            connection = self._connections.get(step.address)
            if connection is None:
                connection = await self._connect(step.address, step.to_connect)
            return await connection.call(step.procedure, step.arguments, until - monotonic())
        except (RpcError, XdrError) as error:
            raise error_of(error, step.address, changes=step.changes) from error

    async def _connect(self, address: str, seconds: float) -> AsyncConnection:
        # Tasks that start together share one connection, but none waits for longer than it may.
        turn = self._connecting.setdefault(address, asyncio.Lock())
        try:
            async with asyncio.timeout(seconds), turn:
                if address not in self._connections:
                    self._connections[address] = await connect(
                        address, timeout=seconds, auth=self._auth
                    )
                return self._connections[address]
        except TimeoutError:
            raise Unreachable(
                f"{address}: no connection in {seconds:g} s", unreachable=(address,)
            ) from None

    async def close(self) -> None:
        """End the session and all connections."""
        await self.drive(self.engine.end_session())
        while self._connections:
            await self._connections.popitem()[1].close()
