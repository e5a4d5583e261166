"""kv.x, compiled by rpcgen-py. Edit that file, not this one."""

from __future__ import annotations

import enum
import struct
import typing

import msgspec

from rpcgen_py.runtime import generated as _rt

if typing.TYPE_CHECKING:
    from concurrent.futures import Future as _Future

_rt.require(1)

__all__ = [
    "KV_AGE_UNKNOWN",
    "KV_ALARMS_MAX",
    "KV_ALARM_CORRUPT",
    "KV_ALARM_NO_SPACE",
    "KV_ANSWER_MAX",
    "KV_BUSY",
    "KV_CANDIDATE",
    "KV_COMPACTED",
    "KV_COUNTERS_MAX",
    "KV_DEADLINE",
    "KV_DENIED",
    "KV_EQUAL",
    "KV_EVENTS_MAX",
    "KV_EVENT_DELETE",
    "KV_EVENT_PUT",
    "KV_EXECUTED_NO",
    "KV_EXECUTED_UNKNOWN",
    "KV_EXTENSIONS_MAX",
    "KV_EXTENSION_VALUE_MAX",
    "KV_FAILED",
    "KV_FOLLOWER",
    "KV_FUTURE_REVISION",
    "KV_GREATER",
    "KV_INTERVAL",
    "KV_INVALID",
    "KV_ITEMS_MAX",
    "KV_KEEP_LEASE",
    "KV_KEEP_VALUE",
    "KV_KEY_MAX",
    "KV_LEADER",
    "KV_LEARNER",
    "KV_LEASE",
    "KV_LEASES_MAX",
    "KV_LEASE_EXISTS",
    "KV_LEASE_UNKNOWN",
    "KV_LESS",
    "KV_LINEARIZABLE",
    "KV_NAME_MAX",
    "KV_NODES_MAX",
    "KV_NOT_EQUAL",
    "KV_NOT_FOUND",
    "KV_NOT_LEADER",
    "KV_NO_QUORUM",
    "KV_NO_SPACE",
    "KV_OK",
    "KV_OPERATION_DELETE",
    "KV_OPERATION_PUT",
    "KV_OPERATION_RANGE",
    "KV_OUTCOME_FORGOTTEN",
    "KV_PREFIX",
    "KV_PREVIOUS",
    "KV_PROGRAM",
    "KV_PROPERTIES_MAX",
    "KV_REQUEST_MAX",
    "KV_SERIALIZABLE",
    "KV_SESSION_REQUIRED",
    "KV_SESSION_UNKNOWN",
    "KV_SINGLE",
    "KV_SORT_CREATE_REVISION",
    "KV_SORT_KEY",
    "KV_SORT_KEY_VERSION",
    "KV_SORT_MOD_REVISION",
    "KV_SORT_VALUE",
    "KV_STALE",
    "KV_TARGET_CREATE_REVISION",
    "KV_TARGET_KEY_VERSION",
    "KV_TARGET_LEASE",
    "KV_TARGET_MOD_REVISION",
    "KV_TARGET_VALUE",
    "KV_TEXT_MAX",
    "KV_TOO_LARGE",
    "KV_TXN_MAX",
    "KV_UNAVAILABLE",
    "KV_UNKNOWN_EXTENSION",
    "KV_UNSUPPORTED",
    "KV_V1",
    "KV_V1AsyncClient",
    "KV_V1AsyncServer",
    "KV_V1Client",
    "KV_V1Server",
    "KV_VALUE_MAX",
    "KV_WAIT_ALL",
    "KV_WAIT_QUORUM",
    "KV_WANT_COUNT",
    "KV_WANT_ITEMS",
    "KV_WANT_KEYS",
    "KV_WATCH_NO_DELETES",
    "KV_WATCH_NO_PUTS",
    "KV_WATCH_NO_WAIT",
    "KV_WATCH_RANGES_MAX",
    "KV_WRONG_CLUSTER",
    "kv_alarm",
    "kv_commit",
    "kv_compact_args",
    "kv_compact_reply",
    "kv_compact_result",
    "kv_compact_result_KV_OK",
    "kv_compact_result_default",
    "kv_compare",
    "kv_counter",
    "kv_delete_args",
    "kv_delete_ok",
    "kv_delete_op",
    "kv_delete_reply",
    "kv_delete_result",
    "kv_delete_result_KV_OK",
    "kv_delete_result_default",
    "kv_deleted",
    "kv_error",
    "kv_event",
    "kv_extension",
    "kv_get_args",
    "kv_get_reply",
    "kv_get_result",
    "kv_get_result_KV_NOT_FOUND",
    "kv_get_result_KV_OK",
    "kv_get_result_default",
    "kv_item",
    "kv_key_range",
    "kv_lease_grant_args",
    "kv_lease_grant_ok",
    "kv_lease_grant_reply",
    "kv_lease_grant_result",
    "kv_lease_grant_result_KV_OK",
    "kv_lease_grant_result_default",
    "kv_lease_info",
    "kv_lease_keepalive_args",
    "kv_lease_keepalive_ok",
    "kv_lease_keepalive_reply",
    "kv_lease_keepalive_result",
    "kv_lease_keepalive_result_KV_OK",
    "kv_lease_keepalive_result_default",
    "kv_lease_key",
    "kv_lease_list_args",
    "kv_lease_list_ok",
    "kv_lease_list_reply",
    "kv_lease_list_result",
    "kv_lease_list_result_KV_OK",
    "kv_lease_list_result_default",
    "kv_lease_revoke_args",
    "kv_lease_revoke_ok",
    "kv_lease_revoke_reply",
    "kv_lease_revoke_result",
    "kv_lease_revoke_result_KV_OK",
    "kv_lease_revoke_result_default",
    "kv_lease_ttl_args",
    "kv_lease_ttl_ok",
    "kv_lease_ttl_reply",
    "kv_lease_ttl_result",
    "kv_lease_ttl_result_KV_OK",
    "kv_lease_ttl_result_default",
    "kv_member",
    "kv_node",
    "kv_operation",
    "kv_operation_KV_OPERATION_DELETE",
    "kv_operation_KV_OPERATION_PUT",
    "kv_operation_KV_OPERATION_RANGE",
    "kv_operation_default",
    "kv_operation_result",
    "kv_operation_result_KV_OPERATION_DELETE",
    "kv_operation_result_KV_OPERATION_PUT",
    "kv_operation_result_KV_OPERATION_RANGE",
    "kv_operation_result_default",
    "kv_page",
    "kv_property",
    "kv_put_args",
    "kv_put_ok",
    "kv_put_op",
    "kv_put_reply",
    "kv_put_result",
    "kv_put_result_KV_OK",
    "kv_put_result_default",
    "kv_range_args",
    "kv_range_ok",
    "kv_range_op",
    "kv_range_reply",
    "kv_range_result",
    "kv_range_result_KV_OK",
    "kv_range_result_default",
    "kv_reply_header",
    "kv_request_header",
    "kv_session_close_args",
    "kv_session_close_reply",
    "kv_session_close_result",
    "kv_session_close_result_KV_OK",
    "kv_session_close_result_default",
    "kv_session_keepalive_args",
    "kv_session_keepalive_ok",
    "kv_session_keepalive_reply",
    "kv_session_keepalive_result",
    "kv_session_keepalive_result_KV_OK",
    "kv_session_keepalive_result_default",
    "kv_session_open_args",
    "kv_session_open_ok",
    "kv_session_open_reply",
    "kv_session_open_result",
    "kv_session_open_result_KV_OK",
    "kv_session_open_result_default",
    "kv_status_args",
    "kv_status_ok",
    "kv_status_reply",
    "kv_status_result",
    "kv_status_result_KV_OK",
    "kv_status_result_default",
    "kv_txn_args",
    "kv_txn_ok",
    "kv_txn_op",
    "kv_txn_reply",
    "kv_txn_result",
    "kv_txn_result_KV_OK",
    "kv_txn_result_default",
    "kv_watch_args",
    "kv_watch_ok",
    "kv_watch_position",
    "kv_watch_reply",
    "kv_watch_result",
    "kv_watch_result_KV_OK",
    "kv_watch_result_default",
    "pack_kv_alarm",
    "pack_kv_commit",
    "pack_kv_compact_args",
    "pack_kv_compact_reply",
    "pack_kv_compact_result",
    "pack_kv_compare",
    "pack_kv_counter",
    "pack_kv_delete_args",
    "pack_kv_delete_ok",
    "pack_kv_delete_op",
    "pack_kv_delete_reply",
    "pack_kv_delete_result",
    "pack_kv_deleted",
    "pack_kv_error",
    "pack_kv_event",
    "pack_kv_extension",
    "pack_kv_get_args",
    "pack_kv_get_reply",
    "pack_kv_get_result",
    "pack_kv_item",
    "pack_kv_key_range",
    "pack_kv_lease_grant_args",
    "pack_kv_lease_grant_ok",
    "pack_kv_lease_grant_reply",
    "pack_kv_lease_grant_result",
    "pack_kv_lease_info",
    "pack_kv_lease_keepalive_args",
    "pack_kv_lease_keepalive_ok",
    "pack_kv_lease_keepalive_reply",
    "pack_kv_lease_keepalive_result",
    "pack_kv_lease_key",
    "pack_kv_lease_list_args",
    "pack_kv_lease_list_ok",
    "pack_kv_lease_list_reply",
    "pack_kv_lease_list_result",
    "pack_kv_lease_revoke_args",
    "pack_kv_lease_revoke_ok",
    "pack_kv_lease_revoke_reply",
    "pack_kv_lease_revoke_result",
    "pack_kv_lease_ttl_args",
    "pack_kv_lease_ttl_ok",
    "pack_kv_lease_ttl_reply",
    "pack_kv_lease_ttl_result",
    "pack_kv_member",
    "pack_kv_node",
    "pack_kv_operation",
    "pack_kv_operation_result",
    "pack_kv_page",
    "pack_kv_property",
    "pack_kv_put_args",
    "pack_kv_put_ok",
    "pack_kv_put_op",
    "pack_kv_put_reply",
    "pack_kv_put_result",
    "pack_kv_range_args",
    "pack_kv_range_ok",
    "pack_kv_range_op",
    "pack_kv_range_reply",
    "pack_kv_range_result",
    "pack_kv_reply_header",
    "pack_kv_request_header",
    "pack_kv_session_close_args",
    "pack_kv_session_close_reply",
    "pack_kv_session_close_result",
    "pack_kv_session_keepalive_args",
    "pack_kv_session_keepalive_ok",
    "pack_kv_session_keepalive_reply",
    "pack_kv_session_keepalive_result",
    "pack_kv_session_open_args",
    "pack_kv_session_open_ok",
    "pack_kv_session_open_reply",
    "pack_kv_session_open_result",
    "pack_kv_status_args",
    "pack_kv_status_ok",
    "pack_kv_status_reply",
    "pack_kv_status_result",
    "pack_kv_txn_args",
    "pack_kv_txn_ok",
    "pack_kv_txn_op",
    "pack_kv_txn_reply",
    "pack_kv_txn_result",
    "pack_kv_watch_args",
    "pack_kv_watch_ok",
    "pack_kv_watch_position",
    "pack_kv_watch_reply",
    "pack_kv_watch_result",
    "unpack_kv_alarm",
    "unpack_kv_commit",
    "unpack_kv_compact_args",
    "unpack_kv_compact_reply",
    "unpack_kv_compact_result",
    "unpack_kv_compare",
    "unpack_kv_counter",
    "unpack_kv_delete_args",
    "unpack_kv_delete_ok",
    "unpack_kv_delete_op",
    "unpack_kv_delete_reply",
    "unpack_kv_delete_result",
    "unpack_kv_deleted",
    "unpack_kv_error",
    "unpack_kv_event",
    "unpack_kv_extension",
    "unpack_kv_get_args",
    "unpack_kv_get_reply",
    "unpack_kv_get_result",
    "unpack_kv_item",
    "unpack_kv_key_range",
    "unpack_kv_lease_grant_args",
    "unpack_kv_lease_grant_ok",
    "unpack_kv_lease_grant_reply",
    "unpack_kv_lease_grant_result",
    "unpack_kv_lease_info",
    "unpack_kv_lease_keepalive_args",
    "unpack_kv_lease_keepalive_ok",
    "unpack_kv_lease_keepalive_reply",
    "unpack_kv_lease_keepalive_result",
    "unpack_kv_lease_key",
    "unpack_kv_lease_list_args",
    "unpack_kv_lease_list_ok",
    "unpack_kv_lease_list_reply",
    "unpack_kv_lease_list_result",
    "unpack_kv_lease_revoke_args",
    "unpack_kv_lease_revoke_ok",
    "unpack_kv_lease_revoke_reply",
    "unpack_kv_lease_revoke_result",
    "unpack_kv_lease_ttl_args",
    "unpack_kv_lease_ttl_ok",
    "unpack_kv_lease_ttl_reply",
    "unpack_kv_lease_ttl_result",
    "unpack_kv_member",
    "unpack_kv_node",
    "unpack_kv_operation",
    "unpack_kv_operation_result",
    "unpack_kv_page",
    "unpack_kv_property",
    "unpack_kv_put_args",
    "unpack_kv_put_ok",
    "unpack_kv_put_op",
    "unpack_kv_put_reply",
    "unpack_kv_put_result",
    "unpack_kv_range_args",
    "unpack_kv_range_ok",
    "unpack_kv_range_op",
    "unpack_kv_range_reply",
    "unpack_kv_range_result",
    "unpack_kv_reply_header",
    "unpack_kv_request_header",
    "unpack_kv_session_close_args",
    "unpack_kv_session_close_reply",
    "unpack_kv_session_close_result",
    "unpack_kv_session_keepalive_args",
    "unpack_kv_session_keepalive_ok",
    "unpack_kv_session_keepalive_reply",
    "unpack_kv_session_keepalive_result",
    "unpack_kv_session_open_args",
    "unpack_kv_session_open_ok",
    "unpack_kv_session_open_reply",
    "unpack_kv_session_open_result",
    "unpack_kv_status_args",
    "unpack_kv_status_ok",
    "unpack_kv_status_reply",
    "unpack_kv_status_result",
    "unpack_kv_txn_args",
    "unpack_kv_txn_ok",
    "unpack_kv_txn_op",
    "unpack_kv_txn_reply",
    "unpack_kv_txn_result",
    "unpack_kv_watch_args",
    "unpack_kv_watch_ok",
    "unpack_kv_watch_position",
    "unpack_kv_watch_reply",
    "unpack_kv_watch_result",
]

# Longest key, in bytes. A key has at least one byte.
KV_KEY_MAX: typing.Final[int] = 8192
# Longest value, in bytes; it may be empty.
KV_VALUE_MAX: typing.Final[int] = 1048576
# Longest call record, in bytes; a longer one is not read.
KV_REQUEST_MAX: typing.Final[int] = 4194304
# What an answer's items or events may sum up to, in bytes of keys and values. At least one item or event is always given, however long.
KV_ANSWER_MAX: typing.Final[int] = 4194304
# Most comparisons, and most operations in each branch, of one transaction.
KV_TXN_MAX: typing.Final[int] = 128
# Most items of one answer.
KV_ITEMS_MAX: typing.Final[int] = 10000
# Most events of one answer.
KV_EVENTS_MAX: typing.Final[int] = 10000
# Most key ranges that one call watches.
KV_WATCH_RANGES_MAX: typing.Final[int] = 16
# Longest name space, address, or client name, in bytes.
KV_NAME_MAX: typing.Final[int] = 255
# Longest message, or property, in bytes.
KV_TEXT_MAX: typing.Final[int] = 1024
# Most extensions of a header, and longest value of one.
KV_EXTENSIONS_MAX: typing.Final[int] = 8
KV_EXTENSION_VALUE_MAX: typing.Final[int] = 1024
# Most members, alarms, counters, properties, leases that one answer lists.
KV_NODES_MAX: typing.Final[int] = 64
KV_ALARMS_MAX: typing.Final[int] = 64
KV_COUNTERS_MAX: typing.Final[int] = 256
KV_PROPERTIES_MAX: typing.Final[int] = 64
KV_LEASES_MAX: typing.Final[int] = 1000
# Done.
KV_OK: typing.Final[int] = 0
# There is no such key at the revision that was read.
KV_NOT_FOUND: typing.Final[int] = 1
# The arguments make no sense; the message names the one.
KV_INVALID: typing.Final[int] = 2
# A key, value, transaction, request, or the answer to it is over its limit.
KV_TOO_LARGE: typing.Final[int] = 3
# The revision asked for is below the floor, `compacted_revision` of the reply's header.
KV_COMPACTED: typing.Final[int] = 4
# The revision asked for is not there yet.
KV_FUTURE_REVISION: typing.Final[int] = 5
# This node does not serve the procedure, or an option of it.
KV_UNSUPPORTED: typing.Final[int] = 6
# An extension that is marked critical is not known here.
KV_UNKNOWN_EXTENSION: typing.Final[int] = 7
# The call was meant for another cluster.
KV_WRONG_CLUSTER: typing.Final[int] = 8
# The caller's identity may not do this.
KV_DENIED: typing.Final[int] = 9
# A queue is full: wait `retry_after_ms`, then ask again.
KV_BUSY: typing.Final[int] = 10
# The deadline passed before there was an answer.
KV_DEADLINE: typing.Final[int] = 11
# The node knows no leader, or the leader reaches no quorum: see `unreachable`.
KV_NO_QUORUM: typing.Final[int] = 12
# Only the leader can answer, and the call has no hop left: ask `leader_address`.
KV_NOT_LEADER: typing.Final[int] = 13
# The session is unknown or has expired. What its last changes did can no longer be learnt.
KV_SESSION_UNKNOWN: typing.Final[int] = 14
# This change needs a session: it came by a transport that may deliver it twice.
KV_SESSION_REQUIRED: typing.Final[int] = 15
# The sequence number is below `lowest_unanswered`: its outcome has been forgotten.
KV_OUTCOME_FORGOTTEN: typing.Final[int] = 16
# There is no such lease; it may have expired.
KV_LEASE_UNKNOWN: typing.Final[int] = 17
# A lease of that number exists already.
KV_LEASE_EXISTS: typing.Final[int] = 18
# The disk is too full to take a change. Reads, deletes and compaction are still served.
KV_NO_SPACE: typing.Final[int] = 19
# This node's state is older than `min_revision` or `max_age_ms` allow.
KV_STALE: typing.Final[int] = 20
# The node is starting or stopping: ask another, or again.
KV_UNAVAILABLE: typing.Final[int] = 21
# The node failed, for instance to write to its disk, and needs its operator.
KV_FAILED: typing.Final[int] = 22
# It did not, and will not.
KV_EXECUTED_NO: typing.Final[int] = 0
# It may have, or still may. Repeat it only under the same session and sequence number.
KV_EXECUTED_UNKNOWN: typing.Final[int] = 1
# Not older than any change that was answered before the call was made. Relies on no clock.
KV_LINEARIZABLE: typing.Final[int] = 0
# The same, from the leader's own state while its lease lasts: quicker, and relies on clocks that drift apart slowly.
KV_LEASE: typing.Final[int] = 1
# What the node that was asked knows, with the revision and age of it.
KV_SERIALIZABLE: typing.Final[int] = 2
KV_AGE_UNKNOWN: typing.Final[int] = 4294967295
# The one key `key`.
KV_SINGLE: typing.Final[int] = 0
# All keys that begin with `key`; all there are, if it is empty.
KV_PREFIX: typing.Final[int] = 1
# All keys from `key` on and before `end`, in order of their bytes; an empty `end` is no end.
KV_INTERVAL: typing.Final[int] = 2
# A quorum: what makes the change permanent.
KV_WAIT_QUORUM: typing.Final[int] = 0
# All members that can be reached, for as long as the deadline allows; never fewer than a quorum. `durable_nodes` says how many it were.
KV_WAIT_ALL: typing.Final[int] = 1
# Answer the item that was there before.
KV_PREVIOUS: typing.Final[int] = 1
# Put: leave the value as it is and change the lease only. The key must exist.
KV_KEEP_VALUE: typing.Final[int] = 2
# Put: leave the key's lease as it is. The key must exist.
KV_KEEP_LEASE: typing.Final[int] = 4
# What a range answers (`kv_range_op.want`).
KV_WANT_ITEMS: typing.Final[int] = 0
# Items with empty values.
KV_WANT_KEYS: typing.Final[int] = 1
# No items, only how many there are; `limit` and `page` are not looked at.
KV_WANT_COUNT: typing.Final[int] = 2
# What items are sorted by (`kv_range_op.sort`). By anything but the key there are no pages: more than KV_ITEMS_MAX keys are KV_TOO_LARGE, and `more` only says that the list was cut at `limit` or at KV_ANSWER_MAX.
KV_SORT_KEY: typing.Final[int] = 0
KV_SORT_KEY_VERSION: typing.Final[int] = 1
KV_SORT_CREATE_REVISION: typing.Final[int] = 2
KV_SORT_MOD_REVISION: typing.Final[int] = 3
KV_SORT_VALUE: typing.Final[int] = 4
# What is compared (`kv_compare.target`). A key that does not exist has 0 for all numbers, and no comparison of its value holds.
KV_TARGET_KEY_VERSION: typing.Final[int] = 0
KV_TARGET_CREATE_REVISION: typing.Final[int] = 1
KV_TARGET_MOD_REVISION: typing.Final[int] = 2
KV_TARGET_LEASE: typing.Final[int] = 3
KV_TARGET_VALUE: typing.Final[int] = 4
# The key's side stands on the left (`kv_compare.relation`).
KV_EQUAL: typing.Final[int] = 0
KV_NOT_EQUAL: typing.Final[int] = 1
KV_LESS: typing.Final[int] = 2
KV_GREATER: typing.Final[int] = 3
# Kinds of operation in a transaction (`kv_operation.kind`).
KV_OPERATION_RANGE: typing.Final[int] = 0
KV_OPERATION_PUT: typing.Final[int] = 1
KV_OPERATION_DELETE: typing.Final[int] = 2
# Answer at once, even if there is nothing to tell.
KV_WATCH_NO_WAIT: typing.Final[int] = 2
# Leave out the events that put, or that delete.
KV_WATCH_NO_PUTS: typing.Final[int] = 4
KV_WATCH_NO_DELETES: typing.Final[int] = 8
# Kinds of events (`kv_event.kind`).
KV_EVENT_PUT: typing.Final[int] = 0
# The item has the key and, in `mod_revision`, the revision that deleted it; the rest is empty.
KV_EVENT_DELETE: typing.Final[int] = 1
# What a node is at the moment (`kv_status_ok.role`).
KV_FOLLOWER: typing.Final[int] = 0
KV_CANDIDATE: typing.Final[int] = 1
KV_LEADER: typing.Final[int] = 2
KV_LEARNER: typing.Final[int] = 3
# Kinds of alarms (`kv_alarm.kind`): something that an operator has to look at.
KV_ALARM_NO_SPACE: typing.Final[int] = 1
KV_ALARM_CORRUPT: typing.Final[int] = 2


class kv_extension(msgspec.Struct, frozen=True, gc=False):
    """The slot for what is not known yet. A receiver skips an extension that it does not know, or answers KV_UNKNOWN_EXTENSION where it is critical."""

    id: int
    critical: bool
    value: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_extension(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_extension:
        value, end = unpack_kv_extension(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_extension", data, 0, len(data), limit)
        return value


class kv_request_header(msgspec.Struct, frozen=True, gc=False):
    """What every call carries. All zero is valid and means: any cluster, no session, linearizable, the server's own deadline, the default name space."""

    # Refuse with KV_WRONG_CLUSTER in any other cluster. 0: any.
    cluster_id: int
    # Session that numbers this client's changes. 0: none, and then no change is repeated.
    session: int
    # Number of this change in its session, from 1 upwards; the same when it is sent again. 0 for reads and outside a session.
    sequence: int
    # Lowest number of the session whose answer has not arrived. What lies below is forgotten.
    lowest_unanswered: int
    # KV_LINEARIZABLE, KV_LEASE, KV_SERIALIZABLE.
    consistency: int
    # Serve from a state at least this new, waiting for it if need be. 0: no matter.
    min_revision: int
    # KV_SERIALIZABLE: refuse with KV_STALE if this node last knew its state to be the newest longer ago than this. 0: no matter.
    max_age_ms: int
    # How long the caller will wait from now on. 0: the server's default.
    deadline_ms: int
    # How often the call was passed on. A node passes on a call with 0 only: a client that can ask the leader by itself sends 1, and is told its address.
    hops: int
    # Ties together what several nodes log of one call. All zero: none.
    trace_id: bytes
    # Keys of one name space are not seen from another. Empty: the default one.
    name_space: bytes
    extensions: tuple[kv_extension, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_request_header(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_request_header:
        value, end = unpack_kv_request_header(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_request_header", data, 0, len(data), limit)
        return value


class kv_reply_header(msgspec.Struct, frozen=True, gc=False):
    """What every answer carries, errors too."""

    cluster_id: int
    # The node that answered.
    node_id: int
    term: int
    # Revision of the state that answered. Pass it on as `min_revision` to see no older one.
    revision: int
    # The floor: older revisions can no longer be read.
    compacted_revision: int
    # Place in the log of the last entry that this state holds.
    applied_index: int
    # How long ago, at most, the state was known to be the newest: 0 for a linearizable answer, KV_AGE_UNKNOWN where the node cannot tell.
    age_ms: int
    extensions: tuple[kv_extension, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_reply_header(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_reply_header:
        value, end = unpack_kv_reply_header(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_reply_header", data, 0, len(data), limit)
        return value


class kv_node(msgspec.Struct, frozen=True, gc=False):
    """A node by number, and by the address `HOST:PORT` that clients reach it at; "" if unknown."""

    id: int
    address: str

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_node(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_node:
        value, end = unpack_kv_node(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_node", data, 0, len(data), limit)
        return value


class kv_error(msgspec.Struct, frozen=True, gc=False):
    """Why there is no other answer; the union's `code` says which kind."""

    # One line for a person.
    message: str
    # Wait as long before asking again. 0: no advice.
    retry_after_ms: int
    # Where to ask instead, `HOST:PORT`; "" if unknown or no other node would do.
    leader_address: str
    # KV_EXECUTED_NO, KV_EXECUTED_UNKNOWN.
    executed: int
    # The nodes that were needed and could not be reached.
    unreachable: tuple[kv_node, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_error(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_error:
        value, end = unpack_kv_error(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_error", data, 0, len(data), limit)
        return value


class kv_item(msgspec.Struct, frozen=True, gc=False):
    """A key with its value and history. Revisions count the changes of the whole store: each put, delete or transaction that changes something is one revision. 0 is no revision."""

    key: bytes
    value: bytes
    # Revision that created the key, since it was last absent.
    create_revision: int
    # Revision of its last change.
    mod_revision: int
    # Number of changes since it was created, that one included.
    key_version: int
    # Lease whose end deletes the key. 0: none.
    lease: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_item(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_item:
        value, end = unpack_kv_item(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_item", data, 0, len(data), limit)
        return value


class kv_key_range(msgspec.Struct, frozen=True, gc=False):
    kind: int
    key: bytes
    # KV_INTERVAL only; empty otherwise.
    end: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_key_range(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_key_range:
        value, end = unpack_kv_key_range(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_key_range", data, 0, len(data), limit)
        return value


class kv_get_args(msgspec.Struct, frozen=True, gc=False):
    """------------------------------------------------------------------------------- get"""

    header: kv_request_header
    key: bytes
    # Read as of this revision. 0: the newest.
    revision: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_get_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_get_args:
        value, end = unpack_kv_get_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_get_args", data, 0, len(data), limit)
        return value


class kv_get_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    item: kv_item

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_get_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_get_result_KV_OK:
        value, end = unpack_kv_get_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_get_result", data, 0, len(data), limit)
        if not isinstance(value, kv_get_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_get_result_KV_OK")
        return value


class kv_get_result_KV_NOT_FOUND(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 1

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_get_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_get_result_KV_NOT_FOUND:
        value, end = unpack_kv_get_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_get_result", data, 0, len(data), limit)
        if not isinstance(value, kv_get_result_KV_NOT_FOUND):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_get_result_KV_NOT_FOUND")
        return value


class kv_get_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0, 1):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_get_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_get_result_default:
        value, end = unpack_kv_get_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_get_result", data, 0, len(data), limit)
        if not isinstance(value, kv_get_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_get_result_default")
        return value


kv_get_result: typing.TypeAlias = (
    kv_get_result_KV_OK
    | kv_get_result_KV_NOT_FOUND
    | kv_get_result_default
)


class kv_get_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_get_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_get_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_get_reply:
        value, end = unpack_kv_get_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_get_reply", data, 0, len(data), limit)
        return value


class kv_commit(msgspec.Struct, frozen=True, gc=False):
    """Where a change stands."""

    # Revision of this very change; 0 if nothing had to be changed. The header's may be newer.
    revision: int
    # How many nodes had it on disk when the answer was sent.
    durable_nodes: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_commit(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_commit:
        try:
            return cls(*_whole_QI(data))
        except _rt.FAULTS:
            raise _rt.explain_unpack(_shapes, "kv_commit", data, 0, len(data), limit) from None


class kv_put_op(msgspec.Struct, frozen=True, gc=False):
    key: bytes
    value: bytes
    # Delete the key when this lease ends. 0: keep it.
    lease: int
    # Sum of KV_PREVIOUS, KV_KEEP_VALUE, KV_KEEP_LEASE.
    flags: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_put_op(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_put_op:
        value, end = unpack_kv_put_op(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_put_op", data, 0, len(data), limit)
        return value


class kv_put_args(msgspec.Struct, frozen=True, gc=False):
    header: kv_request_header
    # KV_WAIT_QUORUM, KV_WAIT_ALL.
    wait: int
    put: kv_put_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_put_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_put_args:
        value, end = unpack_kv_put_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_put_args", data, 0, len(data), limit)
        return value


class kv_put_ok(msgspec.Struct, frozen=True, gc=False):
    commit: kv_commit
    # The item before, where there was one and KV_PREVIOUS asked for it.
    previous: kv_item | None

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_put_ok(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_put_ok:
        value, end = unpack_kv_put_ok(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_put_ok", data, 0, len(data), limit)
        return value


class kv_put_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_put_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_put_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_put_result_KV_OK:
        value, end = unpack_kv_put_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_put_result", data, 0, len(data), limit)
        if not isinstance(value, kv_put_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_put_result_KV_OK")
        return value


class kv_put_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_put_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_put_result_default:
        value, end = unpack_kv_put_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_put_result", data, 0, len(data), limit)
        if not isinstance(value, kv_put_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_put_result_default")
        return value


kv_put_result: typing.TypeAlias = kv_put_result_KV_OK | kv_put_result_default


class kv_put_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_put_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_put_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_put_reply:
        value, end = unpack_kv_put_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_put_reply", data, 0, len(data), limit)
        return value


class kv_delete_op(msgspec.Struct, frozen=True, gc=False):
    keys: kv_key_range
    # KV_PREVIOUS or 0.
    flags: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_delete_op(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_delete_op:
        value, end = unpack_kv_delete_op(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_delete_op", data, 0, len(data), limit)
        return value


class kv_delete_args(msgspec.Struct, frozen=True, gc=False):
    header: kv_request_header
    # KV_WAIT_QUORUM, KV_WAIT_ALL.
    wait: int
    deletion: kv_delete_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_delete_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_delete_args:
        value, end = unpack_kv_delete_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_delete_args", data, 0, len(data), limit)
        return value


class kv_deleted(msgspec.Struct, frozen=True, gc=False):
    # How many keys there were to delete.
    count: int
    # The items before, in order of their keys, where KV_PREVIOUS asked for them. A delete whose items do not fit an answer is refused with KV_TOO_LARGE.
    previous: tuple[kv_item, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_deleted(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_deleted:
        value, end = unpack_kv_deleted(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_deleted", data, 0, len(data), limit)
        return value


class kv_delete_ok(msgspec.Struct, frozen=True, gc=False):
    commit: kv_commit
    deleted: kv_deleted

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_delete_ok(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_delete_ok:
        value, end = unpack_kv_delete_ok(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_delete_ok", data, 0, len(data), limit)
        return value


class kv_delete_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_delete_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_delete_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_delete_result_KV_OK:
        value, end = unpack_kv_delete_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_delete_result", data, 0, len(data), limit)
        if not isinstance(value, kv_delete_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_delete_result_KV_OK")
        return value


class kv_delete_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_delete_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_delete_result_default:
        value, end = unpack_kv_delete_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_delete_result", data, 0, len(data), limit)
        if not isinstance(value, kv_delete_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_delete_result_default")
        return value


kv_delete_result: typing.TypeAlias = kv_delete_result_KV_OK | kv_delete_result_default


class kv_delete_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_delete_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_delete_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_delete_reply:
        value, end = unpack_kv_delete_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_delete_reply", data, 0, len(data), limit)
        return value


class kv_page(msgspec.Struct, frozen=True, gc=False):
    """Where a range goes on: copy the one of the last answer into the next call and leave the other arguments as they are. All zero: the first page. Any node of the cluster can serve any page."""

    # The revision that all pages are read at.
    revision: int
    # The last key that was looked at.
    after: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_page(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_page:
        value, end = unpack_kv_page(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_page", data, 0, len(data), limit)
        return value


class kv_range_op(msgspec.Struct, frozen=True, gc=False):
    """Filters apply where they are not 0."""

    keys: kv_key_range
    # Read as of this revision. 0: the newest, or the one that `page` is pinned at.
    revision: int
    # Most items of this answer. 0, or over KV_ITEMS_MAX: as many as the server gives.
    limit: int
    want: int
    sort: int
    descending: bool
    min_create_revision: int
    max_create_revision: int
    min_mod_revision: int
    max_mod_revision: int
    page: kv_page

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_range_op(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_range_op:
        value, end = unpack_kv_range_op(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_range_op", data, 0, len(data), limit)
        return value


class kv_range_args(msgspec.Struct, frozen=True, gc=False):
    header: kv_request_header
    range: kv_range_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_range_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_range_args:
        value, end = unpack_kv_range_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_range_args", data, 0, len(data), limit)
        return value


class kv_range_ok(msgspec.Struct, frozen=True, gc=False):
    # The revision that was read. The header's may be newer: a long range is read piece by piece.
    revision: int
    items: tuple[kv_item, ...]
    # There may be more: call again with `next`. An answer can hold no items and still have more, where filters passed over many keys.
    more: bool
    next: kv_page
    # KV_WANT_COUNT: number of keys. Otherwise 0.
    count: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_range_ok(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_range_ok:
        value, end = unpack_kv_range_ok(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_range_ok", data, 0, len(data), limit)
        return value


class kv_range_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_range_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_range_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_range_result_KV_OK:
        value, end = unpack_kv_range_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_range_result", data, 0, len(data), limit)
        if not isinstance(value, kv_range_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_range_result_KV_OK")
        return value


class kv_range_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_range_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_range_result_default:
        value, end = unpack_kv_range_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_range_result", data, 0, len(data), limit)
        if not isinstance(value, kv_range_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_range_result_default")
        return value


kv_range_result: typing.TypeAlias = kv_range_result_KV_OK | kv_range_result_default


class kv_range_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_range_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_range_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_range_reply:
        value, end = unpack_kv_range_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_range_reply", data, 0, len(data), limit)
        return value


class kv_compare(msgspec.Struct, frozen=True, gc=False):
    """Holds if it holds for every key of the range that exists; KV_SINGLE: for that key, there or not."""

    keys: kv_key_range
    target: int
    relation: int
    # All targets but KV_TARGET_VALUE.
    number: int
    # KV_TARGET_VALUE only; compared as bytes.
    value: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_compare(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_compare:
        value, end = unpack_kv_compare(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_compare", data, 0, len(data), limit)
        return value


class kv_operation_KV_OPERATION_RANGE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 0
    range: kv_range_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_operation_KV_OPERATION_RANGE:
        value, end = unpack_kv_operation(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_operation", data, 0, len(data), limit)
        if not isinstance(value, kv_operation_KV_OPERATION_RANGE):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_operation_KV_OPERATION_RANGE")
        return value


class kv_operation_KV_OPERATION_PUT(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 1
    put: kv_put_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_operation_KV_OPERATION_PUT:
        value, end = unpack_kv_operation(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_operation", data, 0, len(data), limit)
        if not isinstance(value, kv_operation_KV_OPERATION_PUT):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_operation_KV_OPERATION_PUT")
        return value


class kv_operation_KV_OPERATION_DELETE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 2
    deletion: kv_delete_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_operation_KV_OPERATION_DELETE:
        value, end = unpack_kv_operation(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_operation", data, 0, len(data), limit)
        if not isinstance(value, kv_operation_KV_OPERATION_DELETE):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_operation_KV_OPERATION_DELETE")
        return value


class kv_operation_default(msgspec.Struct, frozen=True, gc=False):
    kind: int

    def __post_init__(self) -> None:
        if self.kind in (0, 1, 2):
            raise _rt.XdrError(f"{self.kind!r} belongs to another arm", ("kind",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_operation_default:
        value, end = unpack_kv_operation(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_operation", data, 0, len(data), limit)
        if not isinstance(value, kv_operation_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_operation_default")
        return value


kv_operation: typing.TypeAlias = (
    kv_operation_KV_OPERATION_RANGE
    | kv_operation_KV_OPERATION_PUT
    | kv_operation_KV_OPERATION_DELETE
    | kv_operation_default
)


class kv_txn_op(msgspec.Struct, frozen=True, gc=False):
    """If all comparisons hold, the first list of operations is done, else the second; as one change, with one revision. Each operation sees what those before it did. A list may change a key once: not put it twice, nor put it beside a delete that covers it. What would be answered has to stay within KV_ANSWER_MAX, or nothing is done."""

    compares: tuple[kv_compare, ...]
    success: tuple[kv_operation, ...]
    failure: tuple[kv_operation, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_txn_op(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_txn_op:
        value, end = unpack_kv_txn_op(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_txn_op", data, 0, len(data), limit)
        return value


class kv_txn_args(msgspec.Struct, frozen=True, gc=False):
    header: kv_request_header
    # KV_WAIT_QUORUM, KV_WAIT_ALL.
    wait: int
    txn: kv_txn_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_txn_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_txn_args:
        value, end = unpack_kv_txn_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_txn_args", data, 0, len(data), limit)
        return value


class kv_operation_result_KV_OPERATION_RANGE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 0
    range: kv_range_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_operation_result_KV_OPERATION_RANGE:
        value, end = unpack_kv_operation_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_operation_result", data, 0, len(data), limit)
        if not isinstance(value, kv_operation_result_KV_OPERATION_RANGE):
            raise _rt.XdrError(
                f"{value.__class__.__name__}, not kv_operation_result_KV_OPERATION_RANGE"
            )
        return value


class kv_operation_result_KV_OPERATION_PUT(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 1
    previous: kv_item | None

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_operation_result_KV_OPERATION_PUT:
        value, end = unpack_kv_operation_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_operation_result", data, 0, len(data), limit)
        if not isinstance(value, kv_operation_result_KV_OPERATION_PUT):
            raise _rt.XdrError(
                f"{value.__class__.__name__}, not kv_operation_result_KV_OPERATION_PUT"
            )
        return value


class kv_operation_result_KV_OPERATION_DELETE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 2
    deleted: kv_deleted

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_operation_result_KV_OPERATION_DELETE:
        value, end = unpack_kv_operation_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_operation_result", data, 0, len(data), limit)
        if not isinstance(value, kv_operation_result_KV_OPERATION_DELETE):
            raise _rt.XdrError(
                f"{value.__class__.__name__}, not kv_operation_result_KV_OPERATION_DELETE"
            )
        return value


class kv_operation_result_default(msgspec.Struct, frozen=True, gc=False):
    kind: int

    def __post_init__(self) -> None:
        if self.kind in (0, 1, 2):
            raise _rt.XdrError(f"{self.kind!r} belongs to another arm", ("kind",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_operation_result_default:
        value, end = unpack_kv_operation_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_operation_result", data, 0, len(data), limit)
        if not isinstance(value, kv_operation_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_operation_result_default")
        return value


kv_operation_result: typing.TypeAlias = (
    kv_operation_result_KV_OPERATION_RANGE
    | kv_operation_result_KV_OPERATION_PUT
    | kv_operation_result_KV_OPERATION_DELETE
    | kv_operation_result_default
)


class kv_txn_ok(msgspec.Struct, frozen=True, gc=False):
    commit: kv_commit
    # Whether all comparisons held.
    succeeded: bool
    # One for each operation done, in their order.
    results: tuple[kv_operation_result, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_txn_ok(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_txn_ok:
        value, end = unpack_kv_txn_ok(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_txn_ok", data, 0, len(data), limit)
        return value


class kv_txn_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_txn_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_txn_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_txn_result_KV_OK:
        value, end = unpack_kv_txn_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_txn_result", data, 0, len(data), limit)
        if not isinstance(value, kv_txn_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_txn_result_KV_OK")
        return value


class kv_txn_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_txn_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_txn_result_default:
        value, end = unpack_kv_txn_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_txn_result", data, 0, len(data), limit)
        if not isinstance(value, kv_txn_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_txn_result_default")
        return value


kv_txn_result: typing.TypeAlias = kv_txn_result_KV_OK | kv_txn_result_default


class kv_txn_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_txn_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_txn_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_txn_reply:
        value, end = unpack_kv_txn_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_txn_reply", data, 0, len(data), limit)
        return value


class kv_watch_position(msgspec.Struct, frozen=True, gc=False):
    """Where a watch goes on: copy the one of the last answer into the next call."""

    # The first revision not told yet. 0: start with the next change to come.
    revision: int
    # Not 0: `revision` was too large for one answer, and this many of its changes (to any key) have been passed already.
    offset: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_watch_position(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_watch_position:
        try:
            return cls(*_whole_QI(data))
        except _rt.FAULTS:
            raise _rt.explain_unpack(
                _shapes, "kv_watch_position", data, 0, len(data), limit
            ) from None


class kv_watch_args(msgspec.Struct, frozen=True, gc=False):
    """A long poll: answered as soon as there is an event, and empty when the wait is over. Going on from the position of each answer, nothing is missed and nothing told twice, on any node."""

    header: kv_request_header
    # Events of keys in any of these; none: of all keys.
    ranges: tuple[kv_key_range, ...]
    position: kv_watch_position
    # Most events of this answer. 0: as many as the server gives.
    limit: int
    # How long to wait for an event; never beyond the deadline. 0: the server's default, which ends well before rpcgen's client stubs give up.
    wait_ms: int
    flags: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_watch_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_watch_args:
        value, end = unpack_kv_watch_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_watch_args", data, 0, len(data), limit)
        return value


class kv_event(msgspec.Struct, frozen=True, gc=False):
    kind: int
    item: kv_item
    # The item before, where there was one and KV_PREVIOUS asked for it.
    previous: kv_item | None

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_event(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_event:
        value, end = unpack_kv_event(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_event", data, 0, len(data), limit)
        return value


class kv_watch_ok(msgspec.Struct, frozen=True, gc=False):
    # In order of revision; within one, in the order of its changes.
    events: tuple[kv_event, ...]
    # Where to go on, valid even if there are no events. Its `offset` is not 0 if the last revision was split and the next answer goes on with it.
    next: kv_watch_position

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_watch_ok(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_watch_ok:
        value, end = unpack_kv_watch_ok(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_watch_ok", data, 0, len(data), limit)
        return value


class kv_watch_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_watch_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_watch_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_watch_result_KV_OK:
        value, end = unpack_kv_watch_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_watch_result", data, 0, len(data), limit)
        if not isinstance(value, kv_watch_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_watch_result_KV_OK")
        return value


class kv_watch_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_watch_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_watch_result_default:
        value, end = unpack_kv_watch_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_watch_result", data, 0, len(data), limit)
        if not isinstance(value, kv_watch_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_watch_result_default")
        return value


# KV_COMPACTED: the position lies below the floor, so events are lost. Read the state anew, and watch on from the revision of that.
kv_watch_result: typing.TypeAlias = kv_watch_result_KV_OK | kv_watch_result_default


class kv_watch_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_watch_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_watch_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_watch_reply:
        value, end = unpack_kv_watch_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_watch_reply", data, 0, len(data), limit)
        return value


class kv_compact_args(msgspec.Struct, frozen=True, gc=False):
    """Raise the floor to `revision`: states before it can no longer be read."""

    header: kv_request_header
    revision: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_compact_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_compact_args:
        value, end = unpack_kv_compact_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_compact_args", data, 0, len(data), limit)
        return value


class kv_compact_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_compact_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_compact_result_KV_OK:
        value, end = unpack_kv_compact_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_compact_result", data, 0, len(data), limit)
        if not isinstance(value, kv_compact_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_compact_result_KV_OK")
        return value


class kv_compact_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_compact_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_compact_result_default:
        value, end = unpack_kv_compact_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_compact_result", data, 0, len(data), limit)
        if not isinstance(value, kv_compact_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_compact_result_default")
        return value


kv_compact_result: typing.TypeAlias = kv_compact_result_KV_OK | kv_compact_result_default


class kv_compact_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_compact_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_compact_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_compact_reply:
        value, end = unpack_kv_compact_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_compact_reply", data, 0, len(data), limit)
        return value


class kv_lease_grant_args(msgspec.Struct, frozen=True, gc=False):
    """------------------------------------------------------------------------------- leases"""

    header: kv_request_header
    # The lease ends unless it is kept alive within this time.
    ttl_ms: int
    # Number wanted for the lease. 0: the cluster chooses one.
    lease: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_grant_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_grant_args:
        value, end = unpack_kv_lease_grant_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_grant_args", data, 0, len(data), limit)
        return value


class kv_lease_grant_ok(msgspec.Struct, frozen=True, gc=False):
    lease: int
    # The time granted, which may be longer than asked for.
    ttl_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_grant_ok(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_grant_ok:
        try:
            return cls(*_whole_2Q(data))
        except _rt.FAULTS:
            raise _rt.explain_unpack(
                _shapes, "kv_lease_grant_ok", data, 0, len(data), limit
            ) from None


class kv_lease_grant_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_lease_grant_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_grant_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_grant_result_KV_OK:
        value, end = unpack_kv_lease_grant_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_grant_result", data, 0, len(data), limit)
        if not isinstance(value, kv_lease_grant_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_lease_grant_result_KV_OK")
        return value


class kv_lease_grant_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_grant_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_grant_result_default:
        value, end = unpack_kv_lease_grant_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_grant_result", data, 0, len(data), limit)
        if not isinstance(value, kv_lease_grant_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_lease_grant_result_default")
        return value


kv_lease_grant_result: typing.TypeAlias = (
    kv_lease_grant_result_KV_OK
    | kv_lease_grant_result_default
)


class kv_lease_grant_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_lease_grant_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_grant_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_grant_reply:
        value, end = unpack_kv_lease_grant_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_grant_reply", data, 0, len(data), limit)
        return value


class kv_lease_revoke_args(msgspec.Struct, frozen=True, gc=False):
    """End a lease now: all keys under it are deleted, in one revision."""

    header: kv_request_header
    lease: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_revoke_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_revoke_args:
        value, end = unpack_kv_lease_revoke_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_revoke_args", data, 0, len(data), limit)
        return value


class kv_lease_revoke_ok(msgspec.Struct, frozen=True, gc=False):
    # Of the deletion; its revision is 0 if no key was under the lease.
    commit: kv_commit
    # How many keys were deleted.
    count: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_revoke_ok(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_revoke_ok:
        try:
            revision, durable_nodes, count = _whole_QIQ(data)
            return cls(kv_commit(revision, durable_nodes), count)
        except _rt.FAULTS:
            raise _rt.explain_unpack(
                _shapes, "kv_lease_revoke_ok", data, 0, len(data), limit
            ) from None


class kv_lease_revoke_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_lease_revoke_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_revoke_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_revoke_result_KV_OK:
        value, end = unpack_kv_lease_revoke_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_revoke_result", data, 0, len(data), limit)
        if not isinstance(value, kv_lease_revoke_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_lease_revoke_result_KV_OK")
        return value


class kv_lease_revoke_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_revoke_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_lease_revoke_result_default:
        value, end = unpack_kv_lease_revoke_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_revoke_result", data, 0, len(data), limit)
        if not isinstance(value, kv_lease_revoke_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_lease_revoke_result_default")
        return value


kv_lease_revoke_result: typing.TypeAlias = (
    kv_lease_revoke_result_KV_OK
    | kv_lease_revoke_result_default
)


class kv_lease_revoke_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_lease_revoke_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_revoke_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_revoke_reply:
        value, end = unpack_kv_lease_revoke_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_revoke_reply", data, 0, len(data), limit)
        return value


class kv_lease_keepalive_args(msgspec.Struct, frozen=True, gc=False):
    """Start the time of a lease anew."""

    header: kv_request_header
    lease: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_keepalive_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_keepalive_args:
        value, end = unpack_kv_lease_keepalive_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_keepalive_args", data, 0, len(data), limit)
        return value


class kv_lease_keepalive_ok(msgspec.Struct, frozen=True, gc=False):
    # Time left, at least, when this was answered.
    ttl_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_keepalive_ok(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_keepalive_ok:
        try:
            return cls(*_whole_Q(data))
        except _rt.FAULTS:
            raise _rt.explain_unpack(
                _shapes, "kv_lease_keepalive_ok", data, 0, len(data), limit
            ) from None


class kv_lease_keepalive_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_lease_keepalive_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_keepalive_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_lease_keepalive_result_KV_OK:
        value, end = unpack_kv_lease_keepalive_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(
                _shapes, "kv_lease_keepalive_result", data, 0, len(data), limit
            )
        if not isinstance(value, kv_lease_keepalive_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_lease_keepalive_result_KV_OK")
        return value


class kv_lease_keepalive_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_keepalive_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_lease_keepalive_result_default:
        value, end = unpack_kv_lease_keepalive_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(
                _shapes, "kv_lease_keepalive_result", data, 0, len(data), limit
            )
        if not isinstance(value, kv_lease_keepalive_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_lease_keepalive_result_default")
        return value


kv_lease_keepalive_result: typing.TypeAlias = (
    kv_lease_keepalive_result_KV_OK
    | kv_lease_keepalive_result_default
)


class kv_lease_keepalive_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_lease_keepalive_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_keepalive_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_keepalive_reply:
        value, end = unpack_kv_lease_keepalive_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_keepalive_reply", data, 0, len(data), limit)
        return value


class kv_lease_ttl_args(msgspec.Struct, frozen=True, gc=False):
    header: kv_request_header
    lease: int
    # Answer the keys under it too, those behind `after` in order of their bytes.
    keys: bool
    after: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_ttl_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_ttl_args:
        value, end = unpack_kv_lease_ttl_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_ttl_args", data, 0, len(data), limit)
        return value


class kv_lease_key(msgspec.Struct, frozen=True, gc=False):
    key: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_key(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_key:
        value, end = unpack_kv_lease_key(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_key", data, 0, len(data), limit)
        return value


class kv_lease_ttl_ok(msgspec.Struct, frozen=True, gc=False):
    granted_ttl_ms: int
    ttl_ms: int
    # Of the caller's name space.
    keys: tuple[kv_lease_key, ...]
    # There are more keys behind the last one.
    more: bool

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_ttl_ok(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_ttl_ok:
        value, end = unpack_kv_lease_ttl_ok(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_ttl_ok", data, 0, len(data), limit)
        return value


class kv_lease_ttl_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_lease_ttl_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_ttl_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_ttl_result_KV_OK:
        value, end = unpack_kv_lease_ttl_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_ttl_result", data, 0, len(data), limit)
        if not isinstance(value, kv_lease_ttl_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_lease_ttl_result_KV_OK")
        return value


class kv_lease_ttl_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_ttl_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_ttl_result_default:
        value, end = unpack_kv_lease_ttl_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_ttl_result", data, 0, len(data), limit)
        if not isinstance(value, kv_lease_ttl_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_lease_ttl_result_default")
        return value


kv_lease_ttl_result: typing.TypeAlias = kv_lease_ttl_result_KV_OK | kv_lease_ttl_result_default


class kv_lease_ttl_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_lease_ttl_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_ttl_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_ttl_reply:
        value, end = unpack_kv_lease_ttl_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_ttl_reply", data, 0, len(data), limit)
        return value


class kv_lease_list_args(msgspec.Struct, frozen=True, gc=False):
    """List the leases whose numbers are higher than `after`."""

    header: kv_request_header
    after: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_list_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_list_args:
        value, end = unpack_kv_lease_list_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_list_args", data, 0, len(data), limit)
        return value


class kv_lease_info(msgspec.Struct, frozen=True, gc=False):
    lease: int
    granted_ttl_ms: int
    ttl_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_info(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_info:
        try:
            return cls(*_whole_3Q(data))
        except _rt.FAULTS:
            raise _rt.explain_unpack(_shapes, "kv_lease_info", data, 0, len(data), limit) from None


class kv_lease_list_ok(msgspec.Struct, frozen=True, gc=False):
    # In order of their numbers.
    leases: tuple[kv_lease_info, ...]
    # There are more behind the last one.
    more: bool

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_list_ok(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_list_ok:
        value, end = unpack_kv_lease_list_ok(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_list_ok", data, 0, len(data), limit)
        return value


class kv_lease_list_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_lease_list_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_list_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_list_result_KV_OK:
        value, end = unpack_kv_lease_list_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_list_result", data, 0, len(data), limit)
        if not isinstance(value, kv_lease_list_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_lease_list_result_KV_OK")
        return value


class kv_lease_list_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_list_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_list_result_default:
        value, end = unpack_kv_lease_list_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_list_result", data, 0, len(data), limit)
        if not isinstance(value, kv_lease_list_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_lease_list_result_default")
        return value


kv_lease_list_result: typing.TypeAlias = kv_lease_list_result_KV_OK | kv_lease_list_result_default


class kv_lease_list_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_lease_list_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_list_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_list_reply:
        value, end = unpack_kv_lease_list_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_lease_list_reply", data, 0, len(data), limit)
        return value


class kv_session_open_args(msgspec.Struct, frozen=True, gc=False):
    """A session lets a client repeat a change whose answer got lost without having it done twice: the cluster keeps the outcome of each sequence number until `lowest_unanswered` passes it."""

    header: kv_request_header
    # The session ends when nothing is heard of it for this long. 0: the server's default.
    ttl_ms: int
    # Whose it is, for those who list sessions. May be empty.
    name: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_open_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_open_args:
        value, end = unpack_kv_session_open_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_session_open_args", data, 0, len(data), limit)
        return value


class kv_session_open_ok(msgspec.Struct, frozen=True, gc=False):
    session: int
    ttl_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_open_ok(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_open_ok:
        try:
            return cls(*_whole_2Q(data))
        except _rt.FAULTS:
            raise _rt.explain_unpack(
                _shapes, "kv_session_open_ok", data, 0, len(data), limit
            ) from None


class kv_session_open_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_session_open_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_open_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_open_result_KV_OK:
        value, end = unpack_kv_session_open_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_session_open_result", data, 0, len(data), limit)
        if not isinstance(value, kv_session_open_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_session_open_result_KV_OK")
        return value


class kv_session_open_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_open_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_session_open_result_default:
        value, end = unpack_kv_session_open_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_session_open_result", data, 0, len(data), limit)
        if not isinstance(value, kv_session_open_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_session_open_result_default")
        return value


kv_session_open_result: typing.TypeAlias = (
    kv_session_open_result_KV_OK
    | kv_session_open_result_default
)


class kv_session_open_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_session_open_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_open_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_open_reply:
        value, end = unpack_kv_session_open_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_session_open_reply", data, 0, len(data), limit)
        return value


class kv_session_keepalive_args(msgspec.Struct, frozen=True, gc=False):
    """Keep the header's session; every change under it does that too."""

    header: kv_request_header

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_keepalive_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_keepalive_args:
        value, end = unpack_kv_session_keepalive_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(
                _shapes, "kv_session_keepalive_args", data, 0, len(data), limit
            )
        return value


class kv_session_keepalive_ok(msgspec.Struct, frozen=True, gc=False):
    # Time left, at least, when this was answered.
    ttl_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_keepalive_ok(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_keepalive_ok:
        try:
            return cls(*_whole_Q(data))
        except _rt.FAULTS:
            raise _rt.explain_unpack(
                _shapes, "kv_session_keepalive_ok", data, 0, len(data), limit
            ) from None


class kv_session_keepalive_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_session_keepalive_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_keepalive_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_session_keepalive_result_KV_OK:
        value, end = unpack_kv_session_keepalive_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(
                _shapes, "kv_session_keepalive_result", data, 0, len(data), limit
            )
        if not isinstance(value, kv_session_keepalive_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_session_keepalive_result_KV_OK")
        return value


class kv_session_keepalive_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_keepalive_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_session_keepalive_result_default:
        value, end = unpack_kv_session_keepalive_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(
                _shapes, "kv_session_keepalive_result", data, 0, len(data), limit
            )
        if not isinstance(value, kv_session_keepalive_result_default):
            raise _rt.XdrError(
                f"{value.__class__.__name__}, not kv_session_keepalive_result_default"
            )
        return value


kv_session_keepalive_result: typing.TypeAlias = (
    kv_session_keepalive_result_KV_OK
    | kv_session_keepalive_result_default
)


class kv_session_keepalive_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_session_keepalive_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_keepalive_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_keepalive_reply:
        value, end = unpack_kv_session_keepalive_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(
                _shapes, "kv_session_keepalive_reply", data, 0, len(data), limit
            )
        return value


class kv_session_close_args(msgspec.Struct, frozen=True, gc=False):
    """End the header's session and forget its outcomes."""

    header: kv_request_header

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_close_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_close_args:
        value, end = unpack_kv_session_close_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_session_close_args", data, 0, len(data), limit)
        return value


class kv_session_close_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_close_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_close_result_KV_OK:
        value, end = unpack_kv_session_close_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_session_close_result", data, 0, len(data), limit)
        if not isinstance(value, kv_session_close_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_session_close_result_KV_OK")
        return value


class kv_session_close_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_close_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_session_close_result_default:
        value, end = unpack_kv_session_close_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_session_close_result", data, 0, len(data), limit)
        if not isinstance(value, kv_session_close_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_session_close_result_default")
        return value


kv_session_close_result: typing.TypeAlias = (
    kv_session_close_result_KV_OK
    | kv_session_close_result_default
)


class kv_session_close_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_session_close_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_close_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_close_reply:
        value, end = unpack_kv_session_close_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_session_close_reply", data, 0, len(data), limit)
        return value


class kv_member(msgspec.Struct, frozen=True, gc=False):
    node: kv_node
    # Takes part in elections and counts towards a quorum.
    voter: bool
    # Heard within an election timeout, by the node that answers.
    reachable: bool

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_member(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_member:
        value, end = unpack_kv_member(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_member", data, 0, len(data), limit)
        return value


class kv_alarm(msgspec.Struct, frozen=True, gc=False):
    kind: int
    # The node that it is about.
    node_id: int
    message: str

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_alarm(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_alarm:
        value, end = unpack_kv_alarm(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_alarm", data, 0, len(data), limit)
        return value


class kv_counter(msgspec.Struct, frozen=True, gc=False):
    """A number that the node keeps: hits, bytes, queue lengths. Names never change their meaning."""

    name: str
    value: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_counter(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_counter:
        value, end = unpack_kv_counter(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_counter", data, 0, len(data), limit)
        return value


class kv_property(msgspec.Struct, frozen=True, gc=False):
    """A word that the node tells about itself: its release, its features, names of its resources."""

    name: str
    value: str

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_property(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_property:
        value, end = unpack_kv_property(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_property", data, 0, len(data), limit)
        return value


class kv_status_args(msgspec.Struct, frozen=True, gc=False):
    """Answered by the node that is asked, from what it knows itself."""

    header: kv_request_header

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_status_args(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_status_args:
        value, end = unpack_kv_status_args(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_status_args", data, 0, len(data), limit)
        return value


class kv_status_ok(msgspec.Struct, frozen=True, gc=False):
    role: int
    # The leader it follows; 0 and "" if it knows none.
    leader: kv_node
    commit_index: int
    # First and last entry of its log.
    first_index: int
    last_index: int
    # Keys that exist, in all name spaces.
    keys: int
    # Bytes of keys and values held, past revisions included.
    data_bytes: int
    # Bytes of the log on disk.
    log_bytes: int
    # Time since the node began to serve.
    uptime_ms: int
    members: tuple[kv_member, ...]
    alarms: tuple[kv_alarm, ...]
    counters: tuple[kv_counter, ...]
    properties: tuple[kv_property, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_status_ok(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_status_ok:
        value, end = unpack_kv_status_ok(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_status_ok", data, 0, len(data), limit)
        return value


class kv_status_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_status_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_status_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_status_result_KV_OK:
        value, end = unpack_kv_status_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_status_result", data, 0, len(data), limit)
        if not isinstance(value, kv_status_result_KV_OK):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_status_result_KV_OK")
        return value


class kv_status_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code in (0,):
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_status_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_status_result_default:
        value, end = unpack_kv_status_result(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_status_result", data, 0, len(data), limit)
        if not isinstance(value, kv_status_result_default):
            raise _rt.XdrError(f"{value.__class__.__name__}, not kv_status_result_default")
        return value


kv_status_result: typing.TypeAlias = kv_status_result_KV_OK | kv_status_result_default


class kv_status_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_status_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_status_reply(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_status_reply:
        value, end = unpack_kv_status_reply(data, 0, len(data), limit)
        if end != len(data):
            raise _rt.explain_unpack(_shapes, "kv_status_reply", data, 0, len(data), limit)
        return value



# The runs of words that codecs read and write at once.
_iter_3Q = struct.Struct(">3Q").iter_unpack
_pack_2Q = struct.Struct(">2Q").pack
_pack_2QI = struct.Struct(">2QI").pack
_pack_2iI_ns_I = _rt.Packers("2iI", "s", "I")
_pack_2iQI_ns_7QI = _rt.Packers("2iQI", "s", "7QI")
_pack_3Q = struct.Struct(">3Q").pack
_pack_3xb = struct.Struct(">3x?").pack
_pack_3xbQI_ns_Q = _rt.Packers("3x?QI", "s", "Q")
_pack_4QiQ3I16sI_ns_I = _rt.Packers("4QiQ3I16sI", "s", "I")
_pack_6Q2I = struct.Struct(">6Q2I").pack
_pack_I = struct.Struct(">I").pack
_pack_I3xbI_ns = _rt.Packers("I3x?I", "s", "")
_pack_I_ns = _rt.Packers("I", "s", "")
_pack_I_ns_2I = _rt.Packers("I", "s", "2I")
_pack_I_ns_I = _rt.Packers("I", "s", "I")
_pack_I_ns_Q = _rt.Packers("I", "s", "Q")
_pack_Q = struct.Struct(">Q").pack
_pack_Q2I = struct.Struct(">Q2I").pack
_pack_Q3I_ns_I = _rt.Packers("Q3I", "s", "I")
_pack_Q3xbI_ns = _rt.Packers("Q3x?I", "s", "")
_pack_Q4I = struct.Struct(">Q4I").pack
_pack_QI = struct.Struct(">QI").pack
_pack_QI3xbI = struct.Struct(">QI3x?I").pack
_pack_QIQ = struct.Struct(">QIQ").pack
_pack_QIQI = struct.Struct(">QIQI").pack
_pack_QI_ns = _rt.Packers("QI", "s", "")
_pack_QI_ns_3xb3xb = _rt.Packers("QI", "s", "3x?3x?")
_pack_i = struct.Struct(">i").pack
_pack_i2I_ns_I = _rt.Packers("i2I", "s", "I")
_pack_i2Q = struct.Struct(">i2Q").pack
_pack_i2QI = struct.Struct(">i2QI").pack
_pack_iI = struct.Struct(">iI").pack
_pack_iI_ns_2I = _rt.Packers("iI", "s", "2I")
_pack_iI_ns_I = _rt.Packers("iI", "s", "I")
_pack_iQ = struct.Struct(">iQ").pack
_pack_iQ2I = struct.Struct(">iQ2I").pack
_pack_iQ3I_ns_I = _rt.Packers("iQ3I", "s", "I")
_pack_iQI = struct.Struct(">iQI").pack
_pack_iQI3xbI = struct.Struct(">iQI3x?I").pack
_pack_iQIQ = struct.Struct(">iQIQ").pack
_pack_iQIQI = struct.Struct(">iQIQI").pack
_pack_iQI_ns = _rt.Packers("iQI", "s", "")
_pack_iQI_ns_7QI = _rt.Packers("iQI", "s", "7QI")
_pack_ns = _rt.Packers("", "s", "")
_pack_ns_2iQI = _rt.Packers("", "s", "2iQI")
_pack_ns_4Q = _rt.Packers("", "s", "4Q")
_pack_ns_4Q2I = _rt.Packers("", "s", "4Q2I")
_pack_ns_4QI = _rt.Packers("", "s", "4QI")
_pack_ns_I = _rt.Packers("", "s", "I")
_pack_ns_QI = _rt.Packers("", "s", "QI")
_pack_ns_QI2i3xb5QI = _rt.Packers("", "s", "QI2i3x?5QI")
_pack_ns_iI = _rt.Packers("", "s", "iI")
_unpack_2I = struct.Struct(">2I").unpack_from
_unpack_2Q = struct.Struct(">2Q").unpack_from
_unpack_2QI = struct.Struct(">2QI").unpack_from
_unpack_2iI = struct.Struct(">2iI").unpack_from
_unpack_2iQI = struct.Struct(">2iQI").unpack_from
_unpack_3I = struct.Struct(">3I").unpack_from
_unpack_3Q = struct.Struct(">3Q").unpack_from
_unpack_4Q = struct.Struct(">4Q").unpack_from
_unpack_4QI = struct.Struct(">4QI").unpack_from
_unpack_4QiQ3I16sI = struct.Struct(">4QiQ3I16sI").unpack_from
_unpack_6Q2I = struct.Struct(">6Q2I").unpack_from
_unpack_7QI = struct.Struct(">7QI").unpack_from
_unpack_I = struct.Struct(">I").unpack_from
_unpack_IQI = struct.Struct(">IQI").unpack_from
_unpack_Q = struct.Struct(">Q").unpack_from
_unpack_Q2I = struct.Struct(">Q2I").unpack_from
_unpack_Q3I = struct.Struct(">Q3I").unpack_from
_unpack_Q4I = struct.Struct(">Q4I").unpack_from
_unpack_QI = struct.Struct(">QI").unpack_from
_unpack_QI2iI5QI = struct.Struct(">QI2iI5QI").unpack_from
_unpack_QIQ = struct.Struct(">QIQ").unpack_from
_unpack_QIQI = struct.Struct(">QIQI").unpack_from
_unpack_i = struct.Struct(">i").unpack_from
_unpack_iI = struct.Struct(">iI").unpack_from
_unpack_iQI = struct.Struct(">iQI").unpack_from
_whole_2Q = struct.Struct(">2Q").unpack
_whole_3Q = struct.Struct(">3Q").unpack
_whole_Q = struct.Struct(">Q").unpack
_whole_QI = struct.Struct(">QI").unpack
_whole_QIQ = struct.Struct(">QIQ").unpack


def pack_kv_extension(value: kv_extension, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        value2 = value.value
        value2_length = len(value2)
        if value2_length > 1024:
            raise ValueError
        return _pack_I3xbI_ns[value2_length](value.id, value.critical, value2_length, value2)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_extension", value, limit) from None


def unpack_kv_extension(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_extension, int]:
    at = offset
    try:
        id2, critical, value_length = _unpack_3I(data, at)
        if value_length > 1024:
            raise ValueError
        at += 12
        value2 = data[at : at + value_length]
        at += (value_length + 3) & -4
        value = kv_extension(id2, _rt.BOOLS[critical], value2)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_extension", data, offset, end, limit) from None


def pack_kv_request_header(value: kv_request_header, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        if len(value.trace_id) != 16:
            raise ValueError
        name_space = value.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = value.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                value.cluster_id,
                value.session,
                value.sequence,
                value.lowest_unanswered,
                value.consistency,
                value.min_revision,
                value.max_age_ms,
                value.deadline_ms,
                value.hops,
                value.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_request_header", value, limit) from None


def unpack_kv_request_header(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_request_header, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        value = kv_request_header(
            cluster_id,
            session,
            sequence,
            lowest_unanswered,
            consistency,
            min_revision,
            max_age_ms,
            deadline_ms,
            hops,
            trace_id,
            name_space,
            extensions,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_request_header", data, offset, end, limit) from None


def pack_kv_reply_header(value: kv_reply_header, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        extensions = value.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                value.cluster_id,
                value.node_id,
                value.term,
                value.revision,
                value.compacted_revision,
                value.applied_index,
                value.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_reply_header", value, limit) from None


def unpack_kv_reply_header(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_reply_header, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        value = kv_reply_header(
            cluster_id,
            node_id,
            term,
            revision,
            compacted_revision,
            applied_index,
            age_ms,
            extensions,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_reply_header", data, offset, end, limit) from None


def pack_kv_node(value: kv_node, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        address = value.address.encode("utf-8", "surrogateescape")
        address_length = len(address)
        if address_length > 255:
            raise ValueError
        return _pack_QI_ns[address_length](value.id, address_length, address)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_node", value, limit) from None


def unpack_kv_node(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_node, int]:
    at = offset
    try:
        id2, address_length = _unpack_QI(data, at)
        if address_length > 255:
            raise ValueError
        at += 12
        address = data[at : at + address_length].decode("utf-8", "surrogateescape")
        at += (address_length + 3) & -4
        value = kv_node(id2, address)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_node", data, offset, end, limit) from None


def pack_kv_error(value: kv_error, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        message = value.message.encode("utf-8", "surrogateescape")
        message_length = len(message)
        if message_length > 1024:
            raise ValueError
        leader_address = value.leader_address.encode("utf-8", "surrogateescape")
        leader_address_length = len(leader_address)
        if leader_address_length > 255:
            raise ValueError
        unreachable = value.unreachable
        unreachable_count = len(unreachable)
        if unreachable_count > 64:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_I_ns_2I[message_length](
                message_length, message, value.retry_after_ms, leader_address_length
            )
        )
        add(_pack_ns_iI[leader_address_length](leader_address, value.executed, unreachable_count))
        for unreachable_item in unreachable:
            address = unreachable_item.address.encode("utf-8", "surrogateescape")
            address_length = len(address)
            if address_length > 255:
                raise ValueError
            add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_error", value, limit) from None


def unpack_kv_error(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_error, int]:
    at = offset
    try:
        (message_length,) = _unpack_I(data, at)
        if message_length > 1024:
            raise ValueError
        at += 4
        message = data[at : at + message_length].decode("utf-8", "surrogateescape")
        at += (message_length + 3) & -4
        retry_after_ms, leader_address_length = _unpack_2I(data, at)
        if leader_address_length > 255:
            raise ValueError
        at += 8
        leader_address = data[at : at + leader_address_length].decode("utf-8", "surrogateescape")
        at += (leader_address_length + 3) & -4
        executed, unreachable_count = _unpack_iI(data, at)
        if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
            raise ValueError
        at += 8
        unreachable_items: list[kv_node] = []
        add_unreachable = unreachable_items.append
        for _ in range(unreachable_count):
            id2, address_length = _unpack_QI(data, at)
            if address_length > 255:
                raise ValueError
            at += 12
            address = data[at : at + address_length].decode("utf-8", "surrogateescape")
            at += (address_length + 3) & -4
            add_unreachable(kv_node(id2, address))
        unreachable = tuple(unreachable_items)
        value = kv_error(message, retry_after_ms, leader_address, executed, unreachable)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_error", data, offset, end, limit) from None


def pack_kv_item(value: kv_item, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        key = value.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        value2 = value.value
        value2_length = len(value2)
        if value2_length > 1048576:
            raise ValueError
        return _pack_I_ns_I[key_length](key_length, key, value2_length) + _pack_ns_4Q[value2_length](
            value2, value.create_revision, value.mod_revision, value.key_version, value.lease
        )
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_item", value, limit) from None


def unpack_kv_item(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_item, int]:
    at = offset
    try:
        (key_length,) = _unpack_I(data, at)
        if key_length > 8192:
            raise ValueError
        at += 4
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (value_length,) = _unpack_I(data, at)
        if value_length > 1048576:
            raise ValueError
        at += 4
        value2 = data[at : at + value_length]
        at += (value_length + 3) & -4
        create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
        value = kv_item(key, value2, create_revision, mod_revision, key_version, lease)
        at += 32
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_item", data, offset, end, limit) from None


def pack_kv_key_range(value: kv_key_range, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        key = value.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        end2 = value.end
        end2_length = len(end2)
        if end2_length > 8192:
            raise ValueError
        return _pack_iI_ns_I[key_length](value.kind, key_length, key, end2_length) + _pack_ns[end2_length](
            end2
        )
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_key_range", value, limit) from None


def unpack_kv_key_range(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_key_range, int]:
    at = offset
    try:
        kind, key_length = _unpack_iI(data, at)
        if key_length > 8192:
            raise ValueError
        at += 8
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (end_length,) = _unpack_I(data, at)
        if end_length > 8192:
            raise ValueError
        at += 4
        end2 = data[at : at + end_length]
        at += (end_length + 3) & -4
        value = kv_key_range(kind, key, end2)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_key_range", data, offset, end, limit) from None


def pack_kv_get_args(value: kv_get_args, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        key = value.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        add(_pack_I_ns_Q[key_length](key_length, key, value.revision))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_get_args", value, limit) from None


def unpack_kv_get_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_get_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (key_length,) = _unpack_I(data, at)
        if key_length > 8192:
            raise ValueError
        at += 4
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (revision,) = _unpack_Q(data, at)
        value = kv_get_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            ),
            key,
            revision,
        )
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_get_args", data, offset, end, limit) from None


def pack_kv_get_result(value: kv_get_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_get_result_KV_OK:
            item = arm.item
            key = item.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            value2 = item.value
            value2_length = len(value2)
            if value2_length > 1048576:
                raise ValueError
            return _pack_iI_ns_I[key_length](0, key_length, key, value2_length) + _pack_ns_4Q[value2_length](
                value2, item.create_revision, item.mod_revision, item.key_version, item.lease
            )
        if kind is kv_get_result_KV_NOT_FOUND:
            return _pack_i(1)
        if kind is kv_get_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_get_result", value, limit) from None


def unpack_kv_get_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_get_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_get_result
        if code == 0:
            (key_length,) = _unpack_I(data, at + 4)
            if key_length > 8192:
                raise ValueError
            at += 8
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            (value_length,) = _unpack_I(data, at)
            if value_length > 1048576:
                raise ValueError
            at += 4
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
            result = kv_get_result_KV_OK(
                kv_item(key, value2, create_revision, mod_revision, key_version, lease)
            )
            at += 32
        elif code == 1:
            result = kv_get_result_KV_NOT_FOUND()
            at += 4
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_get_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_get_result", data, offset, end, limit) from None


def pack_kv_get_reply(value: kv_get_reply, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_get_result_KV_OK:
            item = arm.item
            key = item.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            value3 = item.value
            value3_length = len(value3)
            if value3_length > 1048576:
                raise ValueError
            add(_pack_iI_ns_I[key_length](0, key_length, key, value3_length))
            add(
                _pack_ns_4Q[value3_length](
                    value3, item.create_revision, item.mod_revision, item.key_version, item.lease
                )
            )
        elif kind is kv_get_result_KV_NOT_FOUND:
            add(_pack_i(1))
        elif kind is kv_get_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_get_reply", value, limit) from None


def unpack_kv_get_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_get_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_get_result
        if code == 0:
            (key_length,) = _unpack_I(data, at + 4)
            if key_length > 8192:
                raise ValueError
            at += 8
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            (value_length2,) = _unpack_I(data, at)
            if value_length2 > 1048576:
                raise ValueError
            at += 4
            value3 = data[at : at + value_length2]
            at += (value_length2 + 3) & -4
            create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
            result = kv_get_result_KV_OK(
                kv_item(key, value3, create_revision, mod_revision, key_version, lease)
            )
            at += 32
        elif code == 1:
            result = kv_get_result_KV_NOT_FOUND()
            at += 4
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_get_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_get_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_get_reply", data, offset, end, limit) from None


def pack_kv_commit(value: kv_commit, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_QI(value.revision, value.durable_nodes)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_commit", value, limit) from None


def unpack_kv_commit(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_commit, int]:
    at = offset
    try:
        value = kv_commit(*_unpack_QI(data, at))
        at += 12
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_commit", data, offset, end, limit) from None


def pack_kv_put_op(value: kv_put_op, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        key = value.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        value2 = value.value
        value2_length = len(value2)
        if value2_length > 1048576:
            raise ValueError
        return _pack_I_ns_I[key_length](key_length, key, value2_length) + _pack_ns_QI[value2_length](
            value2, value.lease, value.flags
        )
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_put_op", value, limit) from None


def unpack_kv_put_op(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_put_op, int]:
    at = offset
    try:
        (key_length,) = _unpack_I(data, at)
        if key_length > 8192:
            raise ValueError
        at += 4
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (value_length,) = _unpack_I(data, at)
        if value_length > 1048576:
            raise ValueError
        at += 4
        value2 = data[at : at + value_length]
        at += (value_length + 3) & -4
        lease, flags = _unpack_QI(data, at)
        value = kv_put_op(key, value2, lease, flags)
        at += 12
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_put_op", data, offset, end, limit) from None


def pack_kv_put_args(value: kv_put_args, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        put = value.put
        key = put.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        value3 = put.value
        value3_length = len(value3)
        if value3_length > 1048576:
            raise ValueError
        add(_pack_iI_ns_I[key_length](value.wait, key_length, key, value3_length))
        add(_pack_ns_QI[value3_length](value3, put.lease, put.flags))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_put_args", value, limit) from None


def unpack_kv_put_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_put_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        wait, key_length = _unpack_iI(data, at)
        if key_length > 8192:
            raise ValueError
        at += 8
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (value_length2,) = _unpack_I(data, at)
        if value_length2 > 1048576:
            raise ValueError
        at += 4
        value3 = data[at : at + value_length2]
        at += (value_length2 + 3) & -4
        lease, flags = _unpack_QI(data, at)
        value = kv_put_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            ),
            wait,
            kv_put_op(key, value3, lease, flags),
        )
        at += 12
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_put_args", data, offset, end, limit) from None


def pack_kv_put_ok(value: kv_put_ok, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        commit = value.commit
        previous = value.previous
        if previous is None:
            return _pack_Q2I(commit.revision, commit.durable_nodes, 0)
        key = previous.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        value2 = previous.value
        value2_length = len(value2)
        if value2_length > 1048576:
            raise ValueError
        return _pack_Q3I_ns_I[key_length](commit.revision, commit.durable_nodes, 1, key_length, key, value2_length) + _pack_ns_4Q[value2_length](
            value2,
            previous.create_revision,
            previous.mod_revision,
            previous.key_version,
            previous.lease,
        )
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_put_ok", value, limit) from None


def unpack_kv_put_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_put_ok, int]:
    at = offset
    try:
        revision, durable_nodes, previous_flag = _unpack_Q2I(data, at)
        previous: kv_item | None
        if previous_flag == 1:
            (key_length,) = _unpack_I(data, at + 16)
            if key_length > 8192:
                raise ValueError
            at += 20
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            (value_length,) = _unpack_I(data, at)
            if value_length > 1048576:
                raise ValueError
            at += 4
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
            previous = kv_item(key, value2, create_revision, mod_revision, key_version, lease)
            at += 32
        elif previous_flag == 0:
            previous = None
            at += 16
        else:
            raise ValueError
        value = kv_put_ok(kv_commit(revision, durable_nodes), previous)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_put_ok", data, offset, end, limit) from None


def pack_kv_put_result(value: kv_put_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_put_result_KV_OK:
            ok = arm.ok
            commit = ok.commit
            previous = ok.previous
            if previous is None:
                return _pack_iQ2I(0, commit.revision, commit.durable_nodes, 0)
            key = previous.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            value2 = previous.value
            value2_length = len(value2)
            if value2_length > 1048576:
                raise ValueError
            return _pack_iQ3I_ns_I[key_length](0, commit.revision, commit.durable_nodes, 1, key_length, key, value2_length) + _pack_ns_4Q[value2_length](
                value2,
                previous.create_revision,
                previous.mod_revision,
                previous.key_version,
                previous.lease,
            )
        if kind is kv_put_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_put_result", value, limit) from None


def unpack_kv_put_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_put_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_put_result
        if code == 0:
            revision, durable_nodes, previous_flag = _unpack_Q2I(data, at + 4)
            previous: kv_item | None
            if previous_flag == 1:
                (key_length,) = _unpack_I(data, at + 20)
                if key_length > 8192:
                    raise ValueError
                at += 24
                key = data[at : at + key_length]
                at += (key_length + 3) & -4
                (value_length,) = _unpack_I(data, at)
                if value_length > 1048576:
                    raise ValueError
                at += 4
                value2 = data[at : at + value_length]
                at += (value_length + 3) & -4
                create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
                previous = kv_item(key, value2, create_revision, mod_revision, key_version, lease)
                at += 32
            elif previous_flag == 0:
                previous = None
                at += 20
            else:
                raise ValueError
            result = kv_put_result_KV_OK(kv_put_ok(kv_commit(revision, durable_nodes), previous))
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_put_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_put_result", data, offset, end, limit) from None


def pack_kv_put_reply(value: kv_put_reply, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_put_result_KV_OK:
            ok = arm.ok
            commit = ok.commit
            previous = ok.previous
            if previous is None:
                add(_pack_iQ2I(0, commit.revision, commit.durable_nodes, 0))
            else:
                key = previous.key
                key_length = len(key)
                if key_length > 8192:
                    raise ValueError
                value3 = previous.value
                value3_length = len(value3)
                if value3_length > 1048576:
                    raise ValueError
                add(
                    _pack_iQ3I_ns_I[key_length](
                        0, commit.revision, commit.durable_nodes, 1, key_length, key, value3_length
                    )
                )
                add(
                    _pack_ns_4Q[value3_length](
                        value3,
                        previous.create_revision,
                        previous.mod_revision,
                        previous.key_version,
                        previous.lease,
                    )
                )
        elif kind is kv_put_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_put_reply", value, limit) from None


def unpack_kv_put_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_put_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_put_result
        if code == 0:
            revision2, durable_nodes, previous_flag = _unpack_Q2I(data, at + 4)
            previous: kv_item | None
            if previous_flag == 1:
                (key_length,) = _unpack_I(data, at + 20)
                if key_length > 8192:
                    raise ValueError
                at += 24
                key = data[at : at + key_length]
                at += (key_length + 3) & -4
                (value_length2,) = _unpack_I(data, at)
                if value_length2 > 1048576:
                    raise ValueError
                at += 4
                value3 = data[at : at + value_length2]
                at += (value_length2 + 3) & -4
                create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
                previous = kv_item(key, value3, create_revision, mod_revision, key_version, lease)
                at += 32
            elif previous_flag == 0:
                previous = None
                at += 20
            else:
                raise ValueError
            result = kv_put_result_KV_OK(kv_put_ok(kv_commit(revision2, durable_nodes), previous))
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_put_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_put_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_put_reply", data, offset, end, limit) from None


def pack_kv_delete_op(value: kv_delete_op, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        keys = value.keys
        key = keys.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        end2 = keys.end
        end2_length = len(end2)
        if end2_length > 8192:
            raise ValueError
        return _pack_iI_ns_I[key_length](keys.kind, key_length, key, end2_length) + _pack_ns_I[end2_length](
            end2, value.flags
        )
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_delete_op", value, limit) from None


def unpack_kv_delete_op(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_delete_op, int]:
    at = offset
    try:
        kind, key_length = _unpack_iI(data, at)
        if key_length > 8192:
            raise ValueError
        at += 8
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (end_length,) = _unpack_I(data, at)
        if end_length > 8192:
            raise ValueError
        at += 4
        end2 = data[at : at + end_length]
        at += (end_length + 3) & -4
        (flags,) = _unpack_I(data, at)
        value = kv_delete_op(kv_key_range(kind, key, end2), flags)
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_delete_op", data, offset, end, limit) from None


def pack_kv_delete_args(value: kv_delete_args, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        deletion = value.deletion
        keys = deletion.keys
        key = keys.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        end2 = keys.end
        end2_length = len(end2)
        if end2_length > 8192:
            raise ValueError
        add(_pack_2iI_ns_I[key_length](value.wait, keys.kind, key_length, key, end2_length))
        add(_pack_ns_I[end2_length](end2, deletion.flags))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_delete_args", value, limit) from None


def unpack_kv_delete_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_delete_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        wait, kind, key_length = _unpack_2iI(data, at)
        if key_length > 8192:
            raise ValueError
        at += 12
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (end_length,) = _unpack_I(data, at)
        if end_length > 8192:
            raise ValueError
        at += 4
        end2 = data[at : at + end_length]
        at += (end_length + 3) & -4
        (flags,) = _unpack_I(data, at)
        value = kv_delete_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            ),
            wait,
            kv_delete_op(kv_key_range(kind, key, end2), flags),
        )
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_delete_args", data, offset, end, limit) from None


def pack_kv_deleted(value: kv_deleted, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        previous = value.previous
        previous_count = len(previous)
        if previous_count > 10000:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(_pack_QI(value.count, previous_count))
        for previous_item in previous:
            key = previous_item.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            value2 = previous_item.value
            value2_length = len(value2)
            if value2_length > 1048576:
                raise ValueError
            add(_pack_I_ns_I[key_length](key_length, key, value2_length))
            add(
                _pack_ns_4Q[value2_length](
                    value2,
                    previous_item.create_revision,
                    previous_item.mod_revision,
                    previous_item.key_version,
                    previous_item.lease,
                )
            )
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_deleted", value, limit) from None


def unpack_kv_deleted(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_deleted, int]:
    at = offset
    try:
        count, previous_count = _unpack_QI(data, at)
        if previous_count > 10000 or previous_count * 40 > end - at - 12:
            raise ValueError
        at += 12
        previous_items: list[kv_item] = []
        add_previous = previous_items.append
        for _ in range(previous_count):
            (key_length,) = _unpack_I(data, at)
            if key_length > 8192:
                raise ValueError
            at += 4
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            (value_length,) = _unpack_I(data, at)
            if value_length > 1048576:
                raise ValueError
            at += 4
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
            at += 32
            add_previous(kv_item(key, value2, create_revision, mod_revision, key_version, lease))
        previous = tuple(previous_items)
        value = kv_deleted(count, previous)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_deleted", data, offset, end, limit) from None


def pack_kv_delete_ok(value: kv_delete_ok, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        commit = value.commit
        deleted = value.deleted
        previous = deleted.previous
        previous_count = len(previous)
        if previous_count > 10000:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(_pack_QIQI(commit.revision, commit.durable_nodes, deleted.count, previous_count))
        for previous_item in previous:
            key = previous_item.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            value2 = previous_item.value
            value2_length = len(value2)
            if value2_length > 1048576:
                raise ValueError
            add(_pack_I_ns_I[key_length](key_length, key, value2_length))
            add(
                _pack_ns_4Q[value2_length](
                    value2,
                    previous_item.create_revision,
                    previous_item.mod_revision,
                    previous_item.key_version,
                    previous_item.lease,
                )
            )
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_delete_ok", value, limit) from None


def unpack_kv_delete_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_delete_ok, int]:
    at = offset
    try:
        revision, durable_nodes, count, previous_count = _unpack_QIQI(data, at)
        if previous_count > 10000 or previous_count * 40 > end - at - 24:
            raise ValueError
        at += 24
        previous_items: list[kv_item] = []
        add_previous = previous_items.append
        for _ in range(previous_count):
            (key_length,) = _unpack_I(data, at)
            if key_length > 8192:
                raise ValueError
            at += 4
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            (value_length,) = _unpack_I(data, at)
            if value_length > 1048576:
                raise ValueError
            at += 4
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
            at += 32
            add_previous(kv_item(key, value2, create_revision, mod_revision, key_version, lease))
        previous = tuple(previous_items)
        value = kv_delete_ok(kv_commit(revision, durable_nodes), kv_deleted(count, previous))
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_delete_ok", data, offset, end, limit) from None


def pack_kv_delete_result(value: kv_delete_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_delete_result_KV_OK:
            ok = arm.ok
            commit = ok.commit
            deleted = ok.deleted
            previous = deleted.previous
            previous_count = len(previous)
            if previous_count > 10000:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iQIQI(0, commit.revision, commit.durable_nodes, deleted.count, previous_count)
            )
            for previous_item in previous:
                key = previous_item.key
                key_length = len(key)
                if key_length > 8192:
                    raise ValueError
                value2 = previous_item.value
                value2_length = len(value2)
                if value2_length > 1048576:
                    raise ValueError
                add(_pack_I_ns_I[key_length](key_length, key, value2_length))
                add(
                    _pack_ns_4Q[value2_length](
                        value2,
                        previous_item.create_revision,
                        previous_item.mod_revision,
                        previous_item.key_version,
                        previous_item.lease,
                    )
                )
            return b"".join(out)
        if kind is kv_delete_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_delete_result", value, limit) from None


def unpack_kv_delete_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_delete_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_delete_result
        if code == 0:
            revision, durable_nodes, count, previous_count = _unpack_QIQI(data, at + 4)
            if previous_count > 10000 or previous_count * 40 > end - at - 28:
                raise ValueError
            at += 28
            previous_items: list[kv_item] = []
            add_previous = previous_items.append
            for _ in range(previous_count):
                (key_length,) = _unpack_I(data, at)
                if key_length > 8192:
                    raise ValueError
                at += 4
                key = data[at : at + key_length]
                at += (key_length + 3) & -4
                (value_length,) = _unpack_I(data, at)
                if value_length > 1048576:
                    raise ValueError
                at += 4
                value2 = data[at : at + value_length]
                at += (value_length + 3) & -4
                create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
                at += 32
                add_previous(
                    kv_item(key, value2, create_revision, mod_revision, key_version, lease)
                )
            previous = tuple(previous_items)
            result = kv_delete_result_KV_OK(
                kv_delete_ok(kv_commit(revision, durable_nodes), kv_deleted(count, previous))
            )
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_delete_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_delete_result", data, offset, end, limit) from None


def pack_kv_delete_reply(value: kv_delete_reply, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_delete_result_KV_OK:
            ok = arm.ok
            commit = ok.commit
            deleted = ok.deleted
            previous = deleted.previous
            previous_count = len(previous)
            if previous_count > 10000:
                raise ValueError
            add(
                _pack_iQIQI(0, commit.revision, commit.durable_nodes, deleted.count, previous_count)
            )
            for previous_item in previous:
                key = previous_item.key
                key_length = len(key)
                if key_length > 8192:
                    raise ValueError
                value3 = previous_item.value
                value3_length = len(value3)
                if value3_length > 1048576:
                    raise ValueError
                add(_pack_I_ns_I[key_length](key_length, key, value3_length))
                add(
                    _pack_ns_4Q[value3_length](
                        value3,
                        previous_item.create_revision,
                        previous_item.mod_revision,
                        previous_item.key_version,
                        previous_item.lease,
                    )
                )
        elif kind is kv_delete_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_delete_reply", value, limit) from None


def unpack_kv_delete_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_delete_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_delete_result
        if code == 0:
            revision2, durable_nodes, count, previous_count = _unpack_QIQI(data, at + 4)
            if previous_count > 10000 or previous_count * 40 > end - at - 28:
                raise ValueError
            at += 28
            previous_items: list[kv_item] = []
            add_previous = previous_items.append
            for _ in range(previous_count):
                (key_length,) = _unpack_I(data, at)
                if key_length > 8192:
                    raise ValueError
                at += 4
                key = data[at : at + key_length]
                at += (key_length + 3) & -4
                (value_length2,) = _unpack_I(data, at)
                if value_length2 > 1048576:
                    raise ValueError
                at += 4
                value3 = data[at : at + value_length2]
                at += (value_length2 + 3) & -4
                create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
                at += 32
                add_previous(
                    kv_item(key, value3, create_revision, mod_revision, key_version, lease)
                )
            previous = tuple(previous_items)
            result = kv_delete_result_KV_OK(
                kv_delete_ok(kv_commit(revision2, durable_nodes), kv_deleted(count, previous))
            )
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_delete_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_delete_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_delete_reply", data, offset, end, limit) from None


def pack_kv_page(value: kv_page, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        after = value.after
        after_length = len(after)
        if after_length > 8192:
            raise ValueError
        return _pack_QI_ns[after_length](value.revision, after_length, after)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_page", value, limit) from None


def unpack_kv_page(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_page, int]:
    at = offset
    try:
        revision, after_length = _unpack_QI(data, at)
        if after_length > 8192:
            raise ValueError
        at += 12
        after = data[at : at + after_length]
        at += (after_length + 3) & -4
        value = kv_page(revision, after)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_page", data, offset, end, limit) from None


def pack_kv_range_op(value: kv_range_op, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        keys = value.keys
        key = keys.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        end2 = keys.end
        end2_length = len(end2)
        if end2_length > 8192:
            raise ValueError
        page = value.page
        after = page.after
        after_length = len(after)
        if after_length > 8192:
            raise ValueError
        return b"".join(
            (
                _pack_iI_ns_I[key_length](keys.kind, key_length, key, end2_length),
                _pack_ns_QI2i3xb5QI[end2_length](
                    end2,
                    value.revision,
                    value.limit,
                    value.want,
                    value.sort,
                    value.descending,
                    value.min_create_revision,
                    value.max_create_revision,
                    value.min_mod_revision,
                    value.max_mod_revision,
                    page.revision,
                    after_length,
                ),
                _pack_ns[after_length](after),
            )
        )
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_range_op", value, limit) from None


def unpack_kv_range_op(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_range_op, int]:
    at = offset
    try:
        kind, key_length = _unpack_iI(data, at)
        if key_length > 8192:
            raise ValueError
        at += 8
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (end_length,) = _unpack_I(data, at)
        if end_length > 8192:
            raise ValueError
        at += 4
        end2 = data[at : at + end_length]
        at += (end_length + 3) & -4
        revision, limit2, want, sort, descending, min_create_revision, max_create_revision, min_mod_revision, max_mod_revision, revision2, after_length = _unpack_QI2iI5QI(
            data, at
        )
        if after_length > 8192:
            raise ValueError
        at += 68
        after = data[at : at + after_length]
        at += (after_length + 3) & -4
        value = kv_range_op(
            kv_key_range(kind, key, end2),
            revision,
            limit2,
            want,
            sort,
            _rt.BOOLS[descending],
            min_create_revision,
            max_create_revision,
            min_mod_revision,
            max_mod_revision,
            kv_page(revision2, after),
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_range_op", data, offset, end, limit) from None


def pack_kv_range_args(value: kv_range_args, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        range2 = value.range
        keys = range2.keys
        key = keys.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        end2 = keys.end
        end2_length = len(end2)
        if end2_length > 8192:
            raise ValueError
        add(_pack_iI_ns_I[key_length](keys.kind, key_length, key, end2_length))
        page = range2.page
        after = page.after
        after_length = len(after)
        if after_length > 8192:
            raise ValueError
        add(
            _pack_ns_QI2i3xb5QI[end2_length](
                end2,
                range2.revision,
                range2.limit,
                range2.want,
                range2.sort,
                range2.descending,
                range2.min_create_revision,
                range2.max_create_revision,
                range2.min_mod_revision,
                range2.max_mod_revision,
                page.revision,
                after_length,
            )
        )
        add(_pack_ns[after_length](after))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_range_args", value, limit) from None


def unpack_kv_range_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_range_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        kind, key_length = _unpack_iI(data, at)
        if key_length > 8192:
            raise ValueError
        at += 8
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (end_length,) = _unpack_I(data, at)
        if end_length > 8192:
            raise ValueError
        at += 4
        end2 = data[at : at + end_length]
        at += (end_length + 3) & -4
        revision, limit2, want, sort, descending, min_create_revision, max_create_revision, min_mod_revision, max_mod_revision, revision2, after_length = _unpack_QI2iI5QI(
            data, at
        )
        if after_length > 8192:
            raise ValueError
        at += 68
        after = data[at : at + after_length]
        at += (after_length + 3) & -4
        value = kv_range_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            ),
            kv_range_op(
                kv_key_range(kind, key, end2),
                revision,
                limit2,
                want,
                sort,
                _rt.BOOLS[descending],
                min_create_revision,
                max_create_revision,
                min_mod_revision,
                max_mod_revision,
                kv_page(revision2, after),
            ),
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_range_args", data, offset, end, limit) from None


def pack_kv_range_ok(value: kv_range_ok, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        items2 = value.items
        items2_count = len(items2)
        if items2_count > 10000:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(_pack_QI(value.revision, items2_count))
        for items2_item in items2:
            key = items2_item.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            value2 = items2_item.value
            value2_length = len(value2)
            if value2_length > 1048576:
                raise ValueError
            add(_pack_I_ns_I[key_length](key_length, key, value2_length))
            add(
                _pack_ns_4Q[value2_length](
                    value2,
                    items2_item.create_revision,
                    items2_item.mod_revision,
                    items2_item.key_version,
                    items2_item.lease,
                )
            )
        next2 = value.next
        after = next2.after
        after_length = len(after)
        if after_length > 8192:
            raise ValueError
        add(
            _pack_3xbQI_ns_Q[after_length](
                value.more, next2.revision, after_length, after, value.count
            )
        )
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_range_ok", value, limit) from None


def unpack_kv_range_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_range_ok, int]:
    at = offset
    try:
        revision, items_count = _unpack_QI(data, at)
        if items_count > 10000 or items_count * 40 > end - at - 12:
            raise ValueError
        at += 12
        items2_items: list[kv_item] = []
        add_items2 = items2_items.append
        for _ in range(items_count):
            (key_length,) = _unpack_I(data, at)
            if key_length > 8192:
                raise ValueError
            at += 4
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            (value_length,) = _unpack_I(data, at)
            if value_length > 1048576:
                raise ValueError
            at += 4
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
            at += 32
            add_items2(kv_item(key, value2, create_revision, mod_revision, key_version, lease))
        items2 = tuple(items2_items)
        more, revision2, after_length = _unpack_IQI(data, at)
        if after_length > 8192:
            raise ValueError
        at += 16
        after = data[at : at + after_length]
        at += (after_length + 3) & -4
        (count,) = _unpack_Q(data, at)
        value = kv_range_ok(revision, items2, _rt.BOOLS[more], kv_page(revision2, after), count)
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_range_ok", data, offset, end, limit) from None


def pack_kv_range_result(value: kv_range_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_range_result_KV_OK:
            ok = arm.ok
            items2 = ok.items
            items2_count = len(items2)
            if items2_count > 10000:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(_pack_iQI(0, ok.revision, items2_count))
            for items2_item in items2:
                key = items2_item.key
                key_length = len(key)
                if key_length > 8192:
                    raise ValueError
                value2 = items2_item.value
                value2_length = len(value2)
                if value2_length > 1048576:
                    raise ValueError
                add(_pack_I_ns_I[key_length](key_length, key, value2_length))
                add(
                    _pack_ns_4Q[value2_length](
                        value2,
                        items2_item.create_revision,
                        items2_item.mod_revision,
                        items2_item.key_version,
                        items2_item.lease,
                    )
                )
            next2 = ok.next
            after = next2.after
            after_length = len(after)
            if after_length > 8192:
                raise ValueError
            add(
                _pack_3xbQI_ns_Q[after_length](
                    ok.more, next2.revision, after_length, after, ok.count
                )
            )
            return b"".join(out)
        if kind is kv_range_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_range_result", value, limit) from None


def unpack_kv_range_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_range_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_range_result
        if code == 0:
            revision, items_count = _unpack_QI(data, at + 4)
            if items_count > 10000 or items_count * 40 > end - at - 16:
                raise ValueError
            at += 16
            items2_items: list[kv_item] = []
            add_items2 = items2_items.append
            for _ in range(items_count):
                (key_length,) = _unpack_I(data, at)
                if key_length > 8192:
                    raise ValueError
                at += 4
                key = data[at : at + key_length]
                at += (key_length + 3) & -4
                (value_length,) = _unpack_I(data, at)
                if value_length > 1048576:
                    raise ValueError
                at += 4
                value2 = data[at : at + value_length]
                at += (value_length + 3) & -4
                create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
                at += 32
                add_items2(kv_item(key, value2, create_revision, mod_revision, key_version, lease))
            items2 = tuple(items2_items)
            more, revision2, after_length = _unpack_IQI(data, at)
            if after_length > 8192:
                raise ValueError
            at += 16
            after = data[at : at + after_length]
            at += (after_length + 3) & -4
            (count,) = _unpack_Q(data, at)
            result = kv_range_result_KV_OK(
                kv_range_ok(revision, items2, _rt.BOOLS[more], kv_page(revision2, after), count)
            )
            at += 8
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_range_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_range_result", data, offset, end, limit) from None


def pack_kv_range_reply(value: kv_range_reply, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_range_result_KV_OK:
            ok = arm.ok
            items2 = ok.items
            items2_count = len(items2)
            if items2_count > 10000:
                raise ValueError
            add(_pack_iQI(0, ok.revision, items2_count))
            for items2_item in items2:
                key = items2_item.key
                key_length = len(key)
                if key_length > 8192:
                    raise ValueError
                value3 = items2_item.value
                value3_length = len(value3)
                if value3_length > 1048576:
                    raise ValueError
                add(_pack_I_ns_I[key_length](key_length, key, value3_length))
                add(
                    _pack_ns_4Q[value3_length](
                        value3,
                        items2_item.create_revision,
                        items2_item.mod_revision,
                        items2_item.key_version,
                        items2_item.lease,
                    )
                )
            next2 = ok.next
            after = next2.after
            after_length = len(after)
            if after_length > 8192:
                raise ValueError
            add(
                _pack_3xbQI_ns_Q[after_length](
                    ok.more, next2.revision, after_length, after, ok.count
                )
            )
        elif kind is kv_range_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_range_reply", value, limit) from None


def unpack_kv_range_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_range_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_range_result
        if code == 0:
            revision2, items_count = _unpack_QI(data, at + 4)
            if items_count > 10000 or items_count * 40 > end - at - 16:
                raise ValueError
            at += 16
            items2_items: list[kv_item] = []
            add_items2 = items2_items.append
            for _ in range(items_count):
                (key_length,) = _unpack_I(data, at)
                if key_length > 8192:
                    raise ValueError
                at += 4
                key = data[at : at + key_length]
                at += (key_length + 3) & -4
                (value_length2,) = _unpack_I(data, at)
                if value_length2 > 1048576:
                    raise ValueError
                at += 4
                value3 = data[at : at + value_length2]
                at += (value_length2 + 3) & -4
                create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
                at += 32
                add_items2(kv_item(key, value3, create_revision, mod_revision, key_version, lease))
            items2 = tuple(items2_items)
            more, revision3, after_length = _unpack_IQI(data, at)
            if after_length > 8192:
                raise ValueError
            at += 16
            after = data[at : at + after_length]
            at += (after_length + 3) & -4
            (count,) = _unpack_Q(data, at)
            result = kv_range_result_KV_OK(
                kv_range_ok(revision2, items2, _rt.BOOLS[more], kv_page(revision3, after), count)
            )
            at += 8
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_range_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_range_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_range_reply", data, offset, end, limit) from None


def pack_kv_compare(value: kv_compare, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        keys = value.keys
        key = keys.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        end2 = keys.end
        end2_length = len(end2)
        if end2_length > 8192:
            raise ValueError
        value2 = value.value
        value2_length = len(value2)
        if value2_length > 1048576:
            raise ValueError
        return b"".join(
            (
                _pack_iI_ns_I[key_length](keys.kind, key_length, key, end2_length),
                _pack_ns_2iQI[end2_length](
                    end2, value.target, value.relation, value.number, value2_length
                ),
                _pack_ns[value2_length](value2),
            )
        )
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_compare", value, limit) from None


def unpack_kv_compare(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_compare, int]:
    at = offset
    try:
        kind, key_length = _unpack_iI(data, at)
        if key_length > 8192:
            raise ValueError
        at += 8
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (end_length,) = _unpack_I(data, at)
        if end_length > 8192:
            raise ValueError
        at += 4
        end2 = data[at : at + end_length]
        at += (end_length + 3) & -4
        target, relation, number, value_length = _unpack_2iQI(data, at)
        if value_length > 1048576:
            raise ValueError
        at += 20
        value2 = data[at : at + value_length]
        at += (value_length + 3) & -4
        value = kv_compare(kv_key_range(kind, key, end2), target, relation, number, value2)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_compare", data, offset, end, limit) from None


def pack_kv_operation(value: kv_operation, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_operation_KV_OPERATION_RANGE:
            range2 = arm.range
            keys = range2.keys
            key = keys.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            end2 = keys.end
            end2_length = len(end2)
            if end2_length > 8192:
                raise ValueError
            page = range2.page
            after = page.after
            after_length = len(after)
            if after_length > 8192:
                raise ValueError
            return b"".join(
                (
                    _pack_2iI_ns_I[key_length](0, keys.kind, key_length, key, end2_length),
                    _pack_ns_QI2i3xb5QI[end2_length](
                        end2,
                        range2.revision,
                        range2.limit,
                        range2.want,
                        range2.sort,
                        range2.descending,
                        range2.min_create_revision,
                        range2.max_create_revision,
                        range2.min_mod_revision,
                        range2.max_mod_revision,
                        page.revision,
                        after_length,
                    ),
                    _pack_ns[after_length](after),
                )
            )
        if kind is kv_operation_KV_OPERATION_PUT:
            put = arm.put
            key2 = put.key
            key2_length = len(key2)
            if key2_length > 8192:
                raise ValueError
            value2 = put.value
            value2_length = len(value2)
            if value2_length > 1048576:
                raise ValueError
            return _pack_iI_ns_I[key2_length](1, key2_length, key2, value2_length) + _pack_ns_QI[value2_length](
                value2, put.lease, put.flags
            )
        if kind is kv_operation_KV_OPERATION_DELETE:
            deletion = arm.deletion
            keys2 = deletion.keys
            key3 = keys2.key
            key3_length = len(key3)
            if key3_length > 8192:
                raise ValueError
            end3 = keys2.end
            end3_length = len(end3)
            if end3_length > 8192:
                raise ValueError
            return _pack_2iI_ns_I[key3_length](2, keys2.kind, key3_length, key3, end3_length) + _pack_ns_I[end3_length](
                end3, deletion.flags
            )
        if kind is kv_operation_default:
            return _pack_i(arm.kind)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_operation", value, limit) from None


def unpack_kv_operation(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_operation, int]:
    at = offset
    try:
        (kind,) = _unpack_i(data, at)
        result: kv_operation
        if kind == 0:
            kind2, key_length = _unpack_iI(data, at + 4)
            if key_length > 8192:
                raise ValueError
            at += 12
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            (end_length,) = _unpack_I(data, at)
            if end_length > 8192:
                raise ValueError
            at += 4
            end2 = data[at : at + end_length]
            at += (end_length + 3) & -4
            revision, limit2, want, sort, descending, min_create_revision, max_create_revision, min_mod_revision, max_mod_revision, revision2, after_length = _unpack_QI2iI5QI(
                data, at
            )
            if after_length > 8192:
                raise ValueError
            at += 68
            after = data[at : at + after_length]
            at += (after_length + 3) & -4
            result = kv_operation_KV_OPERATION_RANGE(
                kv_range_op(
                    kv_key_range(kind2, key, end2),
                    revision,
                    limit2,
                    want,
                    sort,
                    _rt.BOOLS[descending],
                    min_create_revision,
                    max_create_revision,
                    min_mod_revision,
                    max_mod_revision,
                    kv_page(revision2, after),
                )
            )
        elif kind == 1:
            (key_length2,) = _unpack_I(data, at + 4)
            if key_length2 > 8192:
                raise ValueError
            at += 8
            key2 = data[at : at + key_length2]
            at += (key_length2 + 3) & -4
            (value_length,) = _unpack_I(data, at)
            if value_length > 1048576:
                raise ValueError
            at += 4
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            lease, flags = _unpack_QI(data, at)
            result = kv_operation_KV_OPERATION_PUT(kv_put_op(key2, value2, lease, flags))
            at += 12
        elif kind == 2:
            kind3, key_length3 = _unpack_iI(data, at + 4)
            if key_length3 > 8192:
                raise ValueError
            at += 12
            key3 = data[at : at + key_length3]
            at += (key_length3 + 3) & -4
            (end_length2,) = _unpack_I(data, at)
            if end_length2 > 8192:
                raise ValueError
            at += 4
            end3 = data[at : at + end_length2]
            at += (end_length2 + 3) & -4
            (flags2,) = _unpack_I(data, at)
            result = kv_operation_KV_OPERATION_DELETE(
                kv_delete_op(kv_key_range(kind3, key3, end3), flags2)
            )
            at += 4
        else:
            result = kv_operation_default(kind)
            at += 4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_operation", data, offset, end, limit) from None


def pack_kv_txn_op(value: kv_txn_op, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        compares = value.compares
        compares_count = len(compares)
        if compares_count > 128:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(_pack_I(compares_count))
        for compares_item in compares:
            keys = compares_item.keys
            key = keys.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            end2 = keys.end
            end2_length = len(end2)
            if end2_length > 8192:
                raise ValueError
            add(_pack_iI_ns_I[key_length](keys.kind, key_length, key, end2_length))
            value2 = compares_item.value
            value2_length = len(value2)
            if value2_length > 1048576:
                raise ValueError
            add(
                _pack_ns_2iQI[end2_length](
                    end2,
                    compares_item.target,
                    compares_item.relation,
                    compares_item.number,
                    value2_length,
                )
            )
            add(_pack_ns[value2_length](value2))
        success = value.success
        success_count = len(success)
        if success_count > 128:
            raise ValueError
        add(_pack_I(success_count))
        for success_item in success:
            arm: typing.Any = success_item
            kind = arm.__class__
            if kind is kv_operation_KV_OPERATION_RANGE:
                range2 = arm.range
                keys2 = range2.keys
                key2 = keys2.key
                key2_length = len(key2)
                if key2_length > 8192:
                    raise ValueError
                end3 = keys2.end
                end3_length = len(end3)
                if end3_length > 8192:
                    raise ValueError
                add(_pack_2iI_ns_I[key2_length](0, keys2.kind, key2_length, key2, end3_length))
                page = range2.page
                after = page.after
                after_length = len(after)
                if after_length > 8192:
                    raise ValueError
                add(
                    _pack_ns_QI2i3xb5QI[end3_length](
                        end3,
                        range2.revision,
                        range2.limit,
                        range2.want,
                        range2.sort,
                        range2.descending,
                        range2.min_create_revision,
                        range2.max_create_revision,
                        range2.min_mod_revision,
                        range2.max_mod_revision,
                        page.revision,
                        after_length,
                    )
                )
                add(_pack_ns[after_length](after))
            elif kind is kv_operation_KV_OPERATION_PUT:
                put = arm.put
                key3 = put.key
                key3_length = len(key3)
                if key3_length > 8192:
                    raise ValueError
                value3 = put.value
                value3_length = len(value3)
                if value3_length > 1048576:
                    raise ValueError
                add(_pack_iI_ns_I[key3_length](1, key3_length, key3, value3_length))
                add(_pack_ns_QI[value3_length](value3, put.lease, put.flags))
            elif kind is kv_operation_KV_OPERATION_DELETE:
                deletion = arm.deletion
                keys3 = deletion.keys
                key4 = keys3.key
                key4_length = len(key4)
                if key4_length > 8192:
                    raise ValueError
                end4 = keys3.end
                end4_length = len(end4)
                if end4_length > 8192:
                    raise ValueError
                add(_pack_2iI_ns_I[key4_length](2, keys3.kind, key4_length, key4, end4_length))
                add(_pack_ns_I[end4_length](end4, deletion.flags))
            elif kind is kv_operation_default:
                add(_pack_i(arm.kind))
            else:
                raise ValueError
        failure = value.failure
        failure_count = len(failure)
        if failure_count > 128:
            raise ValueError
        add(_pack_I(failure_count))
        for failure_item in failure:
            arm2: typing.Any = failure_item
            kind2 = arm2.__class__
            if kind2 is kv_operation_KV_OPERATION_RANGE:
                range3 = arm2.range
                keys4 = range3.keys
                key5 = keys4.key
                key5_length = len(key5)
                if key5_length > 8192:
                    raise ValueError
                end5 = keys4.end
                end5_length = len(end5)
                if end5_length > 8192:
                    raise ValueError
                add(_pack_2iI_ns_I[key5_length](0, keys4.kind, key5_length, key5, end5_length))
                page2 = range3.page
                after2 = page2.after
                after2_length = len(after2)
                if after2_length > 8192:
                    raise ValueError
                add(
                    _pack_ns_QI2i3xb5QI[end5_length](
                        end5,
                        range3.revision,
                        range3.limit,
                        range3.want,
                        range3.sort,
                        range3.descending,
                        range3.min_create_revision,
                        range3.max_create_revision,
                        range3.min_mod_revision,
                        range3.max_mod_revision,
                        page2.revision,
                        after2_length,
                    )
                )
                add(_pack_ns[after2_length](after2))
            elif kind2 is kv_operation_KV_OPERATION_PUT:
                put2 = arm2.put
                key6 = put2.key
                key6_length = len(key6)
                if key6_length > 8192:
                    raise ValueError
                value4 = put2.value
                value4_length = len(value4)
                if value4_length > 1048576:
                    raise ValueError
                add(_pack_iI_ns_I[key6_length](1, key6_length, key6, value4_length))
                add(_pack_ns_QI[value4_length](value4, put2.lease, put2.flags))
            elif kind2 is kv_operation_KV_OPERATION_DELETE:
                deletion2 = arm2.deletion
                keys5 = deletion2.keys
                key7 = keys5.key
                key7_length = len(key7)
                if key7_length > 8192:
                    raise ValueError
                end6 = keys5.end
                end6_length = len(end6)
                if end6_length > 8192:
                    raise ValueError
                add(_pack_2iI_ns_I[key7_length](2, keys5.kind, key7_length, key7, end6_length))
                add(_pack_ns_I[end6_length](end6, deletion2.flags))
            elif kind2 is kv_operation_default:
                add(_pack_i(arm2.kind))
            else:
                raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_txn_op", value, limit) from None


def unpack_kv_txn_op(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_txn_op, int]:
    at = offset
    try:
        (compares_count,) = _unpack_I(data, at)
        if compares_count > 128 or compares_count * 32 > end - at - 4:
            raise ValueError
        at += 4
        compares_items: list[kv_compare] = []
        add_compares = compares_items.append
        for _ in range(compares_count):
            kind, key_length = _unpack_iI(data, at)
            if key_length > 8192:
                raise ValueError
            at += 8
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            (end_length,) = _unpack_I(data, at)
            if end_length > 8192:
                raise ValueError
            at += 4
            end2 = data[at : at + end_length]
            at += (end_length + 3) & -4
            target, relation, number, value_length = _unpack_2iQI(data, at)
            if value_length > 1048576:
                raise ValueError
            at += 20
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_compares(
                kv_compare(kv_key_range(kind, key, end2), target, relation, number, value2)
            )
        compares = tuple(compares_items)
        (success_count,) = _unpack_I(data, at)
        if success_count > 128 or success_count * 4 > end - at - 4:
            raise ValueError
        at += 4
        success_items: list[kv_operation] = []
        add_success = success_items.append
        for _ in range(success_count):
            (kind2,) = _unpack_i(data, at)
            success_item: kv_operation
            if kind2 == 0:
                kind3, key_length2 = _unpack_iI(data, at + 4)
                if key_length2 > 8192:
                    raise ValueError
                at += 12
                key2 = data[at : at + key_length2]
                at += (key_length2 + 3) & -4
                (end_length2,) = _unpack_I(data, at)
                if end_length2 > 8192:
                    raise ValueError
                at += 4
                end3 = data[at : at + end_length2]
                at += (end_length2 + 3) & -4
                revision, limit2, want, sort, descending, min_create_revision, max_create_revision, min_mod_revision, max_mod_revision, revision2, after_length = _unpack_QI2iI5QI(
                    data, at
                )
                if after_length > 8192:
                    raise ValueError
                at += 68
                after = data[at : at + after_length]
                at += (after_length + 3) & -4
                success_item = kv_operation_KV_OPERATION_RANGE(
                    kv_range_op(
                        kv_key_range(kind3, key2, end3),
                        revision,
                        limit2,
                        want,
                        sort,
                        _rt.BOOLS[descending],
                        min_create_revision,
                        max_create_revision,
                        min_mod_revision,
                        max_mod_revision,
                        kv_page(revision2, after),
                    )
                )
            elif kind2 == 1:
                (key_length3,) = _unpack_I(data, at + 4)
                if key_length3 > 8192:
                    raise ValueError
                at += 8
                key3 = data[at : at + key_length3]
                at += (key_length3 + 3) & -4
                (value_length2,) = _unpack_I(data, at)
                if value_length2 > 1048576:
                    raise ValueError
                at += 4
                value3 = data[at : at + value_length2]
                at += (value_length2 + 3) & -4
                lease, flags = _unpack_QI(data, at)
                success_item = kv_operation_KV_OPERATION_PUT(kv_put_op(key3, value3, lease, flags))
                at += 12
            elif kind2 == 2:
                kind4, key_length4 = _unpack_iI(data, at + 4)
                if key_length4 > 8192:
                    raise ValueError
                at += 12
                key4 = data[at : at + key_length4]
                at += (key_length4 + 3) & -4
                (end_length3,) = _unpack_I(data, at)
                if end_length3 > 8192:
                    raise ValueError
                at += 4
                end4 = data[at : at + end_length3]
                at += (end_length3 + 3) & -4
                (flags2,) = _unpack_I(data, at)
                success_item = kv_operation_KV_OPERATION_DELETE(
                    kv_delete_op(kv_key_range(kind4, key4, end4), flags2)
                )
                at += 4
            else:
                success_item = kv_operation_default(kind2)
                at += 4
            add_success(success_item)
        success = tuple(success_items)
        (failure_count,) = _unpack_I(data, at)
        if failure_count > 128 or failure_count * 4 > end - at - 4:
            raise ValueError
        at += 4
        failure_items: list[kv_operation] = []
        add_failure = failure_items.append
        for _ in range(failure_count):
            (kind5,) = _unpack_i(data, at)
            failure_item: kv_operation
            if kind5 == 0:
                kind6, key_length5 = _unpack_iI(data, at + 4)
                if key_length5 > 8192:
                    raise ValueError
                at += 12
                key5 = data[at : at + key_length5]
                at += (key_length5 + 3) & -4
                (end_length4,) = _unpack_I(data, at)
                if end_length4 > 8192:
                    raise ValueError
                at += 4
                end5 = data[at : at + end_length4]
                at += (end_length4 + 3) & -4
                revision3, limit3, want2, sort2, descending2, min_create_revision2, max_create_revision2, min_mod_revision2, max_mod_revision2, revision4, after_length2 = _unpack_QI2iI5QI(
                    data, at
                )
                if after_length2 > 8192:
                    raise ValueError
                at += 68
                after2 = data[at : at + after_length2]
                at += (after_length2 + 3) & -4
                failure_item = kv_operation_KV_OPERATION_RANGE(
                    kv_range_op(
                        kv_key_range(kind6, key5, end5),
                        revision3,
                        limit3,
                        want2,
                        sort2,
                        _rt.BOOLS[descending2],
                        min_create_revision2,
                        max_create_revision2,
                        min_mod_revision2,
                        max_mod_revision2,
                        kv_page(revision4, after2),
                    )
                )
            elif kind5 == 1:
                (key_length6,) = _unpack_I(data, at + 4)
                if key_length6 > 8192:
                    raise ValueError
                at += 8
                key6 = data[at : at + key_length6]
                at += (key_length6 + 3) & -4
                (value_length3,) = _unpack_I(data, at)
                if value_length3 > 1048576:
                    raise ValueError
                at += 4
                value4 = data[at : at + value_length3]
                at += (value_length3 + 3) & -4
                lease2, flags3 = _unpack_QI(data, at)
                failure_item = kv_operation_KV_OPERATION_PUT(
                    kv_put_op(key6, value4, lease2, flags3)
                )
                at += 12
            elif kind5 == 2:
                kind7, key_length7 = _unpack_iI(data, at + 4)
                if key_length7 > 8192:
                    raise ValueError
                at += 12
                key7 = data[at : at + key_length7]
                at += (key_length7 + 3) & -4
                (end_length5,) = _unpack_I(data, at)
                if end_length5 > 8192:
                    raise ValueError
                at += 4
                end6 = data[at : at + end_length5]
                at += (end_length5 + 3) & -4
                (flags4,) = _unpack_I(data, at)
                failure_item = kv_operation_KV_OPERATION_DELETE(
                    kv_delete_op(kv_key_range(kind7, key7, end6), flags4)
                )
                at += 4
            else:
                failure_item = kv_operation_default(kind5)
                at += 4
            add_failure(failure_item)
        failure = tuple(failure_items)
        value = kv_txn_op(compares, success, failure)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_txn_op", data, offset, end, limit) from None


def pack_kv_txn_args(value: kv_txn_args, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        txn = value.txn
        compares = txn.compares
        compares_count = len(compares)
        if compares_count > 128:
            raise ValueError
        add(_pack_iI(value.wait, compares_count))
        for compares_item in compares:
            keys = compares_item.keys
            key = keys.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            end2 = keys.end
            end2_length = len(end2)
            if end2_length > 8192:
                raise ValueError
            add(_pack_iI_ns_I[key_length](keys.kind, key_length, key, end2_length))
            value3 = compares_item.value
            value3_length = len(value3)
            if value3_length > 1048576:
                raise ValueError
            add(
                _pack_ns_2iQI[end2_length](
                    end2,
                    compares_item.target,
                    compares_item.relation,
                    compares_item.number,
                    value3_length,
                )
            )
            add(_pack_ns[value3_length](value3))
        success = txn.success
        success_count = len(success)
        if success_count > 128:
            raise ValueError
        add(_pack_I(success_count))
        for success_item in success:
            arm: typing.Any = success_item
            kind = arm.__class__
            if kind is kv_operation_KV_OPERATION_RANGE:
                range2 = arm.range
                keys2 = range2.keys
                key2 = keys2.key
                key2_length = len(key2)
                if key2_length > 8192:
                    raise ValueError
                end3 = keys2.end
                end3_length = len(end3)
                if end3_length > 8192:
                    raise ValueError
                add(_pack_2iI_ns_I[key2_length](0, keys2.kind, key2_length, key2, end3_length))
                page = range2.page
                after = page.after
                after_length = len(after)
                if after_length > 8192:
                    raise ValueError
                add(
                    _pack_ns_QI2i3xb5QI[end3_length](
                        end3,
                        range2.revision,
                        range2.limit,
                        range2.want,
                        range2.sort,
                        range2.descending,
                        range2.min_create_revision,
                        range2.max_create_revision,
                        range2.min_mod_revision,
                        range2.max_mod_revision,
                        page.revision,
                        after_length,
                    )
                )
                add(_pack_ns[after_length](after))
            elif kind is kv_operation_KV_OPERATION_PUT:
                put = arm.put
                key3 = put.key
                key3_length = len(key3)
                if key3_length > 8192:
                    raise ValueError
                value4 = put.value
                value4_length = len(value4)
                if value4_length > 1048576:
                    raise ValueError
                add(_pack_iI_ns_I[key3_length](1, key3_length, key3, value4_length))
                add(_pack_ns_QI[value4_length](value4, put.lease, put.flags))
            elif kind is kv_operation_KV_OPERATION_DELETE:
                deletion = arm.deletion
                keys3 = deletion.keys
                key4 = keys3.key
                key4_length = len(key4)
                if key4_length > 8192:
                    raise ValueError
                end4 = keys3.end
                end4_length = len(end4)
                if end4_length > 8192:
                    raise ValueError
                add(_pack_2iI_ns_I[key4_length](2, keys3.kind, key4_length, key4, end4_length))
                add(_pack_ns_I[end4_length](end4, deletion.flags))
            elif kind is kv_operation_default:
                add(_pack_i(arm.kind))
            else:
                raise ValueError
        failure = txn.failure
        failure_count = len(failure)
        if failure_count > 128:
            raise ValueError
        add(_pack_I(failure_count))
        for failure_item in failure:
            arm2: typing.Any = failure_item
            kind2 = arm2.__class__
            if kind2 is kv_operation_KV_OPERATION_RANGE:
                range3 = arm2.range
                keys4 = range3.keys
                key5 = keys4.key
                key5_length = len(key5)
                if key5_length > 8192:
                    raise ValueError
                end5 = keys4.end
                end5_length = len(end5)
                if end5_length > 8192:
                    raise ValueError
                add(_pack_2iI_ns_I[key5_length](0, keys4.kind, key5_length, key5, end5_length))
                page2 = range3.page
                after2 = page2.after
                after2_length = len(after2)
                if after2_length > 8192:
                    raise ValueError
                add(
                    _pack_ns_QI2i3xb5QI[end5_length](
                        end5,
                        range3.revision,
                        range3.limit,
                        range3.want,
                        range3.sort,
                        range3.descending,
                        range3.min_create_revision,
                        range3.max_create_revision,
                        range3.min_mod_revision,
                        range3.max_mod_revision,
                        page2.revision,
                        after2_length,
                    )
                )
                add(_pack_ns[after2_length](after2))
            elif kind2 is kv_operation_KV_OPERATION_PUT:
                put2 = arm2.put
                key6 = put2.key
                key6_length = len(key6)
                if key6_length > 8192:
                    raise ValueError
                value5 = put2.value
                value5_length = len(value5)
                if value5_length > 1048576:
                    raise ValueError
                add(_pack_iI_ns_I[key6_length](1, key6_length, key6, value5_length))
                add(_pack_ns_QI[value5_length](value5, put2.lease, put2.flags))
            elif kind2 is kv_operation_KV_OPERATION_DELETE:
                deletion2 = arm2.deletion
                keys5 = deletion2.keys
                key7 = keys5.key
                key7_length = len(key7)
                if key7_length > 8192:
                    raise ValueError
                end6 = keys5.end
                end6_length = len(end6)
                if end6_length > 8192:
                    raise ValueError
                add(_pack_2iI_ns_I[key7_length](2, keys5.kind, key7_length, key7, end6_length))
                add(_pack_ns_I[end6_length](end6, deletion2.flags))
            elif kind2 is kv_operation_default:
                add(_pack_i(arm2.kind))
            else:
                raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_txn_args", value, limit) from None


def unpack_kv_txn_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_txn_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        wait, compares_count = _unpack_iI(data, at)
        if compares_count > 128 or compares_count * 32 > end - at - 8:
            raise ValueError
        at += 8
        compares_items: list[kv_compare] = []
        add_compares = compares_items.append
        for _ in range(compares_count):
            kind, key_length = _unpack_iI(data, at)
            if key_length > 8192:
                raise ValueError
            at += 8
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            (end_length,) = _unpack_I(data, at)
            if end_length > 8192:
                raise ValueError
            at += 4
            end2 = data[at : at + end_length]
            at += (end_length + 3) & -4
            target, relation, number, value_length2 = _unpack_2iQI(data, at)
            if value_length2 > 1048576:
                raise ValueError
            at += 20
            value3 = data[at : at + value_length2]
            at += (value_length2 + 3) & -4
            add_compares(
                kv_compare(kv_key_range(kind, key, end2), target, relation, number, value3)
            )
        compares = tuple(compares_items)
        (success_count,) = _unpack_I(data, at)
        if success_count > 128 or success_count * 4 > end - at - 4:
            raise ValueError
        at += 4
        success_items: list[kv_operation] = []
        add_success = success_items.append
        for _ in range(success_count):
            (kind2,) = _unpack_i(data, at)
            success_item: kv_operation
            if kind2 == 0:
                kind3, key_length2 = _unpack_iI(data, at + 4)
                if key_length2 > 8192:
                    raise ValueError
                at += 12
                key2 = data[at : at + key_length2]
                at += (key_length2 + 3) & -4
                (end_length2,) = _unpack_I(data, at)
                if end_length2 > 8192:
                    raise ValueError
                at += 4
                end3 = data[at : at + end_length2]
                at += (end_length2 + 3) & -4
                revision, limit2, want, sort, descending, min_create_revision, max_create_revision, min_mod_revision, max_mod_revision, revision2, after_length = _unpack_QI2iI5QI(
                    data, at
                )
                if after_length > 8192:
                    raise ValueError
                at += 68
                after = data[at : at + after_length]
                at += (after_length + 3) & -4
                success_item = kv_operation_KV_OPERATION_RANGE(
                    kv_range_op(
                        kv_key_range(kind3, key2, end3),
                        revision,
                        limit2,
                        want,
                        sort,
                        _rt.BOOLS[descending],
                        min_create_revision,
                        max_create_revision,
                        min_mod_revision,
                        max_mod_revision,
                        kv_page(revision2, after),
                    )
                )
            elif kind2 == 1:
                (key_length3,) = _unpack_I(data, at + 4)
                if key_length3 > 8192:
                    raise ValueError
                at += 8
                key3 = data[at : at + key_length3]
                at += (key_length3 + 3) & -4
                (value_length3,) = _unpack_I(data, at)
                if value_length3 > 1048576:
                    raise ValueError
                at += 4
                value4 = data[at : at + value_length3]
                at += (value_length3 + 3) & -4
                lease, flags = _unpack_QI(data, at)
                success_item = kv_operation_KV_OPERATION_PUT(kv_put_op(key3, value4, lease, flags))
                at += 12
            elif kind2 == 2:
                kind4, key_length4 = _unpack_iI(data, at + 4)
                if key_length4 > 8192:
                    raise ValueError
                at += 12
                key4 = data[at : at + key_length4]
                at += (key_length4 + 3) & -4
                (end_length3,) = _unpack_I(data, at)
                if end_length3 > 8192:
                    raise ValueError
                at += 4
                end4 = data[at : at + end_length3]
                at += (end_length3 + 3) & -4
                (flags2,) = _unpack_I(data, at)
                success_item = kv_operation_KV_OPERATION_DELETE(
                    kv_delete_op(kv_key_range(kind4, key4, end4), flags2)
                )
                at += 4
            else:
                success_item = kv_operation_default(kind2)
                at += 4
            add_success(success_item)
        success = tuple(success_items)
        (failure_count,) = _unpack_I(data, at)
        if failure_count > 128 or failure_count * 4 > end - at - 4:
            raise ValueError
        at += 4
        failure_items: list[kv_operation] = []
        add_failure = failure_items.append
        for _ in range(failure_count):
            (kind5,) = _unpack_i(data, at)
            failure_item: kv_operation
            if kind5 == 0:
                kind6, key_length5 = _unpack_iI(data, at + 4)
                if key_length5 > 8192:
                    raise ValueError
                at += 12
                key5 = data[at : at + key_length5]
                at += (key_length5 + 3) & -4
                (end_length4,) = _unpack_I(data, at)
                if end_length4 > 8192:
                    raise ValueError
                at += 4
                end5 = data[at : at + end_length4]
                at += (end_length4 + 3) & -4
                revision3, limit3, want2, sort2, descending2, min_create_revision2, max_create_revision2, min_mod_revision2, max_mod_revision2, revision4, after_length2 = _unpack_QI2iI5QI(
                    data, at
                )
                if after_length2 > 8192:
                    raise ValueError
                at += 68
                after2 = data[at : at + after_length2]
                at += (after_length2 + 3) & -4
                failure_item = kv_operation_KV_OPERATION_RANGE(
                    kv_range_op(
                        kv_key_range(kind6, key5, end5),
                        revision3,
                        limit3,
                        want2,
                        sort2,
                        _rt.BOOLS[descending2],
                        min_create_revision2,
                        max_create_revision2,
                        min_mod_revision2,
                        max_mod_revision2,
                        kv_page(revision4, after2),
                    )
                )
            elif kind5 == 1:
                (key_length6,) = _unpack_I(data, at + 4)
                if key_length6 > 8192:
                    raise ValueError
                at += 8
                key6 = data[at : at + key_length6]
                at += (key_length6 + 3) & -4
                (value_length4,) = _unpack_I(data, at)
                if value_length4 > 1048576:
                    raise ValueError
                at += 4
                value5 = data[at : at + value_length4]
                at += (value_length4 + 3) & -4
                lease2, flags3 = _unpack_QI(data, at)
                failure_item = kv_operation_KV_OPERATION_PUT(
                    kv_put_op(key6, value5, lease2, flags3)
                )
                at += 12
            elif kind5 == 2:
                kind7, key_length7 = _unpack_iI(data, at + 4)
                if key_length7 > 8192:
                    raise ValueError
                at += 12
                key7 = data[at : at + key_length7]
                at += (key_length7 + 3) & -4
                (end_length5,) = _unpack_I(data, at)
                if end_length5 > 8192:
                    raise ValueError
                at += 4
                end6 = data[at : at + end_length5]
                at += (end_length5 + 3) & -4
                (flags4,) = _unpack_I(data, at)
                failure_item = kv_operation_KV_OPERATION_DELETE(
                    kv_delete_op(kv_key_range(kind7, key7, end6), flags4)
                )
                at += 4
            else:
                failure_item = kv_operation_default(kind5)
                at += 4
            add_failure(failure_item)
        failure = tuple(failure_items)
        value = kv_txn_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            ),
            wait,
            kv_txn_op(compares, success, failure),
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_txn_args", data, offset, end, limit) from None


def pack_kv_operation_result(value: kv_operation_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_operation_result_KV_OPERATION_RANGE:
            range2 = arm.range
            items2 = range2.items
            items2_count = len(items2)
            if items2_count > 10000:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(_pack_iQI(0, range2.revision, items2_count))
            for items2_item in items2:
                key = items2_item.key
                key_length = len(key)
                if key_length > 8192:
                    raise ValueError
                value2 = items2_item.value
                value2_length = len(value2)
                if value2_length > 1048576:
                    raise ValueError
                add(_pack_I_ns_I[key_length](key_length, key, value2_length))
                add(
                    _pack_ns_4Q[value2_length](
                        value2,
                        items2_item.create_revision,
                        items2_item.mod_revision,
                        items2_item.key_version,
                        items2_item.lease,
                    )
                )
            next2 = range2.next
            after = next2.after
            after_length = len(after)
            if after_length > 8192:
                raise ValueError
            add(
                _pack_3xbQI_ns_Q[after_length](
                    range2.more, next2.revision, after_length, after, range2.count
                )
            )
            return b"".join(out)
        if kind is kv_operation_result_KV_OPERATION_PUT:
            previous = arm.previous
            if previous is None:
                return _pack_iI(1, 0)
            key2 = previous.key
            key2_length = len(key2)
            if key2_length > 8192:
                raise ValueError
            value3 = previous.value
            value3_length = len(value3)
            if value3_length > 1048576:
                raise ValueError
            return _pack_i2I_ns_I[key2_length](1, 1, key2_length, key2, value3_length) + _pack_ns_4Q[value3_length](
                value3,
                previous.create_revision,
                previous.mod_revision,
                previous.key_version,
                previous.lease,
            )
        if kind is kv_operation_result_KV_OPERATION_DELETE:
            deleted = arm.deleted
            previous2 = deleted.previous
            previous2_count = len(previous2)
            if previous2_count > 10000:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(_pack_iQI(2, deleted.count, previous2_count))
            for previous2_item in previous2:
                key3 = previous2_item.key
                key3_length = len(key3)
                if key3_length > 8192:
                    raise ValueError
                value4 = previous2_item.value
                value4_length = len(value4)
                if value4_length > 1048576:
                    raise ValueError
                add(_pack_I_ns_I[key3_length](key3_length, key3, value4_length))
                add(
                    _pack_ns_4Q[value4_length](
                        value4,
                        previous2_item.create_revision,
                        previous2_item.mod_revision,
                        previous2_item.key_version,
                        previous2_item.lease,
                    )
                )
            return b"".join(out)
        if kind is kv_operation_result_default:
            return _pack_i(arm.kind)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_operation_result", value, limit) from None


def unpack_kv_operation_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_operation_result, int]:
    at = offset
    try:
        (kind,) = _unpack_i(data, at)
        result: kv_operation_result
        if kind == 0:
            revision, items_count = _unpack_QI(data, at + 4)
            if items_count > 10000 or items_count * 40 > end - at - 16:
                raise ValueError
            at += 16
            items2_items: list[kv_item] = []
            add_items2 = items2_items.append
            for _ in range(items_count):
                (key_length,) = _unpack_I(data, at)
                if key_length > 8192:
                    raise ValueError
                at += 4
                key = data[at : at + key_length]
                at += (key_length + 3) & -4
                (value_length,) = _unpack_I(data, at)
                if value_length > 1048576:
                    raise ValueError
                at += 4
                value2 = data[at : at + value_length]
                at += (value_length + 3) & -4
                create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
                at += 32
                add_items2(kv_item(key, value2, create_revision, mod_revision, key_version, lease))
            items2 = tuple(items2_items)
            more, revision2, after_length = _unpack_IQI(data, at)
            if after_length > 8192:
                raise ValueError
            at += 16
            after = data[at : at + after_length]
            at += (after_length + 3) & -4
            (count,) = _unpack_Q(data, at)
            result = kv_operation_result_KV_OPERATION_RANGE(
                kv_range_ok(revision, items2, _rt.BOOLS[more], kv_page(revision2, after), count)
            )
            at += 8
        elif kind == 1:
            (previous_flag,) = _unpack_I(data, at + 4)
            previous: kv_item | None
            if previous_flag == 1:
                (key_length2,) = _unpack_I(data, at + 8)
                if key_length2 > 8192:
                    raise ValueError
                at += 12
                key2 = data[at : at + key_length2]
                at += (key_length2 + 3) & -4
                (value_length2,) = _unpack_I(data, at)
                if value_length2 > 1048576:
                    raise ValueError
                at += 4
                value3 = data[at : at + value_length2]
                at += (value_length2 + 3) & -4
                create_revision2, mod_revision2, key_version2, lease2 = _unpack_4Q(data, at)
                previous = kv_item(
                    key2, value3, create_revision2, mod_revision2, key_version2, lease2
                )
                at += 32
            elif previous_flag == 0:
                previous = None
                at += 8
            else:
                raise ValueError
            result = kv_operation_result_KV_OPERATION_PUT(previous)
        elif kind == 2:
            count2, previous_count = _unpack_QI(data, at + 4)
            if previous_count > 10000 or previous_count * 40 > end - at - 16:
                raise ValueError
            at += 16
            previous2_items: list[kv_item] = []
            add_previous2 = previous2_items.append
            for _ in range(previous_count):
                (key_length3,) = _unpack_I(data, at)
                if key_length3 > 8192:
                    raise ValueError
                at += 4
                key3 = data[at : at + key_length3]
                at += (key_length3 + 3) & -4
                (value_length3,) = _unpack_I(data, at)
                if value_length3 > 1048576:
                    raise ValueError
                at += 4
                value4 = data[at : at + value_length3]
                at += (value_length3 + 3) & -4
                create_revision3, mod_revision3, key_version3, lease3 = _unpack_4Q(data, at)
                at += 32
                add_previous2(
                    kv_item(key3, value4, create_revision3, mod_revision3, key_version3, lease3)
                )
            previous2 = tuple(previous2_items)
            result = kv_operation_result_KV_OPERATION_DELETE(kv_deleted(count2, previous2))
        else:
            result = kv_operation_result_default(kind)
            at += 4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_operation_result", data, offset, end, limit) from None


def pack_kv_txn_ok(value: kv_txn_ok, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        commit = value.commit
        results = value.results
        results_count = len(results)
        if results_count > 128:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(_pack_QI3xbI(commit.revision, commit.durable_nodes, value.succeeded, results_count))
        for results_item in results:
            arm: typing.Any = results_item
            kind = arm.__class__
            if kind is kv_operation_result_KV_OPERATION_RANGE:
                range2 = arm.range
                items2 = range2.items
                items2_count = len(items2)
                if items2_count > 10000:
                    raise ValueError
                add(_pack_iQI(0, range2.revision, items2_count))
                for items2_item in items2:
                    key = items2_item.key
                    key_length = len(key)
                    if key_length > 8192:
                        raise ValueError
                    value2 = items2_item.value
                    value2_length = len(value2)
                    if value2_length > 1048576:
                        raise ValueError
                    add(_pack_I_ns_I[key_length](key_length, key, value2_length))
                    add(
                        _pack_ns_4Q[value2_length](
                            value2,
                            items2_item.create_revision,
                            items2_item.mod_revision,
                            items2_item.key_version,
                            items2_item.lease,
                        )
                    )
                next2 = range2.next
                after = next2.after
                after_length = len(after)
                if after_length > 8192:
                    raise ValueError
                add(
                    _pack_3xbQI_ns_Q[after_length](
                        range2.more, next2.revision, after_length, after, range2.count
                    )
                )
            elif kind is kv_operation_result_KV_OPERATION_PUT:
                previous = arm.previous
                if previous is None:
                    add(_pack_iI(1, 0))
                else:
                    key2 = previous.key
                    key2_length = len(key2)
                    if key2_length > 8192:
                        raise ValueError
                    value3 = previous.value
                    value3_length = len(value3)
                    if value3_length > 1048576:
                        raise ValueError
                    add(_pack_i2I_ns_I[key2_length](1, 1, key2_length, key2, value3_length))
                    add(
                        _pack_ns_4Q[value3_length](
                            value3,
                            previous.create_revision,
                            previous.mod_revision,
                            previous.key_version,
                            previous.lease,
                        )
                    )
            elif kind is kv_operation_result_KV_OPERATION_DELETE:
                deleted = arm.deleted
                previous2 = deleted.previous
                previous2_count = len(previous2)
                if previous2_count > 10000:
                    raise ValueError
                add(_pack_iQI(2, deleted.count, previous2_count))
                for previous2_item in previous2:
                    key3 = previous2_item.key
                    key3_length = len(key3)
                    if key3_length > 8192:
                        raise ValueError
                    value4 = previous2_item.value
                    value4_length = len(value4)
                    if value4_length > 1048576:
                        raise ValueError
                    add(_pack_I_ns_I[key3_length](key3_length, key3, value4_length))
                    add(
                        _pack_ns_4Q[value4_length](
                            value4,
                            previous2_item.create_revision,
                            previous2_item.mod_revision,
                            previous2_item.key_version,
                            previous2_item.lease,
                        )
                    )
            elif kind is kv_operation_result_default:
                add(_pack_i(arm.kind))
            else:
                raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_txn_ok", value, limit) from None


def unpack_kv_txn_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_txn_ok, int]:
    at = offset
    try:
        revision, durable_nodes, succeeded, results_count = _unpack_Q3I(data, at)
        if results_count > 128 or results_count * 4 > end - at - 20:
            raise ValueError
        at += 20
        results_items: list[kv_operation_result] = []
        add_results = results_items.append
        for _ in range(results_count):
            (kind,) = _unpack_i(data, at)
            results_item: kv_operation_result
            if kind == 0:
                revision2, items_count = _unpack_QI(data, at + 4)
                if items_count > 10000 or items_count * 40 > end - at - 16:
                    raise ValueError
                at += 16
                items2_items: list[kv_item] = []
                add_items2 = items2_items.append
                for _ in range(items_count):
                    (key_length,) = _unpack_I(data, at)
                    if key_length > 8192:
                        raise ValueError
                    at += 4
                    key = data[at : at + key_length]
                    at += (key_length + 3) & -4
                    (value_length,) = _unpack_I(data, at)
                    if value_length > 1048576:
                        raise ValueError
                    at += 4
                    value2 = data[at : at + value_length]
                    at += (value_length + 3) & -4
                    create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
                    at += 32
                    add_items2(
                        kv_item(key, value2, create_revision, mod_revision, key_version, lease)
                    )
                items2 = tuple(items2_items)
                more, revision3, after_length = _unpack_IQI(data, at)
                if after_length > 8192:
                    raise ValueError
                at += 16
                after = data[at : at + after_length]
                at += (after_length + 3) & -4
                (count,) = _unpack_Q(data, at)
                results_item = kv_operation_result_KV_OPERATION_RANGE(
                    kv_range_ok(
                        revision2, items2, _rt.BOOLS[more], kv_page(revision3, after), count
                    )
                )
                at += 8
            elif kind == 1:
                (previous_flag,) = _unpack_I(data, at + 4)
                previous: kv_item | None
                if previous_flag == 1:
                    (key_length2,) = _unpack_I(data, at + 8)
                    if key_length2 > 8192:
                        raise ValueError
                    at += 12
                    key2 = data[at : at + key_length2]
                    at += (key_length2 + 3) & -4
                    (value_length2,) = _unpack_I(data, at)
                    if value_length2 > 1048576:
                        raise ValueError
                    at += 4
                    value3 = data[at : at + value_length2]
                    at += (value_length2 + 3) & -4
                    create_revision2, mod_revision2, key_version2, lease2 = _unpack_4Q(data, at)
                    previous = kv_item(
                        key2, value3, create_revision2, mod_revision2, key_version2, lease2
                    )
                    at += 32
                elif previous_flag == 0:
                    previous = None
                    at += 8
                else:
                    raise ValueError
                results_item = kv_operation_result_KV_OPERATION_PUT(previous)
            elif kind == 2:
                count2, previous_count = _unpack_QI(data, at + 4)
                if previous_count > 10000 or previous_count * 40 > end - at - 16:
                    raise ValueError
                at += 16
                previous2_items: list[kv_item] = []
                add_previous2 = previous2_items.append
                for _ in range(previous_count):
                    (key_length3,) = _unpack_I(data, at)
                    if key_length3 > 8192:
                        raise ValueError
                    at += 4
                    key3 = data[at : at + key_length3]
                    at += (key_length3 + 3) & -4
                    (value_length3,) = _unpack_I(data, at)
                    if value_length3 > 1048576:
                        raise ValueError
                    at += 4
                    value4 = data[at : at + value_length3]
                    at += (value_length3 + 3) & -4
                    create_revision3, mod_revision3, key_version3, lease3 = _unpack_4Q(data, at)
                    at += 32
                    add_previous2(
                        kv_item(key3, value4, create_revision3, mod_revision3, key_version3, lease3)
                    )
                previous2 = tuple(previous2_items)
                results_item = kv_operation_result_KV_OPERATION_DELETE(
                    kv_deleted(count2, previous2)
                )
            else:
                results_item = kv_operation_result_default(kind)
                at += 4
            add_results(results_item)
        results = tuple(results_items)
        value = kv_txn_ok(kv_commit(revision, durable_nodes), _rt.BOOLS[succeeded], results)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_txn_ok", data, offset, end, limit) from None


def pack_kv_txn_result(value: kv_txn_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_txn_result_KV_OK:
            ok = arm.ok
            commit = ok.commit
            results = ok.results
            results_count = len(results)
            if results_count > 128:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iQI3xbI(0, commit.revision, commit.durable_nodes, ok.succeeded, results_count)
            )
            for results_item in results:
                arm2: typing.Any = results_item
                kind2 = arm2.__class__
                if kind2 is kv_operation_result_KV_OPERATION_RANGE:
                    range2 = arm2.range
                    items2 = range2.items
                    items2_count = len(items2)
                    if items2_count > 10000:
                        raise ValueError
                    add(_pack_iQI(0, range2.revision, items2_count))
                    for items2_item in items2:
                        key = items2_item.key
                        key_length = len(key)
                        if key_length > 8192:
                            raise ValueError
                        value2 = items2_item.value
                        value2_length = len(value2)
                        if value2_length > 1048576:
                            raise ValueError
                        add(_pack_I_ns_I[key_length](key_length, key, value2_length))
                        add(
                            _pack_ns_4Q[value2_length](
                                value2,
                                items2_item.create_revision,
                                items2_item.mod_revision,
                                items2_item.key_version,
                                items2_item.lease,
                            )
                        )
                    next2 = range2.next
                    after = next2.after
                    after_length = len(after)
                    if after_length > 8192:
                        raise ValueError
                    add(
                        _pack_3xbQI_ns_Q[after_length](
                            range2.more, next2.revision, after_length, after, range2.count
                        )
                    )
                elif kind2 is kv_operation_result_KV_OPERATION_PUT:
                    previous = arm2.previous
                    if previous is None:
                        add(_pack_iI(1, 0))
                    else:
                        key2 = previous.key
                        key2_length = len(key2)
                        if key2_length > 8192:
                            raise ValueError
                        value3 = previous.value
                        value3_length = len(value3)
                        if value3_length > 1048576:
                            raise ValueError
                        add(_pack_i2I_ns_I[key2_length](1, 1, key2_length, key2, value3_length))
                        add(
                            _pack_ns_4Q[value3_length](
                                value3,
                                previous.create_revision,
                                previous.mod_revision,
                                previous.key_version,
                                previous.lease,
                            )
                        )
                elif kind2 is kv_operation_result_KV_OPERATION_DELETE:
                    deleted = arm2.deleted
                    previous2 = deleted.previous
                    previous2_count = len(previous2)
                    if previous2_count > 10000:
                        raise ValueError
                    add(_pack_iQI(2, deleted.count, previous2_count))
                    for previous2_item in previous2:
                        key3 = previous2_item.key
                        key3_length = len(key3)
                        if key3_length > 8192:
                            raise ValueError
                        value4 = previous2_item.value
                        value4_length = len(value4)
                        if value4_length > 1048576:
                            raise ValueError
                        add(_pack_I_ns_I[key3_length](key3_length, key3, value4_length))
                        add(
                            _pack_ns_4Q[value4_length](
                                value4,
                                previous2_item.create_revision,
                                previous2_item.mod_revision,
                                previous2_item.key_version,
                                previous2_item.lease,
                            )
                        )
                elif kind2 is kv_operation_result_default:
                    add(_pack_i(arm2.kind))
                else:
                    raise ValueError
            return b"".join(out)
        if kind is kv_txn_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_txn_result", value, limit) from None


def unpack_kv_txn_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_txn_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_txn_result
        if code == 0:
            revision, durable_nodes, succeeded, results_count = _unpack_Q3I(data, at + 4)
            if results_count > 128 or results_count * 4 > end - at - 24:
                raise ValueError
            at += 24
            results_items: list[kv_operation_result] = []
            add_results = results_items.append
            for _ in range(results_count):
                (kind,) = _unpack_i(data, at)
                results_item: kv_operation_result
                if kind == 0:
                    revision2, items_count = _unpack_QI(data, at + 4)
                    if items_count > 10000 or items_count * 40 > end - at - 16:
                        raise ValueError
                    at += 16
                    items2_items: list[kv_item] = []
                    add_items2 = items2_items.append
                    for _ in range(items_count):
                        (key_length,) = _unpack_I(data, at)
                        if key_length > 8192:
                            raise ValueError
                        at += 4
                        key = data[at : at + key_length]
                        at += (key_length + 3) & -4
                        (value_length,) = _unpack_I(data, at)
                        if value_length > 1048576:
                            raise ValueError
                        at += 4
                        value2 = data[at : at + value_length]
                        at += (value_length + 3) & -4
                        create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
                        at += 32
                        add_items2(
                            kv_item(key, value2, create_revision, mod_revision, key_version, lease)
                        )
                    items2 = tuple(items2_items)
                    more, revision3, after_length = _unpack_IQI(data, at)
                    if after_length > 8192:
                        raise ValueError
                    at += 16
                    after = data[at : at + after_length]
                    at += (after_length + 3) & -4
                    (count,) = _unpack_Q(data, at)
                    results_item = kv_operation_result_KV_OPERATION_RANGE(
                        kv_range_ok(
                            revision2, items2, _rt.BOOLS[more], kv_page(revision3, after), count
                        )
                    )
                    at += 8
                elif kind == 1:
                    (previous_flag,) = _unpack_I(data, at + 4)
                    previous: kv_item | None
                    if previous_flag == 1:
                        (key_length2,) = _unpack_I(data, at + 8)
                        if key_length2 > 8192:
                            raise ValueError
                        at += 12
                        key2 = data[at : at + key_length2]
                        at += (key_length2 + 3) & -4
                        (value_length2,) = _unpack_I(data, at)
                        if value_length2 > 1048576:
                            raise ValueError
                        at += 4
                        value3 = data[at : at + value_length2]
                        at += (value_length2 + 3) & -4
                        create_revision2, mod_revision2, key_version2, lease2 = _unpack_4Q(data, at)
                        previous = kv_item(
                            key2, value3, create_revision2, mod_revision2, key_version2, lease2
                        )
                        at += 32
                    elif previous_flag == 0:
                        previous = None
                        at += 8
                    else:
                        raise ValueError
                    results_item = kv_operation_result_KV_OPERATION_PUT(previous)
                elif kind == 2:
                    count2, previous_count = _unpack_QI(data, at + 4)
                    if previous_count > 10000 or previous_count * 40 > end - at - 16:
                        raise ValueError
                    at += 16
                    previous2_items: list[kv_item] = []
                    add_previous2 = previous2_items.append
                    for _ in range(previous_count):
                        (key_length3,) = _unpack_I(data, at)
                        if key_length3 > 8192:
                            raise ValueError
                        at += 4
                        key3 = data[at : at + key_length3]
                        at += (key_length3 + 3) & -4
                        (value_length3,) = _unpack_I(data, at)
                        if value_length3 > 1048576:
                            raise ValueError
                        at += 4
                        value4 = data[at : at + value_length3]
                        at += (value_length3 + 3) & -4
                        create_revision3, mod_revision3, key_version3, lease3 = _unpack_4Q(data, at)
                        at += 32
                        add_previous2(
                            kv_item(
                                key3, value4, create_revision3, mod_revision3, key_version3, lease3
                            )
                        )
                    previous2 = tuple(previous2_items)
                    results_item = kv_operation_result_KV_OPERATION_DELETE(
                        kv_deleted(count2, previous2)
                    )
                else:
                    results_item = kv_operation_result_default(kind)
                    at += 4
                add_results(results_item)
            results = tuple(results_items)
            result = kv_txn_result_KV_OK(
                kv_txn_ok(kv_commit(revision, durable_nodes), _rt.BOOLS[succeeded], results)
            )
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_txn_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_txn_result", data, offset, end, limit) from None


def pack_kv_txn_reply(value: kv_txn_reply, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_txn_result_KV_OK:
            ok = arm.ok
            commit = ok.commit
            results = ok.results
            results_count = len(results)
            if results_count > 128:
                raise ValueError
            add(
                _pack_iQI3xbI(0, commit.revision, commit.durable_nodes, ok.succeeded, results_count)
            )
            for results_item in results:
                arm2: typing.Any = results_item
                kind2 = arm2.__class__
                if kind2 is kv_operation_result_KV_OPERATION_RANGE:
                    range2 = arm2.range
                    items2 = range2.items
                    items2_count = len(items2)
                    if items2_count > 10000:
                        raise ValueError
                    add(_pack_iQI(0, range2.revision, items2_count))
                    for items2_item in items2:
                        key = items2_item.key
                        key_length = len(key)
                        if key_length > 8192:
                            raise ValueError
                        value3 = items2_item.value
                        value3_length = len(value3)
                        if value3_length > 1048576:
                            raise ValueError
                        add(_pack_I_ns_I[key_length](key_length, key, value3_length))
                        add(
                            _pack_ns_4Q[value3_length](
                                value3,
                                items2_item.create_revision,
                                items2_item.mod_revision,
                                items2_item.key_version,
                                items2_item.lease,
                            )
                        )
                    next2 = range2.next
                    after = next2.after
                    after_length = len(after)
                    if after_length > 8192:
                        raise ValueError
                    add(
                        _pack_3xbQI_ns_Q[after_length](
                            range2.more, next2.revision, after_length, after, range2.count
                        )
                    )
                elif kind2 is kv_operation_result_KV_OPERATION_PUT:
                    previous = arm2.previous
                    if previous is None:
                        add(_pack_iI(1, 0))
                    else:
                        key2 = previous.key
                        key2_length = len(key2)
                        if key2_length > 8192:
                            raise ValueError
                        value4 = previous.value
                        value4_length = len(value4)
                        if value4_length > 1048576:
                            raise ValueError
                        add(_pack_i2I_ns_I[key2_length](1, 1, key2_length, key2, value4_length))
                        add(
                            _pack_ns_4Q[value4_length](
                                value4,
                                previous.create_revision,
                                previous.mod_revision,
                                previous.key_version,
                                previous.lease,
                            )
                        )
                elif kind2 is kv_operation_result_KV_OPERATION_DELETE:
                    deleted = arm2.deleted
                    previous2 = deleted.previous
                    previous2_count = len(previous2)
                    if previous2_count > 10000:
                        raise ValueError
                    add(_pack_iQI(2, deleted.count, previous2_count))
                    for previous2_item in previous2:
                        key3 = previous2_item.key
                        key3_length = len(key3)
                        if key3_length > 8192:
                            raise ValueError
                        value5 = previous2_item.value
                        value5_length = len(value5)
                        if value5_length > 1048576:
                            raise ValueError
                        add(_pack_I_ns_I[key3_length](key3_length, key3, value5_length))
                        add(
                            _pack_ns_4Q[value5_length](
                                value5,
                                previous2_item.create_revision,
                                previous2_item.mod_revision,
                                previous2_item.key_version,
                                previous2_item.lease,
                            )
                        )
                elif kind2 is kv_operation_result_default:
                    add(_pack_i(arm2.kind))
                else:
                    raise ValueError
        elif kind is kv_txn_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_txn_reply", value, limit) from None


def unpack_kv_txn_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_txn_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_txn_result
        if code == 0:
            revision2, durable_nodes, succeeded, results_count = _unpack_Q3I(data, at + 4)
            if results_count > 128 or results_count * 4 > end - at - 24:
                raise ValueError
            at += 24
            results_items: list[kv_operation_result] = []
            add_results = results_items.append
            for _ in range(results_count):
                (kind,) = _unpack_i(data, at)
                results_item: kv_operation_result
                if kind == 0:
                    revision3, items_count = _unpack_QI(data, at + 4)
                    if items_count > 10000 or items_count * 40 > end - at - 16:
                        raise ValueError
                    at += 16
                    items2_items: list[kv_item] = []
                    add_items2 = items2_items.append
                    for _ in range(items_count):
                        (key_length,) = _unpack_I(data, at)
                        if key_length > 8192:
                            raise ValueError
                        at += 4
                        key = data[at : at + key_length]
                        at += (key_length + 3) & -4
                        (value_length2,) = _unpack_I(data, at)
                        if value_length2 > 1048576:
                            raise ValueError
                        at += 4
                        value3 = data[at : at + value_length2]
                        at += (value_length2 + 3) & -4
                        create_revision, mod_revision, key_version, lease = _unpack_4Q(data, at)
                        at += 32
                        add_items2(
                            kv_item(key, value3, create_revision, mod_revision, key_version, lease)
                        )
                    items2 = tuple(items2_items)
                    more, revision4, after_length = _unpack_IQI(data, at)
                    if after_length > 8192:
                        raise ValueError
                    at += 16
                    after = data[at : at + after_length]
                    at += (after_length + 3) & -4
                    (count,) = _unpack_Q(data, at)
                    results_item = kv_operation_result_KV_OPERATION_RANGE(
                        kv_range_ok(
                            revision3, items2, _rt.BOOLS[more], kv_page(revision4, after), count
                        )
                    )
                    at += 8
                elif kind == 1:
                    (previous_flag,) = _unpack_I(data, at + 4)
                    previous: kv_item | None
                    if previous_flag == 1:
                        (key_length2,) = _unpack_I(data, at + 8)
                        if key_length2 > 8192:
                            raise ValueError
                        at += 12
                        key2 = data[at : at + key_length2]
                        at += (key_length2 + 3) & -4
                        (value_length3,) = _unpack_I(data, at)
                        if value_length3 > 1048576:
                            raise ValueError
                        at += 4
                        value4 = data[at : at + value_length3]
                        at += (value_length3 + 3) & -4
                        create_revision2, mod_revision2, key_version2, lease2 = _unpack_4Q(data, at)
                        previous = kv_item(
                            key2, value4, create_revision2, mod_revision2, key_version2, lease2
                        )
                        at += 32
                    elif previous_flag == 0:
                        previous = None
                        at += 8
                    else:
                        raise ValueError
                    results_item = kv_operation_result_KV_OPERATION_PUT(previous)
                elif kind == 2:
                    count2, previous_count = _unpack_QI(data, at + 4)
                    if previous_count > 10000 or previous_count * 40 > end - at - 16:
                        raise ValueError
                    at += 16
                    previous2_items: list[kv_item] = []
                    add_previous2 = previous2_items.append
                    for _ in range(previous_count):
                        (key_length3,) = _unpack_I(data, at)
                        if key_length3 > 8192:
                            raise ValueError
                        at += 4
                        key3 = data[at : at + key_length3]
                        at += (key_length3 + 3) & -4
                        (value_length4,) = _unpack_I(data, at)
                        if value_length4 > 1048576:
                            raise ValueError
                        at += 4
                        value5 = data[at : at + value_length4]
                        at += (value_length4 + 3) & -4
                        create_revision3, mod_revision3, key_version3, lease3 = _unpack_4Q(data, at)
                        at += 32
                        add_previous2(
                            kv_item(
                                key3, value5, create_revision3, mod_revision3, key_version3, lease3
                            )
                        )
                    previous2 = tuple(previous2_items)
                    results_item = kv_operation_result_KV_OPERATION_DELETE(
                        kv_deleted(count2, previous2)
                    )
                else:
                    results_item = kv_operation_result_default(kind)
                    at += 4
                add_results(results_item)
            results = tuple(results_items)
            result = kv_txn_result_KV_OK(
                kv_txn_ok(kv_commit(revision2, durable_nodes), _rt.BOOLS[succeeded], results)
            )
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_txn_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_txn_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_txn_reply", data, offset, end, limit) from None


def pack_kv_watch_position(value: kv_watch_position, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_QI(value.revision, value.offset)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_watch_position", value, limit) from None


def unpack_kv_watch_position(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_watch_position, int]:
    at = offset
    try:
        value = kv_watch_position(*_unpack_QI(data, at))
        at += 12
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_watch_position", data, offset, end, limit) from None


def pack_kv_watch_args(value: kv_watch_args, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        ranges = value.ranges
        ranges_count = len(ranges)
        if ranges_count > 16:
            raise ValueError
        add(_pack_I(ranges_count))
        for ranges_item in ranges:
            key = ranges_item.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            end2 = ranges_item.end
            end2_length = len(end2)
            if end2_length > 8192:
                raise ValueError
            add(_pack_iI_ns_I[key_length](ranges_item.kind, key_length, key, end2_length))
            add(_pack_ns[end2_length](end2))
        position = value.position
        add(_pack_Q4I(position.revision, position.offset, value.limit, value.wait_ms, value.flags))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_watch_args", value, limit) from None


def unpack_kv_watch_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_watch_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (ranges_count,) = _unpack_I(data, at)
        if ranges_count > 16 or ranges_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        ranges_items: list[kv_key_range] = []
        add_ranges = ranges_items.append
        for _ in range(ranges_count):
            kind, key_length = _unpack_iI(data, at)
            if key_length > 8192:
                raise ValueError
            at += 8
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            (end_length,) = _unpack_I(data, at)
            if end_length > 8192:
                raise ValueError
            at += 4
            end2 = data[at : at + end_length]
            at += (end_length + 3) & -4
            add_ranges(kv_key_range(kind, key, end2))
        ranges = tuple(ranges_items)
        revision, offset, limit2, wait_ms, flags = _unpack_Q4I(data, at)
        value = kv_watch_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            ),
            ranges,
            kv_watch_position(revision, offset),
            limit2,
            wait_ms,
            flags,
        )
        at += 24
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_watch_args", data, offset, end, limit) from None


def pack_kv_event(value: kv_event, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        item = value.item
        key = item.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        value2 = item.value
        value2_length = len(value2)
        if value2_length > 1048576:
            raise ValueError
        previous = value.previous
        out: list[bytes] = []
        add = out.append
        add(_pack_iI_ns_I[key_length](value.kind, key_length, key, value2_length))
        if previous is None:
            add(
                _pack_ns_4QI[value2_length](
                    value2, item.create_revision, item.mod_revision, item.key_version, item.lease, 0
                )
            )
        else:
            key2 = previous.key
            key2_length = len(key2)
            if key2_length > 8192:
                raise ValueError
            add(
                _pack_ns_4Q2I[value2_length](
                    value2,
                    item.create_revision,
                    item.mod_revision,
                    item.key_version,
                    item.lease,
                    1,
                    key2_length,
                )
            )
            value3 = previous.value
            value3_length = len(value3)
            if value3_length > 1048576:
                raise ValueError
            add(_pack_ns_I[key2_length](key2, value3_length))
            add(
                _pack_ns_4Q[value3_length](
                    value3,
                    previous.create_revision,
                    previous.mod_revision,
                    previous.key_version,
                    previous.lease,
                )
            )
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_event", value, limit) from None


def unpack_kv_event(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_event, int]:
    at = offset
    try:
        kind, key_length = _unpack_iI(data, at)
        if key_length > 8192:
            raise ValueError
        at += 8
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (value_length,) = _unpack_I(data, at)
        if value_length > 1048576:
            raise ValueError
        at += 4
        value2 = data[at : at + value_length]
        at += (value_length + 3) & -4
        create_revision, mod_revision, key_version, lease, previous_flag = _unpack_4QI(data, at)
        previous: kv_item | None
        if previous_flag == 1:
            (key_length2,) = _unpack_I(data, at + 36)
            if key_length2 > 8192:
                raise ValueError
            at += 40
            key2 = data[at : at + key_length2]
            at += (key_length2 + 3) & -4
            (value_length2,) = _unpack_I(data, at)
            if value_length2 > 1048576:
                raise ValueError
            at += 4
            value3 = data[at : at + value_length2]
            at += (value_length2 + 3) & -4
            create_revision2, mod_revision2, key_version2, lease2 = _unpack_4Q(data, at)
            previous = kv_item(key2, value3, create_revision2, mod_revision2, key_version2, lease2)
            at += 32
        elif previous_flag == 0:
            previous = None
            at += 36
        else:
            raise ValueError
        value = kv_event(
            kind, kv_item(key, value2, create_revision, mod_revision, key_version, lease), previous
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_event", data, offset, end, limit) from None


def pack_kv_watch_ok(value: kv_watch_ok, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        events = value.events
        events_count = len(events)
        if events_count > 10000:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(_pack_I(events_count))
        for events_item in events:
            item = events_item.item
            key = item.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            value2 = item.value
            value2_length = len(value2)
            if value2_length > 1048576:
                raise ValueError
            add(_pack_iI_ns_I[key_length](events_item.kind, key_length, key, value2_length))
            previous = events_item.previous
            if previous is None:
                add(
                    _pack_ns_4QI[value2_length](
                        value2,
                        item.create_revision,
                        item.mod_revision,
                        item.key_version,
                        item.lease,
                        0,
                    )
                )
            else:
                key2 = previous.key
                key2_length = len(key2)
                if key2_length > 8192:
                    raise ValueError
                add(
                    _pack_ns_4Q2I[value2_length](
                        value2,
                        item.create_revision,
                        item.mod_revision,
                        item.key_version,
                        item.lease,
                        1,
                        key2_length,
                    )
                )
                value3 = previous.value
                value3_length = len(value3)
                if value3_length > 1048576:
                    raise ValueError
                add(_pack_ns_I[key2_length](key2, value3_length))
                add(
                    _pack_ns_4Q[value3_length](
                        value3,
                        previous.create_revision,
                        previous.mod_revision,
                        previous.key_version,
                        previous.lease,
                    )
                )
        next2 = value.next
        add(_pack_QI(next2.revision, next2.offset))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_watch_ok", value, limit) from None


def unpack_kv_watch_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_watch_ok, int]:
    at = offset
    try:
        (events_count,) = _unpack_I(data, at)
        if events_count > 10000 or events_count * 48 > end - at - 4:
            raise ValueError
        at += 4
        events_items: list[kv_event] = []
        add_events = events_items.append
        for _ in range(events_count):
            kind, key_length = _unpack_iI(data, at)
            if key_length > 8192:
                raise ValueError
            at += 8
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            (value_length,) = _unpack_I(data, at)
            if value_length > 1048576:
                raise ValueError
            at += 4
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            create_revision, mod_revision, key_version, lease, previous_flag = _unpack_4QI(data, at)
            previous: kv_item | None
            if previous_flag == 1:
                (key_length2,) = _unpack_I(data, at + 36)
                if key_length2 > 8192:
                    raise ValueError
                at += 40
                key2 = data[at : at + key_length2]
                at += (key_length2 + 3) & -4
                (value_length2,) = _unpack_I(data, at)
                if value_length2 > 1048576:
                    raise ValueError
                at += 4
                value3 = data[at : at + value_length2]
                at += (value_length2 + 3) & -4
                create_revision2, mod_revision2, key_version2, lease2 = _unpack_4Q(data, at)
                previous = kv_item(
                    key2, value3, create_revision2, mod_revision2, key_version2, lease2
                )
                at += 32
            elif previous_flag == 0:
                previous = None
                at += 36
            else:
                raise ValueError
            add_events(
                kv_event(
                    kind,
                    kv_item(key, value2, create_revision, mod_revision, key_version, lease),
                    previous,
                )
            )
        events = tuple(events_items)
        revision, offset = _unpack_QI(data, at)
        value = kv_watch_ok(events, kv_watch_position(revision, offset))
        at += 12
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_watch_ok", data, offset, end, limit) from None


def pack_kv_watch_result(value: kv_watch_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_watch_result_KV_OK:
            ok = arm.ok
            events = ok.events
            events_count = len(events)
            if events_count > 10000:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(_pack_iI(0, events_count))
            for events_item in events:
                item = events_item.item
                key = item.key
                key_length = len(key)
                if key_length > 8192:
                    raise ValueError
                value2 = item.value
                value2_length = len(value2)
                if value2_length > 1048576:
                    raise ValueError
                add(_pack_iI_ns_I[key_length](events_item.kind, key_length, key, value2_length))
                previous = events_item.previous
                if previous is None:
                    add(
                        _pack_ns_4QI[value2_length](
                            value2,
                            item.create_revision,
                            item.mod_revision,
                            item.key_version,
                            item.lease,
                            0,
                        )
                    )
                else:
                    key2 = previous.key
                    key2_length = len(key2)
                    if key2_length > 8192:
                        raise ValueError
                    add(
                        _pack_ns_4Q2I[value2_length](
                            value2,
                            item.create_revision,
                            item.mod_revision,
                            item.key_version,
                            item.lease,
                            1,
                            key2_length,
                        )
                    )
                    value3 = previous.value
                    value3_length = len(value3)
                    if value3_length > 1048576:
                        raise ValueError
                    add(_pack_ns_I[key2_length](key2, value3_length))
                    add(
                        _pack_ns_4Q[value3_length](
                            value3,
                            previous.create_revision,
                            previous.mod_revision,
                            previous.key_version,
                            previous.lease,
                        )
                    )
            next2 = ok.next
            add(_pack_QI(next2.revision, next2.offset))
            return b"".join(out)
        if kind is kv_watch_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_watch_result", value, limit) from None


def unpack_kv_watch_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_watch_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_watch_result
        if code == 0:
            (events_count,) = _unpack_I(data, at + 4)
            if events_count > 10000 or events_count * 48 > end - at - 8:
                raise ValueError
            at += 8
            events_items: list[kv_event] = []
            add_events = events_items.append
            for _ in range(events_count):
                kind, key_length = _unpack_iI(data, at)
                if key_length > 8192:
                    raise ValueError
                at += 8
                key = data[at : at + key_length]
                at += (key_length + 3) & -4
                (value_length,) = _unpack_I(data, at)
                if value_length > 1048576:
                    raise ValueError
                at += 4
                value2 = data[at : at + value_length]
                at += (value_length + 3) & -4
                create_revision, mod_revision, key_version, lease, previous_flag = _unpack_4QI(
                    data, at
                )
                previous: kv_item | None
                if previous_flag == 1:
                    (key_length2,) = _unpack_I(data, at + 36)
                    if key_length2 > 8192:
                        raise ValueError
                    at += 40
                    key2 = data[at : at + key_length2]
                    at += (key_length2 + 3) & -4
                    (value_length2,) = _unpack_I(data, at)
                    if value_length2 > 1048576:
                        raise ValueError
                    at += 4
                    value3 = data[at : at + value_length2]
                    at += (value_length2 + 3) & -4
                    create_revision2, mod_revision2, key_version2, lease2 = _unpack_4Q(data, at)
                    previous = kv_item(
                        key2, value3, create_revision2, mod_revision2, key_version2, lease2
                    )
                    at += 32
                elif previous_flag == 0:
                    previous = None
                    at += 36
                else:
                    raise ValueError
                add_events(
                    kv_event(
                        kind,
                        kv_item(key, value2, create_revision, mod_revision, key_version, lease),
                        previous,
                    )
                )
            events = tuple(events_items)
            revision, offset = _unpack_QI(data, at)
            result = kv_watch_result_KV_OK(kv_watch_ok(events, kv_watch_position(revision, offset)))
            at += 12
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_watch_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_watch_result", data, offset, end, limit) from None


def pack_kv_watch_reply(value: kv_watch_reply, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_watch_result_KV_OK:
            ok = arm.ok
            events = ok.events
            events_count = len(events)
            if events_count > 10000:
                raise ValueError
            add(_pack_iI(0, events_count))
            for events_item in events:
                item = events_item.item
                key = item.key
                key_length = len(key)
                if key_length > 8192:
                    raise ValueError
                value3 = item.value
                value3_length = len(value3)
                if value3_length > 1048576:
                    raise ValueError
                add(_pack_iI_ns_I[key_length](events_item.kind, key_length, key, value3_length))
                previous = events_item.previous
                if previous is None:
                    add(
                        _pack_ns_4QI[value3_length](
                            value3,
                            item.create_revision,
                            item.mod_revision,
                            item.key_version,
                            item.lease,
                            0,
                        )
                    )
                else:
                    key2 = previous.key
                    key2_length = len(key2)
                    if key2_length > 8192:
                        raise ValueError
                    add(
                        _pack_ns_4Q2I[value3_length](
                            value3,
                            item.create_revision,
                            item.mod_revision,
                            item.key_version,
                            item.lease,
                            1,
                            key2_length,
                        )
                    )
                    value4 = previous.value
                    value4_length = len(value4)
                    if value4_length > 1048576:
                        raise ValueError
                    add(_pack_ns_I[key2_length](key2, value4_length))
                    add(
                        _pack_ns_4Q[value4_length](
                            value4,
                            previous.create_revision,
                            previous.mod_revision,
                            previous.key_version,
                            previous.lease,
                        )
                    )
            next2 = ok.next
            add(_pack_QI(next2.revision, next2.offset))
        elif kind is kv_watch_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_watch_reply", value, limit) from None


def unpack_kv_watch_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_watch_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_watch_result
        if code == 0:
            (events_count,) = _unpack_I(data, at + 4)
            if events_count > 10000 or events_count * 48 > end - at - 8:
                raise ValueError
            at += 8
            events_items: list[kv_event] = []
            add_events = events_items.append
            for _ in range(events_count):
                kind, key_length = _unpack_iI(data, at)
                if key_length > 8192:
                    raise ValueError
                at += 8
                key = data[at : at + key_length]
                at += (key_length + 3) & -4
                (value_length2,) = _unpack_I(data, at)
                if value_length2 > 1048576:
                    raise ValueError
                at += 4
                value3 = data[at : at + value_length2]
                at += (value_length2 + 3) & -4
                create_revision, mod_revision, key_version, lease, previous_flag = _unpack_4QI(
                    data, at
                )
                previous: kv_item | None
                if previous_flag == 1:
                    (key_length2,) = _unpack_I(data, at + 36)
                    if key_length2 > 8192:
                        raise ValueError
                    at += 40
                    key2 = data[at : at + key_length2]
                    at += (key_length2 + 3) & -4
                    (value_length3,) = _unpack_I(data, at)
                    if value_length3 > 1048576:
                        raise ValueError
                    at += 4
                    value4 = data[at : at + value_length3]
                    at += (value_length3 + 3) & -4
                    create_revision2, mod_revision2, key_version2, lease2 = _unpack_4Q(data, at)
                    previous = kv_item(
                        key2, value4, create_revision2, mod_revision2, key_version2, lease2
                    )
                    at += 32
                elif previous_flag == 0:
                    previous = None
                    at += 36
                else:
                    raise ValueError
                add_events(
                    kv_event(
                        kind,
                        kv_item(key, value3, create_revision, mod_revision, key_version, lease),
                        previous,
                    )
                )
            events = tuple(events_items)
            revision2, offset = _unpack_QI(data, at)
            result = kv_watch_result_KV_OK(
                kv_watch_ok(events, kv_watch_position(revision2, offset))
            )
            at += 12
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_watch_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_watch_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_watch_reply", data, offset, end, limit) from None


def pack_kv_compact_args(value: kv_compact_args, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        add(_pack_Q(value.revision))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_compact_args", value, limit) from None


def unpack_kv_compact_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_compact_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (revision,) = _unpack_Q(data, at)
        value = kv_compact_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            ),
            revision,
        )
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_compact_args", data, offset, end, limit) from None


def pack_kv_compact_result(value: kv_compact_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_compact_result_KV_OK:
            return _pack_i(0)
        if kind is kv_compact_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_compact_result", value, limit) from None


def unpack_kv_compact_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_compact_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_compact_result
        if code == 0:
            result = kv_compact_result_KV_OK()
            at += 4
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_compact_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_compact_result", data, offset, end, limit) from None


def pack_kv_compact_reply(value: kv_compact_reply, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_compact_result_KV_OK:
            add(_pack_i(0))
        elif kind is kv_compact_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_compact_reply", value, limit) from None


def unpack_kv_compact_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_compact_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_compact_result
        if code == 0:
            result = kv_compact_result_KV_OK()
            at += 4
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_compact_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_compact_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_compact_reply", data, offset, end, limit) from None


def pack_kv_lease_grant_args(value: kv_lease_grant_args, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        add(_pack_2Q(value.ttl_ms, value.lease))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_grant_args", value, limit) from None


def unpack_kv_lease_grant_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_grant_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        ttl_ms, lease = _unpack_2Q(data, at)
        value = kv_lease_grant_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            ),
            ttl_ms,
            lease,
        )
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_grant_args", data, offset, end, limit) from None


def pack_kv_lease_grant_ok(value: kv_lease_grant_ok, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_2Q(value.lease, value.ttl_ms)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_grant_ok", value, limit) from None


def unpack_kv_lease_grant_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_grant_ok, int]:
    at = offset
    try:
        value = kv_lease_grant_ok(*_unpack_2Q(data, at))
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_grant_ok", data, offset, end, limit) from None


def pack_kv_lease_grant_result(
    value: kv_lease_grant_result, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_lease_grant_result_KV_OK:
            ok = arm.ok
            return _pack_i2Q(0, ok.lease, ok.ttl_ms)
        if kind is kv_lease_grant_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_grant_result", value, limit) from None


def unpack_kv_lease_grant_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_grant_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_lease_grant_result
        if code == 0:
            lease, ttl_ms = _unpack_2Q(data, at + 4)
            result = kv_lease_grant_result_KV_OK(kv_lease_grant_ok(lease, ttl_ms))
            at += 20
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_lease_grant_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_grant_result", data, offset, end, limit
        ) from None


def pack_kv_lease_grant_reply(value: kv_lease_grant_reply, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_lease_grant_result_KV_OK:
            ok = arm.ok
            add(_pack_i2Q(0, ok.lease, ok.ttl_ms))
        elif kind is kv_lease_grant_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_grant_reply", value, limit) from None


def unpack_kv_lease_grant_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_grant_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_lease_grant_result
        if code == 0:
            lease, ttl_ms = _unpack_2Q(data, at + 4)
            result = kv_lease_grant_result_KV_OK(kv_lease_grant_ok(lease, ttl_ms))
            at += 20
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_lease_grant_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_lease_grant_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_grant_reply", data, offset, end, limit
        ) from None


def pack_kv_lease_revoke_args(value: kv_lease_revoke_args, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        add(_pack_Q(value.lease))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_revoke_args", value, limit) from None


def unpack_kv_lease_revoke_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_revoke_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (lease,) = _unpack_Q(data, at)
        value = kv_lease_revoke_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            ),
            lease,
        )
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_revoke_args", data, offset, end, limit
        ) from None


def pack_kv_lease_revoke_ok(value: kv_lease_revoke_ok, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        commit = value.commit
        return _pack_QIQ(commit.revision, commit.durable_nodes, value.count)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_revoke_ok", value, limit) from None


def unpack_kv_lease_revoke_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_revoke_ok, int]:
    at = offset
    try:
        revision, durable_nodes, count = _unpack_QIQ(data, at)
        value = kv_lease_revoke_ok(kv_commit(revision, durable_nodes), count)
        at += 20
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_revoke_ok", data, offset, end, limit) from None


def pack_kv_lease_revoke_result(
    value: kv_lease_revoke_result, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_lease_revoke_result_KV_OK:
            ok = arm.ok
            commit = ok.commit
            return _pack_iQIQ(0, commit.revision, commit.durable_nodes, ok.count)
        if kind is kv_lease_revoke_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_revoke_result", value, limit) from None


def unpack_kv_lease_revoke_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_revoke_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_lease_revoke_result
        if code == 0:
            revision, durable_nodes, count = _unpack_QIQ(data, at + 4)
            result = kv_lease_revoke_result_KV_OK(
                kv_lease_revoke_ok(kv_commit(revision, durable_nodes), count)
            )
            at += 24
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_lease_revoke_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_revoke_result", data, offset, end, limit
        ) from None


def pack_kv_lease_revoke_reply(
    value: kv_lease_revoke_reply, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_lease_revoke_result_KV_OK:
            ok = arm.ok
            commit = ok.commit
            add(_pack_iQIQ(0, commit.revision, commit.durable_nodes, ok.count))
        elif kind is kv_lease_revoke_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_revoke_reply", value, limit) from None


def unpack_kv_lease_revoke_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_revoke_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_lease_revoke_result
        if code == 0:
            revision2, durable_nodes, count = _unpack_QIQ(data, at + 4)
            result = kv_lease_revoke_result_KV_OK(
                kv_lease_revoke_ok(kv_commit(revision2, durable_nodes), count)
            )
            at += 24
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_lease_revoke_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_lease_revoke_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_revoke_reply", data, offset, end, limit
        ) from None


def pack_kv_lease_keepalive_args(
    value: kv_lease_keepalive_args, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        add(_pack_Q(value.lease))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_keepalive_args", value, limit) from None


def unpack_kv_lease_keepalive_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_keepalive_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (lease,) = _unpack_Q(data, at)
        value = kv_lease_keepalive_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            ),
            lease,
        )
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_keepalive_args", data, offset, end, limit
        ) from None


def pack_kv_lease_keepalive_ok(
    value: kv_lease_keepalive_ok, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        return _pack_Q(value.ttl_ms)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_keepalive_ok", value, limit) from None


def unpack_kv_lease_keepalive_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_keepalive_ok, int]:
    at = offset
    try:
        value = kv_lease_keepalive_ok(*_unpack_Q(data, at))
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_keepalive_ok", data, offset, end, limit
        ) from None


def pack_kv_lease_keepalive_result(
    value: kv_lease_keepalive_result, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_lease_keepalive_result_KV_OK:
            ok = arm.ok
            return _pack_iQ(0, ok.ttl_ms)
        if kind is kv_lease_keepalive_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_keepalive_result", value, limit) from None


def unpack_kv_lease_keepalive_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_keepalive_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_lease_keepalive_result
        if code == 0:
            (ttl_ms,) = _unpack_Q(data, at + 4)
            result = kv_lease_keepalive_result_KV_OK(kv_lease_keepalive_ok(ttl_ms))
            at += 12
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_lease_keepalive_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_keepalive_result", data, offset, end, limit
        ) from None


def pack_kv_lease_keepalive_reply(
    value: kv_lease_keepalive_reply, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_lease_keepalive_result_KV_OK:
            ok = arm.ok
            add(_pack_iQ(0, ok.ttl_ms))
        elif kind is kv_lease_keepalive_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_keepalive_reply", value, limit) from None


def unpack_kv_lease_keepalive_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_keepalive_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_lease_keepalive_result
        if code == 0:
            (ttl_ms,) = _unpack_Q(data, at + 4)
            result = kv_lease_keepalive_result_KV_OK(kv_lease_keepalive_ok(ttl_ms))
            at += 12
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_lease_keepalive_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_lease_keepalive_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_keepalive_reply", data, offset, end, limit
        ) from None


def pack_kv_lease_ttl_args(value: kv_lease_ttl_args, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        after = value.after
        after_length = len(after)
        if after_length > 8192:
            raise ValueError
        add(_pack_Q3xbI_ns[after_length](value.lease, value.keys, after_length, after))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_ttl_args", value, limit) from None


def unpack_kv_lease_ttl_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_ttl_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        lease, keys, after_length = _unpack_Q2I(data, at)
        if after_length > 8192:
            raise ValueError
        at += 16
        after = data[at : at + after_length]
        at += (after_length + 3) & -4
        value = kv_lease_ttl_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            ),
            lease,
            _rt.BOOLS[keys],
            after,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_ttl_args", data, offset, end, limit) from None


def pack_kv_lease_key(value: kv_lease_key, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        key = value.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        return _pack_I_ns[key_length](key_length, key)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_key", value, limit) from None


def unpack_kv_lease_key(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_key, int]:
    at = offset
    try:
        (key_length,) = _unpack_I(data, at)
        if key_length > 8192:
            raise ValueError
        at += 4
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        value = kv_lease_key(key)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_key", data, offset, end, limit) from None


def pack_kv_lease_ttl_ok(value: kv_lease_ttl_ok, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        keys = value.keys
        keys_count = len(keys)
        if keys_count > 10000:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(_pack_2QI(value.granted_ttl_ms, value.ttl_ms, keys_count))
        for keys_item in keys:
            key = keys_item.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            add(_pack_I_ns[key_length](key_length, key))
        add(_pack_3xb(value.more))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_ttl_ok", value, limit) from None


def unpack_kv_lease_ttl_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_ttl_ok, int]:
    at = offset
    try:
        granted_ttl_ms, ttl_ms, keys_count = _unpack_2QI(data, at)
        if keys_count > 10000 or keys_count * 4 > end - at - 20:
            raise ValueError
        at += 20
        keys_items: list[kv_lease_key] = []
        add_keys = keys_items.append
        for _ in range(keys_count):
            (key_length,) = _unpack_I(data, at)
            if key_length > 8192:
                raise ValueError
            at += 4
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            add_keys(kv_lease_key(key))
        keys = tuple(keys_items)
        (more,) = _unpack_I(data, at)
        value = kv_lease_ttl_ok(granted_ttl_ms, ttl_ms, keys, _rt.BOOLS[more])
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_ttl_ok", data, offset, end, limit) from None


def pack_kv_lease_ttl_result(value: kv_lease_ttl_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_lease_ttl_result_KV_OK:
            ok = arm.ok
            keys = ok.keys
            keys_count = len(keys)
            if keys_count > 10000:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(_pack_i2QI(0, ok.granted_ttl_ms, ok.ttl_ms, keys_count))
            for keys_item in keys:
                key = keys_item.key
                key_length = len(key)
                if key_length > 8192:
                    raise ValueError
                add(_pack_I_ns[key_length](key_length, key))
            add(_pack_3xb(ok.more))
            return b"".join(out)
        if kind is kv_lease_ttl_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_ttl_result", value, limit) from None


def unpack_kv_lease_ttl_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_ttl_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_lease_ttl_result
        if code == 0:
            granted_ttl_ms, ttl_ms, keys_count = _unpack_2QI(data, at + 4)
            if keys_count > 10000 or keys_count * 4 > end - at - 24:
                raise ValueError
            at += 24
            keys_items: list[kv_lease_key] = []
            add_keys = keys_items.append
            for _ in range(keys_count):
                (key_length,) = _unpack_I(data, at)
                if key_length > 8192:
                    raise ValueError
                at += 4
                key = data[at : at + key_length]
                at += (key_length + 3) & -4
                add_keys(kv_lease_key(key))
            keys = tuple(keys_items)
            (more,) = _unpack_I(data, at)
            result = kv_lease_ttl_result_KV_OK(
                kv_lease_ttl_ok(granted_ttl_ms, ttl_ms, keys, _rt.BOOLS[more])
            )
            at += 4
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_lease_ttl_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_ttl_result", data, offset, end, limit) from None


def pack_kv_lease_ttl_reply(value: kv_lease_ttl_reply, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_lease_ttl_result_KV_OK:
            ok = arm.ok
            keys = ok.keys
            keys_count = len(keys)
            if keys_count > 10000:
                raise ValueError
            add(_pack_i2QI(0, ok.granted_ttl_ms, ok.ttl_ms, keys_count))
            for keys_item in keys:
                key = keys_item.key
                key_length = len(key)
                if key_length > 8192:
                    raise ValueError
                add(_pack_I_ns[key_length](key_length, key))
            add(_pack_3xb(ok.more))
        elif kind is kv_lease_ttl_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_ttl_reply", value, limit) from None


def unpack_kv_lease_ttl_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_ttl_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_lease_ttl_result
        if code == 0:
            granted_ttl_ms, ttl_ms, keys_count = _unpack_2QI(data, at + 4)
            if keys_count > 10000 or keys_count * 4 > end - at - 24:
                raise ValueError
            at += 24
            keys_items: list[kv_lease_key] = []
            add_keys = keys_items.append
            for _ in range(keys_count):
                (key_length,) = _unpack_I(data, at)
                if key_length > 8192:
                    raise ValueError
                at += 4
                key = data[at : at + key_length]
                at += (key_length + 3) & -4
                add_keys(kv_lease_key(key))
            keys = tuple(keys_items)
            (more,) = _unpack_I(data, at)
            result = kv_lease_ttl_result_KV_OK(
                kv_lease_ttl_ok(granted_ttl_ms, ttl_ms, keys, _rt.BOOLS[more])
            )
            at += 4
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_lease_ttl_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_lease_ttl_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_ttl_reply", data, offset, end, limit) from None


def pack_kv_lease_list_args(value: kv_lease_list_args, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        add(_pack_Q(value.after))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_list_args", value, limit) from None


def unpack_kv_lease_list_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_list_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (after,) = _unpack_Q(data, at)
        value = kv_lease_list_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            ),
            after,
        )
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_list_args", data, offset, end, limit) from None


def pack_kv_lease_info(value: kv_lease_info, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_3Q(value.lease, value.granted_ttl_ms, value.ttl_ms)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_info", value, limit) from None


def unpack_kv_lease_info(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_info, int]:
    at = offset
    try:
        value = kv_lease_info(*_unpack_3Q(data, at))
        at += 24
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_info", data, offset, end, limit) from None


def pack_kv_lease_list_ok(value: kv_lease_list_ok, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        leases = value.leases
        leases_count = len(leases)
        if leases_count > 1000:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(_pack_I(leases_count))
        for leases_item in leases:
            add(_pack_3Q(leases_item.lease, leases_item.granted_ttl_ms, leases_item.ttl_ms))
        add(_pack_3xb(value.more))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_list_ok", value, limit) from None


def unpack_kv_lease_list_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_list_ok, int]:
    at = offset
    try:
        (leases_count,) = _unpack_I(data, at)
        if leases_count > 1000 or leases_count * 24 > end - at - 4:
            raise ValueError
        at += 4
        leases = tuple(
            [kv_lease_info(*words) for words in _iter_3Q(data[at : at + leases_count * 24])]
        )
        at += leases_count * 24
        (more,) = _unpack_I(data, at)
        value = kv_lease_list_ok(leases, _rt.BOOLS[more])
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_list_ok", data, offset, end, limit) from None


def pack_kv_lease_list_result(value: kv_lease_list_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_lease_list_result_KV_OK:
            ok = arm.ok
            leases = ok.leases
            leases_count = len(leases)
            if leases_count > 1000:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(_pack_iI(0, leases_count))
            for leases_item in leases:
                add(_pack_3Q(leases_item.lease, leases_item.granted_ttl_ms, leases_item.ttl_ms))
            add(_pack_3xb(ok.more))
            return b"".join(out)
        if kind is kv_lease_list_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_list_result", value, limit) from None


def unpack_kv_lease_list_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_list_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_lease_list_result
        if code == 0:
            (leases_count,) = _unpack_I(data, at + 4)
            if leases_count > 1000 or leases_count * 24 > end - at - 8:
                raise ValueError
            at += 8
            leases = tuple(
                [kv_lease_info(*words) for words in _iter_3Q(data[at : at + leases_count * 24])]
            )
            at += leases_count * 24
            (more,) = _unpack_I(data, at)
            result = kv_lease_list_result_KV_OK(kv_lease_list_ok(leases, _rt.BOOLS[more]))
            at += 4
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_lease_list_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_list_result", data, offset, end, limit
        ) from None


def pack_kv_lease_list_reply(value: kv_lease_list_reply, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_lease_list_result_KV_OK:
            ok = arm.ok
            leases = ok.leases
            leases_count = len(leases)
            if leases_count > 1000:
                raise ValueError
            add(_pack_iI(0, leases_count))
            for leases_item in leases:
                add(_pack_3Q(leases_item.lease, leases_item.granted_ttl_ms, leases_item.ttl_ms))
            add(_pack_3xb(ok.more))
        elif kind is kv_lease_list_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_lease_list_reply", value, limit) from None


def unpack_kv_lease_list_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_list_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_lease_list_result
        if code == 0:
            (leases_count,) = _unpack_I(data, at + 4)
            if leases_count > 1000 or leases_count * 24 > end - at - 8:
                raise ValueError
            at += 8
            leases = tuple(
                [kv_lease_info(*words) for words in _iter_3Q(data[at : at + leases_count * 24])]
            )
            at += leases_count * 24
            (more,) = _unpack_I(data, at)
            result = kv_lease_list_result_KV_OK(kv_lease_list_ok(leases, _rt.BOOLS[more]))
            at += 4
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_lease_list_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_lease_list_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_list_reply", data, offset, end, limit) from None


def pack_kv_session_open_args(value: kv_session_open_args, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        name = value.name
        name_length = len(name)
        if name_length > 255:
            raise ValueError
        add(_pack_QI_ns[name_length](value.ttl_ms, name_length, name))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_session_open_args", value, limit) from None


def unpack_kv_session_open_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_open_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        ttl_ms, name_length = _unpack_QI(data, at)
        if name_length > 255:
            raise ValueError
        at += 12
        name = data[at : at + name_length]
        at += (name_length + 3) & -4
        value = kv_session_open_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            ),
            ttl_ms,
            name,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_session_open_args", data, offset, end, limit
        ) from None


def pack_kv_session_open_ok(value: kv_session_open_ok, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_2Q(value.session, value.ttl_ms)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_session_open_ok", value, limit) from None


def unpack_kv_session_open_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_open_ok, int]:
    at = offset
    try:
        value = kv_session_open_ok(*_unpack_2Q(data, at))
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_session_open_ok", data, offset, end, limit) from None


def pack_kv_session_open_result(
    value: kv_session_open_result, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_session_open_result_KV_OK:
            ok = arm.ok
            return _pack_i2Q(0, ok.session, ok.ttl_ms)
        if kind is kv_session_open_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_session_open_result", value, limit) from None


def unpack_kv_session_open_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_open_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_session_open_result
        if code == 0:
            session, ttl_ms = _unpack_2Q(data, at + 4)
            result = kv_session_open_result_KV_OK(kv_session_open_ok(session, ttl_ms))
            at += 20
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_session_open_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_session_open_result", data, offset, end, limit
        ) from None


def pack_kv_session_open_reply(
    value: kv_session_open_reply, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_session_open_result_KV_OK:
            ok = arm.ok
            add(_pack_i2Q(0, ok.session, ok.ttl_ms))
        elif kind is kv_session_open_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_session_open_reply", value, limit) from None


def unpack_kv_session_open_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_open_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_session_open_result
        if code == 0:
            session, ttl_ms = _unpack_2Q(data, at + 4)
            result = kv_session_open_result_KV_OK(kv_session_open_ok(session, ttl_ms))
            at += 20
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_session_open_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_session_open_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_session_open_reply", data, offset, end, limit
        ) from None


def pack_kv_session_keepalive_args(
    value: kv_session_keepalive_args, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_session_keepalive_args", value, limit) from None


def unpack_kv_session_keepalive_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_keepalive_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        value = kv_session_keepalive_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            )
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_session_keepalive_args", data, offset, end, limit
        ) from None


def pack_kv_session_keepalive_ok(
    value: kv_session_keepalive_ok, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        return _pack_Q(value.ttl_ms)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_session_keepalive_ok", value, limit) from None


def unpack_kv_session_keepalive_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_keepalive_ok, int]:
    at = offset
    try:
        value = kv_session_keepalive_ok(*_unpack_Q(data, at))
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_session_keepalive_ok", data, offset, end, limit
        ) from None


def pack_kv_session_keepalive_result(
    value: kv_session_keepalive_result, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_session_keepalive_result_KV_OK:
            ok = arm.ok
            return _pack_iQ(0, ok.ttl_ms)
        if kind is kv_session_keepalive_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_session_keepalive_result", value, limit) from None


def unpack_kv_session_keepalive_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_keepalive_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_session_keepalive_result
        if code == 0:
            (ttl_ms,) = _unpack_Q(data, at + 4)
            result = kv_session_keepalive_result_KV_OK(kv_session_keepalive_ok(ttl_ms))
            at += 12
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_session_keepalive_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_session_keepalive_result", data, offset, end, limit
        ) from None


def pack_kv_session_keepalive_reply(
    value: kv_session_keepalive_reply, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_session_keepalive_result_KV_OK:
            ok = arm.ok
            add(_pack_iQ(0, ok.ttl_ms))
        elif kind is kv_session_keepalive_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_session_keepalive_reply", value, limit) from None


def unpack_kv_session_keepalive_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_keepalive_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_session_keepalive_result
        if code == 0:
            (ttl_ms,) = _unpack_Q(data, at + 4)
            result = kv_session_keepalive_result_KV_OK(kv_session_keepalive_ok(ttl_ms))
            at += 12
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_session_keepalive_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_session_keepalive_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_session_keepalive_reply", data, offset, end, limit
        ) from None


def pack_kv_session_close_args(
    value: kv_session_close_args, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_session_close_args", value, limit) from None


def unpack_kv_session_close_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_close_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        value = kv_session_close_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            )
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_session_close_args", data, offset, end, limit
        ) from None


def pack_kv_session_close_result(
    value: kv_session_close_result, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_session_close_result_KV_OK:
            return _pack_i(0)
        if kind is kv_session_close_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_session_close_result", value, limit) from None


def unpack_kv_session_close_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_close_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_session_close_result
        if code == 0:
            result = kv_session_close_result_KV_OK()
            at += 4
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id2, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id2, address))
            unreachable = tuple(unreachable_items)
            result = kv_session_close_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_session_close_result", data, offset, end, limit
        ) from None


def pack_kv_session_close_reply(
    value: kv_session_close_reply, limit: int = _rt.DEFAULT_LIMIT
) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_session_close_result_KV_OK:
            add(_pack_i(0))
        elif kind is kv_session_close_result_default:
            error = arm.error
            message = error.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message_length](
                    arm.code, message_length, message, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address = unreachable_item.address.encode("utf-8", "surrogateescape")
                address_length = len(address)
                if address_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address_length](unreachable_item.id, address_length, address))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_session_close_reply", value, limit) from None


def unpack_kv_session_close_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_close_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_session_close_result
        if code == 0:
            result = kv_session_close_result_KV_OK()
            at += 4
        else:
            (message_length,) = _unpack_I(data, at + 4)
            if message_length > 1024:
                raise ValueError
            at += 8
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id3, address_length = _unpack_QI(data, at)
                if address_length > 255:
                    raise ValueError
                at += 12
                address = data[at : at + address_length].decode("utf-8", "surrogateescape")
                at += (address_length + 3) & -4
                add_unreachable(kv_node(id3, address))
            unreachable = tuple(unreachable_items)
            result = kv_session_close_result_default(
                code, kv_error(message, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_session_close_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_session_close_reply", data, offset, end, limit
        ) from None


def pack_kv_member(value: kv_member, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        node = value.node
        address = node.address.encode("utf-8", "surrogateescape")
        address_length = len(address)
        if address_length > 255:
            raise ValueError
        return _pack_QI_ns_3xb3xb[address_length](
            node.id, address_length, address, value.voter, value.reachable
        )
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_member", value, limit) from None


def unpack_kv_member(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_member, int]:
    at = offset
    try:
        id2, address_length = _unpack_QI(data, at)
        if address_length > 255:
            raise ValueError
        at += 12
        address = data[at : at + address_length].decode("utf-8", "surrogateescape")
        at += (address_length + 3) & -4
        voter, reachable = _unpack_2I(data, at)
        value = kv_member(kv_node(id2, address), _rt.BOOLS[voter], _rt.BOOLS[reachable])
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_member", data, offset, end, limit) from None


def pack_kv_alarm(value: kv_alarm, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        message = value.message.encode("utf-8", "surrogateescape")
        message_length = len(message)
        if message_length > 1024:
            raise ValueError
        return _pack_iQI_ns[message_length](value.kind, value.node_id, message_length, message)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_alarm", value, limit) from None


def unpack_kv_alarm(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_alarm, int]:
    at = offset
    try:
        kind, node_id, message_length = _unpack_iQI(data, at)
        if message_length > 1024:
            raise ValueError
        at += 16
        message = data[at : at + message_length].decode("utf-8", "surrogateescape")
        at += (message_length + 3) & -4
        value = kv_alarm(kind, node_id, message)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_alarm", data, offset, end, limit) from None


def pack_kv_counter(value: kv_counter, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        name = value.name.encode("utf-8", "surrogateescape")
        name_length = len(name)
        if name_length > 255:
            raise ValueError
        return _pack_I_ns_Q[name_length](name_length, name, value.value)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_counter", value, limit) from None


def unpack_kv_counter(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_counter, int]:
    at = offset
    try:
        (name_length,) = _unpack_I(data, at)
        if name_length > 255:
            raise ValueError
        at += 4
        name = data[at : at + name_length].decode("utf-8", "surrogateescape")
        at += (name_length + 3) & -4
        (value2,) = _unpack_Q(data, at)
        value = kv_counter(name, value2)
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_counter", data, offset, end, limit) from None


def pack_kv_property(value: kv_property, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        name = value.name.encode("utf-8", "surrogateescape")
        name_length = len(name)
        if name_length > 255:
            raise ValueError
        value2 = value.value.encode("utf-8", "surrogateescape")
        value2_length = len(value2)
        if value2_length > 1024:
            raise ValueError
        return _pack_I_ns_I[name_length](name_length, name, value2_length) + _pack_ns[value2_length](
            value2
        )
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_property", value, limit) from None


def unpack_kv_property(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_property, int]:
    at = offset
    try:
        (name_length,) = _unpack_I(data, at)
        if name_length > 255:
            raise ValueError
        at += 4
        name = data[at : at + name_length].decode("utf-8", "surrogateescape")
        at += (name_length + 3) & -4
        (value_length,) = _unpack_I(data, at)
        if value_length > 1024:
            raise ValueError
        at += 4
        value2 = data[at : at + value_length].decode("utf-8", "surrogateescape")
        at += (value_length + 3) & -4
        value = kv_property(name, value2)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_property", data, offset, end, limit) from None


def pack_kv_status_args(value: kv_status_args, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        if len(header.trace_id) != 16:
            raise ValueError
        name_space = header.name_space
        name_space_length = len(name_space)
        if name_space_length > 255:
            raise ValueError
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_4QiQ3I16sI_ns_I[name_space_length](
                header.cluster_id,
                header.session,
                header.sequence,
                header.lowest_unanswered,
                header.consistency,
                header.min_revision,
                header.max_age_ms,
                header.deadline_ms,
                header.hops,
                header.trace_id,
                name_space_length,
                name_space,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_status_args", value, limit) from None


def unpack_kv_status_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_status_args, int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        value = kv_status_args(
            kv_request_header(
                cluster_id,
                session,
                sequence,
                lowest_unanswered,
                consistency,
                min_revision,
                max_age_ms,
                deadline_ms,
                hops,
                trace_id,
                name_space,
                extensions,
            )
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_status_args", data, offset, end, limit) from None


def pack_kv_status_ok(value: kv_status_ok, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        leader = value.leader
        address = leader.address.encode("utf-8", "surrogateescape")
        address_length = len(address)
        if address_length > 255:
            raise ValueError
        members = value.members
        members_count = len(members)
        if members_count > 64:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_iQI_ns_7QI[address_length](
                value.role,
                leader.id,
                address_length,
                address,
                value.commit_index,
                value.first_index,
                value.last_index,
                value.keys,
                value.data_bytes,
                value.log_bytes,
                value.uptime_ms,
                members_count,
            )
        )
        for members_item in members:
            node = members_item.node
            address2 = node.address.encode("utf-8", "surrogateescape")
            address2_length = len(address2)
            if address2_length > 255:
                raise ValueError
            add(
                _pack_QI_ns_3xb3xb[address2_length](
                    node.id, address2_length, address2, members_item.voter, members_item.reachable
                )
            )
        alarms = value.alarms
        alarms_count = len(alarms)
        if alarms_count > 64:
            raise ValueError
        add(_pack_I(alarms_count))
        for alarms_item in alarms:
            message = alarms_item.message.encode("utf-8", "surrogateescape")
            message_length = len(message)
            if message_length > 1024:
                raise ValueError
            add(
                _pack_iQI_ns[message_length](
                    alarms_item.kind, alarms_item.node_id, message_length, message
                )
            )
        counters = value.counters
        counters_count = len(counters)
        if counters_count > 256:
            raise ValueError
        add(_pack_I(counters_count))
        for counters_item in counters:
            name = counters_item.name.encode("utf-8", "surrogateescape")
            name_length = len(name)
            if name_length > 255:
                raise ValueError
            add(_pack_I_ns_Q[name_length](name_length, name, counters_item.value))
        properties = value.properties
        properties_count = len(properties)
        if properties_count > 64:
            raise ValueError
        add(_pack_I(properties_count))
        for properties_item in properties:
            name2 = properties_item.name.encode("utf-8", "surrogateescape")
            name2_length = len(name2)
            if name2_length > 255:
                raise ValueError
            value2 = properties_item.value.encode("utf-8", "surrogateescape")
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(_pack_I_ns_I[name2_length](name2_length, name2, value2_length))
            add(_pack_ns[value2_length](value2))
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_status_ok", value, limit) from None


def unpack_kv_status_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_status_ok, int]:
    at = offset
    try:
        role, id2, address_length = _unpack_iQI(data, at)
        if address_length > 255:
            raise ValueError
        at += 16
        address = data[at : at + address_length].decode("utf-8", "surrogateescape")
        at += (address_length + 3) & -4
        commit_index, first_index, last_index, keys, data_bytes, log_bytes, uptime_ms, members_count = _unpack_7QI(
            data, at
        )
        if members_count > 64 or members_count * 20 > end - at - 60:
            raise ValueError
        at += 60
        members_items: list[kv_member] = []
        add_members = members_items.append
        for _ in range(members_count):
            id3, address_length2 = _unpack_QI(data, at)
            if address_length2 > 255:
                raise ValueError
            at += 12
            address2 = data[at : at + address_length2].decode("utf-8", "surrogateescape")
            at += (address_length2 + 3) & -4
            voter, reachable = _unpack_2I(data, at)
            at += 8
            add_members(kv_member(kv_node(id3, address2), _rt.BOOLS[voter], _rt.BOOLS[reachable]))
        members = tuple(members_items)
        (alarms_count,) = _unpack_I(data, at)
        if alarms_count > 64 or alarms_count * 16 > end - at - 4:
            raise ValueError
        at += 4
        alarms_items: list[kv_alarm] = []
        add_alarms = alarms_items.append
        for _ in range(alarms_count):
            kind, node_id, message_length = _unpack_iQI(data, at)
            if message_length > 1024:
                raise ValueError
            at += 16
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            add_alarms(kv_alarm(kind, node_id, message))
        alarms = tuple(alarms_items)
        (counters_count,) = _unpack_I(data, at)
        if counters_count > 256 or counters_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        counters_items: list[kv_counter] = []
        add_counters = counters_items.append
        for _ in range(counters_count):
            (name_length,) = _unpack_I(data, at)
            if name_length > 255:
                raise ValueError
            at += 4
            name = data[at : at + name_length].decode("utf-8", "surrogateescape")
            at += (name_length + 3) & -4
            (value2,) = _unpack_Q(data, at)
            at += 8
            add_counters(kv_counter(name, value2))
        counters = tuple(counters_items)
        (properties_count,) = _unpack_I(data, at)
        if properties_count > 64 or properties_count * 8 > end - at - 4:
            raise ValueError
        at += 4
        properties_items: list[kv_property] = []
        add_properties = properties_items.append
        for _ in range(properties_count):
            (name_length2,) = _unpack_I(data, at)
            if name_length2 > 255:
                raise ValueError
            at += 4
            name2 = data[at : at + name_length2].decode("utf-8", "surrogateescape")
            at += (name_length2 + 3) & -4
            (value_length,) = _unpack_I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 4
            value3 = data[at : at + value_length].decode("utf-8", "surrogateescape")
            at += (value_length + 3) & -4
            add_properties(kv_property(name2, value3))
        properties = tuple(properties_items)
        value = kv_status_ok(
            role,
            kv_node(id2, address),
            commit_index,
            first_index,
            last_index,
            keys,
            data_bytes,
            log_bytes,
            uptime_ms,
            members,
            alarms,
            counters,
            properties,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_status_ok", data, offset, end, limit) from None


def pack_kv_status_result(value: kv_status_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_status_result_KV_OK:
            ok = arm.ok
            leader = ok.leader
            address = leader.address.encode("utf-8", "surrogateescape")
            address_length = len(address)
            if address_length > 255:
                raise ValueError
            members = ok.members
            members_count = len(members)
            if members_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_2iQI_ns_7QI[address_length](
                    0,
                    ok.role,
                    leader.id,
                    address_length,
                    address,
                    ok.commit_index,
                    ok.first_index,
                    ok.last_index,
                    ok.keys,
                    ok.data_bytes,
                    ok.log_bytes,
                    ok.uptime_ms,
                    members_count,
                )
            )
            for members_item in members:
                node = members_item.node
                address2 = node.address.encode("utf-8", "surrogateescape")
                address2_length = len(address2)
                if address2_length > 255:
                    raise ValueError
                add(
                    _pack_QI_ns_3xb3xb[address2_length](
                        node.id,
                        address2_length,
                        address2,
                        members_item.voter,
                        members_item.reachable,
                    )
                )
            alarms = ok.alarms
            alarms_count = len(alarms)
            if alarms_count > 64:
                raise ValueError
            add(_pack_I(alarms_count))
            for alarms_item in alarms:
                message = alarms_item.message.encode("utf-8", "surrogateescape")
                message_length = len(message)
                if message_length > 1024:
                    raise ValueError
                add(
                    _pack_iQI_ns[message_length](
                        alarms_item.kind, alarms_item.node_id, message_length, message
                    )
                )
            counters = ok.counters
            counters_count = len(counters)
            if counters_count > 256:
                raise ValueError
            add(_pack_I(counters_count))
            for counters_item in counters:
                name = counters_item.name.encode("utf-8", "surrogateescape")
                name_length = len(name)
                if name_length > 255:
                    raise ValueError
                add(_pack_I_ns_Q[name_length](name_length, name, counters_item.value))
            properties = ok.properties
            properties_count = len(properties)
            if properties_count > 64:
                raise ValueError
            add(_pack_I(properties_count))
            for properties_item in properties:
                name2 = properties_item.name.encode("utf-8", "surrogateescape")
                name2_length = len(name2)
                if name2_length > 255:
                    raise ValueError
                value2 = properties_item.value.encode("utf-8", "surrogateescape")
                value2_length = len(value2)
                if value2_length > 1024:
                    raise ValueError
                add(_pack_I_ns_I[name2_length](name2_length, name2, value2_length))
                add(_pack_ns[value2_length](value2))
            return b"".join(out)
        if kind is kv_status_result_default:
            error = arm.error
            message2 = error.message.encode("utf-8", "surrogateescape")
            message2_length = len(message2)
            if message2_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            out: list[bytes] = []
            add = out.append
            add(
                _pack_iI_ns_2I[message2_length](
                    arm.code, message2_length, message2, error.retry_after_ms, leader_address_length
                )
            )
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address3 = unreachable_item.address.encode("utf-8", "surrogateescape")
                address3_length = len(address3)
                if address3_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address3_length](unreachable_item.id, address3_length, address3))
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_status_result", value, limit) from None


def unpack_kv_status_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_status_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_status_result
        if code == 0:
            role, id2, address_length = _unpack_iQI(data, at + 4)
            if address_length > 255:
                raise ValueError
            at += 20
            address = data[at : at + address_length].decode("utf-8", "surrogateescape")
            at += (address_length + 3) & -4
            commit_index, first_index, last_index, keys, data_bytes, log_bytes, uptime_ms, members_count = _unpack_7QI(
                data, at
            )
            if members_count > 64 or members_count * 20 > end - at - 60:
                raise ValueError
            at += 60
            members_items: list[kv_member] = []
            add_members = members_items.append
            for _ in range(members_count):
                id3, address_length2 = _unpack_QI(data, at)
                if address_length2 > 255:
                    raise ValueError
                at += 12
                address2 = data[at : at + address_length2].decode("utf-8", "surrogateescape")
                at += (address_length2 + 3) & -4
                voter, reachable = _unpack_2I(data, at)
                at += 8
                add_members(
                    kv_member(kv_node(id3, address2), _rt.BOOLS[voter], _rt.BOOLS[reachable])
                )
            members = tuple(members_items)
            (alarms_count,) = _unpack_I(data, at)
            if alarms_count > 64 or alarms_count * 16 > end - at - 4:
                raise ValueError
            at += 4
            alarms_items: list[kv_alarm] = []
            add_alarms = alarms_items.append
            for _ in range(alarms_count):
                kind, node_id, message_length = _unpack_iQI(data, at)
                if message_length > 1024:
                    raise ValueError
                at += 16
                message = data[at : at + message_length].decode("utf-8", "surrogateescape")
                at += (message_length + 3) & -4
                add_alarms(kv_alarm(kind, node_id, message))
            alarms = tuple(alarms_items)
            (counters_count,) = _unpack_I(data, at)
            if counters_count > 256 or counters_count * 12 > end - at - 4:
                raise ValueError
            at += 4
            counters_items: list[kv_counter] = []
            add_counters = counters_items.append
            for _ in range(counters_count):
                (name_length,) = _unpack_I(data, at)
                if name_length > 255:
                    raise ValueError
                at += 4
                name = data[at : at + name_length].decode("utf-8", "surrogateescape")
                at += (name_length + 3) & -4
                (value2,) = _unpack_Q(data, at)
                at += 8
                add_counters(kv_counter(name, value2))
            counters = tuple(counters_items)
            (properties_count,) = _unpack_I(data, at)
            if properties_count > 64 or properties_count * 8 > end - at - 4:
                raise ValueError
            at += 4
            properties_items: list[kv_property] = []
            add_properties = properties_items.append
            for _ in range(properties_count):
                (name_length2,) = _unpack_I(data, at)
                if name_length2 > 255:
                    raise ValueError
                at += 4
                name2 = data[at : at + name_length2].decode("utf-8", "surrogateescape")
                at += (name_length2 + 3) & -4
                (value_length,) = _unpack_I(data, at)
                if value_length > 1024:
                    raise ValueError
                at += 4
                value3 = data[at : at + value_length].decode("utf-8", "surrogateescape")
                at += (value_length + 3) & -4
                add_properties(kv_property(name2, value3))
            properties = tuple(properties_items)
            result = kv_status_result_KV_OK(
                kv_status_ok(
                    role,
                    kv_node(id2, address),
                    commit_index,
                    first_index,
                    last_index,
                    keys,
                    data_bytes,
                    log_bytes,
                    uptime_ms,
                    members,
                    alarms,
                    counters,
                    properties,
                )
            )
        else:
            (message_length2,) = _unpack_I(data, at + 4)
            if message_length2 > 1024:
                raise ValueError
            at += 8
            message2 = data[at : at + message_length2].decode("utf-8", "surrogateescape")
            at += (message_length2 + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id4, address_length3 = _unpack_QI(data, at)
                if address_length3 > 255:
                    raise ValueError
                at += 12
                address3 = data[at : at + address_length3].decode("utf-8", "surrogateescape")
                at += (address_length3 + 3) & -4
                add_unreachable(kv_node(id4, address3))
            unreachable = tuple(unreachable_items)
            result = kv_status_result_default(
                code, kv_error(message2, retry_after_ms, leader_address, executed, unreachable)
            )
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_status_result", data, offset, end, limit) from None


def pack_kv_status_reply(value: kv_status_reply, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        header = value.header
        extensions = header.extensions
        extensions_count = len(extensions)
        if extensions_count > 8:
            raise ValueError
        out: list[bytes] = []
        add = out.append
        add(
            _pack_6Q2I(
                header.cluster_id,
                header.node_id,
                header.term,
                header.revision,
                header.compacted_revision,
                header.applied_index,
                header.age_ms,
                extensions_count,
            )
        )
        for extensions_item in extensions:
            value2 = extensions_item.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            add(
                _pack_I3xbI_ns[value2_length](
                    extensions_item.id, extensions_item.critical, value2_length, value2
                )
            )
        result = value.result
        arm: typing.Any = result
        kind = arm.__class__
        if kind is kv_status_result_KV_OK:
            ok = arm.ok
            leader = ok.leader
            address = leader.address.encode("utf-8", "surrogateescape")
            address_length = len(address)
            if address_length > 255:
                raise ValueError
            members = ok.members
            members_count = len(members)
            if members_count > 64:
                raise ValueError
            add(
                _pack_2iQI_ns_7QI[address_length](
                    0,
                    ok.role,
                    leader.id,
                    address_length,
                    address,
                    ok.commit_index,
                    ok.first_index,
                    ok.last_index,
                    ok.keys,
                    ok.data_bytes,
                    ok.log_bytes,
                    ok.uptime_ms,
                    members_count,
                )
            )
            for members_item in members:
                node = members_item.node
                address2 = node.address.encode("utf-8", "surrogateescape")
                address2_length = len(address2)
                if address2_length > 255:
                    raise ValueError
                add(
                    _pack_QI_ns_3xb3xb[address2_length](
                        node.id,
                        address2_length,
                        address2,
                        members_item.voter,
                        members_item.reachable,
                    )
                )
            alarms = ok.alarms
            alarms_count = len(alarms)
            if alarms_count > 64:
                raise ValueError
            add(_pack_I(alarms_count))
            for alarms_item in alarms:
                message = alarms_item.message.encode("utf-8", "surrogateescape")
                message_length = len(message)
                if message_length > 1024:
                    raise ValueError
                add(
                    _pack_iQI_ns[message_length](
                        alarms_item.kind, alarms_item.node_id, message_length, message
                    )
                )
            counters = ok.counters
            counters_count = len(counters)
            if counters_count > 256:
                raise ValueError
            add(_pack_I(counters_count))
            for counters_item in counters:
                name = counters_item.name.encode("utf-8", "surrogateescape")
                name_length = len(name)
                if name_length > 255:
                    raise ValueError
                add(_pack_I_ns_Q[name_length](name_length, name, counters_item.value))
            properties = ok.properties
            properties_count = len(properties)
            if properties_count > 64:
                raise ValueError
            add(_pack_I(properties_count))
            for properties_item in properties:
                name2 = properties_item.name.encode("utf-8", "surrogateescape")
                name2_length = len(name2)
                if name2_length > 255:
                    raise ValueError
                value3 = properties_item.value.encode("utf-8", "surrogateescape")
                value3_length = len(value3)
                if value3_length > 1024:
                    raise ValueError
                add(_pack_I_ns_I[name2_length](name2_length, name2, value3_length))
                add(_pack_ns[value3_length](value3))
        elif kind is kv_status_result_default:
            error = arm.error
            message2 = error.message.encode("utf-8", "surrogateescape")
            message2_length = len(message2)
            if message2_length > 1024:
                raise ValueError
            leader_address = error.leader_address.encode("utf-8", "surrogateescape")
            leader_address_length = len(leader_address)
            if leader_address_length > 255:
                raise ValueError
            add(
                _pack_iI_ns_2I[message2_length](
                    arm.code, message2_length, message2, error.retry_after_ms, leader_address_length
                )
            )
            unreachable = error.unreachable
            unreachable_count = len(unreachable)
            if unreachable_count > 64:
                raise ValueError
            add(
                _pack_ns_iI[leader_address_length](
                    leader_address, error.executed, unreachable_count
                )
            )
            for unreachable_item in unreachable:
                address3 = unreachable_item.address.encode("utf-8", "surrogateescape")
                address3_length = len(address3)
                if address3_length > 255:
                    raise ValueError
                add(_pack_QI_ns[address3_length](unreachable_item.id, address3_length, address3))
        else:
            raise ValueError
        return b"".join(out)
    except _rt.FAULTS:
        raise _rt.explain_pack(_shapes, "kv_status_reply", value, limit) from None


def unpack_kv_status_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_status_reply, int]:
    at = offset
    try:
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions_count = _unpack_6Q2I(
            data, at
        )
        if extensions_count > 8 or extensions_count * 12 > end - at - 56:
            raise ValueError
        at += 56
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (code,) = _unpack_i(data, at)
        result: kv_status_result
        if code == 0:
            role, id3, address_length = _unpack_iQI(data, at + 4)
            if address_length > 255:
                raise ValueError
            at += 20
            address = data[at : at + address_length].decode("utf-8", "surrogateescape")
            at += (address_length + 3) & -4
            commit_index, first_index, last_index, keys, data_bytes, log_bytes, uptime_ms, members_count = _unpack_7QI(
                data, at
            )
            if members_count > 64 or members_count * 20 > end - at - 60:
                raise ValueError
            at += 60
            members_items: list[kv_member] = []
            add_members = members_items.append
            for _ in range(members_count):
                id4, address_length2 = _unpack_QI(data, at)
                if address_length2 > 255:
                    raise ValueError
                at += 12
                address2 = data[at : at + address_length2].decode("utf-8", "surrogateescape")
                at += (address_length2 + 3) & -4
                voter, reachable = _unpack_2I(data, at)
                at += 8
                add_members(
                    kv_member(kv_node(id4, address2), _rt.BOOLS[voter], _rt.BOOLS[reachable])
                )
            members = tuple(members_items)
            (alarms_count,) = _unpack_I(data, at)
            if alarms_count > 64 or alarms_count * 16 > end - at - 4:
                raise ValueError
            at += 4
            alarms_items: list[kv_alarm] = []
            add_alarms = alarms_items.append
            for _ in range(alarms_count):
                kind, node_id2, message_length = _unpack_iQI(data, at)
                if message_length > 1024:
                    raise ValueError
                at += 16
                message = data[at : at + message_length].decode("utf-8", "surrogateescape")
                at += (message_length + 3) & -4
                add_alarms(kv_alarm(kind, node_id2, message))
            alarms = tuple(alarms_items)
            (counters_count,) = _unpack_I(data, at)
            if counters_count > 256 or counters_count * 12 > end - at - 4:
                raise ValueError
            at += 4
            counters_items: list[kv_counter] = []
            add_counters = counters_items.append
            for _ in range(counters_count):
                (name_length,) = _unpack_I(data, at)
                if name_length > 255:
                    raise ValueError
                at += 4
                name = data[at : at + name_length].decode("utf-8", "surrogateescape")
                at += (name_length + 3) & -4
                (value3,) = _unpack_Q(data, at)
                at += 8
                add_counters(kv_counter(name, value3))
            counters = tuple(counters_items)
            (properties_count,) = _unpack_I(data, at)
            if properties_count > 64 or properties_count * 8 > end - at - 4:
                raise ValueError
            at += 4
            properties_items: list[kv_property] = []
            add_properties = properties_items.append
            for _ in range(properties_count):
                (name_length2,) = _unpack_I(data, at)
                if name_length2 > 255:
                    raise ValueError
                at += 4
                name2 = data[at : at + name_length2].decode("utf-8", "surrogateescape")
                at += (name_length2 + 3) & -4
                (value_length2,) = _unpack_I(data, at)
                if value_length2 > 1024:
                    raise ValueError
                at += 4
                value4 = data[at : at + value_length2].decode("utf-8", "surrogateescape")
                at += (value_length2 + 3) & -4
                add_properties(kv_property(name2, value4))
            properties = tuple(properties_items)
            result = kv_status_result_KV_OK(
                kv_status_ok(
                    role,
                    kv_node(id3, address),
                    commit_index,
                    first_index,
                    last_index,
                    keys,
                    data_bytes,
                    log_bytes,
                    uptime_ms,
                    members,
                    alarms,
                    counters,
                    properties,
                )
            )
        else:
            (message_length2,) = _unpack_I(data, at + 4)
            if message_length2 > 1024:
                raise ValueError
            at += 8
            message2 = data[at : at + message_length2].decode("utf-8", "surrogateescape")
            at += (message_length2 + 3) & -4
            retry_after_ms, leader_address_length = _unpack_2I(data, at)
            if leader_address_length > 255:
                raise ValueError
            at += 8
            leader_address = data[at : at + leader_address_length].decode(
                "utf-8", "surrogateescape"
            )
            at += (leader_address_length + 3) & -4
            executed, unreachable_count = _unpack_iI(data, at)
            if unreachable_count > 64 or unreachable_count * 12 > end - at - 8:
                raise ValueError
            at += 8
            unreachable_items: list[kv_node] = []
            add_unreachable = unreachable_items.append
            for _ in range(unreachable_count):
                id5, address_length3 = _unpack_QI(data, at)
                if address_length3 > 255:
                    raise ValueError
                at += 12
                address3 = data[at : at + address_length3].decode("utf-8", "surrogateescape")
                at += (address_length3 + 3) & -4
                add_unreachable(kv_node(id5, address3))
            unreachable = tuple(unreachable_items)
            result = kv_status_result_default(
                code, kv_error(message2, retry_after_ms, leader_address, executed, unreachable)
            )
        value = kv_status_reply(
            kv_reply_header(
                cluster_id,
                node_id,
                term,
                revision,
                compacted_revision,
                applied_index,
                age_ms,
                extensions,
            ),
            result,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_status_reply", data, offset, end, limit) from None


def _unpack_KV_V1_KV_STATUS_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_status_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        if at > end:
            raise ValueError
        return (
            kv_status_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                )
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_status_args", data, offset, end, limit) from None


def _unpack_KV_V1_KV_GET_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_get_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (key_length,) = _unpack_I(data, at)
        if key_length > 8192:
            raise ValueError
        at += 4
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (revision,) = _unpack_Q(data, at)
        at += 8
        if at > end:
            raise ValueError
        return (
            kv_get_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                ),
                key,
                revision,
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_get_args", data, offset, end, limit) from None


def _unpack_KV_V1_KV_PUT_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_put_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        wait, key_length = _unpack_iI(data, at)
        if key_length > 8192:
            raise ValueError
        at += 8
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (value_length2,) = _unpack_I(data, at)
        if value_length2 > 1048576:
            raise ValueError
        at += 4
        value3 = data[at : at + value_length2]
        at += (value_length2 + 3) & -4
        lease, flags = _unpack_QI(data, at)
        at += 12
        if at > end:
            raise ValueError
        return (
            kv_put_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                ),
                wait,
                kv_put_op(key, value3, lease, flags),
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_put_args", data, offset, end, limit) from None


def _unpack_KV_V1_KV_DELETE_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_delete_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        wait, kind, key_length = _unpack_2iI(data, at)
        if key_length > 8192:
            raise ValueError
        at += 12
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (end_length,) = _unpack_I(data, at)
        if end_length > 8192:
            raise ValueError
        at += 4
        end2 = data[at : at + end_length]
        at += (end_length + 3) & -4
        (flags,) = _unpack_I(data, at)
        at += 4
        if at > end:
            raise ValueError
        return (
            kv_delete_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                ),
                wait,
                kv_delete_op(kv_key_range(kind, key, end2), flags),
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_delete_args", data, offset, end, limit) from None


def _unpack_KV_V1_KV_RANGE_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_range_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        kind, key_length = _unpack_iI(data, at)
        if key_length > 8192:
            raise ValueError
        at += 8
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (end_length,) = _unpack_I(data, at)
        if end_length > 8192:
            raise ValueError
        at += 4
        end2 = data[at : at + end_length]
        at += (end_length + 3) & -4
        revision, limit2, want, sort, descending, min_create_revision, max_create_revision, min_mod_revision, max_mod_revision, revision2, after_length = _unpack_QI2iI5QI(
            data, at
        )
        if after_length > 8192:
            raise ValueError
        at += 68
        after = data[at : at + after_length]
        at += (after_length + 3) & -4
        if at > end:
            raise ValueError
        return (
            kv_range_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                ),
                kv_range_op(
                    kv_key_range(kind, key, end2),
                    revision,
                    limit2,
                    want,
                    sort,
                    _rt.BOOLS[descending],
                    min_create_revision,
                    max_create_revision,
                    min_mod_revision,
                    max_mod_revision,
                    kv_page(revision2, after),
                ),
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_range_args", data, offset, end, limit) from None


def _unpack_KV_V1_KV_TXN_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_txn_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        wait, compares_count = _unpack_iI(data, at)
        if compares_count > 128 or compares_count * 32 > end - at - 8:
            raise ValueError
        at += 8
        compares_items: list[kv_compare] = []
        add_compares = compares_items.append
        for _ in range(compares_count):
            kind, key_length = _unpack_iI(data, at)
            if key_length > 8192:
                raise ValueError
            at += 8
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            (end_length,) = _unpack_I(data, at)
            if end_length > 8192:
                raise ValueError
            at += 4
            end2 = data[at : at + end_length]
            at += (end_length + 3) & -4
            target, relation, number, value_length2 = _unpack_2iQI(data, at)
            if value_length2 > 1048576:
                raise ValueError
            at += 20
            value3 = data[at : at + value_length2]
            at += (value_length2 + 3) & -4
            add_compares(
                kv_compare(kv_key_range(kind, key, end2), target, relation, number, value3)
            )
        compares = tuple(compares_items)
        (success_count,) = _unpack_I(data, at)
        if success_count > 128 or success_count * 4 > end - at - 4:
            raise ValueError
        at += 4
        success_items: list[kv_operation] = []
        add_success = success_items.append
        for _ in range(success_count):
            (kind2,) = _unpack_i(data, at)
            success_item: kv_operation
            if kind2 == 0:
                kind3, key_length2 = _unpack_iI(data, at + 4)
                if key_length2 > 8192:
                    raise ValueError
                at += 12
                key2 = data[at : at + key_length2]
                at += (key_length2 + 3) & -4
                (end_length2,) = _unpack_I(data, at)
                if end_length2 > 8192:
                    raise ValueError
                at += 4
                end3 = data[at : at + end_length2]
                at += (end_length2 + 3) & -4
                revision, limit2, want, sort, descending, min_create_revision, max_create_revision, min_mod_revision, max_mod_revision, revision2, after_length = _unpack_QI2iI5QI(
                    data, at
                )
                if after_length > 8192:
                    raise ValueError
                at += 68
                after = data[at : at + after_length]
                at += (after_length + 3) & -4
                success_item = kv_operation_KV_OPERATION_RANGE(
                    kv_range_op(
                        kv_key_range(kind3, key2, end3),
                        revision,
                        limit2,
                        want,
                        sort,
                        _rt.BOOLS[descending],
                        min_create_revision,
                        max_create_revision,
                        min_mod_revision,
                        max_mod_revision,
                        kv_page(revision2, after),
                    )
                )
            elif kind2 == 1:
                (key_length3,) = _unpack_I(data, at + 4)
                if key_length3 > 8192:
                    raise ValueError
                at += 8
                key3 = data[at : at + key_length3]
                at += (key_length3 + 3) & -4
                (value_length3,) = _unpack_I(data, at)
                if value_length3 > 1048576:
                    raise ValueError
                at += 4
                value4 = data[at : at + value_length3]
                at += (value_length3 + 3) & -4
                lease, flags = _unpack_QI(data, at)
                success_item = kv_operation_KV_OPERATION_PUT(kv_put_op(key3, value4, lease, flags))
                at += 12
            elif kind2 == 2:
                kind4, key_length4 = _unpack_iI(data, at + 4)
                if key_length4 > 8192:
                    raise ValueError
                at += 12
                key4 = data[at : at + key_length4]
                at += (key_length4 + 3) & -4
                (end_length3,) = _unpack_I(data, at)
                if end_length3 > 8192:
                    raise ValueError
                at += 4
                end4 = data[at : at + end_length3]
                at += (end_length3 + 3) & -4
                (flags2,) = _unpack_I(data, at)
                success_item = kv_operation_KV_OPERATION_DELETE(
                    kv_delete_op(kv_key_range(kind4, key4, end4), flags2)
                )
                at += 4
            else:
                success_item = kv_operation_default(kind2)
                at += 4
            add_success(success_item)
        success = tuple(success_items)
        (failure_count,) = _unpack_I(data, at)
        if failure_count > 128 or failure_count * 4 > end - at - 4:
            raise ValueError
        at += 4
        failure_items: list[kv_operation] = []
        add_failure = failure_items.append
        for _ in range(failure_count):
            (kind5,) = _unpack_i(data, at)
            failure_item: kv_operation
            if kind5 == 0:
                kind6, key_length5 = _unpack_iI(data, at + 4)
                if key_length5 > 8192:
                    raise ValueError
                at += 12
                key5 = data[at : at + key_length5]
                at += (key_length5 + 3) & -4
                (end_length4,) = _unpack_I(data, at)
                if end_length4 > 8192:
                    raise ValueError
                at += 4
                end5 = data[at : at + end_length4]
                at += (end_length4 + 3) & -4
                revision3, limit3, want2, sort2, descending2, min_create_revision2, max_create_revision2, min_mod_revision2, max_mod_revision2, revision4, after_length2 = _unpack_QI2iI5QI(
                    data, at
                )
                if after_length2 > 8192:
                    raise ValueError
                at += 68
                after2 = data[at : at + after_length2]
                at += (after_length2 + 3) & -4
                failure_item = kv_operation_KV_OPERATION_RANGE(
                    kv_range_op(
                        kv_key_range(kind6, key5, end5),
                        revision3,
                        limit3,
                        want2,
                        sort2,
                        _rt.BOOLS[descending2],
                        min_create_revision2,
                        max_create_revision2,
                        min_mod_revision2,
                        max_mod_revision2,
                        kv_page(revision4, after2),
                    )
                )
            elif kind5 == 1:
                (key_length6,) = _unpack_I(data, at + 4)
                if key_length6 > 8192:
                    raise ValueError
                at += 8
                key6 = data[at : at + key_length6]
                at += (key_length6 + 3) & -4
                (value_length4,) = _unpack_I(data, at)
                if value_length4 > 1048576:
                    raise ValueError
                at += 4
                value5 = data[at : at + value_length4]
                at += (value_length4 + 3) & -4
                lease2, flags3 = _unpack_QI(data, at)
                failure_item = kv_operation_KV_OPERATION_PUT(
                    kv_put_op(key6, value5, lease2, flags3)
                )
                at += 12
            elif kind5 == 2:
                kind7, key_length7 = _unpack_iI(data, at + 4)
                if key_length7 > 8192:
                    raise ValueError
                at += 12
                key7 = data[at : at + key_length7]
                at += (key_length7 + 3) & -4
                (end_length5,) = _unpack_I(data, at)
                if end_length5 > 8192:
                    raise ValueError
                at += 4
                end6 = data[at : at + end_length5]
                at += (end_length5 + 3) & -4
                (flags4,) = _unpack_I(data, at)
                failure_item = kv_operation_KV_OPERATION_DELETE(
                    kv_delete_op(kv_key_range(kind7, key7, end6), flags4)
                )
                at += 4
            else:
                failure_item = kv_operation_default(kind5)
                at += 4
            add_failure(failure_item)
        failure = tuple(failure_items)
        if at > end:
            raise ValueError
        return (
            kv_txn_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                ),
                wait,
                kv_txn_op(compares, success, failure),
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_txn_args", data, offset, end, limit) from None


def _unpack_KV_V1_KV_WATCH_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_watch_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (ranges_count,) = _unpack_I(data, at)
        if ranges_count > 16 or ranges_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        ranges_items: list[kv_key_range] = []
        add_ranges = ranges_items.append
        for _ in range(ranges_count):
            kind, key_length = _unpack_iI(data, at)
            if key_length > 8192:
                raise ValueError
            at += 8
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            (end_length,) = _unpack_I(data, at)
            if end_length > 8192:
                raise ValueError
            at += 4
            end2 = data[at : at + end_length]
            at += (end_length + 3) & -4
            add_ranges(kv_key_range(kind, key, end2))
        ranges = tuple(ranges_items)
        revision, offset, limit2, wait_ms, flags = _unpack_Q4I(data, at)
        at += 24
        if at > end:
            raise ValueError
        return (
            kv_watch_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                ),
                ranges,
                kv_watch_position(revision, offset),
                limit2,
                wait_ms,
                flags,
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_watch_args", data, offset, end, limit) from None


def _unpack_KV_V1_KV_COMPACT_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_compact_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (revision,) = _unpack_Q(data, at)
        at += 8
        if at > end:
            raise ValueError
        return (
            kv_compact_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                ),
                revision,
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_compact_args", data, offset, end, limit) from None


def _unpack_KV_V1_KV_LEASE_GRANT_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_lease_grant_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        ttl_ms, lease = _unpack_2Q(data, at)
        at += 16
        if at > end:
            raise ValueError
        return (
            kv_lease_grant_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                ),
                ttl_ms,
                lease,
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_grant_args", data, offset, end, limit) from None


def _unpack_KV_V1_KV_LEASE_REVOKE_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_lease_revoke_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (lease,) = _unpack_Q(data, at)
        at += 8
        if at > end:
            raise ValueError
        return (
            kv_lease_revoke_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                ),
                lease,
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_revoke_args", data, offset, end, limit
        ) from None


def _unpack_KV_V1_KV_LEASE_KEEPALIVE_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_lease_keepalive_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (lease,) = _unpack_Q(data, at)
        at += 8
        if at > end:
            raise ValueError
        return (
            kv_lease_keepalive_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                ),
                lease,
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_keepalive_args", data, offset, end, limit
        ) from None


def _unpack_KV_V1_KV_LEASE_TTL_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_lease_ttl_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        lease, keys, after_length = _unpack_Q2I(data, at)
        if after_length > 8192:
            raise ValueError
        at += 16
        after = data[at : at + after_length]
        at += (after_length + 3) & -4
        if at > end:
            raise ValueError
        return (
            kv_lease_ttl_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                ),
                lease,
                _rt.BOOLS[keys],
                after,
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_ttl_args", data, offset, end, limit) from None


def _unpack_KV_V1_KV_LEASE_LIST_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_lease_list_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        (after,) = _unpack_Q(data, at)
        at += 8
        if at > end:
            raise ValueError
        return (
            kv_lease_list_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                ),
                after,
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(_shapes, "kv_lease_list_args", data, offset, end, limit) from None


def _unpack_KV_V1_KV_SESSION_OPEN_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_session_open_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        ttl_ms, name_length = _unpack_QI(data, at)
        if name_length > 255:
            raise ValueError
        at += 12
        name = data[at : at + name_length]
        at += (name_length + 3) & -4
        if at > end:
            raise ValueError
        return (
            kv_session_open_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                ),
                ttl_ms,
                name,
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_session_open_args", data, offset, end, limit
        ) from None


def _unpack_KV_V1_KV_SESSION_KEEPALIVE_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_session_keepalive_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        if at > end:
            raise ValueError
        return (
            kv_session_keepalive_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                )
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_session_keepalive_args", data, offset, end, limit
        ) from None


def _unpack_KV_V1_KV_SESSION_CLOSE_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[tuple[kv_session_close_args], int]:
    at = offset
    try:
        cluster_id, session, sequence, lowest_unanswered, consistency, min_revision, max_age_ms, deadline_ms, hops, trace_id, name_space_length = _unpack_4QiQ3I16sI(
            data, at
        )
        if name_space_length > 255:
            raise ValueError
        at += 76
        name_space = data[at : at + name_space_length]
        at += (name_space_length + 3) & -4
        (extensions_count,) = _unpack_I(data, at)
        if extensions_count > 8 or extensions_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        extensions_items: list[kv_extension] = []
        add_extensions = extensions_items.append
        for _ in range(extensions_count):
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            add_extensions(kv_extension(id2, _rt.BOOLS[critical], value2))
        extensions = tuple(extensions_items)
        if at > end:
            raise ValueError
        return (
            kv_session_close_args(
                kv_request_header(
                    cluster_id,
                    session,
                    sequence,
                    lowest_unanswered,
                    consistency,
                    min_revision,
                    max_age_ms,
                    deadline_ms,
                    hops,
                    trace_id,
                    name_space,
                    extensions,
                )
            ),
        ), at
    except _rt.FAULTS:
        raise _rt.explain_unpack(
            _shapes, "kv_session_close_args", data, offset, end, limit
        ) from None


def _shapes() -> dict[str, _rt.Shape]:
    """What the types are made of: read only to say what is wrong, and where."""
    return {
        "kv_extension": _rt.shapes.Struct(
            {"id": _rt.shapes.UINT, "critical": _rt.shapes.BOOL, "value": _rt.shapes.Opaque(1024)}
        ),
        "kv_request_header": _rt.shapes.Struct(
            {
                "cluster_id": _rt.shapes.UHYPER,
                "session": _rt.shapes.UHYPER,
                "sequence": _rt.shapes.UHYPER,
                "lowest_unanswered": _rt.shapes.UHYPER,
                "consistency": _rt.shapes.INT,
                "min_revision": _rt.shapes.UHYPER,
                "max_age_ms": _rt.shapes.UINT,
                "deadline_ms": _rt.shapes.UINT,
                "hops": _rt.shapes.UINT,
                "trace_id": _rt.shapes.FixedOpaque(16),
                "name_space": _rt.shapes.Opaque(255),
                "extensions": _rt.shapes.Array(_rt.shapes.Named("kv_extension"), 8, 12),
            }
        ),
        "kv_reply_header": _rt.shapes.Struct(
            {
                "cluster_id": _rt.shapes.UHYPER,
                "node_id": _rt.shapes.UHYPER,
                "term": _rt.shapes.UHYPER,
                "revision": _rt.shapes.UHYPER,
                "compacted_revision": _rt.shapes.UHYPER,
                "applied_index": _rt.shapes.UHYPER,
                "age_ms": _rt.shapes.UINT,
                "extensions": _rt.shapes.Array(_rt.shapes.Named("kv_extension"), 8, 12),
            }
        ),
        "kv_node": _rt.shapes.Struct({"id": _rt.shapes.UHYPER, "address": _rt.shapes.String(255)}),
        "kv_error": _rt.shapes.Struct(
            {
                "message": _rt.shapes.String(1024),
                "retry_after_ms": _rt.shapes.UINT,
                "leader_address": _rt.shapes.String(255),
                "executed": _rt.shapes.INT,
                "unreachable": _rt.shapes.Array(_rt.shapes.Named("kv_node"), 64, 12),
            }
        ),
        "kv_item": _rt.shapes.Struct(
            {
                "key": _rt.shapes.Opaque(8192),
                "value": _rt.shapes.Opaque(1048576),
                "create_revision": _rt.shapes.UHYPER,
                "mod_revision": _rt.shapes.UHYPER,
                "key_version": _rt.shapes.UHYPER,
                "lease": _rt.shapes.UHYPER,
            }
        ),
        "kv_key_range": _rt.shapes.Struct(
            {"kind": _rt.shapes.INT, "key": _rt.shapes.Opaque(8192), "end": _rt.shapes.Opaque(8192)}
        ),
        "kv_get_args": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_request_header"),
                "key": _rt.shapes.Opaque(8192),
                "revision": _rt.shapes.UHYPER,
            }
        ),
        "kv_get_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {
                0: (kv_get_result_KV_OK, "item", _rt.shapes.Named("kv_item")),
                1: (kv_get_result_KV_NOT_FOUND, "", _rt.shapes.VOID),
            },
            (kv_get_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_get_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_get_result"),
            }
        ),
        "kv_commit": _rt.shapes.Struct(
            {"revision": _rt.shapes.UHYPER, "durable_nodes": _rt.shapes.UINT}
        ),
        "kv_put_op": _rt.shapes.Struct(
            {
                "key": _rt.shapes.Opaque(8192),
                "value": _rt.shapes.Opaque(1048576),
                "lease": _rt.shapes.UHYPER,
                "flags": _rt.shapes.UINT,
            }
        ),
        "kv_put_args": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_request_header"),
                "wait": _rt.shapes.INT,
                "put": _rt.shapes.Named("kv_put_op"),
            }
        ),
        "kv_put_ok": _rt.shapes.Struct(
            {
                "commit": _rt.shapes.Named("kv_commit"),
                "previous": _rt.shapes.Optional(_rt.shapes.Named("kv_item")),
            }
        ),
        "kv_put_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_put_result_KV_OK, "ok", _rt.shapes.Named("kv_put_ok"))},
            (kv_put_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_put_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_put_result"),
            }
        ),
        "kv_delete_op": _rt.shapes.Struct(
            {"keys": _rt.shapes.Named("kv_key_range"), "flags": _rt.shapes.UINT}
        ),
        "kv_delete_args": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_request_header"),
                "wait": _rt.shapes.INT,
                "deletion": _rt.shapes.Named("kv_delete_op"),
            }
        ),
        "kv_deleted": _rt.shapes.Struct(
            {
                "count": _rt.shapes.UHYPER,
                "previous": _rt.shapes.Array(_rt.shapes.Named("kv_item"), 10000, 40),
            }
        ),
        "kv_delete_ok": _rt.shapes.Struct(
            {"commit": _rt.shapes.Named("kv_commit"), "deleted": _rt.shapes.Named("kv_deleted")}
        ),
        "kv_delete_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_delete_result_KV_OK, "ok", _rt.shapes.Named("kv_delete_ok"))},
            (kv_delete_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_delete_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_delete_result"),
            }
        ),
        "kv_page": _rt.shapes.Struct(
            {"revision": _rt.shapes.UHYPER, "after": _rt.shapes.Opaque(8192)}
        ),
        "kv_range_op": _rt.shapes.Struct(
            {
                "keys": _rt.shapes.Named("kv_key_range"),
                "revision": _rt.shapes.UHYPER,
                "limit": _rt.shapes.UINT,
                "want": _rt.shapes.INT,
                "sort": _rt.shapes.INT,
                "descending": _rt.shapes.BOOL,
                "min_create_revision": _rt.shapes.UHYPER,
                "max_create_revision": _rt.shapes.UHYPER,
                "min_mod_revision": _rt.shapes.UHYPER,
                "max_mod_revision": _rt.shapes.UHYPER,
                "page": _rt.shapes.Named("kv_page"),
            }
        ),
        "kv_range_args": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_request_header"),
                "range": _rt.shapes.Named("kv_range_op"),
            }
        ),
        "kv_range_ok": _rt.shapes.Struct(
            {
                "revision": _rt.shapes.UHYPER,
                "items": _rt.shapes.Array(_rt.shapes.Named("kv_item"), 10000, 40),
                "more": _rt.shapes.BOOL,
                "next": _rt.shapes.Named("kv_page"),
                "count": _rt.shapes.UHYPER,
            }
        ),
        "kv_range_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_range_result_KV_OK, "ok", _rt.shapes.Named("kv_range_ok"))},
            (kv_range_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_range_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_range_result"),
            }
        ),
        "kv_compare": _rt.shapes.Struct(
            {
                "keys": _rt.shapes.Named("kv_key_range"),
                "target": _rt.shapes.INT,
                "relation": _rt.shapes.INT,
                "number": _rt.shapes.UHYPER,
                "value": _rt.shapes.Opaque(1048576),
            }
        ),
        "kv_operation": _rt.shapes.Union(
            "kind",
            _rt.shapes.INT,
            {
                0: (kv_operation_KV_OPERATION_RANGE, "range", _rt.shapes.Named("kv_range_op")),
                1: (kv_operation_KV_OPERATION_PUT, "put", _rt.shapes.Named("kv_put_op")),
                2: (kv_operation_KV_OPERATION_DELETE, "deletion", _rt.shapes.Named("kv_delete_op")),
            },
            (kv_operation_default, "", _rt.shapes.VOID),
        ),
        "kv_txn_op": _rt.shapes.Struct(
            {
                "compares": _rt.shapes.Array(_rt.shapes.Named("kv_compare"), 128, 32),
                "success": _rt.shapes.Array(_rt.shapes.Named("kv_operation"), 128, 4),
                "failure": _rt.shapes.Array(_rt.shapes.Named("kv_operation"), 128, 4),
            }
        ),
        "kv_txn_args": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_request_header"),
                "wait": _rt.shapes.INT,
                "txn": _rt.shapes.Named("kv_txn_op"),
            }
        ),
        "kv_operation_result": _rt.shapes.Union(
            "kind",
            _rt.shapes.INT,
            {
                0: (
                    kv_operation_result_KV_OPERATION_RANGE,
                    "range",
                    _rt.shapes.Named("kv_range_ok"),
                ),
                1: (
                    kv_operation_result_KV_OPERATION_PUT,
                    "previous",
                    _rt.shapes.Optional(_rt.shapes.Named("kv_item")),
                ),
                2: (
                    kv_operation_result_KV_OPERATION_DELETE,
                    "deleted",
                    _rt.shapes.Named("kv_deleted"),
                ),
            },
            (kv_operation_result_default, "", _rt.shapes.VOID),
        ),
        "kv_txn_ok": _rt.shapes.Struct(
            {
                "commit": _rt.shapes.Named("kv_commit"),
                "succeeded": _rt.shapes.BOOL,
                "results": _rt.shapes.Array(_rt.shapes.Named("kv_operation_result"), 128, 4),
            }
        ),
        "kv_txn_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_txn_result_KV_OK, "ok", _rt.shapes.Named("kv_txn_ok"))},
            (kv_txn_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_txn_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_txn_result"),
            }
        ),
        "kv_watch_position": _rt.shapes.Struct(
            {"revision": _rt.shapes.UHYPER, "offset": _rt.shapes.UINT}
        ),
        "kv_watch_args": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_request_header"),
                "ranges": _rt.shapes.Array(_rt.shapes.Named("kv_key_range"), 16, 12),
                "position": _rt.shapes.Named("kv_watch_position"),
                "limit": _rt.shapes.UINT,
                "wait_ms": _rt.shapes.UINT,
                "flags": _rt.shapes.UINT,
            }
        ),
        "kv_event": _rt.shapes.Struct(
            {
                "kind": _rt.shapes.INT,
                "item": _rt.shapes.Named("kv_item"),
                "previous": _rt.shapes.Optional(_rt.shapes.Named("kv_item")),
            }
        ),
        "kv_watch_ok": _rt.shapes.Struct(
            {
                "events": _rt.shapes.Array(_rt.shapes.Named("kv_event"), 10000, 48),
                "next": _rt.shapes.Named("kv_watch_position"),
            }
        ),
        "kv_watch_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_watch_result_KV_OK, "ok", _rt.shapes.Named("kv_watch_ok"))},
            (kv_watch_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_watch_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_watch_result"),
            }
        ),
        "kv_compact_args": _rt.shapes.Struct(
            {"header": _rt.shapes.Named("kv_request_header"), "revision": _rt.shapes.UHYPER}
        ),
        "kv_compact_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_compact_result_KV_OK, "", _rt.shapes.VOID)},
            (kv_compact_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_compact_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_compact_result"),
            }
        ),
        "kv_lease_grant_args": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_request_header"),
                "ttl_ms": _rt.shapes.UHYPER,
                "lease": _rt.shapes.UHYPER,
            }
        ),
        "kv_lease_grant_ok": _rt.shapes.Struct(
            {"lease": _rt.shapes.UHYPER, "ttl_ms": _rt.shapes.UHYPER}
        ),
        "kv_lease_grant_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_lease_grant_result_KV_OK, "ok", _rt.shapes.Named("kv_lease_grant_ok"))},
            (kv_lease_grant_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_lease_grant_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_lease_grant_result"),
            }
        ),
        "kv_lease_revoke_args": _rt.shapes.Struct(
            {"header": _rt.shapes.Named("kv_request_header"), "lease": _rt.shapes.UHYPER}
        ),
        "kv_lease_revoke_ok": _rt.shapes.Struct(
            {"commit": _rt.shapes.Named("kv_commit"), "count": _rt.shapes.UHYPER}
        ),
        "kv_lease_revoke_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_lease_revoke_result_KV_OK, "ok", _rt.shapes.Named("kv_lease_revoke_ok"))},
            (kv_lease_revoke_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_lease_revoke_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_lease_revoke_result"),
            }
        ),
        "kv_lease_keepalive_args": _rt.shapes.Struct(
            {"header": _rt.shapes.Named("kv_request_header"), "lease": _rt.shapes.UHYPER}
        ),
        "kv_lease_keepalive_ok": _rt.shapes.Struct({"ttl_ms": _rt.shapes.UHYPER}),
        "kv_lease_keepalive_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_lease_keepalive_result_KV_OK, "ok", _rt.shapes.Named("kv_lease_keepalive_ok"))},
            (kv_lease_keepalive_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_lease_keepalive_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_lease_keepalive_result"),
            }
        ),
        "kv_lease_ttl_args": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_request_header"),
                "lease": _rt.shapes.UHYPER,
                "keys": _rt.shapes.BOOL,
                "after": _rt.shapes.Opaque(8192),
            }
        ),
        "kv_lease_key": _rt.shapes.Struct({"key": _rt.shapes.Opaque(8192)}),
        "kv_lease_ttl_ok": _rt.shapes.Struct(
            {
                "granted_ttl_ms": _rt.shapes.UHYPER,
                "ttl_ms": _rt.shapes.UHYPER,
                "keys": _rt.shapes.Array(_rt.shapes.Named("kv_lease_key"), 10000, 4),
                "more": _rt.shapes.BOOL,
            }
        ),
        "kv_lease_ttl_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_lease_ttl_result_KV_OK, "ok", _rt.shapes.Named("kv_lease_ttl_ok"))},
            (kv_lease_ttl_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_lease_ttl_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_lease_ttl_result"),
            }
        ),
        "kv_lease_list_args": _rt.shapes.Struct(
            {"header": _rt.shapes.Named("kv_request_header"), "after": _rt.shapes.UHYPER}
        ),
        "kv_lease_info": _rt.shapes.Struct(
            {
                "lease": _rt.shapes.UHYPER,
                "granted_ttl_ms": _rt.shapes.UHYPER,
                "ttl_ms": _rt.shapes.UHYPER,
            }
        ),
        "kv_lease_list_ok": _rt.shapes.Struct(
            {
                "leases": _rt.shapes.Array(_rt.shapes.Named("kv_lease_info"), 1000, 24),
                "more": _rt.shapes.BOOL,
            }
        ),
        "kv_lease_list_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_lease_list_result_KV_OK, "ok", _rt.shapes.Named("kv_lease_list_ok"))},
            (kv_lease_list_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_lease_list_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_lease_list_result"),
            }
        ),
        "kv_session_open_args": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_request_header"),
                "ttl_ms": _rt.shapes.UHYPER,
                "name": _rt.shapes.Opaque(255),
            }
        ),
        "kv_session_open_ok": _rt.shapes.Struct(
            {"session": _rt.shapes.UHYPER, "ttl_ms": _rt.shapes.UHYPER}
        ),
        "kv_session_open_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_session_open_result_KV_OK, "ok", _rt.shapes.Named("kv_session_open_ok"))},
            (kv_session_open_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_session_open_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_session_open_result"),
            }
        ),
        "kv_session_keepalive_args": _rt.shapes.Struct(
            {"header": _rt.shapes.Named("kv_request_header")}
        ),
        "kv_session_keepalive_ok": _rt.shapes.Struct({"ttl_ms": _rt.shapes.UHYPER}),
        "kv_session_keepalive_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {
                0: (
                    kv_session_keepalive_result_KV_OK,
                    "ok",
                    _rt.shapes.Named("kv_session_keepalive_ok"),
                )
            },
            (kv_session_keepalive_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_session_keepalive_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_session_keepalive_result"),
            }
        ),
        "kv_session_close_args": _rt.shapes.Struct(
            {"header": _rt.shapes.Named("kv_request_header")}
        ),
        "kv_session_close_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_session_close_result_KV_OK, "", _rt.shapes.VOID)},
            (kv_session_close_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_session_close_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_session_close_result"),
            }
        ),
        "kv_member": _rt.shapes.Struct(
            {
                "node": _rt.shapes.Named("kv_node"),
                "voter": _rt.shapes.BOOL,
                "reachable": _rt.shapes.BOOL,
            }
        ),
        "kv_alarm": _rt.shapes.Struct(
            {
                "kind": _rt.shapes.INT,
                "node_id": _rt.shapes.UHYPER,
                "message": _rt.shapes.String(1024),
            }
        ),
        "kv_counter": _rt.shapes.Struct(
            {"name": _rt.shapes.String(255), "value": _rt.shapes.UHYPER}
        ),
        "kv_property": _rt.shapes.Struct(
            {"name": _rt.shapes.String(255), "value": _rt.shapes.String(1024)}
        ),
        "kv_status_args": _rt.shapes.Struct({"header": _rt.shapes.Named("kv_request_header")}),
        "kv_status_ok": _rt.shapes.Struct(
            {
                "role": _rt.shapes.INT,
                "leader": _rt.shapes.Named("kv_node"),
                "commit_index": _rt.shapes.UHYPER,
                "first_index": _rt.shapes.UHYPER,
                "last_index": _rt.shapes.UHYPER,
                "keys": _rt.shapes.UHYPER,
                "data_bytes": _rt.shapes.UHYPER,
                "log_bytes": _rt.shapes.UHYPER,
                "uptime_ms": _rt.shapes.UHYPER,
                "members": _rt.shapes.Array(_rt.shapes.Named("kv_member"), 64, 20),
                "alarms": _rt.shapes.Array(_rt.shapes.Named("kv_alarm"), 64, 16),
                "counters": _rt.shapes.Array(_rt.shapes.Named("kv_counter"), 256, 12),
                "properties": _rt.shapes.Array(_rt.shapes.Named("kv_property"), 64, 8),
            }
        ),
        "kv_status_result": _rt.shapes.Union(
            "code",
            _rt.shapes.INT,
            {0: (kv_status_result_KV_OK, "ok", _rt.shapes.Named("kv_status_ok"))},
            (kv_status_result_default, "error", _rt.shapes.Named("kv_error")),
        ),
        "kv_status_reply": _rt.shapes.Struct(
            {
                "header": _rt.shapes.Named("kv_reply_header"),
                "result": _rt.shapes.Named("kv_status_result"),
            }
        ),
    }


_KV_V1_KV_STATUS: _rt.Procedure[[kv_status_args], kv_status_reply] = _rt.Procedure(
    0x31230010,
    1,
    1,
    "KV_STATUS",
    pack_kv_status_args,
    _unpack_KV_V1_KV_STATUS_args,
    pack_kv_status_reply,
    unpack_kv_status_reply,
)
_KV_V1_KV_GET: _rt.Procedure[[kv_get_args], kv_get_reply] = _rt.Procedure(
    0x31230010,
    1,
    2,
    "KV_GET",
    pack_kv_get_args,
    _unpack_KV_V1_KV_GET_args,
    pack_kv_get_reply,
    unpack_kv_get_reply,
)
_KV_V1_KV_PUT: _rt.Procedure[[kv_put_args], kv_put_reply] = _rt.Procedure(
    0x31230010,
    1,
    3,
    "KV_PUT",
    pack_kv_put_args,
    _unpack_KV_V1_KV_PUT_args,
    pack_kv_put_reply,
    unpack_kv_put_reply,
)
_KV_V1_KV_DELETE: _rt.Procedure[[kv_delete_args], kv_delete_reply] = _rt.Procedure(
    0x31230010,
    1,
    4,
    "KV_DELETE",
    pack_kv_delete_args,
    _unpack_KV_V1_KV_DELETE_args,
    pack_kv_delete_reply,
    unpack_kv_delete_reply,
)
_KV_V1_KV_RANGE: _rt.Procedure[[kv_range_args], kv_range_reply] = _rt.Procedure(
    0x31230010,
    1,
    5,
    "KV_RANGE",
    pack_kv_range_args,
    _unpack_KV_V1_KV_RANGE_args,
    pack_kv_range_reply,
    unpack_kv_range_reply,
)
_KV_V1_KV_TXN: _rt.Procedure[[kv_txn_args], kv_txn_reply] = _rt.Procedure(
    0x31230010,
    1,
    6,
    "KV_TXN",
    pack_kv_txn_args,
    _unpack_KV_V1_KV_TXN_args,
    pack_kv_txn_reply,
    unpack_kv_txn_reply,
)
_KV_V1_KV_WATCH: _rt.Procedure[[kv_watch_args], kv_watch_reply] = _rt.Procedure(
    0x31230010,
    1,
    7,
    "KV_WATCH",
    pack_kv_watch_args,
    _unpack_KV_V1_KV_WATCH_args,
    pack_kv_watch_reply,
    unpack_kv_watch_reply,
)
_KV_V1_KV_COMPACT: _rt.Procedure[[kv_compact_args], kv_compact_reply] = _rt.Procedure(
    0x31230010,
    1,
    8,
    "KV_COMPACT",
    pack_kv_compact_args,
    _unpack_KV_V1_KV_COMPACT_args,
    pack_kv_compact_reply,
    unpack_kv_compact_reply,
)
_KV_V1_KV_LEASE_GRANT: _rt.Procedure[[kv_lease_grant_args], kv_lease_grant_reply] = _rt.Procedure(
    0x31230010,
    1,
    9,
    "KV_LEASE_GRANT",
    pack_kv_lease_grant_args,
    _unpack_KV_V1_KV_LEASE_GRANT_args,
    pack_kv_lease_grant_reply,
    unpack_kv_lease_grant_reply,
)
_KV_V1_KV_LEASE_REVOKE: _rt.Procedure[[kv_lease_revoke_args], kv_lease_revoke_reply] = _rt.Procedure(
    0x31230010,
    1,
    10,
    "KV_LEASE_REVOKE",
    pack_kv_lease_revoke_args,
    _unpack_KV_V1_KV_LEASE_REVOKE_args,
    pack_kv_lease_revoke_reply,
    unpack_kv_lease_revoke_reply,
)
_KV_V1_KV_LEASE_KEEPALIVE: _rt.Procedure[[kv_lease_keepalive_args], kv_lease_keepalive_reply] = _rt.Procedure(
    0x31230010,
    1,
    11,
    "KV_LEASE_KEEPALIVE",
    pack_kv_lease_keepalive_args,
    _unpack_KV_V1_KV_LEASE_KEEPALIVE_args,
    pack_kv_lease_keepalive_reply,
    unpack_kv_lease_keepalive_reply,
)
_KV_V1_KV_LEASE_TTL: _rt.Procedure[[kv_lease_ttl_args], kv_lease_ttl_reply] = _rt.Procedure(
    0x31230010,
    1,
    12,
    "KV_LEASE_TTL",
    pack_kv_lease_ttl_args,
    _unpack_KV_V1_KV_LEASE_TTL_args,
    pack_kv_lease_ttl_reply,
    unpack_kv_lease_ttl_reply,
)
_KV_V1_KV_LEASE_LIST: _rt.Procedure[[kv_lease_list_args], kv_lease_list_reply] = _rt.Procedure(
    0x31230010,
    1,
    13,
    "KV_LEASE_LIST",
    pack_kv_lease_list_args,
    _unpack_KV_V1_KV_LEASE_LIST_args,
    pack_kv_lease_list_reply,
    unpack_kv_lease_list_reply,
)
_KV_V1_KV_SESSION_OPEN: _rt.Procedure[[kv_session_open_args], kv_session_open_reply] = _rt.Procedure(
    0x31230010,
    1,
    14,
    "KV_SESSION_OPEN",
    pack_kv_session_open_args,
    _unpack_KV_V1_KV_SESSION_OPEN_args,
    pack_kv_session_open_reply,
    unpack_kv_session_open_reply,
)
_KV_V1_KV_SESSION_KEEPALIVE: _rt.Procedure[[kv_session_keepalive_args], kv_session_keepalive_reply] = _rt.Procedure(
    0x31230010,
    1,
    15,
    "KV_SESSION_KEEPALIVE",
    pack_kv_session_keepalive_args,
    _unpack_KV_V1_KV_SESSION_KEEPALIVE_args,
    pack_kv_session_keepalive_reply,
    unpack_kv_session_keepalive_reply,
)
_KV_V1_KV_SESSION_CLOSE: _rt.Procedure[[kv_session_close_args], kv_session_close_reply] = _rt.Procedure(
    0x31230010,
    1,
    16,
    "KV_SESSION_CLOSE",
    pack_kv_session_close_args,
    _unpack_KV_V1_KV_SESSION_CLOSE_args,
    pack_kv_session_close_reply,
    unpack_kv_session_close_reply,
)
KV_V1 = _rt.Version(
    "KV_V1",
    0x31230010,
    1,
    (
        _KV_V1_KV_STATUS,
        _KV_V1_KV_GET,
        _KV_V1_KV_PUT,
        _KV_V1_KV_DELETE,
        _KV_V1_KV_RANGE,
        _KV_V1_KV_TXN,
        _KV_V1_KV_WATCH,
        _KV_V1_KV_COMPACT,
        _KV_V1_KV_LEASE_GRANT,
        _KV_V1_KV_LEASE_REVOKE,
        _KV_V1_KV_LEASE_KEEPALIVE,
        _KV_V1_KV_LEASE_TTL,
        _KV_V1_KV_LEASE_LIST,
        _KV_V1_KV_SESSION_OPEN,
        _KV_V1_KV_SESSION_KEEPALIVE,
        _KV_V1_KV_SESSION_CLOSE,
    ),
)
KV_PROGRAM = _rt.Program("KV_PROGRAM", 0x31230010, (KV_V1,))


class KV_V1Client(_rt.Client):
    """Calls the procedures of KV_PROGRAM, version 1 (KV_V1)."""

    version: typing.ClassVar[_rt.Version] = KV_V1

    def KV_STATUS(self, arg: kv_status_args, *, timeout: float | None = None) -> kv_status_reply:
        """How the node is; answered whether or not it can serve anything else."""
        caller = self._caller
        return caller.call(_KV_V1_KV_STATUS, pack_kv_status_args(arg, caller.limit), timeout)

    def KV_GET(self, arg: kv_get_args, *, timeout: float | None = None) -> kv_get_reply:
        """Read one key."""
        caller = self._caller
        return caller.call(_KV_V1_KV_GET, pack_kv_get_args(arg, caller.limit), timeout)

    def KV_PUT(self, arg: kv_put_args, *, timeout: float | None = None) -> kv_put_reply:
        """Set one key."""
        caller = self._caller
        return caller.call(_KV_V1_KV_PUT, pack_kv_put_args(arg, caller.limit), timeout)

    def KV_DELETE(self, arg: kv_delete_args, *, timeout: float | None = None) -> kv_delete_reply:
        """Delete one key or many, in one change."""
        caller = self._caller
        return caller.call(_KV_V1_KV_DELETE, pack_kv_delete_args(arg, caller.limit), timeout)

    def KV_RANGE(self, arg: kv_range_args, *, timeout: float | None = None) -> kv_range_reply:
        """Read many keys, or count them, page by page at one revision."""
        caller = self._caller
        return caller.call(_KV_V1_KV_RANGE, pack_kv_range_args(arg, caller.limit), timeout)

    def KV_TXN(self, arg: kv_txn_args, *, timeout: float | None = None) -> kv_txn_reply:
        """Compare, then do one of two lists of operations, in one change."""
        caller = self._caller
        return caller.call(_KV_V1_KV_TXN, pack_kv_txn_args(arg, caller.limit), timeout)

    def KV_WATCH(self, arg: kv_watch_args, *, timeout: float | None = None) -> kv_watch_reply:
        """Wait for changes."""
        caller = self._caller
        return caller.call(_KV_V1_KV_WATCH, pack_kv_watch_args(arg, caller.limit), timeout)

    def KV_COMPACT(self, arg: kv_compact_args, *, timeout: float | None = None) -> kv_compact_reply:
        """Give up old revisions."""
        caller = self._caller
        return caller.call(_KV_V1_KV_COMPACT, pack_kv_compact_args(arg, caller.limit), timeout)

    def KV_LEASE_GRANT(
        self, arg: kv_lease_grant_args, *, timeout: float | None = None
    ) -> kv_lease_grant_reply:
        """Make a lease."""
        caller = self._caller
        return caller.call(
            _KV_V1_KV_LEASE_GRANT, pack_kv_lease_grant_args(arg, caller.limit), timeout
        )

    def KV_LEASE_REVOKE(
        self, arg: kv_lease_revoke_args, *, timeout: float | None = None
    ) -> kv_lease_revoke_reply:
        """End a lease and delete its keys."""
        caller = self._caller
        return caller.call(
            _KV_V1_KV_LEASE_REVOKE, pack_kv_lease_revoke_args(arg, caller.limit), timeout
        )

    def KV_LEASE_KEEPALIVE(
        self, arg: kv_lease_keepalive_args, *, timeout: float | None = None
    ) -> kv_lease_keepalive_reply:
        """Prolong a lease; answered when that is permanent."""
        caller = self._caller
        return caller.call(
            _KV_V1_KV_LEASE_KEEPALIVE, pack_kv_lease_keepalive_args(arg, caller.limit), timeout
        )

    def KV_LEASE_TTL(
        self, arg: kv_lease_ttl_args, *, timeout: float | None = None
    ) -> kv_lease_ttl_reply:
        """Ask how long a lease has left, and for its keys."""
        caller = self._caller
        return caller.call(_KV_V1_KV_LEASE_TTL, pack_kv_lease_ttl_args(arg, caller.limit), timeout)

    def KV_LEASE_LIST(
        self, arg: kv_lease_list_args, *, timeout: float | None = None
    ) -> kv_lease_list_reply:
        """List leases."""
        caller = self._caller
        return caller.call(
            _KV_V1_KV_LEASE_LIST, pack_kv_lease_list_args(arg, caller.limit), timeout
        )

    def KV_SESSION_OPEN(
        self, arg: kv_session_open_args, *, timeout: float | None = None
    ) -> kv_session_open_reply:
        """Open a session."""
        caller = self._caller
        return caller.call(
            _KV_V1_KV_SESSION_OPEN, pack_kv_session_open_args(arg, caller.limit), timeout
        )

    def KV_SESSION_KEEPALIVE(
        self, arg: kv_session_keepalive_args, *, timeout: float | None = None
    ) -> kv_session_keepalive_reply:
        """Prolong a session; answered when that is permanent."""
        caller = self._caller
        return caller.call(
            _KV_V1_KV_SESSION_KEEPALIVE, pack_kv_session_keepalive_args(arg, caller.limit), timeout
        )

    def KV_SESSION_CLOSE(
        self, arg: kv_session_close_args, *, timeout: float | None = None
    ) -> kv_session_close_reply:
        """Close a session."""
        caller = self._caller
        return caller.call(
            _KV_V1_KV_SESSION_CLOSE, pack_kv_session_close_args(arg, caller.limit), timeout
        )


class KV_V1AsyncClient(_rt.AsyncClient):
    """Calls the procedures of KV_PROGRAM, version 1 (KV_V1)."""

    version: typing.ClassVar[_rt.Version] = KV_V1

    async def KV_STATUS(
        self, arg: kv_status_args, *, timeout: float | None = None
    ) -> kv_status_reply:
        """How the node is; answered whether or not it can serve anything else."""
        caller = self._caller
        return await caller.call(_KV_V1_KV_STATUS, pack_kv_status_args(arg, caller.limit), timeout)

    async def KV_GET(self, arg: kv_get_args, *, timeout: float | None = None) -> kv_get_reply:
        """Read one key."""
        caller = self._caller
        return await caller.call(_KV_V1_KV_GET, pack_kv_get_args(arg, caller.limit), timeout)

    async def KV_PUT(self, arg: kv_put_args, *, timeout: float | None = None) -> kv_put_reply:
        """Set one key."""
        caller = self._caller
        return await caller.call(_KV_V1_KV_PUT, pack_kv_put_args(arg, caller.limit), timeout)

    async def KV_DELETE(
        self, arg: kv_delete_args, *, timeout: float | None = None
    ) -> kv_delete_reply:
        """Delete one key or many, in one change."""
        caller = self._caller
        return await caller.call(_KV_V1_KV_DELETE, pack_kv_delete_args(arg, caller.limit), timeout)

    async def KV_RANGE(self, arg: kv_range_args, *, timeout: float | None = None) -> kv_range_reply:
        """Read many keys, or count them, page by page at one revision."""
        caller = self._caller
        return await caller.call(_KV_V1_KV_RANGE, pack_kv_range_args(arg, caller.limit), timeout)

    async def KV_TXN(self, arg: kv_txn_args, *, timeout: float | None = None) -> kv_txn_reply:
        """Compare, then do one of two lists of operations, in one change."""
        caller = self._caller
        return await caller.call(_KV_V1_KV_TXN, pack_kv_txn_args(arg, caller.limit), timeout)

    async def KV_WATCH(self, arg: kv_watch_args, *, timeout: float | None = None) -> kv_watch_reply:
        """Wait for changes."""
        caller = self._caller
        return await caller.call(_KV_V1_KV_WATCH, pack_kv_watch_args(arg, caller.limit), timeout)

    async def KV_COMPACT(
        self, arg: kv_compact_args, *, timeout: float | None = None
    ) -> kv_compact_reply:
        """Give up old revisions."""
        caller = self._caller
        return await caller.call(
            _KV_V1_KV_COMPACT, pack_kv_compact_args(arg, caller.limit), timeout
        )

    async def KV_LEASE_GRANT(
        self, arg: kv_lease_grant_args, *, timeout: float | None = None
    ) -> kv_lease_grant_reply:
        """Make a lease."""
        caller = self._caller
        return await caller.call(
            _KV_V1_KV_LEASE_GRANT, pack_kv_lease_grant_args(arg, caller.limit), timeout
        )

    async def KV_LEASE_REVOKE(
        self, arg: kv_lease_revoke_args, *, timeout: float | None = None
    ) -> kv_lease_revoke_reply:
        """End a lease and delete its keys."""
        caller = self._caller
        return await caller.call(
            _KV_V1_KV_LEASE_REVOKE, pack_kv_lease_revoke_args(arg, caller.limit), timeout
        )

    async def KV_LEASE_KEEPALIVE(
        self, arg: kv_lease_keepalive_args, *, timeout: float | None = None
    ) -> kv_lease_keepalive_reply:
        """Prolong a lease; answered when that is permanent."""
        caller = self._caller
        return await caller.call(
            _KV_V1_KV_LEASE_KEEPALIVE, pack_kv_lease_keepalive_args(arg, caller.limit), timeout
        )

    async def KV_LEASE_TTL(
        self, arg: kv_lease_ttl_args, *, timeout: float | None = None
    ) -> kv_lease_ttl_reply:
        """Ask how long a lease has left, and for its keys."""
        caller = self._caller
        return await caller.call(
            _KV_V1_KV_LEASE_TTL, pack_kv_lease_ttl_args(arg, caller.limit), timeout
        )

    async def KV_LEASE_LIST(
        self, arg: kv_lease_list_args, *, timeout: float | None = None
    ) -> kv_lease_list_reply:
        """List leases."""
        caller = self._caller
        return await caller.call(
            _KV_V1_KV_LEASE_LIST, pack_kv_lease_list_args(arg, caller.limit), timeout
        )

    async def KV_SESSION_OPEN(
        self, arg: kv_session_open_args, *, timeout: float | None = None
    ) -> kv_session_open_reply:
        """Open a session."""
        caller = self._caller
        return await caller.call(
            _KV_V1_KV_SESSION_OPEN, pack_kv_session_open_args(arg, caller.limit), timeout
        )

    async def KV_SESSION_KEEPALIVE(
        self, arg: kv_session_keepalive_args, *, timeout: float | None = None
    ) -> kv_session_keepalive_reply:
        """Prolong a session; answered when that is permanent."""
        caller = self._caller
        return await caller.call(
            _KV_V1_KV_SESSION_KEEPALIVE, pack_kv_session_keepalive_args(arg, caller.limit), timeout
        )

    async def KV_SESSION_CLOSE(
        self, arg: kv_session_close_args, *, timeout: float | None = None
    ) -> kv_session_close_reply:
        """Close a session."""
        caller = self._caller
        return await caller.call(
            _KV_V1_KV_SESSION_CLOSE, pack_kv_session_close_args(arg, caller.limit), timeout
        )


class KV_V1Server(_rt.Server):
    """Answers the procedures of KV_PROGRAM, version 1 (KV_V1)."""

    version: typing.ClassVar[_rt.Version] = KV_V1
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_KV_V1_KV_STATUS, "KV_STATUS"),
        (_KV_V1_KV_GET, "KV_GET"),
        (_KV_V1_KV_PUT, "KV_PUT"),
        (_KV_V1_KV_DELETE, "KV_DELETE"),
        (_KV_V1_KV_RANGE, "KV_RANGE"),
        (_KV_V1_KV_TXN, "KV_TXN"),
        (_KV_V1_KV_WATCH, "KV_WATCH"),
        (_KV_V1_KV_COMPACT, "KV_COMPACT"),
        (_KV_V1_KV_LEASE_GRANT, "KV_LEASE_GRANT"),
        (_KV_V1_KV_LEASE_REVOKE, "KV_LEASE_REVOKE"),
        (_KV_V1_KV_LEASE_KEEPALIVE, "KV_LEASE_KEEPALIVE"),
        (_KV_V1_KV_LEASE_TTL, "KV_LEASE_TTL"),
        (_KV_V1_KV_LEASE_LIST, "KV_LEASE_LIST"),
        (_KV_V1_KV_SESSION_OPEN, "KV_SESSION_OPEN"),
        (_KV_V1_KV_SESSION_KEEPALIVE, "KV_SESSION_KEEPALIVE"),
        (_KV_V1_KV_SESSION_CLOSE, "KV_SESSION_CLOSE"),
    )

    def KV_STATUS(
        self, arg: kv_status_args, context: _rt.Context
    ) -> kv_status_reply | _Future[kv_status_reply]:
        """How the node is; answered whether or not it can serve anything else."""
        raise _rt.ProcedureUnavailable

    def KV_GET(
        self, arg: kv_get_args, context: _rt.Context
    ) -> kv_get_reply | _Future[kv_get_reply]:
        """Read one key."""
        raise _rt.ProcedureUnavailable

    def KV_PUT(
        self, arg: kv_put_args, context: _rt.Context
    ) -> kv_put_reply | _Future[kv_put_reply]:
        """Set one key."""
        raise _rt.ProcedureUnavailable

    def KV_DELETE(
        self, arg: kv_delete_args, context: _rt.Context
    ) -> kv_delete_reply | _Future[kv_delete_reply]:
        """Delete one key or many, in one change."""
        raise _rt.ProcedureUnavailable

    def KV_RANGE(
        self, arg: kv_range_args, context: _rt.Context
    ) -> kv_range_reply | _Future[kv_range_reply]:
        """Read many keys, or count them, page by page at one revision."""
        raise _rt.ProcedureUnavailable

    def KV_TXN(
        self, arg: kv_txn_args, context: _rt.Context
    ) -> kv_txn_reply | _Future[kv_txn_reply]:
        """Compare, then do one of two lists of operations, in one change."""
        raise _rt.ProcedureUnavailable

    def KV_WATCH(
        self, arg: kv_watch_args, context: _rt.Context
    ) -> kv_watch_reply | _Future[kv_watch_reply]:
        """Wait for changes."""
        raise _rt.ProcedureUnavailable

    def KV_COMPACT(
        self, arg: kv_compact_args, context: _rt.Context
    ) -> kv_compact_reply | _Future[kv_compact_reply]:
        """Give up old revisions."""
        raise _rt.ProcedureUnavailable

    def KV_LEASE_GRANT(
        self, arg: kv_lease_grant_args, context: _rt.Context
    ) -> kv_lease_grant_reply | _Future[kv_lease_grant_reply]:
        """Make a lease."""
        raise _rt.ProcedureUnavailable

    def KV_LEASE_REVOKE(
        self, arg: kv_lease_revoke_args, context: _rt.Context
    ) -> kv_lease_revoke_reply | _Future[kv_lease_revoke_reply]:
        """End a lease and delete its keys."""
        raise _rt.ProcedureUnavailable

    def KV_LEASE_KEEPALIVE(
        self, arg: kv_lease_keepalive_args, context: _rt.Context
    ) -> kv_lease_keepalive_reply | _Future[kv_lease_keepalive_reply]:
        """Prolong a lease; answered when that is permanent."""
        raise _rt.ProcedureUnavailable

    def KV_LEASE_TTL(
        self, arg: kv_lease_ttl_args, context: _rt.Context
    ) -> kv_lease_ttl_reply | _Future[kv_lease_ttl_reply]:
        """Ask how long a lease has left, and for its keys."""
        raise _rt.ProcedureUnavailable

    def KV_LEASE_LIST(
        self, arg: kv_lease_list_args, context: _rt.Context
    ) -> kv_lease_list_reply | _Future[kv_lease_list_reply]:
        """List leases."""
        raise _rt.ProcedureUnavailable

    def KV_SESSION_OPEN(
        self, arg: kv_session_open_args, context: _rt.Context
    ) -> kv_session_open_reply | _Future[kv_session_open_reply]:
        """Open a session."""
        raise _rt.ProcedureUnavailable

    def KV_SESSION_KEEPALIVE(
        self, arg: kv_session_keepalive_args, context: _rt.Context
    ) -> kv_session_keepalive_reply | _Future[kv_session_keepalive_reply]:
        """Prolong a session; answered when that is permanent."""
        raise _rt.ProcedureUnavailable

    def KV_SESSION_CLOSE(
        self, arg: kv_session_close_args, context: _rt.Context
    ) -> kv_session_close_reply | _Future[kv_session_close_reply]:
        """Close a session."""
        raise _rt.ProcedureUnavailable


class KV_V1AsyncServer(_rt.AsyncServer):
    """Answers the procedures of KV_PROGRAM, version 1 (KV_V1)."""

    version: typing.ClassVar[_rt.Version] = KV_V1
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_KV_V1_KV_STATUS, "KV_STATUS"),
        (_KV_V1_KV_GET, "KV_GET"),
        (_KV_V1_KV_PUT, "KV_PUT"),
        (_KV_V1_KV_DELETE, "KV_DELETE"),
        (_KV_V1_KV_RANGE, "KV_RANGE"),
        (_KV_V1_KV_TXN, "KV_TXN"),
        (_KV_V1_KV_WATCH, "KV_WATCH"),
        (_KV_V1_KV_COMPACT, "KV_COMPACT"),
        (_KV_V1_KV_LEASE_GRANT, "KV_LEASE_GRANT"),
        (_KV_V1_KV_LEASE_REVOKE, "KV_LEASE_REVOKE"),
        (_KV_V1_KV_LEASE_KEEPALIVE, "KV_LEASE_KEEPALIVE"),
        (_KV_V1_KV_LEASE_TTL, "KV_LEASE_TTL"),
        (_KV_V1_KV_LEASE_LIST, "KV_LEASE_LIST"),
        (_KV_V1_KV_SESSION_OPEN, "KV_SESSION_OPEN"),
        (_KV_V1_KV_SESSION_KEEPALIVE, "KV_SESSION_KEEPALIVE"),
        (_KV_V1_KV_SESSION_CLOSE, "KV_SESSION_CLOSE"),
    )

    async def KV_STATUS(self, arg: kv_status_args, context: _rt.Context) -> kv_status_reply:
        """How the node is; answered whether or not it can serve anything else."""
        raise _rt.ProcedureUnavailable

    async def KV_GET(self, arg: kv_get_args, context: _rt.Context) -> kv_get_reply:
        """Read one key."""
        raise _rt.ProcedureUnavailable

    async def KV_PUT(self, arg: kv_put_args, context: _rt.Context) -> kv_put_reply:
        """Set one key."""
        raise _rt.ProcedureUnavailable

    async def KV_DELETE(self, arg: kv_delete_args, context: _rt.Context) -> kv_delete_reply:
        """Delete one key or many, in one change."""
        raise _rt.ProcedureUnavailable

    async def KV_RANGE(self, arg: kv_range_args, context: _rt.Context) -> kv_range_reply:
        """Read many keys, or count them, page by page at one revision."""
        raise _rt.ProcedureUnavailable

    async def KV_TXN(self, arg: kv_txn_args, context: _rt.Context) -> kv_txn_reply:
        """Compare, then do one of two lists of operations, in one change."""
        raise _rt.ProcedureUnavailable

    async def KV_WATCH(self, arg: kv_watch_args, context: _rt.Context) -> kv_watch_reply:
        """Wait for changes."""
        raise _rt.ProcedureUnavailable

    async def KV_COMPACT(self, arg: kv_compact_args, context: _rt.Context) -> kv_compact_reply:
        """Give up old revisions."""
        raise _rt.ProcedureUnavailable

    async def KV_LEASE_GRANT(
        self, arg: kv_lease_grant_args, context: _rt.Context
    ) -> kv_lease_grant_reply:
        """Make a lease."""
        raise _rt.ProcedureUnavailable

    async def KV_LEASE_REVOKE(
        self, arg: kv_lease_revoke_args, context: _rt.Context
    ) -> kv_lease_revoke_reply:
        """End a lease and delete its keys."""
        raise _rt.ProcedureUnavailable

    async def KV_LEASE_KEEPALIVE(
        self, arg: kv_lease_keepalive_args, context: _rt.Context
    ) -> kv_lease_keepalive_reply:
        """Prolong a lease; answered when that is permanent."""
        raise _rt.ProcedureUnavailable

    async def KV_LEASE_TTL(
        self, arg: kv_lease_ttl_args, context: _rt.Context
    ) -> kv_lease_ttl_reply:
        """Ask how long a lease has left, and for its keys."""
        raise _rt.ProcedureUnavailable

    async def KV_LEASE_LIST(
        self, arg: kv_lease_list_args, context: _rt.Context
    ) -> kv_lease_list_reply:
        """List leases."""
        raise _rt.ProcedureUnavailable

    async def KV_SESSION_OPEN(
        self, arg: kv_session_open_args, context: _rt.Context
    ) -> kv_session_open_reply:
        """Open a session."""
        raise _rt.ProcedureUnavailable

    async def KV_SESSION_KEEPALIVE(
        self, arg: kv_session_keepalive_args, context: _rt.Context
    ) -> kv_session_keepalive_reply:
        """Prolong a session; answered when that is permanent."""
        raise _rt.ProcedureUnavailable

    async def KV_SESSION_CLOSE(
        self, arg: kv_session_close_args, context: _rt.Context
    ) -> kv_session_close_reply:
        """Close a session."""
        raise _rt.ProcedureUnavailable
