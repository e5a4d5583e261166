"""Clients over RPC, and readers of shared memory on the same host, in one history.

Nodes are killed and stopped, others come to lead, readers are killed and stopped. `make soak` plays
a fiftieth of SUNRPC_KV_SOAK rounds, with all misfortunes in each; SUNRPC_KV_DICE names the dice, to
play them again.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import kvstore
from tests.faults.changers import Changer, Heir, Lender
from tests.faults.load import Load
from tests.faults.local_dice import ALL, LocalDice, Phase
from tests.faults.local_readers import PROGRAM, LocalReaders
from tests.faults.sightings import NEWEST
from tests.faults.tally import AGED, KINDS, Tally
from tests.kvstore.cluster import Cluster, within
from tests.kvstore.product import kvctl
from tests.linearizability.checker import NotLinearizable

SOAK = int(os.environ.get("SUNRPC_KV_SOAK") or 0)
SEED = int(os.environ.get("SUNRPC_KV_DICE") or SOAK)
PATIENCE = 30.0
ACTS = ALL if SOAK else ALL[:5]

Act = Callable[[LocalDice, Phase], None]


def play(
    cluster: Cluster,
    folder: Path,
    dice: random.Random,
    acts: Sequence[Act],
    tally: Tally,
    program: tuple[str, ...] = PROGRAM,
) -> None:
    """Let some things happen under clients and readers, and judge what they were told."""
    servers = [node.server for node in cluster.nodes.values()]
    with Load(cluster.servers, clients=1, others=(Changer, Changer, Lender)) as load:
        heir = Heir(cluster.servers, f"{folder.name}/heir", load.keys)
        with LocalReaders([*servers, cluster.servers], folder, load.keys(), program) as readers:
            assert within(PATIENCE, lambda: all_are_read(readers)), tally
            fate = LocalDice(dice, cluster, readers, heir)
            for act in acts:
                fate.throw(act)
    assert not any(readers.complaints), readers.complaints
    changes = [*load.calls, *heir.calls]
    with kvstore.connect(cluster.servers, timeout=PATIENCE) as store:
        load.verify(store, seen=[*heir.calls, *readers.calls(changes)])
    assert within(PATIENCE, lambda: kvctl("hash", server=cluster.servers).returncode == 0)
    tally.add(fate.phases, readers.sightings(), changes)


def all_are_read(readers: LocalReaders) -> bool:
    """Whether each node's memory has answered, and the leader's by its lease."""
    hits = [each for each in readers.sightings() if each.hits]
    return {each.node for each in hits} >= {1, 2, 3} and any(each.age == NEWEST for each in hits)


def test_readers_of_memory_and_clients_see_one_history(tmp_path: Path) -> None:
    tally = Tally()
    dice = random.Random(SEED)  # noqa: S311 (to be played again)
    with Cluster(tmp_path / "cluster") as cluster:
        for round_ in range(max(1, SOAK // 50)):
            acts = dice.sample(ACTS, len(ACTS))
            try:
                play(cluster, tmp_path / f"readers-{round_}", dice, acts, tally)
            except BaseException as error:
                names = ", ".join(act.__name__ for act in acts)
                error.add_note(f"SUNRPC_KV_DICE={SEED}, round {round_}: {names}")
                raise
    print(tally)
    assert all(tally.befell[act.__name__] for act in ACTS)
    assert len(tally.around_changes) >= 4
    assert all(tally.around_changes)
    assert all(tally.after_waking)
    assert all(tally.in_phases)
    assert all(tally.hits[kind] > 10_000 for kind in (*KINDS.values(), AGED))
    assert tally.unmemoed > 10_000
    assert all(tally.changed[kind] for kind in ("Write", "Swap", "Expiry"))


LEAD_MOVES = (LocalDice.the_lead_is_moved,) * 4
"""Several: who has handed over is behind its successor by moments only."""

NIGHTS = (LocalDice.the_leader_sleeps,) * 3
"""Several: those who read there may wait for an answer for just as long as it shows old values."""

# Rules whose breaking shows for microseconds only are the simulation's to keep.
BROKEN = [
    ("kvd", "hold_the_lease_for_long", NIGHTS),
    ("kvd", "never_withdraw_the_lease", LEAD_MOVES),
    ("local_reader", "read_the_lease_before", LEAD_MOVES),
]


@pytest.mark.parametrize(("what", "rule", "acts"), BROKEN if SOAK else BROKEN[:1])
def test_who_breaks_a_rule_is_found_out(
    tmp_path: Path, what: str, rule: str, acts: Sequence[Act]
) -> None:
    cluster = Cluster(tmp_path / "cluster")
    broken = ("tests.faults.broken", rule, what)
    if what == "kvd":
        for node in cluster.nodes.values():
            node.program = [sys.executable, "-m", *broken]
    program = broken if what == "local_reader" else PROGRAM
    dice = random.Random(SEED)  # noqa: S311 (to be played again)
    with cluster, pytest.raises(NotLinearizable):
        play(cluster, tmp_path / "readers", dice, acts, Tally(), program)
