"""Connections that go from one server to another: as they come in, or at a record's border."""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest

from rpcgen_py.runtime.identity import Peer
from rpcgen_py.runtime.server_core import Departure, ServerConnection, ServerCore
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer as Shell
from tests.rpcgen_py.runtime.transport.asyncio_lab import (
    BIG,
    ECHO,
    HOLD,
    LOOPS,
    Service,
    raw,
    request,
    run,
    until,
)

pytestmark = pytest.mark.parametrize("loop", LOOPS)

OTHER = b"for the other server"


class Judge:
    """Serves what `service` does, but hands over at any record that holds `OTHER`."""

    def __init__(self, service: Service, take: Callable[[int, bytes], object]) -> None:
        self._core = ServerCore()
        self._core.add(service)
        self._take = take

    def accept(
        self,
        data: bytes,
        offset: int,
        end: int,
        connection: ServerConnection,
        deadline: float | None = None,
    ) -> Any:
        if OTHER in data[offset:end]:
            return Departure(self._take)
        return self._core.accept(data, offset, end, connection, deadline)


class Two:
    """A server that hands over, and one that takes."""

    def __init__(self) -> None:
        self.first_service, self.second_service = Service(), Service()
        self.second = Shell()
        self.second.add(self.second_service)
        self.first = Shell(judge=Judge(self.first_service, self.take))
        self.taken: list[bytes] = []
        self._adoptions: list[asyncio.Task[None]] = []

    def take(self, descriptor: int, unserved: bytes) -> bool:
        self.taken.append(unserved)
        connection = socket.socket(fileno=descriptor)
        self._adoptions.append(
            asyncio.create_task(self.second.adopt(connection, unserved=unserved))
        )
        return True

    async def end(self) -> None:
        await asyncio.gather(*self._adoptions)
        for service in (self.first_service, self.second_service):
            service.release.set()
        await self.first.stop()
        await self.second.stop()


@asynccontextmanager
async def two() -> Any:
    both = Two()
    try:
        yield both, str(await both.first.listen("tcp://127.0.0.1:0"))
    finally:
        await both.end()


def test_a_connection_goes_on_at_another_server(loop: str) -> None:
    async def main() -> None:
        async with two() as (both, address), raw(address) as peer:
            peer.writer.write(request(ECHO, b"one", xid=1))
            assert await peer.xids(1) == [1]
            begun = request(ECHO, OTHER, xid=2)
            peer.writer.write(begun + request(ECHO, b"three", xid=3)[:7])
            assert await peer.xids(1) == [2]
            peer.writer.write(request(ECHO, b"three", xid=3)[7:])
            peer.writer.write(request(ECHO, b"four", xid=4))
            assert await peer.xids(2) == [3, 4]
            assert both.first_service.seen == [b"one"]
            assert both.second_service.seen == [OTHER, b"three", b"four"]
            assert both.taken[0].startswith(begun)
            assert both.first.connections == 0
            assert both.second.connections == 1

    run(loop, main())


def test_first_the_calls_before_are_answered(loop: str) -> None:
    async def main() -> None:
        async with two() as (both, address), raw(address) as peer:
            peer.writer.write(request(HOLD, b"slow", xid=1) + request(BIG, b"900000", xid=2))
            peer.writer.write(request(ECHO, OTHER, xid=3) + request(ECHO, b"four", xid=4))
            await until(lambda: both.first_service.held == 1)
            assert not both.taken
            both.first_service.release.set()
            assert sorted(await peer.xids(2)) == [1, 2]
            assert await peer.xids(2) == [3, 4]
            assert both.second_service.seen == [OTHER, b"four"]

    run(loop, main())


@pytest.mark.parametrize("seed", range(6))
def test_no_byte_is_lost_however_the_stream_is_cut(loop: str, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 (test data)
    count = 60
    other = dice.randrange(count)
    stream = b"".join(
        request(
            dice.choice((ECHO, ECHO, HOLD)),
            OTHER if xid == other else dice.randbytes(dice.randrange(3000)),
            xid=xid,
        )
        for xid in range(count)
    )
    cuts = sorted(dice.randrange(len(stream)) for _ in range(dice.randrange(40)))

    async def main() -> None:
        async with two() as (both, address), raw(address) as peer:
            both.first_service.release.set()
            both.second_service.release.set()
            for begin, end in zip((0, *cuts), (*cuts, len(stream)), strict=True):
                peer.writer.write(stream[begin:end])
                await asyncio.sleep(0)
            assert sorted(await peer.xids(count)) == list(range(count))
            assert len(both.second_service.seen) == count - other

    run(loop, main())


def test_a_peer_that_leaves_meanwhile_is_not_handed_over(loop: str) -> None:
    async def main() -> None:
        async with two() as (both, address):
            async with raw(address) as peer:
                peer.writer.write(request(HOLD, xid=1) + request(ECHO, OTHER, xid=2))
                await until(lambda: both.first_service.held == 1)
            both.first_service.release.set()
            await until(lambda: both.first.connections == 0 and not both.first_service.held)
            await asyncio.sleep(0.05)
            await until(lambda: both.second.connections == 0)

    run(loop, main())


def test_connections_can_be_diverted_as_they_come_in(loop: str) -> None:
    async def main() -> None:
        async with two() as (both, address):
            both.first.divert(partial(both.take, unserved=b""))
            async with raw(address) as peer:
                peer.writer.write(request(ECHO, b"x", xid=5))
                assert await peer.xids(1) == [5]
            assert both.second_service.seen == [b"x"]
            assert both.second_service.contexts[0].peer.host == "127.0.0.1"
            both.first.divert(None)
            async with raw(address) as peer:
                peer.writer.write(request(ECHO, b"y", xid=6))
                assert await peer.xids(1) == [6]
            assert both.first_service.seen == [b"y"]

    run(loop, main())


def test_whose_an_adopted_connection_is_can_be_told(loop: str) -> None:
    async def main() -> None:
        peer = Peer("tcp", "192.0.2.7", 77, "192.0.2.1")
        async with Shell() as shell:
            service = Service()
            shell.add(service)
            near, far = socket.socketpair()
            await shell.adopt(far, peer=peer)
            reader, writer = await asyncio.open_unix_connection(sock=near)
            writer.write(request(ECHO, b"x", xid=5))
            await reader.readexactly(32)
            assert service.contexts[0].peer == peer
            writer.transport.abort()

    run(loop, main())


def test_a_server_that_was_stopped_adopts_nothing(loop: str) -> None:
    async def main() -> None:
        shell = Shell()
        await shell.stop()
        near, far = socket.socketpair()
        with near, pytest.raises(RuntimeError):
            await shell.adopt(far)
        assert far.fileno() == -1

    run(loop, main())
