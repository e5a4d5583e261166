"""`kvctl status`: every server that is named, asked for itself."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, Any

from kvstore.cli.exits import Exit, exit_for
from kvstore.cli.output import write, write_json, write_table
from kvstore.client.connect import connect
from kvstore.errors import KvError

if TYPE_CHECKING:
    import argparse

    from kvstore.client.results import NodeStatus

ROLES = ("follower", "candidate", "leader", "learner")
"""By their numbers in kv.x."""


def status(options: argparse.Namespace) -> Exit:
    """Print the state of each server; the exit code is that of the last one that failed."""
    code = Exit.DONE
    found: list[dict[str, Any]] = []
    for address in options.server.split(","):
        try:
            with connect(address, timeout=options.timeout) as store:
                begun = monotonic()
                answer = store.status()
                found.append(_described(address, answer, monotonic() - begun))
        except KvError as error:
            sys.stderr.write(f"kvctl: {error}\n")
            code = exit_for(error)
    if options.output == "json":
        write_json(found)
    elif options.output == "table" or len(found) > 1:
        titles = [name for name in next(iter(found), {}) if name not in _DETAILS]
        write_table(
            [title.upper().replace("_", " ") for title in titles],
            ([row[title] for title in titles] for row in found),
        )
    else:
        for name, value in next(iter(found), {}).items():
            write(f"{name}: {value}\n".encode())
    return code


_DETAILS = frozenset(
    {"cluster_id", "first_index", "last_index", "leader", "counters", "properties"}
)
"""What does not fit into a table's row."""


def _described(address: str, answer: NodeStatus, latency: float) -> dict[str, Any]:
    header, status = answer
    role = ROLES[status.role] if status.role in range(len(ROLES)) else str(status.role)
    return {
        "server": address,
        "node_id": header.node_id,
        "cluster_id": f"{header.cluster_id:016x}",
        "role": role,
        "term": header.term,
        "revision": header.revision,
        "compacted_revision": header.compacted_revision,
        "applied_index": header.applied_index,
        "commit_index": status.commit_index,
        "first_index": status.first_index,
        "last_index": status.last_index,
        "leader": status.leader.address,
        "keys": status.keys,
        "data_bytes": status.data_bytes,
        "log_bytes": status.log_bytes,
        "uptime_ms": status.uptime_ms,
        "latency_ms": round(latency * 1000, 2),
        "counters": {counter.name: counter.value for counter in status.counters},
        "properties": {named.name: named.value for named in status.properties},
    }
