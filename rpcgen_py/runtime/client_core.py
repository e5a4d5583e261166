"""A client's side of a connection, without I/O: which calls wait, and what a record means to them.

A shell asks for a call's bytes, sends them, and hands over every record that comes back; it gets
the call that the record ends. Time is an argument; nothing here waits.
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from rpcgen_py.runtime._generated.rpc_msg import RPC_MSG_VERSION, msg_type
from rpcgen_py.runtime.errors import (
    ConnectionLost,
    NotSent,
    OutcomeUnknown,
    RpcError,
    TimedOut,
    XdrError,
)
from rpcgen_py.runtime.message import MARK, PLAIN_SUCCESS, read_reply
from rpcgen_py.runtime.record_marking import LAST
from rpcgen_py.runtime.xdr import DEFAULT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.auth.flavor import ClientAuth
    from rpcgen_py.runtime.program import Procedure

__all__ = ["DEFAULT_MAX_PENDING", "SOLE_DATAGRAM", "SOLE_RESULT", "ClientCore", "PendingCall"]

R = TypeVar("R")

DEFAULT_MAX_PENDING: Final = 4096
"""Most calls of one connection that wait for their answers."""

_call_words = Struct(">IIIII").pack
_mark_xid = Struct(">II").pack
_xid_kind = Struct(">II").unpack_from
_success = Struct(">II20s").pack  # mark, xid, PLAIN_SUCCESS
_plain = Struct(">I20s").pack  # xid, PLAIN_SUCCESS

SOLE_DATAGRAM: Final = 4 + len(PLAIN_SUCCESS)
"""Where the result stands in what `ClientCore.sole_datagram` accepts."""

SOLE_RESULT: Final = MARK + SOLE_DATAGRAM
"""Where the result stands in what `ClientCore.sole_result` accepts."""


class PendingCall(Generic[R]):
    """A call that waits, or has ended with `error` or, where that is None, `result`.

    `deadline` is on the clock that the shell uses. `sent` says whether any byte of it may have
    left; the shell sets it. `notify`, if set, is called with the call when it ends.
    """

    __slots__ = (
        "deadline",
        "done",
        "error",
        "message",
        "notify",
        "procedure",
        "result",
        "sent",
        "xid",
    )

    result: R

    def __init__(
        self, xid: int, procedure: Procedure[..., R], message: bytes, deadline: float | None
    ) -> None:
        self.xid = xid
        self.procedure = procedure
        self.message = message
        self.deadline = deadline
        self.sent = False
        self.done = False
        self.error: RpcError | XdrError | None = None
        self.notify: Callable[[PendingCall[R]], object] | None = None

    def outcome(self) -> R:
        """The result, or the error raised, of a call that has ended."""
        if self.error is not None:
            raise self.error
        return self.result

    def end(self, error: RpcError | XdrError | None) -> None:
        """Record the end of the call and tell who waits for it."""
        self.error = error
        self.done = True
        if self.notify is not None:
            self.notify(self)


class ClientCore:
    """The transaction ids of one connection, and the calls that wait under them.

    `first_xid` should be random, so that a server's replay cache does not answer a new client with
    what an old one at the same address was told. `limit` bounds `<>` lengths in results.
    `strict` takes a result only in the one form that RFC 4506 gives it: others, which C
    tolerates, with bytes behind it or padding that is not zero, are an `XdrError`.
    """

    def __init__(
        self,
        auth: ClientAuth,
        *,
        first_xid: int,
        limit: int = DEFAULT_LIMIT,
        max_pending: int = DEFAULT_MAX_PENDING,
        strict: bool = False,
    ) -> None:
        self.limit = limit
        self.max_pending = max_pending
        self.strict = strict
        self.pending: dict[int, PendingCall[Any]] = {}
        self._auth = auth
        self._xid = (first_xid - 1) & 0xFFFFFFFF
        # One entry a procedure ever called here, so as many as the .x files of its stubs declare.
        self._prefixes: dict[Procedure[..., Any], bytes] = {}

    def encode(self, procedure: Procedure[..., Any], args: bytes) -> tuple[int, bytes]:
        """A new xid, and the marked call that carries it. The call does not wait under that xid:
        right for a one-way call, and for a shell that checks the answer by `sole_result`.
        """
        xid = (self._xid + 1) & 0xFFFFFFFF
        while xid in self.pending:
            xid = (xid + 1) & 0xFFFFFFFF
        self._xid = xid
        prefix = self._prefixes.get(procedure) or self._new_prefix(procedure)
        length = 4 + len(prefix) + len(args)
        return xid, _mark_xid(LAST | length, xid) + prefix + args

    def _new_prefix(self, procedure: Procedure[..., Any]) -> bytes:
        """The words between xid and arguments, which all calls of the procedure share."""
        words = (
            msg_type.CALL,
            RPC_MSG_VERSION,
            procedure.program,
            procedure.version,
            procedure.number,
        )
        prefix = self._prefixes[procedure] = _call_words(*words) + self._auth.header()
        return prefix

    def begin(
        self, procedure: Procedure[..., R], args: bytes, deadline: float | None = None
    ) -> PendingCall[R]:
        """A call that waits for its answer. Raises `NotSent` if too many do already."""
        xid, message = self.encode(procedure, args)
        return self.adopt(xid, procedure, message, deadline)

    def adopt(
        self, xid: int, procedure: Procedure[..., R], message: bytes, deadline: float | None
    ) -> PendingCall[R]:
        """Let a call that `encode` made wait for its answer. Raises `NotSent` as `begin` does."""
        if len(self.pending) >= self.max_pending:
            raise NotSent(f"{self.max_pending} calls wait on this connection already")
        call = PendingCall(xid, procedure, message, deadline)
        self.pending[xid] = call
        return call

    def sole_result(self, data: bytes, xid: int) -> bool:
        """Whether `data` is just one marked reply: SUCCESS to `xid`, with an empty verifier.

        Then the result is `data[SOLE_RESULT:]`. Every other shape is for `receive` to judge.
        """
        size = len(data) - MARK
        return size >= SOLE_DATAGRAM and data.startswith(_success(LAST | size, xid, PLAIN_SUCCESS))

    def sole_datagram(self, data: bytes, xid: int) -> bool:
        """The same for a datagram, which has no mark: its result is `data[SOLE_DATAGRAM:]`."""
        return data.startswith(_plain(xid, PLAIN_SUCCESS))

    def receive(self, data: bytes, offset: int, end: int) -> PendingCall[Any] | None:
        """Take the record `data[offset:end]`; the call that it ends, or None.

        Records that are no reply to a waiting call are dropped: calls, and replies whose xid is
        unknown, late, or answered before (RFC 5531 §9).
        """
        if end - offset < 8:
            return None
        xid, kind = _xid_kind(data, offset)
        if kind != msg_type.REPLY:
            return None
        call = self.pending.pop(xid, None)
        if call is None:
            return None
        error: RpcError | XdrError | None = None
        try:
            if data.startswith(PLAIN_SUCCESS, offset + 4) and offset + SOLE_DATAGRAM <= end:
                start = offset + SOLE_DATAGRAM
            else:
                start = read_reply(data, offset, end)
            call.result = self.unpack(call.procedure, data, start, end)
        except (RpcError, XdrError) as raised:
            error = raised
        call.end(error)
        return call

    def unpack(self, procedure: Procedure[..., R], data: bytes, start: int, end: int) -> R:
        """The result in `data[start:end]`. Raises `XdrError`."""
        result, _ = procedure.unpack_result(data, start, end, self.limit)
        if self.strict and procedure.pack_result(result, self.limit) != data[start:end]:
            raise XdrError("not in canonical form: bytes behind the result, or odd padding")
        return result

    def next_deadline(self) -> float | None:
        """The earliest deadline of the calls that wait; None if none has one."""
        return min(
            (call.deadline for call in self.pending.values() if call.deadline is not None),
            default=None,
        )

    def expire(self, now: float) -> list[PendingCall[Any]]:
        """End the calls whose deadline has come: `TimedOut`, or `NotSent` where nothing left."""
        late = [
            call
            for call in self.pending.values()
            if call.deadline is not None and call.deadline <= now
        ]
        for call in late:
            del self.pending[call.xid]
            call.end(
                TimedOut(f"{call.procedure.name}: no answer in time")
                if call.sent
                else NotSent(f"{call.procedure.name}: could not be sent in time")
            )
        return late

    def forget(self, call: PendingCall[Any]) -> None:
        """Stop waiting for a call; its answer will be dropped."""
        self.pending.pop(call.xid, None)

    def fail(self, call: PendingCall[Any], error: RpcError) -> None:
        """End a call that waits."""
        if self.pending.pop(call.xid, None) is not None:
            call.end(error)

    def disconnect(
        self, reason: str, error: type[OutcomeUnknown] = ConnectionLost
    ) -> list[PendingCall[Any]]:
        """End every call that waits: with `error`, or `NotSent` where nothing left."""
        lost = list(self.pending.values())
        self.pending.clear()
        for call in lost:
            call.end(error(reason) if call.sent else NotSent(reason))
        return lost
