"""A snapshot's content is taken whole or refused, whatever has become of it."""

from __future__ import annotations

import struct
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvstore._generated import command as commands
from kvstore._generated import kv, raft, snapshot
from kvstore.mvcc.pin import PIECE_MAX
from kvstore.mvcc.snapshot_errors import MalformedSnapshot
from kvstore.mvcc.state_machine import StateMachine
from tests.kvstore.mvcc.machines import (
    apply,
    clock,
    compact,
    content,
    delete,
    grant,
    next_entry,
    open_session,
    put,
)
from tests.kvstore.ranges import EVERYTHING, range_op, single


def everything() -> StateMachine:
    """A machine that has some of each, and every outcome that can be kept."""
    machine = StateMachine()
    info = raft.member_info(node=1, address="a:1", birth=bytes(16))
    machine.apply_members(
        next_entry(machine, raft.ENTRY_CONF_CHANGE),
        raft.conf_state(
            voters=(1,), voters_outgoing=(), learners=(), learners_next=(), auto_leave=False
        ),
        raft.conf_change(type=raft.CONF_CHANGE_ADD_NODE, node=1, context=info.to_xdr()),
    )
    apply(machine, clock(1234))
    apply(machine, open_session(7))
    alarm = commands.command_alarm(kind=1, node_id=1, raised=True, message="full")
    apply(machine, commands.command_change_COMMAND_ALARM(alarm=alarm))
    txn = kv.kv_txn_op(
        compares=(),
        success=(
            kv.kv_operation_KV_OPERATION_PUT(put=put(b"t", b"1", flags=kv.KV_PREVIOUS).put),
            kv.kv_operation_KV_OPERATION_DELETE(
                deletion=delete(single(b"k"), kv.KV_PREVIOUS).deletion
            ),
            kv.kv_operation_KV_OPERATION_RANGE(range=range_op(EVERYTHING)),
        ),
        failure=(),
    )
    under_session: list[commands.command_change] = [
        grant(5),
        put(b"t", b"0"),
        put(b"leased", lease=5),
        put(b"k"),
        put(b"k", b"2", flags=kv.KV_PREVIOUS),
        commands.command_change_COMMAND_TXN(txn=txn),
        put(b"absent", flags=kv.KV_KEEP_VALUE),
        compact(3),
        commands.command_change_COMMAND_LEASE_KEEPALIVE(kept=5),
        grant(6),
        commands.command_change_COMMAND_LEASE_REVOKE(revoked=6),
        delete(single(b"t"), kv.KV_PREVIOUS),
    ]
    for sequence, change in enumerate(under_session, 1):
        apply(machine, change, 7, sequence)
    return machine


CONTENT = content(everything())


def records() -> list[snapshot.snapshot_record]:
    found, at = [], 0
    while at < len(CONTENT):
        (length,) = struct.unpack_from(">I", CONTENT, at)
        record, _ = snapshot.unpack_snapshot_record(CONTENT[at + 4 : at + 4 + length], 0, length)
        found.append(record)
        at += 4 + length
    return found


def framed(parts: list[snapshot.snapshot_record]) -> bytes:
    packed = [snapshot.pack_snapshot_record(record) for record in parts]
    return b"".join(struct.pack(">I", len(data)) + data for data in packed)


def test_it_comes_back_the_same_however_it_is_cut() -> None:
    assert {record.kind for record in records()} == set(range(1, 8))
    for cut in (1, 7, len(CONTENT)):
        pieces = [CONTENT[at : at + cut] for at in range(0, len(CONTENT), cut)]
        assert content(StateMachine.restore(pieces)) == CONTENT


def test_pieces_are_short_whatever_is_in_them() -> None:
    machine = everything()
    apply(machine, put(b"large", bytes(kv.KV_VALUE_MAX)))
    pinned = machine.pin()
    pieces = list(pinned.pieces())
    assert max(map(len, pieces)) <= PIECE_MAX
    assert content(StateMachine.restore(pieces)) == b"".join(pieces)


@given(st.integers(0, len(CONTENT) - 1))
def test_a_part_of_it_is_refused(length: int) -> None:
    with pytest.raises(MalformedSnapshot):
        StateMachine.restore([CONTENT[:length]])


def test_more_than_it_is_refused() -> None:
    for more in (b"\0", CONTENT):
        with pytest.raises(MalformedSnapshot):
            StateMachine.restore([CONTENT, more])


@given(st.integers(0, len(CONTENT) - 1), st.integers(1, 255))
def test_a_changed_byte_breaks_nothing_else(place: int, change: int) -> None:
    """Checksums find it first. Here it must make no other error than the one that is expected."""
    damaged = bytearray(CONTENT)
    damaged[place] ^= change
    try:
        StateMachine.restore([bytes(damaged)])
    except MalformedSnapshot:
        return


def test_records_out_of_order_are_refused() -> None:
    whole = records()
    assert framed(whole) == CONTENT
    for first, second in pairwise(range(len(whole))):
        swapped = list(whole)
        swapped[first], swapped[second] = whole[second], whole[first]
        with pytest.raises(MalformedSnapshot):
            StateMachine.restore([framed(swapped)])


@pytest.mark.parametrize(
    "changed",
    [
        {"version": 2},
        {"feature_level": 2},
        {"compacted_revision": 99},
        {"compacted_revision": 1},
        {"revision": 4},
        {"clock_ms": 0},
        {"members": ()},
    ],
)
def test_a_head_that_does_not_fit_is_refused(changed: dict[str, object]) -> None:
    head, *rest = records()
    assert isinstance(head, snapshot.snapshot_record_SNAPSHOT_HEAD)
    other = snapshot.snapshot_record_SNAPSHOT_HEAD(
        head=msgspec.structs.replace(head.head, **changed)
    )
    with pytest.raises(MalformedSnapshot):
        StateMachine.restore([framed([other, *rest])])
