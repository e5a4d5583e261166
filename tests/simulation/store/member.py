"""One node: a folder on its disk, a clock, and the process that is running on them, if one is.

Past 400 lines, since it stands for a whole `kvd`: all that one is made of is put together here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.config import NodeConfig
from kvstore.mvcc.outcomes import Refusal
from kvstore.mvcc.validate import check_change
from kvstore.node.hot_keys import HotKeys
from kvstore.node.housekeeping import Housekeeping
from kvstore.node.log_storage import LogStorage
from kvstore.node.peers.postponed import Postponed
from kvstore.node.ports import Machine, Ports, Touched
from kvstore.node.recovery import recover
from kvstore.node.refusals import NodeRefusal, stopping
from kvstore.node.release import THIS_RELEASE
from kvstore.node.replica import Replica
from kvstore.node.results import Commit, ReadPermit
from tests.kvstore.node.played_segment import PlayedSegment
from tests.kvstore.storage.faulty_disk import Crash, FaultyDisk
from tests.simulation.events import MILLISECOND
from tests.simulation.store.checkups import upkeep_of
from tests.simulation.store.clock import BootClock
from tests.simulation.store.disk_time import PlayedLog, PlayedWorker

if TYPE_CHECKING:
    from tests.simulation.store.world import World

FOLDER = Path("/node")
# Calls of the file system within which a process dies that dies while it does something: a batch
# of the log takes two, the end of a snapshot more.
_DEATH_CALLS = (2, 4, 15)
# How long messages may be held back that nobody waits for.
_SOON = 5 * MILLISECOND


class WatchedCache:
    """Passes on what the replica tells its cache, under oversight."""

    def __init__(self, member: Member, keys: HotKeys) -> None:
        self._member = member
        self._keys = keys

    def __getattr__(self, name: str) -> Any:
        return getattr(self._keys, name)

    def hide(self, first: int, last: int, touched: Callable[[], Iterable[Touched]]) -> None:
        """See `Cache`: whoever has copies hears of changes first."""
        member = self._member
        place = first
        while place <= last:
            entries = member.replica._driver.core.entries(place, last)
            member.world.oversight.committed(member, entries)
            place = entries[-1].index + 1
        self._keys.hide(first, last, touched)

    def publish_state(self, machine: Machine, term: int) -> None:
        """See `Cache`."""
        self._keys.publish_state(machine, term)

    def show(self, machine: Machine) -> None:
        """See `Cache`."""
        self._member.world.oversight.applied(self._member, machine)
        self._keys.show(machine)


class Member:
    """It is the replica's clock's owner, its turns and its network."""

    def __init__(self, world: World, node: int) -> None:
        self.world = world
        self.id = node
        self.life = 0
        self.up = self.paused = self.retired = False
        self.begun = False
        self.fail_next_sync = False
        self.sync_factor = 1
        self.storage: LogStorage | None = None
        self.disk = FaultyDisk(world.rng.getrandbits(32))
        # What the founders' processes made sure of before they spoke to each other.
        self.disk.make_folder(FOLDER)
        self.disk.sync_folder(FOLDER.parent)
        self._tick_time = world.scenario.tick
        self.segment: PlayedSegment | None = None
        self.boots = 0
        self._boot()
        self._heard: dict[int, int] = {}
        self._held_back: list[Callable[[], None]] = []
        self._struck = False

    def _boot(self) -> None:
        world = self.world
        self.boots += 1
        base = 1 + world.rng.randrange(1000 * 1_000_000_000)
        self.clock = BootClock(world.events, base, world.scenario.work)
        self.clock.set_rate(world.scenario.tick / self._tick_time)

    @property
    def tick_time(self) -> int:
        """Microseconds in which this node's clock lets a tick pass."""
        return self._tick_time

    @tick_time.setter
    def tick_time(self, tick_time: int) -> None:
        self._tick_time = tick_time
        self.clock.set_rate(self.world.scenario.tick / tick_time)

    # ------------------------------------------------------------------ life and death

    def start(self) -> None:
        """Start the process on what its disk holds."""
        world, scenario = self.world, self.world.scenario
        self.life += 1
        config = NodeConfig(node_id=self.id, data_folder=FOLDER, segment_size=scenario.segment_size)
        if world.rng.random() < world.early_death:
            self.disk.crash_in = world.rng.randrange(60)
        try:
            recovered = recover(
                config,
                self.disk,
                world.beginning(self.id),
                new_salt=lambda: world.rng.getrandbits(32),
            )
        except Crash:
            world.counts["deaths while starting"] += 1
            self.disk.kill()
            world.start_soon(self.id)
            return
        except Exception as error:  # noqa: BLE001 (nothing that may happen to a folder harms it)
            self.disk.kill()
            if self.disk.capacity is not None:
                world.start_soon(self.id)
                return
            world.broken(f"{self.id} cannot open its folder: {error!r}")
            return
        self.disk.crash_in = None
        self.up, self.paused, self.begun, self._struck = True, False, False, False
        self._heard = {}
        self._held_back = []
        self._postponed: dict[int, Postponed] = {}
        self._log = PlayedLog(self, recovered.wal, recovered.storage)
        self._worker = PlayedWorker(self)
        self.storage = recovered.storage
        self.housekeeping = Housekeeping(
            config,
            self.disk,
            recovered,
            self._worker,
            self._log,
            world.wires.chunks_of(self),
            THIS_RELEASE,
            lambda: self.replica,
            policy=scenario.policy(),
            new_id=lambda: world.rng.getrandbits(63),
        )
        if self.segment is not None:
            self.segment.sweep()
        self.segment = PlayedSegment(world.rng.randrange, node=self.id)
        world.counts["starts from a snapshot"] += recovered.newest is not None
        ports = Ports(
            clock=self.clock,
            turns=self._worker,
            log=self._log,
            network=self,
            snapshots=self.housekeeping.snapshots,
            space=self.housekeeping,
            cache=WatchedCache(self, self.segment.keys),
            random_below=world.rng.randrange,
        )
        self.replica = Replica(
            scenario.options(self.id, recovered.storage.max_entry_data),
            ports,
            recovered.machine,
            recovered.storage,
            recovered.wal.hard_state,
            fresh=recovered.is_new,
            begun=self._has_begun,
            over=self._is_over,
        )
        self.upkeep = upkeep_of(self)
        world.oversight.started(self)
        self.replica.start()
        self.later(self._tick_time, self._tick)

    def _has_begun(self) -> None:
        self.begun = True

    def _is_over(self, why: str) -> None:
        if not self._struck:
            self.world.broken(f"{self.id} gave up: {why}")
        self.later(0, self._exit)

    def _exit(self) -> None:
        self.world.note(f"{self.id} ends as its disk has failed")
        self.stop()
        self.world.start_soon(self.id)

    def stop(self) -> None:
        """End the process: what it has not written is gone."""
        if self.up:
            self.up = self.paused = False
            self._held_back = []
            self._log.die()
            self._worker.die()
            self.disk.kill()

    def lose_power(self) -> None:
        """End the process or the stopped node's machine: what no fsync has secured may be gone."""
        self.stop()
        contents = self.disk._names.values()
        self.world.counts["power losses with unsynced writes"] += any(c.unsynced for c in contents)
        self.disk.lose_power()
        if self.segment is not None:
            # It was in the memory of that machine, as its readers were.
            self.segment.sweep()
            self.segment = None
        self._boot()

    def resume(self) -> None:
        """Let a paused process run on, with all that has come meanwhile."""
        self.paused = False
        held_back, self._held_back = self._held_back, []
        for place, callback in enumerate(held_back):
            if self.paused or not self.up:
                self._held_back = held_back[place:] if self.up else []
                return
            callback()

    def later(self, delay: int, callback: Callable[[], None]) -> None:
        """Call back in some microseconds, if this life lasts, and once it is not paused."""
        self.world.events.after(delay, self._run, (self.life, callback))

    def _run(self, due: tuple[int, Callable[[], None]]) -> None:
        life, callback = due
        if life != self.life or not self.up:
            return
        if self.paused:
            self._held_back.append(callback)
        else:
            callback()

    def _tick(self) -> None:
        self.later(self._tick_time, self._tick)
        self.replica.tick()
        self.housekeeping.tick(self.clock.now())
        self.upkeep.tick()
        self.replica.sweep()
        self.world.oversight.looked_at(self)

    # ------------------------------------------------------------------ the disk

    def disk_delay(self) -> int:
        """Return how long the disk takes over one thing."""
        world = self.world
        delay = world.scenario.sync + int(world.rng.random() * world.sync_spread)
        return delay * self.sync_factor

    @contextmanager
    def disk_that_may_fail(self) -> Iterator[None]:
        """Let a sync within fail, if it is time for that."""
        world, disk = self.world, self.disk
        if self.fail_next_sync or world.rng.random() < world.sync_failure:
            disk.sync_fails_in = 0
        armed = disk.sync_fails_in is not None
        try:
            yield
        finally:
            if armed and disk.sync_fails_in is None:
                self.fail_next_sync = False
                self._struck = True
                world.counts["fsync failures"] += 1
            disk.sync_fails_in = None

    def die_doing(self, job: Callable[[], object]) -> None:
        """Do a part of something, or all of it, and nobody hears of that."""
        rng = self.world.rng
        self.disk.crash_in = rng.randrange(rng.choice(_DEATH_CALLS))
        try:
            job()
        except (Crash, Exception) as end:  # noqa: BLE001 (it is dead)
            self.world.counts["deaths in the middle of a write"] += isinstance(end, Crash)

    # ------------------------------------------------------------------ the network's port

    def send(self, to: int, messages: Sequence[raft.message]) -> None:
        """See `NetworkPort`."""
        self.world.oversight.speaks(self)
        self.world.wires.send(
            self, to, self._postponed.setdefault(to, Postponed()).before(messages)
        )

    def send_soon(self, to: int, message: raft.message) -> None:
        """See `NetworkPort`."""
        postponed = self._postponed.setdefault(to, Postponed())

        def leave() -> None:
            if postponed:
                self.world.wires.send(self, to, postponed.take())

        waits = bool(postponed)
        if postponed.add(message):
            leave()
        elif not waits:
            self.later(int(self.world.rng.random() * _SOON), leave)

    def heard(self, node: int) -> int | None:
        """See `NetworkPort`."""
        return self._heard.get(node)

    def receive(self, messages: Sequence[raft.message]) -> None:
        """Take what another member sent, in whatever life it finds this one."""

        def step() -> None:
            if self.world.trace is not None:
                for message in messages:
                    self.world.trace(f"{self.id} receives {message}")
            self._heard[messages[0].from_] = self.clock.now()
            self.replica.step(messages)

        self._run((self.life, step))

    # ------------------------------------------------------------------ what clients ask

    def change(
        self,
        command: commands.command,
        patience: int,
        answer: Callable[[Commit | Refusal], None],
        wait: int = kv.KV_WAIT_QUORUM,
    ) -> None:
        """Do what the service does with a change; `patience` is in microseconds."""

        def committed(result: Commit | Refusal) -> None:
            if isinstance(result, Commit):
                self.world.oversight.answered(command.origin, result.durable_nodes)
            answer(result)

        def serve() -> None:
            try:
                if not self.begun:
                    raise stopping()
                check_change(command.change)
                self.replica.propose(command, self._deadline(patience), committed, wait=wait)
            except Refusal as refusal:
                answer(refusal)

        self._serve(serve, answer)

    def read(
        self,
        consistency: int,
        max_age_ms: int,
        patience: int,
        permitted: Callable[[ReadPermit], None],
        refused: Callable[[Refusal], None],
    ) -> None:
        """Do what the service does with a read: `permitted` reads, a turn of the loop later."""

        def done(result: ReadPermit | NodeRefusal) -> None:
            if isinstance(result, NodeRefusal):
                refused(result)
            else:
                self.later(0, lambda: permitted(result))

        def serve() -> None:
            try:
                if not self.begun:
                    raise stopping()
                permit = self.replica.read_now(consistency, max_age_ms)
                if permit is not None:
                    self.world.oversight.permitted_now(self, consistency)
                    permitted(permit)
                else:
                    deadline = self._deadline(patience)
                    self.replica.read(consistency, max_age_ms, deadline, done)
            except Refusal as refusal:
                refused(refusal)

        self._serve(serve, refused)

    def get(self, key: bytes) -> kv.kv_item | None:
        """Do what the service does when it may read."""
        machine: Any = self.replica.machine
        item: kv.kv_item | None = machine.get(b"", key, 0)
        self.replica.has_read(b"", key, item)
        return item

    def watch(
        self,
        position: kv.kv_watch_position,
        limit: int,
        patience: int,
        answer: Callable[[kv.kv_watch_ok | Refusal], None],
    ) -> None:
        """Do what the service does with a watch: wait for a revision, and tell from there on."""

        def tell() -> None:
            machine: Any = self.replica.machine
            try:
                answer(machine.events(b"", (), position, limit, 0))
            except Refusal as refusal:
                answer(refusal)

        def reached(result: int | NodeRefusal) -> None:
            if isinstance(result, NodeRefusal):
                answer(result)
            else:
                self.later(0, tell)

        def serve() -> None:
            try:
                if not self.begun:
                    raise stopping()
                if self.replica.machine.revision >= position.revision:
                    tell()
                    return
                deadline = self._deadline(patience)
                self.replica.wait_for_revision(position.revision, deadline, reached)
            except Refusal as refusal:
                answer(refusal)

        self._serve(serve, answer)

    def _serve(self, serve: Callable[[], None], refused: Callable[[NodeRefusal], None]) -> None:
        if self.up:
            self._run((self.life, serve))
        else:
            # Nobody listens there: the caller's host says so.
            refused(stopping())

    def _deadline(self, patience: int) -> int:
        return self.clock.now() + patience * 1000
