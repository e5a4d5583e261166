"""Real nodes that come, get a vote, lose their folders, and go, as an operator has them do it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import kvstore
from kvstore import errors
from kvstore.client.admin import Admin
from kvstore.node.cluster_key import make_key
from tests.kvstore.cluster import Cluster, free_ports
from tests.kvstore.product import Kvd


def within(seconds: float, true: Callable[[], object]) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def test_a_member_is_added_promoted_led_by_and_removed(tmp_path: Path) -> None:
    key_file = tmp_path / "key"
    key = make_key(key_file)
    option = f"--cluster-key-file={key_file}"
    with Cluster(tmp_path, option) as cluster:
        (port,) = free_ports(1)
        follower = next(node for node in cluster.nodes if node != cluster.leader())
        with (
            Admin(cluster.nodes[follower].server, key=key, timeout=10) as operator,
            kvstore.connect(cluster.servers) as store,
        ):
            within(5, lambda: all(each.reachable for each in operator.members().members))
            store.put("before", "it came")
            added = operator.add_member(f"localhost:{port}")
            assert [each.voter for each in added.members] == [True, True, True, False]
            new = Kvd(
                tmp_path / "node-4",
                "--id=4",
                f"--peers={cluster.nodes[follower].server}",
                option,
                port=port,
            )
            cluster.nodes[4] = new
            new.start()
            members = operator.promote_member(4).members
            assert [each.voter for each in members] == [True] * 4
            with kvstore.connect(new.server) as there:
                found = there.get("before")
                assert found is not None
                assert found.value == b"it came"
            assert operator.move_leader(4) == 4
            within(5, lambda: operator.members().leader == 4)
            store.put("after", "it leads")

            # It keeps its place over a restart, whatever its flags say.
            new.stop()
            new.start()
            within(5, lambda: operator.members().members[3].reachable)
            hashes = set()
            for node in cluster.nodes.values():
                with Admin(node.server, key=key) as one:
                    revision = store.put("same", "everywhere").revision
                    within(5, lambda one=one: one.members().leader)  # type: ignore[misc]
                    store.get("same")
                    hashes.add(one.content_hash(2).hash)
                    assert revision
            assert len(hashes) == 1

            assert [each.node_id for each in operator.remove_member(4).members] == [1, 2, 3]
            new.kill()
            del cluster.nodes[4]
            store.put("still", "here")


def test_a_member_that_lost_its_folder_is_refused_and_can_be_replaced(tmp_path: Path) -> None:
    key_file = tmp_path / "key"
    key = make_key(key_file)
    with Cluster(tmp_path, f"--cluster-key-file={key_file}") as cluster:
        cluster.leader()
        lost = cluster.nodes[3]
        lost.kill()
        shutil.rmtree(tmp_path / "node-3")
        lost.launch()
        assert lost.process is not None
        _, told = lost.process.communicate(timeout=20)
        assert lost.process.returncode == 1
        assert "kvctl member remove 3" in told
        with Admin(cluster.nodes[1].server, key=key, timeout=10) as operator:
            within(5, lambda: not operator.members().members[2].reachable)
            within(10, lambda: operator.members().leader in {1, 2})
            leader = operator.members().leader
            # It is the leader that has to miss the member, not the node that is asked.
            with Admin(cluster.nodes[leader].server, key=key, timeout=10) as at_leader:
                within(5, lambda: not at_leader.members().members[2].reachable)
            with pytest.raises(errors.NoQuorum):
                operator.remove_member(3 - leader)
            assert [each.node_id for each in operator.remove_member(3).members] == [1, 2]
            with kvstore.connect(cluster.servers) as store:
                store.put("still", "here")


def test_a_member_that_lost_its_log_alone_does_not_come_back_under_its_name(
    tmp_path: Path,
) -> None:
    """Its birth is that of the member: only the folder itself knows that something is missing."""
    key_file = tmp_path / "key"
    make_key(key_file)
    with Cluster(tmp_path, f"--cluster-key-file={key_file}") as cluster:
        cluster.leader()
        with kvstore.connect(cluster.servers) as store:
            store.put("on", "all")
        lost = cluster.nodes[3]
        lost.kill()
        shutil.rmtree(tmp_path / "node-3" / "wal")
        for mark_is_there in (True, False):
            lost.launch()
            assert lost.process is not None
            _, told = lost.process.communicate(timeout=20)
            assert lost.process.returncode == 1
            assert "under a new" in told
            if mark_is_there:  # as a release left it that kept no mark
                (tmp_path / "node-3" / "member").unlink()


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("asked", ["leader", "follower"])
def test_a_leader_that_is_removed_hands_over_first(tmp_path: Path, count: int, asked: str) -> None:
    key_file = tmp_path / "key"
    key = make_key(key_file)
    with Cluster(tmp_path, f"--cluster-key-file={key_file}", count=count) as cluster:
        leader = cluster.leader()
        other = next(node for node in cluster.nodes if node != leader)
        at = leader if asked == "leader" else other
        with Admin(cluster.nodes[at].server, key=key, timeout=10) as operator:
            within(5, lambda: all(each.reachable for each in operator.members().members))
            left = operator.remove_member(leader)
        assert {each.node_id for each in left.members} == set(cluster.nodes) - {leader}
        # Who stays is led at once: nobody has to miss the old leader first.
        assert left.leader in set(cluster.nodes) - {leader}
        with kvstore.connect(cluster.nodes[left.leader].server) as store:
            begun = time.monotonic()
            store.put("still", "led")
            assert time.monotonic() - begun < 5


def test_a_second_learner_has_to_wait_for_the_first(tmp_path: Path) -> None:
    key_file = tmp_path / "key"
    key = make_key(key_file)
    option = f"--cluster-key-file={key_file}"
    ports = free_ports(2)
    with (
        Kvd(tmp_path / "node-1", "--id=1", option) as only,
        Admin(only.server, key=key, timeout=10) as operator,
    ):
        operator.add_member(f"localhost:{ports[0]}")
        with pytest.raises(errors.Busy, match=r"node 2 .* is not heard of yet: start it first"):
            operator.add_member(f"localhost:{ports[1]}")
        # It listens in vain: it can be given up, or started.
        second = Kvd(tmp_path / "node-2", "--id=2", f"--peers={only.server}", option, port=ports[0])
        second.start()
        try:
            within(10, lambda: operator.members().members[1].match_index > 0)
            within(10, lambda: operator.members().members[1].reachable)
            assert len(operator.add_member(f"localhost:{ports[1]}").members) == 3
        finally:
            second.kill()


def test_any_node_lists_what_the_leader_knows_and_itself_where_nobody_leads(
    tmp_path: Path,
) -> None:
    key_file = tmp_path / "key"
    key = make_key(key_file)
    with Cluster(tmp_path, f"--cluster-key-file={key_file}") as cluster:
        cluster.leader()
        for node in cluster.nodes.values():
            with Admin(node.server, key=key, timeout=5) as operator:
                within(5, lambda: all(each.match_index for each in operator.members().members))
        cluster.nodes[1].kill()
        cluster.nodes[2].kill()
        with Admin(cluster.nodes[3].server, key=key, timeout=5) as operator:
            within(5, lambda: not operator.members().leader)
            left = operator.members().members
            assert [each.node_id for each in left] == [1, 2, 3]
            assert {each.match_index for each in left} == {0}
