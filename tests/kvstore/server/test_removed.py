"""A node that is removed from its cluster is told so, and tells whoever asks it."""

from __future__ import annotations

import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import kvstore
from kvstore.client.admin import Admin
from kvstore.node.cluster_key import make_key
from tests.kvstore.cluster import Cluster, free_ports, within
from tests.kvstore.endpoint import fetch
from tests.kvstore.product import Kvd, kvctl

LINE = "was removed from its cluster"


@contextmanager
def three(folder: Path) -> Iterator[tuple[Cluster, int, bytes, int]]:
    """A cluster, a follower of it, the key, and the port of that follower's HTTP endpoint."""
    key_file = folder / "key"
    key = make_key(key_file)
    with Cluster(folder, f"--cluster-key-file={key_file}") as cluster:
        (port,) = free_ports(1)
        goer = next(node for node in cluster.nodes if node != cluster.leader())
        node = cluster.nodes[goer]
        node.options = (*node.options, f"--metrics-port={port}")
        node.stop()
        node.start()
        assert within(10, lambda: readiness(port)[0] == 200)
        yield cluster, goer, key, port


def readiness(port: int) -> tuple[int, str]:
    try:
        return fetch(port, "/readyz")
    except urllib.error.URLError:
        return 0, ""


def remove(cluster: Cluster, goer: int, key: bytes) -> None:
    with Admin(cluster.nodes[cluster.leader()].server, key=key, timeout=10) as operator:
        operator.remove_member(goer)


def tells(node: Kvd, port: int) -> None:
    """The node knows it, says so everywhere, and does not come back."""
    assert within(15, lambda: LINE in readiness(port)[1]), readiness(port)
    assert readiness(port)[0] == 503
    status = kvctl("status", server=node.server)
    assert status.returncode != 0
    assert LINE in (status.stdout + status.stderr).decode()
    complaints = node.stop()
    assert node.process.returncode == 0
    assert complaints.count(LINE) == 1, complaints
    assert f": stop it, and delete its data folder {node.folder}" in complaints
    assert "kvctl member add" in complaints
    node.launch()
    _, told = node.process.communicate(timeout=20)
    assert node.process.returncode == 1
    assert told.count("\n") == 1
    assert LINE in told
    assert f": delete its data folder {node.folder}" in told, "it does not run"


def test_a_member_that_runs_hears_that_it_was_removed(tmp_path: Path) -> None:
    with three(tmp_path) as (cluster, goer, key, port):
        remove(cluster, goer, key)
        tells(cluster.nodes[goer], port)
        with kvstore.connect(cluster.servers) as store:
            store.put("the others", "go on")


def test_a_member_that_was_removed_while_it_was_down_hears_it_when_it_starts(
    tmp_path: Path,
) -> None:
    with three(tmp_path) as (cluster, goer, key, port):
        node = cluster.nodes[goer]
        node.kill()
        with Admin(cluster.nodes[cluster.leader()].server, key=key, timeout=10) as at_leader:
            assert within(10, lambda: not at_leader.members().members[goer - 1].reachable), (
                "it is dead"
            )
        remove(cluster, goer, key)
        node.start()
        tells(node, port)


@pytest.mark.parametrize("also_restarted", [False, True])
def test_a_member_is_not_removed_by_what_others_have_forgotten(
    tmp_path: Path, *, also_restarted: bool
) -> None:
    """Nobody leads, so everybody asks everybody; nobody may conclude anything from it."""
    with three(tmp_path) as (cluster, goer, _, port):
        others = [node for node in cluster.nodes if node != goer]
        cluster.nodes[others[0]].kill()
        cluster.nodes[others[1]].kill()
        assert within(10, lambda: "no leader" in readiness(port)[1])
        if also_restarted:
            cluster.nodes[goer].kill()
            cluster.nodes[goer].launch()
        for node in others:
            cluster.nodes[node].start()
        assert within(10, lambda: readiness(port)[0] == 200)
