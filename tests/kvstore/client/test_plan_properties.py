"""What holds for every call, however its attempts end: no socket, no clock, any order of faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kvstore import errors
from kvstore._generated import kv
from kvstore.client import changes, lease_calls, reads
from kvstore.client.call import ANY_STATE, CHANGE, READ, Call
from kvstore.client.engine import Engine, Settings
from kvstore.client.holding import Holding
from kvstore.client.steps import Flow, Send, Turn, Wait

TIMEOUT = 5.0

HEADER = kv.kv_reply_header(
    cluster_id=7,
    node_id=1,
    term=1,
    revision=1,
    compacted_revision=0,
    applied_index=1,
    age_ms=0,
    extensions=(),
)
COMMIT = kv.kv_commit(revision=1, durable_nodes=1)
ANSWERS: dict[str, Callable[[], Any]] = {
    "KV_PUT": lambda: kv.kv_put_result_KV_OK(ok=kv.kv_put_ok(commit=COMMIT, previous=None)),
    "KV_GET": kv.kv_get_result_KV_NOT_FOUND,
    "KV_LEASE_KEEPALIVE": lambda: kv.kv_lease_keepalive_result_KV_OK(
        ok=kv.kv_lease_keepalive_ok(ttl_ms=9000)
    ),
    "KV_LEASE_GRANT": lambda: kv.kv_lease_grant_result_KV_OK(
        ok=kv.kv_lease_grant_ok(lease=5, ttl_ms=9000)
    ),
}
REFUSALS = {
    "busy": (kv.KV_BUSY, 0),
    "no_quorum": (kv.KV_NO_QUORUM, 0),
    "not_leader": (kv.KV_NOT_LEADER, 0),
    "unavailable": (kv.KV_UNAVAILABLE, 0),
    "deadline_unsure": (kv.KV_DEADLINE, 1),
    "lost_leader": (kv.KV_NOT_LEADER, 1),
    "session_unknown": (kv.KV_SESSION_UNKNOWN, 0),
    "forgotten": (kv.KV_OUTCOME_FORGOTTEN, 0),
    "denied": (kv.KV_DENIED, 0),
    "no_space": (kv.KV_NO_SPACE, 0),
    "invalid": (kv.KV_INVALID, 0),
}
NO_ANSWER = {
    "unreachable": lambda changes: errors.Unreachable("no connection"),
    "timed_out": lambda changes: errors.DeadlineExceeded("no answer", may_have_executed=changes),
    "cut": lambda changes: errors.OutcomeUnknown("cut off", may_have_executed=changes),
}
TRANSIENT = {"busy", "no_quorum", "not_leader", "unavailable", "unreachable", "timed_out", "cut"}
UNSURE = {"timed_out", "cut", "deadline_unsure", "lost_leader"}
SETTLED = {"invalid"}

ending = st.sampled_from(["ok", *REFUSALS, *NO_ANSWER])
most_endings = st.sampled_from(sorted(TRANSIENT | UNSURE)) | ending


@dataclass
class Sent:
    procedure: str
    header: kv.kv_request_header
    ended: str


@dataclass
class World:
    """Plays the driver: each call sent ends as `endings` say, then as `at_last`."""

    endings: list[str]
    at_last: str = "ok"
    now: float = 100.0
    step_cost: float = 0.01
    sent: list[Sent] = field(default_factory=list)
    turns: int = 0
    session: int = 0

    def release(self) -> None:
        self.turns -= 1

    def engine(self, nodes: int, *, exactly_once: bool = True) -> Engine:
        return Engine(
            [f"tcp://n{number}:1" for number in range(nodes)],
            Settings(exactly_once=exactly_once),
            clock=lambda: self.now,
            random=lambda: 0.5,
            turn=self,
        )

    def play(self, flow: Flow[Any], deadline: float) -> Any:
        try:
            step = next(flow)
            while True:
                assert 0 < step.seconds <= deadline - self.now + 1e-9, step
                try:
                    result = self._take(step)
                except errors.KvError as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(result)
        except StopIteration as end:
            return end.value

    def _take(self, step: Any) -> Any:
        if isinstance(step, Turn):
            self.turns += 1
            return None
        if isinstance(step, Wait):
            self.now += step.seconds
            return None
        assert isinstance(step, Send)
        assert step.to_connect <= step.seconds
        name = step.procedure.name
        header = getattr(kv, f"{name.lower()}_args").from_xdr(step.arguments).header
        assert header.deadline_ms <= max(1.0, step.seconds * 1000)
        if name == "KV_SESSION_OPEN":
            self.session += 1
            self.now += min(self.step_cost, step.seconds)
            ok = kv.kv_session_open_ok(session=self.session, ttl_ms=60_000)
            return kv.kv_session_open_reply(
                header=HEADER, result=kv.kv_session_open_result_KV_OK(ok=ok)
            )
        how = self.endings.pop(0) if self.endings else self.at_last
        self.sent.append(Sent(name, header, how))
        self.now += step.seconds if how == "timed_out" else min(self.step_cost, step.seconds)
        if how in NO_ANSWER:
            raise NO_ANSWER[how](step.changes)
        result = ANSWERS[name]() if how == "ok" else self._refusal(name, how)
        return getattr(kv, f"{name.lower()}_reply")(header=HEADER, result=result)

    @staticmethod
    def _refusal(name: str, how: str) -> Any:
        code, executed = REFUSALS[how]
        error = kv.kv_error(
            message=how,
            retry_after_ms=30 if how == "busy" else 0,
            leader_address="n1:1" if "leader" in how else "",
            executed=executed,
            unreachable=(),
        )
        return getattr(kv, f"{name.lower()}_result_default")(code=code, error=error)


def put() -> Call[Any]:
    return changes.put(changes.put_op("k", "v"), "quorum")


def get() -> Call[Any]:
    return reads.get("k", 0, ANY_STATE)


def keepalive() -> Call[Any]:
    return lease_calls.keepalive(5)


def attempt(world: World, engine: Engine, call: Call[Any]) -> tuple[list[Sent], Any]:
    """What was sent for one call, and what it returned or raised."""
    before = len(world.sent)
    deadline = world.now + TIMEOUT
    try:
        found = world.play(engine.run(call, TIMEOUT), deadline)
    except errors.KvError as error:
        found = error
    assert world.now <= deadline + 1e-6
    assert world.turns == 0
    return world.sent[before:], found


worlds = st.builds(
    World,
    st.lists(most_endings, max_size=25),
    at_last=ending,
    step_cost=st.floats(0.001, 1.0),
)
calls = st.lists(st.sampled_from([put, get, keepalive]), min_size=1, max_size=6)


@given(worlds, calls, st.integers(1, 4))
def test_a_change_is_repeated_under_its_own_number_only(
    world: World, made: list[Callable[[], Call[Any]]], nodes: int
) -> None:
    engine = world.engine(nodes)
    numbers: list[tuple[int, int]] = []
    lowest: dict[int, int] = {}
    for make in made:
        call = make()
        sent, _ = attempt(world, engine, call)
        if call.kind != CHANGE:
            assert {(s.header.session, s.header.sequence) for s in sent} <= {(0, 0)}
            continue
        number = {(s.header.session, s.header.sequence) for s in sent}
        assert len(number) <= 1  # never another session, never another number
        for each in sent:
            header = each.header
            assert header.session
            assert 0 < header.lowest_unanswered <= header.sequence
            assert header.lowest_unanswered >= lowest.get(header.session, 0)
            lowest[header.session] = header.lowest_unanswered
        numbers += number
    assert len(numbers) == len(set(numbers))  # never two changes under one number


@given(worlds, st.integers(1, 4))
def test_without_a_session_nothing_follows_a_change_that_may_have_happened(
    world: World, nodes: int
) -> None:
    sent, found = attempt(world, world.engine(nodes, exactly_once=False), put())
    assert all(each.header.session == 0 for each in sent)
    assert not any(each.ended in UNSURE | {"ok"} for each in sent[:-1])
    if sent and sent[-1].ended in UNSURE:
        assert isinstance(found, errors.KvError)
        assert found.may_have_executed


@given(worlds, st.sampled_from([put, keepalive]), st.integers(1, 4))
def test_an_error_says_whether_anything_may_have_happened(
    world: World, make: Callable[[], Call[Any]], nodes: int
) -> None:
    sent, found = attempt(world, world.engine(nodes), make())
    if not isinstance(found, errors.KvError):
        assert sent[-1].ended == "ok"
        return
    assert not any(each.ended == "ok" for each in sent)
    unsure = any(each.ended in UNSURE for each in sent)
    if sent and sent[-1].ended in SETTLED:
        assert not found.may_have_executed
    elif sent and sent[-1].ended in {"session_unknown", "forgotten"} and make is put:
        assert isinstance(found, errors.SessionLost)
        assert found.may_have_executed
    else:
        assert found.may_have_executed == unsure


@given(worlds, st.integers(1, 4))
def test_a_read_goes_on_until_the_deadline(world: World, nodes: int) -> None:
    begun = world.now
    sent, found = attempt(world, world.engine(nodes), get())
    assert get().kind == READ
    if not isinstance(found, errors.KvError):
        return
    assert not found.may_have_executed
    transient = TRANSIENT | {"deadline_unsure", "lost_leader"}
    if all(each.ended in transient for each in sent):
        longest_rest = 0.75
        assert world.now - begun >= TIMEOUT - longest_rest


@given(st.lists(st.sampled_from(sorted(TRANSIENT - {"timed_out"})), max_size=20))
def test_a_change_gets_through_once_the_cluster_is_well(endings: list[str]) -> None:
    world = World(endings)
    sent, found = attempt(world, world.engine(3), put())
    if len(sent) > len(endings):
        assert not isinstance(found, errors.KvError)


@given(st.floats(0, 200))
def test_a_session_that_may_have_ended_is_not_used_for_new_changes(pause: float) -> None:
    world = World([])
    engine = world.engine(2)
    attempt(world, engine, put())
    world.now += pause
    sent, _ = attempt(world, engine, put())
    if pause >= 60:
        assert sent[0].header.session == 2
    if pause <= 40:
        assert sent[0].header.session == 1


def test_a_change_under_way_keeps_its_session_when_others_get_a_new_one() -> None:
    world = World([])
    engine = world.engine(2)
    attempt(world, engine, put())
    slow = engine.run(put(), 1000.0)
    first = next(slow)
    assert isinstance(first, Send)
    world.now += 70.0
    sent, _ = attempt(world, engine, put())
    assert sent[0].header.session == 2
    again = slow.throw(errors.OutcomeUnknown("cut off", may_have_executed=True))
    assert isinstance(again, Send)
    headers = [kv.kv_put_args.from_xdr(step.arguments).header for step in (first, again)]
    assert [(h.session, h.sequence) for h in headers] == [(1, 2), (1, 2)]
    slow.close()


def test_a_lease_is_believed_in_from_when_its_renewal_was_sent() -> None:
    world = World([], step_cost=2.0)
    engine = world.engine(1, exactly_once=False)
    holding = Holding(8.0, 0)
    world.play(holding.grant(engine, TIMEOUT), world.now + TIMEOUT)
    assert (holding.id, holding.ttl, holding.left(world.now)) == (5, 9.0, 7.0)
    keeping = holding.keep(engine)
    assert next(keeping) == Wait(3.0)
    world.now += 3.0
    sent = keeping.send(None)
    assert isinstance(sent, Send)
    assert sent.seconds <= holding.left(world.now)
    assert keeping.send(world._take(sent)) == Wait(3.0)
    assert holding.left(world.now) == 7.0
    world.now += 7.0
    assert next(keeping, None) is None  # lost: nothing is left to keep
    assert not holding.left(world.now)
