"""Nodes that make snapshots and send them to each other, every step of them played by dice."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from kvstore._generated import raft
from kvstore.node.log_joint import join
from kvstore.node.log_storage import LogStorage
from kvstore.node.snapshot_policy import SnapshotPolicy
from kvstore.node.snapshot_ports import Chunk
from kvstore.node.snapshotter import SnapshotHost, Snapshotter
from kvstore.raft.ready import Append
from kvstore.storage.errors import StorageError
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.wal import Wal
from tests.kvstore.storage.dumb_log import entry, open_or_create
from tests.kvstore.storage.dumb_snapshots import MEMBERS, opened
from tests.kvstore.storage.faulty_disk import FaultyDisk

TERM = 7
POLICY = SnapshotPolicy(
    min_log_size=20_000,
    short_log_size=3000,
    max_log_entries=60,
    kept_size=3000,
    chunk_size=500,
)


class DumbMachine:
    """Remembers the data of every entry; its snapshot is all of that."""

    def __init__(self, datas: tuple[bytes, ...] = ()) -> None:
        self.datas = datas
        self.pinned = 0
        self.weight = sum(map(len, datas))

    @property
    def applied_index(self) -> int:
        return len(self.datas)

    def pin(self) -> DumbPin:
        self.pinned += 1
        return DumbPin(self)


class DumbPin:
    def __init__(self, machine: DumbMachine) -> None:
        self._machine = machine
        self._datas = machine.datas
        self._is_held = True
        self.point = raft.snapshot_metadata(machine.applied_index, TERM, MEMBERS)

    def pieces(self) -> Iterator[bytes]:
        for data in self._datas:
            assert self._is_held
            yield len(data).to_bytes(4, "big") + data
            yield b""

    def release(self) -> None:
        self._machine.pinned -= self._is_held
        self._is_held = False


def load(pieces: Iterator[bytes]) -> DumbMachine:
    return DumbMachine(tuple(piece[4:] for piece in pieces))


@dataclass
class World:
    """What is on its way. `step` lets one thing happen, each queue in its own order."""

    random: Random
    loss: float = 0.0
    held: set[object] = field(default_factory=set)
    queues: dict[object, deque[Callable[[], None]]] = field(default_factory=dict)
    on_way: int = 0
    most_on_way: int = 0

    def add(self, queue: object, act: Callable[[], None]) -> None:
        self.queues.setdefault(queue, deque()).append(act)

    def step(self) -> bool:
        busy = [queue for name, queue in self.queues.items() if queue and name not in self.held]
        if not busy:
            return False
        self.random.choice(busy).popleft()()
        return True


class Host:
    """`Worker`, `Turns` and `ChunkPort` of one node."""

    def __init__(self, world: World, node: int) -> None:
        self._world = world
        self._node = node
        self.nodes: dict[int, PlayedNode] = {}

    def run(self, job: Callable[[], Any], done: Callable[[Any, Exception | None], None]) -> None:
        def act() -> None:
            result, error = None, None
            try:
                result = job()
            except Exception as cause:  # noqa: BLE001 - as a real worker hands over any
                error = cause
            self._world.add(("done", self._node), lambda: done(result, error))

        self._world.add(("worker", self._node), act)

    def soon(self, callback: Callable[[], None]) -> None:
        self._world.add(("turns", self._node), callback)

    def send(
        self, to: int, chunk: Chunk, done: Callable[[raft.snapshot_progress | None], None]
    ) -> None:
        world = self._world
        world.on_way += 1
        world.most_on_way = max(world.most_on_way, world.on_way)
        is_answered = False

        def answer(progress: raft.snapshot_progress | None) -> None:
            nonlocal is_answered
            if not is_answered:
                is_answered = True
                world.on_way -= 1
                done(progress)

        def answered(progress: raft.snapshot_progress) -> None:
            is_lost = world.random.random() < world.loss
            back = None if is_lost else progress
            world.add(("answers", self._node), lambda: answer(back))

        def arrive() -> None:
            if world.random.random() < world.loss:
                world.add(("answers", self._node), lambda: answer(None))
                return
            data = chunk.data
            if data and world.random.random() < world.loss:
                data = bytes([data[0] ^ 1]) + data[1:]
            wire = raft.snapshot_chunk(1, self._node, to, 1, *chunk[:-1], data)
            self.nodes[to].snapshots.receive(wire, answered)

        world.add(("chunks", self._node, to), arrive)


class PlayedNode:
    """A node without a core: entries are applied when they are written."""

    def __init__(self, world: World, node: int, disk: FaultyDisk) -> None:
        self.node = node
        self.disk = disk
        self.host = Host(world, node)
        self.delivered: list[raft.message] = []
        # What the core knows to be committed beyond what is applied.
        self.committed = 0
        self.sent: list[tuple[int, bool]] = []
        self.failures: list[str] = []
        self.dropped: list[SnapshotPoint] = []
        self.is_short = False
        self.room = 1 << 30
        self.wal: Wal = open_or_create(disk)
        store = opened(disk)
        newest = store.newest()
        self.machine = DumbMachine() if newest is None else load(newest.pieces())
        join(self.wal, None if newest is None else newest.point)
        self.storage = LogStorage(self.wal, None if newest is None else newest.point)
        for found in self.wal.entries(self.machine.applied_index + 1, self.wal.last_index + 1):
            self.machine.datas += (found.data,)
        self.now = 0
        self.snapshots: Snapshotter[DumbMachine] = Snapshotter(
            store,
            newest,
            self.storage,
            self.machine,
            SnapshotHost(
                worker=self.host,
                turns=self.host,
                chunks=self.host,
                load=load,
                drop=self.drop,
                deliver=self.deliver,
                committed=lambda: max(self.committed, self.machine.applied_index),
                sent=lambda to, failed: self.sent.append((to, failed)),
                fail=self.failures.append,
                has_room=lambda size: size <= self.room,
                is_space_short=lambda: self.is_short,
                weigh=lambda machine: machine.weight,
                new_id=lambda: world.random.getrandbits(63),
            ),
            POLICY,
        )

    def drop(self, point: SnapshotPoint) -> None:
        self.dropped.append(point)
        try:
            self.storage.drop(point)
        except StorageError as error:  # the log writer's to report
            self.failures.append(str(error))

    def apply(self, data: bytes) -> None:
        index = self.machine.applied_index + 1
        append = Append([entry(TERM, index, data)], raft.hard_state(TERM, 1, index), None, (), None)
        self.storage.publish(self.storage.write(append))
        self.machine.datas += (data,)
        self.machine.weight += len(data)
        self.snapshots.applied(self.machine)

    def deliver(self, message: raft.message) -> None:
        """Do what a core does that follows the sender."""
        self.delivered.append(message)
        point = message.snapshot
        assert point is not None
        if point.index <= self.machine.applied_index:
            return
        state = raft.hard_state(TERM, 1, point.index)
        self.storage.publish(self.storage.write(Append([], state, point, (), None)))
        self.machine = self.snapshots.received(point)
        self.snapshots.applied(self.machine)

    def tick(self) -> None:
        self.now += 100_000_000
        self.snapshots.tick(self.now)


def announcement(sender: int, to: int, point: raft.snapshot_metadata) -> raft.message:
    return raft.message(raft.MESSAGE_SNAPSHOT, to, sender, TERM, 0, 0, 0, False, 0, (), point, b"")
