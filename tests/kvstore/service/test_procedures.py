"""What each procedure asks of the node, and what it makes of the node's answer."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc import outcomes
from kvstore.node.refusals import NodeRefusal
from kvstore.service.kv_service import KvService
from rpcgen_py import connect_async
from tests.kvstore.service.calls import DELETION, LOGGED, PROCEDURES, PUT, TXN, arguments, header
from tests.kvstore.service.fake_node import CLUSTER, ITEM, TERM, FakeNode, run, serving


async def call(node: FakeNode, procedure: str, arg: Any) -> Any:
    """Call a procedure of a service before `node`, over TCP."""
    async with serving(KvService(node)) as (at,), await connect_async(at) as connection:
        return await getattr(kv.KV_V1AsyncClient(connection), procedure)(arg)


COMMIT = kv.kv_commit(revision=9, durable_nodes=2)
DELETED = kv.kv_deleted(count=1, previous=(ITEM,))
SESSION = commands.command_change_COMMAND_SESSION_KEEPALIVE

CHANGES: list[tuple[str, Any, outcomes.Outcome, Any]] = [
    (
        "KV_PUT",
        commands.command_change_COMMAND_PUT(PUT),
        outcomes.PutDone(9, ITEM),
        kv.kv_put_result_KV_OK(kv.kv_put_ok(COMMIT, ITEM)),
    ),
    (
        "KV_DELETE",
        commands.command_change_COMMAND_DELETE(DELETION),
        outcomes.DeleteDone(9, DELETED),
        kv.kv_delete_result_KV_OK(kv.kv_delete_ok(COMMIT, DELETED)),
    ),
    (
        "KV_TXN",
        commands.command_change_COMMAND_TXN(TXN),
        outcomes.TxnDone(9, True, (kv.kv_operation_result_KV_OPERATION_PUT(None),)),
        kv.kv_txn_result_KV_OK(
            kv.kv_txn_ok(COMMIT, True, (kv.kv_operation_result_KV_OPERATION_PUT(None),))
        ),
    ),
    (
        "KV_COMPACT",
        commands.command_change_COMMAND_COMPACT(5),
        outcomes.CompactDone(),
        kv.kv_compact_result_KV_OK(),
    ),
    (
        "KV_LEASE_REVOKE",
        commands.command_change_COMMAND_LEASE_REVOKE(6),
        outcomes.LeaseRevoked(9, 4),
        kv.kv_lease_revoke_result_KV_OK(kv.kv_lease_revoke_ok(COMMIT, 4)),
    ),
    (
        "KV_LEASE_KEEPALIVE",
        commands.command_change_COMMAND_LEASE_KEEPALIVE(6),
        outcomes.LeaseKept(4000),
        kv.kv_lease_keepalive_result_KV_OK(kv.kv_lease_keepalive_ok(4000)),
    ),
    (
        "KV_SESSION_KEEPALIVE",
        SESSION(commands.COMMAND_SESSION_KEEPALIVE),
        outcomes.SessionKept(4000),
        kv.kv_session_keepalive_result_KV_OK(kv.kv_session_keepalive_ok(4000)),
    ),
    (
        "KV_SESSION_CLOSE",
        SESSION(commands.COMMAND_SESSION_CLOSE),
        outcomes.SessionClosed(),
        kv.kv_session_close_result_KV_OK(),
    ),
]


@pytest.mark.parametrize(
    ("procedure", "change", "outcome", "result"), CHANGES, ids=[each[0] for each in CHANGES]
)
def test_a_change_becomes_a_command_and_its_outcome_the_answer(
    procedure: str, change: Any, outcome: outcomes.Outcome, result: Any
) -> None:
    async def test() -> None:
        node = FakeNode()
        node.outcome = outcome
        reply = await call(node, procedure, arguments(procedure))
        assert reply.result == result
        ((command, _),) = node.proposed
        assert command.change == change
        assert reply.header == kv.kv_reply_header(
            cluster_id=CLUSTER,
            node_id=1,
            term=TERM,
            revision=9,
            compacted_revision=2,
            applied_index=12,
            age_ms=0,
            extensions=(),
        )

    run(test())


def test_numbers_of_leases_and_sessions_are_drawn_unless_named() -> None:
    def outcome(command: commands.command) -> outcomes.Outcome:
        match command.change:
            case commands.command_change_COMMAND_LEASE_GRANT(grant=grant):
                return outcomes.LeaseGranted(grant.lease, grant.ttl_ms)
            case commands.command_change_COMMAND_SESSION_OPEN(open=opened):
                assert opened.name == b"me"
                return outcomes.SessionOpened(opened.session, 60_000)
            case _:
                raise AssertionError(command)

    async def test() -> None:
        node = FakeNode()
        node.outcome = outcome
        named = await call(node, "KV_LEASE_GRANT", arguments("KV_LEASE_GRANT", lease=5))
        assert named.result.ok == kv.kv_lease_grant_ok(lease=5, ttl_ms=4000)
        drawn = {
            (await call(node, "KV_LEASE_GRANT", arguments("KV_LEASE_GRANT"))).result.ok.lease
            for _ in range(3)
        } | {
            (await call(node, "KV_SESSION_OPEN", arguments("KV_SESSION_OPEN"))).result.ok.session
            for _ in range(3)
        }
        assert len(drawn) == 6
        assert min(drawn) >= 1 << 62

    run(test())


@given(
    session=st.integers(1, (1 << 64) - 1),
    sequence=st.integers(1, (1 << 64) - 1),
    lowest=st.integers(0, (1 << 64) - 1),
    name_space=st.binary(max_size=9),
    procedure=st.sampled_from(["KV_PUT", "KV_DELETE", "KV_TXN", "KV_LEASE_REVOKE", "KV_COMPACT"]),
)
def test_a_change_keeps_its_number(
    session: int, sequence: int, lowest: int, name_space: bytes, procedure: str
) -> None:
    async def test() -> None:
        node = FakeNode()
        node.outcome = outcomes.Refused(kv.KV_BUSY, "not now")
        service = KvService(node)
        head = header(
            session=session, sequence=sequence, lowest_unanswered=lowest, name_space=name_space
        )
        number = next(each.number for each in kv.KV_V1.procedures if each.name == procedure)
        packed = arguments(procedure, head=head).to_xdr()
        assert await service.passed_on(number, packed, 1000) is not None
        ((command, _),) = node.proposed
        assert command.origin == commands.command_origin(session, sequence, lowest, name_space)

    run(test())


def test_what_is_about_a_session_is_no_change_of_it() -> None:
    async def test() -> None:
        node = FakeNode()
        node.outcome = outcomes.SessionKept(1)
        head = header(session=8, sequence=0, lowest_unanswered=4)
        await call(node, "KV_SESSION_KEEPALIVE", arguments("KV_SESSION_KEEPALIVE", head=head))
        node.outcome = outcomes.LeaseKept(1)
        await call(node, "KV_LEASE_KEEPALIVE", arguments("KV_LEASE_KEEPALIVE", head=head))
        node.outcome = outcomes.SessionOpened(1, 1)
        await call(node, "KV_SESSION_OPEN", arguments("KV_SESSION_OPEN", head=head))
        origins = [command.origin for command, _ in node.proposed]
        none = commands.command_origin(0, 0, 0, b"")
        assert origins == [commands.command_origin(8, 0, 4, b""), none, none]
        args = kv.kv_session_close_args(header=header())
        assert (await call(node, "KV_SESSION_CLOSE", args)).result.code == kv.KV_INVALID

    run(test())


@pytest.mark.parametrize("procedure", ["KV_PUT", "KV_DELETE", "KV_TXN"])
def test_wait_levels_reach_the_node_and_others_are_refused(procedure: str) -> None:
    async def test() -> None:
        node = FakeNode()
        node.outcome = outcomes.Refused(kv.KV_LEASE_UNKNOWN, "gone")
        for wait in (kv.KV_WAIT_QUORUM, kv.KV_WAIT_ALL):
            reply = await call(node, procedure, arguments(procedure, wait=wait))
            assert reply.result.code == kv.KV_LEASE_UNKNOWN
        assert [wait for _, wait in node.proposed] == [0, 1]
        reply = await call(node, procedure, arguments(procedure, wait=2))
        assert reply.result.code == kv.KV_INVALID
        assert len(node.proposed) == 2

    run(test())


READS: list[tuple[str, Any]] = [
    ("KV_GET", kv.kv_get_result_KV_OK(ITEM)),
    (
        "KV_LEASE_TTL",
        kv.kv_lease_ttl_result_KV_OK(
            kv.kv_lease_ttl_ok(granted_ttl_ms=6, ttl_ms=0, keys=(), more=False)
        ),
    ),
    (
        "KV_LEASE_LIST",
        kv.kv_lease_list_result_KV_OK(kv.kv_lease_list_ok((kv.kv_lease_info(1, 2, 1),), more=True)),
    ),
    (
        "KV_WATCH",
        kv.kv_watch_result_KV_OK(
            kv.kv_watch_ok(events=(), next=kv.kv_watch_position(revision=10, offset=0))
        ),
    ),
]


@pytest.mark.parametrize("min_revision", [0, 10], ids=["reached", "to come"])
@pytest.mark.parametrize(("procedure", "result"), READS, ids=[each[0] for each in READS])
def test_a_read_asks_leave_of_the_node_and_tells_the_age(
    procedure: str, result: Any, min_revision: int
) -> None:
    async def test() -> None:
        node = FakeNode(leader=2)
        node.age_ms = 30
        head = header(consistency=kv.KV_SERIALIZABLE, max_age_ms=50, min_revision=min_revision)
        reply = await call(node, procedure, arguments(procedure, head=head))
        assert reply.result == result
        assert reply.header.age_ms == 30
        assert node.reads == [(kv.KV_SERIALIZABLE, 50, min_revision)]
        assert node.proposed == []

    run(test())


def test_a_key_that_is_not_there() -> None:
    async def test() -> None:
        node = FakeNode()
        node.machine.item = None
        reply = await call(node, "KV_GET", arguments("KV_GET"))
        assert reply.result.code == kv.KV_NOT_FOUND

    run(test())


REFUSAL = NodeRefusal(
    kv.KV_BUSY,
    "the queue is full",
    retry_after_ms=40,
    executed=kv.KV_EXECUTED_UNKNOWN,
    leader_address="host2:9001",
    unreachable=(kv.kv_node(3, "host3:9001"),),
)


@pytest.mark.parametrize("procedure", sorted(set(PROCEDURES) - {"KV_STATUS"}))
def test_what_the_node_refuses_is_answered_whole(procedure: str) -> None:
    async def test() -> None:
        node = FakeNode()
        node.refusal = REFUSAL
        reply = await call(node, procedure, arguments(procedure))
        assert reply.result.code == kv.KV_BUSY
        assert reply.result.error == kv.kv_error(
            message="the queue is full",
            retry_after_ms=40,
            leader_address="host2:9001",
            executed=kv.KV_EXECUTED_UNKNOWN,
            unreachable=(kv.kv_node(3, "host3:9001"),),
        )
        assert reply.header.age_ms == kv.KV_AGE_UNKNOWN

    run(test())


@pytest.mark.parametrize(
    ("code", "executed"),
    [
        (kv.KV_NOT_FOUND, kv.KV_EXECUTED_NO),
        (kv.KV_SESSION_UNKNOWN, kv.KV_EXECUTED_UNKNOWN),
        (kv.KV_OUTCOME_FORGOTTEN, kv.KV_EXECUTED_UNKNOWN),
    ],
)
@pytest.mark.parametrize("procedure", sorted(LOGGED))
def test_what_the_log_refused_says_whether_an_earlier_try_may_have_been_done(
    procedure: str, code: int, executed: int
) -> None:
    async def test() -> None:
        node = FakeNode()
        node.outcome = outcomes.Refused(code, "no")
        reply = await call(node, procedure, arguments(procedure))
        assert (reply.result.code, reply.result.error.executed) == (code, executed)

    run(test())


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"cluster_id": CLUSTER + 1}, kv.KV_WRONG_CLUSTER),
        ({"consistency": 9}, kv.KV_INVALID),
        ({"extensions": (kv.kv_extension(9, True, b""),)}, kv.KV_UNKNOWN_EXTENSION),
    ],
)
@pytest.mark.parametrize("procedure", PROCEDURES)
def test_headers_that_are_refused(procedure: str, fields: dict[str, Any], code: int) -> None:
    async def test() -> None:
        node = FakeNode()
        reply = await call(node, procedure, arguments(procedure, head=header(**fields)))
        assert reply.result.code == code
        assert (node.proposed, node.reads) == ([], [])

    run(test())


def test_status_tells_of_members_alarms_and_numbers() -> None:
    async def test() -> None:
        node = FakeNode(node_id=2, leader=1)
        node.silent = {3}
        node.age_ms = 5
        service = KvService(node)
        async with serving(service) as (at,), await connect_async(at) as connection:
            client = kv.KV_V1AsyncClient(connection)
            for _ in range(3):
                await client.KV_GET(arguments("KV_GET"))
            await client.KV_GET(arguments("KV_GET", head=header(cluster_id=1)))
            ok = (await client.KV_STATUS(arguments("KV_STATUS"))).result.ok
        assert ok.role == kv.KV_FOLLOWER
        assert ok.leader == kv.kv_node(1, "host1:9001")
        assert [(each.node.id, each.voter, each.reachable) for each in ok.members] == [
            (1, True, True),
            (2, True, True),
            (3, False, False),
        ]
        assert ok.alarms == node.machine.alarms
        numbers = {each.name: each.value for each in ok.counters}
        assert numbers["calls_get"] == 4
        assert numbers["answers_ok"] == 3
        assert numbers["answers_wrong_cluster"] == 1
        assert numbers["calls_under_way"] == 1
        assert "release" in {each.name for each in ok.properties}

    run(test())


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_calls_over_udp_may_change_something_under_a_session_only(procedure: str) -> None:
    unsafe = LOGGED - {"KV_LEASE_KEEPALIVE"} - {each for each in LOGGED if "SESSION" in each}

    async def test() -> None:
        node = FakeNode()
        node.outcome = outcomes.Refused(kv.KV_BUSY, "reached the log")
        async with (
            serving(KvService(node), "udp://127.0.0.1:0") as (at,),
            await connect_async(at) as connection,
        ):
            ask = getattr(kv.KV_V1AsyncClient(connection), procedure)
            code = (await ask(arguments(procedure))).result.code
            if procedure not in LOGGED:
                assert code == kv.KV_OK
                return
            assert code == (kv.KV_SESSION_REQUIRED if procedure in unsafe else kv.KV_BUSY)
            head = header(session=5, sequence=1)
            assert (await ask(arguments(procedure, head=head))).result.code == kv.KV_BUSY
            unnumbered = msgspec.structs.replace(head, sequence=0)
            code = (await ask(arguments(procedure, head=unnumbered))).result.code
            assert code == (kv.KV_INVALID if procedure in unsafe else kv.KV_BUSY)

    run(test())
