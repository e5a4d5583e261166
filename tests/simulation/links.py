"""Links between nodes: slow, lossy, doubling, or cut."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from tests.simulation.events import MILLISECOND, Events

# A message far behind its time: from another term, or another life of its receiver.
STRAGGLER = 300 * MILLISECOND


class Weather(Protocol):
    """Delays are microseconds, shares are between 0 and 1."""

    @property
    def delay(self) -> int: ...

    @property
    def spread(self) -> int: ...

    @property
    def loss(self) -> float: ...

    @property
    def duplication(self) -> float: ...

    @property
    def straggling(self) -> float: ...


class Links:
    """Between all nodes. `cut` and `mend` take the links of one fault; faults may overlap."""

    def __init__(self, events: Events, rng: random.Random, weather: Weather) -> None:
        self._events = events
        self._random = rng.random
        self.delay = weather.delay
        self.spread = weather.spread
        self.loss = weather.loss
        self.duplication = weather.duplication
        self.straggling = weather.straggling
        self._cuts: dict[int, frozenset[tuple[int, int]]] = {}
        self._blocked: frozenset[tuple[int, int]] = frozenset()

    def cut(self, fault: int, links: Iterable[tuple[int, int]]) -> None:
        """Let nothing pass on these (from, to) any more."""
        self._cuts[fault] = frozenset(links)
        self._blocked = self._blocked | self._cuts[fault]

    def mend(self, fault: int) -> None:
        """Undo one cut."""
        self._cuts.pop(fault, None)
        self._blocked = frozenset().union(*self._cuts.values())

    def calm(self) -> None:
        """Mend everything, for good."""
        self._cuts.clear()
        self._blocked = frozenset()
        self.loss = self.duplication = self.straggling = 0.0
        self.spread = 2 * MILLISECOND

    def blocks(self, one: int, other: int) -> bool:
        """Say whether nothing passes from one to the other."""
        return (one, other) in self._blocked

    def pass_on(self, handler: Callable[[Any], None], argument: Any) -> None:
        """Let something arrive never, once or twice, on a link that is not cut."""
        if self._random() < self.loss:
            return
        self._carry(handler, argument)
        if self._random() < self.duplication:
            self._carry(handler, argument)

    def _carry(self, handler: Callable[[Any], None], argument: Any) -> None:
        delay = self.delay + int(self._random() * self.spread)
        if self.straggling and self._random() < self.straggling:
            delay += int(self._random() * STRAGGLER)
        self._events.after(delay, handler, argument)
