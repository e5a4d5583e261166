"""The asyncio client."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any, Self, TypeVar

from kvstore._generated import kv
from kvstore.client import calls
from kvstore.client.answers import checked, error_of
from kvstore.client.routing import Ask, Nodes, Plan, Wait
from kvstore.errors import KvError, ProtocolError
from rpcgen_py.runtime.errors import RpcError, Unreachable, XdrError
from rpcgen_py.runtime.transport.asyncio_client import connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from types import TracebackType

    from kvstore.client.calls import Call, Options
    from kvstore.client.results import DeleteResult, Item, NodeStatus, Page, PutResult
    from rpcgen_py.runtime.transport.asyncio_connection import AsyncConnection

__all__ = ["AsyncStore"]

R = TypeVar("R")


class AsyncStore:
    """A store, reached through any of its nodes. Leaving an `async with` block closes it.

    Made by `kvstore.connect_async`. Any number of tasks of one loop may share it: their calls are
    under way together. Everything else is as with `Store`, whose methods say what the arguments
    mean and what is raised.
    """

    def __init__(self, addresses: Sequence[str], *, timeout: float, options: Options) -> None:
        """Connect to nothing yet: the first call does."""
        self.timeout = timeout
        self._options = options
        self._nodes = Nodes(addresses)
        self._connections: dict[str, AsyncConnection] = {}
        self._connecting: dict[str, asyncio.Lock] = {}

    async def get(
        self,
        key: str | bytes,
        *,
        revision: int = 0,
        consistency: str = "linearizable",
        min_revision: int = 0,
        timeout: float | None = None,  # noqa: ASYNC109 (it names the outcome)
    ) -> Item | None:
        """Return the item of `key`, None if there is no such key; see `Store.get`."""
        call = calls.get(self._options, key, revision, consistency, min_revision)
        return await self._run(call, timeout)

    async def put(
        self,
        key: str | bytes,
        value: str | bytes,
        *,
        previous: bool = False,
        wait: str = "quorum",
        timeout: float | None = None,  # noqa: ASYNC109 (it names the outcome)
    ) -> PutResult:
        """Set `key` to `value`; see `Store.put`."""
        call = calls.put(self._options, key, value, previous=previous, wait=wait)
        return await self._run(call, timeout)

    async def delete(
        self,
        key: str | bytes | None = None,
        *,
        prefix: str | bytes | None = None,
        start: str | bytes | None = None,
        end: str | bytes | None = None,
        previous: bool = False,
        wait: str = "quorum",
        timeout: float | None = None,  # noqa: ASYNC109 (it names the outcome)
    ) -> DeleteResult:
        """Delete a key, or a range of keys; see `Store.delete`."""
        keys = calls.key_range(key, prefix=prefix, start=start, end=end)
        call = calls.delete(self._options, keys, previous=previous, wait=wait)
        return await self._run(call, timeout)

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
    ) -> AsyncIterator[Item]:
        """Yield the items of a range, all of one revision; see `Store.range`."""
        cursor = calls.RangeCursor(
            calls.key_range(prefix=prefix, start=start, end=end),
            revision=revision,
            limit=limit,
            keys_only=keys_only,
            descending=descending,
            page_size=page_size,
        )
        return self._pages(cursor, consistency, min_revision, timeout)

    async def _pages(
        self,
        cursor: calls.RangeCursor,
        consistency: str,
        min_revision: int,
        timeout: float | None,  # noqa: ASYNC109 (of each page)
    ) -> AsyncIterator[Item]:
        while (operation := cursor.operation()) is not None:
            call = calls.read_page(self._options, operation, consistency, min_revision)
            for item in cursor.take(await self._run(call, timeout)):
                yield item

    async def read_page(
        self,
        operation: kv.kv_range_op,
        *,
        consistency: str = "linearizable",
        min_revision: int = 0,
        timeout: float | None = None,  # noqa: ASYNC109 (it names the outcome)
    ) -> Page:
        """Read one page of any range that kv.x can express."""
        call = calls.read_page(self._options, operation, consistency, min_revision)
        return await self._run(call, timeout)

    async def count(
        self,
        *,
        prefix: str | bytes | None = None,
        start: str | bytes | None = None,
        end: str | bytes | None = None,
        revision: int = 0,
        consistency: str = "linearizable",
        timeout: float | None = None,  # noqa: ASYNC109 (it names the outcome)
    ) -> int:
        """Return how many keys there are in a range."""
        keys = calls.key_range(prefix=prefix, start=start, end=end)
        operation = calls.range_op(keys, revision=revision, want=kv.KV_WANT_COUNT)
        return await self._run(calls.count(self._options, operation, consistency, 0), timeout)

    async def status(
        self,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 (it names the outcome)
    ) -> NodeStatus:
        """Return what the node that is asked says about itself."""
        return await self._run(calls.status(self._options), timeout)

    async def close(self) -> None:
        """Close all connections; a later call opens them again."""
        while self._connections:
            await self._connections.popitem()[1].close()

    async def __aenter__(self) -> Self:
        """Return the store."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close all connections."""
        await self.close()

    async def _run(
        self,
        call: Call[R],
        timeout: float | None,  # noqa: ASYNC109 (of all attempts)
    ) -> R:
        now = asyncio.get_running_loop().time
        deadline = now() + (self.timeout if timeout is None else timeout)
        plan = Plan(self._nodes, deadline, repeatable=not call.changes, random=random.random)
        while True:
            step = plan.next(now())
            if isinstance(step, Wait):
                await asyncio.sleep(step.seconds)
                continue
            try:
                reply = await self._ask(call, step)
            except KvError as error:
                plan.failed(error)
                continue
            plan.answered()
            return call.result(reply)

    async def _ask(self, call: Call[Any], step: Ask) -> Any:
        """Ask one node once. Raises `KvError`."""
        address, now = step.address, asyncio.get_running_loop().time
        arguments = calls.packed(call, step.seconds)
        until = now() + step.seconds
        try:
            connection = self._connections.get(address)
            if connection is None:
                connection = await self._connect(address, step.to_connect)
            reply = await connection.call(call.procedure, arguments, until - now())
        except XdrError as error:
            raise ProtocolError(f"{address}: {error}", may_have_executed=call.changes) from error
        except RpcError as error:
            raise error_of(error, address, changes=call.changes) from error
        return checked(reply)

    async def _connect(self, address: str, seconds: float) -> AsyncConnection:
        # Tasks that start together share one connection, but none waits for longer than it may.
        turn = self._connecting.setdefault(address, asyncio.Lock())
        try:
            async with asyncio.timeout(seconds), turn:
                if address not in self._connections:
                    self._connections[address] = await connect(address, timeout=seconds)
                return self._connections[address]
        except TimeoutError:
            raise Unreachable(f"{address}: no connection in {seconds:g} s") from None
