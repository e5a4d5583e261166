"""Errors of RPC and of kv.x, as the errors of this library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from kvstore import errors
from kvstore._generated import kv
from rpcgen_py.runtime.errors import (
    AuthError,
    GarbageArguments,
    NotSent,
    RpcError,
    TimedOut,
    XdrError,
)
from rpcgen_py.runtime.errors import OutcomeUnknown as RpcOutcomeUnknown
from rpcgen_py.runtime.errors import Unreachable as RpcUnreachable
from rpcgen_py.runtime.transport.sockets import UnknownHost

if TYPE_CHECKING:
    from kvstore.errors import KvError

BY_CODE: Final[dict[int, type[KvError]]] = {
    kv.KV_NOT_FOUND: errors.KeyMissing,
    kv.KV_INVALID: errors.InvalidRequest,
    kv.KV_TOO_LARGE: errors.TooLarge,
    kv.KV_COMPACTED: errors.Compacted,
    kv.KV_FUTURE_REVISION: errors.FutureRevision,
    kv.KV_UNSUPPORTED: errors.Unsupported,
    kv.KV_UNKNOWN_EXTENSION: errors.Unsupported,
    kv.KV_WRONG_CLUSTER: errors.WrongCluster,
    kv.KV_DENIED: errors.Denied,
    kv.KV_BUSY: errors.Busy,
    kv.KV_DEADLINE: errors.DeadlineExceeded,
    kv.KV_NO_QUORUM: errors.NoQuorum,
    kv.KV_NOT_LEADER: errors.NotLeader,
    kv.KV_SESSION_UNKNOWN: errors.SessionLost,
    kv.KV_SESSION_REQUIRED: errors.InvalidRequest,
    kv.KV_OUTCOME_FORGOTTEN: errors.SessionLost,
    kv.KV_LEASE_UNKNOWN: errors.LeaseUnknown,
    kv.KV_LEASE_EXISTS: errors.LeaseExists,
    kv.KV_NO_SPACE: errors.NoSpace,
    kv.KV_STALE: errors.StaleNode,
    kv.KV_UNAVAILABLE: errors.Unavailable,
    kv.KV_FAILED: errors.NodeFailed,
}


class Reply(Protocol):
    """What all replies of kv.x have."""

    @property
    def header(self) -> kv.kv_reply_header:
        """Which node answered, from which state."""

    @property
    def result(self) -> Any:
        """The union."""


def checked(reply: Reply) -> Any:
    """Return a reply that carries a result. Raises the `KvError` of one that does not."""
    result = reply.result
    found = getattr(result, "error", None)
    if not isinstance(found, kv.kv_error):
        return reply
    kind = BY_CODE.get(result.code, errors.KvError)
    error = kind(
        found.message,
        may_have_executed=found.executed != kv.KV_EXECUTED_NO,
        code=result.code,
        retry_after=found.retry_after_ms / 1000,
        leader_address=found.leader_address,
        unreachable=tuple(node.address for node in found.unreachable),
    )
    if isinstance(error, errors.Compacted):
        error.floor = reply.header.compacted_revision
    raise error


def error_of(failure: RpcError | XdrError, address: str, *, changes: bool) -> KvError:
    """Return what a failed call means; `changes` says whether it could change anything."""
    unknown = changes and getattr(failure, "executed", "unknown") != "no"
    if isinstance(failure, UnknownHost):
        return errors.Unreachable(str(failure), unreachable=(address,))
    if isinstance(failure, NotSent):
        hint = "; is kvd running there?" if isinstance(failure, RpcUnreachable) else ""
        message = f"cannot reach {failure}{hint}"
        return errors.Unreachable(message, unreachable=(address,))
    if isinstance(failure, TimedOut):
        verdict = "; the change may still happen" if unknown else ""
        return errors.DeadlineExceeded(f"{failure}{verdict}", may_have_executed=unknown)
    if isinstance(failure, RpcOutcomeUnknown):
        verdict = "; the change may have happened" if unknown else ""
        return errors.OutcomeUnknown(f"{failure}{verdict}", may_have_executed=unknown)
    if isinstance(failure, GarbageArguments):
        return errors.InvalidRequest(f"{address}: {failure}")
    kind = errors.Denied if isinstance(failure, AuthError) else errors.ProtocolError
    verdict = "; the change may have happened" if unknown else ""
    return kind(f"{address}: {failure}{verdict}", may_have_executed=unknown)
