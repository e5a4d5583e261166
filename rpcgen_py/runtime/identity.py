"""Who calls: what the kernel knows of the peer, and what the credential claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = ["Identity", "Peer", "ProcessCredentials"]


class ProcessCredentials(NamedTuple):
    """The process at the other end of a Unix socket, as the kernel knows it (SO_PEERCRED)."""

    pid: int
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Peer:
    """The other end of a connection or datagram, as the kernel tells it.

    `host` and `port` are its IP address and port, "" and 0 on a Unix socket. `local_host` is the
    address of ours that it spoke to. `process` is who connected to a Unix socket, else None.
    """

    transport: Literal["tcp", "udp", "unix"]
    host: str = ""
    port: int = 0
    local_host: str = ""
    process: ProcessCredentials | None = None

    def __str__(self) -> str:
        if self.transport == "unix":
            return f"unix (pid {self.process.pid})" if self.process else "unix"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.transport} {host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Identity:
    """A caller: the flavor of its credential, what that claims, and the peer it came from.

    AUTH_SYS only claims (RFC 5531 Appendix A): believe `uid` as far as the network is trusted, or
    compare it with `peer.process`. `uid` and `gid` are None where the flavor names no user.
    """

    flavor: int
    peer: Peer
    uid: int | None = None
    gid: int | None = None
    gids: tuple[int, ...] = ()
    machine_name: str = ""
