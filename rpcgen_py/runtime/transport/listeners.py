"""Sockets that servers listen on."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rpcgen_py.runtime.transport.sockets import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rpcgen_py.runtime.address import Address

__all__ = ["BACKLOG", "Listener", "bind"]

BACKLOG: Final = 1024
"""Connections that may wait to be accepted; the kernel lowers it to net.core.somaxconn."""

_PORT_TRIES: Final = 16
_FAMILY_MISSING: Final = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


class Listener:
    """A bound socket, for streams also listening, and the `address` that it is really at."""

    def __init__(self, sock: socket.socket, address: Address) -> None:
        self.socket = sock
        self.address = address
        self._file = Path(address.path).stat() if address.transport == "unix" else None

    def share_port(self) -> None:
        """Let sockets made with `reuse_port`, of this user, have the TCP port as well."""
        if self.address.transport == "tcp":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)

    def close(self) -> None:
        """Stop listening. The file of a Unix socket goes, unless another server took its place."""
        if self._file is not None:
            path = Path(self.address.path)
            with contextlib.suppress(FileNotFoundError), _locked(path.parent):
                if os.path.samestat(self._file, path.stat()):
                    path.unlink()
        self.socket.close()


def bind(address: Address, *, reuse_port: bool = False) -> list[Listener]:
    """Listen at every address that a host name stands for, all on one port.

    `localhost` and "" are both families, as far as the host has both. Port 0 becomes a free one.
    `reuse_port` lets processes share a port: the kernel spreads connections over them. A Unix
    socket whose server is dead is replaced. Raises OSError, which says where; `Unreachable` for a
    name that means nothing.
    """
    if address.transport == "unix":
        return [_bind_unix(address)]
    for _ in range(_PORT_TRIES - 1):
        try:
            return _bind_all(address, reuse_port)
        except OSError as error:
            # The port that was free for one family was not for the other: try another.
            if address.port or error.errno != errno.EADDRINUSE:
                raise
    return _bind_all(address, reuse_port)


def _bind_all(address: Address, reuse_port: bool) -> list[Listener]:
    listeners: list[Listener] = []
    problem: OSError | None = None
    port = address.port
    try:
        for family, where in dict.fromkeys(resolve(address, passive=True)):
            try:
                sock = _bind_one(address, family, (where[0], port, *where[2:]), reuse_port)
            except OSError as error:
                if error.errno not in _FAMILY_MISSING:
                    raise
                problem = error
                continue
            port = sock.getsockname()[1]
            listeners.append(Listener(sock, address.at(sock.getsockname()[0], port)))
    except BaseException:
        for listener in listeners:
            listener.close()
        raise
    if problem is not None and not listeners:
        raise problem
    return listeners


def _bind_one(
    address: Address, family: int, where: tuple[Any, ...], reuse_port: bool
) -> socket.socket:
    stream = address.transport == "tcp"
    # The protocol is named, because asyncio switches Nagle's delay off only where it is.
    kind = (socket.SOCK_STREAM, socket.IPPROTO_TCP) if stream else (socket.SOCK_DGRAM, 0)
    sock = socket.socket(family, *kind)
    try:
        if stream:
            # Connections of a server that has just ended must not keep its port. (On a datagram
            # socket the option would let two servers share one.)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            # Accepted connections inherit it: a peer that has vanished is found out.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if reuse_port:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind(where)
        if stream:
            sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        raise OSError(error.errno, f"cannot listen at {address}: {error.strerror}") from error
    return sock


def _bind_unix(address: Address) -> Listener:
    path = Path(address.path)
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        # Two servers that start at once must not both find the old one dead and remove the
        # socket that the other has just made: one at a time looks and binds.
        with _locked(path.parent):
            _remove_dead(path)
            sock.bind(address.path)
            sock.listen(BACKLOG)
            return Listener(sock, address)
    except OSError as error:
        sock.close()
        raise OSError(error.errno, f"cannot listen at {address}: {error.strerror}") from error


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock that servers take before they make or remove sockets in a folder."""
    import fcntl  # noqa: PLC0415 (so that servers over TCP import where it is not)

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _remove_dead(path: Path) -> None:
    """Remove a socket that no server listens at; anything else stays, and `bind` fails on it."""
    try:
        if not stat.S_ISSOCK(path.lstat().st_mode):
            return
    except FileNotFoundError:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.setblocking(False)
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
        except OSError:
            return  # a full backlog is a living server's, too
