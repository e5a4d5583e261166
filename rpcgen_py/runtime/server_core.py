"""A server's side, without I/O: a record in, an accepted call or an immediate answer out.

A shell hands over each record with the connection it came from. It gets back bytes to send at
once (an error reply), None (nothing to answer), or an accepted `Call`, whose arguments are
decoded and whose handler it must now run; `reply` or `fail` turn the end of that into bytes,
whenever that is, in any order.

The checks are made in this order (RFC 5531 §8, §9): RPC version, form of the credential, program,
version, procedure, policy, arguments.
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from rpcgen_py.runtime import message
from rpcgen_py.runtime._generated.rpc_msg import RPC_MSG_VERSION, msg_type, unpack_opaque_auth
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
from rpcgen_py.runtime.peer_log import peer_log
from rpcgen_py.runtime.program import null_procedure
from rpcgen_py.runtime.server_call import Call, Departure, Route, ServerConnection
from rpcgen_py.runtime.xdr import DEFAULT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rpcgen_py.runtime.auth.flavor import Policy, ServerAuth
    from rpcgen_py.runtime.identity import Identity, Peer
    from rpcgen_py.runtime.program import Procedure, Version

__all__ = ["Call", "Departure", "Handler", "Judge", "ServerConnection", "ServerCore"]

log = peer_log(__name__)

_first_words = Struct(">III").unpack_from  # xid, kind of message, RPC version
_SHORTEST: Final = 12  # bytes of them: an answer needs no more
_called = Struct(">III").unpack_from  # program, version, procedure
_HEADER: Final = 24  # bytes from the xid to the procedure


class Handler(Protocol):
    """What answers one version of a program: an instance of a generated server base, filled in."""

    @property
    def version(self) -> Version:
        """The version that it answers."""

    @property
    def procedure_methods(self) -> tuple[tuple[Procedure[..., Any], str], ...]:
        """Each procedure, and the name of the method that answers it."""


class Judge(Protocol):
    """What a shell asks about each record: a `ServerCore`, or what stands before one."""

    def accept(
        self,
        data: bytes,
        offset: int,
        end: int,
        connection: ServerConnection,
        deadline: float | None = None,
    ) -> Call | Departure | bytes | None:
        """See `ServerCore.accept`. A departure can be answered to a stream's record only."""


class _Admitted(NamedTuple):
    route: Route
    identity: Identity
    start: int  # of the arguments


class ServerCore:
    """The programs that are served, and the checks that a call must pass.

    `policy` decides who may call what (see `auth.flavor.Policy`). `limit` bounds `<>` lengths in
    arguments. `strict` takes arguments only in the one form that RFC 4506 gives them: others, which
    C tolerates, with bytes behind them or padding that is not zero, are GARBAGE_ARGS.
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
        self._routes: dict[tuple[int, int, int], Route] = {}
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
        routes = [Route(null, _answer_null)]
        routes += [Route(made, getattr(handler, name)) for made, name in handler.procedure_methods]
        for route in routes:
            key = version.program, version.number, route.procedure.number
            self._routes[key] = route

    def accept(
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
        xid = data[offset : offset + 4]
        start = offset + connection.header_length
        known = connection.known.get(data[offset + 4 : start])
        if known is not None and start <= end:
            route, identity = known
        else:
            admitted = self._admit(data, offset, end, connection)
            if not isinstance(admitted, _Admitted):
                return admitted
            route, identity, start = admitted
        procedure = route.procedure
        if self._policy is not None and procedure.number != 0:
            stat = self._ask_policy(self._policy, identity, procedure)
            if stat is not None:
                return message.auth_error(xid, stat)
        try:
            args, _ = procedure.unpack_args(data, start, end, self.limit)
            if self.strict:
                _require(procedure.pack_args(*args, limit=self.limit) == data[start:end])
        except XdrError as error:
            log.info("%s of %s: garbage arguments: %s", procedure.name, connection.peer, error)
            return message.accepted_error(xid, GarbageArguments)
        except Exception:  # a codec that is not generated may have bugs of its own
            log.exception("%s of %s: its arguments' codec failed", procedure.name, connection.peer)
            return message.accepted_error(xid, SystemError_)
        size, limit = end - start, self.limit
        method = route.method
        return Call(connection, procedure, method, xid, identity, args, limit, deadline, size)

    def _admit(  # noqa: PLR0911 (one return a check, so that their order can be read)
        self, data: bytes, offset: int, end: int, connection: ServerConnection
    ) -> _Admitted | bytes | None:
        """Read a header: what is called, by whom, and where the arguments begin."""
        if end - offset < _SHORTEST:
            return None
        xid = data[offset : offset + 4]
        _, kind, rpc = _first_words(data, offset)
        if kind != msg_type.CALL:
            return None
        if rpc != RPC_MSG_VERSION:
            return message.rpc_mismatch(xid)
        if end - offset < _HEADER:
            return None
        try:
            identity, start = self._identify(data, offset + _HEADER, end, connection.peer)
        except AuthError as error:
            return message.auth_error(xid, error.stat)
        program, version, number = _called(data, offset + _SHORTEST)
        route = self._routes.get((program, version, number))
        if route is None:
            return self._unrouted(xid, program, version)
        connection.remember(data[offset + 4 : start], route, identity)
        return _Admitted(route, identity, start)

    def _identify(self, data: bytes, start: int, end: int, peer: Peer) -> tuple[Identity, int]:
        """Who calls, and the offset behind the verifier. Raises `AuthError`."""
        try:
            credential, verifier = unpack_opaque_auth(data, start, end)
        except XdrError:
            raise AuthError(AuthStat.AUTH_BADCRED) from None
        try:
            _, behind = unpack_opaque_auth(data, verifier, end)
        except XdrError:
            raise AuthError(AuthStat.AUTH_BADVERF) from None
        server_auth = self._flavors.get(credential.flavor)
        if server_auth is None:
            raise AuthError(AuthStat.AUTH_REJECTEDCRED)
        return server_auth.identify(credential.body, peer), behind

    def _unrouted(self, xid: bytes, program: int, version: int) -> bytes:
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


def _require(canonical: bool) -> None:
    if not canonical:
        raise XdrError("not in canonical form: bytes behind the arguments, or odd padding")


def _answer_null(_context: Call) -> None:
    """Procedure 0 does nothing, and is there whether the `.x` file declares it or not (§12.1)."""
