"""What may be asked about leases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import kv

if TYPE_CHECKING:
    from kvstore.mvcc.leases import Lease, Leases


def ttl(
    leases: Leases, number: int, now: int, name_space: bytes | None, after: bytes
) -> kv.kv_lease_ttl_ok:
    """Tell the time left of a lease, and its keys behind `after` in `name_space`, if not None.

    Raises `Refusal` (KV_LEASE_UNKNOWN).
    """
    lease = leases.get(number)
    keys: list[kv.kv_lease_key] = []
    more = False
    if name_space is not None:
        size = 0
        for owner, key in leases.keys(number):
            if owner != name_space or key <= after:
                continue
            size += len(key)
            if len(keys) == kv.KV_ITEMS_MAX or size > kv.KV_ANSWER_MAX:
                more = True
                break
            keys.append(kv.kv_lease_key(key=key))
    return kv.kv_lease_ttl_ok(
        granted_ttl_ms=lease.ttl_ms, ttl_ms=_left(lease, now), keys=tuple(keys), more=more
    )


def listing(leases: Leases, after: int, now: int) -> kv.kv_lease_list_ok:
    """List the leases whose numbers are higher than `after`."""
    found: list[kv.kv_lease_info] = []
    more = False
    for lease in leases.behind(after):
        if len(found) == kv.KV_LEASES_MAX:
            more = True
            break
        found.append(
            kv.kv_lease_info(
                lease=lease.number, granted_ttl_ms=lease.ttl_ms, ttl_ms=_left(lease, now)
            )
        )
    return kv.kv_lease_list_ok(leases=tuple(found), more=more)


def _left(lease: Lease, now: int) -> int:
    return max(lease.ends_ms - now, 0)
