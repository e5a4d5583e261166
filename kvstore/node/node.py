"""The node: its folder, its store, and everything that a service may ask of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from kvstore._generated import kv, raft
from kvstore.node.commit_pipeline import CommitPipeline
from kvstore.node.recovery import log_folder, recover
from kvstore.node.refusals import NodeRefusal, stopping, unwanted
from kvstore.node.results import MemberView
from kvstore.node.revision_waiters import RevisionWaiters
from kvstore.node.scans import Scans
from kvstore.storage.lock import FolderLock
from kvstore.storage.vfs import OsVfs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kvstore._generated import command as commands
    from kvstore.config import NodeConfig
    from kvstore.mvcc.outcomes import Outcome
    from kvstore.mvcc.store import Store
    from kvstore.node.ports import NetworkPort
    from kvstore.node.results import Commit
    from kvstore.storage.vfs import Vfs


class Status(NamedTuple):
    """A node's state in numbers. Sizes are in bytes, `uptime` in seconds."""

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
    """A node that has read its folder. Serves from `start` to `stop`, in one event loop."""

    def __init__(self, config: NodeConfig, vfs: Vfs | None = None) -> None:
        """Lock the folder, read the log and build the store; blocks for as long as that takes.

        Raises `StorageError`, `NotServable`, `OSError`.
        """
        self.config = config
        vfs = vfs or OsVfs()
        vfs.make_folder(config.data_folder)
        self._lock = FolderLock(config.data_folder)
        try:
            recovered = recover(config, vfs)
        except BaseException:
            self._lock.close()
            raise
        self._wal = recovered.wal
        self._member = recovered.member
        self.store = recovered.store
        self.is_new = recovered.is_new
        self.cluster_id = recovered.cluster_id
        self.node_id = config.node_id
        self.applied_index = self._member.commit
        self._waiters = RevisionWaiters(config.max_waiting_reads)
        self._pipeline: CommitPipeline | None = None
        self._scans: Scans | None = None
        self._started_at = 0.0

    # ------------------------------------------------------------------ life

    @property
    def term(self) -> int:
        """The term that this start of the node began."""
        return self._member.term

    @property
    def machine(self) -> Store:
        """The state machine; another object after a snapshot was received."""
        return self.store

    async def start(self, network: NetworkPort | None = None) -> None:
        """Begin to serve; returns when what was known to be committed is applied.

        `network` leads to the other members: None for a node that has none.
        """
        self._pipeline = CommitPipeline(self.config, self._wal, self._member, self._apply)
        loop = asyncio.get_running_loop()
        self._scans = Scans(loop, self.config.scan_step, self.config.max_waiting_scans)
        self._started_at = loop.time()

    async def failed(self) -> str:
        """Wait until the node cannot go on, and return why. Its process should end then."""
        return await asyncio.shield(self._serving().failure)

    async def stop(self) -> None:
        """Finish the changes on their way, take no others, and let go of the folder."""
        self._waiters.refuse_all(stopping())
        if self._pipeline is not None:
            await self._pipeline.stop()
        self._wal.close()
        self._lock.close()

    def _serving(self) -> CommitPipeline:
        if self._pipeline is None:
            raise stopping()
        return self._pipeline

    # ------------------------------------------------------------------ changing

    async def propose(
        self, command: commands.command, deadline: float, wait: int = kv.KV_WAIT_QUORUM
    ) -> Commit:
        """Make a change durable, apply it, and return what became of it.

        `deadline` is on the loop's clock. Raises `Refusal`; see `CommitPipeline.propose`.
        """
        return await self._serving().propose(command, deadline)

    def _apply(self, command: commands.command, index: int) -> Outcome:
        outcome = self.store.apply(command)
        self.applied_index = index
        self._waiters.reached(self.store.revision)
        return outcome

    # ------------------------------------------------------------------ members

    @property
    def leader(self) -> raft.member_info | None:
        """The member that leads, as far as this node knows."""
        return raft.member_info(self.node_id, "", bytes(raft.BIRTH_SIZE))

    @property
    def is_leader(self) -> bool:
        """Whether this node leads."""
        return True

    def members(self) -> tuple[MemberView, ...]:
        """Return the members in order of their ids."""
        last_index = self._member.last_index
        return (MemberView(self.node_id, "", voter=True, reachable=True, match_index=last_index),)

    async def change_members(self, change: raft.conf_change_v2, deadline: float) -> None:
        """Change who votes and who listens; returns when that is in force here.

        Raises `Refusal`: KV_NOT_LEADER, KV_NO_QUORUM, KV_BUSY where another change is under way.
        """
        raise NodeRefusal(kv.KV_UNSUPPORTED, "this node is alone")

    async def move_leader(self, to: int, deadline: float) -> None:
        """Hand leadership to a voter; returns when another node leads.

        Raises `Refusal`: KV_NOT_LEADER, KV_INVALID, KV_DEADLINE.
        """
        raise NodeRefusal(kv.KV_UNSUPPORTED, "this node is alone")

    def receive(self, messages: Sequence[raft.message]) -> None:
        """Take what another member sent."""

    def unreachable(self, node: int) -> None:
        """Hear that what was sent to a member has probably not arrived."""

    def snapshot_sent(self, node: int, *, failed: bool) -> None:
        """Hear that a snapshot has reached a member, or that this was given up."""

    # ------------------------------------------------------------------ reading

    async def read(
        self,
        consistency: int,
        max_age_ms: int,
        min_revision: int,
        deadline: float,
        on_gone: Callable[[Callable[[], object]], None],
    ) -> int:
        """Wait until the machine may be read; return the age of its state, in milliseconds.

        `on_gone` is handed what to call if the caller goes away. Raises `Refusal`: KV_NO_QUORUM,
        KV_STALE, KV_BUSY, KV_UNAVAILABLE.
        """
        await self.reach(min_revision, deadline, on_gone)
        return 0

    async def wait_events(
        self,
        revision: int,
        deadline: float,
        on_gone: Callable[[Callable[[], object]], None],
    ) -> None:
        """Wait for `revision`, or until the deadline passes: the caller looks what is there.

        Raises `Refusal`: KV_BUSY, KV_UNAVAILABLE.
        """
        try:
            await self.reach(revision, deadline, on_gone)
        except NodeRefusal as refusal:
            if refusal.code != kv.KV_STALE:
                raise

    async def reach(
        self,
        revision: int,
        deadline: float,
        on_gone: Callable[[Callable[[], object]], None],
    ) -> None:
        """Wait until the store is at `revision` or beyond.

        `on_gone` is handed what to call if the caller goes away. Raises `NodeRefusal`: KV_STALE
        if it is not by the deadline, KV_BUSY, KV_UNAVAILABLE.
        """
        if self.store.revision >= revision:
            return
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[None] = loop.create_future()
        self._waiters.add(revision, waiter)

        def give_up() -> None:
            if not waiter.done():
                waiter.set_exception(unwanted())

        on_gone(give_up)
        try:
            async with asyncio.timeout_at(deadline):
                await waiter
        except TimeoutError:
            raise NodeRefusal(
                kv.KV_STALE,
                f"this node is at revision {self.store.revision}, and {revision} is asked for",
            ) from None

    def get(self, name_space: bytes, key: bytes, revision: int) -> kv.kv_item | None:
        """Return the item of `key` at `revision` (0: the newest), None if it was not there.

        Raises `Refusal`: KV_FUTURE_REVISION, KV_COMPACTED.
        """
        return self.store.get(name_space, key, revision)

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
        if self._scans is None:
            raise stopping()
        return await self._scans.read(self.store.range(name_space, op), deadline, gone)

    def status(self) -> Status:
        """Return the node's numbers."""
        return Status(
            term=self._member.term,
            first_index=self._wal.first_index,
            last_index=self._member.last_index,
            commit_index=self._member.commit,
            keys=self.store.keys,
            data_bytes=self.store.data_bytes,
            log_bytes=sum(map(_size, log_folder(self.config).iterdir())),
            uptime=asyncio.get_running_loop().time() - self._started_at,
            waiting_changes=self._serving().waiting,
        )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:  # a segment that has been given its name, or dropped, just now
        return 0
