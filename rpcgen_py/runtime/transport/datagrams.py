"""Datagrams in, answers out, each from the address of ours that its call was sent to.

A client hears only the address that it called. A socket bound to the wildcard answers from
whatever address the route back has, unless it is told which one the call came to: the kernel says
so beside each datagram (IP_PKTINFO, ip(7); RFC 3542 §6).
"""

from __future__ import annotations

import socket
from ipaddress import ip_address
from struct import Struct
from typing import TYPE_CHECKING, Any, Final

from rpcgen_py.runtime.identity import Peer
from rpcgen_py.runtime.server_core import ServerConnection

if TYPE_CHECKING:
    from rpcgen_py.runtime.transport.listeners import Listener

__all__ = ["Endpoint", "Source"]

_RECEIVE: Final = 65536
"""More bytes than any datagram has."""

_ANCILLARY: Final = 128
"""Enough bytes for one address beside a datagram."""

_IP_PKTINFO: Final = 8
_IPV6_RECVPKTINFO: Final = 49
_IPV6_PKTINFO: Final = 50
_pktinfo4 = Struct("=i4s4s")  # interface, our address, the address in the header
_pktinfo6 = Struct("=16si")  # our address, interface


Beside = tuple[tuple[int, int, bytes], ...]
"""What stands beside a datagram: level, kind and bytes, as `sendmsg` takes them."""

_NOTHING: Final[Beside] = ()

_MOST_SOURCES: Final = 1024
"""Most callers that are remembered. Who calls again need not be described again."""


class Source:
    """Where a datagram came from, and what must stand beside the answer.

    It is the same object for all that came from there, while it is remembered; so `connection`
    remembers the headers of its calls, as that of a stream does.
    """

    __slots__ = ("address", "beside", "connection", "peer")

    def __init__(self, address: Any, peer: Peer, beside: Beside = ()) -> None:
        self.address = address
        self.peer = peer
        self.beside = beside
        self.connection = ServerConnection(peer)


class Endpoint:
    """A bound socket; many threads may receive and send at once."""

    def __init__(self, listener: Listener) -> None:
        self._socket = listener.socket
        self._host = listener.address.host
        self._wildcard = ip_address(self._host.partition("%")[0]).is_unspecified
        self._sources: dict[tuple[Any, str], Source] = {}
        self._six = self._socket.family == socket.AF_INET6
        if self._wildcard and self._six:
            self._socket.setsockopt(socket.IPPROTO_IPV6, _IPV6_RECVPKTINFO, 1)
        elif self._wildcard:
            self._socket.setsockopt(socket.IPPROTO_IP, _IP_PKTINFO, 1)

    def receive(self) -> tuple[bytes, Source]:
        """The next datagram. Raises OSError, as BlockingIOError where the socket does not wait."""
        host, answer = self._host, _NOTHING
        if self._wildcard:
            data, beside, _, where = self._socket.recvmsg(_RECEIVE, _ANCILLARY)
            host, answer = self._our_address(beside)
        else:
            data, where = self._socket.recvfrom(_RECEIVE)
        source = self._sources.get((where, host))
        if source is None:
            if where is None:
                raise ConnectionAbortedError("the socket was shut down")
            if len(self._sources) >= _MOST_SOURCES:
                self._sources.clear()
            source = Source(where, Peer("udp", where[0], where[1], host), answer)
            self._sources[where, host] = source
        return data, source

    def _our_address(self, beside: list[tuple[int, int, bytes]]) -> tuple[str, Beside]:
        """The address of ours that a datagram was sent to, and how to answer from it."""
        for level, kind, raw in beside:
            if (level, kind) == (socket.IPPROTO_IP, _IP_PKTINFO):
                _, ours, _ = _pktinfo4.unpack(raw)
                return socket.inet_ntoa(ours), ((level, kind, _pktinfo4.pack(0, ours, bytes(4))),)
            if (level, kind) == (socket.IPPROTO_IPV6, _IPV6_PKTINFO):
                ours, interface = _pktinfo6.unpack(raw)
                host = socket.inet_ntop(socket.AF_INET6, ours)
                return host, ((level, kind, _pktinfo6.pack(ours, interface)),)
        return self._host, ()

    def send(self, data: bytes | memoryview, source: Source) -> None:
        """Answer. Raises OSError; a datagram that finds no room is as good as lost."""
        if source.beside:
            self._socket.sendmsg([data], source.beside, socket.MSG_DONTWAIT, source.address)
        else:
            self._socket.sendto(data, socket.MSG_DONTWAIT, source.address)
