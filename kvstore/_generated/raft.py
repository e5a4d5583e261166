"""raft.x, compiled by rpcgen-py. Edit that file, not this one.

The replicated log as data: what a node keeps on its disk and sends to its peers.

One vocabulary for wire, disk and consensus core. The bytes of `entry`, `hard_state` and
`conf_change` are those of the write-ahead log's records, so they never change: what is new
comes as a new entry type or a new command version.
"""

from __future__ import annotations

import struct
import typing

import msgspec

from rpcgen_py.runtime import generated as _rt

_rt.require(1)

__all__ = [
    "BATCH_MESSAGES_MAX",
    "CLUSTER_ID_SIZE",
    "CONF_CHANGE_ADD_LEARNER_NODE",
    "CONF_CHANGE_ADD_NODE",
    "CONF_CHANGE_REMOVE_NODE",
    "CONF_CHANGE_UPDATE_NODE",
    "ENTRY_CONF_CHANGE",
    "ENTRY_CONF_CHANGE_V2",
    "ENTRY_DATA_MAX",
    "ENTRY_NORMAL",
    "HMAC_SIZE",
    "MEMBERS_MAX",
    "MESSAGE_APPEND",
    "MESSAGE_APPEND_RESPONSE",
    "MESSAGE_CONTEXT_MAX",
    "MESSAGE_ENTRIES_MAX",
    "MESSAGE_HEARTBEAT",
    "MESSAGE_HEARTBEAT_RESPONSE",
    "MESSAGE_PRE_VOTE",
    "MESSAGE_PRE_VOTE_RESPONSE",
    "MESSAGE_PROPOSE",
    "MESSAGE_READ_INDEX",
    "MESSAGE_READ_INDEX_RESPONSE",
    "MESSAGE_SNAPSHOT",
    "MESSAGE_TIMEOUT_NOW",
    "MESSAGE_TRANSFER_LEADER",
    "MESSAGE_VOTE",
    "MESSAGE_VOTE_RESPONSE",
    "NONCE_SIZE",
    "SNAPSHOT_CHUNK_MAX",
    "TRANSITION_AUTO",
    "TRANSITION_JOINT_EXPLICIT",
    "TRANSITION_JOINT_IMPLICIT",
    "conf_change",
    "conf_change_single",
    "conf_change_v2",
    "conf_state",
    "entry",
    "hard_state",
    "hello",
    "message",
    "message_batch",
    "node_id",
    "pack_conf_change",
    "pack_conf_change_single",
    "pack_conf_change_v2",
    "pack_conf_state",
    "pack_entry",
    "pack_hard_state",
    "pack_hello",
    "pack_message",
    "pack_message_batch",
    "pack_node_id",
    "pack_snapshot_chunk",
    "pack_snapshot_metadata",
    "snapshot_chunk",
    "snapshot_metadata",
    "unpack_conf_change",
    "unpack_conf_change_single",
    "unpack_conf_change_v2",
    "unpack_conf_state",
    "unpack_entry",
    "unpack_hard_state",
    "unpack_hello",
    "unpack_message",
    "unpack_message_batch",
    "unpack_node_id",
    "unpack_snapshot_chunk",
    "unpack_snapshot_metadata",
]

# Longest data of one entry: a whole client request of 4 MiB and what wraps it.
ENTRY_DATA_MAX: typing.Final[int] = 5242880
# `data` is a command of the state machine, or empty: a leader's first entry of its term.
ENTRY_NORMAL: typing.Final[int] = 0
# `data` is a `conf_change`.
ENTRY_CONF_CHANGE: typing.Final[int] = 1
# `data` is a `conf_change_v2`, or empty: leave the joint configuration.
ENTRY_CONF_CHANGE_V2: typing.Final[int] = 2
# Changes of membership (`conf_change.type`, `conf_change_single.type`).
CONF_CHANGE_ADD_NODE: typing.Final[int] = 0
CONF_CHANGE_REMOVE_NODE: typing.Final[int] = 1
# Changes nothing: carries `context` through the log.
CONF_CHANGE_UPDATE_NODE: typing.Final[int] = 2
# A learner receives the log and has no vote.
CONF_CHANGE_ADD_LEARNER_NODE: typing.Final[int] = 3
# Most members of a configuration, learners and those on their way out included.
MEMBERS_MAX: typing.Final[int] = 64
# In one step where that is safe, else through a joint configuration that is left by itself.
TRANSITION_AUTO: typing.Final[int] = 0
# Through a joint configuration that is left by itself.
TRANSITION_JOINT_IMPLICIT: typing.Final[int] = 1
# Through a joint configuration that somebody has to leave by an empty `conf_change_v2`.
TRANSITION_JOINT_EXPLICIT: typing.Final[int] = 2
# Types of messages. An `int` with named constants, so that a type that comes later does not
# break who does not know it: it is counted and dropped.
MESSAGE_PROPOSE: typing.Final[int] = 1
MESSAGE_APPEND: typing.Final[int] = 2
MESSAGE_APPEND_RESPONSE: typing.Final[int] = 3
MESSAGE_VOTE: typing.Final[int] = 4
MESSAGE_VOTE_RESPONSE: typing.Final[int] = 5
MESSAGE_PRE_VOTE: typing.Final[int] = 6
MESSAGE_PRE_VOTE_RESPONSE: typing.Final[int] = 7
MESSAGE_SNAPSHOT: typing.Final[int] = 8
MESSAGE_HEARTBEAT: typing.Final[int] = 9
MESSAGE_HEARTBEAT_RESPONSE: typing.Final[int] = 10
MESSAGE_TRANSFER_LEADER: typing.Final[int] = 11
MESSAGE_TIMEOUT_NOW: typing.Final[int] = 12
MESSAGE_READ_INDEX: typing.Final[int] = 13
MESSAGE_READ_INDEX_RESPONSE: typing.Final[int] = 14
MESSAGE_ENTRIES_MAX: typing.Final[int] = 65536
MESSAGE_CONTEXT_MAX: typing.Final[int] = 64
CLUSTER_ID_SIZE: typing.Final[int] = 16
NONCE_SIZE: typing.Final[int] = 32
HMAC_SIZE: typing.Final[int] = 32
BATCH_MESSAGES_MAX: typing.Final[int] = 4096
SNAPSHOT_CHUNK_MAX: typing.Final[int] = 1048576
# A member of the cluster. Zero is no node, so that "voted for nobody" needs no flag.
node_id: typing.TypeAlias = int


class entry(msgspec.Struct, frozen=True, gc=False):
    """One entry of the log. Two entries with the same term and index are the same entry."""

    # Term of the leader that made it.
    term: int
    # Place in the log; the first is 1.
    index: int
    # ENTRY_NORMAL, ENTRY_CONF_CHANGE, ENTRY_CONF_CHANGE_V2.
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


class conf_change_single(msgspec.Struct, frozen=True, gc=False):
    type: int
    node: node_id

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_iQ(self.type, self.node)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "conf_change_single", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> conf_change_single:
        try:
            return cls(*_whole_iQ(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "conf_change_single", data, 0, len(data), limit, fault
            ) from None


class conf_change_v2(msgspec.Struct, frozen=True, gc=False):
    """Several changes of membership at once. Without changes and with TRANSITION_AUTO it leaves the
    joint configuration.
    """

    transition: int
    changes: tuple[conf_change_single, ...]
    # What the members keep beside the ids; may be empty.
    context: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            changes = self.changes
            changes_count = len(changes)
            if changes_count > 64:
                raise ValueError
            out: list[bytes] = []
            out.append(_pack_iI(self.transition, changes_count))
            out += [_pack_iQ(changes_item.type, changes_item.node) for changes_item in changes]
            context = self.context
            context_length = len(context)
            if context_length > 65536:
                raise ValueError
            out.append(_pack_I_ns[context_length](context_length, context))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "conf_change_v2", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> conf_change_v2:
        try:
            at = 0
            end = len(data)
            transition, changes_count = _unpack_iI(data, at)
            if changes_count > 64 or changes_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            changes = tuple(
                [
                    conf_change_single(*words)
                    for words in _iter_iQ(data[at : at + changes_count * 12])
                ]
            )
            at += changes_count * 12
            (context_length,) = _unpack_I(data, at)
            if context_length > 65536:
                raise ValueError
            at += 4
            context = data[at : at + context_length]
            at += (context_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(transition, changes, context)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "conf_change_v2", data, 0, len(data), limit, fault
            ) from None


class conf_state(msgspec.Struct, frozen=True, gc=False):
    """Who votes and who listens at one index of the log. Each list ascends."""

    voters: tuple[node_id, ...]
    # Voters of the configuration being left; empty unless the configuration is joint.
    voters_outgoing: tuple[node_id, ...]
    learners: tuple[node_id, ...]
    # Outgoing voters that become learners when the joint configuration is left.
    learners_next: tuple[node_id, ...]
    auto_leave: bool

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            voters = self.voters
            voters_count = len(voters)
            if voters_count > 64:
                raise ValueError
            voters_outgoing = self.voters_outgoing
            voters_outgoing_count = len(voters_outgoing)
            if voters_outgoing_count > 64:
                raise ValueError
            learners = self.learners
            learners_count = len(learners)
            if learners_count > 64:
                raise ValueError
            learners_next = self.learners_next
            learners_next_count = len(learners_next)
            if learners_next_count > 64:
                raise ValueError
            return b"".join(
                (
                    _pack_I(voters_count),
                    _pack_nQ[voters_count](*voters),
                    _pack_I(voters_outgoing_count),
                    _pack_nQ[voters_outgoing_count](*voters_outgoing),
                    _pack_I(learners_count),
                    _pack_nQ[learners_count](*learners),
                    _pack_I(learners_next_count),
                    _pack_nQ[learners_next_count](*learners_next),
                    _pack_3xb(self.auto_leave),
                )
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "conf_state", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> conf_state:
        return _rt.unpack_whole(unpack_conf_state, data, limit)


class snapshot_metadata(msgspec.Struct, frozen=True, gc=False):
    """The point of the log that a snapshot stands for. Its content travels as `snapshot_chunk`s."""

    index: int
    term: int
    members: conf_state

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            members = self.members
            voters = members.voters
            voters_count = len(voters)
            if voters_count > 64:
                raise ValueError
            voters_outgoing = members.voters_outgoing
            voters_outgoing_count = len(voters_outgoing)
            if voters_outgoing_count > 64:
                raise ValueError
            learners = members.learners
            learners_count = len(learners)
            if learners_count > 64:
                raise ValueError
            learners_next = members.learners_next
            learners_next_count = len(learners_next)
            if learners_next_count > 64:
                raise ValueError
            return b"".join(
                (
                    _pack_2QI(self.index, self.term, voters_count),
                    _pack_nQ[voters_count](*voters),
                    _pack_I(voters_outgoing_count),
                    _pack_nQ[voters_outgoing_count](*voters_outgoing),
                    _pack_I(learners_count),
                    _pack_nQ[learners_count](*learners),
                    _pack_I(learners_next_count),
                    _pack_nQ[learners_next_count](*learners_next),
                    _pack_3xb(members.auto_leave),
                )
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_metadata", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_metadata:
        return _rt.unpack_whole(unpack_snapshot_metadata, data, limit)


class message(msgspec.Struct, frozen=True, gc=False):
    """What one member tells another. A field that its type does not use is 0, false or empty."""

    # MESSAGE_...
    type: int
    to: node_id
    from_: node_id
    # The sender's; of a pre-vote the one it would campaign in. 0 for what is forwarded to the
    # leader: a proposal, a request for a read index.
    term: int
    # Append: term of the entry before `entries`. Vote: of the candidate's newest entry.
    # Rejected append: of the entry at `reject_hint`.
    log_term: int
    # Append: index of the entry before `entries`. Response: newest index that matches, or the
    # one that was rejected. Vote: of the candidate's newest entry. Read index: the answer.
    index: int
    # The sender's newest committed index, as far as the receiver may know it.
    commit: int
    reject: bool
    # Where the logs may still agree, if `reject`.
    reject_hint: int
    entries: tuple[entry, ...]
    snapshot: snapshot_metadata | None
    # Read index: the asker's mark, given back unchanged. Heartbeat: the round it belongs to.
    # Vote: that the leader asked for the election. Refused vote of a node that has none itself:
    # index and term, 8 bytes each, of its newest committed entry.
    context: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_message(self, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "message", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> message:
        return _rt.unpack_whole(unpack_message, data, limit)


class hello(msgspec.Struct, frozen=True, gc=False):
    """First on every connection, in both directions."""

    cluster_id: bytes
    node: node_id
    # Grows with each start of the node.
    incarnation: int
    # Where the sender listens for its peers.
    address: str
    # Levels of features that the sender can speak.
    feature_low: int
    feature_high: int
    # Fresh bytes, so that no hello can be played back.
    nonce: bytes
    # HMAC-SHA-256 of all the rest, and of the other side's nonce where it is known already,
    # under the cluster's key.
    hmac: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            if len(self.cluster_id) != 16:
                raise ValueError
            try:
                address = self.address.encode()
            except UnicodeEncodeError:
                address = self.address.encode("utf-8", "surrogateescape")
            address_length = len(address)
            if address_length > 256:
                raise ValueError
            if len(self.nonce) != 32:
                raise ValueError
            if len(self.hmac) != 32:
                raise ValueError
            return _pack_16s2QI_ns_2I32s32s_256[address_length](
                self.cluster_id,
                self.node,
                self.incarnation,
                address_length,
                address,
                self.feature_low,
                self.feature_high,
                self.nonce,
                self.hmac,
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "hello", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> hello:
        try:
            at = 0
            end = len(data)
            cluster_id, node, incarnation, address_length = _unpack_16s2QI(data, at)
            if address_length > 256:
                raise ValueError
            at += 36
            address = data[at : at + address_length].decode("utf-8", "surrogateescape")
            at += (address_length + 3) & -4
            feature_low, feature_high, nonce, hmac = _unpack_2I32s32s(data, at)
            if at + 72 != end:
                raise ValueError
            return cls(
                cluster_id, node, incarnation, address, feature_low, feature_high, nonce, hmac
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(_shapes, "hello", data, 0, len(data), limit, fault) from None


class message_batch(msgspec.Struct, frozen=True, gc=False):
    """Messages of one node to another, in the order they were made."""

    cluster_id: bytes
    from_: node_id
    to: node_id
    # The receiver's, as its hello said: what was meant for an earlier life is dropped.
    to_incarnation: int
    messages: tuple[message, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            if len(self.cluster_id) != 16:
                raise ValueError
            messages = self.messages
            messages_count = len(messages)
            if messages_count > 4096:
                raise ValueError
            out: list[bytes] = []
            out.append(
                _pack_16s3QI(
                    self.cluster_id, self.from_, self.to, self.to_incarnation, messages_count
                )
            )
            for messages_item in messages:
                _write_message(messages_item, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "message_batch", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> message_batch:
        return _rt.unpack_whole(unpack_message_batch, data, limit)


class snapshot_chunk(msgspec.Struct, frozen=True, gc=False):
    """A piece of a snapshot's content."""

    cluster_id: bytes
    from_: node_id
    to: node_id
    to_incarnation: int
    # The sender's, so that pieces of two snapshots do not mix.
    snapshot_id: int
    # Of `data` in the content, in bytes.
    offset: int
    # Length of the content, in bytes.
    total: int
    # CRC-32 of `data`, as zlib computes it.
    checksum: int
    data: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            if len(self.cluster_id) != 16:
                raise ValueError
            data2 = self.data
            data2_length = len(data2)
            if data2_length > 1048576:
                raise ValueError
            return _pack_16s6Q2I_ns[data2_length](
                self.cluster_id,
                self.from_,
                self.to,
                self.to_incarnation,
                self.snapshot_id,
                self.offset,
                self.total,
                self.checksum,
                data2_length,
                data2,
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_chunk", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_chunk:
        try:
            at = 0
            end = len(data)
            (
                cluster_id,
                from2,
                to,
                to_incarnation,
                snapshot_id,
                offset2,
                total,
                checksum,
                data_length,
            ) = _unpack_16s6Q2I(data, at)
            if data_length > 1048576:
                raise ValueError
            at += 72
            data2 = data[at : at + data_length]
            at += (data_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(
                cluster_id, from2, to, to_incarnation, snapshot_id, offset2, total, checksum, data2
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "snapshot_chunk", data, 0, len(data), limit, fault
            ) from None


# The runs of words that codecs read and write at once.
_iter_iQ = struct.Struct(">iQ").iter_unpack
_pack_16s2QI_ns_2I32s32s_256 = _rt.short_packers("16s2QI", "2I32s32s", 4, 256)
_pack_16s3QI = struct.Struct(">16s3QI").pack
_pack_16s6Q2I_ns = _rt.Packers("16s6Q2I", "s", "")
_pack_2QI = struct.Struct(">2QI").pack
_pack_2Qi2I_ns = _rt.Packers("2Qi2I", "s", "")
_pack_3Q = struct.Struct(">3Q").pack
_pack_3xb = struct.Struct(">3x?").pack
_pack_I = struct.Struct(">I").pack
_pack_I2QI = struct.Struct(">I2QI").pack
_pack_I_ns = _rt.Packers("I", "s", "")
_pack_I_ns_64 = _rt.short_packers("I", "", 1, 64)
_pack_Q = struct.Struct(">Q").pack
_pack_i6Q3xbQI = struct.Struct(">i6Q3x?QI").pack
_pack_iI = struct.Struct(">iI").pack
_pack_iQ = struct.Struct(">iQ").pack
_pack_iQI_ns = _rt.Packers("iQI", "s", "")
_pack_nQ = _rt.Packers("", "Q", "")
_unpack_16s2QI = struct.Struct(">16s2QI").unpack_from
_unpack_16s3QI = struct.Struct(">16s3QI").unpack_from
_unpack_16s6Q2I = struct.Struct(">16s6Q2I").unpack_from
_unpack_2I = struct.Struct(">2I").unpack_from
_unpack_2I32s32s = struct.Struct(">2I32s32s").unpack_from
_unpack_2QI = struct.Struct(">2QI").unpack_from
_unpack_2Qi2I = struct.Struct(">2Qi2I").unpack_from
_unpack_3Q = struct.Struct(">3Q").unpack_from
_unpack_I = struct.Struct(">I").unpack_from
_unpack_Q = struct.Struct(">Q").unpack_from
_unpack_i6QIQI = struct.Struct(">i6QIQI").unpack_from
_unpack_iI = struct.Struct(">iI").unpack_from
_unpack_iQ = struct.Struct(">iQ").unpack_from
_unpack_iQI = struct.Struct(">iQI").unpack_from
_unpack_nQ = _rt.Unpackers("Q")
_whole_3Q = struct.Struct(">3Q").unpack
_whole_iQ = struct.Struct(">iQ").unpack

pack_entry = entry.to_xdr
pack_hard_state = hard_state.to_xdr
pack_conf_change = conf_change.to_xdr
pack_conf_change_single = conf_change_single.to_xdr
pack_conf_change_v2 = conf_change_v2.to_xdr
pack_conf_state = conf_state.to_xdr
pack_snapshot_metadata = snapshot_metadata.to_xdr
pack_message = message.to_xdr
pack_hello = hello.to_xdr
pack_message_batch = message_batch.to_xdr
pack_snapshot_chunk = snapshot_chunk.to_xdr


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


def unpack_conf_change_single(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[conf_change_single, int]:
    at = offset
    try:
        value = conf_change_single(*_unpack_iQ(data, at))
        at += 12
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "conf_change_single", data, offset, end, limit, fault
        ) from None


def unpack_conf_change_v2(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[conf_change_v2, int]:
    at = offset
    try:
        transition, changes_count = _unpack_iI(data, at)
        if changes_count > 64 or changes_count * 12 > end - at - 8:
            raise ValueError
        at += 8
        changes = tuple(
            [conf_change_single(*words) for words in _iter_iQ(data[at : at + changes_count * 12])]
        )
        at += changes_count * 12
        (context_length,) = _unpack_I(data, at)
        if context_length > 65536:
            raise ValueError
        at += 4
        context = data[at : at + context_length]
        at += (context_length + 3) & -4
        value = conf_change_v2(transition, changes, context)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "conf_change_v2", data, offset, end, limit, fault
        ) from None


def unpack_conf_state(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[conf_state, int]:
    at = offset
    try:
        (voters_count,) = _unpack_I(data, at)
        if voters_count > 64 or voters_count * 8 > end - at - 4:
            raise ValueError
        voters = _unpack_nQ[voters_count](data, at + 4)
        at += 4 + voters_count * 8
        (voters_outgoing_count,) = _unpack_I(data, at)
        if voters_outgoing_count > 64 or voters_outgoing_count * 8 > end - at - 4:
            raise ValueError
        voters_outgoing = _unpack_nQ[voters_outgoing_count](data, at + 4)
        at += 4 + voters_outgoing_count * 8
        (learners_count,) = _unpack_I(data, at)
        if learners_count > 64 or learners_count * 8 > end - at - 4:
            raise ValueError
        learners = _unpack_nQ[learners_count](data, at + 4)
        at += 4 + learners_count * 8
        (learners_next_count,) = _unpack_I(data, at)
        if learners_next_count > 64 or learners_next_count * 8 > end - at - 4:
            raise ValueError
        learners_next = _unpack_nQ[learners_next_count](data, at + 4)
        at += 4 + learners_next_count * 8
        (auto_leave,) = _unpack_I(data, at)
        value = conf_state(voters, voters_outgoing, learners, learners_next, _rt.BOOLS[auto_leave])
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "conf_state", data, offset, end, limit, fault) from None


def unpack_snapshot_metadata(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_metadata, int]:
    at = offset
    try:
        index, term, voters_count = _unpack_2QI(data, at)
        if voters_count > 64 or voters_count * 8 > end - at - 20:
            raise ValueError
        voters = _unpack_nQ[voters_count](data, at + 20)
        at += 20 + voters_count * 8
        (voters_outgoing_count,) = _unpack_I(data, at)
        if voters_outgoing_count > 64 or voters_outgoing_count * 8 > end - at - 4:
            raise ValueError
        voters_outgoing = _unpack_nQ[voters_outgoing_count](data, at + 4)
        at += 4 + voters_outgoing_count * 8
        (learners_count,) = _unpack_I(data, at)
        if learners_count > 64 or learners_count * 8 > end - at - 4:
            raise ValueError
        learners = _unpack_nQ[learners_count](data, at + 4)
        at += 4 + learners_count * 8
        (learners_next_count,) = _unpack_I(data, at)
        if learners_next_count > 64 or learners_next_count * 8 > end - at - 4:
            raise ValueError
        learners_next = _unpack_nQ[learners_next_count](data, at + 4)
        at += 4 + learners_next_count * 8
        (auto_leave,) = _unpack_I(data, at)
        value = snapshot_metadata(
            index,
            term,
            conf_state(voters, voters_outgoing, learners, learners_next, _rt.BOOLS[auto_leave]),
        )
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_metadata", data, offset, end, limit, fault
        ) from None


def _write_message(value: message, out: list[bytes], limit: int) -> None:
    entries = value.entries
    entries_count = len(entries)
    if entries_count > 65536:
        raise ValueError
    out.append(
        _pack_i6Q3xbQI(
            value.type,
            value.to,
            value.from_,
            value.term,
            value.log_term,
            value.index,
            value.commit,
            value.reject,
            value.reject_hint,
            entries_count,
        )
    )
    for entries_item in entries:
        data2 = entries_item.data
        data2_length = len(data2)
        if data2_length > 5242880:
            raise ValueError
        out.append(
            _pack_2Qi2I_ns[data2_length](
                entries_item.term,
                entries_item.index,
                entries_item.type,
                entries_item.command_version,
                data2_length,
                data2,
            )
        )
    snapshot = value.snapshot
    if snapshot is None:
        out.append(_pack_I(0))
    else:
        members = snapshot.members
        voters = members.voters
        voters_count = len(voters)
        if voters_count > 64:
            raise ValueError
        out.append(_pack_I2QI(1, snapshot.index, snapshot.term, voters_count))
        out.append(_pack_nQ[voters_count](*voters))
        voters_outgoing = members.voters_outgoing
        voters_outgoing_count = len(voters_outgoing)
        if voters_outgoing_count > 64:
            raise ValueError
        out.append(_pack_I(voters_outgoing_count))
        out.append(_pack_nQ[voters_outgoing_count](*voters_outgoing))
        learners = members.learners
        learners_count = len(learners)
        if learners_count > 64:
            raise ValueError
        out.append(_pack_I(learners_count))
        out.append(_pack_nQ[learners_count](*learners))
        learners_next = members.learners_next
        learners_next_count = len(learners_next)
        if learners_next_count > 64:
            raise ValueError
        out.append(_pack_I(learners_next_count))
        out.append(_pack_nQ[learners_next_count](*learners_next))
        out.append(_pack_3xb(members.auto_leave))
    context = value.context
    context_length = len(context)
    if context_length > 64:
        raise ValueError
    out.append(_pack_I_ns_64[context_length](context_length, context))


def _read_message(data: bytes, at: int, end: int, limit: int) -> tuple[message, int]:
    type2, to, from2, term, log_term, index, commit, reject, reject_hint, entries_count = (
        _unpack_i6QIQI(data, at)
    )
    if entries_count > 65536 or entries_count * 28 > end - at - 68:
        raise ValueError
    at += 68
    entries_items: list[entry] = []
    for _ in range(entries_count):
        term2, index2, type3, command_version, data_length = _unpack_2Qi2I(data, at)
        if data_length > 5242880:
            raise ValueError
        at += 28
        data2 = data[at : at + data_length]
        at += (data_length + 3) & -4
        entries_items.append(entry(term2, index2, type3, command_version, data2))
    entries = tuple(entries_items)
    (snapshot_flag,) = _unpack_I(data, at)
    snapshot: snapshot_metadata | None
    if snapshot_flag == 1:
        index3, term3, voters_count = _unpack_2QI(data, at + 4)
        if voters_count > 64 or voters_count * 8 > end - at - 24:
            raise ValueError
        voters = _unpack_nQ[voters_count](data, at + 24)
        at += 24 + voters_count * 8
        (voters_outgoing_count,) = _unpack_I(data, at)
        if voters_outgoing_count > 64 or voters_outgoing_count * 8 > end - at - 4:
            raise ValueError
        voters_outgoing = _unpack_nQ[voters_outgoing_count](data, at + 4)
        at += 4 + voters_outgoing_count * 8
        (learners_count,) = _unpack_I(data, at)
        if learners_count > 64 or learners_count * 8 > end - at - 4:
            raise ValueError
        learners = _unpack_nQ[learners_count](data, at + 4)
        at += 4 + learners_count * 8
        (learners_next_count,) = _unpack_I(data, at)
        if learners_next_count > 64 or learners_next_count * 8 > end - at - 4:
            raise ValueError
        learners_next = _unpack_nQ[learners_next_count](data, at + 4)
        at += 4 + learners_next_count * 8
        auto_leave, context_length = _unpack_2I(data, at)
        if context_length > 64:
            raise ValueError
        snapshot = snapshot_metadata(
            index3,
            term3,
            conf_state(voters, voters_outgoing, learners, learners_next, _rt.BOOLS[auto_leave]),
        )
        at += 8
    elif snapshot_flag == 0:
        (context_length,) = _unpack_I(data, at + 4)
        if context_length > 64:
            raise ValueError
        snapshot = None
        at += 8
    else:
        raise ValueError
    context = data[at : at + context_length]
    at += (context_length + 3) & -4
    return message(
        type2,
        to,
        from2,
        term,
        log_term,
        index,
        commit,
        _rt.BOOLS[reject],
        reject_hint,
        entries,
        snapshot,
        context,
    ), at


def unpack_message(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[message, int]:
    at = offset
    try:
        result, at = _read_message(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "message", data, offset, end, limit, fault) from None


def unpack_hello(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[hello, int]:
    at = offset
    try:
        cluster_id, node, incarnation, address_length = _unpack_16s2QI(data, at)
        if address_length > 256:
            raise ValueError
        at += 36
        address = data[at : at + address_length].decode("utf-8", "surrogateescape")
        at += (address_length + 3) & -4
        feature_low, feature_high, nonce, hmac = _unpack_2I32s32s(data, at)
        value = hello(
            cluster_id, node, incarnation, address, feature_low, feature_high, nonce, hmac
        )
        at += 72
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "hello", data, offset, end, limit, fault) from None


def unpack_message_batch(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[message_batch, int]:
    at = offset
    try:
        cluster_id, from2, to, to_incarnation, messages_count = _unpack_16s3QI(data, at)
        if messages_count > 4096 or messages_count * 76 > end - at - 44:
            raise ValueError
        at += 44
        messages_items: list[message] = []
        for _ in range(messages_count):
            messages_item, at = _read_message(data, at, end, limit)
            messages_items.append(messages_item)
        messages = tuple(messages_items)
        value = message_batch(cluster_id, from2, to, to_incarnation, messages)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "message_batch", data, offset, end, limit, fault
        ) from None


def unpack_snapshot_chunk(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_chunk, int]:
    at = offset
    try:
        (
            cluster_id,
            from2,
            to,
            to_incarnation,
            snapshot_id,
            offset2,
            total,
            checksum,
            data_length,
        ) = _unpack_16s6Q2I(data, at)
        if data_length > 1048576:
            raise ValueError
        at += 72
        data2 = data[at : at + data_length]
        at += (data_length + 3) & -4
        value = snapshot_chunk(
            cluster_id, from2, to, to_incarnation, snapshot_id, offset2, total, checksum, data2
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_chunk", data, offset, end, limit, fault
        ) from None


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
        "conf_change_single": _s.Struct({"type": _s.INT, "node": _s.UHYPER}),
        "conf_change_v2": _s.Struct(
            {
                "transition": _s.INT,
                "changes": _s.Array(_s.Named("conf_change_single"), 64, 12),
                "context": _s.Opaque(65536),
            }
        ),
        "conf_state": _s.Struct(
            {
                "voters": _s.Array(_s.UHYPER, 64, 8),
                "voters_outgoing": _s.Array(_s.UHYPER, 64, 8),
                "learners": _s.Array(_s.UHYPER, 64, 8),
                "learners_next": _s.Array(_s.UHYPER, 64, 8),
                "auto_leave": _s.BOOL,
            }
        ),
        "snapshot_metadata": _s.Struct(
            {"index": _s.UHYPER, "term": _s.UHYPER, "members": _s.Named("conf_state")}
        ),
        "message": _s.Struct(
            {
                "type": _s.INT,
                "to": _s.UHYPER,
                "from_": _s.UHYPER,
                "term": _s.UHYPER,
                "log_term": _s.UHYPER,
                "index": _s.UHYPER,
                "commit": _s.UHYPER,
                "reject": _s.BOOL,
                "reject_hint": _s.UHYPER,
                "entries": _s.Array(_s.Named("entry"), 65536, 28),
                "snapshot": _s.Optional(_s.Named("snapshot_metadata")),
                "context": _s.Opaque(64),
            }
        ),
        "hello": _s.Struct(
            {
                "cluster_id": _s.FixedOpaque(16),
                "node": _s.UHYPER,
                "incarnation": _s.UHYPER,
                "address": _s.String(256),
                "feature_low": _s.UINT,
                "feature_high": _s.UINT,
                "nonce": _s.FixedOpaque(32),
                "hmac": _s.FixedOpaque(32),
            }
        ),
        "message_batch": _s.Struct(
            {
                "cluster_id": _s.FixedOpaque(16),
                "from_": _s.UHYPER,
                "to": _s.UHYPER,
                "to_incarnation": _s.UHYPER,
                "messages": _s.Array(_s.Named("message"), 4096, 76),
            }
        ),
        "snapshot_chunk": _s.Struct(
            {
                "cluster_id": _s.FixedOpaque(16),
                "from_": _s.UHYPER,
                "to": _s.UHYPER,
                "to_incarnation": _s.UHYPER,
                "snapshot_id": _s.UHYPER,
                "offset": _s.UHYPER,
                "total": _s.UHYPER,
                "checksum": _s.UINT,
                "data": _s.Opaque(1048576),
            }
        ),
    }
