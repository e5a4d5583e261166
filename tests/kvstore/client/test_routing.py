"""The plan of a call: whom it asks, when it rests, when it gives up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvstore import errors
from kvstore.client.nodes import AVOIDED_FOR, Nodes
from kvstore.client.routing import Ask, Plan
from kvstore.client.steps import Wait
from kvstore.errors import KvError

A, B, C = "tcp://a:1", "tcp://b:1", "tcp://c:1"


def plan(nodes: Nodes, *, repeatable: bool, deadline: float = 5.0) -> Plan:
    return Plan(nodes, deadline, changes=True, repeatable=repeatable, random=lambda: 0.5)


def asked(found: Plan, now: float = 0.0) -> str:
    step = found.next(now)
    assert isinstance(step, Ask)
    return step.address


LOST = errors.OutcomeUnknown("lost", may_have_executed=True)
LOST_READ = errors.OutcomeUnknown("lost", may_have_executed=False)
NOT_SENT = errors.Unreachable("no connection")
BUSY = errors.Busy("busy", retry_after=0.2)
FINAL = [
    errors.InvalidRequest("x"),
    errors.TooLarge("x"),
    errors.Compacted("x"),
    errors.FutureRevision("x"),
    errors.Unsupported("x"),
    errors.WrongCluster("x"),
    errors.Denied("x"),
    errors.SessionLost("x", may_have_executed=True),
    errors.NoSpace("x"),
    errors.ProtocolError("x"),
]


@pytest.mark.parametrize("kind", [errors.StaleNode, errors.NodeFailed])
def test_what_one_node_cannot_do_is_asked_of_each_other_one_once(kind: type[KvError]) -> None:
    found = plan(Nodes([A, B]), repeatable=True)
    assert asked(found) == A
    found.failed(kind("a"), 0.0)
    assert asked(found) == B
    found.failed(BUSY, 0.0)
    assert isinstance(found.next(0.0), Wait)
    assert asked(found) == B
    with pytest.raises(kind):
        found.failed(kind("b"), 0.0)


@pytest.mark.parametrize("error", FINAL, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("repeatable", [True, False])
def test_what_another_attempt_would_meet_again_is_final(error: KvError, repeatable: bool) -> None:
    found = plan(Nodes([A, B]), repeatable=repeatable)
    found.next(0.0)
    with pytest.raises(type(error)):
        found.failed(error, 0.0)


def test_a_change_that_may_have_happened_is_never_sent_again() -> None:
    found = plan(Nodes([A, B]), repeatable=False)
    found.next(0.0)
    with pytest.raises(errors.OutcomeUnknown):
        found.failed(LOST, 0.0)


@pytest.mark.parametrize(("repeatable", "error"), [(True, LOST_READ), (False, NOT_SENT)])
def test_what_is_safe_goes_to_the_next_node_at_once(repeatable: bool, error: KvError) -> None:
    nodes = Nodes([A, B, C])
    found = plan(nodes, repeatable=repeatable)
    order = []
    for _ in range(3):
        order.append(asked(found))
        found.failed(error, 0.0)
    assert order == [A, B, C]
    assert isinstance(found.next(0.0), Wait)
    assert asked(found) == A


def test_who_answered_is_asked_first_next_time() -> None:
    nodes = Nodes([A, B])
    found = plan(nodes, repeatable=True)
    found.next(0.0)
    found.failed(NOT_SENT, 0.0)
    assert asked(found) == B
    found.answered()
    assert asked(plan(nodes, repeatable=True)) == B


def test_a_named_leader_is_asked_next() -> None:
    found = plan(Nodes([A, B, C]), repeatable=False)
    found.next(0.0)
    found.failed(errors.NotLeader("ask c", leader_address=C), 0.0)
    assert asked(found) == C


def test_a_leader_of_an_unknown_name_is_asked_once_after_the_nodes_it_may_be() -> None:
    found = plan(Nodes([A, B]), repeatable=False)
    for node in (A, B):
        assert asked(found) == node
        found.failed(errors.NotLeader("ask c", leader_address=C), 0.0)
    assert asked(found) == C
    found.failed(errors.NotLeader("ask c", leader_address=C), 0.0)
    assert isinstance(found.next(0.0), Wait)
    assert asked(found) == A


def test_a_leader_that_cannot_be_reached_is_asked_through_others() -> None:
    nodes = Nodes([A, B])
    found = plan(nodes, repeatable=True)
    assert found.next(0.0) == Ask(A, 2.0, 2.0, 1)
    found.failed(errors.NotLeader("ask c", leader_address="c:1"), 0.0)
    assert found.next(0.0) == Ask(B, 2.0, 2.0, 1)
    found.failed(errors.NotLeader("ask c", leader_address="c:1"), 0.0)
    assert found.next(0.0) == Ask(C, 2.0, 1.25, 1)
    found.failed(NOT_SENT, 0.0)
    found.next(0.0)
    step = found.next(0.0)
    assert isinstance(step, Ask)
    assert (step.address, step.hops) == (A, 0)
    later = plan(nodes, repeatable=True)
    later.next(1.0)
    later.failed(errors.NotLeader("ask c", leader_address=C), 1.0)
    assert later.next(1.0) == Ask(A, 2.0, 2.0, 0)
    assert nodes.named(C, AVOIDED_FOR) == C


def test_a_busy_node_is_left_alone_for_as_long_as_it_asks() -> None:
    found = plan(Nodes([A]), repeatable=False)
    found.next(0.0)
    found.failed(BUSY, 0.0)
    step = found.next(0.0)
    assert isinstance(step, Wait)
    assert step.seconds >= 0.2


def test_without_time_left_the_last_error_is_raised() -> None:
    found = plan(Nodes([A]), repeatable=True)
    found.next(0.0)
    found.failed(BUSY, 0.0)
    with pytest.raises(errors.Busy):
        found.next(4.9)
    with pytest.raises(errors.DeadlineExceeded):
        plan(Nodes([A]), repeatable=True).next(5.0)


def seconds_until_given_up(found: Plan, error: KvError) -> float:
    now = 0.0
    try:
        while True:
            step = found.next(now)
            if isinstance(step, Wait):
                now += step.seconds
            else:
                found.failed(error, 0.0)
    except KvError:
        return now


def test_nodes_that_nobody_can_connect_to_are_given_up_soon() -> None:
    nowhere, busy = (plan(Nodes([A, B]), repeatable=True, deadline=20.0) for _ in range(2))
    assert 8.0 <= seconds_until_given_up(nowhere, NOT_SENT) < 9.0
    assert seconds_until_given_up(busy, BUSY) > 19.0


def test_what_may_be_repeated_keeps_time_for_it() -> None:
    assert plan(Nodes([A, B]), repeatable=True).next(1.0) == Ask(A, 2.0, 2.0, 1)
    assert plan(Nodes([A, B]), repeatable=False).next(1.0) == Ask(A, 4.0, 2.0, 1)
    assert plan(Nodes([A]), repeatable=True).next(1.0) == Ask(A, 3.0, 3.0, 0)
    assert plan(Nodes([A]), repeatable=False).next(1.0) == Ask(A, 4.0, 4.0, 0)


@given(
    st.lists(st.sampled_from([NOT_SENT, BUSY, LOST_READ, errors.NoQuorum("x")]), max_size=60),
    st.integers(1, 4),
    st.floats(0.001, 5),
)
def test_every_call_ends(failures: list[KvError], nodes: int, step_cost: float) -> None:
    """However it goes, a plan neither waits beyond its deadline nor asks without time."""
    failures_met = 0
    found = plan(Nodes([f"tcp://n{number}:1" for number in range(nodes)]), repeatable=True)
    now = 0.0
    try:
        for failure in failures:
            step = found.next(now)
            assert 0 < step.seconds <= 5.0 - now
            if isinstance(step, Wait):
                now += step.seconds
                step = found.next(now)
                assert isinstance(step, Ask)
            now += step_cost
            failures_met += 1
            found.failed(failure, 0.0)
    except KvError:
        longest_rest = 0.5
        only_unreachable = all(failure is NOT_SENT for failure in failures[:failures_met])
        assert now >= (1.0 if only_unreachable else 5.0 - longest_rest)


def test_a_node_that_hangs_is_left_long_before_a_patient_caller_gives_up() -> None:
    found = plan(Nodes([A, B]), repeatable=True, deadline=100.0)
    now = 0.0
    turns = []
    while len(turns) < 6:
        step = found.next(now)
        if isinstance(step, Ask):
            turns.append((step.address, step.seconds))
            found.failed(LOST, now := now + step.seconds)
        else:
            now += step.seconds
    assert turns == [(A, 2.0), (B, 2.0), (A, 4.0), (B, 4.0), (A, 8.0), (B, 8.0)]


def test_a_change_that_cannot_be_repeated_waits_as_long_as_its_caller() -> None:
    step = plan(Nodes([A, B]), repeatable=False, deadline=100.0).next(0.0)
    assert isinstance(step, Ask)
    assert step.seconds == 100.0
