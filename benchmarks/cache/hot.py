"""The keys that are read, and how a node comes to publish them."""

from __future__ import annotations

import time
from collections.abc import Sequence

from kvstore.client.sync_cached import CachedStore

VALUE_BYTES = 256
HOT_WITHIN = 20.0


def keys(count: int, kind: str = "hot") -> list[bytes]:
    """Return keys of one kind; no two kinds have a key in common."""
    return [b"%b-%06d" % (kind.encode(), number) for number in range(count)]


def value(key: bytes) -> bytes:
    """Return what is put there: another value for each key."""
    return key.ljust(VALUE_BYTES, b".")


def warm(store: CachedStore, wanted: Sequence[bytes]) -> None:
    """Read until all of it is answered from shared memory. Raises `RuntimeError`."""
    until = time.monotonic() + HOT_WITHIN
    while time.monotonic() < until:
        before = store.cache.fallbacks
        for key in wanted:
            store.get(key, consistency="lease")
        if store.cache.fallbacks == before:
            return
        time.sleep(0.01)
    raise RuntimeError(f"not all keys are in shared memory: {store.cache.reason or 'some missed'}")
