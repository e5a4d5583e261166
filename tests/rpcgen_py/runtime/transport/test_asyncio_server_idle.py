"""Connections that nobody uses, at an asyncio server that has as many as it may."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from tests.rpcgen_py.runtime.transport.asyncio_lab import (
    ECHO,
    HOLD,
    LOOPS,
    raw,
    request,
    run,
    serving,
    until,
)

pytestmark = pytest.mark.parametrize("loop", LOOPS)


def test_the_longest_idle_connection_gives_place_to_a_new_one(loop: str) -> None:
    """Not one whose call is under way, nor one that has just sent a part of a call."""

    async def main() -> None:
        async with (
            serving(max_connections=4, yield_after=0.2) as (_, service, address),
            raw(address) as oldest,
            raw(address) as idle,
            raw(address) as waiting,
            raw(address) as sending,
        ):
            for peer in (oldest, idle, sending):
                peer.writer.write(request(ECHO))
                assert await peer.xids(1) == [1]
            waiting.writer.write(request(HOLD))
            sending.writer.write(request(ECHO, xid=2)[:-1])
            await until(lambda: service.held == 1)
            await asyncio.sleep(0.35)
            idle.writer.write(request(ECHO, xid=2))
            assert await idle.xids(1) == [2]
            async with raw(address) as fifth:
                fifth.writer.write(request(ECHO, xid=3))
                assert await fifth.xids(1) == [3]
                assert await oldest.closed()
                sending.writer.write(request(ECHO, xid=2)[-1:])
                idle.writer.write(request(ECHO, xid=4))
                service.release.set()
                assert await sending.xids(1) == [2]
                assert await idle.xids(1) == [4]
                assert await waiting.xids(1) == [1]

    run(loop, main())


def test_who_holds_all_connections_does_not_keep_others_out(loop: str) -> None:
    async def main() -> None:
        async with AsyncExitStack() as stack:
            serves = serving(max_connections=8, yield_after=0.1)
            _, _, address = await stack.enter_async_context(serves)
            for sent in (b"", request(ECHO)[:1]) * 4:
                silent = await stack.enter_async_context(raw(address))
                silent.writer.write(sent)
            for _ in range(8):
                while not await answers(address):  # noqa: ASYNC110 (nothing says when it does)
                    await asyncio.sleep(0.01)

    async def answers(address: str) -> bool:
        async with raw(address) as peer:
            peer.writer.write(request(ECHO))
            try:
                return await peer.xids(1) == [1]
            except (asyncio.IncompleteReadError, ConnectionError):
                return False

    run(loop, main())
