"""Which rpcbind to ask or tell, and finding a server through it."""

from __future__ import annotations

import ipaddress
import socket
from time import monotonic
from typing import TYPE_CHECKING

from rpcgen_py.runtime.address import Address
from rpcgen_py.runtime.errors import BadReply, NotSent, RpcError, Unreachable
from rpcgen_py.runtime.rpcbind import per_user
from rpcgen_py.runtime.rpcbind.client import Rpcbind
from rpcgen_py.runtime.rpcbind.universal_address import parse_address
from rpcgen_py.runtime.transport.sockets import UnknownHost, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rpcgen_py.runtime.address import Transport
    from rpcgen_py.runtime.program import Version

__all__ = ["ProgramNotRegistered", "connectable", "find", "local_rpcbind"]

PORT = 111
SYSTEM_RPCBINDS = (
    Address("unix", path="/run/rpcbind.sock"),
    Address("unix", path="/var/run/rpcbind.sock"),
    Address("tcp", "127.0.0.1", PORT),
)
"""Where this host's rpcbind may be, best first: over a Unix socket the kernel says who we are."""


class ProgramNotRegistered(NotSent):
    """An rpcbind answered, and does not know the program: the call was not executed."""


def local_rpcbind(*, start: bool, timeout: float = 5.0) -> Rpcbind:
    """The rpcbind of this host: for registering.

    Over its Unix socket, so that the entries become this user's; else over loopback; else this
    user's own portmapper, started if `start` says so. Raises Unreachable where there is none.
    """
    for address in SYSTEM_RPCBINDS:
        try:
            return Rpcbind(address, timeout=timeout)
        except Unreachable:
            continue
    if start:
        return per_user.ensure_running(timeout)
    return Rpcbind(per_user.address(), timeout=timeout)


def find(host: str, version: Version, netid: str = "tcp", *, timeout: float = 5.0) -> str:
    """Where `host` serves a version over a transport: an address as `connect` takes it.

    Asks the host's rpcbind, and on this host also the user's own portmapper, for `timeout` seconds
    together. Raises UnknownHost or Unreachable where none answers, BadReply where an answer means
    nothing, ProgramNotRegistered where nobody knows the service.
    """
    deadline = monotonic() + timeout
    ways = [_ask_rpcbind, _ask_per_user] if _is_this_host(host) else [_ask_rpcbind]
    problems: list[RpcError] = []
    for ask in ways:
        try:
            found = ask(host, version, netid, deadline)
        except RpcError as error:
            problems.append(error)
            continue
        if found is not None:
            return found
    if len(problems) == len(ways):
        raise _unanswered(host, problems)
    program = f"program {version.program:#x} version {version.number}"
    msg = f"{program} is not registered for {netid} on {host}; is the server running?"
    raise ProgramNotRegistered(msg)


def _unanswered(host: str, problems: list[RpcError]) -> RpcError:
    for problem in problems:
        if isinstance(problem, BadReply | UnknownHost):
            return problem
    reasons = "; ".join(map(str, problems))
    return Unreachable(f"no rpcbind answers on {host} ({reasons}); start one, or name the port")


def _is_this_host(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _ask_rpcbind(host: str, version: Version, netid: str, deadline: float) -> str | None:
    if netid == "local":
        if not _is_this_host(host):
            raise Unreachable(f"{host} is another host, whose Unix sockets cannot be reached")
        return _ask_over_any_transport(SYSTEM_RPCBINDS, host, version, netid, deadline)
    problem = Unreachable(f"{host} has no address for {netid}")
    for where in _rpcbinds_of(host, netid):
        try:
            with _until(deadline, where) as rpcbind:
                address = rpcbind.look_up(version.program, version.number, netid)
        except Unreachable as error:
            problem = error
            continue
        return connectable(address, netid, where.host) if address else None
    raise problem


def _rpcbinds_of(host: str, netid: str) -> list[Address]:
    """Where to ask for a service on `netid`: over it, since that is what the answer is for."""
    transport: Transport = "udp" if netid.startswith("udp") else "tcp"
    wanted = socket.AF_INET6 if netid.endswith("6") else socket.AF_INET
    places = resolve(Address(transport, host, PORT))
    return [Address(transport, where[0], PORT) for family, where in places if family == wanted]


def _ask_per_user(host: str, version: Version, netid: str, deadline: float) -> str | None:
    return _ask_over_any_transport([per_user.address()], host, version, netid, deadline)


def _ask_over_any_transport(
    rpcbinds: Iterable[Address], host: str, version: Version, netid: str, deadline: float
) -> str | None:
    """Ask the first rpcbind that is there, by its list: GETADDR would only answer for `local`."""
    problem = Unreachable("nobody to ask")
    for where in rpcbinds:
        try:
            with _until(deadline, where) as rpcbind:
                services = rpcbind.dump()
        except Unreachable as error:
            problem = error
            continue
        wanted = (version.program, version.number, netid)
        for service in services:
            if (service.program, service.version, service.netid) == wanted:
                return connectable(service.address, netid, host)
        return None
    raise problem


def _until(deadline: float, where: Address) -> Rpcbind:
    """An rpcbind to be asked one question until then; never so shortly that it could not begin."""

    def left() -> float:
        return max(deadline - monotonic(), 0.001)

    rpcbind = Rpcbind(where, timeout=left())
    rpcbind.timeout = left()
    return rpcbind


def connectable(address: str, netid: str, asked_host: str) -> str:
    """A universal address as `connect` takes it; a wildcard is the host that was asked.

    Raises BadReply for what is no address.
    """
    if netid == "local":
        if not address.startswith("/"):
            raise BadReply(f"rpcbind names no path for {netid}: {address!r}")
        return f"unix://{address}"
    try:
        host, port = parse_address(address)
    except ValueError as error:
        raise BadReply(f"rpcbind on {asked_host}: {error}") from error
    if host in {"0.0.0.0", "::"}:  # noqa: S104 (the wildcards are what is looked for)
        host = asked_host
    return str(Address("udp" if netid.startswith("udp") else "tcp", host, port))
