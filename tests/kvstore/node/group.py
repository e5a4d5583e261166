"""Several replicas in one thread, on a clock, disks and a network that tests move by hand."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import Any

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.founding import founding
from kvstore.node.hot_keys import HotKeys
from kvstore.node.options import ReplicaOptions
from kvstore.node.ports import Machine, Ports, Touched
from kvstore.node.refusals import NodeRefusal
from kvstore.node.replica import Replica
from kvstore.node.results import ReadPermit
from kvstore.raft.ready import Append
from kvstore.raft.storage import MemoryStorage
from tests.kvstore.node.played_segment import LocalReader, PlayedSegment

MS = 1_000_000
TICK = 50 * MS
SECOND = 1000 * MS


class World:
    """Time in nanoseconds, and what happens when."""

    def __init__(self, seed: int = 1) -> None:
        self.now = 5 * SECOND
        self.rng = random.Random(seed)  # noqa: S311 (it is to be the same again)
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._numbers = count()

    def after(self, delay: int, event: Callable[[], None]) -> None:
        heappush(self._events, (self.now + delay, next(self._numbers), event))

    def run(self, duration: int) -> None:
        """Let time pass."""
        until = self.now + duration
        while self._events and self._events[0][0] <= until:
            self.now, _, event = heappop(self._events)
            event()
        self.now = until

    def run_until(self, condition: Callable[[], Any], patience: int = 30 * SECOND) -> None:
        """Let time pass until something is the case; fail if it never is."""
        until = self.now + patience
        while not condition():
            assert self._events
            assert self.now <= until, "it has not come to that"
            self.now, _, event = heappop(self._events)
            event()


class Disk:
    """A log that is on the disk `sync_ns` after it was written, unless `held` keeps it from it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.storage = MemoryStorage()
        self.sync_ns = MS
        self.held = False
        self.error: Exception | None = None
        self.syncs = 0
        self._waiting: list[tuple[Append, bool, Callable[[Exception | None], None]]] = []
        self._busy = False

    def append(
        self, append: Append, *, must_sync: bool, done: Callable[[Exception | None], None]
    ) -> None:
        self._waiting.append((append, must_sync, done))
        self.go_on()

    def go_on(self) -> None:
        if self._waiting and not self._busy:
            self._busy = True
            self.world.after(self.sync_ns, self._synced)

    def _synced(self) -> None:
        if self.held:
            self._busy = False
            self.world.after(MS, self.go_on)
            return
        self._busy = False
        waiting, self._waiting = self._waiting, []
        self.syncs += 1
        for append, _, done in waiting:
            if self.error is None:
                if append.snapshot is not None:
                    self.storage.restore(append.snapshot)
                self.storage.append(append.entries)
                if append.hard_state is not None:
                    self.storage.hard_state = append.hard_state
            done(self.error)
        self.go_on()

    def crash(self) -> None:
        """Forget what is not durable."""
        self._waiting = []
        self._busy = False


class Member:
    """One node: what survives a crash, and the replica of its present life."""

    def __init__(self, group: Group, node: int, options: ReplicaOptions) -> None:
        self.group = group
        self.node = node
        self.options = options
        self.disk = Disk(group.world)
        self.up = False
        self.life = 0
        self.received_machine: Machine | None = None
        self.hidden: list[raft.entry] = []
        self.segment: PlayedSegment | None = None
        self.full: NodeRefusal | None = None
        self.why_over = ""
        self.began = 0
        self.ticks = 1

    def start(self, *, fresh: bool = False, machine: StateMachine | None = None) -> None:
        """Begin a life; `machine`: what its newest snapshot holds."""
        self.life += 1
        self.up = True
        self.why_over = ""
        self.began = 0
        disk = self.disk
        if self.segment is not None:
            self.segment.sweep()
        self.segment = PlayedSegment(self.group.world.rng.randrange, node=self.node)
        ports = Ports(
            clock=self,
            turns=self,
            log=disk,
            network=self,
            snapshots=self,
            space=self,
            cache=Recording(self, self.segment.keys),
            random_below=self.group.world.rng.randrange,
        )
        self.replica = Replica(
            self.options,
            ports,
            machine or StateMachine(),
            disk.storage,
            disk.storage.hard_state,
            fresh=fresh,
            begun=self._begun,
            over=self._over,
        )
        self.replica.start()
        life = self.life
        self.group.world.after(TICK, lambda: self._tick(life))

    def _begun(self) -> None:
        self.began += 1

    def _over(self, why: str) -> None:
        assert not self.why_over
        self.why_over = why

    def crash(self) -> None:
        self.up = False
        self.life += 1
        self.disk.crash()

    def _tick(self, life: int) -> None:
        if life == self.life and self.up:
            self.group.world.after(TICK, lambda: self._tick(life))
            if self.ticks:
                self.replica.tick()
                self.replica.sweep()

    # clock, turns

    def now(self) -> int:
        return self.group.world.now

    def soon(self, callback: Callable[[], None]) -> None:
        life = self.life
        self.group.world.after(0, lambda: callback() if life == self.life else None)

    # network

    def send(self, to: Any, messages: Sequence[raft.message] = ()) -> None:
        if isinstance(to, raft.message):
            self.group.send_snapshot(self, to)
        else:
            self.group.send(self, to, messages)

    def send_soon(self, to: int, message: raft.message) -> None:
        life = self.life

        def leave() -> None:
            if life == self.life and not self.why_over:
                self.send(to, [message])

        self.group.world.after(2 * MS, leave)

    def heard(self, node: int) -> int | None:
        return None

    # snapshots

    def received(self, point: raft.snapshot_metadata) -> Machine:
        assert self.received_machine is not None
        return self.received_machine

    def applied(self, machine: Machine) -> None:
        pass

    # space

    def refusal(self, command: commands.command, size: int) -> NodeRefusal | None:
        return self.full

    def takes(self, message: raft.message) -> bool:
        return self.full is None

    # hot keys

    def get(self, key: bytes, consistency: int = kv.KV_LINEARIZABLE) -> kv.kv_item | None:
        """Read as a client does that asks this node."""
        permit = self.group.answered(self.group.read(self, consistency))
        assert isinstance(permit, ReadPermit), permit
        item = self.replica.machine.get(b"", key, 0)
        self.replica.has_read(b"", key, item)
        return item

    def reader(self, *, memo_keys: int = 8) -> LocalReader:
        """One that reads the segment of this life."""
        assert self.segment is not None
        return self.segment.reader(self.now, memo_keys=memo_keys)


class Recording:
    """Passes on what is told to the cache, and notes what is hidden."""

    def __init__(self, member: Member, keys: HotKeys) -> None:
        self._member = member
        self._keys = keys

    def __getattr__(self, name: str) -> Any:
        return getattr(self._keys, name)

    def hide(self, first: int, last: int, touched: Callable[[], Iterable[Touched]]) -> None:
        self._member.hidden.extend(self._member.replica._driver.core.entries(first, last))
        self._keys.hide(first, last, touched)


class Group:
    """A cluster whose members are `1` to `size`. `lost` says which way messages do not go."""

    def __init__(self, size: int, *, seed: int = 1, **options: Any) -> None:
        self.world = World(seed)
        self.latency = MS
        self.lost: Callable[[int, int], bool] = lambda sender, to: False
        self.sent: list[raft.message] = []
        self.members: dict[int, Member] = {}
        founders = [
            raft.member_info(node, f"host{node}:9000", bytes(raft.BIRTH_SIZE))
            for node in range(1, size + 1)
        ]
        entries, hard_state = founding(founders)
        for node in range(1, size + 1):
            member = self.add(node, **options)
            member.disk.storage.append(entries)
            member.disk.storage.hard_state = hard_state
        for member in self.members.values():
            member.start(fresh=True)

    def add(self, node: int, **options: Any) -> Member:
        """Make a member whose log is empty; it is not started."""
        settings = ReplicaOptions(node=node, check_invariants=True, **options)
        self.members[node] = Member(self, node, settings)
        return self.members[node]

    def __getitem__(self, node: int) -> Member:
        return self.members[node]

    def run(self, duration: int) -> None:
        self.world.run(duration)

    # network

    def send(self, sender: Member, to: int, messages: Sequence[raft.message]) -> None:
        self.sent.extend(messages)
        if not self.lost(sender.node, to) and to in self.members:
            self.world.after(self.latency, lambda: self._deliver(to, messages))

    def _deliver(self, to: int, messages: Sequence[raft.message]) -> None:
        member = self.members[to]
        if member.up:
            member.replica.step(messages)

    def send_snapshot(self, sender: Member, message: raft.message) -> None:
        receiver = self.members[message.to]
        content = b"".join(sender.replica.machine.pin().pieces())  # type: ignore[attr-defined] # real
        machine = StateMachine.restore([content])

        def deliver() -> None:
            receiver.received_machine = machine
            receiver.replica.step([message])
            sender.replica.snapshot_sent(message.to, failed=False)

        self.world.after(self.latency, deliver)

    def cut_off(self, *nodes: int) -> None:
        """Let nothing pass between these and the others."""
        self.lost = lambda sender, to: (sender in nodes) is not (to in nodes)

    def heal(self) -> None:
        self.lost = lambda sender, to: False

    # people

    @property
    def leader(self) -> Member | None:
        """The leader of the newest term that has one."""
        leaders = [m for m in self.members.values() if m.up and m.replica.is_leader]
        return max(leaders, key=lambda member: member.replica.term, default=None)

    def settle(self) -> Member:
        """Wait for a leader that all follow and that has applied an entry of its own."""
        return self.settle_among(*[m for m in self.members.values() if m.up])

    def settle_among(self, *members: Member) -> Member:
        """Do so for members who may not hear of the others."""

        def settled() -> bool:
            leader = self.leader
            return (
                leader is not None
                and leader.replica.machine.applied_term == leader.replica.term
                and all(member.replica.leader == leader.node for member in members)
            )

        self.world.run_until(settled)
        assert self.leader is not None
        return self.leader

    def followers(self) -> list[Member]:
        return [m for m in self.members.values() if m.up and not m.replica.is_leader]

    def propose(
        self, member: Member, command: commands.command, seconds: float = 5, **how: Any
    ) -> list[Any]:
        """Propose; return the list that the answer will be in."""
        answers: list[Any] = []
        deadline = self.world.now + int(seconds * SECOND)
        try:
            member.replica.propose(command, deadline, answers.append, **how)
        except NodeRefusal as refusal:
            answers.append(refusal)
        return answers

    def read(
        self,
        member: Member,
        consistency: int = kv.KV_LINEARIZABLE,
        max_age_ms: int = 0,
        seconds: float = 5,
        gone: Callable[[], bool] | None = None,
    ) -> list[Any]:
        """Ask to read; return the list that the permit will be in."""
        permit = member.replica.read_now(consistency, max_age_ms)
        if permit is not None:
            return [permit]
        answers: list[Any] = []
        deadline = self.world.now + int(seconds * SECOND)
        try:
            member.replica.read(consistency, max_age_ms, deadline, answers.append, gone)
        except NodeRefusal as refusal:
            answers.append(refusal)
        return answers

    def answered(self, answers: list[Any]) -> Any:
        """Wait for an answer, which must be the only one."""
        self.world.run_until(lambda: answers)
        assert len(answers) == 1
        return answers[0]
