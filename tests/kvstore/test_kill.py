"""kill -9 at any moment loses no acknowledged write, under concurrent writers.

Each writer owns its keys and counts upwards, so the store may show, for each key, a number from
the last one that was acknowledged to the last one that was sent, and nothing else.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import kvstore
from kvstore.errors import KvError
from tests.kvstore.product import Kvd

ROUNDS = int(os.environ.get("SUNRPC_KV_SOAK") or 8)
WRITERS = 6
KEYS_EACH = 3


class Key:
    """What one writer knows of its key."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.acknowledged = 0
        self.sent = 0


class Writer(threading.Thread):
    """Writes to its keys in turn until told to stop."""

    def __init__(self, server: str, keys: list[Key], stop: threading.Event) -> None:
        super().__init__()
        self._server = server
        self._keys = keys
        self._stop_writing = stop
        self.writes = 0
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            with kvstore.connect(self._server, timeout=5.0) as store:
                while not self._stop_writing.is_set():
                    self._write(store, self._keys[self.writes % len(self._keys)])
        except BaseException as failure:  # noqa: BLE001 (handed over to the test's thread)
            self.failure = failure

    def _write(self, store: kvstore.Store, key: Key) -> None:
        self.writes += 1
        key.sent += 1
        try:
            store.put(key.name, f"{key.sent}".ljust(self.writes % 700))
        except KvError:
            time.sleep(0.005)
        else:
            key.acknowledged = key.sent


def write_until_killed(node: Kvd, owned: list[list[Key]], seconds: float) -> int:
    """Let all writers write, kill the node in the midst of it; return how often they wrote."""
    stop = threading.Event()
    writers = [Writer(node.server, keys, stop) for keys in owned]
    for writer in writers:
        writer.start()
    time.sleep(seconds)
    node.kill()
    stop.set()
    for writer in writers:
        writer.join()
        assert writer.failure is None
    return sum(writer.writes for writer in writers)


def test_no_acknowledged_write_is_lost(tmp_path: Path) -> None:
    owned = [[Key(f"{writer}/{key}") for key in range(KEYS_EACH)] for writer in range(WRITERS)]
    writes = 0
    node = Kvd(tmp_path, "--segment-size=65536")
    node.start()
    for number in range(ROUNDS):
        seconds = 0.05 + 0.35 * (number * 0.618 % 1)
        writes += write_until_killed(node, owned, seconds)
        node.start()
        with kvstore.connect(node.server) as store:
            found = {item.key.decode(): int(item.value) for item in store.range(prefix="")}
        for key in (key for keys in owned for key in keys):
            there = found.get(key.name, 0)
            assert key.acknowledged <= there <= key.sent, key.name
            key.acknowledged = there  # once seen, it must not go away either
    node.stop()
    assert writes > ROUNDS * WRITERS
