"""How much of what goes wrong in a run: drawn from the seed, or directed by a test."""

from __future__ import annotations

import random
from typing import NamedTuple

from tests.simulation.events import MILLISECOND


class Scenario(NamedTuple):
    """Delays are microseconds, shares are between 0 and 1, weights are relative."""

    nodes: int = 3
    events: int = 5000
    check_invariants: bool = True
    # of the cores
    pre_vote: bool = True
    check_quorum: bool = True
    forward_proposals: bool = True
    max_inflight: int = 16
    max_message_size: int = 4096
    max_committed_size: int = 4096
    max_uncommitted_size: int = 1 << 16
    election_ticks: int = 10
    heartbeat_ticks: int = 2
    tick: int = 10 * MILLISECOND
    skew: float = 0.1
    # of the network
    loss: float = 0.02
    duplication: float = 0.02
    delay: int = 1 * MILLISECOND
    spread: int = 4 * MILLISECOND
    straggling: float = 0.01
    # of the disks
    sync: int = 1 * MILLISECOND
    sync_spread: int = 3 * MILLISECOND
    sync_failure: float = 0.001
    apply: int = 2 * MILLISECOND
    compact_every: int = 20
    keep: int = 5
    # of the clients: the mean time between two of their requests
    proposals: int = 8 * MILLISECOND
    reads: int = 15 * MILLISECOND
    # of the faults: the mean time between two, how long they last, and which
    faults: int = 60 * MILLISECOND
    fault_time: int = 150 * MILLISECOND
    downtime: int = 80 * MILLISECOND
    partition: float = 3
    one_way: float = 2
    isolate_leader: float = 2
    crash: float = 2
    power_loss: float = 2
    blackout: float = 0.3
    pause: float = 2
    transfer: float = 3
    change: float = 6
    clock: float = 1
    weather: float = 1
    campaign: float = 1
    forget_leader: float = 0.5
    failing_sync: float = 0.5


def draw(rng: random.Random) -> Scenario:
    """Return a scenario: some seeds are rough, some slow, some nearly quiet."""
    pre_vote = rng.random() < 0.75
    return Scenario(
        nodes=rng.choice((2, 3, 3, 3, 4, 5)),
        pre_vote=pre_vote,
        # One of both, or a node that was removed unseats every leader there is.
        check_quorum=not pre_vote or rng.random() < 0.75,
        forward_proposals=rng.random() < 0.7,
        max_inflight=rng.choice((1, 4, 64)),
        max_message_size=rng.choice((0, 300, 1 << 20)),
        max_committed_size=rng.choice((0, 300, 1 << 20)),
        max_uncommitted_size=rng.choice((200, 1 << 20)),
        heartbeat_ticks=rng.choice((1, 2, 3)),
        skew=rng.choice((0.0, 0.1, 0.3)),
        loss=rng.choice((0.0, 0.02, 0.1)),
        duplication=rng.choice((0.0, 0.02, 0.1)),
        spread=rng.choice((1, 4, 15)) * MILLISECOND,
        straggling=rng.choice((0.0, 0.01, 0.05)),
        sync_spread=rng.choice((1, 3, 20)) * MILLISECOND,
        sync_failure=rng.choice((0.0, 0.001, 0.005)),
        apply=rng.choice((1, 2, 20)) * MILLISECOND,
        compact_every=rng.choice((4, 20, 60)),
        keep=rng.choice((0, 5, 20)),
        proposals=rng.choice((4, 8, 20)) * MILLISECOND,
        reads=rng.choice((8, 15, 30)) * MILLISECOND,
        faults=rng.choice((30, 60, 120)) * MILLISECOND,
        fault_time=rng.choice((60, 150, 400)) * MILLISECOND,
    )
