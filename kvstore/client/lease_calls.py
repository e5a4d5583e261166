"""The calls about leases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kvstore._generated import kv
from kvstore.client.call import CHANGE, IDEMPOTENT, PROCEDURES, READ, Call
from kvstore.client.results import LeaseGrant, LeaseInfo, LeaseStatus, RevokeResult
from kvstore.client.values import milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KeysCursor", "LeasesCursor", "grant", "keepalive", "revoke"]


def grant(ttl: float, lease: int) -> Call[LeaseGrant]:
    """Make a lease; `lease` 0 lets the cluster choose its number."""
    ttl_ms = milliseconds("the ttl", ttl)

    def arguments(header: kv.kv_request_header) -> kv.kv_lease_grant_args:
        return kv.kv_lease_grant_args(header=header, ttl_ms=ttl_ms, lease=lease)

    return Call(PROCEDURES["KV_LEASE_GRANT"], arguments, _granted, CHANGE)


def _granted(reply: Any) -> LeaseGrant:
    ok = reply.result.ok
    return LeaseGrant(ok.lease, ok.ttl_ms / 1000)


def keepalive(lease: int) -> Call[float]:
    """Start a lease's time anew: twice is as good as once."""
    arguments = _of_lease(kv.kv_lease_keepalive_args, lease)
    return Call(PROCEDURES["KV_LEASE_KEEPALIVE"], arguments, _kept, IDEMPOTENT)


def _kept(reply: Any) -> float:
    left: float = reply.result.ok.ttl_ms / 1000
    return left


def revoke(lease: int) -> Call[RevokeResult]:
    """End a lease and delete its keys."""
    arguments = _of_lease(kv.kv_lease_revoke_args, lease)
    return Call(PROCEDURES["KV_LEASE_REVOKE"], arguments, _revoked, CHANGE)


def _revoked(reply: Any) -> RevokeResult:
    ok = reply.result.ok
    return RevokeResult(ok.count, ok.commit.revision, ok.commit.durable_nodes)


def _of_lease(arguments: Callable[..., Any], lease: int) -> Callable[[kv.kv_request_header], Any]:
    return lambda header: arguments(header=header, lease=lease)


class KeysCursor:
    """What there is to say about a lease, its keys page by page."""

    def __init__(self, lease: int, *, keys: bool) -> None:
        """Begin; without `keys` one answer is all."""
        self._lease = lease
        self._want_keys = keys
        self._keys: list[bytes] = []
        self._last: kv.kv_lease_ttl_ok | None = None

    def call(self) -> Call[kv.kv_lease_ttl_ok] | None:
        """Return the next question, None at the end."""
        if self._last is not None and not (self._last.more and self._last.keys):
            return None
        after = self._keys[-1] if self._keys else b""

        def arguments(header: kv.kv_request_header) -> kv.kv_lease_ttl_args:
            return kv.kv_lease_ttl_args(
                header=header, lease=self._lease, keys=self._want_keys, after=after
            )

        return Call(PROCEDURES["KV_LEASE_TTL"], arguments, _ok, READ)

    def take(self, answer: kv.kv_lease_ttl_ok) -> None:
        """Take in an answer."""
        self._keys += [key.key for key in answer.keys]
        self._last = answer

    def status(self) -> LeaseStatus:
        """Return all that was learnt, after the last answer."""
        assert self._last is not None, "the cursor was not asked to its end"  # noqa: S101 (a bug)
        last = self._last
        return LeaseStatus(last.granted_ttl_ms / 1000, last.ttl_ms / 1000, tuple(self._keys))


class LeasesCursor:
    """All leases, page by page."""

    def __init__(self) -> None:
        """Begin with the lowest number."""
        self._after = 0
        self._more = True

    def call(self) -> Call[kv.kv_lease_list_ok] | None:
        """Return the next question, None at the end."""
        if not self._more:
            return None
        after = self._after

        def arguments(header: kv.kv_request_header) -> kv.kv_lease_list_args:
            return kv.kv_lease_list_args(header=header, after=after)

        return Call(PROCEDURES["KV_LEASE_LIST"], arguments, _ok, READ)

    def take(self, answer: kv.kv_lease_list_ok) -> list[LeaseInfo]:
        """Take in an answer, and return its leases."""
        self._more = answer.more and bool(answer.leases)
        if answer.leases:
            self._after = answer.leases[-1].lease
        return [
            LeaseInfo(info.lease, info.granted_ttl_ms / 1000, info.ttl_ms / 1000)
            for info in answer.leases
        ]


def _ok(reply: Any) -> Any:
    return reply.result.ok
