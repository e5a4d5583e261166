"""Changes against a cluster that loses answers, redirects, and forgets sessions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from kvstore import errors
from tests.kvstore.client.fake_cluster import Cluster

Connect = Callable[..., Any]

FOR_NOW = ["lose", "drop", "unsure", "busy", "unavailable", "no_quorum"]


@pytest.mark.parametrize("fault", FOR_NOW)
def test_a_change_is_done_once_whatever_becomes_of_its_answer(
    cluster: Cluster, connect: Connect, fault: str
) -> None:
    with connect(cluster.servers, timeout=4.0) as store:
        store.put("k", "0")
        assert cluster.leader is not None
        cluster.leader.faults += [fault]
        done = store.put("k", "1", previous=True)
        assert done.previous.value == b"0"
        assert store.get("k").key_version == 2
    puts = cluster.headers("KV_PUT")
    assert len({header.session for header in puts}) == 1
    assert sorted({header.sequence for header in puts}) == [1, 2]


def test_every_kind_of_change_is_numbered(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store:
        store.put("k", "v")
        store.delete("k")
        store.txn().commit()
        store.lease_revoke(store.lease_grant(5.0).lease)
        numbered = ["KV_PUT", "KV_DELETE", "KV_TXN", "KV_LEASE_GRANT", "KV_LEASE_REVOKE"]
        headers = [header for name in numbered for header in cluster.headers(name)]
        # Every answer has arrived before the next change goes out.
        last = {h.sequence: h.lowest_unanswered for h in headers}
        assert last == {number: number for number in range(1, 6)}


def test_outcomes_are_kept_for_as_long_as_they_are_wanted(
    cluster: Cluster, connect: Connect
) -> None:
    with connect(cluster.servers) as store:
        for number in range(20):
            store.put("k", str(number))
        assert len(cluster.model.outcomes) == 1


def test_a_session_is_opened_for_the_first_change_and_closed_at_the_end(
    cluster: Cluster, connect: Connect
) -> None:
    with connect(cluster.servers) as store:
        store.get("k")
        assert not cluster.headers("KV_SESSION_OPEN")
        store.put("k", "v")
        assert len(cluster.model.sessions) == 1
    assert cluster.model.sessions == {}


def test_threads_share_one_session(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers, timeout=10.0) as store:
        threads = [threading.Thread(target=store.put, args=(f"k{n}", "v")) for n in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert store.count(prefix="k") == 16
    assert len(cluster.headers("KV_SESSION_OPEN")) == 1
    assert sorted({h.sequence for h in cluster.headers("KV_PUT")}) == list(range(1, 17))


def test_a_forgotten_session_leaves_the_outcome_unknown(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers) as store:
        store.put("k", "before")
        cluster.do(cluster.model.sessions.clear)
        with pytest.raises(errors.SessionLost, match="outcome of the change is unknown") as caught:
            store.put("k", "lost")
        assert caught.value.may_have_executed
        assert store.get("k").value == b"before"
        store.put("k", "after")  # another change, which may have a session of its own
        assert store.get("k").key_version == 2
    assert len({header.session for header in cluster.headers("KV_PUT")}) == 2


def test_a_change_that_met_its_deadline_is_never_done_later(
    cluster: Cluster, connect: Connect
) -> None:
    """What was given up is fenced off by the next change: its number is below the lowest."""
    with connect(cluster.servers, timeout=5.0) as store:
        store.put("k", "0")
        for node in cluster.nodes:
            node.faults += ["drop"] * 50
        with pytest.raises(errors.KvError) as caught:
            store.put("k", "late", timeout=0.5)
        assert caught.value.may_have_executed
        for node in cluster.nodes:
            node.faults.clear()
        store.put("k", "1")
        given_up, then = (
            next(h for h in cluster.headers("KV_PUT") if h.sequence == n) for n in (2, 3)
        )
        assert then.lowest_unanswered > given_up.sequence


@pytest.mark.parametrize("told", ["address", "nowhere", "nonsense"])
def test_the_leader_is_asked_itself_or_through_others(
    cluster: Cluster, connect: Connect, told: str
) -> None:
    one, two, three = cluster.nodes
    cluster.leader = three
    three.told_address = {"address": three.address, "nowhere": "127.0.0.1:1"}.get(told, "?")
    with connect(f"{one.address},{two.address}", timeout=4.0) as store:
        store.put("k", "1")
        before = len(three.received)
        store.put("k", "2")
        assert store.get("k").key_version == 2
    if told == "address":
        assert len(three.received) > before  # known by now, and asked first
    else:
        assert {h.hops for h in cluster.headers("KV_PUT")} >= {0}


def test_one_node_is_asked_to_pass_calls_on(cluster: Cluster, connect: Connect) -> None:
    cluster.leader = cluster.nodes[2]
    with connect(cluster.nodes[0].address) as store:
        store.put("k", "v")
    assert [h.hops for h in cluster.headers("KV_PUT")] == [0]


def test_a_change_follows_the_leadership(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers, timeout=4.0) as store:
        store.put("k", "0")
        cluster.nodes[0].faults += ["lose"]
        cluster.stop(cluster.nodes[0])
        cluster.leader = cluster.nodes[1]
        store.put("k", "1")
        assert store.get("k").key_version == 2


def test_without_a_quorum_the_error_names_whom_it_lacked(
    cluster: Cluster, connect: Connect
) -> None:
    cluster.leader = None
    with connect(cluster.servers, timeout=0.5) as store:
        with pytest.raises(errors.NoQuorum) as caught:
            store.put("k", "v")
        assert not caught.value.may_have_executed
        assert caught.value.unreachable == ("lost:9009",)


def test_a_silent_leader_is_what_the_error_is_about(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers, timeout=0.6) as store:
        store.put("k", "0")
        cluster.nodes[0].faults += ["drop"] * 99
        with pytest.raises(errors.DeadlineExceeded, match="read the keys to see") as caught:
            store.put("k", "1")
        assert caught.value.may_have_executed
        cluster.nodes[0].faults.clear()


def test_a_quorum_lost_on_the_way_leaves_it_open(cluster: Cluster, connect: Connect) -> None:
    with connect(cluster.servers, timeout=1.0) as store:
        store.put("k", "0")
        for node in cluster.nodes:
            node.faults += ["no_quorum"] * 99
        cluster.nodes[0].faults.appendleft("unsure")
        with pytest.raises(errors.NoQuorum, match="an earlier attempt") as caught:
            store.put("k", "1")
        assert caught.value.may_have_executed
        assert "nothing was changed" not in str(caught.value)


def test_opting_out_means_no_session_and_no_second_attempt(
    cluster: Cluster, connect: Connect
) -> None:
    with connect(cluster.servers, exactly_once=False) as store:
        cluster.nodes[0].faults += ["unsure"]
        with pytest.raises(errors.DeadlineExceeded) as caught:
            store.put("k", "v")
        assert caught.value.may_have_executed
        assert [h.session for h in cluster.headers("KV_PUT")] == [0]
        cluster.nodes[0].faults += ["busy"]
        store.put("k", "v")  # refused for now is not sent
    assert not cluster.headers("KV_SESSION_OPEN")


def test_nodes_without_sessions_are_told_apart(cluster: Cluster, connect: Connect) -> None:
    cluster.sessions_served = False
    with connect(cluster.servers) as store:
        with pytest.raises(errors.Unsupported, match="exactly_once=False") as caught:
            store.put("k", "v")
        assert not caught.value.may_have_executed
        assert store.get("k") is None
    with connect(cluster.servers, exactly_once=False) as store:
        store.put("k", "v")
