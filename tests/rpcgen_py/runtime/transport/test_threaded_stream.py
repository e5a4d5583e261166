"""Connections of the threaded server: requests in turn, answers now or later."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from rpcgen_py.runtime.errors import SystemError_
from rpcgen_py.runtime.transport.sync_client import connect
from tests.rpcgen_py.runtime.transport.threads_lab import (
    ECHO,
    FAIL,
    HOLD,
    WITHIN,
    in_thread,
    invoke,
    over_each,
    place,
    raw,
    request,
    serving,
    until,
    xids,
)

MIB = 1 << 20


@over_each
def test_many_requests_in_one_piece_are_answered_in_order(transport: str, tmp_path: Path) -> None:
    with serving(place(transport, tmp_path)) as (_, _, address), raw(address) as peer:
        peer.sendall(b"".join(request(ECHO, bytes(xid % 50), xid=xid) for xid in range(2000)))
        assert xids(peer, 2000) == list(range(2000))


@pytest.mark.parametrize("size", [1, 100, 65535, 65537, 5 * MIB])
def test_large_requests_among_small_ones(size: int) -> None:
    with serving() as (_, service, address), raw(address) as peer:
        in_thread(
            lambda: peer.sendall(
                b"".join(request(ECHO, bytes(size if xid == 2 else 9), xid=xid) for xid in range(5))
            )
        )
        assert xids(peer, 5) == [0, 1, 2, 3, 4]
        assert [len(seen) for seen in service.seen] == [9, 9, size, 9, 9]


def test_more_connections_than_threads() -> None:
    with serving(max_workers=2) as (_, _, address), ExitStack() as stack:
        clients = [stack.enter_context(connect(address)) for _ in range(50)]
        for n, client in enumerate(clients * 3):
            assert invoke(client, ECHO, b"%d" % n) == b"%d" % n


def test_busy_connections_leave_the_others_their_turn() -> None:
    """One thread; two connections that never rest; and one that asks now and then."""
    with serving(max_workers=1) as (_, _, address), ExitStack() as stack:
        resting = stack.enter_context(connect(address))
        busy = [stack.enter_context(connect(address)) for _ in range(2)]
        stop: list[bool] = []

        def work(client: object) -> None:
            while not stop:
                invoke(client, ECHO)  # type: ignore[arg-type]  # a connection

        working = [in_thread(lambda client=client: work(client)) for client in busy]
        for _ in range(20):
            assert invoke(resting, ECHO, b"x", timeout=10) == b"x"
        stop.append(True)
        for done in working:
            done.result(WITHIN)


def test_no_more_handlers_run_than_threads() -> None:
    with serving(max_workers=3) as (_, service, address), ExitStack() as stack:
        clients = [stack.enter_context(connect(address)) for _ in range(10)]
        held = [in_thread(lambda client=client: invoke(client, HOLD)) for client in clients]
        until(lambda: service.held == 3)
        time.sleep(0.1)
        assert service.held == 3
        service.release.set()
        for each in held:
            each.result(WITHIN)
        assert service.most_held == 3


@pytest.mark.parametrize("how", [b"error", b"exit", b"interrupt"])
def test_a_handler_that_raises_anything_ends_nothing(how: bytes) -> None:
    with serving(max_workers=2) as (_, _, address), connect(address) as client:
        for _ in range(5):
            with pytest.raises(SystemError_):
                invoke(client, FAIL, how)
            assert invoke(client, ECHO, b"x") == b"x"


# ---------------------------------------------------------------------- late answers


def test_late_answers_come_as_they_are_ready() -> None:
    with serving() as (_, service, address), raw(address) as peer:
        service.futures = []
        peer.sendall(b"".join(request(HOLD, xid=xid) for xid in range(10)))
        until(lambda: len(service.futures or ()) == 10)
        peer.sendall(request(ECHO, xid=99))
        assert xids(peer, 1) == [99]
        for n in (7, 2, 9):
            service.futures[n].set_result(b"")
        assert sorted(xids(peer, 3)) == [2, 7, 9]


def test_a_future_may_be_ready_at_once_or_fail() -> None:
    with serving() as (_, service, address), connect(address) as client:
        service.futures = []
        calls = [client.submit(HOLD, b"") for _ in range(3)]
        until(lambda: len(service.futures or ()) == 3)
        service.futures[0].set_exception(LookupError("late"))
        service.futures[1].cancel()
        service.futures[2].set_result(b"ok")
        for failed in calls[:2]:
            with pytest.raises(SystemError_):
                failed.result()
        assert calls[2].result() == b"ok"


def test_no_more_answers_are_owed_than_allowed() -> None:
    """No more requests are read meanwhile, and all are served in the end."""
    with serving(max_queued=5) as (_, service, address), raw(address) as peer:
        service.futures = []
        peer.sendall(b"".join(request(HOLD, xid=xid) for xid in range(100)))
        until(lambda: len(service.futures or ()) == 5)
        time.sleep(0.05)
        answered = 0
        while answered < 100:
            until(lambda: len(service.futures or ()) > answered)  # noqa: B023 (called at once)
            assert len(service.futures) - answered <= 5
            service.futures[answered].set_result(b"")
            assert xids(peer, 1) == [answered]
            answered += 1


def test_a_connection_that_owes_answers_may_end() -> None:
    with serving() as (_, service, address):
        service.futures = []
        with raw(address) as peer:
            peer.sendall(request(HOLD) * 3)
            until(lambda: len(service.futures or ()) == 3)
            told: list[int] = []
            for n, context in enumerate(service.contexts):
                context.on_cancel(lambda n=n: told.append(n))
        until(lambda: sorted(told) == [0, 1, 2])
        assert all(context.cancelled() for context in service.contexts)
        for future in service.futures:
            future.set_result(b"nobody waits")


def test_a_handler_sees_that_its_caller_has_gone() -> None:
    with serving() as (_, service, address):
        with raw(address) as peer:
            peer.sendall(request(HOLD))
            until(lambda: service.held == 1)
            assert not service.contexts[0].cancelled()
        until(lambda: service.cancelled == 1)


def test_a_deadline_is_what_the_server_is_told() -> None:
    with serving(call_timeout=7) as (_, service, address), connect(address) as client:
        before = time.monotonic()
        invoke(client, ECHO)
        deadline = service.contexts[0].deadline
        assert deadline is not None
        assert before + 7 <= deadline <= time.monotonic() + 7


def test_handlers_see_who_calls(tmp_path: Path) -> None:
    address = f"unix://{tmp_path}/socket"
    with serving(address) as (_, service, _), connect(address) as client:
        invoke(client, ECHO)
        peer = service.contexts[0].peer
        assert peer.process == (os.getpid(), os.geteuid(), os.getegid())
        assert str(os.getpid()) in str(peer)
