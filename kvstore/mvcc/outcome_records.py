"""Outcomes as snapshots hold them."""

from __future__ import annotations

from kvstore._generated import snapshot
from kvstore.mvcc.outcomes import (
    CompactDone,
    DeleteDone,
    LeaseGranted,
    LeaseKept,
    LeaseRevoked,
    Outcome,
    PutDone,
    Refused,
    TxnDone,
)


def record_of(outcome: Outcome) -> snapshot.snapshot_result:
    """Return an outcome of a change under a session in the form of snapshot.x."""
    result: snapshot.snapshot_result
    match outcome:
        case Refused(code=code, message=message):
            result = snapshot.snapshot_result_SNAPSHOT_REFUSED(
                refused=snapshot.snapshot_refused(code=code, message=message)
            )
        case PutDone(revision=revision, previous=previous):
            result = snapshot.snapshot_result_COMMAND_PUT(
                put=snapshot.snapshot_put_done(revision=revision, previous=previous)
            )
        case DeleteDone(revision=revision, deleted=deleted):
            result = snapshot.snapshot_result_COMMAND_DELETE(
                deletion=snapshot.snapshot_delete_done(revision=revision, deleted=deleted)
            )
        case TxnDone(revision=revision, succeeded=succeeded, results=results):
            result = snapshot.snapshot_result_COMMAND_TXN(
                txn=snapshot.snapshot_txn_done(
                    revision=revision, succeeded=succeeded, results=results
                )
            )
        case CompactDone():
            result = snapshot.snapshot_result_COMMAND_COMPACT()
        case LeaseGranted(lease=lease, ttl_ms=ttl_ms):
            result = snapshot.snapshot_result_COMMAND_LEASE_GRANT(
                granted=snapshot.snapshot_lease_granted(lease=lease, ttl_ms=ttl_ms)
            )
        case LeaseRevoked(revision=revision, count=count):
            result = snapshot.snapshot_result_COMMAND_LEASE_REVOKE(
                revoked=snapshot.snapshot_lease_revoked(revision=revision, count=count)
            )
        case LeaseKept(ttl_ms=ttl_ms):
            result = snapshot.snapshot_result_COMMAND_LEASE_KEEPALIVE(kept_ttl_ms=ttl_ms)
        case _:
            raise TypeError(
                f"{type(outcome).__name__} is not what a change under a session ends as"
            )
    return result


def outcome_of(result: snapshot.snapshot_result) -> Outcome:
    """Return the outcome that `record_of` was given."""
    outcome: Outcome
    match result:
        case snapshot.snapshot_result_SNAPSHOT_REFUSED(refused=refused):
            outcome = Refused(refused.code, refused.message)
        case snapshot.snapshot_result_COMMAND_PUT(put=put):
            outcome = PutDone(put.revision, put.previous)
        case snapshot.snapshot_result_COMMAND_DELETE(deletion=deletion):
            outcome = DeleteDone(deletion.revision, deletion.deleted)
        case snapshot.snapshot_result_COMMAND_TXN(txn=txn):
            outcome = TxnDone(txn.revision, txn.succeeded, txn.results)
        case snapshot.snapshot_result_COMMAND_COMPACT():
            outcome = CompactDone()
        case snapshot.snapshot_result_COMMAND_LEASE_GRANT(granted=granted):
            outcome = LeaseGranted(granted.lease, granted.ttl_ms)
        case snapshot.snapshot_result_COMMAND_LEASE_REVOKE(revoked=revoked):
            outcome = LeaseRevoked(revoked.revision, revoked.count)
        case snapshot.snapshot_result_COMMAND_LEASE_KEEPALIVE(kept_ttl_ms=ttl_ms):
            outcome = LeaseKept(ttl_ms)
    return outcome
