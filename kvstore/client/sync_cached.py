"""The blocking client that reads hot keys in the shared memory of a node on this host."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from kvstore.client import values
from kvstore.client.local_cache import LocalCache
from kvstore.client.sync_store import Store
from kvstore.hotcache.reader import OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore.client.engine import Settings
    from kvstore.client.results import Item

__all__ = ["CachedStore"]


class CachedStore(Store):
    """A store whose `get` looks into shared memory first; made by `connect(local_cache=True)`.

    `cache` says what came of that. A "serializable" get that is answered from there is at least as
    new as all changes of this store that were answered. After a fork, connect anew.
    """

    def __init__(self, addresses: Sequence[str], *, timeout: float, settings: Settings) -> None:
        """Connect to nothing yet: the first call does."""
        super().__init__(addresses, timeout=timeout, settings=settings)
        self.cache = LocalCache(self._driver.engine, settings.name_space, random.random)

    def get(
        self,
        key: str | bytes,
        revision: int = 0,
        consistency: str = "linearizable",
        max_age: float = 0.0,
        min_revision: int = 0,
        timeout: float | None = None,
    ) -> Item | None:
        """Return the item of `key`, None if there is no such key. `revision` reads a past state.

        "linearizable" means the same as "lease" here.
        """
        # Calls take the most of a hit's time, and options that must be named cost more than others.
        # So `values.as_bytes` and `Reader.lease` are written out.
        if key.__class__ is not bytes:
            key = key.encode("utf-8", "surrogateescape") if isinstance(key, str) else bytes(key)
        if consistency in {"linearizable", "lease"} and not (revision or max_age or min_revision):
            reader = self.cache.reader
            if reader is not None:
                found = reader.memo.get(key)
                if found is not None:
                    clock = reader.clock
                    if (
                        clock() < reader.lease_until
                        and reader.main[OPEN] == reader.open_bytes
                        and reader.words[found[1]] == found[2]
                    ):
                        reader.countdown = countdown = reader.countdown - 1
                        if countdown <= 0:
                            reader.tell(found[3])
                        return found[0].item
                hit = reader.lease(key)
                if hit is not None:
                    return hit.item
            freshness = values.freshness(consistency, 0, 0.0)
        else:
            freshness = values.freshness(consistency, min_revision, max_age)
            if not revision and (hit := self.cache.find(key, freshness)) is not None:
                return hit.item
        seconds = self._seconds(timeout)
        return self._driver.drive(self.cache.get(key, revision, freshness, seconds))

    def close(self) -> None:
        """Let go of the shared memory, and close the rest as `Store.close` does."""
        self.cache.close()
        super().close()
