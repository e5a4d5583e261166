"""Messages on their way: lost, late, doubled, out of order, or cut off."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from kvstore._generated import raft
from tests.simulation.events import MILLISECOND, Events
from tests.simulation.scenario import STRAGGLER, Scenario

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


class Network:
    """Between all nodes. `cut` and `mend` take the links of one fault; faults may overlap."""

    def __init__(self, events: Events, rng: random.Random, scenario: Scenario) -> None:
        self.nodes: dict[int, Node] = {}
        self._events = events
        self._random = rng.random
        self.delay = scenario.delay
        self.spread = scenario.spread
        self.loss = scenario.loss
        self.duplication = scenario.duplication
        self.straggling = scenario.straggling
        self._parcels = scenario.parcels
        self._cuts: dict[int, frozenset[tuple[int, int]]] = {}
        self._blocked: frozenset[tuple[int, int]] = frozenset()

    def cut(self, fault: int, links: Iterable[tuple[int, int]]) -> None:
        """Let nothing pass on these (from, to) any more."""
        self._cuts[fault] = frozenset(links)
        self._blocked = self._blocked | self._cuts[fault]

    def mend(self, fault: int) -> None:
        """Undo one cut."""
        self._cuts.pop(fault, None)
        self._blocked = frozenset().union(*self._cuts.values())

    def calm(self) -> None:
        """Mend everything, for good."""
        self._cuts.clear()
        self._blocked = frozenset()
        self.loss = self.duplication = self.straggling = 0.0
        self.spread = 2 * MILLISECOND

    def send(self, sender: Node, message: raft.message) -> None:
        """Take a message; it arrives never, once or twice."""
        random = self._random
        if message.type == raft.MESSAGE_SNAPSHOT:
            self._send_snapshot(sender, message)
            return
        if self._blocked and (sender.id, message.to) in self._blocked:
            if random() < 0.2:
                # A driver notices that a connection is gone.
                self._events.after(self.delay, sender.told_unreachable, (sender.life, message.to))
            return
        if random() < self.loss:
            return
        self._carry(message)
        if random() < self.duplication:
            self._carry(message)

    def _carry(self, message: raft.message) -> None:
        delay = self.delay + int(self._random() * self.spread)
        if self.straggling and self._random() < self.straggling:
            delay += int(self._random() * STRAGGLER)
        self._events.after(delay, self.nodes[message.to].deliver, message)

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
            (sender.id, message.to) in self._blocked
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
