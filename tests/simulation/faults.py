"""What goes wrong with the cores: what may go wrong with any node, and plans for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.raft.state import Role
from tests.simulation.comeback import Comeback
from tests.simulation.hinge import Hinge
from tests.simulation.misfortunes import Misfortunes
from tests.simulation.node import Node
from tests.simulation.seesaw import VOTERS, Seesaw

if TYPE_CHECKING:
    from tests.simulation.world import World


class Faults(Misfortunes[Node]):
    """See `Misfortunes`."""

    def __init__(self, world: World) -> None:
        self._world = world
        scenario = world.scenario
        super().__init__(
            world,
            [
                (self.partition, scenario.partition),
                (self.cut_one_way, scenario.one_way),
                (self.isolate_leader, scenario.isolate_leader),
                (self.crash, scenario.crash),
                (self.lose_power, scenario.power_loss),
                (self.black_out, scenario.blackout),
                (self.pause, scenario.pause),
                (world.clients.transfer, scenario.transfer),
                (world.clients.change_members, scenario.change),
                (self.change_clock, scenario.clock),
                (self.change_weather, scenario.weather),
                (self._campaign, scenario.campaign),
                (self._forget_leader, scenario.forget_leader),
                (self.fail_sync, scenario.failing_sync),
                (self.slow_disk, scenario.slow_disk),
                (self._seesaw, scenario.seesaw),
                (self._hinge, scenario.hinge),
                (self._comeback, scenario.comeback),
            ],
        )

    def _campaign(self) -> None:
        self._victim().ask(lambda core: core.campaign())

    def _forget_leader(self) -> None:
        self._victim().ask(lambda core: core.forget_leader())

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
