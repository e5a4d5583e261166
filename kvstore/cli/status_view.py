"""What a node says about itself, as kvctl shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from kvstore.client.results import NodeStatus

__all__ = ["COLUMNS", "ROLES", "described", "member_as_json"]

ROLES: Final = ("follower", "candidate", "leader", "learner")
"""By their numbers in kv.x."""

ALARMS: Final = {1: "no space", 2: "corrupt"}
"""Kinds of alarms, by their numbers in kv.x."""

COLUMNS: Final = (
    "server",
    "node_id",
    "role",
    "term",
    "revision",
    "last_index",
    "applied_index",
    "keys",
    "data_bytes",
    "log_bytes",
    "cache_hits",
    "latency_ms",
    "alarm",
)
"""What a table shows; everything else is in the other outputs."""


def described(address: str, answer: NodeStatus, latency: float) -> dict[str, Any]:
    """Return a node's answer, which took `latency` seconds, with names for all it says."""
    header, status = answer
    counters = {counter.name: counter.value for counter in status.counters}
    alarms = [
        {
            "kind": ALARMS.get(alarm.kind, str(alarm.kind)),
            "node_id": alarm.node_id,
            "message": alarm.message,
        }
        for alarm in status.alarms
    ]
    return {
        "server": address,
        "node_id": header.node_id,
        "cluster_id": f"{header.cluster_id:016x}",
        "role": _named(ROLES, status.role),
        "term": header.term,
        "revision": header.revision,
        "compacted_revision": header.compacted_revision,
        "applied_index": header.applied_index,
        "commit_index": status.commit_index,
        "first_index": status.first_index,
        "last_index": status.last_index,
        "leader_id": status.leader.id or None,
        "leader_address": status.leader.address,
        "keys": status.keys,
        "data_bytes": status.data_bytes,
        "log_bytes": status.log_bytes,
        "cache_hits": counters.get("cache_hits"),
        "uptime_ms": status.uptime_ms,
        "latency_ms": round(latency * 1000, 2),
        "alarm": ", ".join(sorted({str(alarm["kind"]) for alarm in alarms})),
        "alarms": alarms,
        "members": [
            member_as_json(
                member.node.id,
                member.node.address,
                voter=member.voter,
                leader_id=status.leader.id,
                reachable=member.reachable,
            )
            for member in status.members
        ],
        "counters": counters,
        "properties": {named.name: named.value for named in status.properties},
    }


def member_as_json(
    node_id: int, address: str, *, voter: bool, leader_id: int, reachable: bool
) -> dict[str, Any]:
    """Return a member with the names that it has wherever kvctl prints members."""
    return {
        "node_id": node_id,
        "address": address,
        "voter": voter,
        "leader": node_id == leader_id,
        "reachable": reachable,
    }


def _named(names: tuple[str, ...], number: int) -> str:
    return names[number] if number in range(len(names)) else str(number)
