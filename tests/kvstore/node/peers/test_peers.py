"""Members that send to each other over real sockets, and lose each other."""

from __future__ import annotations

import asyncio
import os
import socket
import zlib
from typing import NamedTuple

import pytest
from msgspec import structs

from kvstore._generated import raft
from kvstore.node.peers.connection import PeerConnection
from kvstore.node.peers.standing import KnownMember
from kvstore.node.upkeep.ports import ContentPoint
from rpcgen_py.runtime.address import parse_address
from rpcgen_py.runtime.errors import NotSent, RpcError, TimedOut
from tests.kvstore.node.peers.lab import Place, message, play, until


def test_messages_arrive_whole_and_in_order() -> None:
    async def story(one: Place, two: Place) -> None:
        for start in range(0, 3000, 100):
            one.to.send(2, [message(2, index) for index in range(start, start + 100)])
            await asyncio.sleep(0)
        one.to.send(2, [message(2, 3000 + index, os.urandom(1 << 20)) for index in range(6)])
        one.to.send(2, [message(2, index) for index in range(4000, 4000 + 9000)])
        await until(lambda: len(two.node.stepped) == 12006)
        assert [each.index for each in two.node.stepped] == [*range(3006), *range(4000, 13000)]
        assert not one.node.lost

    play(story)


def test_what_may_wait_leaves_by_itself_or_with_what_must() -> None:
    async def story(one: Place, two: Place) -> None:
        for index in range(100):
            one.to.send_soon(2, message(2, index))
        await until(lambda: two.node.stepped)
        assert [each.index for each in two.node.stepped] == [99]
        one.to.send_soon(2, message(2, 100))
        one.to.send(2, [message(2, 101)])
        await until(lambda: len(two.node.stepped) > 1)
        await asyncio.sleep(0.02)
        assert [each.index for each in two.node.stepped] == [99, 101]
        one.to.send_soon(3, message(3))
        await until(lambda: one.node.lost == [3])

    play(story)


def test_a_member_that_is_silent_is_heard_all_the_same() -> None:
    async def story(one: Place, two: Place) -> None:
        before = one.to.heard(2)
        assert before is not None
        await until(lambda: (one.to.heard(2) or 0) > before)
        assert not one.node.stepped

    play(story)


def test_who_cannot_be_reached_is_told_and_comes_back_by_itself() -> None:
    async def story(one: Place, two: Place) -> None:
        await two.close()
        await until(lambda: one.to.problem(2))
        for _ in range(50):
            one.to.send(2, [message(2)])
        one.to.send(3, [message(3)])
        assert one.node.lost == []  # not while the core may be at work
        await asyncio.sleep(0.02)
        assert sorted(one.node.lost) == [2, 3]
        await two.open()
        two.belong(7, one.standing.own, two.standing.own)
        await until(lambda: not one.to.problem(2))
        one.to.send(2, [message(2, 5)])
        await until(lambda: two.node.stepped)
        assert [each.index for each in two.node.stepped] == [5]

    play(story)


def test_a_member_that_takes_nothing_does_not_fill_the_memory() -> None:
    async def story(one: Place, two: Place) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:  # which accepts nobody
            address = parse_address(f"127.0.0.1:{silent.getsockname()[1]}")
            connection = await PeerConnection.open(address, 5)
            channel = one.to._members[2].messages
            channel.connection, real = connection, channel.connection
            for index in range(100):
                one.to.send(2, [message(2, index, bytes(1 << 20))])
                await asyncio.sleep(0)
            assert 2 in one.node.lost
            assert connection.unsent < 12 << 20
            channel.connection = real
            await connection.close()

    play(story)


def test_a_member_says_how_it_is_and_what_it_speaks_while_it_is_there() -> None:
    async def story(one: Place, two: Place) -> None:
        answers: list[raft.checkup_answer | None] = []

        async def ask(node: int) -> raft.checkup_answer | None:
            answers.clear()
            one.to.check(node, ContentPoint(9, 4), answers.append)
            assert answers == []  # not while the caller may be at work
            await until(lambda: answers)
            return answers[0]

        answer = await ask(2)
        assert answer is not None
        assert (answer.state, answer.hash[-1]) == (raft.HASH_DONE, 9)
        assert one.to.levels(2) == (1, 1)
        assert one.to.levels(3) is None
        assert await ask(3) is None
        await two.close()
        await until(lambda: one.to.levels(2) is None)
        await until(lambda: one.to.problem(2))
        assert await ask(2) is None

    play(story)


def test_a_call_is_passed_on_to_the_leader_and_its_result_back() -> None:
    async def story(one: Place, two: Place) -> None:
        assert await one.to.forward(2, 5, 6, b"args", 1000) == b"done"
        procedure, arguments, deadline_ms = two.node.calls[0]
        assert (procedure, arguments) == (6, b"args")
        assert 900 <= deadline_ms < 1000
        many = [one.to.forward(2, 5, 6, b"%d" % index, 5000) for index in range(200)]
        assert await asyncio.gather(*many) == [b"done"] * 200

    play(story)


def test_what_became_of_a_call_that_failed_is_known() -> None:
    async def story(one: Place, two: Place) -> None:
        two.node.results = None
        with pytest.raises(NotSent):
            await one.to.forward(2, 5, 6, b"", 1000)
        with pytest.raises(NotSent):
            await one.to.forward(2, 4, 6, b"", 1000)  # a program that it does not serve
        two.node.hold = 30
        with pytest.raises(TimedOut):
            await one.to.forward(2, 5, 6, b"", 100)
        with pytest.raises(NotSent):
            await one.to.forward(9, 5, 6, b"", 100)
        waiting = asyncio.create_task(one.to.forward(2, 5, 6, b"", 10_000))
        await until(lambda: len(two.node.calls) == 3)
        await two.close()
        with pytest.raises(RpcError) as lost:
            await waiting
        assert lost.value.executed == "unknown"
        with pytest.raises(NotSent):
            await one.to.forward(2, 5, 6, b"", 200)

    play(story)


class Chunk(NamedTuple):
    announced: raft.message
    snapshot_id: int
    offset: int
    total: int
    checksum: int
    data: bytes


def piece(offset: int, data: bytes, total: int) -> Chunk:
    return Chunk(message(2), 7, offset, total, zlib.crc32(data), data)


def test_pieces_of_a_snapshot_arrive_in_order_and_are_answered() -> None:
    async def story(one: Place, two: Place) -> None:
        data = os.urandom(2_000_001)
        answers: list[raft.snapshot_progress | None] = []
        await until(lambda: one.to._members[2].bulk.connection)
        for offset in range(0, len(data), 250_000):
            one.to.chunks.send(
                2, piece(offset, data[offset : offset + 250_000], len(data)), answers.append
            )
        assert answers == []  # never while the sender is at work
        one.to.send(2, [message(2, 1)])  # is not held up
        await until(lambda: two.node.stepped)
        await until(lambda: len(answers) == 9)
        assert bytes(two.taker.data) == data
        ends = [*range(250_000, 2_000_001, 250_000), 2_000_001]
        assert [answer and answer.offset for answer in answers] == ends
        assert two.taker.pieces[0].announced == message(2)

    play(story)


def test_a_piece_that_is_not_answered_is_told() -> None:
    async def story(one: Place, two: Place) -> None:
        answers: list[raft.snapshot_progress | None] = []
        one.to.chunks.send(9, piece(0, b"", 1), answers.append)
        assert answers == []
        await until(lambda: answers == [None])
        await until(lambda: one.to._members[2].bulk.connection)
        two.taker.answers = False
        one.to.chunks.send(2, piece(0, b"x", 1), answers.append)
        await until(lambda: two.taker.pieces)
        await two.close()
        await until(lambda: answers == [None, None])
        one.to.chunks.send(2, piece(0, b"x", 1), answers.append)
        await until(lambda: answers == [None, None, None])

    play(story)


def test_members_come_and_go() -> None:
    async def story(one: Place, two: Place) -> None:
        three = await Place(3).open()
        infos = one.standing.own, two.standing.own, three.standing.own
        known = {info.node: KnownMember(info, voter=True) for info in infos}
        for place in (one, two):
            place.known = known
            place.to.update()
        three.belong(7, *infos)
        await until(lambda: one.to.heard(3) and three.to.heard(1) and three.to.heard(2))
        one.known = {node: known[node] for node in (1, 2)}
        one.to.update()
        assert one.to.heard(3) is None
        one.to.send(3, [message(3)])
        await until(lambda: one.node.lost == [3])
        await three.close()

    play(story)


def test_a_member_that_listens_elsewhere_is_found_when_it_calls() -> None:
    async def story(one: Place, two: Place) -> None:
        await two.close()
        two.port = 0
        await two.open()
        old_address_of_two = one.standing.members[2].info
        assert old_address_of_two.address != two.standing.own.address
        two.belong(7, one.standing.own, old_address_of_two)
        await until(lambda: not one.to.problem(2) and one.to.heard(2))
        one.to.send(2, [message(2, 1)])
        await until(lambda: two.node.stepped)

    play(story)


def test_a_node_that_knows_no_members_yet_answers_those_that_call_it() -> None:
    async def story(one: Place, two: Place) -> None:
        three = await Place(3).open()
        three.belong(7)  # its log is empty
        one.known = {**one.known, 3: KnownMember(three.standing.own, voter=False)}
        await until(lambda: one.to.heard(3) and three.to.heard(1))
        one.to.send(3, [message(3, 1)])
        three.to.send(1, [message(1, 2)])
        await until(lambda: three.node.stepped and one.node.stepped)
        await three.close()

    play(story)


def test_the_leader_writes_down_where_members_are_and_whose_folders_they_have() -> None:
    async def story(one: Place, two: Place) -> None:
        own, moved = one.standing.own, structs.replace(two.standing.own, address="elsewhere:1")
        one.known = {
            1: KnownMember(structs.replace(own, birth=bytes(16)), voter=True),
            2: KnownMember(moved, voter=True),
        }
        await asyncio.sleep(0.15)
        assert not one.node.newcomers  # it does not lead
        one.node.is_leader = two.node.is_leader = True
        await until(lambda: own in one.node.newcomers)
        one.known = {**one.known, 1: KnownMember(own, voter=True)}
        await until(lambda: two.standing.own in one.node.newcomers)
        one.known = {**one.known, 2: KnownMember(two.standing.own, voter=True)}
        await asyncio.sleep(0.1)
        written = len(one.node.newcomers)
        await asyncio.sleep(0.15)
        assert len(one.node.newcomers) == written
        assert not two.node.newcomers  # all is right there

    play(story)
