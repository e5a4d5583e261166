"""One reader process, two, and two beside a writer: how many hits they get together."""

from __future__ import annotations

import statistics
from contextlib import ExitStack
from pathlib import Path

import kvstore
from benchmarks.cache import hot
from benchmarks.cache.worker import Done, Worker
from benchmarks.report import Aim, Row
from benchmarks.store.our_cluster import Cluster

KEYS = 1000
CHANGES = 1000
"""Changes a second."""
PAUSE = 0.01
"""Seconds between two of the writer's turns, of ten changes each."""
ROUNDS = 7
SECONDS = 0.5

ONE, TWO, BUSY = "one reader", "two readers", f"two readers, {CHANGES:,} changes/s"


class _Round:
    """What readers did together, and the writer beside them."""

    def __init__(self, readers: list[Done], writer: Done | None) -> None:
        self.rate = sum(each.rate for each in readers)
        gets = sum(each.operations for each in readers)
        self.cpu = sum(each.cpu for each in readers) / gets * 1e9
        self.asked = sum(each.asked for each in readers)
        self.changes = writer.rate if writer else 0.0


def run(folder: Path, *, quick: bool) -> tuple[list[Row], list[Aim]]:
    """Measure in turn; the node's data goes to `folder`."""
    rounds, seconds = (1, 0.1) if quick else (ROUNDS, SECONDS)
    found: dict[str, list[_Round]] = {ONE: [], TWO: [], BUSY: []}
    with ExitStack() as stack:
        node = stack.enter_context(Cluster(folder, nodes=1))
        address = f"localhost:{node.port}"
        with kvstore.connect(address) as store:
            for key in hot.keys(KEYS):
                store.put(key, hot.value(key))
        workers = [Worker(stack, "read", address, KEYS, 0.0) for _ in range(2)]
        writer = Worker(stack, "change", address, KEYS, PAUSE).ready()
        readers = [worker.ready() for worker in workers]
        for number in range(rounds):
            # Each of the two is the one alone in half of the rounds.
            found[ONE].append(_round(readers[number % 2 :][:1], None, seconds))
            found[TWO].append(_round(readers, None, seconds))
            found[BUSY].append(_round(readers, writer, seconds))
    aims = [
        Aim("cache: two readers ÷ one", _ratio(found[TWO], found[ONE]), 1.8),
        Aim("cache: two readers beside a writer ÷ without", _ratio(found[BUSY], found[TWO]), 0.8),
    ]
    return [_row(name, each) for name, each in found.items()], aims


def _round(readers: list[Worker], writer: Worker | None, seconds: float) -> _Round:
    both = [*readers, writer] if writer else readers
    for each in both:
        each.begin(seconds)
    done = [each.done() for each in both]
    return _Round(done[: len(readers)], done[-1] if writer else None)


def _row(name: str, rounds: list[_Round]) -> Row:
    cells = {
        "gets/s": f"{statistics.median(each.rate for each in rounds):,.0f}",
        "ns of CPU a get": f"{statistics.median(each.cpu for each in rounds):,.0f}",
        "asked of the node": f"{statistics.median(each.asked for each in rounds):,.0f}",
    }
    if name == BUSY:
        cells["changes/s"] = f"{statistics.median(each.changes for each in rounds):,.0f}"
    return Row(name, cells)


def _ratio(ours: list[_Round], theirs: list[_Round]) -> float:
    return statistics.median(a.rate / b.rate for a, b in zip(ours, theirs, strict=True))
