"""The asyncio client as its users meet it: against our server, and against peers that misbehave."""

from __future__ import annotations

import asyncio
import math
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from rpcgen_py.runtime.errors import (
    AuthError,
    BadReply,
    ConnectionLost,
    GarbageArguments,
    NotSent,
    OutcomeUnknown,
    ProcedureUnavailable,
    ProgramMismatch,
    ProgramUnavailable,
    ReplyTooLarge,
    RpcMismatch,
    SystemError_,
    TimedOut,
    Unreachable,
    XdrError,
)
from rpcgen_py.runtime.transport.asyncio_client import connect
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer as Shell
from tests.rpcgen_py.runtime.transport.asyncio_lab import (
    BIG,
    ECHO,
    HOLD,
    LOOPS,
    SILENT,
    Raw,
    Service,
    invoke,
    run,
    serving,
    until,
)
from tests.rpcgen_py.runtime.wire.messages import (
    accepted,
    call,
    denied,
    fragment,
    opaque,
    record,
    words,
)

pytestmark = pytest.mark.parametrize("loop", LOOPS)

TRANSPORTS = ["tcp", "unix", "udp"]
MIB = 1 << 20


def address_for(transport: str, folder: Path) -> str:
    return f"unix://{folder}/s.sock" if transport == "unix" else f"{transport}://127.0.0.1:0"


@asynccontextmanager
async def peer(serve: Callable[[Raw], Awaitable[None]]) -> AsyncIterator[str]:
    """A TCP server that does with each connection what `serve` does; its address."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(Raw(reader, writer))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await asyncio.sleep(0.01)


def xid_of(message: bytes) -> int:
    return int.from_bytes(message[:4])


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_many_calls_are_under_way_together(loop: str, transport: str, tmp_path: Path) -> None:
    async def main() -> None:
        async with (
            serving(address_for(transport, tmp_path)) as (_, service, address),
            await connect(address) as client,
        ):
            calls = [client.submit(HOLD, b"%d" % n) for n in range(100)]
            await until(lambda: service.held == 100)
            service.release.set()
            assert await asyncio.gather(*calls) == [b"%d" % n for n in range(100)]

    run(loop, main())


def test_answers_find_their_calls_in_any_order(loop: str) -> None:
    async def backwards(raw: Raw) -> None:
        calls = [await raw.reply() for _ in range(20)]
        for message in reversed(calls):
            raw.writer.write(record(accepted(0, opaque(message[-4:]), xid=xid_of(message))))

    async def main() -> None:
        async with peer(backwards) as address, await connect(address) as client:
            calls = [client.submit(ECHO, words(n)) for n in range(20)]
            assert await asyncio.gather(*calls) == [words(n) for n in range(20)]

    run(loop, main())


def test_one_caller_at_a_time_over_each_bound(loop: str) -> None:
    async def main() -> None:
        async with (
            serving() as (_, service, address),
            await connect(address, max_pending=4) as client,
        ):
            calls = [client.submit(HOLD, b"%d" % n) for n in range(50)]
            await until(lambda: service.held == 4)
            await asyncio.sleep(0.02)
            with pytest.raises(NotSent, match="took no more calls in time"):
                await invoke(client, ECHO, b"no turn", timeout=0.05)
            service.release.set()
            assert await asyncio.gather(*calls) == [b"%d" % n for n in range(50)]
            assert service.most_held <= 4
            assert b"no turn" not in service.seen

    run(loop, main())


def test_large_calls_and_answers_pass(loop: str) -> None:
    async def main() -> None:
        async with serving() as (_, _, address), await connect(address) as client:
            sizes = [0, 1, 65535, 65536, 3 * MIB, 5]
            results = await asyncio.gather(*(invoke(client, ECHO, b"x" * n) for n in sizes))
            assert [len(result) for result in results] == sizes
            assert len(await invoke(client, BIG, b"%d" % (9 * MIB))) == 9 * MIB

    run(loop, main())


# Time


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_late_answer_is_dropped_and_the_connection_lives_on(
    loop: str, transport: str, tmp_path: Path
) -> None:
    async def main() -> None:
        async with (
            serving(address_for(transport, tmp_path)) as (_, service, address),
            await connect(address) as client,
        ):
            with pytest.raises(TimedOut):
                await invoke(client, HOLD, b"late", timeout=0.1)
            service.release.set()
            assert await invoke(client, ECHO, b"in time") == b"in time"
            assert len(service.contexts) == 2

    run(loop, main())


def test_each_call_has_its_own_time(loop: str) -> None:
    async def main() -> None:
        async with serving() as (_, _, address), await connect(address) as client:
            ended: list[bytes] = []

            async def wait(name: bytes, seconds: float) -> None:
                with pytest.raises(TimedOut):
                    await invoke(client, HOLD, name, seconds)
                ended.append(name)

            times = [(b"long", 0.4), (b"short", 0.1), (b"middle", 0.25), (b"short too", 0.1)]
            await asyncio.gather(*(wait(*each) for each in times))
            assert ended == [b"short", b"short too", b"middle", b"long"]

    run(loop, main())


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_no_time_means_not_sent(loop: str, transport: str, tmp_path: Path) -> None:
    async def main() -> None:
        async with (
            serving(address_for(transport, tmp_path)) as (_, service, address),
            await connect(address) as client,
        ):
            with pytest.raises(NotSent):
                await invoke(client, ECHO, timeout=0)
            assert not service.seen

    run(loop, main())


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_cancelled_call_is_forgotten(loop: str, transport: str, tmp_path: Path) -> None:
    async def main() -> None:
        async with (
            serving(address_for(transport, tmp_path)) as (_, service, address),
            await connect(address, max_pending=1) as client,
        ):
            for _ in range(3):  # each takes the only place there is
                before = service.held
                given_up = client.submit(HOLD, b"given up")
                await until(lambda before=before: service.held > before)  # type: ignore[misc]  # a default has no type of its own
                given_up.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await given_up
            service.release.set()
            assert await invoke(client, ECHO, b"next") == b"next"

    run(loop, main())


def test_a_call_that_was_not_sent_at_closing_stays_unsent(loop: str) -> None:
    async def main() -> None:
        async with serving() as (_, service, address):
            client = await connect(address)
            never = client.submit(ECHO, b"never")
            closing = asyncio.create_task(client.close())  # behind the call, before its write
            with pytest.raises(NotSent):
                await never
            await closing
            async with await connect(address) as client:
                await invoke(client, ECHO, b"later")
            assert service.seen == [b"later"]

    run(loop, main())


def test_an_answer_that_meets_a_cancelled_call_does_no_harm(loop: str) -> None:
    async def main() -> None:
        async with serving() as (_, _, address), await connect(address) as client:
            for _ in range(50):
                calls = [client.submit(ECHO, b"%d" % n) for n in range(10)]
                while not any(each.done() for each in calls[5:]):
                    await asyncio.sleep(0)
                    calls[0].cancel()
                    calls[7].cancel()
                kept = [n for n, each in enumerate(calls) if n not in (0, 7)]
                assert [await calls[n] for n in kept] == [b"%d" % n for n in kept]
            assert await invoke(client, ECHO, b"still there") == b"still there"

    run(loop, main())


def test_an_answer_that_meets_its_calls_cancellation_does_no_harm(loop: str) -> None:
    async def main() -> None:
        running = asyncio.get_running_loop()
        with socket.create_server(("127.0.0.1", 0)) as listener:
            address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
            async with await connect(address) as client:
                server, _ = listener.accept()
                with server:
                    cancelled = client.submit(ECHO, b"1")
                    await asyncio.sleep(0.01)
                    asked = server.recv(65536)[4:]
                    server.send(record(accepted(0, opaque(b"1"), xid=xid_of(asked))))
                    running.call_soon(cancelled.cancel)  # runs right before the answer is read
                    await asyncio.wait([cancelled])
                    other = client.submit(ECHO, b"2")
                    await asyncio.sleep(0.01)
                    asked = server.recv(65536)[4:]
                    server.send(record(accepted(0, opaque(b"2"), xid=xid_of(asked))))
                    assert await other == b"2"

    run(loop, main())


def test_a_call_whose_time_is_over_makes_room(loop: str) -> None:
    async def main() -> None:
        async with (
            serving() as (_, service, address),
            await connect(address, max_pending=1) as client,
        ):
            late = asyncio.create_task(invoke(client, HOLD, b"late", 0.1))
            await until(lambda: service.held == 1)
            assert await invoke(client, ECHO, b"its turn", 10) == b"its turn"
            with pytest.raises(TimedOut):
                await late

    run(loop, main())


# Connections that end


def test_a_call_made_while_the_connection_breaks_was_not_sent(loop: str) -> None:
    async def answers_and_breaks(raw: Raw) -> None:
        xid = xid_of(await raw.reply())
        raw.writer.write(record(accepted(0, opaque(b"fine"), xid=xid)) + words(0xFFFFFFFF))
        await raw.closed()

    async def main() -> None:
        async with peer(answers_and_breaks) as address, await connect(address) as client:
            assert await invoke(client, ECHO) == b"fine"
            with pytest.raises(NotSent):  # so much that it is written at once
                await invoke(client, ECHO, bytes(MIB))

    run(loop, main())


def test_a_lost_connection_ends_every_call_and_the_next_call_connects_anew(loop: str) -> None:
    connections: list[Raw] = []

    async def first_hangs_up(raw: Raw) -> None:
        connections.append(raw)
        if len(connections) == 1:
            for _ in range(3):
                await raw.reply()
            return
        while True:
            message = await raw.reply()
            raw.writer.write(record(accepted(0, opaque(b"again"), xid=xid_of(message))))

    async def main() -> None:
        async with peer(first_hangs_up) as address, await connect(address) as client:
            calls = [client.submit(ECHO, b"%d" % n) for n in range(3)]
            for each in calls:
                with pytest.raises(ConnectionLost):
                    await each
            again = [client.submit(ECHO, b"") for _ in range(5)]
            assert await asyncio.gather(*again) == [b"again"] * 5
            assert len(connections) == 2

    run(loop, main())


def test_calls_fail_while_the_server_is_down_and_work_once_it_is_back(loop: str) -> None:
    async def main() -> None:
        async with serving() as (shell, _, address):
            client = await connect(address)
            await shell.stop()
            async with client:
                await asyncio.sleep(0.01)
                for _ in range(2):
                    with pytest.raises(Unreachable, match="refused"):
                        await invoke(client, ECHO)
                async with Shell() as second:
                    second.add(Service())
                    await second.listen(address)
                    assert await invoke(client, ECHO, b"back") == b"back"

    run(loop, main())


def test_what_waits_to_be_sent_when_the_connection_ends_was_not_executed(loop: str) -> None:
    async def takes_nothing(raw: Raw) -> None:
        raw.writer.transport.pause_reading()  # type: ignore[attr-defined]  # a transport of streams reads, too
        await asyncio.sleep(0.1)

    async def main() -> None:
        async with peer(takes_nothing) as address, await connect(address) as client:
            calls = [client.submit(ECHO, bytes(8 * MIB)) for _ in range(4)]
            outcomes = await asyncio.gather(*calls, return_exceptions=True)
            kinds = {type(each) for each in outcomes}
            assert ConnectionLost in kinds  # what had begun to leave
            assert kinds <= {ConnectionLost, NotSent, Unreachable}

    run(loop, main())


@pytest.mark.parametrize("transport", ["tcp", "unix", "udp"])
def test_nobody_there_is_unreachable(loop: str, transport: str, tmp_path: Path) -> None:
    async def main() -> None:
        async with serving(address_for(transport, tmp_path)) as (_, _, address):
            pass  # it is gone again
        with pytest.raises(Unreachable):
            async with await connect(address, timeout=2) as client:
                await invoke(client, ECHO)
        with pytest.raises(Unreachable):
            await connect("tcp://no-such-host.invalid:1")

    run(loop, main())


@pytest.mark.parametrize("family", ["127.0.0.1", "[::1]"])
@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_localhost_is_every_address_of_this_host(loop: str, transport: str, family: str) -> None:
    async def main() -> None:
        async with serving(f"{transport}://{family}:0") as (_, _, address):
            port = address.rpartition(":")[2]
            async with await connect(f"{transport}://localhost:{port}", timeout=5) as client:
                calls = [client.submit(ECHO, b"%d" % n) for n in range(5)]
                assert await asyncio.gather(*calls) == [b"%d" % n for n in range(5)]

    run(loop, main())


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_closing_ends_what_waits_and_stays_closed(
    loop: str, transport: str, tmp_path: Path
) -> None:
    async def main() -> None:
        async with serving(address_for(transport, tmp_path)) as (_, service, address):
            client = await connect(address)
            call = client.submit(HOLD, b"")
            await until(lambda: service.held == 1)
            await client.close()
            with pytest.raises(ConnectionLost, match="closed on this side"):
                await call
            with pytest.raises(NotSent):
                await invoke(client, ECHO)
            with pytest.raises(NotSent):
                await client.send(SILENT, b"")
            await client.close()

    run(loop, main())


# One-way calls


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_one_way_calls_arrive_in_order_before_what_follows(
    loop: str, transport: str, tmp_path: Path
) -> None:
    async def main() -> None:
        async with (
            serving(address_for(transport, tmp_path)) as (_, service, address),
            await connect(address) as client,
        ):
            for n in range(50):
                await client.send(SILENT, b"%d" % n)
            assert await invoke(client, ECHO, b"last") == b"last"
            assert service.seen == [*(b"%d" % n for n in range(50)), b"last"]

    run(loop, main())


@pytest.mark.parametrize("size", [0, MIB // 10])
def test_closing_lets_one_way_calls_leave(loop: str, size: int) -> None:
    async def main() -> None:
        async with serving() as (_, service, address):
            async with await connect(address) as client:
                for n in range(100):
                    await client.send(SILENT, bytes(size) + b"%d" % n)
            await until(lambda: len(service.seen) == 100)

    run(loop, main())


def test_one_way_calls_wait_for_a_server_that_takes_none(loop: str) -> None:
    async def takes_nothing(raw: Raw) -> None:
        raw.writer.transport.pause_reading()  # type: ignore[attr-defined]  # a transport of streams reads, too
        await asyncio.sleep(1)

    async def main() -> None:
        async with (
            peer(takes_nothing) as address,
            await connect(address, timeout=0.2) as client,
        ):
            sent = 0

            async def flood() -> None:
                nonlocal sent
                for _ in range(1000):
                    await client.send(SILENT, bytes(MIB))
                    sent += 1

            with pytest.raises(NotSent):
                await flood()
            assert sent < 100

    run(loop, main())


# What servers say


ANSWERS: dict[str, tuple[Callable[[int], bytes], type[Exception]]] = {
    "garbage arguments": (lambda xid: accepted(4, xid=xid), GarbageArguments),
    "system error": (lambda xid: accepted(5, xid=xid), SystemError_),
    "no such procedure": (lambda xid: accepted(3, xid=xid), ProcedureUnavailable),
    "no such program": (lambda xid: accepted(1, xid=xid), ProgramUnavailable),
    "no such version": (lambda xid: accepted(2, words(1, 2), xid=xid), ProgramMismatch),
    "refused": (lambda xid: denied(1, 5, xid=xid), AuthError),
    "other RPC version": (lambda xid: denied(0, 2, 2, xid=xid), RpcMismatch),
    "no reply at all": (lambda xid: words(xid, 1, 7), BadReply),
    "cut": (lambda xid: words(xid, 1), BadReply),
    "a result that is none": (lambda xid: accepted(0, words(99), xid=xid), XdrError),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_each_answer_has_its_error_and_the_connection_lives_on(loop: str, answer: str) -> None:
    make, expected = ANSWERS[answer]

    async def serve(raw: Raw) -> None:
        raw.writer.write(record(make(xid_of(await raw.reply()))))
        raw.writer.write(record(accepted(0, opaque(b"fine"), xid=xid_of(await raw.reply()))))
        await raw.closed()

    async def main() -> None:
        async with peer(serve) as address, await connect(address) as client:
            with pytest.raises(expected):
                await invoke(client, ECHO)
            assert await invoke(client, ECHO) == b"fine"

    run(loop, main())


def test_what_is_no_answer_to_a_waiting_call_is_dropped(loop: str) -> None:
    async def serve(raw: Raw) -> None:
        xid = xid_of(await raw.reply())
        answer = accepted(0, opaque(b"right"), xid=xid)
        for noise in (
            call(1, 1, 1, xid=xid),  # a call, though with our xid
            accepted(0, opaque(b"wrong"), xid=xid ^ 1),
            b"",
            b"\0\0",
        ):
            raw.writer.write(record(noise))
        for byte in answer:  # one fragment a byte, and empty ones
            raw.writer.write(fragment(bytes([byte])) + fragment(b""))
            await asyncio.sleep(0)
        raw.writer.write(fragment(b"", last=True))
        raw.writer.write(record(answer))  # once more
        xid = xid_of(await raw.reply())
        raw.writer.write(record(accepted(0, opaque(b"next"), xid=xid)))
        await raw.closed()

    async def main() -> None:
        async with peer(serve) as address, await connect(address) as client:
            assert await invoke(client, ECHO) == b"right"
            assert await invoke(client, ECHO) == b"next"

    run(loop, main())


def test_an_answer_over_the_cap_ends_the_connection_and_its_calls(loop: str) -> None:
    async def main() -> None:
        async with (
            serving() as (_, service, address),
            await connect(address, max_record=10_000) as client,
        ):
            other = client.submit(HOLD, b"")
            await until(lambda: service.held == 1)
            with pytest.raises(ReplyTooLarge):
                await invoke(client, BIG, b"20000")
            with pytest.raises(OutcomeUnknown):
                await other
            assert await invoke(client, ECHO, b"anew") == b"anew"

    run(loop, main())


# Datagrams


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


@pytest.mark.parametrize("text", ["tcp://host", "http://host:1", "unix://relative", ""])
def test_what_is_no_address_is_a_value_error(loop: str, text: str) -> None:
    async def main() -> Any:
        return await connect(text)

    with pytest.raises(ValueError, match=re.escape(repr(text))):
        run(loop, main())


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_call_may_wait_for_ever(loop: str, transport: str, tmp_path: Path) -> None:
    async def main() -> None:
        async with (
            serving(address_for(transport, tmp_path)) as (_, service, address),
            await connect(address, timeout=math.inf, max_pending=1) as client,
        ):
            first = client.submit(HOLD, b"first")
            await until(lambda: service.held == 1)
            if transport != "udp":
                second = client.submit(ECHO, b"second")  # waits for its turn
                await asyncio.sleep(0.01)
            service.release.set()
            assert await first == b"first"
            if transport != "udp":
                assert await second == b"second"

    run(loop, main())
