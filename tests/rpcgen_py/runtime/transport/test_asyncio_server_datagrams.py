"""The asyncio server over UDP, where what is said may be said twice."""

from __future__ import annotations

import asyncio

import pytest

from rpcgen_py.runtime.errors import (
    SystemError_,
)
from rpcgen_py.runtime.transport.asyncio_client import connect
from tests.rpcgen_py.runtime.transport.asyncio_lab import (
    BIG,
    ECHO,
    HOLD,
    LOOPS,
    Datagrams,
    invoke,
    raw,
    request,
    run,
    serving,
    until,
)

pytestmark = pytest.mark.parametrize("loop", LOOPS)


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
