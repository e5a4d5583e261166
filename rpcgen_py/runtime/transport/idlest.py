"""Which connection gives its place to a new one, where a server has as many as it may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["HALF_SENT", "YIELD_AFTER", "Idlest"]

YIELD_AFTER: Final = 5.0
"""Seconds without a call after which a connection may have to give its place to another."""

HALF_SENT: Final = 4
"""How many times longer one may take that has sent a part of a call: it may be slow."""


class Idle(Protocol):
    """A connection."""

    def idle(self) -> float:
        """For how long it has been of no use, on any scale; 0 while a call is under way."""


C = TypeVar("C", bound=Idle)


class Idlest(Generic[C]):
    """The connections that have been idle for `enough`, the longest first.

    They are put in order once between two `renew`s, which are to be called now and then: so
    peers that connect as fast as they can have all connections looked at seldom.
    """

    def __init__(self, enough: float) -> None:
        self._enough = enough
        self._found: list[C] | None = None

    def renew(self) -> None:
        """Look anew at the next question."""
        self._found = None

    def take(self, connections: Iterable[C]) -> C | None:
        """The next of these that is idle, None where there is none; each is named once."""
        if self._found is None:
            idle = [(each.idle(), each) for each in connections]
            idle.sort(key=lambda pair: pair[0])
            self._found = [each for seconds, each in idle if seconds >= self._enough]
        while self._found:
            longest = self._found.pop()
            if longest.idle() >= self._enough:
                return longest
        return None
