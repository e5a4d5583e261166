"""Which keys a change touches: told before it is made, and told after it."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.state_machine import StateMachine
from kvstore.mvcc.touched import touched_keys
from tests.kvstore.mvcc.machines import next_entry
from tests.kvstore.mvcc.strategies import LEASES, SPACES, key_changes
from tests.kvstore.said import said
from tests.simulation.store import commands as make

Content = dict[tuple[bytes, bytes], kv.kv_item]

NUMBERS = st.integers(1, 2)
expiries = st.lists(st.builds(commands.command_expiry, NUMBERS, st.just(0)), max_size=2).map(tuple)
chores = st.one_of(
    st.integers(0, 20).map(lambda at: commands.command_change_COMMAND_COMPACT(revision=at)),
    st.builds(commands.command_lease_grant, lease=NUMBERS, ttl_ms=st.just(1000)).map(
        lambda grant: commands.command_change_COMMAND_LEASE_GRANT(grant=grant)
    ),
    NUMBERS.map(lambda lease: commands.command_change_COMMAND_LEASE_REVOKE(revoked=lease)),
    NUMBERS.map(lambda lease: commands.command_change_COMMAND_LEASE_KEEPALIVE(kept=lease)),
    st.builds(commands.command_expire, leases=expiries, sessions=expiries).map(
        lambda expire: commands.command_change_COMMAND_EXPIRE(expire=expire)
    ),
    st.just(commands.command_change_COMMAND_CLOCK(elapsed_ms=1000)),
    st.just(commands.command_change_COMMAND_FEATURE_LEVEL(level=1)),
    st.builds(
        commands.command_alarm,
        kind=st.just(kv.KV_ALARM_NO_SPACE),
        node_id=NUMBERS,
        raised=st.booleans(),
        message=st.just(""),
    ).map(lambda alarm: commands.command_change_COMMAND_ALARM(alarm=alarm)),
)
courses = st.lists(
    st.builds(
        said,
        st.one_of(key_changes(LEASES), key_changes(LEASES), chores),
        name_space=SPACES,
    ),
    max_size=30,
)


def content(machine: StateMachine) -> Content:
    return {
        (name, key): item
        for name, space in machine.store.spaces().items()
        for key, _ in space.scan((b"", None))
        if (item := space.newest(key)) is not None
    }


def changed(before: Content, after: Content) -> set[tuple[bytes, bytes]]:
    return {place for place in before | after if before.get(place) != after.get(place)}


@given(courses)
def test_no_change_touches_more_than_it_says(course: list[commands.command]) -> None:
    machine = StateMachine()
    for each in course:
        before = content(machine)
        told = touched_keys(each.change)
        machine.apply(next_entry(machine), each)
        if told is not None:
            places = {(each.origin.name_space, key) for key in told}
            assert changed(before, content(machine)) <= places


@given(courses, st.integers(0, 30), st.integers(0, 40), st.integers(0, 50))
def test_what_was_changed_since_is_told_or_none_is(
    course: list[commands.command], from_: int, most: int, steps: int
) -> None:
    machine = StateMachine()
    for each in course[:from_]:
        machine.apply(next_entry(machine), each)
    before, revision = content(machine), machine.revision
    for each in course[from_:]:
        machine.apply(next_entry(machine), each)
        machine.collect(steps)
    told = machine.changed_since(revision, most)
    if told is not None:
        assert changed(before, content(machine)) <= set(told)
    elif machine.compacted_revision <= revision + 1:
        assert len(machine.changed_since(revision, 1 << 20) or ()) > most or most < 2


@pytest.mark.parametrize("leases", [(), (1,), (3, 1)])
@pytest.mark.parametrize("sessions", [(), (2,)])
def test_leases_that_end_may_take_any_keys_with_them(
    leases: tuple[int, ...], sessions: tuple[int, ...]
) -> None:
    """Which ones hang on them only the state knows."""
    machine = StateMachine()
    for change in (
        make.grant_lease(1, 1000),
        make.put(b"k", b"v", 1),
        commands.command_change_COMMAND_CLOCK(elapsed_ms=1000),
    ):
        machine.apply(next_entry(machine), said(change))
    ended = commands.command_change_COMMAND_EXPIRE(
        commands.command_expire(
            tuple(commands.command_expiry(lease, 0) for lease in leases),
            tuple(commands.command_expiry(session, 0) for session in sessions),
        )
    )
    told = touched_keys(ended)
    assert told is None if leases else told == ()
    machine.apply(next_entry(machine), said(ended))
    assert (machine.get(b"", b"k", 0) is None) == bool(leases)


def test_a_kind_that_is_not_known_may_touch_anything() -> None:
    class Unknown:
        kind = 99

    assert touched_keys(Unknown()) is None  # type: ignore[arg-type] # a release to come has it
