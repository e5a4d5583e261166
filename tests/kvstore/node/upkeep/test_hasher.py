"""Hashes made in slices: those of the machine, whatever happens in between."""

from __future__ import annotations

import pytest

from kvstore._generated import command as commands
from kvstore._generated import raft
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.upkeep.hasher import SLICE_NS, ContentHasher, Hashed
from kvstore.node.upkeep.ports import NO_CONTENT, ContentPoint
from tests.kvstore.mvcc.machines import apply
from tests.kvstore.node.commands import put


class Clock:
    """Each look at it takes a millisecond."""

    def __init__(self) -> None:
        self.time = 0

    def now(self) -> int:
        self.time += 1_000_000
        return self.time


def filled(count: int = 5000) -> StateMachine:
    machine = StateMachine()
    for number in range(count):
        apply(machine, put(b"%d" % (number % 3000)).change)
    return machine


def compact(machine: StateMachine, revision: int) -> None:
    apply(machine, commands.command_change_COMMAND_COMPACT(revision=revision))


def whole(machine: StateMachine, revision: int) -> bytes:
    found = [each for each in machine.hash(revision) if each is not None]
    return found[0]


def test_a_hash_comes_in_slices_while_changes_and_removal_go_on() -> None:
    machine, clock = filled(), Clock()
    compact(machine, 4000)
    expected = whole(machine, 4900)
    hasher = ContentHasher(clock)
    point = ContentPoint(4900, 4000)
    assert hasher.ask(point).state == raft.HASH_UNDER_WAY
    ticks = 0
    while hasher.ask(point).state == raft.HASH_UNDER_WAY:
        before = clock.time
        hasher.tick(machine)
        assert clock.time - before <= SLICE_NS + 2_000_000
        apply(machine, put(b"%d" % ticks, b"another").change)
        compact(machine, machine.revision)
        machine.collect(1000)
        ticks += 1
    assert hasher.ask(point) == Hashed(raft.HASH_DONE, expected)
    assert ticks > 2
    while machine.collect(1000):
        pass
    assert machine.data_bytes < 3100 * 12, "the hash holds nothing back any more"


def test_who_is_behind_waits_and_who_is_past_the_floor_says_so() -> None:
    machine, hasher = filled(100), ContentHasher(Clock())
    point = ContentPoint(101, 50)
    for change in (put(b"k").change, commands.command_change_COMMAND_COMPACT(revision=50)):
        hasher.ask(point)
        hasher.tick(machine)
        assert hasher.ask(point).state == raft.HASH_UNDER_WAY
        apply(machine, change)
    while hasher.ask(point).state == raft.HASH_UNDER_WAY:
        hasher.tick(machine)
    assert hasher.ask(point) == Hashed(raft.HASH_DONE, whole(machine, 101))
    compact(machine, 60)
    assert hasher.ask(NO_CONTENT).state == raft.HASH_NOT_ASKED
    hasher.ask(point)
    hasher.tick(machine)
    assert hasher.ask(point).state == raft.HASH_TOO_LATE


def test_another_machine_is_hashed_from_the_start() -> None:
    hasher, point = ContentHasher(Clock()), ContentPoint(5000, 0)
    hasher.ask(point)
    hasher.tick(filled())
    other = StateMachine.restore(filled().pin().pieces())
    while hasher.ask(point).state == raft.HASH_UNDER_WAY:
        hasher.tick(other)
    assert hasher.ask(point).hash == whole(other, 5000)


@pytest.mark.parametrize("ended", ["asked for another", "dropped"])
def test_what_is_given_up_holds_nothing_back(ended: str) -> None:
    machine, hasher = filled(), ContentHasher(Clock())
    hasher.ask(ContentPoint(5000, 0))
    hasher.tick(machine)
    if ended == "dropped":
        hasher.drop()
    else:
        hasher.ask(NO_CONTENT)
    compact(machine, 5000)
    before = machine.data_bytes
    while machine.collect(1000):
        pass
    assert machine.data_bytes < before
