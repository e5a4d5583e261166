"""Every bound of the state machine holds, and says so by its code."""

from __future__ import annotations

import pytest

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.mvcc import expiry, leases, sessions
from kvstore.mvcc.changes import LEASE_KEYS_MAX
from kvstore.mvcc.entries import UnknownCommand
from kvstore.mvcc.outcomes import LeaseGranted, Outcome, PutDone, Refused, SessionOpened
from kvstore.mvcc.state_machine import StateMachine
from kvstore.mvcc.validate import LEASE_TTL_MAX_MS, SESSION_TTL_MAX_MS
from tests.kvstore.mvcc.machines import (
    apply,
    clock,
    content,
    delete,
    grant,
    next_entry,
    open_session,
    put,
)


def code(outcome: Outcome) -> int:
    assert isinstance(outcome, Refused), outcome
    return outcome.code


def test_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "LEASES_MAX", 2)
    machine = StateMachine()
    assert apply(machine, grant(1)) == LeaseGranted(1, 5000)
    assert code(apply(machine, grant(1))) == kv.KV_LEASE_EXISTS
    assert code(apply(machine, grant(0))) == kv.KV_INVALID
    assert code(apply(machine, grant(2, LEASE_TTL_MAX_MS + 1))) == kv.KV_INVALID
    assert apply(machine, grant(2, 0)) == LeaseGranted(2, 1000)
    assert code(apply(machine, grant(3))) == kv.KV_TOO_LARGE


def test_keys_under_a_lease() -> None:
    machine = StateMachine()
    apply(machine, grant(1))
    for number in range(LEASE_KEYS_MAX):
        apply(machine, put(b"%d" % number, lease=1))
    assert code(apply(machine, put(b"one more", lease=1))) == kv.KV_TOO_LARGE
    assert isinstance(apply(machine, put(b"0", b"again", lease=1)), PutDone)
    told = machine.lease_ttl(1, b"", keys=True, after=b"")
    assert (len(told.keys), told.more) == (LEASE_KEYS_MAX, False)
    assert isinstance(apply(machine, put(b"0")), PutDone)  # from under the lease
    assert isinstance(apply(machine, put(b"one more", lease=1)), PutDone)


def test_what_one_expiry_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of what a command names stays due, and ends by the next."""
    monkeypatch.setattr(expiry, "WORK_MAX", 3)
    machine = StateMachine()
    for lease in range(1, 4):
        apply(machine, grant(lease, 1000))
        for number in range(2):
            apply(machine, put(b"%d %d" % (lease, number), lease=lease))
    apply(machine, open_session(9, 1000))
    apply(machine, clock(1000))
    left = []
    while (due := machine.due()) is not None:
        apply(machine, commands.command_change_COMMAND_EXPIRE(expire=due))
        left.append(machine.keys)
    assert left == [4, 2, 0]
    assert not machine.timed


def test_one_expiry_names_no_more_than_fit() -> None:
    machine = StateMachine()
    for lease in range(1, commands.COMMAND_EXPIRIES_MAX + 2):
        apply(machine, grant(lease, 1000))
    apply(machine, clock(1000))
    ended = []
    while (due := machine.due()) is not None:
        ended.append(len(due.leases))
        apply(machine, commands.command_change_COMMAND_EXPIRE(expire=due))
    assert ended == [commands.COMMAND_EXPIRIES_MAX, 1]


def test_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "SESSIONS_MAX", 2)
    machine = StateMachine()
    assert apply(machine, open_session(1, 0)) == SessionOpened(1, 300_000)
    assert code(apply(machine, open_session(1))) == kv.KV_INVALID
    assert code(apply(machine, open_session(0))) == kv.KV_INVALID
    assert code(apply(machine, open_session(2, SESSION_TTL_MAX_MS + 1))) == kv.KV_INVALID
    assert apply(machine, open_session(2, 1)) == SessionOpened(2, 1000)
    assert code(apply(machine, open_session(3))) == kv.KV_BUSY


@pytest.mark.parametrize(
    ("bound", "value"),
    [
        ("SESSION_OUTCOMES_MAX", 3),
        ("SESSION_OUTCOME_BYTES_MAX", 3000),
        ("OUTCOME_BYTES_MAX", 3000),
    ],
)
def test_outcomes(bound: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, bound, value)
    machine = StateMachine()
    apply(machine, open_session(1))
    apply(machine, put(b"k", bytes(1000)))
    again = put(b"k", bytes(1000), flags=kv.KV_PREVIOUS)
    for sequence in range(1, 4):
        assert isinstance(apply(machine, again, 1, sequence), PutDone)
    before = machine.revision
    assert code(apply(machine, again, 1, 4)) == kv.KV_BUSY
    assert isinstance(apply(machine, again, 1, 3), PutDone)  # answered, not done
    assert machine.revision == before
    machine = StateMachine.restore([content(machine)])
    assert code(apply(machine, again, 1, 4)) == kv.KV_BUSY
    assert isinstance(apply(machine, again, 1, 4, 3), PutDone)
    assert machine.revision == before + 1


def test_alarms() -> None:
    machine = StateMachine()

    def alarm(node_id: int) -> Outcome:
        said = commands.command_alarm(kind=1, node_id=node_id, raised=True, message="")
        return apply(machine, commands.command_change_COMMAND_ALARM(alarm=said))

    for node_id in range(kv.KV_ALARMS_MAX):
        alarm(node_id)
    assert code(alarm(kv.KV_ALARMS_MAX)) == kv.KV_TOO_LARGE
    assert len(machine.alarms) == kv.KV_ALARMS_MAX


def test_keys_of_one_change_at_each_feature_level() -> None:
    """What the first release has answered to a large delete stays its answer."""
    machine = StateMachine()
    level = commands.command_change_COMMAND_FEATURE_LEVEL(level=1)
    for number in range(kv.KV_CHANGE_KEYS_MAX + 1):
        apply(machine, put(b"%d" % number))
    raised = StateMachine.restore([content(machine)])
    apply(raised, level)
    for later in (raised, StateMachine.restore([content(raised)])):
        assert code(apply(later, delete())) == kv.KV_TOO_LARGE
    assert not isinstance(apply(machine, delete()), Refused)


def test_an_unknown_level_stops_the_machine() -> None:
    machine = StateMachine()
    with pytest.raises(UnknownCommand):
        apply(machine, commands.command_change_COMMAND_FEATURE_LEVEL(level=2))
    assert machine.applied_index == 0


@pytest.mark.parametrize("index", [0, 2])
def test_entries_are_applied_in_order(index: int) -> None:
    machine = StateMachine()
    entry = raft.entry(term=1, index=index, type=0, command_version=0, data=b"")
    with pytest.raises(ValueError, match="cannot follow"):
        machine.apply(entry, None)
    assert machine.apply(next_entry(machine), None) is None
    assert machine.applied_index == 1
