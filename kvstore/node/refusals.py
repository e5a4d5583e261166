"""Why a node does not answer as asked: for reasons of its own, not of the state machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import kv
from kvstore.mvcc.outcomes import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence


class NodeRefusal(Refusal):
    """A refusal that tells the caller when to come again, and whether its change may happen.

    `leader_address` is where to ask instead, "" where no other node would do. `unreachable`
    names the nodes that were needed and are silent.
    """

    def __init__(
        self,
        code: int,
        message: str,
        *,
        retry_after_ms: int = 0,
        executed: int = kv.KV_EXECUTED_NO,
        leader_address: str = "",
        unreachable: Sequence[kv.kv_node] = (),
    ) -> None:
        super().__init__(code, message)
        self.retry_after_ms = retry_after_ms
        self.executed = executed
        self.leader_address = leader_address
        self.unreachable = tuple(unreachable)


def busy(what: str, retry_after_ms: int) -> NodeRefusal:
    """Say that a queue is full."""
    return NodeRefusal(
        kv.KV_BUSY,
        f"too many {what} wait on this node; try again in {retry_after_ms} ms",
        retry_after_ms=retry_after_ms,
    )


def deadline_passed(doing: str, *, executed: int = kv.KV_EXECUTED_NO) -> NodeRefusal:
    """Say that the caller's deadline passed."""
    verdict = "nothing was changed"
    if executed == kv.KV_EXECUTED_UNKNOWN:
        verdict = "the change may still happen"
    return NodeRefusal(
        kv.KV_DEADLINE, f"the deadline passed while {doing}; {verdict}", executed=executed
    )


def unwanted() -> NodeRefusal:
    """Say that the caller has gone, to whoever reads the answer none the less."""
    return NodeRefusal(kv.KV_DEADLINE, "the caller closed its end of the connection")


def stopping(*, executed: int = kv.KV_EXECUTED_NO) -> NodeRefusal:
    """Say that the node is not there for calls: not yet, or no more."""
    return NodeRefusal(
        kv.KV_UNAVAILABLE,
        "this node is starting or stopping; try again",
        retry_after_ms=200,
        executed=executed,
    )


def no_space(reason: str) -> NodeRefusal:
    """Say that the disk is full."""
    return NodeRefusal(
        kv.KV_NO_SPACE,
        f"the node's disk is full, nothing was changed: {reason}; make space, changes are then "
        "taken again",
        retry_after_ms=1000,
    )


def failed(reason: str, *, executed: int = kv.KV_EXECUTED_NO) -> NodeRefusal:
    """Say that the node can do nothing more."""
    return NodeRefusal(kv.KV_FAILED, f"the node has stopped: {reason}", executed=executed)
