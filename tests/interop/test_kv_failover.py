"""C clients that know one node of three, a follower, while the leader is killed."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest

from kvstore._generated import kv
from tests.interop.partners import Endpoint, Workshop
from tests.kvstore.cluster import Cluster, within
from tests.lab import stop

PASSING = {f"code {code}" for code in (kv.KV_NO_QUORUM, kv.KV_NOT_LEADER, kv.KV_DEADLINE)}
"""Answers that a C program meets by asking again, and there is no harm in doing the same twice."""


class CClient:
    """One process of kv_client: a call is a line, and its answer a line."""

    def __init__(self, program: Path, port: int) -> None:
        self._command = [str(program), *Endpoint("tcp", "127.0.0.1", port).arguments()]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        stop(self._process)

    def once(self, *words: object) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(" ".join(map(str, words)) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the C client ended"
        return line.rstrip("\n")

    def call(self, *words: object) -> list[str]:
        """The words of the answer, asked for until there is one."""
        end = time.monotonic() + 30.0
        while (answer := self.once(*words)).startswith("code"):
            found = answer.split()
            if found == ["code", str(kv.KV_NOT_FOUND)]:
                break
            assert " ".join(found[:2]) in PASSING, answer
            assert time.monotonic() < end, answer
            time.sleep(0.05)
        return answer.split()


class Worker(threading.Thread):
    """Does one thing over and over in a C client of its own, until it is told to stop."""

    def __init__(self, client: CClient, work: Callable[[CClient, int], None]) -> None:
        super().__init__()
        self._client = client
        self._work = work
        self._over = threading.Event()
        self.done = 0
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            with self._client as client:
                while not self._over.wait(0.02):
                    self._work(client, self.done)
                    self.done += 1
        except BaseException as failure:  # noqa: BLE001 (handed over to the test's thread)
            self.failure = failure

    def tell(self) -> None:
        self._over.set()

    def finish(self) -> None:
        self.tell()
        self.join(60)
        assert not self.is_alive(), "a C client hangs"


def text(words: str) -> str:
    return words.encode().hex()


def change(client: CClient, number: int) -> None:
    """Puts, a get, a range and a delete; each sees what came before it."""
    key, other = text(f"c/{number}/a"), text(f"c/{number}/b")
    assert client.call("put", key, text(f"{number}"))[0] == "put"
    assert client.call("put", other, ".")[0] == "put"
    assert client.call("get", key)[:2] == ["got", text(f"{number}")]
    ranged = client.call("range", text(f"c/{number}/"))
    assert ranged[2:] == [f"{key}={text(str(number))}", f"{other}=."]
    # 0 where the first answer got lost, and the key with it.
    assert client.call("delete", other)[1] in {"0", "1"}
    assert client.call("get", other) == ["code", str(kv.KV_NOT_FOUND)]


class Watcher:
    """Keeps the events that it is told, and where it goes on."""

    def __init__(self, revision: int) -> None:
        self.position: tuple[object, object] = (revision, 0)
        self.events: list[str] = []

    def __call__(self, client: CClient, _number: int) -> None:
        _, revision, offset, *events = client.call("watch", text("c/"), *self.position)
        self.position = (revision, offset)
        self.events += events


@pytest.mark.parametrize("how", ["killed", "stopped"])
def test_c_clients_of_a_follower_outlive_the_leader(
    workshop: Workshop, tmp_path: Path, how: str
) -> None:
    program = workshop.client("kv")
    with Cluster(tmp_path) as cluster:
        leader = cluster.leader()
        port = cluster.nodes[leader % 3 + 1].port
        watcher = Watcher(1)
        workers = [Worker(CClient(program, port), change), Worker(CClient(program, port), watcher)]
        changer, watching = workers
        for each in workers:
            each.start()
        try:
            assert within(20, lambda: changer.done > 3 or changer.failure is not None)
            if how == "killed":
                cluster.nodes[leader].kill()
            else:
                assert cluster.nodes[leader].stop() == ""
            before = changer.done
            assert within(30, lambda: changer.done > before + 3 or changer.failure is not None)
        finally:
            changer.finish()
            # Its long poll ends with the next change, or by itself.
            with CClient(program, port) as client:
                watching.tell()
                client.call("put", text("c/last"), text("x"))
            watching.finish()
        assert [each.failure for each in workers] == [None, None]
        with CClient(program, port) as client:
            while watcher.events[-1] != f"put:{text('c/last')}={text('x')}":
                watcher(client, 0)
            items = client.call("range", text("c/"))[2:]
    # What the events say, one after the other, is what the store holds.
    told: dict[str, str] = {}
    for event in watcher.events:
        kind, _, item = event.partition(":")
        if kind == "put":
            key, _, value = item.partition("=")
            told[key] = value
        else:
            told.pop(item)
    assert sorted(f"{key}={value}" for key, value in told.items()) == items
    assert len(items) > changer.done
