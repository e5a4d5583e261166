"""RPC messages put together by hand, so that they owe nothing to the code under test."""

from __future__ import annotations

import struct

XID = 0x11223344
LAST = 0x80000000


def words(*numbers: int) -> bytes:
    """XDR unsigned integers."""
    return struct.pack(f">{len(numbers)}I", *numbers)


def opaque(body: bytes) -> bytes:
    """XDR variable-length opaque data, or a string."""
    return words(len(body)) + body + bytes(-len(body) % 4)


def auth(flavor: int = 0, body: bytes = b"") -> bytes:
    """A credential or verifier (RFC 5531 §8.2)."""
    return words(flavor) + opaque(body)


def sys_body(
    uid: int = 1000, gid: int = 100, gids: tuple[int, ...] = (), name: bytes = b"host"
) -> bytes:
    """The body of an AUTH_SYS credential (RFC 5531 Appendix A)."""
    return words(7) + opaque(name) + words(uid, gid, len(gids), *gids)


def call(
    program: int,
    version: int,
    procedure: int,
    args: bytes = b"",
    *,
    xid: int = XID,
    kind: int = 0,
    rpc: int = 2,
    credential: bytes = auth(),
    verifier: bytes = auth(),
) -> bytes:
    """A call, without record mark (RFC 5531 §9)."""
    return words(xid, kind, rpc, program, version, procedure) + credential + verifier + args


def accepted(stat: int, body: bytes = b"", *, xid: int = XID, verifier: bytes = auth()) -> bytes:
    """A reply to an accepted call."""
    return words(xid, 1, 0) + verifier + words(stat) + body


def denied(*reason: int, xid: int = XID) -> bytes:
    """A reply to a call that was denied."""
    return words(xid, 1, 1, *reason)


def fragment(data: bytes, *, last: bool = False) -> bytes:
    """One fragment of a record (RFC 5531 §11)."""
    return words(len(data) | (LAST if last else 0)) + data


def record(message: bytes) -> bytes:
    """A record of one fragment."""
    return fragment(message, last=True)


SUCCESS, PROG_UNAVAIL, PROG_MISMATCH, PROC_UNAVAIL, GARBAGE_ARGS, SYSTEM_ERR = range(6)
RPC_MISMATCH, AUTH_ERROR = range(2)
BADCRED, REJECTEDCRED, BADVERF, REJECTEDVERF, TOOWEAK = range(1, 6)
