"""kill -9, pauses and restarts under concurrent clients: their histories can be explained.

`make soak` plays as many rounds of faults chosen by dice as SUNRPC_KV_SOAK says.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import kvstore
from tests.faults.load import Load
from tests.kvstore.cluster import Cluster, within
from tests.kvstore.product import kvctl

SOAK = int(os.environ.get("SUNRPC_KV_SOAK") or 0)

ELECTION = 2.5
"""Seconds: longer than the longest election timeout, so that a paused leader is replaced."""


def kill(cluster: Cluster, *nodes: int) -> None:
    for node in nodes:
        cluster.nodes[node].kill()
    time.sleep(0.3)
    for node in nodes:
        cluster.nodes[node].launch()
    for node in nodes:
        cluster.nodes[node].wait_until_ready()


def pause(cluster: Cluster, *nodes: int, seconds: float = ELECTION) -> None:
    for node in nodes:
        cluster.nodes[node].process.send_signal(signal.SIGSTOP)
    time.sleep(seconds)
    for node in nodes:
        cluster.nodes[node].process.send_signal(signal.SIGCONT)


def others(leader: int) -> list[int]:
    return [node for node in (1, 2, 3) if node != leader]


FAULTS: dict[str, Callable[[Cluster], None]] = {
    "the leader is killed": lambda cluster: kill(cluster, cluster.leader()),
    "the leader sleeps": lambda cluster: pause(cluster, cluster.leader()),
    "the leader sleeps, but not for long": lambda cluster: pause(
        cluster, cluster.leader(), seconds=0.6
    ),
    "a follower is killed": lambda cluster: kill(cluster, others(cluster.leader())[0]),
    "both followers sleep": lambda cluster: pause(cluster, *others(cluster.leader())),
    "all are killed": lambda cluster: kill(cluster, 1, 2, 3),
    "the leader and a follower are killed": lambda cluster: kill(
        cluster, cluster.leader(), others(cluster.leader())[0]
    ),
}


def play(cluster: Cluster, faults: list[str]) -> None:
    """Let faults happen one after the other under load, and judge what the clients saw."""
    with kvstore.connect(cluster.servers, timeout=20.0) as store:
        with Load(cluster.servers) as load:
            for fault in faults:
                load.next_round()
                load.goes_on()
                FAULTS[fault](cluster)
                load.goes_on()
        load.verify(store)
    assert within(10, lambda: kvctl("hash", server=cluster.servers).returncode == 0)


def test_no_crash_loses_or_doubles_what_clients_were_told(tmp_path: Path) -> None:
    with Cluster(tmp_path, "--segment-size=262144") as cluster:
        play(cluster, ["the leader is killed", "a follower is killed", "all are killed"])


def test_no_pause_lets_clients_see_the_past(tmp_path: Path) -> None:
    with Cluster(tmp_path) as cluster:
        play(
            cluster,
            ["the leader sleeps, but not for long", "the leader sleeps", "both followers sleep"],
        )


def test_faults_by_dice(tmp_path: Path) -> None:
    dice = random.Random(SOAK)  # noqa: S311 (to be played again)
    faults = dice.choices(list(FAULTS), k=SOAK // 20) or ["the leader and a follower are killed"]
    with Cluster(tmp_path, "--segment-size=262144") as cluster:
        for first in range(0, len(faults), 5):
            play(cluster, faults[first : first + 5])
