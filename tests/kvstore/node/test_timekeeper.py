"""Replicated time: never ahead of the clock, over leaders, pauses and losses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvstore._generated import command as commands
from kvstore.node.timekeeper import INTERVAL_MS, STEP_MAX_MS, Timekeeper
from tests.kvstore.node.group import MS, SECOND, Group, Member
from tests.kvstore.said import said


def grant(lease: int, ttl_ms: int) -> commands.command:
    return said(
        commands.command_change_COMMAND_LEASE_GRANT(
            grant=commands.command_lease_grant(lease=lease, ttl_ms=ttl_ms)
        ),
    )


def clock_of(member: Member) -> int:
    return member.replica.machine.clock_ms  # type: ignore[attr-defined,no-any-return] # the real one


def timed(group: Group) -> bool:
    return any(member.replica.machine.timed for member in group.members.values())


class Things:
    """A machine in which something is timed, and what is due is said by the test."""

    def __init__(self) -> None:
        self.timed = True
        self.over: tuple[commands.command_expiry, ...] = ()

    def due(self) -> commands.command_expire | None:
        return commands.command_expire(leases=self.over, sessions=()) if self.over else None


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3000), st.booleans(), st.booleans(), st.booleans()), max_size=60
    )
)
def test_what_is_told_is_never_more_than_has_passed(
    steps: list[tuple[int, bool, bool, bool]],
) -> None:
    keeper, machine = Timekeeper(), Things()
    begun = now = 7 * SECOND
    keeper.begin(now)
    told = 0
    for pause_ms, is_timed, settled, elected in steps:
        now += pause_ms * MS
        machine.timed = is_timed
        if not is_timed:
            begun, told = now, 0  # time in which nothing could end is not told
        if elected:
            keeper.begin(now)
        command = keeper.due(now, machine)  # type: ignore[arg-type] # as much of one as is asked
        if command is not None:
            assert isinstance(command.change, commands.command_change_COMMAND_CLOCK)
            assert INTERVAL_MS <= command.change.elapsed_ms <= STEP_MAX_MS
            told += command.change.elapsed_ms
        assert told * MS <= now - begun
        if settled:
            keeper.settled()


def test_one_command_is_on_its_way_at_a_time() -> None:
    keeper, machine = Timekeeper(), Things()
    keeper.begin(0)
    assert keeper.due(SECOND, machine) is not None  # type: ignore[arg-type] # as above
    assert keeper.due(9 * SECOND, machine) is None  # type: ignore[arg-type] # as above
    keeper.settled()
    assert keeper.due(9 * SECOND, machine) is not None  # type: ignore[arg-type] # as above


def test_what_is_over_waits_for_the_longest_step_and_renewal_begins_it_anew() -> None:
    keeper, machine = Timekeeper(), Things()
    keeper.begin(0)
    first = commands.command_expiry(id=1, renewal=1)
    renewed = commands.command_expiry(id=1, renewal=2)
    ended = []
    for tick in range(100):
        now = tick * 100 * MS
        machine.over = () if tick < 10 else (first,) if tick < 15 else (renewed,)
        command = keeper.due(now, machine)  # type: ignore[arg-type] # as above
        if command is not None and isinstance(
            command.change, commands.command_change_COMMAND_EXPIRE
        ):
            ended.append((tick, command.change.expire.leases))
            break
        keeper.settled()
    assert ended == [(15 + STEP_MAX_MS // 100, (renewed,))]


@pytest.mark.parametrize("seed", range(8))
def test_a_lease_ends_by_itself_late_and_not_early(seed: int) -> None:
    group = Group(3, seed=seed)
    leader = group.settle()
    group.run(group.world.rng.randrange(2000) * MS)
    # Time is being told already, so that the grant comes between two of its steps.
    group.answered(group.propose(leader, grant(1, 3_600_000)))
    group.run(group.world.rng.randrange(2000) * MS)
    asked_at = group.world.now
    outcome = group.answered(group.propose(leader, grant(2, 5000))).outcome
    machine = leader.replica.machine
    leases = lambda: machine.store.leases  # type: ignore[attr-defined] # noqa: E731 (read each time)
    group.world.run_until(lambda: len(leases()) == 1, patience=60 * SECOND)
    lived_ms = (group.world.now - asked_at) // MS
    assert outcome.ttl_ms <= lived_ms <= outcome.ttl_ms + 3 * STEP_MAX_MS


def test_time_goes_on_under_another_leader_and_stands_still_without_one() -> None:
    group = Group(3)
    leader = group.settle()
    group.answered(group.propose(leader, grant(1, 3_600_000)))
    since, at = group.world.now, clock_of(leader)
    group.run(10 * SECOND)
    assert 8500 <= clock_of(leader) - at <= 10_000
    leader.crash()
    new = group.settle_among(*group.followers())
    group.run(10 * SECOND)
    told = clock_of(new) - at
    assert 16_000 <= told <= (group.world.now - since) // MS
    group.run(SECOND)
    assert {clock_of(m) for m in group.members.values() if m.up} == {clock_of(new)}


def test_no_time_is_told_where_nothing_can_end() -> None:
    group = Group(3)
    leader = group.settle()
    group.run(10 * SECOND)
    assert not timed(group)
    index = leader.replica.machine.applied_index
    group.run(10 * SECOND)
    assert leader.replica.machine.applied_index == index
