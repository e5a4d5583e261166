"""Asking and telling one rpcbind, in the newest version that it speaks (RFC 1833).

Version 4 is tried first, then 3, then 2. GETADDR answers for the transport that it is asked
over (measured; RFC 1833 §2.2.1 says so too), so a look-up asks over the transport it is for.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

from rpcgen_py.runtime._generated.rpcbind import (
    IPPROTO_TCP,
    IPPROTO_UDP,
    PMAP_VERSClient,
    RPCBVERS4Client,
    RPCBVERSClient,
    mapping,
    rpcb,
)
from rpcgen_py.runtime.errors import ProcedureUnavailable, ProgramMismatch
from rpcgen_py.runtime.rpcbind.universal_address import format_address, parse_address
from rpcgen_py.runtime.transport.sync_client import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from rpcgen_py.runtime._generated.rpcbind import pmaplist, rp__list

__all__ = ["Rpcbind", "Service"]

T = TypeVar("T")

PROTOCOL_OF_NETID = {"tcp": IPPROTO_TCP, "udp": IPPROTO_UDP}
NETID_OF_PROTOCOL = {protocol: netid for netid, protocol in PROTOCOL_OF_NETID.items()}
WILDCARD = "0.0.0.0"  # noqa: S104 (version 2 knows no hosts: what it lists is any of the host's)


@dataclass(frozen=True, slots=True)
class Service:
    """One registration: `netid` names its transport, `address` is universal, `owner` a user."""

    program: int
    version: int
    netid: str
    address: str
    owner: str = ""


class Rpcbind:
    """A connection to one rpcbind; leaving a `with` block closes it.

    `address` is that of the rpcbind itself, as `connect` takes it; `timeout` bounds connecting
    and each question, in seconds. Every method raises `RpcError` where it does not answer.
    """

    def __init__(self, address: str, *, timeout: float = 5.0) -> None:
        self._connection = connect(address, timeout=timeout)
        self._version4 = RPCBVERS4Client(self._connection)
        self._version3 = RPCBVERSClient(self._connection)
        self._version2 = PMAP_VERSClient(self._connection)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def set(self, service: Service) -> bool:
        """Register. False where another address is registered, or the caller has no right to.

        The same registration a second time is True.
        """
        asked = _asked(service.program, service.version, service.netid, service.address)
        return _newest(
            lambda: self._version4.RPCBPROC_SET(asked),
            lambda: self._version3.RPCBPROC_SET(asked),
            lambda: (
                service.netid in PROTOCOL_OF_NETID
                and self._version2.PMAPPROC_SET(_mapping_of(service))
            ),
        )

    def unset(self, program: int, version: int, netid: str = "") -> bool:
        """Unregister on one transport, or on all where `netid` is empty.

        True also where nothing was registered; False where it belongs to another user.
        """
        asked = _asked(program, version, netid)
        return _newest(
            lambda: self._version4.RPCBPROC_UNSET(asked),
            lambda: self._version3.RPCBPROC_UNSET(asked),
            lambda: self._version2.PMAPPROC_UNSET(mapping(program, version, 0, 0)),
        )

    def look_up(self, program: int, version: int, netid: str) -> str | None:
        """The universal address of a service, None where it is not registered.

        Version 4 finds exactly this version; 3 and 2 may answer with another version's address,
        whose server then says PROG_MISMATCH.
        """
        asked = _asked(program, version, netid)
        address = _newest(
            lambda: self._version4.RPCBPROC_GETVERSADDR(asked),
            lambda: self._version3.RPCBPROC_GETADDR(asked),
            lambda: self._port_of(program, version, netid),
        )
        return address or None

    def _port_of(self, program: int, version: int, netid: str) -> str:
        asked = mapping(program, version, PROTOCOL_OF_NETID.get(netid, 0), 0)
        port = self._version2.PMAPPROC_GETPORT(asked)
        return format_address(WILDCARD, port) if port else ""

    def dump(self) -> tuple[Service, ...]:
        """All registrations."""
        return _newest(
            lambda: tuple(_services(self._version4.RPCBPROC_DUMP())),
            lambda: tuple(_services(self._version3.RPCBPROC_DUMP())),
            lambda: tuple(_services_of_version_2(self._version2.PMAPPROC_DUMP())),
        )


def _newest(*attempts: Callable[[], T]) -> T:
    """The answer of the first attempt whose version or procedure the server has."""
    *newer, oldest = attempts
    for attempt in newer:
        try:
            return attempt()
        except (ProgramMismatch, ProcedureUnavailable):
            continue
    return oldest()


def _asked(program: int, version: int, netid: str, address: str = "") -> rpcb:
    return rpcb(program, version, netid, address, str(os.getuid()))


def _mapping_of(service: Service) -> mapping:
    port = parse_address(service.address)[1]
    protocol = PROTOCOL_OF_NETID[service.netid]
    return mapping(service.program, service.version, protocol, port)


def _services(listed: rp__list | None) -> Iterator[Service]:
    while listed is not None:
        found = listed.rpcb_map
        yield Service(found.r_prog, found.r_vers, found.r_netid, found.r_addr, found.r_owner)
        listed = listed.rpcb_next


def _services_of_version_2(listed: pmaplist | None) -> Iterator[Service]:
    while listed is not None:
        found = listed.map
        netid = NETID_OF_PROTOCOL.get(found.prot, str(found.prot))
        yield Service(found.prog, found.vers, netid, format_address(WILDCARD, found.port))
        listed = listed.next
