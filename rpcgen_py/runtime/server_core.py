"""A server's side, without I/O: a record in, an accepted call or an immediate answer out.

A shell hands over each record with the connection it came from. It gets back bytes to send at
once (an error reply), None (nothing to answer), or an accepted `Call`, whose arguments are
decoded and whose handler it must now run; `reply` or `fail` turn the end of that into bytes,
whenever that is, in any order.

The checks are made in this order (RFC 5531 §8, §9): RPC version, form of the credential, program,
version, procedure, policy, arguments.
"""

from __future__ import annotations

import logging
from struct import Struct
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from rpcgen_py.runtime import message
from rpcgen_py.runtime.auth.registry import default_flavors
from rpcgen_py.runtime.errors import (
    AuthError,
    AuthStat,
    GarbageArguments,
    ProcedureUnavailable,
    ProgramUnavailable,
    SystemError_,
    XdrError,
)
from rpcgen_py.runtime.program import null_procedure
from rpcgen_py.runtime.record_marking import LAST
from rpcgen_py.runtime.stub import NO_REPLY
from rpcgen_py.runtime.xdr import DEFAULT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rpcgen_py.runtime.auth.flavor import Policy, ServerAuth
    from rpcgen_py.runtime.identity import Identity, Peer
    from rpcgen_py.runtime.program import Procedure, Version

__all__ = ["Call", "Handler", "ServerConnection", "ServerCore"]

log = logging.getLogger(__name__)

_header = Struct(">IIIIII").unpack_from
_HEADER: Final = 24  # bytes from xid to procedure
_rpc_version = Struct(">III").unpack_from
_CALL: Final = 0
_success = Struct(">IIIIIII").pack
_REPLY: Final = 1
_SUCCESS: Final = 24  # bytes of a SUCCESS reply before the result, without mark


class Handler(Protocol):
    """What answers one version of a program: an instance of a generated server base, filled in."""

    @property
    def version(self) -> Version:
        """The version that it answers."""

    @property
    def procedure_methods(self) -> tuple[tuple[Procedure[..., Any], str], ...]:
        """Each procedure, and the name of the method that answers it."""


class _Route(NamedTuple):
    procedure: Procedure[..., Any]
    method: Callable[..., Any]


class ServerConnection:
    """One peer's connection, or one datagram: who is there, and whether it still is.

    `cancel` it when the connection ends, or its calls shall be given up. `credential` is the last
    credential and verifier that were accepted, as bytes, and `identity` whom they name: callers
    send the same ones with each call, so they are compared rather than read again.
    """

    __slots__ = ("_callbacks", "closed", "credential", "identity", "peer")

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.closed = False
        self.credential: bytes | None = None
        self.identity: Identity | None = None
        self._callbacks: dict[Call, list[Callable[[], object]]] = {}

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


class Call:
    """An accepted call. It is the `Context` of its handler, which runs as `method(*args, call)`."""

    __slots__ = (
        "_connection",
        "_watched",
        "args",
        "deadline",
        "identity",
        "method",
        "procedure",
        "xid",
    )

    def __init__(
        self,
        connection: ServerConnection,
        route: _Route,
        xid: int,
        identity: Identity,
        args: tuple[Any, ...],
    ) -> None:
        self.procedure, self.method = route
        self.xid = xid
        self.identity = identity
        self.args = args
        self.deadline: float | None = None
        self._connection = connection
        self._watched = False

    @property
    def peer(self) -> Peer:
        """Where the call came from."""
        return self._connection.peer

    def cancelled(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._connection.closed or self._connection.hung_up()

    def on_cancel(self, callback: Callable[[], object]) -> None:
        """See `Context.on_cancel`."""
        self._watched = True
        self._connection.watch(self, callback)

    def reply(self, result: object) -> bytes | None:
        """The marked reply that carries what the handler returned; None if that is `NO_REPLY`.

        A result that its type cannot hold is the handler's failure: it is logged, and the answer
        is SYSTEM_ERR.
        """
        if self._watched:
            self._connection.unwatch(self)
        if result is NO_REPLY:
            return None
        try:
            body = self.procedure.pack_result(result)
        except Exception as error:  # noqa: BLE001 (a wrong type can fail in any way)
            return self.fail(error)
        return _success(LAST | _SUCCESS + len(body), self.xid, _REPLY, 0, 0, 0, 0) + body

    def fail(self, error: BaseException) -> bytes:
        """The marked reply for a handler that raised: PROC_UNAVAIL if it said so by
        `ProcedureUnavailable`, else SYSTEM_ERR and a log line with the traceback.
        """
        if self._watched:
            self._connection.unwatch(self)
        if isinstance(error, ProcedureUnavailable):
            return message.accepted_error(self.xid, ProcedureUnavailable)
        log.error("%s of %s failed", self.procedure.name, self.peer, exc_info=error)
        return message.accepted_error(self.xid, SystemError_)


class ServerCore:
    """The programs that are served, and the checks that a call must pass.

    `policy` decides who may call what (see `auth.flavor.Policy`). `limit` bounds `<>` lengths in
    arguments. `strict` refuses bytes behind the arguments, which C tolerates, as GARBAGE_ARGS.
    `flavors` are the ones understood; a credential of any other is refused (AUTH_REJECTEDCRED).
    """

    def __init__(
        self,
        *,
        policy: Policy | None = None,
        limit: int = DEFAULT_LIMIT,
        strict: bool = False,
        flavors: Iterable[ServerAuth] | None = None,
    ) -> None:
        self.limit = limit
        self.strict = strict
        self._policy = policy
        chosen = default_flavors() if flavors is None else flavors
        self._flavors = {flavor.flavor: flavor for flavor in chosen}
        self._routes: dict[tuple[int, int, int], _Route] = {}
        self._versions: dict[int, list[int]] = {}  # program → versions served, ascending

    def add(self, handler: Handler) -> None:
        """Serve a version of a program. Raises ValueError if that version is served already."""
        version = handler.version
        served = self._versions.setdefault(version.program, [])
        if version.number in served:
            raise ValueError(f"{version.name} is served already")
        served.append(version.number)
        served.sort()
        null = null_procedure(version.program, version.number)
        routes = [_Route(null, _answer_null)]
        routes += [_Route(made, getattr(handler, name)) for made, name in handler.procedure_methods]
        for route in routes:
            key = version.program, version.number, route.procedure.number
            self._routes[key] = route

    def accept(  # noqa: PLR0911 (one return a check, so that their order can be read)
        self,
        data: bytes,
        offset: int,
        end: int,
        connection: ServerConnection,
        deadline: float | None = None,
    ) -> Call | bytes | None:
        """Judge the record `data[offset:end]`.

        Returns the accepted call, a marked error reply, or None for what gets no answer: anything
        that is not a call, or too short to be one.
        """
        start = offset + _HEADER
        if start > end:
            return _accept_cut(data, offset, end)
        xid, kind, rpc, program, version, number = _header(data, offset)
        if kind != _CALL:
            return None
        if rpc != message.RPC_VERSION:
            return message.rpc_mismatch(xid)
        try:
            identity, start = self._identify(data, start, end, connection)
        except AuthError as error:
            return message.auth_error(xid, error.stat)
        route = self._routes.get((program, version, number))
        if route is None:
            return self._unrouted(xid, program, version)
        if self._policy is not None and number != 0:
            stat = self._ask_policy(self._policy, identity, route.procedure)
            if stat is not None:
                return message.auth_error(xid, stat)
        try:
            args, behind = route.procedure.unpack_args(data, start, end, self.limit)
        except XdrError as error:
            log.info(
                "%s of %s: garbage arguments: %s", route.procedure.name, connection.peer, error
            )
            return message.accepted_error(xid, GarbageArguments)
        if behind != end and self.strict:
            return message.accepted_error(xid, GarbageArguments)
        call = Call(connection, route, xid, identity, args)
        call.deadline = deadline
        return call

    def _identify(
        self, data: bytes, start: int, end: int, connection: ServerConnection
    ) -> tuple[Identity, int]:
        """Who calls, and the offset behind the verifier. Raises `AuthError`."""
        known = connection.credential
        if known is not None and data.startswith(known, start) and start + len(known) <= end:
            assert connection.identity is not None  # noqa: S101 (set together)
            return connection.identity, start + len(known)
        try:
            flavor, body, verifier = message.read_auth(data, start, end)
        except message.AuthFieldError:
            raise AuthError(AuthStat.AUTH_BADCRED) from None
        try:
            _, _, behind = message.read_auth(data, verifier, end)
        except message.AuthFieldError:
            raise AuthError(AuthStat.AUTH_BADVERF) from None
        server_auth = self._flavors.get(flavor)
        if server_auth is None:
            raise AuthError(AuthStat.AUTH_REJECTEDCRED)
        identity = server_auth.identify(body, connection.peer)
        connection.credential = data[start:behind]
        connection.identity = identity
        return identity, behind

    def _unrouted(self, xid: int, program: int, version: int) -> bytes:
        served = self._versions.get(program)
        if served is None:
            return message.accepted_error(xid, ProgramUnavailable)
        if version not in served:
            return message.program_mismatch(xid, served[0], served[-1])
        return message.accepted_error(xid, ProcedureUnavailable)

    def _ask_policy(
        self, policy: Policy, identity: Identity, procedure: Procedure[..., Any]
    ) -> int | None:
        try:
            return policy(identity, procedure)
        except Exception:
            log.exception("the policy failed, so %s is refused", procedure.name)
            return AuthStat.AUTH_FAILED


def _accept_cut(data: bytes, offset: int, end: int) -> bytes | None:
    """Judge a record that ends before its procedure number: an answer needs its RPC version."""
    if end - offset < 12:
        return None
    xid, kind, rpc = _rpc_version(data, offset)
    if kind == _CALL and rpc != message.RPC_VERSION:
        return message.rpc_mismatch(xid)
    return None


def _answer_null(_context: Call) -> None:
    """Procedure 0 does nothing, and is there whether the `.x` file declares it or not (§12.1)."""
