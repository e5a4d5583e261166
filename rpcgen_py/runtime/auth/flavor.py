"""What a flavor of authentication is to a client and to a server (RFC 5531 §8.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from rpcgen_py.runtime.identity import Identity
from rpcgen_py.runtime.program import Procedure

if TYPE_CHECKING:
    from rpcgen_py.runtime.identity import Peer

__all__ = ["ClientAuth", "Policy", "ServerAuth"]


class ClientAuth(Protocol):
    """How a client says who it is."""

    def header(self) -> bytes:
        """Credential and verifier as they stand in the header of every call of a connection."""


class ServerAuth(Protocol):
    """How a server learns from a credential who calls."""

    @property
    def flavor(self) -> int:
        """The number of the flavor (RFC 5531 §8.2)."""

    def identify(self, body: bytes, peer: Peer) -> Identity:
        """The caller that a credential's body names.

        Raises `AuthError` with the reason to refuse it. The same body must name the same caller
        on one connection: the answer is kept while the credential stays the same.
        """


Policy = Callable[[Identity, Procedure[..., Any]], int | None]
"""Decides whether a caller may call a procedure: None lets it, an `AuthStat` refuses it with
that reason. Asked before the arguments are decoded, and never for procedure 0 (RFC 5531 §12.1).
It runs in the thread or loop that serves the connection, once a call, so it must not block. A
policy that raises refuses the call with AUTH_FAILED."""
