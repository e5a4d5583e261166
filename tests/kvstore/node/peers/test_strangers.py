"""Who is let in among the members, over real sockets."""

from __future__ import annotations

import asyncio

import pytest
from msgspec import structs

from kvstore._generated import raft
from kvstore.node.peers.connection import PROCEDURES, PeerConnection
from kvstore.node.peers.handshake import Caller
from rpcgen_py.runtime.address import parse_address
from rpcgen_py.runtime.errors import AuthError, AuthStat
from rpcgen_py.runtime.transport.asyncio_client import connect
from tests.kvstore.node.peers.lab import KEY, Place, message, play, until

STRANGERS = [
    ("RAFT_MESSAGES", raft.message_batch(7, 1, 2, 1, (message(2),))),
    ("RAFT_SNAPSHOT", raft.snapshot_chunk(7, 1, 2, 1, message(2), 1, 0, 0, 0, b"")),
    ("RAFT_FORWARD", raft.forwarded_call(7, 1, 2, 5, 6, 1000, b"")),
    ("RAFT_CHECKUP", raft.checkup(7, 1, 2, 0, 0)),
    ("RAFT_PROVE", raft.hello_proof(bytes(32))),
]


@pytest.mark.parametrize(("procedure", "argument"), STRANGERS, ids=[s[0] for s in STRANGERS])
def test_who_has_proved_nothing_is_refused(procedure: str, argument: object) -> None:
    async def story(one: Place, two: Place) -> None:
        async with await connect(f"tcp://localhost:{two.port}") as stranger:
            called = PROCEDURES[procedure]
            packed = called.pack_args(argument)
            with pytest.raises(AuthError) as refused:
                await stranger.call(called, packed)
            assert refused.value.stat == AuthStat.AUTH_TOOWEAK
            # A hello alone opens nothing, and nor does a false proof.
            hello = PROCEDURES["RAFT_HELLO"]
            await stranger.call(hello, hello.pack_args(one.standing.hello()))
            prove = PROCEDURES["RAFT_PROVE"]
            answer = await stranger.call(prove, prove.pack_args(raft.hello_proof(bytes(32))))
            assert answer.code == raft.HELLO_WRONG_CLUSTER
            if procedure != "RAFT_PROVE":
                with pytest.raises(AuthError):
                    await stranger.call(called, packed)
        assert not two.node.stepped
        assert not two.node.calls

    play(story)


def test_a_proof_is_good_on_its_own_connection_only() -> None:
    async def story(one: Place, two: Place) -> None:
        address = parse_address(f"localhost:{two.port}")
        mine, other = await PeerConnection.open(address, 5), await PeerConnection.open(address, 5)
        forwarded = PROCEDURES["RAFT_FORWARD"], raft.forwarded_call(7, 1, 2, 5, 6, 1000, b"")
        own = one.standing.hello()
        caller = Caller(KEY, own)
        proof = caller.answered(await mine.call(PROCEDURES["RAFT_HELLO"], own, 5))
        await other.call(PROCEDURES["RAFT_HELLO"], own, 5)
        stolen = await other.call(PROCEDURES["RAFT_PROVE"], proof, 5)
        assert stolen.code == raft.HELLO_WRONG_CLUSTER
        assert (await mine.call(PROCEDURES["RAFT_PROVE"], proof, 5)).code == raft.HELLO_OK
        assert (await mine.call(*forwarded, 5)).taken
        with pytest.raises(AuthError):
            await other.call(*forwarded, 5)
        # And another hello takes it back.
        await mine.call(PROCEDURES["RAFT_HELLO"], own, 5)
        with pytest.raises(AuthError):
            await mine.call(*forwarded, 5)
        await mine.close()
        await other.close()

    play(story)


@pytest.mark.parametrize(
    "change",
    [{"cluster_id": 8}, {"from_": 3}, {"to": 1}, {"to_incarnation": 2}],
    ids=lambda change: next(iter(change)),
)
def test_what_was_meant_for_another_is_dropped(change: dict[str, int]) -> None:
    async def story(one: Place, two: Place) -> None:
        connection = await PeerConnection.open(parse_address(f"localhost:{two.port}"), 5)
        assert (await connection.greet(one.standing, KEY, 2, 5)).code == raft.HELLO_OK
        send = PROCEDURES["RAFT_MESSAGES"]
        good = raft.message_batch(7, 1, 2, 1, (message(2, 1),))
        connection.post(send, send.pack_args(structs.replace(good, **change)))
        connection.post(send, send.pack_args(structs.replace(good, messages=(message(2, 2),))))
        await until(lambda: two.node.stepped)
        assert [each.index for each in two.node.stepped] == [2]
        await connection.close()

    play(story)


def test_a_member_that_belongs_to_another_cluster_is_warned_of_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def story(one: Place, two: Place) -> None:
        intruder = Place(2, birth=two.birth)
        await two.close()
        intruder.port = two.port
        for _ in range(2):
            await intruder.open()
            intruder.belong(8, one.standing.own, two.standing.own)
            await until(lambda: "belongs to cluster" in one.to.problem(2))
            await intruder.close()
            await until(lambda: "belongs to cluster" not in one.to.problem(2))
        said = [each for each in caplog.messages if each.startswith("node 2 at localhost:")]
        (line,) = said
        assert "cluster 0000000000000008, and this node to cluster 0000000000000007" in line
        await two.open()
        two.belong(7, one.standing.own, two.standing.own)

    play(story)


def test_a_node_with_another_key_or_folder_or_cluster_is_not_spoken_to() -> None:
    async def story(one: Place, two: Place) -> None:
        infos = one.standing.own, two.standing.own
        intruders = {
            "different cluster keys": (Place(2, birth=two.birth, key=bytes(32)), 7),
            "its data folder is not the one": (Place(2), 7),
            "belongs to cluster": (Place(2, birth=two.birth), 8),
        }
        await two.close()
        for problem, (intruder, cluster_id) in intruders.items():
            intruder.port = two.port
            await intruder.open()
            intruder.belong(cluster_id, *infos)
            await until(lambda problem=problem: problem in one.to.problem(2))  # type: ignore[misc]
            one.to.send(2, [message(2)])
            await asyncio.sleep(0.1)
            assert not intruder.node.stepped
            await intruder.close()
        await two.open()
        two.belong(7, *infos)

    play(story)
