"""A program that reads what a node of this host shares: `python -m`, until its input ends.

Arguments: servers, file to write to, seed, and the keys. It looks in bursts, some hundred times
each, in all ways there are: by `get`, with the memo and without, which asks the node where it finds
nothing; and only into the memory, at which it comes back at once, however long its node sleeps.

Of gets of one key that find the same value only the first and the last are written down. Each
value is put once. So between two gets that find it, in any order that explains them, the key
holds nothing else; and each get between them has a moment there: it has begun after the first
ended, and ended before the last began. (Where all may be equally old, all moments allowed move by
as much.) That there is no key is no such value: what finds that is written down each time, and
ends the burst.

That nothing goes back is looked at here, at each get. One node's memory tells it by revisions.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import kvstore
from kvstore.errors import KvError
from tests.faults.sightings import NEWEST, UNBOUNDED, Sighting, to_line

if TYPE_CHECKING:
    from kvstore.client.sync_cached import CachedStore
    from kvstore.hotcache.reader import Reader

AGES: Final = (NEWEST, NEWEST, NEWEST, 0.15, 0.5, UNBOUNDED)
BURST: Final = 0.0004
"""Seconds that a burst takes,"""
REST: Final = 0.002
"""and that follow it: the nodes need the processor, too."""
ASK_WITHIN: Final = 0.3
"""Seconds for a node to answer: one that sleeps shows its memory meanwhile, and is looked at."""
TELL_AFTER: Final = 0.02
"""Seconds after which the last of equal gets is written down, though more may come."""


class Found(NamedTuple):
    """What a get came to. `epoch`: of the memory that answered, 0 if it was a node."""

    item: kvstore.Item | None
    epoch: int


@dataclass
class Run:
    """Gets of one key, of one age, that found the same value, one after the other."""

    value: bytes | None
    node: int
    begun: float = 0.0
    ended: float = 0.0
    reads: int = 0
    hits: int = 0
    unmemoed: int = 0


class Backward(Exception):
    """A node's memory has shown what it had replaced."""


class LocalReader:
    """One program's store, and what it has seen."""

    def __init__(self, store: CachedStore, out: int, seed: str, keys: list[str]) -> None:
        self._store = store
        self._out = out
        self._random = random.Random(seed)  # noqa: S311 (to be played again)
        self._keys = keys
        self._runs: dict[tuple[str, float], Run] = {}
        # of each key in each memory: the newest revision, and whether it was gone since
        self._newest: dict[tuple[int, str], tuple[int, bool]] = {}
        self._tell_at = 0.0

    def burst(self) -> None:
        key = self._random.choice(self._keys)
        age = self._random.choice(AGES)
        only_memory = self._random.random() < 0.7
        memoed = self._random.random() < 0.5
        clock = time.monotonic
        now = clock()
        end = now + BURST
        while now < end:
            cache = self._store.cache
            if not memoed and cache.reader is not None:
                cache.reader.memo.clear()
            begun = clock()
            found = self._look(cache.reader, key, age) if only_memory else self._get(key, age)
            now = clock()
            if found is None:
                break
            self._note(key, age, found, begun, now, memoed=memoed)
            if found.item is None or not found.epoch:
                break
        if now > self._tell_at:
            self.tell_all()
            self._tell_at = now + TELL_AFTER

    def _look(self, reader: Reader | None, key: str, age: float) -> Found | None:
        if reader is None:
            return None
        if age == NEWEST:
            hit = reader.lease(key.encode())
        else:
            hit = reader.serializable(key.encode(), None if age == UNBOUNDED else int(age * 1e9))
        return None if hit is None else Found(hit.item, reader.header.epoch)

    def _get(self, key: str, age: float) -> Found | None:
        cache = self._store.cache
        reader, asked = cache.reader, cache.fallbacks
        try:
            if age == NEWEST:
                consistency = self._random.choice(("lease", "linearizable"))
                item = self._store.get(key, consistency=consistency)
            else:
                item = self._store.get(
                    key, consistency="serializable", max_age=0.0 if age == UNBOUNDED else age
                )
        except KvError:  # says nothing of the key
            return None
        if reader is None or cache.reader is not reader or cache.fallbacks != asked:
            return Found(item, 0)
        return Found(item, reader.header.epoch)

    def _note(
        self, key: str, age: float, found: Found, begun: float, ended: float, *, memoed: bool
    ) -> None:
        item = found.item
        if found.epoch:
            self._see_to_it_that_it_goes_on(key, found)
        value = None if item is None else item.value
        run = self._runs.get((key, age))
        node = self._store.cache.node
        is_first = run is None or run.value != value or value is None or run.node != node
        if is_first:
            if run is not None:
                self._tell(key, age, run)
            run = self._runs[key, age] = Run(value, node)
        assert run is not None
        run.begun, run.ended = begun, ended
        run.reads += 1
        if found.epoch:
            run.hits += 1
            run.unmemoed += not memoed
        if is_first:
            self._tell(key, age, run)

    def _see_to_it_that_it_goes_on(self, key: str, found: Found) -> None:
        newest, was_gone = self._newest.get((found.epoch, key), (0, False))
        if found.item is None:
            if not was_gone:
                self._newest[found.epoch, key] = newest, True
            return
        revision = found.item.mod_revision
        if revision < newest or (was_gone and revision == newest):
            raise Backward(f"{key} was of revision {newest}, gone: {was_gone}; now {found.item}")
        if revision > newest:
            self._newest[found.epoch, key] = revision, False

    def tell_all(self) -> None:
        """Write down the last get of each run: who is killed has lost what came after."""
        for (key, age), run in self._runs.items():
            self._tell(key, age, run)

    def _tell(self, key: str, age: float, run: Run) -> None:
        if not run.reads:
            return
        sighting = Sighting(
            key,
            None if run.value is None else run.value.decode(),
            age,
            run.begun,
            run.ended,
            run.node,
            run.reads,
            run.hits,
            run.unmemoed,
        )
        os.write(self._out, to_line(sighting))
        run.reads = run.hits = run.unmemoed = 0


def main(servers: str, path: str, seed: str, *keys: str) -> None:
    over = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=wait, daemon=True).start()
    out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with kvstore.connect(servers, timeout=ASK_WITHIN, local_cache=True) as store:
        reader = LocalReader(store, out, seed, list(keys))
        while not over.wait(REST):
            reader.burst()
        reader.tell_all()
    os.close(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
