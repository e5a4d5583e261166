"""Making connections: names to socket addresses, and who is at the other end."""

from __future__ import annotations

import socket
import struct
import time
from typing import TYPE_CHECKING, Any, Final

from rpcgen_py.runtime.errors import Unreachable
from rpcgen_py.runtime.identity import Peer, ProcessCredentials

if TYPE_CHECKING:
    from rpcgen_py.runtime.address import Address, Transport

__all__ = ["UnknownHost", "connect_stream", "peer_of", "resolve", "set_receive_timeout"]

LOOPBACK: Final = ("::1", "127.0.0.1")
"""What `localhost` is (RFC 6761 §6.3), also where the host's own table knows one family only."""

SocketAddress = Any  # socket's own type: tuples of two shapes, or a path
_NO_DELAY: Final = 1
_credentials = struct.Struct("3i")
_timeval = struct.Struct("ll")


class UnknownHost(Unreachable):
    """The name of a host leads to no address: the call was not executed."""


def resolve(address: Address, *, passive: bool = False) -> list[tuple[int, SocketAddress]]:
    """The family and socket address of every place that an address names, best first.

    `passive` says that they are for listening. Raises UnknownHost if the name means nothing.
    """
    if address.transport == "unix":
        return [(socket.AF_UNIX, address.path)]
    kind = socket.SOCK_DGRAM if address.transport == "udp" else socket.SOCK_STREAM
    flags = socket.AI_PASSIVE if passive else 0
    hosts = LOOPBACK if address.host == "localhost" else (address.host or None,)
    try:
        found = [socket.getaddrinfo(host, address.port, type=kind, flags=flags) for host in hosts]
    except (OSError, UnicodeError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or "it is no host name"
        raise UnknownHost(
            f"host '{address.host}' could not be resolved ({reason}): "
            "check its spelling, or give its address"
        ) from error
    return [(family, where) for places in found for family, _, _, _, where in places]


def set_receive_timeout(sock: socket.socket, seconds: float) -> None:
    """Let `recv` raise BlockingIOError after so long; infinity is for ever.

    The kernel does it (SO_RCVTIMEO), which costs nothing a call: `settimeout` adds a `poll`.
    """
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _pack_timeval(seconds))


def _pack_timeval(seconds: float) -> bytes:
    if seconds > 1e9:
        return _timeval.pack(0, 0)  # what the kernel takes for no limit
    whole, part = divmod(max(seconds, 1e-6), 1)
    return _timeval.pack(int(whole), min(int(part * 1e6) + 1, 999_999))


def connect_stream(address: Address, deadline: float) -> socket.socket:
    """A connected socket, in blocking mode, without Nagle's delay.

    Tries every address of the host in turn, each for its share of the time that is left until
    `deadline` (on `time.monotonic`'s clock). Raises Unreachable with the last reason.
    """
    places = resolve(address)
    problem: object = "it has no address"
    for index, (family, where) in enumerate(places):
        left = deadline - time.monotonic()
        if left <= 0:
            problem = "timed out"
            break
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            _connect(sock, where, left / (len(places) - index))
        except OSError as error:
            sock.close()
            problem = "timed out" if isinstance(error, BlockingIOError) else error.strerror or error
            continue
        except BaseException:  # an interrupt must not leave the socket open
            sock.close()
            raise
        return sock
    raise Unreachable(f"{address}: {problem}")


def _connect(sock: socket.socket, where: SocketAddress, seconds: float) -> None:
    # The timeout of sending also bounds connecting, on Unix sockets too (socket(7)). With a full
    # backlog those would fail at once in the non-blocking mode that `settimeout` stands for.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _pack_timeval(seconds))
    sock.connect(where)
    if sock.family != socket.AF_UNIX:
        # A connection to a free port in the ephemeral range can meet itself.
        if sock.getsockname() == sock.getpeername():
            raise ConnectionRefusedError(111, "Connection refused")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, _NO_DELAY)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)


def peer_of(sock: socket.socket, transport: Transport, source: SocketAddress) -> Peer:
    """Who is at the other end of an accepted connection, or sent a datagram from `source`."""
    if transport == "unix":
        raw = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _credentials.size)
        return Peer(transport, process=ProcessCredentials(*_credentials.unpack(raw)))
    return Peer(transport, source[0], source[1], sock.getsockname()[0])
