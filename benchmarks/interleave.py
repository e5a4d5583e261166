"""Fair timing: contenders in turn, round after round, medians, and ratios round by round.

The machine's speed drifts; two figures of the same round have met the same machine, so ratios
are taken within a round and their median is quoted.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 9
SECONDS = 0.05


@dataclass(frozen=True)
class Timing:
    """Seconds per operation, one figure a round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Median seconds per operation."""
        return statistics.median(self.rounds)

    def times_faster_than(self, other: Timing) -> float:
        """Median over the rounds of how many of ours fit into one of theirs."""
        pairs = zip(self.rounds, other.rounds, strict=True)
        return statistics.median(theirs / ours for ours, theirs in pairs)


def _calibrate(operation: Callable[[], object], seconds: float) -> int:
    """How many operations fill about `seconds`."""
    count = 1
    while True:
        started = time.perf_counter()
        for _ in range(count):
            operation()
        spent = time.perf_counter() - started
        if spent > seconds / 4:
            return max(1, int(count * seconds / spent))
        count *= 2


def interleave(contenders: dict[str, Callable[[], object]], *, quick: bool) -> dict[str, Timing]:
    """Time each operation `ROUNDS` times for about `SECONDS`, taking turns; once if `quick`."""
    seconds, rounds = (SECONDS / 50, 1) if quick else (SECONDS, ROUNDS)
    counts = {name: _calibrate(operation, seconds) for name, operation in contenders.items()}
    figures: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, operation in contenders.items():
            count = range(counts[name])
            started = time.perf_counter()
            for _ in count:
                operation()
            figures[name].append((time.perf_counter() - started) / len(count))
    return {name: Timing(tuple(values)) for name, values in figures.items()}
