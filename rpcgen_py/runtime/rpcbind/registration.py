"""A server's entries in rpcbind, kept while it serves (RFC 1833)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rpcgen_py.runtime.errors import NotSent, ProgramUnavailable, RpcError
from rpcgen_py.runtime.program import null_procedure
from rpcgen_py.runtime.rpcbind.client import Service
from rpcgen_py.runtime.rpcbind.locate import connectable, local_rpcbind
from rpcgen_py.runtime.rpcbind.universal_address import format_address
from rpcgen_py.runtime.transport.sync_client import connect

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from rpcgen_py.runtime.address import Address
    from rpcgen_py.runtime.program import Version
    from rpcgen_py.runtime.rpcbind.client import Rpcbind

__all__ = ["AlreadyRegistered", "Registration", "services_of"]

ANY = ("0.0.0.0", "::")  # noqa: S104 (what a server that listens everywhere says)

PROBE_TIMEOUT = 1.0
"""Seconds that a registered server has to answer before its entry counts as stale."""


class AlreadyRegistered(NotSent):
    """Another server is registered under this name and lives, or its entry is another user's.

    `service` is its entry.
    """

    def __init__(self, service: Service, reason: str) -> None:
        name = f"program {service.program:#x} version {service.version} ({service.netid})"
        super().__init__(f"{name} is registered at {service.address}: {reason}")
        self.service = service


def services_of(versions: Iterable[Version], addresses: Iterable[Address]) -> list[Service]:
    """An entry for each version at each address that a server listens at.

    "" as host, all addresses, is registered for IPv4 and for IPv6.
    """
    places: list[tuple[str, str]] = []
    for address in addresses:
        if address.transport == "unix":
            places.append(("local", address.path))
            continue
        for host in (address.host,) if address.host else ANY:
            netid = f"{address.transport}6" if ":" in host else address.transport
            places.append((netid, format_address(host, address.port)))
    return [
        Service(version.program, version.number, netid, place)
        for version in versions
        for netid, place in places
    ]


class Registration:
    """The entries of one server; made at its start, `close`d (or left as `with`) at its end.

    All are registered or none. An entry that a dead server left behind is replaced, whoever
    owned it as far as rpcbind allows; one whose server answers is not touched.

    Raises AlreadyRegistered, or Unreachable where the host has no rpcbind and, unless `start`
    forbids it, none could be started for the user.
    """

    def __init__(self, services: Iterable[Service], *, start: bool = True) -> None:
        self._registered: list[Service] = []
        with local_rpcbind(start=start) as rpcbind:
            try:
                for service in services:
                    _register(rpcbind, service)
                    self._registered.append(service)
            except BaseException:
                self._remove(rpcbind)
                raise

    def _remove(self, rpcbind: Rpcbind) -> None:
        while self._registered:
            service = self._registered.pop()
            rpcbind.unset(service.program, service.version, service.netid)

    def close(self) -> None:
        """Remove the entries; a second time does nothing. Raises RpcError if rpcbind is gone."""
        if self._registered:
            with local_rpcbind(start=False) as rpcbind:
                self._remove(rpcbind)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _register(rpcbind: Rpcbind, service: Service) -> None:
    if rpcbind.set(service):
        return
    held = _entry_like(rpcbind, service)
    if held is not None and held.address != service.address:
        if _alive(held):
            raise AlreadyRegistered(held, "a server answers there")
        if not rpcbind.unset(held.program, held.version, held.netid):
            command = f"rpcinfo -d {held.program} {held.version}"
            reason = (
                f"nobody answers there, but it belongs to {held.owner}; `{command}` as that user"
            )
            raise AlreadyRegistered(held, reason)
    if not rpcbind.set(service):
        raise AlreadyRegistered(service, "rpcbind refuses it")


def _entry_like(rpcbind: Rpcbind, service: Service) -> Service | None:
    name = (service.program, service.version, service.netid)
    for entry in rpcbind.dump():
        if (entry.program, entry.version, entry.netid) == name:
            return entry
    return None


def _alive(service: Service) -> bool:
    """Whether the registered server answers to procedure 0, which every program has."""
    try:
        address = connectable(service.address, service.netid, "localhost")
        with connect(address, timeout=PROBE_TIMEOUT) as connection:
            null = null_procedure(service.program, service.version)
            connection.call(null, b"", PROBE_TIMEOUT)
    except ProgramUnavailable:
        return False  # somebody else has the port now
    except (RpcError, ValueError):
        return False
    return True
