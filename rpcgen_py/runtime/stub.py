"""The base classes of generated clients and servers, and what they ask of a connection.

A client stub packs the arguments and hands them to a caller; which transport carries them, and
how the answer is awaited, is the caller's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, Self, TypeVar, final

if TYPE_CHECKING:
    from types import TracebackType

    from rpcgen_py.runtime.program import Procedure, Version

__all__ = [
    "NO_REPLY",
    "AsyncCaller",
    "AsyncClient",
    "AsyncServer",
    "Caller",
    "Client",
    "NoReply",
    "Server",
]

R = TypeVar("R")


@final
class NoReply:
    """The type of `NO_REPLY`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NO_REPLY"


NO_REPLY: Final[Any] = NoReply()
"""What a handler returns when its caller waits for no answer (batching, RFC 5531 §8.4.1).

Typed `Any`, so that every handler may return it whatever its result type is.
"""


class Caller(Protocol):
    """A connection that a blocking client stub calls through."""

    limit: int
    """Bound of every `<>` length in arguments and results."""

    def call(self, procedure: Procedure[..., R], args: bytes, timeout: float | None) -> R:
        """Send packed arguments, wait at most `timeout` seconds, return the unpacked result.

        Raises `RpcError`, or `XdrError` if the result cannot be unpacked.
        """

    def close(self) -> None:
        """End the connection; calls that still wait fail."""


class AsyncCaller(Protocol):
    """A connection that an asyncio client stub calls through."""

    limit: int
    """Bound of every `<>` length in arguments and results."""

    async def call(self, procedure: Procedure[..., R], args: bytes, timeout: float | None) -> R:  # noqa: ASYNC109 (the timeout belongs to the call: it ends the wait, and names the outcome)
        """Send packed arguments, wait at most `timeout` seconds, return the unpacked result.

        Raises `RpcError`, or `XdrError` if the result cannot be unpacked.
        """

    async def close(self) -> None:
        """End the connection; calls that still wait fail."""


class Client:
    """Base of generated blocking clients: one method a procedure, over one caller.

    Leaving a `with` block closes the caller.
    """

    version: ClassVar[Version]

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        """Close the caller."""
        self._caller.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncClient:
    """Base of generated asyncio clients: one coroutine method a procedure, over one caller.

    Leaving an `async with` block closes the caller.
    """

    version: ClassVar[Version]

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def close(self) -> None:
        """Close the caller."""
        await self._caller.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


class Server:
    """Base of generated handlers for threads: one method a procedure.

    `procedure_methods` pairs each procedure with the name of the method that answers it.
    """

    version: ClassVar[Version]
    procedure_methods: ClassVar[tuple[tuple[Procedure[..., Any], str], ...]]


class AsyncServer:
    """Base of generated handlers for asyncio: one coroutine method a procedure.

    `procedure_methods` pairs each procedure with the name of the method that answers it.
    """

    version: ClassVar[Version]
    procedure_methods: ClassVar[tuple[tuple[Procedure[..., Any], str], ...]]
