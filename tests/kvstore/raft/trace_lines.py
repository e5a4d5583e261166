"""The core's events as the log lines of the transcripts: (level, text) for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kvstore._generated import raft
from kvstore.raft import trace
from kvstore.raft.trace import (
    CampaignRefusal,
    DropReason,
    Event,
    SnapshotRefusal,
    TransferStep,
    VoteDecision,
)
from tests.kvstore.raft import describe

LEVELS = ("DEBUG", "INFO", "WARN", "ERROR", "FATAL", "NONE")
DEBUG, INFO, WARN, ERROR = range(4)

Line = tuple[int, str]


def line(node: int, event: Event) -> Line:
    """Return what a node logs for an event."""
    if isinstance(event, trace.VoteDecided):
        return _vote_decided(node, event)
    return _LINES[type(event)](f"{node:x}", event)


def _name(kind: int) -> str:
    return describe.MESSAGE_NAMES[kind]


def _vote_decided(node: int, e: trace.VoteDecided) -> Line:
    words = {
        VoteDecision.CAST: "cast {} for",
        VoteDecision.REJECTED: "rejected {} from",
        VoteDecision.IGNORED: "ignored {} from",
    }[e.decision].format(_name(e.message.type))
    text = (
        f"{node:x} [logterm: {e.last_term}, index: {e.last_index}, vote: {e.vote:x}] {words}"
        f" {e.message.from_:x} [logterm: {e.message.log_term}, index: {e.message.index}]"
        f" at term {e.term}"
    )
    if e.decision is VoteDecision.IGNORED:
        text += f": lease is not expired (remaining ticks: {e.lease})"
    return INFO, text


def _started(n: str, e: trace.Started) -> Line:
    peers = ",".join(f"{voter:x}" for voter in e.voters)
    return INFO, (
        f"newRaft {n} [peers: [{peers}], term: {e.term}, commit: {e.commit},"
        f" applied: {e.applied}, lastindex: {e.last_index}, lastterm: {e.last_term}]"
    )


def _campaign_refused(n: str, e: trace.CampaignRefused) -> Line:
    return {
        CampaignRefusal.IS_LEADER: (DEBUG, f"{n} ignoring MsgHup because already leader"),
        CampaignRefusal.UNPROMOTABLE: (WARN, f"{n} is unpromotable and can not campaign"),
        CampaignRefusal.UNAPPLIED_CHANGES: (
            WARN,
            (
                f"{n} cannot campaign at term {e.term} since there are still pending configuration"
                " changes to apply"
            ),
        ),
    }[e.reason]


def _proposal_refused(n: str, e: trace.ProposalRefused) -> Line:
    return {
        DropReason.NO_LEADER: (INFO, f"{n} no leader at term {e.term}; dropping proposal"),
        DropReason.NOT_FORWARDED: (
            INFO,
            f"{n} not forwarding to leader {e.node:x} at term {e.term}; dropping proposal",
        ),
        DropReason.TRANSFER: (
            DEBUG,
            (
                f"{n} [term {e.term}] transfer leadership to {e.node:x} is in progress;"
                " dropping proposal"
            ),
        ),
        DropReason.TOO_MUCH_UNCOMMITTED: (
            WARN,
            (
                f"{n} appending new entries to log would exceed uncommitted entry size limit;"
                " dropping proposal"
            ),
        ),
    }[e.reason]


def _request_dropped(n: str, e: trace.RequestDropped) -> Line:
    what = "index reading" if e.type == raft.MESSAGE_READ_INDEX else "leader transfer"
    return INFO, f"{n} no leader at term {e.term}; dropping {what} msg"


def _auto_leave(_: str, e: trace.AutoLeave) -> Line:
    where = (
        f"automatic transition out of joint configuration {describe.configuration(e.configuration)}"
    )
    if e.dropped:
        return DEBUG, f"not initiating {where}: raft proposal dropped"
    return INFO, f"initiating {where}"


def _snapshot_not_sent(n: str, e: trace.SnapshotNotSent) -> Line:
    if e.unavailable:
        return DEBUG, (
            f"{n} failed to send snapshot to {e.peer:x} because snapshot is temporarily unavailable"
        )
    return DEBUG, f"ignore sending snapshot to {e.peer:x} since it is not recently active"


def _snapshot_refused(n: str, e: trace.SnapshotRefused) -> Line:
    s = e.snapshot
    return {
        SnapshotRefusal.NOT_FOLLOWER: (
            WARN,
            f"{n} attempted to restore snapshot as leader; should never happen",
        ),
        SnapshotRefusal.NOT_MEMBER: (
            WARN,
            (
                f"{n} attempted to restore snapshot but it is not in the ConfState"
                f" {describe.conf_state(s.members)}; should never happen"
            ),
        ),
        SnapshotRefusal.LOG_MATCHES: (
            INFO,
            (
                f"{n} [commit: {e.commit}, lastindex: {e.last_index}, lastterm: {e.last_term}]"
                f" fast-forwarded commit to snapshot [index: {s.index}, term: {s.term}]"
            ),
        ),
    }[e.reason]


def _transfer(n: str, e: trace.Transfer) -> Line:
    peer, term = f"{e.peer:x}", e.term
    return {
        TransferStep.LEARNER: (DEBUG, f"{n} is learner. Ignored transferring leadership"),
        TransferStep.ALREADY_RUNNING: (
            INFO,
            (
                f"{n} [term {term}] transfer leadership to {peer} is in progress, ignores request"
                f" to same node {peer}"
            ),
        ),
        TransferStep.ABORTED: (
            INFO,
            f"{n} [term {term}] abort previous transferring leadership to {peer}",
        ),
        TransferStep.ALREADY_LEADER: (
            DEBUG,
            f"{n} is already leader. Ignored transferring leadership to self",
        ),
        TransferStep.STARTED: (
            INFO,
            f"{n} [term {term}] starts to transfer leadership to {peer}",
        ),
        TransferStep.SENT_AT_ONCE: (
            INFO,
            f"{n} sends MsgTimeoutNow to {peer} immediately as {peer} already has up-to-date log",
        ),
        TransferStep.SENT_WHEN_CAUGHT_UP: (
            INFO,
            f"{n} sent MsgTimeoutNow to {peer} after received MsgAppResp",
        ),
    }[e.step]


def _timeout_now(n: str, e: trace.TimeoutNowReceived) -> Line:
    if e.ignored:
        return DEBUG, (f"{n} [term {e.term} state {e.role}] ignored MsgTimeoutNow from {e.from_:x}")
    return INFO, (
        f"{n} [term {e.term}] received MsgTimeoutNow from {e.from_:x} and starts an election"
        " to get leadership."
    )


def _at(s: raft.snapshot_metadata) -> str:
    return f"[index: {s.index}, term: {s.term}]"


_LINES: dict[type[Event], Callable[[str, Any], Line]] = {
    trace.Started: _started,
    trace.BecameFollower: lambda n, e: (INFO, f"{n} became follower at term {e.term}"),
    trace.BecamePreCandidate: lambda n, e: (INFO, f"{n} became pre-candidate at term {e.term}"),
    trace.BecameCandidate: lambda n, e: (INFO, f"{n} became candidate at term {e.term}"),
    trace.BecameLeader: lambda n, e: (INFO, f"{n} became leader at term {e.term}"),
    trace.ElectionStarted: lambda n, e: (
        INFO,
        f"{n} is starting a new election at term {e.term}",
    ),
    trace.CampaignRefused: _campaign_refused,
    trace.VoteRequested: lambda n, e: (
        INFO,
        (
            f"{n} [logterm: {e.last_term}, index: {e.last_index}] sent {_name(e.type)} request"
            f" to {e.to:x} at term {e.term}"
        ),
    ),
    trace.VoteReceived: lambda n, e: (
        INFO,
        (
            f"{n} received {_name(e.type)}{' rejection' if e.reject else ''} from {e.from_:x}"
            f" at term {e.term}"
        ),
    ),
    trace.VotesTallied: lambda n, e: (
        INFO,
        f"{n} has received {e.granted} {_name(e.type)} votes and {e.rejected} vote rejections",
    ),
    trace.HigherTermReceived: lambda n, e: (
        INFO,
        (
            f"{n} [term: {e.term}] received a {_name(e.message.type)} message with higher term"
            f" from {e.message.from_:x} [term: {e.message.term}]"
        ),
    ),
    trace.LowerTermIgnored: lambda n, e: (
        INFO,
        (
            f"{n} [term: {e.term}] ignored a {_name(e.message.type)} message with lower term"
            f" from {e.message.from_:x} [term: {e.message.term}]"
        ),
    ),
    trace.StaleAppendIgnored: lambda n, e: (
        INFO,
        (
            f"{n} [term: {e.term}] ignored entry appends from a MsgStorageAppendResp message with"
            f" lower term [term: {e.written_in}]"
        ),
    ),
    trace.QuorumLost: lambda n, e: (
        WARN,
        f"{n} stepped down to follower since quorum is not active",
    ),
    trace.LeaderForgotten: lambda n, e: (
        INFO,
        f"{n} forgetting leader {e.leader:x} at term {e.term}",
    ),
    trace.ForgetLeaderRefused: lambda n, e: (
        ERROR,
        "ignoring MsgForgetLeader due to ReadOnlyLeaseBased",
    ),
    trace.ProposalRefused: _proposal_refused,
    trace.RequestDropped: _request_dropped,
    trace.ConfChangeIgnored: lambda n, e: (
        INFO,
        (
            f"{n} ignoring conf change {describe.conf_change(e.change)} at config"
            f" {describe.configuration(e.configuration)}: {e.reason}"
        ),
    ),
    trace.ConfigurationSwitched: lambda n, e: (
        INFO,
        f"{n} switched to configuration {describe.configuration(e.configuration)}",
    ),
    trace.AutoLeave: _auto_leave,
    trace.ConflictFound: lambda n, e: (
        INFO,
        (
            f"found conflict at index {e.index} [existing term: {e.existing_term},"
            f" conflicting term: {e.conflicting_term}]"
        ),
    ),
    trace.UnstableRewritten: lambda n, e: (
        INFO,
        (
            f"{'replace' if e.all else 'truncate'} the unstable entries"
            f" {'from' if e.all else 'before'} index {e.index}"
        ),
    ),
    trace.StableMissing: lambda n, e: (
        INFO,
        f"entry at index {e.index} missing from unstable log; ignoring",
    ),
    trace.StableIsSnapshot: lambda n, e: (
        INFO,
        f"entry at index {e.index} matched unstable snapshot; ignoring",
    ),
    trace.StableMismatch: lambda n, e: (
        INFO,
        (
            f"entry at (index,term)=({e.index},{e.term}) mismatched with entry at"
            f" ({e.index},{e.ours}) in unstable log; ignoring"
        ),
    ),
    trace.AppendRefused: lambda n, e: (
        DEBUG,
        (
            f"{n} [logterm: {e.term_there}, index: {e.message.index}] rejected MsgApp"
            f" [logterm: {e.message.log_term}, index: {e.message.index}] from {e.message.from_:x}"
        ),
    ),
    trace.AppendRefusalReceived: lambda n, e: (
        DEBUG,
        (
            f"{n} received MsgAppResp(rejected, hint: (index {e.message.reject_hint},"
            f" term {e.message.log_term})) from {e.message.from_:x} for index {e.message.index}"
        ),
    ),
    trace.ProgressDecreased: lambda n, e: (
        DEBUG,
        f"{n} decreased progress of {e.peer:x} to [{describe.progress(e.progress)}]",
    ),
    trace.SnapshotSent: lambda n, e: (
        DEBUG,
        (
            f"{n} [firstindex: {e.first_index}, commit: {e.commit}] sent snapshot{_at(e.snapshot)}"
            f" to {e.peer:x} [{describe.progress(e.progress)}]"
        ),
    ),
    trace.ReplicationPaused: lambda n, e: (
        DEBUG,
        f"{n} paused sending replication messages to {e.peer:x} [{describe.progress(e.progress)}]",
    ),
    trace.SnapshotNotSent: _snapshot_not_sent,
    trace.SnapshotRecovered: lambda n, e: (
        DEBUG,
        (
            f"{n} recovered from needing snapshot, resumed sending replication messages to"
            f" {e.peer:x} [{describe.progress(e.progress)}]"
        ),
    ),
    trace.SnapshotReported: lambda n, e: (
        DEBUG,
        (
            f"{n} snapshot {'failed' if e.failed else 'succeeded'}, resumed sending replication"
            f" messages to {e.peer:x} [{describe.progress(e.progress)}]"
        ),
    ),
    trace.PeerUnreachable: lambda n, e: (
        DEBUG,
        (
            f"{n} failed to send message to {e.peer:x} because it is unreachable"
            f" [{describe.progress(e.progress)}]"
        ),
    ),
    trace.ProgressMissing: lambda n, e: (DEBUG, f"{n} no progress available for {e.peer:x}"),
    trace.SnapshotRestoring: lambda n, e: (
        INFO,
        (
            f"log [committed={e.committed}, applied={e.applied}, applying={e.applying},"
            f" unstable.offset={e.offset}, unstable.offsetInProgress={e.in_progress},"
            f" len(unstable.Entries)={e.unstable}] starts to restore snapshot {_at(e.snapshot)}"
        ),
    ),
    trace.SnapshotRefused: _snapshot_refused,
    trace.SnapshotRestored: lambda n, e: (
        INFO,
        (
            f"{n} [commit: {e.commit}, lastindex: {e.last_index}, lastterm: {e.last_term}]"
            f" restored snapshot {_at(e.snapshot)}"
        ),
    ),
    trace.SnapshotHandled: lambda n, e: (
        INFO,
        (
            f"{n} [commit: {e.commit}] {'restored' if e.restored else 'ignored'} snapshot"
            f" {_at(e.snapshot)}"
        ),
    ),
    trace.Transfer: _transfer,
    trace.TimeoutNowReceived: _timeout_now,
}
