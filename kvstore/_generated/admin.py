"""admin.x, compiled by rpcgen-py. Edit that file, not this one.

What an operator asks of a node: program 0x31230012, version 1.

A connection may ask once it has shown who is behind it: over a Unix socket the kernel says
that (the node's own user, or root); over TCP the caller proves that it holds the cluster's
key, by ADMIN_CHALLENGE and then ADMIN_PROVE. Until then every other call is refused with
AUTH_TOOWEAK. Results are as in kv.x: a union over an `int` code, and a `kv_error`.
"""

from __future__ import annotations

import struct
import typing

import msgspec

from rpcgen_py.runtime import generated as _rt

from . import kv as _kv

if typing.TYPE_CHECKING:
    from concurrent.futures import Future as _Future

_rt.require(1)

__all__ = [
    "ADMIN_CHUNK_MAX",
    "ADMIN_HASH_SIZE",
    "ADMIN_HMAC_SIZE",
    "ADMIN_NONCE_SIZE",
    "ADMIN_PROGRAM",
    "ADMIN_V1",
    "ADMIN_V1AsyncClient",
    "ADMIN_V1AsyncServer",
    "ADMIN_V1Client",
    "ADMIN_V1Server",
    "admin_call",
    "admin_challenge",
    "admin_hash_args",
    "admin_hash_ok",
    "admin_hash_reply",
    "admin_hash_result",
    "admin_hash_result_KV_OK",
    "admin_hash_result_default",
    "admin_member",
    "admin_member_add_args",
    "admin_member_args",
    "admin_members_ok",
    "admin_members_reply",
    "admin_members_result",
    "admin_members_result_KV_OK",
    "admin_members_result_default",
    "admin_move_leader_args",
    "admin_move_leader_ok",
    "admin_move_leader_reply",
    "admin_move_leader_result",
    "admin_move_leader_result_KV_OK",
    "admin_move_leader_result_default",
    "admin_proof",
    "admin_snapshot_args",
    "admin_snapshot_ok",
    "admin_snapshot_reply",
    "admin_snapshot_result",
    "admin_snapshot_result_KV_OK",
    "admin_snapshot_result_default",
    "pack_admin_call",
    "pack_admin_challenge",
    "pack_admin_hash_args",
    "pack_admin_hash_ok",
    "pack_admin_hash_reply",
    "pack_admin_hash_result",
    "pack_admin_member",
    "pack_admin_member_add_args",
    "pack_admin_member_args",
    "pack_admin_members_ok",
    "pack_admin_members_reply",
    "pack_admin_members_result",
    "pack_admin_move_leader_args",
    "pack_admin_move_leader_ok",
    "pack_admin_move_leader_reply",
    "pack_admin_move_leader_result",
    "pack_admin_proof",
    "pack_admin_snapshot_args",
    "pack_admin_snapshot_ok",
    "pack_admin_snapshot_reply",
    "pack_admin_snapshot_result",
    "unpack_admin_call",
    "unpack_admin_challenge",
    "unpack_admin_hash_args",
    "unpack_admin_hash_ok",
    "unpack_admin_hash_reply",
    "unpack_admin_hash_result",
    "unpack_admin_member",
    "unpack_admin_member_add_args",
    "unpack_admin_member_args",
    "unpack_admin_members_ok",
    "unpack_admin_members_reply",
    "unpack_admin_members_result",
    "unpack_admin_move_leader_args",
    "unpack_admin_move_leader_ok",
    "unpack_admin_move_leader_reply",
    "unpack_admin_move_leader_result",
    "unpack_admin_proof",
    "unpack_admin_snapshot_args",
    "unpack_admin_snapshot_ok",
    "unpack_admin_snapshot_reply",
    "unpack_admin_snapshot_result",
]

# %#include "kv.h"
ADMIN_NONCE_SIZE: typing.Final[int] = 32
ADMIN_HMAC_SIZE: typing.Final[int] = 32
ADMIN_HASH_SIZE: typing.Final[int] = 32
# Longest piece of a snapshot in one answer, in bytes.
ADMIN_CHUNK_MAX: typing.Final[int] = 1048576


class admin_challenge(msgspec.Struct, frozen=True, gc=False):
    cluster_id: int
    node_id: int
    # Fresh bytes, for one proof on this connection.
    nonce: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            if len(self.nonce) != 32:
                raise ValueError
            return _pack_2Q32s(self.cluster_id, self.node_id, self.nonce)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_challenge", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_challenge:
        try:
            return cls(*_whole_2Q32s(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "admin_challenge", data, 0, len(data), limit, fault
            ) from None


class admin_proof(msgspec.Struct, frozen=True, gc=False):
    # The caller's own fresh bytes.
    nonce: bytes
    # HMAC-SHA-256 under the cluster's key of: "sunrpc-kv admin", cluster id and node id (8 bytes
    # each), the challenge's nonce, the caller's nonce. One try for each challenge.
    hmac: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            if len(self.nonce) != 32:
                raise ValueError
            if len(self.hmac) != 32:
                raise ValueError
            return _pack_32s32s(self.nonce, self.hmac)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_proof", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_proof:
        try:
            return cls(*_whole_32s32s(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "admin_proof", data, 0, len(data), limit, fault
            ) from None


class admin_member(msgspec.Struct, frozen=True, gc=False):
    node_id: int
    address: str
    # False for a learner.
    voter: bool
    # Heard within an election timeout: by the leader, or where none could be asked by the node
    # that answers.
    reachable: bool
    # Newest entry that the member is known to have on disk; 0 where no leader could be asked.
    match_index: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                address = self.address.encode()
            except UnicodeEncodeError:
                address = self.address.encode("utf-8", "surrogateescape")
            address_length = len(address)
            if address_length > 255:
                raise ValueError
            return _pack_QI_ns_3xb3xbQ_255[address_length](
                self.node_id, address_length, address, self.voter, self.reachable, self.match_index
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_member", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_member:
        try:
            at = 0
            end = len(data)
            node_id, address_length = _unpack_QI(data, at)
            if address_length > 255:
                raise ValueError
            at += 12
            address = data[at : at + address_length].decode("utf-8", "surrogateescape")
            at += (address_length + 3) & -4
            voter, reachable, match_index = _unpack_2IQ(data, at)
            if at + 16 != end:
                raise ValueError
            return cls(node_id, address, _rt.BOOLS[voter], _rt.BOOLS[reachable], match_index)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "admin_member", data, 0, len(data), limit, fault
            ) from None


class admin_members_ok(msgspec.Struct, frozen=True, gc=False):
    leader: int
    members: tuple[admin_member, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            members = self.members
            members_count = len(members)
            if members_count > 64:
                raise ValueError
            out: list[bytes] = []
            out.append(_pack_QI(self.leader, members_count))
            for members_item in members:
                try:
                    address = members_item.address.encode()
                except UnicodeEncodeError:
                    address = members_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                out.append(
                    _pack_QI_ns_3xb3xbQ_255[address_length](
                        members_item.node_id,
                        address_length,
                        address,
                        members_item.voter,
                        members_item.reachable,
                        members_item.match_index,
                    )
                )
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_members_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_members_ok:
        return _rt.unpack_whole(unpack_admin_members_ok, data, limit)


class admin_members_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: admin_members_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_admin_members_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_members_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_admin_members_result, data, limit)


class admin_members_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: _kv.kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_admin_members_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_members_result_default:
        return _rt.unpack_arm(cls, unpack_admin_members_result, data, limit)


admin_members_result: typing.TypeAlias = admin_members_result_KV_OK | admin_members_result_default


class admin_members_reply(msgspec.Struct, frozen=True, gc=False):
    header: _kv.kv_reply_header
    result: admin_members_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            out: list[bytes] = []
            out.append(_kv.pack_kv_reply_header(self.header, limit))
            if kind is admin_members_result_KV_OK:
                ok = arm.ok
                members = ok.members
                members_count = len(members)
                if members_count > 64:
                    raise ValueError
                out.append(_pack_iQI(0, ok.leader, members_count))
                for members_item in members:
                    try:
                        address = members_item.address.encode()
                    except UnicodeEncodeError:
                        address = members_item.address.encode("utf-8", "surrogateescape")
                    address_length = len(address)
                    if address_length > 255:
                        raise ValueError
                    out.append(
                        _pack_QI_ns_3xb3xbQ_255[address_length](
                            members_item.node_id,
                            address_length,
                            address,
                            members_item.voter,
                            members_item.reachable,
                            members_item.match_index,
                        )
                    )
            elif kind is admin_members_result_default:
                out.append(_pack_i(arm.code))
                out.append(_kv.pack_kv_error(arm.error, limit))
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_members_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_members_reply:
        return _rt.unpack_whole(unpack_admin_members_reply, data, limit)


class admin_call(msgspec.Struct, frozen=True, gc=False):
    header: _kv.kv_request_header

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _kv.pack_kv_request_header(self.header, limit)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_call", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_call:
        return _rt.unpack_whole(unpack_admin_call, data, limit)


class admin_member_add_args(msgspec.Struct, frozen=True, gc=False):
    """Add a learner. It gets the log, has no vote, and is promoted when it has caught up."""

    header: _kv.kv_request_header
    # 0: one above the highest that a member has. Lower numbers may have been used, and are not.
    node_id: int
    address: str

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                address = self.address.encode()
            except UnicodeEncodeError:
                address = self.address.encode("utf-8", "surrogateescape")
            address_length = len(address)
            if address_length > 255:
                raise ValueError
            head = _kv.pack_kv_request_header(self.header, limit)
            return head + _pack_QI_ns_255[address_length](self.node_id, address_length, address)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_member_add_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_member_add_args:
        return _rt.unpack_whole(unpack_admin_member_add_args, data, limit)


class admin_member_args(msgspec.Struct, frozen=True, gc=False):
    header: _kv.kv_request_header
    node_id: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _kv.pack_kv_request_header(self.header, limit) + _pack_Q(self.node_id)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_member_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_member_args:
        return _rt.unpack_whole(unpack_admin_member_args, data, limit)


class admin_move_leader_args(msgspec.Struct, frozen=True, gc=False):
    """0: whichever voter is furthest."""

    header: _kv.kv_request_header
    node_id: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _kv.pack_kv_request_header(self.header, limit) + _pack_Q(self.node_id)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_move_leader_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_move_leader_args:
        return _rt.unpack_whole(unpack_admin_move_leader_args, data, limit)


class admin_move_leader_ok(msgspec.Struct, frozen=True, gc=False):
    leader: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_Q(self.leader)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_move_leader_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_move_leader_ok:
        try:
            return cls(*_whole_Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "admin_move_leader_ok", data, 0, len(data), limit, fault
            ) from None


class admin_move_leader_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: admin_move_leader_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_admin_move_leader_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> admin_move_leader_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_admin_move_leader_result, data, limit)


class admin_move_leader_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: _kv.kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_admin_move_leader_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> admin_move_leader_result_default:
        return _rt.unpack_arm(cls, unpack_admin_move_leader_result, data, limit)


admin_move_leader_result: typing.TypeAlias = (
    admin_move_leader_result_KV_OK | admin_move_leader_result_default
)


class admin_move_leader_reply(msgspec.Struct, frozen=True, gc=False):
    header: _kv.kv_reply_header
    result: admin_move_leader_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            out: list[bytes] = []
            out.append(_kv.pack_kv_reply_header(self.header, limit))
            if kind is admin_move_leader_result_KV_OK:
                ok = arm.ok
                out.append(_pack_iQ(0, ok.leader))
            elif kind is admin_move_leader_result_default:
                out.append(_pack_i(arm.code))
                out.append(_kv.pack_kv_error(arm.error, limit))
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_move_leader_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_move_leader_reply:
        return _rt.unpack_whole(unpack_admin_move_leader_reply, data, limit)


class admin_snapshot_args(msgspec.Struct, frozen=True, gc=False):
    """The content of the node's state, piece by piece. The first call names snapshot 0 and pins one;
    the others name the one that was answered. A pin is given up when nobody asks for a minute.
    """

    header: _kv.kv_request_header
    snapshot_id: int
    offset: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            head = _kv.pack_kv_request_header(self.header, limit)
            return head + _pack_2Q(self.snapshot_id, self.offset)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_snapshot_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_snapshot_args:
        return _rt.unpack_whole(unpack_admin_snapshot_args, data, limit)


class admin_snapshot_ok(msgspec.Struct, frozen=True, gc=False):
    snapshot_id: int
    offset: int
    data: bytes
    # Behind `data` there is nothing more.
    last: bool

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            data2 = self.data
            data2_length = len(data2)
            if data2_length > 1048576:
                raise ValueError
            return _pack_2QI_ns_3xb[data2_length](
                self.snapshot_id, self.offset, data2_length, data2, self.last
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_snapshot_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_snapshot_ok:
        try:
            at = 0
            end = len(data)
            snapshot_id, offset2, data_length = _unpack_2QI(data, at)
            if data_length > 1048576:
                raise ValueError
            at += 20
            data2 = data[at : at + data_length]
            at += (data_length + 3) & -4
            (last2,) = _unpack_I(data, at)
            if at + 4 != end:
                raise ValueError
            return cls(snapshot_id, offset2, data2, _rt.BOOLS[last2])
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "admin_snapshot_ok", data, 0, len(data), limit, fault
            ) from None


class admin_snapshot_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: admin_snapshot_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_admin_snapshot_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_snapshot_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_admin_snapshot_result, data, limit)


class admin_snapshot_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: _kv.kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_admin_snapshot_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_snapshot_result_default:
        return _rt.unpack_arm(cls, unpack_admin_snapshot_result, data, limit)


admin_snapshot_result: typing.TypeAlias = (
    admin_snapshot_result_KV_OK | admin_snapshot_result_default
)


class admin_snapshot_reply(msgspec.Struct, frozen=True, gc=False):
    header: _kv.kv_reply_header
    result: admin_snapshot_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            out: list[bytes] = []
            out.append(_kv.pack_kv_reply_header(self.header, limit))
            if kind is admin_snapshot_result_KV_OK:
                ok = arm.ok
                data2 = ok.data
                data2_length = len(data2)
                if data2_length > 1048576:
                    raise ValueError
                out.append(
                    _pack_i2QI_ns_3xb[data2_length](
                        0, ok.snapshot_id, ok.offset, data2_length, data2, ok.last
                    )
                )
            elif kind is admin_snapshot_result_default:
                out.append(_pack_i(arm.code))
                out.append(_kv.pack_kv_error(arm.error, limit))
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_snapshot_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_snapshot_reply:
        return _rt.unpack_whole(unpack_admin_snapshot_reply, data, limit)


class admin_hash_args(msgspec.Struct, frozen=True, gc=False):
    """Of all that this node holds in the revisions behind its floor and up to `revision` (0: newest).
    Equal floors and revisions have equal hashes, or the nodes have diverged.
    """

    header: _kv.kv_request_header
    revision: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _kv.pack_kv_request_header(self.header, limit) + _pack_Q(self.revision)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_hash_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_hash_args:
        return _rt.unpack_whole(unpack_admin_hash_args, data, limit)


class admin_hash_ok(msgspec.Struct, frozen=True, gc=False):
    revision: int
    compacted_revision: int
    hash: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            if len(self.hash) != 32:
                raise ValueError
            return _pack_2Q32s(self.revision, self.compacted_revision, self.hash)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_hash_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_hash_ok:
        try:
            return cls(*_whole_2Q32s(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "admin_hash_ok", data, 0, len(data), limit, fault
            ) from None


class admin_hash_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: admin_hash_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_admin_hash_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_hash_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_admin_hash_result, data, limit)


class admin_hash_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: _kv.kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_admin_hash_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_hash_result_default:
        return _rt.unpack_arm(cls, unpack_admin_hash_result, data, limit)


admin_hash_result: typing.TypeAlias = admin_hash_result_KV_OK | admin_hash_result_default


class admin_hash_reply(msgspec.Struct, frozen=True, gc=False):
    header: _kv.kv_reply_header
    result: admin_hash_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            out: list[bytes] = []
            out.append(_kv.pack_kv_reply_header(self.header, limit))
            if kind is admin_hash_result_KV_OK:
                ok = arm.ok
                if len(ok.hash) != 32:
                    raise ValueError
                out.append(_pack_i2Q32s(0, ok.revision, ok.compacted_revision, ok.hash))
            elif kind is admin_hash_result_default:
                out.append(_pack_i(arm.code))
                out.append(_kv.pack_kv_error(arm.error, limit))
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "admin_hash_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> admin_hash_reply:
        return _rt.unpack_whole(unpack_admin_hash_reply, data, limit)


# The runs of words that codecs read and write at once.
_pack_2Q = struct.Struct(">2Q").pack
_pack_2Q32s = struct.Struct(">2Q32s").pack
_pack_2QI_ns_3xb = _rt.Packers("2QI", "s", "3x?")
_pack_32s32s = struct.Struct(">32s32s").pack
_pack_3xb = struct.Struct(">3x?").pack
_pack_Q = struct.Struct(">Q").pack
_pack_QI = struct.Struct(">QI").pack
_pack_QI_ns_255 = _rt.short_packers("QI", "", 2, 255)
_pack_QI_ns_3xb3xbQ_255 = _rt.short_packers("QI", "3x?3x?Q", 2, 255)
_pack_i = struct.Struct(">i").pack
_pack_i2Q32s = struct.Struct(">i2Q32s").pack
_pack_i2QI_ns_3xb = _rt.Packers("i2QI", "s", "3x?")
_pack_iQ = struct.Struct(">iQ").pack
_pack_iQI = struct.Struct(">iQI").pack
_unpack_2IQ = struct.Struct(">2IQ").unpack_from
_unpack_2Q = struct.Struct(">2Q").unpack_from
_unpack_2Q32s = struct.Struct(">2Q32s").unpack_from
_unpack_2QI = struct.Struct(">2QI").unpack_from
_unpack_32s32s = struct.Struct(">32s32s").unpack_from
_unpack_I = struct.Struct(">I").unpack_from
_unpack_Q = struct.Struct(">Q").unpack_from
_unpack_QI = struct.Struct(">QI").unpack_from
_unpack_i = struct.Struct(">i").unpack_from
_whole_2Q32s = struct.Struct(">2Q32s").unpack
_whole_32s32s = struct.Struct(">32s32s").unpack
_whole_Q = struct.Struct(">Q").unpack

pack_admin_challenge = admin_challenge.to_xdr
pack_admin_proof = admin_proof.to_xdr
pack_admin_member = admin_member.to_xdr
pack_admin_members_ok = admin_members_ok.to_xdr
pack_admin_members_reply = admin_members_reply.to_xdr
pack_admin_call = admin_call.to_xdr
pack_admin_member_add_args = admin_member_add_args.to_xdr
pack_admin_member_args = admin_member_args.to_xdr
pack_admin_move_leader_args = admin_move_leader_args.to_xdr
pack_admin_move_leader_ok = admin_move_leader_ok.to_xdr
pack_admin_move_leader_reply = admin_move_leader_reply.to_xdr
pack_admin_snapshot_args = admin_snapshot_args.to_xdr
pack_admin_snapshot_ok = admin_snapshot_ok.to_xdr
pack_admin_snapshot_reply = admin_snapshot_reply.to_xdr
pack_admin_hash_args = admin_hash_args.to_xdr
pack_admin_hash_ok = admin_hash_ok.to_xdr
pack_admin_hash_reply = admin_hash_reply.to_xdr


def unpack_admin_challenge(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_challenge, int]:
    at = offset
    try:
        value = admin_challenge(*_unpack_2Q32s(data, at))
        at += 48
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_challenge", data, offset, end, limit, fault
        ) from None


def unpack_admin_proof(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_proof, int]:
    at = offset
    try:
        value = admin_proof(*_unpack_32s32s(data, at))
        at += 64
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "admin_proof", data, offset, end, limit, fault) from None


def unpack_admin_member(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_member, int]:
    at = offset
    try:
        node_id, address_length = _unpack_QI(data, at)
        if address_length > 255:
            raise ValueError
        at += 12
        address = data[at : at + address_length].decode("utf-8", "surrogateescape")
        at += (address_length + 3) & -4
        voter, reachable, match_index = _unpack_2IQ(data, at)
        value = admin_member(node_id, address, _rt.BOOLS[voter], _rt.BOOLS[reachable], match_index)
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "admin_member", data, offset, end, limit, fault) from None


def unpack_admin_members_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_members_ok, int]:
    at = offset
    try:
        leader, members_count = _unpack_QI(data, at)
        if members_count > 64 or members_count * 28 > end - at - 12:
            raise ValueError
        at += 12
        members_items: list[admin_member] = []
        for _ in range(members_count):
            node_id, address_length = _unpack_QI(data, at)
            if address_length > 255:
                raise ValueError
            at += 12
            address = data[at : at + address_length].decode("utf-8", "surrogateescape")
            at += (address_length + 3) & -4
            voter, reachable, match_index = _unpack_2IQ(data, at)
            at += 16
            members_items.append(
                admin_member(node_id, address, _rt.BOOLS[voter], _rt.BOOLS[reachable], match_index)
            )
        members = tuple(members_items)
        value = admin_members_ok(leader, members)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_members_ok", data, offset, end, limit, fault
        ) from None


def pack_admin_members_result(value: admin_members_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is admin_members_result_KV_OK:
            ok = arm.ok
            members = ok.members
            members_count = len(members)
            if members_count > 64:
                raise ValueError
            out: list[bytes] = []
            out.append(_pack_iQI(0, ok.leader, members_count))
            for members_item in members:
                try:
                    address = members_item.address.encode()
                except UnicodeEncodeError:
                    address = members_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                out.append(
                    _pack_QI_ns_3xb3xbQ_255[address_length](
                        members_item.node_id,
                        address_length,
                        address,
                        members_item.voter,
                        members_item.reachable,
                        members_item.match_index,
                    )
                )
            return b"".join(out)
        if kind is admin_members_result_default:
            return _pack_i(arm.code) + _kv.pack_kv_error(arm.error, limit)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "admin_members_result", value, limit, fault) from None


def unpack_admin_members_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_members_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: admin_members_result
        if code == 0:
            leader, members_count = _unpack_QI(data, at + 4)
            if members_count > 64 or members_count * 28 > end - at - 16:
                raise ValueError
            at += 16
            members_items: list[admin_member] = []
            for _ in range(members_count):
                node_id, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                voter, reachable, match_index = _unpack_2IQ(data, at)
                at += 16
                members_items.append(
                    admin_member(
                        node_id, address, _rt.BOOLS[voter], _rt.BOOLS[reachable], match_index
                    )
                )
            members = tuple(members_items)
            result = admin_members_result_KV_OK(admin_members_ok(leader, members))
        else:
            error, at = _kv.unpack_kv_error(data, at + 4, end, limit)
            result = admin_members_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_members_result", data, offset, end, limit, fault
        ) from None


def unpack_admin_members_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_members_reply, int]:
    at = offset
    try:
        header, at = _kv.unpack_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: admin_members_result
        if code == 0:
            leader, members_count = _unpack_QI(data, at + 4)
            if members_count > 64 or members_count * 28 > end - at - 16:
                raise ValueError
            at += 16
            members_items: list[admin_member] = []
            for _ in range(members_count):
                node_id, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                voter, reachable, match_index = _unpack_2IQ(data, at)
                at += 16
                members_items.append(
                    admin_member(
                        node_id, address, _rt.BOOLS[voter], _rt.BOOLS[reachable], match_index
                    )
                )
            members = tuple(members_items)
            result = admin_members_result_KV_OK(admin_members_ok(leader, members))
        else:
            error, at = _kv.unpack_kv_error(data, at + 4, end, limit)
            result = admin_members_result_default(code, error)
        value = admin_members_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_members_reply", data, offset, end, limit, fault
        ) from None


def unpack_admin_call(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_call, int]:
    at = offset
    try:
        header, at = _kv.unpack_kv_request_header(data, at, end, limit)
        value = admin_call(header)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "admin_call", data, offset, end, limit, fault) from None


def unpack_admin_member_add_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_member_add_args, int]:
    at = offset
    try:
        header, at = _kv.unpack_kv_request_header(data, at, end, limit)
        node_id, address_length = _unpack_QI(data, at)
        if address_length > 255:
            raise ValueError
        at += 12
        address = data[at : at + address_length].decode("utf-8", "surrogateescape")
        at += (address_length + 3) & -4
        value = admin_member_add_args(header, node_id, address)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_member_add_args", data, offset, end, limit, fault
        ) from None


def unpack_admin_member_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_member_args, int]:
    at = offset
    try:
        header, at = _kv.unpack_kv_request_header(data, at, end, limit)
        (node_id,) = _unpack_Q(data, at)
        value = admin_member_args(header, node_id)
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_member_args", data, offset, end, limit, fault
        ) from None


def unpack_admin_move_leader_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_move_leader_args, int]:
    at = offset
    try:
        header, at = _kv.unpack_kv_request_header(data, at, end, limit)
        (node_id,) = _unpack_Q(data, at)
        value = admin_move_leader_args(header, node_id)
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_move_leader_args", data, offset, end, limit, fault
        ) from None


def unpack_admin_move_leader_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_move_leader_ok, int]:
    at = offset
    try:
        value = admin_move_leader_ok(*_unpack_Q(data, at))
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_move_leader_ok", data, offset, end, limit, fault
        ) from None


def pack_admin_move_leader_result(
    value: admin_move_leader_result, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is admin_move_leader_result_KV_OK:
            ok = arm.ok
            return _pack_iQ(0, ok.leader)
        if kind is admin_move_leader_result_default:
            return _pack_i(arm.code) + _kv.pack_kv_error(arm.error, limit)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "admin_move_leader_result", value, limit, fault) from None


def unpack_admin_move_leader_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_move_leader_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: admin_move_leader_result
        if code == 0:
            (leader,) = _unpack_Q(data, at + 4)
            result = admin_move_leader_result_KV_OK(admin_move_leader_ok(leader))
            at += 12
        else:
            error, at = _kv.unpack_kv_error(data, at + 4, end, limit)
            result = admin_move_leader_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_move_leader_result", data, offset, end, limit, fault
        ) from None


def unpack_admin_move_leader_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_move_leader_reply, int]:
    at = offset
    try:
        header, at = _kv.unpack_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: admin_move_leader_result
        if code == 0:
            (leader,) = _unpack_Q(data, at + 4)
            result = admin_move_leader_result_KV_OK(admin_move_leader_ok(leader))
            at += 12
        else:
            error, at = _kv.unpack_kv_error(data, at + 4, end, limit)
            result = admin_move_leader_result_default(code, error)
        value = admin_move_leader_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_move_leader_reply", data, offset, end, limit, fault
        ) from None


def unpack_admin_snapshot_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_snapshot_args, int]:
    at = offset
    try:
        header, at = _kv.unpack_kv_request_header(data, at, end, limit)
        snapshot_id, offset2 = _unpack_2Q(data, at)
        value = admin_snapshot_args(header, snapshot_id, offset2)
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_snapshot_args", data, offset, end, limit, fault
        ) from None


def unpack_admin_snapshot_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_snapshot_ok, int]:
    at = offset
    try:
        snapshot_id, offset2, data_length = _unpack_2QI(data, at)
        if data_length > 1048576:
            raise ValueError
        at += 20
        data2 = data[at : at + data_length]
        at += (data_length + 3) & -4
        (last2,) = _unpack_I(data, at)
        value = admin_snapshot_ok(snapshot_id, offset2, data2, _rt.BOOLS[last2])
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_snapshot_ok", data, offset, end, limit, fault
        ) from None


def pack_admin_snapshot_result(
    value: admin_snapshot_result, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is admin_snapshot_result_KV_OK:
            ok = arm.ok
            data2 = ok.data
            data2_length = len(data2)
            if data2_length > 1048576:
                raise ValueError
            return _pack_i2QI_ns_3xb[data2_length](
                0, ok.snapshot_id, ok.offset, data2_length, data2, ok.last
            )
        if kind is admin_snapshot_result_default:
            return _pack_i(arm.code) + _kv.pack_kv_error(arm.error, limit)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "admin_snapshot_result", value, limit, fault) from None


def unpack_admin_snapshot_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_snapshot_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: admin_snapshot_result
        if code == 0:
            snapshot_id, offset2, data_length = _unpack_2QI(data, at + 4)
            if data_length > 1048576:
                raise ValueError
            at += 24
            data2 = data[at : at + data_length]
            at += (data_length + 3) & -4
            (last2,) = _unpack_I(data, at)
            result = admin_snapshot_result_KV_OK(
                admin_snapshot_ok(snapshot_id, offset2, data2, _rt.BOOLS[last2])
            )
            at += 4
        else:
            error, at = _kv.unpack_kv_error(data, at + 4, end, limit)
            result = admin_snapshot_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_snapshot_result", data, offset, end, limit, fault
        ) from None


def unpack_admin_snapshot_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_snapshot_reply, int]:
    at = offset
    try:
        header, at = _kv.unpack_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: admin_snapshot_result
        if code == 0:
            snapshot_id, offset2, data_length = _unpack_2QI(data, at + 4)
            if data_length > 1048576:
                raise ValueError
            at += 24
            data2 = data[at : at + data_length]
            at += (data_length + 3) & -4
            (last2,) = _unpack_I(data, at)
            result = admin_snapshot_result_KV_OK(
                admin_snapshot_ok(snapshot_id, offset2, data2, _rt.BOOLS[last2])
            )
            at += 4
        else:
            error, at = _kv.unpack_kv_error(data, at + 4, end, limit)
            result = admin_snapshot_result_default(code, error)
        value = admin_snapshot_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_snapshot_reply", data, offset, end, limit, fault
        ) from None


def unpack_admin_hash_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_hash_args, int]:
    at = offset
    try:
        header, at = _kv.unpack_kv_request_header(data, at, end, limit)
        (revision,) = _unpack_Q(data, at)
        value = admin_hash_args(header, revision)
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_hash_args", data, offset, end, limit, fault
        ) from None


def unpack_admin_hash_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_hash_ok, int]:
    at = offset
    try:
        value = admin_hash_ok(*_unpack_2Q32s(data, at))
        at += 48
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_hash_ok", data, offset, end, limit, fault
        ) from None


def pack_admin_hash_result(value: admin_hash_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is admin_hash_result_KV_OK:
            ok = arm.ok
            if len(ok.hash) != 32:
                raise ValueError
            return _pack_i2Q32s(0, ok.revision, ok.compacted_revision, ok.hash)
        if kind is admin_hash_result_default:
            return _pack_i(arm.code) + _kv.pack_kv_error(arm.error, limit)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "admin_hash_result", value, limit, fault) from None


def unpack_admin_hash_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_hash_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: admin_hash_result
        if code == 0:
            revision, compacted_revision, hash2 = _unpack_2Q32s(data, at + 4)
            result = admin_hash_result_KV_OK(admin_hash_ok(revision, compacted_revision, hash2))
            at += 52
        else:
            error, at = _kv.unpack_kv_error(data, at + 4, end, limit)
            result = admin_hash_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_hash_result", data, offset, end, limit, fault
        ) from None


def unpack_admin_hash_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[admin_hash_reply, int]:
    at = offset
    try:
        header, at = _kv.unpack_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: admin_hash_result
        if code == 0:
            revision, compacted_revision, hash2 = _unpack_2Q32s(data, at + 4)
            result = admin_hash_result_KV_OK(admin_hash_ok(revision, compacted_revision, hash2))
            at += 52
        else:
            error, at = _kv.unpack_kv_error(data, at + 4, end, limit)
            result = admin_hash_result_default(code, error)
        value = admin_hash_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "admin_hash_reply", data, offset, end, limit, fault
        ) from None


def _pack_bool(value: bool, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_3xb(value)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "bool", value, limit, fault) from None


def _unpack_bool(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[bool, int]:
    at = offset
    try:
        (result,) = _unpack_I(data, at)
        value = _rt.BOOLS[result]
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "bool", data, offset, end, limit, fault) from None


def _shapes() -> dict[str, _rt.Shape]:
    """What the types are made of: read only to say what is wrong, and where."""
    _s = _rt.shapes
    return {
        "admin_challenge": _s.Struct(
            {"cluster_id": _s.UHYPER, "node_id": _s.UHYPER, "nonce": _s.FixedOpaque(32)}
        ),
        "admin_proof": _s.Struct({"nonce": _s.FixedOpaque(32), "hmac": _s.FixedOpaque(32)}),
        "admin_member": _s.Struct(
            {
                "node_id": _s.UHYPER,
                "address": _s.String(255),
                "voter": _s.BOOL,
                "reachable": _s.BOOL,
                "match_index": _s.UHYPER,
            }
        ),
        "admin_members_ok": _s.Struct(
            {"leader": _s.UHYPER, "members": _s.Array(_s.Named("admin_member"), 64, 28)}
        ),
        "admin_members_result": _s.Union(
            "code",
            _s.INT,
            {0: (admin_members_result_KV_OK, "ok", _s.Named("admin_members_ok"))},
            (
                admin_members_result_default,
                "error",
                _s.Foreign(_kv.pack_kv_error, _kv.unpack_kv_error),
            ),
        ),
        "admin_members_reply": _s.Struct(
            {
                "header": _s.Foreign(_kv.pack_kv_reply_header, _kv.unpack_kv_reply_header),
                "result": _s.Named("admin_members_result"),
            }
        ),
        "admin_call": _s.Struct(
            {"header": _s.Foreign(_kv.pack_kv_request_header, _kv.unpack_kv_request_header)}
        ),
        "admin_member_add_args": _s.Struct(
            {
                "header": _s.Foreign(_kv.pack_kv_request_header, _kv.unpack_kv_request_header),
                "node_id": _s.UHYPER,
                "address": _s.String(255),
            }
        ),
        "admin_member_args": _s.Struct(
            {
                "header": _s.Foreign(_kv.pack_kv_request_header, _kv.unpack_kv_request_header),
                "node_id": _s.UHYPER,
            }
        ),
        "admin_move_leader_args": _s.Struct(
            {
                "header": _s.Foreign(_kv.pack_kv_request_header, _kv.unpack_kv_request_header),
                "node_id": _s.UHYPER,
            }
        ),
        "admin_move_leader_ok": _s.Struct({"leader": _s.UHYPER}),
        "admin_move_leader_result": _s.Union(
            "code",
            _s.INT,
            {0: (admin_move_leader_result_KV_OK, "ok", _s.Named("admin_move_leader_ok"))},
            (
                admin_move_leader_result_default,
                "error",
                _s.Foreign(_kv.pack_kv_error, _kv.unpack_kv_error),
            ),
        ),
        "admin_move_leader_reply": _s.Struct(
            {
                "header": _s.Foreign(_kv.pack_kv_reply_header, _kv.unpack_kv_reply_header),
                "result": _s.Named("admin_move_leader_result"),
            }
        ),
        "admin_snapshot_args": _s.Struct(
            {
                "header": _s.Foreign(_kv.pack_kv_request_header, _kv.unpack_kv_request_header),
                "snapshot_id": _s.UHYPER,
                "offset": _s.UHYPER,
            }
        ),
        "admin_snapshot_ok": _s.Struct(
            {
                "snapshot_id": _s.UHYPER,
                "offset": _s.UHYPER,
                "data": _s.Opaque(1048576),
                "last": _s.BOOL,
            }
        ),
        "admin_snapshot_result": _s.Union(
            "code",
            _s.INT,
            {0: (admin_snapshot_result_KV_OK, "ok", _s.Named("admin_snapshot_ok"))},
            (
                admin_snapshot_result_default,
                "error",
                _s.Foreign(_kv.pack_kv_error, _kv.unpack_kv_error),
            ),
        ),
        "admin_snapshot_reply": _s.Struct(
            {
                "header": _s.Foreign(_kv.pack_kv_reply_header, _kv.unpack_kv_reply_header),
                "result": _s.Named("admin_snapshot_result"),
            }
        ),
        "admin_hash_args": _s.Struct(
            {
                "header": _s.Foreign(_kv.pack_kv_request_header, _kv.unpack_kv_request_header),
                "revision": _s.UHYPER,
            }
        ),
        "admin_hash_ok": _s.Struct(
            {"revision": _s.UHYPER, "compacted_revision": _s.UHYPER, "hash": _s.FixedOpaque(32)}
        ),
        "admin_hash_result": _s.Union(
            "code",
            _s.INT,
            {0: (admin_hash_result_KV_OK, "ok", _s.Named("admin_hash_ok"))},
            (
                admin_hash_result_default,
                "error",
                _s.Foreign(_kv.pack_kv_error, _kv.unpack_kv_error),
            ),
        ),
        "admin_hash_reply": _s.Struct(
            {
                "header": _s.Foreign(_kv.pack_kv_reply_header, _kv.unpack_kv_reply_header),
                "result": _s.Named("admin_hash_result"),
            }
        ),
        "bool": _s.BOOL,
    }


_ADMIN_V1_ADMIN_CHALLENGE: _rt.Procedure[[], admin_challenge] = _rt.Procedure(
    0x31230012,
    1,
    1,
    "ADMIN_CHALLENGE",
    _rt.pack_void,
    _rt.unpack_no_arguments,
    pack_admin_challenge,
    unpack_admin_challenge,
)
_ADMIN_V1_ADMIN_PROVE: _rt.Procedure[[admin_proof], bool] = _rt.Procedure(
    0x31230012,
    1,
    2,
    "ADMIN_PROVE",
    pack_admin_proof,
    _rt.single(unpack_admin_proof),
    _pack_bool,
    _unpack_bool,
)
_ADMIN_V1_ADMIN_MEMBER_LIST: _rt.Procedure[[admin_call], admin_members_reply] = _rt.Procedure(
    0x31230012,
    1,
    3,
    "ADMIN_MEMBER_LIST",
    pack_admin_call,
    _rt.single(unpack_admin_call),
    pack_admin_members_reply,
    unpack_admin_members_reply,
)
_ADMIN_V1_ADMIN_MEMBER_ADD: _rt.Procedure[[admin_member_add_args], admin_members_reply]
_ADMIN_V1_ADMIN_MEMBER_ADD = _rt.Procedure(
    0x31230012,
    1,
    4,
    "ADMIN_MEMBER_ADD",
    pack_admin_member_add_args,
    _rt.single(unpack_admin_member_add_args),
    pack_admin_members_reply,
    unpack_admin_members_reply,
)
_ADMIN_V1_ADMIN_MEMBER_PROMOTE: _rt.Procedure[[admin_member_args], admin_members_reply]
_ADMIN_V1_ADMIN_MEMBER_PROMOTE = _rt.Procedure(
    0x31230012,
    1,
    5,
    "ADMIN_MEMBER_PROMOTE",
    pack_admin_member_args,
    _rt.single(unpack_admin_member_args),
    pack_admin_members_reply,
    unpack_admin_members_reply,
)
_ADMIN_V1_ADMIN_MEMBER_REMOVE: _rt.Procedure[[admin_member_args], admin_members_reply]
_ADMIN_V1_ADMIN_MEMBER_REMOVE = _rt.Procedure(
    0x31230012,
    1,
    6,
    "ADMIN_MEMBER_REMOVE",
    pack_admin_member_args,
    _rt.single(unpack_admin_member_args),
    pack_admin_members_reply,
    unpack_admin_members_reply,
)
_ADMIN_V1_ADMIN_MOVE_LEADER: _rt.Procedure[[admin_move_leader_args], admin_move_leader_reply]
_ADMIN_V1_ADMIN_MOVE_LEADER = _rt.Procedure(
    0x31230012,
    1,
    7,
    "ADMIN_MOVE_LEADER",
    pack_admin_move_leader_args,
    _rt.single(unpack_admin_move_leader_args),
    pack_admin_move_leader_reply,
    unpack_admin_move_leader_reply,
)
_ADMIN_V1_ADMIN_SNAPSHOT: _rt.Procedure[[admin_snapshot_args], admin_snapshot_reply]
_ADMIN_V1_ADMIN_SNAPSHOT = _rt.Procedure(
    0x31230012,
    1,
    8,
    "ADMIN_SNAPSHOT",
    pack_admin_snapshot_args,
    _rt.single(unpack_admin_snapshot_args),
    pack_admin_snapshot_reply,
    unpack_admin_snapshot_reply,
)
_ADMIN_V1_ADMIN_HASH: _rt.Procedure[[admin_hash_args], admin_hash_reply] = _rt.Procedure(
    0x31230012,
    1,
    9,
    "ADMIN_HASH",
    pack_admin_hash_args,
    _rt.single(unpack_admin_hash_args),
    pack_admin_hash_reply,
    unpack_admin_hash_reply,
)
ADMIN_V1 = _rt.Version(
    "ADMIN_V1",
    0x31230012,
    1,
    (
        _ADMIN_V1_ADMIN_CHALLENGE,
        _ADMIN_V1_ADMIN_PROVE,
        _ADMIN_V1_ADMIN_MEMBER_LIST,
        _ADMIN_V1_ADMIN_MEMBER_ADD,
        _ADMIN_V1_ADMIN_MEMBER_PROMOTE,
        _ADMIN_V1_ADMIN_MEMBER_REMOVE,
        _ADMIN_V1_ADMIN_MOVE_LEADER,
        _ADMIN_V1_ADMIN_SNAPSHOT,
        _ADMIN_V1_ADMIN_HASH,
    ),
)
ADMIN_PROGRAM = _rt.Program("ADMIN_PROGRAM", 0x31230012, (ADMIN_V1,))


class ADMIN_V1Client(_rt.Client):
    """Calls the procedures of ADMIN_PROGRAM, version 1 (ADMIN_V1)."""

    version: typing.ClassVar[_rt.Version] = ADMIN_V1

    def ADMIN_CHALLENGE(self, *, timeout: float | None = None) -> admin_challenge:
        """Ask for what ADMIN_PROVE has to answer."""
        caller = self._caller
        return caller.call(_ADMIN_V1_ADMIN_CHALLENGE, b"", timeout)

    def ADMIN_PROVE(self, arg: admin_proof, *, timeout: float | None = None) -> bool:
        """Prove to hold the cluster's key; answers whether the connection may ask now."""
        caller = self._caller
        return caller.call(_ADMIN_V1_ADMIN_PROVE, pack_admin_proof(arg, caller.limit), timeout)

    def ADMIN_MEMBER_LIST(
        self, arg: admin_call, *, timeout: float | None = None
    ) -> admin_members_reply:
        """The members, as the leader sees them: the call is passed on. Where no leader is known, or
        it does not answer, those of the newest configuration that this node has applied.
        """
        caller = self._caller
        return caller.call(_ADMIN_V1_ADMIN_MEMBER_LIST, pack_admin_call(arg, caller.limit), timeout)

    def ADMIN_MEMBER_ADD(
        self, arg: admin_member_add_args, *, timeout: float | None = None
    ) -> admin_members_reply:
        """These three are passed on to the leader, and answer the members they leave. Refused with
        KV_NO_QUORUM where the change could cost the cluster its quorum, and with KV_BUSY while
        another one is under way or a learner has not caught up.
        """
        caller = self._caller
        return caller.call(
            _ADMIN_V1_ADMIN_MEMBER_ADD, pack_admin_member_add_args(arg, caller.limit), timeout
        )

    def ADMIN_MEMBER_PROMOTE(
        self, arg: admin_member_args, *, timeout: float | None = None
    ) -> admin_members_reply:
        caller = self._caller
        return caller.call(
            _ADMIN_V1_ADMIN_MEMBER_PROMOTE, pack_admin_member_args(arg, caller.limit), timeout
        )

    def ADMIN_MEMBER_REMOVE(
        self, arg: admin_member_args, *, timeout: float | None = None
    ) -> admin_members_reply:
        caller = self._caller
        return caller.call(
            _ADMIN_V1_ADMIN_MEMBER_REMOVE, pack_admin_member_args(arg, caller.limit), timeout
        )

    def ADMIN_MOVE_LEADER(
        self, arg: admin_move_leader_args, *, timeout: float | None = None
    ) -> admin_move_leader_reply:
        """Have another voter lead; answered when it does."""
        caller = self._caller
        return caller.call(
            _ADMIN_V1_ADMIN_MOVE_LEADER, pack_admin_move_leader_args(arg, caller.limit), timeout
        )

    def ADMIN_SNAPSHOT(
        self, arg: admin_snapshot_args, *, timeout: float | None = None
    ) -> admin_snapshot_reply:
        """Read a snapshot of this node."""
        caller = self._caller
        return caller.call(
            _ADMIN_V1_ADMIN_SNAPSHOT, pack_admin_snapshot_args(arg, caller.limit), timeout
        )

    def ADMIN_HASH(self, arg: admin_hash_args, *, timeout: float | None = None) -> admin_hash_reply:
        """Hash what this node holds."""
        caller = self._caller
        return caller.call(_ADMIN_V1_ADMIN_HASH, pack_admin_hash_args(arg, caller.limit), timeout)


class ADMIN_V1AsyncClient(_rt.AsyncClient):
    """Calls the procedures of ADMIN_PROGRAM, version 1 (ADMIN_V1)."""

    version: typing.ClassVar[_rt.Version] = ADMIN_V1

    async def ADMIN_CHALLENGE(self, *, timeout: float | None = None) -> admin_challenge:
        """Ask for what ADMIN_PROVE has to answer."""
        caller = self._caller
        return await caller.call(_ADMIN_V1_ADMIN_CHALLENGE, b"", timeout)

    async def ADMIN_PROVE(self, arg: admin_proof, *, timeout: float | None = None) -> bool:
        """Prove to hold the cluster's key; answers whether the connection may ask now."""
        caller = self._caller
        return await caller.call(
            _ADMIN_V1_ADMIN_PROVE, pack_admin_proof(arg, caller.limit), timeout
        )

    async def ADMIN_MEMBER_LIST(
        self, arg: admin_call, *, timeout: float | None = None
    ) -> admin_members_reply:
        """The members, as the leader sees them: the call is passed on. Where no leader is known, or
        it does not answer, those of the newest configuration that this node has applied.
        """
        caller = self._caller
        return await caller.call(
            _ADMIN_V1_ADMIN_MEMBER_LIST, pack_admin_call(arg, caller.limit), timeout
        )

    async def ADMIN_MEMBER_ADD(
        self, arg: admin_member_add_args, *, timeout: float | None = None
    ) -> admin_members_reply:
        """These three are passed on to the leader, and answer the members they leave. Refused with
        KV_NO_QUORUM where the change could cost the cluster its quorum, and with KV_BUSY while
        another one is under way or a learner has not caught up.
        """
        caller = self._caller
        return await caller.call(
            _ADMIN_V1_ADMIN_MEMBER_ADD, pack_admin_member_add_args(arg, caller.limit), timeout
        )

    async def ADMIN_MEMBER_PROMOTE(
        self, arg: admin_member_args, *, timeout: float | None = None
    ) -> admin_members_reply:
        caller = self._caller
        return await caller.call(
            _ADMIN_V1_ADMIN_MEMBER_PROMOTE, pack_admin_member_args(arg, caller.limit), timeout
        )

    async def ADMIN_MEMBER_REMOVE(
        self, arg: admin_member_args, *, timeout: float | None = None
    ) -> admin_members_reply:
        caller = self._caller
        return await caller.call(
            _ADMIN_V1_ADMIN_MEMBER_REMOVE, pack_admin_member_args(arg, caller.limit), timeout
        )

    async def ADMIN_MOVE_LEADER(
        self, arg: admin_move_leader_args, *, timeout: float | None = None
    ) -> admin_move_leader_reply:
        """Have another voter lead; answered when it does."""
        caller = self._caller
        return await caller.call(
            _ADMIN_V1_ADMIN_MOVE_LEADER, pack_admin_move_leader_args(arg, caller.limit), timeout
        )

    async def ADMIN_SNAPSHOT(
        self, arg: admin_snapshot_args, *, timeout: float | None = None
    ) -> admin_snapshot_reply:
        """Read a snapshot of this node."""
        caller = self._caller
        return await caller.call(
            _ADMIN_V1_ADMIN_SNAPSHOT, pack_admin_snapshot_args(arg, caller.limit), timeout
        )

    async def ADMIN_HASH(
        self, arg: admin_hash_args, *, timeout: float | None = None
    ) -> admin_hash_reply:
        """Hash what this node holds."""
        caller = self._caller
        return await caller.call(
            _ADMIN_V1_ADMIN_HASH, pack_admin_hash_args(arg, caller.limit), timeout
        )


class ADMIN_V1Server(_rt.Server):
    """Answers the procedures of ADMIN_PROGRAM, version 1 (ADMIN_V1)."""

    version: typing.ClassVar[_rt.Version] = ADMIN_V1
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_ADMIN_V1_ADMIN_CHALLENGE, "ADMIN_CHALLENGE"),
        (_ADMIN_V1_ADMIN_PROVE, "ADMIN_PROVE"),
        (_ADMIN_V1_ADMIN_MEMBER_LIST, "ADMIN_MEMBER_LIST"),
        (_ADMIN_V1_ADMIN_MEMBER_ADD, "ADMIN_MEMBER_ADD"),
        (_ADMIN_V1_ADMIN_MEMBER_PROMOTE, "ADMIN_MEMBER_PROMOTE"),
        (_ADMIN_V1_ADMIN_MEMBER_REMOVE, "ADMIN_MEMBER_REMOVE"),
        (_ADMIN_V1_ADMIN_MOVE_LEADER, "ADMIN_MOVE_LEADER"),
        (_ADMIN_V1_ADMIN_SNAPSHOT, "ADMIN_SNAPSHOT"),
        (_ADMIN_V1_ADMIN_HASH, "ADMIN_HASH"),
    )

    def ADMIN_CHALLENGE(self, context: _rt.Context) -> admin_challenge | _Future[admin_challenge]:
        """Ask for what ADMIN_PROVE has to answer."""
        raise _rt.ProcedureUnavailable

    def ADMIN_PROVE(self, arg: admin_proof, context: _rt.Context) -> bool | _Future[bool]:
        """Prove to hold the cluster's key; answers whether the connection may ask now."""
        raise _rt.ProcedureUnavailable

    def ADMIN_MEMBER_LIST(
        self, arg: admin_call, context: _rt.Context
    ) -> admin_members_reply | _Future[admin_members_reply]:
        """The members, as the leader sees them: the call is passed on. Where no leader is known, or
        it does not answer, those of the newest configuration that this node has applied.
        """
        raise _rt.ProcedureUnavailable

    def ADMIN_MEMBER_ADD(
        self, arg: admin_member_add_args, context: _rt.Context
    ) -> admin_members_reply | _Future[admin_members_reply]:
        """These three are passed on to the leader, and answer the members they leave. Refused with
        KV_NO_QUORUM where the change could cost the cluster its quorum, and with KV_BUSY while
        another one is under way or a learner has not caught up.
        """
        raise _rt.ProcedureUnavailable

    def ADMIN_MEMBER_PROMOTE(
        self, arg: admin_member_args, context: _rt.Context
    ) -> admin_members_reply | _Future[admin_members_reply]:
        raise _rt.ProcedureUnavailable

    def ADMIN_MEMBER_REMOVE(
        self, arg: admin_member_args, context: _rt.Context
    ) -> admin_members_reply | _Future[admin_members_reply]:
        raise _rt.ProcedureUnavailable

    def ADMIN_MOVE_LEADER(
        self, arg: admin_move_leader_args, context: _rt.Context
    ) -> admin_move_leader_reply | _Future[admin_move_leader_reply]:
        """Have another voter lead; answered when it does."""
        raise _rt.ProcedureUnavailable

    def ADMIN_SNAPSHOT(
        self, arg: admin_snapshot_args, context: _rt.Context
    ) -> admin_snapshot_reply | _Future[admin_snapshot_reply]:
        """Read a snapshot of this node."""
        raise _rt.ProcedureUnavailable

    def ADMIN_HASH(
        self, arg: admin_hash_args, context: _rt.Context
    ) -> admin_hash_reply | _Future[admin_hash_reply]:
        """Hash what this node holds."""
        raise _rt.ProcedureUnavailable


class ADMIN_V1AsyncServer(_rt.AsyncServer):
    """Answers the procedures of ADMIN_PROGRAM, version 1 (ADMIN_V1)."""

    version: typing.ClassVar[_rt.Version] = ADMIN_V1
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_ADMIN_V1_ADMIN_CHALLENGE, "ADMIN_CHALLENGE"),
        (_ADMIN_V1_ADMIN_PROVE, "ADMIN_PROVE"),
        (_ADMIN_V1_ADMIN_MEMBER_LIST, "ADMIN_MEMBER_LIST"),
        (_ADMIN_V1_ADMIN_MEMBER_ADD, "ADMIN_MEMBER_ADD"),
        (_ADMIN_V1_ADMIN_MEMBER_PROMOTE, "ADMIN_MEMBER_PROMOTE"),
        (_ADMIN_V1_ADMIN_MEMBER_REMOVE, "ADMIN_MEMBER_REMOVE"),
        (_ADMIN_V1_ADMIN_MOVE_LEADER, "ADMIN_MOVE_LEADER"),
        (_ADMIN_V1_ADMIN_SNAPSHOT, "ADMIN_SNAPSHOT"),
        (_ADMIN_V1_ADMIN_HASH, "ADMIN_HASH"),
    )

    async def ADMIN_CHALLENGE(self, context: _rt.Context) -> admin_challenge:
        """Ask for what ADMIN_PROVE has to answer."""
        raise _rt.ProcedureUnavailable

    async def ADMIN_PROVE(self, arg: admin_proof, context: _rt.Context) -> bool:
        """Prove to hold the cluster's key; answers whether the connection may ask now."""
        raise _rt.ProcedureUnavailable

    async def ADMIN_MEMBER_LIST(self, arg: admin_call, context: _rt.Context) -> admin_members_reply:
        """The members, as the leader sees them: the call is passed on. Where no leader is known, or
        it does not answer, those of the newest configuration that this node has applied.
        """
        raise _rt.ProcedureUnavailable

    async def ADMIN_MEMBER_ADD(
        self, arg: admin_member_add_args, context: _rt.Context
    ) -> admin_members_reply:
        """These three are passed on to the leader, and answer the members they leave. Refused with
        KV_NO_QUORUM where the change could cost the cluster its quorum, and with KV_BUSY while
        another one is under way or a learner has not caught up.
        """
        raise _rt.ProcedureUnavailable

    async def ADMIN_MEMBER_PROMOTE(
        self, arg: admin_member_args, context: _rt.Context
    ) -> admin_members_reply:
        raise _rt.ProcedureUnavailable

    async def ADMIN_MEMBER_REMOVE(
        self, arg: admin_member_args, context: _rt.Context
    ) -> admin_members_reply:
        raise _rt.ProcedureUnavailable

    async def ADMIN_MOVE_LEADER(
        self, arg: admin_move_leader_args, context: _rt.Context
    ) -> admin_move_leader_reply:
        """Have another voter lead; answered when it does."""
        raise _rt.ProcedureUnavailable

    async def ADMIN_SNAPSHOT(
        self, arg: admin_snapshot_args, context: _rt.Context
    ) -> admin_snapshot_reply:
        """Read a snapshot of this node."""
        raise _rt.ProcedureUnavailable

    async def ADMIN_HASH(self, arg: admin_hash_args, context: _rt.Context) -> admin_hash_reply:
        """Hash what this node holds."""
        raise _rt.ProcedureUnavailable
