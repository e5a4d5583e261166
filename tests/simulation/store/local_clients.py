"""Clients on a node's host that read its shared memory, and never ask.

They look at any moment. Some are stopped in the middle of a look, before or after they have read
the clock, and go on much later, with whatever their registers held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.kvstore.node.played_segment import LocalReader, PlayedSegment
from tests.linearizability.history import Call, Read
from tests.simulation.events import MILLISECOND
from tests.simulation.store.member import Member
from tests.simulation.store.scenario import DRIFT

if TYPE_CHECKING:
    from tests.simulation.store.world import World

_NUMBER_BYTES = 8
_STAYS = 40
"""Looks at one node, on average, before another is chosen."""
_BURST = 4
_OLDEST = 200 * MILLISECOND


class LocalClient:
    """One client, on the host of one node at a time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rng = world.rng
        self._member: Member | None = None
        self._segment: PlayedSegment | None = None
        self._reader: LocalReader | None = None
        self._boots = 0
        self._looked_at = 0  # when its clock was read last
        self._may_stop = False
        world.events.after(0, self._next, None)

    def _next(self, _: object) -> None:
        world, rng = self._world, self._rng
        if world.winding_up:
            return
        self._choose()
        for _ in range(rng.randrange(1, _BURST)):
            self._look(world.local_key())
        world.events.after(int(2 * world.scenario.think * rng.random()), self._next, None)

    def _choose(self) -> None:
        """Stay, or open the segment of a node: of its new life, once the old one falls silent."""
        world, rng = self._world, self._rng
        is_well = self._is_on() and self._reader is not None and self._reader.is_alive()
        if is_well and rng.random() > 1 / _STAYS:
            return
        self._reader = None
        nodes = [each for each in world.nodes.values() if each.segment is not None]
        if not nodes:
            return
        leader = world.leader()
        member = nodes[int(rng.random() * len(nodes))]
        if leader in nodes and rng.random() < 0.5:
            member = leader
        self._member, self._segment, self._boots = member, member.segment, member.boots
        assert self._segment is not None
        self._reader = self._segment.reader(self._clock)

    def _is_on(self) -> bool:
        """Whether the machine that it runs on has not lost its power since."""
        return self._member is not None and self._member.boots == self._boots

    def _clock(self) -> int:
        member = self._member
        assert member is not None
        self._stop()
        now = member.clock.now()
        self._looked_at = self._world.events.now
        self._stop()
        return now

    def _stop(self) -> None:
        """Let the world go on while this client does not: perhaps, and one client at a time."""
        world, rng = self._world, self._rng
        if not self._may_stop or world.winding_up or rng.random() >= world.scenario.stops:
            return
        world.counts["local readers stopped"] += 1
        world.is_local_stopped, self._may_stop = True, False
        until = world.events.now + int(2 * world.scenario.stop_time * rng.random())
        while world.events.now < until and not world.winding_up:
            world.events.step()
        world.is_local_stopped = False

    def _look(self, key: bytes) -> None:
        world, rng, member, reader = self._world, self._rng, self._member, self._reader
        if reader is None or member is None or not self._is_on():
            return
        begun = world.events.now
        self._may_stop = not world.is_local_stopped
        max_age: int | None = None
        # Whose clocks run as they like gets no lease to rely on.
        by_lease = rng.random() < 0.7 and world.scenario.skew <= DRIFT
        if by_lease:
            hit = reader.lease(key)
        else:
            max_age = int(_OLDEST * rng.random()) if rng.random() < 0.7 else None
            hit = reader.serializable(key, None if max_age is None else max_age * 1000)
        self._may_stop = False
        if hit is None:
            world.counts["local misses"] += 1
            return
        if not self._is_on():
            return  # nobody heard of it
        item = hit.item
        if item is not None:
            world.oversight.found_locally(
                member, reader.header.epoch, item, max_age, self._looked_at
            )
        world.counts["local reads of leased keys"] += key.startswith(b"lease")
        if by_lease:
            found = None if item is None else item.value[:_NUMBER_BYTES]
            world.history.append(Call(key, Read(found), begun, world.events.now))
            world.counts["local reads by lease"] += 1
        else:
            world.counts["local reads of consistency 2"] += 1
