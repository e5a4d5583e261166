"""What clients did to one key, when, and what they were told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

NEVER = float("inf")


@dataclass(frozen=True)
class Read:
    """A get; `found` is the value, None where there was no key."""

    found: bytes | None


@dataclass(frozen=True)
class Write:
    """A put of `value`, a delete where that is None."""

    value: bytes | None


@dataclass(frozen=True)
class Swap:
    """A put of `value` if the key held `expected` (None: was absent); `swapped` says whether."""

    expected: bytes | None
    value: bytes
    swapped: bool


@dataclass(frozen=True)
class Expiry:
    """The end of a lease: the key goes if it still holds what was put under it, `expected`.

    Nobody is told whether it did.
    """

    expected: bytes


Action: TypeAlias = Read | Write | Swap | Expiry


@dataclass(frozen=True)
class Call:
    """One call on one key.

    `begun` and `ended` are on one clock of all clients. Where nobody knows whether a change
    happened `ended` is `NEVER`: it may have happened at any time since, or not at all, and
    a `Swap` says nothing by `swapped`.
    """

    key: bytes
    action: Action
    begun: float
    ended: float

    @property
    def definite(self) -> bool:
        """Whether the client was told what came of it."""
        return self.ended != NEVER


def by_key(calls: Iterable[Call]) -> dict[bytes, list[Call]]:
    """Part a history by keys: it is linearizable if each part is (Herlihy and Wing, 1990, §3.2)."""
    parts: dict[bytes, list[Call]] = {}
    for call in calls:
        parts.setdefault(call.key, []).append(call)
    return parts
