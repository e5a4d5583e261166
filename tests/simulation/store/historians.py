"""Historians: read one past revision again and again, everywhere, until it is compacted away.

What was there at a revision is the same whenever and wherever it is read: while the floor rises
and versions are removed, at another leader, and at a node that began with a snapshot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kvstore._generated import kv
from kvstore.mvcc.outcomes import Refusal
from kvstore.mvcc.ranges import RangeRead
from tests.simulation.events import MILLISECOND
from tests.simulation.store import commands as make
from tests.simulation.store.member import Member

if TYPE_CHECKING:
    from tests.simulation.store.world import World

_PAUSE = 20 * MILLISECOND
_READS = 8
# Keys that are looked at in one turn: so few that changes and removal come in between.
_STEP = 20


class _Found(NamedTuple):
    """A key as it was, and since when."""

    key: bytes
    revision: int
    value: bytes


class Historian:
    """One range at one revision at a time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._begin()

    def _begin(self) -> None:
        self._revision = 0
        self._reads = 0
        # By whoever was asked first.
        self._found: list[_Found] | None = None
        self._later(self._ask)

    def _later(self, callback: Any, argument: Any = None) -> None:
        delay = 1 + int(2 * _PAUSE * self._world.rng.random())
        self._world.events.after(delay, callback, argument)

    def _ask(self, _: object) -> None:
        world = self._world
        if world.winding_up:
            return
        self._revision = self._revision or world.oversight.newest_told
        self._reads += 1
        nodes = [node for node in world.nodes.values() if node.up and node.begun]
        if self._reads > _READS:
            self._begin()
        elif not nodes or not self._revision:
            self._later(self._ask)
        else:
            node = nodes[int(world.rng.random() * len(nodes))]
            op = make.everything_at(self._revision)
            machine: Any = node.replica.machine
            try:
                if self._found is not None:
                    self._get(node, machine, self._found)
                self._step((node, machine.range(b"", op)))
            except Refusal as refusal:
                self._refused(refusal)

    def _get(self, node: Member, machine: Any, found: list[_Found]) -> None:
        """Look at one key. Raises `Refusal`."""
        key = self._world.key()
        item = machine.get(b"", key, self._revision)
        seen = [] if item is None else [_Found(item.key, item.mod_revision, item.value)]
        if seen != [each for each in found if each.key == key]:
            self._forgotten(node)

    def _step(self, reading: tuple[Member, RangeRead]) -> None:
        """Look at a few keys, as a node does that has other things to do."""
        node, read = reading
        try:
            done = read.step(_STEP)
        except Refusal as refusal:
            self._refused(refusal)
            return
        if done:
            self._compare(node, read.result())
        else:
            self._world.events.after(MILLISECOND, self._step, reading)

    def _refused(self, refusal: Refusal) -> None:
        if refusal.code == kv.KV_COMPACTED:
            self._world.counts["revisions compacted away"] += 1
        elif refusal.code != kv.KV_FUTURE_REVISION:
            self._world.broken(f"a read of revision {self._revision} was refused: {refusal}")
        self._later(self._ask)

    def _compare(self, node: Member, answer: kv.kv_range_ok) -> None:
        world, revision = self._world, self._revision
        found = [_Found(item.key, item.mod_revision, item.value) for item in answer.items]
        if self._found is None:
            self._found = found
            if any(each.revision > revision for each in found):
                world.broken(f"{node.id} shows at revision {revision} what came later")
        elif found != self._found:
            self._forgotten(node)
        world.counts["reads of the past"] += 1
        self._later(self._ask)

    def _forgotten(self, node: Member) -> None:
        self._world.broken(f"{node.id} remembers revision {self._revision} in another way")
