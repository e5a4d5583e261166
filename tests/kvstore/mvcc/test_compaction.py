"""What compaction lets go of, and what may hold it back."""

from __future__ import annotations

import pytest

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.outcomes import CompactDone, DeleteDone, Refusal, Refused
from kvstore.mvcc.state_machine import StateMachine
from tests.kvstore.mvcc.machines import apply, compact, content, delete, put
from tests.kvstore.ranges import EVERYTHING, prefix, range_op
from tests.kvstore.said import said

FEW = 5


def overwritten() -> StateMachine:
    """Keys that were put, put again, and partly deleted."""
    machine = StateMachine()
    for round_ in range(3):
        for number in range(FEW):
            apply(machine, put(b"%d" % number, b"%d" % round_))
    apply(machine, delete(prefix(b"1")))
    return machine


def collect_all(machine: StateMachine) -> None:
    while machine.collect(3):
        pass


@pytest.mark.parametrize("pieces_before", [0, 1, 2])
def test_a_pin_is_read_whole_whatever_is_compacted_meanwhile(pieces_before: int) -> None:
    machine = overwritten()
    apply(machine, compact(FEW + 1))
    expected = content(machine)
    pin = machine.pin()
    pieces = pin.pieces()
    read = b"".join(next(pieces) for _ in range(pieces_before))
    apply(machine, delete())
    apply(machine, compact(machine.revision))
    collect_all(machine)
    assert machine.data_bytes > 3 * (FEW - 1)  # the pin holds it
    assert read + b"".join(pieces) == expected
    pin.release()
    collect_all(machine)
    assert machine.data_bytes == 3 * (FEW - 1)  # what was deleted last, and tombstones of it
    restored = StateMachine.restore([expected])
    assert content(restored) == expected


def test_a_released_pin_cannot_be_read() -> None:
    machine = overwritten()
    pin = machine.pin()
    pieces = pin.pieces()
    pin.release()
    pin.release()
    with pytest.raises(ValueError, match="released"):
        list(pieces)


def test_a_pin_holds_back_removal_and_never_the_floor() -> None:
    machine = overwritten()
    pin = machine.pin()
    assert apply(machine, compact(machine.revision)) == CompactDone()
    assert machine.compacted_revision == machine.revision
    with pytest.raises(Refusal) as refusal:
        machine.get(b"", b"0", 1)
    assert refusal.value.code == kv.KV_COMPACTED
    pin.release()


def test_a_range_that_compaction_overtakes_is_told_so() -> None:
    machine = overwritten()
    read = machine.range(b"", range_op(EVERYTHING, revision=FEW))
    assert not read.step(2)
    apply(machine, compact(machine.revision))
    collect_all(machine)
    with pytest.raises(Refusal) as refusal:
        read.step(2)
    assert refusal.value.code == kv.KV_COMPACTED


@pytest.mark.parametrize("collected", [False, True])
@pytest.mark.parametrize("above", [0, 1])
def test_whether_a_deleted_key_counts_depends_on_the_floor_alone(
    collected: bool, above: int
) -> None:
    """It does while somebody may watch its deletion, and not a revision later."""
    machine = StateMachine()
    for number in range(FEW):
        apply(machine, put(b"%d" % number))
    apply(machine, delete())
    deleted_at = machine.revision
    apply(machine, put(b"other"))
    apply(machine, compact(deleted_at + above))
    if collected:
        collect_all(machine)
    machine.store.change_keys_max = FEW
    outcome = apply(machine, delete())
    if above:
        assert isinstance(outcome, DeleteDone)
        assert outcome.deleted.count == 1
    else:
        assert isinstance(outcome, Refused)
        assert outcome.code == kv.KV_TOO_LARGE


def test_all_name_spaces_that_become_empty_are_forgotten() -> None:
    machine = StateMachine()
    for name_space in (b"a", b"b"):
        for change in (put(b"k"), delete()):
            machine.store.apply(said(change, name_space=name_space))
    apply(machine, put(b"k"))
    apply(machine, compact(machine.revision))
    collect_all(machine)
    assert list(machine.store.spaces()) == [b""]


def test_a_revision_of_many_changes_is_watched_in_parts() -> None:
    machine = StateMachine()
    operations = tuple(
        kv.kv_operation_KV_OPERATION_PUT(put=put(b"%d" % number).put) for number in range(FEW)
    )
    txn = kv.kv_txn_op(compares=(), success=operations, failure=())
    apply(machine, commands.command_change_COMMAND_TXN(txn=txn))
    position = kv.kv_watch_position(revision=1, offset=0)
    for number in range(FEW):
        assert position == kv.kv_watch_position(revision=1, offset=number)
        answer = machine.events(b"", (), position, 1, 0)
        assert [event.item.key for event in answer.events] == [b"%d" % number]
        position = answer.next
    assert position == kv.kv_watch_position(revision=2, offset=0)
