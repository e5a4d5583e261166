"""What the core tells whoever watches it: small values, in the order in which things happen.

The core does not log. With a sink, each event is made and handed over at its place; without one
it is not even made. An event says what cannot be seen from outside, and nothing the core decides
depends on it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kvstore._generated import raft
    from kvstore.raft.configuration import Configuration
    from kvstore.raft.progress import ProgressStatus


class Event(msgspec.Struct, frozen=True):
    """The base of all events."""


Trace = Callable[[Event], None]


class Started(Event, frozen=True):
    """A core was made from what is on the disk."""

    voters: tuple[int, ...]
    term: int
    commit: int
    applied: int
    last_index: int
    last_term: int


class BecameFollower(Event, frozen=True):
    """The node follows, in this term."""

    term: int


class BecamePreCandidate(Event, frozen=True):
    """The node asks whether it would be elected; its term has not changed."""

    term: int


class BecameCandidate(Event, frozen=True):
    """The node campaigns, in this new term."""

    term: int


class BecameLeader(Event, frozen=True):
    """The node leads, in this term."""

    term: int


class ElectionStarted(Event, frozen=True):
    """The node is about to campaign."""

    term: int


class CampaignRefusal(Enum):
    """Why a node that was asked to campaign does not."""

    IS_LEADER = 1
    UNPROMOTABLE = 2
    UNAPPLIED_CHANGES = 3


class CampaignRefused(Event, frozen=True):
    """The node was asked to campaign and does not."""

    reason: CampaignRefusal
    term: int


class VoteRequested(Event, frozen=True):
    """A candidate asks for a vote; `type` is that of the message."""

    type: int
    to: int
    last_term: int
    last_index: int
    term: int


class VoteReceived(Event, frozen=True):
    """A candidate got an answer; `type` is that of the message."""

    type: int
    from_: int
    reject: bool
    term: int


class VotesTallied(Event, frozen=True):
    """How many answers a candidate has."""

    type: int
    granted: int
    rejected: int


class VoteDecision(Enum):
    """What becomes of a request for a vote."""

    CAST = 1
    REJECTED = 2
    IGNORED = 3


class VoteDecided(Event, frozen=True):
    """A request was granted, rejected, or, as the leader is alive, not even answered.

    `lease` is the number of ticks until it would be answered.
    """

    decision: VoteDecision
    message: raft.message
    last_term: int
    last_index: int
    vote: int
    term: int
    lease: int


class HigherTermReceived(Event, frozen=True):
    """A message of a later term came: the node follows."""

    message: raft.message
    term: int


class LowerTermIgnored(Event, frozen=True):
    """A message of an earlier term came: nothing happens."""

    message: raft.message
    term: int


class StaleAppendIgnored(Event, frozen=True):
    """Entries reached the disk that were written in an earlier term."""

    written_in: int
    term: int


class QuorumLost(Event, frozen=True):
    """A leader heard too little from too many (§6.2)."""


class LeaderForgotten(Event, frozen=True):
    """A follower was told that its leader is gone."""

    leader: int
    term: int


class ForgetLeaderRefused(Event, frozen=True):
    """Leases are read from: the leader may not be forgotten."""


class DropReason(Enum):
    """Why a proposal was dropped."""

    NO_LEADER = 1
    NOT_FORWARDED = 2
    TRANSFER = 3
    TOO_MUCH_UNCOMMITTED = 4


class ProposalRefused(Event, frozen=True):
    """A proposal was dropped; `node` is the leader, or the one that is to become it."""

    reason: DropReason
    node: int
    term: int


class RequestDropped(Event, frozen=True):
    """There is no leader to forward a transfer of leadership or a read index to."""

    type: int
    term: int


class ConfChangeIgnored(Event, frozen=True):
    """A change of membership became an empty entry."""

    change: raft.conf_change | raft.conf_change_v2
    configuration: Configuration
    reason: str


class ConfigurationSwitched(Event, frozen=True):
    """Another configuration is in force."""

    configuration: Configuration


class AutoLeave(Event, frozen=True):
    """The leader proposes to leave a joint configuration, or could not (`dropped`)."""

    configuration: Configuration
    dropped: bool


class ConflictFound(Event, frozen=True):
    """The leader's log differs from ours at an index."""

    index: int
    existing_term: int
    conflicting_term: int


class UnstableRewritten(Event, frozen=True):
    """Unwritten entries from `index` on, or (`all`) every one there was, gave way."""

    index: int
    all: bool


class StableMissing(Event, frozen=True):
    """An entry reached the disk that is not waited for."""

    index: int


class StableIsSnapshot(Event, frozen=True):
    """An entry reached the disk that a snapshot replaced."""

    index: int


class StableMismatch(Event, frozen=True):
    """An entry reached the disk that another leader's replaced."""

    index: int
    term: int
    ours: int


class AppendRefused(Event, frozen=True):
    """A follower's log does not hold what an append builds on; its own term there is given."""

    message: raft.message
    term_there: int


class AppendRefusalReceived(Event, frozen=True):
    """A leader hears so."""

    message: raft.message


class ProgressDecreased(Event, frozen=True):
    """The leader will send from further back."""

    peer: int
    progress: ProgressStatus


class SnapshotSent(Event, frozen=True):
    """A follower needs entries that are compacted."""

    first_index: int
    commit: int
    snapshot: raft.snapshot_metadata
    peer: int
    progress: ProgressStatus


class ReplicationPaused(Event, frozen=True):
    """Nothing is sent until the snapshot arrived."""

    peer: int
    progress: ProgressStatus


class SnapshotNotSent(Event, frozen=True):
    """A follower needs a snapshot: it was not heard of, or (`unavailable`) there is none now."""

    peer: int
    unavailable: bool


class SnapshotRecovered(Event, frozen=True):
    """A follower that was waiting for a snapshot has the log again."""

    peer: int
    progress: ProgressStatus


class SnapshotReported(Event, frozen=True):
    """The driver said what became of a snapshot."""

    peer: int
    progress: ProgressStatus
    failed: bool


class PeerUnreachable(Event, frozen=True):
    """The driver could not send to a follower."""

    peer: int
    progress: ProgressStatus


class ProgressMissing(Event, frozen=True):
    """Somebody answered the leader who is no member."""

    peer: int


class SnapshotRestoring(Event, frozen=True):
    """The whole log gives way to a snapshot; its state before that."""

    committed: int
    applied: int
    applying: int
    offset: int
    in_progress: int
    unstable: int
    snapshot: raft.snapshot_metadata


class SnapshotRefusal(Enum):
    """Why a snapshot is not restored."""

    NOT_FOLLOWER = 1
    NOT_MEMBER = 2
    LOG_MATCHES = 3


class SnapshotRefused(Event, frozen=True):
    """A snapshot is not restored."""

    reason: SnapshotRefusal
    snapshot: raft.snapshot_metadata
    commit: int
    last_index: int
    last_term: int


class SnapshotRestored(Event, frozen=True):
    """The log begins behind a snapshot now."""

    snapshot: raft.snapshot_metadata
    commit: int
    last_index: int
    last_term: int


class SnapshotHandled(Event, frozen=True):
    """A snapshot was restored or was not needed, and is answered."""

    snapshot: raft.snapshot_metadata
    commit: int
    restored: bool


class TransferStep(Enum):
    """What happens to a transfer of leadership."""

    LEARNER = 1
    ALREADY_RUNNING = 2
    ABORTED = 3
    ALREADY_LEADER = 4
    STARTED = 5
    SENT_AT_ONCE = 6
    SENT_WHEN_CAUGHT_UP = 7


class Transfer(Event, frozen=True):
    """A step of a transfer of leadership to `peer`."""

    step: TransferStep
    peer: int
    term: int


class TimeoutNowReceived(Event, frozen=True):
    """The leader wants this node to take over; `ignored`: it is campaigning already."""

    from_: int
    term: int
    role: str
    ignored: bool
