"""A fault with a plan: power fails where a node has just won an election, and its disk is slow.

What it asked for, and what it was given, may be more than its disk remembers of it. It is back at
once, and campaigns again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.raft.state import Role
from tests.simulation.events import MILLISECOND
from tests.simulation.node import Node

if TYPE_CHECKING:
    from tests.simulation.world import World

_LOOK = MILLISECOND // 2
_PATIENCE = 100 * MILLISECOND
_SLOWNESS = 100


class Comeback:
    """The plan, from the first campaign to the second."""

    def __init__(self, world: World, node: Node) -> None:
        self._world = world
        self._node = node
        self._life = node.life
        self._end = world.events.now + _PATIENCE
        node.sync_factor = _SLOWNESS
        node.ask(lambda core: core.campaign())
        world.events.after(_LOOK, self._look, None)

    def _look(self, _: object) -> None:
        world, node = self._world, self._node
        won = node.up and node.life == self._life and node.core.status().role is Role.LEADER
        if not won and world.events.now < self._end and not world.faults.over:
            world.events.after(_LOOK, self._look, None)
            return
        node.sync_factor = 1
        if won and not world.faults.over:
            world.note(f"{node.id} loses power as it has won")
            world.counts["power losses"] += 1
            node.lose_power()
            world.start(node.id)
            node.ask(lambda core: core.campaign())
