"""The embedded portmapper as a whole: its table, its three versions, its server, its life."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rpcgen_py.runtime.portmapper.registry import SUPERUSER, Entry, Registry
from rpcgen_py.runtime.portmapper.service import (
    PortmapperVersion2,
    PortmapperVersion3,
    PortmapperVersion4,
    only_local_changes,
)
from rpcgen_py.runtime.rpcbind.registration import services_of
from rpcgen_py.runtime.transport.threaded_server import Server

if TYPE_CHECKING:
    import threading
    from types import TracebackType

    from rpcgen_py.runtime.address import Address

__all__ = ["PROGRAM", "Portmapper"]

PROGRAM = 100000
VERSIONS = (PortmapperVersion4, PortmapperVersion3, PortmapperVersion2)
NETIDS_OF_VERSION_2 = ("tcp", "udp")

# Questions are short and rare, so whoever holds a connection longer is in others' way.
MAX_CONNECTIONS = 512  # below the 1024 open files that a process usually may have
IDLE_TIMEOUT = 15.0
MAX_RECORD = 1 << 16

OPEN_TO_ALL = 0o666
OPEN_TO_OWNER = 0o600

UNUSED_CHECK = 0.5
"""Seconds between two looks whether anybody is still registered."""


def _registrant_lives(entry: Entry) -> bool:
    return entry.registrant is None or entry.registrant.alive()


class Portmapper:
    """Serves a table of its own where it was told to `listen`; leaving a `with` block stops it.

    Everybody on the host may connect to its Unix sockets, as to rpcbind's. With `private` only
    this user may, and an entry ends with the process that registered it. That suits one user's
    servers, which register for themselves; elsewhere a command may register for a daemon.
    """

    def __init__(self, *, private: bool = False) -> None:
        self._registry = Registry(_registrant_lives) if private else Registry()
        self._mode = OPEN_TO_OWNER if private else OPEN_TO_ALL
        self._server = Server(
            policy=only_local_changes,
            max_connections=MAX_CONNECTIONS,
            max_record=MAX_RECORD,
            idle_timeout=IDLE_TIMEOUT,
        )
        for version in VERSIONS:
            self._server.add(version(self._registry))

    def listen(self, address: Address) -> None:
        """Take calls there. Raises OSError where it cannot, `Unreachable` for an unknown host."""
        self._server.listen(address)
        if address.transport == "unix":
            Path(address.path).chmod(self._mode)

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Every address that it listens at, as IP addresses and real ports."""
        return self._server.addresses

    def start(self) -> None:
        """Begin to serve, in threads."""
        for service in services_of([version.version for version in VERSIONS], self.addresses):
            if service.version > 2 or service.netid in NETIDS_OF_VERSION_2:
                own = Entry(PROGRAM, service.version, service.netid, service.address, SUPERUSER)
                self._registry.set(own)  # of several addresses of a transport, the first
        self._server.start()

    def close(self) -> None:
        """Stop serving; the socket of a Unix address is removed."""
        self._server.stop(grace=1.0)

    def serve_while_used(self, patience: float, stop: threading.Event) -> None:
        """Wait until nobody has been registered for `patience` seconds, or `stop` is set.

        In the first case nobody can register any more: who tries just then gets an error, and
        does not believe that it is registered where nobody will look.
        """
        last_used = time.monotonic()
        while not stop.wait(UNUSED_CHECK):
            if any(entry.program != PROGRAM for entry in self._registry):
                last_used = time.monotonic()
            elif time.monotonic() - last_used > patience and self._registry.retire(PROGRAM):
                return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
