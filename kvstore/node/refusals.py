"""Why a node does not answer as asked: for reasons of its own, not of the state machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import kv
from kvstore.mvcc.outcomes import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore.node.results import MemberView


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


def deadline_passed(
    doing: str, *, executed: int = kv.KV_EXECUTED_NO, changes: bool = True
) -> NodeRefusal:
    """Say that the caller's deadline passed; what came of a call that `changes` is said, too."""
    return NodeRefusal(
        kv.KV_DEADLINE,
        f"the deadline passed while {doing}{_verdict(executed, changes=changes)}",
        executed=executed,
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


def not_in_force(needed: int, level: int) -> NodeRefusal:
    """Say that some members are too old for a change."""
    return NodeRefusal(
        kv.KV_UNSUPPORTED,
        f"this change needs feature level {needed}, and {level} is in force: all members have to "
        "run a release that knows it first; nothing was changed",
    )


def not_leader(leader: int, address: str) -> NodeRefusal:
    """Say that another node leads."""
    return NodeRefusal(
        kv.KV_NOT_LEADER,
        f"node {leader} at {address or 'an unknown address'} leads, not this one; nothing was "
        "changed",
        leader_address=address,
    )


def replaced(leader: int, address: str) -> NodeRefusal:
    """Say that a change went with the leader that took it: another entry stands in its place."""
    return NodeRefusal(
        kv.KV_NOT_LEADER,
        f"this node lost its leadership before the change was permanent; node {leader} at "
        f"{address or 'an unknown address'} leads now; nothing was changed",
        leader_address=address,
    )


def no_quorum(
    silent: Sequence[kv.kv_node], *, executed: int = kv.KV_EXECUTED_NO, changes: bool = True
) -> NodeRefusal:
    """Say that too few nodes can be reached, and which; `changes` is as for `deadline_passed`."""
    missing = f"cannot reach {_named(silent)}" if silent else "no leader has been elected"
    return NodeRefusal(
        kv.KV_NO_QUORUM,
        f"no quorum: {missing}{_verdict(executed, changes=changes)}",
        retry_after_ms=500,
        executed=executed,
        unreachable=silent,
    )


def no_leader(node: int, members: Sequence[MemberView], problem: str) -> NodeRefusal:
    """Say that no leader could be asked, and which voters are silent: nothing has happened.

    `problem` is why a leader that is known was not reached, "" where none is.
    """
    silent = [kv.kv_node(each.id, each.address) for each in members if _is_missed(each)]
    if not problem:
        return no_quorum(silent)
    more = f"; it does not hear of {_named(silent)}" if silent else ""
    return NodeRefusal(
        kv.KV_NO_QUORUM,
        f"node {node} {problem}{more}; nothing was changed",
        retry_after_ms=500,
        unreachable=silent,
    )


def _named(nodes: Sequence[kv.kv_node]) -> str:
    return ", ".join(f"node {node.id} at {node.address or 'unknown'}" for node in nodes)


def _is_missed(member: MemberView) -> bool:
    return member.voter and not member.reachable


def stale(message: str) -> NodeRefusal:
    """Say that this node's state is older than the caller allows."""
    return NodeRefusal(kv.KV_STALE, message)


def failed(reason: str, *, executed: int = kv.KV_EXECUTED_NO) -> NodeRefusal:
    """Say that the node can do nothing more."""
    return NodeRefusal(kv.KV_FAILED, f"the node has stopped: {reason}", executed=executed)


def _verdict(executed: int, *, changes: bool) -> str:
    if not changes:
        return ""
    if executed == kv.KV_EXECUTED_UNKNOWN:
        return "; the change may still happen"
    return "; nothing was changed"
