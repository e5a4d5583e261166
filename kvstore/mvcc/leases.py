"""Leases: times to live that keys are under."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sortedcontainers import SortedDict

from kvstore._generated import kv
from kvstore.mvcc.expiries import Expiries
from kvstore.mvcc.limits import LEASE_TTL_MAX_MS, LEASES_MAX, TTL_MIN_MS
from kvstore.mvcc.outcomes import Refusal
from kvstore.mvcc.validate import check_ttl

if TYPE_CHECKING:
    from collections.abc import Iterator


class Lease(msgspec.Struct, frozen=True, gc=False):
    """One lease as it is; a renewal makes another. Times are replicated milliseconds."""

    number: int
    ttl_ms: int
    renewal: int
    renewed_ms: int

    @property
    def ends_ms(self) -> int:
        """When it is over unless it is renewed."""
        return self.renewed_ms + self.ttl_ms


class Leases:
    """All leases, and the keys under each."""

    def __init__(self, leases: dict[int, Lease] | None = None) -> None:
        """Begin with these leases; the keys under them are added by `move`."""
        self._leases: SortedDict[int, Lease] = SortedDict(leases or {})
        self._keys: dict[int, set[tuple[bytes, bytes]]] = {}
        self._expiries = Expiries(self._leases)

    def __len__(self) -> int:
        return len(self._leases)

    def __contains__(self, number: int) -> bool:
        return number in self._leases

    def find(self, number: int) -> Lease | None:
        """Return a lease, None if there is none of that number."""
        return self._leases.get(number)

    def get(self, number: int) -> Lease:
        """Return a lease. Raises `Refusal` (KV_LEASE_UNKNOWN)."""
        lease = self._leases.get(number)
        if lease is None:
            raise Refusal(kv.KV_LEASE_UNKNOWN, f"there is no lease {number}; it may have expired")
        return lease

    def all(self) -> list[Lease]:
        """Return all leases in order of their numbers."""
        leases = self._leases
        return [leases[number] for number in leases]

    def behind(self, number: int) -> Iterator[Lease]:
        """Yield the leases with higher numbers, in their order."""
        for higher in self._leases.irange(number, None, (False, False)):
            yield self._leases[higher]

    def grant(self, number: int, ttl_ms: int, now: int) -> Lease:
        """Make a lease. Raises `Refusal`: KV_LEASE_EXISTS, KV_INVALID, KV_TOO_LARGE."""
        check_ttl(ttl_ms, LEASE_TTL_MAX_MS)
        if not number:
            raise Refusal(kv.KV_INVALID, "0 is no number of a lease")
        if number in self._leases:
            raise Refusal(kv.KV_LEASE_EXISTS, f"there is a lease {number} already")
        if len(self._leases) >= LEASES_MAX:
            raise Refusal(
                kv.KV_TOO_LARGE, f"there are {LEASES_MAX} leases already; share or revoke some"
            )
        lease = Lease(number, max(ttl_ms, TTL_MIN_MS), 0, now)
        self._leases[number] = lease
        self._expiries.add(number)
        return lease

    def keep(self, number: int, now: int) -> Lease:
        """Renew a lease. Raises `Refusal` (KV_LEASE_UNKNOWN)."""
        old = self.get(number)
        lease = Lease(number, old.ttl_ms, old.renewal + 1, now)
        self._leases[number] = lease
        return lease

    def remove(self, number: int) -> None:
        """Forget a lease under which there are no keys any more."""
        del self._leases[number]

    def due(self, now: int, most: int) -> list[Lease]:
        """Return up to `most` leases that are over, as `Expiries.due` does."""
        return [self._leases[number] for number in self._expiries.due(now, most)]

    # ------------------------------------------------------------------ keys

    def count(self, number: int) -> int:
        """Return how many keys are under a lease."""
        return len(self._keys.get(number, ()))

    def keys(self, number: int) -> list[tuple[bytes, bytes]]:
        """Return name space and key of all that is under a lease, in order."""
        return sorted(self._keys.get(number, ()))

    def move(self, name_space: bytes, key: bytes, before: int, after: int) -> None:
        """Take a key from under one lease and put it under another; 0 is none."""
        if before:
            keys = self._keys[before]
            keys.remove((name_space, key))
            if not keys:
                del self._keys[before]
        if after:
            self._keys.setdefault(after, set()).add((name_space, key))
