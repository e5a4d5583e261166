"""The procedures of program 100000, versions 2 to 4, over one registry (RFC 1833).

They answer as rpcbind 1.2.6 was measured to, and are stricter in this: words are bounded, an
address must be one and belong to its netid, port 0 registers nothing, an UNSET of several entries
removes all or none, and what listens on loopback is not handed to other hosts. Only wildcards are
rewritten: rpcbind replaces every address, also one that is not the host's.

Calls are not passed on: CALLIT stays silent and INDIRECT fails, as rpcbind does without -r, so
that nobody can use this host to reach a service that trusts it. Statistics (GETSTAT) are not kept.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
import time
from typing import TYPE_CHECKING, Any

from rpcgen_py.runtime._generated.rpcbind import (
    IPPROTO_TCP,
    IPPROTO_UDP,
    PMAP_VERSServer,
    RPCBVERS4Server,
    RPCBVERSServer,
    call_args,
    call_result,
    mapping,
    pmaplist,
    rp__list,
    rpcb,
    rpcb_entry,
    rpcb_entry_list,
    rpcb_netbuf,
    rpcb_rmtcallargs,
    rpcb_rmtcallres,
)
from rpcgen_py.runtime.errors import AuthStat, SystemError_
from rpcgen_py.runtime.generated import NO_REPLY, Context
from rpcgen_py.runtime.portmapper.registrant import registrant_of
from rpcgen_py.runtime.portmapper.registry import SUPERUSER, UNKNOWN, Entry, Registry
from rpcgen_py.runtime.rpcbind.universal_address import format_address, parse_address

if TYPE_CHECKING:
    from collections.abc import Collection

    from rpcgen_py.runtime.identity import Identity, Peer
    from rpcgen_py.runtime.program import Procedure

__all__ = ["PortmapperVersion2", "PortmapperVersion3", "PortmapperVersion4", "only_local_changes"]

NETID_OF_PROTOCOL = {IPPROTO_TCP: "tcp", IPPROTO_UDP: "udp"}
PROTOCOL_OF_NETID = {netid: protocol for protocol, netid in NETID_OF_PROTOCOL.items()}

# netid → semantics (1 connectionless, 3 connection-oriented with orderly release), family,
# protocol: the words that netconfig(5) uses, which GETADDRLIST repeats.
NETWORKS = {
    "udp": (1, "inet", "udp"),
    "tcp": (3, "inet", "tcp"),
    "udp6": (1, "inet6", "udp"),
    "tcp6": (3, "inet6", "tcp"),
    "local": (3, "loopback", "-"),
}
FAMILY_OF_VERSION = {4: "inet", 6: "inet6"}

CHANGES = frozenset({1, 2})  # SET and UNSET, in every version

SOCKADDR_IN = struct.Struct("=H2s4s8x")
SOCKADDR_IN6 = struct.Struct("=H2s4x16s4x")


def only_local_changes(caller: Identity, procedure: Procedure[..., Any]) -> int | None:
    """The policy: anybody may look up, but only this host's processes register (§2.2.2).

    Others are refused as rpcbind refuses them. See `auth.flavor.Policy`.
    """
    peer = caller.peer
    local = peer.transport == "unix" or _is_loopback(peer.host)
    return None if local or procedure.number not in CHANGES else AuthStat.AUTH_TOOWEAK


def _is_loopback(host: str) -> bool:
    return ipaddress.ip_address(host).is_loopback


def _netid_of(peer: Peer) -> str:
    """The network identifier of the transport that a call came by."""
    if peer.transport == "unix":
        return "local"
    return f"{peer.transport}6" if ":" in peer.host else peer.transport


def _owner(peer: Peer) -> str:
    """Who may later unset what this caller sets.

    Only a Unix socket tells who calls. Over loopback anybody on this host may be the caller.
    """
    if peer.process is None:
        return UNKNOWN
    return SUPERUSER if peer.process.uid == 0 else str(peer.process.uid)


def _reachable(entry: Entry, peer: Peer) -> str:
    """The entry's address as this caller can use it, "" if it cannot.

    A wildcard becomes the host that the caller reached us at.
    """
    if entry.netid == "local":
        return entry.address
    host, port = parse_address(entry.address)
    if ipaddress.ip_address(host).is_unspecified:
        return format_address(peer.local_host, port)
    from_here = _is_loopback(peer.host) or peer.host == peer.local_host
    return entry.address if from_here or not _is_loopback(host) else ""


class _Procedures:
    """What the versions have in common."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def _set(self, program: int, version: int, netid: str, address: str, peer: Peer) -> bool:
        pid = peer.process.pid if peer.process else 0  # also 0 for one that is hidden from us
        registrant = registrant_of(pid) if pid else None
        return self._registry.set(Entry(program, version, netid, address, _owner(peer), registrant))

    def _unset(
        self, program: int, version: int, netids: Collection[str] | None, peer: Peer
    ) -> bool:
        return self._registry.unset(program, version, netids, _owner(peer))


class PortmapperVersion2(_Procedures, PMAP_VERSServer):
    """Ports of IPv4 (RFC 1833 §3)."""

    def PMAPPROC_SET(self, arg: mapping, context: Context) -> bool:
        """Register a port."""
        netid = NETID_OF_PROTOCOL.get(arg.prot)
        if netid is None or not 0 < arg.port <= 0xFFFF:
            return False
        address = format_address("0.0.0.0", arg.port)  # noqa: S104 (version 2 knows no hosts)
        return self._set(arg.prog, arg.vers, netid, address, context.peer)

    def PMAPPROC_UNSET(self, arg: mapping, context: Context) -> bool:
        """Forget a version on both protocols; `prot` and `port` do not matter (§3.2)."""
        return self._unset(arg.prog, arg.vers, PROTOCOL_OF_NETID, context.peer)

    def PMAPPROC_GETPORT(self, arg: mapping, context: Context) -> int:
        """Look a port up; another version's where this one is not registered."""
        netid = NETID_OF_PROTOCOL.get(arg.prot, "")
        entry = self._registry.find(arg.prog, arg.vers, netid, exact=False)
        return parse_address(entry.address)[1] if entry else 0

    def PMAPPROC_DUMP(self, context: Context) -> pmaplist | None:
        """List the registrations that version 2 can express."""
        listed: pmaplist | None = None
        for entry in reversed(tuple(self._registry)):
            protocol = PROTOCOL_OF_NETID.get(entry.netid)
            if protocol is not None:
                port = parse_address(entry.address)[1]
                listed = pmaplist(mapping(entry.program, entry.version, protocol, port), listed)
        return listed

    def PMAPPROC_CALLIT(self, arg: call_args, context: Context) -> call_result:
        """Stay silent."""
        silent: call_result = NO_REPLY
        return silent


class _RpcbindProcedures(_Procedures):
    """What versions 3 and 4 have in common (RFC 1833 §2)."""

    def RPCBPROC_SET(self, arg: rpcb, context: Context) -> bool:
        """Register an address; the caller's word about the owner is not taken."""
        if arg.r_netid not in NETWORKS:
            return False
        if arg.r_netid != "local":
            try:
                host, port = parse_address(arg.r_addr)
            except ValueError:
                return False
            family = FAMILY_OF_VERSION[ipaddress.ip_address(host).version]
            if not port or family != NETWORKS[arg.r_netid][1]:
                return False
        return self._set(arg.r_prog, arg.r_vers, arg.r_netid, arg.r_addr, context.peer)

    def RPCBPROC_UNSET(self, arg: rpcb, context: Context) -> bool:
        """Forget a version on one transport, or on all where the netid is empty."""
        netids = {arg.r_netid} if arg.r_netid else None
        return self._unset(arg.r_prog, arg.r_vers, netids, context.peer)

    def RPCBPROC_GETADDR(self, arg: rpcb, context: Context) -> str:
        """Look up for the transport that the call came by, whatever its netid says."""
        return self._look_up(arg, context.peer, exact=False)

    def _look_up(self, arg: rpcb, peer: Peer, *, exact: bool) -> str:
        entry = self._registry.find(arg.r_prog, arg.r_vers, _netid_of(peer), exact=exact)
        return _reachable(entry, peer) if entry else ""

    def RPCBPROC_DUMP(self, context: Context) -> rp__list | None:
        """List all registrations."""
        listed: rp__list | None = None
        for e in reversed(tuple(self._registry)):
            listed = rp__list(rpcb(e.program, e.version, e.netid, e.address, e.owner), listed)
        return listed

    def RPCBPROC_GETTIME(self, context: Context) -> int:
        """Seconds since 1970."""
        return int(time.time()) & 0xFFFFFFFF

    def RPCBPROC_UADDR2TADDR(self, arg: str, context: Context) -> rpcb_netbuf:
        """A universal address as the bytes of a `sockaddr`; empty where it is none."""
        try:
            host, port = parse_address(arg)
        except ValueError:
            return rpcb_netbuf(0, b"")
        packed = ipaddress.ip_address(host).packed
        family = socket.AF_INET if len(packed) == 4 else socket.AF_INET6
        layout = SOCKADDR_IN if family == socket.AF_INET else SOCKADDR_IN6
        return rpcb_netbuf(layout.size, layout.pack(family, port.to_bytes(2, "big"), packed))

    def RPCBPROC_TADDR2UADDR(self, arg: rpcb_netbuf, context: Context) -> str:
        """The bytes of a `sockaddr` as a universal address; "" where they are none."""
        for family, layout in ((socket.AF_INET, SOCKADDR_IN), (socket.AF_INET6, SOCKADDR_IN6)):
            if len(arg.buf) == layout.size:
                found, port, packed = layout.unpack(arg.buf)
                if found == family:
                    host = str(ipaddress.ip_address(packed))
                    return format_address(host, int.from_bytes(port, "big"))
        return ""


class PortmapperVersion3(_RpcbindProcedures, RPCBVERSServer):
    """Universal addresses (RFC 1833 §2.2.1)."""

    def RPCBPROC_CALLIT(self, arg: rpcb_rmtcallargs, context: Context) -> rpcb_rmtcallres:
        """Stay silent."""
        silent: rpcb_rmtcallres = NO_REPLY
        return silent


class PortmapperVersion4(_RpcbindProcedures, RPCBVERS4Server):
    """Version 3 and more ways to look up (RFC 1833 §2.2.2)."""

    def RPCBPROC_BCAST(self, arg: rpcb_rmtcallargs, context: Context) -> rpcb_rmtcallres:
        """Stay silent."""
        silent: rpcb_rmtcallres = NO_REPLY
        return silent

    def RPCBPROC_INDIRECT(self, arg: rpcb_rmtcallargs, context: Context) -> rpcb_rmtcallres:
        """Fail."""
        raise SystemError_("indirect calls are not passed on")

    def RPCBPROC_GETVERSADDR(self, arg: rpcb, context: Context) -> str:
        """Look up exactly this version."""
        return self._look_up(arg, context.peer, exact=True)

    def RPCBPROC_GETADDRLIST(self, arg: rpcb, context: Context) -> rpcb_entry_list | None:
        """List the version's transports of the caller's address family."""
        family = NETWORKS[_netid_of(context.peer)][1]
        listed: rpcb_entry_list | None = None
        for entry in reversed(tuple(self._registry)):
            semantics, its_family, protocol = NETWORKS[entry.netid]
            if (entry.program, entry.version, its_family) != (arg.r_prog, arg.r_vers, family):
                continue
            address = _reachable(entry, context.peer)
            if address:
                described = rpcb_entry(address, entry.netid, semantics, its_family, protocol)
                listed = rpcb_entry_list(described, listed)
        return listed
