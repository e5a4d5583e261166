"""What the processes do that read and change hot keys, second by second, as they are told.

    python -m benchmarks.cache.work read|change ADDRESS KEYS PAUSE

prints "ready", and then for each line with a number of seconds on standard input what it did in
that time: operations, seconds, seconds of CPU, and how many gets the node was asked for. `PAUSE` is
how many seconds lie between the begins of two turns of its work.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

import kvstore
from benchmarks.cache import hot

if TYPE_CHECKING:
    from kvstore.client.sync_cached import CachedStore

CHANGED_TOGETHER = 10
"""Keys that the writer changes one after the other, before it waits for its next turn."""


def main() -> None:
    """Work until the input ends."""
    kind, address, keys, pause = sys.argv[1:]
    wanted = hot.keys(int(keys))
    with kvstore.connect(address, local_cache=True) as store:
        if kind == "read":
            hot.warm(store, wanted)
            turn = _reading(store, wanted)
        else:
            turn = _changing(store, wanted)
        print("ready", flush=True)
        for line in sys.stdin:
            print(*_work(store, turn, float(line), float(pause)), flush=True)


def _reading(store: CachedStore, wanted: list[bytes]) -> Callable[[], int]:
    """Return what reads all keys once."""
    get = store.get

    def turn() -> int:
        for key in wanted:
            get(key, consistency="lease")
        return len(wanted)

    return turn


def _changing(store: CachedStore, wanted: list[bytes]) -> Callable[[], int]:
    """Return what changes the next few keys, each by a put of its own."""
    numbers = count()

    def turn() -> int:
        for _ in range(CHANGED_TOGETHER):
            number = next(numbers)
            key = wanted[number % len(wanted)]
            store.put(key, hot.value(b"%b-%d" % (key, number)))
        return CHANGED_TOGETHER

    return turn


def _work(
    store: CachedStore, turn: Callable[[], int], seconds: float, pause: float
) -> tuple[int, float, float, int]:
    done, asked = 0, store.cache.fallbacks
    begun, cpu = time.monotonic(), time.process_time()
    due = begun
    while (now := time.monotonic()) < begun + seconds:
        if now < due:
            time.sleep(due - now)
        due += pause
        done += turn()
    return done, now - begun, time.process_time() - cpu, store.cache.fallbacks - asked


if __name__ == "__main__":
    main()
