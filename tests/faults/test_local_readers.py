"""What processes on a node's host find in its shared memory while nodes are stopped and killed."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import kvstore
from kvstore.hotcache.errors import SegmentUnusable
from kvstore.hotcache.keys import prefix_of
from kvstore.hotcache.reader import Reader
from kvstore.hotcache.segments import open_reader
from tests.faults.test_paused_leader import successor
from tests.kvstore.cluster import Cluster, within
from tests.kvstore.hotcache.shared import Host

PATIENCE = 20.0
PREFIX = prefix_of(b"")
MS = 1_000_000


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


def segment(cluster: Cluster, node: int) -> str:
    (name,) = [
        each.value for each in cluster.status(node).properties if each.name == "cache_segment"
    ]
    return name


@contextmanager
def reading(cluster: Cluster, node: int) -> Iterator[Reader]:
    reader = open_reader(segment(cluster, node))
    try:
        yield reader
    finally:
        reader.close()


def warm(cluster: Cluster, node: int, reader: Reader, key: str, consistency: str) -> None:
    """Let a node share a key, and a reader find it."""
    cached = PREFIX + key.encode()

    def found() -> bool:
        with kvstore.connect(cluster.nodes[node].server, timeout=PATIENCE) as store:
            store.get(key, consistency="serializable")
        if consistency == "lease":
            return reader.lease(cached) is not None
        return reader.serializable(cached, 500 * MS) is not None

    assert within(PATIENCE, found)


@pytest.mark.parametrize("time_", range(2))
def test_a_leader_that_slept_shows_nothing_old(cluster: Cluster, time_: int) -> None:
    key = f"slept/{time_}"
    cached = PREFIX + key.encode()
    leader = cluster.leader()
    others = ",".join(kvd.server for node, kvd in cluster.nodes.items() if node != leader)
    process = cluster.nodes[leader].process
    hits = 0
    with (
        kvstore.connect(cluster.servers, timeout=PATIENCE) as store,
        reading(cluster, leader) as reader,
    ):
        store.put(key, "old")
        warm(cluster, leader, reader, key, "lease")
        process.send_signal(signal.SIGSTOP)
        try:
            hit = reader.lease(cached)  # for as long as the lease lasts
            assert hit is not None
            assert hit.item is not None
            assert hit.item.value == b"old"
            successor(cluster, leader)
            with kvstore.connect(others, timeout=PATIENCE) as elsewhere:
                elsewhere.put(key, "new")
            changed = time.monotonic()
            assert reader.lease(cached) is None
        finally:
            process.send_signal(signal.SIGCONT)
        while time.monotonic() < changed + 3:
            since = time.monotonic() - changed
            hit = reader.lease(cached)
            aged = reader.serializable(cached, 100 * MS)
            for each in (hit, aged if since > 0.2 else None):
                if each is not None:
                    assert each.item is not None
                    assert each.item.value == b"new"
                    hits += 1
        warm(cluster, leader, reader, key, "serializable")
        assert hits or reader.serializable(cached, 500 * MS) is not None


def test_a_killed_leader_s_segment_is_void_and_gone_once_it_starts_again(cluster: Cluster) -> None:
    host = Host()
    host.cluster = int(segment(cluster, 1).split("-")[2], 16)
    before = len(host.segments()), host.semaphores()
    leader = cluster.leader()
    key = "killed"
    cached = PREFIX + key.encode()
    with (
        kvstore.connect(cluster.servers, timeout=PATIENCE) as store,
        reading(cluster, leader) as reader,
    ):
        store.put(key, "old")
        warm(cluster, leader, reader, key, "lease")
        name = segment(cluster, leader)
        cluster.nodes[leader].kill()
        assert name.lstrip("/") in host.segments()
        store.put(key, "new")
        assert reader.lease(cached) is None
        cluster.nodes[leader].start()
        assert reader.lease(cached) is None
        assert reader.serializable(cached) is None
        assert not reader.is_alive()
    assert segment(cluster, leader) != name
    assert (len(host.segments()), host.semaphores()) == before
    with pytest.raises(SegmentUnusable):
        open_reader(name)


def test_all_nodes_show_what_the_group_holds(cluster: Cluster) -> None:
    keys = [f"same/{number}" for number in range(3)]
    leader = cluster.leader()
    with kvstore.connect(cluster.servers, timeout=PATIENCE) as store:
        for round_ in range(10):
            for key in keys:
                store.put(key, f"{round_}")
    for node in cluster.nodes:
        with reading(cluster, node) as reader:
            for key in keys:
                warm(cluster, node, reader, key, "lease" if node == leader else "serializable")
                hit = reader.serializable(PREFIX + key.encode())
                assert hit is not None
                assert hit.item is not None
                assert hit.item.value == b"9"


def test_hits_are_told_in_status(cluster: Cluster) -> None:
    leader = cluster.leader()

    def counted(name: str) -> int:
        return next(
            each.value for each in cluster.status(leader).counters if each.name == f"cache_{name}"
        )

    with (
        kvstore.connect(cluster.servers, timeout=PATIENCE) as store,
        reading(cluster, leader) as reader,
    ):
        store.put("counted", "1")
        warm(cluster, leader, reader, "counted", "lease")
        before = counted("hits")
        for _ in range(1000):
            reader.lease(PREFIX + b"counted")
        reader.lease(PREFIX + b"not there at all")
        assert within(PATIENCE, lambda: counted("hits") - before > 900)
        assert counted("misses")
        assert counted("keys")
