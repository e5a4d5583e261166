"""What real nodes do by themselves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import kvstore
from kvstore.errors import NoSpace
from tests.kvstore.cluster import Cluster, within
from tests.kvstore.forgetful_node import KEY
from tests.kvstore.product import ENVIRONMENT, ROOT, Kvd, kvctl
from tests.kvstore.small_disk import small_disk

LATER = [sys.executable, "-m", "tests.kvstore.later_release"]
FORGETFUL = [sys.executable, "-m", "tests.kvstore.forgetful_node"]


def alarms(node: Kvd) -> list[tuple[str, int]]:
    """What a user is shown of them."""
    shown = kvctl("-o", "json", "status", server=node.server)
    assert shown.returncode == 0, shown
    (status,) = json.loads(shown.stdout)
    return [(alarm["kind"], alarm["node_id"]) for alarm in status["alarms"]]


def done(node: Kvd, *arguments: str) -> bytes:
    ran = kvctl(*arguments, server=node.server)
    assert ran.returncode == 0, ran
    return ran.stdout


def level(cluster: Cluster, node: int) -> str:
    return {each.name: each.value for each in cluster.status(node).properties}["feature_level"]


# ---------------------------------------------------------------------- feature levels


def test_an_old_and_a_new_release_work_together_until_all_are_new(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path)
    one, two, three = cluster.nodes.values()
    three.program = LATER
    with cluster:
        assert within(10, lambda: [level(cluster, node) for node in (1, 2, 3)] == ["1"] * 3)
        for leader in (3, 1):  # the new one leads old ones, and an old one leads the new one
            done(one, "move-leader", str(leader))
            assert within(10, lambda leader=leader: cluster.leader() == leader)
            for node in cluster.nodes.values():
                done(node, "put", "--wait=all", f"led by {leader}", f"by {node.port}")
                for other in cluster.nodes.values():
                    assert done(other, "get", f"led by {leader}") == b"by %d\n" % node.port
        done(one, "move-leader", "3")
        assert within(10, lambda: cluster.leader() == 3)
        refused = kvctl("put", "append/k", "x", server=three.server)
        assert refused.returncode != 0
        assert b"needs feature level 2, and 1 is in force" in refused.stderr
        assert kvctl("get", "append/k", server=three.server).returncode == 1
        same_contents(cluster)
        for node in (one, two):
            node.stop()
            node.program = LATER
            node.start()
        assert within(15, lambda: [level(cluster, node) for node in (1, 2, 3)] == ["2"] * 3)
        for value in ("a", "b", "c"):
            done(cluster.nodes[cluster.leader()], "put", "append/k", value)
        for node in cluster.nodes.values():
            assert done(node, "get", "append/k") == b"abc\n"
        same_contents(cluster)
        # There is no way back: the old release says so, and touches nothing.
        two.stop()
        old = subprocess.run(
            [
                sys.executable,
                "-m",
                "kvstore.server.main",
                "--id=2",
                f"--port={two.port}",
                f"--data-dir={two.folder}",
                "--no-rpcbind",
                f"--peers=localhost:{one.port},localhost:{three.port}",
            ],
            capture_output=True,
            timeout=30,
            check=False,
            env=ENVIRONMENT,
            cwd=ROOT,
        )
        assert old.returncode == 1
        (line,) = old.stderr.decode().splitlines()
        assert "cannot be applied by this release" in line
        assert "start a newer release on this folder" in line
        two.start()
        assert done(two, "get", "append/k") == b"abc\n"


def same_contents(cluster: Cluster) -> None:
    ran = kvctl("hash", server=cluster.nodes[1].server)
    assert ran.returncode == 0, ran


# ---------------------------------------------------------------------- contents


def test_nodes_that_agree_raise_no_alarm_and_one_that_differs_is_named(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, "--audit-interval=1")
    broken = cluster.nodes[2]
    broken.program = FORGETFUL
    with cluster:
        with kvstore.connect(cluster.servers) as store:
            for number in range(20):
                store.put(f"k{number}", "v")
        assert not within(4, lambda: alarms(cluster.nodes[1]))
        done(cluster.nodes[1], "put", "--wait=all", KEY.decode(), "value")
        for node in cluster.nodes.values():
            assert within(10, lambda node=node: alarms(node) == [("corrupt", 2)])
        health = kvctl("health", server=cluster.nodes[1].server)
        assert (health.returncode, b"corrupt" in health.stdout) == (1, True)


# ---------------------------------------------------------------------- past revisions


def test_past_revisions_go_by_themselves(tmp_path: Path) -> None:
    with Cluster(tmp_path, "--auto-compaction=20") as cluster:
        node = cluster.nodes[1]
        with kvstore.connect(cluster.servers) as store:
            for number in range(50):
                store.put("k", str(number))

        def floor() -> int:
            return int(status(node)["compacted_revision"])

        assert within(10, lambda: floor() > 0)
        assert 20 <= int(status(node)["revision"]) - floor() <= 50
        assert kvctl("get", "k", "--rev=1", server=node.server).returncode != 0
        kept = int(status(node)["revision"]) - 19
        assert done(node, "get", "k", f"--rev={kept}") == b"%d\n" % (kept - 1)
        assert done(node, "get", "k") == b"49\n"
        for each in cluster.nodes.values():
            assert within(10, lambda each=each: status(each)["data_bytes"] < 45 * 3)


def status(node: Kvd) -> dict[str, Any]:
    (shown,) = json.loads(done(node, "-o", "json", "status"))
    found: dict[str, Any] = shown
    return found


# ---------------------------------------------------------------------- space


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path) as folder:
        yield folder


@pytest.fixture
def large_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path, 48 << 20) as folder:
        yield folder


def free_bytes(disk: Path) -> int:
    free = os.statvfs(disk)
    return free.f_bavail * free.f_frsize


def fill(disk: Path, left: int) -> Path:
    """Take all of a disk but so many bytes, and return the file that does."""
    file = disk / "others"
    file.write_bytes(bytes(free_bytes(disk) - left))
    return file


SEGMENT = 65536


def test_a_full_disk_is_said_and_survived(disk: Path) -> None:
    with Kvd(disk / "node", f"--segment-size={SEGMENT}") as node:
        done(node, "put", "k", "v" * 20_000)
        done(node, "put", "k2", "v")
        others = fill(disk, left=SEGMENT + 8192)
        assert within(10, lambda: alarms(node) == [("no space", 1)])
        refused = kvctl("put", "k", "w", server=node.server)
        assert refused.returncode != 0
        assert b"disk is full, nothing was changed" in refused.stderr
        assert done(node, "get", "k2") == b"v\n"
        assert done(node, "del", "k2") == b"1\n"
        done(node, "compact", "3")
        others.unlink()
        assert within(10, lambda: kvctl("put", "k", "w", server=node.server).returncode == 0)
        assert within(10, lambda: alarms(node) == [])


def test_a_disk_filled_by_the_store_itself_is_emptied_by_deletes_and_compaction(disk: Path) -> None:
    with Kvd(disk / "node", f"--segment-size={SEGMENT}") as node:
        for number in range(100):
            put = kvctl("put", f"k{number % 8}", "v" * 20_000, server=node.server)
            # One refusal may be over as soon as a snapshot has taken the log's place.
            if put.returncode and within(2, lambda: alarms(node) == [("no space", 1)]):
                break
        else:
            pytest.fail("one MiB took two")
        assert b"disk is full" in put.stderr
        done(node, "del", "k1")
        done(node, "compact", str(status(node)["revision"]))
        assert within(10, lambda: kvctl("put", "k", "w", server=node.server).returncode == 0)
        assert within(10, lambda: alarms(node) == [])
        node.stop()
        node.start()
        assert done(node, "get", "k") == b"w\n"


def test_no_speed_of_filling_takes_what_deletes_need(large_disk: Path) -> None:
    """Many times the reserve within the 250 ms between two looks at the disk."""
    value = bytes(500_000)

    def put_until_refused(server: str, name: int) -> int:
        with kvstore.connect(server, timeout=30.0) as store:
            for number in range(1000):
                try:
                    store.put(f"{name}/{number}", value)
                except NoSpace:
                    return number
        return pytest.fail("the disk took more than it has")

    with Kvd(large_disk / "node", "--segment-size=1048576") as node:
        taken: list[int] = []

        def is_full(rush: int) -> bool:
            names = range(8 * rush, 8 * rush + 8)
            with ThreadPoolExecutor(8) as clients:
                taken.extend(clients.map(put_until_refused, [node.server] * 8, names))
            # A new disk takes many at once; one that was emptied gets its room by and by.
            assert sum(taken) > 10
            assert free_bytes(large_disk) > 1 << 20
            # Not yet where a snapshot in the log's place makes room for some more.
            return within(2, lambda: alarms(node) == [("no space", 1)])

        for _ in range(2):
            assert any(map(is_full, range(10)))
            done(node, "del", "--prefix", "")
            done(node, "compact", str(status(node)["revision"]))
            assert within(20, lambda: kvctl("put", "k", "w", server=node.server).returncode == 0)
            assert within(10, lambda: alarms(node) == [])


def test_deletes_go_on_where_others_take_all_of_the_disk(disk: Path) -> None:
    with Kvd(disk / "node", f"--segment-size={SEGMENT}") as node:
        for number in range(20):
            done(node, "put", f"k{number}", "v")
        others = fill(disk, left=0)
        assert within(10, lambda: alarms(node) == [("no space", 1)])
        for number in range(20):
            done(node, "del", f"k{number}")
        refused = kvctl("put", "k", "w", server=node.server)
        assert b"disk is full, nothing was changed" in refused.stderr
        done(node, "compact", str(status(node)["revision"]))
        node.stop()
        node.start()  # it votes for itself
        assert done(node, "range", "--prefix", "k", "--keys-only") == b""
        others.unlink()
        assert within(10, lambda: kvctl("put", "k", "w", server=node.server).returncode == 0)


def test_a_followers_full_disk_is_shown_by_all(tmp_path: Path, disk: Path) -> None:
    cluster = Cluster(tmp_path, f"--segment-size={SEGMENT}")
    full = cluster.nodes[2]
    full.folder = disk / "node-2"
    with cluster:
        done(cluster.nodes[1], "put", "--wait=all", "k", "v")
        done(cluster.nodes[1], "move-leader", "1")
        others = fill(disk, left=4096)
        for node in cluster.nodes.values():
            if node is not full:
                assert within(10, lambda node=node: alarms(node) == [("no space", 2)])
        done(cluster.nodes[1], "put", "k", "while one is full")
        others.unlink()
        for node in cluster.nodes.values():
            assert within(10, lambda node=node: alarms(node) == [])
        assert done(full, "get", "k") == b"while one is full\n"
