"""Asking and telling one rpcbind, in the newest version that it speaks (RFC 1833).

GETADDR answers for the transport that it is asked over (measured; RFC 1833 §2.2.1 says so too),
so a look-up asks over the transport it is for.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from rpcgen_py.runtime._generated.rpcbind import (
    IPPROTO_TCP,
    IPPROTO_UDP,
    PMAP_VERSClient,
    RPCBVERS4Client,
    RPCBVERSClient,
    mapping,
    rpcb,
)
from rpcgen_py.runtime.errors import BadReply, ProcedureUnavailable, ProgramMismatch
from rpcgen_py.runtime.rpcbind.universal_address import NETIDS, format_address, parse_address
from rpcgen_py.runtime.transport.sync_client import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from types import TracebackType

    from rpcgen_py.runtime._generated.rpcbind import pmaplist, rp__list
    from rpcgen_py.runtime.address import Address
    from rpcgen_py.runtime.transport.connection import Connection

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
    and each question, in seconds; of `versions` the first that it has is spoken. Every method
    raises `RpcError` where it does not answer, or refuses.
    """

    def __init__(
        self,
        address: Address | str,
        *,
        timeout: float = 5.0,
        versions: Sequence[int] = (4, 3, 2),
    ) -> None:
        self.address = address
        self._connection = connect(address, timeout=timeout)
        self._dialects = [DIALECTS[version](self._connection) for version in versions]

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

    @property
    def timeout(self) -> float:
        """Seconds that each question may take from now on."""
        return self._connection.timeout

    @timeout.setter
    def timeout(self, seconds: float) -> None:
        self._connection.timeout = seconds

    def set(self, service: Service) -> bool:
        """Register. False where another address is registered, or version 2 has no word for it.

        The same registration a second time is True. Raises `Refused` from another host.
        """
        return self._ask(lambda dialect: dialect.set(service))

    def can_name(self, netid: str) -> bool:
        """Whether the version that the last question was asked in knows this transport."""
        return netid in self._dialects[0].netids

    def unset(self, program: int, version: int, netid: str = "") -> bool:
        """Unregister on one transport, or on all where `netid` is empty.

        True also where nothing was registered; False where it belongs to another user. Version 2
        unregisters from TCP and UDP, whatever `netid` says. Raises `Refused` from another host.
        """
        return self._ask(lambda dialect: dialect.unset(program, version, netid))

    def look_up(self, program: int, version: int, netid: str) -> str | None:
        """The universal address of a service, None where it is not registered.

        Version 4 finds exactly this version; 3 and 2 may answer with another version's address,
        whose server then says PROG_MISMATCH. Raises `BadReply` for what is no address.
        """
        address = self._ask(lambda dialect: dialect.look_up(program, version, netid))
        if not address or netid == "local":
            return address or None
        try:
            port = parse_address(address)[1]
        except ValueError as error:
            raise BadReply(f"rpcbind at {self.address}: {error}") from error
        return address if port else None

    def dump(self) -> tuple[Service, ...]:
        """All registrations."""
        return self._ask(lambda dialect: tuple(dialect.dump()))

    def _ask(self, question: Callable[[_Dialect], T]) -> T:
        while len(self._dialects) > 1:
            try:
                return question(self._dialects[0])
            except (ProgramMismatch, ProcedureUnavailable):
                del self._dialects[0]
        return question(self._dialects[0])


class _Dialect(Protocol):
    """The questions of `Rpcbind` in one version of the protocol, about these transports."""

    netids: Collection[str]

    def set(self, service: Service) -> bool: ...
    def unset(self, program: int, version: int, netid: str) -> bool: ...
    def look_up(self, program: int, version: int, netid: str) -> str: ...
    def dump(self) -> Iterator[Service]: ...


class _Version3:
    netids: Collection[str] = NETIDS

    def __init__(self, connection: Connection) -> None:
        self._client: RPCBVERSClient | RPCBVERS4Client = RPCBVERSClient(connection)

    def set(self, service: Service) -> bool:
        asked = _asked(service.program, service.version, service.netid, service.address)
        return self._client.RPCBPROC_SET(asked)

    def unset(self, program: int, version: int, netid: str) -> bool:
        return self._client.RPCBPROC_UNSET(_asked(program, version, netid))

    def look_up(self, program: int, version: int, netid: str) -> str:
        return self._client.RPCBPROC_GETADDR(_asked(program, version, netid))

    def dump(self) -> Iterator[Service]:
        listed: rp__list | None = self._client.RPCBPROC_DUMP()
        while listed is not None:
            found = listed.rpcb_map
            yield Service(found.r_prog, found.r_vers, found.r_netid, found.r_addr, found.r_owner)
            listed = listed.rpcb_next


class _Version4(_Version3):
    def __init__(self, connection: Connection) -> None:
        self._client = self._version4 = RPCBVERS4Client(connection)

    def look_up(self, program: int, version: int, netid: str) -> str:
        return self._version4.RPCBPROC_GETVERSADDR(_asked(program, version, netid))


class _Version2:
    netids: Collection[str] = PROTOCOL_OF_NETID

    def __init__(self, connection: Connection) -> None:
        self._client = PMAP_VERSClient(connection)

    def set(self, service: Service) -> bool:
        protocol = PROTOCOL_OF_NETID.get(service.netid)
        if protocol is None:
            return False
        port = parse_address(service.address)[1]
        asked = mapping(service.program, service.version, protocol, port)
        return self._client.PMAPPROC_SET(asked)

    def unset(self, program: int, version: int, _netid: str) -> bool:
        # Where nothing is registered, old portmappers say that they could not unset it.
        return self._client.PMAPPROC_UNSET(mapping(program, version, 0, 0)) or not any(
            (each.program, each.version) == (program, version) for each in self.dump()
        )

    def look_up(self, program: int, version: int, netid: str) -> str:
        asked = mapping(program, version, PROTOCOL_OF_NETID.get(netid, 0), 0)
        port = self._client.PMAPPROC_GETPORT(asked)
        return format_address(WILDCARD, port & 0xFFFF) if port else ""

    def dump(self) -> Iterator[Service]:
        listed: pmaplist | None = self._client.PMAPPROC_DUMP()
        while listed is not None:
            found = listed.map
            netid = NETID_OF_PROTOCOL.get(found.prot, str(found.prot))
            address = format_address(WILDCARD, found.port & 0xFFFF)
            yield Service(found.prog, found.vers, netid, address)
            listed = listed.next


DIALECTS: dict[int, Callable[[Connection], _Dialect]] = {
    2: _Version2,
    3: _Version3,
    4: _Version4,
}


def _asked(program: int, version: int, netid: str, address: str = "") -> rpcb:
    return rpcb(program, version, netid, address, str(os.geteuid()))
