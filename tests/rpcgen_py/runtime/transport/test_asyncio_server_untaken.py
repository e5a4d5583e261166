"""Peers that ask and do not take the answers: what they cost ends with them, and is bounded."""

from __future__ import annotations

import asyncio
import tracemalloc
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from rpcgen_py.runtime.transport.asyncio_client import connect
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer as Shell
from tests.rpcgen_py.runtime.transport.asyncio_lab import (
    BIG,
    ECHO,
    HOLD,
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
UNTAKEN = request(BIG, b"%d" % (32 * MIB))
"""More than all buffers between two sockets of one host hold."""


def test_calls_that_end_after_a_stuck_peer_went_give_their_places_back(loop: str) -> None:
    async def main() -> None:
        async with serving(max_queued_total=8) as (_, service, address):
            for round_ in range(1, 4):
                async with raw(address) as peer:
                    peer.writer.transport.pause_reading()  # type: ignore[attr-defined] # it can
                    peer.writer.write(request(HOLD) * 7 + UNTAKEN)
                    await until(lambda: service.held == 7)
                    await until(lambda: len(service.seen) == round_ * 8)  # noqa: B023 (awaited here)
                await asyncio.sleep(0.05)
                service.release.set()
                await until(lambda: service.held == 0)
                service.release.clear()
            async with await connect(address) as client:
                held = asyncio.create_task(invoke(client, HOLD, b"room"))
                await until(lambda: service.held == 1)
                service.release.set()
                assert await held == b"room"

    run(loop, main())


def test_answers_not_taken_are_bounded_in_bytes_over_all_peers(
    loop: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Those that hold the most are dropped; who takes answers is not touched."""

    class Large(Service):
        async def HOLD(self, arg: bytes, context: object) -> bytes:
            await asyncio.sleep(0)
            return bytes(2 * MIB)

    async def main() -> None:
        async with Shell(max_buffered=24 * MIB) as shell:
            shell.add(Large())
            address = str(await shell.listen("tcp://127.0.0.1:0"))
            async with raw(address) as greedy, await connect(address) as client:
                greedy.writer.transport.pause_reading()  # type: ignore[attr-defined] # it can
                greedy.writer.write(request(HOLD) * 100)
                await until(lambda: "too many answers untaken" in caplog.text)
                assert len(await invoke(client, HOLD, b"")) == 2 * MIB
                assert await invoke(client, ECHO, b"still there") == b"still there"

    run(loop, main())


def test_many_who_take_nothing_at_once_pass_the_bound_by_little(
    loop: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """Not even those whose requests came in one round of the loop, before any could be dropped."""
    peers, answer, bound = 48, 4 * MIB, 16 * MIB

    async def main() -> int:
        writers: list[asyncio.StreamWriter] = []
        async with AsyncExitStack() as stack:
            where = f"unix://{tmp_path}/socket"  # whose own buffers are small
            serves = serving(where, max_buffered=bound)
            _, service, address = await stack.enter_async_context(serves)
            for _ in range(peers):
                peer = await stack.enter_async_context(raw(address))
                peer.writer.transport.pause_reading()  # type: ignore[attr-defined] # it can
                writers.append(peer.writer)
            tracemalloc.start()
            stack.callback(tracemalloc.stop)
            for writer in writers:
                writer.write(request(BIG, b"%d" % answer))
            await until(lambda: len(service.seen) == peers)
            peak = tracemalloc.get_traced_memory()[1]
            assert "too many answers untaken" in caplog.text
            async with await connect(address) as client:
                assert await invoke(client, ECHO, b"still there") == b"still there"
            return peak

    assert run(loop, main()) < 2 * bound + 4 * answer
