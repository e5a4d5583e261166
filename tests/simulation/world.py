"""One run: a cluster, its clients and its misfortunes, from one seed, and whether it recovers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

from kvstore._generated import raft
from kvstore.raft.state import Role
from tests.simulation import policy
from tests.simulation.checker import Checker, Violation
from tests.simulation.clients import Clients
from tests.simulation.disk import Disk
from tests.simulation.events import MILLISECOND, SECOND, Events
from tests.simulation.faults import Faults
from tests.simulation.network import Network
from tests.simulation.node import Node
from tests.simulation.scenario import Scenario, draw

# All faults healed, a cluster commits, serves a read and brings everybody up to date in this time.
RECOVERY = 20 * SECOND
_FIRST_CONTENT = 1


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
        self.network = Network(self.events, self.rng, scenario)
        self.sync = scenario.sync
        self.sync_spread = scenario.sync_spread
        self.sync_failure = scenario.sync_failure
        # The log begins behind a snapshot, so that who joins later starts with the members.
        voters = tuple(range(1, scenario.nodes + 1))
        self.first = raft.snapshot_metadata(
            1, 1, raft.conf_state(voters, (), (), (), auto_leave=False)
        )
        self.checker = Checker(
            self.first,
            _FIRST_CONTENT,
            self.counts,
            self.events,
            lease=scenario.lease,
            direct=scenario.direct,
        )
        self.nodes: dict[int, Node] = self.network.nodes
        for node in range(1, scenario.nodes + 4):
            point = self.first if node in voters else None
            self.nodes[node] = Node(self, node, Disk(point, _FIRST_CONTENT))
        for node in voters:
            self.start(node)
        self.clients = Clients(self)
        self.faults = Faults(self)

    def run(self) -> Counter[str]:
        """Play the run; return the counts. Raises `Violation`, or what a core raised."""
        step, events = self.events.step, self.events
        wanted = self.scenario.events
        while events.done < wanted:
            step()
        self.note("everything is healed")
        self.faults.heal()
        self._recover()
        self.counts["events"] = events.done
        self.counts["simulated milliseconds"] = events.now // MILLISECOND
        self.counts["entries"] = len(self.checker.chosen)
        return self.counts

    def start(self, node: int) -> None:
        """Start a node that is not running."""
        if not self.nodes[node].up:
            self.note(f"{node} starts")
            self.nodes[node].tick_time = self.draw_tick()
            self.nodes[node].start()

    def draw_tick(self) -> int:
        """Return how long a tick is on a node whose clock is drawn anew."""
        skew = self.scenario.skew
        return int(self.scenario.tick * (1 - skew + 2 * skew * self.rng.random()))

    def note(self, text: str) -> None:
        """Write a line of the trace, if there is one."""
        if self.trace is not None:
            self.trace(text)

    def leader(self) -> Node | None:
        """Return the leader of the latest term that has one."""
        leaders = [n for n in self.nodes.values() if n.up and n.role is Role.LEADER]
        return max(leaders, key=lambda node: node.term, default=None)

    def _recover(self) -> None:
        deadline = self.events.now + RECOVERY
        goal = self.clients.recovery()
        while not goal():
            if self.events.now > deadline:
                if not self.scenario.tell_committed and policy.stranded(self.nodes.values()):
                    self.counts["groups stranded by a removal"] += 1
                    return
                raise Violation("no progress after everything was healed")
            self.events.step()

    def _print(self, trace: Callable[[str], None]) -> Callable[[str], None]:
        return lambda text: trace(f"{self.events.now:>10} {text}")


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
            f" see `python -m tests.simulation {seed}`"
        )
        raise
