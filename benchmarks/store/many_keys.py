"""A node with a million keys of 256 bytes: what they weigh, and what they slow down.

One node, so that nothing but the state is measured: a second node, which stays empty, takes the
same puts in turn. A range is read by the Python client of this process.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import kvstore
from benchmarks.report import Aim, Row, Section
from benchmarks.store.cpu import Cpu
from benchmarks.store.load_run import run_ours
from benchmarks.store.our_cluster import Cluster
from benchmarks.store.run import build
from kvstore.client.connect import connect_async
from kvstore.client.transactions import Transaction
from kvstore.errors import KvError

KEYS = 1_000_000
FEW_KEYS = 40_000
VALUE = bytes(256)
TOGETHER = 128
FILLERS = 4
CLIENTS = 16
RANGE = 10_000
IDLE = 0.2
"""Share of a core that a node with nothing to do needs at most."""
ROUNDS = 7
SECONDS = 2


def run(*, quick: bool) -> Section:
    """Fill, measure, restart: some minutes. Needs gcc."""
    keys, rounds, seconds = (FEW_KEYS, 1, 1) if quick else (KEYS, ROUNDS, SECONDS)
    folder = Path(tempfile.mkdtemp(prefix="bench-keys-", dir=Path.cwd()))
    try:
        build(folder)
        with ExitStack() as stack:
            full, empty = (stack.enter_context(_node(folder / name)) for name in ("full", "empty"))
            before = _resident(full)
            filled_in = _fill(full.port, keys)
            _settle(full)
            grown = (_resident(full) - before) / keys - len(VALUE)
            puts = [
                tuple(_puts(node, folder, seconds) for node in (full, empty)) for _ in range(rounds)
            ]
            ratio = statistics.median(ours.rate / other.rate for ours, other in puts)
            ranged = statistics.median(_range_rate(full.port) for _ in range(max(rounds, 3)))
            full.stop(1)
            begun = time.perf_counter()
            full.start(1)
            _wait_for(full.port, _key(keys - 1))
            restarted_in = time.perf_counter() - begun
            again = (_resident(full) - before) / keys - len(VALUE)
    finally:
        shutil.rmtree(folder)
    rows = [
        Row("filled, keys/s", {"": f"{keys / filled_in:,.0f}"}),
        Row("bytes a key above its value", {"": f"{grown:.0f}"}),
        Row("bytes a key above its value, after a restart", {"": f"{again:.0f}"}),
        Row("start to first answer, s", {"": f"{restarted_in:.1f}"}),
        *_put_rows("full", [ours for ours, _ in puts]),
        *_put_rows("empty", [other for _, other in puts]),
        Row(f"range of {RANGE:,} keys, keys/s", {"": f"{ranged:,.0f}"}),
    ]
    aims = [
        Aim("bytes a key", grown, 700.0, smaller_is_better=True),
        Aim("restart, s", restarted_in, 20.0, smaller_is_better=True),
        Aim("puts, full / empty", ratio, 0.85),
        Aim("range, keys/s", ranged, 150_000.0),
    ]
    return Section("keys", f"A node with {keys:,} keys", rows, aims)


class _Puts(NamedTuple):
    """Puts a second, and microseconds of CPU each."""

    rate: float
    cpu: float


def _puts(node: Cluster, folder: Path, seconds: int) -> _Puts:
    before = Cpu.of(node)
    done = run_ours(folder / "load", node.port, CLIENTS, seconds, folder / "put")
    return _Puts(done.rate, Cpu.of(node).since(before, done.rate * seconds).leader)


def _put_rows(name: str, puts: list[_Puts]) -> list[Row]:
    return [
        Row(f"puts/s, {name}", {"": f"{statistics.median(each.rate for each in puts):,.0f}"}),
        Row(f"CPU a put, us, {name}", {"": f"{statistics.median(each.cpu for each in puts):.0f}"}),
    ]


def _node(folder: Path) -> Cluster:
    folder.mkdir(parents=True)
    return Cluster(folder, nodes=1)


def _key(number: int) -> bytes:
    return b"key-%012d" % number


def _fill(port: int, keys: int) -> float:
    """Put all keys, many in a transaction; return the seconds that it took."""

    async def fill() -> None:
        numbers = iter(range(0, keys, TOGETHER))

        async def work() -> None:
            async with connect_async(f"localhost:{port}", timeout=30) as store:
                for first in numbers:
                    transaction = Transaction()
                    for number in range(first, min(first + TOGETHER, keys)):
                        transaction.then.put(_key(number), VALUE)
                    await store.commit(transaction.operation)

        await asyncio.gather(*(work() for _ in range(FILLERS)))

    begun = time.perf_counter()
    asyncio.run(fill())
    return time.perf_counter() - begun


def _range_rate(port: int) -> float:
    """Return keys a second of one range, pages and all, as the library's user gets them."""
    with kvstore.connect(f"localhost:{port}", timeout=30) as store:
        store.get(_key(0))
        begun = time.perf_counter()
        count = sum(1 for _ in store.range(prefix="key-", limit=RANGE))
        taken = time.perf_counter() - begun
    if count != RANGE:
        raise RuntimeError(f"{count} keys instead of {RANGE}")
    return count / taken


def _wait_for(port: int, key: bytes) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            with kvstore.connect(f"localhost:{port}", timeout=1) as store:
                if store.get(key) is not None:
                    return
        except KvError:
            time.sleep(0.02)
    raise RuntimeError("the node does not serve its keys again")


def _settle(node: Cluster) -> None:
    """Wait until a node is done with the snapshot that a log so long makes it write."""
    clock = os.sysconf("SC_CLK_TCK")
    stat = Path(f"/proc/{node.leader.pid}/stat")
    spent, busy = 0.0, 1.0
    while busy > IDLE:
        time.sleep(1)
        # utime and stime, counted from behind the name, which may hold anything (proc(5))
        fields = stat.read_text().rpartition(")")[2].split()
        before, spent = spent, sum(map(int, fields[11:13])) / clock
        busy = spent - before


def _resident(node: Cluster) -> int:
    """Return the resident set of a node in bytes (proc(5))."""
    for line in Path(f"/proc/{node.leader.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmRSS")
