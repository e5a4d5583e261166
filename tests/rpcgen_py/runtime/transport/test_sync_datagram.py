"""The blocking client over UDP: it repeats what goes unanswered, and hears only its server."""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from rpcgen_py.runtime.errors import (
    ConnectionLost,
    NotSent,
    SystemError_,
    TimedOut,
    Unreachable,
)
from rpcgen_py.runtime.transport.sync_client import connect
from tests.rpcgen_py.runtime.transport.threads_lab import (
    BIG,
    ECHO,
    HOLD,
    SILENT,
    WITHIN,
    in_thread,
    invoke,
    serving,
    until,
)
from tests.rpcgen_py.runtime.wire.messages import SUCCESS, accepted

UDP = "udp://127.0.0.1:0"


@contextmanager
def silent() -> Iterator[tuple[socket.socket, str]]:
    """A socket that answers what the test has it answer."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(WITHIN)
        yield sock, f"udp://127.0.0.1:{sock.getsockname()[1]}"


def echo_of(call: bytes, xid: int | None = None) -> bytes:
    return accepted(SUCCESS, call[40:], xid=int.from_bytes(call[:4]) if xid is None else xid)


def test_calls_are_repeated_at_growing_intervals() -> None:
    with silent() as (server, address), connect(address, retransmit_after=0.05) as client:
        waiting = in_thread(lambda: invoke(client, ECHO, b"again"))
        heard, times = [], []
        for _ in range(4):
            data, where = server.recvfrom(65536)
            heard.append(data)
            times.append(time.monotonic())
        server.sendto(echo_of(heard[0]), where)
        assert waiting.result(WITHIN) == b"again"
    assert len(set(heard)) == 1, "the same bytes, the xid too: so a server can tell"
    waits = [after - before for before, after in itertools.pairwise(times)]
    for wait, least in zip(waits, (0.05, 0.1, 0.2), strict=True):
        assert wait > least * 0.9


def test_answers_to_other_calls_are_not_heard() -> None:
    with silent() as (server, address), connect(address, retransmit_after=5) as client:
        waiting = in_thread(lambda: invoke(client, ECHO, b"mine"))
        call, where = server.recvfrom(65536)
        xid = int.from_bytes(call[:4])
        for junk in (
            b"", b"\0", call, call[:4],
            echo_of(call, (xid + 1) & 0xFFFFFFFF),
            echo_of(call, (xid - 1) & 0xFFFFFFFF),
        ):  # fmt: skip
            server.sendto(junk, where)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            stranger.sendto(accepted(SUCCESS, b"\0\0\0\4evil", xid=xid), where)
        time.sleep(0.05)
        assert not waiting.done()
        server.sendto(echo_of(call), where)
        assert waiting.result(WITHIN) == b"mine"


def test_a_late_answer_is_dropped() -> None:
    with silent() as (server, address), connect(address, retransmit_after=5) as client:
        with pytest.raises(TimedOut):
            invoke(client, ECHO, b"first", timeout=0.1)
        first, where = server.recvfrom(65536)
        second = in_thread(lambda: invoke(client, ECHO, b"second"))
        call, _ = server.recvfrom(65536)
        server.sendto(echo_of(first), where)
        server.sendto(echo_of(call), where)
        assert second.result(WITHIN) == b"second"


def test_a_port_where_nothing_listens() -> None:
    with silent() as (_, address):
        pass
    with connect(address) as client:
        started = time.monotonic()
        with pytest.raises(Unreachable) as caught:
            invoke(client, ECHO)
        assert caught.value.executed == "no"
        assert time.monotonic() - started < 10, "the host says so at once"
        with pytest.raises(Unreachable):
            invoke(client, ECHO)


def test_a_server_that_goes_may_have_taken_the_call() -> None:
    with silent() as (server, address), connect(address, retransmit_after=0.3) as client:
        waiting = in_thread(lambda: invoke(client, ECHO))
        server.recvfrom(65536)
        server.recvfrom(65536)
        server.close()
        with pytest.raises(ConnectionLost):
            waiting.result(WITHIN)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
def test_localhost_is_tried_at_every_address(host: str) -> None:
    with serving(f"udp://{host}:0") as (_, _, address):
        port = address.rpartition(":")[2]
        with connect(f"udp://localhost:{port}") as client:
            assert invoke(client, ECHO, b"found") == b"found"
            assert invoke(client, ECHO, b"again") == b"again"


def test_a_slow_call_is_executed_once() -> None:
    """The server gets it many times meanwhile, and knows that it runs already."""
    with serving(UDP) as (_, service, address), connect(address, retransmit_after=0.02) as client:
        waiting = in_thread(lambda: invoke(client, HOLD, b"once"))
        until(lambda: service.held)
        time.sleep(0.3)
        service.release.set()
        assert waiting.result(WITHIN) == b"once"
        assert service.seen == [b"once"]


def test_calls_under_way_together() -> None:
    with serving(UDP) as (_, service, address), connect(address) as client:
        service.futures = []
        calls = [client.submit(HOLD, b"%d" % n) for n in range(20)]
        until(lambda: len(service.futures or ()) == 20)
        for arg, future in reversed(list(zip(service.seen, service.futures, strict=True))):
            future.set_result(arg)
        assert [call.result() for call in calls] == [b"%d" % n for n in range(20)]
        assert all(call.done() for call in calls)


def test_one_way_calls() -> None:
    with serving(UDP) as (_, service, address), connect(address) as client:
        for n in range(20):
            client.send(SILENT, b"%d" % n)
        until(lambda: len(service.seen) == 20)


def test_a_call_too_large_is_not_sent() -> None:
    with serving(UDP) as (_, service, address), connect(address) as client:
        assert invoke(client, ECHO, bytes(8700)) == bytes(8700)
        with pytest.raises(NotSent, match="TCP"):
            invoke(client, ECHO, bytes(8800))
        with pytest.raises(NotSent, match="TCP"):
            client.submit(ECHO, bytes(8800))
        assert len(service.seen) == 1


def test_an_answer_too_large_is_an_error_that_says_so(caplog: pytest.LogCaptureFixture) -> None:
    with serving(UDP) as (_, _, address), connect(address) as client:
        assert len(invoke(client, BIG, b"8700")) == 8700
        with pytest.raises(SystemError_, match="TCP"):
            invoke(client, BIG, b"8800")
    assert "too large for UDP" in caplog.text


def test_no_time_means_not_sent() -> None:
    with silent() as (server, address), connect(address) as client:
        with pytest.raises(NotSent):
            invoke(client, ECHO, timeout=0)
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.recv(1)


def test_closing_wakes_who_waits() -> None:
    with silent() as (_, address):
        client = connect(address)
        waiting = in_thread(lambda: invoke(client, ECHO))
        submitted = in_thread(lambda: client.submit(ECHO, b"").result())
        time.sleep(0.1)
        client.close()
        with pytest.raises((ConnectionLost, NotSent)):
            waiting.result(WITHIN)
        with pytest.raises((ConnectionLost, NotSent)):
            submitted.result(WITHIN)
        with pytest.raises(NotSent, match="closed"):
            invoke(client, ECHO)


def test_threads_share_a_socket() -> None:
    with serving(UDP) as (_, _, address), connect(address) as client:

        def use(thread: int) -> None:
            for n in range(30):
                text = b"%d/%d" % (thread, n)
                assert invoke(client, ECHO, text) == text

        for used in [in_thread(lambda thread=thread: use(thread)) for thread in range(4)]:
            used.result(WITHIN)
