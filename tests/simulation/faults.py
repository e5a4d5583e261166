"""What goes wrong, how often, and that it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from kvstore.raft.state import Role
from tests.simulation.comeback import Comeback
from tests.simulation.events import MILLISECOND
from tests.simulation.hinge import Hinge
from tests.simulation.node import Node
from tests.simulation.seesaw import VOTERS, Seesaw

if TYPE_CHECKING:
    from tests.simulation.world import World


class Faults:
    """One at a time begins, and several last. Each ends by itself after a while."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rng = world.rng
        self._number = 0
        self.over = False
        scenario = world.scenario
        table: list[tuple[Callable[[], None], float]] = [
            (self._partition, scenario.partition),
            (self._cut_one_way, scenario.one_way),
            (self._isolate_leader, scenario.isolate_leader),
            (self._crash, scenario.crash),
            (self._lose_power, scenario.power_loss),
            (self._black_out, scenario.blackout),
            (self._pause, scenario.pause),
            (world.clients.transfer, scenario.transfer),
            (world.clients.change_members, scenario.change),
            (self._change_clock, scenario.clock),
            (self._change_weather, scenario.weather),
            (self._campaign, scenario.campaign),
            (self._forget_leader, scenario.forget_leader),
            (self._fail_sync, scenario.failing_sync),
            (self._slow_disk, scenario.slow_disk),
            (self._seesaw, scenario.seesaw),
            (self._hinge, scenario.hinge),
            (self._comeback, scenario.comeback),
        ]
        self._kinds = [kind for kind, _ in table]
        self._weights = [weight for _, weight in table]
        world.events.after(scenario.faults, self._next, None)

    def heal(self) -> None:
        """End all faults, for good."""
        self.over = True
        world = self._world
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
        world = self._world
        world.events.after(
            int(2 * world.scenario.faults * self._rng.random()) + 1, self._next, None
        )
        self._rng.choices(self._kinds, self._weights)[0]()

    def _partition(self) -> None:
        """Split the nodes in two that hear nothing of each other."""
        rng = self._rng
        side = {node for node in self._world.nodes if rng.random() < 0.5}
        self._cut_off(side, both_ways=True)

    def _cut_one_way(self) -> None:
        """Let one node only speak, or only hear, or lose single links."""
        rng = self._rng
        nodes = sorted(self._world.nodes)
        if rng.random() < 0.5:
            self._cut_off({nodes[int(rng.random() * len(nodes))]}, both_ways=False)
        else:
            self._cut(
                (one, other)
                for one in nodes
                for other in nodes
                if one != other and rng.random() < 0.25
            )

    def _isolate_leader(self) -> None:
        leader = self._world.leader()
        if leader is not None:
            self._cut_off({leader.id}, both_ways=self._rng.random() < 0.7)

    def _cut_off(self, side: set[int], *, both_ways: bool) -> None:
        nodes = sorted(self._world.nodes)
        inwards = self._rng.random() < 0.5
        self._cut(
            (one, other)
            for one in nodes
            for other in nodes
            if (one in side) != (other in side) and (both_ways or (other in side) == inwards)
        )

    def _cut(self, links: Iterable[tuple[int, int]]) -> None:
        world = self._world
        self._number += 1
        links = list(links)
        world.note(f"cut {links}")
        world.counts["partitions"] += 1
        world.network.cut(self._number, links)
        world.events.after(self._while(), world.network.mend, self._number)

    def _crash(self) -> None:
        node = self._victim()
        if node.up:
            self._world.note(f"{node.id} crashes")
            self._world.counts["crashes"] += 1
            node.stop()
            if self._rng.random() < 0.2:
                node.lose_power()
            self._restart(node)

    def _lose_power(self) -> None:
        node = self._victim()
        if node.up:
            self._cut_power(node)

    def _black_out(self) -> None:
        """Let the power of all nodes fail at once."""
        for node in self._world.nodes.values():
            if node.up:
                self._cut_power(node)

    def _cut_power(self, node: Node) -> None:
        self._world.note(f"{node.id} loses power")
        self._world.counts["power losses"] += 1
        node.lose_power()
        self._restart(node)

    def _restart(self, node: Node) -> None:
        world = self._world
        delay = 1 + int(2 * world.scenario.downtime * self._rng.random())
        world.events.after(delay, world.start, node.id)

    def _pause(self) -> None:
        node = self._victim()
        if node.up and not node.paused:
            self._world.note(f"{node.id} is paused")
            self._world.counts["pauses"] += 1
            node.paused = True
            self._world.events.after(self._while(), self._resume, (node, node.life))

    def _resume(self, paused: tuple[Node, int]) -> None:
        node, life = paused
        if node.paused and node.life == life:
            self._world.note(f"{node.id} runs on")
            node.resume()

    def _change_clock(self) -> None:
        for node in self._world.nodes.values():
            node.tick_time = self._world.draw_tick()

    def _change_weather(self) -> None:
        """Let the network and the disks be better or worse than they were."""
        rng, world = self._rng, self._world
        scenario, network = world.scenario, world.network
        network.loss = scenario.loss * 2 * rng.random()
        network.duplication = scenario.duplication * 2 * rng.random()
        network.spread = int(scenario.spread * 2 * rng.random())
        world.sync_spread = int(scenario.sync_spread * 2 * rng.random())

    def _campaign(self) -> None:
        self._victim().ask(lambda core: core.campaign())

    def _forget_leader(self) -> None:
        self._victim().ask(lambda core: core.forget_leader())

    def _fail_sync(self) -> None:
        self._victim().fail_next_sync = True

    def _slow_disk(self) -> None:
        """Let a node's disk be so slow for a while that terms pass before a write is done."""
        node = self._victim()
        node.sync_factor = 5 + int(45 * self._rng.random())
        self._world.events.after(self._while(), self._speed_up, node)

    def _speed_up(self, node: Node) -> None:
        node.sync_factor = 1

    def _seesaw(self) -> None:
        """Replace an entry, and replace it back: see there."""
        world, leader = self._world, self._world.leader()
        if leader is None or self.over:
            return
        members = leader.members
        voters = [world.nodes[voter] for voter in members.voters]
        if len(voters) == VOTERS and not members.voters_outgoing and leader in voters:
            rest = [node for node in voters if node is not leader]
            if all(node.up and not node.paused for node in voters):
                self._rng.shuffle(rest)
                self._number += 1
                world.note("a seesaw begins")
                Seesaw(world, self._number, [leader, *rest])

    def _comeback(self) -> None:
        """Let a node campaign, and lose power as it wins: see there."""
        node = self._victim()
        if node.up and not node.paused and node.role is not Role.LEADER:
            Comeback(self._world, node)

    def _hinge(self) -> None:
        """Let only one side hear of a joint configuration: see there."""
        world, leader = self._world, self._world.leader()
        if leader is None or leader.paused or self.over:
            return
        members = leader.members
        if members.voters_outgoing or leader.id not in members.voters:
            return
        known = {*members.voters, *members.learners}
        spare = [node for node in world.nodes.values() if node.id not in known]
        if len(spare) >= len(members.voters) - 1:
            newcomers = spare[: len(members.voters) - 1]
            for node in newcomers:
                world.start(node.id)
            self._number += 1
            world.note("a hinge begins")
            Hinge(world, self._number, leader, newcomers)

    def _victim(self) -> Node:
        """Return any node that was ever started, the leader more often than others."""
        world = self._world
        leader = world.leader()
        if leader is not None and self._rng.random() < 0.3:
            return leader
        nodes = [node for node in world.nodes.values() if node.life]
        return nodes[int(self._rng.random() * len(nodes))]

    def _while(self) -> int:
        return 1 + int(2 * self._world.scenario.fault_time * self._rng.random())
