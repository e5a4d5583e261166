"""Settings of a node, with their defaults and bounds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "DEFAULT_CACHE_SIZE",
    "DEFAULT_CACHE_SLOT_BYTES",
    "DEFAULT_PORT",
    "DEFAULT_SEGMENT_SIZE",
    "REMOVED",
    "NodeConfig",
    "default_data_folder",
]

DEFAULT_PORT = 9001
DEFAULT_SEGMENT_SIZE = 16 << 20
DEFAULT_CACHE_SIZE = 32 << 20
DEFAULT_CACHE_SLOT_BYTES = 512
REMOVED = "removed"
"""File in the folder of a node that was removed from its cluster: it is of no use any more."""


def default_data_folder(node_id: int) -> Path:
    """Return the folder of a node that was given none: one for each id, under the user's state."""
    state = os.environ.get("XDG_STATE_HOME")
    base = Path(state) if state else Path.home() / ".local" / "state"
    return base / "sunrpc-kv" / f"node-{node_id}"


@dataclass(frozen=True, slots=True)
class NodeConfig:
    """What one node is made with. Times are in seconds, sizes in bytes."""

    node_id: int
    data_folder: Path
    segment_size: int = DEFAULT_SEGMENT_SIZE
    """Size of each file of the log; a batch has to fit one."""
    max_proposals: int = 4096
    """Changes that may wait for the disk; more are answered KV_BUSY."""
    max_proposal_bytes: int = 32 << 20
    """Bytes of changes that may wait for the disk."""
    min_log_size: int = 64 << 20
    """A log below that weight needs no snapshot, whatever the state weighs."""
    max_batch: int = 1024
    """Changes that are proposed at once."""
    max_batch_bytes: int = 8 << 20
    """Bytes of changes that are proposed at once."""
    kept_revisions: int | None = 100_000
    """Revisions behind the newest that a leader does not compact by itself; None: no bound."""
    kept_bytes: int | None = 256 << 20
    """Bytes of keys and values in them; older ones are compacted. None: no bound."""
    kept_seconds: float | None = None
    """How old they may become. None: no bound."""
    audit_interval: float = 60.0
    """How often members compare their contents, in seconds; 0: never."""
    quick_sync: float = 0.0005
    """A disk that takes no longer is waited for: other threads would cost more. 0: never."""
    tick: float = 0.05
    """The unit of elections and heartbeats."""
    heartbeat_ticks: int = 2
    """A leader is heard of that often."""
    election_ticks: int = 20
    """Silence for so long, or up to twice as long, and another is elected."""
    max_scanning_changes: int = 32
    """Changes that look through ranges of keys, under way together: each can take a while."""
    apply_slice: float = 0.005
    """How long changes are applied, one of them at least, before others get a turn."""
    max_waiting_reads: int = 1024
    """Reads that may wait, and those that may wait for a revision to come."""
    scan_step: int = 2000
    """Keys that all ranges together look at before they let others work."""
    max_waiting_scans: int = 1024
    """Ranges that may wait for their turn to look at keys."""
    cache_size: int = 0
    """Shared memory for hot keys; 0: none."""
    cache_slot_bytes: int = DEFAULT_CACHE_SLOT_BYTES
    """Shared memory for one of them."""
    cache_group: int | None = None
    """Group whose members may read them; None: this user only."""
    default_deadline: float = 5.0
    """How long a call may take that names no deadline."""
    max_deadline: float = 60.0
    """How long a call may take, whatever deadline it names."""
