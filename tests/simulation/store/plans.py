"""Faults with a plan: ways to lose a leader that knows of nothing, and has a lease."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulation.events import MILLISECOND
from tests.simulation.store.member import Member

if TYPE_CHECKING:
    from tests.simulation.store.world import World

_CUT_OFF = 400 * MILLISECOND
_SLOWNESS = 200


def _voters(world: World) -> tuple[Member, list[Member]] | None:
    """Return a leader and the other voters, if all are well."""
    leader = world.leader()
    if leader is None:
        return None
    state = leader.replica.machine.conf_state
    voters = [world.nodes[voter] for voter in state.voters]
    if state.voters_outgoing or leader not in voters or len(voters) < 2:
        return None
    if any(node.paused or not node.up for node in voters):
        return None
    others = [node for node in voters if node is not leader]
    world.rng.shuffle(others)
    return leader, others


class Defection:
    """The leader's followers forget that they have one, while another wants to lead.

    One voter does not hear of the leader and asks for votes in vain: the others do, though their
    disks are too slow to let anything be committed. Then their power fails, they start anew at
    once, and from then on nobody hears of the leader.
    """

    def __init__(self, world: World, fault: int) -> None:
        self._world = world
        self._fault = fault
        cast = _voters(world)
        if cast is None or len(cast[1]) < 2:
            return
        self._leader, (self._rival, *self._followers) = cast
        world.note(f"{self._rival.id} is kept from hearing of {self._leader.id}")
        world.network.cut(fault, self._both_ways([self._rival]))
        for node in self._followers:
            node.sync_factor = _SLOWNESS
        timeout = world.scenario.tick * world.scenario.election_ticks
        world.events.after(int((2 + world.rng.random()) * timeout), self._defect, None)

    def _defect(self, _: object) -> None:
        world, network = self._world, self._world.network
        network.mend(self._fault)
        for node in self._followers:
            node.sync_factor = 1
        if world.winding_up or not self._leader.up or not self._leader.replica.is_leader:
            return
        world.note(f"{self._leader.id} is left by all")
        world.counts["defections"] += 1
        network.cut(self._fault, self._both_ways([self._rival, *self._followers]))
        for node in self._followers:
            if node.up and not node.paused:
                world.counts["power losses"] += 1
                node.lose_power()
                world.events.after(MILLISECOND // 2, world.start, node.id)
        world.events.after(_CUT_OFF, network.mend, self._fault)

    def _both_ways(self, others: list[Member]) -> list[tuple[int, int]]:
        leader = self._leader.id
        return [link for other in others for link in ((leader, other.id), (other.id, leader))]


class Handover:
    """The leader asks another to take over, and hears of nothing from then on."""

    def __init__(self, world: World, fault: int) -> None:
        self._world = world
        self._fault = fault
        cast = _voters(world)
        if cast is None:
            return
        self._leader, self._others = cast
        world.operators.hand_over(self._leader, self._others[0].id)
        world.events.after(int(MILLISECOND * (0.5 + 3 * world.rng.random())), self._cut_off, None)

    def _cut_off(self, _: object) -> None:
        world, leader = self._world, self._leader.id
        if world.winding_up:
            return
        world.note(f"{leader} does not hear what comes of that")
        world.counts["leaders cut off while they hand over"] += 1
        links = [(other.id, leader) for other in self._others]
        world.network.cut(self._fault, links)
        world.events.after(_CUT_OFF, world.network.mend, self._fault)
