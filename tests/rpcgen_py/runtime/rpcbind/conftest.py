"""What the tests of looking up and registering share."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol

import pytest

from rpcgen_py.runtime.address import parse_address
from rpcgen_py.runtime.program import Version
from rpcgen_py.runtime.rpcbind import locate
from rpcgen_py.runtime.rpcbind.client import Rpcbind
from rpcgen_py.runtime.transport.connection import Connection
from rpcgen_py.runtime.transport.threaded_server import Server
from tests.rpcgen_py.runtime.binders import Host, Via, network_of

_programs = itertools.count(0x20000000)


@pytest.fixture
def program() -> int:
    """A program that nobody else registers."""
    return next(_programs)


@pytest.fixture(scope="module", params=["rpcbind", "ours"])
def host(request: pytest.FixtureRequest) -> Iterator[Host]:
    """A host where rpcbind runs, and one where our portmapper runs in its place."""
    with Host(request.param) as found:
        yield found


class Ask(Protocol):
    def __call__(self, via: Via = "local", version: int = 4, uid: int = 0) -> Rpcbind: ...


@pytest.fixture
def ask(host: Host) -> Iterator[Ask]:
    """Connections to the host's rpcbind."""
    with ExitStack() as stack:

        def open_one(via: Via = "local", version: int = 4, uid: int = 0) -> Rpcbind:
            return stack.enter_context(host.rpcbind(via, version, uid))

        yield open_one


class ConnectTo(Protocol):
    def __call__(self, via: Via) -> Connection: ...


@pytest.fixture
def connect_to(host: Host) -> Iterator[ConnectTo]:
    """Connections for generated clients, to say what `Rpcbind` would not."""
    with ExitStack() as stack:
        yield lambda via: stack.enter_context(host.connect(via))


@pytest.fixture
def at_home(host: Host, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """Let this process live on the host: its sockets are made there, and rpcbind is there."""
    local = parse_address(host.places["local"])
    monkeypatch.setattr(locate, "SYSTEM_RPCBINDS", (local,))
    with network_of(host.lab):
        yield host


@dataclass(frozen=True)
class Service0:
    """What serves procedure 0 of a version, and nothing else."""

    version: Version
    procedure_methods: tuple[()] = ()


class Serve(Protocol):
    def __call__(self, *addresses: str, program: int, versions: Sequence[int] = (1,)) -> Server: ...


@pytest.fixture
def serve(at_home: Host) -> Iterator[Serve]:
    """Servers on the host that nobody is told of; they end with the test."""
    with ExitStack() as stack:

        def start(*addresses: str, program: int, versions: Sequence[int] = (1,)) -> Server:
            server = stack.enter_context(Server())
            for number in versions:
                server.add(Service0(Version(f"V{number}", program, number, ())))
            for address in addresses:
                server.listen(address)
            server.start()
            return server

        yield start
