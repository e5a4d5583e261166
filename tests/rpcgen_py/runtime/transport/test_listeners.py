"""Listening: one port for both families, and Unix sockets that outlive nobody."""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path

import pytest

from rpcgen_py.runtime.address import Address, parse_address
from rpcgen_py.runtime.errors import Unreachable
from rpcgen_py.runtime.transport.listeners import Listener, bind


def close(listeners: list[Listener]) -> None:
    for listener in listeners:
        listener.close()


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize(
    ("host", "addresses"),
    [("localhost", {"127.0.0.1", "::1"}), ("", {"0.0.0.0", "::"}), ("127.0.0.1", {"127.0.0.1"})],
)
def test_a_host_is_all_its_addresses_on_one_port(
    transport: str, host: str, addresses: set[str]
) -> None:
    found = bind(parse_address(f"{transport}://{host}:0"))
    try:
        assert {listener.address.host for listener in found} == addresses
        (port,) = {listener.address.port for listener in found}
        assert port > 0
        assert [listener.socket.getsockname()[1] for listener in found] == [port] * len(found)
    finally:
        close(found)


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_a_port_in_use_is_an_error_that_names_it(transport: str) -> None:
    found = bind(parse_address(f"{transport}://127.0.0.1:0"))
    try:
        with pytest.raises(OSError, match=f"{transport}://127.0.0.1:") as caught:
            bind(found[0].address)
        assert caught.value.errno
    finally:
        close(found)


def test_a_port_is_free_at_once_after_its_server() -> None:
    (first,) = bind(parse_address("tcp://127.0.0.1:0"))
    with socket.create_connection((first.address.host, first.address.port)):
        first.socket.accept()[0].close()  # this end closes first, and so waits (TIME_WAIT)
        first.close()
    close(bind(first.address))


def test_what_fails_leaves_nothing_bound() -> None:
    """Bound for one family, refused for the other: neither stays."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=str(port)):
            bind(Address("tcp", "localhost", port))
        with socket.create_server(("::1", port), family=socket.AF_INET6):
            pass


@pytest.mark.parametrize("text", ["tcp://no-such-host.invalid:0", "tcp://192.0.2.77:0"])
def test_addresses_that_are_not_ours(text: str) -> None:
    with pytest.raises((OSError, Unreachable)) as caught:
        bind(parse_address(text))
    assert parse_address(text).host in str(caught.value)


class TestUnix:
    @pytest.fixture
    def address(self, tmp_path: Path) -> Address:
        return Address("unix", path=str(tmp_path / "socket"))

    def test_the_file_goes_with_its_server(self, address: Address) -> None:
        found = bind(address)
        assert Path(address.path).is_socket()
        close(found)
        assert not Path(address.path).exists()
        close(found)

    def test_a_dead_servers_is_replaced(self, address: Address) -> None:
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(address.path)
            dead.listen()
        assert Path(address.path).is_socket()
        close(bind(address))

    def test_a_living_servers_is_not(self, address: Address) -> None:
        living = bind(address)
        try:
            with pytest.raises(OSError, match=r"unix://.*in use"):
                bind(address)
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(address.path)
        finally:
            close(living)

    def test_a_busy_servers_is_not(self, address: Address) -> None:
        """Its backlog is full, so that it cannot be connected to."""
        with socket.socket(socket.AF_UNIX) as living:
            living.bind(address.path)
            living.listen(0)
            waiting = []
            for _ in range(3):
                sock = socket.socket(socket.AF_UNIX)
                sock.setblocking(False)
                waiting.append(sock)
                sock.connect_ex(address.path)
            with pytest.raises(OSError, match="in use"):
                bind(address)
            for sock in waiting:
                sock.close()

    def test_what_is_no_socket_is_not(self, address: Address) -> None:
        path = Path(address.path)
        path.write_text("precious")
        with pytest.raises(OSError, match="in use"):
            bind(address)
        assert path.read_text() == "precious"

    def test_another_servers_stays_at_our_end(self, address: Address) -> None:
        ours = bind(address)
        Path(address.path).unlink()
        theirs = bind(address)
        close(ours)
        assert Path(address.path).is_socket()
        close(theirs)

    def test_a_folder_that_has_gone(self, address: Address) -> None:
        found = bind(address)
        Path(address.path).unlink()
        Path(address.path).parent.rmdir()
        close(found)
        with pytest.raises(OSError, match="No such file"):
            bind(address)

    def test_one_of_many_that_start_at_once_wins(self, address: Address) -> None:
        """Each finds the same dead server's socket."""
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(address.path)
        start = threading.Barrier(16)
        winners: list[Listener] = []

        def contend() -> None:
            start.wait()
            with contextlib.suppress(OSError):
                winners.extend(bind(address))

        threads = [threading.Thread(target=contend) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(winners) == 1
        assert Path(address.path).is_socket()
        close(winners)
