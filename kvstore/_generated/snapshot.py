"""snapshot.x, compiled by rpcgen-py. Edit that file, not this one.

The content of a snapshot: the whole state machine at one point of the log.

A stream of records, each behind its length in 4 bytes, the highest first; where the stream is
cut to be stored or sent means nothing. One state has one stream, byte for byte. Checksums are
the business of who stores it. A snapshot of an unknown version is refused.

The records stand in the order of their kinds; SNAPSHOT_OUTCOME follows the session it belongs
to, and the keys of one name space (all their SNAPSHOT_BASE, then all their SNAPSHOT_CHANGES)
precede those of the next one in order of the names' bytes.
"""

from __future__ import annotations

import struct
import typing

import msgspec

from rpcgen_py.runtime import generated as _rt

from . import kv as _kv
from . import raft as _raft

_rt.require(1)

__all__ = [
    "SNAPSHOT_BASE",
    "SNAPSHOT_CHANGES",
    "SNAPSHOT_END",
    "SNAPSHOT_HEAD",
    "SNAPSHOT_ITEMS_MAX",
    "SNAPSHOT_LEASES",
    "SNAPSHOT_LEASES_MAX",
    "SNAPSHOT_OUTCOME",
    "SNAPSHOT_RECORD_MAX",
    "SNAPSHOT_REFUSED",
    "SNAPSHOT_SESSION",
    "SNAPSHOT_VERSION",
    "pack_snapshot_delete_done",
    "pack_snapshot_head",
    "pack_snapshot_items",
    "pack_snapshot_lease_granted",
    "pack_snapshot_lease_revoked",
    "pack_snapshot_outcome",
    "pack_snapshot_put_done",
    "pack_snapshot_record",
    "pack_snapshot_refused",
    "pack_snapshot_result",
    "pack_snapshot_session",
    "pack_snapshot_term",
    "pack_snapshot_txn_done",
    "snapshot_delete_done",
    "snapshot_head",
    "snapshot_items",
    "snapshot_lease_granted",
    "snapshot_lease_revoked",
    "snapshot_outcome",
    "snapshot_put_done",
    "snapshot_record",
    "snapshot_record_SNAPSHOT_BASE",
    "snapshot_record_SNAPSHOT_CHANGES",
    "snapshot_record_SNAPSHOT_END",
    "snapshot_record_SNAPSHOT_HEAD",
    "snapshot_record_SNAPSHOT_LEASES",
    "snapshot_record_SNAPSHOT_OUTCOME",
    "snapshot_record_SNAPSHOT_SESSION",
    "snapshot_refused",
    "snapshot_result",
    "snapshot_result_COMMAND_COMPACT",
    "snapshot_result_COMMAND_DELETE",
    "snapshot_result_COMMAND_LEASE_GRANT",
    "snapshot_result_COMMAND_LEASE_KEEPALIVE",
    "snapshot_result_COMMAND_LEASE_REVOKE",
    "snapshot_result_COMMAND_PUT",
    "snapshot_result_COMMAND_TXN",
    "snapshot_result_SNAPSHOT_REFUSED",
    "snapshot_session",
    "snapshot_term",
    "snapshot_txn_done",
    "unpack_snapshot_delete_done",
    "unpack_snapshot_head",
    "unpack_snapshot_items",
    "unpack_snapshot_lease_granted",
    "unpack_snapshot_lease_revoked",
    "unpack_snapshot_outcome",
    "unpack_snapshot_put_done",
    "unpack_snapshot_record",
    "unpack_snapshot_refused",
    "unpack_snapshot_result",
    "unpack_snapshot_session",
    "unpack_snapshot_term",
    "unpack_snapshot_txn_done",
]

# %#include "kv.h"
# %#include "raft.h"
# %#include "command.h"
SNAPSHOT_VERSION: typing.Final[int] = 1
# Longest record: an outcome as large as answers can be, and what wraps its items.
SNAPSHOT_RECORD_MAX: typing.Final[int] = 8388608
# Kinds of records.
SNAPSHOT_HEAD: typing.Final[int] = 1
SNAPSHOT_LEASES: typing.Final[int] = 2
SNAPSHOT_SESSION: typing.Final[int] = 3
SNAPSHOT_OUTCOME: typing.Final[int] = 4
# Items as they were just below the floor, in order of their keys. Those that the changes since
# have not touched are still the newest.
SNAPSHOT_BASE: typing.Final[int] = 5
# Items that the changes from the floor on have made, tombstones included, in order of revision
# and, within one, in the order of its changes.
SNAPSHOT_CHANGES: typing.Final[int] = 6
SNAPSHOT_END: typing.Final[int] = 7
SNAPSHOT_LEASES_MAX: typing.Final[int] = 1024
SNAPSHOT_ITEMS_MAX: typing.Final[int] = 65536
# The command was refused.
SNAPSHOT_REFUSED: typing.Final[int] = 0


class snapshot_head(msgspec.Struct, frozen=True, gc=False):
    version: int
    # The last entry that is applied.
    index: int
    term: int
    # The newest revision, and the oldest that can be read.
    revision: int
    compacted_revision: int
    # Replicated time.
    clock_ms: int
    feature_level: int
    configuration: _raft.conf_state
    # In order of their numbers. If the highest number that any member ever had is none of theirs
    # it stands behind them, without an address: it is not given again.
    members: tuple[_raft.member_info, ...]
    # In order of node and kind.
    alarms: tuple[_kv.kv_alarm, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            members = self.members
            members_count = len(members)
            if members_count > 64:
                raise ValueError
            out: list[bytes] = []
            out.append(
                _pack_I5QI(
                    self.version,
                    self.index,
                    self.term,
                    self.revision,
                    self.compacted_revision,
                    self.clock_ms,
                    self.feature_level,
                )
            )
            out.append(_raft.pack_conf_state(self.configuration, limit))
            out.append(_pack_I(members_count))
            out += [_raft.pack_member_info(members_item, limit) for members_item in members]
            alarms = self.alarms
            alarms_count = len(alarms)
            if alarms_count > 64:
                raise ValueError
            out.append(_pack_I(alarms_count))
            out += [_kv.pack_kv_alarm(alarms_item, limit) for alarms_item in alarms]
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_head", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_head:
        return _rt.unpack_whole(unpack_snapshot_head, data, limit)


class snapshot_term(msgspec.Struct, frozen=True, gc=False):
    """Something that ends by time."""

    id: int
    ttl_ms: int
    # Number of renewals, and the replicated time of the last one.
    renewal: int
    renewed_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_4Q(self.id, self.ttl_ms, self.renewal, self.renewed_ms)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_term", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_term:
        try:
            return cls(*_whole_4Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "snapshot_term", data, 0, len(data), limit, fault
            ) from None


class snapshot_session(msgspec.Struct, frozen=True, gc=False):
    term: snapshot_term
    name: bytes
    lowest_unanswered: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            term = self.term
            name = self.name
            name_length = len(name)
            if name_length > 255:
                raise ValueError
            return _pack_4QI_ns_Q_255[name_length](
                term.id,
                term.ttl_ms,
                term.renewal,
                term.renewed_ms,
                name_length,
                name,
                self.lowest_unanswered,
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_session", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_session:
        try:
            at = 0
            end = len(data)
            id2, ttl_ms, renewal, renewed_ms, name_length = _unpack_4QI(data, at)
            if name_length > 255:
                raise ValueError
            at += 36
            name = data[at : at + name_length]
            at += (name_length + 3) & -4
            (lowest_unanswered,) = _unpack_Q(data, at)
            if at + 8 != end:
                raise ValueError
            return cls(snapshot_term(id2, ttl_ms, renewal, renewed_ms), name, lowest_unanswered)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "snapshot_session", data, 0, len(data), limit, fault
            ) from None


class snapshot_put_done(msgspec.Struct, frozen=True, gc=False):
    revision: int
    previous: _kv.kv_item | None

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            previous = self.previous
            if previous is None:
                return _pack_QI(self.revision, 0)
            return _pack_QI(self.revision, 1) + _kv.pack_kv_item(previous, limit)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_put_done", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_put_done:
        return _rt.unpack_whole(unpack_snapshot_put_done, data, limit)


class snapshot_delete_done(msgspec.Struct, frozen=True, gc=False):
    revision: int
    deleted: _kv.kv_deleted

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_Q(self.revision) + _kv.pack_kv_deleted(self.deleted, limit)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_delete_done", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_delete_done:
        return _rt.unpack_whole(unpack_snapshot_delete_done, data, limit)


class snapshot_txn_done(msgspec.Struct, frozen=True, gc=False):
    revision: int
    succeeded: bool
    results: tuple[_kv.kv_operation_result, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            results = self.results
            results_count = len(results)
            if results_count > 128:
                raise ValueError
            out: list[bytes] = []
            out.append(_pack_Q3xbI(self.revision, self.succeeded, results_count))
            out += [_kv.pack_kv_operation_result(results_item, limit) for results_item in results]
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_txn_done", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_txn_done:
        return _rt.unpack_whole(unpack_snapshot_txn_done, data, limit)


class snapshot_lease_revoked(msgspec.Struct, frozen=True, gc=False):
    revision: int
    count: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_2Q(self.revision, self.count)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_lease_revoked", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_lease_revoked:
        try:
            return cls(*_whole_2Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "snapshot_lease_revoked", data, 0, len(data), limit, fault
            ) from None


class snapshot_lease_granted(msgspec.Struct, frozen=True, gc=False):
    lease: int
    ttl_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_2Q(self.lease, self.ttl_ms)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_lease_granted", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_lease_granted:
        try:
            return cls(*_whole_2Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "snapshot_lease_granted", data, 0, len(data), limit, fault
            ) from None


class snapshot_refused(msgspec.Struct, frozen=True, gc=False):
    code: int
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
            return _pack_iI_ns[message_length](self.code, message_length, message)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_refused", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_refused:
        try:
            at = 0
            end = len(data)
            code, message_length = _unpack_iI(data, at)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(code, message)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "snapshot_refused", data, 0, len(data), limit, fault
            ) from None


class snapshot_result_SNAPSHOT_REFUSED(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 0
    refused: snapshot_refused

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> snapshot_result_SNAPSHOT_REFUSED:
        return _rt.unpack_arm(cls, unpack_snapshot_result, data, limit)


class snapshot_result_COMMAND_PUT(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 1
    put: snapshot_put_done

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_result_COMMAND_PUT:
        return _rt.unpack_arm(cls, unpack_snapshot_result, data, limit)


class snapshot_result_COMMAND_DELETE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 2
    deletion: snapshot_delete_done

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> snapshot_result_COMMAND_DELETE:
        return _rt.unpack_arm(cls, unpack_snapshot_result, data, limit)


class snapshot_result_COMMAND_TXN(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 3
    txn: snapshot_txn_done

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_result_COMMAND_TXN:
        return _rt.unpack_arm(cls, unpack_snapshot_result, data, limit)


class snapshot_result_COMMAND_COMPACT(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 4

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> snapshot_result_COMMAND_COMPACT:
        return _rt.unpack_arm(cls, unpack_snapshot_result, data, limit)


class snapshot_result_COMMAND_LEASE_GRANT(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 5
    granted: snapshot_lease_granted

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> snapshot_result_COMMAND_LEASE_GRANT:
        return _rt.unpack_arm(cls, unpack_snapshot_result, data, limit)


class snapshot_result_COMMAND_LEASE_REVOKE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 6
    revoked: snapshot_lease_revoked

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> snapshot_result_COMMAND_LEASE_REVOKE:
        return _rt.unpack_arm(cls, unpack_snapshot_result, data, limit)


class snapshot_result_COMMAND_LEASE_KEEPALIVE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 7
    kept_ttl_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> snapshot_result_COMMAND_LEASE_KEEPALIVE:
        return _rt.unpack_arm(cls, unpack_snapshot_result, data, limit)


# What became of a command, by the kind of the command.
snapshot_result: typing.TypeAlias = (
    snapshot_result_SNAPSHOT_REFUSED
    | snapshot_result_COMMAND_PUT
    | snapshot_result_COMMAND_DELETE
    | snapshot_result_COMMAND_TXN
    | snapshot_result_COMMAND_COMPACT
    | snapshot_result_COMMAND_LEASE_GRANT
    | snapshot_result_COMMAND_LEASE_REVOKE
    | snapshot_result_COMMAND_LEASE_KEEPALIVE
)


class snapshot_outcome(msgspec.Struct, frozen=True, gc=False):
    sequence: int
    result: snapshot_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            out.append(_pack_Q(self.sequence))
            _write_snapshot_result(self.result, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_outcome", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_outcome:
        return _rt.unpack_whole(unpack_snapshot_outcome, data, limit)


class snapshot_items(msgspec.Struct, frozen=True, gc=False):
    name_space: bytes
    items: tuple[_kv.kv_item, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            name_space = self.name_space
            name_space_length = len(name_space)
            if name_space_length > 255:
                raise ValueError
            items = self.items
            items_count = len(items)
            if items_count > 65536:
                raise ValueError
            out: list[bytes] = []
            out.append(
                _pack_I_ns_I_255[name_space_length](name_space_length, name_space, items_count)
            )
            out += [_kv.pack_kv_item(items_item, limit) for items_item in items]
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_items", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_items:
        return _rt.unpack_whole(unpack_snapshot_items, data, limit)


class snapshot_record_SNAPSHOT_HEAD(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 1
    head: snapshot_head

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_record(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_record_SNAPSHOT_HEAD:
        return _rt.unpack_arm(cls, unpack_snapshot_record, data, limit)


class snapshot_record_SNAPSHOT_LEASES(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 2
    leases: tuple[snapshot_term, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_record(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> snapshot_record_SNAPSHOT_LEASES:
        return _rt.unpack_arm(cls, unpack_snapshot_record, data, limit)


class snapshot_record_SNAPSHOT_SESSION(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 3
    session: snapshot_session

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_record(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> snapshot_record_SNAPSHOT_SESSION:
        return _rt.unpack_arm(cls, unpack_snapshot_record, data, limit)


class snapshot_record_SNAPSHOT_OUTCOME(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 4
    outcome: snapshot_outcome

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_record(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> snapshot_record_SNAPSHOT_OUTCOME:
        return _rt.unpack_arm(cls, unpack_snapshot_record, data, limit)


class snapshot_record_SNAPSHOT_BASE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 5
    base: snapshot_items

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_record(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_record_SNAPSHOT_BASE:
        return _rt.unpack_arm(cls, unpack_snapshot_record, data, limit)


class snapshot_record_SNAPSHOT_CHANGES(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 6
    changes: snapshot_items

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_record(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> snapshot_record_SNAPSHOT_CHANGES:
        return _rt.unpack_arm(cls, unpack_snapshot_record, data, limit)


class snapshot_record_SNAPSHOT_END(msgspec.Struct, frozen=True, gc=False):
    """Number of records before this one."""

    kind: typing.ClassVar[int] = 7
    # Number of records before this one.
    records: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_snapshot_record(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_record_SNAPSHOT_END:
        return _rt.unpack_arm(cls, unpack_snapshot_record, data, limit)


snapshot_record: typing.TypeAlias = (
    snapshot_record_SNAPSHOT_HEAD
    | snapshot_record_SNAPSHOT_LEASES
    | snapshot_record_SNAPSHOT_SESSION
    | snapshot_record_SNAPSHOT_OUTCOME
    | snapshot_record_SNAPSHOT_BASE
    | snapshot_record_SNAPSHOT_CHANGES
    | snapshot_record_SNAPSHOT_END
)

# The runs of words that codecs read and write at once.
_iter_4Q = struct.Struct(">4Q").iter_unpack
_pack_2Q = struct.Struct(">2Q").pack
_pack_4Q = struct.Struct(">4Q").pack
_pack_4QI_ns_Q_255 = _rt.short_packers("4QI", "Q", 5, 255)
_pack_I = struct.Struct(">I").pack
_pack_I5QI = struct.Struct(">I5QI").pack
_pack_I_ns_I_255 = _rt.short_packers("I", "I", 1, 255)
_pack_Q = struct.Struct(">Q").pack
_pack_Q3xbI = struct.Struct(">Q3x?I").pack
_pack_QI = struct.Struct(">QI").pack
_pack_i = struct.Struct(">i").pack
_pack_iI_ns = _rt.Packers("iI", "s", "")
_unpack_2Q = struct.Struct(">2Q").unpack_from
_unpack_4Q = struct.Struct(">4Q").unpack_from
_unpack_4QI = struct.Struct(">4QI").unpack_from
_unpack_I = struct.Struct(">I").unpack_from
_unpack_I5QI = struct.Struct(">I5QI").unpack_from
_unpack_Q = struct.Struct(">Q").unpack_from
_unpack_Q2I = struct.Struct(">Q2I").unpack_from
_unpack_QI = struct.Struct(">QI").unpack_from
_unpack_i = struct.Struct(">i").unpack_from
_unpack_iI = struct.Struct(">iI").unpack_from
_whole_2Q = struct.Struct(">2Q").unpack
_whole_4Q = struct.Struct(">4Q").unpack

pack_snapshot_head = snapshot_head.to_xdr
pack_snapshot_term = snapshot_term.to_xdr
pack_snapshot_session = snapshot_session.to_xdr
pack_snapshot_put_done = snapshot_put_done.to_xdr
pack_snapshot_delete_done = snapshot_delete_done.to_xdr
pack_snapshot_txn_done = snapshot_txn_done.to_xdr
pack_snapshot_lease_revoked = snapshot_lease_revoked.to_xdr
pack_snapshot_lease_granted = snapshot_lease_granted.to_xdr
pack_snapshot_refused = snapshot_refused.to_xdr
pack_snapshot_outcome = snapshot_outcome.to_xdr
pack_snapshot_items = snapshot_items.to_xdr


def unpack_snapshot_head(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_head, int]:
    at = offset
    try:
        version, index, term, revision, compacted_revision, clock_ms, feature_level = _unpack_I5QI(
            data, at
        )
        configuration, at = _raft.unpack_conf_state(data, at + 48, end, limit)
        (members_count,) = _unpack_I(data, at)
        if members_count > 64 or members_count * 28 > end - at - 4:
            raise ValueError
        at += 4
        members_items: list[_raft.member_info] = []
        for _ in range(members_count):
            members_item, at = _raft.unpack_member_info(data, at, end, limit)
            members_items.append(members_item)
        members = tuple(members_items)
        (alarms_count,) = _unpack_I(data, at)
        if alarms_count > 64 or alarms_count * 16 > end - at - 4:
            raise ValueError
        at += 4
        alarms_items: list[_kv.kv_alarm] = []
        for _ in range(alarms_count):
            alarms_item, at = _kv.unpack_kv_alarm(data, at, end, limit)
            alarms_items.append(alarms_item)
        alarms = tuple(alarms_items)
        value = snapshot_head(
            version,
            index,
            term,
            revision,
            compacted_revision,
            clock_ms,
            feature_level,
            configuration,
            members,
            alarms,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_head", data, offset, end, limit, fault
        ) from None


def unpack_snapshot_term(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_term, int]:
    at = offset
    try:
        value = snapshot_term(*_unpack_4Q(data, at))
        at += 32
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_term", data, offset, end, limit, fault
        ) from None


def unpack_snapshot_session(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_session, int]:
    at = offset
    try:
        id2, ttl_ms, renewal, renewed_ms, name_length = _unpack_4QI(data, at)
        if name_length > 255:
            raise ValueError
        at += 36
        name = data[at : at + name_length]
        at += (name_length + 3) & -4
        (lowest_unanswered,) = _unpack_Q(data, at)
        value = snapshot_session(
            snapshot_term(id2, ttl_ms, renewal, renewed_ms), name, lowest_unanswered
        )
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_session", data, offset, end, limit, fault
        ) from None


def unpack_snapshot_put_done(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_put_done, int]:
    at = offset
    try:
        revision, previous_flag = _unpack_QI(data, at)
        previous: _kv.kv_item | None
        if previous_flag == 1:
            previous2, at = _kv.unpack_kv_item(data, at + 12, end, limit)
            previous = previous2
        elif previous_flag == 0:
            previous = None
            at += 12
        else:
            raise ValueError
        value = snapshot_put_done(revision, previous)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_put_done", data, offset, end, limit, fault
        ) from None


def unpack_snapshot_delete_done(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_delete_done, int]:
    at = offset
    try:
        (revision,) = _unpack_Q(data, at)
        deleted, at = _kv.unpack_kv_deleted(data, at + 8, end, limit)
        value = snapshot_delete_done(revision, deleted)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_delete_done", data, offset, end, limit, fault
        ) from None


def unpack_snapshot_txn_done(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_txn_done, int]:
    at = offset
    try:
        revision, succeeded, results_count = _unpack_Q2I(data, at)
        if results_count > 128 or results_count * 4 > end - at - 16:
            raise ValueError
        at += 16
        results_items: list[_kv.kv_operation_result] = []
        for _ in range(results_count):
            results_item, at = _kv.unpack_kv_operation_result(data, at, end, limit)
            results_items.append(results_item)
        results = tuple(results_items)
        value = snapshot_txn_done(revision, _rt.BOOLS[succeeded], results)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_txn_done", data, offset, end, limit, fault
        ) from None


def unpack_snapshot_lease_revoked(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_lease_revoked, int]:
    at = offset
    try:
        value = snapshot_lease_revoked(*_unpack_2Q(data, at))
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_lease_revoked", data, offset, end, limit, fault
        ) from None


def unpack_snapshot_lease_granted(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_lease_granted, int]:
    at = offset
    try:
        value = snapshot_lease_granted(*_unpack_2Q(data, at))
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_lease_granted", data, offset, end, limit, fault
        ) from None


def unpack_snapshot_refused(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_refused, int]:
    at = offset
    try:
        code, message_length = _unpack_iI(data, at)
        if message_length > 1024:
            raise ValueError
        at += 8
        message = data[at : at + message_length].decode("utf-8", "surrogateescape")
        at += (message_length + 3) & -4
        value = snapshot_refused(code, message)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_refused", data, offset, end, limit, fault
        ) from None


def _write_snapshot_result(value: snapshot_result, out: list[bytes], limit: int) -> None:
    arm: typing.Any = value
    kind = arm.__class__
    out.append(_pack_i(arm.kind))
    if kind is snapshot_result_SNAPSHOT_REFUSED:
        refused = arm.refused
        try:
            message = refused.message.encode()
        except UnicodeEncodeError:
            message = refused.message.encode("utf-8", "surrogateescape")
        message_length = len(message)
        if message_length > 1024:
            raise ValueError
        out.append(_pack_iI_ns[message_length](refused.code, message_length, message))
    elif kind is snapshot_result_COMMAND_PUT:
        put = arm.put
        previous = put.previous
        if previous is None:
            out.append(_pack_QI(put.revision, 0))
        else:
            out.append(_pack_QI(put.revision, 1))
            out.append(_kv.pack_kv_item(previous, limit))
    elif kind is snapshot_result_COMMAND_DELETE:
        deletion = arm.deletion
        out.append(_pack_Q(deletion.revision))
        out.append(_kv.pack_kv_deleted(deletion.deleted, limit))
    elif kind is snapshot_result_COMMAND_TXN:
        txn = arm.txn
        results = txn.results
        results_count = len(results)
        if results_count > 128:
            raise ValueError
        out.append(_pack_Q3xbI(txn.revision, txn.succeeded, results_count))
        out += [_kv.pack_kv_operation_result(results_item, limit) for results_item in results]
    elif kind is snapshot_result_COMMAND_COMPACT:
        pass
    elif kind is snapshot_result_COMMAND_LEASE_GRANT:
        granted = arm.granted
        out.append(_pack_2Q(granted.lease, granted.ttl_ms))
    elif kind is snapshot_result_COMMAND_LEASE_REVOKE:
        revoked = arm.revoked
        out.append(_pack_2Q(revoked.revision, revoked.count))
    elif kind is snapshot_result_COMMAND_LEASE_KEEPALIVE:
        out.append(_pack_Q(arm.kept_ttl_ms))
    else:
        raise ValueError


def _read_snapshot_result(
    data: bytes, at: int, end: int, limit: int
) -> tuple[snapshot_result, int]:
    (kind,) = _unpack_i(data, at)
    result: snapshot_result
    if kind == 0:
        code, message_length = _unpack_iI(data, at + 4)
        if message_length > 1024:
            raise ValueError
        at += 12
        message = data[at : at + message_length].decode("utf-8", "surrogateescape")
        at += (message_length + 3) & -4
        result = snapshot_result_SNAPSHOT_REFUSED(snapshot_refused(code, message))
    elif kind == 1:
        revision, previous_flag = _unpack_QI(data, at + 4)
        previous: _kv.kv_item | None
        if previous_flag == 1:
            previous2, at = _kv.unpack_kv_item(data, at + 16, end, limit)
            previous = previous2
        elif previous_flag == 0:
            previous = None
            at += 16
        else:
            raise ValueError
        result = snapshot_result_COMMAND_PUT(snapshot_put_done(revision, previous))
    elif kind == 2:
        (revision2,) = _unpack_Q(data, at + 4)
        deleted, at = _kv.unpack_kv_deleted(data, at + 12, end, limit)
        result = snapshot_result_COMMAND_DELETE(snapshot_delete_done(revision2, deleted))
    elif kind == 3:
        revision3, succeeded, results_count = _unpack_Q2I(data, at + 4)
        if results_count > 128 or results_count * 4 > end - at - 20:
            raise ValueError
        at += 20
        results_items: list[_kv.kv_operation_result] = []
        for _ in range(results_count):
            results_item, at = _kv.unpack_kv_operation_result(data, at, end, limit)
            results_items.append(results_item)
        results = tuple(results_items)
        result = snapshot_result_COMMAND_TXN(
            snapshot_txn_done(revision3, _rt.BOOLS[succeeded], results)
        )
    elif kind == 4:
        result = snapshot_result_COMMAND_COMPACT()
        at += 4
    elif kind == 5:
        lease, ttl_ms = _unpack_2Q(data, at + 4)
        result = snapshot_result_COMMAND_LEASE_GRANT(snapshot_lease_granted(lease, ttl_ms))
        at += 20
    elif kind == 6:
        revision4, count = _unpack_2Q(data, at + 4)
        result = snapshot_result_COMMAND_LEASE_REVOKE(snapshot_lease_revoked(revision4, count))
        at += 20
    elif kind == 7:
        (kept_ttl_ms,) = _unpack_Q(data, at + 4)
        result = snapshot_result_COMMAND_LEASE_KEEPALIVE(kept_ttl_ms)
        at += 12
    else:
        raise ValueError
    return result, at


def pack_snapshot_result(value: snapshot_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        out: list[bytes] = []
        _write_snapshot_result(value, out, limit)
        return b"".join(out)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "snapshot_result", value, limit, fault) from None


def unpack_snapshot_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_result, int]:
    at = offset
    try:
        result, at = _read_snapshot_result(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_result", data, offset, end, limit, fault
        ) from None


def unpack_snapshot_outcome(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_outcome, int]:
    at = offset
    try:
        (sequence,) = _unpack_Q(data, at)
        result, at = _read_snapshot_result(data, at + 8, end, limit)
        value = snapshot_outcome(sequence, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_outcome", data, offset, end, limit, fault
        ) from None


def unpack_snapshot_items(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_items, int]:
    at = offset
    try:
        (name_space_length,) = _unpack_I(data, at)
        if name_space_length > 255:
            raise ValueError
        at += 4
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (items_count,) = _unpack_I(data, at)
        if items_count > 65536 or items_count * 40 > end - at - 4:
            raise ValueError
        at += 4
        items_items: list[_kv.kv_item] = []
        for _ in range(items_count):
            items_item, at = _kv.unpack_kv_item(data, at, end, limit)
            items_items.append(items_item)
        items = tuple(items_items)
        value = snapshot_items(name_space, items)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_items", data, offset, end, limit, fault
        ) from None


def pack_snapshot_record(value: snapshot_record, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        out: list[bytes] = []
        out.append(_pack_i(arm.kind))
        if kind is snapshot_record_SNAPSHOT_HEAD:
            head = arm.head
            out.append(
                _pack_I5QI(
                    head.version,
                    head.index,
                    head.term,
                    head.revision,
                    head.compacted_revision,
                    head.clock_ms,
                    head.feature_level,
                )
            )
            out.append(_raft.pack_conf_state(head.configuration, limit))
            members = head.members
            members_count = len(members)
            if members_count > 64:
                raise ValueError
            out.append(_pack_I(members_count))
            out += [_raft.pack_member_info(members_item, limit) for members_item in members]
            alarms = head.alarms
            alarms_count = len(alarms)
            if alarms_count > 64:
                raise ValueError
            out.append(_pack_I(alarms_count))
            out += [_kv.pack_kv_alarm(alarms_item, limit) for alarms_item in alarms]
        elif kind is snapshot_record_SNAPSHOT_LEASES:
            leases = arm.leases
            leases_count = len(leases)
            if leases_count > 1024:
                raise ValueError
            out.append(_pack_I(leases_count))
            out += [
                _pack_4Q(
                    leases_item.id, leases_item.ttl_ms, leases_item.renewal, leases_item.renewed_ms
                )
                for leases_item in leases
            ]
        elif kind is snapshot_record_SNAPSHOT_SESSION:
            session = arm.session
            term = session.term
            name = session.name
            name_length = len(name)
            if name_length > 255:
                raise ValueError
            out.append(
                _pack_4QI_ns_Q_255[name_length](
                    term.id,
                    term.ttl_ms,
                    term.renewal,
                    term.renewed_ms,
                    name_length,
                    name,
                    session.lowest_unanswered,
                )
            )
        elif kind is snapshot_record_SNAPSHOT_OUTCOME:
            outcome = arm.outcome
            out.append(_pack_Q(outcome.sequence))
            _write_snapshot_result(outcome.result, out, limit)
        elif kind is snapshot_record_SNAPSHOT_BASE:
            base = arm.base
            name_space = base.name_space
            name_space_length = len(name_space)
            if name_space_length > 255:
                raise ValueError
            items = base.items
            items_count = len(items)
            if items_count > 65536:
                raise ValueError
            out.append(
                _pack_I_ns_I_255[name_space_length](name_space_length, name_space, items_count)
            )
            out += [_kv.pack_kv_item(items_item, limit) for items_item in items]
        elif kind is snapshot_record_SNAPSHOT_CHANGES:
            changes = arm.changes
            name_space2 = changes.name_space
            name_space2_length = len(name_space2)
            if name_space2_length > 255:
                raise ValueError
            items2 = changes.items
            items2_count = len(items2)
            if items2_count > 65536:
                raise ValueError
            out.append(
                _pack_I_ns_I_255[name_space2_length](name_space2_length, name_space2, items2_count)
            )
            out += [_kv.pack_kv_item(items2_item, limit) for items2_item in items2]
        elif kind is snapshot_record_SNAPSHOT_END:
            out.append(_pack_Q(arm.records))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "snapshot_record", value, limit, fault) from None


def unpack_snapshot_record(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_record, int]:
    at = offset
    try:
        (kind,) = _unpack_i(data, at)
        result: snapshot_record
        if kind == 1:
            version, index, term, revision, compacted_revision, clock_ms, feature_level = (
                _unpack_I5QI(data, at + 4)
            )
            configuration, at = _raft.unpack_conf_state(data, at + 52, end, limit)
            (members_count,) = _unpack_I(data, at)
            if members_count > 64 or members_count * 28 > end - at - 4:
                raise ValueError
            at += 4
            members_items: list[_raft.member_info] = []
            for _ in range(members_count):
                members_item, at = _raft.unpack_member_info(data, at, end, limit)
                members_items.append(members_item)
            members = tuple(members_items)
            (alarms_count,) = _unpack_I(data, at)
            if alarms_count > 64 or alarms_count * 16 > end - at - 4:
                raise ValueError
            at += 4
            alarms_items: list[_kv.kv_alarm] = []
            for _ in range(alarms_count):
                alarms_item, at = _kv.unpack_kv_alarm(data, at, end, limit)
                alarms_items.append(alarms_item)
            alarms = tuple(alarms_items)
            result = snapshot_record_SNAPSHOT_HEAD(
                snapshot_head(
                    version,
                    index,
                    term,
                    revision,
                    compacted_revision,
                    clock_ms,
                    feature_level,
                    configuration,
                    members,
                    alarms,
                )
            )
        elif kind == 2:
            (leases_count,) = _unpack_I(data, at + 4)
            if leases_count > 1024 or leases_count * 32 > end - at - 8:
                raise ValueError
            at += 8
            leases = tuple(
                [snapshot_term(*words) for words in _iter_4Q(data[at : at + leases_count * 32])]
            )
            at += leases_count * 32
            result = snapshot_record_SNAPSHOT_LEASES(leases)
        elif kind == 3:
            id3, ttl_ms2, renewal2, renewed_ms2, name_length = _unpack_4QI(data, at + 4)
            if name_length > 255:
                raise ValueError
            at += 40
            name = data[at : at + name_length]
            at += (name_length + 3) & -4
            (lowest_unanswered,) = _unpack_Q(data, at)
            result = snapshot_record_SNAPSHOT_SESSION(
                snapshot_session(
                    snapshot_term(id3, ttl_ms2, renewal2, renewed_ms2), name, lowest_unanswered
                )
            )
            at += 8
        elif kind == 4:
            (sequence,) = _unpack_Q(data, at + 4)
            result2, at = _read_snapshot_result(data, at + 12, end, limit)
            result = snapshot_record_SNAPSHOT_OUTCOME(snapshot_outcome(sequence, result2))
        elif kind == 5:
            (name_space_length,) = _unpack_I(data, at + 4)
            if name_space_length > 255:
                raise ValueError
            at += 8
            name_space = data[at : at + name_space_length]
            at += (name_space_length + 3) & -4
            (items_count,) = _unpack_I(data, at)
            if items_count > 65536 or items_count * 40 > end - at - 4:
                raise ValueError
            at += 4
            items_items: list[_kv.kv_item] = []
            for _ in range(items_count):
                items_item, at = _kv.unpack_kv_item(data, at, end, limit)
                items_items.append(items_item)
            items = tuple(items_items)
            result = snapshot_record_SNAPSHOT_BASE(snapshot_items(name_space, items))
        elif kind == 6:
            (name_space_length2,) = _unpack_I(data, at + 4)
            if name_space_length2 > 255:
                raise ValueError
            at += 8
            name_space2 = data[at : at + name_space_length2]
            at += (name_space_length2 + 3) & -4
            (items_count2,) = _unpack_I(data, at)
            if items_count2 > 65536 or items_count2 * 40 > end - at - 4:
                raise ValueError
            at += 4
            items2_items: list[_kv.kv_item] = []
            for _ in range(items_count2):
                items_item2, at = _kv.unpack_kv_item(data, at, end, limit)
                items2_items.append(items_item2)
            items2 = tuple(items2_items)
            result = snapshot_record_SNAPSHOT_CHANGES(snapshot_items(name_space2, items2))
        elif kind == 7:
            (records,) = _unpack_Q(data, at + 4)
            result = snapshot_record_SNAPSHOT_END(records)
            at += 12
        else:
            raise ValueError
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_record", data, offset, end, limit, fault
        ) from None


def _shapes() -> dict[str, _rt.Shape]:
    """What the types are made of: read only to say what is wrong, and where."""
    _s = _rt.shapes
    return {
        "snapshot_head": _s.Struct(
            {
                "version": _s.UINT,
                "index": _s.UHYPER,
                "term": _s.UHYPER,
                "revision": _s.UHYPER,
                "compacted_revision": _s.UHYPER,
                "clock_ms": _s.UHYPER,
                "feature_level": _s.UINT,
                "configuration": _s.Foreign(_raft.pack_conf_state, _raft.unpack_conf_state),
                "members": _s.Array(
                    _s.Foreign(_raft.pack_member_info, _raft.unpack_member_info), 64, 28
                ),
                "alarms": _s.Array(_s.Foreign(_kv.pack_kv_alarm, _kv.unpack_kv_alarm), 64, 16),
            }
        ),
        "snapshot_term": _s.Struct(
            {"id": _s.UHYPER, "ttl_ms": _s.UHYPER, "renewal": _s.UHYPER, "renewed_ms": _s.UHYPER}
        ),
        "snapshot_session": _s.Struct(
            {
                "term": _s.Named("snapshot_term"),
                "name": _s.Opaque(255),
                "lowest_unanswered": _s.UHYPER,
            }
        ),
        "snapshot_put_done": _s.Struct(
            {
                "revision": _s.UHYPER,
                "previous": _s.Optional(_s.Foreign(_kv.pack_kv_item, _kv.unpack_kv_item)),
            }
        ),
        "snapshot_delete_done": _s.Struct(
            {
                "revision": _s.UHYPER,
                "deleted": _s.Foreign(_kv.pack_kv_deleted, _kv.unpack_kv_deleted),
            }
        ),
        "snapshot_txn_done": _s.Struct(
            {
                "revision": _s.UHYPER,
                "succeeded": _s.BOOL,
                "results": _s.Array(
                    _s.Foreign(_kv.pack_kv_operation_result, _kv.unpack_kv_operation_result), 128, 4
                ),
            }
        ),
        "snapshot_lease_revoked": _s.Struct({"revision": _s.UHYPER, "count": _s.UHYPER}),
        "snapshot_lease_granted": _s.Struct({"lease": _s.UHYPER, "ttl_ms": _s.UHYPER}),
        "snapshot_refused": _s.Struct({"code": _s.INT, "message": _s.String(1024)}),
        "snapshot_result": _s.Union(
            "kind",
            _s.INT,
            {
                0: (snapshot_result_SNAPSHOT_REFUSED, "refused", _s.Named("snapshot_refused")),
                1: (snapshot_result_COMMAND_PUT, "put", _s.Named("snapshot_put_done")),
                2: (snapshot_result_COMMAND_DELETE, "deletion", _s.Named("snapshot_delete_done")),
                3: (snapshot_result_COMMAND_TXN, "txn", _s.Named("snapshot_txn_done")),
                4: (snapshot_result_COMMAND_COMPACT, "", _s.VOID),
                5: (
                    snapshot_result_COMMAND_LEASE_GRANT,
                    "granted",
                    _s.Named("snapshot_lease_granted"),
                ),
                6: (
                    snapshot_result_COMMAND_LEASE_REVOKE,
                    "revoked",
                    _s.Named("snapshot_lease_revoked"),
                ),
                7: (snapshot_result_COMMAND_LEASE_KEEPALIVE, "kept_ttl_ms", _s.UHYPER),
            },
        ),
        "snapshot_outcome": _s.Struct(
            {"sequence": _s.UHYPER, "result": _s.Named("snapshot_result")}
        ),
        "snapshot_items": _s.Struct(
            {
                "name_space": _s.Opaque(255),
                "items": _s.Array(_s.Foreign(_kv.pack_kv_item, _kv.unpack_kv_item), 65536, 40),
            }
        ),
        "snapshot_record": _s.Union(
            "kind",
            _s.INT,
            {
                1: (snapshot_record_SNAPSHOT_HEAD, "head", _s.Named("snapshot_head")),
                2: (
                    snapshot_record_SNAPSHOT_LEASES,
                    "leases",
                    _s.Array(_s.Named("snapshot_term"), 1024, 32),
                ),
                3: (snapshot_record_SNAPSHOT_SESSION, "session", _s.Named("snapshot_session")),
                4: (snapshot_record_SNAPSHOT_OUTCOME, "outcome", _s.Named("snapshot_outcome")),
                5: (snapshot_record_SNAPSHOT_BASE, "base", _s.Named("snapshot_items")),
                6: (snapshot_record_SNAPSHOT_CHANGES, "changes", _s.Named("snapshot_items")),
                7: (snapshot_record_SNAPSHOT_END, "records", _s.UHYPER),
            },
        ),
    }
