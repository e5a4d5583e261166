"""What else is asked of the cluster: large keys, compaction, and keys that end by time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.outcomes import LeaseGranted, LeaseKept, PutDone, Refusal, TxnDone
from kvstore.node.results import Commit, ReadPermit
from tests.linearizability.history import NEVER, Call, Write
from tests.simulation.events import MILLISECOND
from tests.simulation.store import commands as make

if TYPE_CHECKING:
    from tests.simulation.store.world import World

_PATIENCE = 300 * MILLISECOND
_LOAD = 15 * MILLISECOND
_BALLAST = 2000
# How many keys one change is about.
_AT_ONCE = (1, 2, 8)
_HERE = b"here"


class Chores:
    """Asked of the leader, once; where it is done, watchers have to hear of it."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.events.after(0, self._load, None)
        world.events.after(world.scenario.compact, self._compact, None)

    def _load(self, _: object) -> None:
        world, rng = self._world, self._world.rng
        if not world.winding_up:
            world.events.after(int(2 * _LOAD * rng.random()), self._load, None)
            count = rng.choice(_AT_ONCE)
            first = rng.randrange(world.scenario.ballast)
            keys = [b"ballast %d" % number for number in range(first, first + count)]
            size = rng.randrange(_BALLAST // 8) // count
            self._ask(make.put_all(keys, rng.randbytes(8) * size), keys)

    def _compact(self, _: object) -> None:
        world, rng = self._world, self._world.rng
        if not world.winding_up:
            world.events.after(int(2 * world.scenario.compact * rng.random()), self._compact, None)
            revision = world.oversight.newest_told - rng.randrange(20)
            if revision > 0:
                self._ask(make.compact(revision), [])

    def _ask(self, change: commands.command_change, keys: list[bytes]) -> None:
        world = self._world
        leader = world.leader()

        def answered(result: Commit | Refusal) -> None:
            if isinstance(result, Commit) and isinstance(result.outcome, TxnDone):
                world.changes[result.outcome.revision] = keys

        if leader is not None:
            leader.change(make.under(0, 0, 0, change), _PATIENCE, answered)


class Lessee:
    """Has a key under a lease, renews that for a while, and then waits until the key is gone.

    It must not be gone before its time; when after that, nobody is told. Meanwhile others of the
    leader's callers have asked for it, so that local readers find it.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._number = 0
        self.key = b""
        self._may_end_at: int | None = None
        """Since when the key may be gone, if that is not known; no lease is as short as a put."""
        world.events.after(0, self._begin, None)

    def _begin(self, _: object) -> None:
        if self._world.winding_up:
            return
        self._number += 1
        self._lease = 1 + self._world.rng.getrandbits(60)
        self.key = b"lease %d" % self._lease
        self._renewals = self._world.rng.randrange(4)
        self._ttl_ms = 1000
        self._change(make.grant_lease(self._lease, self._ttl_ms), self._granted)

    def _granted(self, begun: int, outcome: Any) -> None:
        if not isinstance(outcome, LeaseGranted):
            self._again()
            return
        self._surely_since = begun
        self._may_end_at = self._world.events.now
        self._change(make.put(self.key, _HERE, self._lease), self._put)

    def _put(self, begun: int, outcome: Any) -> None:
        is_done = isinstance(outcome, PutDone)
        ended = self._world.events.now if is_done else NEVER
        self._world.history.append(Call(self.key, Write(_HERE), begun, ended))
        if is_done:
            # Behind the put, or either might have been first.
            self._may_end_at = self._world.events.now + 1
            self._wait()
        else:
            self._again()

    def note_end(self, ended: float) -> None:
        """Note when the key was seen to be gone, if it ever was there."""
        if self._may_end_at is not None:
            self._world.history.append(Call(self.key, Write(None), self._may_end_at, ended))
            self._may_end_at = None

    def _wait(self) -> None:
        leader = self._world.leader()
        if leader is not None and leader.begun:
            leader.get(self.key)
        self._world.events.after(300 * MILLISECOND, self._go_on, None)

    def _go_on(self, _: object) -> None:
        if self._world.winding_up:
            return
        if self._renewals:
            self._renewals -= 1
            self._change(make.keep_lease(self._lease), self._kept)
        else:
            self._look()

    def _kept(self, begun: int, outcome: Any) -> None:
        if isinstance(outcome, LeaseKept):
            self._surely_since = begun
            self._world.counts["leases renewed"] += 1
        self._wait()

    def _look(self) -> None:
        world, number = self._world, self._number
        node = world.leader()
        if node is None:
            self._wait()
            return

        def permitted(_: ReadPermit) -> None:
            machine: Any = node.replica.machine
            if number != self._number:
                return
            if machine.get(b"", self.key, 0) is not None:
                self._wait()
                return
            least = int(self._ttl_ms * MILLISECOND / (1 + world.scenario.skew))
            if world.events.now < self._surely_since + least:
                world.broken(f"the lease of {self.key!r} has ended early")
            world.counts["keys that ended with a lease"] += 1
            self.note_end(world.events.now)
            world.events.after(100 * MILLISECOND, self._begin, None)  # local readers go on looking

        node.read(kv.KV_LINEARIZABLE, 0, _PATIENCE, permitted, lambda _: self._wait())

    def _again(self) -> None:
        self.note_end(NEVER)
        self._world.events.after(20 * MILLISECOND, self._begin, None)

    def _change(self, change: commands.command_change, done: Callable[[int, Any], None]) -> None:
        """Ask the leader; without an answer in time, begin all over."""
        world, over = self._world, False
        begun = world.events.now

        def answered(result: Commit | Refusal | None) -> None:
            nonlocal over
            if not over:
                over = True
                done(begun, result.outcome if isinstance(result, Commit) else None)

        leader = world.leader()
        if leader is not None:
            leader.change(make.under(0, 0, 0, change), _PATIENCE, answered)
        world.events.after(2 * _PATIENCE, answered, None)
