"""command.x, compiled by rpcgen-py. Edit that file, not this one.

What an entry of the replicated log tells the state machine to do: `data` of an ENTRY_NORMAL,
at command version 1.

Applying it may look at nothing but the command and the state, or nodes would drift apart: no
clock, no random number, no setting of the node. Bytes once written to a log are read for ever.
"""

from __future__ import annotations

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

# %#include "kv.h"
COMMAND_VERSION: typing.Final[int] = 1
# Kinds of commands.
COMMAND_PUT: typing.Final[int] = 1
COMMAND_DELETE: typing.Final[int] = 2
COMMAND_TXN: typing.Final[int] = 3


class command_origin(msgspec.Struct, frozen=True, gc=False):
    """On whose behalf."""

    # The client's session, 0 for none, its number for this change, and the lowest one that it
    # still waits for: as in `kv_request_header`.
    session: int
    sequence: int
    lowest_unanswered: int
    name_space: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            name_space = self.name_space
            name_space_length = len(name_space)
            if name_space_length > 255:
                raise ValueError
            return _pack_3QI_ns_255[name_space_length](
                self.session, self.sequence, self.lowest_unanswered, name_space_length, name_space
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "command_origin", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_origin:
        try:
            at = 0
            end = len(data)
            session, sequence, lowest_unanswered, name_space_length = _unpack_3QI(data, at)
            if name_space_length > 255:
                raise ValueError
            at += 28
            name_space = data[at : at + name_space_length]
            at += (name_space_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(session, sequence, lowest_unanswered, name_space)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "command_origin", data, 0, len(data), limit, fault
            ) from None


class command_change_COMMAND_PUT(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 1
    put: _kv.kv_put_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_change_COMMAND_PUT:
        return _rt.unpack_arm(cls, unpack_command_change, data, limit)


class command_change_COMMAND_DELETE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 2
    deletion: _kv.kv_delete_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_change_COMMAND_DELETE:
        return _rt.unpack_arm(cls, unpack_command_change, data, limit)


class command_change_COMMAND_TXN(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 3
    txn: _kv.kv_txn_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_change_COMMAND_TXN:
        return _rt.unpack_arm(cls, unpack_command_change, data, limit)


command_change: typing.TypeAlias = (
    command_change_COMMAND_PUT | command_change_COMMAND_DELETE | command_change_COMMAND_TXN
)


class command(msgspec.Struct, frozen=True, gc=False):
    origin: command_origin
    change: command_change

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            origin = self.origin
            name_space = origin.name_space
            name_space_length = len(name_space)
            if name_space_length > 255:
                raise ValueError
            change = self.change
            arm: typing.Any = change
            kind = arm.__class__
            if kind is command_change_COMMAND_PUT:
                head = _pack_3QI_ns_i_255[name_space_length](
                    origin.session,
                    origin.sequence,
                    origin.lowest_unanswered,
                    name_space_length,
                    name_space,
                    1,
                )
                return head + _kv.pack_kv_put_op(arm.put, limit)
            if kind is command_change_COMMAND_DELETE:
                head2 = _pack_3QI_ns_i_255[name_space_length](
                    origin.session,
                    origin.sequence,
                    origin.lowest_unanswered,
                    name_space_length,
                    name_space,
                    2,
                )
                return head2 + _kv.pack_kv_delete_op(arm.deletion, limit)
            if kind is command_change_COMMAND_TXN:
                head3 = _pack_3QI_ns_i_255[name_space_length](
                    origin.session,
                    origin.sequence,
                    origin.lowest_unanswered,
                    name_space_length,
                    name_space,
                    3,
                )
                return head3 + _kv.pack_kv_txn_op(arm.txn, limit)
            raise ValueError
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "command", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command:
        return _rt.unpack_whole(unpack_command, data, limit)


# The runs of words that codecs read and write at once.
_pack_3QI_ns_255 = _rt.short_packers("3QI", "", 4, 255)
_pack_3QI_ns_i_255 = _rt.short_packers("3QI", "i", 4, 255)
_pack_i = struct.Struct(">i").pack
_unpack_3QI = struct.Struct(">3QI").unpack_from
_unpack_i = struct.Struct(">i").unpack_from

pack_command_origin = command_origin.to_xdr
pack_command = command.to_xdr


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "command_origin", data, offset, end, limit, fault
        ) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "command_change", value, limit, fault) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "command_change", data, offset, end, limit, fault
        ) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "command", data, offset, end, limit, fault) from None


def _shapes() -> dict[str, _rt.Shape]:
    """What the types are made of: read only to say what is wrong, and where."""
    _s = _rt.shapes
    return {
        "command_origin": _s.Struct(
            {
                "session": _s.UHYPER,
                "sequence": _s.UHYPER,
                "lowest_unanswered": _s.UHYPER,
                "name_space": _s.Opaque(255),
            }
        ),
        "command_change": _s.Union(
            "kind",
            _s.INT,
            {
                1: (
                    command_change_COMMAND_PUT,
                    "put",
                    _s.Foreign(_kv.pack_kv_put_op, _kv.unpack_kv_put_op),
                ),
                2: (
                    command_change_COMMAND_DELETE,
                    "deletion",
                    _s.Foreign(_kv.pack_kv_delete_op, _kv.unpack_kv_delete_op),
                ),
                3: (
                    command_change_COMMAND_TXN,
                    "txn",
                    _s.Foreign(_kv.pack_kv_txn_op, _kv.unpack_kv_txn_op),
                ),
            },
        ),
        "command": _s.Struct(
            {"origin": _s.Named("command_origin"), "change": _s.Named("command_change")}
        ),
    }
