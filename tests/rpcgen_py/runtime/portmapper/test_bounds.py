"""What one peer can take from our portmapper is bounded, and the others are served on."""

from __future__ import annotations

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from rpcgen_py.runtime._generated import rpcbind as rpcb
from rpcgen_py.runtime.address import Address, parse_address
from rpcgen_py.runtime.errors import ConnectionLost, SystemError_
from rpcgen_py.runtime.portmapper import embedded
from rpcgen_py.runtime.portmapper.embedded import Portmapper
from rpcgen_py.runtime.portmapper.registry import MAX_ENTRIES
from rpcgen_py.runtime.rpcbind.client import Rpcbind, Service
from rpcgen_py.runtime.transport.sync_client import connect


@pytest.fixture
def places(tmp_path: Path) -> Iterator[list[Address]]:
    """Where a portmapper of ours is: a Unix socket, TCP, UDP."""
    with Portmapper() as portmapper:
        for address in (f"unix://{tmp_path}/rpcbind", "tcp://127.0.0.1:0", "udp://127.0.0.1:0"):
            portmapper.listen(parse_address(address))
        portmapper.start()
        yield list(portmapper.addresses)


def entry(program: int, netid: str = "tcp", address: str = "127.0.0.1.4.1") -> Service:
    return Service(program, 1, netid, address)


@pytest.mark.parametrize(
    "service",
    [
        entry(300, netid="t" * 33),
        entry(300, netid=""),
        entry(300, netid="ticlts"),
        entry(300, address=""),
        entry(300, address="nonsense"),
        entry(300, address="127.0.0.1.0.0"),
        entry(300, address="::1.4.1"),
        entry(300, netid="udp6", address="127.0.0.1.4.1"),
        entry(300, address="1" * 60_000),
        entry(300, netid="local", address="/" * 257),
        entry(300, netid="local", address=""),
    ],
    ids=lambda service: f"{service.netid[:9]} {service.address[:15]}",
)
def test_entries_that_mean_nothing_or_are_too_long_are_refused(
    places: list[Address], service: Service
) -> None:
    with Rpcbind(places[0]) as rpcbind:
        assert rpcbind.set(service) is False
        assert {each.program for each in rpcbind.dump()} == {100000}


@pytest.mark.parametrize(
    ("protocol", "port"), [(1, 5), (0, 5), (6, 0), (17, 65536), (6, 2**32 - 1)]
)
def test_so_are_those_of_version_2(places: list[Address], protocol: int, port: int) -> None:
    with connect(places[0]) as connection:
        client = rpcb.PMAP_VERSClient(connection)
        assert client.PMAPPROC_SET(rpcb.mapping(300, 1, protocol, port)) is False


def test_a_full_table_refuses_more_and_still_answers(places: list[Address]) -> None:
    unix, tcp, udp = places
    with Rpcbind(unix) as rpcbind:
        before = len(rpcbind.dump())
        taken = [rpcbind.set(entry(300 + number)) for number in range(MAX_ENTRIES)]
        assert sum(taken) == MAX_ENTRIES - before
        assert taken[-1] is False
        assert len(rpcbind.dump()) == MAX_ENTRIES
    for version in (2, 3, 4):
        with Rpcbind(tcp, versions=(version,)) as rpcbind:
            found = rpcbind.look_up(300, 1, "tcp")
            assert found is not None
            assert found.endswith(".4.1")
            assert len(rpcbind.dump()) > MAX_ENTRIES - before
        # The list does not fit into a datagram, which must not be silence.
        with Rpcbind(udp, versions=(version,)) as rpcbind:
            with pytest.raises(SystemError_, match="call over TCP"):
                rpcbind.dump()
            assert rpcbind.look_up(300, 1, "udp") is None
    with Rpcbind(unix) as rpcbind:
        assert rpcbind.unset(300, 1)
        assert rpcbind.set(entry(1)) is True


def test_a_call_that_is_too_large_ends_its_connection_alone(places: list[Address]) -> None:
    with Rpcbind(places[1]) as rpcbind, connect(places[1]) as connection:
        client = rpcb.RPCBVERS4Client(connection)
        with pytest.raises(ConnectionLost):
            client.RPCBPROC_SET(rpcb.rpcb(300, 1, "local", "/" * embedded.MAX_RECORD, ""))
        assert rpcbind.look_up(100000, 4, "tcp") is not None


@contextmanager
def many_files(number: int) -> Iterator[None]:
    """Let this process have many files open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, number), hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_connections_beyond_the_limit_are_closed(places: list[Address]) -> None:
    unix, tcp, udp = places
    surplus = 100
    most = embedded.MAX_CONNECTIONS
    with many_files(4096), ExitStack() as stack:
        open_ones = [
            stack.enter_context(socket.create_connection((tcp.host, tcp.port)))
            for _ in range(most + surplus)
        ]
        for refused in open_ones[most:]:
            refused.settimeout(10)
            assert refused.recv(1) == b""
        for kept in open_ones[:most]:
            kept.setblocking(False)
            with pytest.raises(BlockingIOError):
                kept.recv(1)
        with Rpcbind(udp) as rpcbind:  # which needs no connection
            assert rpcbind.look_up(100000, 4, "udp") is not None
    with Rpcbind(unix) as rpcbind:
        assert rpcbind.look_up(100000, 4, "local") == unix.path


def test_idle_connections_are_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "IDLE_TIMEOUT", 0.1)
    with Portmapper() as portmapper:
        portmapper.listen(Address("tcp", "127.0.0.1"))
        portmapper.start()
        (tcp,) = portmapper.addresses
        with socket.create_connection((tcp.host, tcp.port), timeout=10) as idle:
            assert idle.recv(1) == b""


def test_a_place_that_is_taken_leaves_nothing_open(places: list[Address], tmp_path: Path) -> None:
    """Warnings are errors here, so an open socket would fail the test."""
    free = tmp_path / "free"
    with Portmapper() as portmapper:
        portmapper.listen(Address("unix", path=str(free)))
        with pytest.raises(OSError, match="Address already in use"):
            portmapper.listen(places[1])
    assert not free.exists()
