"""How much of what goes wrong in a run: drawn from the seed, or directed by a test."""

from __future__ import annotations

import random
from typing import NamedTuple

from kvstore.node.options import ReplicaOptions
from kvstore.node.snapshot_policy import SnapshotPolicy
from tests.simulation.events import MILLISECOND

# Clocks run up to so much too fast or too slow: what the margin of the reader lease allows for.
DRIFT = 0.045
# What nothing but the reader lease must mind.
WILD = 0.4


class Scenario(NamedTuple):
    """Delays are microseconds, shares are between 0 and 1, weights are relative, sizes bytes."""

    nodes: int = 3
    spares: int = 3
    duration: int = 4_500 * MILLISECOND
    # of the nodes
    tick: int = 10 * MILLISECOND
    election_ticks: int = 10
    heartbeat_ticks: int = 2
    skew: float = DRIFT
    # nanoseconds that pass each time a node looks at its clock
    work: int = 200
    apply_slice: int = 5_000_000
    max_batch: int = 1024
    max_message_bytes: int = 1 << 20
    max_inflight: int = 64
    max_apply_bytes: int = 1 << 20
    check_invariants: bool = False
    segment_size: int = 32 << 10
    min_log_size: int = 24 << 10
    max_log_entries: int = 150
    kept_size: int = 4 << 10
    chunk_size: int = 4 << 10
    # of the network
    loss: float = 0.02
    duplication: float = 0.02
    delay: int = MILLISECOND // 2
    spread: int = 2 * MILLISECOND
    straggling: float = 0.01
    # of the disks
    sync: int = MILLISECOND
    sync_spread: int = 2 * MILLISECOND
    sync_failure: float = 0.0005
    # of the clients
    clients: int = 5
    readers: int = 2
    # who read the shared memory of nodes; how often one is stopped in the middle, and how long
    locals: int = 3
    stops: float = 0.05
    stop_time: int = 100 * MILLISECOND
    lessees: int = 2
    think: int = 8 * MILLISECOND
    keys: int = 6
    value_size: int = 400
    ballast: int = 40
    request_loss: float = 0.02
    sessionless: float = 0.15
    death: float = 0.004
    sleep: float = 0.004
    compact: int = 150 * MILLISECOND
    # of the faults: the mean time between two, how long they last, and which
    faults: int = 90 * MILLISECOND
    fault_time: int = 150 * MILLISECOND
    downtime: int = 60 * MILLISECOND
    partition: float = 2
    one_way: float = 2
    isolate_leader: float = 2
    crash: float = 3
    power_loss: float = 3
    blackout: float = 0.4
    pause: float = 2
    transfer: float = 3
    change: float = 5
    clock: float = 1
    weather: float = 1
    failing_sync: float = 0.5
    slow_disk: float = 1
    full_disk: float = 1
    defection: float = 0.8
    handover: float = 1

    def options(self, node: int, max_entry_bytes: int) -> ReplicaOptions:
        """Return what a replica of this world is made with."""
        return ReplicaOptions(
            node=node,
            tick_ns=self.tick * 1000,
            heartbeat_ticks=self.heartbeat_ticks,
            election_ticks=self.election_ticks,
            max_batch=self.max_batch,
            max_entry_bytes=max_entry_bytes,
            max_message_bytes=self.max_message_bytes,
            max_inflight=self.max_inflight,
            max_apply_bytes=self.max_apply_bytes,
            apply_slice_ns=self.apply_slice,
            check_invariants=self.check_invariants,
        )

    def policy(self) -> SnapshotPolicy:
        """Return when snapshots are due."""
        return SnapshotPolicy(
            min_log_size=self.min_log_size,
            max_log_entries=self.max_log_entries,
            kept_size=self.kept_size,
            chunk_size=self.chunk_size,
        )


def draw(rng: random.Random) -> Scenario:
    """Return a scenario: some seeds are rough, some slow, some nearly quiet."""
    return Scenario(
        nodes=rng.choice((1, 2, 3, 3, 3, 3, 5)),
        skew=rng.choice((0.0, DRIFT, DRIFT, WILD)),
        heartbeat_ticks=rng.choice((1, 2, 3)),
        work=rng.choice((0, 200, 1000)),
        apply_slice=rng.choice((1000, 5_000_000)),
        max_batch=rng.choice((1, 4, 1024)),
        max_message_bytes=rng.choice((0, 2000, 1 << 20)),
        max_inflight=rng.choice((1, 4, 64)),
        max_apply_bytes=rng.choice((0, 2000, 1 << 20)),
        check_invariants=rng.random() < 0.3,
        max_log_entries=rng.choice((40, 150, 400)),
        kept_size=rng.choice((0, 4 << 10, 12 << 10)),
        chunk_size=rng.choice((700, 4 << 10, 64 << 10)),
        loss=rng.choice((0.0, 0.02, 0.08)),
        duplication=rng.choice((0.0, 0.02, 0.1)),
        spread=rng.choice((1, 2, 8)) * MILLISECOND,
        straggling=rng.choice((0.0, 0.01, 0.03)),
        sync_spread=rng.choice((1, 2, 8)) * MILLISECOND,
        sync_failure=rng.choice((0.0, 0.0005, 0.002)),
        think=rng.choice((4, 8, 20)) * MILLISECOND,
        keys=rng.choice((3, 6, 10)),
        value_size=rng.choice((8, 400, 1500)),
        request_loss=rng.choice((0.0, 0.02, 0.06)),
        sleep=rng.choice((0.002, 0.004, 0.01)),
        faults=rng.choice((80, 200, 500)) * MILLISECOND,
        fault_time=rng.choice((80, 150, 400)) * MILLISECOND,
    )
