"""Connections of the asyncio client: made, lost, made anew and closed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from rpcgen_py.runtime.errors import (
    ConnectionLost,
    NotSent,
    Unreachable,
)
from rpcgen_py.runtime.transport.asyncio_client import connect
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer as Shell
from tests.rpcgen_py.runtime.transport.asyncio_lab import (
    ECHO,
    HOLD,
    LOOPS,
    SILENT,
    TRANSPORTS,
    Raw,
    Service,
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
