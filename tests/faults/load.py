"""Several recorded clients at once, and what has to be true of all they were told."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Self

import kvstore
from tests.faults.recorder import PATIENCE, Recorder
from tests.kvstore.cluster import within
from tests.linearizability.checker import check
from tests.linearizability.history import Call

KEYS = 3
"""Keys that all clients share, new ones in each round: so the checker's parts stay small."""

LOADS = itertools.count(1)
"""So that no two loads on one cluster meet each other's keys."""


class Load:
    """`with Load(servers) as load:` has clients at work until the block is left.

    There are so many plain `clients`, and one of each of the `others`. `load.next_round()` gives
    them other keys.
    """

    def __init__(
        self,
        servers: str,
        *,
        clients: int = 4,
        others: Sequence[type[Recorder]] = (),
    ) -> None:
        self._round = 0
        self._name = f"load-{next(LOADS)}"
        self._recorders = [
            kind(servers, f"{self._name}/{number}", self.keys)
            for number, kind in enumerate([Recorder] * clients + [*others])
        ]

    def __enter__(self) -> Self:
        for each in self._recorders:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._recorders:
            each.stop()

    def keys(self) -> list[str]:
        return [f"{self._name}/round-{self._round}/{key}" for key in range(KEYS)]

    def next_round(self) -> None:
        self._round += 1

    def goes_on(self) -> None:
        """Wait until each client was answered again, twice: the first may have been under way."""
        before = [len(each.calls) for each in self._recorders]
        assert within(
            PATIENCE,
            lambda: all(
                len(each.calls) > done + 1
                for each, done in zip(self._recorders, before, strict=True)
            ),
        ), self._complaints()

    def _complaints(self) -> list[BaseException]:
        return [error for each in self._recorders for error in (*each.failures, *each.errors)]

    @property
    def calls(self) -> list[Call]:
        """The history of the shared keys."""
        return [call for each in self._recorders for call in each.calls]

    def verify(self, store: kvstore.Store, *, seen: Iterable[Call] = ()) -> None:
        """Raise `AssertionError` if no order explains the calls, or what was answered is lost.

        What others have `seen` of the shared keys has to fit in.

        No call may have failed, either: each had the time to be made again. To be called when
        the block is left; `store` sees the cluster.
        """
        assert self._complaints() == []
        assert all(len(each.calls) > 3 for each in self._recorders)
        check([*self.calls, *seen])
        found = {item.key.decode(): item.value for item in store.range(prefix=f"own/{self._name}/")}
        for each in self._recorders:
            for key, value in each.acknowledged.items():
                assert found.get(key) == value, key
