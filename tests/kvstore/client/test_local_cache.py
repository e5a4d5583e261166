"""Gets out of shared memory, and by RPC where that cannot be; in both colours.

Past 400 lines, as a list of stories of one store and one segment.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

import kvstore
from kvstore._generated.kv import kv_item
from kvstore.client import local_cache, values
from kvstore.client.local_cache import is_near
from kvstore.errors import InvalidRequest
from kvstore.hotcache.keys import prefix_of
from kvstore.hotcache.segments import boot_clock
from tests.kvstore.client.fake_cluster import Cluster
from tests.kvstore.client.shared_keys import SharedKeys
from tests.kvstore.cluster import within
from tests.kvstore.hotcache.plain import FAR, hide

SECOND = 1_000_000_000
LEVELS = ("linearizable", "lease", "serializable")
Connect = Callable[..., Any]


@pytest.fixture
def shared(cluster: Cluster) -> Iterator[SharedKeys]:
    """The segment of the cluster's first node, which leads."""
    with SharedKeys(cluster.nodes[0]) as found:
        yield found


@pytest.fixture
def store(cluster: Cluster, shared: SharedKeys, connect: Connect) -> Iterator[Any]:
    """One that knows the first node, where `k` is `asked`, and in shared memory `shared`."""
    with connect(cluster.nodes[0].address, local_cache=True) as found:
        found.put("k", "asked")
        shared.writer.publish_revision(100)
        shared.put(b"k", b"shared")
        yield found


def asked(cluster: Cluster, procedure: str = "KV_GET") -> int:
    return len(cluster.headers(procedure))


def value(store: Any, **options: Any) -> bytes:
    found: bytes = store.get("k", **options).value
    return found


@pytest.mark.parametrize("consistency", LEVELS)
def test_a_hit_asks_nobody_and_is_what_get_returns(
    cluster: Cluster, shared: SharedKeys, store: Any, consistency: str
) -> None:
    item = shared.put("ké".encode(), b"\xff")
    shared.put(b"none", None)
    for key in ("ké", "ké".encode(), bytearray("ké".encode())):
        for _ in range(2):
            found = store.get(key, consistency=consistency)
            assert found == item
            assert type(found) is kv_item
    assert store.get("none", consistency=consistency) is None
    assert asked(cluster) == 0
    assert asked(cluster, "KV_STATUS") == 1
    assert (store.cache.hits, store.cache.fallbacks) == (7, 0)
    assert (store.cache.node, store.cache.reason) == (1, "")


@pytest.mark.parametrize("consistency", LEVELS)
def test_what_is_not_there_is_asked_for(cluster: Cluster, store: Any, consistency: str) -> None:
    first = store.put("other", "new").revision
    assert store.get("other", consistency=consistency).value == b"new"
    assert store.get("k", revision=first, consistency=consistency).value == b"asked"
    assert asked(cluster) == 2
    assert (store.cache.hits, store.cache.fallbacks) == (0, 2)


@pytest.mark.parametrize("consistency", LEVELS)
def test_the_node_is_told_of_what_it_was_asked_for(
    shared: SharedKeys, store: Any, consistency: str
) -> None:
    usage = shared.writer.usage
    for number, options in enumerate(({"key": "other"}, {"key": "k", "revision": 1}), 1):
        value_of = store.get("k", consistency=consistency)
        assert value_of.value == b"shared"
        store.get(**options, consistency=consistency)
        usage.look()
        assert usage.fallbacks == store.cache.fallbacks == number


@pytest.mark.parametrize("consistency", LEVELS)
def test_what_is_remembered_is_what_is_there(
    shared: SharedKeys, store: Any, consistency: str
) -> None:
    """Others change a key again and again, and this store remembers it each time."""
    for number in range(20):
        for kind in (str, str.encode):
            stored = b"%d" % number if number % 5 else None
            shared.put(b"k", stored, revision=10 + number)
            for _ in range(3):
                found = store.get(kind("k"), consistency=consistency)
                assert (None if found is None else found.value) == stored
        hide(shared.writer, (prefix_of(b"") + b"k",))
        assert value(store, consistency=consistency) == b"asked"


def test_whoever_did_not_ask_for_it_reads_by_rpc(
    cluster: Cluster, shared: SharedKeys, connect: Connect
) -> None:
    shared.put(b"k", b"shared")
    with connect(cluster.nodes[0].address) as store:
        assert store.get("k", consistency="lease") is None
    assert asked(cluster, "KV_STATUS") == 0


def test_newest_is_what_a_valid_lease_covers(shared: SharedKeys, store: Any) -> None:
    for consistency in ("lease", "linearizable"):
        assert value(store, consistency=consistency) == b"shared"
        shared.writer.withdraw_lease()
        assert value(store, consistency=consistency) == b"asked"
        shared.writer.publish_lease(boot_clock() - 1)
        assert value(store, consistency=consistency) == b"asked"
        shared.writer.publish_lease(FAR)
    shared.writer.withdraw_lease()
    assert value(store, consistency="serializable") == b"shared"


def test_a_bound_on_the_age_is_kept(shared: SharedKeys, store: Any) -> None:
    shared.writer.publish_known(boot_clock() - 60 * SECOND)
    assert value(store, consistency="serializable") == b"shared"
    assert value(store, consistency="serializable", max_age=3600.0) == b"shared"
    assert value(store, consistency="serializable", max_age=30.0) == b"asked"


@given(st.floats(0, 1e6, exclude_min=True))
def test_a_bound_on_the_age_becomes_no_longer(max_age: float) -> None:
    asked_for = values.freshness("serializable", 0, max_age).max_age_ms
    assert 1 <= asked_for <= max(1.0, max_age * 1000)
    assert asked_for > max_age * 1000 - 1


def test_nothing_is_taken_from_a_silent_node(shared: SharedKeys, store: Any) -> None:
    assert value(store, consistency="serializable") == b"shared"
    shared.writer.publish_alive(boot_clock() - 1)
    assert value(store, consistency="serializable") == b"asked"
    shared.writer.publish_alive(FAR)
    assert value(store, consistency="serializable") == b"shared"


@pytest.mark.parametrize("consistency", LEVELS)
def test_a_revision_that_was_seen_is_waited_for(
    shared: SharedKeys, store: Any, consistency: str
) -> None:
    revision = store.put("k", "asked").revision
    shared.writer.publish_revision(revision - 1)
    assert value(store, consistency=consistency, min_revision=revision) == b"asked"
    shared.writer.publish_revision(revision)
    assert value(store, consistency=consistency, min_revision=revision) == b"shared"


@pytest.mark.parametrize("change", ["put", "delete", "txn", "revoke"])
def test_what_this_store_changed_is_seen_by_it(shared: SharedKeys, store: Any, change: str) -> None:
    lease = store.lease_grant(60.0).lease
    store.put("leased", "x", lease=lease)
    if change == "put":
        store.put("k", "asked")
    elif change == "delete":
        store.delete("other")
        store.delete("leased")
    elif change == "txn":
        txn = store.txn()
        txn.then.put("k", "asked")
        txn.commit()
    else:
        store.lease_revoke(lease)
    revision = store.status().header.revision
    shared.writer.publish_revision(revision - 1)
    assert value(store, consistency="serializable") == b"asked"
    shared.writer.publish_revision(revision)
    assert value(store, consistency="serializable") == b"shared"


def test_name_spaces_are_kept_apart(cluster: Cluster, shared: SharedKeys, connect: Connect) -> None:
    shared.put(b"k", b"of nobody")
    item = shared.put(b"k", b"of one", name_space=b"one")
    address = cluster.nodes[0].address
    with (
        connect(address, local_cache=True, name_space="one") as one,
        connect(address, local_cache=True, name_space="on") as other,
        connect(address, local_cache=True) as nobody,
    ):
        assert one.get("k") == item
        assert other.get("k") is None
        assert value(nobody) == b"of nobody"


@pytest.mark.parametrize(
    "options",
    [{"consistency": "eventual"}, {"max_age": 1.0}, {"consistency": "lease", "max_age": 1.0}],
)
def test_nonsense_is_refused_as_ever(store: Any, options: dict[str, Any]) -> None:
    assert value(store) == b"shared"
    with pytest.raises(InvalidRequest):
        store.get("k", **options)
    with pytest.raises(InvalidRequest):
        store.get("")


# ---------------------------------------------------------------------- finding the segment


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("tcp://localhost:9001", True),
        ("tcp://127.3.0.1:9001", True),
        ("tcp://[::1]:9001", True),
        ("unix:///run/kvd.sock", True),
        ("tcp://10.0.0.1:9001", False),
        ("tcp://[2001:db8::1]:9001", False),
        ("tcp://node-1.example.org:9001", False),
        ("tcp://localhost.example.org:9001", False),
    ],
)
def test_only_a_node_on_this_host_is_asked(address: str, near: bool) -> None:
    assert is_near(address) is near


def test_the_leaders_segment_is_used_and_the_next_leaders_after_it(
    cluster: Cluster, connect: Connect
) -> None:
    first, second, _ = cluster.nodes
    with (
        SharedKeys(second) as of_second,
        SharedKeys(first) as of_first,
        connect(cluster.servers, local_cache=True) as store,
    ):
        store.put("k", "asked")
        for each, name in ((of_first, b"first"), (of_second, b"second")):
            each.writer.publish_revision(100)
            each.put(b"k", name)
        of_second.writer.withdraw_lease()
        assert value(store) == b"first"
        cluster.leader = second
        of_first.writer.withdraw_lease()
        of_second.writer.publish_lease(FAR)
        assert within(10, lambda: value(store) == b"second")
        assert store.cache.node == 2


def test_a_miss_is_asked_of_the_node_whose_segment_is_read(
    cluster: Cluster, connect: Connect
) -> None:
    # A get lets a key in where it is answered: asked of another node it would stay a miss.
    leader = cluster.nodes[2]
    cluster.do(lambda: setattr(cluster, "leader", leader))
    with SharedKeys(leader) as shared, connect(cluster.servers, local_cache=True) as store:
        for consistency in LEVELS:
            assert store.get("k", consistency=consistency) is None
        assert [name for name, _ in leader.received].count("KV_GET") == 3
        cluster.stop(leader)
        assert store.get("k") is None
        shared.writer.publish_alive(boot_clock() - 1)
        assert store.get("k") is None
        assert asked(cluster) == 5


def test_a_near_node_that_is_behind_keeps_one_get_waiting(
    cluster: Cluster, connect: Connect
) -> None:
    near = cluster.nodes[1]
    with SharedKeys(near), connect(cluster.servers, local_cache=True) as store:
        assert store.get("k") is None
        assert store.cache.node == 2
        before = asked(cluster)
        near.faults.extend(["drop"] * 9)
        for _ in range(3):
            assert store.get("k", timeout=2) is None
        assert len(near.faults) == 8
        assert asked(cluster) == before + 4


def test_the_segment_of_a_node_that_was_restarted_is_found(
    cluster: Cluster, connect: Connect
) -> None:
    node = cluster.nodes[0]
    with connect(node.address, local_cache=True) as store:
        store.put("k", "asked")
        with SharedKeys(node) as before:
            before.put(b"k", b"before")
            assert value(store) == b"before"
            cluster.stop(node)
            assert value(store) == b"before"
        cluster.start(node)
        assert value(store) == b"asked"
        with SharedKeys(node) as after:
            after.put(b"k", b"after")
            assert within(10, lambda: value(store) == b"after")


def test_threads_share_a_store_while_segments_come_and_go(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_cache, "SHORTEST_PAUSE", 0.01)
    monkeypatch.setattr(local_cache, "LONGEST_PAUSE", 0.02)
    node = cluster.nodes[0]
    stop = threading.Event()
    wrong: list[object] = []
    with kvstore.connect(node.address, local_cache=True) as store:
        revision = store.put("k", "asked").revision

        def read(consistency: str) -> None:
            try:
                while not stop.is_set():
                    found = value(store, consistency=consistency)
                    if found not in {b"shared", b"asked"}:
                        wrong.append(found)
            except Exception as error:  # noqa: BLE001 (a thread's would not fail the test)
                wrong.append(error)

        threads = [threading.Thread(target=read, args=(each,)) for each in (*LEVELS, *LEVELS)]
        for thread in threads:
            thread.start()
        for _ in range(10):
            before = store.cache.hits
            with SharedKeys(node) as shared:
                shared.writer.publish_revision(revision)
                shared.put(b"k", b"shared")
                if not within(10, lambda before=before: store.cache.hits > before):
                    wrong.append("not found")
        stop.set()
        for thread in threads:
            thread.join(30)
    assert wrong == []


def test_a_node_is_not_asked_for_its_segment_all_the_time(
    cluster: Cluster, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_cache, "SHORTEST_PAUSE", 60.0)
    monkeypatch.setattr(local_cache, "LONGEST_PAUSE", 60.0)
    node = cluster.nodes[0]
    with connect(node.address, local_cache=True) as store:
        for _ in range(50):
            assert store.get("k") is None
        assert asked(cluster, "KV_STATUS") == 1
        assert store.cache.reason == "node 1 shares no hot keys with this host"
        assert store.cache.fallbacks == 50


def unusable(kind: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> SharedKeys:
    node = cluster.nodes[0]
    if kind == "of another node":
        return SharedKeys(node, number=2)
    if kind == "of another cluster":
        return SharedKeys(node, cluster=8)
    shared = SharedKeys(node)
    if kind == "not there":
        node.properties["cache_segment"] = shared.name[:-12] + "0123456789ab"
    elif kind == "no name":
        node.properties["cache_segment"] = "/../../etc/passwd"
    elif kind == "damaged":
        shared.damage(40, b"\xff\xff")
    elif os.geteuid() == 0:
        shared.give_away(65534)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 65534)
    return shared


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("of another node", "is not of node 1"),
        ("of another cluster", "is not of node 1"),
        ("not there", "cannot be opened"),
        ("no name", "is no segment's name"),
        ("damaged", "damaged"),
        ("of another user", "belongs to user"),
    ],
)
def test_an_unusable_segment_is_done_without(
    cluster: Cluster, connect: Connect, monkeypatch: pytest.MonkeyPatch, kind: str, reason: str
) -> None:
    with unusable(kind, cluster, monkeypatch) as shared:
        shared.put(b"k", b"shared")
        with connect(cluster.nodes[0].address, local_cache=True) as store:
            store.put("k", "asked")
            for consistency in LEVELS:
                assert value(store, consistency=consistency) == b"asked"
            assert reason in store.cache.reason
            assert store.cache.node == 0


def test_whom_the_node_names_may_own_it(
    cluster: Cluster, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = 65534 if os.geteuid() == 0 else os.getuid()
    cluster.nodes[0].properties["cache_owner"] = str(owner)
    with unusable("of another user", cluster, monkeypatch) as shared:
        shared.put(b"k", b"shared")
        with connect(cluster.nodes[0].address, local_cache=True) as store:
            assert value(store) == b"shared"


def test_damage_is_a_miss(shared: SharedKeys, store: Any) -> None:
    dice = random.Random(3)  # noqa: S311 (played dice)
    end = len(shared.segment.memory.main)
    for _ in range(60):
        at = dice.randrange(512, end)
        shared.damage(at, dice.randbytes(min(dice.randrange(1, 4096), end - at)))
        for consistency in LEVELS:
            assert value(store, consistency=consistency) in {b"shared", b"asked"}
    shared.damage(512, dice.randbytes(end - 512))
    for consistency in LEVELS:
        assert value(store, consistency=consistency) == b"asked"


# ---------------------------------------------------------------------- closing, forking


def test_a_closed_store_lets_go_and_opens_again_when_it_is_used(
    cluster: Cluster, store: Any
) -> None:
    assert value(store) == b"shared"
    store.close()
    assert store.cache.node == 0
    assert store.cache.reader is None
    assert value(store) == b"shared"
    assert asked(cluster, "KV_STATUS") == 2
    assert asked(cluster) == 0


FORKING = """
import os, sys, kvstore
with kvstore.connect(sys.argv[1], local_cache=True) as store:
    assert store.get("k").value == b"shared"
    child = os.fork()
    if child == 0:
        assert store.cache.reader.lease(b"k") is None
        assert store.cache.hits == 1
        with kvstore.connect(sys.argv[1], local_cache=True) as own:
            assert own.get("k").value == b"shared"
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert store.get("k").value == b"shared"
    assert store.cache.hits == 2
"""


def test_the_child_of_a_fork_takes_nothing_from_its_parents_segment(
    cluster: Cluster, shared: SharedKeys
) -> None:
    shared.put(b"k", b"shared")
    done = subprocess.run(
        [sys.executable, "-c", FORKING, cluster.nodes[0].address],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert asked(cluster) == 0
