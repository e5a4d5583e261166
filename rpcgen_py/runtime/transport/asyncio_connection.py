"""What an asyncio connection is to its user, whatever carries it."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar

from rpcgen_py.runtime.transport.connection import pack_arguments

if TYPE_CHECKING:
    from types import TracebackType

    from rpcgen_py.runtime.program import Procedure

__all__ = ["AsyncConnection"]

P = ParamSpec("P")
R = TypeVar("R")


class AsyncConnection(ABC):
    """A connection to one server: the `AsyncCaller` of generated clients.

    Any number of tasks of its loop may share it: their calls are under way together, and answered
    in whatever order the server ends them. A task that is cancelled gives its call up; the server
    may still run it. `timeout` is for calls that give none, in seconds; `limit` bounds `<>`
    lengths, both ways. Leaving an `async with` block closes it.
    """

    limit: int
    timeout: float

    @abstractmethod
    async def call(
        self,
        procedure: Procedure[..., R],
        args: bytes,
        timeout: float | None = None,  # noqa: ASYNC109 (it ends the wait, and names the outcome)
    ) -> R:
        """Send packed arguments and wait for the result.

        Raises `RpcError`, whose class says whether the call may have been executed, or `XdrError`
        if the result cannot be unpacked.
        """

    def submit(
        self, procedure: Procedure[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Task[R]:
        """Begin a call without waiting for it: a task that ends as `call` does.

        Raises `XdrError` if an argument cannot be packed.
        """
        packed = pack_arguments(procedure, self.limit, args, kwargs)
        return asyncio.get_running_loop().create_task(self.call(procedure, packed))

    @abstractmethod
    async def send(self, procedure: Procedure[P, R], *args: P.args, **kwargs: P.kwargs) -> None:
        """Send a call that nobody waits for (batching, RFC 5531 §8.4.1).

        Raises `NotSent`, or `XdrError` if an argument cannot be packed. That it returns only says
        that the call left, or waits to leave, this host.
        """

    @abstractmethod
    async def close(self) -> None:
        """End the connection; calls under way fail. A closed connection stays closed."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()
