"""The asyncio client over UDP: calls that are repeated until they are answered."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress

import pytest

from rpcgen_py.runtime.errors import (
    ConnectionLost,
    NotSent,
    TimedOut,
)
from rpcgen_py.runtime.transport.asyncio_client import connect
from tests.rpcgen_py.runtime.transport.asyncio_lab import (
    ECHO,
    LOOPS,
    invoke,
    run,
    serving,
    xid_of,
)
from tests.rpcgen_py.runtime.wire.messages import (
    accepted,
    opaque,
)

pytestmark = pytest.mark.parametrize("loop", LOOPS)


class FakeDatagramServer:
    """Hears calls, and answers when the test says so."""

    def __init__(self) -> None:
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.setblocking(False)
        self.sock.bind(("127.0.0.1", 0))
        self.address = f"udp://127.0.0.1:{self.sock.getsockname()[1]}"

    async def hear(self) -> bytes:
        while True:
            try:
                data, self.caller = self.sock.recvfrom(65536)
            except BlockingIOError:
                await asyncio.sleep(0.002)
            else:
                return data

    def heard(self) -> int:
        """How many datagrams lie here."""
        count = 0
        with suppress(BlockingIOError):
            while self.sock.recv(65536):
                count += 1
        return count

    def answer(self, message: bytes) -> None:
        self.sock.sendto(message, self.caller)


def test_an_unanswered_datagram_is_repeated_as_it_was(loop: str) -> None:
    async def main() -> None:
        server = FakeDatagramServer()
        with server.sock:
            async with await connect(server.address, retransmit_after=0.02) as client:
                waiting = client.submit(ECHO, b"hello")
                heard = [await server.hear() for _ in range(4)]
                assert len(set(heard)) == 1
                xid = xid_of(heard[0])
                server.answer(accepted(0, opaque(b"wrong"), xid=xid ^ 1))
                server.answer(accepted(0, opaque(b"right"), xid=xid))
                server.answer(accepted(0, opaque(b"twice"), xid=xid))
                assert await waiting == b"right"

    run(loop, main())


def test_repeats_grow_apart_until_the_time_is_over(loop: str) -> None:
    async def main() -> None:
        server = FakeDatagramServer()
        with server.sock:
            async with await connect(server.address, retransmit_after=0.02) as client:
                with pytest.raises(TimedOut):
                    await invoke(client, ECHO, timeout=0.5)
                heard = server.heard()
                assert 2 <= heard <= 5  # at 0, 0.02, 0.06, 0.14, 0.3 s; even intervals: 25

    run(loop, main())


def test_a_server_that_goes_after_a_repeat_leaves_the_outcome_unknown(loop: str) -> None:
    async def main() -> None:
        server = FakeDatagramServer()
        async with await connect(server.address, retransmit_after=0.02) as client:
            waiting = client.submit(ECHO, b"")
            await server.hear()
            await server.hear()
            server.sock.close()
            with pytest.raises(ConnectionLost):
                await waiting

    run(loop, main())


def test_a_call_too_large_for_a_datagram_is_not_sent(loop: str) -> None:
    async def main() -> None:
        async with (
            serving("udp://127.0.0.1:0") as (_, service, address),
            await connect(address) as client,
        ):
            with pytest.raises(NotSent, match="TCP"):
                await invoke(client, ECHO, bytes(9000))
            assert not service.seen
            with pytest.raises(NotSent, match="TCP"):
                await client.send(ECHO, bytes(9000))

    run(loop, main())
