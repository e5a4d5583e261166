"""A leader that slept, and wakes up in the belief that it leads, tells nobody the past.

The questions wait in its sockets while it sleeps, and were all asked after a change that its
successor had answered: whatever it says must be the new value, or no value.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator

import pytest

import kvstore
from kvstore._generated import kv
from rpcgen_py.runtime.transport.sync_client import connect
from tests.kvstore.cluster import Cluster, within
from tests.kvstore.service.calls import arguments, header

PATIENCE = 20.0
(GET,) = (procedure for procedure in kv.KV_V1.procedures if procedure.name == "KV_GET")
QUESTIONS = [
    {"consistency": consistency, "hops": hops, "deadline_ms": 5000}
    for consistency in (kv.KV_LINEARIZABLE, kv.KV_LEASE)
    for hops in (0, 1)
]
"""With a hop left the sleeper may ask its successor; without, it has only itself."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


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


@pytest.mark.parametrize("round_", range(2))
def test_it_answers_nothing_old(cluster: Cluster, round_: int) -> None:
    key = f"slept/{round_}"
    leader = cluster.leader()
    others = ",".join(kvd.server for node, kvd in cluster.nodes.items() if node != leader)
    with (
        kvstore.connect(cluster.servers, timeout=PATIENCE) as store,
        connect(f"tcp://{cluster.nodes[leader].server}", timeout=PATIENCE) as connection,
    ):
        store.put(key, "old")
        client = kv.KV_V1Client(connection)
        # It has a lease, and has just read by it.
        warm = arguments("KV_GET", head=header(consistency=kv.KV_LEASE, hops=1), key=key.encode())
        assert client.KV_GET(warm).result.item.value == b"old"
        cluster.nodes[leader].process.send_signal(signal.SIGSTOP)
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
            cluster.nodes[leader].process.send_signal(signal.SIGCONT)
        for question, each in zip(QUESTIONS, waiting, strict=True):
            result = each.result(PATIENCE).result
            if result.code == kv.KV_OK:
                assert result.item.value == b"new", question
            else:
                assert result.code in {
                    kv.KV_NOT_LEADER,
                    kv.KV_NO_QUORUM,
                    kv.KV_DEADLINE,
                    kv.KV_UNAVAILABLE,
                }, (question, result)
        again = arguments("KV_GET", head=header(deadline_ms=5000), key=key.encode())
        assert client.KV_GET(again).result.item.value == b"new"


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
