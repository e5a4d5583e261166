"""A leader that slept, and wakes up in the belief that it leads, tells nobody the past.

The questions wait in its sockets while it sleeps, and were all asked after a change that its
successor had answered: whatever it says must be the new value, or no value.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import kvstore
from kvstore._generated import kv
from rpcgen_py.runtime.transport.sync_client import connect
from tests.faults.hosts import SpreadCluster
from tests.faults.network import Network, thread_on
from tests.kvstore.cluster import Cluster, within
from tests.kvstore.service.calls import arguments, header

PATIENCE = 20.0
(GET,) = (procedure for procedure in kv.KV_V1.procedures if procedure.name == "KV_GET")
QUESTIONS = [
    {"consistency": consistency, "hops": hops, "deadline_ms": 2000}
    for consistency in (kv.KV_LEASE, kv.KV_LINEARIZABLE)
    for hops in (0, 1)
]
"""With a hop left the sleeper may ask its successor; without, it has only itself."""

REFUSALS = {kv.KV_NOT_LEADER, kv.KV_NO_QUORUM, kv.KV_DEADLINE, kv.KV_UNAVAILABLE}


def successor(cluster: Cluster, sleeper: int) -> int:
    """The leader that those who are awake agree on, once it is another."""
    awake = [node for node in cluster.nodes if node != sleeper]
    assert within(
        PATIENCE,
        lambda: (
            cluster.status(awake[0]).leader.id not in {0, sleeper}
            and cluster.status(awake[0]).leader.id == cluster.status(awake[1]).leader.id
        ),
    )
    return cluster.status(awake[0]).leader.id


def ask_a_sleeper(cluster: Cluster, leader: int, key: str) -> list[kv.kv_get_result]:
    """Its answers, once it wakes up, to questions asked after its successor's change to "new"."""
    others = ",".join(kvd.server for node, kvd in cluster.nodes.items() if node != leader)
    process = cluster.nodes[leader].process
    with connect(f"tcp://{cluster.nodes[leader].server}", timeout=PATIENCE) as connection:
        try:
            assert successor(cluster, leader) != leader
            with kvstore.connect(others, timeout=PATIENCE) as elsewhere:
                elsewhere.put(key, "new")
            waiting = [
                connection.submit(
                    GET, arguments("KV_GET", head=header(**question), key=key.encode())
                )
                for question in QUESTIONS
            ]
            time.sleep(0.2)
        finally:
            process.send_signal(signal.SIGCONT)
        return [each.result(PATIENCE).result for each in waiting]


def lull(cluster: Cluster, leader: int, key: str) -> None:
    """Have the leader hold a lease, and read by it; then put it to sleep."""
    with connect(f"tcp://{cluster.nodes[leader].server}", timeout=PATIENCE) as connection:
        client = kv.KV_V1Client(connection)
        for _ in range(3):
            args = arguments("KV_GET", head=header(**QUESTIONS[1]), key=key.encode())
            assert client.KV_GET(args).result.item.value == b"old"
    cluster.nodes[leader].process.send_signal(signal.SIGSTOP)


def judge(answers: list[kv.kv_get_result]) -> None:
    for question, result in zip(QUESTIONS, answers, strict=True):
        if result.code == kv.KV_OK:
            assert result.item.value == b"new", question
        else:
            assert result.code in REFUSALS, (question, result)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


@pytest.mark.parametrize("time_", range(2))
def test_it_answers_nothing_old(cluster: Cluster, time_: int) -> None:
    key = f"slept/{time_}"
    leader = cluster.leader()
    with kvstore.connect(cluster.servers, timeout=PATIENCE) as store:
        store.put(key, "old")
        lull(cluster, leader, key)
        judge(ask_a_sleeper(cluster, leader, key))
    with kvstore.connect(cluster.nodes[leader].server, timeout=PATIENCE) as store:
        item = store.get(key)
        assert item is not None
        assert item.value == b"new"


def test_it_answers_nothing_old_even_if_nobody_can_tell_it(tmp_path: Path) -> None:
    """The network is cut while it sleeps: no message of its successor waits for it."""
    with (
        Network(4) as network,
        thread_on(network.hosts[4]),
        SpreadCluster(network, tmp_path) as cluster,
        kvstore.connect(cluster.servers, timeout=PATIENCE) as store,
    ):
        leader = cluster.leader()
        store.put("slept", "old")
        lull(cluster, leader, "slept")
        network.split([leader], [node for node in cluster.nodes if node != leader])
        answers = ask_a_sleeper(cluster, leader, "slept")
        judge(answers)
        assert all(result.code in REFUSALS for result in answers)


def test_a_nap_costs_no_call(cluster: Cluster) -> None:
    """Shorter than an election timeout: the leader goes on, and its lease has run out meanwhile."""
    leader = cluster.leader()
    with kvstore.connect(cluster.servers, timeout=PATIENCE) as store:
        for number in range(3):
            value = f"{number}"
            store.put("napped", value)
            cluster.nodes[leader].process.send_signal(signal.SIGSTOP)
            time.sleep(0.3)
            cluster.nodes[leader].process.send_signal(signal.SIGCONT)
            for consistency in ("linearizable", "lease"):
                item = store.get("napped", consistency=consistency)
                assert item is not None
                assert item.value == value.encode()
