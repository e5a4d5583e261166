"""Drives flows with blocking sockets."""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kvstore.client.answers import error_of
from kvstore.client.clock import clock
from kvstore.client.engine import Engine
from kvstore.client.steps import Send, Turn
from kvstore.errors import DeadlineExceeded, KvError
from rpcgen_py.runtime.errors import RpcError, XdrError
from rpcgen_py.runtime.transport.sync_client import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kvstore.client.call import Call
    from kvstore.client.engine import Settings
    from kvstore.client.steps import Flow, Step
    from rpcgen_py.runtime.transport.connection import Connection

__all__ = ["Driver"]

R = TypeVar("R")

_IDLE_MOST: Final = 8
"""Connections to one node that are kept for later. A call has one for itself, so that a watch
holds up no other thread's calls."""


class Driver:
    """Connections and a turn for the threads of one store."""

    def __init__(self, addresses: Sequence[str], settings: Settings) -> None:
        """Connect to nothing yet."""
        self._auth = settings.auth
        self._turn = threading.Lock()
        self.engine = Engine(
            addresses, settings, clock=clock, random=random.random, turn=self._turn
        )
        self._idle: dict[str, list[Connection]] = {}
        self._generation = 0
        self._mutex = threading.Lock()

    def run(self, call: Call[R], seconds: float) -> R:
        """Carry out one call."""
        return self.drive(self.engine.run(call, seconds))

    def drive(self, flow: Flow[R], sleep: Callable[[float], object] = time.sleep) -> R:
        """Carry out a flow to its end. Whatever ends it earlier ends the flow too."""
        try:
            step = next(flow)
            while True:
                try:
                    result = self._take(step, sleep)
                except KvError as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(result)
        except StopIteration as end:
            answer: R = end.value
            return answer
        finally:
            flow.close()

    def _take(self, step: Step, sleep: Callable[[float], object]) -> Any:
        if isinstance(step, Send):
            return self._send(step)
        if isinstance(step, Turn):
            if not self._turn.acquire(timeout=max(0.0, step.seconds)):
                raise DeadlineExceeded("another thread is still opening a session")
            return None
        return sleep(step.seconds)

    def _send(self, step: Send) -> Any:
        """Ask one node once. Raises `KvError`."""
        until = time.monotonic() + step.seconds
        generation = self._generation
        connection: Connection | None = None
        try:
            connection = self._idle_one(step.address)
            if connection is None:
                connection = connect(step.address, timeout=step.to_connect, auth=self._auth)
            return connection.call(step.procedure, step.arguments, until - time.monotonic())
        except (RpcError, XdrError) as error:
            raise error_of(error, step.address, changes=step.changes) from error
        finally:
            if connection is not None:
                self._put_back(step.address, connection, generation)

    def _idle_one(self, address: str) -> Connection | None:
        with self._mutex:
            idle = self._idle.get(address)
            return idle.pop() if idle else None

    def _put_back(self, address: str, connection: Connection, generation: int) -> None:
        with self._mutex:
            idle = self._idle.setdefault(address, [])
            if generation == self._generation and len(idle) < _IDLE_MOST:
                idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """End the session and all connections, those in use as soon as their calls are over."""
        self.drive(self.engine.end_session())
        with self._mutex:
            self._generation += 1
            idle, self._idle = self._idle, {}
        for connections in idle.values():
            for connection in connections:
                connection.close()
