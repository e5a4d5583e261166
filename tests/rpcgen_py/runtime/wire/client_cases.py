"""What a client makes of which bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rpcgen_py.runtime.errors import (
    AuthError,
    BadReply,
    ConnectionLost,
    GarbageArguments,
    ProcedureUnavailable,
    ProgramMismatch,
    ProgramUnavailable,
    ReplyTooLarge,
    RpcError,
    RpcMismatch,
    SystemError_,
    XdrError,
)
from tests.rpcgen_py.runtime.wire.messages import (
    AUTH_ERROR,
    GARBAGE_ARGS,
    PROC_UNAVAIL,
    PROG_MISMATCH,
    PROG_UNAVAIL,
    RPC_MISMATCH,
    SUCCESS,
    SYSTEM_ERR,
    TOOWEAK,
    XID,
    accepted,
    auth,
    call,
    denied,
    fragment,
    record,
    sys_body,
    words,
)
from tests.rpcgen_py.runtime.wire.service import ADD, PROGRAM

MAX_RECORD = 4096
"""The bytes of a record that the clients under test allow."""


@dataclass(frozen=True)
class Case:
    """The records that come after a call with the xid `XID`, and how the call ends.

    `outcome` is the result, or the class of the error, whose attributes `details` gives. The
    connection lives on, unless `ends`.
    """

    rule: int
    title: str
    records: tuple[bytes, ...]
    outcome: int | type[RpcError | XdrError]
    details: Mapping[str, int] = field(default_factory=dict)
    framed: bool = False
    ends: bool = False
    strict: bool = False

    @property
    def stream(self) -> bytes:
        """What comes over a stream."""
        return b"".join(self.records if self.framed else map(record, self.records))


def case(
    rule: int,
    title: str,
    *records: bytes,
    to: int | type[RpcError | XdrError],
    framed: bool = False,
    ends: bool = False,
    strict: bool = False,
    **details: int,
) -> Case:
    return Case(rule, title, records, to, details, framed, ends, strict)


OTHER = 0x0BADCAFE
"""An xid that no call has."""

EIGHT = accepted(SUCCESS, words(8))
NINE = accepted(SUCCESS, words(9), xid=OTHER)

CASES = (
    case(4, "a result cut short", accepted(SUCCESS, b"\0\0"), to=XdrError),
    case(10, "bytes behind the result", EIGHT + b"more", to=8),
    case(10, "the same, strict", EIGHT + b"more", to=XdrError, strict=True),
    case(11, "RPC_MISMATCH", denied(RPC_MISMATCH, 2, 2), to=RpcMismatch, low=2, high=2),
    case(11, "the connection closed instead", to=ConnectionLost, ends=True),
    case(13, "PROG_UNAVAIL", accepted(PROG_UNAVAIL), to=ProgramUnavailable),
    case(
        13,
        "PROG_MISMATCH",
        accepted(PROG_MISMATCH, words(2, 5)),
        to=ProgramMismatch,
        low=2,
        high=5,
    ),
    case(13, "PROC_UNAVAIL", accepted(PROC_UNAVAIL), to=ProcedureUnavailable),
    case(15, "AUTH_ERROR", denied(AUTH_ERROR, TOOWEAK), to=AuthError, stat=TOOWEAK),
    case(15, "a new auth_stat", denied(AUTH_ERROR, 99), to=AuthError, stat=99),
    case(17, "plain success", EIGHT, to=8),
    case(
        17,
        "the caller's own AUTH_SYS as verifier",
        accepted(SUCCESS, words(8), verifier=auth(1, sys_body())),
        to=8,
    ),
    case(17, "AUTH_SHORT as verifier", accepted(SUCCESS, words(8), verifier=auth(2, b"abc")), to=8),
    case(
        17,
        "a verifier of 400 bytes",
        accepted(SUCCESS, words(8), verifier=auth(9, bytes(400))),
        to=8,
    ),
    case(
        17,
        "a verifier of 401 bytes",
        accepted(SUCCESS, words(8), verifier=auth(0, bytes(401))),
        to=BadReply,
    ),
    case(
        17,
        "a refusal with a verifier",
        accepted(PROC_UNAVAIL, verifier=auth(1, sys_body())),
        to=ProcedureUnavailable,
    ),
    case(18, "GARBAGE_ARGS", accepted(GARBAGE_ARGS), to=GarbageArguments),
    case(18, "SYSTEM_ERR", accepted(SYSTEM_ERR), to=SystemError_),
    case(18, "a body behind GARBAGE_ARGS", accepted(GARBAGE_ARGS, words(8)), to=GarbageArguments),
    case(18, "an accept_stat that is none", accepted(6, words(8)), to=BadReply),
    case(18, "a reply_stat that is none", words(XID, 1, 2, 0, 0, 0, 8), to=BadReply),
    case(18, "a reject_stat that is none", denied(2, 0), to=BadReply),
    case(18, "nothing behind the type", words(XID, 1), to=BadReply),
    case(18, "no accept_stat", words(XID, 1, 0, 0, 0), to=BadReply),
    case(18, "PROG_MISMATCH cut short", accepted(PROG_MISMATCH, words(2)), to=BadReply),
    case(20, "an unknown xid before", NINE, EIGHT, to=8),
    case(20, "an unknown xid that is refused", accepted(PROC_UNAVAIL, xid=OTHER), EIGHT, to=8),
    case(20, "the answer twice", EIGHT, EIGHT, to=8),
    case(21, "a call before", call(PROGRAM, 1, ADD, words(5, 3)), EIGHT, to=8),
    case(21, "neither call nor reply", words(XID, 2, 0, 0, 0, 0, 9), EIGHT, to=8),
    case(21, "records too short to be messages", b"", b"\1", words(XID), EIGHT, to=8),
    case(
        23, "two fragments", fragment(EIGHT[:5]) + fragment(EIGHT[5:], last=True), to=8, framed=True
    ),
    case(
        23,
        "fragments of one byte",
        fragment(EIGHT[:4]),  # the xid, which is the call's, must stand together
        *(fragment(EIGHT[at : at + 1], last=at == 27) for at in range(4, 28)),
        to=8,
        framed=True,
    ),
    case(
        23,
        "empty fragments",
        words(0, 0) + fragment(EIGHT) + words(0) + fragment(b"", last=True),
        to=8,
        framed=True,
    ),
    case(
        23,
        "a record too large",
        words(0x80000000 | MAX_RECORD + 1),
        to=ReplyTooLarge,
        framed=True,
        ends=True,
    ),
    case(
        23,
        "fragments too large together",
        words(MAX_RECORD - 4) + bytes(MAX_RECORD - 4) + words(0x80000005),
        to=ReplyTooLarge,
        framed=True,
        ends=True,
    ),
    case(25, "two records in one", NINE, EIGHT, NINE, to=8),
)
