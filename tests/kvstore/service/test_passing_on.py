"""A change that is asked of a follower: passed on once, and never again if it may have arrived."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from kvstore._generated import kv
from kvstore.mvcc import outcomes
from kvstore.node.refusals import NodeRefusal
from kvstore.service import passing_on
from kvstore.service.kv_service import KvService
from rpcgen_py import RpcError, connect_async
from rpcgen_py.runtime.errors import ConnectionLost, NotSent, TimedOut
from tests.kvstore.service.calls import LOGGED, PROCEDURES, arguments, header
from tests.kvstore.service.fake_node import FakeNode, run, serving

DONE = outcomes.Refused(kv.KV_LEASE_UNKNOWN, "the leader's log says no")
"""An outcome that any change can have."""


class Way:
    """From one node to the services of others; `problem` is what happens on it instead."""

    def __init__(self, others: dict[int, KvService]) -> None:
        self.others = others
        self.problem: RpcError | None = None
        self.sent: list[tuple[int, int, bytes, int]] = []
        self.then: Callable[[], object] = lambda: None
        self.results: bytes | None = None

    async def forward(
        self,
        to: int,
        program_number: int,
        procedure_number: int,
        arguments: bytes,
        deadline_ms: int,
    ) -> bytes:
        assert program_number == kv.KV_V1.program
        self.sent.append((to, procedure_number, arguments, deadline_ms))
        self.then()
        if self.problem is not None:
            raise self.problem
        if self.results is not None:
            return self.results
        results = await self.others[to].passed_on(procedure_number, arguments, deadline_ms)
        assert results is not None
        return results


def two_nodes() -> tuple[FakeNode, FakeNode, Way, KvService]:
    """A leader, a follower, the way between them, and the follower's service."""
    leader, follower = FakeNode(1), FakeNode(2)
    leader.outcome = DONE
    way = Way({1: KvService(leader)})
    return leader, follower, way, KvService(follower, way)


def asking(service: KvService, test: Callable[[Any], Awaitable[None]]) -> None:
    async def connected() -> None:
        async with serving(service) as (at,), await connect_async(at) as connection:
            await test(kv.KV_V1AsyncClient(connection))

    run(connected())


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_the_leader_answers_changes_and_the_node_itself_the_rest(procedure: str) -> None:
    async def test() -> None:
        leader, follower, way, service = two_nodes()
        async with serving(service) as (at,), await connect_async(at) as connection:
            ask = getattr(kv.KV_V1AsyncClient(connection), procedure)
            reply = await ask(arguments(procedure, head=header(deadline_ms=2000)))
        assert follower.proposed == []
        if procedure not in LOGGED:
            assert (way.sent, reply.header.node_id) == ([], 2)
            return
        ((to, _, packed, deadline_ms),) = way.sent
        sent = getattr(kv, f"{procedure.lower()}_args").from_xdr(packed)
        assert (to, sent.header.hops) == (1, 1)
        assert sent.header.trace_id != bytes(16)
        assert 1000 < deadline_ms <= 2000
        assert reply.header.node_id == 1
        assert reply.result.code == kv.KV_LEASE_UNKNOWN
        assert len(leader.proposed) == 1

    run(test())


def test_a_call_without_a_hop_left_is_not_passed_on() -> None:
    async def test() -> None:
        _, follower, way, service = two_nodes()
        follower.refusal = NodeRefusal(
            kv.KV_NOT_LEADER, "node 1 leads", leader_address="host1:9001"
        )
        async with serving(service) as (at,), await connect_async(at) as connection:
            reply = await kv.KV_V1AsyncClient(connection).KV_PUT(
                arguments("KV_PUT", head=header(hops=1))
            )
        assert reply.result.code == kv.KV_NOT_LEADER
        assert reply.result.error.leader_address == "host1:9001"
        assert way.sent == []

    run(test())


def test_a_node_that_no_longer_leads_does_not_pass_it_further() -> None:
    async def test() -> None:
        old, _, way, service = two_nodes()
        old.leads = 3
        old.refusal = NodeRefusal(kv.KV_NOT_LEADER, "node 3 leads", leader_address="host3:9001")
        beyond = Way({})
        way.others[1] = KvService(old, beyond)
        async with serving(service) as (at,), await connect_async(at) as connection:
            reply = await kv.KV_V1AsyncClient(connection).KV_PUT(arguments("KV_PUT"))
        assert reply.result.error.leader_address == "host3:9001"
        assert (len(way.sent), beyond.sent) == (1, [])

    run(test())


LOST: list[tuple[RpcError, int]] = [
    (ConnectionLost("reset"), kv.KV_NO_QUORUM),
    (TimedOut("no answer"), kv.KV_DEADLINE),
]


@pytest.mark.parametrize(("problem", "code"), LOST, ids=["lost", "timed-out"])
def test_what_may_have_arrived_is_never_sent_again(problem: RpcError, code: int) -> None:
    async def test() -> None:
        _, _, way, service = two_nodes()
        way.problem = problem
        async with serving(service) as (at,), await connect_async(at) as connection:
            reply = await kv.KV_V1AsyncClient(connection).KV_PUT(arguments("KV_PUT"))
        error = reply.result.error
        assert (reply.result.code, error.executed) == (code, kv.KV_EXECUTED_UNKNOWN)
        assert error.unreachable == (kv.kv_node(1, "host1:9001"),)
        assert "may still happen" in error.message
        assert len(way.sent) == 1

    run(test())


@pytest.mark.parametrize("results", [b"", b"\0" * 7, b"\xff" * 400])
def test_an_answer_that_is_none_leaves_the_outcome_open(results: bytes) -> None:
    async def test() -> None:
        _, _, way, service = two_nodes()
        way.results = results
        async with serving(service) as (at,), await connect_async(at) as connection:
            reply = await kv.KV_V1AsyncClient(connection).KV_PUT(arguments("KV_PUT"))
        assert reply.result.code == kv.KV_FAILED
        assert reply.result.error.executed == kv.KV_EXECUTED_UNKNOWN

    run(test())


def test_what_was_not_sent_goes_to_the_next_leader() -> None:
    async def test() -> None:
        _, follower, way, service = two_nodes()
        third = FakeNode(3, leader=3)
        third.outcome = DONE
        way.others[3] = KvService(third)
        way.problem = NotSent("refused")

        def election() -> None:
            if len(way.sent) == 2:
                follower.leads = None
                asyncio.get_running_loop().call_later(0.05, elected)

        def elected() -> None:
            follower.leads = 3
            way.problem = None

        way.then = election
        async with serving(service) as (at,), await connect_async(at) as connection:
            reply = await kv.KV_V1AsyncClient(connection).KV_PUT(arguments("KV_PUT"))
        assert [to for to, *_ in way.sent] == [1, 1, 3]
        assert reply.header.node_id == 3

    run(test())


def test_a_node_that_comes_to_lead_does_it_itself() -> None:
    async def test() -> None:
        _, follower, way, service = two_nodes()
        follower.leads = None
        follower.outcome = DONE
        asyncio.get_running_loop().call_later(0.05, setattr, follower, "leads", 2)
        async with serving(service) as (at,), await connect_async(at) as connection:
            reply = await kv.KV_V1AsyncClient(connection).KV_PUT(arguments("KV_PUT"))
        assert (reply.header.node_id, way.sent) == (2, [])

    run(test())


@pytest.mark.parametrize("leader", [None, 1])
def test_without_a_leader_it_fails_in_time_and_names_who_is_silent(leader: int | None) -> None:
    async def test() -> None:
        _, follower, way, service = two_nodes()
        follower.leads = leader
        follower.silent = {1, 3}
        way.problem = NotSent("refused")
        async with serving(service) as (at,), await connect_async(at) as connection:
            loop = asyncio.get_running_loop()
            begun = loop.time()
            reply = await kv.KV_V1AsyncClient(connection).KV_PUT(
                arguments("KV_PUT", head=header(deadline_ms=300))
            )
            assert loop.time() - begun < 0.3
        error = reply.result.error
        assert (reply.result.code, error.executed) == (kv.KV_NO_QUORUM, kv.KV_EXECUTED_NO)
        assert [each.id for each in error.unreachable] == [1]  # node 3 has no vote
        assert "host1:9001" in error.message
        assert error.message.endswith("; nothing was changed")
        assert error.message.startswith(
            "no quorum: cannot reach node 1 at"
            if leader is None
            else "node 2 cannot reach the leader"
        )

    run(test())


def test_those_who_wait_for_the_leader_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing_on, "MAX_CALLS", 3)

    async def test() -> None:
        _, follower, _, service = two_nodes()
        follower.leads = None
        async with serving(service) as (at,), await connect_async(at) as connection:
            client = kv.KV_V1AsyncClient(connection)
            args = arguments("KV_PUT", head=header(deadline_ms=400))
            replies = await asyncio.gather(*(client.KV_PUT(args) for _ in range(5)))
            codes = [reply.result.code for reply in replies]
            assert sorted(codes) == [kv.KV_BUSY] * 2 + [kv.KV_NO_QUORUM] * 3
            busy = next(each for each in replies if each.result.code == kv.KV_BUSY)
            assert busy.result.error.retry_after_ms > 0
            assert service.passing_on is not None
            assert service.passing_on.waiting == 0

    run(test())


@pytest.mark.parametrize(
    ("procedure", "packed"),
    [
        (0, b""),
        (2, arguments("KV_GET").to_xdr()),  # no change
        (99, b""),
        (3, b""),
        (3, arguments("KV_PUT").to_xdr()[:-4]),
        (3, arguments("KV_PUT").to_xdr() + b"\0\0\0\0"),
    ],
)
def test_what_cannot_be_passed_on_is_not_even_looked_at(procedure: int, packed: bytes) -> None:
    async def test() -> None:
        leader = FakeNode(1)
        assert await KvService(leader).passed_on(procedure, packed, 1000) is None
        assert leader.proposed == []

    run(test())


def test_what_is_passed_on_is_no_longer_than_what_is_taken() -> None:
    async def test() -> None:
        leader, _, way, _ = two_nodes()
        codec = next(each for each in kv.KV_V1.procedures if each.name == "KV_TXN")
        put = kv.kv_put_op(key=b"k", value=bytes(kv.KV_VALUE_MAX), lease=0, flags=0)
        puts = (kv.kv_operation_KV_OPERATION_PUT(put),) * 4
        txn = kv.kv_txn_op(compares=(), success=puts, failure=())
        packed = codec.pack_args(arguments("KV_TXN", head=header(hops=1), txn=txn))
        results = await way.others[1].passed_on(codec.number, packed, 1000)
        assert results is not None
        reply, _ = codec.unpack_result(results, 0, len(results), 1 << 20)
        assert reply.result.code == kv.KV_TOO_LARGE
        assert leader.proposed == []

    run(test())


def test_a_leader_that_cannot_come_is_not_waited_for() -> None:
    async def test() -> None:
        _, follower, way, service = two_nodes()
        follower.leads, follower.leaderless = None, True
        follower.silent = {1, 3}
        loop = asyncio.get_running_loop()
        async with serving(service) as (at,), await connect_async(at) as connection:
            begun = loop.time()
            reply = await kv.KV_V1AsyncClient(connection).KV_PUT(
                arguments("KV_PUT", head=header(deadline_ms=60_000))
            )
            assert loop.time() - begun < 10
        assert (reply.result.code, reply.result.error.executed) == (
            kv.KV_NO_QUORUM,
            kv.KV_EXECUTED_NO,
        )
        assert [each.id for each in reply.result.error.unreachable] == [1, 3]
        assert way.sent == []

    run(test())
