"""Connecting without blocking the loop, and the buffer that all clients of a loop receive into."""

from __future__ import annotations

import asyncio
import os
import socket
from ipaddress import ip_address
from time import monotonic
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from rpcgen_py.runtime.errors import Unreachable
from rpcgen_py.runtime.transport.sockets import resolve

if TYPE_CHECKING:
    from rpcgen_py.runtime.address import Address
    from rpcgen_py.runtime.transport.sockets import SocketAddress

__all__ = ["connect_stream", "countable", "places_of", "receive_buffer"]

_FULL_BACKLOG: Final = 0.01
"""Seconds between two tries to connect to a Unix socket whose server is behind with accepting."""

_FOREVER: Final = 1e6
"""Seconds: eleven days. uvloop's timers cannot count to infinity."""

_buffers: WeakKeyDictionary[asyncio.AbstractEventLoop, memoryview] = WeakKeyDictionary()


def receive_buffer(loop: asyncio.AbstractEventLoop) -> memoryview:
    """64 KiB to receive into, for every connection of the loop.

    One does for all: a loop fills the buffer that a protocol gives it, and tells the protocol, in
    one go. More would make each `recv` slower, less would make more of them.
    """
    buffer = _buffers.get(loop)
    if buffer is None:
        buffer = _buffers[loop] = memoryview(bytearray(65536))
    return buffer


def countable(seconds: float) -> float:
    """So many seconds, or about for ever, or at once."""
    return min(max(seconds, 0.0), _FOREVER)


async def places_of(address: Address) -> list[tuple[int, SocketAddress]]:
    """See `sockets.resolve`; names are looked up in a thread. Raises `Unreachable`."""
    if address.transport != "unix":
        try:
            ip_address(address.host.partition("%")[0])
        except ValueError:
            return await asyncio.to_thread(resolve, address)
    return resolve(address)


async def connect_stream(address: Address, deadline: float) -> socket.socket:
    """A connected socket, in non-blocking mode.

    Tries every address of the host in turn, each for its share of the time that is left until
    `deadline` (on `time.monotonic`'s clock). Raises `Unreachable` with the last reason.
    """
    places = await places_of(address)
    problem = "it has no address"
    for index, (family, where) in enumerate(places):
        left = deadline - monotonic()
        # asyncio switches Nagle's delay off only where the protocol is named.
        protocol = 0 if family == socket.AF_UNIX else socket.IPPROTO_TCP
        sock = socket.socket(family, socket.SOCK_STREAM, protocol)
        try:
            sock.setblocking(False)
            async with asyncio.timeout(countable(left / (len(places) - index))):
                await _connect(sock, where)
        except TimeoutError:
            problem = "timed out"
        except OSError as error:
            # asyncio's own text repeats the address, and leaves the reason out.
            problem = os.strerror(error.errno) if error.errno else str(error)
        except BaseException:  # a cancellation must not leave the socket open
            sock.close()
            raise
        else:
            return sock
        sock.close()
    raise Unreachable(f"{address}: {problem}")


async def _connect(sock: socket.socket, where: SocketAddress) -> None:
    if sock.family == socket.AF_UNIX:
        # Here EAGAIN means "try again", and not "wait for the answer", as asyncio takes it.
        while True:
            try:
                sock.connect(where)
            except BlockingIOError:
                await asyncio.sleep(_FULL_BACKLOG)
            else:
                return
    await asyncio.get_running_loop().sock_connect(sock, where)
    # A connection to a free port in the ephemeral range can meet itself.
    if sock.getsockname() == sock.getpeername():
        raise ConnectionRefusedError(111, "Connection refused")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
