"""Watches, transactions, leases, locks and elections, in both colours."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest

import kvstore
from kvstore import errors
from kvstore.client.values import key_range
from tests.kvstore.client.fake_cluster import Cluster

Connect = Callable[..., Any]

# ------------------------------------------------------------------ watch


def told(events: Any) -> list[tuple[str, bytes, bytes]]:
    return [(event.kind, event.item.key, event.item.value) for event in events]


def test_a_watch_tells_what_changes_from_now_on(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store:
        store.put("a/0", "before")
        with store.watch(prefix="a/", previous=True) as events:
            store.put("a/1", "x")
            store.put("b", "not watched")
            store.put("a/1", "y")
            store.delete("a/1")
            found = list(islice(events, 3))
        assert told(found) == [
            ("put", b"a/1", b"x"),
            ("put", b"a/1", b"y"),
            ("delete", b"a/1", b""),
        ]
        assert [event.previous and event.previous.value for event in found] == [None, b"x", b"y"]


def test_a_watch_from_a_revision_is_gapless_over_nodes(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers, timeout=3.0) as store:
        first = store.put("k", "0").revision
        events = store.watch("k", revision=first)
        seen = told([next(events)])
        for number in range(1, 7):
            store.put("k", str(number))
            node = cluster.nodes[number % 3]
            if number % 2:
                cluster.stop(node)
                seen += told([next(events)])
                cluster.start(node)
            else:
                node.faults += ["unavailable"]
                seen += told([next(events)])
        assert seen == [("put", b"k", b"%d" % number) for number in range(7)]
        assert events.revision == first + 7


def test_watched_kinds_and_ranges(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store:
        ranges = [key_range("a"), key_range(prefix="x")]
        with (
            store.watch(ranges=ranges, puts=False) as deletes,
            store.watch(start="a", end="b", deletes=False) as puts,
            store.watch() as everything,
        ):
            for key in ("a", "b", "xy"):
                store.put(key, "v")
                store.delete(key)
            assert told(deletes.poll(2.0)) == [("delete", b"a", b""), ("delete", b"xy", b"")]
            assert told(puts.poll(2.0)) == [("put", b"a", b"v")]
            assert len(list(islice(everything, 6))) == 6
            assert everything.poll(0.05) == ()


def test_a_revision_of_many_changes_is_told_in_parts(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store:
        txn = store.txn()
        for number in range(11):
            txn.then.put(f"k{number:02}", "v")
        revision = txn.commit().revision
        events = store.watch(prefix="k", revision=revision)
        found = []
        while len(found) < 11:
            part = events.poll(2.0)
            assert 0 < len(part) <= 4
            cluster.nodes[len(found) % 3].faults.append("unavailable")
            found += part
        assert [event.item.key for event in found] == [b"k%02d" % n for n in range(11)]
        assert {event.item.mod_revision for event in found} == {revision}


def test_a_watch_below_the_floor_says_so(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store:
        for number in range(5):
            store.put("k", str(number))
        store.compact(4)
        with pytest.raises(errors.Compacted) as caught:
            next(store.watch("k", revision=2))
        assert caught.value.floor == 4
        assert told([next(store.watch("k", revision=4))]) == [("put", b"k", b"3")]
        with pytest.raises(errors.Compacted):
            store.get("k", revision=3)


def test_a_watch_that_reached_nobody_goes_on_where_it_was(
    cluster: Cluster, connect: Connect
) -> None:
    with connect(cluster.servers) as store, store.watch("k", timeout=0.2) as events:
        for node in cluster.nodes:
            node.faults += ["no_quorum"] * 10_000
        with pytest.raises(errors.NoQuorum):
            events.poll(0.1)
        for node in cluster.nodes:
            node.faults.clear()
        store.put("k", "v")
        assert told([next(events)]) == [("put", b"k", b"v")]


def test_closing_a_watch_ends_its_iteration(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store:
        with store.watch("k") as events:
            store.put("k", "v")
        assert list(events) == []


def test_a_closed_store_keeps_no_connection(cluster: Cluster) -> None:
    store = kvstore.connect(cluster.servers)
    with store.watch("k") as events:
        thread = threading.Thread(target=events.poll, args=(0.5,))
        thread.start()
        wait_until(lambda: not store._driver._idle.get(f"tcp://{cluster.nodes[0].address}"))
        store.close()
        thread.join(20)
    assert not any(store._driver._idle.values())


def test_one_range_or_several(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store:
        with pytest.raises(errors.InvalidRequest):
            store.watch("k", ranges=[key_range("k")])
        with pytest.raises(errors.InvalidRequest):
            store.watch(ranges=[key_range("k")] * 17)


# ------------------------------------------------------------------ transactions


def test_a_transaction_takes_one_branch(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store:
        txn = store.txn()
        txn.when("k", "create_revision", "==", 0)
        txn.then.put("k", "1").put("l", "2", previous=True).get("k")
        txn.otherwise.get(prefix="", keys_only=True).delete("l", previous=True)
        made = txn.commit()
        assert made.succeeded
        assert (made.revision, made.durable_nodes) == (1, 3)
        assert [type(each).__name__ for each in made.results] == ["TxnPut", "TxnPut", "TxnRange"]
        assert made.results[2].items[0].value == b"1"
        again = txn.commit()
        assert not again.succeeded
        assert [item.key for item in again.results[0].items] == [b"k", b"l"]
        assert (again.results[1].deleted, again.results[1].previous[0].value) == (1, b"2")


@pytest.mark.parametrize(
    ("comparison", "holds"),
    [
        (("k", "value", "==", "b"), True),
        (("k", "value", "<", b"c"), True),
        (("k", "value", ">", "c"), False),
        (("k", "version", "==", 2), True),
        (("k", "mod_revision", ">", 1), True),
        (("k", "create_revision", "!=", 1), False),
        (("k", "lease", "==", 0), True),
        (("absent", "value", "!=", "b"), False),
        (("absent", "version", "<", 1), True),
    ],
)
def test_comparisons(cluster: Cluster, connect: Connect, comparison: Any, holds: bool) -> None:
    with connect(cluster.servers) as store:
        store.put("k", "a")
        store.put("k", "b")
        assert store.txn().when(*comparison).commit().succeeded == holds


@pytest.mark.parametrize(
    "comparison",
    [
        ("k", "size", "==", 1),
        ("k", "value", "~", "x"),
        ("k", "value", "==", 1),
        ("k", "version", "==", "1"),
    ],
)
def test_comparisons_that_make_no_sense(
    cluster: Cluster, connect: Connect, comparison: Any
) -> None:
    with connect(cluster.servers) as store, pytest.raises(errors.InvalidRequest):
        store.txn().when(*comparison)


# ------------------------------------------------------------------ leases


def test_leases_by_hand(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store:
        lease, ttl = store.lease_grant(10.0)
        assert ttl == 10.0
        assert store.lease_grant(1.5, lease=5) == (5, 1.5)
        with pytest.raises(errors.LeaseExists):
            store.lease_grant(1.5, lease=5)
        for number in range(5):
            store.put(f"k{number}", "v", lease=lease)
        store.put("k0", "w", keep_lease=True)
        store.put("k1", None, lease=5)
        store.put("k2", "free")
        cluster.advance(1.0)
        status = store.lease_ttl(lease, keys=True)
        assert (status.granted_ttl, status.ttl) == (10.0, 9.0)
        assert status.keys == (b"k0", b"k3", b"k4")
        assert store.lease_ttl(lease).keys == ()
        assert store.lease_keepalive(lease) == 10.0
        assert [info.lease for info in store.leases()] == sorted([5, lease])
        cluster.advance(2.0)
        assert store.get("k1") is None
        revoked = store.lease_revoke(lease)
        assert revoked.deleted == 3
        assert [item.key for item in store.range(prefix="k")] == [b"k2"]
        with pytest.raises(errors.LeaseUnknown):
            store.lease_keepalive(lease)
        with pytest.raises(errors.KeyMissing):
            store.put("absent", None, lease=0)


def test_a_lease_is_kept_for_its_block_and_ended_with_it(
    cluster: Cluster, connect: Connect
) -> None:
    with connect(cluster.servers) as store:
        with store.lease(0.6) as lease:
            store.put("k", "v", lease=lease.id)
            for _ in range(4):  # twice its time, in steps
                kept = len(cluster.headers("KV_LEASE_KEEPALIVE"))
                wait_until(lambda kept=kept: len(cluster.headers("KV_LEASE_KEEPALIVE")) > kept)
                cluster.advance(0.3)
            assert not lease.lost
            lease.check()
            assert store.get("k") is not None
        assert store.get("k") is None
        assert cluster.model.leases == {}


def test_a_lease_that_ended_is_lost(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store, store.lease(0.3) as lease:
        cluster.advance(1.0)
        wait_until(lambda: lease.lost)
        with pytest.raises(errors.LeaseUnknown, match="begin anew"):
            lease.check()


def test_a_lease_that_cannot_be_renewed_counts_as_lost(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store, store.lease(0.3) as lease:
        for node in cluster.nodes:
            node.faults += ["no_quorum"] * 10_000
        wait_until(lambda: lease.lost)
        for node in cluster.nodes:
            node.faults.clear()


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20.0
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


# ------------------------------------------------------------------ locks and elections


def test_a_lock_has_one_holder_and_growing_revisions(cluster: Cluster, connect: Connect) -> None:
    held: list[int] = []
    inside: list[int] = []

    def work(number: int) -> None:
        with connect(cluster.servers, timeout=10.0) as store:
            for _ in range(3):
                with store.lock("jobs", ttl=30.0, wait=60.0) as lock:
                    inside.append(number)
                    assert len(inside) == 1
                    held.append(lock.revision)
                    lock.check()
                    inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(held) == 12
    assert held == sorted(held)
    assert cluster.model.states[-1] == {}


def test_a_lock_that_is_not_free_in_time_leaves_no_trace(
    cluster: Cluster, connect: Connect
) -> None:
    with connect(cluster.servers) as store, store.lock("jobs", value="me") as lock:
        assert store.get(lock.key).value == b"me"
        with pytest.raises(errors.DeadlineExceeded, match=r" in 'jobs' for"):
            store.lock("jobs", wait=0.3).__enter__()
        assert store.count(prefix="jobs/") == 1


def test_a_lock_of_a_dead_holder_is_taken_over(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store:
        dead = store.lease_grant(60.0).lease
        store.put(b"jobs/%016x" % dead, "", lease=dead)
        waiter: list[int] = []

        def wait() -> None:
            with store.lock("jobs", ttl=600.0, wait=20.0) as lock:
                waiter.append(lock.revision)

        thread = threading.Thread(target=wait)
        thread.start()
        wait_until(lambda: store.count(prefix="jobs/") == 2)
        assert waiter == []
        cluster.advance(61.0)
        thread.join(20)
        assert len(waiter) == 1


def test_a_place_in_the_queue_ends_with_its_lease(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store, store.lock("jobs", ttl=600.0):
        failures: list[BaseException] = []

        def wait() -> None:
            try:
                store.lock("jobs", ttl=60.0, wait=20.0).__enter__()
            except errors.KvError as error:
                failures.append(error)

        thread = threading.Thread(target=wait)
        thread.start()
        wait_until(lambda: store.count(prefix="jobs/") == 2)
        _, waiting = sorted(cluster.model.leases)
        store.lease_revoke(waiting)
        cluster.do(lambda: cluster.model.revoke(min(cluster.model.leases)))
        thread.join(20)
        assert [type(failure) for failure in failures] == [errors.LeaseUnknown]


def test_an_election(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store:
        election = store.election("boss")
        assert election.leader() is None
        seen = election.observe()
        with election.campaign("ann") as ann:
            assert election.leader().value == b"ann"
            assert next(seen).value == b"ann"
            ann.proclaim("ann, awake")
            assert next(seen).value == b"ann, awake"
            with pytest.raises(errors.DeadlineExceeded):
                store.election("boss").campaign("bob", wait=0.2).__enter__()
        with election.campaign("cid") as cid:
            leader = next(seen)
            assert (leader.value, leader.create_revision) == (b"cid", cid.revision)
            assert cid.revision > ann.revision
            cluster.do(lambda: cluster.model.revoke(leader.lease))
            with pytest.raises(errors.LeaseUnknown):
                cid.proclaim("still here")
            assert cid.lost


def test_the_queue_outlives_a_change_of_leader(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers, timeout=1.0) as store:
        with store.lock("jobs", ttl=60.0):
            got: list[bool] = []

            def wait() -> None:
                with store.lock("jobs", ttl=60.0, wait=20.0):
                    got.append(True)

            thread = threading.Thread(target=wait)
            thread.start()
            wait_until(lambda: store.count(prefix="jobs/") == 2)
            cluster.stop(cluster.nodes[0])
            cluster.leader = cluster.nodes[1]
            store.compact(cluster.model.revision)
        thread.join(20)
        assert got == [True]
