"""Play many seeds on all cores, tell how far it is, and add up what they met.

    python -m tests.simulation.soak SEEDS

Each violation is printed with its seed; there is one at least if the exit code is 1.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import sys
import time
from collections import Counter
from functools import partial

from tests.simulation.playing import Play
from tests.simulation.world import play

_CHUNK = 20
_REPORT_SECONDS = 10


def _play(play: Play, seed: int) -> tuple[int, Counter[str], str]:
    """Return the counts of a seed, or how it failed."""
    # What a node would tell its operator is not part of the story.
    logging.disable()
    try:
        return seed, play(seed), ""
    except Exception as failure:  # noqa: BLE001 (whatever a node raises is a finding)
        return seed, Counter(), f"{type(failure).__name__}: {failure}"


def soak(play: Play, first: int, seeds: int, jobs: int) -> tuple[Counter[str], dict[int, str]]:
    """Play seeds from `first` on; return the sum of their counts, and the failures by seed."""
    total: Counter[str] = Counter()
    failures: dict[int, str] = {}
    started = told = time.monotonic()
    with multiprocessing.Pool(jobs) as pool:
        played = pool.imap_unordered(partial(_play, play), range(first, first + seeds), _CHUNK)
        for done, (seed, counts, failure) in enumerate(played, 1):
            total.update(counts)
            if failure:
                failures[seed] = failure
                print(f"seed {seed}: {failure}", flush=True)
            now = time.monotonic()
            if now - told > _REPORT_SECONDS:
                told = now
                left = (now - started) / done * (seeds - done)
                print(f"{done:,} of {seeds:,}, {left:.0f} s left", file=sys.stderr, flush=True)
    return total, failures


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 upwards")
    return number


def main(prog: str, description: str | None, play: Play) -> None:
    """Print the totals."""
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("seeds", type=_positive, metavar="SEEDS")
    parser.add_argument("--first", type=int, default=0, help="the first seed (default: 0)")
    parser.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, help="processes")
    options = parser.parse_args()
    started = time.monotonic()
    total, failures = soak(play, options.first, options.seeds, options.jobs)
    spent = time.monotonic() - started
    print(f"{options.seeds:,} seeds from {options.first} in {spent:.0f} s")
    print(f"{total['events']:,} events, {total['events'] / spent:,.0f} a second")
    print(f"{total.pop('simulated milliseconds', 0) / 1000:,.0f} simulated seconds")
    for name, count in sorted(total.items()):
        print(f"{name}: {count:,}")
    print(f"violations: {len(failures):,}")
    raise SystemExit(1 if failures else 0)


if __name__ == "__main__":
    main("python -m tests.simulation.soak", __doc__, play)
