"""What the tests of looking up and registering share."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest

from rpcgen_py.runtime.rpcbind.client import Rpcbind
from rpcgen_py.runtime.transport.connection import Connection
from tests.rpcgen_py.runtime.binders import Host, Via

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
