"""Leases that are kept alive by a thread."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from kvstore.client import lease_calls
from kvstore.client.holding import Holding
from kvstore.errors import KvError

if TYPE_CHECKING:
    from types import TracebackType

    from kvstore.client.sync_driver import Driver

__all__ = ["Lease"]


class Lease:
    """A lease for the time of a `with` block, kept alive by a thread. Made by `Store.lease`.

    `id` goes into `put(..., lease=lease.id)`. Leaving the block ends the lease and deletes its
    keys; if the cluster cannot be told, it ends by itself after `ttl` seconds.
    """

    def __init__(self, driver: Driver, ttl: float, wanted: int, timeout: float) -> None:
        """Grant nothing yet."""
        self.holding = Holding(ttl, wanted)
        self._driver = driver
        self._timeout = timeout
        self._leaving = threading.Event()
        self._keeper: threading.Thread | None = None

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

    def __enter__(self) -> Self:
        """Get the lease, and keep it."""
        self._driver.drive(self.holding.grant(self._driver.engine, self._timeout))
        self._leaving.clear()
        # A daemon, so that a program that ends without leaving the block does end.
        self._keeper = threading.Thread(target=self._keep, name="kvstore-lease", daemon=True)
        self._keeper.start()
        return self

    def _keep(self) -> None:
        with suppress(_Leaving):
            self._driver.drive(self.holding.keep(self._driver.engine), self._rest)

    def _rest(self, seconds: float) -> None:
        if self._leaving.wait(seconds):
            raise _Leaving

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the lease."""
        self._leaving.set()
        lost = self.lost
        self.holding.end()
        if not lost:
            with suppress(KvError):
                self._driver.run(lease_calls.revoke(self.id), self._timeout)
        if self._keeper is not None:
            self._keeper.join(self._timeout)


class _Leaving(Exception):
    """Ends the keeper's flow from within its pause."""
