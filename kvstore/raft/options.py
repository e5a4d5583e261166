"""How a core behaves: everything that is decided when it is made."""

from __future__ import annotations

from enum import Enum

import msgspec

from kvstore.raft.storage import NO_LIMIT


class ReadOnly(Enum):
    """How a leader makes sure that it still is one before it lets a read pass (§6.4)."""

    SAFE = "safe"
    """It asks a quorum: no clock is trusted."""
    LEASE_BASED = "lease-based"
    """It trusts the check of the quorum, and that all clocks run alike and never stop.

    Cut off, a leader may not notice for two election timeouts, while others elect another one: an
    answer can be that old, and no older.
    """


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """Times are in ticks, sizes in bytes.

    Raises `ValueError` when made from what cannot work.
    """

    node: int
    """This node's id; from 1 to 2⁶⁴ - 1."""
    election_ticks: int = 10
    """A follower campaigns after that many ticks of silence, up to twice as many (§3.4)."""
    heartbeat_ticks: int = 1
    """A leader sends heartbeats that often."""
    applied: int = 0
    """The last index that the state machine holds after a restart."""
    max_message_size: int = NO_LIMIT
    """Entries of one append; one entry is always sent, and never more than 65,536."""
    max_committed_size: int = NO_LIMIT
    """Entries handed out to be applied and not reported as applied; one always is."""
    max_uncommitted_size: int = NO_LIMIT
    """Data of a leader's proposals that are not applied; more are dropped."""
    max_inflight: int = 256
    """Appends on their way to a follower."""
    max_inflight_bytes: int = 0
    """Data on its way to a follower; 0: no limit."""
    pre_vote: bool = False
    """Ask whether an election could be won before disturbing the cluster with one (§9.6)."""
    check_quorum: bool = False
    """A leader steps down that hears too little; a voter with a live leader ignores others."""
    read_only: ReadOnly = ReadOnly.SAFE
    max_pending_reads: int = 4096
    """Reads that wait for a quorum or for the first commit of a term; more are dropped."""
    async_storage_writes: bool = False
    """Which of the two forms of `Ready` to use; see the package."""
    forward_proposals: bool = True
    """Whether a follower sends proposals on to its leader."""
    validate_conf_changes: bool = True
    """Whether a leader voids a change that cannot apply when its turn comes."""
    step_down_on_removal: bool = False
    """Whether a leader follows once it is no voter any more."""
    tell_committed: bool = False
    """Whether a node without a vote says in its refusals what is committed.

    A group can need it to elect anybody again after voters were removed; etcd's engine has nothing
    like it. Who does not know it ignores it.
    """
    check_invariants: bool = False
    """Check after each call what must always hold; for tests."""

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        if not 0 < self.node < 1 << 64:
            raise ValueError("a node's id is above 0, and has 64 bits at most")
        if self.applied < 0:
            raise ValueError("what the state machine holds is an index, or 0")
        if not 0 < self.heartbeat_ticks < self.election_ticks:
            raise ValueError("an election takes more ticks than a heartbeat, and that at least 1")
        if self.max_inflight <= 0:
            raise ValueError("at least one append has to be on its way")
        if 0 < self.max_inflight_bytes < self.max_message_size:
            raise ValueError("max_inflight_bytes holds at least one message of max_message_size")
        if self.read_only is ReadOnly.LEASE_BASED and not self.check_quorum:
            raise ValueError("reads by lease need check_quorum")
