"""AUTH_NONE: a caller that does not say who it is (RFC 5531 §10.1)."""

from __future__ import annotations

from typing import Final

from rpcgen_py.runtime._generated.rpc_msg import auth_flavor
from rpcgen_py.runtime.identity import Identity, Peer
from rpcgen_py.runtime.message import EMPTY_AUTH

__all__ = ["AuthNone", "NoneServer"]


class AuthNone:
    """The client's side: an empty credential."""

    def header(self) -> bytes:
        """An empty credential and an empty verifier."""
        return EMPTY_AUTH * 2


class NoneServer:
    """The server's side: anybody. The body is undefined, so any is taken."""

    flavor: Final[int] = auth_flavor.AUTH_NONE

    def identify(self, body: bytes, peer: Peer) -> Identity:
        """A caller of whom only the peer is known."""
        return Identity(self.flavor, peer)
