"""Ports of this host that nobody listens at."""

from __future__ import annotations

import errno
import socket
from contextlib import ExitStack

__all__ = ["choose", "is_free"]


def is_free(port: int) -> bool:
    """Return whether a server could listen at a port, on all loopback addresses there are."""
    return all(_can_bind(family, host, port) for family, host in _LOOPBACK)


def choose(count: int, preferred: int) -> list[int]:
    """Return ports for `count` servers: `preferred` and the next ones if all are free, else any.

    They are free now; another program may be quicker than who asked.
    """
    row = list(range(preferred, preferred + count))
    if row[-1] < 1 << 16 and all(map(is_free, row)):
        return row
    found: list[int] = []
    with ExitStack() as held:
        while len(found) < count:
            listener = held.enter_context(socket.create_server(("127.0.0.1", 0)))
            port = listener.getsockname()[1]
            if _can_bind(*_LOOPBACK[1], port):
                found.append(port)
    return found


_LOOPBACK = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


def _can_bind(family: int, host: str, port: int) -> bool:
    try:
        probe = socket.socket(family)
    except OSError:  # the host has no IPv6: nobody is in the way there
        return True
    with probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            return error.errno == errno.EADDRNOTAVAIL
    return True
