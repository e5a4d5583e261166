"""Networks that part, in both directions or in one, between hosts of their own.

The test, and all clients, are on a fourth host that reaches every node.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import NamedTuple

import pytest

import kvstore
from tests.faults.hosts import SpreadCluster
from tests.faults.load import Load
from tests.faults.network import Network, thread_on
from tests.kvstore.cluster import within
from tests.kvstore.product import kvctl

PATIENCE = 30.0
CLIENTS = 4
"""The clients' host."""


class Spread(NamedTuple):
    network: Network
    cluster: SpreadCluster

    def roles(self) -> tuple[int, int, int]:
        """The leader, and the two others."""
        leader = self.cluster.leader()
        one, other = (node for node in self.cluster.nodes if node != leader)
        return leader, one, other

    def put(self, node: int, key: str, value: str, *options: str) -> tuple[int, str]:
        """kvctl's exit code, and what it said."""
        done = kvctl("put", key, value, *options, server=self.cluster.nodes[node].server)
        return done.returncode, (done.stdout + done.stderr).decode()

    def comes_together(self) -> None:
        """Until all nodes take part again, and then hold the same."""
        self.network.heal()
        server = self.cluster.nodes[1].server
        assert within(
            PATIENCE,
            lambda: (
                kvctl("put", "healed", "x", server=server).stdout == b"OK (replicated to 3 nodes)\n"
            ),
        )
        compared = kvctl("hash", server=self.cluster.servers)
        assert compared.returncode == 0, compared


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spread]:
    with (
        Network(CLIENTS) as network,
        thread_on(network.hosts[CLIENTS]),
        SpreadCluster(network, tmp_path_factory.mktemp("cluster")) as cluster,
    ):
        yield Spread(network, cluster)


@pytest.mark.parametrize("lonely", ["the leader", "a follower"])
def test_who_is_alone_refuses_writes_and_says_whom_it_misses(spread: Spread, lonely: str) -> None:
    spread.comes_together()
    leader, one, other = spread.roles()
    alone, *rest = (leader, one, other) if lonely == "the leader" else (one, leader, other)
    assert spread.put(rest[0], "k", "before") == (0, "OK (replicated to 3 nodes)\n")
    spread.network.split([alone], rest)
    # The two others go on, under another leader if need be.
    assert within(
        PATIENCE, lambda: spread.put(rest[0], "k", "v") == (0, "OK (replicated to 2 nodes)\n")
    )
    begun = time.monotonic()
    code, said = spread.put(alone, "k", "never", "--timeout=3")
    assert time.monotonic() - begun < 10
    assert code == 3, said
    for node in rest:
        assert spread.cluster.nodes[node].server in said
    assert "nothing was changed" in said or "may still happen" in said
    old = kvctl("get", "k", "--consistency=serializable", server=spread.cluster.nodes[alone].server)
    assert old.stdout == b"before\n"
    refused = kvctl("get", "k", "--timeout=2", server=spread.cluster.nodes[alone].server)
    assert (refused.returncode, refused.stdout) == (3, b"")
    spread.comes_together()
    for node in spread.cluster.nodes.values():
        assert kvctl("get", "k", server=node.server).stdout == b"v\n"


WAYS = {
    "nobody hears the leader": lambda leader, one, other: [(leader, one), (leader, other)],
    "the leader hears nobody": lambda leader, one, other: [(one, leader), (other, leader)],
    "one follower does not hear the leader": lambda leader, one, other: [(leader, one)],
    "the leader does not hear one follower": lambda leader, one, other: [(one, leader)],
    "the leader and one follower part": lambda leader, one, other: [(leader, one), (one, leader)],
    "the followers part": lambda leader, one, other: [(one, other), (other, one)],
}


def test_clients_go_on_whatever_way_is_cut(spread: Spread) -> None:
    spread.comes_together()
    with kvstore.connect(spread.cluster.servers, timeout=PATIENCE) as store:
        with Load(spread.cluster.servers) as load:
            for ways in WAYS.values():
                load.next_round()
                load.goes_on()
                spread.network.drop(ways(*spread.roles()))
                time.sleep(1.5)  # an election timeout, in which some come to know
                load.goes_on()
                spread.network.heal()
        load.verify(store)
    spread.comes_together()
