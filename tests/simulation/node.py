"""A driver of the core, as the core's contract wants it, on simulated time, network and disk.

Past 400 lines, since it is that contract, from `Ready` to what is told back, as one reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from zlib import crc32

import msgspec

from kvstore._generated import raft
from kvstore.raft.core import Raft
from kvstore.raft.errors import ProposalDropped, UnknownPeer
from kvstore.raft.ready import Append, Applied, Apply, Ready
from kvstore.raft.state import Role
from tests.simulation import policy, sightings
from tests.simulation.disk import Disk
from tests.simulation.events import MILLISECOND

if TYPE_CHECKING:
    from kvstore.raft.trace import Event
    from tests.simulation.world import World

# A driver may let these wait for the next call; the others it deals with at once.
_PATIENT = frozenset({raft.MESSAGE_APPEND, raft.MESSAGE_HEARTBEAT, raft.MESSAGE_APPEND_RESPONSE})
_CAMPAIGNING = frozenset({Role.PRE_CANDIDATE, Role.CANDIDATE})
# How long a leader that was removed goes on to tell the others what is committed.
_FAREWELL = 50 * MILLISECOND


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
        # How many times slower than others its disk is.
        self.sync_factor = 1
        self._held_back: list[tuple[Callable[[Any], None], Any]] = []
        self.members = disk.image.point.members
        self.in_force = [self.members]

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
        self.in_force = [self.members]
        self.terms = {
            index: image.term(index) or 0
            for index in range(image.first_index() - 1, image.last_index() + 1)
        }
        self._waiting: list[Ready] = []
        self._writing: list[Ready] = []
        # Synchronous writes only: a Ready is being dealt with, and there is no other before that.
        self._busy = False
        self._saving = False
        self._applies_until = 0
        world.checker.restarted(self)
        self.core = Raft(
            world.scenario.options(self.id, point.index),
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
        if message.type == raft.MESSAGE_APPEND:
            sightings.stale_tail(self, message)
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
        if not self._busy and self.core.has_ready:
            ready = self.core.ready()
            self._show(ready)
            self._take(ready)
            self.in_force = [self.members]

    def _show(self, ready: Ready) -> None:
        """Let the checker look, with what it goes by up to date."""
        if ready.hard_state is not None:
            self.term = ready.hard_state.term
        if ready.soft_state is not None:
            self.role = ready.soft_state.role
        if ready.snapshot is not None:
            self._adopt(ready.snapshot.members)
        self.world.checker.ready(self, ready)
        if ready.snapshot is not None:
            self.handed_out = self._overtaken = ready.snapshot.index

    def _take(self, ready: Ready) -> None:
        world = self.world
        checker = world.checker
        if not world.scenario.asynchronous:
            # All of it is one write, which everything else waits for.
            self._busy = True
            append = Append(ready.entries, ready.hard_state, ready.snapshot, (), None)
            self._waiting.append(msgspec.structs.replace(ready, append=append))
            self._write()
            return
        if world.scenario.max_inflight_bytes and self.role is Role.LEADER:
            sightings.full_of_bytes(self)
        for message in ready.messages:
            if message.type != raft.MESSAGE_VOTE:
                self._send(message)
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
            world.events.after(delay * self.sync_factor, self._synced, (self.life, True))
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
        # Else the log holds what nobody was told of yet.
        told = not self._busy and not self.core.has_ready
        for ready in written:
            self._secured(ready, synced=synced)
            if told:
                world.checker.reads_back(self, ready.entries)
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
        if not world.scenario.asynchronous:
            self._finish(ready)
            return
        for message in ready.messages:
            if message.type == raft.MESSAGE_VOTE:
                self._send(message)
        for message in append.responses:
            if message.to == self.id:
                world.checker.says(self, message)
                self._step(message)
            else:
                self._send(message)
        if append.stored is not None:
            sightings.replaced_back(self, append.stored, [*self._writing, *self._waiting])
            self.core.stored(append.stored)

    def _finish(self, ready: Ready) -> None:
        """Deal with the rest of a Ready whose writes, being synchronous, are done."""
        self.world.counts["synchronous writes"] += 1
        for message in ready.messages:
            self._send(message)
        if ready.committed_entries:
            apply = Apply(ready.committed_entries, Applied(0, 0, 0))
            self.world.checker.handed_out(self, apply)
            self._change_state(apply)
        self.core.advance()
        self._busy = False
        self.pump()
        self._save_snapshot()

    def _send(self, message: raft.message) -> None:
        world = self.world
        world.checker.says(self, message)
        if message.type == raft.MESSAGE_APPEND and world.rng.random() < world.scenario.caution:
            by = 1 + int(3 * world.rng.random())
            earlier = world.checker.further_back(message, by, int((by + 1) * world.rng.random()))
            if earlier is not None:
                world.network.send(self, earlier)
        world.network.send(self, message)

    def _applied(self, done: tuple[int, Apply]) -> None:
        life, apply = done
        if life != self.life or not self.up:
            return
        if self.paused:
            self._held_back.append((self._applied, done))
            return
        self._change_state(apply)
        self.core.applied(apply.applied)
        self.pump()
        self._save_snapshot()

    def _change_state(self, apply: Apply) -> None:
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

    def _reconfigure(self, entry: raft.entry) -> None:
        change = policy.judged(self.members, entry, self.world.scenario.fewest_voters)
        # What the core did under the old members is looked at under the old members.
        self.pump()
        before = self.members
        campaigned = self.core.role in _CAMPAIGNING
        self._adopt(self.core.apply_conf_change(entry.index, change))
        counts = self.world.counts
        counts["groups of one voter"] += policy.voters(self.members) == {*self.members.voters[:1]}
        counts["candidates that were removed"] += campaigned and (
            self.id not in policy.voters(self.members)
        )
        self.content = crc32(self.members.to_xdr(), self.content)
        self.world.checker.reconfigured(self, entry.index, self.members)
        if self.members != before:
            self.world.note(f"{self.id} at {entry.index}: {self.members}")
        self.pump()
        if self.role is Role.LEADER and self.id not in policy.voters(self.members):
            # Only where it does not step down: it tells the others, and is then of no use.
            self.world.events.after(_FAREWELL, self._retire, self.life)

    def _retire(self, life: int) -> None:
        """End a process that leads without being a voter, and start it again."""
        world = self.world
        leads = life == self.life and self.up and self.role is Role.LEADER
        if leads and self.id not in policy.voters(self.members):
            world.counts["removed leaders that led on"] += 1
            world.note(f"{self.id} retires")
            self.stop()
            world.events.after(world.scenario.downtime, world.start, self.id)

    def _adopt(self, members: raft.conf_state) -> None:
        self.members = members
        self.in_force.append(members)

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
