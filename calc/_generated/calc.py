"""calc.x, compiled by rpcgen-py. Edit that file, not this one.

The calculator: arithmetic on 32-bit integers over Sun RPC.

Version 1 answers with a plain `int`. It has no word for a result that does not fit in one,
so a server answers such a call with SYSTEM_ERR rather than with a wrong number.

Version 2 adds DIVIDE, and every answer says how it went. Both are served side by side, on
the same port: a client written for version 1 never notices version 2.
"""

from __future__ import annotations

import struct
import typing

import msgspec

from rpcgen_py.runtime import generated as _rt

if typing.TYPE_CHECKING:
    from concurrent.futures import Future as _Future

_rt.require(1)

__all__ = [
    "CALC_DIVISION_BY_ZERO",
    "CALC_MESSAGE_MAX",
    "CALC_OK",
    "CALC_OVERFLOW",
    "CALC_PROG",
    "CALC_V1",
    "CALC_V1AsyncClient",
    "CALC_V1AsyncServer",
    "CALC_V1Client",
    "CALC_V1Server",
    "CALC_V2",
    "CALC_V2AsyncClient",
    "CALC_V2AsyncServer",
    "CALC_V2Client",
    "CALC_V2Server",
    "answer",
    "answer_CALC_DIVISION_BY_ZERO",
    "answer_CALC_OK",
    "answer_CALC_OVERFLOW",
    "answer_default",
    "operands",
    "pack_answer",
    "pack_operands",
    "unpack_answer",
    "unpack_operands",
]

# How a version 2 calculation went. A later server may send others: see `answer`.
CALC_OK: typing.Final[int] = 0
CALC_DIVISION_BY_ZERO: typing.Final[int] = 1
CALC_OVERFLOW: typing.Final[int] = 2
CALC_MESSAGE_MAX: typing.Final[int] = 255


class operands(msgspec.Struct, frozen=True, gc=False):
    a: int
    b: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_2i(self.a, self.b)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "operands", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> operands:
        try:
            return cls(*_whole_2i(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "operands", data, 0, len(data), limit, fault
            ) from None


class answer_CALC_OK(msgspec.Struct, frozen=True, gc=False):
    status: typing.ClassVar[int] = 0
    value: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_answer(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> answer_CALC_OK:
        return _rt.unpack_arm(cls, unpack_answer, data, limit)


class answer_CALC_DIVISION_BY_ZERO(msgspec.Struct, frozen=True, gc=False):
    status: typing.ClassVar[int] = 1

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_answer(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> answer_CALC_DIVISION_BY_ZERO:
        return _rt.unpack_arm(cls, unpack_answer, data, limit)


class answer_CALC_OVERFLOW(msgspec.Struct, frozen=True, gc=False):
    status: typing.ClassVar[int] = 2

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_answer(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> answer_CALC_OVERFLOW:
        return _rt.unpack_arm(cls, unpack_answer, data, limit)


class answer_default(msgspec.Struct, frozen=True, gc=False):
    status: int
    message: str

    def __post_init__(self) -> None:
        if self.status in (0, 1, 2):
            raise _rt.XdrError(f"{self.status!r} belongs to another arm", ("status",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_answer(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> answer_default:
        return _rt.unpack_arm(cls, unpack_answer, data, limit)


# What version 2 answers. The default arm keeps today's clients able to read tomorrow's status.
answer: typing.TypeAlias = (
    answer_CALC_OK | answer_CALC_DIVISION_BY_ZERO | answer_CALC_OVERFLOW | answer_default
)

# The runs of words that codecs read and write at once.
_pack_2i = struct.Struct(">2i").pack
_pack_i = struct.Struct(">i").pack
_pack_iI_ns_255 = _rt.short_packers("iI", "", 2, 255)
_unpack_2i = struct.Struct(">2i").unpack_from
_unpack_I = struct.Struct(">I").unpack_from
_unpack_i = struct.Struct(">i").unpack_from
_whole_2i = struct.Struct(">2i").unpack

pack_operands = operands.to_xdr


def unpack_operands(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[operands, int]:
    at = offset
    try:
        value = operands(*_unpack_2i(data, at))
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "operands", data, offset, end, limit, fault) from None


def pack_answer(value: answer, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is answer_CALC_OK:
            return _pack_2i(0, arm.value)
        if kind is answer_CALC_DIVISION_BY_ZERO:
            return _pack_i(1)
        if kind is answer_CALC_OVERFLOW:
            return _pack_i(2)
        if kind is answer_default:
            try:
                message = arm.message.encode()
            except UnicodeEncodeError:
                message = arm.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 255:
                raise ValueError
            return _pack_iI_ns_255[message_length](arm.status, message_length, message)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "answer", value, limit, fault) from None


def unpack_answer(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[answer, int]:
    at = offset
    try:
        (status,) = _unpack_i(data, at)
        result: answer
        if status == 0:
            (value2,) = _unpack_i(data, at + 4)
            result = answer_CALC_OK(value2)
            at += 8
        elif status == 1:
            result = answer_CALC_DIVISION_BY_ZERO()
            at += 4
        elif status == 2:
            result = answer_CALC_OVERFLOW()
            at += 4
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 255:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            result = answer_default(status, message)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "answer", data, offset, end, limit, fault) from None


def _pack_int(value: int, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_i(value)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "int", value, limit, fault) from None


def _unpack_int(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[int, int]:
    at = offset
    try:
        (result,) = _unpack_i(data, at)
        at += 4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "int", data, offset, end, limit, fault) from None


def _shapes() -> dict[str, _rt.Shape]:
    """What the types are made of: read only to say what is wrong, and where."""
    _s = _rt.shapes
    return {
        "operands": _s.Struct({"a": _s.INT, "b": _s.INT}),
        "answer": _s.Union(
            "status",
            _s.INT,
            {
                0: (answer_CALC_OK, "value", _s.INT),
                1: (answer_CALC_DIVISION_BY_ZERO, "", _s.VOID),
                2: (answer_CALC_OVERFLOW, "", _s.VOID),
            },
            (answer_default, "message", _s.String(255)),
        ),
        "int": _s.INT,
    }


_CALC_V1_ADD: _rt.Procedure[[operands], int] = _rt.Procedure(
    0x31230000, 1, 1, "ADD", pack_operands, _rt.single(unpack_operands), _pack_int, _unpack_int
)
_CALC_V1_SUBTRACT: _rt.Procedure[[operands], int] = _rt.Procedure(
    0x31230000, 1, 2, "SUBTRACT", pack_operands, _rt.single(unpack_operands), _pack_int, _unpack_int
)
_CALC_V1_MULTIPLY: _rt.Procedure[[operands], int] = _rt.Procedure(
    0x31230000, 1, 3, "MULTIPLY", pack_operands, _rt.single(unpack_operands), _pack_int, _unpack_int
)
CALC_V1 = _rt.Version(
    "CALC_V1", 0x31230000, 1, (_CALC_V1_ADD, _CALC_V1_SUBTRACT, _CALC_V1_MULTIPLY)
)

_CALC_V2_ADD: _rt.Procedure[[operands], answer] = _rt.Procedure(
    0x31230000, 2, 1, "ADD", pack_operands, _rt.single(unpack_operands), pack_answer, unpack_answer
)
_CALC_V2_SUBTRACT: _rt.Procedure[[operands], answer] = _rt.Procedure(
    0x31230000,
    2,
    2,
    "SUBTRACT",
    pack_operands,
    _rt.single(unpack_operands),
    pack_answer,
    unpack_answer,
)
_CALC_V2_MULTIPLY: _rt.Procedure[[operands], answer] = _rt.Procedure(
    0x31230000,
    2,
    3,
    "MULTIPLY",
    pack_operands,
    _rt.single(unpack_operands),
    pack_answer,
    unpack_answer,
)
_CALC_V2_DIVIDE: _rt.Procedure[[operands], answer] = _rt.Procedure(
    0x31230000,
    2,
    4,
    "DIVIDE",
    pack_operands,
    _rt.single(unpack_operands),
    pack_answer,
    unpack_answer,
)
CALC_V2 = _rt.Version(
    "CALC_V2", 0x31230000, 2, (_CALC_V2_ADD, _CALC_V2_SUBTRACT, _CALC_V2_MULTIPLY, _CALC_V2_DIVIDE)
)
CALC_PROG = _rt.Program("CALC_PROG", 0x31230000, (CALC_V1, CALC_V2))


class CALC_V1Client(_rt.Client):
    """Calls the procedures of CALC_PROG, version 1 (CALC_V1)."""

    version: typing.ClassVar[_rt.Version] = CALC_V1

    def ADD(self, arg: operands, *, timeout: float | None = None) -> int:
        """a + b"""
        caller = self._caller
        return caller.call(_CALC_V1_ADD, pack_operands(arg, caller.limit), timeout)

    def SUBTRACT(self, arg: operands, *, timeout: float | None = None) -> int:
        """a - b"""
        caller = self._caller
        return caller.call(_CALC_V1_SUBTRACT, pack_operands(arg, caller.limit), timeout)

    def MULTIPLY(self, arg: operands, *, timeout: float | None = None) -> int:
        """a * b"""
        caller = self._caller
        return caller.call(_CALC_V1_MULTIPLY, pack_operands(arg, caller.limit), timeout)


class CALC_V2Client(_rt.Client):
    """Calls the procedures of CALC_PROG, version 2 (CALC_V2)."""

    version: typing.ClassVar[_rt.Version] = CALC_V2

    def ADD(self, arg: operands, *, timeout: float | None = None) -> answer:
        """a + b"""
        caller = self._caller
        return caller.call(_CALC_V2_ADD, pack_operands(arg, caller.limit), timeout)

    def SUBTRACT(self, arg: operands, *, timeout: float | None = None) -> answer:
        """a - b"""
        caller = self._caller
        return caller.call(_CALC_V2_SUBTRACT, pack_operands(arg, caller.limit), timeout)

    def MULTIPLY(self, arg: operands, *, timeout: float | None = None) -> answer:
        """a * b"""
        caller = self._caller
        return caller.call(_CALC_V2_MULTIPLY, pack_operands(arg, caller.limit), timeout)

    def DIVIDE(self, arg: operands, *, timeout: float | None = None) -> answer:
        """a / b, the fraction cut off towards zero as C does it"""
        caller = self._caller
        return caller.call(_CALC_V2_DIVIDE, pack_operands(arg, caller.limit), timeout)


class CALC_V1AsyncClient(_rt.AsyncClient):
    """Calls the procedures of CALC_PROG, version 1 (CALC_V1)."""

    version: typing.ClassVar[_rt.Version] = CALC_V1

    async def ADD(self, arg: operands, *, timeout: float | None = None) -> int:
        """a + b"""
        caller = self._caller
        return await caller.call(_CALC_V1_ADD, pack_operands(arg, caller.limit), timeout)

    async def SUBTRACT(self, arg: operands, *, timeout: float | None = None) -> int:
        """a - b"""
        caller = self._caller
        return await caller.call(_CALC_V1_SUBTRACT, pack_operands(arg, caller.limit), timeout)

    async def MULTIPLY(self, arg: operands, *, timeout: float | None = None) -> int:
        """a * b"""
        caller = self._caller
        return await caller.call(_CALC_V1_MULTIPLY, pack_operands(arg, caller.limit), timeout)


class CALC_V2AsyncClient(_rt.AsyncClient):
    """Calls the procedures of CALC_PROG, version 2 (CALC_V2)."""

    version: typing.ClassVar[_rt.Version] = CALC_V2

    async def ADD(self, arg: operands, *, timeout: float | None = None) -> answer:
        """a + b"""
        caller = self._caller
        return await caller.call(_CALC_V2_ADD, pack_operands(arg, caller.limit), timeout)

    async def SUBTRACT(self, arg: operands, *, timeout: float | None = None) -> answer:
        """a - b"""
        caller = self._caller
        return await caller.call(_CALC_V2_SUBTRACT, pack_operands(arg, caller.limit), timeout)

    async def MULTIPLY(self, arg: operands, *, timeout: float | None = None) -> answer:
        """a * b"""
        caller = self._caller
        return await caller.call(_CALC_V2_MULTIPLY, pack_operands(arg, caller.limit), timeout)

    async def DIVIDE(self, arg: operands, *, timeout: float | None = None) -> answer:
        """a / b, the fraction cut off towards zero as C does it"""
        caller = self._caller
        return await caller.call(_CALC_V2_DIVIDE, pack_operands(arg, caller.limit), timeout)


class CALC_V1Server(_rt.Server):
    """Answers the procedures of CALC_PROG, version 1 (CALC_V1)."""

    version: typing.ClassVar[_rt.Version] = CALC_V1
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_CALC_V1_ADD, "ADD"),
        (_CALC_V1_SUBTRACT, "SUBTRACT"),
        (_CALC_V1_MULTIPLY, "MULTIPLY"),
    )

    def ADD(self, arg: operands, context: _rt.Context) -> int | _Future[int]:
        """a + b"""
        raise _rt.ProcedureUnavailable

    def SUBTRACT(self, arg: operands, context: _rt.Context) -> int | _Future[int]:
        """a - b"""
        raise _rt.ProcedureUnavailable

    def MULTIPLY(self, arg: operands, context: _rt.Context) -> int | _Future[int]:
        """a * b"""
        raise _rt.ProcedureUnavailable


class CALC_V2Server(_rt.Server):
    """Answers the procedures of CALC_PROG, version 2 (CALC_V2)."""

    version: typing.ClassVar[_rt.Version] = CALC_V2
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_CALC_V2_ADD, "ADD"),
        (_CALC_V2_SUBTRACT, "SUBTRACT"),
        (_CALC_V2_MULTIPLY, "MULTIPLY"),
        (_CALC_V2_DIVIDE, "DIVIDE"),
    )

    def ADD(self, arg: operands, context: _rt.Context) -> answer | _Future[answer]:
        """a + b"""
        raise _rt.ProcedureUnavailable

    def SUBTRACT(self, arg: operands, context: _rt.Context) -> answer | _Future[answer]:
        """a - b"""
        raise _rt.ProcedureUnavailable

    def MULTIPLY(self, arg: operands, context: _rt.Context) -> answer | _Future[answer]:
        """a * b"""
        raise _rt.ProcedureUnavailable

    def DIVIDE(self, arg: operands, context: _rt.Context) -> answer | _Future[answer]:
        """a / b, the fraction cut off towards zero as C does it"""
        raise _rt.ProcedureUnavailable


class CALC_V1AsyncServer(_rt.AsyncServer):
    """Answers the procedures of CALC_PROG, version 1 (CALC_V1)."""

    version: typing.ClassVar[_rt.Version] = CALC_V1
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_CALC_V1_ADD, "ADD"),
        (_CALC_V1_SUBTRACT, "SUBTRACT"),
        (_CALC_V1_MULTIPLY, "MULTIPLY"),
    )

    async def ADD(self, arg: operands, context: _rt.Context) -> int:
        """a + b"""
        raise _rt.ProcedureUnavailable

    async def SUBTRACT(self, arg: operands, context: _rt.Context) -> int:
        """a - b"""
        raise _rt.ProcedureUnavailable

    async def MULTIPLY(self, arg: operands, context: _rt.Context) -> int:
        """a * b"""
        raise _rt.ProcedureUnavailable


class CALC_V2AsyncServer(_rt.AsyncServer):
    """Answers the procedures of CALC_PROG, version 2 (CALC_V2)."""

    version: typing.ClassVar[_rt.Version] = CALC_V2
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_CALC_V2_ADD, "ADD"),
        (_CALC_V2_SUBTRACT, "SUBTRACT"),
        (_CALC_V2_MULTIPLY, "MULTIPLY"),
        (_CALC_V2_DIVIDE, "DIVIDE"),
    )

    async def ADD(self, arg: operands, context: _rt.Context) -> answer:
        """a + b"""
        raise _rt.ProcedureUnavailable

    async def SUBTRACT(self, arg: operands, context: _rt.Context) -> answer:
        """a - b"""
        raise _rt.ProcedureUnavailable

    async def MULTIPLY(self, arg: operands, context: _rt.Context) -> answer:
        """a * b"""
        raise _rt.ProcedureUnavailable

    async def DIVIDE(self, arg: operands, context: _rt.Context) -> answer:
        """a / b, the fraction cut off towards zero as C does it"""
        raise _rt.ProcedureUnavailable
