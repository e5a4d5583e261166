"""A worker from its start to its end.

told by the node ──► listens ──► ready ──► until the node ends, or says so ──► answers what it can
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import time
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from msgspec.json import Decoder

from kvstore.service.access import Policy
from kvstore.service.policy_file import parse_policy
from kvstore.workers.channel import Channel
from kvstore.workers.front import Front
from kvstore.workers.hot_gets import HotGets, readers_of
from kvstore.workers.messages import Beat, Given, Moved, Ready, Ruled, Told, ToWorker
from rpcgen_py.runtime.address import parse_address
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

log = logging.getLogger(__name__)

BEAT: Final = 1.0
"""Seconds between signs of life."""
GRACE: Final = 4.0
"""Seconds that calls in progress have when the worker is told to stop."""


class Worker:
    """Serves what its node tells it to."""

    def __init__(self, end: socket.socket, most: int) -> None:
        """`end` is the worker's end of the channel, `most` how many connections it can have."""
        self._most = most
        loop = asyncio.get_running_loop()
        decoder: Decoder[ToWorker] = Decoder(ToWorker)
        self._channel = Channel(end, decoder, self._heard, self._ended, loop)
        self._over = asyncio.Event()
        self._alone = False  # whether the node is gone
        self._server: AsyncServer | None = None
        self._hot: HotGets | None = None
        self._front: Front | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Work until the node is gone, or SIGTERM says that it is enough."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._over.set)
        beats = asyncio.create_task(self._beat())
        try:
            await self._over.wait()
        finally:
            beats.cancel()
            if self._server is not None:
                await self._server.stop(0.0 if self._alone else GRACE)
            if self._front is not None and self._hot is not None:
                await self._front.relays.close()
                self._hot.close()
            await asyncio.gather(*self._tasks, beats, return_exceptions=True)
            self._channel.close()

    def _ended(self) -> None:
        self._alone = True
        self._over.set()

    def _heard(self, message: ToWorker, descriptors: Sequence[int]) -> None:
        match message:
            case Told():
                self._hot = HotGets(
                    message.cluster_id,
                    message.node_id,
                    readers_of(message.segment),
                    partial(time.clock_gettime_ns, time.CLOCK_BOOTTIME),
                    _policy(message.policy),
                )
                self._front = Front(self._hot, self._channel.send)
                self._server = AsyncServer(
                    judge=self._front,
                    max_record=message.max_record,
                    max_connections=min(message.max_connections, self._most),
                )
                self._begin(self._listen(self._server, message.addresses))
            case Ruled():
                if self._hot is not None:
                    self._hot.rule_by(_policy(message.policy))
            case Moved():
                if self._hot is not None:
                    self._hot.move_to(readers_of(message.segment))
            case Given():
                for each in descriptors:
                    self._begin(self._adopt(socket.socket(fileno=each)))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _listen(self, server: AsyncServer, addresses: Sequence[str]) -> None:
        for each in addresses:
            try:
                await server.listen(parse_address(each), reuse_port=True)
            except OSError as error:
                log.error("%s", error)  # noqa: TRY400 (says it all)
                self._over.set()
                return
        self._channel.send(Ready())

    async def _adopt(self, connection: socket.socket) -> None:
        if self._server is None or self._over.is_set():
            connection.close()
            return
        try:
            await self._server.adopt(connection)
        except OSError as error:
            log.info("a connection is gone already: %s", error)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            server, hot, front = self._server, self._hot, self._front
            if server is not None and hot is not None and front is not None:
                beat = Beat(server.connections, hot.hits, front.passed, front.handed)
                self._channel.send(beat)


def _policy(text: str | None) -> Policy | None:
    """Return the policy that the node has read before; None if it cannot be read here."""
    if text is None:
        return Policy()
    try:
        return parse_policy(text)
    except (ValueError, RecursionError) as error:
        log.error("all calls are passed on, the policy makes no sense here: %s", error)  # noqa: TRY400
        return None
