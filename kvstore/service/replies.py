"""The parts that every answer has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.node.refusals import NodeRefusal

if TYPE_CHECKING:
    from kvstore.mvcc.outcomes import Refusal
    from kvstore.service.node_port import ServedNode

FOR_WANT_OF_OTHERS: Final = frozenset({kv.KV_NO_QUORUM, kv.KV_DEADLINE})
"""Codes where the members that cannot be reached may be to blame."""

ELSEWHERE: Final = frozenset({kv.KV_NOT_LEADER, kv.KV_NO_QUORUM})
"""Codes where the leader, if there is one, would give another answer."""


def reply_header(node: ServedNode, age_ms: int) -> kv.kv_reply_header:
    """Say which node answers, from which state."""
    machine = node.machine
    return kv.kv_reply_header(
        cluster_id=node.cluster_id,
        node_id=node.node_id,
        term=node.term,
        revision=machine.revision,
        compacted_revision=machine.compacted_revision,
        applied_index=machine.applied_index,
        age_ms=age_ms,
        extensions=(),
    )


def error(refusal: Refusal, node: ServedNode) -> kv.kv_error:
    """Return the default arm's field; its code goes beside it."""
    retry_after_ms, executed = 0, kv.KV_EXECUTED_NO
    if isinstance(refusal, NodeRefusal):
        retry_after_ms, executed = refusal.retry_after_ms, refusal.executed
    unreachable: tuple[kv.kv_node, ...] = ()
    message = refusal.message
    if refusal.code in FOR_WANT_OF_OTHERS:
        unreachable = tuple(
            kv.kv_node(id=member.id, address=member.address)
            for member in node.members()
            if not member.reachable
        )
        message += _naming(unreachable)
    leader_address = ""
    if refusal.code in ELSEWHERE and node.leader is not None and not node.is_leader:
        leader_address = node.leader.address
    return kv.kv_error(
        message=_fitting(message),
        retry_after_ms=retry_after_ms,
        leader_address=leader_address,
        executed=executed,
        unreachable=unreachable,
    )


def _naming(unreachable: tuple[kv.kv_node, ...]) -> str:
    if not unreachable:
        return ""
    named = (f"{node.id} ({node.address})" if node.address else str(node.id) for node in unreachable)
    return f"; this node cannot reach {', '.join(named)}"


def _fitting(message: str) -> str:
    """Cut a message to its bound, at a character."""
    encoded = message.encode(errors="surrogateescape")
    if len(encoded) <= kv.KV_TEXT_MAX:
        return message
    return encoded[: kv.KV_TEXT_MAX].decode(errors="ignore")
