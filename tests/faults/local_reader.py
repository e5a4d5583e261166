"""A program that reads what a node of this host shares: `python -m`, until its input ends.

Arguments: servers, file to write to, seed, and the keys. It looks in bursts, some hundred times
each, in all ways there are: by `get`, with the memo and without, which asks the node where it finds
nothing; and only into the memory, at which it comes back at once, however long its node sleeps.

That nothing goes back is looked at here, at each get: one node's memory tells it by revisions. Of
the rest it writes down what `thinning` leaves.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from typing import TYPE_CHECKING, Final, NamedTuple

import kvstore
from kvstore.errors import KvError
from tests.faults.sightings import NEWEST, UNBOUNDED, to_line
from tests.faults.thinning import Thinner

if TYPE_CHECKING:
    from kvstore.client.sync_cached import CachedStore
    from kvstore.hotcache.reader import Reader

AGES: Final = (NEWEST, NEWEST, NEWEST, 0.15, 0.5, UNBOUNDED)
BURST: Final = 0.0004
"""Seconds that a burst takes,"""
REST: Final = 0.002
"""and that follow it: the nodes need the processor, too."""
ASK_WITHIN: Final = 0.15
"""Seconds for a node to answer: one that sleeps shows its memory meanwhile, and is looked at."""
TELL_AFTER: Final = 0.02
"""Seconds after which the last of equal gets is written down, though more may come."""


class Found(NamedTuple):
    """What a get came to. `epoch`: of the memory that answered, 0 if it was a node."""

    item: kvstore.Item | None
    epoch: int


class Backward(Exception):
    """A node's memory has shown what it had replaced."""


class LocalReader:
    """One program's store, and what it has seen."""

    def __init__(self, store: CachedStore, seen: Thinner, seed: str, keys: list[str]) -> None:
        self._store = store
        self._seen = seen
        self._random = random.Random(seed)  # noqa: S311 (to be played again)
        self._keys = keys
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
            item, epoch = found
            if epoch:
                self._see_to_it_that_it_goes_on(key, epoch, item)
            self._seen.note(
                key,
                None if item is None else item.value,
                age,
                begun,
                now,
                cache.node,
                is_hit=epoch != 0,
                is_copied=epoch != 0 and not memoed,
            )
            if item is None or not epoch:
                break
        if now > self._tell_at:
            self._seen.tell_all()
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

    def _see_to_it_that_it_goes_on(self, key: str, epoch: int, item: kvstore.Item | None) -> None:
        newest, was_gone = self._newest.get((epoch, key), (0, False))
        if item is None:
            if not was_gone:
                self._newest[epoch, key] = newest, True
            return
        revision = item.mod_revision
        if revision < newest or (was_gone and revision == newest):
            raise Backward(f"{key} was of revision {newest}, gone: {was_gone}; now {item}")
        if revision > newest:
            self._newest[epoch, key] = revision, False


def main(servers: str, path: str, seed: str, *keys: str) -> None:
    over = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=wait, daemon=True).start()
    out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with kvstore.connect(servers, timeout=ASK_WITHIN, local_cache=True) as store:
        seen = Thinner(lambda sighting: os.write(out, to_line(sighting)))
        reader = LocalReader(store, seen, seed, list(keys))
        while not over.wait(REST):
            reader.burst()
        seen.tell_all()
    os.close(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
