"""Peers of the threaded server that are slow, silent, many or noisy: all bounded."""

from __future__ import annotations

import contextlib
import socket
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from rpcgen_py.runtime.errors import ConnectionLost, NotSent
from rpcgen_py.runtime.transport.sync_client import connect
from tests.rpcgen_py.runtime.transport.threads_lab import (
    BIG,
    ECHO,
    HOLD,
    ended,
    invoke,
    over_each,
    place,
    raw,
    request,
    serving,
    take_call,
    until,
    xids,
)

MIB = 1 << 20


def test_slow_readers_are_dropped_and_hold_nobody_up(caplog: pytest.LogCaptureFixture) -> None:
    """A single thread, and two peers that ask for much and take nothing."""
    with (
        serving(max_workers=1, send_timeout=0.5) as (_, service, address),
        raw(address) as greedy,
        raw(address) as other,
        connect(address, timeout=10) as client,
    ):
        for peer in (greedy, other):
            peer.sendall(request(BIG, b"5000000") * 100)
        for n in range(50):
            assert invoke(client, ECHO, b"%d" % n) == b"%d" % n
        until(lambda: caplog.text.count("takes no answers") == 2)
        assert ended(greedy)
        assert ended(other)
        assert len(service.seen) < 60 + 50, "what is not taken is not made"


def test_a_slow_reader_that_reads_is_served() -> None:
    """More slowly than `send_timeout` allows for all of it, but steadily."""
    with serving(send_timeout=0.4) as (_, _, address), raw(address) as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        size = 12 * MIB
        peer.sendall(request(BIG, b"%d" % size))
        taken = 0
        while taken < size:
            taken += len(peer.recv(1 << 17))
            time.sleep(0.01)


def test_late_answers_to_a_peer_that_takes_none_are_kept_in_order() -> None:
    with serving() as (_, service, address), raw(address) as peer:
        service.futures = []
        peer.sendall(b"".join(request(HOLD, xid=xid) for xid in range(8)))
        until(lambda: len(service.futures or ()) == 8)
        for n, future in enumerate(service.futures):
            future.set_result(bytes([n]) * (2 * MIB))
        assert xids(peer, 8) == list(range(8))


@pytest.mark.parametrize("said", ["nothing", "half a request", "drops"])
def test_idle_connections_are_dropped(said: str) -> None:
    with serving(idle_timeout=0.3) as (_, service, address), raw(address) as peer:
        if said == "half a request":
            peer.sendall(request(ECHO)[:20])
        elif said == "drops":
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                for byte in request(ECHO, bytes(10000)):
                    peer.sendall(bytes([byte]))
                    time.sleep(0.02)
                pytest.fail("the server has waited for all of it")
        assert ended(peer)
        assert service.seen == []


@pytest.mark.parametrize("kind", ["blocks", "future"])
def test_a_connection_whose_call_runs_is_not_idle(kind: str) -> None:
    with serving(idle_timeout=0.2) as (_, service, address), raw(address) as peer:
        if kind == "future":
            service.futures = []
        peer.sendall(request(HOLD, xid=5))
        until(lambda: service.held or service.futures)
        time.sleep(0.6)
        service.release.set()
        for future in service.futures or ():
            future.set_result(b"")
        assert xids(peer, 1) == [5]


def test_a_connection_in_use_is_not_idle() -> None:
    with serving(idle_timeout=0.3) as (_, _, address), raw(address) as peer:
        for xid in range(20):
            peer.sendall(request(ECHO, xid=xid))
            assert xids(peer, 1) == [xid]
            time.sleep(0.04)


@over_each
def test_more_connections_than_allowed_are_closed(
    transport: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(place(transport, tmp_path), max_connections=2) as (_, _, address):
        with connect(address) as first, connect(address) as second:
            invoke(first, ECHO)
            invoke(second, ECHO)
            # Which of them: whether the call was sent before the connection was closed.
            with connect(address) as third, pytest.raises((ConnectionLost, NotSent)):
                invoke(third, ECHO)
            assert invoke(first, ECHO, b"still") == b"still"
        assert "there are 2 connections" in caplog.text
        with connect(address, timeout=10) as fourth:
            until(lambda: _answers(fourth))


@over_each
def test_the_longest_idle_connection_gives_place_to_a_new_one(
    transport: str, tmp_path: Path
) -> None:
    """Not one whose call is under way, nor one that has just sent a part of a call."""
    where = place(transport, tmp_path)
    with (
        serving(where, max_connections=4, yield_after=0.2) as (_, service, address),
        raw(address) as oldest,
        raw(address) as idle,
        raw(address) as waiting,
        raw(address) as sending,
    ):
        for peer in (oldest, idle, sending):
            peer.sendall(request(ECHO))
            take_call(peer)
        waiting.sendall(request(HOLD))
        sending.sendall(request(ECHO)[:-1])
        until(lambda: service.held == 1)
        time.sleep(0.35)
        idle.sendall(request(ECHO))
        take_call(idle)
        with raw(address) as fifth:
            fifth.sendall(request(ECHO))
            take_call(fifth)
            assert oldest.recv(1) == b""
            sending.sendall(request(ECHO)[-1:])
            idle.sendall(request(ECHO))
            service.release.set()
            for peer in (sending, idle, waiting):
                take_call(peer)


@over_each
def test_who_holds_all_connections_does_not_keep_others_out(transport: str, tmp_path: Path) -> None:
    where = place(transport, tmp_path)
    with (
        serving(where, max_connections=8, yield_after=0.1) as (_, _, address),
        ExitStack() as stack,
    ):
        for sent in (b"", request(ECHO)[:1]) * 4:
            stack.enter_context(raw(address)).sendall(sent)
        for _ in range(8):
            with connect(address, timeout=10) as client:
                until(lambda: _answers(client))


def _answers(client: object) -> bool:
    try:
        return invoke(client, ECHO, b"x") == b"x"  # type: ignore[arg-type]  # a connection
    except (
        ConnectionLost,
        NotSent,
    ):  # the server may not have noticed yet that the others have gone
        return False


def test_a_record_over_its_bound_ends_its_connection(caplog: pytest.LogCaptureFixture) -> None:
    with serving(max_record=1000) as (_, _, address), raw(address) as peer, raw(address) as other:
        peer.sendall(request(ECHO, xid=5) + request(ECHO, bytes(2000)))
        assert xids(peer, 1) == [5]
        assert ended(peer)
        assert "at most 1000" in caplog.text
        other.sendall(request(ECHO, xid=6))
        assert xids(other, 1) == [6]


def test_unfinished_records_are_bounded_together(caplog: pytest.LogCaptureFixture) -> None:
    """One thread, so that each that is closed gives back what it had before another is."""
    options = {"max_buffered": 4 * MIB, "max_workers": 1}
    with serving(**options) as (_, _, address), ExitStack() as stack:
        whole = request(ECHO, bytes(MIB), xid=7)
        peers = [stack.enter_context(raw(address)) for _ in range(8)]
        for peer in peers:
            with contextlib.suppress(OSError):
                peer.sendall(whole[:-1])
        until(lambda: "more unfinished records" in caplog.text)
        served = closed = 0
        for peer in peers:
            try:
                peer.sendall(whole[-1:])
                assert xids(peer, 1) == [7]
                served += 1
            except OSError:
                closed += 1
        assert served >= 3
        assert closed >= 1
        with raw(address) as peer:  # what was taken has been given back
            peer.sendall(whole)
            assert xids(peer, 1) == [7]


def test_answers_not_taken_are_bounded_together(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Those that hold the most are dropped; who takes answers, or owes little, is not touched."""
    where = f"unix://{tmp_path}/socket"  # whose own buffers are small
    bound, answer, peers = 16 * MIB, 4 * MIB, 24
    with serving(where, max_buffered=bound) as (shell, service, address), ExitStack() as stack:
        small = stack.enter_context(raw(address))
        small.sendall(request(BIG, b"%d" % MIB))
        until(lambda: len(service.seen) == 1)
        for _ in range(peers):
            stack.enter_context(raw(address)).sendall(request(BIG, b"%d" % answer))
        until(lambda: len(service.seen) == 1 + peers)
        until(lambda: len(shell._sessions) <= 1 + bound // answer)
        assert sum(len(session._unsent) for session in shell._sessions) <= bound
        assert "too many answers untaken" in caplog.text
        with connect(address) as client:
            assert invoke(client, ECHO, b"still there") == b"still there"
        assert len(take_call(small)) > MIB


def test_a_peer_that_has_said_all_it_has_is_still_answered() -> None:
    """It closed its half, as `nc` does; what it asked before is answered."""
    with serving() as (_, _, address), raw(address) as peer:
        peer.sendall(request(ECHO, xid=1) + request(BIG, b"3000000", xid=2))
        peer.shutdown(socket.SHUT_WR)
        assert xids(peer, 2) == [1, 2]
        assert peer.recv(1) == b""


def test_connections_that_come_and_go_leave_nothing() -> None:
    with serving() as (shell, _, address):

        def visit() -> None:
            with raw(address) as peer:
                peer.sendall(request(ECHO) + request(ECHO)[:9])
                xids(peer, 1)

        visit()
        until(lambda: not shell._sessions)
        before = len(list(Path("/proc/self/fd").iterdir()))
        for _ in range(100):
            visit()
        until(lambda: not shell._sessions)
        assert len(list(Path("/proc/self/fd").iterdir())) <= before
        assert shell._common.budget._left == 1 << 27


@pytest.mark.parametrize("seed", range(4))
def test_noise_ends_nothing(seed: int) -> None:
    """Peers that send anything at all: at random, and nearly right."""
    random = Random(seed)  # noqa: S311 (noise, which must be the same each time)
    good = request(ECHO, b"abcdefgh")
    with serving(max_record=100_000) as (shell, _, address):
        udp = str(shell.listen("udp://127.0.0.1:0"))
        for _ in range(100):
            if random.random() < 0.5:
                noise = random.randbytes(random.randrange(200))
            else:
                noise = bytearray(good * 3)
                for _ in range(random.randrange(1, 8)):
                    noise[random.randrange(len(noise))] = random.randrange(256)
            for where in (address, udp):
                with raw(where) as peer, contextlib.suppress(OSError):
                    peer.sendall(noise)
        with connect(address) as client, connect(udp) as other:
            assert invoke(client, ECHO, b"lives") == b"lives"
            assert invoke(other, ECHO, b"lives") == b"lives"
        until(lambda: not shell._sessions)
