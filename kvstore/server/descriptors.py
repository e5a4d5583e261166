"""How many files and sockets the process may have open, of which the log must never be short."""

from __future__ import annotations

import resource
from typing import Final

from rpcgen_py.runtime.transport.listeners import BACKLOG

MAX_CONNECTIONS: Final = 4096

OWN: Final = 256 + 2 * BACKLOG
"""Descriptors that are not for connections: for the log, snapshots and other members; and for those
who are turned away, as all who wait at a listener are accepted in one round of the loop."""


def connections_allowed() -> int:
    """Return how many connections to take, so that enough descriptors are left for the log.

    Whoever connects often enough could end the node else. The limit of the process is raised as
    far as it may raise it itself: usual is 1024, and much more for the asking. Where it is not,
    most are kept for those who are turned away.
    """
    limit, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + OWN
    if limit != resource.RLIM_INFINITY and limit < wanted:
        limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, most))
    if limit == resource.RLIM_INFINITY:
        return MAX_CONNECTIONS
    return min(MAX_CONNECTIONS, max(limit - OWN, limit // 4))
