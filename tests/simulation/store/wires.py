"""What the nodes send each other: messages, and pieces of snapshots."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.node.snapshot_ports import Chunk
from tests.simulation.events import MILLISECOND, Events
from tests.simulation.links import Links
from tests.simulation.store.scenario import Scenario

if TYPE_CHECKING:
    from tests.simulation.store.member import Member

_CHUNK_PATIENCE = 100 * MILLISECOND


class Wires(Links):
    """See `Links`. What is sent in one turn of a node arrives together, or not at all."""

    def __init__(
        self,
        events: Events,
        rng: random.Random,
        scenario: Scenario,
        nodes: Mapping[int, Member],
    ) -> None:
        super().__init__(events, rng, scenario)
        self._nodes = nodes

    def send(self, sender: Member, to: int, messages: Sequence[raft.message]) -> None:
        """Take messages to one node."""
        if to not in self._nodes:
            return
        if self.blocks(sender.id, to):
            if self._random() < 0.2:
                # The connection is found to be gone.
                sender.later(self.delay, lambda: sender.replica.unreachable(to))
            return
        self.pass_on(self._nodes[to].receive, messages)

    def chunks_of(self, sender: Member) -> Bulk:
        """Return a node's way to the others for bulk."""
        return Bulk(self, sender)

    def bulk_delay(self, one: int, other: int) -> int | None:
        """Return how long bulk takes from one to another; None: it is lost."""
        if self.blocks(one, other) or self._random() < self.loss:
            return None
        return self.delay + int(self._random() * self.spread)

    def node(self, node: int) -> Member | None:
        """Return a node that is running."""
        member = self._nodes.get(node)
        return member if member is not None and member.up else None


class Bulk:
    """`ChunkPort` of one life of one node: one chunk behind the other to each receiver."""

    def __init__(self, wires: Wires, sender: Member) -> None:
        self._wires = wires
        self._sender = sender
        self._life = sender.life
        self._free_at: dict[int, int] = {}

    def send(
        self,
        to: int,
        chunk: Chunk,
        done: Callable[[raft.snapshot_progress | None], None],
    ) -> None:
        """See `ChunkPort`."""
        sender, wires = self._sender, self._wires
        answered = False

        def answer(progress: raft.snapshot_progress | None) -> None:
            nonlocal answered
            if not answered:
                answered = True
                done(progress)

        def reply(progress: raft.snapshot_progress) -> None:
            delay = wires.bulk_delay(to, sender.id)
            if delay is not None and sender.life == self._life:
                sender.later(delay, lambda: answer(progress))

        sender.later(_CHUNK_PATIENCE, lambda: answer(None))
        receiver, delay = wires.node(to), wires.bulk_delay(sender.id, to)
        if receiver is None or delay is None:
            return
        now = sender.world.events.now
        at = self._free_at[to] = max(now + delay, self._free_at.get(to, 0) + 1)
        whole = raft.snapshot_chunk(
            cluster_id=1,
            from_=sender.id,
            to=to,
            to_incarnation=receiver.life,
            announced=chunk.announced,
            snapshot_id=chunk.snapshot_id,
            offset=chunk.offset,
            total=chunk.total,
            checksum=chunk.checksum,
            data=chunk.data,
        )
        receiver.later(at - now, lambda: receiver.housekeeping.snapshots.receive(whole, reply))
