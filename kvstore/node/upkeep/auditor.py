"""The leader's comparison of what all members hold: equal floors and revisions, equal hashes.

round:  point ──► every member, itself too, again and again ──► hashes ──► verdict
        │                                                                    │
        └── interval after the last one, sooner after a compaction ◄─────────┘
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore._generated import raft
from kvstore.node.upkeep.ports import NO_CONTENT, ContentPoint

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from kvstore.node.ports import Machine
    from kvstore.node.upkeep.hasher import Hashed

ROUND_MAX_NS: Final = 600_000_000_000
"""A round ends then without those whose hashes are still under way."""

_SOONER: Final = 6
"""After a compaction the next round comes after this part of the interval."""


class Verdict(NamedTuple):
    """What a round has found: `differing` are wrong as far as can be told.

    `agreed`: all members were compared, and none differs.
    """

    point: ContentPoint
    compared: frozenset[int]
    differing: frozenset[int]
    agreed: bool


class Auditor:
    """Asked at each tick of a leader. Times are nanoseconds of the boot clock."""

    def __init__(self, interval_ns: int) -> None:
        """Compare each `interval_ns`; 0: never."""
        self._interval_ns = interval_ns
        self.point = NO_CONTENT
        """What is compared now, to be asked of all members."""
        self.begin(0)

    def begin(self, now: int) -> None:
        """Begin anew: this node has become the leader."""
        self.point = NO_CONTENT
        self._begun_at = self._ended_at = now
        self._last_floor = 0
        self._members: frozenset[int] = frozenset()
        self._found: dict[int, Hashed | None] = {}

    def tick(self, now: int, machine: Machine, members: AbstractSet[int]) -> Verdict | None:
        """Begin a round if it is time, or return what one has found that is over."""
        if self.point == NO_CONTENT:
            if self._is_due(now, machine) and len(members) > 1:
                self.point = ContentPoint(machine.revision, machine.compacted_revision)
                self._begun_at = now
                self._members = frozenset(members)
                self._found = {}
            return None
        if not self._is_over(now, members):
            return None
        verdict = self._verdict()
        self._last_floor = self.point.floor
        self._ended_at = now
        self.point = NO_CONTENT
        return verdict

    def answered(self, node: int, point: ContentPoint, hashed: Hashed | None) -> None:
        """Take a member's answer; None: it gave none."""
        if point == self.point and node in self._members:
            self._found[node] = hashed

    def _is_due(self, now: int, machine: Machine) -> bool:
        if not self._interval_ns or not machine.revision:
            return False
        compacted = machine.compacted_revision != self._last_floor
        interval = self._interval_ns // _SOONER if compacted else self._interval_ns
        return now - self._ended_at >= interval

    def _is_over(self, now: int, members: AbstractSet[int]) -> bool:
        if now - self._begun_at >= ROUND_MAX_NS:
            return True
        return self._found.keys() >= self._members & members and not any(
            hashed is not None and hashed.state in {raft.HASH_UNDER_WAY, raft.HASH_NOT_ASKED}
            for hashed in self._found.values()
        )

    def _verdict(self) -> Verdict:
        hashes = {
            node: hashed.hash
            for node, hashed in self._found.items()
            if hashed is not None and hashed.state == raft.HASH_DONE
        }
        differing: frozenset[int] = frozenset()
        counted = Counter(hashes.values()).most_common(1)
        if counted:
            most, count = counted[0]
            if 2 * count > len(hashes):
                differing = frozenset(node for node, found in hashes.items() if found != most)
            else:
                # Nobody can tell who is right.
                differing = frozenset(hashes)
        compared = frozenset(hashes)
        agreed = compared == self._members and not differing
        return Verdict(self.point, compared, differing, agreed)
