"""Hot `lease` gets of one node over TCP, 256-byte values, from a C load client.

One process, and two workers before it, with memcached and redis under the same load, in turn.

Everything runs on the same two cores unpinned, the load client, too; so what is measured is what a
call costs all of them together. "Generator's ceiling" is the same client against a C server that
does nothing: nobody can be faster here.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import msgspec

import kvstore
from benchmarks.report import Aim, Row, Section
from benchmarks.store.cpu import spent
from benchmarks.store.load_run import LoadRun, record, run_ours
from benchmarks.store.our_cluster import Cluster
from benchmarks.store.run import HEADER, KEY, PROCEDURES, VALUE, build, ceiling
from benchmarks.workers.other_stores import memcached, redis
from kvstore._generated import kv

CLIENTS = (16, 100)
ROUNDS = 7
SECONDS = 2
WORKERS = "kvd --workers=2"
ALONE = "kvd"
AIM = 1.3


def run(*, quick: bool) -> Section:
    """Run all loads, in turn. Needs gcc; memcached and redis-server where they are."""
    rounds, seconds = (1, 1) if quick else (ROUNDS, SECONDS)
    folder = Path(tempfile.mkdtemp(prefix="bench-workers-", dir=Path.cwd()))
    rows: list[Row] = []
    aims: list[Aim] = []
    try:
        build(folder)
        header = msgspec.structs.replace(HEADER, consistency=kv.KV_LEASE)
        get = record(PROCEDURES["KV_GET"], kv.kv_get_args(header=header, key=KEY, revision=0))
        (folder / "lease-get").write_bytes(get)
        with ExitStack() as stack:
            loads: dict[str, Callable[[int], LoadRun]] = {}
            cpu: dict[str, list[float]] = {ALONE: [], WORKERS: []}
            for name, options in ((ALONE, ()), (WORKERS, ("--workers=2",))):
                (folder / name).mkdir()
                node = stack.enter_context(Cluster(folder / name, nodes=1, options=options))
                loads[name] = _ours(folder, node, seconds, cpu[name])
            for other in (memcached(KEY, VALUE), redis(KEY, VALUE)):
                if other.why_not is not None:
                    skipped = {"calls/s": f"skipped: {other.why_not}"}
                    rows.append(Row(other.name, skipped))
                    continue
                port = stack.enter_context(other.serving(folder))
                loads[other.name] = _other(folder, other.name, port, seconds)
            for count in CLIENTS:
                found: dict[str, list[LoadRun]] = {name: [] for name in loads}
                for each in cpu.values():
                    each.clear()
                for _ in range(rounds):
                    for name, load in loads.items():
                        found[name].append(load(count))
                for name, runs in found.items():
                    rows.append(_row(f"{name}, {count} clients", runs, found[ALONE], cpu.get(name)))
                ratio = _ratio(found[WORKERS], found[ALONE])
                aims.append(Aim(f"two workers x one process, {count} clients", ratio, AIM))
        for count in CLIENTS:
            most = ceiling(folder, count, seconds)
            rows.append(Row(most.name, {"calls/s": most.cells["ours, calls/s"]}))
    finally:
        shutil.rmtree(folder)
    return Section("workers", "Hot gets over TCP, with workers", rows, aims)


def _ours(folder: Path, node: Cluster, seconds: int, cpu: list[float]) -> Callable[[int], LoadRun]:
    with kvstore.connect(f"localhost:{node.port}") as store:
        store.put(KEY, VALUE)
    pids = [node.leader.pid, *_children(node.leader.pid)]

    def load(count: int) -> LoadRun:
        before = sum(spent(pid)[0] for pid in pids)
        done = run_ours(folder / "load", node.port, count, seconds, folder / "lease-get")
        cpu.append((sum(spent(pid)[0] for pid in pids) - before) / (done.rate * seconds))
        return done

    load(CLIENTS[0])  # the key gets hot
    return load


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _other(folder: Path, name: str, port: int, seconds: int) -> Callable[[int], LoadRun]:
    request, answer = folder / f"{name}-get", folder / f"{name}-answer"
    return lambda count: run_ours(folder / "load", port, count, seconds, request, answer=answer)


def _row(name: str, runs: list[LoadRun], alone: list[LoadRun], cpu: list[float] | None) -> Row:
    cells = {
        "calls/s": f"{statistics.median(each.rate for each in runs):,.0f}",
        "x one process": f"{_ratio(runs, alone):.2f}",
        "median, us": f"{statistics.median(each.median for each in runs):.0f}",
    }
    if cpu:
        cells["CPU of the servers, us/call"] = f"{statistics.median(cpu):.1f}"
    return Row(name, cells)


def _ratio(ours: list[LoadRun], theirs: list[LoadRun]) -> float:
    pairs = zip(ours, theirs, strict=True)
    return statistics.median(one.rate / other.rate for one, other in pairs)
