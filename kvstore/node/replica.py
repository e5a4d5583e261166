"""A member of the group: the consensus core, the state machine, and all who wait for either.

Without event loop, thread, clock or dice: everything comes in by calls, and goes out by `ports`.

    propose ──► Changes ──┐                           ┌─► Commit
                          ▼                           │
    messages ───────► CoreDriver: Raft ──► machine ───┤
                          ▲                           │
    read ─────► Reading ──┘                           └─► ReadPermit

Past 400 lines, since it is one face to both sides: each call, of the host above or of the core
below, is a few lines that pass it on to the room that answers it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from kvstore._generated import kv, raft
from kvstore.mvcc.member_book import members_of
from kvstore.node.changes import Changes
from kvstore.node.core_driver import CoreDriver
from kvstore.node.reading import Reading
from kvstore.node.refusals import NodeRefusal, failed, stopping
from kvstore.node.release import THIS_RELEASE
from kvstore.node.revision_waiters import RevisionWaiters
from kvstore.node.situation import Situation
from kvstore.node.timekeeper import Timekeeper

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from kvstore._generated import command as commands
    from kvstore.node.options import ReplicaOptions
    from kvstore.node.ports import Machine, Ports
    from kvstore.node.release import Release
    from kvstore.node.results import Commit, MemberView, ReadPermit
    from kvstore.node.waiting import Waiting
    from kvstore.raft.ready import SoftState
    from kvstore.raft.state import ReadState
    from kvstore.raft.status import Status
    from kvstore.raft.storage import Storage

CommitDone: TypeAlias = "Callable[[Commit | NodeRefusal], None]"
MembersDone: TypeAlias = "Callable[[NodeRefusal | None], None]"
ReadDone: TypeAlias = "Callable[[ReadPermit | NodeRefusal], None]"
RevisionDone: TypeAlias = "Callable[[int | NodeRefusal], None]"


REMOVED: Final = "it was removed from its cluster"
"""Why a node that is no member any more cannot go on."""


class Replica:
    """One member. Used from one thread; no call blocks.

    Deadlines are on the ports' clock. What is refused at once is raised, and then `done` is never
    called; else it is called once, never from within the call that it was handed to, with a
    `NodeRefusal` where there is nothing better to say. What those calls return can be told that
    nobody waits any more, by `forget`.
    """

    def __init__(
        self,
        options: ReplicaOptions,
        ports: Ports,
        machine: Machine,
        storage: Storage,
        hard_state: raft.hard_state,
        *,
        fresh: bool,
        begun: Callable[[], None],
        over: Callable[[str], None],
        release: Release = THIS_RELEASE,
    ) -> None:
        """Take up what was found on the disk. `start` lets it begin.

        `machine` holds the newest snapshot, or nothing; what the log holds beyond is applied by
        and by. `fresh`: this log has never been spoken of, so that there is no promise to wait
        out. `begun` is called once, when all that was known to be committed is applied, and this
        node leads if nobody else could; `over` once, with the reason, when nothing can go on.
        """
        self._ports = ports
        self._node, self._birth = options.node, options.birth
        self._belonged = False
        self.removed = False
        """Whether this node was a member, and is none any more. It does nothing then."""
        self._begun: Callable[[], None] | None = begun
        self._over = over
        self._why_failed = ""
        self._stopping = False
        self._driver = CoreDriver(options, ports, machine, storage, hard_state, self, fresh=fresh)
        self._start_commit = self._driver.core.committed
        self._situation = Situation(options, ports, self._driver)
        self._changes = Changes(options, ports, self._driver, self._situation, release)
        self._reading = Reading(options, ports, self._driver, self._situation)
        self._revisions = RevisionWaiters(options.max_waiting_revisions)
        self._timekeeper = Timekeeper()

    # ------------------------------------------------------------------ what comes in

    def start(self) -> None:
        """Begin: apply what is known to be committed; campaign, if this is the only voter."""
        self._ports.cache.tick(self._ports.clock.now())
        self._driver.start()
        self._look_whether_begun()

    def tick(self) -> None:
        """Let one unit of time pass. One that comes too soon behind another is not counted."""
        if not self._driver.tick():
            return
        self._situation.choose_nearest()
        driver = self._driver
        cache = self._ports.cache
        cache.publish_state(driver.machine, driver.core.term)
        cache.tick(self._ports.clock.now())
        self._reading.tick()
        if driver.leads and driver.machine.applied_term == driver.core.term:
            command = self._timekeeper.due(self._ports.clock.now(), driver.machine)
            if command is not None:
                self._changes.propose_first(command, self._timekeeper.settled)

    def sweep(self) -> None:
        """Answer those whose deadline has passed, and give up reads that nobody waits for."""
        now = self._ports.clock.now()
        self._changes.refuse_late(now)
        self._reading.refuse_late(now)
        self._revisions.refuse_late(now, self.machine.revision)

    def step(self, messages: Sequence[raft.message]) -> None:
        """Take what a member sent, in order. A MESSAGE_SNAPSHOT comes when its content has."""
        self._situation.heard(messages)
        for message in messages:
            if message.type == raft.MESSAGE_TRANSFER_LEADER:
                # Whoever is asked to campaign may win while the lease would still hold.
                self._reading.lease.bar(self.term)
        self._driver.step_all(messages)

    def unreachable(self, node: int) -> None:
        """Hear that what was sent to a member has probably not arrived."""
        self._driver.unreachable(node)

    def hear_membership(self, theirs: raft.membership) -> None:
        """Hear from another member who belongs to the cluster, and leave if this node does not.

        Only what is newer than what this node has applied counts, and only if that names this
        folder's node: before it does, it may simply not have come yet.
        """
        if (
            self._is_member()
            and theirs.index > self.machine.applied_index
            and self._node not in members_of(theirs.members)
        ):
            self._leave()

    def _is_member(self) -> bool:
        """Whether the log, as far as it is applied, says that this folder's node is a member."""
        info = self.machine.members.get(self._node)
        return info is not None and info.birth == self._birth

    def _leave(self) -> None:
        self.removed = True
        self._driver.fail(REMOVED)

    def snapshot_sent(self, node: int, *, failed: bool) -> None:
        """Hear that a snapshot has reached a member, or that this was given up."""
        self._driver.snapshot_sent(node, failed=failed)

    # ------------------------------------------------------------------ what is asked of it

    def propose(
        self,
        command: commands.command,
        deadline: int,
        done: CommitDone,
        *,
        wait: int = kv.KV_WAIT_QUORUM,
    ) -> Waiting[Commit]:
        """Put a command into the log; `done` gets a `Commit` when it is applied here.

        Where no leader is known one is waited for, though not for longer than it could take to
        elect one. Refusals: KV_NOT_LEADER where another node
        leads, KV_NO_QUORUM, KV_BUSY, KV_NO_SPACE, KV_TOO_LARGE, KV_DEADLINE, KV_UNAVAILABLE,
        KV_FAILED; `executed` says whether it may still happen.
        """
        if self._driver.over or self._stopping:
            raise self._unserved()
        proposal = self._changes.propose(command, deadline, done, wait)
        self._driver.wake()
        return proposal

    def propose_own(self, command: commands.command, settled: Callable[[], None]) -> None:
        """Put a command of the cluster's own into the log, before all others.

        For a leader; `settled` is called when it is applied, or will not be as far as this node
        knows. Refusals: KV_FAILED, KV_UNAVAILABLE.
        """
        self._check_serving()
        self._changes.propose_first(command, settled)
        self._driver.wake()

    def propose_members(
        self, change: raft.conf_change_v2, deadline: int, done: MembersDone
    ) -> None:
        """Put a change of membership into the log; `done` gets None when it is in force here.

        Refusals: as `propose`, and KV_BUSY where another change is under way.
        """
        self._check_serving()
        self._changes.propose_members(change, deadline, done)
        self._driver.wake()

    def transfer(self, to: int) -> None:
        """Hand leadership to a voter, or fail to: `leader` tells."""
        self._check_serving()
        self._reading.lease.bar(self.term)
        self._driver.core.transfer_leadership(to)
        self._driver.wake()

    def read_now(self, consistency: int, max_age_ms: int = 0) -> ReadPermit | None:
        """Permit a read that needs nobody else; None: ask `read`."""
        if self._driver.over:
            return None
        return self._reading.permit_now(consistency, max_age_ms)

    def read(
        self,
        consistency: int,
        max_age_ms: int,
        deadline: int,
        done: ReadDone,
        gone: Callable[[], bool] | None = None,
    ) -> Waiting[ReadPermit]:
        """Permit a read by and by; `gone` tells each `sweep` whether the caller went away.

        Refusals: KV_NO_QUORUM, KV_DEADLINE, KV_STALE where the state is older than `max_age_ms`
        allows, KV_BUSY, KV_UNAVAILABLE, KV_FAILED.
        """
        if self._driver.over or self._stopping:
            raise self._unserved()
        read = self._reading.add(consistency, max_age_ms, deadline, done, gone)
        self._driver.wake()
        return read

    def has_read(self, name_space: bytes, key: bytes, item: kv.kv_item | None) -> None:
        """Hear that a key was read just now, and found to be `item`: it may be a hot one."""
        driver = self._driver
        if driver.over:
            return
        is_settled = driver.machine.applied_index >= driver.core.committed
        self._ports.cache.asked(name_space, key, item, is_settled=is_settled)

    def wait_for_revision(self, revision: int, deadline: int, done: RevisionDone) -> Waiting[int]:
        """Wait until the machine is at `revision`. Refusals: KV_STALE, KV_BUSY, KV_UNAVAILABLE."""
        self._check_serving()
        return self._revisions.add(revision, deadline, done)

    def stop(self) -> None:
        """Take nothing more. What is under way goes on while there are calls."""
        self._stopping = True
        self._revisions.refuse_all(stopping())
        self._reading.refuse_all(stopping())

    def abandon(self) -> None:
        """Refuse what is under way, too."""
        self._changes.refuse_all(stopping(), stopping(executed=kv.KV_EXECUTED_UNKNOWN))

    def end(self) -> None:
        """Do nothing more, whatever comes: what this stands on is let go of."""
        self._reading.lease.withdraw()
        self._driver.over = True

    def fail(self, why: str) -> None:
        """Stop for good, for a reason from outside."""
        self._driver.fail(why)

    def _check_serving(self) -> None:
        if self._driver.over or self._stopping:
            raise self._unserved()

    def _unserved(self) -> NodeRefusal:
        return failed(self._why_failed) if self._why_failed else stopping()

    # ------------------------------------------------------------------ what can be seen of it

    @property
    def machine(self) -> Machine:
        """The state; another object after a snapshot was received."""
        return self._driver.machine

    @property
    def term(self) -> int:
        """The newest term that this node knows of."""
        return self._driver.core.term

    @property
    def leader(self) -> int:
        """The node that leads, as far as this one knows; 0: nobody."""
        return self._driver.core.lead

    @property
    def is_leader(self) -> bool:
        """Whether this node leads."""
        return self._driver.leads

    @property
    def leaderless(self) -> bool:
        """Whether nobody has led for so long that none is waited for any more."""
        return self._situation.leaderless(self._ports.clock.now())

    @property
    def waiting_changes(self) -> int:
        """Number of changes that are not proposed yet."""
        return self._changes.waiting

    @property
    def waiting_bytes(self) -> int:
        """Bytes of the changes that are not in the log yet."""
        return self._changes.waiting_bytes

    @property
    def idle(self) -> bool:
        """Whether no change is under way."""
        return self._driver.over or self._changes.idle

    @property
    def anybody_waits(self) -> bool:
        """Whether there is a deadline to look after."""
        return not self._changes.idle or not self._reading.idle or len(self._revisions) > 0

    def address(self, node: int) -> str:
        """Return a member's address, "" if it is unknown."""
        return self._situation.address(node)

    def members(self) -> tuple[MemberView, ...]:
        """Return all members in order of their ids."""
        return self._situation.members()

    def status(self) -> Status:
        """Return a copy of the core's state."""
        return self._driver.core.status()

    # ------------------------------------------------------------------ the driver's owner

    def prepare(self) -> None:
        """See `core_owner.Owner`."""
        self._changes.hand_over()
        self._reading.begin_round()
        self._changes.answer_all_awaited()

    def committed(self, first: int, last: int) -> None:
        """See `core_owner.Owner`."""
        self._ports.cache.hide(first, last, lambda: self._changes.touched(first, last))

    def apply(self, entry: raft.entry) -> bool:
        """See `core_owner.Owner`."""
        return self._changes.apply(entry)

    def members_changing(self) -> None:
        """See `core_owner.Owner`."""
        self._reading.lease.withdraw()
        self._belonged = self._is_member()

    def members_changed(self, entry: raft.entry) -> None:
        """See `core_owner.Owner`."""
        self._situation.keep_members()
        self._changes.members_changed(entry)
        if self._belonged and self._node not in self.machine.members:
            self._leave()

    def asked_first(self) -> Collection[int]:
        """See `core_owner.Owner`."""
        return self._situation.nearest

    def applied(self) -> None:
        """See `core_owner.Owner`."""
        machine, cache = self.machine, self._ports.cache
        cache.publish_state(machine, self._driver.core.term)
        cache.show(machine)
        self._revisions.reached(machine.revision)
        self._changes.answer()
        self._reading.applied()
        if self._changes.waiting:
            self._driver.wake()
        if self._begun is not None:
            self._look_whether_begun()

    def lead_changed(self, soft_state: SoftState) -> None:
        """See `core_owner.Owner`."""
        self._situation.choose_nearest()
        self._situation.lead_changed()
        self._reading.lead_changed()
        if self._driver.leads:
            self._timekeeper.begin(self._ports.clock.now())
        self._driver.wake()

    def reads_permitted(self, read_states: Sequence[ReadState]) -> None:
        """See `core_owner.Owner`."""
        self._reading.permitted(read_states)

    def overtaken(self, snapshot: raft.snapshot_metadata) -> None:
        """See `core_owner.Owner`."""
        self._reading.lease.withdraw()
        self._changes.overtaken(snapshot.index)
        self._situation.keep_members()
        self.applied()

    def failed(self, why: str) -> None:
        """See `core_owner.Owner`."""
        self._why_failed = why
        self._reading.lease.withdraw()
        refusal = failed(why)
        self._changes.refuse_all(refusal, failed(why, executed=kv.KV_EXECUTED_UNKNOWN))
        self._reading.refuse_all(refusal)
        self._revisions.refuse_all(refusal)
        self._over(why)

    def _look_whether_begun(self) -> None:
        driver = self._driver
        if self._begun is None or driver.machine.applied_index < self._start_commit:
            return
        if driver.alone and not (driver.leads and driver.machine.applied_term == self.term):
            return
        begun, self._begun = self._begun, None
        begun()
