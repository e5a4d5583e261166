"""Which rpcbind to ask or tell, and finding a server through it."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from rpcgen_py.runtime.address import Address
from rpcgen_py.runtime.errors import NotSent, RpcError, Unreachable
from rpcgen_py.runtime.rpcbind import per_user
from rpcgen_py.runtime.rpcbind.client import Rpcbind
from rpcgen_py.runtime.rpcbind.universal_address import parse_address
from rpcgen_py.runtime.transport.sockets import resolve

if TYPE_CHECKING:
    from rpcgen_py.runtime.address import Transport
    from rpcgen_py.runtime.program import Version

__all__ = ["ProgramNotRegistered", "connectable", "find", "local_rpcbind"]

PORT = 111
UNIX_SOCKETS = ("/run/rpcbind.sock", "/var/run/rpcbind.sock")
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


class ProgramNotRegistered(NotSent):
    """An rpcbind answered, and does not know the program: the call was not executed."""


def local_rpcbind(*, start: bool, timeout: float = 5.0) -> Rpcbind:
    """The rpcbind of this host: for registering.

    Over its Unix socket, where the kernel tells it who we are and the entries become ours; else
    over loopback; else this user's embedded one, started if `start` says so. Raises Unreachable
    where there is none.
    """
    for address in (*(f"unix://{path}" for path in UNIX_SOCKETS), f"tcp://127.0.0.1:{PORT}"):
        try:
            return Rpcbind(address, timeout=timeout)
        except Unreachable:
            continue
    path = per_user.ensure_running() if start else per_user.socket_path()
    return Rpcbind(f"unix://{path}", timeout=timeout)


def find(host: str, version: Version, netid: str = "tcp", *, timeout: float = 5.0) -> str:
    """Where `host` serves a version over a transport: an address as `connect` takes it.

    Asks the host's rpcbind, and on this host also the user's own portmapper. Raises Unreachable
    where none answers, ProgramNotRegistered where the service is not known to those that do.
    """
    problems: list[RpcError] = []
    for ask in (_ask_rpcbind, _ask_per_user) if host in LOCAL_NAMES else (_ask_rpcbind,):
        try:
            found = ask(host, version, netid, timeout)
        except RpcError as error:
            problems.append(error)
            continue
        if found is not None:
            return found
    if len(problems) == (2 if host in LOCAL_NAMES else 1):
        msg = f"no rpcbind answers on {host} ({problems[0]}); start one, or name the port"
        raise Unreachable(msg) from problems[0]
    program = f"program {version.program:#x} version {version.number}"
    msg = f"{program} is not registered for {netid} on {host}; is the server running?"
    raise ProgramNotRegistered(msg)


def _ask_rpcbind(host: str, version: Version, netid: str, timeout: float) -> str | None:
    problem = Unreachable(f"{host} has no address for {netid}")
    for where in _rpcbinds_of(host, netid):
        try:
            with Rpcbind(str(where), timeout=timeout) as rpcbind:
                address = rpcbind.look_up(version.program, version.number, netid)
        except Unreachable as error:
            problem = error
            continue
        return connectable(address, netid, where.host) if address else None
    raise problem


def _rpcbinds_of(host: str, netid: str) -> list[Address]:
    """Where to ask for a service on `netid`: in its own family, since the answer follows that."""
    if netid == "local":
        return [Address("unix", path=UNIX_SOCKETS[0])]
    transport: Transport = "udp" if netid.startswith("udp") else "tcp"
    wanted = socket.AF_INET6 if netid.endswith("6") else socket.AF_INET
    places = resolve(Address(transport, host, PORT))
    return [Address(transport, where[0], PORT) for family, where in places if family == wanted]


def _ask_per_user(host: str, version: Version, netid: str, timeout: float) -> str | None:
    # It is asked over its Unix socket, so GETADDR would answer for "local": take the list.
    with Rpcbind(f"unix://{per_user.socket_path()}", timeout=timeout) as rpcbind:
        services = rpcbind.dump()
    wanted = (version.program, version.number, netid)
    for service in services:
        if (service.program, service.version, service.netid) == wanted:
            return connectable(service.address, netid, host)
    return None


def connectable(address: str, netid: str, asked_host: str) -> str:
    """A universal address as `connect` takes it; a wildcard is the host that was asked."""
    if netid == "local":
        return f"unix://{address}"
    host, port = parse_address(address)
    if host in {"0.0.0.0", "::"}:  # noqa: S104 (the wildcards are what is looked for)
        host = asked_host
    return f"{netid.removesuffix('6')}://{_bracketed(host)}:{port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
