"""UDP service of the threaded server: a call that comes twice is executed once."""

from __future__ import annotations

import time

import pytest

from rpcgen_py.runtime.transport.sync_client import connect
from tests.rpcgen_py.runtime.transport.threads_lab import (
    ECHO,
    FAIL,
    HOLD,
    SILENT,
    in_thread,
    invoke,
    raw,
    serving,
    until,
)
from tests.rpcgen_py.runtime.wire.messages import (
    PROC_UNAVAIL,
    SUCCESS,
    SYSTEM_ERR,
    accepted,
    call,
    opaque,
)

UDP = "udp://127.0.0.1:0"


def request(number: int, arg: bytes = b"", xid: int = 1) -> bytes:
    return call(ECHO.program, ECHO.version, number, opaque(arg), xid=xid)


def test_a_call_that_was_answered_gets_its_answer_again() -> None:
    with serving(UDP) as (_, service, address), raw(address) as peer:
        for _ in range(5):
            peer.send(request(ECHO.number, b"once"))
            assert peer.recv(65536) == accepted(SUCCESS, opaque(b"once"), xid=1)
        assert service.seen == [b"once"]


@pytest.mark.parametrize("late", [False, True])
def test_a_call_that_runs_is_not_begun_again(late: bool) -> None:
    with serving(UDP) as (_, service, address), raw(address) as peer:
        service.futures = [] if late else None
        for _ in range(5):
            peer.send(request(HOLD.number, b"once"))
        until(lambda: service.seen)
        peer.send(request(ECHO.number, b"meanwhile", xid=2))
        assert peer.recv(65536) == accepted(SUCCESS, opaque(b"meanwhile"), xid=2)
        service.release.set()
        for future in service.futures or ():
            future.set_result(b"once")
        assert peer.recv(65536) == accepted(SUCCESS, opaque(b"once"), xid=1)
        peer.send(request(HOLD.number, b"once"))
        assert peer.recv(65536) == accepted(SUCCESS, opaque(b"once"), xid=1)
        assert service.seen.count(b"once") == 1


def test_the_same_xid_from_elsewhere_or_for_else_is_another_call() -> None:
    with serving(UDP) as (_, service, address), raw(address) as peer, raw(address) as other:
        for sock, arg in ((peer, b"a"), (other, b"a"), (peer, b"b")):
            sock.send(request(ECHO.number, arg))
            assert sock.recv(65536) == accepted(SUCCESS, opaque(arg), xid=1)
        assert service.seen == [b"a", b"a", b"b"]


def test_a_failure_is_an_answer_too() -> None:
    with serving(UDP) as (_, service, address), raw(address) as peer:
        for _ in range(2):
            peer.send(request(FAIL.number))
            assert peer.recv(65536) == accepted(SYSTEM_ERR, xid=1)
            peer.send(request(99, xid=2))
            assert peer.recv(65536) == accepted(PROC_UNAVAIL, xid=2)
        assert len(service.seen) == 1


def test_a_one_way_call_is_executed_once() -> None:
    with serving(UDP) as (_, service, address), raw(address) as peer:
        for _ in range(3):
            peer.send(request(SILENT.number, b"once"))
        peer.send(request(ECHO.number, b"next", xid=2))
        assert peer.recv(65536) == accepted(SUCCESS, opaque(b"next"), xid=2)
        until(lambda: service.seen.count(b"once") == 1)


def test_slow_calls_hold_no_others_up_while_there_are_threads() -> None:
    with (
        serving(UDP, max_workers=3) as (_, service, address),
        connect(address) as client,
        connect(address) as one,
        connect(address) as two,
    ):
        held = [in_thread(lambda each=each: invoke(each, HOLD)) for each in (one, two)]
        until(lambda: service.held == 2)
        assert invoke(client, ECHO, b"x") == b"x"
        service.release.set()
        for each in held:
            each.result(20)


def test_what_is_no_call_is_dropped() -> None:
    with serving(UDP) as (_, service, address), raw(address) as peer:
        for junk in (b"", b"\0", b"\xff" * 100, request(ECHO.number)[:20], b"\1" * 60000):
            peer.send(junk)
        peer.send(request(ECHO.number, b"x"))
        assert peer.recv(65536) == accepted(SUCCESS, opaque(b"x"), xid=1)
        assert service.seen == [b"x"]


def test_stopping_waits_for_calls_and_takes_no_more() -> None:
    with serving(UDP) as (shell, service, address), connect(address) as client:
        held = in_thread(lambda: invoke(client, HOLD, b"last"))
        until(lambda: service.held == 1)
        stopped = in_thread(shell.stop)
        time.sleep(0.1)
        assert not stopped.done()
        service.release.set()
        stopped.result(20)
        assert held.result(20) == b"last"


def test_stopping_gives_up_what_outlasts_its_grace() -> None:
    with serving(UDP) as (shell, service, address), raw(address) as peer:
        peer.send(request(HOLD.number))
        until(lambda: service.held == 1)
        shell.stop(grace=0.1)
        until(lambda: service.cancelled == 1)
