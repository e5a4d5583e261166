"""Arguments of every procedure of kv.x: all zero but for what is named."""

from __future__ import annotations

from typing import Any

import msgspec

from kvstore._generated import kv
from tests.kvstore.ranges import EVERYTHING, range_op, single

ZERO_HEADER = kv.kv_request_header(
    cluster_id=0,
    session=0,
    sequence=0,
    lowest_unanswered=0,
    consistency=0,
    min_revision=0,
    max_age_ms=0,
    deadline_ms=0,
    hops=0,
    trace_id=bytes(16),
    name_space=b"",
    extensions=(),
)

PROCEDURES = tuple(procedure.name for procedure in kv.KV_V1.procedures)


PUT = kv.kv_put_op(key=b"k", value=b"v", lease=0, flags=0)
DELETION = kv.kv_delete_op(keys=single(b"k"), flags=0)
TXN = kv.kv_txn_op(
    compares=(
        kv.kv_compare(
            keys=single(b"k"),
            target=kv.KV_TARGET_MOD_REVISION,
            relation=kv.KV_EQUAL,
            number=1,
            value=b"",
        ),
    ),
    success=(kv.kv_operation_KV_OPERATION_PUT(PUT),),
    failure=(kv.kv_operation_KV_OPERATION_DELETE(DELETION),),
)

PLAIN: dict[str, dict[str, Any]] = {
    "KV_STATUS": {},
    "KV_GET": {"key": b"k", "revision": 0},
    "KV_PUT": {"wait": 0, "put": PUT},
    "KV_DELETE": {"wait": 0, "deletion": DELETION},
    "KV_RANGE": {"range": range_op(EVERYTHING)},
    "KV_TXN": {"wait": 0, "txn": TXN},
    "KV_WATCH": {
        "ranges": (),
        "position": kv.kv_watch_position(revision=0, offset=0),
        "limit": 0,
        "wait_ms": 0,
        "flags": kv.KV_WATCH_NO_WAIT,
    },
    "KV_COMPACT": {"revision": 5},
    "KV_LEASE_GRANT": {"ttl_ms": 4000, "lease": 0},
    "KV_LEASE_REVOKE": {"lease": 6},
    "KV_LEASE_KEEPALIVE": {"lease": 6},
    "KV_LEASE_TTL": {"lease": 6, "keys": False, "after": b""},
    "KV_LEASE_LIST": {"after": 0},
    "KV_SESSION_OPEN": {"ttl_ms": 0, "name": b"me"},
    "KV_SESSION_KEEPALIVE": {},
    "KV_SESSION_CLOSE": {},
}

LOGGED = frozenset(PROCEDURES) - {
    "KV_STATUS",
    "KV_GET",
    "KV_RANGE",
    "KV_WATCH",
    "KV_LEASE_TTL",
    "KV_LEASE_LIST",
}
"""What goes through the log."""


def header(**fields: Any) -> kv.kv_request_header:
    return msgspec.structs.replace(ZERO_HEADER, **fields)


def arguments(procedure: str, *, head: kv.kv_request_header = ZERO_HEADER, **fields: Any) -> Any:
    """Arguments of a procedure, with a header and other fields than the plain ones."""
    if procedure in {"KV_SESSION_KEEPALIVE", "KV_SESSION_CLOSE"} and not head.session:
        head = msgspec.structs.replace(head, session=77)
    return getattr(kv, f"{procedure.lower()}_args")(header=head, **(PLAIN[procedure] | fields))
