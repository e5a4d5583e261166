"""Locks and elections, blocking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from kvstore.client.queueing import Candidate, Leaders
from kvstore.client.sync_lease import Lease

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from kvstore.client.results import Item
    from kvstore.client.sync_driver import Driver

__all__ = ["Election", "Leadership", "Lock"]


class Lock:
    """A lock for the time of a `with` block. Made by `Store.lock`.

    `key` is where it stands in the store; `revision` the fencing number, higher for each holder.
    """

    def __init__(
        self,
        driver: Driver,
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
        self._lease = Lease(driver, ttl, 0, timeout)
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

    def __enter__(self) -> Self:
        """Wait until it is held. Raises `DeadlineExceeded` if that takes too long."""
        self._lease.__enter__()
        try:
            engine = self._driver.engine
            self._driver.drive(self._place.acquire(engine, self._timeout, self._wait))
        except BaseException:
            self._lease.__exit__(None, None, None)  # the place in the queue goes with the lease
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give it back."""
        self._lease.__exit__(kind, error, traceback)


class Leadership(Lock):
    """Leadership for the time of a `with` block. Made by `Election.campaign`."""

    def proclaim(self, value: str | bytes) -> None:
        """Change what the others read. Raises `LeaseUnknown` if somebody else may lead by now."""
        engine = self._driver.engine
        self._driver.drive(self._place.proclaim(engine, value, self._timeout))


class Election:
    """One election of the cluster. Made by `Store.election`."""

    def __init__(self, driver: Driver, name: str | bytes, timeout: float) -> None:
        """Ask for nothing yet."""
        self._driver = driver
        self._name = name
        self._timeout = timeout

    def campaign(
        self, value: str | bytes, *, ttl: float = 10.0, wait: float | None = None
    ) -> Leadership:
        """Return a leadership whose `with` block is entered when this candidate leads.

        `value` is what others read of the leader. A leader that dies is followed by the next
        candidate after `ttl` seconds; `wait` bounds the waiting (None: however long it takes).
        """
        return Leadership(
            self._driver, self._name, value, ttl=ttl, wait=wait, timeout=self._timeout
        )

    def leader(self) -> Item | None:
        """Return the leader's item (its value is what it campaigned with), None without one."""
        flow = Leaders(self._name).current(self._driver.engine, self._timeout)
        return self._driver.drive(flow)

    def observe(self) -> Iterator[Item]:
        """Yield the leader's item, and again whenever it is another one, or has another value."""
        leaders = Leaders(self._name)
        while True:
            yield self._driver.drive(leaders.next(self._driver.engine, self._timeout))
