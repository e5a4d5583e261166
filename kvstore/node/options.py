"""What a replica is made with."""

from __future__ import annotations

import msgspec

from kvstore.raft.options import Options


class ReplicaOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Times are in nanoseconds, sizes in bytes."""

    node: int
    birth: bytes = b""
    """Of the node's folder, if it has one: the log may speak of an earlier one's, by its number."""
    tick_ns: int = 50_000_000
    heartbeat_ticks: int = 2
    election_ticks: int = 20
    """An election timeout: who was not heard of for that long counts as unreachable, too."""
    max_proposals: int = 4096
    """Changes that may wait to be proposed; more are refused."""
    max_proposal_bytes: int = 32 << 20
    max_batch: int = 1024
    """Changes that are proposed at once."""
    max_batch_bytes: int = 8 << 20
    max_entry_bytes: int = 5 << 20
    """Data of one entry: what fits the log's segments."""
    max_in_log: int = 16384
    """Changes that may wait in the log to be committed and applied."""
    max_in_log_bytes: int = 64 << 20
    max_waiting_reads: int = 16384
    max_waiting_revisions: int = 16384
    """Reads and watches that may wait for a revision to come."""
    max_message_bytes: int = 1 << 20
    """Entries of one message to a follower."""
    max_inflight: int = 64
    """Messages with entries on their way to a follower."""
    max_inflight_bytes: int = 16 << 20
    max_apply_bytes: int = 16 << 20
    """Entries that are handed out and not applied."""
    apply_slice_ns: int = 5_000_000
    """How long entries are applied, one at least, before others get a turn."""
    check_invariants: bool = False

    @property
    def election_ns(self) -> int:
        """An election timeout, in nanoseconds."""
        return self.election_ticks * self.tick_ns

    def of_core(self, applied: int) -> Options:
        """Return what the core is made with; `applied` is what the machine holds."""
        return Options(
            node=self.node,
            election_ticks=self.election_ticks,
            heartbeat_ticks=self.heartbeat_ticks,
            applied=applied,
            max_message_size=self.max_message_bytes,
            max_committed_size=self.max_apply_bytes,
            max_uncommitted_size=self.max_in_log_bytes,
            max_inflight=self.max_inflight,
            max_inflight_bytes=self.max_inflight_bytes,
            pre_vote=True,
            tell_committed=True,
            check_quorum=True,
            async_storage_writes=True,
            forward_proposals=False,
            step_down_on_removal=True,
            check_invariants=self.check_invariants,
        )
