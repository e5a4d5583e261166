"""How much of what goes wrong in a run: drawn from the seed, or directed by a test."""

from __future__ import annotations

import random
from typing import NamedTuple

from kvstore.raft.options import Options, ReadOnly
from tests.simulation.events import MILLISECOND
from tests.simulation.links import STRAGGLER


class Scenario(NamedTuple):
    """Delays are microseconds, shares are between 0 and 1, weights are relative."""

    nodes: int = 3
    events: int = 5000
    check_invariants: bool = True
    # of the cores
    pre_vote: bool = True
    check_quorum: bool = True
    forward_proposals: bool = True
    step_down_on_removal: bool = True
    tell_committed: bool = True
    asynchronous: bool = True
    leases: bool = False
    max_inflight: int = 16
    max_inflight_bytes: int = 0
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
    parcels: int = 3
    # of the leaders: the share of appends before which one is sent from further back
    caution: float = 0.05
    # of the disks
    sync: int = 1 * MILLISECOND
    sync_spread: int = 3 * MILLISECOND
    sync_failure: float = 0.001
    apply: int = 2 * MILLISECOND
    compact_every: int = 20
    keep: int = 5
    # of the operators: below so many voters no change is made
    fewest_voters: int = 2
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
    slow_disk: float = 1
    seesaw: float = 0
    hinge: float = 1
    comeback: float = 1
    # whether the checker looks for the quorum behind each leader and each commit
    direct: bool = True

    @property
    def lease(self) -> int:
        """How old the answer to a read may be, in microseconds: 0 unless leases are trusted.

        A leader hears from nobody and notices after two election timeouts of its own clock at
        most. What it heard last can have waited for a disk, behind another write, and have been on
        its way for a while.
        """
        if not self.leases:
            return 0
        timeouts = int((2 * self.election_ticks + 1) * self.tick * (1 + self.skew))
        written = 2 * (self.sync + 2 * self.sync_spread)
        travelled = self.delay + 2 * self.spread + (STRAGGLER if self.straggling else 0)
        return timeouts + written + travelled

    def options(self, node: int, applied: int) -> Options:
        """Return what a core of this world is made with."""
        return Options(
            node=node,
            applied=applied,
            election_ticks=self.election_ticks,
            heartbeat_ticks=self.heartbeat_ticks,
            max_message_size=self.max_message_size,
            max_committed_size=self.max_committed_size,
            max_uncommitted_size=self.max_uncommitted_size,
            max_inflight=self.max_inflight,
            max_inflight_bytes=self.max_inflight_bytes,
            pre_vote=self.pre_vote,
            check_quorum=self.check_quorum,
            read_only=ReadOnly.LEASE_BASED if self.leases else ReadOnly.SAFE,
            forward_proposals=self.forward_proposals,
            step_down_on_removal=self.step_down_on_removal,
            tell_committed=self.tell_committed,
            async_storage_writes=self.asynchronous,
            check_invariants=self.check_invariants,
        )


# Nothing else goes wrong often enough to spoil the plan.
SEESAWS = Scenario(
    nodes=5,
    pre_vote=False,
    caution=1.0,
    seesaw=40,
    faults=100 * MILLISECOND,
    proposals=20 * MILLISECOND,
    reads=40 * MILLISECOND,
    change=0,
    transfer=0,
    pause=0,
    blackout=0,
    crash=0.1,
    power_loss=0.1,
)


def draw(rng: random.Random) -> Scenario:
    """Return a scenario: some seeds are rough, some slow, some nearly quiet."""
    pre_vote = rng.random() < 0.75
    # One of both, or a node that was removed unseats every leader there is.
    check_quorum = not pre_vote or rng.random() < 0.75
    # A clock that stands still while its process is paused is no base for a lease; and what a
    # follower says that waited long for its disk tells a leader nothing of today.
    leases = check_quorum and rng.random() < 0.25
    if rng.random() < 0.15:
        return SEESAWS
    max_message_size = rng.choice((0, 300, 1 << 20))
    tell_committed = rng.random() < 0.85
    return Scenario(
        nodes=rng.choice((2, 3, 3, 3, 4, 5)),
        pre_vote=pre_vote,
        check_quorum=check_quorum,
        leases=leases,
        pause=0 if leases else 2,
        comeback=0 if leases else 1,
        asynchronous=rng.random() < 0.75,
        step_down_on_removal=rng.random() < 0.5,
        tell_committed=tell_committed,
        # Who is not told may never elect anybody again once one voter of two is removed.
        fewest_voters=rng.choice((1, 2)) if tell_committed else 2,
        forward_proposals=rng.random() < 0.7,
        max_inflight=rng.choice((1, 4, 64)),
        max_inflight_bytes=rng.choice((0, max_message_size or 12)),
        max_message_size=max_message_size,
        max_committed_size=rng.choice((0, 300, 1 << 20)),
        max_uncommitted_size=rng.choice((200, 1 << 20)),
        heartbeat_ticks=rng.choice((1, 2, 3)),
        skew=rng.choice((0.0, 0.1, 0.3)),
        loss=rng.choice((0.0, 0.02, 0.1)),
        duplication=rng.choice((0.0, 0.02, 0.1)),
        spread=rng.choice((1, 4, 15)) * MILLISECOND,
        straggling=rng.choice((0.0, 0.01, 0.05)),
        parcels=rng.choice((1, 3, 8)),
        caution=rng.choice((0.0, 0.1, 1.0)),
        isolate_leader=rng.choice((2, 2, 12)),
        slow_disk=0 if leases else 1,
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
