"""Which calls wait, under which ids, and how they end: against a dict that does the same."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from calc._generated.calc import CALC_V1
from rpcgen_py.runtime.auth.none import AuthNone
from rpcgen_py.runtime.auth.sys import AuthSys
from rpcgen_py.runtime.client_core import ClientCore, PendingCall
from rpcgen_py.runtime.errors import ConnectionLost, NotSent, OutcomeUnknown, TimedOut
from rpcgen_py.runtime.program import null_procedure
from tests.rpcgen_py.runtime.wire.messages import (
    SUCCESS,
    accepted,
    auth,
    call,
    record,
    sys_body,
    words,
)

ADD = CALC_V1.procedures[0]
MOST = 5


def answer(core: ClientCore, xid: int, value: int) -> PendingCall[int] | None:
    data = accepted(SUCCESS, words(value), xid=xid)
    return core.receive(b"??" + data + b"??", 2, 2 + len(data))


class Calls(RuleBasedStateMachine):
    """Begin, answer, expire, forget and lose calls in any order; xids start just before 0."""

    def __init__(self) -> None:
        super().__init__()
        self.core = ClientCore(AuthNone(), first_xid=0xFFFFFFFE, max_pending=MOST)
        self.waiting: dict[int, PendingCall[int]] = {}
        self.now = 0.0
        self.told: list[PendingCall[int]] = []

    @rule(sent=st.booleans(), seconds=st.none() | st.integers(1, 5))
    def begin(self, sent: bool, seconds: int | None) -> None:
        deadline = None if seconds is None else self.now + seconds
        if len(self.waiting) == MOST:
            with pytest.raises(NotSent):
                self.core.begin(ADD, words(1, 2), deadline)
            return
        made = self.core.begin(ADD, words(1, 2), deadline)
        made.sent = sent
        made.notify = self.told.append
        assert made.xid not in self.waiting
        assert made.message == record(call(0x31230000, 1, 1, words(1, 2), xid=made.xid))
        self.waiting[made.xid] = made

    @precondition(lambda self: self.waiting)
    @rule(data=st.data(), value=st.integers(0, 9))
    def answered(self, data: st.DataObject, value: int) -> None:
        xid = data.draw(st.sampled_from(sorted(self.waiting)))
        found = answer(self.core, xid, value)
        assert found is self.waiting.pop(xid)
        assert found.outcome() == value
        assert self.told.pop() is found

    @rule(xid=st.integers(0, 0xFFFFFFFF))
    def stranger(self, xid: int) -> None:
        if xid not in self.waiting:
            assert answer(self.core, xid, 1) is None

    @rule(seconds=st.integers(0, 3))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds
        late = {
            xid
            for xid, each in self.waiting.items()
            if each.deadline is not None and each.deadline <= self.now
        }
        assert {each.xid for each in self.core.expire(self.now)} == late
        for xid in late:
            self.ended_by(self.waiting.pop(xid), TimedOut)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        forgotten = self.waiting.pop(data.draw(st.sampled_from(sorted(self.waiting))))
        self.core.forget(forgotten)
        assert not forgotten.done

    @rule()
    def lose(self) -> None:
        assert set(self.core.disconnect("gone")) == set(self.waiting.values())
        while self.waiting:
            self.ended_by(self.waiting.popitem()[1], ConnectionLost)

    def ended_by(self, ended: PendingCall[int], error: type[OutcomeUnknown]) -> None:
        self.told.remove(ended)
        with pytest.raises(error if ended.sent else NotSent):
            ended.outcome()

    @invariant()
    def agrees(self) -> None:
        assert self.core.pending == self.waiting
        assert not self.told
        deadlines = [each.deadline for each in self.waiting.values() if each.deadline is not None]
        assert self.core.next_deadline() == min(deadlines, default=None)


TestCalls = Calls.TestCase


def test_xids_wrap_and_pass_over_those_that_wait() -> None:
    core = ClientCore(AuthNone(), first_xid=0)
    first = core.begin(ADD, words(1, 2))
    core._xid = 0xFFFFFFFE
    assert [core.begin(ADD, words(1, 2)).xid for _ in range(3)] == [0xFFFFFFFF, 1, 2]
    assert first.xid == 0


def test_each_call_carries_the_credential() -> None:
    user = AuthSys(1000, 100, (4, 24), machine_name="host", stamp=7)
    core = ClientCore(user, first_xid=5)
    expected = call(
        0x31230000,
        1,
        1,
        words(1, 2),
        xid=5,
        credential=auth(1, sys_body(1000, 100, (4, 24), b"host")),
    )
    assert core.encode(ADD, words(1, 2)) == (5, record(expected))


def test_a_void_answer_ends_its_call() -> None:
    core = ClientCore(AuthNone(), first_xid=5)
    null = core.begin(null_procedure(1, 1), b"")
    assert core.receive(accepted(SUCCESS, xid=5), 0, 24) is null
    assert null.outcome() is None


@given(st.binary(max_size=80), st.integers(0, 8), st.integers(0, 80))
def test_any_record_is_taken_or_dropped(data: bytes, offset: int, size: int) -> None:
    core = ClientCore(AuthNone(), first_xid=0)
    waiting = [core.begin(ADD, words(1, 2)) for _ in range(3)]
    end = min(len(data), offset + size)
    ended = core.receive(data, min(offset, end), end)
    assert ended is None or (ended in waiting and ended.done)
    core.sole_result(data, 0)


@given(xid=st.integers(0, 2), head=st.binary(max_size=60))
def test_any_answer_to_a_waiting_call_ends_it(xid: int, head: bytes) -> None:
    core = ClientCore(AuthNone(), first_xid=0)
    waiting = [core.begin(ADD, words(1, 2)) for _ in range(3)]
    data = struct.pack(">II", xid, 1) + head
    assert core.receive(data, 0, len(data)) is waiting[xid]
    assert waiting[xid].done
