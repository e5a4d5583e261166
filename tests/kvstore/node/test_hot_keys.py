"""What local readers find while a group goes through changes, leaders and snapshots.

Past 400 lines, as a list of stories of the same group.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.hotcache.layout import GATE
from kvstore.hotcache.records import Hit
from kvstore.node.hot_keys import WANTED_NS
from kvstore.node.results import Commit
from tests.kvstore.hotcache.plain import drop, holds
from tests.kvstore.node.commands import delete, put
from tests.kvstore.node.group import MS, SECOND, TICK, Group, Member
from tests.kvstore.node.played_segment import PREFIX, LocalReader
from tests.simulation.store import commands as make

ELECTION = 20 * TICK


def warm(group: Group, member: Member, *keys: bytes) -> LocalReader:
    """Let keys in, and a reader find them by the lease."""
    reader = member.reader()
    for _ in range(3):
        for key in keys:
            member.get(key)
            reader.lease(key)
        group.run(2 * TICK)
    return reader


def change(group: Group, member: Member, what: commands.command_change) -> None:
    answer = group.answered(group.propose(member, make.under(0, 0, 0, what)))
    assert isinstance(answer, Commit)


def held(hit: Hit | None) -> bytes | None:
    """The value that was found, b"" where there is no such key, None for a miss."""
    if hit is None:
        return None
    return b"" if hit.item is None else hit.item.value


@pytest.mark.parametrize("size", [1, 3])
def test_a_key_that_is_asked_for_again_is_found_and_stays_the_newest(size: int) -> None:
    group = Group(size)
    leader = group.settle()
    group.answered(group.propose(leader, put(b"k", b"1")))
    reader = leader.reader()
    leader.get(b"k")
    assert reader.lease(b"k") is None
    reader = warm(group, leader, b"k", b"absent")
    assert held(reader.lease(b"k")) == b"1"
    assert held(reader.lease(b"absent")) == b""
    for number in range(20):
        value = b"%d" % number
        group.answered(group.propose(leader, put(b"k", value)))
        group.answered(group.propose(leader, put(b"absent", value)))
        assert held(reader.lease(b"k")) == held(reader.lease(b"absent")) == value
    group.answered(group.propose(leader, delete(b"k")))
    assert held(reader.lease(b"k")) == b""


CHANGES: dict[str, Callable[[], commands.command_change]] = {
    "a put": lambda: make.put(b"k1", b"new"),
    "a transaction": lambda: make.swap(b"k1", b"old", b"new"),
    "a deleted range": lambda: commands.command_change_COMMAND_DELETE(
        deletion=kv.kv_delete_op(keys=kv.kv_key_range(kv.KV_PREFIX, b"k1", b""), flags=0)
    ),
    "a lease that is revoked": lambda: commands.command_change_COMMAND_LEASE_REVOKE(revoked=5),
    "nothing": lambda: make.compact(1),
}
BLIND = {"a deleted range", "a lease that is revoked"}
"""Of these only the state knows which keys they change."""


@pytest.mark.parametrize("what", CHANGES)
def test_what_a_committed_change_may_touch_is_hidden_before_a_message_leaves(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The leader's own disk may be the last to have it."""
    group = Group(3)
    leader = group.settle()
    change(group, leader, make.grant_lease(5, 60_000))
    change(group, leader, make.put(b"k1", b"old", 5))
    change(group, leader, make.put(b"k2", b"other"))
    reader = warm(group, leader, b"k1", b"k2")
    assert (held(reader.lease(b"k1")), held(reader.lease(b"k2"))) == (b"old", b"other")
    seen: list[bytes | None] = []
    send = group.send

    def watched(sender: Member, to: int, messages: Any) -> None:
        if sender is leader and leader.replica._driver.core.committed > start:
            seen.append(held(reader.lease(b"k1")))
        send(sender, to, messages)

    start = leader.replica._driver.core.last_index
    monkeypatch.setattr(group, "send", watched)
    leader.disk.sync_ns = 30 * MS
    answers = group.propose(leader, make.under(0, 0, 0, CHANGES[what]()))
    group.run(20 * MS)
    assert leader.replica._driver.core.committed > start
    assert not answers
    expected: bytes | None = b"old" if what == "nothing" else None
    assert set(seen) == {expected}
    assert held(reader.lease(b"k2")) == (None if what in BLIND else b"other")
    group.answered(answers)
    after = {"a put": b"new", "a transaction": b"new", "nothing": b"old"}.get(what, b"")
    assert (held(reader.lease(b"k1")), held(reader.lease(b"k2"))) == (after, b"other")


@pytest.mark.parametrize("what", CHANGES)
def test_another_segment_is_as_good(what: str) -> None:
    """It takes the place of a damaged one while a change is committed, and not yet applied."""
    group = Group(3)
    leader = group.settle()
    change(group, leader, make.grant_lease(5, 60_000))
    change(group, leader, make.put(b"k1", b"old", 5))
    change(group, leader, make.put(b"k2", b"other"))
    before = warm(group, leader, b"k1", b"k2")
    assert held(before.lease(b"k1")) == b"old"
    before.fell_back()
    group.run(2 * TICK)
    start = leader.replica._driver.core.last_index
    leader.disk.sync_ns = 30 * MS
    answers = group.propose(leader, make.under(0, 0, 0, CHANGES[what]()))
    group.run(20 * MS)
    assert leader.replica._driver.core.committed > start
    assert not answers
    segment = leader.segment
    assert segment is not None
    numbers, state = segment.keys.numbers(), before.state()
    is_open = before.words[GATE] != 0
    leader.segment = segment.moved(group.world.rng.randrange)
    reader = leader.reader()
    assert reader.state() == state
    assert (reader.words[GATE] != 0) == is_open
    assert is_open != (what in BLIND)
    assert held(before.lease(b"k1")) is held(before.lease(b"k2")) is None
    after = {"a put": b"new", "a transaction": b"new", "nothing": b"old"}.get(what, b"")
    while not answers:
        assert held(reader.lease(b"k1")) is None
        leader.get(b"k1")
        leader.get(b"k1")
        group.run(MS)
    assert held(reader.lease(b"k1")) in {None, after}
    reader = warm(group, leader, b"k1", b"k2")
    assert (held(reader.lease(b"k1")), held(reader.lease(b"k2"))) == (after, b"other")
    machine = leader.replica.machine
    assert reader.applied_revision() == machine.revision
    state = reader.state()
    assert state is not None
    assert state[:3] == (machine.revision, machine.compacted_revision, machine.applied_index)
    counted = segment.keys.numbers()
    assert counted.repairs == numbers.repairs + 1
    assert counted.hits >= numbers.hits
    assert counted.fallbacks == numbers.fallbacks == 1
    assert counted.fills > numbers.fills


def test_what_waits_to_be_shown_is_shown_in_another_segment() -> None:
    """By that one's fingerprints, and not before a later entry that touches it is applied."""
    group = Group(1, apply_slice_ns=0)
    leader = group.settle()
    change(group, leader, make.put(b"k", b"0"))
    warm(group, leader, b"k")
    segment = leader.segment
    assert segment is not None
    leader.disk.sync_ns = 30 * MS
    answers = [group.propose(leader, put(b"k", b"%d" % n)) for n in (1, 2, 3)]
    hidden: list[int] = []
    show = segment.keys.show

    def shown(machine: Any) -> None:
        if segment.keys._hidden and not hidden:
            hidden.append(machine.applied_index)
            leader.segment = segment.moved(group.world.rng.randrange)
        show(machine)

    segment.keys.show = shown  # type: ignore[method-assign]
    for each in answers:
        group.answered(each)
    assert hidden
    cache = segment.keys.cache
    assert holds(cache, PREFIX + b"k")
    assert cache.keys == 1


def test_what_is_hidden_stays_so_until_its_own_entry_is_applied() -> None:
    group = Group(1, apply_slice_ns=0)
    leader = group.settle()
    group.answered(group.propose(leader, put(b"k", b"0")))
    group.answered(group.propose(leader, put(b"other", b"0")))
    reader = warm(group, leader, b"k", b"other")
    answers = [group.propose(leader, put(key, b"%d" % n)) for n in (1, 2, 3) for key in (b"k",)]
    answers.append(group.propose(leader, put(b"other", b"1")))
    seen = []
    show = leader.segment.keys.show  # type: ignore[union-attr] # it is there while it runs

    def shown(machine: Any) -> None:
        show(machine)
        seen.append((held(reader.lease(b"k")), held(reader.lease(b"other"))))

    leader.segment.keys.show = shown  # type: ignore[method-assign, union-attr] # to see each slice
    group.world.run_until(lambda: all(answers))
    assert seen == [(None, None), (None, None), (b"3", None), (b"3", b"1")]


@pytest.mark.parametrize(
    "course",
    [
        ("a deleted range", "a deleted range", "a put"),
        ("a lease that is revoked", "a put", "a put"),
        ("a put", "a deleted range", "a put", "a deleted range", "a put"),
    ],
)
def test_behind_the_gate_nothing_is_found_until_the_last_that_shut_it_is_applied(
    course: tuple[str, ...],
) -> None:
    """Of several entries that are committed at once each is applied in a slice of its own."""
    group = Group(1, apply_slice_ns=0)
    leader = group.settle()
    change(group, leader, make.grant_lease(5, 60_000))
    for key in (b"k1", b"k2"):
        change(group, leader, make.put(key, b"old", 5 if key == b"k1" else 0))
    reader = warm(group, leader, b"k1", b"k2")
    keys = leader.segment.keys  # type: ignore[union-attr] # it is there while it runs
    show, found = keys.show, []

    def shown(machine: Any) -> None:
        show(machine)
        found.append((held(reader.lease(b"k1")), held(reader.lease(b"k2"))))

    keys.show = shown  # type: ignore[method-assign] # to see each slice
    leader.disk.held = True
    answers = [group.propose(leader, make.under(0, 0, 0, CHANGES[what]())) for what in course]
    group.run(20 * MS)
    leader.disk.held = False
    group.world.run_until(lambda: all(answers))
    blind = max(at for at, what in enumerate(course) if what in BLIND)
    assert len(found) == len(course)
    assert found[:blind] == [(None, None)] * blind
    last = b"new" if course[-1] == "a put" else b""
    assert found[-1] == (last, b"old")


@pytest.mark.parametrize("beside", [(), (b"x",)])
@pytest.mark.parametrize("by_snapshot", [False, True])
def test_what_waits_to_be_shown_waits_for_later_changes_without_a_slot_too(
    beside: tuple[bytes, ...], *, by_snapshot: bool
) -> None:
    """A slot is dropped meanwhile where it was damaged, or the holder of its stripe died."""
    group = Group(1)
    leader = group.settle()
    group.answered(group.propose(leader, put(b"k", b"old")))
    reader = warm(group, leader, b"k", *beside)
    keys = leader.segment.keys  # type: ignore[union-attr] # it is there while it runs
    machine = leader.replica.machine
    first = machine.applied_index + 1
    keys.hide(first, first, lambda: [(first, b"", (b"k",))])
    drop(keys.cache, PREFIX + b"k")
    if by_snapshot:
        keys.hide_all(first + 1)
    else:
        keys.hide(first + 1, first + 1, lambda: [(first + 1, b"", (b"k",))])
    machine.applied_index = first  # type: ignore[misc] # as if a slice ended there
    keys.show(machine)
    assert reader.lease(b"k") is None


def test_what_nobody_reads_is_not_shown_again_before_somebody_asks() -> None:
    group = Group(1)
    leader = group.settle()
    reader = warm(group, leader, b"k")
    keys = leader.segment.keys  # type: ignore[union-attr] # it is there while it runs

    def written() -> int:
        return keys.cache.counters["fills"] + keys.cache.counters["updates"]

    assert reader.lease(b"k") is not None
    group.answered(group.propose(leader, put(b"k", b"0")))
    before = written()
    for number in range(10):
        group.answered(group.propose(leader, put(b"k", b"%d" % number)))
    assert written() == before
    assert reader.lease(b"k") is None
    leader.get(b"k")
    assert held(reader.lease(b"k")) == b"9"
    for number in range(10):  # now it is read each time
        group.answered(group.propose(leader, put(b"k", b"%d" % number)))
        assert held(reader.lease(b"k")) == b"%d" % number
    assert written() == before + 11


def test_a_key_is_not_let_in_while_a_change_is_committed_and_not_applied() -> None:
    group = Group(3)
    leader = group.settle()
    group.answered(group.propose(leader, put(b"k", b"old")))
    group.run(SECOND)
    leader.disk.sync_ns = 30 * MS
    reader = leader.reader()
    answers = group.propose(leader, put(b"k", b"new"))
    group.run(20 * MS)
    machine = leader.replica.machine
    assert leader.replica._driver.core.committed > machine.applied_index
    for _ in range(3):
        leader.replica.has_read(b"", b"k", machine.get(b"", b"k", 0))
    group.answered(answers)
    assert reader.lease(b"k") is None
    assert held(warm(group, leader, b"k").lease(b"k")) == b"new"


def test_a_deposed_leader_s_readers_find_nothing_by_the_lease() -> None:
    group = Group(3)
    old = group.settle()
    group.answered(group.propose(old, put(b"k", b"old")))
    reader = warm(group, old, b"k")
    assert held(reader.lease(b"k")) == b"old"
    group.cut_off(old.node)
    others = [member for member in group.members.values() if member is not old]
    group.run(ELECTION)
    assert reader.lease(b"k") is None
    group.world.run_until(lambda: group.leader is not old)
    new = group.settle_among(*others)
    assert isinstance(group.answered(group.propose(new, put(b"k", b"new"))), Commit)
    assert reader.lease(b"k") is None
    assert held(reader.serializable(b"k")) == b"old"
    assert reader.serializable(b"k", 500 * MS) is None
    group.heal()
    newest = new.replica.machine.revision
    group.world.run_until(lambda: old.replica.machine.revision == newest)
    assert held(reader.serializable(b"k")) == b"new"


def test_who_is_asked_to_hand_over_gives_the_lease_up_before_it_asks() -> None:
    group = Group(3)
    leader = group.settle()
    reader = warm(group, leader, b"k")
    assert reader.lease(b"k") is not None
    leader.replica.transfer(group.followers()[0].node)
    assert reader.lease(b"k") is None


@pytest.mark.parametrize("size", [1, 3])
def test_lease_and_age_are_kept_up_for_as_long_as_somebody_reads(size: int) -> None:
    group = Group(size)
    leader = group.settle()
    followers = group.followers()
    readers = [warm(group, member, b"k") for member in (leader, *followers)]
    sent = len(group.sent)
    for _ in range(100):
        assert readers[0].lease(b"k") is not None
        for reader in readers[1:]:
            reader.serializable(b"k", 200 * MS)
        group.run(TICK)
    for reader in readers[1:]:
        assert reader.serializable(b"k", 200 * MS) is not None
    kept_up = len(group.sent) - sent
    group.run(WANTED_NS + SECOND)
    sent = len(group.sent)
    group.run(100 * TICK)
    assert readers[0].lease(b"k") is None
    assert kept_up > (len(group.sent) - sent) * 1.2 or size == 1


def test_a_snapshot_that_is_installed_leaves_nothing_of_before() -> None:
    group = Group(3)
    leader = group.settle()
    behind = group.followers()[0]
    group.answered(group.propose(leader, put(b"k", b"old")))
    reader = warm(group, behind, b"k")
    assert held(reader.serializable(b"k")) == b"old"
    group.cut_off(behind.node)
    group.answered(group.propose(leader, put(b"k", b"new")))
    for number in range(20):
        group.answered(group.propose(leader, put(b"%d" % number)))
    storage, machine = leader.disk.storage, leader.replica.machine
    storage.point = raft.snapshot_metadata(
        machine.applied_index, machine.applied_term, machine.conf_state
    )
    storage.compact(machine.applied_index)
    group.heal()
    group.run(2 * SECOND)
    assert behind.replica.machine is behind.received_machine
    assert reader.serializable(b"k") is None
    assert held(warm(group, behind, b"k").serializable(b"k")) == b"new"


def test_more_changes_than_can_be_looked_through_cost_what_is_there() -> None:
    group = Group(1)
    leader = group.settle()
    group.answered(group.propose(leader, put(b"k", b"1")))
    group.answered(group.propose(leader, put(b"k", b"2")))
    reader = warm(group, leader, b"k")
    keys = leader.segment.keys  # type: ignore[union-attr] # it is there while it runs
    keys.hide(1, leader.replica.machine.applied_index + 5000, lambda: pytest.fail("looked at"))
    assert reader.lease(b"k") is None
    keys._gate = leader.replica.machine.applied_index
    keys._revision = 0
    leader.replica.machine.store.compact(2)  # type: ignore[attr-defined] # a real one
    keys.show(leader.replica.machine)
    assert reader.lease(b"k") is None
    assert keys.numbers().keys == 0


def test_what_is_dropped_is_dropped_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kvstore.node.hot_keys._CLEARED", 2)
    monkeypatch.setattr("kvstore.node.hot_keys._MOST_TOUCHED", 0)
    group = Group(1)
    leader = group.settle()
    names = [b"k%d" % number for number in range(7)]
    for name in names:
        group.answered(group.propose(leader, put(name, b"old")))
    reader = warm(group, leader, *names)
    keys = leader.segment.keys  # type: ignore[union-attr] # it is there while it runs
    change(group, leader, CHANGES["a deleted range"]())
    assert 0 < keys.numbers().keys < 7
    assert [reader.lease(name) for name in names] == [None] * 7
    group.answered(group.propose(leader, put(b"k5", b"new")))
    leader.get(b"k5")
    leader.get(b"k5")
    assert reader.lease(b"k5") is None  # nothing comes in before all is gone
    group.run(5 * TICK)
    assert keys.numbers().keys == 0
    for name in names:  # of so few ghosts some may stand in each other's place
        leader.get(name)
        leader.get(name)
    assert [held(reader.lease(name)) for name in names] == [
        {b"k1": b"", b"k5": b"new"}.get(name, b"old") for name in names
    ]


def test_a_restart_voids_what_the_life_before_has_promised() -> None:
    group = Group(1)
    leader = group.settle()
    reader = warm(group, leader, b"k")
    assert reader.lease(b"k") is not None
    leader.crash()
    assert reader.lease(b"k") is not None  # nobody can have changed anything
    leader.start()
    assert reader.lease(b"k") is None
    assert reader.serializable(b"k") is None


def test_no_term_is_told_before_readers_are_told_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker answers what the node would: of no older term than this has told."""
    group = Group(3)
    group.settle()
    readers = {member: member.reader() for member in group.members.values()}
    terms: set[int] = set()

    def look() -> None:
        for member, reader in readers.items():
            state = reader.state()
            assert state is not None
            assert state.term == member.replica.term
            terms.add(state.term)

    send = group.send

    def watched(sender: Member, to: int, messages: Any) -> None:
        state = readers[sender].state()
        assert state is not None
        assert state.term == sender.replica.term
        send(sender, to, messages)

    monkeypatch.setattr(group, "send", watched)
    for _ in range(3):
        leader = group.leader
        assert leader is not None
        leader.replica.transfer(group.followers()[0].node)
        for _ in range(400):
            group.run(MS // 4)
            look()
    group.settle()
    group.cut_off(group.followers()[0].node)
    for _ in range(4 * 40):
        group.run(TICK // 2)
        look()
    group.heal()
    for _ in range(4 * 40):
        group.run(TICK // 2)
        look()
    assert len(terms) >= 4


def test_a_node_is_alive_from_its_start_on() -> None:
    member = Group(1)[1]
    assert member.reader().is_alive()


@pytest.mark.parametrize("memo_keys", [0, 8])
def test_readers_tell_what_they_find(memo_keys: int) -> None:
    group = Group(1)
    leader = group.settle()
    warm(group, leader, b"k")
    reader = leader.reader(memo_keys=memo_keys)
    before = leader.segment.keys.numbers()  # type: ignore[union-attr] # it is there while it runs
    for _ in range(1000):
        assert reader.lease(b"k") is not None
        reader.lease(b"nobody asked for that")
    group.run(2 * TICK)
    after = leader.segment.keys.numbers()  # type: ignore[union-attr] # the same
    assert after.hits - before.hits == pytest.approx(1000, abs=70)
    assert after.misses - before.misses == pytest.approx(1000, abs=5)


@pytest.mark.parametrize("size", [1, 3])
def test_what_is_found_is_of_the_state_that_is_told(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At whatever moment: also right when a key is shown again, and when a message leaves."""
    group = Group(size)
    leader = group.settle()
    group.answered(group.propose(leader, put(b"k", b"0")))
    reader = warm(group, leader, b"k", b"absent")
    replica = leader.replica
    found: list[int] = []

    def look() -> None:
        state = reader.state()
        assert state is not None
        for key in (b"k", b"absent"):
            hit = reader.lease(key)
            if hit is not None:
                found.append(state.revision)
                item = replica.machine.get(b"", key, state.revision)
                assert held(hit) == (b"" if item is None else item.value)

    cache: Any = replica._ports.cache
    write, send = cache.cache._write, group.send

    def watched_write(*record: Any) -> None:
        look()
        write(*record)
        look()

    def watched_send(sender: Member, to: int, messages: Any) -> None:
        look()
        send(sender, to, messages)

    monkeypatch.setattr(cache.cache, "_write", watched_write)
    monkeypatch.setattr(group, "send", watched_send)
    for number in range(10):
        for key in (b"k", b"absent", b"another"):
            group.answered(group.propose(leader, put(key, b"%d" % number)))
            look()
        group.answered(group.propose(leader, delete(b"absent")))
        look()
    assert len(set(found)) > 20
    machine, core = replica.machine, replica._driver.core
    group.run(2 * TICK)
    state = (machine.revision, machine.compacted_revision, machine.applied_index, core.term)
    assert reader.state() == state
