"""The blocking client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from kvstore.client import reads, values
from kvstore.client.sync_driver import Driver

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from kvstore._generated import kv
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
    from kvstore.client.sync_lease import Lease
    from kvstore.client.sync_queue import Election, Lock
    from kvstore.client.sync_txn import Txn
    from kvstore.client.sync_watch import Watch

__all__ = ["Store"]

R = TypeVar("R")


class Store:
    """A store, reached through any of its nodes. Leaving a `with` block closes it.

    Made by `kvstore.connect`. `timeout` (seconds) bounds each call that gives none of its own,
    all attempts included. Every method raises `KvError`, whose `may_have_executed` says whether
    something may have been changed. Threads may share a store.

    `consistency` of reads is "linearizable" (not older than any change answered before),
    "lease" (the same, trusting clocks to drift slowly) or "serializable" (what the node that is
    asked knows; with `max_age`, in seconds, only if it was the newest that recently: counted in
    whole milliseconds, rounded down, but at least 1).
    `min_revision` waits for a state at least as new. `wait` of changes is "quorum", or "all" to
    have every node that can be reached write it to disk first.
    """

    def __init__(self, addresses: Sequence[str], *, timeout: float, settings: Settings) -> None:
        """Connect to nothing yet: the first call does."""
        self.timeout = timeout
        self._driver = Driver(addresses, settings)

    # ------------------------------------------------------------------ reading

    def get(
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
        return self._run(reads.get(key, revision, freshness), timeout)

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
    ) -> Iterator[Item]:
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

    def _pages(self, cursor: reads.RangeCursor, timeout: float | None) -> Iterator[Item]:
        while (call := cursor.call()) is not None:
            yield from cursor.take(self._run(call, timeout))

    def read_page(
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
        return self._run(reads.page(operation, freshness), timeout)

    def count(
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
        return self._run(reads.count(keys, revision, freshness), timeout)

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
    ) -> Watch:
        """Return an iterator over the changes of keys, without a gap, from `revision` on.

        Without `revision` it tells what changes after its `with` block is entered, or else after
        the first event is asked for. `ranges` are several ranges instead of one; nothing named:
        all keys. `timeout` is how long it tries to reach a node before it raises; iterating on
        then goes on where it was. A revision below the floor raises `Compacted`.
        """
        from kvstore.client.sync_watch import Watch  # noqa: PLC0415 (few programs watch)
        from kvstore.client.watching import WatchCursor  # noqa: PLC0415 (the same)

        cursor = WatchCursor(
            values.watched(key, prefix=prefix, start=start, end=end, ranges=ranges),
            revision=revision,
            previous=previous,
            puts=puts,
            deletes=deletes,
            freshness=values.freshness(consistency, 0, 0.0),
        )
        return Watch(self._driver, cursor, self._seconds(timeout))

    # ------------------------------------------------------------------ changing

    def put(
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
        return self._run(changes.put(operation, wait), timeout)

    def delete(
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
        return self._run(changes.delete(changes.delete_op(keys, previous=previous), wait), timeout)

    def txn(self) -> Txn:
        """Return an empty transaction: add comparisons and operations, then `commit` it."""
        from kvstore.client.sync_txn import Txn  # noqa: PLC0415 (few programs need it)

        return Txn(self)

    def commit(
        self, operation: kv.kv_txn_op, *, wait: str = "quorum", timeout: float | None = None
    ) -> TxnResult:
        """Carry out any transaction that kv.x can express."""
        from kvstore.client import changes  # noqa: PLC0415 (those who only read need none)

        return self._run(changes.txn(operation, wait), timeout)

    def compact(self, revision: int, *, timeout: float | None = None) -> None:
        """Give up the states before `revision`: they can no longer be read."""
        from kvstore.client import changes  # noqa: PLC0415 (those who only read need none)

        return self._run(changes.compact(revision), timeout)

    # ------------------------------------------------------------------ leases

    def lease(self, ttl: float, *, lease: int = 0, timeout: float | None = None) -> Lease:
        """Return a lease that is granted when its `with` block is entered.

        It is kept alive in the background until the block is left, which ends it and deletes its
        keys. `ttl` is how long it outlives this program.
        """
        from kvstore.client.sync_lease import Lease  # noqa: PLC0415 (few programs need it)

        return Lease(self._driver, ttl, lease, self._seconds(timeout))

    def lease_grant(
        self, ttl: float, *, lease: int = 0, timeout: float | None = None
    ) -> LeaseGrant:
        """Make a lease that ends unless it is kept alive within `ttl` seconds.

        `lease` is the number wanted for it, 0 for any.
        """
        from kvstore.client import lease_calls  # noqa: PLC0415 (few programs need it)

        return self._run(lease_calls.grant(ttl, lease), timeout)

    def lease_keepalive(self, lease: int, *, timeout: float | None = None) -> float:
        """Start a lease's time anew; return the seconds it has left at least."""
        from kvstore.client import lease_calls  # noqa: PLC0415 (few programs need it)

        return self._run(lease_calls.keepalive(lease), timeout)

    def lease_revoke(self, lease: int, *, timeout: float | None = None) -> RevokeResult:
        """End a lease now and delete all its keys, in one change."""
        from kvstore.client import lease_calls  # noqa: PLC0415 (few programs need it)

        return self._run(lease_calls.revoke(lease), timeout)

    def lease_ttl(
        self, lease: int, *, keys: bool = False, timeout: float | None = None
    ) -> LeaseStatus:
        """Return how long a lease has left, and with `keys` all keys under it."""
        from kvstore.client import lease_calls  # noqa: PLC0415 (few programs need it)

        cursor = lease_calls.KeysCursor(lease, keys=keys)
        while (call := cursor.call()) is not None:
            cursor.take(self._run(call, timeout))
        return cursor.status()

    def leases(self, *, timeout: float | None = None) -> Iterator[LeaseInfo]:
        """Yield all leases in order of their numbers."""
        from kvstore.client import lease_calls  # noqa: PLC0415 (few programs need it)

        cursor = lease_calls.LeasesCursor()
        while (call := cursor.call()) is not None:
            yield from cursor.take(self._run(call, timeout))

    # ------------------------------------------------------------------ recipes

    def lock(
        self,
        name: str | bytes,
        *,
        ttl: float = 10.0,
        wait: float | None = None,
        value: str | bytes = b"",
    ) -> Lock:
        """Return a lock of the whole cluster; its `with` block is entered when it is held.

        Whoever waits gets it in the order of asking, or raises `DeadlineExceeded` after `wait`
        seconds (None: however long it takes). A holder that dies loses it after `ttl` seconds.
        `Lock.revision` grows with every holder: hand it on to what the lock protects, which can
        then refuse an earlier holder that was paused. `value` is for others to read.
        """
        from kvstore.client.sync_queue import Lock  # noqa: PLC0415 (few programs need it)

        return Lock(self._driver, name, value, ttl=ttl, wait=wait, timeout=self.timeout)

    def election(self, name: str | bytes) -> Election:
        """Return the election `name`: stand in it, or see who leads."""
        from kvstore.client.sync_queue import Election  # noqa: PLC0415 (few programs need it)

        return Election(self._driver, name, self.timeout)

    # ------------------------------------------------------------------ the rest

    def status(self, *, timeout: float | None = None) -> NodeStatus:
        """Return what the node that is asked says about itself."""
        return self._run(reads.status(), timeout)

    def close(self) -> None:
        """End the session, if there is one, and all connections; a later call opens them again."""
        self._driver.close()

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the store."""
        self.close()

    def _seconds(self, timeout: float | None) -> float:
        return self.timeout if timeout is None else timeout

    def _run(self, call: Call[R], timeout: float | None) -> R:
        return self._driver.run(call, self._seconds(timeout))
