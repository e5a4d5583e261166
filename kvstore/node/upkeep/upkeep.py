"""All that a node does by itself, a little at each tick."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.mvcc.outcomes import Refusal
from kvstore.node.upkeep.alarm_keeper import AlarmKeeper
from kvstore.node.upkeep.auditor import Auditor
from kvstore.node.upkeep.compactor import Compactor, Kept
from kvstore.node.upkeep.hasher import ContentHasher, Hashed
from kvstore.node.upkeep.levels import level_to_raise

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.node.ports import Clock, Machine
    from kvstore.node.upkeep.auditor import Verdict
    from kvstore.node.upkeep.ports import ContentPoint, OtherMembers, Replica

log = logging.getLogger(__name__)

CHECK_NS: Final = 1_000_000_000
"""How often the leader asks the members how they are."""

_ORIGIN: Final = commands.command_origin(session=0, sequence=0, lowest_unanswered=0, name_space=b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class UpkeepOptions:
    """`own_levels` are the lowest and highest that this node speaks. `audit_ns` 0: never."""

    node: int
    own_levels: tuple[int, int]
    kept: Kept
    audit_ns: int


class Upkeep:
    """Of one node. Used from one thread; no call takes longer than a few milliseconds."""

    def __init__(
        self,
        options: UpkeepOptions,
        clock: Clock,
        replica: Replica,
        others: OtherMembers,
        no_space: Callable[[], str],
    ) -> None:
        """`no_space` says what is wrong with this node's disk, "" if nothing is."""
        self._options = options
        self._clock = clock
        self._replica = replica
        self._others = others
        self._no_space = no_space
        self._hasher = ContentHasher(clock)
        self._auditor = Auditor(options.audit_ns)
        self._compactor = Compactor(options.kept)
        self._alarms = AlarmKeeper()
        self._term = 0
        self._checked_at = 0
        self._asked: set[int] = set()
        self._on_their_way: set[int] = set()

    # ------------------------------------------------------------------ any node

    def tick(self) -> None:
        """Go on with what waits."""
        replica = self._replica
        machine = replica.machine
        now = self._clock.now()
        self._hasher.tick(machine)
        self._compactor.look(now, machine)
        if not replica.is_leader or machine.applied_term != replica.term:
            self._term = 0
            return
        if self._term != replica.term:
            self._term = replica.term
            self._begin(now)
        self._lead(now, machine)

    def checkup(self, point: ContentPoint) -> raft.checkup_answer:
        """Answer whoever leads."""
        state, found = self._hasher.ask(point)
        return raft.checkup_answer(no_space=self._no_space()[:256], state=state, hash=found)

    def stop(self) -> None:
        """Let go of the machine."""
        self._hasher.drop()

    # ------------------------------------------------------------------ the leader

    def _begin(self, now: int) -> None:
        self._auditor.begin(now)
        self._compactor.begin()
        self._alarms.begin()
        self._on_their_way.clear()
        self._asked.clear()

    def _lead(self, now: int, machine: Machine) -> None:
        members = _members(machine.conf_state)
        was = self._auditor.point
        verdict = self._auditor.tick(now, machine, members)
        if verdict is not None:
            self._judge(verdict, members)
        if now - self._checked_at >= CHECK_NS or self._auditor.point != was:
            self._checked_at = now
            self._check(members)
        level = level_to_raise(machine.feature_level, members, self._levels)
        if level is not None:
            self._propose(commands.command_change_COMMAND_FEATURE_LEVEL(level=level))
        if commands.COMMAND_COMPACT not in self._on_their_way:
            floor = self._compactor.due(now, machine, is_short=bool(self._no_space()))
            if floor is not None:
                self._propose(commands.command_change_COMMAND_COMPACT(revision=floor))
        if commands.COMMAND_ALARM not in self._on_their_way:
            alarm = self._alarms.due(machine.alarms, members)
            if alarm is not None:
                self._propose(commands.command_change_COMMAND_ALARM(alarm=alarm))

    def _levels(self, node: int) -> tuple[int, int] | None:
        if node == self._options.node:
            return self._options.own_levels
        return self._others.levels(node)

    def _check(self, members: set[int]) -> None:
        """Ask all members how they are; those that still think about it are not asked again."""
        point = self._auditor.point
        own = self._options.node
        for node in members - self._asked - {own}:
            self._asked.add(node)
            self._others.check(node, point, partial(self._checked, self._term, node, point))
        if own in members:
            self._checked(self._term, own, point, self.checkup(point))

    def _checked(
        self, term: int, node: int, point: ContentPoint, answer: raft.checkup_answer | None
    ) -> None:
        if term != self._term:
            return
        self._asked.discard(node)
        if answer is None:
            self._auditor.answered(node, point, None)
            return
        self._auditor.answered(node, point, Hashed(answer.state, answer.hash))
        self._alarms.say(kv.KV_ALARM_NO_SPACE, node, answer.no_space)

    def _judge(self, verdict: Verdict, members: set[int]) -> None:
        revision, floor = verdict.point
        if verdict.differing:
            names = ", ".join(map(str, sorted(verdict.differing)))
            log.error("the content of node %s differs at revision %d", names, revision)
        for node in verdict.differing:
            self._alarms.say(
                kv.KV_ALARM_CORRUPT,
                node,
                f"the content of node {node} is not that of the others, from revision {floor} to "
                f"{revision}: remove it, and add a node with an empty folder",
            )
        if verdict.agreed:
            for node in members:
                self._alarms.say(kv.KV_ALARM_CORRUPT, node, "")

    def _propose(self, change: commands.command_change) -> None:
        """Put a change into the log, unless one of its kind is on its way."""
        kind = change.kind
        if kind in self._on_their_way:
            return
        command = commands.command(origin=_ORIGIN, change=change)
        self._on_their_way.add(kind)
        try:
            self._replica.propose_own(command, lambda: self._on_their_way.discard(kind))
        except Refusal:  # the node ends
            self._on_their_way.discard(kind)


def _members(state: raft.conf_state) -> set[int]:
    return {*state.voters, *state.voters_outgoing, *state.learners}
