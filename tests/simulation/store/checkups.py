"""What the leader asks the others, how they are: it may get no answer, or an old one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.node.release import THIS_RELEASE
from kvstore.node.upkeep.compactor import Kept
from kvstore.node.upkeep.ports import ContentPoint
from kvstore.node.upkeep.upkeep import Upkeep, UpkeepOptions
from tests.simulation.events import MILLISECOND

if TYPE_CHECKING:
    from tests.simulation.store.member import Member

_PATIENCE = 300 * MILLISECOND
_LEVELS = (THIS_RELEASE.feature_low, THIS_RELEASE.feature_high)
_AUDIT_NS = 300_000_000
# More than the clients' own compactions leave.
_KEPT = Kept(revisions=200, written_bytes=200_000)


class Checkups:
    """`OtherMembers` of one life of one node."""

    def __init__(self, asker: Member) -> None:
        self._asker = asker
        self._life = asker.life

    def levels(self, node: int) -> tuple[int, int] | None:
        """See `OtherMembers`."""
        return None if self._asker.heard(node) is None else _LEVELS

    def check(
        self, to: int, point: ContentPoint, done: Callable[[raft.checkup_answer | None], None]
    ) -> None:
        """See `OtherMembers`."""
        asker, wires = self._asker, self._asker.world.wires
        answered = False

        def answer(found: raft.checkup_answer | None) -> None:
            nonlocal answered
            if not answered:
                answered = True
                done(found)

        def look(receiver: Member) -> None:
            found, delay = receiver.upkeep.checkup(point), wires.bulk_delay(to, asker.id)
            if delay is not None and asker.life == self._life:
                asker.later(delay, lambda: answer(found))

        asker.later(_PATIENCE, lambda: answer(None))
        receiver, delay = wires.node(to), wires.bulk_delay(asker.id, to)
        if receiver is not None and delay is not None:
            receiver.later(delay, lambda: look(receiver))


def upkeep_of(member: Member) -> Upkeep:
    """Return what a node does by itself."""
    options = UpkeepOptions(node=member.id, own_levels=_LEVELS, kept=_KEPT, audit_ns=_AUDIT_NS)
    no_space = member.housekeeping.no_space
    return Upkeep(options, member.clock, member.replica, Checkups(member), no_space)
