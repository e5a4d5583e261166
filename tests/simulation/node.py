"""A driver of the core, as the core's contract wants it, on simulated time, network and disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from zlib import crc32

from kvstore._generated import raft
from kvstore.raft.configuration import conf_change_of
from kvstore.raft.core import Raft
from kvstore.raft.errors import ProposalDropped, UnknownPeer
from kvstore.raft.options import Options
from kvstore.raft.ready import Apply, Ready
from kvstore.raft.state import Role
from tests.simulation.disk import Disk

if TYPE_CHECKING:
    from kvstore.raft.trace import Event
    from tests.simulation.world import World

# A driver may let these wait for the next call; the others it deals with at once.
_PATIENT = frozenset({raft.MESSAGE_APPEND, raft.MESSAGE_HEARTBEAT, raft.MESSAGE_APPEND_RESPONSE})
_FEWEST_VOTERS = 2


class Node:
    """One member. `life` counts its starts: what belongs to an earlier one is void.

    `terms`, `members`, `term`, `commit` and `handed_out` are what the checker goes by.
    """

    def __init__(self, world: World, node: int, disk: Disk) -> None:
        self.world = world
        self.id = node
        self.disk = disk
        self.life = 0
        self.up = False
        self.paused = False
        self.tick_time = world.scenario.tick
        self.fail_next_sync = False
        self._held_back: list[tuple[Callable[[Any], None], Any]] = []
        self.members = disk.image.point.members

    def start(self) -> None:
        """Start the process on what its disk holds."""
        world, disk = self.world, self.disk
        disk.recover()
        image = disk.image
        point, state = image.point, image.hard_state
        self.life += 1
        self.up = True
        self.paused = False
        self.role = Role.FOLLOWER
        self.term = state.term
        self.handed_out = self.index = point.index
        self.content = disk.contents[point.index]
        self._applied_term = point.term
        # What is to be applied up to here gives way to a snapshot.
        self._overtaken = 0
        self.members = point.members
        self.terms = {
            index: image.term(index) or 0
            for index in range(image.first_index() - 1, image.last_index() + 1)
        }
        self._waiting: list[Ready] = []
        self._writing: list[Ready] = []
        self._saving = False
        self._applies_until = 0
        world.checker.restarted(self)
        self.core = Raft(
            options_of(world, self.id, point.index),
            image,
            hard_state=state,
            members=point.members,
            random_below=world.rng.randrange,
            sink=self._trace if world.trace is not None else None,
        )
        world.events.after(self.tick_time, self.tick, self.life)
        self.pump()

    def stop(self) -> None:
        """End the process: what it has not written is gone."""
        self.up = self.paused = False
        self.disk.written = [ready.append for ready in self._writing if ready.append is not None]
        self._waiting, self._writing = [], []
        self._held_back = []
        self.role = Role.FOLLOWER

    def lose_power(self) -> None:
        """End the process or the stopped node's machine: what no fsync has secured may be gone."""
        if self.up:
            self.stop()
        kept, total = self.disk.lose_power(self.world.rng)
        counts = self.world.counts
        counts["lost writes"] += kept < total
        counts["torn tails"] += 0 < kept < total

    def resume(self) -> None:
        """Let a paused process run on, with all that has come meanwhile."""
        self.paused = False
        held_back, self._held_back = self._held_back, []
        for handler, argument in held_back:
            handler(argument)

    # What the world does to it.

    def tick(self, life: int) -> None:
        """Let the node's own clock run on."""
        if life != self.life or not self.up:
            return
        self.world.events.after(self.tick_time, self.tick, life)
        if not self.paused:
            self.core.tick()
            self.pump()

    def deliver(self, message: raft.message) -> None:
        """Take a message, in whatever life it finds the node."""
        if not self.up:
            return
        if self.paused:
            self._held_back.append((self.deliver, message))
            return
        if self.world.trace is not None:
            self.world.trace(f"{self.id} receives {message}")
        self._step(message)
        if message.type not in _PATIENT or self.world.rng.random() < 0.95:
            self.pump()

    def receive(self, message: raft.message, content: int) -> bool:
        """Take a snapshot with its content; return whether it was taken."""
        if not self.up or self.paused:
            return False
        assert message.snapshot is not None
        self.disk.contents[message.snapshot.index] = content
        self.deliver(message)
        return True

    def told_unreachable(self, told: tuple[int, int]) -> None:
        """Pass on that a peer cannot be reached."""
        life, peer = told
        if self.up and life == self.life and not self.paused:
            self.core.report_unreachable(peer)
            self.pump()

    def told_of_snapshot(self, told: tuple[int, int, bool]) -> None:
        """Pass on what became of a snapshot."""
        life, peer, failed = told
        if not self.up or life != self.life:
            return
        if self.paused:
            self._held_back.append((self.told_of_snapshot, told))
            return
        self.core.report_snapshot(peer, failed=failed)
        self.pump()

    def ask(self, request: Callable[[Raft], None]) -> bool:
        """Put a request to the core; return whether it was not dropped."""
        if not self.up or self.paused:
            return False
        try:
            request(self.core)
        except ProposalDropped:
            return False
        finally:
            self.pump()
        return True

    # What the node does.

    def pump(self) -> None:
        """Do what the core wants to be done."""
        if self.core.has_ready:
            ready = self.core.ready()
            self._show(ready)
            self._take(ready)

    def _show(self, ready: Ready) -> None:
        """Let the checker look, with what it goes by up to date."""
        if ready.hard_state is not None:
            self.term = ready.hard_state.term
        if ready.soft_state is not None:
            self.role = ready.soft_state.role
        if ready.snapshot is not None:
            self.members = ready.snapshot.members
        self.world.checker.ready(self, ready)
        if ready.snapshot is not None:
            self.handed_out = self._overtaken = ready.snapshot.index

    def _take(self, ready: Ready) -> None:
        world = self.world
        checker = world.checker
        for message in ready.messages:
            if message.type != raft.MESSAGE_VOTE:
                checker.says(self, message)
                world.network.send(self, message)
        if ready.append is not None:
            self._waiting.append(ready)
            if not self._writing:
                self._write()
        if ready.apply is not None:
            checker.handed_out(self, ready.apply)
            now = world.events.now
            delay = int(world.rng.random() * world.scenario.apply)
            self._applies_until = max(self._applies_until + 1, now + delay)
            world.events.after(self._applies_until - now, self._applied, (self.life, ready.apply))

    def _write(self) -> None:
        """Write what waits, one append or all at once, and begin to fsync it."""
        world = self.world
        count = len(self._waiting) if world.rng.random() < 0.7 else 1
        self._writing, self._waiting = self._waiting[:count], self._waiting[count:]
        if any(ready.must_sync or ready.snapshot is not None for ready in self._writing):
            delay = world.sync + int(world.rng.random() * world.sync_spread)
            world.events.after(delay, self._synced, (self.life, True))
        else:
            world.events.after(100, self._synced, (self.life, False))

    def _synced(self, done: tuple[int, bool]) -> None:
        life, synced = done
        if life != self.life or not self.up:
            return
        if self.paused:
            self._held_back.append((self._synced, done))
            return
        world = self.world
        if synced and (self.fail_next_sync or world.rng.random() < world.sync_failure):
            # What could not be written may never be: nothing is retried, the node dies.
            self.fail_next_sync = False
            world.counts["fsync failures"] += 1
            world.note(f"{self.id} fails to fsync")
            self.lose_power()
            world.events.after(world.scenario.downtime, world.start, self.id)
            return
        written, self._writing = self._writing, []
        for ready in written:
            self._secured(ready, synced=synced)
        if self._waiting and not self._writing:
            self._write()
        self.pump()

    def _secured(self, ready: Ready, *, synced: bool) -> None:
        world, append = self.world, ready.append
        assert append is not None
        self.disk.secure(append, synced=synced)
        if synced:
            world.checker.secured(self, append)
        if append.snapshot is not None and append.snapshot.index > self.index:
            self.index = append.snapshot.index
            self._applied_term = append.snapshot.term
            self.content = self.disk.contents[self.index]
            world.checker.changed(self, self.index, self.content)
            world.counts["snapshots installed"] += 1
        for message in ready.messages:
            if message.type == raft.MESSAGE_VOTE:
                world.network.send(self, message)
        for message in append.responses:
            if message.to == self.id:
                self._step(message)
            else:
                world.checker.says(self, message)
                world.network.send(self, message)
        if append.stored is not None:
            self.core.stored(append.stored)

    def _applied(self, done: tuple[int, Apply]) -> None:
        life, apply = done
        if life != self.life or not self.up:
            return
        if self.paused:
            self._held_back.append((self._applied, done))
            return
        checker = self.world.checker
        for entry in apply.entries:
            if entry.index <= self._overtaken:
                continue
            if entry.type == raft.ENTRY_NORMAL:
                self.content = crc32(entry.data, self.content)
            else:
                self._reconfigure(entry)
            self.index = entry.index
            self._applied_term = entry.term
            checker.changed(self, entry.index, self.content)
        self.core.applied(apply.applied)
        self.pump()
        self._save_snapshot()

    def _reconfigure(self, entry: raft.entry) -> None:
        change = conf_change_of(entry)
        assert change is not None
        # The policy of this driver: it voids what would leave too few voters.
        removed = {c.node for c in change.changes if c.type != raft.CONF_CHANGE_ADD_NODE}
        left = {*self.members.voters, *(c.node for c in change.changes)} - removed
        if change.changes and len(left) < _FEWEST_VOTERS:
            nothing = raft.conf_change_single(raft.CONF_CHANGE_UPDATE_NODE, 0)
            change = raft.conf_change_v2(change.transition, (nothing,), b"")
        # What the core did under the old members is looked at under the old members.
        self.pump()
        before = self.members
        self.members = self.core.apply_conf_change(entry.index, change)
        self.content = crc32(self.members.to_xdr(), self.content)
        self.world.checker.reconfigured(self, entry.index, self.members)
        if self.members != before:
            self.world.note(f"{self.id} at {entry.index}: {self.members}")
        self.pump()

    def _save_snapshot(self) -> None:
        """Begin a snapshot if there is much behind the last one, or a member it does not know.

        Who is not in a snapshot refuses it, and could never catch up.
        """
        point = self.disk.image.point
        new = self.index - point.index
        if self._saving or (
            new < self.world.scenario.compact_every and (not new or point.members == self.members)
        ):
            return
        self._saving = True
        point = raft.snapshot_metadata(self.index, self._applied_term, self.members)
        delay = self.world.sync + int(self.world.rng.random() * 4 * self.world.sync_spread)
        self.world.events.after(delay, self._saved, (self.life, point, self.content))

    def _saved(self, done: tuple[int, raft.snapshot_metadata, int]) -> None:
        life, point, content = done
        if life != self.life or not self.up:
            return
        if self.paused:
            self._held_back.append((self._saved, done))
            return
        self._saving = False
        self.disk.save_snapshot(point, content, self.world.scenario.keep)
        self._save_snapshot()

    def _step(self, message: raft.message) -> None:
        try:
            self.core.step(message)
        except (ProposalDropped, UnknownPeer):
            # The message asked for nothing that could be done: its sender will notice.
            return

    def _trace(self, event: Event) -> None:
        self.world.note(f"{self.id} {event}")


def options_of(world: World, node: int, applied: int) -> Options:
    """Return what a core of this world is made with."""
    scenario = world.scenario
    return Options(
        node=node,
        applied=applied,
        election_ticks=scenario.election_ticks,
        heartbeat_ticks=scenario.heartbeat_ticks,
        max_message_size=scenario.max_message_size,
        max_committed_size=scenario.max_committed_size,
        max_uncommitted_size=scenario.max_uncommitted_size,
        max_inflight=scenario.max_inflight,
        pre_vote=scenario.pre_vote,
        check_quorum=scenario.check_quorum,
        forward_proposals=scenario.forward_proposals,
        step_down_on_removal=True,
        async_storage_writes=True,
        check_invariants=scenario.check_invariants,
    )
