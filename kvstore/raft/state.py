"""Everything that one core remembers: the rooms beside this one are the rules that change it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

import msgspec

from kvstore._generated import raft
from kvstore.raft.log import Log
from kvstore.raft.tracker import Tracker

if TYPE_CHECKING:
    from kvstore.raft.options import Options
    from kvstore.raft.storage import Storage
    from kvstore.raft.trace import Trace

NOBODY = 0

# Given n, returns one of 0 to n - 1, each as likely as the others.
RandomBelow = Callable[[int], int]


class Role(Enum):
    """What a node is in its term (§3.3)."""

    FOLLOWER = "StateFollower"
    PRE_CANDIDATE = "StatePreCandidate"
    CANDIDATE = "StateCandidate"
    LEADER = "StateLeader"


class ReadState(msgspec.Struct, frozen=True):
    """An answer to `read_index`: reads are linearizable once `index` is applied (§6.4)."""

    index: int
    context: bytes


class PendingRead(msgspec.Struct):
    """A request for a read index that waits for a quorum, or (round 0) for the term's commit."""

    round: int
    index: int
    from_: int
    context: bytes
    acknowledged: set[int]


class State:
    """What is known in this term, on this node.

    `term`, `vote` and the log are on the disk before anybody hears of them (§3.8); the rest is
    lost in a crash and may be.
    """

    __slots__ = (
        "after_append",
        "election_elapsed",
        "election_timeout",
        "first_own_index",
        "heartbeat_elapsed",
        "lead",
        "log",
        "members_index",
        "messages",
        "node",
        "options",
        "pending_conf_index",
        "random_below",
        "read_round",
        "read_states",
        "reads",
        "reads_waiting",
        "role",
        "term",
        "trace",
        "tracker",
        "transferee",
        "uncommitted_size",
        "vote",
    )

    def __init__(
        self,
        options: Options,
        storage: Storage,
        random_below: RandomBelow,
        sink: Trace | None,
    ) -> None:
        self.options = options
        self.node = options.node
        self.random_below = random_below
        self.trace = sink
        self.log = Log(storage, options.max_committed_size, sink)
        self.tracker = Tracker(options.max_inflight, options.max_inflight_bytes)
        self.role = Role.FOLLOWER
        self.term = 0
        self.vote = NOBODY
        self.lead = NOBODY
        # In ticks: since the leader was heard of (follower), or since the last check of the
        # quorum (leader); and the silence after which this node campaigns.
        self.election_elapsed = 0
        self.heartbeat_elapsed = 0
        self.election_timeout = options.election_ticks
        self.transferee = NOBODY
        # Of the entries that a leader made itself, the empty one it began with.
        self.first_own_index = 0
        # A leader appends no change of membership before the one at this index was applied.
        self.pending_conf_index = 0
        # Up to which entry, or snapshot, changes of membership are in force here.
        self.members_index = 0
        self.uncommitted_size = 0
        # What may leave at once, and what only when all that was handed out is on the disk.
        self.messages: list[raft.message] = []
        self.after_append: list[raft.message] = []
        self.read_round = 0
        self.reads: deque[PendingRead] = deque()
        self.reads_waiting: list[PendingRead] = []
        self.read_states: list[ReadState] = []

    @property
    def hard_state(self) -> raft.hard_state:
        """What has to survive a crash, beside the log."""
        return raft.hard_state(self.term, self.vote, self.log.committed)

    def promotable(self) -> bool:
        """Whether this node may campaign: it has a vote, and is not behind a snapshot."""
        own = self.tracker.progress.get(self.node)
        return own is not None and not own.learner and self.log.unstable.snapshot is None
