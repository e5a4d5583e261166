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
    from collections.abc import Iterator

    from kvstore.client.results import NodeStatus

ROLES = ("follower", "candidate", "leader", "learner")
"""By their numbers in kv.x."""


def status(options: argparse.Namespace) -> Exit:
    """Print the state of each server; the exit code is that of the last one that failed."""
    code = Exit.DONE
    found: list[dict[str, Any]] = []
    for address in [each for each in options.server.split(",") if each.strip()] or [""]:
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
    elif not found:
        return code
    elif options.output == "table" or len(found) > 1:
        write_table(
            [title.upper().replace("_", " ") for title in _COLUMNS],
            ([row[title] for title in _COLUMNS] for row in found),
        )
    else:
        for name, value in _flattened(found[0]):
            write(f"{name}: {value}\n".encode())
    return code


_COLUMNS = (
    "server",
    "node_id",
    "role",
    "term",
    "revision",
    "applied_index",
    "keys",
    "data_bytes",
    "log_bytes",
    "latency_ms",
)
"""What a table shows; everything else is in the other outputs."""


def _flattened(described: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in described.items():
        if isinstance(value, dict):
            yield from value.items()
        else:
            yield name, value


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
