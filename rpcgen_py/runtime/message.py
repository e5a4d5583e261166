"""Calls and replies as bytes (RFC 5531 §9).

Messages are built with the mark of a one-fragment record in front of them, since streams are what
must be fast; a datagram is the same bytes from `MARK` on. What comes in is read without a mark.

A call, and the reply to one that was executed, as nearly all of them look:

    mark xid CALL=0 2 program version procedure  credential  verifier  arguments
    mark xid REPLY=1 MSG_ACCEPTED=0  verifier  SUCCESS=0  result

Credential and verifier are each `flavor length body`, the body at most 400 bytes and padded to
four. An empty AUTH_NONE one is eight zero bytes. Those plain messages are built and recognised
where they are used; here is all the rest, over the codecs made from rpc_msg.x.
"""

from __future__ import annotations

from typing import Final

from rpcgen_py.runtime._generated.rpc_msg import (
    RPC_MSG_VERSION,
    accept_stat,
    accepted_data,
    accepted_data_default,
    accepted_data_PROG_MISMATCH,
    accepted_reply,
    mismatch_info,
    msg_body_REPLY,
    opaque_auth,
    pack_msg_body,
    rejected_reply,
    rejected_reply_AUTH_ERROR,
    rejected_reply_RPC_MISMATCH,
    reply_body,
    reply_body_MSG_ACCEPTED,
    reply_body_MSG_DENIED,
    unpack_msg_body,
)
from rpcgen_py.runtime.errors import (
    AuthError,
    BadReply,
    GarbageArguments,
    ProcedureUnavailable,
    ProgramMismatch,
    ProgramUnavailable,
    RpcError,
    RpcMismatch,
    SystemError_,
    XdrError,
)
from rpcgen_py.runtime.record_marking import LAST

__all__ = [
    "EMPTY_AUTH",
    "MARK",
    "PLAIN_SUCCESS",
    "accepted_error",
    "auth_error",
    "program_mismatch",
    "read_reply",
    "rpc_mismatch",
]

MARK: Final = 4
"""Length of the record mark in front of every message built here."""

EMPTY_AUTH: Final = bytes(8)
"""An empty AUTH_NONE credential or verifier."""

PLAIN_SUCCESS: Final = bytes.fromhex("00000001 00000000 0000000000000000 00000000")
"""What stands between xid and result of a SUCCESS reply whose verifier is empty."""

_XID: Final = 4
_NO_VERIFIER: Final = opaque_auth(0, b"")

# accept_stat → what a client is told; SUCCESS and PROG_MISMATCH carry more and are read apart
_ERRORS: Final = {
    accept_stat.PROG_UNAVAIL: (ProgramUnavailable, "the server does not have this program"),
    accept_stat.PROC_UNAVAIL: (ProcedureUnavailable, "the server does not have this procedure"),
    accept_stat.GARBAGE_ARGS: (GarbageArguments, "the server cannot decode the arguments"),
    accept_stat.SYSTEM_ERR: (SystemError_, "the server failed while it worked on the call"),
}
_STATS: Final = {error: stat for stat, (error, _) in _ERRORS.items()}


def _reply(xid: bytes, body: reply_body) -> bytes:
    packed = xid + pack_msg_body(msg_body_REPLY(body))
    return (LAST | len(packed)).to_bytes(MARK) + packed


def _accepted(xid: bytes, data: accepted_data) -> bytes:
    return _reply(xid, reply_body_MSG_ACCEPTED(accepted_reply(_NO_VERIFIER, data)))


def accepted_error(xid: bytes, error: type[RpcError]) -> bytes:
    """The reply for an error without a body (PROG_UNAVAIL, GARBAGE_ARGS, SYSTEM_ERR, …)."""
    return _accepted(xid, accepted_data_default(_STATS[error]))


def program_mismatch(xid: bytes, low: int, high: int) -> bytes:
    """The reply for a version that is not served, naming the lowest and highest that are."""
    return _accepted(xid, accepted_data_PROG_MISMATCH(mismatch_info(low, high)))


def rpc_mismatch(xid: bytes) -> bytes:
    """The reply for an RPC version other than 2."""
    served = mismatch_info(RPC_MSG_VERSION, RPC_MSG_VERSION)
    return _reply(xid, reply_body_MSG_DENIED(rejected_reply_RPC_MISMATCH(served)))


def auth_error(xid: bytes, stat: int) -> bytes:
    """The reply that refuses a caller, for the reason `stat` (an `AuthStat`)."""
    return _reply(xid, reply_body_MSG_DENIED(rejected_reply_AUTH_ERROR(stat)))


def read_reply(data: bytes, offset: int, end: int) -> int:
    """The offset of the result in the reply `data[offset:end]`.

    Any verifier is accepted whose form is legal: some servers send back the caller's own.

    Raises the `RpcError` that the reply carries, or `BadReply` if it is no reply.
    """
    try:
        body, behind = unpack_msg_body(data, offset + _XID, end)
    except XdrError as error:
        raise BadReply(f"the reply cannot be read: {error}") from None
    match body:
        case msg_body_REPLY(rbody=reply_body_MSG_ACCEPTED(areply=accepted)):
            _check_accepted(accepted.data)
            return behind
        case msg_body_REPLY(rbody=reply_body_MSG_DENIED(rreply=denied)):
            raise _refusal(denied)
        case _:
            raise BadReply("a call where a reply was due")


def _check_accepted(data: accepted_data) -> None:
    if isinstance(data, accepted_data_PROG_MISMATCH):
        raise ProgramMismatch(data.mismatch.low, data.mismatch.high)
    if data.stat is not accept_stat.SUCCESS:
        error, text = _ERRORS[data.stat]
        raise error(text)


def _refusal(denied: rejected_reply) -> RpcError:
    if isinstance(denied, rejected_reply_RPC_MISMATCH):
        return RpcMismatch(denied.mismatch.low, denied.mismatch.high)
    return AuthError(denied.reason)
