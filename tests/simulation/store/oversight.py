"""What the nodes promise each other and their clients, looked at while it happens.

Nothing here knows how a node keeps its promises.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.mvcc.entries import decode
from kvstore.mvcc.state_machine import StateMachine
from kvstore.mvcc.touched import touched_keys
from kvstore.node.ports import Machine
from kvstore.node.upkeep.auditor import Verdict
from tests.kvstore.node.played_segment import PREFIX
from tests.simulation.events import MILLISECOND

if TYPE_CHECKING:
    from tests.simulation.store.member import Member
    from tests.simulation.store.world import World


class Violation(AssertionError):
    """A promise was broken."""


class Oversight:
    """Every method returns at once; what is wrong ends the run at its next event."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._counts = world.counts
        self.chosen: dict[int, tuple[int, int]] = {}
        self.states: dict[int, tuple[object, ...]] = {}
        self._leaders: dict[int, int] = {}
        self._machines: dict[int, Machine] = {}
        # Where the first entry stands of what a session has numbered.
        self._numbered: dict[tuple[int, int], int] = {}
        # (moment, newest revision that any client had been told of by then)
        self._told: list[tuple[int, int]] = [(0, 0)]
        self._read: dict[tuple[int, int], int] = {}
        # of each key what was told of its changes: (moment, newest revision by then)
        self._changed: dict[bytes, list[tuple[int, int]]] = {}
        self._found: dict[tuple[int, bytes], int] = {}
        self._snapshots: dict[int, int] = {}
        self._transfer = (0, 0)

    # ------------------------------------------------------------------ of the nodes

    def started(self, member: Member) -> None:
        """See a new life."""
        self._machines[member.id] = member.replica.machine
        lease: Any = member.replica._reading.lease
        withdraw, bar = lease.withdraw, lease.bar

        def withdrawn() -> None:
            self._counts["leases withdrawn"] += lease._until > member.clock.now()
            withdraw()

        def barred(term: int) -> None:
            self._counts["leases barred"] += 1
            bar(term)

        lease.withdraw, lease.bar = withdrawn, barred

        upkeep: Any = member.upkeep
        judge = upkeep._judge

        def judged(verdict: Verdict, members: set[int]) -> None:
            self._counts["contents compared"] += verdict.agreed
            if verdict.differing:
                self._world.broken(f"{member.id} says that contents differ: {verdict}")
            judge(verdict, members)

        upkeep._judge = judged

    def looked_at(self, member: Member) -> None:
        """Look at a node, as often as its clock ticks."""
        replica = member.replica
        if replica.is_leader:
            before = self._leaders.setdefault(replica.term, member.id)
            if self._transfer[1] == member.id and self._transfer[0] < replica.term:
                self._counts["transfers"] += 1
                self._transfer = (0, 0)
            if before != member.id:
                self._world.broken(f"{before} and {member.id} lead term {replica.term}")
        newest = member.housekeeping.snapshots.newest
        if newest is not None and self._snapshots.get(member.id) != newest.point.index:
            self._counts["snapshots"] += 1
            self._snapshots[member.id] = newest.point.index

        self._world.operators.note_members(member)

    def handed_over(self, term: int, to: int) -> None:
        """Note that the leader of a term was asked to hand over."""
        self._transfer = (term, to)

    @property
    def elections(self) -> int:
        """Number of terms that had a leader."""
        return len(self._leaders)

    def committed(self, member: Member, entries: Sequence[raft.entry]) -> None:
        """Look at what one node takes for committed: for all the same."""
        for entry in entries:
            mark = (entry.term, crc32(entry.data))
            before = self.chosen.get(entry.index)
            if before is None:
                self.chosen[entry.index] = mark
                if entry.type == raft.ENTRY_NORMAL:
                    self._count(entry)
            elif before != mark:
                self._world.broken(f"{member.id} commits another entry at {entry.index}")
        pinned = getattr(member, "housekeeping", None)
        if pinned is not None and pinned.snapshots._is_making:
            self._counts["compactions while pinned"] += sum(
                entry.type == raft.ENTRY_NORMAL and _is_compaction(entry) for entry in entries
            )

    def _count(self, entry: raft.entry) -> None:
        command = decode(entry)
        if command is None:
            return
        origin, change = command.origin, command.change
        if origin.session and origin.sequence:
            mark = (origin.session, origin.sequence)
            self._counts["changes that came twice"] += mark in self._numbered
            self._numbered.setdefault(mark, entry.index)
        if isinstance(change, commands.command_change_COMMAND_EXPIRE):
            self._counts["leases ended"] += len(change.expire.leases)
            self._counts["sessions ended"] += len(change.expire.sessions)
        elif isinstance(change, commands.command_change_COMMAND_FEATURE_LEVEL):
            self._counts["feature levels raised"] += 1
        elif isinstance(change, commands.command_change_COMMAND_ALARM):
            self._counts["alarms raised"] += change.alarm.raised

    def applied(self, member: Member, machine: Machine) -> None:
        """Look at what has come of the entries so far: for all the same."""
        if self._machines.get(member.id) is not machine:
            self._machines[member.id] = machine
            self._counts["snapshots installed"] += 1
        assert isinstance(machine, StateMachine)
        state = (
            machine.applied_term,
            machine.revision,
            machine.compacted_revision,
            machine.clock_ms,
            machine.keys,
            machine.feature_level,
            len(machine.store.leases),
            tuple(machine.members),
            tuple((alarm.kind, alarm.node_id) for alarm in machine.alarms),
        )
        before = self.states.setdefault(machine.applied_index, state)
        if before != state:
            self._world.broken(
                f"{member.id} has come to {state} at {machine.applied_index}, others to {before}"
            )

    def permitted_now(self, member: Member, consistency: int) -> None:
        """Count the reads that nobody else was asked about."""
        self._counts["reads by lease"] += (
            consistency == kv.KV_LEASE and not member.replica._driver.alone
        )

    def speaks(self, member: Member) -> None:
        """Look whether a message leaves while readers find what it may be about."""
        core, machine = member.replica._driver.core, member.replica.machine
        first, last = machine.applied_index + 1, core.committed
        segment = member.segment
        if first > last or segment is None or not segment.keys.cache.keys:
            return
        self._counts["messages about what is hidden"] += 1
        reader = segment.reader(member.clock.now)
        keys = set(self._world.keys())
        if core._state.log.unstable.snapshot is None:
            keys = self._touched(core.entries(first, last))
        for key in sorted(keys):
            if reader.lease(key) is not None or reader.serializable(key) is not None:
                self._world.broken(f"{member.id} speaks of changes while {key!r} can be read")

    def _touched(self, entries: Sequence[raft.entry]) -> set[bytes]:
        touched: set[bytes] = set()
        for entry in entries:
            command = decode(entry) if entry.type == raft.ENTRY_NORMAL else None
            keys = () if command is None else touched_keys(command.change)
            touched.update(self._world.keys() if keys is None else keys)
        return touched

    # ------------------------------------------------------------------ of clients

    def answered(self, origin: commands.command_origin, durable_nodes: int) -> None:
        """Check that as many nodes as it is said have an entry on disk."""
        index = self._numbered.get((origin.session, origin.sequence))
        if index is None:
            return
        term = self.chosen[index][0]
        storages = [node.storage for node in self._world.nodes.values() if node.storage]
        having = sum(s.first_index() > index or s.term(index) == term for s in storages)
        if having < durable_nodes:
            self._world.broken(f"{durable_nodes} nodes are said to have what {having} have on disk")

    def told(self, revision: int) -> None:
        """Note that somebody knows of a revision now."""
        if revision > self._told[-1][1]:
            self._told.append((self._world.events.now, revision))

    @property
    def newest_told(self) -> int:
        """The newest revision that anybody knows of."""
        return self._told[-1][1]

    def read_at_least(self, what: str, begun: int, revision: int) -> None:
        """Check that a read saw all that anybody knew of when it began."""
        known = self._known_at(begun)
        if revision < known:
            self._world.broken(
                f"{what} that began at {begun} saw revision {revision}, and {known} was known"
            )

    def read_aged(self, member: Member, revision: int, age_ms: int) -> None:
        """Check what a serializable read saw: never older than before, nor than it says."""
        place = (member.id, member.life)
        if revision < self._read.get(place, 0):
            self._world.broken(f"{member.id} has gone back to revision {revision}")
        self._read[place] = revision
        if age_ms == kv.KV_AGE_UNKNOWN:
            return
        self._counts["reads of known age"] += 1
        # The age was measured by a clock that may be slow.
        age = int(age_ms * MILLISECOND / (1 - self._world.scenario.skew))
        since = self._world.events.now - age - MILLISECOND
        known = self._known_at(since)
        if revision < known:
            self._world.broken(
                f"{member.id} at revision {revision} said that it was {age_ms} ms old, when "
                f"{known} was known"
            )

    def changed(self, key: bytes, revision: int) -> None:
        """Note that somebody was told that a revision has changed a key."""
        told = self._changed.setdefault(key, [])
        if not told or revision > told[-1][1]:
            told.append((self._world.events.now, revision))

    def found_locally(
        self, member: Member, epoch: int, item: kv.kv_item, max_age: int | None, looked_at: int
    ) -> None:
        """Check an item that was found without asking: never older than before, nor than allowed.

        `epoch` is the segment's, `max_age` in microseconds of a clock that may be slow, which was
        read at `looked_at`: who is stopped behind that answers what was so before.
        """
        key, revision = item.key.removeprefix(PREFIX), item.mod_revision
        place = (epoch, key)
        if revision < self._found.get(place, 0):
            self._world.broken(f"a local reader of {member.id} has gone back to {revision}")
        self._found[place] = revision
        if max_age is None:
            return
        self._counts["local reads of known age"] += 1
        since = looked_at - int(max_age / (1 - self._world.scenario.skew)) - MILLISECOND
        known = _last_before(self._changed.get(key, ()), since)
        if revision < known:
            self._world.broken(
                f"a local reader of {member.id} found {key!r} of revision {revision}, not "
                f"{known}, which was known {max_age} us before"
            )

    def _known_at(self, moment: int) -> int:
        """Return the newest revision that was known before a moment."""
        return _last_before(self._told, moment)


def _last_before(told: Sequence[tuple[int, int]], moment: int) -> int:
    for at, revision in reversed(told):
        if at < moment:
            return revision
    return 0


def _is_compaction(entry: raft.entry) -> bool:
    command = decode(entry)
    return command is not None and command.change.kind == commands.COMMAND_COMPACT
