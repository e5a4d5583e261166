"""The asyncio client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from kvstore.client import reads, values
from kvstore.client.async_driver import AsyncDriver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from types import TracebackType

    from kvstore._generated import kv
    from kvstore.client.async_lease import AsyncLease
    from kvstore.client.async_queue import AsyncElection, AsyncLock
    from kvstore.client.async_txn import AsyncTxn
    from kvstore.client.async_watch import AsyncWatch
    from kvstore.client.call import Call
    from kvstore.client.engine import Settings
    from kvstore.client.results import (
        DeleteResult,
        Item,
        LeaseGrant,
        LeaseInfo,
        LeaseStatus,
        NodeStatus,
        Page,
        PutResult,
        RevokeResult,
        TxnResult,
    )

__all__ = ["AsyncStore"]

R = TypeVar("R")


class AsyncStore:
    """A store, reached through any of its nodes. Leaving an `async with` block closes it.

    Made by `kvstore.connect_async`. Any number of tasks of one loop may share it: their calls are
    under way together. Everything else is as with `Store`, whose methods say what the arguments
    mean and what is raised.
    """

    def __init__(self, addresses: Sequence[str], *, timeout: float, settings: Settings) -> None:
        """Connect to nothing yet: the first call does."""
        self.timeout = timeout
        self._driver = AsyncDriver(addresses, settings)

    # ------------------------------------------------------------------ reading

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
        """Return the item of `key`, None if there is no such key. `revision` reads a past state."""
        freshness = values.freshness(consistency, min_revision, max_age)
        return await self._run(reads.get(key, revision, freshness), timeout)

    def range(
        self,
        *,
        prefix: str | bytes | None = None,
        start: str | bytes | None = None,
        end: str | bytes | None = None,
        limit: int | None = None,
        keys_only: bool = False,
        descending: bool = False,
        revision: int = 0,
        consistency: str = "linearizable",
        max_age: float = 0.0,
        min_revision: int = 0,
        page_size: int = 0,
        timeout: float | None = None,
    ) -> AsyncIterator[Item]:
        """Yield the items of a range in order of their keys, at most `limit`.

        All are read at one revision, however long it takes: that of the first page, or
        `revision`. `timeout` bounds the fetching of each page.
        """
        cursor = reads.RangeCursor(
            values.key_range(prefix=prefix, start=start, end=end),
            freshness=values.freshness(consistency, min_revision, max_age),
            revision=revision,
            limit=limit,
            keys_only=keys_only,
            descending=descending,
            page_size=page_size,
        )
        return self._pages(cursor, timeout)

    async def _pages(self, cursor: reads.RangeCursor, timeout: float | None) -> AsyncIterator[Item]:
        while (call := cursor.call()) is not None:
            for item in cursor.take(await self._run(call, timeout)):
                yield item

    async def read_page(
        self,
        operation: kv.kv_range_op,
        *,
        consistency: str = "linearizable",
        max_age: float = 0.0,
        min_revision: int = 0,
        timeout: float | None = None,
    ) -> Page:
        """Read one page of any range that kv.x can express."""
        freshness = values.freshness(consistency, min_revision, max_age)
        return await self._run(reads.page(operation, freshness), timeout)

    async def count(
        self,
        *,
        prefix: str | bytes | None = None,
        start: str | bytes | None = None,
        end: str | bytes | None = None,
        revision: int = 0,
        consistency: str = "linearizable",
        max_age: float = 0.0,
        min_revision: int = 0,
        timeout: float | None = None,
    ) -> int:
        """Return how many keys there are in a range."""
        keys = values.key_range(prefix=prefix, start=start, end=end)
        freshness = values.freshness(consistency, min_revision, max_age)
        return await self._run(reads.count(keys, revision, freshness), timeout)

    def watch(
        self,
        key: str | bytes | None = None,
        *,
        prefix: str | bytes | None = None,
        start: str | bytes | None = None,
        end: str | bytes | None = None,
        ranges: Sequence[kv.kv_key_range] = (),
        revision: int = 0,
        previous: bool = False,
        puts: bool = True,
        deletes: bool = True,
        consistency: str = "linearizable",
        timeout: float | None = None,
    ) -> AsyncWatch:
        """Return an iterator over the changes of keys, without a gap, from `revision` on.

        Without `revision` it tells what changes after its `with` block is entered, or else after
        the first event is asked for. `ranges` are several ranges instead of one; nothing named:
        all keys. `timeout` is how long it tries to reach a node before it raises; iterating on
        then goes on where it was. A revision below the floor raises `Compacted`.
        """
        from kvstore.client.async_watch import AsyncWatch  # noqa: PLC0415 (few programs watch)
        from kvstore.client.watching import WatchCursor  # noqa: PLC0415 (the same)

        cursor = WatchCursor(
            values.watched(key, prefix=prefix, start=start, end=end, ranges=ranges),
            revision=revision,
            previous=previous,
            puts=puts,
            deletes=deletes,
            freshness=values.freshness(consistency, 0, 0.0),
        )
        return AsyncWatch(self._driver, cursor, self._seconds(timeout))

    # ------------------------------------------------------------------ changing

    async def put(
        self,
        key: str | bytes,
        value: str | bytes | None,
        *,
        lease: int = 0,
        keep_lease: bool = False,
        previous: bool = False,
        wait: str = "quorum",
        timeout: float | None = None,
    ) -> PutResult:
        """Set `key` to `value`; when this returns, a quorum has the change on disk.

        The key is deleted when `lease` ends; `keep_lease` leaves the one it has. A `value` of
        None is left as it is. Both raise `KeyMissing` where there is no such key. `previous` asks
        for the item before.
        """
        from kvstore.client import changes  # noqa: PLC0415 (those who only read need none)

        operation = changes.put_op(
            key, value, lease=lease, keep_lease=keep_lease, previous=previous
        )
        return await self._run(changes.put(operation, wait), timeout)

    async def delete(
        self,
        key: str | bytes | None = None,
        *,
        prefix: str | bytes | None = None,
        start: str | bytes | None = None,
        end: str | bytes | None = None,
        previous: bool = False,
        wait: str = "quorum",
        timeout: float | None = None,
    ) -> DeleteResult:
        """Delete a key, all keys with a prefix, or those from `start` on and before `end`."""
        from kvstore.client import changes  # noqa: PLC0415 (those who only read need none)

        keys = values.key_range(key, prefix=prefix, start=start, end=end)
        return await self._run(
            changes.delete(changes.delete_op(keys, previous=previous), wait), timeout
        )

    def txn(self) -> AsyncTxn:
        """Return an empty transaction: add comparisons and operations, then `commit` it."""
        from kvstore.client.async_txn import AsyncTxn  # noqa: PLC0415 (few programs need it)

        return AsyncTxn(self)

    async def commit(
        self, operation: kv.kv_txn_op, *, wait: str = "quorum", timeout: float | None = None
    ) -> TxnResult:
        """Carry out any transaction that kv.x can express."""
        from kvstore.client import changes  # noqa: PLC0415 (those who only read need none)

        return await self._run(changes.txn(operation, wait), timeout)

    async def compact(self, revision: int, *, timeout: float | None = None) -> None:
        """Give up the states before `revision`: they can no longer be read."""
        from kvstore.client import changes  # noqa: PLC0415 (those who only read need none)

        return await self._run(changes.compact(revision), timeout)

    # ------------------------------------------------------------------ leases

    def lease(self, ttl: float, *, lease: int = 0, timeout: float | None = None) -> AsyncLease:
        """Return a lease that is granted when its `with` block is entered.

        It is kept alive in the background until the block is left, which ends it and deletes its
        keys. `ttl` is how long it outlives this program.
        """
        from kvstore.client.async_lease import AsyncLease  # noqa: PLC0415 (few programs need it)

        return AsyncLease(self._driver, ttl, lease, self._seconds(timeout))

    async def lease_grant(
        self, ttl: float, *, lease: int = 0, timeout: float | None = None
    ) -> LeaseGrant:
        """Make a lease that ends unless it is kept alive within `ttl` seconds.

        `lease` is the number wanted for it, 0 for any.
        """
        from kvstore.client import lease_calls  # noqa: PLC0415 (few programs need it)

        return await self._run(lease_calls.grant(ttl, lease), timeout)

    async def lease_keepalive(self, lease: int, *, timeout: float | None = None) -> float:
        """Start a lease's time anew; return the seconds it has left at least."""
        from kvstore.client import lease_calls  # noqa: PLC0415 (few programs need it)

        return await self._run(lease_calls.keepalive(lease), timeout)

    async def lease_revoke(self, lease: int, *, timeout: float | None = None) -> RevokeResult:
        """End a lease now and delete all its keys, in one change."""
        from kvstore.client import lease_calls  # noqa: PLC0415 (few programs need it)

        return await self._run(lease_calls.revoke(lease), timeout)

    async def lease_ttl(
        self, lease: int, *, keys: bool = False, timeout: float | None = None
    ) -> LeaseStatus:
        """Return how long a lease has left, and with `keys` all keys under it."""
        from kvstore.client import lease_calls  # noqa: PLC0415 (few programs need it)

        cursor = lease_calls.KeysCursor(lease, keys=keys)
        while (call := cursor.call()) is not None:
            cursor.take(await self._run(call, timeout))
        return cursor.status()

    async def leases(self, *, timeout: float | None = None) -> AsyncIterator[LeaseInfo]:
        """Yield all leases in order of their numbers."""
        from kvstore.client import lease_calls  # noqa: PLC0415 (few programs need it)

        cursor = lease_calls.LeasesCursor()
        while (call := cursor.call()) is not None:
            for item in cursor.take(await self._run(call, timeout)):
                yield item

    # ------------------------------------------------------------------ recipes

    def lock(
        self,
        name: str | bytes,
        *,
        ttl: float = 10.0,
        wait: float | None = None,
        value: str | bytes = b"",
    ) -> AsyncLock:
        """Return a lock of the whole cluster; its `with` block is entered when it is held.

        Whoever waits gets it in the order of asking, or raises `DeadlineExceeded` after `wait`
        seconds (None: however long it takes). A holder that dies loses it after `ttl` seconds.
        `Lock.revision` grows with every holder: hand it on to what the lock protects, which can
        then refuse an earlier holder that was paused. `value` is for others to read.
        """
        from kvstore.client.async_queue import AsyncLock  # noqa: PLC0415 (few programs need it)

        return AsyncLock(self._driver, name, value, ttl=ttl, wait=wait, timeout=self.timeout)

    def election(self, name: str | bytes) -> AsyncElection:
        """Return the election `name`: stand in it, or see who leads."""
        from kvstore.client.async_queue import AsyncElection  # noqa: PLC0415 (few programs need it)

        return AsyncElection(self._driver, name, self.timeout)

    # ------------------------------------------------------------------ the rest

    async def status(self, *, timeout: float | None = None) -> NodeStatus:
        """Return what the node that is asked says about itself."""
        return await self._run(reads.status(), timeout)

    async def close(self) -> None:
        """End the session, if there is one, and all connections; a later call opens them again."""
        await self._driver.close()

    async def __aenter__(self) -> Self:
        """Return the store."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the store."""
        await self.close()

    def _seconds(self, timeout: float | None) -> float:
        return self.timeout if timeout is None else timeout

    async def _run(self, call: Call[R], timeout: float | None) -> R:
        return await self._driver.run(call, self._seconds(timeout))
