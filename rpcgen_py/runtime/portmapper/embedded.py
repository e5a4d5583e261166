"""The embedded portmapper as a whole: its table, its three versions, its server, its life."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from rpcgen_py.runtime.portmapper.registry import SUPERUSER, Entry, Registry
from rpcgen_py.runtime.portmapper.service import (
    PortmapperVersion2,
    PortmapperVersion3,
    PortmapperVersion4,
)
from rpcgen_py.runtime.rpcbind.registration import services_of
from rpcgen_py.runtime.transport.threaded_server import Server

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable
    from types import TracebackType

    from rpcgen_py.runtime.address import Address

__all__ = ["PROGRAM", "Portmapper"]

PROGRAM = 100000
IDLE_CHECK = 0.5


def _registrant_lives(entry: Entry) -> bool:
    return entry.registrant is None or entry.registrant.alive()


class Portmapper:
    """Serves a table of its own at `addresses`; leaving a `with` block stops it.

    With `sweep`, an entry ends with the process that registered it. That suits one user's
    servers, which register for themselves; elsewhere a command may register for a daemon.

    Raises OSError where it cannot listen.
    """

    def __init__(self, addresses: Iterable[Address], *, sweep: bool = False) -> None:
        self._registry = Registry(_registrant_lives) if sweep else Registry()
        handlers = [
            version(self._registry)
            for version in (PortmapperVersion2, PortmapperVersion3, PortmapperVersion4)
        ]
        self._server = Server(max_connections=1024, idle_timeout=60.0)
        for handler in handlers:
            self._server.add(handler)
        self.addresses = [self._server.listen(address) for address in addresses]
        for service in services_of([handler.version for handler in handlers], self.addresses):
            own = Entry(PROGRAM, service.version, service.netid, service.address, SUPERUSER)
            self._registry.set(own)

    def start(self) -> None:
        """Begin to serve, in threads."""
        self._server.start()

    def close(self) -> None:
        """Stop serving; the socket of a Unix address is removed."""
        self._server.stop(grace=1.0)

    def wait_until_unused(self, patience: float, stop: threading.Event) -> None:
        """Wait until nobody has been registered for `patience` seconds, or `stop` is set."""
        last_used = time.monotonic()
        while not stop.wait(IDLE_CHECK):
            if any(entry.program != PROGRAM for entry in self._registry):
                last_used = time.monotonic()
            elif time.monotonic() - last_used > patience:
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
