"""The asyncio server as its peers meet it: real sockets, on asyncio's loop and on uvloop's."""

from __future__ import annotations

import asyncio
import concurrent.futures
import math
import os
import socket
import struct
import threading
import types
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from rpcgen_py.runtime.errors import (
    AuthError,
    AuthStat,
    ProcedureUnavailable,
    RpcError,
    SystemError_,
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
    HOLDS,
    LOOPS,
    SILENT,
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
