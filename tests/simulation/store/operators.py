"""Those who decide who is a member, and who is to lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.mvcc.outcomes import Refusal
from kvstore.node.birth import NO_BIRTH
from kvstore.node.membership import Membership
from kvstore.node.peers.book_keeper import update_of
from kvstore.node.refusals import NodeRefusal
from tests.simulation.events import MILLISECOND, SECOND
from tests.simulation.store.member import Member

if TYPE_CHECKING:
    from tests.simulation.store.world import World

_PATIENCE = 500 * MILLISECOND
# How long a node goes on that is no member any more.
_FAREWELL = SECOND // 2


class Operators:
    """They ask whoever leads, by the rules of the store."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rng = world.rng
        self._known_at = 0
        self._members: set[int] = set()

    def change_members(self) -> None:
        """Add a node, give it a vote, or take one away."""
        leader = self._world.leader()
        if leader is None or leader.paused or not leader.begun:
            return
        try:
            change = self._change(leader)
            if change is not None:
                self._ask(leader, change)
        except Refusal as refusal:
            self._world.note(f"{leader.id} refuses to change members: {refusal}")

    def _change(self, leader: Member) -> raft.conf_change_v2 | None:
        world, replica = self._world, leader.replica
        members, book = replica.members(), replica.machine.members
        policy = Membership(
            members,
            book.values(),
            own=leader.id,
            commit_index=replica.status().committed,
            pending=bool(replica.machine.conf_state.voters_outgoing),
        )
        learners = [member.id for member in members if not member.voter]
        for learner in learners:
            if book[learner].birth == NO_BIRTH and world.nodes[learner].life:
                return update_of(world.info(learner))
        spare = [node.id for node in world.nodes.values() if not node.life and not node.retired]
        dice = self._rng.random()
        if learners and dice < 0.5:
            return self._promotion(policy, learners, [m.id for m in members if m.voter])
        if spare and dice < 0.75:
            return policy.add(spare[0], world.info(spare[0]).address)
        voters = [member.id for member in members if member.voter]
        if len(members) > 2 and (len(voters) > 2 or learners):
            return policy.remove(members[int(self._rng.random() * len(members))].id)
        return None

    def _promotion(
        self, policy: Membership, learners: list[int], voters: list[int]
    ) -> raft.conf_change_v2:
        """Let a learner vote; now and then in the place of another, by a joint configuration."""
        change = policy.promote(learners[0])
        if len(voters) < 3 or self._rng.random() < 0.5:
            return change
        other = voters[int(self._rng.random() * len(voters))]
        policy.remove(other)
        self._world.counts["joint changes asked for"] += 1
        removal = raft.conf_change_single(raft.CONF_CHANGE_REMOVE_NODE, other)
        return raft.conf_change_v2(
            raft.TRANSITION_JOINT_IMPLICIT, (*change.changes, removal), change.context
        )

    def _ask(self, leader: Member, change: raft.conf_change_v2) -> None:
        world = self._world
        world.note(f"{leader.id} is asked for {change}")

        def done(refusal: NodeRefusal | None) -> None:
            world.counts["changes of members"] += refusal is None

        deadline = leader.clock.now() + _PATIENCE * 1000
        leader.replica.propose_members(change, deadline, done)
        for single in change.changes:
            if single.type == raft.CONF_CHANGE_ADD_LEARNER_NODE:
                world.events.after(MILLISECOND, world.start, single.node)

    def note_members(self, node: Member) -> None:
        """Learn who the members are; let one that is none any more go on for a while only."""
        machine = node.replica.machine
        if machine.applied_index <= self._known_at:
            return
        self._known_at = machine.applied_index
        members = set(machine.members)
        for gone in sorted(self._members - members):
            self._world.events.after(_FAREWELL, self._retire, self._world.nodes[gone])
        self._members = members

    def _retire(self, node: Member) -> None:
        """End a node for good, once another leads that knows that this is no member.

        One that removed itself may be the only one that knows: without its vote there would be
        no leader, where two were voters.
        """
        leader = self._world.leader()
        if leader is None or leader is node or node.id in leader.replica.machine.members:
            self._world.events.after(_FAREWELL, self._retire, node)
        elif not node.retired:
            self._world.counts["members removed"] += 1
            self._world.note(f"{node.id} retires")
            node.retired = True
            node.stop()

    def transfer(self) -> None:
        """Ask for another leader."""
        leader = self._world.leader()
        if leader is None or leader.paused:
            return
        voters = [v for v in leader.replica.machine.conf_state.voters if v != leader.id]
        if voters:
            self.hand_over(leader, voters[int(self._rng.random() * len(voters))])

    def hand_over(self, leader: Member, to: int) -> None:
        """Ask a leader to hand over to a voter."""
        self._world.note(f"{leader.id} is to hand over to {to}")
        self._world.oversight.handed_over(leader.replica.term, to)
        try:
            leader.replica.transfer(to)
        except Refusal as refusal:
            self._world.note(f"{leader.id} refuses to hand over: {refusal}")
