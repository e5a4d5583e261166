"""Automatic compaction: bounded by each of its bounds, and never beyond them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvstore._generated import raft
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.upkeep.compactor import Compactor, Kept
from tests.kvstore.node.commands import put

SECOND = 1_000_000_000


class Machine:
    """As much of one as is looked at."""

    def __init__(self) -> None:
        self.revision = 0
        self.compacted_revision = 0
        self.written_bytes = 0
        self.changes: list[tuple[int, int]] = []

    def put(self, now: int, size: int) -> None:
        self.revision += 1
        self.written_bytes += size
        self.changes.append((now, size))


def due(compactor: Compactor, now: int, machine: Any) -> int | None:
    return compactor.due(now, machine)


def test_where_space_is_short_a_compaction_to_the_last_change_takes_in_one_more() -> None:
    compactor, machine = Compactor(Kept(None, None)), Machine()
    for floor, changes, is_short, expected in (
        (0, 1, True, None),  # nobody has asked for any
        (1, 0, True, None),
        (1, 1, False, None),
        (1, 0, True, 2),
        (2, 2, True, None),
    ):
        machine.compacted_revision = floor
        for _ in range(changes):
            machine.put(0, 1)
        found = compactor.due(5 * machine.revision * SECOND, machine, is_short=is_short)  # type: ignore[arg-type] # as much of one as is looked at
        assert found == expected


BOUNDS = st.builds(
    Kept,
    revisions=st.none() | st.integers(1, 40),
    written_bytes=st.none() | st.integers(1, 2000),
    seconds=st.none() | st.integers(1, 20).map(float),
)


@given(BOUNDS, st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 300)), max_size=80))
def test_what_is_younger_and_lighter_than_all_bounds_stays(
    kept: Kept, steps: list[tuple[int, int]]
) -> None:
    compactor, machine = Compactor(kept), Machine()
    now = SECOND
    for pause_ms, size in steps:
        now += pause_ms * SECOND // 1000
        machine.put(now, size)
        floor = due(compactor, now, machine)
        if floor is None:
            continue
        assert machine.compacted_revision < floor <= machine.revision
        # At least one bound speaks against the newest of what goes.
        behind = machine.changes[floor:]
        made_at = machine.changes[floor - 1][0]
        assert (
            (kept.revisions is not None and len(behind) >= kept.revisions)
            or (
                kept.written_bytes is not None
                and sum(size for _, size in behind) >= kept.written_bytes
            )
            or (kept.seconds is not None and now - made_at >= kept.seconds * SECOND)
        )
        machine.compacted_revision = floor


@pytest.mark.parametrize(
    ("kept", "most"),
    [
        (Kept(100, None, None), 100 + 10 + 50),
        (Kept(None, None, 2.0), 100 + 100 // 16 + 50),
        (Kept(100, 1_000_000, 3600.0), 100 + 10 + 50),
    ],
)
def test_what_is_kept_is_bounded(kept: Kept, most: int) -> None:
    """50 puts of 100 bytes a second; one second may pass between two compactions."""
    compactor, machine = Compactor(kept), Machine()
    compacted = 0
    for number in range(2000):
        now = number * SECOND // 50
        machine.put(now, 100)
        floor = due(compactor, now, machine)
        if floor is not None:
            compacted += 1
            machine.compacted_revision = floor
        if number > 400:
            assert machine.revision - machine.compacted_revision <= most
    assert 10 < compacted <= 40


MIB = 1 << 20


@pytest.mark.parametrize("size", [100, 10_000, MIB, 3 * MIB])
@pytest.mark.parametrize("puts_a_tick", [1, 5, 16])
def test_the_bound_of_bytes_holds_whatever_values_weigh_and_however_fast_they_come(
    size: int, puts_a_tick: int
) -> None:
    """With the bounds that are the default. What is raised is in force one tick later."""
    kept = Kept(revisions=100_000, written_bytes=256 * size if size < MIB else 256 * MIB)
    assert kept.written_bytes is not None
    compactor, machine = Compactor(kept), Machine()
    raises, on_its_way, held = 0, None, 0
    for tick in range(400):
        now = tick * SECOND // 20
        if on_its_way is not None:
            held -= sum(
                each for _, each in machine.changes[machine.compacted_revision : on_its_way]
            )
            machine.compacted_revision, on_its_way = on_its_way, None
        for _ in range(puts_a_tick):
            machine.put(now, size)
            held += size
        on_its_way = due(compactor, now, machine)
        raises += on_its_way is not None
        in_a_tick = 2 * puts_a_tick * size
        assert held <= kept.written_bytes * 1.25 + in_a_tick
    written = machine.written_bytes
    assert (written < kept.written_bytes) or raises > 0
    # A pause's worth, or an eighth of the bytes: the log is not full of them.
    assert raises <= 400 // 20 + written // (kept.written_bytes // 8)


def test_the_floor_moves_by_what_few_heavy_revisions_weigh_and_their_memory_comes_back() -> None:
    """One value is shared by all revisions: 2 GB are written, and no memory is needed."""
    machine, compactor = StateMachine(), Compactor(Kept())
    value = bytes(MIB)
    most = 0
    for index in range(1, 2001):
        now = index * SECOND // 20
        entry = raft.entry(1, index, raft.ENTRY_NORMAL, 0, b"")
        machine.apply(entry, put(b"%d" % (index % 7), value))
        floor = compactor.due(now, machine)
        if floor is not None:
            machine.store.compact(floor)
        machine.collect(100)
        most = max(most, machine.data_bytes)
    assert machine.written_bytes >= 2000 * MIB
    assert machine.compacted_revision > 1700
    assert most <= (256 * 5 // 4 + 7) * MIB


def test_nothing_is_compacted_where_nothing_bounds() -> None:
    compactor, machine = Compactor(Kept(None, None, None)), Machine()
    for number in range(1000):
        machine.put(number * SECOND, 1 << 20)
        assert due(compactor, number * SECOND, machine) is None


@pytest.mark.parametrize("kept", [Kept(None, None, 10.0), Kept(None, 1000, None)])
def test_a_new_leader_knows_the_ages_and_weights_of_what_it_saw_as_a_follower(kept: Kept) -> None:
    compactor, machine = Compactor(kept), Machine()
    for number in range(9):
        machine.put(number * SECOND, 100)
        compactor.look(number * SECOND, machine)
    compactor.begin()
    found = []
    for number in range(9, 14):
        machine.put(number * SECOND, 100)
        floor = due(compactor, number * SECOND, machine)
        if floor is not None:
            found.append((number, floor))
            machine.compacted_revision = floor
    assert found == [(10, 1), (11, 2), (12, 3), (13, 4)]


def test_another_machine_begins_anew() -> None:
    compactor, machine = Compactor(Kept(None, 1000, None)), Machine()
    for number in range(9):
        machine.put(number * SECOND, 100)
        assert due(compactor, number * SECOND, machine) is None
    machine.written_bytes = 0  # restored from a snapshot
    for number in range(9, 19):
        machine.put(number * SECOND, 100)
        assert due(compactor, number * SECOND, machine) is None
    machine.put(20 * SECOND, 100)
    assert due(compactor, 20 * SECOND, machine) is not None
