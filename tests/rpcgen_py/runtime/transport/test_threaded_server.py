"""The threaded server as a whole: where it listens, how it starts, and how it ends."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

import pytest

from rpcgen_py.runtime.address import Address
from rpcgen_py.runtime.auth.sys import AuthSys
from rpcgen_py.runtime.errors import AuthError, AuthStat, ConnectionLost, NotSent, Unreachable
from rpcgen_py.runtime.transport.connection import Connection
from rpcgen_py.runtime.transport.sync_client import connect
from rpcgen_py.runtime.transport.threaded_server import Server
from tests.rpcgen_py.runtime.transport import asyncio_lab
from tests.rpcgen_py.runtime.transport.threads_lab import (
    ECHO,
    HOLD,
    STREAMS,
    TRANSPORTS,
    Service,
    in_thread,
    invoke,
    place,
    raw,
    serving,
    until,
)


def test_one_server_listens_at_many_places(tmp_path: Path) -> None:
    with Server() as server:
        server.add(Service())
        found = [server.listen(place(transport, tmp_path)) for transport in TRANSPORTS]
        server.start()
        found.append(server.listen("tcp://localhost:0"))  # while it serves, too
        assert all(address.port for address in found if address.transport != "unix")
        for address in (*found, *server.addresses):
            with connect(address) as client:
                assert invoke(client, ECHO, b"x") == b"x"
        assert len(server.addresses) == len(TRANSPORTS) + 2
        assert {address.host for address in server.addresses[-2:]} == {"127.0.0.1", "::1"}


def test_a_server_that_was_never_started_ends(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    with Server() as server:
        server.listen(f"unix://{path}")
        server.listen("udp://127.0.0.1:0")
        assert path.exists()
    assert not path.exists()


def test_serving_for_ever_ends_when_it_is_stopped() -> None:
    server = Server()
    server.add(Service())
    address = server.listen("tcp://127.0.0.1:0")
    serving_ = in_thread(server.serve_forever)
    with connect(address) as client:
        invoke(client, ECHO)
    server.stop()
    serving_.result(20)
    server.stop()
    with pytest.raises(RuntimeError, match="stopped"):
        server.listen("tcp://127.0.0.1:0")
    with pytest.raises(RuntimeError, match="once"):
        server.start()


def test_an_asyncio_handler_is_refused() -> None:
    with Server() as server:
        with pytest.raises(TypeError, match="AsyncServer"):
            server.add(asyncio_lab.Service())
        server.add(Service())
        with pytest.raises(ValueError, match="TEST_V1"):
            server.add(Service())


@pytest.mark.parametrize("place_", ["nowhere", "tcp://127.0.0.1", "unix:///no/such/folder/socket"])
def test_where_it_cannot_listen(place_: str) -> None:
    with Server() as server, pytest.raises((ValueError, OSError), match=place_):
        server.listen(place_)


@pytest.mark.parametrize("transport", STREAMS)
def test_stopping_lets_running_calls_end_and_takes_no_more(transport: str, tmp_path: Path) -> None:
    with (
        serving(place(transport, tmp_path)) as (shell, service, address),
        connect(address) as client,
        connect(address) as idle,
    ):
        invoke(idle, ECHO)
        held = in_thread(lambda: invoke(client, HOLD, b"last"))
        until(lambda: service.held == 1)
        stopped = in_thread(shell.stop)
        until(lambda: _refused(address))
        until(lambda: not _answers(idle))
        assert not stopped.done()
        service.release.set()
        assert held.result(20) == b"last"
        stopped.result(20)


def _answers(client: Connection) -> bool:
    try:
        return invoke(client, ECHO, b"x") == b"x"
    except (ConnectionLost, NotSent):
        return False


def _refused(address: str) -> bool:
    try:
        with connect(address):
            return False
    except Unreachable:
        return True


def test_stopping_lets_late_answers_come() -> None:
    with serving() as (shell, service, address), connect(address) as client:
        service.futures = []
        calls = [client.submit(HOLD, b"") for _ in range(3)]
        until(lambda: len(service.futures or ()) == 3)
        stopped = in_thread(shell.stop)
        time.sleep(0.1)
        assert not stopped.done()
        for future in service.futures:
            future.set_result(b"last")
        assert [call.result() for call in calls] == [b"last"] * 3
        stopped.result(20)


@pytest.mark.parametrize("late", [False, True])
def test_stopping_gives_up_what_outlasts_its_grace(late: bool) -> None:
    with serving() as (shell, service, address), connect(address) as client:
        service.futures = [] if late else None
        told: list[bool] = []
        held = in_thread(lambda: invoke(client, HOLD))
        until(lambda: service.contexts)
        service.contexts[0].on_cancel(lambda: told.append(True))
        shell.stop(grace=0.1)
        assert told == [True]
        assert service.contexts[0].cancelled()
        with pytest.raises(ConnectionLost):
            held.result(20)


def test_stopping_does_not_wait_for_a_handler_that_hangs(caplog: pytest.LogCaptureFixture) -> None:
    release = threading.Event()

    class Hangs(Service):
        def ECHO(self, arg: bytes, context: object) -> bytes:
            release.wait(20)
            return arg

    server = Server()
    server.add(Hangs())
    address = server.listen("tcp://127.0.0.1:0")
    server.start()
    with connect(address) as client:
        held = in_thread(lambda: invoke(client, ECHO))
        time.sleep(0.1)
        started = time.monotonic()
        server.stop(grace=0.1)
        assert time.monotonic() - started < 10
        assert "did not return" in caplog.text
        with pytest.raises(ConnectionLost):
            held.result(20)
    release.set()
    until(lambda: not any(each.name.startswith("rpc-") for each in threading.enumerate()))


def test_stopping_with_a_peer_that_takes_no_answers() -> None:
    from tests.rpcgen_py.runtime.transport.test_threaded_stream import request
    from tests.rpcgen_py.runtime.transport.threads_lab import BIG

    with serving() as (shell, _, address), raw(address) as peer:
        peer.sendall(request(BIG, b"9000000") * 5)
        until(lambda: any(session._unsent for session in shell._sessions))
        shell.stop(grace=0.1)


def test_a_handler_may_stop_the_server() -> None:
    class Stops(Service):
        def ECHO(self, arg: bytes, context: object) -> bytes:
            threading.Thread(target=server.stop).start()
            return arg

    server = Server()
    server.add(Stops())
    address = server.listen("tcp://127.0.0.1:0")
    with connect(address) as client:
        running = in_thread(server.serve_forever)
        assert invoke(client, ECHO, b"bye") == b"bye"
        running.result(20)


def test_no_threads_are_left_behind(tmp_path: Path) -> None:
    def ours() -> list[str]:
        return [each.name for each in threading.enumerate() if each.name.startswith("rpc-")]

    until(lambda: not ours())
    with serving(place("tcp", tmp_path)) as (shell, _, address), connect(address) as client:
        shell.listen("udp://localhost:0")
        invoke(client, ECHO)
        assert ours()
    assert not ours()


def test_a_policy_refuses_with_its_reason() -> None:
    def only_1000(identity: object, procedure: object) -> int | None:
        return None if getattr(identity, "uid", None) == 1000 else AuthStat.AUTH_TOOWEAK

    with serving(policy=only_1000) as (_, _, address):
        with connect(address, auth=AuthSys(1000, 1000)) as client:
            assert invoke(client, ECHO, b"welcome") == b"welcome"
        for auth in (None, AuthSys(9999, 1000)):
            with connect(address, auth=auth) as client:
                with pytest.raises(AuthError) as caught:
                    invoke(client, ECHO)
                assert caught.value.stat is AuthStat.AUTH_TOOWEAK


def test_an_address_object_is_taken_as_well_as_text() -> None:
    with Server() as server:
        server.add(Service())
        address = server.listen(Address("tcp", "127.0.0.1"))
        server.start()
        with connect(address) as client:
            assert invoke(client, ECHO, b"x") == b"x"


def test_peers_that_come_and_go_are_no_news(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), serving() as (_, _, address):
        for _ in range(10):
            with raw(address):
                pass
        with connect(address) as client:
            invoke(client, ECHO)
    assert caplog.text == ""
