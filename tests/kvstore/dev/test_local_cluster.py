"""kvctl cluster: started, asked, stopped, wiped; and nothing else on the host is touched."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kvstore.cli.exits import Interrupted
from kvstore.dev import cluster as local
from kvstore.dev.folder import ClusterError, ClusterFolder
from kvstore.dev.processes import Process, end, is_running, launch
from tests.kvstore.product import ENVIRONMENT, Kvd, kvctl
from tests.lab import command


def cluster(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return kvctl("cluster", arguments[0], f"--dir={folder}", *arguments[1:])


def states(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(cluster(folder, "status", "-o", "json").stdout)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder whose cluster is wiped whatever the test did."""
    path = tmp_path / "cluster"
    yield path
    done = cluster(path, "wipe")
    assert done.returncode == 0, done.stderr


def process_of(folder: Path) -> Process:
    found = Process.parse((folder / "node-1" / "kvd.pid").read_text())
    assert found is not None
    return found


def test_the_life_of_a_cluster(folder: Path) -> None:
    begun = cluster(folder, "start", "-n", "1")
    assert begun.returncode == 0, begun.stderr
    assert b"node 1 leads" in begun.stderr
    server = begun.stdout.decode().strip().removeprefix("export KVCTL_SERVER=")
    assert kvctl("put", "k", "v", server=server).returncode == 0

    (state,) = states(folder)
    assert (state["role"], state["server"], state["error"]) == ("leader", server, "")
    first = process_of(folder)
    assert state["pid"] == first.pid
    table = cluster(folder, "status").stdout.decode().splitlines()
    assert table[0].split()[:6] == ["SERVER", "NODE", "ID", "PID", "ROLE", "TERM"]
    assert server in table[1]

    again = cluster(folder, "start")
    assert (again.returncode, again.stdout) == (0, begun.stdout)
    assert process_of(folder) == first

    assert cluster(folder, "stop").returncode == 0
    assert not is_running(first)
    assert cluster(folder, "stop").returncode == 0
    assert states(folder)[0]["role"] == "stopped"
    assert cluster(folder, "status").returncode == 1

    assert cluster(folder, "start").returncode == 0
    assert kvctl("get", "k", server=server).stdout == b"v\n"
    logged = cluster(folder, "logs", "--lines=100").stdout.decode()
    assert logged.count("ready at") == 2
    assert all(line.startswith("node 1 | ") for line in logged.splitlines())

    assert cluster(folder, "wipe").returncode == 0
    assert not folder.exists()


def test_three_nodes_and_then_fewer(folder: Path) -> None:
    begun = cluster(folder, "start", "-n", "3")
    assert begun.returncode == 0, begun.stderr
    servers = begun.stdout.decode().strip().removeprefix("export KVCTL_SERVER=")
    assert sorted(state["role"] for state in states(folder)) == ["follower", "follower", "leader"]
    assert kvctl("put", "k", "v", server=servers).stdout == b"OK (replicated to 3 nodes)\n"
    for server in servers.split(","):
        assert kvctl("get", "k", server=server).stdout == b"v\n"

    first, second, _ = servers.split(",")
    saved = folder / "saved"
    key = folder.parent / "no-key"
    refused = kvctl("snapshot", "save", str(saved), f"--cluster-key-file={key}", server=servers)
    assert (refused.returncode, saved.exists()) == (4, False)

    for number in (2, 3):
        os.kill(states(folder)[number - 1]["pid"], signal.SIGKILL)
    lost = kvctl("--timeout=3", "put", "k", "w", server=first)
    assert (lost.returncode, lost.stdout) == (3, b"")
    assert second.encode() in lost.stderr
    assert kvctl("get", "k", "--consistency=serializable", server=first).stdout == b"v\n"
    assert cluster(folder, "start").returncode == 0
    assert kvctl("get", "k", server=servers).stdout == b"v\n"


@pytest.mark.parametrize("runs", [True, False])
def test_a_node_that_was_removed_is_passed_over(folder: Path, *, runs: bool) -> None:
    """Whether it knows it before, or hears it from the others when it is started."""
    begun = cluster(folder, "start", "-n", "3")
    servers = begun.stdout.decode().strip().removeprefix("export KVCTL_SERVER=").split(",")
    found = states(folder)
    goer = next(state["node_id"] for state in found if state["role"] == "follower")
    rest = ",".join(server for number, server in enumerate(servers, 1) if number != goer)
    mark = folder / f"node-{goer}" / "data" / "removed"
    line = f"kvctl: node {goer} was removed from its cluster"
    if not runs:
        os.kill(found[goer - 1]["pid"], signal.SIGKILL)
    gone = kvctl("--timeout=20", "member", "remove", str(goer), server=rest)
    assert gone.returncode == 0, gone.stderr
    if runs:
        deadline = time.monotonic() + 15
        while not mark.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert line in cluster(folder, "status").stderr.decode().splitlines()
        assert cluster(folder, "stop").returncode == 0
    for _ in range(2):
        again = cluster(folder, "start")
        said = again.stderr.decode()
        assert again.returncode == 0, said
        assert said.count(line) == 1, said
        assert "leads 2 of 2 nodes" in said
        assert again.stdout.decode() == f"export KVCTL_SERVER={rest}\n"
    told = cluster(folder, "status").stderr.decode().splitlines()
    assert told == [line]
    assert kvctl("put", "k", "v", server=rest).stdout == b"OK (replicated to 2 nodes)\n"


def test_a_node_that_was_killed_is_started_again(folder: Path) -> None:
    assert cluster(folder, "start", "-n", "1").returncode == 0
    killed = process_of(folder)
    os.kill(killed.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while is_running(killed) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert cluster(folder, "start").returncode == 0
    assert process_of(folder) != killed
    assert states(folder)[0]["role"] == "leader"


def test_another_process_with_the_pid_is_left_alone(folder: Path) -> None:
    assert cluster(folder, "start", "-n", "1").returncode == 0
    assert cluster(folder, "stop").returncode == 0
    with subprocess.Popen(["sleep", "60"]) as other:
        try:
            boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
            for stale in (f"{other.pid} 1 {boot}\n", f"{other.pid}\n", "nonsense", "1 1 1 1"):
                (folder / "node-1" / "kvd.pid").write_text(stale)
                assert states(folder)[0]["role"] == "stopped"
                assert cluster(folder, "stop").returncode == 0
                assert other.poll() is None
        finally:
            other.kill()


def test_ports(folder: Path, tmp_path: Path) -> None:
    port = free_port()
    assert cluster(folder, "start", "-n", "1", f"--port={port}").returncode == 0
    assert states(folder)[0]["server"] == f"localhost:{port}"
    taken = cluster(tmp_path / "second", "start", "-n", "1", f"--port={port}")
    assert taken.returncode == 3
    assert f"taken: port {port}".encode() in taken.stderr
    more = cluster(folder, "start", "-n", "2")
    assert more.returncode == 2
    assert b"there is a cluster of 1" in more.stderr


def test_others_at_its_ports_are_not_taken_for_the_cluster(folder: Path, tmp_path: Path) -> None:
    assert cluster(folder, "start", "-n", "1").returncode == 0
    (node,) = states(folder)
    assert cluster(folder, "stop").returncode == 0
    with Kvd(tmp_path / "other", port=int(node["server"].rpartition(":")[2])) as other:
        done = cluster(folder, "start")
        assert (done.stdout, done.returncode) == (b"", 3)
        assert f"taken: port {other.port}; ".encode() in done.stderr
    assert cluster(folder, "start").returncode == 0


def test_a_start_that_fails_says_why_and_leaves_no_process(folder: Path) -> None:
    (folder / "node-1").mkdir(parents=True)
    (folder / "node-1" / "data").write_text("in the way")
    done = cluster(folder, "start", "-n", "1")
    assert done.returncode == 3
    assert b"node 1 ended: kvd: cannot use" in done.stderr
    assert states(folder)[0]["pid"] is None


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = cluster(tmp_path / "file" / "cluster", "start", "-n", "1")
    assert done.returncode == 3
    assert b"cannot use " in done.stderr
    assert b"--dir names another folder" in done.stderr


def test_what_is_no_cluster_is_not_wiped(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    assert cluster(tmp_path, "wipe").returncode == 0
    assert cluster(tmp_path, "stop").returncode == 1
    assert cluster(tmp_path, "start", "-n", "1").returncode == 0
    assert cluster(tmp_path, "wipe").returncode == 0
    assert [each.name for each in tmp_path.iterdir()] == ["precious"]


def test_only_one_at_a_time(folder: Path) -> None:
    started = [
        subprocess.Popen(
            [command("kvctl"), "cluster", "start", "-n", "1", f"--dir={folder}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
        )
        for _ in range(3)
    ]
    outcomes = [each.communicate(timeout=60)[1] for each in started]
    assert any(each.returncode == 0 for each in started)
    for each, said in zip(started, outcomes, strict=True):
        assert each.returncode == 0 or b"another kvctl is at work" in said
    assert len([state for state in states(folder) if state["role"] == "leader"]) == 1


def test_a_process_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    stubborn = launch(
        ["sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.1; done"], tmp_path / "log"
    )
    deadline = time.monotonic() + 10
    while (tmp_path / "log").read_text() != "up\n" and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not end(stubborn, grace=0.2)
    assert not is_running(stubborn)
    assert end(stubborn, grace=0.2)


@pytest.fixture
def silent_kvd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kvd that starts and never answers."""
    script = tmp_path / "kvd"
    script.write_text("#!/bin/sh\nexec sleep 60\n")
    script.chmod(0o700)
    monkeypatch.setattr(local, "_kvd", lambda: str(script))
    return tmp_path / "cluster"


def test_nodes_that_find_no_leader_are_ended(silent_kvd: Path) -> None:
    wanted = local.StartOptions(nodes=2, timeout=0.3)
    with pytest.raises(ClusterError, match="node 1, node 2 did not answer"):
        local.start(ClusterFolder(silent_kvd), wanted, lambda text: None)
    assert [node.process() for node in ClusterFolder(silent_kvd).nodes()] == [None, None]


def test_an_interrupted_start_ends_what_it_began(silent_kvd: Path) -> None:
    begun: list[Process] = []

    def interrupt(text: str) -> None:
        if text == "waiting for a leader":
            begun.extend(
                process
                for node in ClusterFolder(silent_kvd).nodes()
                if (process := node.process()) is not None
            )
            raise Interrupted(signal.SIGINT)

    with pytest.raises(Interrupted):
        local.start(ClusterFolder(silent_kvd), local.StartOptions(nodes=3), interrupt)
    assert len(begun) == 3
    assert not any(map(is_running, begun))
