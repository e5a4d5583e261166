"""A fault with a plan: a joint configuration of which only one side hears.

The leader of some voters is asked to take newcomers in, through a joint configuration. As soon as
another voter has that change in its log, nobody who voted before hears anything of the leader any
more, while all that they say reaches it: the change is committed, and from then on the leader and
the newcomers are a majority of the incoming half. The others, who have not heard of that, are a
majority of the outgoing one. Whoever asks only one half lets both sides decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from tests.simulation.events import MILLISECOND
from tests.simulation.node import Node

if TYPE_CHECKING:
    from tests.simulation.world import World

_LOOK = MILLISECOND // 2
_PATIENCE = 600 * MILLISECOND


class Hinge:
    """The plan, from the request to the end of the cut."""

    def __init__(self, world: World, fault: int, leader: Node, newcomers: list[Node]) -> None:
        self._world = world
        self._fault = fault
        self._leader = leader
        self._others = [world.nodes[v] for v in leader.members.voters if v != leader.id]
        self._end = world.events.now + _PATIENCE
        self._index = leader.core.status().last_index + 1
        self._cut = False
        changes = tuple(
            raft.conf_change_single(raft.CONF_CHANGE_ADD_NODE, node.id) for node in newcomers
        )
        change = raft.conf_change_v2(raft.TRANSITION_JOINT_EXPLICIT, changes, b"")
        leader.ask(lambda core: core.propose_conf_change(change))
        self._look(None)

    def _look(self, _: object) -> None:
        world = self._world
        if world.faults.over:
            return
        if world.events.now > self._end:
            world.network.mend(self._fault)
            return
        if not self._cut and any(
            node.up and node.core.status().last_index >= self._index for node in self._others
        ):
            self._cut = True
            nodes = sorted(world.nodes)
            old = {node.id for node in self._others}
            world.network.cut(
                self._fault,
                (
                    (one, other)
                    for one in nodes
                    for other in nodes
                    if (one in old) != (other in old) and (one, other) not in self._answers
                ),
            )
        world.events.after(_LOOK, self._look, None)

    @property
    def _answers(self) -> set[tuple[int, int]]:
        return {(node.id, self._leader.id) for node in self._others}
