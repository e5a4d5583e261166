"""What a server answers to which bytes."""

from __future__ import annotations

from dataclasses import dataclass

from tests.rpcgen_py.runtime.wire.messages import (
    AUTH_ERROR,
    BADCRED,
    BADVERF,
    GARBAGE_ARGS,
    PROC_UNAVAIL,
    PROG_MISMATCH,
    PROG_UNAVAIL,
    REJECTEDCRED,
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
from tests.rpcgen_py.runtime.wire.service import ADD, FAILS, MULTIPLY, PROGRAM, SUBTRACT, UNWANTED

MAX_RECORD = 4096
"""The bytes of a record that the servers under test allow."""

MAX_FRAGMENTS = 65536
"""The fragments of a record that any server of ours allows."""


@dataclass(frozen=True)
class Case:
    """What is sent, and the messages that answer it: none where the server is silent.

    With `framed`, `sent` has record marks of its own, and is not for datagrams. With `closes`,
    the server closes the connection. `strict` servers refuse bytes behind arguments.
    """

    rule: int
    title: str
    sent: bytes
    answers: tuple[bytes, ...]
    framed: bool = False
    closes: bool = False
    strict: bool = False

    @property
    def stream(self) -> bytes:
        """What is sent over a stream."""
        return self.sent if self.framed else record(self.sent)


def case(rule: int, title: str, sent: bytes, *answers: bytes, **flags: bool) -> Case:
    return Case(rule, title, sent, answers, **flags)


SUM = words(5, 3)
EIGHT = accepted(SUCCESS, words(8))
VOID = accepted(SUCCESS)


def add(args: bytes = SUM, **fields: object) -> bytes:
    return call(PROGRAM, 1, ADD, args, **fields)  # type: ignore[arg-type]  # fields of `call`


def sys(**claims: object) -> bytes:
    return auth(1, sys_body(**claims))  # type: ignore[arg-type]  # fields of `sys_body`


UNWANTED_USER = sys(uid=UNWANTED)
CUT_SYS = auth(1, sys_body(gids=(1, 2, 3))[:-4])
MISMATCH = denied(RPC_MISMATCH, 2, 2)


def refused(stat: int) -> bytes:
    return denied(AUTH_ERROR, stat)


def in_pieces(message: bytes, *sizes: int) -> bytes:
    """A record cut into fragments of these sizes, and the rest."""
    framed = b""
    for size in sizes:
        framed += fragment(message[:size])
        message = message[size:]
    return framed + fragment(message, last=True)


CASES = (
    case(4, "arguments cut short", add(words(5)), accepted(GARBAGE_ARGS)),
    case(4, "no arguments", add(b""), accepted(GARBAGE_ARGS)),
    case(10, "bytes behind the arguments", add(SUM + b"more"), EIGHT),
    case(10, "the same, strict", add(SUM + b"more"), accepted(GARBAGE_ARGS), strict=True),
    case(10, "none, strict", add(), EIGHT, strict=True),
    case(11, "RPC version 3", add(rpc=3), MISMATCH),
    case(11, "RPC version 0", add(rpc=0), MISMATCH),
    case(11, "RPC version 3 and nothing behind it", words(XID, 0, 3), MISMATCH),
    case(12, "RPC version before credential", add(rpc=1, credential=CUT_SYS), MISMATCH),
    case(12, "credential before program", call(1, 1, 1, credential=CUT_SYS), refused(BADCRED)),
    case(12, "program before version", call(1, 99, 1), accepted(PROG_UNAVAIL)),
    case(
        12,
        "version before procedure",
        call(PROGRAM, 99, 99),
        accepted(PROG_MISMATCH, words(1, 2)),
    ),
    case(
        12,
        "procedure before policy",
        call(PROGRAM, 1, 99, credential=UNWANTED_USER),
        accepted(PROC_UNAVAIL),
    ),
    case(12, "policy before arguments", add(b"", credential=UNWANTED_USER), refused(TOOWEAK)),
    case(12, "policy", add(credential=UNWANTED_USER), refused(TOOWEAK)),
    case(13, "unknown program", call(PROGRAM + 1, 1, ADD, SUM), accepted(PROG_UNAVAIL)),
    case(13, "version above", call(PROGRAM, 3, ADD, SUM), accepted(PROG_MISMATCH, words(1, 2))),
    case(13, "version below", call(PROGRAM, 0, ADD, SUM), accepted(PROG_MISMATCH, words(1, 2))),
    case(13, "unknown procedure", call(PROGRAM, 1, 99, SUM), accepted(PROC_UNAVAIL)),
    case(13, "declared, not implemented", call(PROGRAM, 1, SUBTRACT, SUM), accepted(PROC_UNAVAIL)),
    case(14, "procedure 0", call(PROGRAM, 1, 0), VOID),
    case(14, "procedure 0 of another version", call(PROGRAM, 2, 0), VOID),
    case(14, "procedure 0, refused user", call(PROGRAM, 1, 0, credential=UNWANTED_USER), VOID),
    case(
        14,
        "procedure 0, unknown flavor",
        call(PROGRAM, 1, 0, credential=auth(42)),
        refused(REJECTEDCRED),
    ),
    case(
        14,
        "procedure 0, credential cut short",
        call(PROGRAM, 1, 0, credential=CUT_SYS),
        refused(BADCRED),
    ),
    case(15, "unknown flavor", add(credential=auth(42, b"what?")), refused(REJECTEDCRED)),
    case(15, "AUTH_SHORT never given", add(credential=auth(2, b"abcd")), refused(REJECTEDCRED)),
    case(15, "AUTH_SYS", add(credential=sys(gids=(4, 5))), EIGHT),
    case(
        15,
        "name of 255 bytes, 16 groups",
        add(credential=sys(name=b"n" * 255, gids=tuple(range(16)))),
        EIGHT,
    ),
    case(15, "name of 256 bytes", add(credential=sys(name=b"n" * 256)), refused(BADCRED)),
    case(15, "17 groups", add(credential=sys(gids=tuple(range(17)))), refused(BADCRED)),
    case(15, "AUTH_SYS body cut short", add(credential=CUT_SYS), refused(BADCRED)),
    case(15, "AUTH_SYS body empty", add(credential=auth(1)), refused(BADCRED)),
    case(
        15,
        "name longer than the body",
        add(credential=auth(1, words(7, 200, 0, 0, 0))),
        refused(BADCRED),
    ),
    case(16, "credential of 400 bytes", add(credential=auth(0, bytes(400))), EIGHT),
    case(16, "credential of 401 bytes", add(credential=auth(0, bytes(401))), refused(BADCRED)),
    case(16, "credential of 4 GiB", add(credential=words(0, 0xFFFFFFFF)), refused(BADCRED)),
    case(
        16,
        "credential past the end",
        call(PROGRAM, 1, ADD, credential=words(0, 40)),
        refused(BADCRED),
    ),
    case(16, "no credential", words(XID, 0, 2, PROGRAM, 1, ADD), refused(BADCRED)),
    case(16, "verifier of 400 bytes", add(verifier=auth(0, bytes(400))), EIGHT),
    case(16, "verifier of 401 bytes", add(verifier=auth(0, bytes(401))), refused(BADVERF)),
    case(16, "no verifier", words(XID, 0, 2, PROGRAM, 1, ADD) + auth(), refused(BADVERF)),
    case(18, "GARBAGE_ARGS has no body", add(b"\0"), accepted(GARBAGE_ARGS)),
    case(18, "SYSTEM_ERR has no body", add(words(FAILS, 0)), accepted(SYSTEM_ERR)),
    case(19, "no reply", call(PROGRAM, 1, MULTIPLY, SUM)),
    case(19, "void reply", call(PROGRAM, 1, 0), VOID),
    case(21, "a reply at a server", EIGHT),
    case(21, "neither call nor reply", add(kind=2)),
    case(21, "nothing", b""),
    case(21, "half an xid", b"\x11\x22"),
    case(21, "only an xid", words(XID)),
    case(21, "a call without RPC version", words(XID, 0)),
    case(21, "a call without procedure", words(XID, 0, 2, PROGRAM, 1)),
    case(22, "a handler's exception", add(words(0, FAILS)), accepted(SYSTEM_ERR)),
    case(23, "two fragments", in_pieces(add(), 20), EIGHT, framed=True),
    case(23, "fragments of one byte", in_pieces(add(), *[1] * 47), EIGHT, framed=True),
    case(23, "empty fragments", in_pieces(add(), 0, 24, 0, 0, 24), EIGHT, framed=True),
    case(23, "an empty last fragment", in_pieces(add(), 48), EIGHT, framed=True),
    case(
        23,
        "a record as large as allowed",
        record(add().ljust(MAX_RECORD, b"\0")),
        EIGHT,
        framed=True,
    ),
    case(23, "a fragment too large", words(MAX_RECORD + 1), framed=True, closes=True),
    case(23, "a record too large", words(0x80000000 | MAX_RECORD + 1), framed=True, closes=True),
    case(
        23,
        "a record too large in small fragments",
        fragment(bytes(1024)) * (MAX_RECORD // 1024) + words(1),
        framed=True,
        closes=True,
    ),
    case(23, "too many empty fragments", words(0) * (MAX_FRAGMENTS + 1), framed=True, closes=True),
    case(25, "the same call twice", record(add()) * 2, EIGHT, EIGHT, framed=True),
)
