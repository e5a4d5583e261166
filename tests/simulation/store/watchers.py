"""Watchers: told of every change from a revision on, once and in order, wherever they ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kvstore._generated import kv
from kvstore.mvcc.outcomes import Refusal
from tests.simulation.events import MILLISECOND
from tests.simulation.store.member import Member

if TYPE_CHECKING:
    from tests.simulation.store.world import World

_PATIENCE = 200 * MILLISECOND
_PAUSE = 15 * MILLISECOND
_LIMIT = 5


class Watcher:
    """Goes on from where the last answer ended, at any node; anew where that was compacted."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._asked = 0
        # Spans of revisions of which everything was told, and what was told of them.
        self._spans: list[tuple[int, int]] = []
        self._told: dict[int, set[bytes]] = {}
        self._position = kv.kv_watch_position(revision=1, offset=0)
        self._since = 1
        world.events.after(0, self._ask, None)

    def _ask(self, _: object) -> None:
        world = self._world
        if world.winding_up:
            return
        self._asked += 1
        asked = self._asked
        nodes = [node for node in world.nodes.values() if node.life and not node.retired]
        node = nodes[int(world.rng.random() * len(nodes))]

        def answered(result: kv.kv_watch_ok | Refusal) -> None:
            if self._asked == asked:
                self._take(node, result)

        def late(_: object) -> None:
            if self._asked == asked:
                self._ask(None)

        node.watch(self._position, _LIMIT, _PATIENCE, answered)
        world.events.after(2 * _PATIENCE, late, None)

    def _take(self, node: Member, result: kv.kv_watch_ok | Refusal) -> None:
        world = self._world
        self._asked += 1
        if isinstance(result, kv.kv_watch_ok):
            self._learn(result)
        elif result.code == kv.KV_COMPACTED:
            world.counts["watches compacted away"] += 1
            self._end_span()
            self._since = node.replica.machine.revision + 1
            self._position = kv.kv_watch_position(revision=self._since, offset=0)
        world.events.after(int(2 * _PAUSE * world.rng.random()), self._ask, None)

    def _learn(self, answer: kv.kv_watch_ok) -> None:
        newest = self._position.revision
        for event in answer.events:
            revision, key = event.item.mod_revision, event.item.key
            if revision < newest or key in self._told.get(revision, ()):
                self._world.broken(f"a watcher was told of {key!r} at {revision} once more")
            newest = revision
            self._told.setdefault(revision, set()).add(key)
        self._world.counts["events watched"] += len(answer.events)
        self._position = answer.next

    def _end_span(self) -> None:
        self._spans.append((self._since, self._position.revision))

    def check(self, changes: Mapping[int, Sequence[bytes]]) -> None:
        """Compare with what clients were told that they have changed, by revision."""
        self._end_span()
        for revision, keys in changes.items():
            missed = set(keys) - self._told.get(revision, set())
            if missed and any(first <= revision < end for first, end in self._spans):
                self._world.broken(f"a watcher was not told of {sorted(missed)} at {revision}")
