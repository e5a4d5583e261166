"""The nodes that a client knows, and what it learnt about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rpcgen_py.runtime.address import parse_address

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Nodes"]

AVOIDED_FOR: Final = 30.0
"""Seconds for which a leader that cannot be reached from here is asked through other nodes."""

_AVOIDED_MOST: Final = 64


class Nodes:
    """The configured nodes, who answered last, and whom no way leads to from here.

    A leader's address is learnt from other nodes, and may make sense only between them: behind a
    router, or in a container. Then the others pass calls on to it.
    """

    def __init__(self, addresses: Sequence[str]) -> None:
        """Prefer the first of at least one address."""
        self.addresses = tuple(addresses)
        self.preferred = self.addresses[0]
        self._avoided: dict[str, float] = {}

    @property
    def several(self) -> bool:
        """Whether there is more than one to ask, and so a use for knowing the leader."""
        return len(self.addresses) > 1

    def after(self, address: str) -> str:
        """Return the node to try when `address` failed."""
        known = self.addresses
        if address not in known:
            return known[0]
        return known[(known.index(address) + 1) % len(known)]

    def named(self, address: str, now: float) -> str | None:
        """Return a leader's address in the way that this client writes them; None if it is no use.

        It is of none where it is malformed, or known not to be reachable from here.
        """
        try:
            found = str(parse_address(address))
        except ValueError:
            return None
        return None if self._avoided.get(found, now) > now else found

    def unreachable(self, address: str, now: float) -> None:
        """Take in that no connection to `address` could be made."""
        if self.preferred == address:
            self.preferred = self.after(address)
        if address not in self.addresses:
            if len(self._avoided) >= _AVOIDED_MOST:
                self._avoided.clear()
            self._avoided[address] = now + AVOIDED_FOR

    def answered(self, address: str) -> None:
        """Ask this one first next time."""
        self.preferred = address
