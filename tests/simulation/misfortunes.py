"""What goes wrong with nodes and links, how often, and that it ends: whatever the nodes are."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, Protocol, TypeVar

from tests.simulation.events import MILLISECOND, Events
from tests.simulation.links import Links, Weather


class Victim(Protocol):
    """A node, as far as it is tormented."""

    id: int
    life: int
    up: bool
    paused: bool
    tick_time: int
    fail_next_sync: bool
    sync_factor: int

    def stop(self) -> None:
        """End the process: what it has not written is gone."""

    def lose_power(self) -> None:
        """End the process or the stopped node's machine: what no fsync has secured may be gone."""

    def resume(self) -> None:
        """Let a paused process run on, with all that has come meanwhile."""


class Climate(Weather, Protocol):
    """How bad things are at most. Times are microseconds."""

    @property
    def sync_spread(self) -> int: ...

    @property
    def tick(self) -> int: ...

    @property
    def faults(self) -> int: ...

    @property
    def fault_time(self) -> int: ...

    @property
    def downtime(self) -> int: ...


NodeT = TypeVar("NodeT", bound=Victim)
NodeT_co = TypeVar("NodeT_co", bound=Victim, covariant=True)


class Place(Protocol[NodeT_co]):
    """Where it happens."""

    rng: random.Random
    events: Events
    counts: Counter[str]
    sync_spread: int
    sync_failure: float

    @property
    def scenario(self) -> Climate:
        """How bad it is to be."""

    @property
    def network(self) -> Links:
        """Between the nodes."""

    @property
    def nodes(self) -> Mapping[int, NodeT_co]:
        """All of them, started or not."""

    def leader(self) -> NodeT_co | None:
        """Return the leader of the latest term that has one."""

    def start(self, node: int) -> None:
        """Start a node that is not running."""

    def draw_tick(self) -> int:
        """Return how long a tick is on a node whose clock is drawn anew."""

    def note(self, text: str) -> None:
        """Write a line of the trace, if there is one."""


class Misfortunes(Generic[NodeT]):
    """One at a time begins, and several last. Each ends by itself after a while."""

    def __init__(
        self, world: Place[NodeT], kinds: Iterable[tuple[Callable[[], None], float]]
    ) -> None:
        """`kinds` are what may begin, with their weights."""
        self._place = world
        self._rng = world.rng
        self._number = 0
        self.over = False
        table = list(kinds)
        self._kinds = [kind for kind, _ in table]
        self._weights = [weight for _, weight in table]
        world.events.after(world.scenario.faults, self._next, None)

    def heal(self) -> None:
        """End all faults, for good."""
        self.over = True
        world = self._place
        world.network.calm()
        world.sync_failure = 0.0
        world.sync_spread = 2 * MILLISECOND
        for node in world.nodes.values():
            node.fail_next_sync = False
            node.sync_factor = 1
            node.tick_time = world.scenario.tick
            if node.paused:
                node.resume()
            if node.life and not node.up:
                world.start(node.id)

    def _next(self, _: object) -> None:
        if self.over:
            return
        world = self._place
        world.events.after(
            int(2 * world.scenario.faults * self._rng.random()) + 1, self._next, None
        )
        self._rng.choices(self._kinds, self._weights)[0]()

    def partition(self) -> None:
        """Split the nodes in two that hear nothing of each other."""
        rng = self._rng
        side = {node for node in self._place.nodes if rng.random() < 0.5}
        self._cut_off(side, both_ways=True)

    def cut_one_way(self) -> None:
        """Let one node only speak, or only hear, or lose single links."""
        rng = self._rng
        nodes = sorted(self._place.nodes)
        if rng.random() < 0.5:
            self._cut_off({nodes[int(rng.random() * len(nodes))]}, both_ways=False)
        else:
            self._cut(
                (one, other)
                for one in nodes
                for other in nodes
                if one != other and rng.random() < 0.25
            )

    def isolate_leader(self) -> None:
        leader = self._place.leader()
        if leader is not None:
            self._cut_off({leader.id}, both_ways=self._rng.random() < 0.7)

    def _cut_off(self, side: set[int], *, both_ways: bool) -> None:
        nodes = sorted(self._place.nodes)
        inwards = self._rng.random() < 0.5
        self._cut(
            (one, other)
            for one in nodes
            for other in nodes
            if (one in side) != (other in side) and (both_ways or (other in side) == inwards)
        )

    def _cut(self, links: Iterable[tuple[int, int]]) -> None:
        world = self._place
        self._number += 1
        links = list(links)
        world.note(f"cut {links}")
        world.counts["partitions"] += 1
        world.network.cut(self._number, links)
        world.events.after(self._while(), world.network.mend, self._number)

    def crash(self) -> None:
        node = self._victim()
        if node.up:
            self._place.note(f"{node.id} crashes")
            self._place.counts["crashes"] += 1
            node.stop()
            if self._rng.random() < 0.2:
                node.lose_power()
            self._restart(node)

    def lose_power(self) -> None:
        node = self._victim()
        if node.up:
            self._cut_power(node)

    def black_out(self) -> None:
        """Let the power of all nodes fail at once."""
        for node in self._place.nodes.values():
            if node.up:
                self._cut_power(node)

    def _cut_power(self, node: NodeT) -> None:
        self._place.note(f"{node.id} loses power")
        self._place.counts["power losses"] += 1
        node.lose_power()
        self._restart(node)

    def _restart(self, node: NodeT) -> None:
        world = self._place
        delay = 1 + int(2 * world.scenario.downtime * self._rng.random())
        world.events.after(delay, world.start, node.id)

    def pause(self) -> None:
        node = self._victim()
        if node.up and not node.paused:
            self._place.note(f"{node.id} is paused")
            self._place.counts["pauses"] += 1
            node.paused = True
            self._place.events.after(self._while(), self._resume, (node, node.life))

    def _resume(self, paused: tuple[NodeT, int]) -> None:
        node, life = paused
        if node.paused and node.life == life:
            self._place.note(f"{node.id} runs on")
            node.resume()

    def change_clock(self) -> None:
        for node in self._place.nodes.values():
            node.tick_time = self._place.draw_tick()

    def change_weather(self) -> None:
        """Let the network and the disks be better or worse than they were."""
        rng, world = self._rng, self._place
        scenario, network = world.scenario, world.network
        network.loss = scenario.loss * 2 * rng.random()
        network.duplication = scenario.duplication * 2 * rng.random()
        network.spread = int(scenario.spread * 2 * rng.random())
        world.sync_spread = int(scenario.sync_spread * 2 * rng.random())

    def fail_sync(self) -> None:
        self._victim().fail_next_sync = True

    def slow_disk(self) -> None:
        """Let a node's disk be so slow for a while that terms pass before a write is done."""
        node = self._victim()
        node.sync_factor = 5 + int(45 * self._rng.random())
        self._place.events.after(self._while(), self._speed_up, node)

    def _speed_up(self, node: NodeT) -> None:
        node.sync_factor = 1

    def _victim(self) -> NodeT:
        """Return any node that was ever started, the leader more often than others."""
        world = self._place
        leader = world.leader()
        if leader is not None and self._rng.random() < 0.3:
            return leader
        nodes = [node for node in world.nodes.values() if node.life]
        return nodes[int(self._rng.random() * len(nodes))]

    def _while(self) -> int:
        return 1 + int(2 * self._place.scenario.fault_time * self._rng.random())
