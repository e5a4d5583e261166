r"""kv.x, compiled by rpcgen-py. Edit that file, not this one.

The key-value store as its clients see it: program 0x31230010, version 1.

Every call takes one struct that begins with a `kv_request_header` and answers one struct of a
`kv_reply_header` and a result. The result is a union over an `int` code: KV_OK, sometimes
another code with an arm of its own, and for all others the default arm, a `kv_error`. Codes
and flags are plain integers with named constants, so that one added later does not break
those who decode it today.

Zero means the default everywhere: arguments cleared with memset, and then given a key, are
valid. Keys and values are bytes; nothing is ever cut at a NUL or changed in encoding.

Calling from C, with what `rpcgen kv.x` makes and -ltirpc:

    CLIENT *client = clnt_create("localhost", KV_PROGRAM, KV_V1, "tcp");
    if (client == NULL) {
        clnt_pcreateerror("localhost");
        exit(1);
    }

    kv_put_args put;
    memset(&put, 0, sizeof put);
    put.put.key.key_val = "mykey";           put.put.key.key_len = 5;
    put.put.value.value_val = "Hello World"; put.put.value.value_len = 11;
    kv_put_reply *stored = kv_put_1(&put, client);
    if (stored == NULL)
        clnt_perror(client, "put");
    else if (stored->result.code != KV_OK)
        fprintf(stderr, "%s\n", stored->result.kv_put_result_u.error.message);

    kv_get_args get;
    memset(&get, 0, sizeof get);
    get.key.key_val = "mykey"; get.key.key_len = 5;
    kv_get_reply *found = kv_get_1(&get, client);
    if (found != NULL && found->result.code == KV_OK)
        fwrite(found->result.kv_get_result_u.item.value.value_val, 1,
               found->result.kv_get_result_u.item.value.value_len, stdout);

Results are freed by xdr_free((xdrproc_t) xdr_kv_get_reply, (char *) found). Without rpcbind,
clnttcp_create takes the port that kvd names in a sockaddr_in. rpcgen's client stubs wait 25
seconds; a call that is held longer than that looks like a lost one.
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
    "KV_AGE_UNKNOWN",
    "KV_ALARMS_MAX",
    "KV_ALARM_CORRUPT",
    "KV_ALARM_NO_SPACE",
    "KV_ANSWER_MAX",
    "KV_BUSY",
    "KV_CANDIDATE",
    "KV_CHANGE_KEYS_MAX",
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
# Longest arguments of a call, in bytes; longer ones are KV_TOO_LARGE. A record that is longer than
# any that nodes send each other is not even read: the connection is closed.
KV_REQUEST_MAX: typing.Final[int] = 4194304
# What an answer's items or events may sum up to, in bytes of keys and values. At least one item
# or event is always given, however long.
KV_ANSWER_MAX: typing.Final[int] = 4194304
# Most comparisons, and most operations in each branch, of one transaction.
KV_TXN_MAX: typing.Final[int] = 128
# Most keys that one change may look at, deleted ones included that can still be read in the past:
# its comparisons, ranges and deletes together. A change that would look at more is KV_TOO_LARGE.
KV_CHANGE_KEYS_MAX: typing.Final[int] = 10000
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
# The same, from the leader's own state while its lease lasts: quicker, and relies on clocks that
# drift apart slowly.
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
# All members that can be reached, for as long as the deadline allows; never fewer than a quorum.
# `durable_nodes` says how many it were.
KV_WAIT_ALL: typing.Final[int] = 1
# Answer the item that was there before.
KV_PREVIOUS: typing.Final[int] = 1
# Put: leave the value as it is and change the lease only. The key must exist.
KV_KEEP_VALUE: typing.Final[int] = 2
# Put: leave the key's lease as it is. The key must exist.
KV_KEEP_LEASE: typing.Final[int] = 4
KV_WANT_ITEMS: typing.Final[int] = 0
# Items with empty values.
KV_WANT_KEYS: typing.Final[int] = 1
# No items, only how many there are; `limit` and `page` are not looked at.
KV_WANT_COUNT: typing.Final[int] = 2
# What items are sorted by (`kv_range_op.sort`). By anything but the key there are no pages: more
# than KV_ITEMS_MAX keys are KV_TOO_LARGE, and `more` only says that the list was cut at `limit`
# or at KV_ANSWER_MAX.
KV_SORT_KEY: typing.Final[int] = 0
KV_SORT_KEY_VERSION: typing.Final[int] = 1
KV_SORT_CREATE_REVISION: typing.Final[int] = 2
KV_SORT_MOD_REVISION: typing.Final[int] = 3
KV_SORT_VALUE: typing.Final[int] = 4
# What is compared (`kv_compare.target`). A key that does not exist has 0 for all numbers, and no
# comparison of its value holds.
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
    """The slot for what is not known yet. A receiver skips an extension that it does not know, or
    answers KV_UNKNOWN_EXTENSION where it is critical.
    """

    id: int
    critical: bool
    value: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            value2 = self.value
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            return _pack_I3xbI_ns[value2_length](self.id, self.critical, value2_length, value2)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_extension", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_extension:
        try:
            at = 0
            end = len(data)
            id2, critical, value_length = _unpack_3I(data, at)
            if value_length > 1024:
                raise ValueError
            at += 12
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(id2, _rt.BOOLS[critical], value2)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_extension", data, 0, len(data), limit, fault
            ) from None


class kv_request_header(msgspec.Struct, frozen=True, gc=False):
    """What every call carries. All zero is valid and means: any cluster, no session, linearizable,
    the server's own deadline, the default name space.
    """

    # Refuse with KV_WRONG_CLUSTER in any other cluster. 0: any.
    cluster_id: int
    # Session that numbers this client's changes. 0: none, and then no change is repeated.
    session: int
    # Number of this change in its session, from 1 upwards; the same when it is sent again.
    # 0 for reads and outside a session.
    sequence: int
    # Lowest number of the session whose answer has not arrived. What lies below is forgotten.
    lowest_unanswered: int
    # KV_LINEARIZABLE, KV_LEASE, KV_SERIALIZABLE.
    consistency: int
    # Serve from a state at least this new, waiting for it if need be. 0: no matter.
    min_revision: int
    # KV_SERIALIZABLE: refuse with KV_STALE if this node last knew its state to be the newest
    # longer ago than this. 0: no matter.
    max_age_ms: int
    # How long the caller will wait from now on. 0: the server's default.
    deadline_ms: int
    # How often the call was passed on. A node passes on a call with 0 only: a client that can
    # ask the leader by itself sends 1, and is told its address.
    hops: int
    # Ties together what several nodes log of one call. All zero: none.
    trace_id: bytes
    # Keys of one name space are not seen from another. Empty: the default one.
    name_space: bytes
    extensions: tuple[kv_extension, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_request_header", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_request_header:
        return _rt.unpack_whole(unpack_kv_request_header, data, limit)


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
    # How long ago, at most, the state was known to be the newest: 0 for a linearizable answer,
    # KV_AGE_UNKNOWN where the node cannot tell.
    age_ms: int
    extensions: tuple[kv_extension, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_reply_header", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_reply_header:
        return _rt.unpack_whole(unpack_kv_reply_header, data, limit)


class kv_node(msgspec.Struct, frozen=True, gc=False):
    """A node by number, and by the address `HOST:PORT` that clients reach it at; "" if unknown."""

    id: int
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
            return _pack_QI_ns_255[address_length](self.id, address_length, address)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_node", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_node:
        try:
            at = 0
            end = len(data)
            id2, address_length = _unpack_QI(data, at)
            if address_length > 255:
                raise ValueError
            at += 12
            address = data[at : at + address_length].decode("utf-8", "surrogateescape")
            at += (address_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(id2, address)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(_shapes, "kv_node", data, 0, len(data), limit, fault) from None


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
        try:
            out: list[bytes] = []
            _write_kv_error(self, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_error", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_error:
        return _rt.unpack_whole(unpack_kv_error, data, limit)


class kv_item(msgspec.Struct, frozen=True, gc=False):
    """A key with its value and history. Revisions count the changes of the whole store: each put,
    delete or transaction that changes something is one revision. 0 is no revision.
    """

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
        try:
            out: list[bytes] = []
            _write_kv_item(self, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_item", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_item:
        try:
            at = 0
            end = len(data)
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
            if at + 32 != end:
                raise ValueError
            return cls(key, value2, create_revision, mod_revision, key_version, lease)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(_shapes, "kv_item", data, 0, len(data), limit, fault) from None


class kv_key_range(msgspec.Struct, frozen=True, gc=False):
    kind: int
    key: bytes
    # KV_INTERVAL only; empty otherwise.
    end: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_key_range(self, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_key_range", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_key_range:
        try:
            at = 0
            end = len(data)
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
            if at != end:
                raise ValueError
            return cls(kind, key, end2)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_key_range", data, 0, len(data), limit, fault
            ) from None


class kv_get_args(msgspec.Struct, frozen=True, gc=False):
    header: kv_request_header
    key: bytes
    # Read as of this revision. 0: the newest.
    revision: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            key = self.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            out.append(_pack_I_ns_Q[key_length](key_length, key, self.revision))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_get_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_get_args:
        return _rt.unpack_whole(unpack_kv_get_args, data, limit)


class kv_get_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    item: kv_item

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_get_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_get_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_get_result, data, limit)


class kv_get_result_KV_NOT_FOUND(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 1

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_get_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_get_result_KV_NOT_FOUND:
        return _rt.unpack_arm(cls, unpack_kv_get_result, data, limit)


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
        return _rt.unpack_arm(cls, unpack_kv_get_result, data, limit)


kv_get_result: typing.TypeAlias = (
    kv_get_result_KV_OK | kv_get_result_KV_NOT_FOUND | kv_get_result_default
)


class kv_get_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_get_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_get_result_KV_OK:
                out.append(_pack_i(0))
                _write_kv_item(arm.item, out, limit)
            elif kind is kv_get_result_KV_NOT_FOUND:
                out.append(_pack_i(1))
            elif kind is kv_get_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_get_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_get_reply:
        return _rt.unpack_whole(unpack_kv_get_reply, data, limit)


class kv_commit(msgspec.Struct, frozen=True, gc=False):
    """Where a change stands."""

    # Revision of this very change; 0 if nothing had to be changed. The header's may be newer.
    revision: int
    # How many nodes had it on disk when the answer was sent.
    durable_nodes: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_QI(self.revision, self.durable_nodes)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_commit", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_commit:
        try:
            return cls(*_whole_QI(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_commit", data, 0, len(data), limit, fault
            ) from None


class kv_put_op(msgspec.Struct, frozen=True, gc=False):
    key: bytes
    value: bytes
    # Delete the key when this lease ends. 0: keep it.
    lease: int
    # Sum of KV_PREVIOUS, KV_KEEP_VALUE, KV_KEEP_LEASE.
    flags: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            key = self.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            value2 = self.value
            value2_length = len(value2)
            if value2_length > 1048576:
                raise ValueError
            head = _pack_I_ns_I[key_length](key_length, key, value2_length)
            return head + _pack_ns_QI[value2_length](value2, self.lease, self.flags)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_put_op", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_put_op:
        try:
            at = 0
            end = len(data)
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
            if at + 12 != end:
                raise ValueError
            return cls(key, value2, lease, flags)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_put_op", data, 0, len(data), limit, fault
            ) from None


class kv_put_args(msgspec.Struct, frozen=True, gc=False):
    header: kv_request_header
    # KV_WAIT_QUORUM, KV_WAIT_ALL.
    wait: int
    put: kv_put_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            put = self.put
            key = put.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            value2 = put.value
            value2_length = len(value2)
            if value2_length > 1048576:
                raise ValueError
            out.append(_pack_iI_ns_I[key_length](self.wait, key_length, key, value2_length))
            out.append(_pack_ns_QI[value2_length](value2, put.lease, put.flags))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_put_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_put_args:
        return _rt.unpack_whole(unpack_kv_put_args, data, limit)


class kv_put_ok(msgspec.Struct, frozen=True, gc=False):
    commit: kv_commit
    # The item before, where there was one and KV_PREVIOUS asked for it.
    previous: kv_item | None

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            commit = self.commit
            previous = self.previous
            if previous is None:
                return _pack_Q2I(commit.revision, commit.durable_nodes, 0)
            out: list[bytes] = []
            out.append(_pack_Q2I(commit.revision, commit.durable_nodes, 1))
            _write_kv_item(previous, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_put_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_put_ok:
        return _rt.unpack_whole(unpack_kv_put_ok, data, limit)


class kv_put_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_put_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_put_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_put_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_put_result, data, limit)


class kv_put_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_put_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_put_result_default:
        return _rt.unpack_arm(cls, unpack_kv_put_result, data, limit)


kv_put_result: typing.TypeAlias = kv_put_result_KV_OK | kv_put_result_default


class kv_put_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_put_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_put_result_KV_OK:
                ok = arm.ok
                commit = ok.commit
                previous = ok.previous
                if previous is None:
                    out.append(_pack_iQ2I(0, commit.revision, commit.durable_nodes, 0))
                else:
                    out.append(_pack_iQ2I(0, commit.revision, commit.durable_nodes, 1))
                    _write_kv_item(previous, out, limit)
            elif kind is kv_put_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_put_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_put_reply:
        return _rt.unpack_whole(unpack_kv_put_reply, data, limit)


class kv_delete_op(msgspec.Struct, frozen=True, gc=False):
    keys: kv_key_range
    # KV_PREVIOUS or 0.
    flags: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_key_range(self.keys, out, limit)
            out.append(_pack_I(self.flags))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_delete_op", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_delete_op:
        return _rt.unpack_whole(unpack_kv_delete_op, data, limit)


class kv_delete_args(msgspec.Struct, frozen=True, gc=False):
    header: kv_request_header
    # KV_WAIT_QUORUM, KV_WAIT_ALL.
    wait: int
    deletion: kv_delete_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            deletion = self.deletion
            out.append(_pack_i(self.wait))
            _write_kv_key_range(deletion.keys, out, limit)
            out.append(_pack_I(deletion.flags))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_delete_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_delete_args:
        return _rt.unpack_whole(unpack_kv_delete_args, data, limit)


class kv_deleted(msgspec.Struct, frozen=True, gc=False):
    # How many keys there were to delete.
    count: int
    # The items before, in order of their keys, where KV_PREVIOUS asked for them. A delete whose
    # items do not fit an answer is refused with KV_TOO_LARGE.
    previous: tuple[kv_item, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            previous = self.previous
            previous_count = len(previous)
            if previous_count > 10000:
                raise ValueError
            out: list[bytes] = []
            out.append(_pack_QI(self.count, previous_count))
            for previous_item in previous:
                _write_kv_item(previous_item, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_deleted", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_deleted:
        return _rt.unpack_whole(unpack_kv_deleted, data, limit)


class kv_delete_ok(msgspec.Struct, frozen=True, gc=False):
    commit: kv_commit
    deleted: kv_deleted

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            commit = self.commit
            deleted = self.deleted
            previous = deleted.previous
            previous_count = len(previous)
            if previous_count > 10000:
                raise ValueError
            out: list[bytes] = []
            out.append(
                _pack_QIQI(commit.revision, commit.durable_nodes, deleted.count, previous_count)
            )
            for previous_item in previous:
                _write_kv_item(previous_item, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_delete_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_delete_ok:
        return _rt.unpack_whole(unpack_kv_delete_ok, data, limit)


class kv_delete_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_delete_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_delete_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_delete_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_delete_result, data, limit)


class kv_delete_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_delete_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_delete_result_default:
        return _rt.unpack_arm(cls, unpack_kv_delete_result, data, limit)


kv_delete_result: typing.TypeAlias = kv_delete_result_KV_OK | kv_delete_result_default


class kv_delete_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_delete_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
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
                out.append(
                    _pack_iQIQI(
                        0, commit.revision, commit.durable_nodes, deleted.count, previous_count
                    )
                )
                for previous_item in previous:
                    _write_kv_item(previous_item, out, limit)
            elif kind is kv_delete_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_delete_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_delete_reply:
        return _rt.unpack_whole(unpack_kv_delete_reply, data, limit)


class kv_page(msgspec.Struct, frozen=True, gc=False):
    """Where a range goes on: copy the one of the last answer into the next call and leave the other
    arguments as they are. All zero: the first page. Any node of the cluster can serve any page.
    """

    # The revision that all pages are read at.
    revision: int
    # The last key that was looked at.
    after: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            after = self.after
            after_length = len(after)
            if after_length > 8192:
                raise ValueError
            return _pack_QI_ns[after_length](self.revision, after_length, after)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_page", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_page:
        try:
            at = 0
            end = len(data)
            revision, after_length = _unpack_QI(data, at)
            if after_length > 8192:
                raise ValueError
            at += 12
            after = data[at : at + after_length]
            at += (after_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(revision, after)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(_shapes, "kv_page", data, 0, len(data), limit, fault) from None


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
        try:
            out: list[bytes] = []
            _write_kv_key_range(self.keys, out, limit)
            page = self.page
            after = page.after
            after_length = len(after)
            if after_length > 8192:
                raise ValueError
            out.append(
                _pack_QI2i3xb5QI_ns[after_length](
                    self.revision,
                    self.limit,
                    self.want,
                    self.sort,
                    self.descending,
                    self.min_create_revision,
                    self.max_create_revision,
                    self.min_mod_revision,
                    self.max_mod_revision,
                    page.revision,
                    after_length,
                    after,
                )
            )
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_range_op", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_range_op:
        return _rt.unpack_whole(unpack_kv_range_op, data, limit)


class kv_range_args(msgspec.Struct, frozen=True, gc=False):
    header: kv_request_header
    range: kv_range_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            range2 = self.range
            _write_kv_key_range(range2.keys, out, limit)
            page = range2.page
            after = page.after
            after_length = len(after)
            if after_length > 8192:
                raise ValueError
            out.append(
                _pack_QI2i3xb5QI_ns[after_length](
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
                    after,
                )
            )
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_range_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_range_args:
        return _rt.unpack_whole(unpack_kv_range_args, data, limit)


class kv_range_ok(msgspec.Struct, frozen=True, gc=False):
    # The revision that was read. The header's may be newer: a long range is read piece by piece.
    revision: int
    items: tuple[kv_item, ...]
    # There may be more: call again with `next`. An answer can hold no items and still have
    # more, where filters passed over many keys.
    more: bool
    next: kv_page
    # KV_WANT_COUNT: number of keys. Otherwise 0.
    count: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            items = self.items
            items_count = len(items)
            if items_count > 10000:
                raise ValueError
            out: list[bytes] = []
            out.append(_pack_QI(self.revision, items_count))
            for items_item in items:
                _write_kv_item(items_item, out, limit)
            next2 = self.next
            after = next2.after
            after_length = len(after)
            if after_length > 8192:
                raise ValueError
            out.append(
                _pack_3xbQI_ns_Q[after_length](
                    self.more, next2.revision, after_length, after, self.count
                )
            )
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_range_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_range_ok:
        return _rt.unpack_whole(unpack_kv_range_ok, data, limit)


class kv_range_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_range_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_range_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_range_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_range_result, data, limit)


class kv_range_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_range_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_range_result_default:
        return _rt.unpack_arm(cls, unpack_kv_range_result, data, limit)


kv_range_result: typing.TypeAlias = kv_range_result_KV_OK | kv_range_result_default


class kv_range_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_range_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_range_result_KV_OK:
                ok = arm.ok
                items = ok.items
                items_count = len(items)
                if items_count > 10000:
                    raise ValueError
                out.append(_pack_iQI(0, ok.revision, items_count))
                for items_item in items:
                    _write_kv_item(items_item, out, limit)
                next2 = ok.next
                after = next2.after
                after_length = len(after)
                if after_length > 8192:
                    raise ValueError
                out.append(
                    _pack_3xbQI_ns_Q[after_length](
                        ok.more, next2.revision, after_length, after, ok.count
                    )
                )
            elif kind is kv_range_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_range_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_range_reply:
        return _rt.unpack_whole(unpack_kv_range_reply, data, limit)


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
        try:
            out: list[bytes] = []
            _write_kv_key_range(self.keys, out, limit)
            value2 = self.value
            value2_length = len(value2)
            if value2_length > 1048576:
                raise ValueError
            out.append(
                _pack_2iQI_ns[value2_length](
                    self.target, self.relation, self.number, value2_length, value2
                )
            )
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_compare", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_compare:
        return _rt.unpack_whole(unpack_kv_compare, data, limit)


class kv_operation_KV_OPERATION_RANGE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 0
    range: kv_range_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_operation_KV_OPERATION_RANGE:
        return _rt.unpack_arm(cls, unpack_kv_operation, data, limit)


class kv_operation_KV_OPERATION_PUT(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 1
    put: kv_put_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_operation_KV_OPERATION_PUT:
        return _rt.unpack_arm(cls, unpack_kv_operation, data, limit)


class kv_operation_KV_OPERATION_DELETE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 2
    deletion: kv_delete_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_operation_KV_OPERATION_DELETE:
        return _rt.unpack_arm(cls, unpack_kv_operation, data, limit)


class kv_operation_default(msgspec.Struct, frozen=True, gc=False):
    kind: int

    def __post_init__(self) -> None:
        if self.kind in (0, 1, 2):
            raise _rt.XdrError(f"{self.kind!r} belongs to another arm", ("kind",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_operation_default:
        return _rt.unpack_arm(cls, unpack_kv_operation, data, limit)


kv_operation: typing.TypeAlias = (
    kv_operation_KV_OPERATION_RANGE
    | kv_operation_KV_OPERATION_PUT
    | kv_operation_KV_OPERATION_DELETE
    | kv_operation_default
)


class kv_txn_op(msgspec.Struct, frozen=True, gc=False):
    """If all comparisons hold, the first list of operations is done, else the second; as one change,
    with one revision. Each operation sees what those before it did. A list may change a key once:
    not put it twice, nor put it beside a delete that covers it. What would be answered has to stay
    within KV_ANSWER_MAX, or nothing is done.
    """

    compares: tuple[kv_compare, ...]
    success: tuple[kv_operation, ...]
    failure: tuple[kv_operation, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            compares = self.compares
            compares_count = len(compares)
            if compares_count > 128:
                raise ValueError
            out: list[bytes] = []
            out.append(_pack_I(compares_count))
            for compares_item in compares:
                _write_kv_key_range(compares_item.keys, out, limit)
                value2 = compares_item.value
                value2_length = len(value2)
                if value2_length > 1048576:
                    raise ValueError
                out.append(
                    _pack_2iQI_ns[value2_length](
                        compares_item.target,
                        compares_item.relation,
                        compares_item.number,
                        value2_length,
                        value2,
                    )
                )
            success = self.success
            success_count = len(success)
            if success_count > 128:
                raise ValueError
            out.append(_pack_I(success_count))
            for success_item in success:
                _write_kv_operation(success_item, out, limit)
            failure = self.failure
            failure_count = len(failure)
            if failure_count > 128:
                raise ValueError
            out.append(_pack_I(failure_count))
            for failure_item in failure:
                _write_kv_operation(failure_item, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_txn_op", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_txn_op:
        return _rt.unpack_whole(unpack_kv_txn_op, data, limit)


class kv_txn_args(msgspec.Struct, frozen=True, gc=False):
    header: kv_request_header
    # KV_WAIT_QUORUM, KV_WAIT_ALL.
    wait: int
    txn: kv_txn_op

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            txn = self.txn
            compares = txn.compares
            compares_count = len(compares)
            if compares_count > 128:
                raise ValueError
            out.append(_pack_iI(self.wait, compares_count))
            for compares_item in compares:
                _write_kv_key_range(compares_item.keys, out, limit)
                value2 = compares_item.value
                value2_length = len(value2)
                if value2_length > 1048576:
                    raise ValueError
                out.append(
                    _pack_2iQI_ns[value2_length](
                        compares_item.target,
                        compares_item.relation,
                        compares_item.number,
                        value2_length,
                        value2,
                    )
                )
            success = txn.success
            success_count = len(success)
            if success_count > 128:
                raise ValueError
            out.append(_pack_I(success_count))
            for success_item in success:
                _write_kv_operation(success_item, out, limit)
            failure = txn.failure
            failure_count = len(failure)
            if failure_count > 128:
                raise ValueError
            out.append(_pack_I(failure_count))
            for failure_item in failure:
                _write_kv_operation(failure_item, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_txn_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_txn_args:
        return _rt.unpack_whole(unpack_kv_txn_args, data, limit)


class kv_operation_result_KV_OPERATION_RANGE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 0
    range: kv_range_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_operation_result_KV_OPERATION_RANGE:
        return _rt.unpack_arm(cls, unpack_kv_operation_result, data, limit)


class kv_operation_result_KV_OPERATION_PUT(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 1
    previous: kv_item | None

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_operation_result_KV_OPERATION_PUT:
        return _rt.unpack_arm(cls, unpack_kv_operation_result, data, limit)


class kv_operation_result_KV_OPERATION_DELETE(msgspec.Struct, frozen=True, gc=False):
    kind: typing.ClassVar[int] = 2
    deleted: kv_deleted

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_operation_result_KV_OPERATION_DELETE:
        return _rt.unpack_arm(cls, unpack_kv_operation_result, data, limit)


class kv_operation_result_default(msgspec.Struct, frozen=True, gc=False):
    kind: int

    def __post_init__(self) -> None:
        if self.kind in (0, 1, 2):
            raise _rt.XdrError(f"{self.kind!r} belongs to another arm", ("kind",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_operation_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_operation_result_default:
        return _rt.unpack_arm(cls, unpack_kv_operation_result, data, limit)


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
        try:
            commit = self.commit
            results = self.results
            results_count = len(results)
            if results_count > 128:
                raise ValueError
            out: list[bytes] = []
            out.append(
                _pack_QI3xbI(commit.revision, commit.durable_nodes, self.succeeded, results_count)
            )
            for results_item in results:
                _write_kv_operation_result(results_item, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_txn_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_txn_ok:
        return _rt.unpack_whole(unpack_kv_txn_ok, data, limit)


class kv_txn_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_txn_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_txn_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_txn_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_txn_result, data, limit)


class kv_txn_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_txn_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_txn_result_default:
        return _rt.unpack_arm(cls, unpack_kv_txn_result, data, limit)


kv_txn_result: typing.TypeAlias = kv_txn_result_KV_OK | kv_txn_result_default


class kv_txn_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_txn_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_txn_result_KV_OK:
                ok = arm.ok
                commit = ok.commit
                results = ok.results
                results_count = len(results)
                if results_count > 128:
                    raise ValueError
                out.append(
                    _pack_iQI3xbI(
                        0, commit.revision, commit.durable_nodes, ok.succeeded, results_count
                    )
                )
                for results_item in results:
                    _write_kv_operation_result(results_item, out, limit)
            elif kind is kv_txn_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_txn_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_txn_reply:
        return _rt.unpack_whole(unpack_kv_txn_reply, data, limit)


class kv_watch_position(msgspec.Struct, frozen=True, gc=False):
    """Where a watch goes on: copy the one of the last answer into the next call."""

    # The first revision not told yet. 0: start with the next change to come.
    revision: int
    # Not 0: `revision` was too large for one answer, and this many of its changes (to any key)
    # have been passed already.
    offset: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_QI(self.revision, self.offset)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_watch_position", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_watch_position:
        try:
            return cls(*_whole_QI(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_watch_position", data, 0, len(data), limit, fault
            ) from None


class kv_watch_args(msgspec.Struct, frozen=True, gc=False):
    """A long poll: answered as soon as there is an event, and empty when the wait is over. Going on
    from the position of each answer, nothing is missed and nothing told twice, on any node.
    """

    header: kv_request_header
    # Events of keys in any of these; none: of all keys.
    ranges: tuple[kv_key_range, ...]
    position: kv_watch_position
    # Most events of this answer. 0: as many as the server gives.
    limit: int
    # How long to wait for an event; never beyond the deadline. 0: the server's default, which
    # ends well before rpcgen's client stubs give up.
    wait_ms: int
    flags: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            ranges = self.ranges
            ranges_count = len(ranges)
            if ranges_count > 16:
                raise ValueError
            out.append(_pack_I(ranges_count))
            for ranges_item in ranges:
                _write_kv_key_range(ranges_item, out, limit)
            position = self.position
            out.append(
                _pack_Q4I(position.revision, position.offset, self.limit, self.wait_ms, self.flags)
            )
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_watch_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_watch_args:
        return _rt.unpack_whole(unpack_kv_watch_args, data, limit)


class kv_event(msgspec.Struct, frozen=True, gc=False):
    kind: int
    item: kv_item
    # The item before, where there was one and KV_PREVIOUS asked for it.
    previous: kv_item | None

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            out.append(_pack_i(self.kind))
            _write_kv_item(self.item, out, limit)
            previous = self.previous
            if previous is None:
                out.append(_pack_I(0))
            else:
                out.append(_pack_I(1))
                _write_kv_item(previous, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_event", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_event:
        return _rt.unpack_whole(unpack_kv_event, data, limit)


class kv_watch_ok(msgspec.Struct, frozen=True, gc=False):
    # In order of revision; within one, in the order of its changes.
    events: tuple[kv_event, ...]
    # Where to go on, valid even if there are no events. Its `offset` is not 0 if the last
    # revision was split and the next answer goes on with it.
    next: kv_watch_position

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            events = self.events
            events_count = len(events)
            if events_count > 10000:
                raise ValueError
            out: list[bytes] = []
            out.append(_pack_I(events_count))
            for events_item in events:
                out.append(_pack_i(events_item.kind))
                _write_kv_item(events_item.item, out, limit)
                previous = events_item.previous
                if previous is None:
                    out.append(_pack_I(0))
                else:
                    out.append(_pack_I(1))
                    _write_kv_item(previous, out, limit)
            next2 = self.next
            out.append(_pack_QI(next2.revision, next2.offset))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_watch_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_watch_ok:
        return _rt.unpack_whole(unpack_kv_watch_ok, data, limit)


class kv_watch_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_watch_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_watch_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_watch_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_watch_result, data, limit)


class kv_watch_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_watch_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_watch_result_default:
        return _rt.unpack_arm(cls, unpack_kv_watch_result, data, limit)


# KV_COMPACTED: the position lies below the floor, so events are lost. Read the state anew, and
# watch on from the revision of that.
kv_watch_result: typing.TypeAlias = kv_watch_result_KV_OK | kv_watch_result_default


class kv_watch_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_watch_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_watch_result_KV_OK:
                ok = arm.ok
                events = ok.events
                events_count = len(events)
                if events_count > 10000:
                    raise ValueError
                out.append(_pack_iI(0, events_count))
                for events_item in events:
                    out.append(_pack_i(events_item.kind))
                    _write_kv_item(events_item.item, out, limit)
                    previous = events_item.previous
                    if previous is None:
                        out.append(_pack_I(0))
                    else:
                        out.append(_pack_I(1))
                        _write_kv_item(previous, out, limit)
                next2 = ok.next
                out.append(_pack_QI(next2.revision, next2.offset))
            elif kind is kv_watch_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_watch_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_watch_reply:
        return _rt.unpack_whole(unpack_kv_watch_reply, data, limit)


class kv_compact_args(msgspec.Struct, frozen=True, gc=False):
    """Raise the floor to `revision`: states before it can no longer be read."""

    header: kv_request_header
    revision: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            out.append(_pack_Q(self.revision))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_compact_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_compact_args:
        return _rt.unpack_whole(unpack_kv_compact_args, data, limit)


class kv_compact_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_compact_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_compact_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_compact_result, data, limit)


class kv_compact_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_compact_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_compact_result_default:
        return _rt.unpack_arm(cls, unpack_kv_compact_result, data, limit)


kv_compact_result: typing.TypeAlias = kv_compact_result_KV_OK | kv_compact_result_default


class kv_compact_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_compact_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_compact_result_KV_OK:
                out.append(_pack_i(0))
            elif kind is kv_compact_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_compact_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_compact_reply:
        return _rt.unpack_whole(unpack_kv_compact_reply, data, limit)


class kv_lease_grant_args(msgspec.Struct, frozen=True, gc=False):
    header: kv_request_header
    # The lease ends unless it is kept alive within this time.
    ttl_ms: int
    # Number wanted for the lease. 0: the cluster chooses one.
    lease: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            out.append(_pack_2Q(self.ttl_ms, self.lease))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_grant_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_grant_args:
        return _rt.unpack_whole(unpack_kv_lease_grant_args, data, limit)


class kv_lease_grant_ok(msgspec.Struct, frozen=True, gc=False):
    lease: int
    # The time granted, which may be longer than asked for.
    ttl_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_2Q(self.lease, self.ttl_ms)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_grant_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_grant_ok:
        try:
            return cls(*_whole_2Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_lease_grant_ok", data, 0, len(data), limit, fault
            ) from None


class kv_lease_grant_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_lease_grant_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_grant_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_grant_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_lease_grant_result, data, limit)


class kv_lease_grant_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_grant_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_grant_result_default:
        return _rt.unpack_arm(cls, unpack_kv_lease_grant_result, data, limit)


kv_lease_grant_result: typing.TypeAlias = (
    kv_lease_grant_result_KV_OK | kv_lease_grant_result_default
)


class kv_lease_grant_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_lease_grant_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_lease_grant_result_KV_OK:
                ok = arm.ok
                out.append(_pack_i2Q(0, ok.lease, ok.ttl_ms))
            elif kind is kv_lease_grant_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_grant_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_grant_reply:
        return _rt.unpack_whole(unpack_kv_lease_grant_reply, data, limit)


class kv_lease_revoke_args(msgspec.Struct, frozen=True, gc=False):
    """End a lease now: all keys under it are deleted, in one revision."""

    header: kv_request_header
    lease: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            out.append(_pack_Q(self.lease))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_revoke_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_revoke_args:
        return _rt.unpack_whole(unpack_kv_lease_revoke_args, data, limit)


class kv_lease_revoke_ok(msgspec.Struct, frozen=True, gc=False):
    # Of the deletion; its revision is 0 if no key was under the lease.
    commit: kv_commit
    # How many keys were deleted.
    count: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            commit = self.commit
            return _pack_QIQ(commit.revision, commit.durable_nodes, self.count)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_revoke_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_revoke_ok:
        try:
            revision, durable_nodes, count = _whole_QIQ(data)
            return cls(kv_commit(revision, durable_nodes), count)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_lease_revoke_ok", data, 0, len(data), limit, fault
            ) from None


class kv_lease_revoke_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_lease_revoke_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_revoke_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_revoke_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_lease_revoke_result, data, limit)


class kv_lease_revoke_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_revoke_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_lease_revoke_result_default:
        return _rt.unpack_arm(cls, unpack_kv_lease_revoke_result, data, limit)


kv_lease_revoke_result: typing.TypeAlias = (
    kv_lease_revoke_result_KV_OK | kv_lease_revoke_result_default
)


class kv_lease_revoke_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_lease_revoke_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_lease_revoke_result_KV_OK:
                ok = arm.ok
                commit = ok.commit
                out.append(_pack_iQIQ(0, commit.revision, commit.durable_nodes, ok.count))
            elif kind is kv_lease_revoke_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_revoke_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_revoke_reply:
        return _rt.unpack_whole(unpack_kv_lease_revoke_reply, data, limit)


class kv_lease_keepalive_args(msgspec.Struct, frozen=True, gc=False):
    """Start the time of a lease anew."""

    header: kv_request_header
    lease: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            out.append(_pack_Q(self.lease))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_keepalive_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_keepalive_args:
        return _rt.unpack_whole(unpack_kv_lease_keepalive_args, data, limit)


class kv_lease_keepalive_ok(msgspec.Struct, frozen=True, gc=False):
    # Time left, at least, when this was answered.
    ttl_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_Q(self.ttl_ms)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_keepalive_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_keepalive_ok:
        try:
            return cls(*_whole_Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_lease_keepalive_ok", data, 0, len(data), limit, fault
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
        return _rt.unpack_arm(cls, unpack_kv_lease_keepalive_result, data, limit)


class kv_lease_keepalive_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_keepalive_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_lease_keepalive_result_default:
        return _rt.unpack_arm(cls, unpack_kv_lease_keepalive_result, data, limit)


kv_lease_keepalive_result: typing.TypeAlias = (
    kv_lease_keepalive_result_KV_OK | kv_lease_keepalive_result_default
)


class kv_lease_keepalive_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_lease_keepalive_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_lease_keepalive_result_KV_OK:
                ok = arm.ok
                out.append(_pack_iQ(0, ok.ttl_ms))
            elif kind is kv_lease_keepalive_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(
                _shapes, "kv_lease_keepalive_reply", self, limit, fault
            ) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_keepalive_reply:
        return _rt.unpack_whole(unpack_kv_lease_keepalive_reply, data, limit)


class kv_lease_ttl_args(msgspec.Struct, frozen=True, gc=False):
    header: kv_request_header
    lease: int
    # Answer the keys under it too, those behind `after` in order of their bytes.
    keys: bool
    after: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            after = self.after
            after_length = len(after)
            if after_length > 8192:
                raise ValueError
            out.append(_pack_Q3xbI_ns[after_length](self.lease, self.keys, after_length, after))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_ttl_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_ttl_args:
        return _rt.unpack_whole(unpack_kv_lease_ttl_args, data, limit)


class kv_lease_key(msgspec.Struct, frozen=True, gc=False):
    key: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            key = self.key
            key_length = len(key)
            if key_length > 8192:
                raise ValueError
            return _pack_I_ns[key_length](key_length, key)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_key", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_key:
        try:
            at = 0
            end = len(data)
            (key_length,) = _unpack_I(data, at)
            if key_length > 8192:
                raise ValueError
            at += 4
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(key)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_lease_key", data, 0, len(data), limit, fault
            ) from None


class kv_lease_ttl_ok(msgspec.Struct, frozen=True, gc=False):
    granted_ttl_ms: int
    ttl_ms: int
    # Of the caller's name space.
    keys: tuple[kv_lease_key, ...]
    # There are more keys behind the last one.
    more: bool

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            keys = self.keys
            keys_count = len(keys)
            if keys_count > 10000:
                raise ValueError
            out: list[bytes] = []
            out.append(_pack_2QI(self.granted_ttl_ms, self.ttl_ms, keys_count))
            for keys_item in keys:
                key = keys_item.key
                key_length = len(key)
                if key_length > 8192:
                    raise ValueError
                out.append(_pack_I_ns[key_length](key_length, key))
            out.append(_pack_3xb(self.more))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_ttl_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_ttl_ok:
        return _rt.unpack_whole(unpack_kv_lease_ttl_ok, data, limit)


class kv_lease_ttl_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_lease_ttl_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_ttl_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_ttl_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_lease_ttl_result, data, limit)


class kv_lease_ttl_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_ttl_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_ttl_result_default:
        return _rt.unpack_arm(cls, unpack_kv_lease_ttl_result, data, limit)


kv_lease_ttl_result: typing.TypeAlias = kv_lease_ttl_result_KV_OK | kv_lease_ttl_result_default


class kv_lease_ttl_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_lease_ttl_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_lease_ttl_result_KV_OK:
                ok = arm.ok
                keys = ok.keys
                keys_count = len(keys)
                if keys_count > 10000:
                    raise ValueError
                out.append(_pack_i2QI(0, ok.granted_ttl_ms, ok.ttl_ms, keys_count))
                for keys_item in keys:
                    key = keys_item.key
                    key_length = len(key)
                    if key_length > 8192:
                        raise ValueError
                    out.append(_pack_I_ns[key_length](key_length, key))
                out.append(_pack_3xb(ok.more))
            elif kind is kv_lease_ttl_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_ttl_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_ttl_reply:
        return _rt.unpack_whole(unpack_kv_lease_ttl_reply, data, limit)


class kv_lease_list_args(msgspec.Struct, frozen=True, gc=False):
    """List the leases whose numbers are higher than `after`."""

    header: kv_request_header
    after: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            out.append(_pack_Q(self.after))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_list_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_list_args:
        return _rt.unpack_whole(unpack_kv_lease_list_args, data, limit)


class kv_lease_info(msgspec.Struct, frozen=True, gc=False):
    lease: int
    granted_ttl_ms: int
    ttl_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_3Q(self.lease, self.granted_ttl_ms, self.ttl_ms)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_info", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_info:
        try:
            return cls(*_whole_3Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_lease_info", data, 0, len(data), limit, fault
            ) from None


class kv_lease_list_ok(msgspec.Struct, frozen=True, gc=False):
    # In order of their numbers.
    leases: tuple[kv_lease_info, ...]
    # There are more behind the last one.
    more: bool

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            leases = self.leases
            leases_count = len(leases)
            if leases_count > 1000:
                raise ValueError
            out: list[bytes] = []
            out.append(_pack_I(leases_count))
            out += [
                _pack_3Q(leases_item.lease, leases_item.granted_ttl_ms, leases_item.ttl_ms)
                for leases_item in leases
            ]
            out.append(_pack_3xb(self.more))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_list_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_list_ok:
        try:
            at = 0
            end = len(data)
            (leases_count,) = _unpack_I(data, at)
            if leases_count > 1000 or leases_count * 24 > end - at - 4:
                raise ValueError
            at += 4
            leases = tuple(
                [kv_lease_info(*words) for words in _iter_3Q(data[at : at + leases_count * 24])]
            )
            at += leases_count * 24
            (more2,) = _unpack_I(data, at)
            if at + 4 != end:
                raise ValueError
            return cls(leases, _rt.BOOLS[more2])
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_lease_list_ok", data, 0, len(data), limit, fault
            ) from None


class kv_lease_list_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_lease_list_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_list_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_list_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_lease_list_result, data, limit)


class kv_lease_list_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_lease_list_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_list_result_default:
        return _rt.unpack_arm(cls, unpack_kv_lease_list_result, data, limit)


kv_lease_list_result: typing.TypeAlias = kv_lease_list_result_KV_OK | kv_lease_list_result_default


class kv_lease_list_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_lease_list_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_lease_list_result_KV_OK:
                ok = arm.ok
                leases = ok.leases
                leases_count = len(leases)
                if leases_count > 1000:
                    raise ValueError
                out.append(_pack_iI(0, leases_count))
                out += [
                    _pack_3Q(leases_item.lease, leases_item.granted_ttl_ms, leases_item.ttl_ms)
                    for leases_item in leases
                ]
                out.append(_pack_3xb(ok.more))
            elif kind is kv_lease_list_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_lease_list_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_lease_list_reply:
        return _rt.unpack_whole(unpack_kv_lease_list_reply, data, limit)


class kv_session_open_args(msgspec.Struct, frozen=True, gc=False):
    """A session lets a client repeat a change whose answer got lost without having it done twice:
    the cluster keeps the outcome of each sequence number until `lowest_unanswered` passes it.
    """

    header: kv_request_header
    # The session ends when nothing is heard of it for this long. 0: the server's default.
    ttl_ms: int
    # Whose it is, for those who list sessions. May be empty.
    name: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            name = self.name
            name_length = len(name)
            if name_length > 255:
                raise ValueError
            out.append(_pack_QI_ns_255[name_length](self.ttl_ms, name_length, name))
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_session_open_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_open_args:
        return _rt.unpack_whole(unpack_kv_session_open_args, data, limit)


class kv_session_open_ok(msgspec.Struct, frozen=True, gc=False):
    session: int
    ttl_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_2Q(self.session, self.ttl_ms)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_session_open_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_open_ok:
        try:
            return cls(*_whole_2Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_session_open_ok", data, 0, len(data), limit, fault
            ) from None


class kv_session_open_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_session_open_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_open_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_open_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_session_open_result, data, limit)


class kv_session_open_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_open_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_session_open_result_default:
        return _rt.unpack_arm(cls, unpack_kv_session_open_result, data, limit)


kv_session_open_result: typing.TypeAlias = (
    kv_session_open_result_KV_OK | kv_session_open_result_default
)


class kv_session_open_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_session_open_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_session_open_result_KV_OK:
                ok = arm.ok
                out.append(_pack_i2Q(0, ok.session, ok.ttl_ms))
            elif kind is kv_session_open_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_session_open_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_open_reply:
        return _rt.unpack_whole(unpack_kv_session_open_reply, data, limit)


class kv_session_keepalive_args(msgspec.Struct, frozen=True, gc=False):
    """Keep the header's session; every change under it does that too."""

    header: kv_request_header

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(
                _shapes, "kv_session_keepalive_args", self, limit, fault
            ) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_keepalive_args:
        return _rt.unpack_whole(unpack_kv_session_keepalive_args, data, limit)


class kv_session_keepalive_ok(msgspec.Struct, frozen=True, gc=False):
    # Time left, at least, when this was answered.
    ttl_ms: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_Q(self.ttl_ms)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_session_keepalive_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_keepalive_ok:
        try:
            return cls(*_whole_Q(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_session_keepalive_ok", data, 0, len(data), limit, fault
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
        return _rt.unpack_arm(cls, unpack_kv_session_keepalive_result, data, limit)


class kv_session_keepalive_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_keepalive_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_session_keepalive_result_default:
        return _rt.unpack_arm(cls, unpack_kv_session_keepalive_result, data, limit)


kv_session_keepalive_result: typing.TypeAlias = (
    kv_session_keepalive_result_KV_OK | kv_session_keepalive_result_default
)


class kv_session_keepalive_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_session_keepalive_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_session_keepalive_result_KV_OK:
                ok = arm.ok
                out.append(_pack_iQ(0, ok.ttl_ms))
            elif kind is kv_session_keepalive_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(
                _shapes, "kv_session_keepalive_reply", self, limit, fault
            ) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_keepalive_reply:
        return _rt.unpack_whole(unpack_kv_session_keepalive_reply, data, limit)


class kv_session_close_args(msgspec.Struct, frozen=True, gc=False):
    """End the header's session and forget its outcomes."""

    header: kv_request_header

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_session_close_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_close_args:
        return _rt.unpack_whole(unpack_kv_session_close_args, data, limit)


class kv_session_close_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_close_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_close_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_session_close_result, data, limit)


class kv_session_close_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_session_close_result(self, limit)

    @classmethod
    def from_xdr(
        cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT
    ) -> kv_session_close_result_default:
        return _rt.unpack_arm(cls, unpack_kv_session_close_result, data, limit)


kv_session_close_result: typing.TypeAlias = (
    kv_session_close_result_KV_OK | kv_session_close_result_default
)


class kv_session_close_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_session_close_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_session_close_result_KV_OK:
                out.append(_pack_i(0))
            elif kind is kv_session_close_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_session_close_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_session_close_reply:
        return _rt.unpack_whole(unpack_kv_session_close_reply, data, limit)


class kv_member(msgspec.Struct, frozen=True, gc=False):
    node: kv_node
    # Takes part in elections and counts towards a quorum.
    voter: bool
    # Heard within an election timeout, by the node that answers.
    reachable: bool

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            node = self.node
            try:
                address = node.address.encode()
            except UnicodeEncodeError:
                address = node.address.encode("utf-8", "surrogateescape")
            address_length = len(address)
            if address_length > 255:
                raise ValueError
            return _pack_QI_ns_3xb3xb_255[address_length](
                node.id, address_length, address, self.voter, self.reachable
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_member", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_member:
        try:
            at = 0
            end = len(data)
            id2, address_length = _unpack_QI(data, at)
            if address_length > 255:
                raise ValueError
            at += 12
            address = data[at : at + address_length].decode("utf-8", "surrogateescape")
            at += (address_length + 3) & -4
            voter, reachable = _unpack_2I(data, at)
            if at + 8 != end:
                raise ValueError
            return cls(kv_node(id2, address), _rt.BOOLS[voter], _rt.BOOLS[reachable])
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_member", data, 0, len(data), limit, fault
            ) from None


class kv_alarm(msgspec.Struct, frozen=True, gc=False):
    kind: int
    # The node that it is about.
    node_id: int
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
            return _pack_iQI_ns[message_length](self.kind, self.node_id, message_length, message)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_alarm", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_alarm:
        try:
            at = 0
            end = len(data)
            kind, node_id, message_length = _unpack_iQI(data, at)
            if message_length > 1024:
                raise ValueError
            at += 16
            message = data[at : at + message_length].decode("utf-8", "surrogateescape")
            at += (message_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(kind, node_id, message)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_alarm", data, 0, len(data), limit, fault
            ) from None


class kv_counter(msgspec.Struct, frozen=True, gc=False):
    """A number that the node keeps: hits, bytes, queue lengths. Names never change their meaning."""

    name: str
    value: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                name = self.name.encode()
            except UnicodeEncodeError:
                name = self.name.encode("utf-8", "surrogateescape")
            name_length = len(name)
            if name_length > 255:
                raise ValueError
            return _pack_I_ns_Q_255[name_length](name_length, name, self.value)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_counter", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_counter:
        try:
            at = 0
            end = len(data)
            (name_length,) = _unpack_I(data, at)
            if name_length > 255:
                raise ValueError
            at += 4
            name = data[at : at + name_length].decode("utf-8", "surrogateescape")
            at += (name_length + 3) & -4
            (value2,) = _unpack_Q(data, at)
            if at + 8 != end:
                raise ValueError
            return cls(name, value2)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_counter", data, 0, len(data), limit, fault
            ) from None


class kv_property(msgspec.Struct, frozen=True, gc=False):
    """A word that the node tells about itself: its release, its features, names of its resources."""

    name: str
    value: str

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                name = self.name.encode()
            except UnicodeEncodeError:
                name = self.name.encode("utf-8", "surrogateescape")
            name_length = len(name)
            if name_length > 255:
                raise ValueError
            try:
                value2 = self.value.encode()
            except UnicodeEncodeError:
                value2 = self.value.encode("utf-8", "surrogateescape")
            value2_length = len(value2)
            if value2_length > 1024:
                raise ValueError
            head = _pack_I_ns_I_255[name_length](name_length, name, value2_length)
            return head + _pack_ns[value2_length](value2)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_property", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_property:
        try:
            at = 0
            end = len(data)
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
            if at != end:
                raise ValueError
            return cls(name, value2)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "kv_property", data, 0, len(data), limit, fault
            ) from None


class kv_status_args(msgspec.Struct, frozen=True, gc=False):
    """Answered by the node that is asked, from what it knows itself."""

    header: kv_request_header

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_request_header(self.header, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_status_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_status_args:
        return _rt.unpack_whole(unpack_kv_status_args, data, limit)


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
        try:
            out: list[bytes] = []
            _write_kv_status_ok(self, out, limit)
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_status_ok", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_status_ok:
        return _rt.unpack_whole(unpack_kv_status_ok, data, limit)


class kv_status_result_KV_OK(msgspec.Struct, frozen=True, gc=False):
    code: typing.ClassVar[int] = 0
    ok: kv_status_ok

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_status_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_status_result_KV_OK:
        return _rt.unpack_arm(cls, unpack_kv_status_result, data, limit)


class kv_status_result_default(msgspec.Struct, frozen=True, gc=False):
    code: int
    error: kv_error

    def __post_init__(self) -> None:
        if self.code == 0:
            raise _rt.XdrError(f"{self.code!r} belongs to another arm", ("code",))

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        return pack_kv_status_result(self, limit)

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_status_result_default:
        return _rt.unpack_arm(cls, unpack_kv_status_result, data, limit)


kv_status_result: typing.TypeAlias = kv_status_result_KV_OK | kv_status_result_default


class kv_status_reply(msgspec.Struct, frozen=True, gc=False):
    header: kv_reply_header
    result: kv_status_result

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_kv_reply_header(self.header, out, limit)
            result = self.result
            arm: typing.Any = result
            kind = arm.__class__
            if kind is kv_status_result_KV_OK:
                out.append(_pack_i(0))
                _write_kv_status_ok(arm.ok, out, limit)
            elif kind is kv_status_result_default:
                out.append(_pack_i(arm.code))
                _write_kv_error(arm.error, out, limit)
            else:
                raise ValueError
            return b"".join(out)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "kv_status_reply", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> kv_status_reply:
        return _rt.unpack_whole(unpack_kv_status_reply, data, limit)


# The runs of words that codecs read and write at once.
_iter_3Q = struct.Struct(">3Q").iter_unpack
_pack_2Q = struct.Struct(">2Q").pack
_pack_2QI = struct.Struct(">2QI").pack
_pack_2iQI_ns = _rt.Packers("2iQI", "s", "")
_pack_3Q = struct.Struct(">3Q").pack
_pack_3xb = struct.Struct(">3x?").pack
_pack_3xbQI_ns_Q = _rt.Packers("3x?QI", "s", "Q")
_pack_4QiQ3I16sI_ns_I_255 = _rt.short_packers("4QiQ3I16sI", "I", 11, 255)
_pack_6Q2I = struct.Struct(">6Q2I").pack
_pack_I = struct.Struct(">I").pack
_pack_I3xbI_ns = _rt.Packers("I3x?I", "s", "")
_pack_I_ns = _rt.Packers("I", "s", "")
_pack_I_ns_2I = _rt.Packers("I", "s", "2I")
_pack_I_ns_I = _rt.Packers("I", "s", "I")
_pack_I_ns_I_255 = _rt.short_packers("I", "I", 1, 255)
_pack_I_ns_Q = _rt.Packers("I", "s", "Q")
_pack_I_ns_Q_255 = _rt.short_packers("I", "Q", 1, 255)
_pack_Q = struct.Struct(">Q").pack
_pack_Q2I = struct.Struct(">Q2I").pack
_pack_Q3xbI_ns = _rt.Packers("Q3x?I", "s", "")
_pack_Q4I = struct.Struct(">Q4I").pack
_pack_QI = struct.Struct(">QI").pack
_pack_QI2i3xb5QI_ns = _rt.Packers("QI2i3x?5QI", "s", "")
_pack_QI3xbI = struct.Struct(">QI3x?I").pack
_pack_QIQ = struct.Struct(">QIQ").pack
_pack_QIQI = struct.Struct(">QIQI").pack
_pack_QI_ns = _rt.Packers("QI", "s", "")
_pack_QI_ns_255 = _rt.short_packers("QI", "", 2, 255)
_pack_QI_ns_3xb3xb_255 = _rt.short_packers("QI", "3x?3x?", 2, 255)
_pack_i = struct.Struct(">i").pack
_pack_i2Q = struct.Struct(">i2Q").pack
_pack_i2QI = struct.Struct(">i2QI").pack
_pack_iI = struct.Struct(">iI").pack
_pack_iI_ns_I = _rt.Packers("iI", "s", "I")
_pack_iQ = struct.Struct(">iQ").pack
_pack_iQ2I = struct.Struct(">iQ2I").pack
_pack_iQI = struct.Struct(">iQI").pack
_pack_iQI3xbI = struct.Struct(">iQI3x?I").pack
_pack_iQIQ = struct.Struct(">iQIQ").pack
_pack_iQIQI = struct.Struct(">iQIQI").pack
_pack_iQI_ns = _rt.Packers("iQI", "s", "")
_pack_iQI_ns_7QI_255 = _rt.short_packers("iQI", "7QI", 3, 255)
_pack_ns = _rt.Packers("", "s", "")
_pack_ns_4Q = _rt.Packers("", "s", "4Q")
_pack_ns_QI = _rt.Packers("", "s", "QI")
_pack_ns_iI_255 = _rt.short_packers("", "iI", 0, 255)
_unpack_2I = struct.Struct(">2I").unpack_from
_unpack_2Q = struct.Struct(">2Q").unpack_from
_unpack_2QI = struct.Struct(">2QI").unpack_from
_unpack_2iQI = struct.Struct(">2iQI").unpack_from
_unpack_3I = struct.Struct(">3I").unpack_from
_unpack_3Q = struct.Struct(">3Q").unpack_from
_unpack_4Q = struct.Struct(">4Q").unpack_from
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

pack_kv_extension = kv_extension.to_xdr
pack_kv_request_header = kv_request_header.to_xdr
pack_kv_reply_header = kv_reply_header.to_xdr
pack_kv_node = kv_node.to_xdr
pack_kv_error = kv_error.to_xdr
pack_kv_item = kv_item.to_xdr
pack_kv_key_range = kv_key_range.to_xdr
pack_kv_get_args = kv_get_args.to_xdr
pack_kv_get_reply = kv_get_reply.to_xdr
pack_kv_commit = kv_commit.to_xdr
pack_kv_put_op = kv_put_op.to_xdr
pack_kv_put_args = kv_put_args.to_xdr
pack_kv_put_ok = kv_put_ok.to_xdr
pack_kv_put_reply = kv_put_reply.to_xdr
pack_kv_delete_op = kv_delete_op.to_xdr
pack_kv_delete_args = kv_delete_args.to_xdr
pack_kv_deleted = kv_deleted.to_xdr
pack_kv_delete_ok = kv_delete_ok.to_xdr
pack_kv_delete_reply = kv_delete_reply.to_xdr
pack_kv_page = kv_page.to_xdr
pack_kv_range_op = kv_range_op.to_xdr
pack_kv_range_args = kv_range_args.to_xdr
pack_kv_range_ok = kv_range_ok.to_xdr
pack_kv_range_reply = kv_range_reply.to_xdr
pack_kv_compare = kv_compare.to_xdr
pack_kv_txn_op = kv_txn_op.to_xdr
pack_kv_txn_args = kv_txn_args.to_xdr
pack_kv_txn_ok = kv_txn_ok.to_xdr
pack_kv_txn_reply = kv_txn_reply.to_xdr
pack_kv_watch_position = kv_watch_position.to_xdr
pack_kv_watch_args = kv_watch_args.to_xdr
pack_kv_event = kv_event.to_xdr
pack_kv_watch_ok = kv_watch_ok.to_xdr
pack_kv_watch_reply = kv_watch_reply.to_xdr
pack_kv_compact_args = kv_compact_args.to_xdr
pack_kv_compact_reply = kv_compact_reply.to_xdr
pack_kv_lease_grant_args = kv_lease_grant_args.to_xdr
pack_kv_lease_grant_ok = kv_lease_grant_ok.to_xdr
pack_kv_lease_grant_reply = kv_lease_grant_reply.to_xdr
pack_kv_lease_revoke_args = kv_lease_revoke_args.to_xdr
pack_kv_lease_revoke_ok = kv_lease_revoke_ok.to_xdr
pack_kv_lease_revoke_reply = kv_lease_revoke_reply.to_xdr
pack_kv_lease_keepalive_args = kv_lease_keepalive_args.to_xdr
pack_kv_lease_keepalive_ok = kv_lease_keepalive_ok.to_xdr
pack_kv_lease_keepalive_reply = kv_lease_keepalive_reply.to_xdr
pack_kv_lease_ttl_args = kv_lease_ttl_args.to_xdr
pack_kv_lease_key = kv_lease_key.to_xdr
pack_kv_lease_ttl_ok = kv_lease_ttl_ok.to_xdr
pack_kv_lease_ttl_reply = kv_lease_ttl_reply.to_xdr
pack_kv_lease_list_args = kv_lease_list_args.to_xdr
pack_kv_lease_info = kv_lease_info.to_xdr
pack_kv_lease_list_ok = kv_lease_list_ok.to_xdr
pack_kv_lease_list_reply = kv_lease_list_reply.to_xdr
pack_kv_session_open_args = kv_session_open_args.to_xdr
pack_kv_session_open_ok = kv_session_open_ok.to_xdr
pack_kv_session_open_reply = kv_session_open_reply.to_xdr
pack_kv_session_keepalive_args = kv_session_keepalive_args.to_xdr
pack_kv_session_keepalive_ok = kv_session_keepalive_ok.to_xdr
pack_kv_session_keepalive_reply = kv_session_keepalive_reply.to_xdr
pack_kv_session_close_args = kv_session_close_args.to_xdr
pack_kv_session_close_reply = kv_session_close_reply.to_xdr
pack_kv_member = kv_member.to_xdr
pack_kv_alarm = kv_alarm.to_xdr
pack_kv_counter = kv_counter.to_xdr
pack_kv_property = kv_property.to_xdr
pack_kv_status_args = kv_status_args.to_xdr
pack_kv_status_ok = kv_status_ok.to_xdr
pack_kv_status_reply = kv_status_reply.to_xdr


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_extension", data, offset, end, limit, fault) from None


def _write_kv_request_header(value: kv_request_header, out: list[bytes], limit: int) -> None:
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
    out.append(
        _pack_4QiQ3I16sI_ns_I_255[name_space_length](
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
        out.append(
            _pack_I3xbI_ns[value2_length](
                extensions_item.id, extensions_item.critical, value2_length, value2
            )
        )


def _read_kv_request_header(
    data: bytes, at: int, end: int, limit: int
) -> tuple[kv_request_header, int]:
    (
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
        name_space_length,
    ) = _unpack_4QiQ3I16sI(data, at)
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
    for _ in range(extensions_count):
        id2, critical, value_length = _unpack_3I(data, at)
        if value_length > 1024:
            raise ValueError
        at += 12
        value2 = data[at : at + value_length]
        at += (value_length + 3) & -4
        extensions_items.append(kv_extension(id2, _rt.BOOLS[critical], value2))
    extensions = tuple(extensions_items)
    return kv_request_header(
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
    ), at


def unpack_kv_request_header(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_request_header, int]:
    at = offset
    try:
        result, at = _read_kv_request_header(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_request_header", data, offset, end, limit, fault
        ) from None


def _write_kv_reply_header(value: kv_reply_header, out: list[bytes], limit: int) -> None:
    extensions = value.extensions
    extensions_count = len(extensions)
    if extensions_count > 8:
        raise ValueError
    out.append(
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
        out.append(
            _pack_I3xbI_ns[value2_length](
                extensions_item.id, extensions_item.critical, value2_length, value2
            )
        )


def _read_kv_reply_header(
    data: bytes, at: int, end: int, limit: int
) -> tuple[kv_reply_header, int]:
    (
        cluster_id,
        node_id,
        term,
        revision,
        compacted_revision,
        applied_index,
        age_ms,
        extensions_count,
    ) = _unpack_6Q2I(data, at)
    if extensions_count > 8 or extensions_count * 12 > end - at - 56:
        raise ValueError
    at += 56
    extensions_items: list[kv_extension] = []
    for _ in range(extensions_count):
        id2, critical, value_length = _unpack_3I(data, at)
        if value_length > 1024:
            raise ValueError
        at += 12
        value2 = data[at : at + value_length]
        at += (value_length + 3) & -4
        extensions_items.append(kv_extension(id2, _rt.BOOLS[critical], value2))
    extensions = tuple(extensions_items)
    return kv_reply_header(
        cluster_id, node_id, term, revision, compacted_revision, applied_index, age_ms, extensions
    ), at


def unpack_kv_reply_header(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_reply_header, int]:
    at = offset
    try:
        result, at = _read_kv_reply_header(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_reply_header", data, offset, end, limit, fault
        ) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_node", data, offset, end, limit, fault) from None


def _write_kv_error(value: kv_error, out: list[bytes], limit: int) -> None:
    try:
        message = value.message.encode()
    except UnicodeEncodeError:
        message = value.message.encode("utf-8", "surrogateescape")
    message_length = len(message)
    if message_length > 1024:
        raise ValueError
    try:
        leader_address = value.leader_address.encode()
    except UnicodeEncodeError:
        leader_address = value.leader_address.encode("utf-8", "surrogateescape")
    leader_address_length = len(leader_address)
    if leader_address_length > 255:
        raise ValueError
    out.append(
        _pack_I_ns_2I[message_length](
            message_length, message, value.retry_after_ms, leader_address_length
        )
    )
    unreachable = value.unreachable
    unreachable_count = len(unreachable)
    if unreachable_count > 64:
        raise ValueError
    out.append(
        _pack_ns_iI_255[leader_address_length](leader_address, value.executed, unreachable_count)
    )
    for unreachable_item in unreachable:
        try:
            address = unreachable_item.address.encode()
        except UnicodeEncodeError:
            address = unreachable_item.address.encode("utf-8", "surrogateescape")
        address_length = len(address)
        if address_length > 255:
            raise ValueError
        out.append(_pack_QI_ns_255[address_length](unreachable_item.id, address_length, address))


def _read_kv_error(data: bytes, at: int, end: int, limit: int) -> tuple[kv_error, int]:
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
    for _ in range(unreachable_count):
        id2, address_length = _unpack_QI(data, at)
        if address_length > 255:
            raise ValueError
        at += 12
        address = data[at : at + address_length].decode("utf-8", "surrogateescape")
        at += (address_length + 3) & -4
        unreachable_items.append(kv_node(id2, address))
    unreachable = tuple(unreachable_items)
    return kv_error(message, retry_after_ms, leader_address, executed, unreachable), at


def unpack_kv_error(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_error, int]:
    at = offset
    try:
        result, at = _read_kv_error(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_error", data, offset, end, limit, fault) from None


def _write_kv_item(value: kv_item, out: list[bytes], limit: int) -> None:
    key = value.key
    key_length = len(key)
    if key_length > 8192:
        raise ValueError
    value2 = value.value
    value2_length = len(value2)
    if value2_length > 1048576:
        raise ValueError
    out.append(_pack_I_ns_I[key_length](key_length, key, value2_length))
    out.append(
        _pack_ns_4Q[value2_length](
            value2, value.create_revision, value.mod_revision, value.key_version, value.lease
        )
    )


def _read_kv_item(data: bytes, at: int, end: int, limit: int) -> tuple[kv_item, int]:
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
    return kv_item(key, value2, create_revision, mod_revision, key_version, lease), at + 32


def unpack_kv_item(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_item, int]:
    at = offset
    try:
        result, at = _read_kv_item(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_item", data, offset, end, limit, fault) from None


def _write_kv_key_range(value: kv_key_range, out: list[bytes], limit: int) -> None:
    key = value.key
    key_length = len(key)
    if key_length > 8192:
        raise ValueError
    end2 = value.end
    end2_length = len(end2)
    if end2_length > 8192:
        raise ValueError
    out.append(_pack_iI_ns_I[key_length](value.kind, key_length, key, end2_length))
    out.append(_pack_ns[end2_length](end2))


def _read_kv_key_range(data: bytes, at: int, end: int, limit: int) -> tuple[kv_key_range, int]:
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
    return kv_key_range(kind, key, end2), at


def unpack_kv_key_range(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_key_range, int]:
    at = offset
    try:
        result, at = _read_kv_key_range(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_key_range", data, offset, end, limit, fault) from None


def unpack_kv_get_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_get_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        (key_length,) = _unpack_I(data, at)
        if key_length > 8192:
            raise ValueError
        at += 4
        key = data[at : at + key_length]
        at += (key_length + 3) & -4
        (revision,) = _unpack_Q(data, at)
        value = kv_get_args(header, key, revision)
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_get_args", data, offset, end, limit, fault) from None


def pack_kv_get_result(value: kv_get_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_get_result_KV_OK:
            out: list[bytes] = []
            out.append(_pack_i(0))
            _write_kv_item(arm.item, out, limit)
            return b"".join(out)
        if kind is kv_get_result_KV_NOT_FOUND:
            return _pack_i(1)
        if kind is kv_get_result_default:
            out = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_get_result", value, limit, fault) from None


def unpack_kv_get_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_get_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_get_result
        if code == 0:
            item, at = _read_kv_item(data, at + 4, end, limit)
            result = kv_get_result_KV_OK(item)
        elif code == 1:
            result = kv_get_result_KV_NOT_FOUND()
            at += 4
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_get_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_get_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_get_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_get_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_get_result
        if code == 0:
            item, at = _read_kv_item(data, at + 4, end, limit)
            result = kv_get_result_KV_OK(item)
        elif code == 1:
            result = kv_get_result_KV_NOT_FOUND()
            at += 4
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_get_result_default(code, error)
        value = kv_get_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_get_reply", data, offset, end, limit, fault) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_commit", data, offset, end, limit, fault) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_put_op", data, offset, end, limit, fault) from None


def unpack_kv_put_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_put_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        wait, key_length = _unpack_iI(data, at)
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
        lease, flags = _unpack_QI(data, at)
        value = kv_put_args(header, wait, kv_put_op(key, value2, lease, flags))
        at += 12
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_put_args", data, offset, end, limit, fault) from None


def unpack_kv_put_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_put_ok, int]:
    at = offset
    try:
        revision, durable_nodes, previous_flag = _unpack_Q2I(data, at)
        previous: kv_item | None
        if previous_flag == 1:
            previous2, at = _read_kv_item(data, at + 16, end, limit)
            previous = previous2
        elif previous_flag == 0:
            previous = None
            at += 16
        else:
            raise ValueError
        value = kv_put_ok(kv_commit(revision, durable_nodes), previous)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_put_ok", data, offset, end, limit, fault) from None


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
            out: list[bytes] = []
            out.append(_pack_iQ2I(0, commit.revision, commit.durable_nodes, 1))
            _write_kv_item(previous, out, limit)
            return b"".join(out)
        if kind is kv_put_result_default:
            out = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_put_result", value, limit, fault) from None


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
                previous2, at = _read_kv_item(data, at + 20, end, limit)
                previous = previous2
            elif previous_flag == 0:
                previous = None
                at += 20
            else:
                raise ValueError
            result = kv_put_result_KV_OK(kv_put_ok(kv_commit(revision, durable_nodes), previous))
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_put_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_put_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_put_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_put_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_put_result
        if code == 0:
            revision, durable_nodes, previous_flag = _unpack_Q2I(data, at + 4)
            previous: kv_item | None
            if previous_flag == 1:
                previous2, at = _read_kv_item(data, at + 20, end, limit)
                previous = previous2
            elif previous_flag == 0:
                previous = None
                at += 20
            else:
                raise ValueError
            result = kv_put_result_KV_OK(kv_put_ok(kv_commit(revision, durable_nodes), previous))
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_put_result_default(code, error)
        value = kv_put_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_put_reply", data, offset, end, limit, fault) from None


def unpack_kv_delete_op(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_delete_op, int]:
    at = offset
    try:
        keys, at = _read_kv_key_range(data, at, end, limit)
        (flags,) = _unpack_I(data, at)
        value = kv_delete_op(keys, flags)
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_delete_op", data, offset, end, limit, fault) from None


def unpack_kv_delete_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_delete_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        (wait,) = _unpack_i(data, at)
        keys, at = _read_kv_key_range(data, at + 4, end, limit)
        (flags,) = _unpack_I(data, at)
        value = kv_delete_args(header, wait, kv_delete_op(keys, flags))
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_delete_args", data, offset, end, limit, fault
        ) from None


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
        for _ in range(previous_count):
            previous_item, at = _read_kv_item(data, at, end, limit)
            previous_items.append(previous_item)
        previous = tuple(previous_items)
        value = kv_deleted(count, previous)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_deleted", data, offset, end, limit, fault) from None


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
        for _ in range(previous_count):
            previous_item, at = _read_kv_item(data, at, end, limit)
            previous_items.append(previous_item)
        previous = tuple(previous_items)
        value = kv_delete_ok(kv_commit(revision, durable_nodes), kv_deleted(count, previous))
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_delete_ok", data, offset, end, limit, fault) from None


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
            out.append(
                _pack_iQIQI(0, commit.revision, commit.durable_nodes, deleted.count, previous_count)
            )
            for previous_item in previous:
                _write_kv_item(previous_item, out, limit)
            return b"".join(out)
        if kind is kv_delete_result_default:
            out = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_delete_result", value, limit, fault) from None


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
            for _ in range(previous_count):
                previous_item, at = _read_kv_item(data, at, end, limit)
                previous_items.append(previous_item)
            previous = tuple(previous_items)
            result = kv_delete_result_KV_OK(
                kv_delete_ok(kv_commit(revision, durable_nodes), kv_deleted(count, previous))
            )
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_delete_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_delete_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_delete_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_delete_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_delete_result
        if code == 0:
            revision, durable_nodes, count, previous_count = _unpack_QIQI(data, at + 4)
            if previous_count > 10000 or previous_count * 40 > end - at - 28:
                raise ValueError
            at += 28
            previous_items: list[kv_item] = []
            for _ in range(previous_count):
                previous_item, at = _read_kv_item(data, at, end, limit)
                previous_items.append(previous_item)
            previous = tuple(previous_items)
            result = kv_delete_result_KV_OK(
                kv_delete_ok(kv_commit(revision, durable_nodes), kv_deleted(count, previous))
            )
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_delete_result_default(code, error)
        value = kv_delete_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_delete_reply", data, offset, end, limit, fault
        ) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_page", data, offset, end, limit, fault) from None


def unpack_kv_range_op(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_range_op, int]:
    at = offset
    try:
        keys, at = _read_kv_key_range(data, at, end, limit)
        (
            revision,
            limit2,
            want,
            sort,
            descending,
            min_create_revision,
            max_create_revision,
            min_mod_revision,
            max_mod_revision,
            revision2,
            after_length,
        ) = _unpack_QI2iI5QI(data, at)
        if after_length > 8192:
            raise ValueError
        at += 68
        after = data[at : at + after_length]
        at += (after_length + 3) & -4
        value = kv_range_op(
            keys,
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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_range_op", data, offset, end, limit, fault) from None


def unpack_kv_range_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_range_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        keys, at = _read_kv_key_range(data, at, end, limit)
        (
            revision,
            limit2,
            want,
            sort,
            descending,
            min_create_revision,
            max_create_revision,
            min_mod_revision,
            max_mod_revision,
            revision2,
            after_length,
        ) = _unpack_QI2iI5QI(data, at)
        if after_length > 8192:
            raise ValueError
        at += 68
        after = data[at : at + after_length]
        at += (after_length + 3) & -4
        value = kv_range_args(
            header,
            kv_range_op(
                keys,
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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_range_args", data, offset, end, limit, fault
        ) from None


def unpack_kv_range_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_range_ok, int]:
    at = offset
    try:
        revision, items_count = _unpack_QI(data, at)
        if items_count > 10000 or items_count * 40 > end - at - 12:
            raise ValueError
        at += 12
        items_items: list[kv_item] = []
        for _ in range(items_count):
            items_item, at = _read_kv_item(data, at, end, limit)
            items_items.append(items_item)
        items = tuple(items_items)
        more2, revision2, after_length = _unpack_IQI(data, at)
        if after_length > 8192:
            raise ValueError
        at += 16
        after = data[at : at + after_length]
        at += (after_length + 3) & -4
        (count,) = _unpack_Q(data, at)
        value = kv_range_ok(revision, items, _rt.BOOLS[more2], kv_page(revision2, after), count)
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_range_ok", data, offset, end, limit, fault) from None


def pack_kv_range_result(value: kv_range_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_range_result_KV_OK:
            ok = arm.ok
            items = ok.items
            items_count = len(items)
            if items_count > 10000:
                raise ValueError
            out: list[bytes] = []
            out.append(_pack_iQI(0, ok.revision, items_count))
            for items_item in items:
                _write_kv_item(items_item, out, limit)
            next2 = ok.next
            after = next2.after
            after_length = len(after)
            if after_length > 8192:
                raise ValueError
            out.append(
                _pack_3xbQI_ns_Q[after_length](
                    ok.more, next2.revision, after_length, after, ok.count
                )
            )
            return b"".join(out)
        if kind is kv_range_result_default:
            out = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_range_result", value, limit, fault) from None


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
            items_items: list[kv_item] = []
            for _ in range(items_count):
                items_item, at = _read_kv_item(data, at, end, limit)
                items_items.append(items_item)
            items = tuple(items_items)
            more2, revision2, after_length = _unpack_IQI(data, at)
            if after_length > 8192:
                raise ValueError
            at += 16
            after = data[at : at + after_length]
            at += (after_length + 3) & -4
            (count,) = _unpack_Q(data, at)
            result = kv_range_result_KV_OK(
                kv_range_ok(revision, items, _rt.BOOLS[more2], kv_page(revision2, after), count)
            )
            at += 8
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_range_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_range_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_range_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_range_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_range_result
        if code == 0:
            revision, items_count = _unpack_QI(data, at + 4)
            if items_count > 10000 or items_count * 40 > end - at - 16:
                raise ValueError
            at += 16
            items_items: list[kv_item] = []
            for _ in range(items_count):
                items_item, at = _read_kv_item(data, at, end, limit)
                items_items.append(items_item)
            items = tuple(items_items)
            more2, revision2, after_length = _unpack_IQI(data, at)
            if after_length > 8192:
                raise ValueError
            at += 16
            after = data[at : at + after_length]
            at += (after_length + 3) & -4
            (count,) = _unpack_Q(data, at)
            result = kv_range_result_KV_OK(
                kv_range_ok(revision, items, _rt.BOOLS[more2], kv_page(revision2, after), count)
            )
            at += 8
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_range_result_default(code, error)
        value = kv_range_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_range_reply", data, offset, end, limit, fault
        ) from None


def unpack_kv_compare(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_compare, int]:
    at = offset
    try:
        keys, at = _read_kv_key_range(data, at, end, limit)
        target, relation, number, value_length = _unpack_2iQI(data, at)
        if value_length > 1048576:
            raise ValueError
        at += 20
        value2 = data[at : at + value_length]
        at += (value_length + 3) & -4
        value = kv_compare(keys, target, relation, number, value2)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_compare", data, offset, end, limit, fault) from None


def _write_kv_operation(value: kv_operation, out: list[bytes], limit: int) -> None:
    arm: typing.Any = value
    kind = arm.__class__
    if kind is kv_operation_KV_OPERATION_RANGE:
        range2 = arm.range
        out.append(_pack_i(0))
        _write_kv_key_range(range2.keys, out, limit)
        page = range2.page
        after = page.after
        after_length = len(after)
        if after_length > 8192:
            raise ValueError
        out.append(
            _pack_QI2i3xb5QI_ns[after_length](
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
                after,
            )
        )
    elif kind is kv_operation_KV_OPERATION_PUT:
        put = arm.put
        key = put.key
        key_length = len(key)
        if key_length > 8192:
            raise ValueError
        value2 = put.value
        value2_length = len(value2)
        if value2_length > 1048576:
            raise ValueError
        out.append(_pack_iI_ns_I[key_length](1, key_length, key, value2_length))
        out.append(_pack_ns_QI[value2_length](value2, put.lease, put.flags))
    elif kind is kv_operation_KV_OPERATION_DELETE:
        deletion = arm.deletion
        out.append(_pack_i(2))
        _write_kv_key_range(deletion.keys, out, limit)
        out.append(_pack_I(deletion.flags))
    elif kind is kv_operation_default:
        out.append(_pack_i(arm.kind))
    else:
        raise ValueError


def _read_kv_operation(data: bytes, at: int, end: int, limit: int) -> tuple[kv_operation, int]:
    (kind,) = _unpack_i(data, at)
    result: kv_operation
    if kind == 0:
        keys, at = _read_kv_key_range(data, at + 4, end, limit)
        (
            revision,
            limit2,
            want,
            sort,
            descending,
            min_create_revision,
            max_create_revision,
            min_mod_revision,
            max_mod_revision,
            revision2,
            after_length,
        ) = _unpack_QI2iI5QI(data, at)
        if after_length > 8192:
            raise ValueError
        at += 68
        after = data[at : at + after_length]
        at += (after_length + 3) & -4
        result = kv_operation_KV_OPERATION_RANGE(
            kv_range_op(
                keys,
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
        lease, flags = _unpack_QI(data, at)
        result = kv_operation_KV_OPERATION_PUT(kv_put_op(key, value2, lease, flags))
        at += 12
    elif kind == 2:
        keys2, at = _read_kv_key_range(data, at + 4, end, limit)
        (flags2,) = _unpack_I(data, at)
        result = kv_operation_KV_OPERATION_DELETE(kv_delete_op(keys2, flags2))
        at += 4
    else:
        result = kv_operation_default(kind)
        at += 4
    return result, at


def pack_kv_operation(value: kv_operation, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        out: list[bytes] = []
        _write_kv_operation(value, out, limit)
        return b"".join(out)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_operation", value, limit, fault) from None


def unpack_kv_operation(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_operation, int]:
    at = offset
    try:
        result, at = _read_kv_operation(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_operation", data, offset, end, limit, fault) from None


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
        for _ in range(compares_count):
            keys, at = _read_kv_key_range(data, at, end, limit)
            target, relation, number, value_length = _unpack_2iQI(data, at)
            if value_length > 1048576:
                raise ValueError
            at += 20
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            compares_items.append(kv_compare(keys, target, relation, number, value2))
        compares = tuple(compares_items)
        (success_count,) = _unpack_I(data, at)
        if success_count > 128 or success_count * 4 > end - at - 4:
            raise ValueError
        at += 4
        success_items: list[kv_operation] = []
        for _ in range(success_count):
            success_item, at = _read_kv_operation(data, at, end, limit)
            success_items.append(success_item)
        success = tuple(success_items)
        (failure_count,) = _unpack_I(data, at)
        if failure_count > 128 or failure_count * 4 > end - at - 4:
            raise ValueError
        at += 4
        failure_items: list[kv_operation] = []
        for _ in range(failure_count):
            failure_item, at = _read_kv_operation(data, at, end, limit)
            failure_items.append(failure_item)
        failure = tuple(failure_items)
        value = kv_txn_op(compares, success, failure)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_txn_op", data, offset, end, limit, fault) from None


def unpack_kv_txn_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_txn_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        wait, compares_count = _unpack_iI(data, at)
        if compares_count > 128 or compares_count * 32 > end - at - 8:
            raise ValueError
        at += 8
        compares_items: list[kv_compare] = []
        for _ in range(compares_count):
            keys, at = _read_kv_key_range(data, at, end, limit)
            target, relation, number, value_length = _unpack_2iQI(data, at)
            if value_length > 1048576:
                raise ValueError
            at += 20
            value2 = data[at : at + value_length]
            at += (value_length + 3) & -4
            compares_items.append(kv_compare(keys, target, relation, number, value2))
        compares = tuple(compares_items)
        (success_count,) = _unpack_I(data, at)
        if success_count > 128 or success_count * 4 > end - at - 4:
            raise ValueError
        at += 4
        success_items: list[kv_operation] = []
        for _ in range(success_count):
            success_item, at = _read_kv_operation(data, at, end, limit)
            success_items.append(success_item)
        success = tuple(success_items)
        (failure_count,) = _unpack_I(data, at)
        if failure_count > 128 or failure_count * 4 > end - at - 4:
            raise ValueError
        at += 4
        failure_items: list[kv_operation] = []
        for _ in range(failure_count):
            failure_item, at = _read_kv_operation(data, at, end, limit)
            failure_items.append(failure_item)
        failure = tuple(failure_items)
        value = kv_txn_args(header, wait, kv_txn_op(compares, success, failure))
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_txn_args", data, offset, end, limit, fault) from None


def _write_kv_operation_result(value: kv_operation_result, out: list[bytes], limit: int) -> None:
    arm: typing.Any = value
    kind = arm.__class__
    if kind is kv_operation_result_KV_OPERATION_RANGE:
        range2 = arm.range
        items = range2.items
        items_count = len(items)
        if items_count > 10000:
            raise ValueError
        out.append(_pack_iQI(0, range2.revision, items_count))
        for items_item in items:
            _write_kv_item(items_item, out, limit)
        next2 = range2.next
        after = next2.after
        after_length = len(after)
        if after_length > 8192:
            raise ValueError
        out.append(
            _pack_3xbQI_ns_Q[after_length](
                range2.more, next2.revision, after_length, after, range2.count
            )
        )
    elif kind is kv_operation_result_KV_OPERATION_PUT:
        previous = arm.previous
        if previous is None:
            out.append(_pack_iI(1, 0))
        else:
            out.append(_pack_iI(1, 1))
            _write_kv_item(previous, out, limit)
    elif kind is kv_operation_result_KV_OPERATION_DELETE:
        deleted = arm.deleted
        previous2 = deleted.previous
        previous2_count = len(previous2)
        if previous2_count > 10000:
            raise ValueError
        out.append(_pack_iQI(2, deleted.count, previous2_count))
        for previous2_item in previous2:
            _write_kv_item(previous2_item, out, limit)
    elif kind is kv_operation_result_default:
        out.append(_pack_i(arm.kind))
    else:
        raise ValueError


def _read_kv_operation_result(
    data: bytes, at: int, end: int, limit: int
) -> tuple[kv_operation_result, int]:
    (kind,) = _unpack_i(data, at)
    result: kv_operation_result
    if kind == 0:
        revision, items_count = _unpack_QI(data, at + 4)
        if items_count > 10000 or items_count * 40 > end - at - 16:
            raise ValueError
        at += 16
        items_items: list[kv_item] = []
        for _ in range(items_count):
            items_item, at = _read_kv_item(data, at, end, limit)
            items_items.append(items_item)
        items = tuple(items_items)
        more2, revision2, after_length = _unpack_IQI(data, at)
        if after_length > 8192:
            raise ValueError
        at += 16
        after = data[at : at + after_length]
        at += (after_length + 3) & -4
        (count,) = _unpack_Q(data, at)
        result = kv_operation_result_KV_OPERATION_RANGE(
            kv_range_ok(revision, items, _rt.BOOLS[more2], kv_page(revision2, after), count)
        )
        at += 8
    elif kind == 1:
        (previous_flag,) = _unpack_I(data, at + 4)
        previous: kv_item | None
        if previous_flag == 1:
            previous2, at = _read_kv_item(data, at + 8, end, limit)
            previous = previous2
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
        previous3_items: list[kv_item] = []
        for _ in range(previous_count):
            previous_item, at = _read_kv_item(data, at, end, limit)
            previous3_items.append(previous_item)
        previous3 = tuple(previous3_items)
        result = kv_operation_result_KV_OPERATION_DELETE(kv_deleted(count2, previous3))
    else:
        result = kv_operation_result_default(kind)
        at += 4
    return result, at


def pack_kv_operation_result(value: kv_operation_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        out: list[bytes] = []
        _write_kv_operation_result(value, out, limit)
        return b"".join(out)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_operation_result", value, limit, fault) from None


def unpack_kv_operation_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_operation_result, int]:
    at = offset
    try:
        result, at = _read_kv_operation_result(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_operation_result", data, offset, end, limit, fault
        ) from None


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
        for _ in range(results_count):
            results_item, at = _read_kv_operation_result(data, at, end, limit)
            results_items.append(results_item)
        results = tuple(results_items)
        value = kv_txn_ok(kv_commit(revision, durable_nodes), _rt.BOOLS[succeeded], results)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_txn_ok", data, offset, end, limit, fault) from None


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
            out.append(
                _pack_iQI3xbI(0, commit.revision, commit.durable_nodes, ok.succeeded, results_count)
            )
            for results_item in results:
                _write_kv_operation_result(results_item, out, limit)
            return b"".join(out)
        if kind is kv_txn_result_default:
            out = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_txn_result", value, limit, fault) from None


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
            for _ in range(results_count):
                results_item, at = _read_kv_operation_result(data, at, end, limit)
                results_items.append(results_item)
            results = tuple(results_items)
            result = kv_txn_result_KV_OK(
                kv_txn_ok(kv_commit(revision, durable_nodes), _rt.BOOLS[succeeded], results)
            )
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_txn_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_txn_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_txn_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_txn_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_txn_result
        if code == 0:
            revision, durable_nodes, succeeded, results_count = _unpack_Q3I(data, at + 4)
            if results_count > 128 or results_count * 4 > end - at - 24:
                raise ValueError
            at += 24
            results_items: list[kv_operation_result] = []
            for _ in range(results_count):
                results_item, at = _read_kv_operation_result(data, at, end, limit)
                results_items.append(results_item)
            results = tuple(results_items)
            result = kv_txn_result_KV_OK(
                kv_txn_ok(kv_commit(revision, durable_nodes), _rt.BOOLS[succeeded], results)
            )
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_txn_result_default(code, error)
        value = kv_txn_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_txn_reply", data, offset, end, limit, fault) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_watch_position", data, offset, end, limit, fault
        ) from None


def unpack_kv_watch_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_watch_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        (ranges_count,) = _unpack_I(data, at)
        if ranges_count > 16 or ranges_count * 12 > end - at - 4:
            raise ValueError
        at += 4
        ranges_items: list[kv_key_range] = []
        for _ in range(ranges_count):
            ranges_item, at = _read_kv_key_range(data, at, end, limit)
            ranges_items.append(ranges_item)
        ranges = tuple(ranges_items)
        revision, offset2, limit2, wait_ms, flags = _unpack_Q4I(data, at)
        value = kv_watch_args(
            header, ranges, kv_watch_position(revision, offset2), limit2, wait_ms, flags
        )
        at += 24
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_watch_args", data, offset, end, limit, fault
        ) from None


def unpack_kv_event(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_event, int]:
    at = offset
    try:
        (kind,) = _unpack_i(data, at)
        item, at = _read_kv_item(data, at + 4, end, limit)
        (previous_flag,) = _unpack_I(data, at)
        previous: kv_item | None
        if previous_flag == 1:
            previous2, at = _read_kv_item(data, at + 4, end, limit)
            previous = previous2
        elif previous_flag == 0:
            previous = None
            at += 4
        else:
            raise ValueError
        value = kv_event(kind, item, previous)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_event", data, offset, end, limit, fault) from None


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
        for _ in range(events_count):
            (kind,) = _unpack_i(data, at)
            item, at = _read_kv_item(data, at + 4, end, limit)
            (previous_flag,) = _unpack_I(data, at)
            previous: kv_item | None
            if previous_flag == 1:
                previous2, at = _read_kv_item(data, at + 4, end, limit)
                previous = previous2
            elif previous_flag == 0:
                previous = None
                at += 4
            else:
                raise ValueError
            events_items.append(kv_event(kind, item, previous))
        events = tuple(events_items)
        revision, offset2 = _unpack_QI(data, at)
        value = kv_watch_ok(events, kv_watch_position(revision, offset2))
        at += 12
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_watch_ok", data, offset, end, limit, fault) from None


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
            out.append(_pack_iI(0, events_count))
            for events_item in events:
                out.append(_pack_i(events_item.kind))
                _write_kv_item(events_item.item, out, limit)
                previous = events_item.previous
                if previous is None:
                    out.append(_pack_I(0))
                else:
                    out.append(_pack_I(1))
                    _write_kv_item(previous, out, limit)
            next2 = ok.next
            out.append(_pack_QI(next2.revision, next2.offset))
            return b"".join(out)
        if kind is kv_watch_result_default:
            out = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_watch_result", value, limit, fault) from None


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
            for _ in range(events_count):
                (kind,) = _unpack_i(data, at)
                item, at = _read_kv_item(data, at + 4, end, limit)
                (previous_flag,) = _unpack_I(data, at)
                previous: kv_item | None
                if previous_flag == 1:
                    previous2, at = _read_kv_item(data, at + 4, end, limit)
                    previous = previous2
                elif previous_flag == 0:
                    previous = None
                    at += 4
                else:
                    raise ValueError
                events_items.append(kv_event(kind, item, previous))
            events = tuple(events_items)
            revision, offset2 = _unpack_QI(data, at)
            result = kv_watch_result_KV_OK(
                kv_watch_ok(events, kv_watch_position(revision, offset2))
            )
            at += 12
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_watch_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_watch_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_watch_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_watch_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_watch_result
        if code == 0:
            (events_count,) = _unpack_I(data, at + 4)
            if events_count > 10000 or events_count * 48 > end - at - 8:
                raise ValueError
            at += 8
            events_items: list[kv_event] = []
            for _ in range(events_count):
                (kind,) = _unpack_i(data, at)
                item, at = _read_kv_item(data, at + 4, end, limit)
                (previous_flag,) = _unpack_I(data, at)
                previous: kv_item | None
                if previous_flag == 1:
                    previous2, at = _read_kv_item(data, at + 4, end, limit)
                    previous = previous2
                elif previous_flag == 0:
                    previous = None
                    at += 4
                else:
                    raise ValueError
                events_items.append(kv_event(kind, item, previous))
            events = tuple(events_items)
            revision, offset2 = _unpack_QI(data, at)
            result = kv_watch_result_KV_OK(
                kv_watch_ok(events, kv_watch_position(revision, offset2))
            )
            at += 12
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_watch_result_default(code, error)
        value = kv_watch_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_watch_reply", data, offset, end, limit, fault
        ) from None


def unpack_kv_compact_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_compact_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        (revision,) = _unpack_Q(data, at)
        value = kv_compact_args(header, revision)
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_compact_args", data, offset, end, limit, fault
        ) from None


def pack_kv_compact_result(value: kv_compact_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_compact_result_KV_OK:
            return _pack_i(0)
        if kind is kv_compact_result_default:
            out: list[bytes] = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_compact_result", value, limit, fault) from None


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
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_compact_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_compact_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_compact_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_compact_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_compact_result
        if code == 0:
            result = kv_compact_result_KV_OK()
            at += 4
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_compact_result_default(code, error)
        value = kv_compact_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_compact_reply", data, offset, end, limit, fault
        ) from None


def unpack_kv_lease_grant_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_grant_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        ttl_ms, lease = _unpack_2Q(data, at)
        value = kv_lease_grant_args(header, ttl_ms, lease)
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_grant_args", data, offset, end, limit, fault
        ) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_grant_ok", data, offset, end, limit, fault
        ) from None


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
            out: list[bytes] = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_lease_grant_result", value, limit, fault) from None


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
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_lease_grant_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_grant_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_lease_grant_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_grant_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_lease_grant_result
        if code == 0:
            lease, ttl_ms = _unpack_2Q(data, at + 4)
            result = kv_lease_grant_result_KV_OK(kv_lease_grant_ok(lease, ttl_ms))
            at += 20
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_lease_grant_result_default(code, error)
        value = kv_lease_grant_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_grant_reply", data, offset, end, limit, fault
        ) from None


def unpack_kv_lease_revoke_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_revoke_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        (lease,) = _unpack_Q(data, at)
        value = kv_lease_revoke_args(header, lease)
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_revoke_args", data, offset, end, limit, fault
        ) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_revoke_ok", data, offset, end, limit, fault
        ) from None


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
            out: list[bytes] = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_lease_revoke_result", value, limit, fault) from None


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
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_lease_revoke_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_revoke_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_lease_revoke_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_revoke_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_lease_revoke_result
        if code == 0:
            revision, durable_nodes, count = _unpack_QIQ(data, at + 4)
            result = kv_lease_revoke_result_KV_OK(
                kv_lease_revoke_ok(kv_commit(revision, durable_nodes), count)
            )
            at += 24
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_lease_revoke_result_default(code, error)
        value = kv_lease_revoke_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_revoke_reply", data, offset, end, limit, fault
        ) from None


def unpack_kv_lease_keepalive_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_keepalive_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        (lease,) = _unpack_Q(data, at)
        value = kv_lease_keepalive_args(header, lease)
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_keepalive_args", data, offset, end, limit, fault
        ) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_keepalive_ok", data, offset, end, limit, fault
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
            out: list[bytes] = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_lease_keepalive_result", value, limit, fault) from None


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
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_lease_keepalive_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_keepalive_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_lease_keepalive_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_keepalive_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_lease_keepalive_result
        if code == 0:
            (ttl_ms,) = _unpack_Q(data, at + 4)
            result = kv_lease_keepalive_result_KV_OK(kv_lease_keepalive_ok(ttl_ms))
            at += 12
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_lease_keepalive_result_default(code, error)
        value = kv_lease_keepalive_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_keepalive_reply", data, offset, end, limit, fault
        ) from None


def unpack_kv_lease_ttl_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_ttl_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        lease, keys, after_length = _unpack_Q2I(data, at)
        if after_length > 8192:
            raise ValueError
        at += 16
        after = data[at : at + after_length]
        at += (after_length + 3) & -4
        value = kv_lease_ttl_args(header, lease, _rt.BOOLS[keys], after)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_ttl_args", data, offset, end, limit, fault
        ) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_lease_key", data, offset, end, limit, fault) from None


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
        for _ in range(keys_count):
            (key_length,) = _unpack_I(data, at)
            if key_length > 8192:
                raise ValueError
            at += 4
            key = data[at : at + key_length]
            at += (key_length + 3) & -4
            keys_items.append(kv_lease_key(key))
        keys = tuple(keys_items)
        (more2,) = _unpack_I(data, at)
        value = kv_lease_ttl_ok(granted_ttl_ms, ttl_ms, keys, _rt.BOOLS[more2])
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_ttl_ok", data, offset, end, limit, fault
        ) from None


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
            out.append(_pack_i2QI(0, ok.granted_ttl_ms, ok.ttl_ms, keys_count))
            for keys_item in keys:
                key = keys_item.key
                key_length = len(key)
                if key_length > 8192:
                    raise ValueError
                out.append(_pack_I_ns[key_length](key_length, key))
            out.append(_pack_3xb(ok.more))
            return b"".join(out)
        if kind is kv_lease_ttl_result_default:
            out = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_lease_ttl_result", value, limit, fault) from None


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
            for _ in range(keys_count):
                (key_length,) = _unpack_I(data, at)
                if key_length > 8192:
                    raise ValueError
                at += 4
                key = data[at : at + key_length]
                at += (key_length + 3) & -4
                keys_items.append(kv_lease_key(key))
            keys = tuple(keys_items)
            (more2,) = _unpack_I(data, at)
            result = kv_lease_ttl_result_KV_OK(
                kv_lease_ttl_ok(granted_ttl_ms, ttl_ms, keys, _rt.BOOLS[more2])
            )
            at += 4
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_lease_ttl_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_ttl_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_lease_ttl_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_ttl_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_lease_ttl_result
        if code == 0:
            granted_ttl_ms, ttl_ms, keys_count = _unpack_2QI(data, at + 4)
            if keys_count > 10000 or keys_count * 4 > end - at - 24:
                raise ValueError
            at += 24
            keys_items: list[kv_lease_key] = []
            for _ in range(keys_count):
                (key_length,) = _unpack_I(data, at)
                if key_length > 8192:
                    raise ValueError
                at += 4
                key = data[at : at + key_length]
                at += (key_length + 3) & -4
                keys_items.append(kv_lease_key(key))
            keys = tuple(keys_items)
            (more2,) = _unpack_I(data, at)
            result = kv_lease_ttl_result_KV_OK(
                kv_lease_ttl_ok(granted_ttl_ms, ttl_ms, keys, _rt.BOOLS[more2])
            )
            at += 4
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_lease_ttl_result_default(code, error)
        value = kv_lease_ttl_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_ttl_reply", data, offset, end, limit, fault
        ) from None


def unpack_kv_lease_list_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_list_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        (after,) = _unpack_Q(data, at)
        value = kv_lease_list_args(header, after)
        at += 8
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_list_args", data, offset, end, limit, fault
        ) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_info", data, offset, end, limit, fault
        ) from None


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
        (more2,) = _unpack_I(data, at)
        value = kv_lease_list_ok(leases, _rt.BOOLS[more2])
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_list_ok", data, offset, end, limit, fault
        ) from None


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
            out.append(_pack_iI(0, leases_count))
            out += [
                _pack_3Q(leases_item.lease, leases_item.granted_ttl_ms, leases_item.ttl_ms)
                for leases_item in leases
            ]
            out.append(_pack_3xb(ok.more))
            return b"".join(out)
        if kind is kv_lease_list_result_default:
            out = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_lease_list_result", value, limit, fault) from None


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
            (more2,) = _unpack_I(data, at)
            result = kv_lease_list_result_KV_OK(kv_lease_list_ok(leases, _rt.BOOLS[more2]))
            at += 4
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_lease_list_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_list_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_lease_list_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_lease_list_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
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
            (more2,) = _unpack_I(data, at)
            result = kv_lease_list_result_KV_OK(kv_lease_list_ok(leases, _rt.BOOLS[more2]))
            at += 4
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_lease_list_result_default(code, error)
        value = kv_lease_list_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_lease_list_reply", data, offset, end, limit, fault
        ) from None


def unpack_kv_session_open_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_open_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        ttl_ms, name_length = _unpack_QI(data, at)
        if name_length > 255:
            raise ValueError
        at += 12
        name = data[at : at + name_length]
        at += (name_length + 3) & -4
        value = kv_session_open_args(header, ttl_ms, name)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_session_open_args", data, offset, end, limit, fault
        ) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_session_open_ok", data, offset, end, limit, fault
        ) from None


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
            out: list[bytes] = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_session_open_result", value, limit, fault) from None


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
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_session_open_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_session_open_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_session_open_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_open_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_session_open_result
        if code == 0:
            session, ttl_ms = _unpack_2Q(data, at + 4)
            result = kv_session_open_result_KV_OK(kv_session_open_ok(session, ttl_ms))
            at += 20
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_session_open_result_default(code, error)
        value = kv_session_open_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_session_open_reply", data, offset, end, limit, fault
        ) from None


def unpack_kv_session_keepalive_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_keepalive_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        value = kv_session_keepalive_args(header)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_session_keepalive_args", data, offset, end, limit, fault
        ) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_session_keepalive_ok", data, offset, end, limit, fault
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
            out: list[bytes] = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(
            _shapes, "kv_session_keepalive_result", value, limit, fault
        ) from None


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
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_session_keepalive_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_session_keepalive_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_session_keepalive_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_keepalive_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_session_keepalive_result
        if code == 0:
            (ttl_ms,) = _unpack_Q(data, at + 4)
            result = kv_session_keepalive_result_KV_OK(kv_session_keepalive_ok(ttl_ms))
            at += 12
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_session_keepalive_result_default(code, error)
        value = kv_session_keepalive_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_session_keepalive_reply", data, offset, end, limit, fault
        ) from None


def unpack_kv_session_close_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_close_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        value = kv_session_close_args(header)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_session_close_args", data, offset, end, limit, fault
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
            out: list[bytes] = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_session_close_result", value, limit, fault) from None


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
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_session_close_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_session_close_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_session_close_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_session_close_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_session_close_result
        if code == 0:
            result = kv_session_close_result_KV_OK()
            at += 4
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_session_close_result_default(code, error)
        value = kv_session_close_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_session_close_reply", data, offset, end, limit, fault
        ) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_member", data, offset, end, limit, fault) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_alarm", data, offset, end, limit, fault) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_counter", data, offset, end, limit, fault) from None


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
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_property", data, offset, end, limit, fault) from None


def unpack_kv_status_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_status_args, int]:
    at = offset
    try:
        header, at = _read_kv_request_header(data, at, end, limit)
        value = kv_status_args(header)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_status_args", data, offset, end, limit, fault
        ) from None


def _write_kv_status_ok(value: kv_status_ok, out: list[bytes], limit: int) -> None:
    leader = value.leader
    try:
        address = leader.address.encode()
    except UnicodeEncodeError:
        address = leader.address.encode("utf-8", "surrogateescape")
    address_length = len(address)
    if address_length > 255:
        raise ValueError
    members = value.members
    members_count = len(members)
    if members_count > 64:
        raise ValueError
    out.append(
        _pack_iQI_ns_7QI_255[address_length](
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
        try:
            address2 = node.address.encode()
        except UnicodeEncodeError:
            address2 = node.address.encode("utf-8", "surrogateescape")
        address2_length = len(address2)
        if address2_length > 255:
            raise ValueError
        out.append(
            _pack_QI_ns_3xb3xb_255[address2_length](
                node.id, address2_length, address2, members_item.voter, members_item.reachable
            )
        )
    alarms = value.alarms
    alarms_count = len(alarms)
    if alarms_count > 64:
        raise ValueError
    out.append(_pack_I(alarms_count))
    for alarms_item in alarms:
        try:
            message = alarms_item.message.encode()
        except UnicodeEncodeError:
            message = alarms_item.message.encode("utf-8", "surrogateescape")
        message_length = len(message)
        if message_length > 1024:
            raise ValueError
        out.append(
            _pack_iQI_ns[message_length](
                alarms_item.kind, alarms_item.node_id, message_length, message
            )
        )
    counters = value.counters
    counters_count = len(counters)
    if counters_count > 256:
        raise ValueError
    out.append(_pack_I(counters_count))
    for counters_item in counters:
        try:
            name = counters_item.name.encode()
        except UnicodeEncodeError:
            name = counters_item.name.encode("utf-8", "surrogateescape")
        name_length = len(name)
        if name_length > 255:
            raise ValueError
        out.append(_pack_I_ns_Q_255[name_length](name_length, name, counters_item.value))
    properties = value.properties
    properties_count = len(properties)
    if properties_count > 64:
        raise ValueError
    out.append(_pack_I(properties_count))
    for properties_item in properties:
        try:
            name2 = properties_item.name.encode()
        except UnicodeEncodeError:
            name2 = properties_item.name.encode("utf-8", "surrogateescape")
        name2_length = len(name2)
        if name2_length > 255:
            raise ValueError
        try:
            value2 = properties_item.value.encode()
        except UnicodeEncodeError:
            value2 = properties_item.value.encode("utf-8", "surrogateescape")
        value2_length = len(value2)
        if value2_length > 1024:
            raise ValueError
        out.append(_pack_I_ns_I_255[name2_length](name2_length, name2, value2_length))
        out.append(_pack_ns[value2_length](value2))


def _read_kv_status_ok(data: bytes, at: int, end: int, limit: int) -> tuple[kv_status_ok, int]:
    role, id2, address_length = _unpack_iQI(data, at)
    if address_length > 255:
        raise ValueError
    at += 16
    address = data[at : at + address_length].decode("utf-8", "surrogateescape")
    at += (address_length + 3) & -4
    commit_index, first_index, last_index, keys, data_bytes, log_bytes, uptime_ms, members_count = (
        _unpack_7QI(data, at)
    )
    if members_count > 64 or members_count * 20 > end - at - 60:
        raise ValueError
    at += 60
    members_items: list[kv_member] = []
    for _ in range(members_count):
        id3, address_length2 = _unpack_QI(data, at)
        if address_length2 > 255:
            raise ValueError
        at += 12
        address2 = data[at : at + address_length2].decode("utf-8", "surrogateescape")
        at += (address_length2 + 3) & -4
        voter, reachable = _unpack_2I(data, at)
        at += 8
        members_items.append(
            kv_member(kv_node(id3, address2), _rt.BOOLS[voter], _rt.BOOLS[reachable])
        )
    members = tuple(members_items)
    (alarms_count,) = _unpack_I(data, at)
    if alarms_count > 64 or alarms_count * 16 > end - at - 4:
        raise ValueError
    at += 4
    alarms_items: list[kv_alarm] = []
    for _ in range(alarms_count):
        kind, node_id, message_length = _unpack_iQI(data, at)
        if message_length > 1024:
            raise ValueError
        at += 16
        message = data[at : at + message_length].decode("utf-8", "surrogateescape")
        at += (message_length + 3) & -4
        alarms_items.append(kv_alarm(kind, node_id, message))
    alarms = tuple(alarms_items)
    (counters_count,) = _unpack_I(data, at)
    if counters_count > 256 or counters_count * 12 > end - at - 4:
        raise ValueError
    at += 4
    counters_items: list[kv_counter] = []
    for _ in range(counters_count):
        (name_length,) = _unpack_I(data, at)
        if name_length > 255:
            raise ValueError
        at += 4
        name = data[at : at + name_length].decode("utf-8", "surrogateescape")
        at += (name_length + 3) & -4
        (value2,) = _unpack_Q(data, at)
        at += 8
        counters_items.append(kv_counter(name, value2))
    counters = tuple(counters_items)
    (properties_count,) = _unpack_I(data, at)
    if properties_count > 64 or properties_count * 8 > end - at - 4:
        raise ValueError
    at += 4
    properties_items: list[kv_property] = []
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
        properties_items.append(kv_property(name2, value3))
    properties = tuple(properties_items)
    return kv_status_ok(
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
    ), at


def unpack_kv_status_ok(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_status_ok, int]:
    at = offset
    try:
        result, at = _read_kv_status_ok(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "kv_status_ok", data, offset, end, limit, fault) from None


def pack_kv_status_result(value: kv_status_result, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        arm: typing.Any = value
        kind = arm.__class__
        if kind is kv_status_result_KV_OK:
            out: list[bytes] = []
            out.append(_pack_i(0))
            _write_kv_status_ok(arm.ok, out, limit)
            return b"".join(out)
        if kind is kv_status_result_default:
            out = []
            out.append(_pack_i(arm.code))
            _write_kv_error(arm.error, out, limit)
            return b"".join(out)
        raise ValueError
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "kv_status_result", value, limit, fault) from None


def unpack_kv_status_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_status_result, int]:
    at = offset
    try:
        (code,) = _unpack_i(data, at)
        result: kv_status_result
        if code == 0:
            ok, at = _read_kv_status_ok(data, at + 4, end, limit)
            result = kv_status_result_KV_OK(ok)
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_status_result_default(code, error)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_status_result", data, offset, end, limit, fault
        ) from None


def unpack_kv_status_reply(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[kv_status_reply, int]:
    at = offset
    try:
        header, at = _read_kv_reply_header(data, at, end, limit)
        (code,) = _unpack_i(data, at)
        result: kv_status_result
        if code == 0:
            ok, at = _read_kv_status_ok(data, at + 4, end, limit)
            result = kv_status_result_KV_OK(ok)
        else:
            error, at = _read_kv_error(data, at + 4, end, limit)
            result = kv_status_result_default(code, error)
        value = kv_status_reply(header, result)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "kv_status_reply", data, offset, end, limit, fault
        ) from None


def _shapes() -> dict[str, _rt.Shape]:
    """What the types are made of: read only to say what is wrong, and where."""
    _s = _rt.shapes
    return {
        "kv_extension": _s.Struct({"id": _s.UINT, "critical": _s.BOOL, "value": _s.Opaque(1024)}),
        "kv_request_header": _s.Struct(
            {
                "cluster_id": _s.UHYPER,
                "session": _s.UHYPER,
                "sequence": _s.UHYPER,
                "lowest_unanswered": _s.UHYPER,
                "consistency": _s.INT,
                "min_revision": _s.UHYPER,
                "max_age_ms": _s.UINT,
                "deadline_ms": _s.UINT,
                "hops": _s.UINT,
                "trace_id": _s.FixedOpaque(16),
                "name_space": _s.Opaque(255),
                "extensions": _s.Array(_s.Named("kv_extension"), 8, 12),
            }
        ),
        "kv_reply_header": _s.Struct(
            {
                "cluster_id": _s.UHYPER,
                "node_id": _s.UHYPER,
                "term": _s.UHYPER,
                "revision": _s.UHYPER,
                "compacted_revision": _s.UHYPER,
                "applied_index": _s.UHYPER,
                "age_ms": _s.UINT,
                "extensions": _s.Array(_s.Named("kv_extension"), 8, 12),
            }
        ),
        "kv_node": _s.Struct({"id": _s.UHYPER, "address": _s.String(255)}),
        "kv_error": _s.Struct(
            {
                "message": _s.String(1024),
                "retry_after_ms": _s.UINT,
                "leader_address": _s.String(255),
                "executed": _s.INT,
                "unreachable": _s.Array(_s.Named("kv_node"), 64, 12),
            }
        ),
        "kv_item": _s.Struct(
            {
                "key": _s.Opaque(8192),
                "value": _s.Opaque(1048576),
                "create_revision": _s.UHYPER,
                "mod_revision": _s.UHYPER,
                "key_version": _s.UHYPER,
                "lease": _s.UHYPER,
            }
        ),
        "kv_key_range": _s.Struct({"kind": _s.INT, "key": _s.Opaque(8192), "end": _s.Opaque(8192)}),
        "kv_get_args": _s.Struct(
            {"header": _s.Named("kv_request_header"), "key": _s.Opaque(8192), "revision": _s.UHYPER}
        ),
        "kv_get_result": _s.Union(
            "code",
            _s.INT,
            {
                0: (kv_get_result_KV_OK, "item", _s.Named("kv_item")),
                1: (kv_get_result_KV_NOT_FOUND, "", _s.VOID),
            },
            (kv_get_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_get_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_get_result")}
        ),
        "kv_commit": _s.Struct({"revision": _s.UHYPER, "durable_nodes": _s.UINT}),
        "kv_put_op": _s.Struct(
            {
                "key": _s.Opaque(8192),
                "value": _s.Opaque(1048576),
                "lease": _s.UHYPER,
                "flags": _s.UINT,
            }
        ),
        "kv_put_args": _s.Struct(
            {"header": _s.Named("kv_request_header"), "wait": _s.INT, "put": _s.Named("kv_put_op")}
        ),
        "kv_put_ok": _s.Struct(
            {"commit": _s.Named("kv_commit"), "previous": _s.Optional(_s.Named("kv_item"))}
        ),
        "kv_put_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_put_result_KV_OK, "ok", _s.Named("kv_put_ok"))},
            (kv_put_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_put_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_put_result")}
        ),
        "kv_delete_op": _s.Struct({"keys": _s.Named("kv_key_range"), "flags": _s.UINT}),
        "kv_delete_args": _s.Struct(
            {
                "header": _s.Named("kv_request_header"),
                "wait": _s.INT,
                "deletion": _s.Named("kv_delete_op"),
            }
        ),
        "kv_deleted": _s.Struct(
            {"count": _s.UHYPER, "previous": _s.Array(_s.Named("kv_item"), 10000, 40)}
        ),
        "kv_delete_ok": _s.Struct(
            {"commit": _s.Named("kv_commit"), "deleted": _s.Named("kv_deleted")}
        ),
        "kv_delete_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_delete_result_KV_OK, "ok", _s.Named("kv_delete_ok"))},
            (kv_delete_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_delete_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_delete_result")}
        ),
        "kv_page": _s.Struct({"revision": _s.UHYPER, "after": _s.Opaque(8192)}),
        "kv_range_op": _s.Struct(
            {
                "keys": _s.Named("kv_key_range"),
                "revision": _s.UHYPER,
                "limit": _s.UINT,
                "want": _s.INT,
                "sort": _s.INT,
                "descending": _s.BOOL,
                "min_create_revision": _s.UHYPER,
                "max_create_revision": _s.UHYPER,
                "min_mod_revision": _s.UHYPER,
                "max_mod_revision": _s.UHYPER,
                "page": _s.Named("kv_page"),
            }
        ),
        "kv_range_args": _s.Struct(
            {"header": _s.Named("kv_request_header"), "range": _s.Named("kv_range_op")}
        ),
        "kv_range_ok": _s.Struct(
            {
                "revision": _s.UHYPER,
                "items": _s.Array(_s.Named("kv_item"), 10000, 40),
                "more": _s.BOOL,
                "next": _s.Named("kv_page"),
                "count": _s.UHYPER,
            }
        ),
        "kv_range_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_range_result_KV_OK, "ok", _s.Named("kv_range_ok"))},
            (kv_range_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_range_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_range_result")}
        ),
        "kv_compare": _s.Struct(
            {
                "keys": _s.Named("kv_key_range"),
                "target": _s.INT,
                "relation": _s.INT,
                "number": _s.UHYPER,
                "value": _s.Opaque(1048576),
            }
        ),
        "kv_operation": _s.Union(
            "kind",
            _s.INT,
            {
                0: (kv_operation_KV_OPERATION_RANGE, "range", _s.Named("kv_range_op")),
                1: (kv_operation_KV_OPERATION_PUT, "put", _s.Named("kv_put_op")),
                2: (kv_operation_KV_OPERATION_DELETE, "deletion", _s.Named("kv_delete_op")),
            },
            (kv_operation_default, "", _s.VOID),
        ),
        "kv_txn_op": _s.Struct(
            {
                "compares": _s.Array(_s.Named("kv_compare"), 128, 32),
                "success": _s.Array(_s.Named("kv_operation"), 128, 4),
                "failure": _s.Array(_s.Named("kv_operation"), 128, 4),
            }
        ),
        "kv_txn_args": _s.Struct(
            {"header": _s.Named("kv_request_header"), "wait": _s.INT, "txn": _s.Named("kv_txn_op")}
        ),
        "kv_operation_result": _s.Union(
            "kind",
            _s.INT,
            {
                0: (kv_operation_result_KV_OPERATION_RANGE, "range", _s.Named("kv_range_ok")),
                1: (
                    kv_operation_result_KV_OPERATION_PUT,
                    "previous",
                    _s.Optional(_s.Named("kv_item")),
                ),
                2: (kv_operation_result_KV_OPERATION_DELETE, "deleted", _s.Named("kv_deleted")),
            },
            (kv_operation_result_default, "", _s.VOID),
        ),
        "kv_txn_ok": _s.Struct(
            {
                "commit": _s.Named("kv_commit"),
                "succeeded": _s.BOOL,
                "results": _s.Array(_s.Named("kv_operation_result"), 128, 4),
            }
        ),
        "kv_txn_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_txn_result_KV_OK, "ok", _s.Named("kv_txn_ok"))},
            (kv_txn_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_txn_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_txn_result")}
        ),
        "kv_watch_position": _s.Struct({"revision": _s.UHYPER, "offset": _s.UINT}),
        "kv_watch_args": _s.Struct(
            {
                "header": _s.Named("kv_request_header"),
                "ranges": _s.Array(_s.Named("kv_key_range"), 16, 12),
                "position": _s.Named("kv_watch_position"),
                "limit": _s.UINT,
                "wait_ms": _s.UINT,
                "flags": _s.UINT,
            }
        ),
        "kv_event": _s.Struct(
            {
                "kind": _s.INT,
                "item": _s.Named("kv_item"),
                "previous": _s.Optional(_s.Named("kv_item")),
            }
        ),
        "kv_watch_ok": _s.Struct(
            {
                "events": _s.Array(_s.Named("kv_event"), 10000, 48),
                "next": _s.Named("kv_watch_position"),
            }
        ),
        "kv_watch_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_watch_result_KV_OK, "ok", _s.Named("kv_watch_ok"))},
            (kv_watch_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_watch_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_watch_result")}
        ),
        "kv_compact_args": _s.Struct(
            {"header": _s.Named("kv_request_header"), "revision": _s.UHYPER}
        ),
        "kv_compact_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_compact_result_KV_OK, "", _s.VOID)},
            (kv_compact_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_compact_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_compact_result")}
        ),
        "kv_lease_grant_args": _s.Struct(
            {"header": _s.Named("kv_request_header"), "ttl_ms": _s.UHYPER, "lease": _s.UHYPER}
        ),
        "kv_lease_grant_ok": _s.Struct({"lease": _s.UHYPER, "ttl_ms": _s.UHYPER}),
        "kv_lease_grant_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_lease_grant_result_KV_OK, "ok", _s.Named("kv_lease_grant_ok"))},
            (kv_lease_grant_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_lease_grant_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_lease_grant_result")}
        ),
        "kv_lease_revoke_args": _s.Struct(
            {"header": _s.Named("kv_request_header"), "lease": _s.UHYPER}
        ),
        "kv_lease_revoke_ok": _s.Struct({"commit": _s.Named("kv_commit"), "count": _s.UHYPER}),
        "kv_lease_revoke_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_lease_revoke_result_KV_OK, "ok", _s.Named("kv_lease_revoke_ok"))},
            (kv_lease_revoke_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_lease_revoke_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_lease_revoke_result")}
        ),
        "kv_lease_keepalive_args": _s.Struct(
            {"header": _s.Named("kv_request_header"), "lease": _s.UHYPER}
        ),
        "kv_lease_keepalive_ok": _s.Struct({"ttl_ms": _s.UHYPER}),
        "kv_lease_keepalive_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_lease_keepalive_result_KV_OK, "ok", _s.Named("kv_lease_keepalive_ok"))},
            (kv_lease_keepalive_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_lease_keepalive_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_lease_keepalive_result")}
        ),
        "kv_lease_ttl_args": _s.Struct(
            {
                "header": _s.Named("kv_request_header"),
                "lease": _s.UHYPER,
                "keys": _s.BOOL,
                "after": _s.Opaque(8192),
            }
        ),
        "kv_lease_key": _s.Struct({"key": _s.Opaque(8192)}),
        "kv_lease_ttl_ok": _s.Struct(
            {
                "granted_ttl_ms": _s.UHYPER,
                "ttl_ms": _s.UHYPER,
                "keys": _s.Array(_s.Named("kv_lease_key"), 10000, 4),
                "more": _s.BOOL,
            }
        ),
        "kv_lease_ttl_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_lease_ttl_result_KV_OK, "ok", _s.Named("kv_lease_ttl_ok"))},
            (kv_lease_ttl_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_lease_ttl_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_lease_ttl_result")}
        ),
        "kv_lease_list_args": _s.Struct(
            {"header": _s.Named("kv_request_header"), "after": _s.UHYPER}
        ),
        "kv_lease_info": _s.Struct(
            {"lease": _s.UHYPER, "granted_ttl_ms": _s.UHYPER, "ttl_ms": _s.UHYPER}
        ),
        "kv_lease_list_ok": _s.Struct(
            {"leases": _s.Array(_s.Named("kv_lease_info"), 1000, 24), "more": _s.BOOL}
        ),
        "kv_lease_list_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_lease_list_result_KV_OK, "ok", _s.Named("kv_lease_list_ok"))},
            (kv_lease_list_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_lease_list_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_lease_list_result")}
        ),
        "kv_session_open_args": _s.Struct(
            {"header": _s.Named("kv_request_header"), "ttl_ms": _s.UHYPER, "name": _s.Opaque(255)}
        ),
        "kv_session_open_ok": _s.Struct({"session": _s.UHYPER, "ttl_ms": _s.UHYPER}),
        "kv_session_open_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_session_open_result_KV_OK, "ok", _s.Named("kv_session_open_ok"))},
            (kv_session_open_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_session_open_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_session_open_result")}
        ),
        "kv_session_keepalive_args": _s.Struct({"header": _s.Named("kv_request_header")}),
        "kv_session_keepalive_ok": _s.Struct({"ttl_ms": _s.UHYPER}),
        "kv_session_keepalive_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_session_keepalive_result_KV_OK, "ok", _s.Named("kv_session_keepalive_ok"))},
            (kv_session_keepalive_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_session_keepalive_reply": _s.Struct(
            {
                "header": _s.Named("kv_reply_header"),
                "result": _s.Named("kv_session_keepalive_result"),
            }
        ),
        "kv_session_close_args": _s.Struct({"header": _s.Named("kv_request_header")}),
        "kv_session_close_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_session_close_result_KV_OK, "", _s.VOID)},
            (kv_session_close_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_session_close_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_session_close_result")}
        ),
        "kv_member": _s.Struct(
            {"node": _s.Named("kv_node"), "voter": _s.BOOL, "reachable": _s.BOOL}
        ),
        "kv_alarm": _s.Struct({"kind": _s.INT, "node_id": _s.UHYPER, "message": _s.String(1024)}),
        "kv_counter": _s.Struct({"name": _s.String(255), "value": _s.UHYPER}),
        "kv_property": _s.Struct({"name": _s.String(255), "value": _s.String(1024)}),
        "kv_status_args": _s.Struct({"header": _s.Named("kv_request_header")}),
        "kv_status_ok": _s.Struct(
            {
                "role": _s.INT,
                "leader": _s.Named("kv_node"),
                "commit_index": _s.UHYPER,
                "first_index": _s.UHYPER,
                "last_index": _s.UHYPER,
                "keys": _s.UHYPER,
                "data_bytes": _s.UHYPER,
                "log_bytes": _s.UHYPER,
                "uptime_ms": _s.UHYPER,
                "members": _s.Array(_s.Named("kv_member"), 64, 20),
                "alarms": _s.Array(_s.Named("kv_alarm"), 64, 16),
                "counters": _s.Array(_s.Named("kv_counter"), 256, 12),
                "properties": _s.Array(_s.Named("kv_property"), 64, 8),
            }
        ),
        "kv_status_result": _s.Union(
            "code",
            _s.INT,
            {0: (kv_status_result_KV_OK, "ok", _s.Named("kv_status_ok"))},
            (kv_status_result_default, "error", _s.Named("kv_error")),
        ),
        "kv_status_reply": _s.Struct(
            {"header": _s.Named("kv_reply_header"), "result": _s.Named("kv_status_result")}
        ),
    }


_KV_V1_KV_STATUS: _rt.Procedure[[kv_status_args], kv_status_reply] = _rt.Procedure(
    0x31230010,
    1,
    1,
    "KV_STATUS",
    pack_kv_status_args,
    _rt.single(unpack_kv_status_args),
    pack_kv_status_reply,
    unpack_kv_status_reply,
)
_KV_V1_KV_GET: _rt.Procedure[[kv_get_args], kv_get_reply] = _rt.Procedure(
    0x31230010,
    1,
    2,
    "KV_GET",
    pack_kv_get_args,
    _rt.single(unpack_kv_get_args),
    pack_kv_get_reply,
    unpack_kv_get_reply,
)
_KV_V1_KV_PUT: _rt.Procedure[[kv_put_args], kv_put_reply] = _rt.Procedure(
    0x31230010,
    1,
    3,
    "KV_PUT",
    pack_kv_put_args,
    _rt.single(unpack_kv_put_args),
    pack_kv_put_reply,
    unpack_kv_put_reply,
)
_KV_V1_KV_DELETE: _rt.Procedure[[kv_delete_args], kv_delete_reply] = _rt.Procedure(
    0x31230010,
    1,
    4,
    "KV_DELETE",
    pack_kv_delete_args,
    _rt.single(unpack_kv_delete_args),
    pack_kv_delete_reply,
    unpack_kv_delete_reply,
)
_KV_V1_KV_RANGE: _rt.Procedure[[kv_range_args], kv_range_reply] = _rt.Procedure(
    0x31230010,
    1,
    5,
    "KV_RANGE",
    pack_kv_range_args,
    _rt.single(unpack_kv_range_args),
    pack_kv_range_reply,
    unpack_kv_range_reply,
)
_KV_V1_KV_TXN: _rt.Procedure[[kv_txn_args], kv_txn_reply] = _rt.Procedure(
    0x31230010,
    1,
    6,
    "KV_TXN",
    pack_kv_txn_args,
    _rt.single(unpack_kv_txn_args),
    pack_kv_txn_reply,
    unpack_kv_txn_reply,
)
_KV_V1_KV_WATCH: _rt.Procedure[[kv_watch_args], kv_watch_reply] = _rt.Procedure(
    0x31230010,
    1,
    7,
    "KV_WATCH",
    pack_kv_watch_args,
    _rt.single(unpack_kv_watch_args),
    pack_kv_watch_reply,
    unpack_kv_watch_reply,
)
_KV_V1_KV_COMPACT: _rt.Procedure[[kv_compact_args], kv_compact_reply] = _rt.Procedure(
    0x31230010,
    1,
    8,
    "KV_COMPACT",
    pack_kv_compact_args,
    _rt.single(unpack_kv_compact_args),
    pack_kv_compact_reply,
    unpack_kv_compact_reply,
)
_KV_V1_KV_LEASE_GRANT: _rt.Procedure[[kv_lease_grant_args], kv_lease_grant_reply] = _rt.Procedure(
    0x31230010,
    1,
    9,
    "KV_LEASE_GRANT",
    pack_kv_lease_grant_args,
    _rt.single(unpack_kv_lease_grant_args),
    pack_kv_lease_grant_reply,
    unpack_kv_lease_grant_reply,
)
_KV_V1_KV_LEASE_REVOKE: _rt.Procedure[[kv_lease_revoke_args], kv_lease_revoke_reply]
_KV_V1_KV_LEASE_REVOKE = _rt.Procedure(
    0x31230010,
    1,
    10,
    "KV_LEASE_REVOKE",
    pack_kv_lease_revoke_args,
    _rt.single(unpack_kv_lease_revoke_args),
    pack_kv_lease_revoke_reply,
    unpack_kv_lease_revoke_reply,
)
_KV_V1_KV_LEASE_KEEPALIVE: _rt.Procedure[[kv_lease_keepalive_args], kv_lease_keepalive_reply]
_KV_V1_KV_LEASE_KEEPALIVE = _rt.Procedure(
    0x31230010,
    1,
    11,
    "KV_LEASE_KEEPALIVE",
    pack_kv_lease_keepalive_args,
    _rt.single(unpack_kv_lease_keepalive_args),
    pack_kv_lease_keepalive_reply,
    unpack_kv_lease_keepalive_reply,
)
_KV_V1_KV_LEASE_TTL: _rt.Procedure[[kv_lease_ttl_args], kv_lease_ttl_reply] = _rt.Procedure(
    0x31230010,
    1,
    12,
    "KV_LEASE_TTL",
    pack_kv_lease_ttl_args,
    _rt.single(unpack_kv_lease_ttl_args),
    pack_kv_lease_ttl_reply,
    unpack_kv_lease_ttl_reply,
)
_KV_V1_KV_LEASE_LIST: _rt.Procedure[[kv_lease_list_args], kv_lease_list_reply] = _rt.Procedure(
    0x31230010,
    1,
    13,
    "KV_LEASE_LIST",
    pack_kv_lease_list_args,
    _rt.single(unpack_kv_lease_list_args),
    pack_kv_lease_list_reply,
    unpack_kv_lease_list_reply,
)
_KV_V1_KV_SESSION_OPEN: _rt.Procedure[[kv_session_open_args], kv_session_open_reply]
_KV_V1_KV_SESSION_OPEN = _rt.Procedure(
    0x31230010,
    1,
    14,
    "KV_SESSION_OPEN",
    pack_kv_session_open_args,
    _rt.single(unpack_kv_session_open_args),
    pack_kv_session_open_reply,
    unpack_kv_session_open_reply,
)
_KV_V1_KV_SESSION_KEEPALIVE: _rt.Procedure[[kv_session_keepalive_args], kv_session_keepalive_reply]
_KV_V1_KV_SESSION_KEEPALIVE = _rt.Procedure(
    0x31230010,
    1,
    15,
    "KV_SESSION_KEEPALIVE",
    pack_kv_session_keepalive_args,
    _rt.single(unpack_kv_session_keepalive_args),
    pack_kv_session_keepalive_reply,
    unpack_kv_session_keepalive_reply,
)
_KV_V1_KV_SESSION_CLOSE: _rt.Procedure[[kv_session_close_args], kv_session_close_reply]
_KV_V1_KV_SESSION_CLOSE = _rt.Procedure(
    0x31230010,
    1,
    16,
    "KV_SESSION_CLOSE",
    pack_kv_session_close_args,
    _rt.single(unpack_kv_session_close_args),
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
