"""Leases that are kept alive by a task."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from kvstore.client import lease_calls
from kvstore.client.holding import Holding
from kvstore.errors import KvError

if TYPE_CHECKING:
    from types import TracebackType

    from kvstore.client.async_driver import AsyncDriver

__all__ = ["AsyncLease"]


class AsyncLease:
    """A lease for the time of an `async with` block. Made by `AsyncStore.lease`; see `Lease`."""

    def __init__(self, driver: AsyncDriver, ttl: float, wanted: int, timeout: float) -> None:
        """Grant nothing yet."""
        self.holding = Holding(ttl, wanted)
        self._driver = driver
        self._timeout = timeout
        self._keeper: asyncio.Task[None] | None = None

    @property
    def id(self) -> int:
        """The lease's number."""
        return self.holding.id

    @property
    def ttl(self) -> float:
        """The seconds it was granted for: it outlives this program for as long."""
        return self.holding.ttl

    @property
    def lost(self) -> bool:
        """Whether the lease has ended, or may have."""
        return not self.holding.left(self._driver.engine.clock())

    def check(self) -> None:
        """Raise `LeaseUnknown` if the lease is lost."""
        self.holding.check(self._driver.engine.clock())

    async def __aenter__(self) -> Self:
        """Get the lease, and keep it."""
        await self._driver.drive(self.holding.grant(self._driver.engine, self._timeout))
        keeping = self._driver.drive(self.holding.keep(self._driver.engine))
        self._keeper = asyncio.create_task(keeping, name="kvstore-lease")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the lease."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait((self._keeper,))
        lost = self.lost
        self.holding.end()
        if not lost:
            with suppress(KvError):
                await self._driver.run(lease_calls.revoke(self.id), self._timeout)
