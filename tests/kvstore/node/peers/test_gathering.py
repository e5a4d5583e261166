"""First starts over real sockets: in any order, with restarts, lost folders and strangers."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from kvstore.node.bootstrap import Found, Join
from kvstore.node.peers.gathering import CannotBegin, gather, parse_peers
from kvstore.node.peers.standing import KnownMember
from tests.kvstore.node.peers.lab import KEY, Place, until

Beginning = asyncio.Task[Found | Join]


class Beginner(Place):
    """A node whose folder is empty."""

    def begin(self, *peers: str) -> Beginning:
        self.lines: list[str] = []
        flags = parse_peers(",".join(peers))
        return asyncio.create_task(
            gather(self.standing, self.key, flags, self.lines.append, again=0.01)
        )

    def follow(self, decision: Found | Join) -> None:
        """Do what the node's log would make of it."""
        members = {info.node: KnownMember(info, voter=True) for info in decision.members}
        self.standing.belong(decision.cluster_id, members)

    @property
    def at(self) -> str:
        return f"localhost:{self.port}"


async def free(count: int) -> list[Beginner]:
    """Nodes that listen, each at a port that the others can be told of."""
    return [await Beginner(node).open() for node in range(1, count + 1)]


def play(story: Callable[[list[Beginner]], Awaitable[None]]) -> None:
    async def whole() -> None:
        places = await free(3)
        try:
            async with asyncio.timeout(20):
                await story(places)
        finally:
            for place in places:
                await place.close()

    asyncio.run(whole())


async def ended(*tasks: Coroutine[Any, Any, Any] | Beginning) -> list[Any]:
    return list(await asyncio.gather(*tasks))


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_three_found_one_cluster_in_whatever_order_they_start(order: tuple[int, ...]) -> None:
    async def story(places: list[Beginner]) -> None:
        tasks: dict[int, Beginning] = {}
        for at in order:
            others = [p.at for p in places if p is not places[at]]
            # Flags in another order, with itself among them, over one family only.
            spelled = [*others[:: 1 if at else -1], places[at].at][: 2 + at % 2]
            if at == 2:
                spelled[0] = spelled[0].replace("localhost", "127.0.0.1")
                spelled[1] = spelled[1].replace("localhost", "[::1]")
            tasks[at] = places[at].begin(*spelled)
            await asyncio.sleep(0.03)

        async def one(at: int) -> Found | Join:
            decision = await tasks[at]
            places[at].follow(decision)
            return decision

        decisions = await ended(*map(one, range(3)))
        assert len(set(decisions)) == 1
        assert isinstance(decisions[0], Found)
        assert [each.node for each in decisions[0].members] == [1, 2, 3]
        assert decisions[0].members == tuple(place.standing.own for place in places)

    play(story)


def test_it_says_for_whom_it_waits() -> None:
    async def story(places: list[Beginner]) -> None:
        one, two, three = places
        await three.close()
        waiting = one.begin(two.at, three.at)
        other = two.begin(one.at, three.at)
        await until(lambda: any("connection refused" in line.lower() for line in one.lines))
        assert one.lines[-1].startswith("waiting for ")
        assert three.at in one.lines[-1]
        before = len(one.lines)
        await asyncio.sleep(0.2)
        assert len(one.lines) <= before + 3  # only what changes
        assert not waiting.done()
        await three.open()
        third = three.begin(one.at, two.at)
        assert len(set(await ended(waiting, other, third))) == 1

    play(story)


def test_nodes_may_restart_while_they_wait() -> None:
    async def story(places: list[Beginner]) -> None:
        one, two, three = places
        tasks = [one.begin(two.at, three.at), two.begin(one.at, three.at)]
        await until(lambda: len(one.standing.founders) > 1)
        tasks[1].cancel()
        await two.close()
        await two.open()
        tasks = [tasks[0], two.begin(one.at, three.at), three.begin(one.at, two.at)]
        decisions = await ended(*tasks)
        assert len(set(decisions)) == 1
        assert two.incarnation == 2

    play(story)


def test_who_crashed_before_it_wrote_its_log_founds_what_the_others_did() -> None:
    async def story(places: list[Beginner]) -> None:
        one, two, three = places
        tasks = [one.begin(two.at, three.at), two.begin(one.at, three.at)]
        tasks.append(three.begin(one.at, two.at))
        decisions = await ended(*tasks)
        one.follow(decisions[0])
        two.follow(decisions[1])
        await three.close()
        await three.open()
        assert await three.begin(one.at) == decisions[0]  # whatever its flags say now
        # Once the members have changed there, it gets the log from them.
        known = {1: one.standing.members[1], 3: one.standing.members[3]}
        one.standing.members = known
        decision = await three.begin(one.at)
        assert isinstance(decision, Join)
        assert decision.cluster_id == decisions[0].cluster_id

    play(story)


def test_a_lost_folder_is_refused_with_the_way_out() -> None:
    async def story(places: list[Beginner]) -> None:
        one, two, three = places
        tasks = [place.begin(*(p.at for p in places if p is not place)) for place in places]
        for place, decision in zip(places, await ended(*tasks), strict=True):
            place.follow(decision)
        await three.close()
        three.birth = b"another" + bytes(9)
        await three.open()
        with pytest.raises(CannotBegin, match=r"kvctl member remove 3"):
            await three.begin(one.at, two.at)

    play(story)


def test_a_foreign_cluster_and_a_foreign_key() -> None:
    async def story(places: list[Beginner]) -> None:
        one, two, three = places
        one.follow(await one.begin())
        two.follow(await two.begin())
        assert one.standing.cluster_id != two.standing.cluster_id
        one.node.leading = two.node.leading = True
        one.belong(one.standing.cluster_id, one.standing.own)
        two.belong(two.standing.cluster_id, two.standing.own)
        with pytest.raises(CannotBegin, match="kvctl member add localhost"):
            await three.begin(one.at)
        with pytest.raises(CannotBegin, match=r"different clusters|kvctl member add"):
            await three.begin(one.at, two.at)
        three.key = bytes(32)
        waiting = three.begin(one.at)
        await until(lambda: three.lines)
        await until(lambda: "--cluster-key-file" in three.lines[-1])
        waiting.cancel()
        assert three.key != KEY

    play(story)


def test_a_new_member_is_let_in_by_the_leader_though_it_was_told_of_a_follower() -> None:
    async def story(places: list[Beginner]) -> None:
        one, two, four = places
        four.standing.own = type(four.standing.own)(4, four.at, four.birth)
        four.standing.founders = (four.standing.own,)
        infos = one.standing.own, two.standing.own
        for place in (one, two):
            place.belong(77, *infos)
        one.node.leading = True
        waiting = four.begin(two.at)
        with pytest.raises(CannotBegin, match=f"kvctl member add {four.at}"):
            await waiting
        unmet = type(four.standing.own)(4, four.at, bytes(16))
        learner = {
            **one.standing.members,
            4: KnownMember(unmet, voter=False),
        }
        one.standing.members = two.standing.members = learner

        async def write(info: Any) -> None:
            one.node.newcomers.append(info)
            learner[4] = KnownMember(info, voter=False)

        one.node.joined = write  # type: ignore[method-assign]
        decision = await four.begin(two.at)
        assert isinstance(decision, Join)
        assert decision.cluster_id == 77
        assert one.node.newcomers == [four.standing.own]

    play(story)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("localhost:9002,localhost:9003", {"localhost:9002": 0, "localhost:9003": 0}),
        (" 2@a:1 , 3@[::1]:2 ,", {"a:1": 2, "[::1]:2": 3}),
        ("", {}),
    ],
)
def test_peers_are_read(text: str, found: dict[str, int]) -> None:
    assert parse_peers(text) == found


@pytest.mark.parametrize("text", ["a", "0@a:1", "x@a:1", "unix:///a", "a:0", ":9001", "udp://a:1"])
def test_what_is_no_peer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_peers(text)
