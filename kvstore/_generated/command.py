"""command.x, compiled by rpcgen-py. Edit that file, not this one."""

from __future__ import annotations

import enum
import struct
import typing

import msgspec

from rpcgen_py.runtime import generated as _rt
from . import kv as _kv

_rt.require(1)

__all__ = [
    "COMMAND_DELETE",
    "COMMAND_PUT",
    "COMMAND_TXN",
    "COMMAND_VERSION",
    "command",
    "command_change",
    "command_change_COMMAND_DELETE",
    "command_change_COMMAND_PUT",
    "command_change_COMMAND_TXN",
    "command_origin",
    "pack_command",
    "pack_command_change",
    "pack_command_origin",
    "unpack_command",
    "unpack_command_change",
    "unpack_command_origin",
]

# What an entry of the replicated log tells the state machine to do: `data` of an ENTRY_NORMAL, at command version 1.  Applying it may look at nothing but the command and the state, or nodes would drift apart: no clock, no random number, no setting of the node. Bytes once written to a log are read for ever.
COMMAND_VERSION: typing.Final[int] = 1
# Kinds of commands.
COMMAND_PUT: typing.Final[int] = 1
COMMAND_DELETE: typing.Final[int] = 2
COMMAND_TXN: typing.Final[int] = 3


class command_origin(msgspec.Struct, frozen=True, gc=False):
    """On whose behalf."""

    # The client's session, 0 for none, its number for this change, and the lowest one that it still waits for: as in `kv_request_header`.
    session: int
    sequence: int
    lowest_unanswered: int
    name_space: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_origin(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_origin:
        value, end = unpack_command_origin(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "command_origin", data, 0, len(data), limit)
        return value


class command_change_COMMAND_PUT(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 1
    put: _kv.kv_put_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_change_COMMAND_PUT:
        value, end = unpack_command_change(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "command_change", data, 0, len(data), limit)
        if not isinstance(value, command_change_COMMAND_PUT):
            raise _rt.XdrError(f"{value.__class__.__name__}, not command_change_COMMAND_PUT")
        return value


class command_change_COMMAND_DELETE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 2
    deletion: _kv.kv_delete_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_change_COMMAND_DELETE:
        value, end = unpack_command_change(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "command_change", data, 0, len(data), limit)
        if not isinstance(value, command_change_COMMAND_DELETE):
            raise _rt.XdrError(f"{value.__class__.__name__}, not command_change_COMMAND_DELETE")
        return value


class command_change_COMMAND_TXN(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 3
    txn: _kv.kv_txn_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_change_COMMAND_TXN:
        value, end = unpack_command_change(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "command_change", data, 0, len(data), limit)
        if not isinstance(value, command_change_COMMAND_TXN):
            raise _rt.XdrError(f"{value.__class__.__name__}, not command_change_COMMAND_TXN")
        return value


command_change: typing.TypeAlias = (
    command_change_COMMAND_PUT
    | command_change_COMMAND_DELETE
    | command_change_COMMAND_TXN
)


class command(msgspec.Struct, frozen=True, gc=False):
    origin: command_origin
    change: command_change

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command:
        value, end = unpack_command(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "command", data, 0, len(data), limit)
        return value



# The runs of words that codecs read and write at once.
_pack_3QI_ns = _rt.Packers("3QI", "s", "")
_pack_3QI_ns_i = _rt.Packers("3QI", "s", "i")
_pack_i = struct.Struct(">i").pack
_unpack_3QI = struct.Struct(">3QI").unpack_from
_unpack_i = struct.Struct(">i").unpack_from


def pack_command_origin(value: command_origin, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        name_space = value.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        return _pack_3QI_ns[name_space_length](
            value.session, value.sequence, value.lowest_unanswered, name_space_length, name_space
        )
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "command_origin", value, limit) from None


def unpack_command_origin(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[command_origin, int]:
    at = offset
    try:
        session, sequence, lowest_unanswered, name_space_length = _unpack_3QI(data, at)
        if name_space_length > 255:
            raise ValueError
        at += 28
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        value = command_origin(session, sequence, lowest_unanswered, name_space)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "command_origin", data, offset, end, limit) from None


def pack_command_change(value: command_change, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is command_change_COMMAND_PUT:
            return _pack_i(1) + _kv.pack_kv_put_op(arm.put, limit)
        if kind is command_change_COMMAND_DELETE:
            return _pack_i(2) + _kv.pack_kv_delete_op(arm.deletion, limit)
        if kind is command_change_COMMAND_TXN:
            return _pack_i(3) + _kv.pack_kv_txn_op(arm.txn, limit)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "command_change", value, limit) from None


def unpack_command_change(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[command_change, int]:
    at = offset
    try:
        (kind,) = _unpack_i(data, at)
        result: command_change
        if kind == 1:
            put, at = _kv.unpack_kv_put_op(data, at + 4, end, limit)
            result = command_change_COMMAND_PUT(put)
        elif kind == 2:
            deletion, at = _kv.unpack_kv_delete_op(data, at + 4, end, limit)
            result = command_change_COMMAND_DELETE(deletion)
        elif kind == 3:
            txn, at = _kv.unpack_kv_txn_op(data, at + 4, end, limit)
            result = command_change_COMMAND_TXN(txn)
        else:
            raise ValueError
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "command_change", data, offset, end, limit) from None


def pack_command(value: command, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        origin = value.origin
        name_space = origin.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        change = value.change
        arm: typing.Any = change
        kind = arm.__class__
        if kind is command_change_COMMAND_PUT:
            return _pack_3QI_ns_i[name_space_length](origin.session, origin.sequence, origin.lowest_unanswered, name_space_length, name_space, 1) + _kv.pack_kv_put_op(
                arm.put, limit
            )
        if kind is command_change_COMMAND_DELETE:
            return _pack_3QI_ns_i[name_space_length](origin.session, origin.sequence, origin.lowest_unanswered, name_space_length, name_space, 2) + _kv.pack_kv_delete_op(
                arm.deletion, limit
            )
        if kind is command_change_COMMAND_TXN:
            return _pack_3QI_ns_i[name_space_length](origin.session, origin.sequence, origin.lowest_unanswered, name_space_length, name_space, 3) + _kv.pack_kv_txn_op(
                arm.txn, limit
            )
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "command", value, limit) from None


def unpack_command(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[command, int]:
    at = offset
    try:
        session, sequence, lowest_unanswered, name_space_length = _unpack_3QI(data, at)
        if name_space_length > 255:
            raise ValueError
        at += 28
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (kind,) = _unpack_i(data, at)
        change: command_change
        if kind == 1:
            put, at = _kv.unpack_kv_put_op(data, at + 4, end, limit)
            change = command_change_COMMAND_PUT(put)
        elif kind == 2:
            deletion, at = _kv.unpack_kv_delete_op(data, at + 4, end, limit)
            change = command_change_COMMAND_DELETE(deletion)
        elif kind == 3:
            txn, at = _kv.unpack_kv_txn_op(data, at + 4, end, limit)
            change = command_change_COMMAND_TXN(txn)
        else:
            raise ValueError
        value = command(command_origin(session, sequence, lowest_unanswered, name_space), change)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "command", data, offset, end, limit) from None


def _shapes() -> dict[str, _rt.Shape]:
    """What the types are made of: read only to say what is wrong, and where."""
    return {
        "command_origin": _rt.shapes.Struct(
            {
                "session": _rt.shapes.UHYPER,
                "sequence": _rt.shapes.UHYPER,
                "lowest_unanswered": _rt.shapes.UHYPER,
                "name_space": _rt.shapes.Opaque(255),
            }
        ),
        "command_change": _rt.shapes.Union(
            "kind",
            _rt.shapes.INT,
            {
                1: (
                    command_change_COMMAND_PUT,
                    "put",
                    _rt.shapes.Foreign(_kv.pack_kv_put_op, _kv.unpack_kv_put_op),
                ),
                2: (
                    command_change_COMMAND_DELETE,
                    "deletion",
                    _rt.shapes.Foreign(_kv.pack_kv_delete_op, _kv.unpack_kv_delete_op),
                ),
                3: (
                    command_change_COMMAND_TXN,
                    "txn",
                    _rt.shapes.Foreign(_kv.pack_kv_txn_op, _kv.unpack_kv_txn_op),
                ),
            },
        ),
        "command": _rt.shapes.Struct(
            {
                "origin": _rt.shapes.Named("command_origin"),
                "change": _rt.shapes.Named("command_change"),
            }
        ),
    }
