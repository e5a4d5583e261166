"""Every exception that the runtime and generated code raise on purpose.

An `RpcError` says how a call ended. What its caller must know before trying again is whether the
procedure may have run, so each class says so, and carries it as `executed`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar, Literal

__all__ = [
    "AuthError",
    "AuthStat",
    "BadReply",
    "ConnectionLost",
    "Executed",
    "GarbageArguments",
    "NotSent",
    "OutcomeUnknown",
    "ProcedureUnavailable",
    "ProgramMismatch",
    "ProgramUnavailable",
    "Refused",
    "ReplyTooLarge",
    "RpcError",
    "RpcMismatch",
    "SystemError_",
    "TimedOut",
    "Unreachable",
    "XdrError",
]

Executed = Literal["no", "unknown"]
"""Whether a call that ended with an error ran: surely not, or nobody here can tell."""


class XdrError(ValueError):
    """A value that its XDR type cannot hold, or bytes that are none of its encodings (RFC 4506).

    `path` leads from the outermost value to the offending field: names as attributes, numbers as
    indices. `detail` says what is wrong there. `str()` joins them:
    `entries[3].name: 17 bytes, at most 16`.

    `origin` is what the generated codec that failed began with, the value or the offset: codecs
    that called it recognise the error by that.
    """

    def __init__(
        self, detail: str, path: tuple[str | int, ...] = (), origin: object = None
    ) -> None:
        super().__init__(detail, path)
        self.detail = detail
        self.path = path
        self.origin = origin

    def __str__(self) -> str:
        where = ""
        for step in self.path:
            if isinstance(step, int):
                where += f"[{step}]"
            else:
                where += f".{step}" if where else step
        return f"{where}: {self.detail}" if where else self.detail


class RpcError(Exception):
    """A remote call that did not end with a result."""

    executed: ClassVar[Executed] = "unknown"


class NotSent(RpcError):
    """The call did not leave this process whole: it was not executed, trying again is safe."""

    executed: ClassVar[Executed] = "no"


class Unreachable(NotSent):
    """No connection to the server could be made: it was not executed, trying again is safe."""


class OutcomeUnknown(RpcError):
    """The call was sent, at least in part, and no answer came: it may have been executed."""


class TimedOut(OutcomeUnknown):
    """No answer came in time: the call may have been executed, or may still be."""


class ConnectionLost(OutcomeUnknown):
    """The connection ended between call and answer: the call may have been executed."""


class BadReply(OutcomeUnknown):
    """An answer came that is none by RFC 5531 §9: the call may have been executed."""


class ReplyTooLarge(OutcomeUnknown):
    """The answer passes what the transport or `max_record` lets through.

    The call may have been executed. Over UDP: ask again over TCP.
    """


class Refused(RpcError):
    """The server denied the message (MSG_DENIED, RFC 5531 §9): the call was not executed."""

    executed: ClassVar[Executed] = "no"


class RpcMismatch(Refused):
    """The server speaks other versions of the RPC protocol itself: the call was not executed.

    `low` and `high` are the lowest and highest versions it speaks.
    """

    def __init__(self, low: int, high: int) -> None:
        super().__init__(f"the server speaks RPC versions {low} to {high}, not 2")
        self.low = low
        self.high = high


class AuthStat(IntEnum):
    """Why a server refuses a caller (RFC 5531 §9, auth_stat). 0 (AUTH_OK) never stands in an error.

    Others may be assigned later: an unknown number stays an `int`.
    """

    AUTH_BADCRED = 1
    AUTH_REJECTEDCRED = 2
    AUTH_BADVERF = 3
    AUTH_REJECTEDVERF = 4
    AUTH_TOOWEAK = 5
    AUTH_INVALIDRESP = 6
    AUTH_FAILED = 7
    AUTH_KERB_GENERIC = 8
    AUTH_TIMEEXPIRE = 9
    AUTH_TKT_FILE = 10
    AUTH_DECODE = 11
    AUTH_NET_ADDR = 12
    RPCSEC_GSS_CREDPROBLEM = 13
    RPCSEC_GSS_CTXPROBLEM = 14


class AuthError(Refused):
    """The server refuses the caller's credential or verifier: the call was not executed.

    A handler raises it too, before it does anything, where that takes more than a policy sees.
    `stat` is the reason, an `AuthStat` where the number is a known one.
    """

    def __init__(self, stat: int) -> None:
        known = stat in AuthStat.__members__.values()
        self.stat = AuthStat(stat) if known else stat
        name = AuthStat(stat).name if known else f"auth_stat {stat}"
        super().__init__(f"authentication refused: {name}")


class ProgramUnavailable(RpcError):
    """The server does not have this program (PROG_UNAVAIL): the call was not executed."""

    executed: ClassVar[Executed] = "no"


class ProgramMismatch(RpcError):
    """The server has the program, not this version of it (PROG_MISMATCH): not executed.

    `low` and `high` are the lowest and highest versions it has.
    """

    executed: ClassVar[Executed] = "no"

    def __init__(self, low: int, high: int) -> None:
        super().__init__(f"the server has versions {low} to {high} of the program")
        self.low = low
        self.high = high


class ProcedureUnavailable(RpcError):
    """The server does not have this procedure (PROC_UNAVAIL, RFC 5531 §9).

    A handler raises it to say so; the call was not executed.
    """

    executed: ClassVar[Executed] = "no"


class GarbageArguments(RpcError):
    """The server cannot decode the arguments (GARBAGE_ARGS): the call was not executed."""

    executed: ClassVar[Executed] = "no"


class SystemError_(RpcError):  # noqa: N801 (SYSTEM_ERR of RFC 5531; SystemError is a builtin)
    """The server failed while it worked on the call (SYSTEM_ERR): it may be executed in part."""
