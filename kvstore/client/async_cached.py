"""The asyncio client that reads hot keys in the shared memory of a node on this host."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from kvstore.client import values
from kvstore.client.async_store import AsyncStore
from kvstore.client.local_cache import LocalCache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore.client.engine import Settings
    from kvstore.client.results import Item

__all__ = ["AsyncCachedStore"]


class AsyncCachedStore(AsyncStore):
    """A store whose `get` looks into shared memory first; see `sync_cached.CachedStore`."""

    def __init__(self, addresses: Sequence[str], *, timeout: float, settings: Settings) -> None:
        """Connect to nothing yet: the first call does."""
        super().__init__(addresses, timeout=timeout, settings=settings)
        self.cache = LocalCache(self._driver.engine, settings.name_space, random.random)

    async def get(
        self,
        key: str | bytes,
        *,
        revision: int = 0,
        consistency: str = "linearizable",
        max_age: float = 0.0,
        min_revision: int = 0,
        timeout: float | None = None,
    ) -> Item | None:
        """Return the item of `key`, None if there is no such key. `revision` reads a past state.

        "linearizable" means the same as "lease" here.
        """
        if key.__class__ is not bytes:
            key = key.encode("utf-8", "surrogateescape") if isinstance(key, str) else bytes(key)
        if consistency in {"linearizable", "lease"} and not (revision or max_age or min_revision):
            reader = self.cache.reader
            if reader is not None and (hit := reader.lease(key)) is not None:
                return hit.item
            freshness = values.freshness(consistency, 0, 0.0)
        else:
            freshness = values.freshness(consistency, min_revision, max_age)
            if not revision and (hit := self.cache.find(key, freshness)) is not None:
                return hit.item
        seconds = self._seconds(timeout)
        return await self._driver.drive(self.cache.get(key, revision, freshness, seconds))

    async def close(self) -> None:
        """Let go of the shared memory, and close the rest as `AsyncStore.close` does."""
        self.cache.close()
        await super().close()
