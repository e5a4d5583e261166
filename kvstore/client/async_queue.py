"""Locks and elections, for asyncio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from kvstore.client.async_lease import AsyncLease
from kvstore.client.queueing import Candidate, Leaders

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import TracebackType

    from kvstore.client.async_driver import AsyncDriver
    from kvstore.client.results import Item

__all__ = ["AsyncElection", "AsyncLeadership", "AsyncLock"]


class AsyncLock:
    """A lock for the time of a `with` block. Made by `AsyncStore.lock`.

    `key` is where it stands in the store; `revision` the fencing number, higher for each holder.
    """

    def __init__(
        self,
        driver: AsyncDriver,
        name: str | bytes,
        value: str | bytes,
        *,
        ttl: float,
        wait: float | None,
        timeout: float,
    ) -> None:
        """Ask for nothing yet."""
        self._driver = driver
        self._wait = wait
        self._timeout = timeout
        self._lease = AsyncLease(driver, ttl, 0, timeout)
        self._place = Candidate(name, value, self._lease.holding)

    @property
    def key(self) -> bytes:
        """The key of this holder."""
        return self._place.key

    @property
    def revision(self) -> int:
        """The fencing number: no later holder has a lower one. 0 before the block is entered."""
        return self._place.revision

    @property
    def lost(self) -> bool:
        """Whether somebody else may hold it by now: its lease could not be renewed."""
        return self._lease.lost

    def check(self) -> None:
        """Raise `LeaseUnknown` if somebody else may hold it by now."""
        self._lease.check()

    async def __aenter__(self) -> Self:
        """Wait until it is held. Raises `DeadlineExceeded` if that takes too long."""
        await self._lease.__aenter__()
        try:
            engine = self._driver.engine
            await self._driver.drive(self._place.acquire(engine, self._timeout, self._wait))
        except BaseException:
            await self._lease.__aexit__(
                None, None, None
            )  # the place in the queue goes with the lease
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give it back."""
        await self._lease.__aexit__(kind, error, traceback)


class AsyncLeadership(AsyncLock):
    """Leadership for the time of a `with` block. Made by `AsyncElection.campaign`."""

    async def proclaim(self, value: str | bytes) -> None:
        """Change what the others read. Raises `LeaseUnknown` if somebody else may lead by now."""
        engine = self._driver.engine
        await self._driver.drive(self._place.proclaim(engine, value, self._timeout))


class AsyncElection:
    """One election of the cluster. Made by `AsyncStore.election`."""

    def __init__(self, driver: AsyncDriver, name: str | bytes, timeout: float) -> None:
        """Ask for nothing yet."""
        self._driver = driver
        self._name = name
        self._timeout = timeout

    def campaign(
        self, value: str | bytes, *, ttl: float = 10.0, wait: float | None = None
    ) -> AsyncLeadership:
        """Return a leadership whose `with` block is entered when this candidate leads.

        `value` is what others read of the leader. A leader that dies is followed by the next
        candidate after `ttl` seconds; `wait` bounds the waiting (None: however long it takes).
        """
        return AsyncLeadership(
            self._driver, self._name, value, ttl=ttl, wait=wait, timeout=self._timeout
        )

    async def leader(self) -> Item | None:
        """Return the leader's item (its value is what it campaigned with), None without one."""
        flow = Leaders(self._name).current(self._driver.engine, self._timeout)
        return await self._driver.drive(flow)

    async def observe(self) -> AsyncIterator[Item]:
        """Yield the leader's item, and again whenever it is another one, or has another value."""
        leaders = Leaders(self._name)
        while True:
            yield await self._driver.drive(leaders.next(self._driver.engine, self._timeout))
