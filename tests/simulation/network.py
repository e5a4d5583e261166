"""What the cores send each other, on links that are what they are."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

from kvstore._generated import raft
from tests.simulation.events import Events
from tests.simulation.links import Links
from tests.simulation.scenario import Scenario

if TYPE_CHECKING:
    from tests.simulation.node import Node


class Parcel(NamedTuple):
    """A snapshot's content on its way, of which `left` pieces have not arrived yet.

    It is of one life of its sender, and of one of its receiver: what a process has received of it
    dies with the process.
    """

    sender: Node
    life: int
    receiver_life: int
    message: raft.message
    content: int
    left: int


class Network(Links):
    """Messages and snapshots of the cores."""

    def __init__(self, events: Events, rng: random.Random, scenario: Scenario) -> None:
        super().__init__(events, rng, scenario)
        self.nodes: dict[int, Node] = {}
        self._parcels = scenario.parcels

    def send(self, sender: Node, message: raft.message) -> None:
        """Take a message; it arrives never, once or twice."""
        if message.type == raft.MESSAGE_SNAPSHOT:
            self._send_snapshot(sender, message)
        elif self.blocks(sender.id, message.to):
            if self._random() < 0.2:
                # A driver notices that a connection is gone.
                self._events.after(self.delay, sender.told_unreachable, (sender.life, message.to))
        else:
            self.pass_on(self.nodes[message.to].deliver, message)

    def _send_snapshot(self, sender: Node, message: raft.message) -> None:
        """Send content piece by piece; its sender is told how that ended."""
        assert message.snapshot is not None
        content = sender.disk.contents[message.snapshot.index]
        life = self.nodes[message.to].life
        self._next_parcel(Parcel(sender, sender.life, life, message, content, self._parcels))

    def _next_parcel(self, parcel: Parcel) -> None:
        delay = self.delay + int(self._random() * 2 * self.spread)
        self._events.after(delay, self._hand_over, parcel)

    def _hand_over(self, parcel: Parcel) -> None:
        sender, life, receiver_life, message, content, left = parcel
        receiver = self.nodes[message.to]
        if (
            self.blocks(sender.id, message.to)
            or self._random() < self.loss
            or not receiver.up
            or receiver.life != receiver_life
        ):
            sender.told_of_snapshot((life, message.to, True))
        elif left > 1:
            if sender.up and sender.life == life:
                self._next_parcel(parcel._replace(left=left - 1))
        else:
            arrived = receiver.receive(message, content)
            sender.told_of_snapshot((life, message.to, not arrived))
