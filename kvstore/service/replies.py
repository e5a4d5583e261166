"""The parts that every answer has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import kv
from kvstore.node.refusals import NodeRefusal

if TYPE_CHECKING:
    from kvstore.mvcc.outcomes import Refusal
    from kvstore.service.node_port import AnsweringNode


def reply_header(node: AnsweringNode, age_ms: int) -> kv.kv_reply_header:
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


def error(refusal: Refusal) -> kv.kv_error:
    """Return the default arm's field; its code goes beside it."""
    if not isinstance(refusal, NodeRefusal):
        return kv.kv_error(
            message=_fitting(refusal.message),
            retry_after_ms=0,
            leader_address="",
            executed=kv.KV_EXECUTED_NO,
            unreachable=(),
        )
    return kv.kv_error(
        message=_fitting(refusal.message),
        retry_after_ms=refusal.retry_after_ms,
        leader_address=refusal.leader_address,
        executed=refusal.executed,
        unreachable=refusal.unreachable,
    )


def _fitting(message: str) -> str:
    """Cut a message to its bound, at a character."""
    encoded = message.encode(errors="surrogateescape")
    if len(encoded) <= kv.KV_TEXT_MAX:
        return message
    return encoded[: kv.KV_TEXT_MAX].decode(errors="ignore")
