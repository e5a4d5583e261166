"""Three whole nodes in one event loop: real clocks, threads and disks; calls for a network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from kvstore._generated import kv, raft
from kvstore.config import NodeConfig
from kvstore.node.founding import Beginning
from kvstore.node.node import Node
from kvstore.node.snapshot_ports import Chunk
from tests.kvstore.node.commands import put
from tests.kvstore.node.test_node import ignored, run, soon, until

FOUNDERS = tuple(
    raft.member_info(node, f"host{node}:9000", bytes(raft.BIRTH_SIZE)) for node in (1, 2, 3)
)


class Wires:
    """Messages arrive in the next turn of the loop, at whoever is there."""

    def __init__(self) -> None:
        self.nodes: dict[int, Node] = {}
        self.pieces = 0

    def of(self, node: int) -> tuple[_Messages, _Chunks]:
        return _Messages(self), _Chunks(self, node)


class _Messages:
    def __init__(self, wires: Wires) -> None:
        self._wires = wires

    def send(self, to: int, messages: Sequence[raft.message]) -> None:
        asyncio.get_running_loop().call_soon(self._deliver, to, messages)

    def _deliver(self, to: int, messages: Sequence[raft.message]) -> None:
        if to in self._wires.nodes:
            self._wires.nodes[to].receive(messages)

    def send_soon(self, to: int, message: raft.message) -> None:
        self.send(to, [message])

    def heard(self, node: int) -> int | None:
        return None


class _Chunks:
    def __init__(self, wires: Wires, node: int) -> None:
        self._wires = wires
        self._node = node

    def send(
        self, to: int, chunk: Chunk, done: Callable[[raft.snapshot_progress | None], None]
    ) -> None:
        loop, receiver = asyncio.get_running_loop(), self._wires.nodes.get(to)
        if receiver is None:
            loop.call_soon(done, None)
            return
        self._wires.pieces += 1
        whole = raft.snapshot_chunk(receiver.cluster_id, self._node, to, 1, *chunk)
        loop.call_soon(receiver.snapshots.receive, whole, done)


class Trio:
    def __init__(self, folder: Path, **settings: Any) -> None:
        self.wires = Wires()
        self._folder = folder
        self._settings = settings

    async def start(self, node_id: int) -> None:
        config = NodeConfig(
            node_id=node_id,
            data_folder=self._folder / str(node_id),
            segment_size=1 << 18,
            tick=0.02,
            **self._settings,
        )
        node = Node(config, beginning=Beginning(77, FOUNDERS))
        messages, chunks = self.wires.of(node_id)
        await node.start(messages, chunks)
        self.wires.nodes[node_id] = node

    async def stop(self, node_id: int) -> None:
        await self.wires.nodes.pop(node_id).stop()

    async def leader(self) -> Node:
        async with asyncio.timeout(20):
            while True:
                for node in self.wires.nodes.values():
                    if node.is_leader and node.machine.applied_term == node.term:
                        return node
                await asyncio.sleep(0.01)


@asynccontextmanager
async def trio(folder: Path, **settings: Any) -> AsyncIterator[Trio]:
    nodes = Trio(folder, **settings)
    try:
        for node_id in (1, 2, 3):
            await nodes.start(node_id)
        yield nodes
    finally:
        for node_id in list(nodes.wires.nodes):
            await nodes.stop(node_id)


def test_what_one_takes_all_show(tmp_path: Path) -> None:
    async def story() -> None:
        async with trio(tmp_path) as nodes:
            leader = await nodes.leader()
            commits = await asyncio.gather(
                *[leader.propose(put(b"%d" % n), soon(), kv.KV_WAIT_ALL) for n in range(200)]
            )
            assert {commit.durable_nodes for commit in commits} == {3}
            for node in nodes.wires.nodes.values():
                assert await node.read(kv.KV_LINEARIZABLE, 0, 0, soon(), ignored) == 0
                assert node.machine.keys == 200
                assert [member.reachable for member in leader.members()] == [True] * 3

    run(story)


def test_a_leader_that_goes_is_followed_by_another_and_comes_back(tmp_path: Path) -> None:
    async def story() -> None:
        async with trio(tmp_path) as nodes:
            for number in range(3):
                leader = await nodes.leader()
                await leader.propose(put(b"%d" % number), soon())
                await nodes.stop(leader.node_id)
                other = await nodes.leader()
                commit = await other.propose(put(b"also %d" % number), soon())
                assert commit.durable_nodes == 2
                await nodes.start(leader.node_id)
            for node in nodes.wires.nodes.values():
                await node.read(kv.KV_LINEARIZABLE, 0, 0, soon(), ignored)
                assert node.machine.keys == 6

    run(story)


def test_leadership_is_handed_over(tmp_path: Path) -> None:
    async def story() -> None:
        async with trio(tmp_path) as nodes:
            leader = await nodes.leader()
            to = leader.node_id % 3 + 1
            await leader.move_leader(to, soon())
            assert leader.leader == FOUNDERS[to - 1]
            assert (await nodes.leader()).node_id == to

    run(story)


def test_who_was_away_for_longer_than_the_log_reaches_gets_a_snapshot(tmp_path: Path) -> None:
    async def story() -> None:
        async with trio(tmp_path, min_log_size=1 << 19) as nodes:
            leader = await nodes.leader()
            away = leader.node_id % 3 + 1
            await nodes.stop(away)
            leader = await nodes.leader()
            for _ in range(40):
                changes = [leader.propose(put(b"%d" % n, bytes(1000)), soon()) for n in range(50)]
                await asyncio.gather(*changes)
            await until(lambda: leader.status().first_index > 500)
            await nodes.start(away)
            late = nodes.wires.nodes[away]
            await late.read(kv.KV_LINEARIZABLE, 0, leader.machine.revision, soon(), ignored)
            assert nodes.wires.pieces
            assert late.machine.keys == 50
            assert late.machine.revision == leader.machine.revision
            # From its own folder, it goes on as well.
            await nodes.stop(away)
            await nodes.start(away)
            late = nodes.wires.nodes[away]
            await leader.propose(put(b"more"), soon())
            await late.read(kv.KV_LINEARIZABLE, 0, 0, soon(), ignored)
            assert late.machine.keys == 51

    run(story)
