"""The asyncio client as its users meet it: against our server, and against peers that misbehave."""

from __future__ import annotations

import asyncio
import math
import re
import socket
from pathlib import Path
from typing import Any

import pytest

from rpcgen_py.runtime.errors import (
    NotSent,
    TimedOut,
)
from rpcgen_py.runtime.transport.asyncio_client import connect
from tests.rpcgen_py.runtime.transport.asyncio_lab import (
    BIG,
    ECHO,
    HOLD,
    LOOPS,
    SILENT,
    TRANSPORTS,
    Raw,
    address_for,
    invoke,
    peer,
    run,
    serving,
    until,
    xid_of,
)
from tests.rpcgen_py.runtime.wire.messages import (
    accepted,
    opaque,
    record,
    words,
)

pytestmark = pytest.mark.parametrize("loop", LOOPS)
MIB = 1 << 20


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
