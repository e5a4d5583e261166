"""The page's examples on three real nodes, and changes done once while nodes are killed."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

import kvstore
from tests.kvstore.client.test_examples import EXAMPLES, printed
from tests.kvstore.cluster import Cluster


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_prints_what_it_says(real: Cluster, example: str) -> None:
    program = example.replace("localhost:900", "localhost:@")
    for number, node in real.nodes.items():
        program = program.replace(f"localhost:@{number}", node.server)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == printed(example)


def test_each_change_is_done_once_while_all_nodes_are_killed_in_turn(real: Cluster) -> None:
    acknowledged: list[int] = []
    stop = threading.Event()
    failures: list[kvstore.KvError] = []

    def work() -> None:
        with kvstore.connect(real.servers, timeout=20.0) as store:
            while not stop.is_set():
                try:
                    acknowledged.append(store.put("counted", "x").revision)
                except kvstore.KvError as error:
                    failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for node in real.nodes.values():
            node.kill()
            time.sleep(1.0)
            node.start()
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    assert failures == []
    assert len(set(acknowledged)) == len(acknowledged)
    with kvstore.connect(real.servers, timeout=20.0) as store:
        item = store.get("counted")
    assert item is not None
    assert item.key_version == len(acknowledged)
