"""What to write down of far more gets than a history can hold.

Of gets of one key that find the same value only the first and the last are written down, and some
between. What is left out could break no order. Each value is put once: so in any order that
explains two gets which find it, the key holds nothing else between the two. A get between them
began after the first had ended, and ended before the last began: it has a moment there. (So it is
among gets that may all be equally old, too: the times in which their moments may be begin in the
same order, and end in it.) That there is no key is no such value: a get that finds that is written
down each time, and ends the burst.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.sightings import Sighting


@dataclass
class _Run:
    """Gets of one key, of one age, that found the same value, one after the other."""

    value: bytes | None
    node: int
    begun: float = 0.0
    ended: float = 0.0
    reads: int = 0
    hits: int = 0
    unmemoed: int = 0


class Thinner:
    """Takes in the gets of one program, one after the other, and tells of some."""

    def __init__(self, tell: Callable[[Sighting], object]) -> None:
        self._tell_one = tell
        self._runs: dict[tuple[str, float], _Run] = {}

    def note(
        self,
        key: str,
        value: bytes | None,
        age: float,
        begun: float,
        ended: float,
        node: int,
        *,
        is_hit: bool,
        is_copied: bool,
    ) -> None:
        """Take in one. `is_copied`: it was a hit, and not by a memo."""
        run = self._runs.get((key, age))
        is_first = run is None or run.value != value or value is None or run.node != node
        if is_first:
            if run is not None:
                self._tell(key, age, run)
            run = self._runs[key, age] = _Run(value, node)
        assert run is not None
        run.begun, run.ended = begun, ended
        run.reads += 1
        run.hits += is_hit
        run.unmemoed += is_copied
        if is_first:
            self._tell(key, age, run)

    def tell_all(self) -> None:
        """Tell the last get of each run: who is killed has lost what came after."""
        for (key, age), run in self._runs.items():
            self._tell(key, age, run)

    def _tell(self, key: str, age: float, run: _Run) -> None:
        if not run.reads:
            return
        value = None if run.value is None else run.value.decode()
        self._tell_one(
            Sighting(
                key, value, age, run.begun, run.ended, run.node, run.reads, run.hits, run.unmemoed
            )
        )
        run.reads = run.hits = run.unmemoed = 0
