"""What it costs a node to publish: puts beside those of a node that has no cache.

Hot keys are put while a process reads each of them more often than that, so that every change is
hidden and shown again: what is not read in between is not shown, and costs less. The reader takes
some of the machine, too, and that is not taken off the rate; it is not in the node's CPU.
"""

from __future__ import annotations

import statistics
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import kvstore
from benchmarks.cache import hot
from benchmarks.cache.worker import Worker
from benchmarks.report import Aim, Row
from benchmarks.store.cpu import Cpu
from benchmarks.store.load_run import record, run_ours
from benchmarks.store.our_cluster import Cluster
from benchmarks.store.run import HEADER, PROCEDURES, build
from kvstore._generated import kv
from kvstore.client.local_cache import told_segment
from kvstore.hotcache.segments import open_survey
from kvstore.hotcache.survey import Survey

KEYS = 1000
PAUSE = 0.01
"""Seconds between two looks of the reader at a key. There are less than 50 puts a second of it."""
ROUNDS = 5
SECONDS = 1
CLIENTS = 100
MIXED = 10
"""One in so many puts of the mixed load is of a hot key."""
MOST_LOST = 10.0


class _Puts(NamedTuple):
    """Puts a second, and microseconds of the node's CPU for each."""

    rate: float
    cpu: float


def run(folder: Path, *, quick: bool) -> tuple[list[Row], list[Aim]]:
    """Measure in turn; both nodes' data goes to `folder`. Needs gcc."""
    rounds = 1 if quick else ROUNDS
    rows: list[Row] = []
    aims: list[Aim] = []
    build(folder)
    for kind, keys in (loads := _loads(quick=quick)).items():
        (folder / kind).write_bytes(b"".join(map(_put, keys)))
    with ExitStack() as stack:
        with_cache = stack.enter_context(_node(folder / "with"))
        without = stack.enter_context(_node(folder / "without", "--cache-size=0"))
        address = f"localhost:{with_cache.port}"
        with kvstore.connect(address) as store:
            for key in hot.keys(KEYS):
                store.put(key, hot.value(key))
            name, owners = told_segment(store.status())
        survey = open_survey(name, owners=owners)
        reader = Worker(stack, "read", address, KEYS, PAUSE).ready()
        for kind in loads:
            ours: list[_Puts] = []
            theirs: list[_Puts] = []
            shown = 0
            for _ in range(rounds):
                before = _shown(survey)
                reader.begin(SECONDS)
                ours.append(_puts(folder, with_cache, kind))
                reader.done()
                shown += _shown(survey) - before
                theirs.append(_puts(folder, without, kind))
            name = f"puts of {kind} keys"
            puts = sum(each.rate * SECONDS for each in ours)
            rows += [_row(name, ours, shown / puts), _row(f"{name}, --cache-size=0", theirs)]
            pairs = list(zip(ours, theirs, strict=True))
            lost = 100 * (1 - statistics.median(a.rate / b.rate for a, b in pairs))
            what = f"cache: % lost, {name}"
            aims.append(Aim(what, lost, MOST_LOST, smaller_is_better=True))
    return rows, aims


def _loads(*, quick: bool) -> dict[str, list[bytes]]:
    """Return which keys are put, by the load's name."""
    warm, cold = hot.keys(KEYS), hot.keys(KEYS, "cold")
    if quick:
        return {"hot": warm}
    mixed = [(cold if number % MIXED else warm)[number] for number in range(KEYS)]
    return {"hot": warm, f"1 in {MIXED} hot": mixed, "cold": cold}


def _put(key: bytes) -> bytes:
    put = kv.kv_put_op(key=key, value=hot.value(key), lease=0, flags=0)
    return record(
        PROCEDURES["KV_PUT"], kv.kv_put_args(header=HEADER, wait=kv.KV_WAIT_QUORUM, put=put)
    )


def _node(folder: Path, *options: str) -> Cluster:
    folder.mkdir()
    return Cluster(folder, nodes=1, options=options)


def _puts(folder: Path, node: Cluster, kind: str) -> _Puts:
    before = Cpu.of(node)
    done = run_ours(folder / "load", node.port, CLIENTS, SECONDS, folder / kind)
    return _Puts(done.rate, Cpu.of(node).since(before, done.rate * SECONDS).leader)


def _shown(survey: Survey) -> int:
    """Return how often the node has shown a key again."""
    return survey.counters()["updates"]


def _row(name: str, puts: list[_Puts], shown: float | None = None) -> Row:
    cells = {
        "puts/s": f"{statistics.median(each.rate for each in puts):,.0f}",
        "us of the node's CPU a put": f"{statistics.median(each.cpu for each in puts):.1f}",
    }
    if shown is not None:
        cells["shown again, of 100"] = f"{100 * shown:.0f}"
    return Row(name, cells)
