"""The asyncio server as its peers meet it: real sockets, on asyncio's loop and on uvloop's."""

from __future__ import annotations

import asyncio
import concurrent.futures
import math
import os
import random
import socket
import struct
import threading
import types
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from rpcgen_py.runtime.errors import (
    AuthError,
    AuthStat,
    OutcomeUnknown,
    ProcedureUnavailable,
    RpcError,
    SystemError_,
    Unreachable,
)
from rpcgen_py.runtime.generated import Context
from rpcgen_py.runtime.identity import Peer, ProcessCredentials
from rpcgen_py.runtime.transport.asyncio_client import connect
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer as Shell
from rpcgen_py.runtime.transport.late_answer import LateAnswer
from tests.rpcgen_py.runtime.transport.asyncio_lab import (
    BIG,
    ECHO,
    HOLD,
    LOOPS,
    SILENT,
    LateService,
    Service,
    invoke,
    raw,
    request,
    run,
    serving,
    until,
)

pytestmark = pytest.mark.parametrize("loop", LOOPS)

ADDRESSES = ["tcp://127.0.0.1:0", "tcp://[::1]:0", "tcp://localhost:0", "tcp://:0",
             "udp://127.0.0.1:0", "udp://[::1]:0", "udp://localhost:0", "udp://:0"]  # fmt: skip
MIB = 1 << 20
HOLDS = pytest.mark.parametrize("kind", [Service, LateService])
"""How a call waits makes no difference."""


def reachable(address: str) -> str:
    """An address that can be connected to, of one that was listened at."""
    return address.replace("//:", "//localhost:")


# What handlers may be


async def soon(result: Any) -> Any:
    await asyncio.sleep(0.001)
    return result


def pooled(result: Any) -> concurrent.futures.Future[Any]:
    future: concurrent.futures.Future[Any] = concurrent.futures.Future()
    threading.Timer(0.001, future.set_result, [result]).start()
    return future


@types.coroutine
def old_coroutine(arg: bytes) -> Generator[Any, Any, bytes]:
    yield from asyncio.sleep(0).__await__()
    return arg


def failed_future() -> asyncio.Future[bytes]:
    future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
    future.set_exception(LookupError("in a future"))
    return future


async def at_once(result: Any) -> Any:
    return result


async def fails(error: BaseException, wait: bool) -> Any:
    if wait:
        await asyncio.sleep(0)
    raise error


def given(outcome: Any, *, soon: bool = False) -> LateAnswer:
    answer = LateAnswer()
    tell = answer.fail if isinstance(outcome, Exception) else answer.give
    if soon:
        asyncio.get_running_loop().call_soon(tell, outcome)
    else:
        tell(outcome)
    return answer


OUTCOMES: dict[str, tuple[Callable[[bytes], Any], bytes | type[RpcError]]] = {
    "coroutine": (at_once, b"arg"),
    "coroutine that waits": (soon, b"arg"),
    "plain method": (lambda arg: arg, b"arg"),
    "asyncio future": (lambda arg: asyncio.ensure_future(soon(arg)), b"arg"),
    "thread's future": (pooled, b"arg"),
    "raises": (lambda arg: fails(LookupError("here"), False), SystemError_),
    "raises later": (lambda arg: fails(LookupError("there"), True), SystemError_),
    "plain method raises": (lambda arg: int("none"), SystemError_),
    "future fails": (lambda arg: failed_future(), SystemError_),
    "cancels itself": (lambda arg: fails(asyncio.CancelledError(), False), SystemError_),
    "cancels itself later": (lambda arg: fails(asyncio.CancelledError(), True), SystemError_),
    "has no such procedure": (
        lambda arg: fails(ProcedureUnavailable(), False), ProcedureUnavailable
    ),
    "finds out late": (lambda arg: fails(ProcedureUnavailable(), True), ProcedureUnavailable),
    "refuses the caller": (lambda arg: fails(AuthError(AuthStat.AUTH_TOOWEAK), False), AuthError),
    "refuses it late": (lambda arg: fails(AuthError(AuthStat.AUTH_TOOWEAK), True), AuthError),
    "late answer": (lambda arg: given(arg, soon=True), b"arg"),
    "late answer, given already": (given, b"arg"),
    "late answer fails": (lambda arg: given(LookupError("l"), soon=True), SystemError_),
    "late answer has failed already": (
        lambda arg: given(ProcedureUnavailable()), ProcedureUnavailable
    ),
    "late answer is wrong": (lambda arg: given(5, soon=True), SystemError_),
    "generator of old": (old_coroutine, b"arg"),
    "wrong result": (lambda arg: at_once(5), SystemError_),
    "wrong result later": (lambda arg: soon(5), SystemError_),
}  # fmt: skip


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_whatever_a_handler_does_its_caller_is_answered(loop: str, outcome: str) -> None:
    handler, expected = OUTCOMES[outcome]

    class Odd(Service):
        def HOLD(self, arg: bytes, context: Context) -> Any:
            return handler(arg)

    async def main() -> None:
        async with Shell() as shell:
            shell.add(Odd())
            address = await shell.listen("tcp://127.0.0.1:0")
            async with await connect(address) as client:
                if isinstance(expected, bytes):
                    assert await invoke(client, HOLD, b"arg") == expected
                else:
                    with pytest.raises(expected):
                        await invoke(client, HOLD, b"arg")
                assert await invoke(client, ECHO, b"still there") == b"still there"

    run(loop, main())


@HOLDS
def test_answers_come_in_the_order_in_which_handlers_end(loop: str, kind: type[Service]) -> None:
    async def main() -> None:
        async with serving(kind=kind) as (_, service, address), raw(address) as peer:
            peer.writer.write(request(HOLD, xid=1) + request(HOLD, xid=2) + request(ECHO, xid=3))
            assert await peer.xids(1) == [3]
            service.release.set()
            assert sorted(await peer.xids(2)) == [1, 2]

    run(loop, main())


def test_a_call_without_answer_holds_nobody_up(loop: str) -> None:
    async def main() -> None:
        async with serving() as (_, service, address), raw(address) as peer:
            peer.writer.write(request(SILENT, b"one way", xid=1) + request(ECHO, xid=2))
            assert await peer.xids(1) == [2]
            assert service.seen == [b"one way", b""]

    run(loop, main())


# Where it listens, and who calls


@pytest.mark.parametrize("where", ADDRESSES)
def test_every_address_is_served(loop: str, where: str) -> None:
    async def main() -> None:
        async with serving(where) as (shell, service, address):
            for each in [reachable(address), *(str(a) for a in shell.addresses)]:
                if "0.0.0.0" in each or "[::]" in each:
                    continue
                async with await connect(each) as client:
                    assert await invoke(client, ECHO, b"hello") == b"hello"
                peer = service.contexts[-1].peer
                assert (peer.transport, peer.process) == (where[:3], None)
                assert peer.host == peer.local_host  # both are this host, by the same address
                assert peer.host in {"127.0.0.1", "::1"}
                assert peer.port

    run(loop, main())


def test_a_unix_socket_tells_who_connected(loop: str, tmp_path: Path) -> None:
    async def main() -> None:
        path = tmp_path / "s.sock"
        async with serving(f"unix://{path}") as (_, service, address):
            async with await connect(address) as client:
                assert await invoke(client, ECHO, b"hello") == b"hello"
            ours = ProcessCredentials(os.getpid(), os.getuid(), os.getgid())
            assert service.contexts[0].peer == Peer("unix", process=ours)
            assert path.exists()
        assert not path.exists()

    run(loop, main())


def test_a_dead_servers_socket_is_replaced_and_a_living_ones_is_not(
    loop: str, tmp_path: Path
) -> None:
    async def main() -> None:
        path = tmp_path / "s.sock"
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(path))
        async with serving(f"unix://{path}") as (_, _, address):
            async with Shell() as second:
                with pytest.raises(OSError, match="cannot listen at unix://"):
                    await second.listen(address)
            async with await connect(address) as client:
                assert await invoke(client, ECHO, b"first") == b"first"

    run(loop, main())


def test_one_server_listens_at_many_places(loop: str, tmp_path: Path) -> None:
    async def main() -> None:
        async with serving() as (shell, _, address):
            more = ["tcp://[::1]:0", "udp://127.0.0.1:0", f"unix://{tmp_path}/s.sock"]
            places = [address, *[str(await shell.listen(where)) for where in more]]
            for place in places:
                async with await connect(place) as client:
                    assert await invoke(client, ECHO, b"hello") == b"hello"

    run(loop, main())


def test_servers_can_share_a_port(loop: str) -> None:
    async def main() -> None:
        async with Shell() as first, Shell() as second:
            for shell in (first, second):
                shell.add(Service())
            address = await first.listen("tcp://127.0.0.1:0", reuse_port=True)
            assert await second.listen(address, reuse_port=True) == address
            await first.stop()
            async with await connect(address) as client:
                assert await invoke(client, ECHO, b"second") == b"second"

    run(loop, main())


# Peers that send oddly


def test_a_dripping_peer_is_answered(loop: str) -> None:
    async def main() -> None:
        async with serving() as (_, _, address), raw(address) as peer:
            for byte in request(ECHO, b"slowly", xid=7):
                peer.writer.write(bytes([byte]))
                await asyncio.sleep(0)
            assert await peer.xids(1) == [7]

    run(loop, main())


@HOLDS
def test_a_peer_that_half_closes_gets_its_answers(loop: str, kind: type[Service]) -> None:
    async def main() -> None:
        async with serving(kind=kind) as (_, service, address), raw(address) as peer:
            peer.writer.write(request(HOLD, xid=1) + request(ECHO, xid=2) + request(HOLD, xid=3))
            peer.writer.write_eof()
            assert await peer.xids(1) == [2]
            await until(service.contexts[0].cancelled)  # as it may well have gone
            service.release.set()
            assert await peer.xids(2) == [1, 3]
            assert await peer.closed()

    run(loop, main())


def test_calls_learn_that_their_peer_has_gone(loop: str) -> None:
    async def main() -> None:
        async with serving() as (_, service, address):
            told: list[str] = []
            async with raw(address) as peer:
                peer.writer.write(request(HOLD))
                await until(lambda: bool(service.contexts))
                service.contexts[0].on_cancel(lambda: told.append("gone"))
                assert not service.contexts[0].cancelled()
            await until(service.contexts[0].cancelled)
            assert told == ["gone"]

    run(loop, main())


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


# Datagrams


class Datagrams:
    """A UDP peer that can say the same thing twice."""

    def __init__(self, address: str) -> None:
        host, _, port = address.removeprefix("udp://").rpartition(":")
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.setblocking(False)
        self.sock.connect((host, int(port)))

    def say(self, *arguments: Any, **options: Any) -> None:
        self.sock.send(request(*arguments, **options)[4:])

    async def hear(self) -> bytes:
        return await asyncio.get_running_loop().sock_recv(self.sock, 65536)


def test_a_repeated_datagram_is_answered_again_and_not_run_again(loop: str) -> None:
    async def main() -> None:
        async with serving("udp://127.0.0.1:0") as (_, service, address):
            peer = Datagrams(address)
            with peer.sock:
                peer.say(HOLD, b"once", xid=1)
                peer.say(HOLD, b"once", xid=1)  # runs already: dropped
                peer.say(ECHO, b"other", xid=2)
                assert (await peer.hear())[:4] == (2).to_bytes(4)
                service.release.set()
                answer = await peer.hear()
                peer.say(HOLD, b"once", xid=1)  # is answered already: the same again
                assert await peer.hear() == answer
                assert service.seen == [b"once", b"other"]

    run(loop, main())


def test_an_answer_too_large_for_a_datagram_is_an_error(
    loop: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        async with (
            serving("udp://127.0.0.1:0") as (_, _, address),
            await connect(address) as client,
        ):
            assert len(await invoke(client, BIG, b"8000")) == 8000
            with pytest.raises(SystemError_, match="TCP"):
                await invoke(client, BIG, b"9000")

    run(loop, main())
    assert "too large for UDP" in caplog.text


def test_datagrams_beyond_the_bound_are_dropped_until_repeated(loop: str) -> None:
    async def main() -> None:
        async with (
            serving(max_queued_total=3) as (shell, service, address),
            raw(address) as other,
        ):
            other.writer.write(request(HOLD))
            await until(lambda: service.held == 1)
            peer = Datagrams(str(await shell.listen("udp://127.0.0.1:0")))
            with peer.sock:
                for xid in range(1, 4):
                    peer.say(HOLD, xid=xid)
                await until(lambda: service.held == 3)
                await asyncio.sleep(0.02)
                assert service.held == 3
                service.release.set()
                answered = {(await peer.hear())[:4] for _ in range(2)}
                assert answered == {(1).to_bytes(4), (2).to_bytes(4)}
                peer.say(HOLD, xid=3)
                assert (await peer.hear())[:4] == (3).to_bytes(4)

    run(loop, main())


# The end


@HOLDS
@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_stopping_lets_running_calls_end_and_takes_no_more(
    loop: str, kind: type[Service], transport: str
) -> None:
    async def main() -> None:
        async with (
            serving(f"{transport}://127.0.0.1:0", kind=kind) as (shell, service, address),
            await connect(address, timeout=5) as client,
        ):
            call = client.submit(HOLD, b"last")
            await until(lambda: service.held == 1)
            stopping = asyncio.create_task(shell.stop(grace=10))
            await asyncio.sleep(0.02)
            if transport == "tcp":
                with pytest.raises(Unreachable):
                    await connect(address)
            assert not call.done()
            service.release.set()
            assert await call == b"last"
            await stopping
            await shell.serve_forever()  # which is over
            assert not service.cancelled
            with pytest.raises(RpcError):
                await invoke(client, ECHO, b"anybody there?", timeout=0.2)

    run(loop, main())


@HOLDS
@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_stopping_cancels_what_outlasts_its_grace(
    loop: str, kind: type[Service], transport: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        async with (
            serving(f"{transport}://127.0.0.1:0", kind=kind) as (shell, service, address),
            await connect(address, timeout=1) as client,
        ):
            call = client.submit(HOLD, b"too long")
            await until(lambda: service.held == 1)
            await asyncio.gather(shell.stop(grace=0.05), shell.stop())
            assert service.cancelled == 1
            assert service.contexts[0].cancelled()
            with pytest.raises(OutcomeUnknown):
                await call
            assert not caplog.records  # nobody did anything wrong

    run(loop, main())


@HOLDS
def test_requests_that_are_held_back_are_not_begun_at_the_end(
    loop: str, kind: type[Service]
) -> None:
    async def main() -> None:
        async with (
            serving(max_queued=2, kind=kind) as (shell, service, address),
            raw(address) as peer,
        ):
            peer.writer.write(b"".join(request(HOLD, xid=xid) for xid in range(10)))
            await until(lambda: service.held == 2)
            stopping = asyncio.create_task(shell.stop())
            await asyncio.sleep(0)
            service.release.set()
            assert await peer.xids(2) == [0, 1]
            assert await peer.closed()
            await stopping
            assert len(service.seen) == 2

    run(loop, main())


def test_a_slow_reader_does_not_hold_up_the_end(loop: str) -> None:
    async def main() -> None:
        async with serving() as (shell, service, address), raw(address, limit=1024) as peer:
            peer.writer.write(request(BIG, b"%d" % (8 * MIB)) * 4)
            await until(lambda: bool(service.seen))
            await shell.stop(grace=0.1)

    run(loop, main())


def test_a_stopped_server_listens_no_more(loop: str) -> None:
    async def main() -> None:
        async with serving() as (shell, _, _):
            await shell.stop()
            with pytest.raises(RuntimeError, match="stopped"):
                await shell.listen("tcp://127.0.0.1:0")
        async with Shell():
            pass  # one that never listened stops too

    run(loop, main())


def test_peers_that_are_gone_before_they_are_met_do_no_harm(loop: str) -> None:
    async def main() -> None:
        async with serving() as (_, _, address):
            host, port = address.removeprefix("tcp://").split(":")
            for _ in range(20):  # connected by the kernel, reset before the loop runs again
                gone = socket.create_connection((host, int(port)))
                gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                gone.close()
            async with await connect(address) as client:
                assert await invoke(client, ECHO, b"hello") == b"hello"

    run(loop, main())


def test_no_bound_in_time_is_a_bound_too(loop: str) -> None:
    async def main() -> None:
        forever: dict[str, Any] = {"idle_timeout": math.inf, "send_timeout": math.inf}
        async with serving(**forever) as (shell, service, address), raw(address) as peer:
            peer.writer.write(request(BIG, b"%d" % (4 * MIB), xid=1))
            await until(lambda: bool(service.seen))
            assert await peer.xids(1) == [1]
            await shell.stop(grace=math.inf)

    run(loop, main())


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
