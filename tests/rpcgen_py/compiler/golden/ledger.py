"""ledger.x, compiled by rpcgen-py. Edit that file, not this one.

A ledger, small enough to be read beside what the compiler makes of it.
"""

from __future__ import annotations

import enum
import struct
import typing

import msgspec

from rpcgen_py.runtime import generated as _rt

if typing.TYPE_CHECKING:
    from concurrent.futures import Future as _Future

_rt.require(1)

__all__ = [
    "LEDGER",
    "LEDGER_V1",
    "LEDGER_V1AsyncClient",
    "LEDGER_V1AsyncServer",
    "LEDGER_V1Client",
    "LEDGER_V1Server",
    "NAME_MAX",
    "balance",
    "balance_0",
    "balance_1",
    "balance_default",
    "entry",
    "kind",
    "pack_balance",
    "pack_entry",
    "pack_kind",
    "pack_transfer",
    "transfer",
    "unpack_balance",
    "unpack_entry",
    "unpack_kind",
    "unpack_transfer",
]

NAME_MAX: typing.Final[int] = 16

# %#include <stdio.h>


class kind(enum.IntEnum):
    """What happened to the money."""

    DEPOSIT = 1
    WITHDRAWAL = 2


class transfer(msgspec.Struct, frozen=True, gc=False):
    what: kind
    # in the smallest coin
    amount: int
    name: str
    token: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                name = self.name.encode()
            except UnicodeEncodeError:
                name = self.name.encode("utf-8", "surrogateescape")
            name_length = len(name)
            if name_length > 16:
                raise ValueError
            if len(self.token) != 6:
                raise ValueError
            return _pack_iQI_ns_6s2x_16[name_length](
                _kind_of[self.what], self.amount, name_length, name, self.token
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "transfer", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> transfer:
        try:
            at = 0
            end = len(data)
            what, amount, name_length = _unpack_iQI(data, at)
            if name_length > 16:
                raise ValueError
            at += 16
            name = data[at : at + name_length].decode("utf-8", "surrogateescape")
            at += (name_length + 3) & -4
            (token,) = _unpack_6s2x(data, at)
            if at + 8 != end:
                raise ValueError
            return cls(_kind_of[what], amount, name, token)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "transfer", data, 0, len(data), limit, fault
            ) from None


class entry(_rt.ListNode, frozen=True):
    """Transfers, the newest first."""

    made: transfer
    older: entry | None

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_entry_list(self, out, limit)
            return b"".join(out)[4:]
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "entry", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> entry:
        return _rt.unpack_whole(unpack_entry, data, limit)


class balance_0(msgspec.Struct, frozen=True, gc=False):
    status: typing.ClassVar[int] = 0
    coins: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_balance(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> balance_0:
        return _rt.unpack_arm(cls, unpack_balance, data, limit)


class balance_1(msgspec.Struct, frozen=True, gc=False):
    status: int
    reason: str

    def __post_init__(self) -> None:
        if self.status not in (1, 2):
            raise _rt.XdrError(f"{self.status!r} belongs to another arm", ("status",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_balance(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> balance_1:
        return _rt.unpack_arm(cls, unpack_balance, data, limit)


class balance_default(msgspec.Struct, frozen=True, gc=False):
    status: int

    def __post_init__(self) -> None:
        if self.status in (0, 1, 2):
            raise _rt.XdrError(f"{self.status!r} belongs to another arm", ("status",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_balance(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> balance_default:
        return _rt.unpack_arm(cls, unpack_balance, data, limit)


balance: typing.TypeAlias = balance_0 | balance_1 | balance_default

# The runs of words that codecs read and write at once.
_kind_of = {member.value: member for member in kind}
_pack_I_ns_I = _rt.Packers("I", "s", "I")
_pack_IiQI_ns_6s2x_16 = _rt.short_packers("IiQI", "6s2x", 4, 16)
_pack_i = struct.Struct(">i").pack
_pack_iI_ns = _rt.Packers("iI", "s", "")
_pack_iQI_ns_6s2x_16 = _rt.short_packers("iQI", "6s2x", 3, 16)
_pack_iq = struct.Struct(">iq").pack
_unpack_6s2x = struct.Struct(">6s2x").unpack_from
_unpack_I = struct.Struct(">I").unpack_from
_unpack_IiQI = struct.Struct(">IiQI").unpack_from
_unpack_i = struct.Struct(">i").unpack_from
_unpack_iQI = struct.Struct(">iQI").unpack_from
_unpack_q = struct.Struct(">q").unpack_from

pack_transfer = transfer.to_xdr
pack_entry = entry.to_xdr


def pack_kind(value: kind, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_i(_kind_of[value])
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kind", value, limit, fault) from None


def unpack_kind(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kind, int]:
    at = offset
    try:
        (result,) = _unpack_i(data, at)
        value = _kind_of[result]
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kind", data, offset, end, limit, fault) from None


def unpack_transfer(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[transfer, int]:
    at = offset
    try:
        what, amount, name_length = _unpack_iQI(data, at)
        if name_length > 16:
            raise ValueError
        at += 16
        name = data[at : at + name_length].decode("utf-8", "surrogateescape")
        at += (name_length + 3) & -4
        (token,) = _unpack_6s2x(data, at)
        value = transfer(_kind_of[what], amount, name, token)
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "transfer", data, offset, end, limit, fault) from None


def _write_entry_list(value: entry | None, out: list[bytes], limit: int) -> None:
    while value is not None:
        made = value.made
        try:
            name = made.name.encode()
        except UnicodeEncodeError:
            name = made.name.encode("utf-8", "surrogateescape")
        name_length = len(name)
        if name_length > 16:
            raise ValueError
        if len(made.token) != 6:
            raise ValueError
        out.append(
            _pack_IiQI_ns_6s2x_16[name_length](
                1, _kind_of[made.what], made.amount, name_length, name, made.token
            )
        )
        value = value.older
    out.append(_rt.END)
    if len(out) > _rt.LONG:
        _rt.free_in_a_loop(entry, "older")


def _read_entry_list(data: bytes, at: int, end: int, limit: int) -> tuple[entry | None, int]:
    nodes: list[typing.Any] = []
    last = end - 20
    while at <= last:
        flag, what, amount, name_length = _unpack_IiQI(data, at)
        if flag != 1:
            break
        if name_length > 16:
            raise ValueError
        at += 20
        name = data[at : at + name_length].decode("utf-8", "surrogateescape")
        at += (name_length + 3) & -4
        (token,) = _unpack_6s2x(data, at)
        at += 8
        nodes.append(transfer(_kind_of[what], amount, name, token))
    else:
        (flag,) = _unpack_I(data, at)
    if flag:
        raise ValueError
    at += 4
    if len(nodes) > _rt.LONG:
        _rt.free_in_a_loop(entry, "older")
    result: entry | None = None
    for made in reversed(nodes):
        result = entry(made, result)
    return result, at


def unpack_entry(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[entry, int]:
    at = offset
    try:
        what, amount, name_length = _unpack_iQI(data, at)
        if name_length > 16:
            raise ValueError
        at += 16
        name = data[at : at + name_length].decode("utf-8", "surrogateescape")
        at += (name_length + 3) & -4
        (token,) = _unpack_6s2x(data, at)
        older, at = _read_entry_list(data, at + 8, end, limit)
        value = entry(transfer(_kind_of[what], amount, name, token), older)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "entry", data, offset, end, limit, fault) from None


def pack_balance(value: balance, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind2 = arm.__class__
        if kind2 is balance_0:
            return _pack_iq(0, arm.coins)
        if kind2 is balance_1:
            try:
                reason = arm.reason.encode()
            except UnicodeEncodeError:
                reason = arm.reason.encode("utf-8", "surrogateescape")
            reason_length = len(reason)
            if reason_length > limit:
                raise ValueError
            return _pack_iI_ns[reason_length](arm.status, reason_length, reason)
        if kind2 is balance_default:
            return _pack_i(arm.status)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "balance", value, limit, fault) from None


def unpack_balance(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[balance, int]:
    at = offset
    try:
        (status,) = _unpack_i(data, at)
        result: balance
        if status == 0:
            (coins,) = _unpack_q(data, at + 4)
            result = balance_0(coins)
            at += 12
        elif status in (1, 2):
            (reason_length,) = _unpack_I(data, at + 4)
            if reason_length > limit:
                raise ValueError
            at += 8
            reason = data[at : at + reason_length].decode("utf-8", "surrogateescape")
            at += (reason_length + 3) & -4
            result = balance_1(status, reason)
        else:
            result = balance_default(status)
            at += 4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "balance", data, offset, end, limit, fault) from None


def _pack_LEDGER_V1_HISTORY_args(name: str, limit2: int, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        try:
            name2 = name.encode()
        except UnicodeEncodeError:
            name2 = name.encode("utf-8", "surrogateescape")
        name2_length = len(name2)
        if name2_length > limit:
            raise ValueError
        return _pack_I_ns_I[name2_length](name2_length, name2, limit2)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(
            _shapes,
            "LEDGER_V1_HISTORY arguments",
            _rt.Arguments(name=name, limit=limit2),
            limit,
            fault,
        ) from None


def _unpack_LEDGER_V1_HISTORY_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[str, int], int]:
    at = offset
    try:
        (name_length,) = _unpack_I(data, at)
        if name_length > limit:
            raise ValueError
        at += 4
        name = data[at : at + name_length].decode("utf-8", "surrogateescape")
        at += (name_length + 3) & -4
        (limit2,) = _unpack_I(data, at)
        at += 4
        if at > end:
            raise ValueError
        return (name, limit2), at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "LEDGER_V1_HISTORY arguments", data, offset, end, limit, fault
        ) from None


def _shapes() -> dict[str, _rt.Shape]:
    """What the types are made of: read only to say what is wrong, and where."""
    _s = _rt.shapes
    return {
        "kind": _s.Enumeration(kind),
        "transfer": _s.Struct(
            {
                "what": _s.Enumeration(kind),
                "amount": _s.UHYPER,
                "name": _s.String(16),
                "token": _s.FixedOpaque(6),
            }
        ),
        "entry": _s.Struct({"made": _s.Named("transfer"), "older": _s.List("entry", "older")}),
        "balance": _s.Union(
            "status",
            _s.INT,
            {
                0: (balance_0, "coins", _s.HYPER),
                1: (balance_1, "reason", _s.String()),
                2: (balance_1, "reason", _s.String()),
            },
            (balance_default, "", _s.VOID),
        ),
        "LEDGER_V1_HISTORY arguments": _s.Struct({"name": _s.String(), "limit": _s.UINT}),
    }


_LEDGER_V1_BOOK: _rt.Procedure[[transfer], balance] = _rt.Procedure(
    0x20000042,
    1,
    1,
    "BOOK",
    pack_transfer,
    _rt.single(unpack_transfer),
    pack_balance,
    unpack_balance,
)
_LEDGER_V1_HISTORY: _rt.Procedure[[str, int], entry] = _rt.Procedure(
    0x20000042,
    1,
    2,
    "HISTORY",
    _pack_LEDGER_V1_HISTORY_args,
    _unpack_LEDGER_V1_HISTORY_args,
    pack_entry,
    unpack_entry,
)
LEDGER_V1 = _rt.Version("LEDGER_V1", 0x20000042, 1, (_LEDGER_V1_BOOK, _LEDGER_V1_HISTORY))
LEDGER = _rt.Program("LEDGER", 0x20000042, (LEDGER_V1,))


class LEDGER_V1Client(_rt.Client):
    """Calls the procedures of LEDGER, version 1 (LEDGER_V1)."""

    version: typing.ClassVar[_rt.Version] = LEDGER_V1

    def BOOK(self, arg: transfer, *, timeout: float | None = None) -> balance:
        """Books one transfer."""
        caller = self._caller
        return caller.call(_LEDGER_V1_BOOK, pack_transfer(arg, caller.limit), timeout)

    def HISTORY(self, name: str, limit: int, *, timeout: float | None = None) -> entry:
        caller = self._caller
        return caller.call(
            _LEDGER_V1_HISTORY, _pack_LEDGER_V1_HISTORY_args(name, limit, caller.limit), timeout
        )


class LEDGER_V1AsyncClient(_rt.AsyncClient):
    """Calls the procedures of LEDGER, version 1 (LEDGER_V1)."""

    version: typing.ClassVar[_rt.Version] = LEDGER_V1

    async def BOOK(self, arg: transfer, *, timeout: float | None = None) -> balance:
        """Books one transfer."""
        caller = self._caller
        return await caller.call(_LEDGER_V1_BOOK, pack_transfer(arg, caller.limit), timeout)

    async def HISTORY(self, name: str, limit: int, *, timeout: float | None = None) -> entry:
        caller = self._caller
        return await caller.call(
            _LEDGER_V1_HISTORY, _pack_LEDGER_V1_HISTORY_args(name, limit, caller.limit), timeout
        )


class LEDGER_V1Server(_rt.Server):
    """Answers the procedures of LEDGER, version 1 (LEDGER_V1)."""

    version: typing.ClassVar[_rt.Version] = LEDGER_V1
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_LEDGER_V1_BOOK, "BOOK"),
        (_LEDGER_V1_HISTORY, "HISTORY"),
    )

    def BOOK(self, arg: transfer, context: _rt.Context) -> balance | _Future[balance]:
        """Books one transfer."""
        raise _rt.ProcedureUnavailable

    def HISTORY(self, name: str, limit: int, context: _rt.Context) -> entry | _Future[entry]:
        raise _rt.ProcedureUnavailable


class LEDGER_V1AsyncServer(_rt.AsyncServer):
    """Answers the procedures of LEDGER, version 1 (LEDGER_V1)."""

    version: typing.ClassVar[_rt.Version] = LEDGER_V1
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_LEDGER_V1_BOOK, "BOOK"),
        (_LEDGER_V1_HISTORY, "HISTORY"),
    )

    async def BOOK(self, arg: transfer, context: _rt.Context) -> balance:
        """Books one transfer."""
        raise _rt.ProcedureUnavailable

    async def HISTORY(self, name: str, limit: int, context: _rt.Context) -> entry:
        raise _rt.ProcedureUnavailable
