"""What peers of the asyncio server can take of it: all of it bounded, each with his share."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import struct
from contextlib import suppress
from pathlib import Path

import pytest

from rpcgen_py.runtime.transport.asyncio_client import connect
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer as Shell
from tests.rpcgen_py.runtime.transport.asyncio_lab import (
    BIG,
    ECHO,
    HOLD,
    HOLDS,
    LOOPS,
    Datagrams,
    Service,
    invoke,
    raw,
    request,
    run,
    serving,
    until,
)

pytestmark = pytest.mark.parametrize("loop", LOOPS)

MIB = 1 << 20


def test_a_record_over_the_cap_closes_its_connection(
    loop: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        async with (
            serving(max_record=1000) as (_, _, address),
            raw(address) as peer,
            raw(address) as other,
        ):
            peer.writer.write(request(ECHO, xid=5) + request(ECHO, bytes(2000)))
            assert await peer.xids(1) == [5]
            assert await peer.closed()
            other.writer.write(request(ECHO, xid=6))
            assert await other.xids(1) == [6]

    run(loop, main())
    assert "at most 1000: closing" in caplog.text


def test_unfinished_records_have_one_budget_for_all(loop: str) -> None:
    async def main() -> None:
        async with serving(max_buffered=3 * MIB) as (_, _, address):
            whole = request(ECHO, bytes(2 * MIB), xid=4)
            async with raw(address) as first, raw(address) as second:
                first.writer.write(whole[:-1])
                await first.writer.drain()
                await asyncio.sleep(0.05)  # so that it is the second that finds no room
                second.writer.write(whole[:-1])
                assert await second.closed()
                first.writer.write(whole[-1:])
                assert await first.xids(1) == [4]
            for _ in range(3):  # the room is free again, whoever leaves
                async with raw(address) as third:
                    third.writer.write(whole + whole[:-1])
                    assert await third.xids(1) == [4]
                await asyncio.sleep(0.05)

    run(loop, main())


def most_that_wait(port: int) -> int:
    """How many connections may wait to be accepted at a port of this process."""
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError), socket.socket(fileno=os.dup(int(entry.name))) as sock:
            listens = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
            if listens and sock.getsockname()[1] == port:
                information = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 32)
                (most,) = struct.unpack_from("I", information, 28)  # tcpi_sacked, see tcp(7)
                return int(most)
    raise LookupError(f"nothing listens at port {port}")


def test_a_crowd_may_wait_to_be_accepted(loop: str) -> None:
    async def main() -> int:
        async with Shell() as server:
            address = await server.listen("tcp://127.0.0.1:0")
            return most_that_wait(address.port)

    most = int(Path("/proc/sys/net/core/somaxconn").read_text())
    assert run(loop, main()) == min(1024, most)


def test_too_many_connections_are_closed_at_once(loop: str) -> None:
    async def main() -> None:
        async with serving(max_connections=2) as (_, _, address):
            async with raw(address) as first, raw(address) as second:
                for peer in (first, second):
                    peer.writer.write(request(ECHO, xid=1))
                    assert await peer.xids(1) == [1]
                async with raw(address) as third:
                    assert await third.closed()
                second.writer.write(request(ECHO, xid=2))
                assert await second.xids(1) == [2]
                first.writer.transport.abort()
            async with await connect(address) as client:
                assert await invoke(client, ECHO, b"room again") == b"room again"

    run(loop, main())


def test_idle_connections_are_dropped_and_busy_ones_are_not(loop: str) -> None:
    async def main() -> None:
        async with (
            serving(idle_timeout=0.2) as (_, service, address),
            raw(address) as idle,
            raw(address) as half,
            raw(address) as busy,
        ):
            half.writer.write(request(ECHO)[:10])
            busy.writer.write(request(HOLD, xid=9))
            assert await idle.closed()
            assert await half.closed()
            service.release.set()
            assert await busy.xids(1) == [9]
            assert await busy.closed()

    run(loop, main())


def test_a_connection_in_use_is_not_idle(loop: str) -> None:
    async def main() -> None:
        async with serving(idle_timeout=1.0) as (_, _, address), raw(address) as peer:
            for xid in range(30):
                peer.writer.write(request(ECHO, xid=xid))
                assert await peer.xids(1) == [xid]
                await asyncio.sleep(0.05)

    run(loop, main())


def test_noise_takes_nothing_from_others(loop: str) -> None:
    noise = random.Random(5531)  # noqa: S311 (it keeps no secret)
    good = request(ECHO, b"hello", xid=1)

    def spoiled() -> bytes:
        """A good call with a few bytes changed, cut or put in."""
        data = bytearray(good)
        for _ in range(noise.randrange(1, 6)):
            at = noise.randrange(len(data))
            data[at : at + noise.randrange(3)] = noise.randbytes(noise.randrange(4))
        return bytes(data)

    async def main() -> None:
        async with serving(idle_timeout=0.5) as (shell, _, address), raw(address) as steady:
            datagrams = Datagrams(str(await shell.listen("udp://127.0.0.1:0")))
            with datagrams.sock:
                for _ in range(200):
                    async with raw(address) as peer:
                        peer.writer.write(spoiled() + noise.randbytes(20) + spoiled())
                        peer.writer.write_eof()
                        with suppress(ConnectionResetError):
                            await peer.reader.read()  # whatever it says, it ends
                    datagrams.sock.send(spoiled())
                    steady.writer.write(good)
                    assert await steady.xids(1) == [1]
                datagrams.say(ECHO, b"still there", xid=9)
                while (await datagrams.hear())[:4] != (9).to_bytes(4):
                    pass

    run(loop, main())


# Peers that take much


def test_a_peer_that_takes_no_answers_is_not_read_from_and_then_dropped(
    loop: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        async with (
            serving(send_timeout=0.3) as (_, service, address),
            raw(address, limit=1024) as peer,
            raw(address) as other,
        ):
            peer.writer.write(b"".join(request(BIG, b"%d" % MIB) for _ in range(500)))
            await until(lambda: "takes no answers" in caplog.text)
            # What the kernel buffers, and one more: not all that was asked for.
            assert len(service.seen) < 100
            other.writer.write(request(ECHO, xid=8))
            assert await other.xids(1) == [8]

    run(loop, main())


def test_a_peer_that_takes_its_answers_late_gets_all(loop: str) -> None:
    async def main() -> None:
        async with serving() as (_, service, address), raw(address, limit=1024) as peer:
            peer.writer.write(b"".join(request(BIG, b"%d" % MIB, xid=xid) for xid in range(1, 51)))
            seen = -1
            while seen < len(service.seen):  # until it is held back
                seen = len(service.seen)
                await asyncio.sleep(0.1)
            assert seen < 50
            assert await peer.xids(50) == list(range(1, 51))

    run(loop, main())


@HOLDS
def test_late_answers_to_a_slow_reader_count_as_waiting_calls(
    loop: str, kind: type[Service]
) -> None:
    async def main() -> None:
        async with (
            serving(max_queued=4, kind=kind) as (_, service, address),
            raw(address, limit=1024) as peer,
        ):
            ask = 40
            peer.writer.write(
                b"".join(request(HOLD, bytes(2 * MIB), xid=xid) for xid in range(ask))
            )
            service.release.set()
            seen = -1
            while seen < len(service.seen):
                seen = len(service.seen)
                await asyncio.sleep(0.1)
            assert seen < ask
            assert await peer.xids(ask) == list(range(ask))

    run(loop, main())


@HOLDS
@pytest.mark.parametrize("leaves", [False, True])
def test_answers_that_are_not_taken_use_up_their_peers_share(
    loop: str, kind: type[Service], leaves: bool
) -> None:
    async def main() -> None:
        async with (
            serving(max_queued_total=4, kind=kind) as (_, service, address),
            raw(address, limit=1024) as slow,
            raw(address) as other,
        ):
            slow.writer.write(request(HOLD, xid=1) * 3 + request(BIG, b"%d" % (8 * MIB), xid=2))
            await until(lambda: len(service.seen) == 4)
            service.release.set()
            await until(lambda: service.held == 0)
            service.release.clear()
            other.writer.write(request(HOLD, xid=3) * 4)
            await until(lambda: service.held > 0)
            await asyncio.sleep(0.05)
            assert service.held == 1  # beside the three whose answers wait
            if leaves:
                slow.writer.transport.abort()
            else:
                assert await slow.xids(4) == [2, 1, 1, 1]
            await until(lambda: service.held == 4)
            service.release.set()
            assert await other.xids(4) == [3] * 4

    run(loop, main())


@HOLDS
def test_a_flood_of_requests_waits_with_its_peer(loop: str, kind: type[Service]) -> None:
    async def main() -> None:
        async with serving(max_queued=8, kind=kind) as (_, service, address), raw(address) as peer:
            count = 5000
            peer.writer.write(b"".join(request(HOLD, xid=xid) for xid in range(count)))
            await until(lambda: service.held == 8)
            await asyncio.sleep(0.05)
            assert service.held == 8
            service.release.set()
            assert sorted(await peer.xids(count)) == list(range(count))
            assert service.most_held == 8

    run(loop, main())


@HOLDS
def test_all_connections_together_are_bounded_and_all_are_served(
    loop: str, kind: type[Service]
) -> None:
    async def main() -> None:
        async with (
            serving(max_queued=8, max_queued_total=10, kind=kind) as (_, service, address),
            raw(address) as a,
            raw(address) as b,
            raw(address) as c,
        ):
            for peer in (a, b, c):
                peer.writer.write(b"".join(request(HOLD, xid=xid) for xid in range(100)))
            await until(lambda: service.held == 10)
            await asyncio.sleep(0.05)
            assert service.held == 10
            service.release.set()
            for peer in (a, b, c):
                assert sorted(await peer.xids(100)) == list(range(100))
            assert service.most_held == 10

    run(loop, main())


@HOLDS
def test_waiting_calls_are_bounded_in_bytes(loop: str, kind: type[Service]) -> None:
    async def main() -> None:
        async with (
            serving(max_buffered=3 * MIB, kind=kind) as (_, service, address),
            raw(address) as peer,
        ):
            peer.writer.write(b"".join(request(HOLD, bytes(MIB), xid=xid) for xid in range(20)))
            await until(lambda: service.held == 3)
            await asyncio.sleep(0.05)
            assert service.held == 3
            service.release.set()
            assert sorted(await peer.xids(20)) == list(range(20))

    run(loop, main())


@HOLDS
def test_a_lost_connection_gives_its_room_back(loop: str, kind: type[Service]) -> None:
    async def main() -> None:
        async with serving(max_queued=4, max_queued_total=4, kind=kind) as (_, service, address):
            async with raw(address) as peer:
                peer.writer.write(request(HOLD) * 20)
                await until(lambda: service.held == 4)
            service.release.set()
            async with await connect(address) as client:
                assert await invoke(client, ECHO, b"room") == b"room"

    run(loop, main())


def test_a_thousand_connections_are_cheap(loop: str) -> None:
    import resource
    import tracemalloc

    count = 1000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 4 * count), hard), hard))

    async def main() -> None:
        async with serving() as (_, _, address):
            host, port = address.removeprefix("tcp://").split(":")
            tracemalloc.start()
            peers: list[socket.socket] = []
            running = asyncio.get_running_loop()
            try:
                for xid in range(count):
                    sock = socket.socket()
                    peers.append(sock)
                    sock.setblocking(False)
                    await running.sock_connect(sock, (host, int(port)))
                    await running.sock_sendall(sock, request(ECHO, b"x", xid=xid))
                for xid, sock in enumerate(peers):
                    reply = await running.sock_recv(sock, 100)
                    assert reply[4:8] == xid.to_bytes(4)
                held, _ = tracemalloc.get_traced_memory()
                assert held / count < 16384  # a receive buffer each would be four times as much
            finally:
                tracemalloc.stop()
                for sock in peers:
                    sock.close()

    try:
        run(loop, main())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_who_waits_for_room_is_not_forgotten_when_another_has_gone(loop: str) -> None:
    async def main() -> None:
        async with (
            serving(max_queued_total=1) as (_, service, address),
            raw(address) as first,
            raw(address) as last,
        ):
            async with raw(address) as gone:
                first.writer.write(request(HOLD, xid=1))
                await until(lambda: service.held == 1)
                for peer in (gone, last):  # in this order they wait for room
                    peer.writer.write(request(ECHO, xid=2))
                    await asyncio.sleep(0.05)
            service.release.set()
            assert await first.xids(1) == [1]
            assert await last.xids(1) == [2]

    run(loop, main())
