"""The admin program over real sockets: who may ask, and what he gets."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from kvstore import errors
from kvstore._generated import admin, kv, raft
from kvstore._generated import command as commands
from kvstore.client.admin import Admin
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.birth import NO_BIRTH
from kvstore.node.results import MemberView
from rpcgen_py.runtime.errors import AuthError, NotSent, RpcError, TimedOut
from rpcgen_py.runtime.identity import Peer, ProcessCredentials
from rpcgen_py.runtime.transport.asyncio_client import connect
from tests.kvstore.node.peers.hellos import info
from tests.kvstore.node.peers.lab import KEY
from tests.kvstore.said import said
from tests.kvstore.service.admin_lab import COMMIT, Lab, filled, play
from tests.kvstore.service.calls import header


def test_over_tcp_the_key_is_needed(tmp_path: Path) -> None:
    def work(lab: Lab) -> None:
        with Admin(lab.addresses[0]) as stranger, pytest.raises(errors.Denied) as denied:
            stranger.members()
        assert "--cluster-key-file" in str(denied.value)
        with Admin(lab.addresses[0], key=bytes(32)) as thief, pytest.raises(errors.Denied) as no:
            thief.members()
        assert "another cluster key" in str(no.value)
        with Admin(lab.addresses[0], key=KEY) as operator:
            assert operator.members().leader == 1

    play(tmp_path, work)


def test_over_a_unix_socket_the_kernel_is_believed(tmp_path: Path) -> None:
    def work(lab: Lab) -> None:
        with Admin(lab.unix) as operator:
            assert operator.members().leader == 1

    play(tmp_path, work)


def test_another_user_of_the_unix_socket_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(lab: Lab) -> None:
        stranger = Peer("unix", process=ProcessCredentials(pid=1, uid=12345, gid=0))
        monkeypatch.setattr(
            "rpcgen_py.runtime.transport.asyncio_server_stream.peer_of", lambda *_: stranger
        )
        async with await connect(lab.unix) as connection:
            with pytest.raises(AuthError):
                await admin.ADMIN_V1AsyncClient(connection).ADMIN_MEMBER_LIST(
                    admin.admin_call(kv_header())
                )

    play(tmp_path, work)


def kv_header(**fields: Any) -> kv.kv_request_header:
    return header(**{"deadline_ms": 4500} | fields)


def every_call(client: admin.ADMIN_V1AsyncClient) -> list[Any]:
    header = kv_header()
    return [
        client.ADMIN_MEMBER_LIST(admin.admin_call(header)),
        client.ADMIN_MEMBER_ADD(admin.admin_member_add_args(header, 0, "a:1")),
        client.ADMIN_MEMBER_PROMOTE(admin.admin_member_args(header, 1)),
        client.ADMIN_MEMBER_REMOVE(admin.admin_member_args(header, 1)),
        client.ADMIN_MOVE_LEADER(admin.admin_move_leader_args(header, 1)),
        client.ADMIN_SNAPSHOT(admin.admin_snapshot_args(header, 0, 0)),
        client.ADMIN_HASH(admin.admin_hash_args(header, 0)),
    ]


def test_without_proof_every_call_is_refused(tmp_path: Path) -> None:
    async def work(lab: Lab) -> None:
        async with await connect(lab.addresses[0]) as connection:
            client = admin.ADMIN_V1AsyncClient(connection)
            for call in every_call(client):
                with pytest.raises(AuthError):
                    await call
            # A proof without a challenge, a false one, and the right one after it.
            assert not await client.ADMIN_PROVE(admin.admin_proof(bytes(32), bytes(32)))
            challenge = await client.ADMIN_CHALLENGE()
            assert not await client.ADMIN_PROVE(admin.admin_proof(bytes(32), bytes(32)))
            from kvstore.node.cluster_key import admin_proof

            right = admin.admin_proof(b"n" * 32, admin_proof(KEY, challenge, b"n" * 32))
            assert not await client.ADMIN_PROVE(right)  # that was the one try
            again = await client.ADMIN_CHALLENGE()
            assert not await client.ADMIN_PROVE(right)  # nor is it good for another challenge
            again = await client.ADMIN_CHALLENGE()
            proof = admin_proof(KEY, again, b"n" * 32)
            assert await client.ADMIN_PROVE(admin.admin_proof(b"n" * 32, proof))
            for call in every_call(client):
                await call
            # On another connection it is worth nothing.
            async with await connect(lab.addresses[0]) as other:
                elsewhere = admin.ADMIN_V1AsyncClient(other)
                await elsewhere.ADMIN_CHALLENGE()
                assert not await elsewhere.ADMIN_PROVE(admin.admin_proof(b"n" * 32, proof))
        assert len({(await lab.services[0].ADMIN_CHALLENGE(FakeContext())).nonce
                    for _ in range(50)}) == 50  # fmt: skip

    play(tmp_path, work)


class FakeContext:
    def __init__(self) -> None:
        self.state: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


@pytest.mark.parametrize("at", [0, 1], ids=["the leader", "a follower"])
def test_members_are_added_promoted_and_removed(tmp_path: Path, at: int) -> None:
    def work(lab: Lab) -> None:
        with Admin(lab.addresses[at], key=KEY) as operator:
            added = operator.add_member("localhost:9002")
            assert [(m.node_id, m.address, m.voter) for m in added.members] == [
                (1, "localhost:9001", True),
                (2, "localhost:9002", False),
            ]
            operator.timeout = 0.3
            with pytest.raises(errors.Busy, match="start it first"):
                operator.promote_member(2)
            lab.leader.know(2)
            with pytest.raises(errors.Busy, match="not caught up"):
                operator.promote_member(2)
            operator.timeout = 5
            lab.leader.views[2] = lab.leader.views[2]._replace(match_index=COMMIT)
            assert operator.promote_member(2).members[1].voter
            lab.leader.views[2] = lab.leader.views[2]._replace(reachable=False)
            with pytest.raises(errors.NoQuorum) as refused:
                operator.add_member("localhost:9003")
            assert refused.value.unreachable == ("localhost:9002",)
            lab.leader.views[2] = lab.leader.views[2]._replace(reachable=True)
            assert [m.node_id for m in operator.remove_member(2).members] == [1]
            with pytest.raises(errors.InvalidRequest, match="only voter"):
                operator.remove_member(1)

    play(tmp_path, work)
    assert bytes(16) == NO_BIRTH


@pytest.mark.parametrize(
    "address",
    ["", "host", "host:0", ":9002", "host:70000", "::1:9002", "unix:///socket", f"{'h' * 300}:1"],
)
def test_what_nobody_could_reach_becomes_no_member(tmp_path: Path, address: str) -> None:
    def work(lab: Lab) -> None:
        with Admin(lab.addresses[0], key=KEY) as operator:
            # Longer than a name may be, it does not even leave the client.
            with pytest.raises((errors.InvalidRequest, errors.TooLarge)):
                operator.add_member(address)
            assert [m.node_id for m in operator.members().members] == [1]
            added = operator.add_member("tcp://[::1]:9002")
            assert [m.address for m in added.members] == ["localhost:9001", "[::1]:9002"]

    play(tmp_path, work)


def test_leadership_is_handed_over(tmp_path: Path) -> None:
    def work(lab: Lab) -> None:
        for node in (2, 3):
            view = MemberView(node, f"localhost:{9000 + node}", True, True, COMMIT - node)
            lab.leader.views[node] = view
        with Admin(lab.addresses[1], key=KEY) as operator:
            assert operator.move_leader() == 2
            lab.leader.leader = info(1)
            assert operator.move_leader(3) == 3
            lab.leader.leader = info(1)
            assert operator.move_leader(1) == 1

    play(tmp_path, work)


@pytest.mark.parametrize(
    ("failure", "may_have_executed"), [(NotSent("no"), False), (TimedOut("late"), True)]
)
def test_what_became_of_a_change_that_was_passed_on_is_told(
    tmp_path: Path, failure: RpcError, may_have_executed: bool
) -> None:
    def work(lab: Lab) -> None:
        lab.way.error = failure
        with Admin(lab.addresses[1], key=KEY, timeout=0.5) as operator:
            with pytest.raises(errors.NoQuorum) as refused:
                operator.add_member("localhost:9002")
            assert refused.value.may_have_executed == may_have_executed
            lab.follower.leader = None
            with pytest.raises(errors.NoQuorum, match="nothing was changed"):
                operator.remove_member(2)

    play(tmp_path, work)


def test_the_next_server_is_asked_where_one_has_no_quorum(tmp_path: Path) -> None:
    def work(lab: Lab) -> None:
        lab.follower.leader = None
        servers = f"{lab.addresses[1]},localhost:1,{lab.addresses[0]}"
        with Admin(servers, key=KEY, timeout=2) as operator:
            members = operator.add_member("localhost:9002").members
            assert [each.node_id for each in members] == [1, 2]
            assert operator.move_leader(1) == 1
        alone = f"localhost:1,{lab.addresses[1]}"
        with Admin(alone, key=KEY, timeout=1) as operator:
            with pytest.raises(errors.NoQuorum, match="nothing was changed") as refused:
                operator.remove_member(2)
            assert "localhost:1" in refused.value.unreachable
        lab.follower.leader = info(1)
        lab.way.error = TimedOut("late")
        with Admin(servers, key=KEY, timeout=2) as operator:
            with pytest.raises(errors.NoQuorum) as refused:
                operator.remove_member(2)  # it may still happen: nobody else is asked
            assert refused.value.may_have_executed
        assert len(lab.leader.views) == 2

    play(tmp_path, work)


def test_all_servers_that_were_asked_in_vain_are_named() -> None:
    with Admin("localhost:1,localhost:2") as operator:
        with pytest.raises(errors.Unreachable, match=r"localhost:1.*localhost:2") as refused:
            operator.members()
        assert refused.value.unreachable == ("localhost:1", "localhost:2")
        assert str(refused.value).count("cannot reach") == 1


def test_a_change_is_passed_on_once(tmp_path: Path) -> None:
    async def work(lab: Lab) -> None:
        lab.leader.leader = info(3)  # it does not lead any more
        arg = admin.admin_member_args(kv_header(hops=0), 1)
        procedure = next(p for p in admin.ADMIN_V1.procedures if p.name == "ADMIN_MEMBER_REMOVE")
        packed = await lab.services[0].passed_on(6, procedure.pack_args(arg), 1000)
        assert packed is not None
        reply, _ = procedure.unpack_result(packed, 0, len(packed), 1 << 20)
        assert reply.result.code == kv.KV_NOT_LEADER
        assert reply.result.error.leader_address == "localhost:9003"
        for number in (1, 2, 3, 8, 9, 77):
            assert await lab.services[0].passed_on(number, b"", 1000) is None
        assert await lab.services[0].passed_on(6, b"rubbish", 1000) is None

    play(tmp_path, work)


def test_a_snapshot_is_read_while_the_state_goes_on(tmp_path: Path) -> None:
    machine = filled(3000, 600)
    before = list(machine.hash(0))[-1]

    def work(lab: Lab) -> None:
        with Admin(lab.addresses[0], key=KEY) as operator:
            reading = operator.snapshot()
            parts = [next(reading)]
            change = commands.command_change_COMMAND_PUT(
                put=kv.kv_put_op(key=b"key-1", value=b"later", lease=0, flags=0)
            )
            machine.apply(
                raft.entry(term=1, index=3001, type=0, command_version=1, data=b""),
                said(change),
            )
            parts += reading
            assert len(parts) > 2
            assert all(len(part) <= admin.ADMIN_CHUNK_MAX for part in parts)
        restored = StateMachine.restore(parts)
        assert restored.applied_index == 3000
        assert list(restored.hash(0))[-1] == before

    play(tmp_path, work, machine)


def test_a_piece_whose_answer_got_lost_is_read_again(tmp_path: Path) -> None:
    async def work(lab: Lab) -> None:
        async with await connect(lab.unix) as connection:
            client = admin.ADMIN_V1AsyncClient(connection)

            async def read(snapshot_id: int, offset: int) -> Any:
                arg = admin.admin_snapshot_args(kv_header(), snapshot_id, offset)
                return (await client.ADMIN_SNAPSHOT(arg)).result

            first = (await read(0, 0)).ok
            assert (await read(first.snapshot_id, 0)).ok == first
            following = (await read(first.snapshot_id, len(first.data))).ok
            assert (await read(first.snapshot_id, following.offset)).ok == following
            for offset in (0, 5, following.offset + len(following.data) + 1):
                assert (await read(first.snapshot_id, offset)).code == kv.KV_INVALID
            assert (await read(999, 0)).code == kv.KV_INVALID
            assert (await read(0, 0)).code == kv.KV_OK
            assert (await read(0, 0)).code == kv.KV_BUSY  # two are held, and no more

    play(tmp_path, work, filled(3000, 600))


def test_hashes_are_compared(tmp_path: Path) -> None:
    def work(lab: Lab) -> None:
        with Admin(lab.addresses[0], key=KEY) as one, Admin(lab.addresses[1], key=KEY) as two:
            first, second = one.content_hash(), two.content_hash(500)
            assert (first.node_id, first.revision, second.revision) == (1, 500, 500)
            assert first.hash == second.hash
            assert one.content_hash(499).hash != first.hash
            with pytest.raises(errors.FutureRevision):
                one.content_hash(501)

    play(tmp_path, work, filled(500))


def test_a_connection_that_was_lost_is_made_and_proved_anew(tmp_path: Path) -> None:
    def work(lab: Lab) -> None:
        with Admin(lab.addresses[0], key=KEY) as operator:
            operator.members()
            assert lab.servers[0]._connections is not None
            for stream in tuple(lab.servers[0]._connections.open):
                loop = lab.servers[0]._connections.calls.loop
                loop.call_soon_threadsafe(stream.drop)
            time.sleep(0.2)
            assert operator.members().leader == 1
        with Admin(f"localhost:1,{lab.addresses[0]}", key=KEY) as second:
            assert second.members().leader == 1
        with Admin("localhost:1", key=KEY) as nobody, pytest.raises(errors.Unreachable):
            nobody.members()

    play(tmp_path, work)


def test_a_call_for_another_cluster_is_refused(tmp_path: Path) -> None:
    def work(lab: Lab) -> None:
        with Admin(lab.unix, cluster_id=8) as operator, pytest.raises(errors.WrongCluster):
            operator.members()

    play(tmp_path, work)


@pytest.mark.parametrize("servers", ["", ",", "nowhere", "a:b"])
def test_what_is_no_address_is_refused(servers: str) -> None:
    with pytest.raises(errors.InvalidRequest):
        Admin(servers)
