"""Faults of all kinds at once, by dice: parted networks, kill -9 and pauses, under clients.

Each node is on a host of its own. `make soak` plays as many rounds as SUNRPC_KV_SOAK says, twenty
of its rounds being one here; SUNRPC_KV_DICE names the dice, to play them again.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import kvstore
from tests.faults.hosts import SpreadCluster
from tests.faults.load import Load
from tests.faults.network import Network, thread_on
from tests.kvstore.cluster import within
from tests.kvstore.product import kvctl

SOAK = int(os.environ.get("SUNRPC_KV_SOAK") or 0)
SEED = int(os.environ.get("SUNRPC_KV_DICE") or SOAK)
NODES = (1, 2, 3)
CLIENTS = 4
"""The clients' host: it reaches every node but those that are cut off from it, too."""
HOSTS = (*NODES, CLIENTS)
PATIENCE = 30.0


class Dice:
    """What happens, in an order that the seed gives. `past` tells it, for who has to mend it."""

    def __init__(self, seed: int, network: Network, cluster: SpreadCluster) -> None:
        self._random = random.Random(seed)  # noqa: S311 (to be played again)
        self._network = network
        self._cluster = cluster
        self._paused: set[int] = set()
        self._dead: set[int] = set()
        self.past: list[str] = []

    def throw(self) -> None:
        """Let one thing happen."""
        acts: list[Callable[[], str]] = [self._part, self._part, self._one_way, self._kill]
        acts += [self._pause, self._wake, self._restart, self._heal]
        self.past.append(self._random.choice(acts)())
        time.sleep(self._random.choice((0.05, 0.3, 1.0, 2.5)))

    def mend(self) -> None:
        """End all that is going on."""
        for act in (self._heal, self._wake, self._restart):
            self.past.append(act())

    def _running(self) -> list[int]:
        return [node for node in NODES if node not in self._dead]

    def _part(self) -> str:
        one = self._random.sample(NODES, self._random.choice((1, 1, 2)))
        other = [host for host in NODES if host not in one]
        # Sometimes the clients are on one side.
        if self._random.random() < 0.3:
            self._random.choice((one, other)).append(CLIENTS)
        self._network.split(one, other)
        return f"{one} and {other} part"

    def _one_way(self) -> str:
        pairs = [(one, other) for one in HOSTS for other in HOSTS if one != other]
        ways = self._random.sample(pairs, self._random.randint(1, 4))
        self._network.drop(ways)
        return f"nothing goes {ways}"

    def _kill(self) -> str:
        node = self._random.choice(NODES)
        if node in self._dead:
            return "-"
        self._cluster.nodes[node].kill()
        self._dead.add(node)
        self._paused.discard(node)
        return f"{node} is killed"

    def _pause(self) -> str:
        running = self._running()
        if not running:
            return "-"
        node = self._random.choice(running)
        self._cluster.nodes[node].process.send_signal(signal.SIGSTOP)
        self._paused.add(node)
        return f"{node} sleeps"

    def _wake(self) -> str:
        woken = sorted(self._paused)
        for node in woken:
            self._cluster.nodes[node].process.send_signal(signal.SIGCONT)
        self._paused.clear()
        return f"{woken} wake up"

    def _restart(self) -> str:
        started = sorted(self._dead)
        for node in started:
            self._cluster.nodes[node].launch()
        for node in started:
            self._cluster.nodes[node].wait_until_ready()
        self._dead.clear()
        return f"{started} are started"

    def _heal(self) -> str:
        self._network.heal()
        return "the network is whole"


def test_parted_killed_and_paused_by_dice(tmp_path: Path) -> None:
    with (
        Network(CLIENTS) as network,
        thread_on(network.hosts[CLIENTS]),
        SpreadCluster(network, tmp_path) as cluster,
    ):
        dice = Dice(SEED, network, cluster)
        for _ in range(max(1, SOAK // 20)):
            dice.past.clear()
            try:
                play(dice, cluster)
            except BaseException as error:
                error.add_note(f"SUNRPC_KV_DICE={SEED}: " + "; ".join(dice.past))
                raise


def play(dice: Dice, cluster: SpreadCluster) -> None:
    """One round: some faults, then none, and what the clients were told is judged."""
    with kvstore.connect(cluster.servers, timeout=PATIENCE) as store:
        with Load(cluster.servers, clients=6) as load:
            load.goes_on()
            for _ in range(4):
                load.next_round()
                dice.throw()
            dice.mend()
            load.goes_on()
        load.verify(store)
    assert within(PATIENCE, lambda: kvctl("hash", server=cluster.servers).returncode == 0)
