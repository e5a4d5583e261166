"""One run: a cluster, its clients and its misfortunes, from one seed, and what comes of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from kvstore._generated import kv, raft
from kvstore.node.founding import Beginning
from tests.linearizability.checker import check
from tests.linearizability.history import NEVER, Call, Read
from tests.simulation.events import MILLISECOND, SECOND, Events
from tests.simulation.store.chores import Chores, Lessee
from tests.simulation.store.clients import Client
from tests.simulation.store.faults import Faults
from tests.simulation.store.historians import Historian
from tests.simulation.store.local_clients import LocalClient
from tests.simulation.store.member import Member
from tests.simulation.store.operators import Operators
from tests.simulation.store.oversight import Oversight, Violation
from tests.simulation.store.scenario import Scenario, draw
from tests.simulation.store.watchers import Watcher
from tests.simulation.store.wires import Wires

# All faults healed, everybody is answered and all nodes are as one within this time.
RECOVERY = 30 * SECOND
_NUMBER_BYTES = 8
# How often local readers look for a key under a lease.
_LEASED = 0.15


class World:
    """Everything there is in a run. `trace` is called with a line for each thing that happens."""

    def __init__(
        self,
        seed: int,
        scenario: Scenario | None = None,
        trace: Callable[[str], None] | None = None,
    ) -> None:
        self.rng = random.Random(seed)  # noqa: S311 (the very point is that it can be played again)
        self.scenario = scenario = draw(self.rng) if scenario is None else scenario
        self.trace = self._print(trace) if trace is not None else None
        self.counts: Counter[str] = Counter()
        self.events = Events()
        self.history: list[Call] = []
        # What clients were told that they have changed, by revision.
        self.changes: dict[int, list[bytes]] = {}
        self.sync_spread = scenario.sync_spread
        self.sync_failure = scenario.sync_failure
        self.request_loss = scenario.request_loss
        self.death = scenario.death
        self.early_death = 0.05
        self.winding_up = False
        self.is_local_stopped = False
        self._broken = ""
        self._values = 0
        self._seen: dict[bytes, bytes | None] = {}
        self.nodes: dict[int, Member] = {}
        self.network = self.wires = Wires(self.events, self.rng, scenario, self.nodes)
        self.oversight = Oversight(self)
        founders = range(1, scenario.nodes + 1)
        self._founders = tuple(self.info(node) for node in founders)
        for node in range(1, scenario.nodes + scenario.spares + 1):
            self.nodes[node] = Member(self, node)
        for node in founders:
            self.start(node)
        self.operators = Operators(self)
        self.clients = [Client(self) for _ in range(scenario.clients)]
        self.clients += [Client(self, only_reads=True) for _ in range(scenario.readers)]
        self.locals = [LocalClient(self) for _ in range(scenario.locals)]
        self._watchers = [Watcher(self) for _ in range(2)]
        Historian(self)
        Chores(self)
        self._lessees = [Lessee(self) for _ in range(scenario.lessees)]
        self.faults = Faults(self)

    # ------------------------------------------------------------------ the run

    def run(self) -> Counter[str]:
        """Play the run; return the counts. Raises `Violation`, or what checks histories raised."""
        self._until(lambda: self.events.now >= self.scenario.duration)
        self.note("everything is healed")
        self.winding_up = True
        self.sync_failure = self.request_loss = self.death = self.early_death = 0.0
        self.faults.heal()
        self._until_within_recovery(lambda: all(client.idle for client in self.clients))
        self._until_within_recovery(self._are_as_one)
        self._compare()
        for watcher in self._watchers:
            watcher.check(self.changes)
        for key in self.keys():
            self._read_at_last(key)
        if self._broken:
            raise Violation(self._broken)
        for lessee in self._lessees:
            lessee.note_end(NEVER)
        check(self.history)
        definite = sum(call.definite for call in self.history)
        self.counts["calls in histories"] = len(self.history)
        self.counts["calls without an outcome"] = len(self.history) - definite
        self.counts["elections"] = self.oversight.elections
        self.counts["events"] = self.events.done
        self.counts["simulated milliseconds"] = self.events.now // MILLISECOND
        self.counts["entries"] = len(self.oversight.chosen)
        return self.counts

    def broken(self, what: str) -> None:
        """End the run with its next event: a promise was broken."""
        self._broken = self._broken or what

    def _until(self, condition: Callable[[], bool]) -> None:
        step = self.events.step
        while not condition():
            step()
            if self._broken:
                raise Violation(self._broken)

    def _until_within_recovery(self, condition: Callable[[], bool]) -> None:
        deadline = self.events.now + RECOVERY

        def reached() -> bool:
            if self.events.now > deadline:
                raise Violation("no progress after everything was healed")
            return condition()

        self._until(reached)

    def _are_as_one(self) -> bool:
        leader = self.leader()
        if leader is None or leader.replica.machine.applied_term != leader.replica.term:
            return False
        if not leader.replica.idle:
            return False
        machine = leader.replica.machine
        if machine.conf_state.voters_outgoing:
            return False
        return all(
            node.up
            and node.replica.machine.applied_index == machine.applied_index
            and node.replica.leader == leader.id
            for node in self._members()
        )

    def _compare(self) -> None:
        """Compare all that the members hold, byte by byte."""
        contents = {_content(node.replica.machine) for node in self._members()}
        if len(contents) > 1:
            raise Violation("what the members hold differs, at one entry of the log")

    def _members(self) -> list[Member]:
        leader = self.leader()
        assert leader is not None
        state = leader.replica.machine.conf_state
        return [self.nodes[node] for node in (*state.voters, *state.learners)]

    def _read_at_last(self, key: bytes) -> None:
        found: list[Any] = []
        begun = self.events.now
        nodes = self._members()

        def ask(_: object) -> None:
            node = nodes[int(self.rng.random() * len(nodes))]

            def permitted(_: object) -> None:
                found.append(node.replica.machine)

            node.read(
                kv.KV_LINEARIZABLE,
                0,
                SECOND,
                permitted,
                lambda _: self.events.after(50 * MILLISECOND, ask, None),
            )

        self.events.after(0, ask, None)
        self._until_within_recovery(lambda: bool(found))
        item = found[0].get(b"", key, 0)
        value = None if item is None else item.value[:_NUMBER_BYTES]
        self.history.append(Call(key, Read(value), begun, self.events.now))

    # ------------------------------------------------------------------ the nodes

    def info(self, node: int) -> raft.member_info:
        """Return what a node says of itself."""
        return raft.member_info(node, f"node{node}:9000", b"%015d" % node + b"!")

    def beginning(self, node: int) -> Beginning:
        """Return what a node begins with whose folder holds nothing."""
        return Beginning(1, self._founders if node <= self.scenario.nodes else ())

    def start(self, node: int) -> None:
        """Start a node that is not running."""
        member = self.nodes[node]
        if not member.up and not member.retired:
            self.note(f"{node} starts")
            member.tick_time = self.draw_tick()
            member.start()

    def start_soon(self, node: int) -> None:
        """Start a node again after a while."""
        delay = 1 + int(2 * self.scenario.downtime * self.rng.random())
        self.events.after(delay, self.start, node)

    def draw_tick(self) -> int:
        """Return how long a tick is on a node whose clock is drawn anew."""
        skew = self.scenario.skew
        return int(self.scenario.tick * (1 - skew + 2 * skew * self.rng.random()))

    def leader(self) -> Member | None:
        """Return the leader of the latest term that has one."""
        leaders = [n for n in self.nodes.values() if n.up and n.replica.is_leader]
        return max(leaders, key=lambda node: node.replica.term, default=None)

    def at_address(self, address: str) -> Member | None:
        """Return the node at an address, None if there is none."""
        for node in self.nodes.values():
            if address == f"node{node.id}:9000":
                return node
        return None

    # ------------------------------------------------------------------ what is asked for

    def keys(self) -> list[bytes]:
        """Return all keys that clients change."""
        return [b"key %d" % number for number in range(self.scenario.keys)]

    def key(self) -> bytes:
        """Return any key."""
        return b"key %d" % self.rng.randrange(self.scenario.keys)

    def local_key(self) -> bytes:
        """Return any key that local readers look for: some may be about to end with their lease."""
        rng, lessees = self.rng, self._lessees
        if lessees and rng.random() < _LEASED:
            return lessees[rng.randrange(len(lessees))].key or self.key()
        return self.key()

    def value(self) -> bytes:
        """Return a value that was never there."""
        self._values += 1
        number = self._values.to_bytes(_NUMBER_BYTES, "big")
        return number + bytes(self.rng.randrange(self.scenario.value_size))

    def seen(self, key: bytes, value: bytes | None) -> None:
        """Note what a key has held, or may."""
        self._seen[key] = value

    def guess(self, key: bytes) -> bytes | None:
        """Return what a key may hold."""
        return self._seen.get(key)

    def note(self, text: str) -> None:
        """Write a line of the trace, if there is one."""
        if self.trace is not None:
            self.trace(text)

    def _print(self, trace: Callable[[str], None]) -> Callable[[str], None]:
        return lambda text: trace(f"{self.events.now:>10} {text}")


def _content(machine: Any) -> bytes:
    pin = machine.pin()
    content = b"".join(pin.pieces())
    pin.release()
    return content


def play(
    seed: int, scenario: Scenario | None = None, trace: Callable[[str], None] | None = None
) -> Counter[str]:
    """Play a seed; a failure says which one it was, and how to see it again."""
    world = World(seed, scenario, trace)
    try:
        return world.run()
    except Exception as failure:
        failure.add_note(
            f"seed {seed}, event {world.events.done}, at {world.events.now} us:"
            f" see `python -m tests.simulation.store {seed}`"
        )
        raise
