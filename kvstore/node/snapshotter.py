"""Snapshots of one node: makes them when they are due, sends and receives them, cuts the log.

Everything is called and answered in the loop's thread; what waits for the disk is done by a
`Worker`. Nothing here knows the time but for what `tick` says.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

import msgspec

from kvstore._generated import raft
from kvstore.node.snapshot_intake import SnapshotIntake
from kvstore.node.snapshot_maker import SnapshotMaker
from kvstore.node.snapshot_policy import SnapshotPolicy
from kvstore.node.snapshot_sender import SnapshotSender
from kvstore.raft.errors import InvariantBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kvstore.node.log_storage import LogStorage
    from kvstore.node.snapshot_ports import ChunkPort, Pin, Turns, Worker
    from kvstore.storage.log_state import SnapshotPoint
    from kvstore.storage.snapshot_store import SnapshotFile, SnapshotStore

log = logging.getLogger(__name__)

RETRY_NS: Final = 500_000_000
"""Pause before a follower is tried again that did not answer as expected."""

MOST_RECEIVED: Final = 2
"""Machines made of received snapshots that may wait to be put in force."""

FULL_RETRY_NS: Final = 10_000_000_000
"""Pause before a snapshot is tried again for which there was no space."""


class Pinnable(Protocol):
    """A state machine, as far as snapshots are concerned."""

    @property
    def applied_index(self) -> int:
        """Index of the newest entry that was applied."""
        ...

    def pin(self) -> Pin:
        """Pin the state as it is now."""
        ...


Machine = TypeVar("Machine", bound=Pinnable)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotHost(Generic[Machine]):
    """What the node around a `Snapshotter` does for it.

    `load` makes a machine of a content, in the worker's thread. `drop` queues
    `LogStorage.drop` behind all appends so far. `deliver` steps a MESSAGE_SNAPSHOT whose content
    is here; `committed` returns what the core then knows to be committed: a snapshot that it is
    going to install is not beyond that. `sent` reports to the core (node, failed). `fail` ends the
    node. `has_room` says whether so many bytes may be written, `is_space_short` whether the log's
    are wanted back. `weigh` says about how many bytes a snapshot of a machine takes. `new_id` draws
    a number that no other snapshot sent by this node had, in any life.
    """

    worker: Worker
    turns: Turns
    chunks: ChunkPort
    load: Callable[[Iterator[bytes]], Machine]
    drop: Callable[[SnapshotPoint], None]
    deliver: Callable[[raft.message], None]
    committed: Callable[[], int]
    sent: Callable[[int, bool], None]
    fail: Callable[[str], None]
    has_room: Callable[[int], bool]
    is_space_short: Callable[[], bool]
    weigh: Callable[[Machine], int]
    new_id: Callable[[], int]


class Snapshotter(Generic[Machine]):
    """See the module. `receive` is for chunks of authenticated members only."""

    def __init__(
        self,
        store: SnapshotStore,
        newest: SnapshotFile | None,
        storage: LogStorage,
        machine: Machine,
        host: SnapshotHost[Machine],
        policy: SnapshotPolicy | None = None,
    ) -> None:
        """Go on from the newest snapshot, which `storage` and `machine` were made with."""
        self._store = store
        self._newest = newest
        self._storage = storage
        self._host = host
        self._policy = policy or SnapshotPolicy()
        self._machine = machine
        self._weight = host.weigh(machine)
        self._received: list[tuple[raft.snapshot_metadata, Machine]] = []
        self._is_making = False
        self._looks = 0
        self._was_short = False
        self._now = 0
        self._not_before = 0
        self._senders: dict[int, SnapshotSender] = {}
        self._retries: dict[int, int] = {}
        self._ids: tuple[SnapshotFile | None, int] = (None, 0)
        self._intake: SnapshotIntake[Machine] = SnapshotIntake(
            store,
            host.worker,
            host.load,
            self._is_wanted,
            host.has_room,
            self._taken,
            host.fail,
        )

    @property
    def newest(self) -> SnapshotFile | None:
        """The newest snapshot that is durable."""
        return self._newest

    # ------------------------------------------------------------------ making

    def applied(self, machine: Machine) -> None:
        """Hear that the machine has gone on; begin a snapshot if one is due."""
        self._machine = machine
        if self._is_making or self._looks or self._now < self._not_before:
            return
        newest = self._newest
        index, size = (newest.point.index, newest.size) if newest is not None else (0, 0)
        entries = machine.applied_index - index
        if entries <= 0 or machine.applied_index > self._storage.last_index():
            return
        behind = self._storage.size_behind(index)
        is_due = self._policy.is_due(
            entries,
            behind,
            size,
            # Weight is compared with weight: the file holds more than what is weighed.
            max(self._weight - self._host.weigh(machine), 0) if newest is not None else 0,
            is_space_short=self._host.is_space_short(),
        )
        if is_due:
            self.make()

    def make(self) -> None:
        """Begin a snapshot now, unless one is being made or there would be nothing new in it."""
        newest, machine = self._newest, self._machine
        if self._is_making or self._looks or self._now < self._not_before:
            return
        if newest is not None and newest.point.index >= machine.applied_index:
            return
        self._is_making = True
        weight = self._host.weigh(machine)
        SnapshotMaker(
            machine.pin(),
            self._store,
            self._host.worker,
            self._host.turns,
            lambda point, size, error: self._made(weight, point, size, error),
        )

    def _made(
        self,
        weight: int,
        point: raft.snapshot_metadata,
        size: int | None,
        error: Exception | None,
    ) -> None:
        self._is_making = False
        if error is not None:
            self._host.fail(f"could not write a snapshot: {error}")
        elif size is None:
            log.warning("no space for a snapshot at entry %d", point.index)
            self._not_before = self._now + FULL_RETRY_NS
        else:
            self._weight = weight
            self._find_newest()

    def _find_newest(self) -> None:
        """Learn which snapshot is the newest, remove the others, and cut the log behind it."""

        def look() -> SnapshotFile | None:
            newest = self._store.newest()
            self._store.remove_old()
            return newest

        self._looks += 1
        self._host.worker.run(look, self._found)

    def _found(self, newest: SnapshotFile | None, error: Exception | None) -> None:
        if error is not None:
            self._host.fail(f"could not look through the snapshots: {error}")
        elif newest is not None:
            self._looks -= 1
            self._newest = newest
            self._cut(newest)

    def _cut(self, newest: SnapshotFile) -> None:
        storage, index = self._storage, newest.point.index
        if self._machine.applied_index < index or storage.term(index) != newest.point.term:
            return  # a received one, which the core has not installed yet
        storage.snapshot_made(newest.point)
        sent = [sender.point.index for sender in self._senders.values() if sender.point]
        index = self._policy.compact_to(
            index,
            storage.oldest_within(self._policy.kept_size),
            min(sent, default=None),
            is_space_short=self._host.is_space_short(),
        )
        point = storage.compact(index) if index >= storage.first_index() else None
        if point is not None:
            self._host.drop(point)

    # ------------------------------------------------------------------ sending

    def send(self, message: raft.message) -> None:
        """Send MESSAGE_SNAPSHOT with its content, of the newest snapshot there is.

        What becomes of it is reported later, never in this call.
        """
        to, newest = message.to, self._newest
        before = self._senders.pop(to, None)
        self._retries.pop(to, None)
        if before is not None:
            before.stop()
        if newest is None or message.snapshot is None:
            raise InvariantBroken(f"a snapshot for node {to} is to be sent, and there is none")
        members = newest.point.members
        if to not in (*members.voters, *members.learners, *members.voters_outgoing):
            # It would refuse one that it is not among. A newer one has it.
            self._host.turns.soon(self.make)
            self._host.turns.soon(lambda: self._host.sent(to, True))
            return
        try:
            file = newest.open()
        except OSError as error:
            if self._looks and isinstance(error, FileNotFoundError):
                # The worker has found a newer one just now, and removed this one.
                self._host.turns.soon(lambda: self._host.sent(to, True))
            else:
                self._host.fail(f"could not read a snapshot: {error}")
            return
        if self._ids[0] is not newest:
            self._ids = (newest, self._host.new_id())
        sender = SnapshotSender(
            msgspec.structs.replace(message, snapshot=newest.point),
            self._ids[1],
            file,
            newest.size,
            self._policy.chunk_size,
            self._host.worker,
            self._host.chunks,
            lambda: self._retries.__setitem__(to, self._now + RETRY_NS),
            lambda is_there, error: self._was_sent(to, is_there, error),
        )
        self._senders[to] = sender
        self._host.turns.soon(sender.go_on)

    def _was_sent(self, to: int, is_there: bool, error: Exception | None) -> None:
        self._senders.pop(to, None)
        self._retries.pop(to, None)
        if error is not None:
            self._host.fail(f"could not read a snapshot: {error}")
        else:
            self._host.sent(to, not is_there)

    # ------------------------------------------------------------------ receiving

    def receive(
        self, chunk: raft.snapshot_chunk, done: Callable[[raft.snapshot_progress], None]
    ) -> None:
        """Take a chunk that another member sent; `done` gets the answer, maybe later."""
        point = chunk.announced.snapshot
        if any(held == point for held, _ in self._received):
            # It is here, but who sent it leads no more: another leader's word installs it.
            self._host.deliver(chunk.announced)
            done(raft.snapshot_progress(chunk.snapshot_id, chunk.total))
            return
        if len(self._received) >= MOST_RECEIVED:
            # Those whose leaders were deposed before the word came through make room: nobody may
            # ever announce them again.
            committed = self._host.committed()
            self._received = [held for held in self._received if held[0].index <= committed]
        if len(self._received) >= MOST_RECEIVED:
            done(raft.snapshot_progress(chunk.snapshot_id, 0))
            return
        self._intake.receive(chunk, self._now, done)

    def received(self, point: raft.snapshot_metadata) -> Machine:
        """Return the machine made of the snapshot that was received for `point`.

        Raises `InvariantBroken` if there is none.
        """
        machine = next((machine for held, machine in self._received if held == point), None)
        if machine is None:
            raise InvariantBroken(f"no snapshot was received for entry {point.index}")
        self._machine = machine
        self._weight = self._host.weigh(machine)
        self._drop_received(point.index)
        self._find_newest()
        return machine

    def _is_wanted(self, point: raft.snapshot_metadata) -> bool:
        return point.index > self._machine.applied_index

    def _taken(self, announced: raft.message, machine: Machine) -> None:
        point = announced.snapshot
        if point is None:
            raise InvariantBroken("a snapshot was received that nobody announced")
        # While the log waits for its disk to put one in force, a newer one may come.
        self._received.append((point, machine))
        self._host.deliver(announced)

    def _drop_received(self, index: int) -> None:
        """Forget machines that the core has no use for: they do not stay in memory."""
        self._received = [held for held in self._received if held[0].index > index]

    # ------------------------------------------------------------------ time

    def tick(self, now: int) -> None:
        """Learn the time, in nanoseconds of the boot clock; try again what has waited."""
        self._now = now
        for to in [to for to, due in self._retries.items() if now >= due]:
            del self._retries[to]
            self._senders[to].go_on()
        self._intake.tick(now)
        self._drop_received(self._machine.applied_index)
        is_short = self._host.is_space_short()
        if is_short and not self._was_short and self._newest is not None:
            # What is kept for followers is given up first: it needs no new snapshot.
            self._cut(self._newest)
        if is_short:
            # Compaction makes the state smaller long after it was applied.
            self.applied(self._machine)
        self._was_short = is_short

    def stop(self) -> None:
        """Send nothing more."""
        for sender in self._senders.values():
            sender.stop()
        self._senders.clear()
        self._retries.clear()
