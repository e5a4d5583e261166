"""Where a server is, as text: `tcp://host:port`, `udp://host:port`, `unix:///path`.

`host:port` alone means TCP. An IPv6 address stands in brackets: `[::1]:9001`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, cast

__all__ = ["MAX_UNIX_PATH", "Address", "Transport", "parse_address"]

Transport = Literal["tcp", "udp", "unix"]

MAX_UNIX_PATH: Final = 107
"""Most bytes of a Unix socket's path: Linux has 108, one of them a NUL (unix(7))."""


@dataclass(frozen=True, slots=True)
class Address:
    """One place to connect to or to listen at. `str()` gives back what `parse_address` takes.

    `host` is a name or an IP address without brackets, and "" stands for all addresses of this
    host; `port` 0 lets the system choose. A Unix socket has a `path` instead.
    """

    transport: Transport
    host: str = ""
    port: int = 0
    path: str = ""

    def __str__(self) -> str:
        if self.transport == "unix":
            return f"unix://{self.path}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.transport}://{host}:{self.port}"

    def at(self, host: str, port: int) -> Address:
        """The same transport at another host and port."""
        return replace(self, host=host, port=port)


def parse_address(text: str) -> Address:
    """Read an address. Raises ValueError, which quotes it and says what is wrong."""
    transport, separator, rest = text.partition("://")
    if not separator:
        transport, rest = "tcp", text
    if transport == "unix":
        return _unix(text, rest)
    if transport not in {"tcp", "udp"}:
        raise ValueError(f"{text!r}: the transport is tcp, udp or unix, not {transport!r}")
    host, separator, port = rest.rpartition(":")
    if not separator:
        scheme = text.removesuffix(rest)
        raise ValueError(f"{text!r}: a port is missing, as in {scheme}{rest or 'host'}:9001")
    if not (port.isascii() and port.isdecimal() and int(port) <= 0xFFFF):
        raise ValueError(f"{text!r}: the port is a number from 0 to 65535, not {port!r}")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise ValueError(f"{text!r}: an IPv6 address stands in brackets: [{host}]:{port}")
    return Address(cast("Transport", transport), host, int(port))


def _unix(text: str, path: str) -> Address:
    if not path.startswith("/"):
        raise ValueError(f"{text!r}: a Unix socket has an absolute path, as in unix:///run/x.sock")
    if "\0" in path or len(path.encode(errors="surrogateescape")) > MAX_UNIX_PATH:
        raise ValueError(f"{text!r}: a path of at most {MAX_UNIX_PATH} bytes, without NUL")
    return Address("unix", path=path)
