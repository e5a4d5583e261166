"""The blocking client."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any, Self, TypeVar

from kvstore._generated import kv
from kvstore.client import calls
from kvstore.client.answers import checked, error_of
from kvstore.client.routing import Ask, Nodes, Plan, Wait
from kvstore.errors import KvError, ProtocolError
from rpcgen_py.runtime.errors import RpcError, XdrError
from rpcgen_py.runtime.transport.sync_client import connect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from kvstore.client.calls import Call, Options
    from kvstore.client.results import DeleteResult, Item, NodeStatus, Page, PutResult
    from rpcgen_py.runtime.transport.connection import Connection

__all__ = ["Store"]

R = TypeVar("R")


class Store:
    """A store, reached through any of its nodes. Leaving a `with` block closes it.

    Made by `kvstore.connect`. `timeout` (seconds) bounds each call that gives none of its own,
    all attempts included. Every method raises `KvError`, whose `may_have_executed` says whether
    something may have been changed. Threads may share a store; they take turns at each node.
    """

    def __init__(self, addresses: Sequence[str], *, timeout: float, options: Options) -> None:
        """Connect to nothing yet: the first call does."""
        self.timeout = timeout
        self._options = options
        self._nodes = Nodes(addresses)
        self._connections: dict[str, Connection] = {}

    def get(
        self,
        key: str | bytes,
        *,
        revision: int = 0,
        consistency: str = "linearizable",
        min_revision: int = 0,
        timeout: float | None = None,
    ) -> Item | None:
        """Return the item of `key`, None if there is no such key.

        `revision` reads a past state; `consistency` is "linearizable", "lease" or
        "serializable"; the state that is read is at least `min_revision`.
        """
        call = calls.get(self._options, key, revision, consistency, min_revision)
        return self._run(call, timeout)

    def put(
        self,
        key: str | bytes,
        value: str | bytes,
        *,
        previous: bool = False,
        wait: str = "quorum",
        timeout: float | None = None,
    ) -> PutResult:
        """Set `key` to `value`; when this returns, the change is on disk.

        `previous` asks for the item before. `wait` is "quorum", or "all" to wait for every
        node that can be reached.
        """
        call = calls.put(self._options, key, value, previous=previous, wait=wait)
        return self._run(call, timeout)

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
        keys = calls.key_range(key, prefix=prefix, start=start, end=end)
        call = calls.delete(self._options, keys, previous=previous, wait=wait)
        return self._run(call, timeout)

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
        min_revision: int = 0,
        page_size: int = 0,
        timeout: float | None = None,
    ) -> Iterator[Item]:
        """Yield the items of a range in order of their keys, at most `limit`.

        All are read at one revision, however long it takes: that of the first page, or
        `revision`. `timeout` bounds the fetching of each page.
        """
        cursor = calls.RangeCursor(
            calls.key_range(prefix=prefix, start=start, end=end),
            revision=revision,
            limit=limit,
            keys_only=keys_only,
            descending=descending,
            page_size=page_size,
        )
        return self._pages(cursor, consistency, min_revision, timeout)

    def _pages(
        self,
        cursor: calls.RangeCursor,
        consistency: str,
        min_revision: int,
        timeout: float | None,
    ) -> Iterator[Item]:
        while (operation := cursor.operation()) is not None:
            call = calls.read_page(self._options, operation, consistency, min_revision)
            yield from cursor.take(self._run(call, timeout))

    def read_page(
        self,
        operation: kv.kv_range_op,
        *,
        consistency: str = "linearizable",
        min_revision: int = 0,
        timeout: float | None = None,
    ) -> Page:
        """Read one page of any range that kv.x can express."""
        call = calls.read_page(self._options, operation, consistency, min_revision)
        return self._run(call, timeout)

    def count(
        self,
        *,
        prefix: str | bytes | None = None,
        start: str | bytes | None = None,
        end: str | bytes | None = None,
        revision: int = 0,
        consistency: str = "linearizable",
        timeout: float | None = None,
    ) -> int:
        """Return how many keys there are in a range."""
        keys = calls.key_range(prefix=prefix, start=start, end=end)
        operation = calls.range_op(keys, revision=revision, want=kv.KV_WANT_COUNT)
        return self._run(calls.count(self._options, operation, consistency, 0), timeout)

    def status(self, *, timeout: float | None = None) -> NodeStatus:
        """Return what the node that is asked says about itself."""
        return self._run(calls.status(self._options), timeout)

    def close(self) -> None:
        """Close all connections; a later call opens them again."""
        while self._connections:
            self._connections.popitem()[1].close()

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close all connections."""
        self.close()

    def _run(self, call: Call[R], timeout: float | None) -> R:
        deadline = time.monotonic() + (self.timeout if timeout is None else timeout)
        plan = Plan(self._nodes, deadline, repeatable=not call.changes, random=random.random)
        while True:
            step = plan.next(time.monotonic())
            if isinstance(step, Wait):
                time.sleep(step.seconds)
                continue
            try:
                reply = self._ask(call, step)
            except KvError as error:
                plan.failed(error)
                continue
            plan.answered()
            return call.result(reply)

    def _ask(self, call: Call[Any], step: Ask) -> Any:
        """Ask one node once. Raises `KvError`."""
        address = step.address
        arguments = calls.packed(call, step.seconds)
        until = time.monotonic() + step.seconds
        try:
            connection = self._connections.get(address)
            if connection is None:
                made = connect(address, timeout=step.to_connect)
                connection = self._connections.setdefault(address, made)
                if connection is not made:  # another thread was quicker
                    made.close()
            reply = connection.call(call.procedure, arguments, until - time.monotonic())
        except XdrError as error:
            raise ProtocolError(f"{address}: {error}", may_have_executed=call.changes) from error
        except RpcError as error:
            raise error_of(error, address, changes=call.changes) from error
        return checked(reply)
