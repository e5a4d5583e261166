"""What is asked of the cluster: proposals, reads, changes of membership."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft.core import Raft
from tests.simulation.events import MILLISECOND
from tests.simulation.node import Node

if TYPE_CHECKING:
    from tests.simulation.world import World

_CHANGES = (
    raft.CONF_CHANGE_ADD_NODE,
    raft.CONF_CHANGE_ADD_NODE,
    raft.CONF_CHANGE_REMOVE_NODE,
    raft.CONF_CHANGE_ADD_LEARNER_NODE,
)
_TRANSITIONS = (
    raft.TRANSITION_AUTO,
    raft.TRANSITION_JOINT_IMPLICIT,
    raft.TRANSITION_JOINT_EXPLICIT,
)


class Clients:
    """They ask a node that may be down, behind or cut off, and never wait for an answer."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rng = world.rng
        self._asked = 0
        self._recovering = False
        world.events.after(0, self._propose, world.scenario.proposals)
        world.events.after(0, self._read, world.scenario.reads)

    def _propose(self, mean: int) -> None:
        if self._recovering:
            return
        self._world.events.after(int(2 * mean * self._rng.random()), self._propose, mean)
        self._propose_to(self._somebody(), 1 + int(3 * self._rng.random()))

    def _propose_to(self, node: Node, count: int) -> None:
        datas = [self._unique() for _ in range(count)]
        node.ask(lambda core: core.propose(datas))

    def _read(self, mean: int) -> None:
        if self._recovering:
            return
        self._world.events.after(int(2 * mean * self._rng.random()), self._read, mean)
        self.read(self._somebody())

    def read(self, node: Node) -> None:
        """Ask a node for a read index."""
        if node.up and not node.paused:
            context = self._unique()
            self._world.checker.asks(context)
            node.ask(lambda core: core.read_index(context))

    def change_members(self) -> None:
        """Ask for a change of membership, as seen from a node that may be behind."""
        rng, world = self._rng, self._world
        node = self._somebody()
        members = node.members
        if members.voters_outgoing and (not members.auto_leave or rng.random() < 0.2):
            self._ask_for(node, raft.conf_change_v2(raft.TRANSITION_AUTO, (), b""))
            return
        count = 1 if rng.random() < 0.5 else 1 + int(3 * rng.random())
        # Once each: what one node is to be is not asked for twice at a time.
        chosen = rng.sample(sorted(world.nodes), count)
        changes = tuple(
            raft.conf_change_single(_CHANGES[int(rng.random() * len(_CHANGES))], peer)
            for peer in chosen
        )
        left = {*members.voters, *chosen} - {
            c.node for c in changes if c.type != raft.CONF_CHANGE_ADD_NODE
        }
        if len(left) < world.scenario.fewest_voters:
            return
        for change in changes:
            if change.type != raft.CONF_CHANGE_REMOVE_NODE:
                world.start(change.node)
        if count == 1 and rng.random() < 0.5:
            self._ask_for(node, raft.conf_change(changes[0].type, changes[0].node, b""))
        else:
            transition = _TRANSITIONS[int(rng.random() * 3)]
            self._ask_for(node, raft.conf_change_v2(transition, changes, b""))

    def transfer(self) -> None:
        """Ask for another leader."""
        world, rng = self._world, self._rng
        leader = world.leader()
        if leader is None or leader.paused:
            return
        voters = leader.members.voters
        to = voters[int(rng.random() * len(voters))]
        if to != leader.id and self._world.nodes[to].up:
            world.note(f"{leader.id} is to hand over to {to}")
            world.checker.transfer = to
            leader.ask(lambda core: core.transfer_leadership(to))

    def recovery(self) -> Callable[[], bool]:
        """Ask everybody for proof of progress from now on; return how to know that it is there."""
        world = self._world
        # Load would only hide that the cluster works: what is asked for below is enough.
        self._recovering = True
        start = world.checker.committed
        reads = world.counts["reads"]
        world.events.after(0, self._ask_everybody, None)

        def recovered() -> bool:
            checker = world.checker
            if world.counts["reads"] == reads or checker.committed <= start:
                return False
            last = checker.newest_members
            # A joint configuration that nobody leaves is not yet healed.
            return not last.voters_outgoing and all(
                world.nodes[node].index > start for node in (*last.voters, *last.learners)
            )

        return recovered

    def _ask_everybody(self, _: object) -> None:
        world = self._world
        world.events.after(50 * MILLISECOND, self._ask_everybody, None)
        last = world.checker.newest_members
        members = sorted({*last.voters, *last.voters_outgoing, *last.learners})
        for member in members:
            world.start(member)
            node = world.nodes[member]
            self._propose_to(node, 1)
            self.read(node)
        leader = world.leader()
        if leader is not None and last.voters_outgoing and not last.auto_leave:
            # One request at a time: what cannot be done yet is appended all the same, as an empty
            # entry, and has to be applied before the next is looked at.
            self._ask_for(leader, raft.conf_change_v2(raft.TRANSITION_AUTO, (), b""))

    def _ask_for(self, node: Node, change: raft.conf_change | raft.conf_change_v2) -> None:
        def request(core: Raft) -> None:
            core.propose_conf_change(change)

        if node.ask(request):
            self._world.note(f"{node.id} is asked for {change}")

    def _somebody(self) -> Node:
        """Return a node that is running, if there is one; often the one that leads."""
        world = self._world
        if self._rng.random() < 0.4:
            leader = world.leader()
            if leader is not None:
                return leader
        running = [node for node in world.nodes.values() if node.up] or [world.nodes[1]]
        return running[int(self._rng.random() * len(running))]

    def _unique(self) -> bytes:
        self._asked += 1
        return self._asked.to_bytes(8, "big")
