"""Whether a data folder seems to be left over from another cluster than the one that is meant."""

from __future__ import annotations

import asyncio
import ipaddress
from itertools import product
from typing import TYPE_CHECKING, Final

from rpcgen_py.runtime.address import parse_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kvstore.node.peers.standing import Standing

__all__ = ["none_is_a_member"]

_LOOKUP: Final = 2.0
"""Seconds to look up the names of hosts; what takes longer stays unknown."""


async def none_is_a_member(peers: Iterable[str], standing: Standing) -> bool:
    """Return whether peers are named, and none of them is where another member is.

    False where that is not sure: a host has many names, and not all can be looked up now.
    """
    own = standing.own
    others = [
        known.info.address for number, known in standing.members.items() if number != own.node
    ]
    named = [each for each in peers if each != own.address]
    if not standing.members or "" in others or not set(named).isdisjoint(others):
        return False
    try:
        async with asyncio.timeout(_LOOKUP):
            for one, other in product(named, others):
                if await _may_be_one(one, other):
                    return False
    except TimeoutError:
        return False
    return bool(named)


async def _may_be_one(one: str, other: str) -> bool:
    first, second = parse_address(one), parse_address(other)
    if first.port != second.port:
        return False
    if first.host == second.host:
        return True
    try:
        here, there = await _look_up(first.host), await _look_up(second.host)
    except OSError:
        return True
    anywhere = any(ipaddress.ip_address(each).is_unspecified for each in here | there)
    return anywhere or not here.isdisjoint(there)


async def _look_up(host: str) -> set[str]:
    """Return the host's IP addresses. Raises `OSError`."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None)
    return {str(where[0]).partition("%")[0] for *_, where in found}
