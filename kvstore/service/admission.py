"""What a request's header asks for, and whether this node can give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.mvcc.outcomes import Refusal

if TYPE_CHECKING:
    from kvstore.service.node_port import ServedNode

KNOWN_EXTENSIONS: Final[frozenset[int]] = frozenset()
"""Ids of the extensions that a request may mark critical."""

CONSISTENCIES: Final = frozenset({kv.KV_LINEARIZABLE, kv.KV_LEASE, kv.KV_SERIALIZABLE})


def admit(header: kv.kv_request_header, size: int, node: ServedNode) -> None:
    """Raise `Refusal` if the call is not for this node, or asks for what it does not know.

    Or if its arguments, of `size` bytes, are too long. The transport takes longer records: nodes
    send them to each other through the same port.
    """
    if size > kv.KV_REQUEST_MAX:
        raise Refusal(
            kv.KV_TOO_LARGE,
            f"the request has {size} bytes; at most {kv.KV_REQUEST_MAX} are taken",
        )
    if header.cluster_id and header.cluster_id != node.cluster_id:
        raise Refusal(
            kv.KV_WRONG_CLUSTER,
            f"this node belongs to cluster {node.cluster_id:#018x}, "
            f"and the call is for {header.cluster_id:#018x}",
        )
    if header.consistency not in CONSISTENCIES:
        raise Refusal(kv.KV_INVALID, f"there is no consistency {header.consistency}")
    for extension in header.extensions:
        if extension.critical and extension.id not in KNOWN_EXTENSIONS:
            raise Refusal(
                kv.KV_UNKNOWN_EXTENSION,
                f"extension {extension.id} is marked critical, and not known to this node",
            )


def admit_change(header: kv.kv_request_header, transport: str, *, harmless_twice: bool) -> None:
    """Raise `Refusal` if a change cannot be taken as the header asks for it.

    A datagram may be delivered twice, and late. So what would do harm then needs a session, which
    tells the second from the first.
    """
    if not header.session:
        if transport == "udp" and not harmless_twice:
            raise Refusal(
                kv.KV_SESSION_REQUIRED,
                "over UDP a change needs a session, because a datagram may arrive twice; open one, "
                "or use TCP",
            )
    elif not (header.sequence or harmless_twice):
        raise Refusal(kv.KV_INVALID, "a change under a session has a sequence number, from 1 on")


def admit_wait(wait: int) -> None:
    """Raise `Refusal` (KV_INVALID) if there is no such wait level."""
    if wait not in {kv.KV_WAIT_QUORUM, kv.KV_WAIT_ALL}:
        raise Refusal(kv.KV_INVALID, f"there is no wait level {wait}; see KV_WAIT_QUORUM")


def deadline(header: kv.kv_request_header, node: ServedNode, now: float) -> float:
    """Return when the call must be answered, on the clock that `now` was read from."""
    config = node.config
    if not header.deadline_ms:
        return now + config.default_deadline
    return now + min(header.deadline_ms / 1000, config.max_deadline)
