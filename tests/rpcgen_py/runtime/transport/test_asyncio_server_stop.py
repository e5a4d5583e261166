"""The end of an asyncio server: who is still answered, and who waits no longer."""

from __future__ import annotations

import asyncio

import pytest

from rpcgen_py.runtime.errors import (
    OutcomeUnknown,
    RpcError,
    Unreachable,
)
from rpcgen_py.runtime.transport.asyncio_client import connect
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer as Shell
from tests.rpcgen_py.runtime.transport.asyncio_lab import (
    BIG,
    ECHO,
    HOLD,
    HOLDS,
    LOOPS,
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
