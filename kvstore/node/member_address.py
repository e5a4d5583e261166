"""Where a member is, as every other member and every client is told."""

from __future__ import annotations

from kvstore._generated import kv
from rpcgen_py.runtime.address import parse_address

__all__ = ["member_address"]


def member_address(text: str) -> str:
    """Return `HOST:PORT` of an address that others can reach. Raises `ValueError`."""
    address = parse_address(text)
    if (
        address.transport != "tcp"
        or not (address.host and address.port)
        or len(text) > kv.KV_NAME_MAX
    ):
        raise ValueError(f"{text[:80]!r} is not HOST:PORT, at most {kv.KV_NAME_MAX} bytes")
    return str(address).removeprefix("tcp://")
