"""The blocking client over streams: every outcome by its name, and nothing that waits for ever."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import pytest

from rpcgen_py.runtime.errors import (
    ConnectionLost,
    NotSent,
    ProcedureUnavailable,
    RpcError,
    SystemError_,
    TimedOut,
    Unreachable,
)
from rpcgen_py.runtime.program import Procedure
from rpcgen_py.runtime.transport.sync_client import connect
from tests.rpcgen_py.runtime.transport.threads_lab import (
    ECHO,
    FAIL,
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
from tests.rpcgen_py.runtime.wire.messages import SUCCESS, accepted, record

MIB = 1 << 20


def echo_of(call: bytes) -> bytes:
    """The record that answers an ECHO."""
    xid = int.from_bytes(call[:4])
    return record(accepted(SUCCESS, call[40:], xid=xid))


@over_each
@pytest.mark.parametrize("size", [0, 1, 1000, 65500, 65536, 3 * MIB])
def test_calls(transport: str, size: int, tmp_path: Path) -> None:
    data = bytes(range(256)) * (size // 256) + bytes(size % 256)
    with serving(place(transport, tmp_path)) as (_, _, address), connect(address) as client:
        for _ in range(3):
            assert invoke(client, ECHO, data) == data


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_localhost_is_tried_at_every_address(family: socket.AddressFamily) -> None:
    host = "[::1]" if family == socket.AF_INET6 else "127.0.0.1"
    with serving(f"tcp://{host}:0") as (_, _, address):
        port = address.rpartition(":")[2]
        with connect(f"tcp://localhost:{port}") as client:
            assert invoke(client, ECHO, b"found") == b"found"


@pytest.mark.parametrize(
    ("address", "word", "place"),
    [
        ("tcp://127.0.0.1:1", "refused", "tcp://127.0.0.1:1"),
        ("unix:///nonexistent/socket", "No such file", "unix:///nonexistent/socket"),
        ("tcp://no-such-host.invalid:1", "could not be resolved", "no-such-host.invalid"),
    ],
)
def test_unreachable(address: str, word: str, place: str) -> None:
    with pytest.raises(Unreachable, match=word) as caught:
        connect(address, timeout=5)
    assert caught.value.executed == "no"
    assert place in str(caught.value)


def test_a_server_that_does_not_accept_is_unreachable_in_time(tmp_path: Path) -> None:
    path = str(tmp_path / "socket")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(0)
        first = connect(f"unix://{path}", timeout=0.2)  # takes the only place there is
        with first, pytest.raises(Unreachable, match="timed out"):
            connect(f"unix://{path}", timeout=0.2)


def test_what_is_no_address_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="port"):
        connect("localhost")


def test_errors_of_the_server() -> None:
    unknown = Procedure(
        ECHO.program, ECHO.version, 99, "X", ECHO.pack_args, ECHO.unpack_args,
        ECHO.pack_result, ECHO.unpack_result,
    )  # fmt: skip
    with serving() as (_, _, address), connect(address) as client:
        with pytest.raises(SystemError_):
            invoke(client, FAIL)
        with pytest.raises(ProcedureUnavailable):
            invoke(client, unknown)
        assert invoke(client, ECHO, b"lives") == b"lives"


# ---------------------------------------------------------------------- time


def test_a_late_answer_is_dropped() -> None:
    with serving() as (_, service, address), connect(address) as client:
        with pytest.raises(TimedOut) as caught:
            invoke(client, HOLD, b"late", timeout=0.1)
        assert caught.value.executed == "unknown"
        service.release.set()
        for n in range(3):
            assert invoke(client, ECHO, b"%d" % n) == b"%d" % n


@pytest.mark.parametrize("first", [0, 10, 30], ids=["the mark", "the header", "the result"])
def test_a_dripping_server_does_not_stretch_the_time(first: int) -> None:
    def drip(sock: socket.socket) -> None:
        answer = echo_of(take_call(sock))
        sock.sendall(answer[:first])
        for byte in answer[first : first + 20]:
            time.sleep(0.15)
            sock.sendall(bytes([byte]))

    with peer(drip) as address, connect(address) as client:
        started = time.monotonic()
        with pytest.raises(TimedOut):
            invoke(client, ECHO, bytes(100), timeout=0.2)
        assert time.monotonic() - started < 2  # of the 3 s that the drops take


def test_no_time_means_not_sent() -> None:
    with serving() as (_, service, address), connect(address) as client:
        for seconds in (0, -1):
            with pytest.raises(NotSent):
                invoke(client, ECHO, timeout=seconds)
        assert service.seen == []


def test_time_without_end() -> None:
    with serving() as (_, _, address), connect(address, timeout=float("inf")) as client:
        assert invoke(client, ECHO, b"x") == b"x"
        assert client.submit(ECHO, b"y").result() == b"y"


def test_each_call_has_its_own_time() -> None:
    with serving() as (_, service, address), connect(address, timeout=0.05) as client:
        service.futures = []
        with pytest.raises(TimedOut):
            invoke(client, HOLD)
        held = in_thread(lambda: invoke(client, HOLD, timeout=20))
        until(lambda: len(service.futures or ()) == 2)
        time.sleep(0.1)
        service.futures[1].set_result(b"x")
        assert held.result() == b"x"


# ---------------------------------------------------------------------- connections that end


def test_a_connection_lost_with_a_call_under_way() -> None:
    with peer(lambda sock: take_call(sock) and sock.close()) as address:
        with connect(address) as client, pytest.raises(ConnectionLost) as caught:
            invoke(client, ECHO)
        assert caught.value.executed == "unknown"


@pytest.mark.parametrize("wait", [0.0, 0.1])
def test_an_idle_connection_that_was_closed_is_made_anew(wait: float) -> None:
    """Nobody is told: that it has ended is seen before the call is sent."""
    calls = []

    def once(sock: socket.socket) -> None:
        calls.append(call := take_call(sock))
        sock.sendall(echo_of(call))
        sock.close()

    with peer(once) as address, connect(address) as client:
        for n in range(3):
            assert invoke(client, ECHO, b"%d" % n) == b"%d" % n
            time.sleep(0.05 + wait)
    assert len(calls) == 3


def test_a_server_that_starts_again_is_found_again(tmp_path: Path) -> None:
    address = f"unix://{tmp_path}/socket"
    with serving(address):
        client = connect(address, timeout=5)
    with client:
        with pytest.raises(Unreachable):
            invoke(client, ECHO)
        with serving(address):
            assert invoke(client, ECHO, b"back") == b"back"


def test_closing_wakes_who_waits() -> None:
    with serving() as (_, service, address):
        client = connect(address)
        waiting = in_thread(lambda: invoke(client, HOLD))
        until(lambda: service.held == 1)
        client.close()
        with pytest.raises(ConnectionLost):
            waiting.result(5)
        client.close()
        for use in (
            lambda: invoke(client, ECHO),
            lambda: client.submit(ECHO, b""),
            lambda: client.send(ECHO, b""),
        ):
            with pytest.raises(NotSent, match="closed"):
                use()


def test_a_call_that_is_interrupted_disturbs_no_other() -> None:
    """An exception out of a signal handler, as Ctrl-C is, while the answer is waited for."""

    class Interrupted(Exception):
        pass

    def interrupt(number: int, frame: object) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with serving() as (_, service, address), connect(address) as client:
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            with pytest.raises(Interrupted):
                invoke(client, HOLD, b"unwanted")
            service.release.set()
            assert invoke(client, ECHO, b"wanted") == b"wanted"
    finally:
        signal.signal(signal.SIGALRM, before)


# ---------------------------------------------------------------------- servers that do not read


def never_read(sock: socket.socket) -> None:
    """A server that takes nothing."""


def test_half_a_call_is_of_unknown_outcome_and_ends_the_connection() -> None:
    with peer(never_read) as address, connect(address) as client:
        with pytest.raises(TimedOut):
            invoke(client, ECHO, bytes(12 * MIB), timeout=0.2)
        with pytest.raises(TimedOut):  # on a new connection, which has room for it
            invoke(client, ECHO, b"small", timeout=0.2)


def test_a_call_that_is_cut_off_before_its_end_was_not_made() -> None:
    def read_a_part(sock: socket.socket) -> None:
        sock.recv(65536)
        sock.shutdown(socket.SHUT_RDWR)
        sock.close()

    with peer(read_a_part) as address, connect(address) as client:
        for _ in range(3):
            with pytest.raises(NotSent, match="before the whole call was sent"):
                invoke(client, ECHO, bytes(24 * MIB), timeout=5)


def test_a_call_for_which_there_is_no_room_is_not_sent() -> None:
    """Small ones, so that the last one that leaves leaves whole."""
    with peer(never_read) as address, connect(address, timeout=0.2) as client:
        problem: RpcError | None = None
        for _ in range(1_000_000):
            try:
                client.send(SILENT, b"")
            except RpcError as error:
                problem = error
                break
        assert isinstance(problem, NotSent | TimedOut)
        assert problem.executed == ("no" if isinstance(problem, NotSent) else "unknown")


def test_large_calls_and_large_answers_do_not_block_each_other() -> None:
    """Neither end reads all it is sent before it has sent all it has."""
    with serving() as (_, _, address), connect(address) as client:
        calls = [client.submit(ECHO, bytes([n]) * 100_000) for n in range(200)]
        for n, call in enumerate(calls):
            assert call.result() == bytes([n]) * 100_000
