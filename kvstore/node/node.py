"""The node: its folder, its replica, and everything that a service may ask of them.

Past 400 lines, since it is one face: its parts are put together and taken apart here, and each
call is passed to the room that does it, with a future or a deadline around it and no more.
"""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, TypeVar

from kvstore._generated import kv, raft
from kvstore.mvcc.validate import check_change, looks_through_keys
from kvstore.node.disk_worker import DiskWorker
from kvstore.node.errors import NotServable
from kvstore.node.hot_segment import make_segment
from kvstore.node.housekeeping import Housekeeping
from kvstore.node.log_writer import LogWriter
from kvstore.node.options import ReplicaOptions
from kvstore.node.ports import Ports
from kvstore.node.proposals import RETRY_AFTER_MS
from kvstore.node.real_ports import BootClock, LoopTurns, NoCache, NoPeers
from kvstore.node.recovery import log_folder, recover
from kvstore.node.refusals import NodeRefusal, busy, deadline_passed, stopping, unwanted
from kvstore.node.release import THIS_RELEASE
from kvstore.node.replica import Replica
from kvstore.node.scans import Scans
from kvstore.node.upkeep.compactor import Kept
from kvstore.node.upkeep.ports import NoOthers
from kvstore.node.upkeep.upkeep import Upkeep, UpkeepOptions
from kvstore.storage.lock import FolderLock
from kvstore.storage.vfs import OsVfs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kvstore._generated import command as commands
    from kvstore.config import NodeConfig
    from kvstore.mvcc.state_machine import StateMachine
    from kvstore.node.founding import Beginning
    from kvstore.node.hot_keys import Numbers
    from kvstore.node.ports import Machine, NetworkPort
    from kvstore.node.release import Release
    from kvstore.node.results import Commit, MemberView, ReadPermit
    from kvstore.node.snapshot_ports import ChunkPort
    from kvstore.node.snapshotter import Snapshotter
    from kvstore.node.upkeep.ports import ContentPoint, OtherMembers
    from kvstore.node.waiting import Waiting
    from kvstore.raft.state import Role
    from kvstore.storage.vfs import Vfs

Result = TypeVar("Result")

SWEEP_INTERVAL: Final = 0.02
"""Seconds between looks at those who wait: at their deadlines, and whether they still do."""

LEAVING_SECONDS: Final = 5.0
"""How long changes under way may take once the node is told to stop."""


class Status(NamedTuple):
    """A node's state in numbers. Sizes are in bytes, `uptime` in seconds."""

    role: Role
    learner: bool
    term: int
    first_index: int
    last_index: int
    commit_index: int
    keys: int
    data_bytes: int
    log_bytes: int
    uptime: float
    waiting_changes: int


class Node:
    """A node that has read its folder. Serves from `start` to `stop`, in one event loop.

    Deadlines are on the loop's clock. `on_gone` is handed what to call if the caller goes away.
    """

    release: ClassVar[Release] = THIS_RELEASE

    def __init__(
        self,
        config: NodeConfig,
        vfs: Vfs | None = None,
        beginning: Beginning | None = None,
        lock: FolderLock | None = None,
        birth: bytes = b"",
    ) -> None:
        """Lock the folder and read the log; blocks for as long as that takes.

        A `lock` that the caller has got already becomes the node's. `birth` is the folder's, by
        which the node finds out that it was removed.

        `beginning` counts only where the folder holds no entries yet; None: a cluster of this
        node alone. Raises `StorageError`, `NotServable`, `OSError`.
        """
        self.config = config
        self._vfs = vfs = vfs or OsVfs()
        vfs.make_folder(config.data_folder)
        self._lock = lock or FolderLock(config.data_folder)
        try:
            recovered = recover(config, vfs, beginning, self.release)
            self._hot = make_segment(config, recovered.cluster_id)
        except BaseException:
            self._lock.close()
            raise
        self._recovered = recovered
        self._wal = recovered.wal
        self.is_new = recovered.is_new
        self.cluster_id = recovered.cluster_id
        self.node_id = config.node_id
        self._clock = BootClock()
        self._replica: Replica | None = None
        self._scanning = 0
        self._birth = birth
        self._started_at = 0.0

    # ------------------------------------------------------------------ life

    async def start(
        self,
        network: NetworkPort | None = None,
        chunks: ChunkPort | None = None,
        others: OtherMembers | None = None,
    ) -> None:
        """Begin to serve; returns when what was known to be committed is applied.

        `network`, `chunks` and `others` lead to the other members: None for a node that has
        none. A node alone leads when this returns. Raises `NotServable`; `stop` is to be
        called then, too.
        """
        config, recovered = self.config, self._recovered
        self._loop = loop = asyncio.get_running_loop()
        self._failure: asyncio.Future[str] = loop.create_future()
        begun: asyncio.Future[None] = loop.create_future()
        self._writer = LogWriter(recovered.wal, recovered.storage, loop, config.quick_sync)
        self._housekeeping = Housekeeping(
            config,
            self._vfs,
            recovered,
            DiskWorker(loop),
            self._writer,
            NoPeers() if chunks is None else chunks,
            self.release,
            self._serving,
        )
        ports = Ports(
            clock=self._clock,
            turns=LoopTurns(loop),
            log=self._writer,
            network=NoPeers() if network is None else network,
            snapshots=self._housekeeping.snapshots,
            space=self._housekeeping,
            cache=NoCache() if self._hot is None else self._hot.keys,
            random_below=secrets.randbelow,
        )

        def over(why: str) -> None:
            self._failure.set_result(why)
            if not begun.done():
                begun.set_exception(NotServable(why))

        self._replica = Replica(
            _replica_options(config, recovered.storage.max_entry_data, self._birth),
            ports,
            recovered.machine,
            recovered.storage,
            recovered.wal.hard_state,
            fresh=recovered.is_new,
            begun=lambda: begun.set_result(None),
            over=over,
            release=self.release,
        )
        self._upkeep = Upkeep(
            _upkeep_options(config, self.release),
            self._clock,
            self._replica,
            NoOthers() if others is None else others,
            self._housekeeping.no_space,
        )
        self._scans = Scans(loop, config.scan_step, config.max_waiting_scans)
        self._started_at = loop.time()
        self._writer.start()
        self._sweep: asyncio.TimerHandle | None = None
        self._ticker = loop.call_later(config.tick, self._tick)
        if self._hot is not None:
            self._hot.start()
        self._replica.start()
        await begun

    async def failed(self) -> str:
        """Wait until the node cannot go on, and return why. Its process should end then."""
        self._serving()
        return await asyncio.shield(self._failure)

    @property
    def removed(self) -> bool:
        """Whether the node has failed because it is no member any more."""
        return self._serving().removed

    async def stop(self) -> None:
        """Finish the changes on their way, take no others, and let go of the folder."""
        replica = self._replica
        if replica is not None:
            replica.stop()
            until = self._loop.time() + LEAVING_SECONDS
            while not replica.idle and self._loop.time() < until:  # noqa: ASYNC110 (no one event)
                await asyncio.sleep(0.001)
            replica.abandon()
            self._ticker.cancel()
            self._upkeep.stop()
            if self._sweep is not None:
                self._sweep.cancel()
            await self._loop.run_in_executor(None, self._housekeeping.stop)
            await self._loop.run_in_executor(None, self._writer.stop)
            replica.end()
        if self._hot is not None:
            # Before the folder is let go: another process may change the keys as soon as it is.
            await self._hot.stop()
        self._wal.close()
        self._lock.close()

    def _serving(self) -> Replica:
        if self._replica is None:
            raise stopping()
        return self._replica

    def _tick(self) -> None:
        if self._failure.done():
            return
        # From now on, not from when it was due: what was missed is not made up for.
        self._ticker = self._loop.call_later(self.config.tick, self._tick)
        self._serving().tick()
        self._housekeeping.tick(self._clock.now())
        self._upkeep.tick()

    def _sweep_soon(self) -> None:
        if self._sweep is None:
            self._sweep = self._loop.call_later(SWEEP_INTERVAL, self._sweep_now)

    def _sweep_now(self) -> None:
        self._sweep = None
        replica = self._serving()
        replica.sweep()
        if replica.anybody_waits:
            self._sweep_soon()

    def _boot_time(self, deadline: float) -> int:
        """Return a time on the loop's clock as one on the boot clock."""
        return self._clock.now() + int((deadline - self._loop.time()) * 1e9)

    # ------------------------------------------------------------------ changing

    async def propose(
        self, command: commands.command, deadline: float, wait: int = kv.KV_WAIT_QUORUM
    ) -> Commit:
        """Make a change durable, apply it, and return what became of it.

        Raises `Refusal`: what `check_change` finds, and what `Replica.propose` says.
        """
        replica = self._serving()
        check_change(command.change)
        if not looks_through_keys(command.change):
            return await self._propose(replica, command, deadline, wait)
        if self._scanning >= self.config.max_scanning_changes:
            raise busy("changes to ranges of keys", RETRY_AFTER_MS)
        self._scanning += 1
        try:
            return await self._propose(replica, command, deadline, wait)
        finally:
            self._scanning -= 1

    def begin_change(
        self,
        command: commands.command,
        deadline: float,
        wait: int,
        done: Callable[[Commit | NodeRefusal], None],
    ) -> None:
        """As `propose`, for a change that names its keys one by one; `done` gets what became of it.

        What `propose` raises at once, this raises, too.
        """
        replica = self._replica or self._serving()
        check_change(command.change)
        replica.propose(command, self._boot_time(deadline), done, wait=wait)
        if self._sweep is None:
            self._sweep_soon()

    async def _propose(
        self, replica: Replica, command: commands.command, deadline: float, wait: int
    ) -> Commit:
        future: asyncio.Future[Commit] = self._loop.create_future()
        proposal = replica.propose(
            command, self._boot_time(deadline), _completing(future), wait=wait
        )
        return await self._answer(future, proposal)

    async def _answer(self, future: asyncio.Future[Result], waiting: Waiting[Result]) -> Result:
        self._sweep_soon()
        try:
            return await future
        finally:
            waiting.forget()

    # ------------------------------------------------------------------ members

    @property
    def term(self) -> int:
        """The newest term that this node knows of."""
        return (self._replica or self._serving()).term

    @property
    def leader(self) -> raft.member_info | None:
        """The member that leads, as far as this node knows."""
        replica = self._serving()
        lead = replica.leader
        if not lead:
            return None
        info = replica.machine.members.get(lead)
        return info or raft.member_info(lead, "", bytes(raft.BIRTH_SIZE))

    @property
    def leaderless(self) -> bool:
        """Whether nobody has led for so long that none is waited for any more."""
        return self._serving().leaderless

    @property
    def has_leader(self) -> bool:
        """Whether this node knows who leads."""
        return bool(self._serving().leader)

    @property
    def is_leader(self) -> bool:
        """Whether this node leads."""
        return (self._replica or self._serving()).is_leader

    def members(self) -> tuple[MemberView, ...]:
        """Return the members in order of their ids."""
        return self._serving().members()

    async def change_members(self, change: raft.conf_change_v2, deadline: float) -> None:
        """Change who votes and who listens; returns when that is in force here.

        Raises `Refusal`: KV_NOT_LEADER, KV_NO_QUORUM, KV_BUSY where another change is under way.
        """
        future: asyncio.Future[None] = self._loop.create_future()
        self._serving().propose_members(change, self._boot_time(deadline), _completing(future))
        self._sweep_soon()
        await future

    async def move_leader(self, to: int, deadline: float) -> None:
        """Hand leadership to a voter; returns when it leads.

        Raises `Refusal`: KV_NOT_LEADER, KV_INVALID, KV_DEADLINE.
        """
        replica = self._serving()
        if not replica.is_leader:
            raise NodeRefusal(kv.KV_NOT_LEADER, "only the leader can hand its leadership over")
        if to not in replica.machine.conf_state.voters:
            raise NodeRefusal(kv.KV_INVALID, f"node {to} has no vote")
        replica.transfer(to)
        while replica.leader != to:
            if self._loop.time() >= deadline:
                raise deadline_passed(f"node {to} was to take over")
            await asyncio.sleep(self.config.tick / 4)

    def receive(self, messages: Sequence[raft.message]) -> None:
        """Take what another member sent."""
        self._serving().step(messages)

    def checkup(self, point: ContentPoint) -> raft.checkup_answer:
        """Tell the leader how this node is, and what the hash of a content is once it is known."""
        self._serving()
        return self._upkeep.checkup(point)

    def membership(self) -> raft.membership:
        """Tell another node who belongs to the cluster."""
        machine = self._serving().machine
        return raft.membership(machine.applied_index, machine.conf_state)

    def hear_membership(self, theirs: raft.membership) -> None:
        """Hear from another node who belongs to the cluster, and fail if this one does not."""
        self._serving().hear_membership(theirs)

    def unreachable(self, node: int) -> None:
        """Hear that what was sent to a member has probably not arrived."""
        self._serving().unreachable(node)

    @property
    def snapshots(self) -> Snapshotter[Machine]:
        """Who takes the pieces of snapshots that other members send."""
        self._serving()
        return self._housekeeping.snapshots

    # ------------------------------------------------------------------ reading

    @property
    def machine(self) -> StateMachine:
        """The state machine; another object after a snapshot was received."""
        if self._replica is None:
            return self._recovered.machine
        machine: StateMachine = self._replica.machine  # type: ignore[assignment] # what it was made with
        return machine

    async def read(
        self,
        consistency: int,
        max_age_ms: int,
        min_revision: int,
        deadline: float,
        on_gone: Callable[[Callable[[], object]], None],
    ) -> int:
        """Wait until the machine may be read; return the age of its state, in milliseconds.

        Raises `Refusal`: what `Replica.read` says, and KV_STALE if `min_revision` does not come.
        """
        replica = self._serving()
        permit = replica.read_now(consistency, max_age_ms)
        if permit is None:
            future: asyncio.Future[ReadPermit] = self._loop.create_future()
            complete = _completing(future)
            read = replica.read(consistency, max_age_ms, self._boot_time(deadline), complete)
            on_gone(lambda: complete(unwanted()))
            permit = await self._answer(future, read)
        if replica.machine.revision < min_revision:
            await self._reach(min_revision, deadline, on_gone)
        return permit.age_ms

    def begin_read(
        self,
        consistency: int,
        max_age_ms: int,
        deadline: float,
        gone: Callable[[], bool],
        done: Callable[[ReadPermit | NodeRefusal], None],
    ) -> ReadPermit | None:
        """As `read`: permit it now, or by `done`, in a later turn.

        `gone` says whether the caller went away; it is asked every `SWEEP_INTERVAL`.
        """
        replica = self._replica or self._serving()
        permit = replica.read_now(consistency, max_age_ms)
        if permit is None:
            replica.read(consistency, max_age_ms, self._boot_time(deadline), done, gone)
            if self._sweep is None:
                self._sweep_soon()
        return permit

    async def wait_events(
        self,
        revision: int,
        deadline: float,
        on_gone: Callable[[Callable[[], object]], None],
    ) -> None:
        """Wait for `revision`, or until the deadline passes: the caller looks what is there.

        Raises `Refusal`: KV_BUSY, KV_UNAVAILABLE.
        """
        if self.machine.revision >= revision:
            return
        try:
            await self._reach(revision, deadline, on_gone)
        except NodeRefusal as refusal:
            if refusal.code != kv.KV_STALE:
                raise

    async def _reach(
        self,
        revision: int,
        deadline: float,
        on_gone: Callable[[Callable[[], object]], None],
    ) -> None:
        future: asyncio.Future[int] = self._loop.create_future()
        complete = _completing(future)
        waiting = self._serving().wait_for_revision(revision, self._boot_time(deadline), complete)
        on_gone(lambda: complete(unwanted()))
        await self._answer(future, waiting)

    def get(self, name_space: bytes, key: bytes, revision: int) -> kv.kv_item | None:
        """Return the item of `key` at `revision` (0: the newest), None if it was not there.

        Raises `Refusal`: KV_FUTURE_REVISION, KV_COMPACTED.
        """
        item = self.machine.get(name_space, key, revision)
        if self._hot is not None and not revision:
            self._serving().has_read(name_space, key, item)
        return item

    @property
    def cache_segment(self) -> str:
        """Name of the shared memory in which others find hot keys, "" if there is none."""
        return "" if self._hot is None else self._hot.name

    def cache_numbers(self) -> Numbers | None:
        """Return what has come of the hot keys, None where they are not shared."""
        return None if self._hot is None else self._hot.keys.numbers()

    async def range(
        self,
        name_space: bytes,
        op: kv.kv_range_op,
        deadline: float,
        gone: Callable[[], bool],
    ) -> kv.kv_range_ok:
        """Read one page of a range, letting others work in between.

        `gone` says whether the caller went away. Raises `Refusal`: KV_INVALID,
        KV_FUTURE_REVISION, KV_COMPACTED, KV_TOO_LARGE, KV_DEADLINE, KV_BUSY, KV_UNAVAILABLE.
        """
        self._serving()
        return await self._scans.read(self.machine.range(name_space, op), deadline, gone)

    def status(self) -> Status:
        """Return the node's numbers."""
        replica, machine = self._serving(), self.machine
        core = replica.status()
        return Status(
            role=core.role,
            learner=self.node_id in machine.conf_state.learners,
            term=core.term,
            first_index=self._wal.first_index,
            last_index=core.last_index,
            commit_index=core.committed,
            keys=machine.keys,
            data_bytes=machine.data_bytes,
            log_bytes=sum(map(_size, log_folder(self.config).iterdir())),
            uptime=self._loop.time() - self._started_at,
            waiting_changes=replica.waiting_changes,
        )


def _completing(future: asyncio.Future[Result]) -> Callable[[Result | NodeRefusal], None]:
    """Return what passes an answer on to whoever awaits `future`."""

    def complete(result: Result | NodeRefusal) -> None:
        if future.done():
            return
        if isinstance(result, NodeRefusal):
            future.set_exception(result)
        else:
            future.set_result(result)

    return complete


def _replica_options(config: NodeConfig, max_entry_bytes: int, birth: bytes) -> ReplicaOptions:
    return ReplicaOptions(
        node=config.node_id,
        birth=birth,
        tick_ns=int(config.tick * 1e9),
        heartbeat_ticks=config.heartbeat_ticks,
        election_ticks=config.election_ticks,
        max_proposals=config.max_proposals,
        max_proposal_bytes=config.max_proposal_bytes,
        max_batch=config.max_batch,
        max_batch_bytes=min(max_entry_bytes, config.max_batch_bytes),
        max_entry_bytes=min(max_entry_bytes, raft.ENTRY_DATA_MAX),
        max_waiting_reads=config.max_waiting_reads,
        max_waiting_revisions=config.max_waiting_reads,
        apply_slice_ns=int(config.apply_slice * 1e9),
    )


def _upkeep_options(config: NodeConfig, release: Release) -> UpkeepOptions:
    return UpkeepOptions(
        node=config.node_id,
        own_levels=(release.feature_low, release.feature_high),
        kept=Kept(config.kept_revisions, config.kept_bytes, config.kept_seconds),
        audit_ns=int(config.audit_interval * 1e9),
    )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:  # a segment that has been given its name, or dropped, just now
        return 0
