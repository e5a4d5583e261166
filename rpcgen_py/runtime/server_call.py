"""One connection of a server, and one call that it accepted: how both end (RFC 5531 §9)."""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from rpcgen_py.runtime import message
from rpcgen_py.runtime.errors import AuthError, ProcedureUnavailable, SystemError_
from rpcgen_py.runtime.peer_log import peer_log
from rpcgen_py.runtime.record_marking import LAST
from rpcgen_py.runtime.stub import NO_REPLY

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.identity import Identity, Peer
    from rpcgen_py.runtime.program import Procedure

__all__ = ["Call", "Departure", "Route", "ServerConnection"]

log = peer_log(__name__)

_success = Struct(">I4s20s").pack  # mark, xid, PLAIN_SUCCESS
_SUCCESS: Final = 4 + len(message.PLAIN_SUCCESS)  # bytes before the result, without mark
_PLAIN_SUCCESS: Final = message.PLAIN_SUCCESS

_MOST_KNOWN: Final = 64
"""Most headers that a connection remembers: procedures times users that call over it."""


class Route(NamedTuple):
    """A procedure, and the method that answers it."""

    procedure: Procedure[..., Any]
    method: Callable[..., Any]


class Departure(NamedTuple):
    """What a record is answered with that another server shall answer, and all that follow it.

    Once the calls before it are answered, `take` gets the connection: a descriptor, which it has
    to close, and the bytes that were read of it and not served, that record's first.
    """

    take: Callable[[int, bytes], object]


def _cannot_drop() -> None:
    """For peers that have no connection."""


class ServerConnection:
    """One peer's connection, or one datagram: who is there, and whether it still is.

    `cancel` it when the connection ends, or its calls shall be given up.

    Callers send the same header again and again but for its xid. So `known` holds those that were
    found good, each with what it calls and whom it names, and a header is looked up rather than
    read; `header_length`, of the last one read with its xid, says how far it may reach.

    `state` belongs to the handlers; see `Context.state`. `drop` ends the connection at once, where
    a shell has put it: for calls that get no answer, and whose callers have to know that.
    """

    __slots__ = ("_callbacks", "closed", "drop", "header_length", "known", "peer", "state")

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.closed = False
        self.known: dict[bytes, tuple[Route, Identity]] = {}
        self.header_length = 0
        self.state: dict[str, Any] = {}
        self.drop: Callable[[], object] = _cannot_drop
        self._callbacks: dict[Call, list[Callable[[], object]]] = {}

    def remember(self, header: bytes, route: Route, identity: Identity) -> None:
        """Let the next call with this header, which has no xid, be known by it."""
        if len(self.known) >= _MOST_KNOWN:
            self.known.clear()
        self.known[header] = route, identity
        self.header_length = 4 + len(header)

    def cancel(self) -> None:
        """Tell the calls in progress that nobody waits for them."""
        self.closed = True
        while (watched := self._pop()) is not None:
            for callback in watched:
                _run(callback)

    def hung_up(self) -> bool:
        """Whether the peer has gone without `cancel` having been called yet: a shell that may be
        late to notice can look here.
        """
        return False

    def _pop(self) -> list[Callable[[], object]] | None:
        try:
            return self._callbacks.popitem()[1]
        except KeyError:
            return None

    def watch(self, call: Call, callback: Callable[[], object]) -> None:
        """Run `callback` at `cancel` unless `unwatch` comes first; now, if it was cancelled."""
        self._callbacks.setdefault(call, []).append(callback)
        if self.closed:  # perhaps since the line above: whoever takes the list out runs it, once
            for found in self._callbacks.pop(call, ()):
                _run(found)

    def unwatch(self, call: Call) -> None:
        """Forget the callbacks of a call that has ended."""
        self._callbacks.pop(call, None)


def _run(callback: Callable[[], object]) -> None:
    try:
        callback()
    except Exception:
        log.exception("an on_cancel callback failed")


class Call(msgspec.Struct, eq=False):
    """An accepted call. It is the `Context` of its handler, which runs as `method(*args, call)`.

    (A msgspec one because those are made in a third of the time.)
    """

    connection: ServerConnection
    procedure: Procedure[..., Any]
    method: Callable[..., Any]
    xid_bytes: bytes
    identity: Identity
    args: tuple[Any, ...]
    limit: int
    deadline: float | None = None
    size: int = 0
    watched: bool = False

    @property
    def xid(self) -> int:
        """The transaction id that the caller chose (RFC 5531 §9)."""
        return int.from_bytes(self.xid_bytes)

    @property
    def peer(self) -> Peer:
        """Where the call came from."""
        return self.connection.peer

    @property
    def state(self) -> dict[str, Any]:
        """See `Context.state`."""
        return self.connection.state

    def cancelled(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self.connection.closed or self.connection.hung_up()

    def on_cancel(self, callback: Callable[[], object]) -> None:
        """See `Context.on_cancel`."""
        self.watched = True
        self.connection.watch(self, callback)

    def reply(self, result: object) -> bytes | None:
        """The marked reply that carries what the handler returned; None if that is `NO_REPLY`.

        A result that its type cannot hold is the handler's failure: it is logged, and the answer
        is SYSTEM_ERR.
        """
        if self.watched:
            self.connection.unwatch(self)
        if result is NO_REPLY:
            return None
        try:
            body = self.procedure.pack_result(result, self.limit)
        except Exception as error:  # noqa: BLE001 (a wrong type can fail in any way)
            return self.fail(error)
        return _success(LAST | _SUCCESS + len(body), self.xid_bytes, _PLAIN_SUCCESS) + body

    def fail(self, error: BaseException) -> bytes:
        """The marked reply for a handler that raised: PROC_UNAVAIL or SYSTEM_ERR if it said so by
        `ProcedureUnavailable` or `SystemError_`, a refusal of the caller by `AuthError`, else
        SYSTEM_ERR and a log line with the traceback.
        """
        if self.watched:
            self.connection.unwatch(self)
        if isinstance(error, AuthError):
            return message.auth_error(self.xid_bytes, error.stat)
        if isinstance(error, ProcedureUnavailable):
            return message.accepted_error(self.xid_bytes, ProcedureUnavailable)
        if not isinstance(error, SystemError_):
            log.error("%s of %s failed", self.procedure.name, self.peer, exc_info=error)
        return message.accepted_error(self.xid_bytes, SystemError_)
