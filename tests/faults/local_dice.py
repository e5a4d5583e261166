"""What befalls nodes and local readers, by dice."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.faults.changers import Heir
from tests.faults.local_readers import LocalReaders
from tests.faults.test_local_readers import PREFIX, reading
from tests.faults.test_paused_leader import successor
from tests.kvstore.cluster import Cluster, within
from tests.kvstore.product import kvctl

PATIENCE = 20.0


@dataclass
class Phase:
    """One misfortune, and the time until all was well again, on the clock of the histories."""

    name: str
    begun: float
    ended: float = 0.0
    led_at: float = 0.0
    """When another node led, 0 if none came to."""
    sleeper: int = 0
    """The node that led before, if it slept meanwhile,"""
    woke_at: float = 0.0
    """and until when it did."""


class LocalDice:
    """`throw` lets one thing happen and mends it; `phases` tells what did.

    Reader n - 1 is at node n, and one more where they all are. `heir` changes what they read while
    somebody sleeps: other clients may wait for the sleeper.
    """

    def __init__(
        self, dice: random.Random, cluster: Cluster, readers: LocalReaders, heir: Heir
    ) -> None:
        self._random = dice
        self._cluster = cluster
        self._readers = readers
        self._heir = heir
        self.phases: list[Phase] = []

    def throw(self, act: Callable[[LocalDice, Phase], None]) -> None:
        phase = Phase(act.__name__, time.monotonic())
        self.phases.append(phase)
        act(self, phase)
        time.sleep(self._random.uniform(0.3, 0.8))
        phase.ended = time.monotonic()

    def _other(self, leader: int) -> int:
        return self._random.choice([node for node in self._cluster.nodes if node != leader])

    def _is_succeeded(self, leader: int, phase: Phase) -> None:
        successor(self._cluster, leader)
        phase.led_at = time.monotonic()
        others = [kvd.server for node, kvd in self._cluster.nodes.items() if node != leader]
        self._heir.put_all(",".join(others))

    def _sleeps_showing_keys(self, leader: int) -> bool:
        """Stop a leader, unless all that readers want is hidden just then: it would be so since."""
        process = self._cluster.nodes[leader].process
        with reading(self._cluster, leader) as reader:
            process.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, process.pid, os.WSTOPPED)
            if any(reader.lease(PREFIX + key.encode()) for key in self._readers.keys):
                return True
            process.send_signal(signal.SIGCONT)
        return False

    def the_leader_sleeps(self, phase: Phase) -> None:
        """For longer than its lease: it wakes up when another has led and written."""
        leader = self._cluster.leader()
        process = self._cluster.nodes[leader].process
        assert within(PATIENCE, lambda: self._sleeps_showing_keys(leader))
        try:
            self._is_succeeded(leader, phase)
            time.sleep(self._random.uniform(0.1, 0.5))
            phase.sleeper, phase.woke_at = leader, time.monotonic()
        finally:
            process.send_signal(signal.SIGCONT)

    def the_leader_naps(self, _: Phase) -> None:
        """For about as long as its lease: another may lead then, or not."""
        process = self._cluster.nodes[self._cluster.leader()].process
        process.send_signal(signal.SIGSTOP)
        time.sleep(self._random.uniform(0.5, 1.5))
        process.send_signal(signal.SIGCONT)

    def a_follower_sleeps(self, _: Phase) -> None:
        process = self._cluster.nodes[self._other(self._cluster.leader())].process
        process.send_signal(signal.SIGSTOP)
        time.sleep(self._random.uniform(0.3, 1.5))
        process.send_signal(signal.SIGCONT)

    def the_leader_is_killed(self, phase: Phase) -> None:
        leader = self._cluster.leader()
        self._cluster.nodes[leader].kill()
        self._is_succeeded(leader, phase)
        self._cluster.nodes[leader].start()

    def the_leader_is_killed_and_started(self, _: Phase) -> None:
        """At once: its old memory is void before the new life takes part in anything."""
        leader = self._cluster.leader()
        self._cluster.nodes[leader].kill()
        self._cluster.nodes[leader].start()

    def a_follower_is_killed(self, _: Phase) -> None:
        node = self._other(self._cluster.leader())
        self._cluster.nodes[node].kill()
        self._cluster.nodes[node].start()

    def the_lead_is_moved(self, phase: Phase) -> None:
        leader = self._cluster.leader()
        to = self._other(leader)
        # Whom it cannot bring up to date in time it does not hand over to, and says so.
        move = partial(kvctl, "move-leader", f"{to}", server=self._cluster.servers)
        assert within(PATIENCE, lambda: move().returncode == 0)
        assert within(PATIENCE, lambda: self._cluster.status(to).leader.id == to)
        phase.led_at = time.monotonic()

    def a_reader_is_killed(self, _: Phase) -> None:
        """One that reads at the leader, and one that reads wherever."""
        for place in (self._cluster.leader() - 1, len(self._cluster.nodes)):
            self._readers.replace(place)

    def a_reader_sleeps(self, phase: Phase) -> None:
        """In the middle of what it does, until another leads and has written."""
        process = self._readers.current[self._cluster.leader() - 1].process
        process.send_signal(signal.SIGSTOP)
        try:
            self.the_lead_is_moved(phase)
            self._heir.put_all(self._cluster.servers)
        finally:
            process.send_signal(signal.SIGCONT)


ALL = (
    LocalDice.the_leader_sleeps,
    LocalDice.the_leader_is_killed,
    LocalDice.the_lead_is_moved,
    LocalDice.a_reader_is_killed,
    LocalDice.a_reader_sleeps,
    LocalDice.the_leader_naps,
    LocalDice.a_follower_sleeps,
    LocalDice.a_follower_is_killed,
    LocalDice.the_leader_is_killed_and_started,
)
