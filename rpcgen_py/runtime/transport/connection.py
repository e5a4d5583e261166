"""What a blocking connection is to its user, whatever carries it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Final, Generic, ParamSpec, Self, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from rpcgen_py.runtime.client_core import PendingCall
    from rpcgen_py.runtime.program import Procedure

__all__ = ["DEFAULT_TIMEOUT", "Connection", "Submitted", "pack_arguments"]

P = ParamSpec("P")
R = TypeVar("R")

DEFAULT_TIMEOUT: Final = 25.0
"""Seconds to wait for an answer unless told otherwise; what clients made by rpcgen wait."""


def pack_arguments(
    procedure: Procedure[P, R], limit: int, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> bytes:
    """The packed arguments of a call, with `<>` lengths bounded by `limit`. Raises `XdrError`."""
    pack = cast("Callable[..., bytes]", procedure.pack_args)
    return pack(*args, **kwargs, limit=limit)


class Connection(ABC):
    """A connection to one server: the `Caller` of generated clients.

    Leaving a `with` block closes it. Threads may share it: they take turns, each waiting for its
    own answer, so threads that shall wait at the same time need a connection each, or `submit`.
    `timeout` is for calls that give none, in seconds; `limit` bounds `<>` lengths, both ways.
    """

    limit: int
    timeout: float

    @abstractmethod
    def call(self, procedure: Procedure[..., R], args: bytes, timeout: float | None = None) -> R:
        """Send packed arguments and wait for the result.

        Raises `RpcError`, whose class says whether the call may have been executed, or `XdrError`
        if the result cannot be unpacked.
        """

    @abstractmethod
    def submit(self, procedure: Procedure[P, R], *args: P.args, **kwargs: P.kwargs) -> Submitted[R]:
        """Send a call without waiting: any number may be under way. Raises as `call` does, and
        `XdrError` if an argument cannot be packed.
        """

    @abstractmethod
    def send(self, procedure: Procedure[P, R], *args: P.args, **kwargs: P.kwargs) -> None:
        """Send a call that nobody waits for (batching, RFC 5531 §8.4.1). Raises as `submit` does;
        that it returns only says that the call left, or waits to leave, this host.
        """

    @abstractmethod
    def close(self) -> None:
        """End the connection; calls under way fail. A closed connection stays closed."""

    @abstractmethod
    def wait(self, pending: PendingCall[R], timeout: float | None) -> R:
        """The outcome of a submitted call; `Submitted.result` is the way to it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class Submitted(Generic[R]):
    """A call under way."""

    __slots__ = ("_connection", "_pending")

    def __init__(self, connection: Connection, pending: PendingCall[R]) -> None:
        self._connection = connection
        self._pending = pending

    def done(self) -> bool:
        """Whether the answer is here already: what came so far, without looking for more."""
        return self._pending.done

    def result(self, timeout: float | None = None) -> R:
        """Wait for the answer, from now on at most `timeout` seconds. Raises as `call` does.

        After `TimedOut` the call is given up: a later answer is dropped.
        """
        return self._connection.wait(self._pending, timeout)
