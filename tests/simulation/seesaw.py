"""A fault with a plan: an entry is replaced and replaced back while its first write is under way.

Five voters: `old` leads, `slow` has a slow disk, `new` takes over with two others. Of the last
entry of `old` only `slow` hears; then `new` leads a term of its own, of which again only `slow`
hears; then `old` leads once more, by the votes of the two others, who know neither entry. What
the disk of `slow` answers to its first write is true again in memory, and not on the disk, where
the entry of `new` is about to be written over it.

Chance alone hardly ever plays this. Everything else goes on meanwhile, and often spoils it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.raft.state import Role
from tests.simulation.events import MILLISECOND
from tests.simulation.node import Node

if TYPE_CHECKING:
    from tests.simulation.world import World

VOTERS = 5
_LOOK = MILLISECOND // 2
_PATIENCE = 700 * MILLISECOND
_SLOWNESS = 100


class Seesaw:
    """The plan, step by step: each begins once the one before has had its effect."""

    def __init__(self, world: World, fault: int, cast: list[Node]) -> None:
        self._world = world
        self._fault = fault
        self._old, self._slow, self._new, *self._others = cast
        self._end = world.events.now + _PATIENCE
        self._only([(self._old, self._slow), (self._slow, self._old)])
        self._slow.sync_factor = _SLOWNESS
        self._index = self._last(self._old) + 1
        self._first_term = self._old.term
        self._old.ask(lambda core: core.propose([b"up"]))
        self._step = self._until_written
        self._look(None)

    def _look(self, _: object) -> None:
        everybody = [self._old, self._slow, self._new, *self._others]
        world = self._world
        if world.faults.over:
            return
        if world.events.now > self._end or not all(n.up and not n.paused for n in everybody):
            self._world.network.mend(self._fault)
            self._slow.sync_factor = 1
            return
        self._step()
        self._world.events.after(_LOOK, self._look, None)

    def _until_written(self) -> None:
        if self._last(self._slow) >= self._index:
            self._only([(a, b) for a in self._rivals for b in self._rivals if a is not b])
            for node in self._rivals:
                node.ask(lambda core: core.forget_leader())
            self._new.ask(lambda core: core.campaign())
            self._step = self._until_voted

    def _until_voted(self) -> None:
        if all(node.core.status().vote == self._new.id for node in self._others):
            # The votes arrive, and nothing of what follows them leaves but to the slow one.
            self._only([*((node, self._new) for node in self._others), (self._new, self._slow)])
            self._step = self._until_replaced

    def _until_replaced(self) -> None:
        if self._slow.core.status().term == self._new.term > self._first_term:
            links = [(self._old, node) for node in (*self._others, self._slow)]
            self._only([*links, *((node, self._old) for node in self._others)])
            self._step = self._until_back

    def _until_back(self) -> None:
        if self._old.role is Role.FOLLOWER:
            self._old.ask(lambda core: core.campaign())
            self._step = self._until_spoiled

    def _until_spoiled(self) -> None:
        """Wait for the disk."""

    @property
    def _rivals(self) -> list[Node]:
        return [self._new, *self._others]

    def _only(self, links: list[tuple[Node, Node]]) -> None:
        """Let nothing pass but on these links."""
        kept = {(one.id, other.id) for one, other in links}
        nodes = sorted(self._world.nodes)
        self._world.network.mend(self._fault)
        self._world.network.cut(
            self._fault,
            ((a, b) for a in nodes for b in nodes if a != b and (a, b) not in kept),
        )

    @staticmethod
    def _last(node: Node) -> int:
        return node.core.status().last_index
