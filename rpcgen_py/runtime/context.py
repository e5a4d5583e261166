"""What a handler is told about the call it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.identity import Identity, Peer
    from rpcgen_py.runtime.program import Procedure

__all__ = ["Context"]


class Context(Protocol):
    """One call, as its handler sees it."""

    @property
    def procedure(self) -> Procedure[..., Any]:
        """The procedure called."""

    @property
    def xid(self) -> int:
        """The transaction id that the caller chose (RFC 5531 §9)."""

    @property
    def size(self) -> int:
        """Bytes of the arguments as they came: a service's limit may be below the transport's."""

    @property
    def identity(self) -> Identity:
        """Who calls."""

    @property
    def peer(self) -> Peer:
        """Where the call came from."""

    @property
    def state(self) -> dict[str, Any]:
        """What handlers keep about the connection, for as long as it lasts: theirs to fill, each
        under names of its own. A datagram has one of its own.
        """

    @property
    def deadline(self) -> float | None:
        """When the answer stops being wanted, on `time.monotonic`'s clock; None if never."""

    def cancelled(self) -> bool:
        """Whether nobody waits for the answer any more."""

    def on_cancel(self, callback: Callable[[], object]) -> None:
        """Call `callback` once if the caller disconnects, or the server stops, before the answer.

        It runs in the thread or loop that notices, and must not block. If it is already so, it
        runs at once.
        """
