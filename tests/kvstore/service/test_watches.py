"""Watches as long polls: what wakes them, what ends them, and how many there may be."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kvstore._generated import kv
from kvstore.service import watches
from kvstore.service.kv_service import KvService
from rpcgen_py import connect_async
from tests.kvstore.service.calls import arguments, header
from tests.kvstore.service.fake_node import ITEM, FakeNode, eventually, run, serving

EVENT = kv.kv_event(kind=kv.KV_EVENT_PUT, item=ITEM, previous=None)


def watch(revision: int = 0, wait_ms: int = 5000, flags: int = 0, **head: Any) -> kv.kv_watch_args:
    found: kv.kv_watch_args = arguments(
        "KV_WATCH",
        head=header(**head),
        position=kv.kv_watch_position(revision=revision, offset=0),
        wait_ms=wait_ms,
        flags=flags,
    )
    return found


def test_the_past_is_told_at_once_and_in_parts() -> None:
    async def test() -> None:
        node = FakeNode()
        node.machine.history[6] = (EVENT,)
        async with serving(KvService(node)) as (at,), await connect_async(at) as connection:
            client = kv.KV_V1AsyncClient(connection)
            ok = (await client.KV_WATCH(watch(4))).result.ok
            assert (ok.events, ok.next.revision) == ((EVENT,), 7)
            assert node.machine.looked == [4, 5, 6]
            ok = (await client.KV_WATCH(watch(7, flags=kv.KV_WATCH_NO_WAIT))).result.ok
            assert (ok.events, ok.next.revision) == ((), 10)
        assert node.reads == []  # where to begin was said

    run(test())


def test_from_now_on_means_behind_all_that_was_answered() -> None:
    async def test() -> None:
        node = FakeNode()
        async with serving(KvService(node)) as (at,), await connect_async(at) as connection:
            client = kv.KV_V1AsyncClient(connection)
            waiting = asyncio.ensure_future(client.KV_WATCH(watch()))
            await eventually(lambda: bool(node.machine.looked))
            assert node.reads == [(kv.KV_LINEARIZABLE, 0, 0)]
            await node.change()
            await node.change()
            await node.change(EVENT)
            ok = (await waiting).result.ok
            assert (ok.events, ok.next.revision) == ((EVENT,), 13)

    run(test())


@pytest.mark.parametrize(
    "args",
    [watch(wait_ms=100), watch(wait_ms=5000, deadline_ms=150), watch(wait_ms=0, deadline_ms=150)],
)
def test_a_wait_ends_before_the_deadline(args: kv.kv_watch_args) -> None:
    async def test() -> None:
        loop = asyncio.get_running_loop()
        async with serving(KvService(FakeNode())) as (at,), await connect_async(at) as connection:
            begun = loop.time()
            ok = (await kv.KV_V1AsyncClient(connection).KV_WATCH(args)).result.ok
            assert (ok.events, ok.next.revision) == ((), 10)
            assert 0.08 < loop.time() - begun < 2.0

    run(test())


def test_a_node_that_ends_answers_where_to_go_on() -> None:
    async def test() -> None:
        node = FakeNode()
        service = KvService(node)
        async with serving(service) as (at,), await connect_async(at) as connection:
            client = kv.KV_V1AsyncClient(connection)
            waiting = [asyncio.ensure_future(client.KV_WATCH(watch(20))) for _ in range(3)]
            await eventually(lambda: service.watches.count == 3)
            service.stop()
            for each in waiting:
                assert (await each).result.ok.next.revision == 20
            assert (await client.KV_WATCH(watch(20))).result.ok.next.revision == 20

    run(test())


def test_watches_are_bounded_and_go_with_their_callers() -> None:
    async def test() -> None:
        service = KvService(FakeNode())
        service.watches = watches.Watches(FakeNode(), max_watches=3)
        async with serving(service) as (at,), await connect_async(at) as connection:
            client = kv.KV_V1AsyncClient(connection)
            leaving = await connect_async(at)
            calls = [
                asyncio.ensure_future(kv.KV_V1AsyncClient(leaving).KV_WATCH(watch(20)))
                for _ in range(3)
            ]
            await eventually(lambda: service.watches.count == 3)
            reply = await client.KV_WATCH(watch(20))
            assert reply.result.code == kv.KV_BUSY
            assert reply.result.error.retry_after_ms > 0
            await leaving.close()
            await asyncio.gather(*calls, return_exceptions=True)
            await eventually(lambda: service.watches.count == 0)

    run(test())


@pytest.mark.parametrize(
    "fields",
    [
        {"flags": 1 << 9},
        {"position": kv.kv_watch_position(revision=0, offset=1)},
        {"ranges": (kv.kv_key_range(kind=kv.KV_SINGLE, key=b"", end=b""),)},
        {"ranges": (kv.kv_key_range(kind=7, key=b"k", end=b""),)},
    ],
)
def test_watches_that_are_refused(fields: dict[str, Any]) -> None:
    async def test() -> None:
        async with serving(KvService(FakeNode())) as (at,), await connect_async(at) as connection:
            args = arguments("KV_WATCH", **fields)
            reply = await kv.KV_V1AsyncClient(connection).KV_WATCH(args)
            assert reply.result.code == kv.KV_INVALID

    run(test())
