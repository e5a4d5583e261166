"""All nodes are stopped and started again, one after the other, while programs do all they can.

Puts and gets alone are in tests/kvstore/server. Here a watch must tell every change, a lease must
last, a range must be whole, and the histories of recorded clients must have an explanation.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from pathlib import Path

import kvstore
from tests.faults.load import Load
from tests.kvstore.cluster import Cluster, within

PATIENCE = 30.0
WRITTEN = "rolled/"


class Steady(threading.Thread, ABC):
    """Does the same until it is told to stop; no call of it may fail."""

    def __init__(self, servers: str) -> None:
        super().__init__()
        self._servers = servers
        self.over = threading.Event()
        self.done = 0
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            with kvstore.connect(self._servers, timeout=PATIENCE) as store:
                self.work(store)
        except BaseException as failure:  # noqa: BLE001 (handed over to the test's thread)
            self.failure = failure

    @abstractmethod
    def work(self, store: kvstore.Store) -> None: ...


class Writer(Steady):
    """Writes numbered keys, and sees all of them in each range."""

    def work(self, store: kvstore.Store) -> None:
        while not self.over.wait(0.01):
            store.put(f"{WRITTEN}{self.done:06}", f"{self.done}")
            self.done += 1
            if self.done % 10 == 0:
                assert sum(1 for _ in store.range(prefix=WRITTEN, keys_only=True)) == self.done


class Watcher(Steady):
    """Is told of each of those keys, in order, without a gap."""

    def work(self, store: kvstore.Store) -> None:
        with store.watch(prefix=WRITTEN, revision=1, timeout=PATIENCE) as events:
            while not self.over.is_set():
                for event in events.poll(wait=0.2):
                    assert event.item.key == f"{WRITTEN}{self.done:06}".encode()
                    self.done += 1


class Holder(Steady):
    """Holds a lock: nobody else gets it, and its lease never ends."""

    def work(self, store: kvstore.Store) -> None:
        with store.lock("held", ttl=20.0) as lock:
            while not self.over.wait(0.05):
                lock.check()
                self.done += 1


def test_no_program_notices(tmp_path: Path) -> None:
    with Cluster(tmp_path) as cluster, kvstore.connect(cluster.servers, timeout=PATIENCE) as store:
        writer, watcher, holder = (kind(cluster.servers) for kind in (Writer, Watcher, Holder))
        programs: list[Steady] = [writer, watcher, holder]
        for each in programs:
            each.start()
        try:
            with Load(cluster.servers, clients=2) as load:
                for node in cluster.nodes.values():
                    load.next_round()
                    assert node.stop() == ""
                    assert node.process.returncode == 0
                    node.start()
                    load.goes_on()
        finally:
            writer.over.set()
            writer.join(2 * PATIENCE)
            within(PATIENCE, lambda: watcher.done >= writer.done or watcher.failure is not None)
            for each in programs:
                each.over.set()
            for each in programs:
                each.join(2 * PATIENCE)
        failures: list[BaseException | None] = [each.failure for each in programs]
        assert failures == [None, None, None]
        assert watcher.done == writer.done > 10
        assert holder.done > 10
        load.verify(store)
