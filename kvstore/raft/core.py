"""One member of a Raft group: calls and messages in, a `Ready` out. Start at the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft import trace
from kvstore.raft.dispatch import step
from kvstore.raft.election import check_quorum, start_election
from kvstore.raft.handover import Handover
from kvstore.raft.invariants import Invariants
from kvstore.raft.membership import apply_change, restore_members
from kvstore.raft.options import ReadOnly
from kvstore.raft.outbox import request
from kvstore.raft.proposals import applied_to, propose
from kvstore.raft.read_index import broadcast_heartbeat
from kvstore.raft.ready import Applied, Ready, Stored
from kvstore.raft.replication import handle_snapshot_report, handle_unreachable
from kvstore.raft.roles import become_follower
from kvstore.raft.screening import screen
from kvstore.raft.snapshots import snapshot_stored
from kvstore.raft.state import NOBODY, RandomBelow, Role, State
from kvstore.raft.status import Status, status_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore.raft.options import Options
    from kvstore.raft.storage import Storage
    from kvstore.raft.trace import Trace


class Raft:
    """A member of the group. Used from one thread; no call blocks.

    `storage` holds what is on the disk, `hard_state` and `members` what was there at the start:
    those of the log and of the newest snapshot. `random_below(n)` returns one of 0 to n - 1.
    """

    def __init__(
        self,
        options: Options,
        storage: Storage,
        *,
        hard_state: raft.hard_state,
        members: raft.conf_state,
        random_below: RandomBelow,
        sink: Trace | None = None,
    ) -> None:
        r = self._state = State(options, storage, random_below, sink)
        log = r.log
        restore_members(r, options.applied, members)
        if hard_state != raft.hard_state(0, 0, 0):
            # What was applied was committed, whether or not that reached the disk.
            log.commit_to(max(hard_state.commit, options.applied))
            r.term = hard_state.term
            r.vote = hard_state.vote
        if options.applied:
            log.applied_to(options.applied, 0)
        become_follower(r, r.term, NOBODY)
        self._handover = Handover(r)
        self._invariants = Invariants(r) if options.check_invariants else None
        if sink is not None:
            voters = tuple(sorted(r.tracker.configuration.voters))
            sink(
                trace.Started(
                    voters, r.term, log.committed, log.applied, log.last_index(), log.last_term()
                )
            )

    # What comes in.

    def tick(self) -> None:
        """Let one unit of time pass."""
        r = self._state
        r.election_elapsed += 1
        if r.role is Role.LEADER:
            self._tick_leader()
        elif r.promotable() and r.election_elapsed >= r.election_timeout:
            r.election_elapsed = 0
            start_election(r)
        self._check()

    def step(self, message: raft.message) -> None:
        """Take a message of a peer, or one of this node's own that had to wait for the disk.

        Raises `ProposalDropped` for a proposal, `UnknownPeer` and `MalformedMessage`; nothing has
        changed then. Raises `InvariantBroken` if what the message says is committed is not what
        the log holds: one of the two is damaged, and the node has to stop.
        """
        r = self._state
        screen(r, message)
        step(r, message)
        if self._invariants is not None:
            self._invariants.check()

    def propose(self, datas: Sequence[bytes], command_version: int = 0) -> None:
        """Ask for commands to be appended, in this order, all or none.

        Raises `ProposalDropped`. Nothing else says what becomes of them: the driver looks for
        them among the committed entries, and gives up when it likes.

        Raises `ValueError` for what no message could hold: no commands, or more than 65,536; one
        of more than 5 MiB; a version that is not an unsigned number of 32 bits.
        """
        if not 0 < len(datas) <= raft.MESSAGE_ENTRIES_MAX:
            raise ValueError(f"1 to {raft.MESSAGE_ENTRIES_MAX} commands are proposed at once")
        if max(map(len, datas)) > raft.ENTRY_DATA_MAX:
            raise ValueError(f"a command has at most {raft.ENTRY_DATA_MAX} bytes")
        if not 0 <= command_version < 1 << 32:
            raise ValueError(f"{command_version} is no version of a command")
        self._propose(
            tuple([raft.entry(0, 0, raft.ENTRY_NORMAL, command_version, data) for data in datas])
        )

    def propose_conf_change(self, change: raft.conf_change | raft.conf_change_v2) -> None:
        """Ask for a change of membership to be appended.

        Raises `ProposalDropped`. A change that may not be made now becomes an empty entry: it is
        judged by the leader, who may be another node.
        """
        v1 = isinstance(change, raft.conf_change)
        kind = raft.ENTRY_CONF_CHANGE if v1 else raft.ENTRY_CONF_CHANGE_V2
        self._propose((raft.entry(0, 0, kind, 0, change.to_xdr()),))

    def apply_conf_change(
        self, index: int, change: raft.conf_change | raft.conf_change_v2
    ) -> raft.conf_state:
        """Put the change of membership at `index` in force; return the members from there on.

        For every such entry, when it is its turn among the committed ones. A driver that judges
        a change to be void applies one with the node 0 in its place. Raises `ConfChangeRefused`.
        """
        members = apply_change(self._state, index, change)
        self._check()
        return members

    def read_index(self, context: bytes) -> None:
        """Ask for an index from which reads are linearizable; a `ReadState` gives it (§6.4).

        `context` is at most 64 bytes that are never used twice, in no life of any node: it is all
        that tells one answer from another. There may be no answer: ask again, with another one.
        Raises `ValueError` for a longer one.
        """
        if len(context) > raft.MESSAGE_CONTEXT_MAX:
            raise ValueError(f"a context has at most {raft.MESSAGE_CONTEXT_MAX} bytes")
        r = self._state
        self._ask(request(raft.MESSAGE_READ_INDEX, r.node, r.node, context=context))

    def campaign(self) -> None:
        """Call an election now, if this node may."""
        start_election(self._state)
        self._check()

    def transfer_leadership(self, to: int) -> None:
        """Ask the leader to hand over to a voter. It may fail: watch who leads."""
        r = self._state
        self._ask(request(raft.MESSAGE_TRANSFER_LEADER, r.node, to))

    def forget_leader(self) -> None:
        """Take a follower's leader for gone: it may vote for another at once."""
        r = self._state
        if r.role is Role.FOLLOWER:
            if r.options.read_only is ReadOnly.LEASE_BASED:
                # A vote for another leader could break the lease that reads are served by.
                if r.trace is not None:
                    r.trace(trace.ForgetLeaderRefused())
            elif r.lead != NOBODY:
                if r.trace is not None:
                    r.trace(trace.LeaderForgotten(r.lead, r.term))
                r.lead = NOBODY
        self._check()

    def report_unreachable(self, node: int) -> None:
        """Say that what was sent to a node last has probably not arrived."""
        r = self._state
        progress = r.tracker.progress.get(node)
        if r.role is Role.LEADER and progress is not None:
            handle_unreachable(r, node, progress)
        self._check()

    def report_snapshot(self, node: int, *, failed: bool) -> None:
        """Say that a snapshot was handed to a node, or that this was given up."""
        r = self._state
        progress = r.tracker.progress.get(node)
        if r.role is Role.LEADER and progress is not None:
            handle_snapshot_report(r, node, progress, failed=failed)
        self._check()

    def stored(self, stored: Stored) -> None:
        """Take back what came with an `Append`, which is on the disk now."""
        r = self._state
        if stored.term < r.term:
            # What was written may have been replaced in memory since, and not yet on the disk.
            if stored.index and r.trace is not None:
                r.trace(trace.StaleAppendIgnored(stored.term, r.term))
        elif stored.index:
            r.log.unstable.stable_to(stored.index, stored.log_term)
        if stored.snapshot is not None:
            # Committed, so it holds in any term.
            snapshot_stored(r, stored.snapshot)
        if self._invariants is not None:
            self._invariants.check()

    def applied(self, applied: Applied) -> None:
        """Take back what came with an `Apply`, whose entries the state machine holds now."""
        r = self._state
        applied_to(r, applied.index, applied.size)
        r.uncommitted_size = max(r.uncommitted_size - applied.payload_size, 0)
        if self._invariants is not None:
            self._invariants.check()

    # What comes out.

    @property
    def has_ready(self) -> bool:
        """Whether `ready` would hold anything."""
        return self._handover.pending

    def ready(self) -> Ready:
        """Return all there is to do, which the driver thereby promises to do."""
        return self._handover.take()

    def advance(self) -> None:
        """Say that the last `Ready` is dealt with. Only where storage writes are synchronous."""
        for owed in self._handover.settle():
            if isinstance(owed, Stored):
                self.stored(owed)
            elif isinstance(owed, Applied):
                self.applied(owed)
            else:
                # Its own, whatever became of its membership since.
                self._ask(owed)

    # What a driver looks at all the time; `status` copies the rest.

    @property
    def term(self) -> int:
        """The newest term that this node knows of."""
        return self._state.term

    @property
    def role(self) -> Role:
        """What this node is in its term."""
        return self._state.role

    @property
    def lead(self) -> int:
        """The node that leads, as far as this one knows; 0: nobody."""
        return self._state.lead

    @property
    def committed(self) -> int:
        """The newest index that is known to survive."""
        return self._state.log.committed

    @property
    def last_index(self) -> int:
        """The index of the newest entry, whether it is on the disk or not."""
        return self._state.log.last_index()

    def matches(self) -> dict[int, int]:
        """Return the newest index that each member is known to have on disk, to a leader."""
        return {node: p.match for node, p in self._state.tracker.progress.items()}

    def status(self) -> Status:
        """Return a copy of what people ask for."""
        return status_of(self._state)

    @property
    def election_timeout(self) -> int:
        """Ticks of silence after which this node campaigns; drawn anew with each term and role."""
        return self._state.election_timeout

    @election_timeout.setter
    def election_timeout(self, ticks: int) -> None:
        self._state.election_timeout = ticks

    def _ask(self, message: raft.message) -> None:
        step(self._state, message)
        self._check()

    def _propose(self, entries: tuple[raft.entry, ...]) -> None:
        node = self._state.node
        propose(self._state, request(raft.MESSAGE_PROPOSE, node, node, entries=entries))
        self._check()

    def _tick_leader(self) -> None:
        r = self._state
        r.heartbeat_elapsed += 1
        if r.election_elapsed >= r.options.election_ticks:
            r.election_elapsed = 0
            if r.options.check_quorum:
                check_quorum(r)
            # A transfer that has not succeeded by now is given up (§3.10).
            r.transferee = NOBODY
        if r.role is Role.LEADER and r.heartbeat_elapsed >= r.options.heartbeat_ticks:
            r.heartbeat_elapsed = 0
            broadcast_heartbeat(r)

    def _check(self) -> None:
        if self._invariants is not None:
            self._invariants.check()
