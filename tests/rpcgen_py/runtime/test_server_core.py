"""A server's checks in their order, its memory for headers, and what may not disturb it."""

from __future__ import annotations

import logging
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc._generated.calc import CALC_V1Server, CALC_V2Server, operands
from rpcgen_py.runtime.context import Context
from rpcgen_py.runtime.errors import AuthError
from rpcgen_py.runtime.identity import Identity, Peer, ProcessCredentials
from rpcgen_py.runtime.program import Procedure
from rpcgen_py.runtime.server_core import Call, ServerConnection, ServerCore
from tests.rpcgen_py.runtime.wire.messages import (
    AUTH_ERROR,
    BADCRED,
    GARBAGE_ARGS,
    PROC_UNAVAIL,
    PROG_MISMATCH,
    PROG_UNAVAIL,
    RPC_MISMATCH,
    SUCCESS,
    TOOWEAK,
    XID,
    accepted,
    auth,
    call,
    denied,
    record,
    sys_body,
    words,
)
from tests.rpcgen_py.runtime.wire.service import PROGRAM, UNWANTED, Sync1, Sync2, policy

PEER = Peer("tcp", "192.0.2.1", 1000)
SUM = words(5, 3)


def new_core(**options: Any) -> ServerCore:
    core = ServerCore(**{"policy": policy, **options})
    core.add(Sync1())
    core.add(Sync2())
    return core


def accept(core: ServerCore, data: bytes, connection: ServerConnection | None = None) -> Any:
    return core.accept(data, 0, len(data), connection or ServerConnection(PEER))


def answer(core: ServerCore, data: bytes, connection: ServerConnection | None = None) -> Any:
    outcome = accept(core, data, connection)
    if isinstance(outcome, Call):
        return outcome.reply(outcome.method(*outcome.args, outcome))
    return outcome


DEFECTS = {
    "rpc version": denied(RPC_MISMATCH, 2, 2),
    "credential": denied(AUTH_ERROR, BADCRED),
    "program": accepted(PROG_UNAVAIL),
    "version": accepted(PROG_MISMATCH, words(1, 2)),
    "procedure": accepted(PROC_UNAVAIL),
    "policy": denied(AUTH_ERROR, TOOWEAK),
    "arguments": accepted(GARBAGE_ARGS),
}
"""In the order in which a server looks for them (RFC 5531 §9), and its answer to each."""


@given(st.sets(st.sampled_from(list(DEFECTS))))
def test_the_first_defect_is_answered(defects: set[str]) -> None:
    """Rule 12, for every set of things that are wrong at once."""
    body = sys_body(uid=UNWANTED if "policy" in defects else 1000)
    data = call(
        PROGRAM + ("program" in defects),
        3 if "version" in defects else 1,
        77 if "procedure" in defects else 1,
        b"" if "arguments" in defects else SUM,
        rpc=4 if "rpc version" in defects else 2,
        credential=auth(1, body[:-1] if "credential" in defects else body),
    )
    first = next((name for name in DEFECTS if name in defects), None)
    expected = accepted(SUCCESS, words(8)) if first is None else DEFECTS[first]
    assert answer(new_core(), data) == record(expected)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=300), st.integers(0, 3))
def test_remembered_headers_change_nothing(users: list[int], extra: int) -> None:
    """Each caller is known for whom it is, however many share a connection, and none is kept."""
    core = new_core(policy=None)
    connection = ServerConnection(PEER)
    for user in users:
        data = call(PROGRAM, 1, 1, SUM, credential=auth(1, sys_body(uid=user)))
        outcome = core.accept(b"x" * extra + data, extra, extra + len(data), connection)
        assert isinstance(outcome, Call)
        assert outcome.identity == Identity(1, PEER, user, 100, (), "host")
        assert outcome.args == (operands(5, 3),)
    assert len(connection.known) <= 64


def test_a_header_is_not_known_by_what_follows_it() -> None:
    """A record cut within its header, with the rest of one behind it in the buffer."""
    core = new_core()
    connection = ServerConnection(PEER)
    whole = call(PROGRAM, 1, 1, SUM)
    assert isinstance(accept(core, whole, connection), Call)
    assert core.accept(whole, 0, 30, connection) == record(denied(AUTH_ERROR, BADCRED))
    assert core.accept(whole, 0, 20, connection) is None
    assert core.accept(whole, 0, 40, connection) == record(accepted(GARBAGE_ARGS))


@given(st.binary(max_size=120), st.integers(0, 8), st.booleans(), st.booleans())
def test_any_bytes_are_answered_or_dropped(
    data: bytes, offset: int, header: bool, strict: bool
) -> None:
    """Whatever comes, with and without the words of a call before it, nothing is raised."""
    if header:
        data = bytes(offset) + call(PROGRAM, 1, 1, data, credential=b"", verifier=b"")
    outcome = new_core(strict=strict).accept(
        data, min(offset, len(data)), len(data), ServerConnection(PEER)
    )
    assert outcome is None or isinstance(outcome, bytes | Call)


def test_a_policy_sees_claim_and_kernel_side_by_side() -> None:
    seen: list[tuple[Identity, str]] = []

    def look(identity: Identity, procedure: Procedure[..., Any]) -> None:
        seen.append((identity, procedure.name))

    peer = Peer("unix", process=ProcessCredentials(77, 1234, 100))
    data = call(PROGRAM, 1, 1, SUM, credential=auth(1, sys_body(0, 0, (4, 5), b"liar")))
    assert isinstance(accept(new_core(policy=look), data, ServerConnection(peer)), Call)
    identity = Identity(1, peer, 0, 0, (4, 5), "liar")
    assert seen == [(identity, "ADD")]
    assert identity.peer.process == (77, 1234, 100)


def test_a_policy_is_asked_each_time() -> None:
    """A right that is taken away is gone, though the header was good before."""
    answers = iter([None, 5, None])
    core = new_core(policy=lambda _identity, _procedure: next(answers))
    connection = ServerConnection(PEER)
    outcomes = [type(accept(core, call(PROGRAM, 1, 1, SUM), connection)) for _ in range(3)]
    assert outcomes == [Call, bytes, Call]


def test_a_policy_that_fails_lets_nobody_in(caplog: pytest.LogCaptureFixture) -> None:
    def fail(identity: Identity, procedure: Procedure[..., Any]) -> int:
        raise LookupError("no such file")

    core = new_core(policy=fail)
    assert accept(core, call(PROGRAM, 1, 1, SUM)) == record(denied(AUTH_ERROR, 7))
    assert "no such file" in caplog.text


def test_only_flavors_that_are_known_get_in() -> None:
    data = call(PROGRAM, 1, 1, SUM)
    assert accept(new_core(flavors=()), data) == record(denied(AUTH_ERROR, 2))


def test_a_version_is_served_once() -> None:
    core = new_core()
    with pytest.raises(ValueError, match="CALC_V1"):
        core.add(CALC_V1Server())


@pytest.mark.parametrize("strict", [False, True])
def test_odd_padding_is_refused_only_by_the_strict(strict: bool) -> None:
    """Rule 1: C's padding is not always zero. (A name of one byte, three of padding.)"""
    from rpcgen_py.runtime._generated.rpcbind import RPCBVERSServer

    core = ServerCore(strict=strict)
    core.add(RPCBVERSServer())
    strings = [words(1) + b"x???", words(0), words(0)]
    outcome = accept(core, call(100000, 3, 3, words(1, 2) + b"".join(strings)))
    assert isinstance(outcome, Call) is not strict


def test_a_limit_bounds_arguments_and_results() -> None:
    from rpcgen_py.runtime._generated.rpcbind import RPCBVERSServer

    core = ServerCore(limit=3)
    core.add(RPCBVERSServer())

    def look_up(name: bytes) -> Any:
        padded = name + bytes(-len(name) % 4)
        args = words(1, 2, len(name)) + padded + words(0, 0)
        return accept(core, call(100000, 3, 3, args))

    assert look_up(b"four") == record(accepted(GARBAGE_ARGS))
    found = look_up(b"tcp")
    assert found.reply("yes") == record(accepted(SUCCESS, words(3) + b"yes\0"))
    assert found.reply("four") == record(accepted(5))


def test_a_codec_that_fails_is_the_servers_fault(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(CALC_V2Server):
        procedure_methods = ((CALC_V2Server.procedure_methods[0][0], "ADD"),)

    def fail(data: bytes, offset: int, end: int, limit: int) -> Any:
        raise ZeroDivisionError("a bug")

    made = Broken.procedure_methods[0][0]
    broken = Procedure(PROGRAM, 2, 1, "ADD", made.pack_args, fail, made.pack_result, fail)
    Broken.procedure_methods = ((broken, "ADD"),)
    core = ServerCore()
    core.add(Broken())
    assert accept(core, call(PROGRAM, 2, 1, SUM)) == record(accepted(5))
    assert "a bug" in caplog.text


class Slow(CALC_V1Server):
    """Keeps the contexts of its calls."""

    def __init__(self) -> None:
        self.contexts: list[Context] = []

    def ADD(self, arg: operands, context: Context) -> int:
        self.contexts.append(context)
        return arg.a + arg.b


def test_a_call_is_its_handlers_context() -> None:
    core = ServerCore()
    handler = Slow()
    core.add(handler)
    data = call(PROGRAM, 1, 1, SUM)
    found = core.accept(data, 0, len(data), ServerConnection(PEER), deadline=12.5)
    assert isinstance(found, Call)
    found.method(*found.args, found)
    (context,) = handler.contexts
    assert (context.xid, context.deadline, context.peer) == (XID, 12.5, PEER)
    assert context.identity == Identity(0, PEER)
    assert (context.procedure.name, context.cancelled()) == ("ADD", False)


def test_answers_come_in_any_order() -> None:
    core, connection = new_core(), ServerConnection(PEER)
    calls = [accept(core, call(PROGRAM, 1, 1, words(n, 1), xid=n), connection) for n in range(9)]
    for found in sorted(calls, key=lambda found: -found.xid):
        expected = accepted(SUCCESS, words(found.xid + 1), xid=found.xid)
        assert found.reply(found.method(*found.args, found)) == record(expected)


@pytest.mark.parametrize("result", ["text", None, 2**31, 1.5])
def test_a_result_of_a_wrong_type_is_the_handlers_failure(
    result: object, caplog: pytest.LogCaptureFixture
) -> None:
    found = accept(new_core(), call(PROGRAM, 1, 1, SUM))
    assert found.reply(result) == record(accepted(5))
    assert "Traceback" in caplog.text


def test_cancelling_tells_the_calls_in_progress_once(caplog: pytest.LogCaptureFixture) -> None:
    core, connection = new_core(), ServerConnection(PEER)
    numbers = count()
    told: list[str] = []

    def begin() -> Call:
        found = accept(core, call(PROGRAM, 1, 1, SUM, xid=next(numbers)), connection)
        assert isinstance(found, Call)
        return found

    waiting, answered, failed = begin(), begin(), begin()
    for name, found in {"waiting": waiting, "answered": answered, "failed": failed}.items():
        found.on_cancel(lambda name=name: told.append(name))
    waiting.on_cancel(lambda: told.append("again"))
    waiting.on_cancel(lambda: 1 / 0)
    answered.reply(8)
    failed.fail(LookupError())
    assert not waiting.cancelled()
    connection.cancel()
    connection.cancel()
    assert waiting.cancelled()
    assert told == ["waiting", "again"]
    assert "ZeroDivisionError" in caplog.text
    begin().on_cancel(lambda: told.append("late"))
    assert told[-1] == "late"


def test_refused_arguments_are_logged_for_who_looks(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        accept(new_core(), call(PROGRAM, 1, 1, words(5)))
    assert "ADD" in caplog.text
    assert "192.0.2.1" in caplog.text


def test_what_handlers_keep_is_of_one_connection() -> None:
    core = new_core()
    one, other = ServerConnection(PEER), ServerConnection(PEER)
    first, second = (accept(core, call(PROGRAM, 1, 1, SUM), one) for _ in range(2))
    first.state["seen"] = 1
    assert second.state == {"seen": 1}
    assert accept(core, call(PROGRAM, 1, 1, SUM), other).state == {}


def test_a_handler_may_refuse_its_caller(caplog: pytest.LogCaptureFixture) -> None:
    found = accept(new_core(), call(PROGRAM, 1, 1, SUM))
    assert found.fail(AuthError(TOOWEAK)) == record(denied(AUTH_ERROR, TOOWEAK))
    assert not caplog.records
