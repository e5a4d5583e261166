"""Calls and replies as bytes (RFC 5531 §9).

Messages are built with the mark of a one-fragment record in front of them, since streams are what
must be fast; a datagram is the same bytes from `MARK` on. What comes in is read without a mark.

A call, and the reply to one that was executed, as nearly all of them look:

    mark xid CALL=0 2 program version procedure  credential  verifier  arguments
    mark xid REPLY=1 MSG_ACCEPTED=0  verifier  SUCCESS=0  result

Credential and verifier are each `flavor length body`, the body at most 400 bytes and padded to
four. An empty AUTH_NONE one is eight zero bytes.
"""

from __future__ import annotations

from struct import Struct
from typing import Final

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
)
from rpcgen_py.runtime.record_marking import LAST

__all__ = [
    "EMPTY_AUTH",
    "MARK",
    "MAX_AUTH",
    "RPC_VERSION",
    "AuthFieldError",
    "accepted_error",
    "auth_error",
    "pack_auth",
    "program_mismatch",
    "read_auth",
    "read_reply",
    "rpc_mismatch",
]

MARK: Final = 4
"""Length of the record mark in front of every message built here."""

RPC_VERSION: Final = 2

MAX_AUTH: Final = 400
"""Most bytes in the body of a credential or verifier (RFC 5531 §8.2)."""

EMPTY_AUTH: Final = bytes(8)
"""An empty AUTH_NONE credential or verifier."""

_REPLY = 1
_MSG_ACCEPTED = 0
_MSG_DENIED = 1
_SUCCESS = 0
_PROG_MISMATCH = 2
_RPC_MISMATCH = 0
_AUTH_ERROR = 1

# accept_stat → what a client is told; SUCCESS and PROG_MISMATCH carry more and are read apart
_ACCEPTED_ERRORS: Final = {
    1: (ProgramUnavailable, "the server does not have this program"),
    3: (ProcedureUnavailable, "the server does not have this procedure"),
    4: (GarbageArguments, "the server cannot decode the arguments"),
    5: (SystemError_, "the server failed while it worked on the call"),
}
_ACCEPT_STATS: Final = {error: stat for stat, (error, _) in _ACCEPTED_ERRORS.items()}

_words = {count: Struct(f">{count}I") for count in range(1, 10)}
_two = _words[2].unpack_from


def _marked(xid: bytes, *words: int) -> bytes:
    body = _words[len(words)].pack(*words)
    return _words[1].pack(LAST | 4 + len(body)) + xid + body


def accepted_error(xid: bytes, error: type[RpcError]) -> bytes:
    """The reply for an error without a body (PROG_UNAVAIL, GARBAGE_ARGS, SYSTEM_ERR, …)."""
    return _marked(xid, _REPLY, _MSG_ACCEPTED, 0, 0, _ACCEPT_STATS[error])


def program_mismatch(xid: bytes, low: int, high: int) -> bytes:
    """The reply for a version that is not served, naming the lowest and highest that are."""
    return _marked(xid, _REPLY, _MSG_ACCEPTED, 0, 0, _PROG_MISMATCH, low, high)


def rpc_mismatch(xid: bytes) -> bytes:
    """The reply for an RPC version other than 2."""
    return _marked(xid, _REPLY, _MSG_DENIED, _RPC_MISMATCH, RPC_VERSION, RPC_VERSION)


def auth_error(xid: bytes, stat: int) -> bytes:
    """The reply that refuses a caller, for the reason `stat` (an `AuthStat`)."""
    return _marked(xid, _REPLY, _MSG_DENIED, _AUTH_ERROR, stat)


class AuthFieldError(ValueError):
    """A credential or verifier that is cut short, or whose body is over 400 bytes."""


def pack_auth(flavor: int, body: bytes) -> bytes:
    """One credential or verifier. Raises `AuthFieldError` if the body is over 400 bytes."""
    if len(body) > MAX_AUTH:
        raise AuthFieldError(f"a body of {len(body)} bytes, at most {MAX_AUTH}")
    return _words[2].pack(flavor, len(body)) + body + bytes(-len(body) % 4)


def read_auth(data: bytes, offset: int, end: int) -> tuple[int, bytes, int]:
    """Read one credential or verifier: its flavor, its body, and the offset behind it.

    Raises `AuthFieldError`.
    """
    if end - offset < 8:
        raise AuthFieldError("cut short")
    flavor, length = _two(data, offset)
    if length > MAX_AUTH:
        raise AuthFieldError(f"a body of {length} bytes, at most {MAX_AUTH}")
    start = offset + 8
    behind = start + length + (-length % 4)
    if behind > end:
        raise AuthFieldError("cut short")
    return flavor, data[start : start + length], behind


def read_reply(data: bytes, offset: int, end: int) -> int:
    """The offset of the result in the reply `data[offset:end]`.

    Any verifier is accepted whose form is legal: some servers send back the caller's own.

    Raises the `RpcError` that the reply carries, or `BadReply` if it is no reply.
    """
    _, kind, status, behind = _read_words(data, offset, end, 3)
    if kind != _REPLY:
        raise BadReply("a call where a reply was due")
    if status == _MSG_ACCEPTED:
        return _read_accepted(data, behind, end)
    if status == _MSG_DENIED:
        raise _read_denied(data, behind, end)
    raise BadReply(f"reply_stat {status} is none")


def _read_words(data: bytes, offset: int, end: int, count: int) -> tuple[int, ...]:
    """`count` words and the offset behind them."""
    behind = offset + 4 * count
    if behind > end:
        raise BadReply("the reply is cut short")
    return *_words[count].unpack_from(data, offset), behind


def _read_accepted(data: bytes, offset: int, end: int) -> int:
    try:
        _, _, behind = read_auth(data, offset, end)
    except AuthFieldError as error:
        raise BadReply(f"the reply's verifier is {error}") from None
    stat, behind = _read_words(data, behind, end, 1)
    if stat == _SUCCESS:
        return behind
    if stat == _PROG_MISMATCH:
        low, high, _ = _read_words(data, behind, end, 2)
        raise ProgramMismatch(low, high)
    known = _ACCEPTED_ERRORS.get(stat)
    if known is None:
        raise BadReply(f"accept_stat {stat} is none")
    error_class, text = known
    raise error_class(text)


def _read_denied(data: bytes, offset: int, end: int) -> RpcError:
    stat, behind = _read_words(data, offset, end, 1)
    if stat == _RPC_MISMATCH:
        low, high, _ = _read_words(data, behind, end, 2)
        return RpcMismatch(low, high)
    if stat == _AUTH_ERROR:
        reason, _ = _read_words(data, behind, end, 1)
        return AuthError(reason)
    return BadReply(f"reject_stat {stat} is none")
