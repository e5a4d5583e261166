"""A server's entries in rpcbind, kept while it serves (RFC 1833)."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Self

from rpcgen_py.runtime.errors import (
    BadReply,
    ConnectionLost,
    NotSent,
    OutcomeUnknown,
    ProgramMismatch,
    ProgramUnavailable,
    ReplyTooLarge,
    RpcError,
    SystemError_,
    Unreachable,
)
from rpcgen_py.runtime.program import null_procedure
from rpcgen_py.runtime.rpcbind.client import Rpcbind, Service
from rpcgen_py.runtime.rpcbind.locate import connectable, local_rpcbind
from rpcgen_py.runtime.rpcbind.universal_address import format_address, parse_address, readable
from rpcgen_py.runtime.transport.sync_client import connect

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from rpcgen_py.runtime.address import Address
    from rpcgen_py.runtime.program import Version

__all__ = ["AlreadyRegistered", "Registration", "RegistrationRefused", "services_of"]

log = logging.getLogger(__name__)

ANY = ("0.0.0.0", "::")  # noqa: S104 (what a server that listens everywhere says)

PROBE_TIMEOUT = 1.0
"""Seconds that a registered server has to say that it lives."""

NOT_THERE = (Unreachable, ProgramUnavailable, ProgramMismatch, BadReply, ReplyTooLarge)
"""What a probe ends with if nobody listens there, or somebody else: that entry is stale.

Anything else, silence above all, may come from a server that is only busy or stopped.
"""

ENDING = (ConnectionLost, SystemError_)
"""What registering ends with if the user's portmapper was about to end just then."""


class AlreadyRegistered(NotSent):
    """Another server is registered under this name and lives, or its entry is another user's.

    `service` is its entry.
    """

    def __init__(self, service: Service, reason: str) -> None:
        super().__init__(
            f"{_named(service)} is registered at {readable(service.address)}: {reason}"
        )
        self.service = service


class RegistrationRefused(NotSent):
    """rpcbind does not take an entry, though nobody else has one under its name."""


def services_of(versions: Iterable[Version], addresses: Iterable[Address]) -> list[Service]:
    """An entry for each version on each transport that a server listens at, as IP addresses.

    "" as host, all addresses, is registered for IPv4 and for IPv6. rpcbind holds one address a
    transport: of several, the first.
    """
    places: dict[str, str] = {}
    for address in addresses:
        if address.transport == "unix":
            places.setdefault("local", address.path)
            continue
        for host in (address.host,) if address.host else ANY:
            netid = f"{address.transport}6" if ":" in host else address.transport
            places.setdefault(netid, format_address(host, address.port))
    return [
        Service(version.program, version.number, netid, place)
        for version in versions
        for netid, place in places.items()
    ]


class Registration:
    """The entries of one server; made at its start, `close`d (or left as `with`) at its end.

    All are registered or none, except that an rpcbind which speaks version 2 alone cannot be told
    of IPv6 and Unix sockets: that is logged, and clients there have to know the address. An entry
    that a dead server left behind is replaced, whoever owned it as far as rpcbind allows; one
    whose server lives is not touched.

    Raises AlreadyRegistered, RegistrationRefused, or Unreachable where the host has no rpcbind
    and, unless `start` forbids it, none could be started for the user.
    """

    def __init__(self, services: Iterable[Service], *, start: bool = True) -> None:
        self._registered: list[Service] = []
        wanted = tuple(services)
        try:
            self._register_all(wanted, start=start)
        except ENDING:
            self._register_all(wanted, start=start)

    def _register_all(self, services: Iterable[Service], *, start: bool) -> None:
        with local_rpcbind(start=start) as rpcbind:
            self._rpcbind_at = rpcbind.address
            try:
                for service in services:
                    if _register(rpcbind, service):
                        self._registered.append(service)
                self._check_left_out(services)
            except BaseException:
                with contextlib.suppress(RpcError):  # what failed first is what to say
                    self._remove(rpcbind)
                self._registered.clear()
                raise

    def _check_left_out(self, services: Iterable[Service]) -> None:
        """Warn of what this rpcbind cannot be told. Raises RegistrationRefused if that is all."""
        left_out = sorted({each.netid for each in services} - {e.netid for e in self._registered})
        if not left_out:
            return
        if not self._registered:
            raise RegistrationRefused(
                f"rpcbind at {self._rpcbind_at} speaks version 2 alone, which knows nothing of "
                f"{', '.join(left_out)}: listen at tcp or udp over IPv4 too"
            )
        log.warning(
            "rpcbind at %s speaks version 2 alone: not registered for %s, where clients have to "
            "know the address",
            self._rpcbind_at,
            ", ".join(left_out),
        )

    def _remove(self, rpcbind: Rpcbind) -> None:
        held = {_name(entry): entry for entry in rpcbind.dump()}
        while self._registered:
            service = self._registered.pop()
            found = held.get(_name(service))
            if found is None or not _same_place(found.address, service.address):
                continue  # somebody else has the name now
            if not rpcbind.unset(*_name(service)):
                log.warning("%s stays registered: it belongs to %s", _named(service), found.owner)

    def close(self) -> None:
        """Remove the entries; a second time does nothing. Raises RpcError if rpcbind fails."""
        if not self._registered:
            return
        try:
            with Rpcbind(self._rpcbind_at) as rpcbind:
                self._remove(rpcbind)
        except Unreachable:
            self._registered.clear()  # rpcbind is gone, and the entries with it

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _name(service: Service) -> tuple[int, int, str]:
    """What a registration is found by."""
    return service.program, service.version, service.netid


def _named(service: Service) -> str:
    return f"program {service.program:#x} version {service.version} ({service.netid})"


def _register(rpcbind: Rpcbind, service: Service) -> bool:
    """Register, in the place of a dead server; False if rpcbind knows no such transport."""
    if rpcbind.set(service):
        return True
    if not rpcbind.can_name(service.netid):
        return False
    held = next((entry for entry in rpcbind.dump() if _name(entry) == _name(service)), None)
    if held is None:
        raise RegistrationRefused(f"rpcbind does not register {_named(service)}")
    unset = f"`rpcinfo -d {held.program} {held.version}`"
    alive = _sign_of_life(held)
    if alive is not None:
        raise AlreadyRegistered(held, alive.format(unset=unset))
    if not rpcbind.unset(*_name(held)):
        owner = held.owner or "another user"
        raise AlreadyRegistered(held, f"nobody is there, but it is for {owner} to say {unset}")
    if not rpcbind.set(service):
        raise AlreadyRegistered(held, "another server was faster; try again")
    return True


def _sign_of_life(service: Service) -> str | None:
    """What says that the registered server may live; None where it surely does not."""
    try:
        address = connectable(service.address, service.netid, "localhost")
        with connect(address, timeout=PROBE_TIMEOUT) as connection:
            # Procedure 0, which every program has.
            null = null_procedure(service.program, service.version)
            connection.call(null, b"", PROBE_TIMEOUT)
    except NOT_THERE:
        return None
    except OutcomeUnknown:
        return "whoever is there does not answer; if that is not the server, {unset}"
    except RpcError:
        return "a server answers there"
    return "a server answers there"


def _same_place(one: str, other: str) -> bool:
    """Whether two universal addresses are the same, or one of them means the other, too."""
    if one == other:
        return True
    try:
        (host, port), (other_host, other_port) = parse_address(one), parse_address(other)
    except ValueError:
        return False
    return port == other_port and not {host, other_host}.isdisjoint(ANY)
