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

if typing.TYPE_CHECKING:
    from concurrent.futures import Future as _Future

_rt.require(1)

__all__ = [
    "BATCH_MESSAGES_MAX",
    "BIRTH_SIZE",
    "CONF_CHANGE_ADD_LEARNER_NODE",
    "CONF_CHANGE_ADD_NODE",
    "CONF_CHANGE_REMOVE_NODE",
    "CONF_CHANGE_UPDATE_NODE",
    "CONTENT_HASH_SIZE",
    "ENTRY_CONF_CHANGE",
    "ENTRY_CONF_CHANGE_V2",
    "ENTRY_DATA_MAX",
    "ENTRY_NORMAL",
    "FORWARDED_MAX",
    "HASH_DONE",
    "HASH_NOT_ASKED",
    "HASH_TOO_LATE",
    "HASH_UNDER_WAY",
    "HELLO_LOST_FOLDER",
    "HELLO_NOT_A_MEMBER",
    "HELLO_NO_COMMON_LEVEL",
    "HELLO_OK",
    "HELLO_SAME_NUMBER",
    "HELLO_WAIT",
    "HELLO_WRONG_CLUSTER",
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
    "RAFT_PROGRAM",
    "RAFT_V1",
    "RAFT_V1AsyncClient",
    "RAFT_V1AsyncServer",
    "RAFT_V1Client",
    "RAFT_V1Server",
    "SNAPSHOT_CHUNK_MAX",
    "TRANSITION_AUTO",
    "TRANSITION_JOINT_EXPLICIT",
    "TRANSITION_JOINT_IMPLICIT",
    "checkup",
    "checkup_answer",
    "conf_change",
    "conf_change_single",
    "conf_change_v2",
    "conf_state",
    "entry",
    "forwarded_call",
    "forwarded_reply",
    "hard_state",
    "hello",
    "hello_answer",
    "hello_proof",
    "member_info",
    "membership",
    "membership_question",
    "message",
    "message_batch",
    "node_id",
    "pack_checkup",
    "pack_checkup_answer",
    "pack_conf_change",
    "pack_conf_change_single",
    "pack_conf_change_v2",
    "pack_conf_state",
    "pack_entry",
    "pack_forwarded_call",
    "pack_forwarded_reply",
    "pack_hard_state",
    "pack_hello",
    "pack_hello_answer",
    "pack_hello_proof",
    "pack_member_info",
    "pack_membership",
    "pack_membership_question",
    "pack_message",
    "pack_message_batch",
    "pack_node_id",
    "pack_snapshot_chunk",
    "pack_snapshot_metadata",
    "pack_snapshot_progress",
    "snapshot_chunk",
    "snapshot_metadata",
    "snapshot_progress",
    "unpack_checkup",
    "unpack_checkup_answer",
    "unpack_conf_change",
    "unpack_conf_change_single",
    "unpack_conf_change_v2",
    "unpack_conf_state",
    "unpack_entry",
    "unpack_forwarded_call",
    "unpack_forwarded_reply",
    "unpack_hard_state",
    "unpack_hello",
    "unpack_hello_answer",
    "unpack_hello_proof",
    "unpack_member_info",
    "unpack_membership",
    "unpack_membership_question",
    "unpack_message",
    "unpack_message_batch",
    "unpack_node_id",
    "unpack_snapshot_chunk",
    "unpack_snapshot_metadata",
    "unpack_snapshot_progress",
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
# Identifies a folder for ever: drawn when it is made, known to all members. A node that comes
# back under its number without it has lost what it promised.
BIRTH_SIZE: typing.Final[int] = 16
NONCE_SIZE: typing.Final[int] = 32
HMAC_SIZE: typing.Final[int] = 32
# Codes of a `hello_answer`.
HELLO_OK: typing.Final[int] = 0
# The caller belongs to another cluster, or holds another key.
HELLO_WRONG_CLUSTER: typing.Final[int] = 1
# The caller's number is a member's, and its folder is not: it lost its data.
HELLO_LOST_FOLDER: typing.Final[int] = 2
# The caller is no member (any more).
HELLO_NOT_A_MEMBER: typing.Final[int] = 3
# There is no level of features that both speak.
HELLO_NO_COMMON_LEVEL: typing.Final[int] = 4
# The caller has the number of the node it calls.
HELLO_SAME_NUMBER: typing.Final[int] = 5
# Not yet: the caller is a new member, and its folder has to be written into the log first, which
# the leader does. Ask again, or the members that the called one knows.
HELLO_WAIT: typing.Final[int] = 6
BATCH_MESSAGES_MAX: typing.Final[int] = 4096
SNAPSHOT_CHUNK_MAX: typing.Final[int] = 1048576
FORWARDED_MAX: typing.Final[int] = 5242880
CONTENT_HASH_SIZE: typing.Final[int] = 32
# States of a hash.
HASH_NOT_ASKED: typing.Final[int] = 0
HASH_UNDER_WAY: typing.Final[int] = 1
HASH_DONE: typing.Final[int] = 2
# The member's floor is past the one asked for.
HASH_TOO_LATE: typing.Final[int] = 3
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
            out: list[bytes] = []
            _write_conf_state(self, out, limit)
            return b"".join(out)
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
            out: list[bytes] = []
            out.append(_pack_2Q(self.index, self.term))
            _write_conf_state(self.members, out, limit)
            return b"".join(out)
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


class member_info(msgspec.Struct, frozen=True, gc=False):
    """What the members know of one beside its vote: `context` of the change that adds it."""

    node: node_id
    # `HOST:PORT`, for peers and clients.
    address: str
    # All zero until a member that was added has joined.
    birth: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                address = self.address.encode()
            except UnicodeEncodeError:
                address = self.address.encode("utf-8", "surrogateescape")
            address_length = len(address)
            if address_length > 256:
                raise ValueError
            if len(self.birth) != 16:
                raise ValueError
            return _pack_QI_ns_16s_256[address_length](
                self.node, address_length, address, self.birth
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "member_info", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> member_info:
        try:
            at = 0
            end = len(data)
            node, address_length = _unpack_QI(data, at)
            if address_length > 256:
                raise ValueError
            at += 12
            address = data[at : at + address_length].decode("utf-8", "surrogateescape")
            at += (address_length + 3) & -4
            (birth,) = _unpack_16s(data, at)
            if at + 16 != end:
                raise ValueError
            return cls(node, address, birth)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "member_info", data, 0, len(data), limit, fault
            ) from None


class hello(msgspec.Struct, frozen=True, gc=False):
    """First on every connection. What is signed is bound to both nodes, both nonces and the cluster,
    so that nothing can be played back or to another.
    """

    # 0 until the cluster is founded, or joined.
    cluster_id: int
    node: node_id
    birth: bytes
    # Grows with each start of the node.
    incarnation: int
    # `HOST:PORT` where the sender listens.
    address: str
    # Levels of features that the sender can speak.
    feature_low: int
    feature_high: int
    # In order of their numbers. Before the founding: who it has met, itself included; all have to
    # name the same before any of them begins. After it: the members that it knows.
    founders: tuple[member_info, ...]
    # Before the founding: how many it waits to meet, itself included. Then 0.
    expected: int
    nonce: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            if len(self.birth) != 16:
                raise ValueError
            try:
                address = self.address.encode()
            except UnicodeEncodeError:
                address = self.address.encode("utf-8", "surrogateescape")
            address_length = len(address)
            if address_length > 256:
                raise ValueError
            founders = self.founders
            founders_count = len(founders)
            if founders_count > 64:
                raise ValueError
            out: list[bytes] = []
            out.append(
                _pack_2Q16sQI_ns_3I_256[address_length](
                    self.cluster_id,
                    self.node,
                    self.birth,
                    self.incarnation,
                    address_length,
                    address,
                    self.feature_low,
                    self.feature_high,
                    founders_count,
                )
            )
            for founders_item in founders:
                try:
                    address2 = founders_item.address.encode()
                except UnicodeEncodeError:
                    address2 = founders_item.address.encode("utf-8", "surrogateescape")
                address2_length = len(address2)
                if address2_length > 256:
                    raise ValueError
                if len(founders_item.birth) != 16:
                    raise ValueError
                out.append(
                    _pack_QI_ns_16s_256[address2_length](
                        founders_item.node, address2_length, address2, founders_item.birth
                    )
                )
            if len(self.nonce) != 32:
                raise ValueError
            out.append(_pack_I32s(self.expected, self.nonce))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "hello", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> hello:
        return _rt.unpack_whole(unpack_hello, data, limit)


class hello_answer(msgspec.Struct, frozen=True, gc=False):
    code: int
    # One line for the caller's operator.
    message: str
    # The called one's own, with its own nonce.
    hello: _type_hello
    # HMAC-SHA-256 under the cluster's key of: "sunrpc-kv called" or, in the answer to a proof,
    # "sunrpc-kv judged"; the code (4 bytes); the caller's hello; the called one's that answered
    # it; and, in the answer to a proof, this hello.
    hmac: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                message2 = self.message.encode()
            except UnicodeEncodeError:
                message2 = self.message.encode("utf-8", "surrogateescape")
            message2_length = len(message2)
            if message2_length > 1024:
                raise ValueError
            hello2 = self.hello
            if len(hello2.birth) != 16:
                raise ValueError
            try:
                address = hello2.address.encode()
            except UnicodeEncodeError:
                address = hello2.address.encode("utf-8", "surrogateescape")
            address_length = len(address)
            if address_length > 256:
                raise ValueError
            founders = hello2.founders
            founders_count = len(founders)
            if founders_count > 64:
                raise ValueError
            out: list[bytes] = []
            out.append(
                _pack_iI_ns_2Q16sQI[message2_length](
                    self.code,
                    message2_length,
                    message2,
                    hello2.cluster_id,
                    hello2.node,
                    hello2.birth,
                    hello2.incarnation,
                    address_length,
                )
            )
            out.append(
                _pack_ns_3I_256[address_length](
                    address, hello2.feature_low, hello2.feature_high, founders_count
                )
            )
            for founders_item in founders:
                try:
                    address2 = founders_item.address.encode()
                except UnicodeEncodeError:
                    address2 = founders_item.address.encode("utf-8", "surrogateescape")
                address2_length = len(address2)
                if address2_length > 256:
                    raise ValueError
                if len(founders_item.birth) != 16:
                    raise ValueError
                out.append(
                    _pack_QI_ns_16s_256[address2_length](
                        founders_item.node, address2_length, address2, founders_item.birth
                    )
                )
            if len(hello2.nonce) != 32:
                raise ValueError
            if len(self.hmac) != 32:
                raise ValueError
            out.append(_pack_I32s32s(hello2.expected, hello2.nonce, self.hmac))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "hello_answer", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> hello_answer:
        return _rt.unpack_whole(unpack_hello_answer, data, limit)


class hello_proof(msgspec.Struct, frozen=True, gc=False):
    """HMAC-SHA-256 under the cluster's key of: "sunrpc-kv caller", the caller's hello, the called
    one's. Good for one try. Once it is answered HELLO_OK the connection may carry the rest; another
    hello on it begins anew.
    """

    hmac: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            if len(self.hmac) != 32:
                raise ValueError
            return _pack_32s(self.hmac)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "hello_proof", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> hello_proof:
        try:
            return cls(*_whole_32s(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "hello_proof", data, 0, len(data), limit, fault
            ) from None


class message_batch(msgspec.Struct, frozen=True, gc=False):
    """Messages of one node to another, in the order they were made. Not answered."""

    cluster_id: int
    from_: node_id
    to: node_id
    # The receiver's, as its hello said: what was meant for an earlier life is dropped.
    to_incarnation: int
    messages: tuple[message, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            messages = self.messages
            messages_count = len(messages)
            if messages_count > 4096:
                raise ValueError
            out: list[bytes] = []
            out.append(
                _pack_4QI(self.cluster_id, self.from_, self.to, self.to_incarnation, messages_count)
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

    cluster_id: int
    from_: node_id
    to: node_id
    to_incarnation: int
    # The MESSAGE_SNAPSHOT that the content belongs to; repeated with each piece.
    announced: message
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
            out: list[bytes] = []
            out.append(_pack_4Q(self.cluster_id, self.from_, self.to, self.to_incarnation))
            _write_message(self.announced, out, limit)
            data2 = self.data
            data2_length = len(data2)
            if data2_length > 1048576:
                raise ValueError
            out.append(
                _pack_3Q2I_ns[data2_length](
                    self.snapshot_id, self.offset, self.total, self.checksum, data2_length, data2
                )
            )
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_chunk", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_chunk:
        return _rt.unpack_whole(unpack_snapshot_chunk, data, limit)


class snapshot_progress(msgspec.Struct, frozen=True, gc=False):
    """Where to go on: the first byte that the receiver does not have. `total` says that it has all and
    took it; over `total`, that it does not want it.
    """

    snapshot_id: int
    offset: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_2Q(self.snapshot_id, self.offset)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "snapshot_progress", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> snapshot_progress:
        try:
            return cls(*_whole_2Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "snapshot_progress", data, 0, len(data), limit, fault
            ) from None


class forwarded_call(msgspec.Struct, frozen=True, gc=False):
    """A client's call of the kv or admin program, passed on to the leader as it came; the node that
    passes it on has authorised it. Never passed on again.
    """

    cluster_id: int
    from_: node_id
    to: node_id
    program_number: int
    procedure_number: int
    # What is left of the caller's time.
    deadline_ms: int
    arguments: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            arguments = self.arguments
            arguments_length = len(arguments)
            if arguments_length > 5242880:
                raise ValueError
            return _pack_3Q4I_ns[arguments_length](
                self.cluster_id,
                self.from_,
                self.to,
                self.program_number,
                self.procedure_number,
                self.deadline_ms,
                arguments_length,
                arguments,
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "forwarded_call", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> forwarded_call:
        try:
            at = 0
            end = len(data)
            (
                cluster_id,
                from2,
                to,
                program_number,
                procedure_number,
                deadline_ms,
                arguments_length,
            ) = _unpack_3Q4I(data, at)
            if arguments_length > 5242880:
                raise ValueError
            at += 40
            arguments = data[at : at + arguments_length]
            at += (arguments_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(
                cluster_id, from2, to, program_number, procedure_number, deadline_ms, arguments
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "forwarded_call", data, 0, len(data), limit, fault
            ) from None


class forwarded_reply(msgspec.Struct, frozen=True, gc=False):
    # False: the node could not even look at the call, and nothing has happened.
    taken: bool
    results: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            results = self.results
            results_length = len(results)
            if results_length > 5242880:
                raise ValueError
            return _pack_3xbI_ns[results_length](self.taken, results_length, results)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "forwarded_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> forwarded_reply:
        try:
            at = 0
            end = len(data)
            taken, results_length = _unpack_2I(data, at)
            if results_length > 5242880:
                raise ValueError
            at += 8
            results = data[at : at + results_length]
            at += (results_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(_rt.BOOLS[taken], results)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "forwarded_reply", data, 0, len(data), limit, fault
            ) from None


class checkup(msgspec.Struct, frozen=True, gc=False):
    """The leader asks each member every now and then how it is."""

    cluster_id: int
    from_: node_id
    to: node_id
    # Of the content to be hashed, as by ADMIN_HASH: its end, 0 for none, and its floor. The hash
    # takes its time, so the same is asked again.
    revision: int
    compacted_revision: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_5Q(
                self.cluster_id, self.from_, self.to, self.revision, self.compacted_revision
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "checkup", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> checkup:
        try:
            return cls(*_whole_5Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(_shapes, "checkup", data, 0, len(data), limit, fault) from None


class checkup_answer(msgspec.Struct, frozen=True, gc=False):
    # What is wrong with the member's disk; empty while there is space.
    no_space: str
    # HASH_...
    state: int
    hash: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                no_space = self.no_space.encode()
            except UnicodeEncodeError:
                no_space = self.no_space.encode("utf-8", "surrogateescape")
            no_space_length = len(no_space)
            if no_space_length > 1024:
                raise ValueError
            if len(self.hash) != 32:
                raise ValueError
            return _pack_I_ns_i32s[no_space_length](
                no_space_length, no_space, self.state, self.hash
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "checkup_answer", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> checkup_answer:
        try:
            at = 0
            end = len(data)
            (no_space_length,) = _unpack_I(data, at)
            if no_space_length > 1024:
                raise ValueError
            at += 4
            no_space = data[at : at + no_space_length].decode("utf-8", "surrogateescape")
            at += (no_space_length + 3) & -4
            state, hash2 = _unpack_i32s(data, at)
            if at + 36 != end:
                raise ValueError
            return cls(no_space, state, hash2)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "checkup_answer", data, 0, len(data), limit, fault
            ) from None


class membership_question(msgspec.Struct, frozen=True, gc=False):
    """Who belongs to the cluster, as far as a node has applied the log. A member that hears of no
    leader asks: it may have been removed, and who is no member is told nothing any more.
    """

    cluster_id: int
    from_: node_id
    to: node_id

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_3Q(self.cluster_id, self.from_, self.to)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "membership_question", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> membership_question:
        try:
            return cls(*_whole_3Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "membership_question", data, 0, len(data), limit, fault
            ) from None


class membership(msgspec.Struct, frozen=True, gc=False):
    # Newest index that is applied, so that a node that has applied more is not misled.
    index: int
    members: conf_state

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            out.append(_pack_Q(self.index))
            _write_conf_state(self.members, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "membership", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> membership:
        return _rt.unpack_whole(unpack_membership, data, limit)


# Types whose names mean something else inside of a class.
_type_hello: typing.TypeAlias = hello

# The runs of words that codecs read and write at once.
_iter_iQ = struct.Struct(">iQ").iter_unpack
_pack_2Q = struct.Struct(">2Q").pack
_pack_2Q16sQI_ns_3I_256 = _rt.short_packers("2Q16sQI", "3I", 5, 256)
_pack_2Qi2I_ns = _rt.Packers("2Qi2I", "s", "")
_pack_32s = struct.Struct(">32s").pack
_pack_3Q = struct.Struct(">3Q").pack
_pack_3Q2I_ns = _rt.Packers("3Q2I", "s", "")
_pack_3Q4I_ns = _rt.Packers("3Q4I", "s", "")
_pack_3xb = struct.Struct(">3x?").pack
_pack_3xbI_ns = _rt.Packers("3x?I", "s", "")
_pack_4Q = struct.Struct(">4Q").pack
_pack_4QI = struct.Struct(">4QI").pack
_pack_5Q = struct.Struct(">5Q").pack
_pack_I = struct.Struct(">I").pack
_pack_I2Q = struct.Struct(">I2Q").pack
_pack_I32s = struct.Struct(">I32s").pack
_pack_I32s32s = struct.Struct(">I32s32s").pack
_pack_I_ns = _rt.Packers("I", "s", "")
_pack_I_ns_64 = _rt.short_packers("I", "", 1, 64)
_pack_I_ns_i32s = _rt.Packers("I", "s", "i32s")
_pack_Q = struct.Struct(">Q").pack
_pack_QI_ns_16s_256 = _rt.short_packers("QI", "16s", 2, 256)
_pack_i6Q3xbQI = struct.Struct(">i6Q3x?QI").pack
_pack_iI = struct.Struct(">iI").pack
_pack_iI_ns_2Q16sQI = _rt.Packers("iI", "s", "2Q16sQI")
_pack_iQ = struct.Struct(">iQ").pack
_pack_iQI_ns = _rt.Packers("iQI", "s", "")
_pack_nQ = _rt.Packers("", "Q", "")
_pack_ns_3I_256 = _rt.short_packers("", "3I", 0, 256)
_unpack_16s = struct.Struct(">16s").unpack_from
_unpack_2I = struct.Struct(">2I").unpack_from
_unpack_2Q = struct.Struct(">2Q").unpack_from
_unpack_2Q16sQI = struct.Struct(">2Q16sQI").unpack_from
_unpack_2Qi2I = struct.Struct(">2Qi2I").unpack_from
_unpack_32s = struct.Struct(">32s").unpack_from
_unpack_3I = struct.Struct(">3I").unpack_from
_unpack_3Q = struct.Struct(">3Q").unpack_from
_unpack_3Q2I = struct.Struct(">3Q2I").unpack_from
_unpack_3Q4I = struct.Struct(">3Q4I").unpack_from
_unpack_4Q = struct.Struct(">4Q").unpack_from
_unpack_4QI = struct.Struct(">4QI").unpack_from
_unpack_5Q = struct.Struct(">5Q").unpack_from
_unpack_I = struct.Struct(">I").unpack_from
_unpack_I32s = struct.Struct(">I32s").unpack_from
_unpack_I32s32s = struct.Struct(">I32s32s").unpack_from
_unpack_Q = struct.Struct(">Q").unpack_from
_unpack_QI = struct.Struct(">QI").unpack_from
_unpack_i32s = struct.Struct(">i32s").unpack_from
_unpack_i6QIQI = struct.Struct(">i6QIQI").unpack_from
_unpack_iI = struct.Struct(">iI").unpack_from
_unpack_iQ = struct.Struct(">iQ").unpack_from
_unpack_iQI = struct.Struct(">iQI").unpack_from
_unpack_nQ = _rt.Unpackers("Q")
_whole_2Q = struct.Struct(">2Q").unpack
_whole_32s = struct.Struct(">32s").unpack
_whole_3Q = struct.Struct(">3Q").unpack
_whole_5Q = struct.Struct(">5Q").unpack
_whole_iQ = struct.Struct(">iQ").unpack

pack_entry = entry.to_xdr
pack_hard_state = hard_state.to_xdr
pack_conf_change = conf_change.to_xdr
pack_conf_change_single = conf_change_single.to_xdr
pack_conf_change_v2 = conf_change_v2.to_xdr
pack_conf_state = conf_state.to_xdr
pack_snapshot_metadata = snapshot_metadata.to_xdr
pack_message = message.to_xdr
pack_member_info = member_info.to_xdr
pack_hello = hello.to_xdr
pack_hello_answer = hello_answer.to_xdr
pack_hello_proof = hello_proof.to_xdr
pack_message_batch = message_batch.to_xdr
pack_snapshot_chunk = snapshot_chunk.to_xdr
pack_snapshot_progress = snapshot_progress.to_xdr
pack_forwarded_call = forwarded_call.to_xdr
pack_forwarded_reply = forwarded_reply.to_xdr
pack_checkup = checkup.to_xdr
pack_checkup_answer = checkup_answer.to_xdr
pack_membership_question = membership_question.to_xdr
pack_membership = membership.to_xdr


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


def _write_conf_state(value: conf_state, out: list[bytes], limit: int) -> None:
    voters = value.voters
    voters_count = len(voters)
    if voters_count > 64:
        raise ValueError
    out.append(_pack_I(voters_count))
    out.append(_pack_nQ[voters_count](*voters))
    voters_outgoing = value.voters_outgoing
    voters_outgoing_count = len(voters_outgoing)
    if voters_outgoing_count > 64:
        raise ValueError
    out.append(_pack_I(voters_outgoing_count))
    out.append(_pack_nQ[voters_outgoing_count](*voters_outgoing))
    learners = value.learners
    learners_count = len(learners)
    if learners_count > 64:
        raise ValueError
    out.append(_pack_I(learners_count))
    out.append(_pack_nQ[learners_count](*learners))
    learners_next = value.learners_next
    learners_next_count = len(learners_next)
    if learners_next_count > 64:
        raise ValueError
    out.append(_pack_I(learners_next_count))
    out.append(_pack_nQ[learners_next_count](*learners_next))
    out.append(_pack_3xb(value.auto_leave))


def _read_conf_state(data: bytes, at: int, end: int, limit: int) -> tuple[conf_state, int]:
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
    return conf_state(
        voters, voters_outgoing, learners, learners_next, _rt.BOOLS[auto_leave]
    ), at + 4


def unpack_conf_state(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[conf_state, int]:
    at = offset
    try:
        result, at = _read_conf_state(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "conf_state", data, offset, end, limit, fault) from None


def unpack_snapshot_metadata(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_metadata, int]:
    at = offset
    try:
        index, term = _unpack_2Q(data, at)
        members, at = _read_conf_state(data, at + 16, end, limit)
        value = snapshot_metadata(index, term, members)
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
        out.append(_pack_I2Q(1, snapshot.index, snapshot.term))
        _write_conf_state(snapshot.members, out, limit)
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
        index3, term3 = _unpack_2Q(data, at + 4)
        members, at = _read_conf_state(data, at + 20, end, limit)
        (context_length,) = _unpack_I(data, at)
        if context_length > 64:
            raise ValueError
        snapshot = snapshot_metadata(index3, term3, members)
        at += 4
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


def unpack_member_info(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[member_info, int]:
    at = offset
    try:
        node, address_length = _unpack_QI(data, at)
        if address_length > 256:
            raise ValueError
        at += 12
        address = data[at : at + address_length].decode("utf-8", "surrogateescape")
        at += (address_length + 3) & -4
        (birth,) = _unpack_16s(data, at)
        value = member_info(node, address, birth)
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "member_info", data, offset, end, limit, fault) from None


def unpack_hello(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[hello, int]:
    at = offset
    try:
        cluster_id, node, birth, incarnation, address_length = _unpack_2Q16sQI(data, at)
        if address_length > 256:
            raise ValueError
        at += 44
        address = data[at : at + address_length].decode("utf-8", "surrogateescape")
        at += (address_length + 3) & -4
        feature_low, feature_high, founders_count = _unpack_3I(data, at)
        if founders_count > 64 or founders_count * 28 > end - at - 12:
            raise ValueError
        at += 12
        founders_items: list[member_info] = []
        for _ in range(founders_count):
            node2, address_length2 = _unpack_QI(data, at)
            if address_length2 > 256:
                raise ValueError
            at += 12
            address2 = data[at : at + address_length2].decode("utf-8", "surrogateescape")
            at += (address_length2 + 3) & -4
            (birth2,) = _unpack_16s(data, at)
            at += 16
            founders_items.append(member_info(node2, address2, birth2))
        founders = tuple(founders_items)
        expected, nonce = _unpack_I32s(data, at)
        value = hello(
            cluster_id,
            node,
            birth,
            incarnation,
            address,
            feature_low,
            feature_high,
            founders,
            expected,
            nonce,
        )
        at += 36
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "hello", data, offset, end, limit, fault) from None


def unpack_hello_answer(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[hello_answer, int]:
    at = offset
    try:
        code, message_length = _unpack_iI(data, at)
        if message_length > 1024:
            raise ValueError
        at += 8
        message2 = data[at : at + message_length].decode("utf-8", "surrogateescape")
        at += (message_length + 3) & -4
        cluster_id, node, birth, incarnation, address_length = _unpack_2Q16sQI(data, at)
        if address_length > 256:
            raise ValueError
        at += 44
        address = data[at : at + address_length].decode("utf-8", "surrogateescape")
        at += (address_length + 3) & -4
        feature_low, feature_high, founders_count = _unpack_3I(data, at)
        if founders_count > 64 or founders_count * 28 > end - at - 12:
            raise ValueError
        at += 12
        founders_items: list[member_info] = []
        for _ in range(founders_count):
            node2, address_length2 = _unpack_QI(data, at)
            if address_length2 > 256:
                raise ValueError
            at += 12
            address2 = data[at : at + address_length2].decode("utf-8", "surrogateescape")
            at += (address_length2 + 3) & -4
            (birth2,) = _unpack_16s(data, at)
            at += 16
            founders_items.append(member_info(node2, address2, birth2))
        founders = tuple(founders_items)
        expected, nonce, hmac = _unpack_I32s32s(data, at)
        value = hello_answer(
            code,
            message2,
            hello(
                cluster_id,
                node,
                birth,
                incarnation,
                address,
                feature_low,
                feature_high,
                founders,
                expected,
                nonce,
            ),
            hmac,
        )
        at += 68
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "hello_answer", data, offset, end, limit, fault) from None


def unpack_hello_proof(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[hello_proof, int]:
    at = offset
    try:
        value = hello_proof(*_unpack_32s(data, at))
        at += 32
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "hello_proof", data, offset, end, limit, fault) from None


def unpack_message_batch(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[message_batch, int]:
    at = offset
    try:
        cluster_id, from2, to, to_incarnation, messages_count = _unpack_4QI(data, at)
        if messages_count > 4096 or messages_count * 76 > end - at - 36:
            raise ValueError
        at += 36
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
        cluster_id, from2, to, to_incarnation = _unpack_4Q(data, at)
        announced, at = _read_message(data, at + 32, end, limit)
        snapshot_id, offset2, total, checksum, data_length = _unpack_3Q2I(data, at)
        if data_length > 1048576:
            raise ValueError
        at += 32
        data2 = data[at : at + data_length]
        at += (data_length + 3) & -4
        value = snapshot_chunk(
            cluster_id,
            from2,
            to,
            to_incarnation,
            announced,
            snapshot_id,
            offset2,
            total,
            checksum,
            data2,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_chunk", data, offset, end, limit, fault
        ) from None


def unpack_snapshot_progress(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[snapshot_progress, int]:
    at = offset
    try:
        value = snapshot_progress(*_unpack_2Q(data, at))
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "snapshot_progress", data, offset, end, limit, fault
        ) from None


def unpack_forwarded_call(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[forwarded_call, int]:
    at = offset
    try:
        cluster_id, from2, to, program_number, procedure_number, deadline_ms, arguments_length = (
            _unpack_3Q4I(data, at)
        )
        if arguments_length > 5242880:
            raise ValueError
        at += 40
        arguments = data[at : at + arguments_length]
        at += (arguments_length + 3) & -4
        value = forwarded_call(
            cluster_id, from2, to, program_number, procedure_number, deadline_ms, arguments
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "forwarded_call", data, offset, end, limit, fault
        ) from None


def unpack_forwarded_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[forwarded_reply, int]:
    at = offset
    try:
        taken, results_length = _unpack_2I(data, at)
        if results_length > 5242880:
            raise ValueError
        at += 8
        results = data[at : at + results_length]
        at += (results_length + 3) & -4
        value = forwarded_reply(_rt.BOOLS[taken], results)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "forwarded_reply", data, offset, end, limit, fault
        ) from None


def unpack_checkup(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[checkup, int]:
    at = offset
    try:
        value = checkup(*_unpack_5Q(data, at))
        at += 40
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "checkup", data, offset, end, limit, fault) from None


def unpack_checkup_answer(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[checkup_answer, int]:
    at = offset
    try:
        (no_space_length,) = _unpack_I(data, at)
        if no_space_length > 1024:
            raise ValueError
        at += 4
        no_space = data[at : at + no_space_length].decode("utf-8", "surrogateescape")
        at += (no_space_length + 3) & -4
        state, hash2 = _unpack_i32s(data, at)
        value = checkup_answer(no_space, state, hash2)
        at += 36
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "checkup_answer", data, offset, end, limit, fault
        ) from None


def unpack_membership_question(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[membership_question, int]:
    at = offset
    try:
        value = membership_question(*_unpack_3Q(data, at))
        at += 24
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "membership_question", data, offset, end, limit, fault
        ) from None


def unpack_membership(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[membership, int]:
    at = offset
    try:
        (index,) = _unpack_Q(data, at)
        members, at = _read_conf_state(data, at + 8, end, limit)
        value = membership(index, members)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "membership", data, offset, end, limit, fault) from None


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
        "member_info": _s.Struct(
            {"node": _s.UHYPER, "address": _s.String(256), "birth": _s.FixedOpaque(16)}
        ),
        "hello": _s.Struct(
            {
                "cluster_id": _s.UHYPER,
                "node": _s.UHYPER,
                "birth": _s.FixedOpaque(16),
                "incarnation": _s.UHYPER,
                "address": _s.String(256),
                "feature_low": _s.UINT,
                "feature_high": _s.UINT,
                "founders": _s.Array(_s.Named("member_info"), 64, 28),
                "expected": _s.UINT,
                "nonce": _s.FixedOpaque(32),
            }
        ),
        "hello_answer": _s.Struct(
            {
                "code": _s.INT,
                "message": _s.String(1024),
                "hello": _s.Named("hello"),
                "hmac": _s.FixedOpaque(32),
            }
        ),
        "hello_proof": _s.Struct({"hmac": _s.FixedOpaque(32)}),
        "message_batch": _s.Struct(
            {
                "cluster_id": _s.UHYPER,
                "from_": _s.UHYPER,
                "to": _s.UHYPER,
                "to_incarnation": _s.UHYPER,
                "messages": _s.Array(_s.Named("message"), 4096, 76),
            }
        ),
        "snapshot_chunk": _s.Struct(
            {
                "cluster_id": _s.UHYPER,
                "from_": _s.UHYPER,
                "to": _s.UHYPER,
                "to_incarnation": _s.UHYPER,
                "announced": _s.Named("message"),
                "snapshot_id": _s.UHYPER,
                "offset": _s.UHYPER,
                "total": _s.UHYPER,
                "checksum": _s.UINT,
                "data": _s.Opaque(1048576),
            }
        ),
        "snapshot_progress": _s.Struct({"snapshot_id": _s.UHYPER, "offset": _s.UHYPER}),
        "forwarded_call": _s.Struct(
            {
                "cluster_id": _s.UHYPER,
                "from_": _s.UHYPER,
                "to": _s.UHYPER,
                "program_number": _s.UINT,
                "procedure_number": _s.UINT,
                "deadline_ms": _s.UINT,
                "arguments": _s.Opaque(5242880),
            }
        ),
        "forwarded_reply": _s.Struct({"taken": _s.BOOL, "results": _s.Opaque(5242880)}),
        "checkup": _s.Struct(
            {
                "cluster_id": _s.UHYPER,
                "from_": _s.UHYPER,
                "to": _s.UHYPER,
                "revision": _s.UHYPER,
                "compacted_revision": _s.UHYPER,
            }
        ),
        "checkup_answer": _s.Struct(
            {"no_space": _s.String(1024), "state": _s.INT, "hash": _s.FixedOpaque(32)}
        ),
        "membership_question": _s.Struct(
            {"cluster_id": _s.UHYPER, "from_": _s.UHYPER, "to": _s.UHYPER}
        ),
        "membership": _s.Struct({"index": _s.UHYPER, "members": _s.Named("conf_state")}),
    }


_RAFT_V1_RAFT_HELLO: _rt.Procedure[[hello], hello_answer] = _rt.Procedure(
    0x31230011,
    1,
    1,
    "RAFT_HELLO",
    pack_hello,
    _rt.single(unpack_hello),
    pack_hello_answer,
    unpack_hello_answer,
)
_RAFT_V1_RAFT_PROVE: _rt.Procedure[[hello_proof], hello_answer] = _rt.Procedure(
    0x31230011,
    1,
    2,
    "RAFT_PROVE",
    pack_hello_proof,
    _rt.single(unpack_hello_proof),
    pack_hello_answer,
    unpack_hello_answer,
)
_RAFT_V1_RAFT_MESSAGES: _rt.Procedure[[message_batch], None] = _rt.Procedure(
    0x31230011,
    1,
    3,
    "RAFT_MESSAGES",
    pack_message_batch,
    _rt.single(unpack_message_batch),
    _rt.pack_void,
    _rt.unpack_void,
)
_RAFT_V1_RAFT_SNAPSHOT: _rt.Procedure[[snapshot_chunk], snapshot_progress] = _rt.Procedure(
    0x31230011,
    1,
    4,
    "RAFT_SNAPSHOT",
    pack_snapshot_chunk,
    _rt.single(unpack_snapshot_chunk),
    pack_snapshot_progress,
    unpack_snapshot_progress,
)
_RAFT_V1_RAFT_FORWARD: _rt.Procedure[[forwarded_call], forwarded_reply] = _rt.Procedure(
    0x31230011,
    1,
    5,
    "RAFT_FORWARD",
    pack_forwarded_call,
    _rt.single(unpack_forwarded_call),
    pack_forwarded_reply,
    unpack_forwarded_reply,
)
_RAFT_V1_RAFT_CHECKUP: _rt.Procedure[[checkup], checkup_answer] = _rt.Procedure(
    0x31230011,
    1,
    6,
    "RAFT_CHECKUP",
    pack_checkup,
    _rt.single(unpack_checkup),
    pack_checkup_answer,
    unpack_checkup_answer,
)
_RAFT_V1_RAFT_MEMBERSHIP: _rt.Procedure[[membership_question], membership] = _rt.Procedure(
    0x31230011,
    1,
    7,
    "RAFT_MEMBERSHIP",
    pack_membership_question,
    _rt.single(unpack_membership_question),
    pack_membership,
    unpack_membership,
)
RAFT_V1 = _rt.Version(
    "RAFT_V1",
    0x31230011,
    1,
    (
        _RAFT_V1_RAFT_HELLO,
        _RAFT_V1_RAFT_PROVE,
        _RAFT_V1_RAFT_MESSAGES,
        _RAFT_V1_RAFT_SNAPSHOT,
        _RAFT_V1_RAFT_FORWARD,
        _RAFT_V1_RAFT_CHECKUP,
        _RAFT_V1_RAFT_MEMBERSHIP,
    ),
)
RAFT_PROGRAM = _rt.Program("RAFT_PROGRAM", 0x31230011, (RAFT_V1,))


class RAFT_V1Client(_rt.Client):
    """Calls the procedures of RAFT_PROGRAM, version 1 (RAFT_V1)."""

    version: typing.ClassVar[_rt.Version] = RAFT_V1

    def RAFT_HELLO(self, arg: hello, *, timeout: float | None = None) -> hello_answer:
        """Who are you? The answer's code says nothing about the caller, who is not known yet."""
        caller = self._caller
        return caller.call(_RAFT_V1_RAFT_HELLO, pack_hello(arg, caller.limit), timeout)

    def RAFT_PROVE(self, arg: hello_proof, *, timeout: float | None = None) -> hello_answer:
        """Proof of the caller's. The answer's code is what the caller is to this node; its hello
        is as new as the answer.
        """
        caller = self._caller
        return caller.call(_RAFT_V1_RAFT_PROVE, pack_hello_proof(arg, caller.limit), timeout)

    def RAFT_MESSAGES(self, arg: message_batch, *, timeout: float | None = None) -> None:
        """Messages of the core. One-way: the node answers nothing."""
        caller = self._caller
        return caller.call(_RAFT_V1_RAFT_MESSAGES, pack_message_batch(arg, caller.limit), timeout)

    def RAFT_SNAPSHOT(
        self, arg: snapshot_chunk, *, timeout: float | None = None
    ) -> snapshot_progress:
        """A piece of a snapshot."""
        caller = self._caller
        return caller.call(_RAFT_V1_RAFT_SNAPSHOT, pack_snapshot_chunk(arg, caller.limit), timeout)

    def RAFT_FORWARD(self, arg: forwarded_call, *, timeout: float | None = None) -> forwarded_reply:
        """A client's call, for the leader."""
        caller = self._caller
        return caller.call(_RAFT_V1_RAFT_FORWARD, pack_forwarded_call(arg, caller.limit), timeout)

    def RAFT_CHECKUP(self, arg: checkup, *, timeout: float | None = None) -> checkup_answer:
        """How a member is."""
        caller = self._caller
        return caller.call(_RAFT_V1_RAFT_CHECKUP, pack_checkup(arg, caller.limit), timeout)

    def RAFT_MEMBERSHIP(
        self, arg: membership_question, *, timeout: float | None = None
    ) -> membership:
        """Who belongs to the cluster. Who has proved that it holds the key is answered even if it
        was refused as no member.
        """
        caller = self._caller
        return caller.call(
            _RAFT_V1_RAFT_MEMBERSHIP, pack_membership_question(arg, caller.limit), timeout
        )


class RAFT_V1AsyncClient(_rt.AsyncClient):
    """Calls the procedures of RAFT_PROGRAM, version 1 (RAFT_V1)."""

    version: typing.ClassVar[_rt.Version] = RAFT_V1

    async def RAFT_HELLO(self, arg: hello, *, timeout: float | None = None) -> hello_answer:
        """Who are you? The answer's code says nothing about the caller, who is not known yet."""
        caller = self._caller
        return await caller.call(_RAFT_V1_RAFT_HELLO, pack_hello(arg, caller.limit), timeout)

    async def RAFT_PROVE(self, arg: hello_proof, *, timeout: float | None = None) -> hello_answer:
        """Proof of the caller's. The answer's code is what the caller is to this node; its hello
        is as new as the answer.
        """
        caller = self._caller
        return await caller.call(_RAFT_V1_RAFT_PROVE, pack_hello_proof(arg, caller.limit), timeout)

    async def RAFT_MESSAGES(self, arg: message_batch, *, timeout: float | None = None) -> None:
        """Messages of the core. One-way: the node answers nothing."""
        caller = self._caller
        return await caller.call(
            _RAFT_V1_RAFT_MESSAGES, pack_message_batch(arg, caller.limit), timeout
        )

    async def RAFT_SNAPSHOT(
        self, arg: snapshot_chunk, *, timeout: float | None = None
    ) -> snapshot_progress:
        """A piece of a snapshot."""
        caller = self._caller
        return await caller.call(
            _RAFT_V1_RAFT_SNAPSHOT, pack_snapshot_chunk(arg, caller.limit), timeout
        )

    async def RAFT_FORWARD(
        self, arg: forwarded_call, *, timeout: float | None = None
    ) -> forwarded_reply:
        """A client's call, for the leader."""
        caller = self._caller
        return await caller.call(
            _RAFT_V1_RAFT_FORWARD, pack_forwarded_call(arg, caller.limit), timeout
        )

    async def RAFT_CHECKUP(self, arg: checkup, *, timeout: float | None = None) -> checkup_answer:
        """How a member is."""
        caller = self._caller
        return await caller.call(_RAFT_V1_RAFT_CHECKUP, pack_checkup(arg, caller.limit), timeout)

    async def RAFT_MEMBERSHIP(
        self, arg: membership_question, *, timeout: float | None = None
    ) -> membership:
        """Who belongs to the cluster. Who has proved that it holds the key is answered even if it
        was refused as no member.
        """
        caller = self._caller
        return await caller.call(
            _RAFT_V1_RAFT_MEMBERSHIP, pack_membership_question(arg, caller.limit), timeout
        )


class RAFT_V1Server(_rt.Server):
    """Answers the procedures of RAFT_PROGRAM, version 1 (RAFT_V1)."""

    version: typing.ClassVar[_rt.Version] = RAFT_V1
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_RAFT_V1_RAFT_HELLO, "RAFT_HELLO"),
        (_RAFT_V1_RAFT_PROVE, "RAFT_PROVE"),
        (_RAFT_V1_RAFT_MESSAGES, "RAFT_MESSAGES"),
        (_RAFT_V1_RAFT_SNAPSHOT, "RAFT_SNAPSHOT"),
        (_RAFT_V1_RAFT_FORWARD, "RAFT_FORWARD"),
        (_RAFT_V1_RAFT_CHECKUP, "RAFT_CHECKUP"),
        (_RAFT_V1_RAFT_MEMBERSHIP, "RAFT_MEMBERSHIP"),
    )

    def RAFT_HELLO(self, arg: hello, context: _rt.Context) -> hello_answer | _Future[hello_answer]:
        """Who are you? The answer's code says nothing about the caller, who is not known yet."""
        raise _rt.ProcedureUnavailable

    def RAFT_PROVE(
        self, arg: hello_proof, context: _rt.Context
    ) -> hello_answer | _Future[hello_answer]:
        """Proof of the caller's. The answer's code is what the caller is to this node; its hello
        is as new as the answer.
        """
        raise _rt.ProcedureUnavailable

    def RAFT_MESSAGES(self, arg: message_batch, context: _rt.Context) -> _Future[None] | None:
        """Messages of the core. One-way: the node answers nothing."""
        raise _rt.ProcedureUnavailable

    def RAFT_SNAPSHOT(
        self, arg: snapshot_chunk, context: _rt.Context
    ) -> snapshot_progress | _Future[snapshot_progress]:
        """A piece of a snapshot."""
        raise _rt.ProcedureUnavailable

    def RAFT_FORWARD(
        self, arg: forwarded_call, context: _rt.Context
    ) -> forwarded_reply | _Future[forwarded_reply]:
        """A client's call, for the leader."""
        raise _rt.ProcedureUnavailable

    def RAFT_CHECKUP(
        self, arg: checkup, context: _rt.Context
    ) -> checkup_answer | _Future[checkup_answer]:
        """How a member is."""
        raise _rt.ProcedureUnavailable

    def RAFT_MEMBERSHIP(
        self, arg: membership_question, context: _rt.Context
    ) -> membership | _Future[membership]:
        """Who belongs to the cluster. Who has proved that it holds the key is answered even if it
        was refused as no member.
        """
        raise _rt.ProcedureUnavailable


class RAFT_V1AsyncServer(_rt.AsyncServer):
    """Answers the procedures of RAFT_PROGRAM, version 1 (RAFT_V1)."""

    version: typing.ClassVar[_rt.Version] = RAFT_V1
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_RAFT_V1_RAFT_HELLO, "RAFT_HELLO"),
        (_RAFT_V1_RAFT_PROVE, "RAFT_PROVE"),
        (_RAFT_V1_RAFT_MESSAGES, "RAFT_MESSAGES"),
        (_RAFT_V1_RAFT_SNAPSHOT, "RAFT_SNAPSHOT"),
        (_RAFT_V1_RAFT_FORWARD, "RAFT_FORWARD"),
        (_RAFT_V1_RAFT_CHECKUP, "RAFT_CHECKUP"),
        (_RAFT_V1_RAFT_MEMBERSHIP, "RAFT_MEMBERSHIP"),
    )

    async def RAFT_HELLO(self, arg: hello, context: _rt.Context) -> hello_answer:
        """Who are you? The answer's code says nothing about the caller, who is not known yet."""
        raise _rt.ProcedureUnavailable

    async def RAFT_PROVE(self, arg: hello_proof, context: _rt.Context) -> hello_answer:
        """Proof of the caller's. The answer's code is what the caller is to this node; its hello
        is as new as the answer.
        """
        raise _rt.ProcedureUnavailable

    async def RAFT_MESSAGES(self, arg: message_batch, context: _rt.Context) -> None:
        """Messages of the core. One-way: the node answers nothing."""
        raise _rt.ProcedureUnavailable

    async def RAFT_SNAPSHOT(self, arg: snapshot_chunk, context: _rt.Context) -> snapshot_progress:
        """A piece of a snapshot."""
        raise _rt.ProcedureUnavailable

    async def RAFT_FORWARD(self, arg: forwarded_call, context: _rt.Context) -> forwarded_reply:
        """A client's call, for the leader."""
        raise _rt.ProcedureUnavailable

    async def RAFT_CHECKUP(self, arg: checkup, context: _rt.Context) -> checkup_answer:
        """How a member is."""
        raise _rt.ProcedureUnavailable

    async def RAFT_MEMBERSHIP(self, arg: membership_question, context: _rt.Context) -> membership:
        """Who belongs to the cluster. Who has proved that it holds the key is answered even if it
        was refused as no member.
        """
        raise _rt.ProcedureUnavailable
