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
    "COMMAND_ALARM",
    "COMMAND_CLOCK",
    "COMMAND_COMPACT",
    "COMMAND_DELETE",
    "COMMAND_EXPIRE",
    "COMMAND_EXPIRIES_MAX",
    "COMMAND_FEATURE_LEVEL",
    "COMMAND_LEASE_GRANT",
    "COMMAND_LEASE_KEEPALIVE",
    "COMMAND_LEASE_REVOKE",
    "COMMAND_PUT",
    "COMMAND_SESSION_CLOSE",
    "COMMAND_SESSION_KEEPALIVE",
    "COMMAND_SESSION_OPEN",
    "COMMAND_TXN",
    "COMMAND_VERSION",
    "command",
    "command_alarm",
    "command_change",
    "command_change_COMMAND_ALARM",
    "command_change_COMMAND_CLOCK",
    "command_change_COMMAND_COMPACT",
    "command_change_COMMAND_DELETE",
    "command_change_COMMAND_EXPIRE",
    "command_change_COMMAND_FEATURE_LEVEL",
    "command_change_COMMAND_LEASE_GRANT",
    "command_change_COMMAND_LEASE_KEEPALIVE",
    "command_change_COMMAND_LEASE_REVOKE",
    "command_change_COMMAND_PUT",
    "command_change_COMMAND_SESSION_KEEPALIVE",
    "command_change_COMMAND_SESSION_OPEN",
    "command_change_COMMAND_TXN",
    "command_expire",
    "command_expiry",
    "command_lease_grant",
    "command_origin",
    "command_session_open",
    "pack_command",
    "pack_command_alarm",
    "pack_command_change",
    "pack_command_expire",
    "pack_command_expiry",
    "pack_command_lease_grant",
    "pack_command_origin",
    "pack_command_session_open",
    "unpack_command",
    "unpack_command_alarm",
    "unpack_command_change",
    "unpack_command_expire",
    "unpack_command_expiry",
    "unpack_command_lease_grant",
    "unpack_command_origin",
    "unpack_command_session_open",
]

# %#include "kv.h"
COMMAND_VERSION: typing.Final[int] = 1
# Kinds of commands. The first three are what a client's change becomes as it stands.
COMMAND_PUT: typing.Final[int] = 1
COMMAND_DELETE: typing.Final[int] = 2
COMMAND_TXN: typing.Final[int] = 3
# Raise the floor.
COMMAND_COMPACT: typing.Final[int] = 4
COMMAND_LEASE_GRANT: typing.Final[int] = 5
COMMAND_LEASE_REVOKE: typing.Final[int] = 6
COMMAND_LEASE_KEEPALIVE: typing.Final[int] = 7
COMMAND_SESSION_OPEN: typing.Final[int] = 8
COMMAND_SESSION_KEEPALIVE: typing.Final[int] = 9
COMMAND_SESSION_CLOSE: typing.Final[int] = 10
# What the leader finds due: none of these has an origin.
COMMAND_EXPIRE: typing.Final[int] = 11
COMMAND_CLOCK: typing.Final[int] = 12
COMMAND_ALARM: typing.Final[int] = 13
COMMAND_FEATURE_LEVEL: typing.Final[int] = 14
COMMAND_EXPIRIES_MAX: typing.Final[int] = 1024


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


class command_lease_grant(msgspec.Struct, frozen=True, gc=False):
    # Drawn by the node that proposes; not 0. Refused if there is one of that number.
    lease: int
    ttl_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_2Q(self.lease, self.ttl_ms)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "command_lease_grant", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_lease_grant:
        try:
            return cls(*_whole_2Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "command_lease_grant", data, 0, len(data), limit, fault
            ) from None


class command_session_open(msgspec.Struct, frozen=True, gc=False):
    # Drawn by the node that proposes, so that nobody can guess another's; not 0.
    session: int
    ttl_ms: int
    name: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            name = self.name
            name_length = len(name)
            if name_length > 255:
                raise ValueError
            return _pack_2QI_ns_255[name_length](self.session, self.ttl_ms, name_length, name)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "command_session_open", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_session_open:
        try:
            at = 0
            end = len(data)
            session, ttl_ms, name_length = _unpack_2QI(data, at)
            if name_length > 255:
                raise ValueError
            at += 20
            name = data[at : at + name_length]
            at += (name_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(session, ttl_ms, name)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "command_session_open", data, 0, len(data), limit, fault
            ) from None


class command_expiry(msgspec.Struct, frozen=True, gc=False):
    """A lease or session whose time was over when the leader looked, and the number of its renewals
    that it saw then: ignored if there was another since.
    """

    id: int
    renewal: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_2Q(self.id, self.renewal)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "command_expiry", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_expiry:
        try:
            return cls(*_whole_2Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "command_expiry", data, 0, len(data), limit, fault
            ) from None


class command_expire(msgspec.Struct, frozen=True, gc=False):
    leases: tuple[command_expiry, ...]
    sessions: tuple[command_expiry, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            leases = self.leases
            leases_count = len(leases)
            if leases_count > 1024:
                raise ValueError
            out: list[bytes] = []
            out.append(_pack_I(leases_count))
            out += [_pack_2Q(leases_item.id, leases_item.renewal) for leases_item in leases]
            sessions = self.sessions
            sessions_count = len(sessions)
            if sessions_count > 1024:
                raise ValueError
            out.append(_pack_I(sessions_count))
            out += [_pack_2Q(sessions_item.id, sessions_item.renewal) for sessions_item in sessions]
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "command_expire", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_expire:
        try:
            at = 0
            end = len(data)
            (leases_count,) = _unpack_I(data, at)
            if leases_count > 1024 or leases_count * 16 > end - at - 4:
                raise ValueError
            at += 4
            leases = tuple(
                [command_expiry(*words) for words in _iter_2Q(data[at : at + leases_count * 16])]
            )
            at += leases_count * 16
            (sessions_count,) = _unpack_I(data, at)
            if sessions_count > 1024 or sessions_count * 16 > end - at - 4:
                raise ValueError
            at += 4
            sessions = tuple(
                [command_expiry(*words) for words in _iter_2Q(data[at : at + sessions_count * 16])]
            )
            at += sessions_count * 16
            if at != end:
                raise ValueError
            return cls(leases, sessions)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "command_expire", data, 0, len(data), limit, fault
            ) from None


class command_alarm(msgspec.Struct, frozen=True, gc=False):
    """A node raises an alarm about itself or another, or takes it back."""

    # KV_ALARM_...
    kind: int
    node_id: int
    raised: bool
    message: str

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                message = self.message.encode()
            except UnicodeEncodeError:
                message = self.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            return _pack_iQ3xbI_ns[message_length](
                self.kind, self.node_id, self.raised, message_length, message
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "command_alarm", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_alarm:
        try:
            at = 0
            end = len(data)
            kind, node_id, raised, message_length = _unpack_iQ2I(data, at)
            if message_length > 1024:
                raise ValueError
            at += 20
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(kind, node_id, _rt.BOOLS[raised], message)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "command_alarm", data, 0, len(data), limit, fault
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


class command_change_COMMAND_COMPACT(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 4
    revision: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> command_change_COMMAND_COMPACT:
        return _rt.unpack_arm(cls, unpack_command_change, data, limit)


class command_change_COMMAND_LEASE_GRANT(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 5
    grant: command_lease_grant

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> command_change_COMMAND_LEASE_GRANT:
        return _rt.unpack_arm(cls, unpack_command_change, data, limit)


class command_change_COMMAND_LEASE_REVOKE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 6
    revoked: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> command_change_COMMAND_LEASE_REVOKE:
        return _rt.unpack_arm(cls, unpack_command_change, data, limit)


class command_change_COMMAND_LEASE_KEEPALIVE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 7
    kept: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> command_change_COMMAND_LEASE_KEEPALIVE:
        return _rt.unpack_arm(cls, unpack_command_change, data, limit)


class command_change_COMMAND_SESSION_OPEN(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 8
    open: command_session_open

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> command_change_COMMAND_SESSION_OPEN:
        return _rt.unpack_arm(cls, unpack_command_change, data, limit)


class command_change_COMMAND_SESSION_KEEPALIVE(msgspec.Struct, frozen=True, gc=False):
    """The origin's."""

    kind: int

    def __post_init__(self) -> None:
        if self.kind not in (9, 10):
            raise _rt.XdrError(f"{self.kind!r} belongs to another arm", ("kind",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> command_change_COMMAND_SESSION_KEEPALIVE:
        return _rt.unpack_arm(cls, unpack_command_change, data, limit)


class command_change_COMMAND_EXPIRE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 11
    expire: command_expire

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_change_COMMAND_EXPIRE:
        return _rt.unpack_arm(cls, unpack_command_change, data, limit)


class command_change_COMMAND_CLOCK(msgspec.Struct, frozen=True, gc=False):
    """Milliseconds of the leader's boot clock since its last one, or its election; capped."""

    kind: typing.ClassVar[int] = 12
    # Milliseconds of the leader's boot clock since its last one, or its election; capped.
    elapsed_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_change_COMMAND_CLOCK:
        return _rt.unpack_arm(cls, unpack_command_change, data, limit)


class command_change_COMMAND_ALARM(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 13
    alarm: command_alarm

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command_change_COMMAND_ALARM:
        return _rt.unpack_arm(cls, unpack_command_change, data, limit)


class command_change_COMMAND_FEATURE_LEVEL(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 14
    level: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_command_change(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> command_change_COMMAND_FEATURE_LEVEL:
        return _rt.unpack_arm(cls, unpack_command_change, data, limit)


command_change: typing.TypeAlias = (
    command_change_COMMAND_PUT
    | command_change_COMMAND_DELETE
    | command_change_COMMAND_TXN
    | command_change_COMMAND_COMPACT
    | command_change_COMMAND_LEASE_GRANT
    | command_change_COMMAND_LEASE_REVOKE
    | command_change_COMMAND_LEASE_KEEPALIVE
    | command_change_COMMAND_SESSION_OPEN
    | command_change_COMMAND_SESSION_KEEPALIVE
    | command_change_COMMAND_EXPIRE
    | command_change_COMMAND_CLOCK
    | command_change_COMMAND_ALARM
    | command_change_COMMAND_FEATURE_LEVEL
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
            out: list[bytes] = []
            out.append(
                _pack_3QI_ns_255[name_space_length](
                    origin.session,
                    origin.sequence,
                    origin.lowest_unanswered,
                    name_space_length,
                    name_space,
                )
            )
            _write_command_change(self.change, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "command", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> command:
        return _rt.unpack_whole(unpack_command, data, limit)


# The runs of words that codecs read and write at once.
_iter_2Q = struct.Struct(">2Q").iter_unpack
_pack_2Q = struct.Struct(">2Q").pack
_pack_2QI_ns_255 = _rt.short_packers("2QI", "", 3, 255)
_pack_3QI_ns_255 = _rt.short_packers("3QI", "", 4, 255)
_pack_I = struct.Struct(">I").pack
_pack_Q = struct.Struct(">Q").pack
_pack_i = struct.Struct(">i").pack
_pack_iQ3xbI_ns = _rt.Packers("iQ3x?I", "s", "")
_unpack_2Q = struct.Struct(">2Q").unpack_from
_unpack_2QI = struct.Struct(">2QI").unpack_from
_unpack_3QI = struct.Struct(">3QI").unpack_from
_unpack_I = struct.Struct(">I").unpack_from
_unpack_Q = struct.Struct(">Q").unpack_from
_unpack_i = struct.Struct(">i").unpack_from
_unpack_iQ2I = struct.Struct(">iQ2I").unpack_from
_whole_2Q = struct.Struct(">2Q").unpack

pack_command_origin = command_origin.to_xdr
pack_command_lease_grant = command_lease_grant.to_xdr
pack_command_session_open = command_session_open.to_xdr
pack_command_expiry = command_expiry.to_xdr
pack_command_expire = command_expire.to_xdr
pack_command_alarm = command_alarm.to_xdr
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


def unpack_command_lease_grant(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[command_lease_grant, int]:
    at = offset
    try:
        value = command_lease_grant(*_unpack_2Q(data, at))
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "command_lease_grant", data, offset, end, limit, fault
        ) from None


def unpack_command_session_open(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[command_session_open, int]:
    at = offset
    try:
        session, ttl_ms, name_length = _unpack_2QI(data, at)
        if name_length > 255:
            raise ValueError
        at += 20
        name = data[at : at + name_length]
        at += (name_length + 3) & -4
        value = command_session_open(session, ttl_ms, name)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "command_session_open", data, offset, end, limit, fault
        ) from None


def unpack_command_expiry(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[command_expiry, int]:
    at = offset
    try:
        value = command_expiry(*_unpack_2Q(data, at))
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "command_expiry", data, offset, end, limit, fault
        ) from None


def unpack_command_expire(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[command_expire, int]:
    at = offset
    try:
        (leases_count,) = _unpack_I(data, at)
        if leases_count > 1024 or leases_count * 16 > end - at - 4:
            raise ValueError
        at += 4
        leases = tuple(
            [command_expiry(*words) for words in _iter_2Q(data[at : at + leases_count * 16])]
        )
        at += leases_count * 16
        (sessions_count,) = _unpack_I(data, at)
        if sessions_count > 1024 or sessions_count * 16 > end - at - 4:
            raise ValueError
        at += 4
        sessions = tuple(
            [command_expiry(*words) for words in _iter_2Q(data[at : at + sessions_count * 16])]
        )
        at += sessions_count * 16
        value = command_expire(leases, sessions)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "command_expire", data, offset, end, limit, fault
        ) from None


def unpack_command_alarm(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[command_alarm, int]:
    at = offset
    try:
        kind, node_id, raised, message_length = _unpack_iQ2I(data, at)
        if message_length > 1024:
            raise ValueError
        at += 20
        message = data[at : at + message_length].decode("utf-8", "surrogateescape")
        at += (message_length + 3) & -4
        value = command_alarm(kind, node_id, _rt.BOOLS[raised], message)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "command_alarm", data, offset, end, limit, fault
        ) from None


def _write_command_change(value: command_change, out: list[bytes], limit: int) -> None:
    arm: typing.Any = value
    kind = arm.__class__
    out.append(_pack_i(arm.kind))
    if kind is command_change_COMMAND_PUT:
        out.append(_kv.pack_kv_put_op(arm.put, limit))
    elif kind is command_change_COMMAND_DELETE:
        out.append(_kv.pack_kv_delete_op(arm.deletion, limit))
    elif kind is command_change_COMMAND_TXN:
        out.append(_kv.pack_kv_txn_op(arm.txn, limit))
    elif kind is command_change_COMMAND_COMPACT:
        out.append(_pack_Q(arm.revision))
    elif kind is command_change_COMMAND_LEASE_GRANT:
        grant = arm.grant
        out.append(_pack_2Q(grant.lease, grant.ttl_ms))
    elif kind is command_change_COMMAND_LEASE_REVOKE:
        out.append(_pack_Q(arm.revoked))
    elif kind is command_change_COMMAND_LEASE_KEEPALIVE:
        out.append(_pack_Q(arm.kept))
    elif kind is command_change_COMMAND_SESSION_OPEN:
        open2 = arm.open
        name = open2.name
        name_length = len(name)
        if name_length > 255:
            raise ValueError
        out.append(_pack_2QI_ns_255[name_length](open2.session, open2.ttl_ms, name_length, name))
    elif kind is command_change_COMMAND_SESSION_KEEPALIVE:
        pass
    elif kind is command_change_COMMAND_EXPIRE:
        expire = arm.expire
        leases = expire.leases
        leases_count = len(leases)
        if leases_count > 1024:
            raise ValueError
        out.append(_pack_I(leases_count))
        out += [_pack_2Q(leases_item.id, leases_item.renewal) for leases_item in leases]
        sessions = expire.sessions
        sessions_count = len(sessions)
        if sessions_count > 1024:
            raise ValueError
        out.append(_pack_I(sessions_count))
        out += [_pack_2Q(sessions_item.id, sessions_item.renewal) for sessions_item in sessions]
    elif kind is command_change_COMMAND_CLOCK:
        out.append(_pack_I(arm.elapsed_ms))
    elif kind is command_change_COMMAND_ALARM:
        alarm = arm.alarm
        try:
            message = alarm.message.encode()
        except UnicodeEncodeError:
            message = alarm.message.encode("utf-8", "surrogateescape")
        message_length = len(message)
        if message_length > 1024:
            raise ValueError
        out.append(
            _pack_iQ3xbI_ns[message_length](
                alarm.kind, alarm.node_id, alarm.raised, message_length, message
            )
        )
    elif kind is command_change_COMMAND_FEATURE_LEVEL:
        out.append(_pack_I(arm.level))
    else:
        raise ValueError


def _read_command_change(data: bytes, at: int, end: int, limit: int) -> tuple[command_change, int]:
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
    elif kind == 4:
        (revision,) = _unpack_Q(data, at + 4)
        result = command_change_COMMAND_COMPACT(revision)
        at += 12
    elif kind == 5:
        lease, ttl_ms = _unpack_2Q(data, at + 4)
        result = command_change_COMMAND_LEASE_GRANT(command_lease_grant(lease, ttl_ms))
        at += 20
    elif kind == 6:
        (revoked,) = _unpack_Q(data, at + 4)
        result = command_change_COMMAND_LEASE_REVOKE(revoked)
        at += 12
    elif kind == 7:
        (kept,) = _unpack_Q(data, at + 4)
        result = command_change_COMMAND_LEASE_KEEPALIVE(kept)
        at += 12
    elif kind == 8:
        session, ttl_ms2, name_length = _unpack_2QI(data, at + 4)
        if name_length > 255:
            raise ValueError
        at += 24
        name = data[at : at + name_length]
        at += (name_length + 3) & -4
        result = command_change_COMMAND_SESSION_OPEN(command_session_open(session, ttl_ms2, name))
    elif kind in (9, 10):
        result = command_change_COMMAND_SESSION_KEEPALIVE(kind)
        at += 4
    elif kind == 11:
        (leases_count,) = _unpack_I(data, at + 4)
        if leases_count > 1024 or leases_count * 16 > end - at - 8:
            raise ValueError
        at += 8
        leases = tuple(
            [command_expiry(*words) for words in _iter_2Q(data[at : at + leases_count * 16])]
        )
        at += leases_count * 16
        (sessions_count,) = _unpack_I(data, at)
        if sessions_count > 1024 or sessions_count * 16 > end - at - 4:
            raise ValueError
        at += 4
        sessions = tuple(
            [command_expiry(*words) for words in _iter_2Q(data[at : at + sessions_count * 16])]
        )
        at += sessions_count * 16
        result = command_change_COMMAND_EXPIRE(command_expire(leases, sessions))
    elif kind == 12:
        (elapsed_ms,) = _unpack_I(data, at + 4)
        result = command_change_COMMAND_CLOCK(elapsed_ms)
        at += 8
    elif kind == 13:
        kind2, node_id, raised, message_length = _unpack_iQ2I(data, at + 4)
        if message_length > 1024:
            raise ValueError
        at += 24
        message = data[at : at + message_length].decode("utf-8", "surrogateescape")
        at += (message_length + 3) & -4
        result = command_change_COMMAND_ALARM(
            command_alarm(kind2, node_id, _rt.BOOLS[raised], message)
        )
    elif kind == 14:
        (level,) = _unpack_I(data, at + 4)
        result = command_change_COMMAND_FEATURE_LEVEL(level)
        at += 8
    else:
        raise ValueError
    return result, at


def pack_command_change(value: command_change, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        out: list[bytes] = []
        _write_command_change(value, out, limit)
        return b"".join(out)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "command_change", value, limit, fault) from None


def unpack_command_change(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[command_change, int]:
    at = offset
    try:
        result, at = _read_command_change(data, at, end, limit)
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
        change, at = _read_command_change(data, at, end, limit)
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
        "command_lease_grant": _s.Struct({"lease": _s.UHYPER, "ttl_ms": _s.UHYPER}),
        "command_session_open": _s.Struct(
            {"session": _s.UHYPER, "ttl_ms": _s.UHYPER, "name": _s.Opaque(255)}
        ),
        "command_expiry": _s.Struct({"id": _s.UHYPER, "renewal": _s.UHYPER}),
        "command_expire": _s.Struct(
            {
                "leases": _s.Array(_s.Named("command_expiry"), 1024, 16),
                "sessions": _s.Array(_s.Named("command_expiry"), 1024, 16),
            }
        ),
        "command_alarm": _s.Struct(
            {"kind": _s.INT, "node_id": _s.UHYPER, "raised": _s.BOOL, "message": _s.String(1024)}
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
                4: (command_change_COMMAND_COMPACT, "revision", _s.UHYPER),
                5: (command_change_COMMAND_LEASE_GRANT, "grant", _s.Named("command_lease_grant")),
                6: (command_change_COMMAND_LEASE_REVOKE, "revoked", _s.UHYPER),
                7: (command_change_COMMAND_LEASE_KEEPALIVE, "kept", _s.UHYPER),
                8: (command_change_COMMAND_SESSION_OPEN, "open", _s.Named("command_session_open")),
                9: (command_change_COMMAND_SESSION_KEEPALIVE, "", _s.VOID),
                10: (command_change_COMMAND_SESSION_KEEPALIVE, "", _s.VOID),
                11: (command_change_COMMAND_EXPIRE, "expire", _s.Named("command_expire")),
                12: (command_change_COMMAND_CLOCK, "elapsed_ms", _s.UINT),
                13: (command_change_COMMAND_ALARM, "alarm", _s.Named("command_alarm")),
                14: (command_change_COMMAND_FEATURE_LEVEL, "level", _s.UINT),
            },
        ),
        "command": _s.Struct(
            {"origin": _s.Named("command_origin"), "change": _s.Named("command_change")}
        ),
    }
