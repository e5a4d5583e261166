"""What keeps a node's folder bounded: snapshots in place of the log, and an eye on the disk."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Final, Protocol

from kvstore.node.refusals import no_space
from kvstore.node.snapshot_policy import SnapshotPolicy
from kvstore.node.snapshot_ports import ChunkPort, Turns, Worker
from kvstore.node.snapshotter import SnapshotHost, Snapshotter
from kvstore.node.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore._generated import command as commands
    from kvstore._generated import raft
    from kvstore.config import NodeConfig
    from kvstore.node.log_queue import LogQueue
    from kvstore.node.ports import Machine
    from kvstore.node.recovery import Recovered
    from kvstore.node.refusals import NodeRefusal
    from kvstore.node.release import Release
    from kvstore.node.replica import Replica
    from kvstore.storage.log_state import SnapshotPoint
    from kvstore.storage.vfs import Vfs

log = logging.getLogger(__name__)

_LOOK_NS: Final = 250_000_000
"""How often the disk is asked for its space."""

_ITEM_OVERHEAD: Final = 64
"""Bytes that an item takes in a snapshot beside its key and its value."""


class Background(Worker, Turns, Protocol):
    """Who does what waits for the disk, and whose thread everything else is called in."""

    def stop(self) -> None:
        """Wait for the job that is being done, and forget the others."""
        ...


class Housekeeping:
    """Snapshots and space of one node, in its loop's thread. It is the replica's `SpacePort`."""

    def __init__(
        self,
        config: NodeConfig,
        vfs: Vfs,
        recovered: Recovered,
        worker: Background,
        writer: LogQueue,
        chunks: ChunkPort,
        release: Release,
        replica: Callable[[], Replica],
        *,
        policy: SnapshotPolicy | None = None,
        new_id: Callable[[], int] = lambda: secrets.randbits(64),
    ) -> None:
        """`replica` returns the one that this is made for, which needs this to be made.

        `policy` None: as the configuration has it. `new_id` as in `SnapshotHost`.
        """
        self._worker = worker
        self._writer = writer
        self._replica = replica
        self._storage = recovered.storage
        self._space = Space(
            config.node_id,
            config.segment_size,
            lambda: vfs.free_bytes(config.data_folder),
            lambda: self._storage.ready_bytes,
        )
        self._looked_at = 0
        self.snapshots: Snapshotter[Machine] = Snapshotter(
            recovered.snapshots,
            recovered.newest,
            recovered.storage,
            recovered.machine,
            SnapshotHost(
                worker=worker,
                turns=worker,
                chunks=chunks,
                load=release.machine.restore,
                drop=self._drop,
                deliver=lambda message: replica().step((message,)),
                committed=lambda: replica().status().committed,
                sent=lambda node, failed: replica().snapshot_sent(node, failed=failed),
                fail=lambda why: replica().fail(why),
                has_room=self._space.has_room,
                is_space_short=lambda: self._space.is_short,
                weigh=_weigh,
                new_id=new_id,
            ),
            policy
            or SnapshotPolicy(
                min_log_size=config.min_log_size,
                short_log_size=config.segment_size,
                kept_size=min(32 << 20, config.min_log_size // 2),
            ),
        )
        self._look(recovered.machine, 0)

    def tick(self, now: int) -> None:
        """Go on with what waits; `now` is in nanoseconds of the boot clock."""
        self.snapshots.tick(now)
        if now - self._looked_at >= _LOOK_NS:
            self._looked_at = now
            self._look_again()

    def _look_again(self) -> None:
        replica = self._replica()
        self._look(replica.machine, replica.waiting_bytes + self._writer.waiting_bytes)

    def _look(self, machine: Machine, unwritten: int) -> None:
        """Ask the disk how much space is left, beside what the next snapshot takes.

        What the log holds and the machine does not is in that snapshot, too.
        """
        unapplied = self._storage.size_behind(machine.applied_index)
        try:
            self._space.look(_weigh(machine) + unapplied, unwritten)
        except OSError as error:
            log.warning("the space left on the disk cannot be told: %s", error)

    def stop(self) -> None:
        """Make, send and receive nothing more. Blocks for the piece of work that is being done."""
        self.snapshots.stop()
        self._worker.stop()

    def _drop(self, point: SnapshotPoint) -> None:
        def dropped(error: Exception | None) -> None:
            if error is not None:
                self._replica().fail(str(error))

        self._writer.compact(point, dropped)

    def no_space(self) -> str:
        """Say what is wrong with the disk; "" if nothing is."""
        return self._writer.full or self._space.complaint()

    # ------------------------------------------------------------------ the space port

    def refusal(self, command: commands.command, size: int) -> NodeRefusal | None:
        """See `SpacePort`."""
        if self._writer.full is not None:
            return no_space(self._writer.full)
        if self._space.is_stale:
            self._look_again()
        machine = self._replica().machine
        is_compacted = machine.compacted_revision == machine.revision
        return self._space.refusal(command, size, is_compacted=is_compacted)

    def takes(self, message: raft.message) -> bool:
        """See `SpacePort`."""
        # No new look: it would not see what the core was given in this turn.
        return self._writer.full is None and self._space.takes(message)


def _weigh(machine: Machine) -> int:
    """Return about how many bytes a snapshot of a machine takes."""
    return machine.data_bytes + _ITEM_OVERHEAD * machine.keys
