"""raft.x, compiled by rpcgen-py. Edit that file, not this one.

The replicated log as data: what a node keeps on its disk and, later, sends to its peers.

One vocabulary for wire, disk and consensus core. The bytes of `entry` and `hard_state` are
those of the write-ahead log's records, so they never change: what is new comes as a new entry
type or a new command version.
"""

from __future__ import annotations

import struct
import typing

import msgspec

from rpcgen_py.runtime import generated as _rt

_rt.require(1)

__all__ = [
    "CONF_CHANGE_ADD_NODE",
    "CONF_CHANGE_REMOVE_NODE",
    "ENTRY_CONF_CHANGE",
    "ENTRY_DATA_MAX",
    "ENTRY_NORMAL",
    "conf_change",
    "entry",
    "hard_state",
    "node_id",
    "pack_conf_change",
    "pack_entry",
    "pack_hard_state",
    "pack_node_id",
    "unpack_conf_change",
    "unpack_entry",
    "unpack_hard_state",
    "unpack_node_id",
]

# Longest data of one entry: a whole client request of 4 MiB and what wraps it.
ENTRY_DATA_MAX: typing.Final[int] = 5242880
# `data` is a command of the state machine, or empty: a leader's first entry of its term.
ENTRY_NORMAL: typing.Final[int] = 0
# `data` is a `conf_change`.
ENTRY_CONF_CHANGE: typing.Final[int] = 1
# Changes of membership (`conf_change.type`).
CONF_CHANGE_ADD_NODE: typing.Final[int] = 0
CONF_CHANGE_REMOVE_NODE: typing.Final[int] = 1
# A member of the cluster. Zero is no node, so that "voted for nobody" needs no flag.
node_id: typing.TypeAlias = int


class entry(msgspec.Struct, frozen=True, gc=False):
    """One entry of the log. Two entries with the same term and index are the same entry."""

    # Term of the leader that made it.
    term: int
    # Place in the log; the first is 1.
    index: int
    # ENTRY_NORMAL, ENTRY_CONF_CHANGE.
    type: int
    # How to read `data` of an ENTRY_NORMAL; 0 where it is empty. A node stops at a version it
    # does not know rather than diverge from those that do.
    command_version: int
    data: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            data2 = self.data
            data2_length = len(data2)
            if data2_length > 5242880:
                raise ValueError
            return _pack_2Qi2I_ns[data2_length](
                self.term, self.index, self.type, self.command_version, data2_length, data2
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "entry", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> entry:
        try:
            at = 0
            end = len(data)
            term, index, type2, command_version, data_length = _unpack_2Qi2I(data, at)
            if data_length > 5242880:
                raise ValueError
            at += 28
            data2 = data[at : at + data_length]
            at += (data_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(term, index, type2, command_version, data2)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(_shapes, "entry", data, 0, len(data), limit, fault) from None


class hard_state(msgspec.Struct, frozen=True, gc=False):
    """What a node must remember across a crash. Written as one record, so that a term can never be
    read back with the vote of another.
    """

    term: int
    # The node voted for in `term`, or 0.
    vote: node_id
    # Newest index known to be committed. A hint that saves work at start: it may lag.
    commit: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_3Q(self.term, self.vote, self.commit)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "hard_state", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> hard_state:
        try:
            return cls(*_whole_3Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "hard_state", data, 0, len(data), limit, fault
            ) from None


class conf_change(msgspec.Struct, frozen=True, gc=False):
    """A change of membership by one voter. The first entry of a new log adds its first member."""

    type: int
    node: node_id
    # What the members keep beside the id, for instance addresses; may be empty.
    context: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            context = self.context
            context_length = len(context)
            if context_length > 65536:
                raise ValueError
            return _pack_iQI_ns[context_length](self.type, self.node, context_length, context)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "conf_change", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> conf_change:
        try:
            at = 0
            end = len(data)
            type2, node, context_length = _unpack_iQI(data, at)
            if context_length > 65536:
                raise ValueError
            at += 16
            context = data[at : at + context_length]
            at += (context_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(type2, node, context)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "conf_change", data, 0, len(data), limit, fault
            ) from None


# The runs of words that codecs read and write at once.
_pack_2Qi2I_ns = _rt.Packers("2Qi2I", "s", "")
_pack_3Q = struct.Struct(">3Q").pack
_pack_Q = struct.Struct(">Q").pack
_pack_iQI_ns = _rt.Packers("iQI", "s", "")
_unpack_2Qi2I = struct.Struct(">2Qi2I").unpack_from
_unpack_3Q = struct.Struct(">3Q").unpack_from
_unpack_Q = struct.Struct(">Q").unpack_from
_unpack_iQI = struct.Struct(">iQI").unpack_from
_whole_3Q = struct.Struct(">3Q").unpack

pack_entry = entry.to_xdr
pack_hard_state = hard_state.to_xdr
pack_conf_change = conf_change.to_xdr


def pack_node_id(value: node_id, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_Q(value)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "node_id", value, limit, fault) from None


def unpack_node_id(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[node_id, int]:
    at = offset
    try:
        (result,) = _unpack_Q(data, at)
        at += 8
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "node_id", data, offset, end, limit, fault) from None


def unpack_entry(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[entry, int]:
    at = offset
    try:
        term, index, type2, command_version, data_length = _unpack_2Qi2I(data, at)
        if data_length > 5242880:
            raise ValueError
        at += 28
        data2 = data[at : at + data_length]
        at += (data_length + 3) & -4
        value = entry(term, index, type2, command_version, data2)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "entry", data, offset, end, limit, fault) from None


def unpack_hard_state(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[hard_state, int]:
    at = offset
    try:
        value = hard_state(*_unpack_3Q(data, at))
        at += 24
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "hard_state", data, offset, end, limit, fault) from None


def unpack_conf_change(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[conf_change, int]:
    at = offset
    try:
        type2, node, context_length = _unpack_iQI(data, at)
        if context_length > 65536:
            raise ValueError
        at += 16
        context = data[at : at + context_length]
        at += (context_length + 3) & -4
        value = conf_change(type2, node, context)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "conf_change", data, offset, end, limit, fault) from None


def _shapes() -> dict[str, _rt.Shape]:
    """What the types are made of: read only to say what is wrong, and where."""
    _s = _rt.shapes
    return {
        "node_id": _s.UHYPER,
        "entry": _s.Struct(
            {
                "term": _s.UHYPER,
                "index": _s.UHYPER,
                "type": _s.INT,
                "command_version": _s.UINT,
                "data": _s.Opaque(5242880),
            }
        ),
        "hard_state": _s.Struct({"term": _s.UHYPER, "vote": _s.UHYPER, "commit": _s.UHYPER}),
        "conf_change": _s.Struct({"type": _s.INT, "node": _s.UHYPER, "context": _s.Opaque(65536)}),
    }
