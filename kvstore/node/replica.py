"""A member of the group: the consensus core, the state machine, and all who wait for either.

Without event loop, thread, clock or dice: everything comes in by calls, and goes out by `ports`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from kvstore._generated import kv

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kvstore._generated import command as commands
    from kvstore._generated import raft
    from kvstore.node.ports import (
        Cache,
        Clock,
        LogPort,
        Machine,
        NetworkPort,
        SnapshotPort,
        SpacePort,
        Turns,
    )
    from kvstore.node.refusals import NodeRefusal
    from kvstore.node.results import Commit, MemberView, ReadPermit
    from kvstore.raft.storage import Storage

CommitDone: TypeAlias = "Callable[[Commit | NodeRefusal], None]"
MembersDone: TypeAlias = "Callable[[NodeRefusal | None], None]"
ReadDone: TypeAlias = "Callable[[ReadPermit | NodeRefusal], None]"


class ReplicaOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a replica is made with. Times are in nanoseconds, sizes in bytes."""

    node: int
    tick_ns: int = 50_000_000
    heartbeat_ticks: int = 2
    election_ticks: int = 20
    max_proposals: int = 4096
    max_proposal_bytes: int = 32 << 20
    max_batch: int = 1024
    max_batch_bytes: int = 8 << 20
    max_waiting_reads: int = 4096
    apply_slice_ns: int = 5_000_000


class Ports(msgspec.Struct, frozen=True, kw_only=True):
    """All that a replica stands on."""

    clock: Clock
    turns: Turns
    log: LogPort
    network: NetworkPort
    snapshots: SnapshotPort
    space: SpacePort
    cache: Cache
    random_below: Callable[[int], int]


class Replica:
    """One member. Used from one thread; no call blocks.

    `machine` is the state, and is another object after a snapshot was received. Deadlines are on
    the ports' clock. `done` is called once, never from within the call it was handed to, and with
    a `NodeRefusal` where there is nothing better to say.
    """

    machine: Machine

    def __init__(
        self,
        options: ReplicaOptions,
        ports: Ports,
        machine: Machine,
        storage: Storage,
        hard_state: raft.hard_state,
        *,
        fresh: bool,
        failed: Callable[[str], None],
    ) -> None:
        """Take up what was found on the disk. `start` lets it begin.

        `machine` holds the newest snapshot, or nothing; what the log holds beyond is applied by
        and by. `fresh`: this log has never been spoken of, so that there is no promise to wait
        out. `failed` is called, once, with the reason when the replica cannot go on.
        """
        raise NotImplementedError

    # What comes in.

    def start(self) -> None:
        """Begin: apply what is known to be committed; campaign, if this is the only voter."""
        raise NotImplementedError

    def tick(self) -> None:
        """Let one unit of time pass. One that comes too soon behind another is not counted."""
        raise NotImplementedError

    def sweep(self) -> None:
        """Answer those whose deadline has passed."""
        raise NotImplementedError

    def step(self, messages: Sequence[raft.message]) -> None:
        """Take what a member sent, in order. A MESSAGE_SNAPSHOT comes when its content has."""
        raise NotImplementedError

    def unreachable(self, node: int) -> None:
        """Hear that what was sent to a member has probably not arrived."""
        raise NotImplementedError

    def snapshot_sent(self, node: int, *, failed: bool) -> None:
        """Hear that a snapshot has reached a member, or that this was given up."""
        raise NotImplementedError

    # What is asked of it.

    def propose(
        self,
        command: commands.command,
        deadline: int,
        done: CommitDone,
        *,
        wait: int = kv.KV_WAIT_QUORUM,
    ) -> None:
        """Put a command into the log; `done` gets a `Commit` when it is applied here.

        Refusals: KV_NOT_LEADER where another node leads, KV_NO_QUORUM, KV_BUSY, KV_NO_SPACE,
        KV_TOO_LARGE, KV_DEADLINE, KV_UNAVAILABLE, KV_FAILED; `executed` says whether it may
        still happen.
        """
        raise NotImplementedError

    def propose_members(
        self, change: raft.conf_change_v2, deadline: int, done: MembersDone
    ) -> None:
        """Put a change of membership into the log; `done` gets None when it is in force here.

        Refusals: as `propose`, and KV_BUSY where another change is under way.
        """
        raise NotImplementedError

    def transfer(self, to: int) -> None:
        """Hand leadership to a voter, or fail to: `leader` tells."""
        raise NotImplementedError

    def read_now(self, consistency: int, max_age_ms: int) -> ReadPermit | None:
        """Permit a read that needs nobody else; None: ask `read`."""
        raise NotImplementedError

    def read(self, consistency: int, max_age_ms: int, deadline: int, done: ReadDone) -> None:
        """Permit a read by and by. Refusals: KV_NO_QUORUM, KV_STALE, KV_BUSY, KV_FAILED."""
        raise NotImplementedError

    def stop(self) -> None:
        """Take nothing more; refuse what waits."""
        raise NotImplementedError

    # What can be seen of it.

    @property
    def term(self) -> int:
        """The newest term that this node knows of."""
        raise NotImplementedError

    @property
    def leader(self) -> int:
        """The node that leads, as far as this one knows; 0: nobody."""
        raise NotImplementedError

    @property
    def is_leader(self) -> bool:
        """Whether this node leads."""
        raise NotImplementedError

    def members(self) -> tuple[MemberView, ...]:
        """Return all members in order of their ids."""
        raise NotImplementedError
