"""Many calls over one connection of the blocking client."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rpcgen_py.runtime.errors import (
    ConnectionLost,
    NotSent,
    RpcError,
    TimedOut,
    Unreachable,
)
from rpcgen_py.runtime.transport.sync_client import connect
from tests.rpcgen_py.runtime.transport.threads_lab import (
    BIG,
    ECHO,
    HOLD,
    SILENT,
    in_thread,
    invoke,
    over_each,
    peer,
    place,
    serving,
    take_call,
    until,
)


@over_each
def test_pipelined_calls_end_in_any_order(transport: str, tmp_path: Path) -> None:
    with serving(place(transport, tmp_path)) as (_, service, address), connect(address) as client:
        service.futures = []
        calls = [client.submit(HOLD, b"%d" % n) for n in range(50)]
        until(lambda: len(service.futures or ()) == 50)
        assert not any(call.done() for call in calls)
        for n in reversed(range(50)):
            service.futures[n].set_result(b"%d" % n)
        assert invoke(client, ECHO, b"between") == b"between"
        for n in (7, 3, 49, *range(50)):
            assert calls[n].result() == b"%d" % n


def test_a_submitted_call_that_is_given_up() -> None:
    with serving() as (_, service, address), connect(address) as client:
        held, echo = client.submit(HOLD, b"x"), client.submit(ECHO, b"y")
        with pytest.raises(TimedOut):
            held.result(0.1)
        service.release.set()
        assert echo.result() == b"y"
        assert invoke(client, ECHO, b"z") == b"z"


def test_submitted_calls_end_with_the_connection() -> None:
    def take_two(sock: socket.socket) -> None:
        take_call(sock)
        take_call(sock)
        sock.close()

    with peer(take_two) as address, connect(address) as client:
        calls = [client.submit(ECHO, b"") for _ in range(2)]
        for call in calls * 2:
            with pytest.raises(ConnectionLost):
                call.result()


def test_no_more_calls_wait_than_are_allowed() -> None:
    with serving() as (_, service, address), connect(address) as client:
        client._core.max_pending = 8  # type: ignore[attr-defined]  # 4096 would take long
        calls = [client.submit(ECHO, b"%d" % n) for n in range(100)]
        assert [call.result() for call in calls] == [b"%d" % n for n in range(100)]
        client.timeout = 0.1
        held = [client.submit(HOLD, b"") for _ in range(8)]
        with pytest.raises(NotSent, match="8 calls"):
            client.submit(HOLD, b"")
        service.release.set()
        assert [call.result(20) for call in held] == [b""] * 8


def test_one_way_calls_arrive_in_order() -> None:
    with serving() as (_, service, address), connect(address) as client:
        for n in range(1000):
            client.send(SILENT, b"%d" % n)
        assert invoke(client, ECHO, b"flush") == b"flush"
        assert service.seen[:-1] == [b"%d" % n for n in range(1000)]


def test_answers_to_one_way_calls_fill_no_pipe() -> None:
    with serving() as (_, service, address), connect(address) as client:
        for _ in range(300):
            client.send(BIG, b"100000")
        assert invoke(client, ECHO, b"x") == b"x"
        assert len(service.seen) == 301


def test_threads_share_a_connection() -> None:
    with serving() as (_, _, address), connect(address) as client:

        def use(thread: int) -> None:
            for n in range(100):
                text = b"%d/%d" % (thread, n)
                submitted = client.submit(ECHO, text * 2)
                assert invoke(client, ECHO, text) == text
                assert submitted.result() == text * 2

        for used in [in_thread(lambda thread=thread: use(thread)) for thread in range(8)]:
            used.result(20)


@pytest.mark.parametrize("what", ["call", "result", "submit"])
def test_waiting_for_another_thread_takes_no_longer_than_allowed(what: str) -> None:
    with serving() as (_, service, address), connect(address) as client:
        submitted = client.submit(HOLD, b"")
        waiting = in_thread(lambda: invoke(client, HOLD, timeout=20))
        until(lambda: len(service.seen) == 2 or service.held)
        time.sleep(0.05)
        ways: dict[str, tuple[Callable[[], object], type[RpcError]]] = {
            "call": (lambda: invoke(client, ECHO, timeout=0.1), NotSent),
            "submit": (lambda: client.submit(ECHO, b""), NotSent),
            "result": (lambda: submitted.result(0.1), TimedOut),
        }
        client.timeout = 0.1
        way, error = ways[what]
        with pytest.raises(error):
            way()
        service.release.set()
        waiting.result(20)


def test_what_fails_leaves_no_socket_open() -> None:
    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = descriptors()
    for address in ("tcp://localhost:1", "udp://no-such-host.invalid:1", "unix:///nonexistent"):
        with pytest.raises(Unreachable):
            connect(address)
    assert descriptors() == before
