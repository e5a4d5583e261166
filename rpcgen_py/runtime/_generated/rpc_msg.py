"""rpc_msg.x, compiled by rpcgen-py. Edit that file, not this one.

ONC RPC messages, version 2 (RFC 5531 §8.2, §9, Appendix A).

Differs from the RFC's text in three ways: inline unions and structs have names, because stock
rpcgen knows no others; what follows a header is no part of it; and auth_flavor and auth_stat are
numbers where they travel, because new ones are assigned and must not be errors.
"""

from __future__ import annotations

import enum
import struct
import typing

import msgspec

from rpcgen_py.runtime import generated as _rt

_rt.require(1)

__all__ = [
    "MAX_AUTH_BYTES",
    "MAX_AUTH_SYS_GIDS",
    "MAX_MACHINE_NAME",
    "RPC_MSG_VERSION",
    "accept_stat",
    "accepted_data",
    "accepted_data_PROG_MISMATCH",
    "accepted_data_default",
    "accepted_reply",
    "auth_flavor",
    "auth_stat",
    "authsys_parms",
    "call_body",
    "mismatch_info",
    "msg_body",
    "msg_body_CALL",
    "msg_body_REPLY",
    "msg_type",
    "opaque_auth",
    "pack_accept_stat",
    "pack_accepted_data",
    "pack_accepted_reply",
    "pack_auth_flavor",
    "pack_auth_stat",
    "pack_authsys_parms",
    "pack_call_body",
    "pack_mismatch_info",
    "pack_msg_body",
    "pack_msg_type",
    "pack_opaque_auth",
    "pack_reject_stat",
    "pack_rejected_reply",
    "pack_reply_body",
    "pack_reply_stat",
    "pack_rpc_msg",
    "reject_stat",
    "rejected_reply",
    "rejected_reply_AUTH_ERROR",
    "rejected_reply_RPC_MISMATCH",
    "reply_body",
    "reply_body_MSG_ACCEPTED",
    "reply_body_MSG_DENIED",
    "reply_stat",
    "rpc_msg",
    "unpack_accept_stat",
    "unpack_accepted_data",
    "unpack_accepted_reply",
    "unpack_auth_flavor",
    "unpack_auth_stat",
    "unpack_authsys_parms",
    "unpack_call_body",
    "unpack_mismatch_info",
    "unpack_msg_body",
    "unpack_msg_type",
    "unpack_opaque_auth",
    "unpack_reject_stat",
    "unpack_rejected_reply",
    "unpack_reply_body",
    "unpack_reply_stat",
    "unpack_rpc_msg",
]

RPC_MSG_VERSION: typing.Final[int] = 2
MAX_AUTH_BYTES: typing.Final[int] = 400
MAX_MACHINE_NAME: typing.Final[int] = 255
MAX_AUTH_SYS_GIDS: typing.Final[int] = 16


class auth_flavor(enum.IntEnum):
    AUTH_NONE = 0
    AUTH_SYS = 1
    AUTH_SHORT = 2
    AUTH_DH = 3
    RPCSEC_GSS = 6


class msg_type(enum.IntEnum):
    CALL = 0
    REPLY = 1


class reply_stat(enum.IntEnum):
    MSG_ACCEPTED = 0
    MSG_DENIED = 1


class accept_stat(enum.IntEnum):
    SUCCESS = 0
    PROG_UNAVAIL = 1
    PROG_MISMATCH = 2
    PROC_UNAVAIL = 3
    GARBAGE_ARGS = 4
    SYSTEM_ERR = 5


class reject_stat(enum.IntEnum):
    RPC_MISMATCH = 0
    AUTH_ERROR = 1


class auth_stat(enum.IntEnum):
    AUTH_OK = 0
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


class opaque_auth(msgspec.Struct, frozen=True, gc=False):
    flavor: int
    body: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            body = self.body
            body_length = len(body)
            if body_length > 400:
                raise ValueError
            return _pack_2I_ns[body_length](self.flavor, body_length, body)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "opaque_auth", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> opaque_auth:
        try:
            at = 0
            end = len(data)
            flavor, body_length = _unpack_2I(data, at)
            if body_length > 400:
                raise ValueError
            at += 8
            body = data[at : at + body_length]
            at += (body_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(flavor, body)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "opaque_auth", data, 0, len(data), limit, fault
            ) from None


class authsys_parms(msgspec.Struct, frozen=True, gc=False):
    """The body of an AUTH_SYS credential."""

    stamp: int
    machinename: str
    uid: int
    gid: int
    gids: tuple[int, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                machinename = self.machinename.encode()
            except UnicodeEncodeError:
                machinename = self.machinename.encode("utf-8", "surrogateescape")
            machinename_length = len(machinename)
            if machinename_length > 255:
                raise ValueError
            gids = self.gids
            gids_count = len(gids)
            if gids_count > 16:
                raise ValueError
            head = _pack_2I_ns_3I_255[machinename_length](
                self.stamp, machinename_length, machinename, self.uid, self.gid, gids_count
            )
            return head + _pack_nI[gids_count](*gids)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "authsys_parms", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> authsys_parms:
        try:
            at = 0
            end = len(data)
            stamp, machinename_length = _unpack_2I(data, at)
            if machinename_length > 255:
                raise ValueError
            at += 8
            machinename = data[at : at + machinename_length].decode("utf-8", "surrogateescape")
            at += (machinename_length + 3) & -4
            uid, gid, gids_count = _unpack_3I(data, at)
            if gids_count > 16 or gids_count * 4 > end - at - 12:
                raise ValueError
            gids = _unpack_nI[gids_count](data, at + 12)
            at += 12 + gids_count * 4
            if at != end:
                raise ValueError
            return cls(stamp, machinename, uid, gid, gids)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "authsys_parms", data, 0, len(data), limit, fault
            ) from None


class call_body(msgspec.Struct, frozen=True, gc=False):
    """The procedure's arguments follow."""

    rpcvers: int
    prog: int
    vers: int
    proc: int
    cred: opaque_auth
    verf: opaque_auth

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            cred = self.cred
            body = cred.body
            body_length = len(body)
            if body_length > 400:
                raise ValueError
            verf = self.verf
            body2 = verf.body
            body2_length = len(body2)
            if body2_length > 400:
                raise ValueError
            head = _pack_6I_ns_2I[body_length](
                self.rpcvers,
                self.prog,
                self.vers,
                self.proc,
                cred.flavor,
                body_length,
                body,
                verf.flavor,
                body2_length,
            )
            return head + _pack_ns[body2_length](body2)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "call_body", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> call_body:
        try:
            at = 0
            end = len(data)
            rpcvers, prog, vers, proc, flavor, body_length = _unpack_6I(data, at)
            if body_length > 400:
                raise ValueError
            at += 24
            body = data[at : at + body_length]
            at += (body_length + 3) & -4
            flavor2, body_length2 = _unpack_2I(data, at)
            if body_length2 > 400:
                raise ValueError
            at += 8
            body2 = data[at : at + body_length2]
            at += (body_length2 + 3) & -4
            if at != end:
                raise ValueError
            return cls(
                rpcvers, prog, vers, proc, opaque_auth(flavor, body), opaque_auth(flavor2, body2)
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "call_body", data, 0, len(data), limit, fault
            ) from None


class mismatch_info(msgspec.Struct, frozen=True, gc=False):
    """The lowest and highest version that the server knows."""

    low: int
    high: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_2I(self.low, self.high)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "mismatch_info", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> mismatch_info:
        try:
            return cls(*_whole_2I(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "mismatch_info", data, 0, len(data), limit, fault
            ) from None


class accepted_data_PROG_MISMATCH(msgspec.Struct, frozen=True, gc=False):
    stat: typing.ClassVar[accept_stat] = accept_stat.PROG_MISMATCH
    mismatch: mismatch_info

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_accepted_data(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> accepted_data_PROG_MISMATCH:
        return _rt.unpack_arm(cls, unpack_accepted_data, data, limit)


class accepted_data_default(msgspec.Struct, frozen=True, gc=False):
    stat: accept_stat

    def __post_init__(self) -> None:
        if self.stat == 2:
            raise _rt.XdrError(f"{self.stat!r} belongs to another arm", ("stat",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_accepted_data(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> accepted_data_default:
        return _rt.unpack_arm(cls, unpack_accepted_data, data, limit)


# The procedure's result follows SUCCESS.
accepted_data: typing.TypeAlias = accepted_data_PROG_MISMATCH | accepted_data_default


class accepted_reply(msgspec.Struct, frozen=True, gc=False):
    verf: opaque_auth
    data: accepted_data

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            verf = self.verf
            body = verf.body
            body_length = len(body)
            if body_length > 400:
                raise ValueError
            data2 = self.data
            arm: typing.Any = data2
            kind = arm.__class__
            if kind is accepted_data_PROG_MISMATCH:
                mismatch = arm.mismatch
                return _pack_2I_ns_i2I[body_length](
                    verf.flavor, body_length, body, 2, mismatch.low, mismatch.high
                )
            if kind is accepted_data_default:
                return _pack_2I_ns_i[body_length](
                    verf.flavor, body_length, body, _accept_stat_of[arm.stat]
                )
            raise ValueError
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "accepted_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> accepted_reply:
        return _rt.unpack_whole(unpack_accepted_reply, data, limit)


class rejected_reply_RPC_MISMATCH(msgspec.Struct, frozen=True, gc=False):
    stat: typing.ClassVar[reject_stat] = reject_stat.RPC_MISMATCH
    mismatch: mismatch_info

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_rejected_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> rejected_reply_RPC_MISMATCH:
        return _rt.unpack_arm(cls, unpack_rejected_reply, data, limit)


class rejected_reply_AUTH_ERROR(msgspec.Struct, frozen=True, gc=False):
    stat: typing.ClassVar[reject_stat] = reject_stat.AUTH_ERROR
    reason: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_rejected_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> rejected_reply_AUTH_ERROR:
        return _rt.unpack_arm(cls, unpack_rejected_reply, data, limit)


rejected_reply: typing.TypeAlias = rejected_reply_RPC_MISMATCH | rejected_reply_AUTH_ERROR


class reply_body_MSG_ACCEPTED(msgspec.Struct, frozen=True, gc=False):
    stat: typing.ClassVar[reply_stat] = reply_stat.MSG_ACCEPTED
    areply: accepted_reply

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_reply_body(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> reply_body_MSG_ACCEPTED:
        return _rt.unpack_arm(cls, unpack_reply_body, data, limit)


class reply_body_MSG_DENIED(msgspec.Struct, frozen=True, gc=False):
    stat: typing.ClassVar[reply_stat] = reply_stat.MSG_DENIED
    rreply: rejected_reply

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_reply_body(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> reply_body_MSG_DENIED:
        return _rt.unpack_arm(cls, unpack_reply_body, data, limit)


reply_body: typing.TypeAlias = reply_body_MSG_ACCEPTED | reply_body_MSG_DENIED


class msg_body_CALL(msgspec.Struct, frozen=True, gc=False):
    mtype: typing.ClassVar[msg_type] = msg_type.CALL
    cbody: call_body

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_msg_body(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> msg_body_CALL:
        return _rt.unpack_arm(cls, unpack_msg_body, data, limit)


class msg_body_REPLY(msgspec.Struct, frozen=True, gc=False):
    mtype: typing.ClassVar[msg_type] = msg_type.REPLY
    rbody: reply_body

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_msg_body(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> msg_body_REPLY:
        return _rt.unpack_arm(cls, unpack_msg_body, data, limit)


msg_body: typing.TypeAlias = msg_body_CALL | msg_body_REPLY


class rpc_msg(msgspec.Struct, frozen=True, gc=False):
    xid: int
    body: msg_body

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            body = self.body
            arm: typing.Any = body
            kind = arm.__class__
            if kind is msg_body_CALL:
                cbody = arm.cbody
                cred = cbody.cred
                body2 = cred.body
                body2_length = len(body2)
                if body2_length > 400:
                    raise ValueError
                verf = cbody.verf
                body3 = verf.body
                body3_length = len(body3)
                if body3_length > 400:
                    raise ValueError
                head = _pack_Ii6I_ns_2I[body2_length](
                    self.xid,
                    0,
                    cbody.rpcvers,
                    cbody.prog,
                    cbody.vers,
                    cbody.proc,
                    cred.flavor,
                    body2_length,
                    body2,
                    verf.flavor,
                    body3_length,
                )
                return head + _pack_ns[body3_length](body3)
            if kind is msg_body_REPLY:
                out: list[bytes] = []
                out.append(_pack_Ii(self.xid, 1))
                _write_reply_body(arm.rbody, out, limit)
                return b"".join(out)
            raise ValueError
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "rpc_msg", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> rpc_msg:
        return _rt.unpack_whole(unpack_rpc_msg, data, limit)


# The runs of words that codecs read and write at once.
_accept_stat_of = {member.value: member for member in accept_stat}
_auth_flavor_of = {member.value: member for member in auth_flavor}
_auth_stat_of = {member.value: member for member in auth_stat}
_msg_type_of = {member.value: member for member in msg_type}
_pack_2I = struct.Struct(">2I").pack
_pack_2I_ns = _rt.Packers("2I", "s", "")
_pack_2I_ns_3I_255 = _rt.short_packers("2I", "3I", 2, 255)
_pack_2I_ns_i = _rt.Packers("2I", "s", "i")
_pack_2I_ns_i2I = _rt.Packers("2I", "s", "i2I")
_pack_2i2I = struct.Struct(">2i2I").pack
_pack_2iI = struct.Struct(">2iI").pack
_pack_6I_ns_2I = _rt.Packers("6I", "s", "2I")
_pack_Ii = struct.Struct(">Ii").pack
_pack_Ii6I_ns_2I = _rt.Packers("Ii6I", "s", "2I")
_pack_i = struct.Struct(">i").pack
_pack_i2I = struct.Struct(">i2I").pack
_pack_i2I_ns_i = _rt.Packers("i2I", "s", "i")
_pack_i2I_ns_i2I = _rt.Packers("i2I", "s", "i2I")
_pack_i6I_ns_2I = _rt.Packers("i6I", "s", "2I")
_pack_iI = struct.Struct(">iI").pack
_pack_nI = _rt.Packers("", "I", "")
_pack_ns = _rt.Packers("", "s", "")
_reject_stat_of = {member.value: member for member in reject_stat}
_reply_stat_of = {member.value: member for member in reply_stat}
_unpack_2I = struct.Struct(">2I").unpack_from
_unpack_3I = struct.Struct(">3I").unpack_from
_unpack_6I = struct.Struct(">6I").unpack_from
_unpack_I = struct.Struct(">I").unpack_from
_unpack_Ii = struct.Struct(">Ii").unpack_from
_unpack_i = struct.Struct(">i").unpack_from
_unpack_nI = _rt.Unpackers("I")
_whole_2I = struct.Struct(">2I").unpack

pack_opaque_auth = opaque_auth.to_xdr
pack_authsys_parms = authsys_parms.to_xdr
pack_call_body = call_body.to_xdr
pack_mismatch_info = mismatch_info.to_xdr
pack_accepted_reply = accepted_reply.to_xdr
pack_rpc_msg = rpc_msg.to_xdr


def pack_auth_flavor(value: auth_flavor, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_i(_auth_flavor_of[value])
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "auth_flavor", value, limit, fault) from None


def unpack_auth_flavor(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[auth_flavor, int]:
    at = offset
    try:
        (result,) = _unpack_i(data, at)
        value = _auth_flavor_of[result]
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "auth_flavor", data, offset, end, limit, fault) from None


def unpack_opaque_auth(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[opaque_auth, int]:
    at = offset
    try:
        flavor, body_length = _unpack_2I(data, at)
        if body_length > 400:
            raise ValueError
        at += 8
        body = data[at : at + body_length]
        at += (body_length + 3) & -4
        value = opaque_auth(flavor, body)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "opaque_auth", data, offset, end, limit, fault) from None


def unpack_authsys_parms(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[authsys_parms, int]:
    at = offset
    try:
        stamp, machinename_length = _unpack_2I(data, at)
        if machinename_length > 255:
            raise ValueError
        at += 8
        machinename = data[at : at + machinename_length].decode("utf-8", "surrogateescape")
        at += (machinename_length + 3) & -4
        uid, gid, gids_count = _unpack_3I(data, at)
        if gids_count > 16 or gids_count * 4 > end - at - 12:
            raise ValueError
        gids = _unpack_nI[gids_count](data, at + 12)
        at += 12 + gids_count * 4
        value = authsys_parms(stamp, machinename, uid, gid, gids)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "authsys_parms", data, offset, end, limit, fault
        ) from None


def pack_msg_type(value: msg_type, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_i(_msg_type_of[value])
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "msg_type", value, limit, fault) from None


def unpack_msg_type(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[msg_type, int]:
    at = offset
    try:
        (result,) = _unpack_i(data, at)
        value = _msg_type_of[result]
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "msg_type", data, offset, end, limit, fault) from None


def pack_reply_stat(value: reply_stat, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_i(_reply_stat_of[value])
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "reply_stat", value, limit, fault) from None


def unpack_reply_stat(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[reply_stat, int]:
    at = offset
    try:
        (result,) = _unpack_i(data, at)
        value = _reply_stat_of[result]
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "reply_stat", data, offset, end, limit, fault) from None


def pack_accept_stat(value: accept_stat, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_i(_accept_stat_of[value])
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "accept_stat", value, limit, fault) from None


def unpack_accept_stat(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[accept_stat, int]:
    at = offset
    try:
        (result,) = _unpack_i(data, at)
        value = _accept_stat_of[result]
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "accept_stat", data, offset, end, limit, fault) from None


def pack_reject_stat(value: reject_stat, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_i(_reject_stat_of[value])
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "reject_stat", value, limit, fault) from None


def unpack_reject_stat(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[reject_stat, int]:
    at = offset
    try:
        (result,) = _unpack_i(data, at)
        value = _reject_stat_of[result]
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "reject_stat", data, offset, end, limit, fault) from None


def pack_auth_stat(value: auth_stat, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_i(_auth_stat_of[value])
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "auth_stat", value, limit, fault) from None


def unpack_auth_stat(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[auth_stat, int]:
    at = offset
    try:
        (result,) = _unpack_i(data, at)
        value = _auth_stat_of[result]
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "auth_stat", data, offset, end, limit, fault) from None


def unpack_call_body(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[call_body, int]:
    at = offset
    try:
        rpcvers, prog, vers, proc, flavor, body_length = _unpack_6I(data, at)
        if body_length > 400:
            raise ValueError
        at += 24
        body = data[at : at + body_length]
        at += (body_length + 3) & -4
        flavor2, body_length2 = _unpack_2I(data, at)
        if body_length2 > 400:
            raise ValueError
        at += 8
        body2 = data[at : at + body_length2]
        at += (body_length2 + 3) & -4
        value = call_body(
            rpcvers, prog, vers, proc, opaque_auth(flavor, body), opaque_auth(flavor2, body2)
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "call_body", data, offset, end, limit, fault) from None


def unpack_mismatch_info(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[mismatch_info, int]:
    at = offset
    try:
        value = mismatch_info(*_unpack_2I(data, at))
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "mismatch_info", data, offset, end, limit, fault
        ) from None


def pack_accepted_data(value: accepted_data, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is accepted_data_PROG_MISMATCH:
            mismatch = arm.mismatch
            return _pack_i2I(2, mismatch.low, mismatch.high)
        if kind is accepted_data_default:
            return _pack_i(_accept_stat_of[arm.stat])
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "accepted_data", value, limit, fault) from None


def unpack_accepted_data(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[accepted_data, int]:
    at = offset
    try:
        (stat,) = _unpack_i(data, at)
        result: accepted_data
        if stat == 2:
            low, high = _unpack_2I(data, at + 4)
            result = accepted_data_PROG_MISMATCH(mismatch_info(low, high))
            at += 12
        else:
            result = accepted_data_default(_accept_stat_of[stat])
            at += 4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "accepted_data", data, offset, end, limit, fault
        ) from None


def unpack_accepted_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[accepted_reply, int]:
    at = offset
    try:
        flavor, body_length = _unpack_2I(data, at)
        if body_length > 400:
            raise ValueError
        at += 8
        body = data[at : at + body_length]
        at += (body_length + 3) & -4
        (stat,) = _unpack_i(data, at)
        data2: accepted_data
        if stat == 2:
            low, high = _unpack_2I(data, at + 4)
            data2 = accepted_data_PROG_MISMATCH(mismatch_info(low, high))
            at += 12
        else:
            data2 = accepted_data_default(_accept_stat_of[stat])
            at += 4
        value = accepted_reply(opaque_auth(flavor, body), data2)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "accepted_reply", data, offset, end, limit, fault
        ) from None


def pack_rejected_reply(value: rejected_reply, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is rejected_reply_RPC_MISMATCH:
            mismatch = arm.mismatch
            return _pack_i2I(0, mismatch.low, mismatch.high)
        if kind is rejected_reply_AUTH_ERROR:
            return _pack_iI(1, arm.reason)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "rejected_reply", value, limit, fault) from None


def unpack_rejected_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rejected_reply, int]:
    at = offset
    try:
        (stat,) = _unpack_i(data, at)
        result: rejected_reply
        if stat == 0:
            low, high = _unpack_2I(data, at + 4)
            result = rejected_reply_RPC_MISMATCH(mismatch_info(low, high))
            at += 12
        elif stat == 1:
            (reason,) = _unpack_I(data, at + 4)
            result = rejected_reply_AUTH_ERROR(reason)
            at += 8
        else:
            raise ValueError
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "rejected_reply", data, offset, end, limit, fault
        ) from None


def _write_reply_body(value: reply_body, out: list[bytes], limit: int) -> None:
    arm: typing.Any = value
    kind = arm.__class__
    if kind is reply_body_MSG_ACCEPTED:
        areply = arm.areply
        verf = areply.verf
        body = verf.body
        body_length = len(body)
        if body_length > 400:
            raise ValueError
        data2 = areply.data
        arm2: typing.Any = data2
        kind2 = arm2.__class__
        if kind2 is accepted_data_PROG_MISMATCH:
            mismatch = arm2.mismatch
            out.append(
                _pack_i2I_ns_i2I[body_length](
                    0, verf.flavor, body_length, body, 2, mismatch.low, mismatch.high
                )
            )
        elif kind2 is accepted_data_default:
            out.append(
                _pack_i2I_ns_i[body_length](
                    0, verf.flavor, body_length, body, _accept_stat_of[arm2.stat]
                )
            )
        else:
            raise ValueError
    elif kind is reply_body_MSG_DENIED:
        rreply = arm.rreply
        arm3: typing.Any = rreply
        kind3 = arm3.__class__
        if kind3 is rejected_reply_RPC_MISMATCH:
            mismatch2 = arm3.mismatch
            out.append(_pack_2i2I(1, 0, mismatch2.low, mismatch2.high))
        elif kind3 is rejected_reply_AUTH_ERROR:
            out.append(_pack_2iI(1, 1, arm3.reason))
        else:
            raise ValueError
    else:
        raise ValueError


def _read_reply_body(data: bytes, at: int, end: int, limit: int) -> tuple[reply_body, int]:
    (stat,) = _unpack_i(data, at)
    result: reply_body
    if stat == 0:
        flavor, body_length = _unpack_2I(data, at + 4)
        if body_length > 400:
            raise ValueError
        at += 12
        body = data[at : at + body_length]
        at += (body_length + 3) & -4
        (stat2,) = _unpack_i(data, at)
        data2: accepted_data
        if stat2 == 2:
            low, high = _unpack_2I(data, at + 4)
            data2 = accepted_data_PROG_MISMATCH(mismatch_info(low, high))
            at += 12
        else:
            data2 = accepted_data_default(_accept_stat_of[stat2])
            at += 4
        result = reply_body_MSG_ACCEPTED(accepted_reply(opaque_auth(flavor, body), data2))
    elif stat == 1:
        (stat3,) = _unpack_i(data, at + 4)
        rreply: rejected_reply
        if stat3 == 0:
            low2, high2 = _unpack_2I(data, at + 8)
            rreply = rejected_reply_RPC_MISMATCH(mismatch_info(low2, high2))
            at += 16
        elif stat3 == 1:
            (reason,) = _unpack_I(data, at + 8)
            rreply = rejected_reply_AUTH_ERROR(reason)
            at += 12
        else:
            raise ValueError
        result = reply_body_MSG_DENIED(rreply)
    else:
        raise ValueError
    return result, at


def pack_reply_body(value: reply_body, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        out: list[bytes] = []
        _write_reply_body(value, out, limit)
        return b"".join(out)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "reply_body", value, limit, fault) from None


def unpack_reply_body(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[reply_body, int]:
    at = offset
    try:
        result, at = _read_reply_body(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "reply_body", data, offset, end, limit, fault) from None


def pack_msg_body(value: msg_body, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is msg_body_CALL:
            cbody = arm.cbody
            cred = cbody.cred
            body = cred.body
            body_length = len(body)
            if body_length > 400:
                raise ValueError
            verf = cbody.verf
            body2 = verf.body
            body2_length = len(body2)
            if body2_length > 400:
                raise ValueError
            head = _pack_i6I_ns_2I[body_length](
                0,
                cbody.rpcvers,
                cbody.prog,
                cbody.vers,
                cbody.proc,
                cred.flavor,
                body_length,
                body,
                verf.flavor,
                body2_length,
            )
            return head + _pack_ns[body2_length](body2)
        if kind is msg_body_REPLY:
            out: list[bytes] = []
            out.append(_pack_i(1))
            _write_reply_body(arm.rbody, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "msg_body", value, limit, fault) from None


def unpack_msg_body(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[msg_body, int]:
    at = offset
    try:
        (mtype,) = _unpack_i(data, at)
        result: msg_body
        if mtype == 0:
            rpcvers, prog, vers, proc, flavor, body_length = _unpack_6I(data, at + 4)
            if body_length > 400:
                raise ValueError
            at += 28
            body = data[at : at + body_length]
            at += (body_length + 3) & -4
            flavor2, body_length2 = _unpack_2I(data, at)
            if body_length2 > 400:
                raise ValueError
            at += 8
            body2 = data[at : at + body_length2]
            at += (body_length2 + 3) & -4
            result = msg_body_CALL(
                call_body(
                    rpcvers,
                    prog,
                    vers,
                    proc,
                    opaque_auth(flavor, body),
                    opaque_auth(flavor2, body2),
                )
            )
        elif mtype == 1:
            rbody, at = _read_reply_body(data, at + 4, end, limit)
            result = msg_body_REPLY(rbody)
        else:
            raise ValueError
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "msg_body", data, offset, end, limit, fault) from None


def unpack_rpc_msg(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpc_msg, int]:
    at = offset
    try:
        xid, mtype = _unpack_Ii(data, at)
        body: msg_body
        if mtype == 0:
            rpcvers, prog, vers, proc, flavor, body_length = _unpack_6I(data, at + 8)
            if body_length > 400:
                raise ValueError
            at += 32
            body2 = data[at : at + body_length]
            at += (body_length + 3) & -4
            flavor2, body_length2 = _unpack_2I(data, at)
            if body_length2 > 400:
                raise ValueError
            at += 8
            body3 = data[at : at + body_length2]
            at += (body_length2 + 3) & -4
            body = msg_body_CALL(
                call_body(
                    rpcvers,
                    prog,
                    vers,
                    proc,
                    opaque_auth(flavor, body2),
                    opaque_auth(flavor2, body3),
                )
            )
        elif mtype == 1:
            rbody, at = _read_reply_body(data, at + 8, end, limit)
            body = msg_body_REPLY(rbody)
        else:
            raise ValueError
        value = rpc_msg(xid, body)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "rpc_msg", data, offset, end, limit, fault) from None


def _shapes() -> dict[str, _rt.Shape]:
    """What the types are made of: read only to say what is wrong, and where."""
    _s = _rt.shapes
    return {
        "auth_flavor": _s.Enumeration(auth_flavor),
        "opaque_auth": _s.Struct({"flavor": _s.UINT, "body": _s.Opaque(400)}),
        "authsys_parms": _s.Struct(
            {
                "stamp": _s.UINT,
                "machinename": _s.String(255),
                "uid": _s.UINT,
                "gid": _s.UINT,
                "gids": _s.Array(_s.UINT, 16, 4),
            }
        ),
        "msg_type": _s.Enumeration(msg_type),
        "reply_stat": _s.Enumeration(reply_stat),
        "accept_stat": _s.Enumeration(accept_stat),
        "reject_stat": _s.Enumeration(reject_stat),
        "auth_stat": _s.Enumeration(auth_stat),
        "call_body": _s.Struct(
            {
                "rpcvers": _s.UINT,
                "prog": _s.UINT,
                "vers": _s.UINT,
                "proc": _s.UINT,
                "cred": _s.Named("opaque_auth"),
                "verf": _s.Named("opaque_auth"),
            }
        ),
        "mismatch_info": _s.Struct({"low": _s.UINT, "high": _s.UINT}),
        "accepted_data": _s.Union(
            "stat",
            _s.Enumeration(accept_stat),
            {2: (accepted_data_PROG_MISMATCH, "mismatch", _s.Named("mismatch_info"))},
            (accepted_data_default, "", _s.VOID),
        ),
        "accepted_reply": _s.Struct(
            {"verf": _s.Named("opaque_auth"), "data": _s.Named("accepted_data")}
        ),
        "rejected_reply": _s.Union(
            "stat",
            _s.Enumeration(reject_stat),
            {
                0: (rejected_reply_RPC_MISMATCH, "mismatch", _s.Named("mismatch_info")),
                1: (rejected_reply_AUTH_ERROR, "reason", _s.UINT),
            },
        ),
        "reply_body": _s.Union(
            "stat",
            _s.Enumeration(reply_stat),
            {
                0: (reply_body_MSG_ACCEPTED, "areply", _s.Named("accepted_reply")),
                1: (reply_body_MSG_DENIED, "rreply", _s.Named("rejected_reply")),
            },
        ),
        "msg_body": _s.Union(
            "mtype",
            _s.Enumeration(msg_type),
            {
                0: (msg_body_CALL, "cbody", _s.Named("call_body")),
                1: (msg_body_REPLY, "rbody", _s.Named("reply_body")),
            },
        ),
        "rpc_msg": _s.Struct({"xid": _s.UINT, "body": _s.Named("msg_body")}),
    }
