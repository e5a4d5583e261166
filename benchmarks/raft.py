"""Three cores in one process: committed entries a second, and what an entry costs in a long log.

Messages are handed over in memory and a disk is a list: what is timed is the core and the least
that a driver can do. An entry counts when all three nodes have applied it. The logs are compacted
as they grow, so that a log of 1,000 entries stays one.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import deque

from benchmarks.report import Aim, Row, Section
from kvstore._generated import raft
from kvstore.raft.core import Raft
from kvstore.raft.options import Options
from kvstore.raft.ready import Append, Apply
from kvstore.raft.state import Role
from kvstore.raft.storage import MemoryStorage

VOTERS = (1, 2, 3)
BATCH = 64
DATA = bytes(256)
ROUNDS = 9
SECONDS = 0.3
LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
IDLE_TICKS = 100_000


class _Node:
    def __init__(self, node: int, length: int, dice: random.Random) -> None:
        self.storage = MemoryStorage()
        self.storage.append(
            [raft.entry(1, i, raft.ENTRY_NORMAL, 1, DATA) for i in range(1, length + 1)]
        )
        self.core = Raft(
            Options(
                node=node,
                applied=length,
                max_message_size=1 << 20,
                pre_vote=True,
                check_quorum=True,
                async_storage_writes=True,
            ),
            self.storage,
            hard_state=raft.hard_state(1, 0, length),
            members=raft.conf_state(VOTERS, (), (), (), auto_leave=False),
            random_below=dice.randrange,
        )
        self.applied = length
        self._length = length

    def compact(self) -> None:
        """Keep the log about as long as it was, a tenth more at most."""
        if self.applied - self.storage.first_index() > self._length * 11 // 10:
            self.storage.compact(self.applied - self._length)


class Cluster:
    """A leader and two followers, with `length` entries in their logs."""

    def __init__(self, length: int) -> None:
        dice = random.Random(1)
        self.nodes = {node: _Node(node, length, dice) for node in VOTERS}
        self._inboxes: dict[int, deque[raft.message]] = {node: deque() for node in VOTERS}
        self.leader = self.nodes[1]
        self.leader.core.campaign()
        self.settle()
        assert self.leader.core.status().role is Role.LEADER

    def propose(self) -> None:
        """Commit a batch, and apply it everywhere."""
        self.leader.core.propose([DATA] * BATCH)
        self.settle()

    def tick(self) -> None:
        """Let a tick pass on each node, with the heartbeats that come of it."""
        for node in self.nodes.values():
            node.core.tick()
        self.settle()

    def settle(self) -> None:
        """Carry messages and write until nothing is left to do."""
        busy = True
        while busy:
            busy = False
            for number, node in self.nodes.items():
                inbox = self._inboxes[number]
                step = node.core.step
                while inbox:
                    step(inbox.popleft())
                while node.core.has_ready:
                    busy = True
                    self._drive(node)

    def _drive(self, node: _Node) -> None:
        ready = node.core.ready()
        for message in ready.messages:
            self._inboxes[message.to].append(message)
        if ready.append is not None:
            self._write(node, ready.append)
        if ready.apply is not None:
            self._apply(node, ready.apply)

    def _write(self, node: _Node, append: Append) -> None:
        node.storage.append(append.entries)
        core = node.core
        for message in append.responses:
            if message.to == append.responses[0].from_:
                core.step(message)
            else:
                self._inboxes[message.to].append(message)
        if append.stored is not None:
            core.stored(append.stored)

    def _apply(self, node: _Node, apply: Apply) -> None:
        node.applied = apply.entries[-1].index
        node.core.applied(apply.applied)
        node.compact()


def _seconds_per_entry(cluster: Cluster, seconds: float) -> float:
    first = cluster.leader.applied
    started = time.perf_counter()
    while (spent := time.perf_counter() - started) < seconds:
        cluster.propose()
    assert len({node.applied for node in cluster.nodes.values()}) == 1
    return spent / (cluster.leader.applied - first)


def _medians(clusters: dict[str, Cluster], *, quick: bool) -> dict[str, float]:
    """Time the clusters in turn, so that each figure of a round has met the same machine."""
    seconds, rounds = (SECONDS / 10, 1) if quick else (SECONDS, ROUNDS)
    figures: dict[str, list[float]] = {name: [] for name in clusters}
    for _ in range(rounds):
        for name, cluster in clusters.items():
            figures[name].append(_seconds_per_entry(cluster, seconds))
    return {name: statistics.median(each) for name, each in figures.items()}


def run(*, quick: bool) -> Section:
    """Measure; twenty seconds, and half a gigabyte for the longest log."""
    lengths = LENGTHS[:2] if quick else LENGTHS
    clusters = {f"log of {length:,} entries": Cluster(length) for length in lengths}
    idle = f"after {IDLE_TICKS:,} idle ticks"
    clusters[idle] = Cluster(LENGTHS[0])
    for _ in range(IDLE_TICKS // 100 if quick else IDLE_TICKS):
        clusters[idle].tick()
    costs = _medians(clusters, quick=quick)
    shortest = costs[f"log of {lengths[0]:,} entries"]
    longest = costs[f"log of {lengths[-1]:,} entries"]
    rows = [
        Row(
            name,
            {"committed entries/s": f"{1 / cost:,.0f}", "µs an entry": f"{cost * 1e6:.2f}"},
        )
        for name, cost in costs.items()
    ]
    aims = [
        Aim("raft: committed entries/s, 3 cores, 64 x 256 bytes", 1 / shortest, 60_000),
        Aim(
            "raft: cost of an entry, long log ÷ short log",
            longest / shortest,
            1.1,
            smaller_is_better=True,
        ),
        Aim(
            "raft: cost of an entry, after idle time ÷ before",
            costs[idle] / shortest,
            1.1,
            smaller_is_better=True,
        ),
    ]
    return Section("raft", "The consensus core: three nodes in one process", rows, aims)
