"""A group of replicas that look after themselves, on a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.upkeep.alarm_keeper import AlarmKeeper
from kvstore.node.upkeep.compactor import Kept
from kvstore.node.upkeep.ports import ContentPoint
from kvstore.node.upkeep.upkeep import Upkeep, UpkeepOptions
from tests.kvstore.node.commands import put
from tests.kvstore.node.group import MS, SECOND, TICK, Group, Member


class Kept3(Group):
    """Three members with upkeep. `full` says what is wrong with whose disk."""

    def __init__(self, kept: Kept | None = None, high: int = 1) -> None:
        super().__init__(3)
        self.kept = kept or Kept()
        self.high = dict.fromkeys(self.members, high)
        self.away: set[int] = set()
        self.full: dict[int, str] = {}
        self.upkeep: dict[int, Upkeep] = {}
        for node in self.members:
            self.look_after(node)
        self.world.after(TICK, self._tick)

    def look_after(self, node: int) -> None:
        options = UpkeepOptions(
            node=node, own_levels=(1, self.high[node]), kept=self.kept, audit_ns=10 * SECOND
        )
        member = self.members[node]
        self.upkeep[node] = Upkeep(
            options,
            member,
            member.replica,
            _Others(self, node),
            lambda: self.full.get(node, ""),
        )

    def _tick(self) -> None:
        self.world.after(TICK, self._tick)
        for node, member in self.members.items():
            if member.up:
                self.upkeep[node].tick()

    def alarms(self) -> list[set[tuple[int, int]]]:
        return [
            {(alarm.kind, alarm.node_id) for alarm in machine(member).alarms}
            for member in self.members.values()
        ]


class _Others:
    def __init__(self, group: Kept3, node: int) -> None:
        self._group = group
        self._node = node

    def levels(self, node: int) -> tuple[int, int] | None:
        return None if node in self._group.away else (1, self._group.high[node])

    def check(
        self, to: int, point: ContentPoint, done: Callable[[raft.checkup_answer | None], None]
    ) -> None:
        group = self._group

        def ask() -> None:
            away = to in group.away or not group.members[to].up
            answer = None if away else group.upkeep[to].checkup(point)
            group.world.after(MS, lambda: done(answer))

        group.world.after(MS, ask)


def machine(member: Member) -> StateMachine:
    found: StateMachine = member.replica.machine  # type: ignore[assignment] # the real one
    return found


def levels(group: Group) -> list[int]:
    return [machine(member).feature_level for member in group.members.values()]


def test_the_level_waits_for_all_members_and_then_comes_by_itself() -> None:
    group = Kept3()
    group.settle()
    group.away = {1, 2, 3}
    group.run(5 * SECOND)
    assert levels(group) == [0, 0, 0]
    group.away = set()
    group.run(5 * SECOND)
    assert levels(group) == [1, 1, 1]
    index = [machine(member).applied_index for member in group.members.values()]
    group.run(60 * SECOND)
    assert [machine(m).applied_index for m in group.members.values()] == index, "it is quiet"


def test_members_that_agree_are_let_be_and_one_that_differs_is_named() -> None:
    group = Kept3()
    leader = group.settle()
    for number in range(50):
        group.answered(group.propose(leader, put(b"%d" % number)))
    group.run(60 * SECOND)
    assert group.alarms() == [set(), set(), set()]
    broken = group.followers()[0]
    store = machine(broken).store
    item = store.get(b"", b"7", 0)
    assert item is not None
    space = store.space(b"")
    versions = space._index[b"7"]
    space._index[b"7"] = kv.kv_item(  # as a bit that flips
        item.key, b"valu\x00", item.create_revision, item.mod_revision, 1, 0
    )
    group.answered(group.propose(leader, compact(machine(leader).revision)))
    group.run(30 * SECOND)
    assert group.alarms() == [{(kv.KV_ALARM_CORRUPT, broken.node)}] * 3
    space._index[b"7"] = versions
    group.run(30 * SECOND)
    assert group.alarms() == [set(), set(), set()]


def compact(revision: int) -> commands.command:
    change = commands.command_change_COMMAND_COMPACT(revision=revision)
    return commands.command(put(b"").origin, change)


def test_full_disks_are_told_by_the_leader_whoever_it_is() -> None:
    group = Kept3()
    leader = group.settle()
    other = group.followers()[0]
    group.full = {leader.node: "full", other.node: "also full"}
    both = {(kv.KV_ALARM_NO_SPACE, leader.node), (kv.KV_ALARM_NO_SPACE, other.node)}
    group.run(5 * SECOND)
    assert group.alarms() == [both] * 3
    leader.crash()
    group.settle()
    group.full = {leader.node: "full"}
    group.run(5 * SECOND)
    # Nobody knows how the one is that is gone: what was said of it stands.
    for member in group.members.values():
        if member.up:
            assert [alarm.node_id for alarm in machine(member).alarms] == [leader.node]


def test_past_revisions_go_and_the_log_holds_few_commands_for_that() -> None:
    group = Kept3(Kept(100, None, None))
    leader = group.settle()
    for _ in range(10):
        for number in range(50):
            group.propose(leader, put(b"%d" % number))
        group.run(2 * SECOND)
    floors = {machine(member).compacted_revision for member in group.members.values()}
    assert len(floors) == 1
    assert 100 <= 500 - floors.pop() <= 160
    assert machine(leader).applied_index < 500 + 25
    group.run(5 * SECOND)
    for member in group.members.values():
        assert machine(member).data_bytes < 200 * 8, "what is compacted is removed, too"


def test_alarms_are_written_once_and_only_of_members() -> None:
    keeper = AlarmKeeper()
    keeper.say(kv.KV_ALARM_CORRUPT, 1, "é" * 2000)
    keeper.say(kv.KV_ALARM_CORRUPT, 2, "")
    keeper.say(kv.KV_ALARM_CORRUPT, 9, "no member")
    raised = keeper.due((), {1, 2})
    assert raised is not None
    assert (raised.node_id, raised.raised) == (1, True)
    assert raised.to_xdr()
    assert keeper.due((), {1, 2}) is None
    stands = (kv.kv_alarm(kv.KV_ALARM_CORRUPT, 2, "x"),)
    keeper.say(kv.KV_ALARM_CORRUPT, 2, "y")
    assert keeper.due(stands, {1, 2}) is None
    keeper.say(kv.KV_ALARM_CORRUPT, 2, "")
    lowered = keeper.due(stands, {1, 2})
    assert lowered is not None
    assert (lowered.node_id, lowered.raised, lowered.message) == (2, False, "")


def test_the_bound_of_bytes_holds_over_a_change_of_leaders() -> None:
    """A new one knows what revisions weigh that were there before it led."""
    size, bound = 100, 10_000
    group = Kept3(Kept(None, bound, None))
    for puts in (120, 40, 40):
        leader = group.settle()
        for number in range(puts):
            group.answered(group.propose(leader, put(b"%d" % (number % 2), bytes(size))))
            group.run(TICK)
        group.run(2 * SECOND)
        found = machine(leader)
        # An eighth of the bytes may be waited for, and marks lie a part apart.
        assert (found.revision - found.compacted_revision) * size <= bound * 1.25
        successor = next(each for each in group.followers() if each.node != leader.node % 3 + 1)
        leader.replica.transfer(successor.node)
        group.world.run_until(lambda to=successor: to.replica.is_leader)  # type: ignore[misc]
