"""Universal addresses: transport addresses as text (RFC 5665 §5.2.3).

An IP address and port is `h1.h2.h3.h4.hi.lo`, for IPv6 `x:x::x.hi.lo`; the port's two bytes
stand in decimal. A Unix socket is its path. "" and port 0 mean "not registered" (RFC 1833 §2.2.1).
"""

from __future__ import annotations

import ipaddress
import re

__all__ = ["NETIDS", "format_address", "parse_address", "readable"]

NETIDS = ("tcp", "udp", "tcp6", "udp6", "local")
"""The network identifiers that this runtime serves (RFC 5665 §5.1.1; `local` as libtirpc says)."""

_ADDRESS = re.compile(r"(?P<host>.+)\.(?P<high>[0-9]{1,3})\.(?P<low>[0-9]{1,3})", re.ASCII)


def format_address(host: str, port: int) -> str:
    """The universal address of an IP address and a port.

    Raises ValueError where `host` is no IP address or the port is out of 0..65535.
    """
    if not 0 <= port <= 0xFFFF:
        msg = f"port {port} is not within 0..65535"
        raise ValueError(msg)
    return f"{ipaddress.ip_address(host)}.{port >> 8}.{port & 0xFF}"


def parse_address(address: str) -> tuple[str, int]:
    """The IP address and port of a universal address.

    Raises ValueError, which names the text, where it is none.
    """
    match = _ADDRESS.fullmatch(address)
    try:
        host = ipaddress.ip_address(match["host"]) if match else None
    except ValueError:
        host = None
    port = (int(match["high"]) << 8) + int(match["low"]) if match else 0
    if match is None or host is None or int(match["low"]) > 0xFF or port > 0xFFFF:
        msg = f"{address!r} is not a universal address (h.h.h.h.hi.lo)"
        raise ValueError(msg)
    return str(host), port


def readable(address: str) -> str:
    """A universal address as people write it: `host:port`; a path, or what is none, as it is."""
    try:
        host, port = parse_address(address)
    except ValueError:
        return address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
