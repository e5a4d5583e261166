"""The blocking client that reads hot keys in the shared memory of a node on this host."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from kvstore.client import values
from kvstore.client.local_cache import LocalCache
from kvstore.client.sync_store import Store

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
        # So `Reader.lease` is written out, and a key that is remembered is not converted.
        if (
            consistency == "linearizable" or consistency == "lease"  # noqa: PLR1714 (a set is slower)
        ) and not (revision or max_age or min_revision):
            reader = self.cache.reader
            if reader is not None:
                try:
                    item, word, version, slot, _ = reader.memo[key]
                except (KeyError, TypeError):  # it is not there, or of a kind that cannot be
                    pass
                else:
                    words, seconds = reader.words, reader.seconds
                    before, until, place = reader.deadline
                    if words[place] == until and seconds() < before and words[word] == version:
                        reader.countdown = countdown = reader.countdown - 1
                        if countdown <= 0:
                            reader.tell(slot)
                        return item
            data = key if key.__class__ is bytes else values.as_bytes(key)
            if reader is not None:
                hit = reader.look_up(data, key if key.__class__ is str else data)
                if hit is not None:
                    return hit.item
            freshness = values.freshness(consistency, 0, 0.0)
        else:
            data = key if key.__class__ is bytes else values.as_bytes(key)
            freshness = values.freshness(consistency, min_revision, max_age)
            if not revision and (hit := self.cache.find(data, freshness)) is not None:
                return hit.item
        wait = self._seconds(timeout)
        return self._driver.drive(self.cache.get(data, revision, freshness, wait))

    def close(self) -> None:
        """Let go of the shared memory, and close the rest as `Store.close` does."""
        self.cache.close()
        super().close()
