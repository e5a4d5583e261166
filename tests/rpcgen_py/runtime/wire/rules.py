"""The wire rules in words, and the tests that hold them beside the byte tables."""

from __future__ import annotations

from dataclasses import dataclass

RUNTIME = "tests/rpcgen_py/runtime/"
STREAM_SERVER = RUNTIME + "transport/test_threaded_stream.py"
STREAM_PEERS = RUNTIME + "transport/test_threaded_peers.py"
ASYNC_BOUNDS = RUNTIME + "transport/test_asyncio_server_bounds.py"
STREAM_CLIENT = RUNTIME + "transport/test_sync_stream.py"
STREAM_TOGETHER = RUNTIME + "transport/test_sync_stream_together.py"
DATAGRAM_CLIENT = RUNTIME + "transport/test_sync_datagram.py"
DATAGRAM_SERVER = RUNTIME + "transport/test_threaded_datagram.py"
CORE = RUNTIME + "test_server_core.py"
CLIENT_CORE = RUNTIME + "test_client_core.py"
XDR = RUNTIME + "test_conformance_xdr.py"
RPCBIND = RUNTIME + "rpcbind/"
TORTURE = "tests/interop/test_torture.py"


@dataclass(frozen=True)
class Rule:
    """What holds, why where it needs saying, and `path::function` of each further test."""

    title: str
    text: str
    tests: tuple[str, ...] = ()


PARTS = {
    "XDR (RFC 4506)": range(1, 11),
    "RPC messages (RFC 5531)": range(11, 23),
    "Records and datagrams (RFC 5531 §11)": range(23, 27),
    "rpcbind (RFC 1833)": range(27, 33),
}

RULES = {
    1: Rule(
        "Padding",
        "Written as zeros (§3). Read whatever it is, as C does, unless a client or server is "
        "strict: then only the canonical encoding of a value is taken.",
        (f"{CORE}::test_odd_padding_is_refused_only_by_the_strict",),
    ),
    2: Rule(
        "Booleans and optional flags",
        "0 or 1 (§4.4, §4.19), and nothing else: the error names the field. (C takes any other "
        "number for true.)",
    ),
    3: Rule(
        "Enums",
        "Only the declared values (§4.3). (C passes any number through.)",
        (f"{TORTURE}::test_our_server_refuses_what_c_lets_through",),
    ),
    4: Rule(
        "Bounds",
        "A length over its bound, or longer than the bytes that are left, is an error found before "
        "anything is allocated for it; arguments that have one are GARBAGE_ARGS. Elements that "
        "take no bytes have a bound of their own.",
        (f"{CORE}::test_a_limit_bounds_arguments_and_results",),
    ),
    5: Rule(
        "Unions",
        "A discriminant that no case names, in a union without default, is an error (§4.15), and "
        "GARBAGE_ARGS in arguments.",
    ),
    6: Rule(
        "Recursion",
        "Linked lists are read, written and freed in loops, however long they are and however "
        "small the stack of the thread is; but CPython 3.13 needs 2 MiB to free a chain of any "
        "objects. Every other recursion has a depth limit. (C's stack overflows.)",
        (
            f"{XDR}::test_a_million_nodes_on_a_small_stack",
            f"{XDR}::test_other_recursion_is_limited",
        ),
    ),
    7: Rule(
        "Strings",
        "May hold NUL and bytes that are not UTF-8; none is lost on the way through. (C cuts at "
        "NUL.)",
        (f"{TORTURE}::test_c_cuts_strings_at_a_nul",),
    ),
    8: Rule(
        "Sizes",
        "`char`, `short` and `u_char` take four bytes, each element of a `u_char` array too; "
        "`long` takes four; `hyper`, `quad_t`, `int64_t` eight; `quadruple` sixteen.",
        (f"{TORTURE}::test_every_type_is_echoed",),
    ),
    9: Rule(
        "Floating point",
        "Negative zero, infinities and the payloads of quiet NaNs survive. A signalling NaN of 32 "
        "bits becomes quiet, since Python's float has 64.",
        (f"{XDR}::test_nan_payloads_survive",),
    ),
    10: Rule(
        "Bytes behind the arguments or the result",
        "Ignored, as in C, unless the server or client is strict.",
    ),
    11: Rule(
        "Another RPC version",
        "Answered with RPC_MISMATCH, lowest and highest 2, as soon as the version can be read. A "
        "client also lives with servers that close the connection instead, or stay silent over "
        "UDP, as C's do.",
        (f"{DATAGRAM_CLIENT}::test_calls_are_repeated_at_growing_intervals",),
    ),
    12: Rule(
        "Order of the checks",
        "RPC version, form of the credential, program, version, procedure, policy, arguments: the "
        "first that fails is answered.",
        (f"{CORE}::test_the_first_defect_is_answered",),
    ),
    13: Rule(
        "What is not served",
        "An unknown program is PROG_UNAVAIL; an unknown version of a known one PROG_MISMATCH, with "
        "the lowest and highest version served; an unknown procedure, or one that is declared but "
        "not implemented, PROC_UNAVAIL.",
    ),
    14: Rule(
        "Procedure 0",
        "Always there, and never subject to policy (§12.1). Its credential must be well-formed all "
        "the same.",
    ),
    15: Rule(
        "Credentials",
        "An unknown flavor is AUTH_REJECTEDCRED. An AUTH_SYS body with a name over 255 bytes, more "
        "than 16 groups, or cut short, is AUTH_BADCRED. A client in more than 16 groups is told to "
        "choose; none is left out silently.",
        (
            "tests/rpcgen_py/runtime/auth/test_sys.py::test_groups_are_never_left_out_silently",
            f"{TORTURE}::test_our_server_knows_c_callers",
            f"{TORTURE}::test_c_server_knows_our_callers",
        ),
    ),
    16: Rule(
        "Length of credentials and verifiers",
        "At most 400 bytes (§8.2); a longer or a missing one is AUTH_BADCRED, or AUTH_BADVERF "
        "where it is the verifier.",
    ),
    17: Rule(
        "Verifiers of replies",
        "A client takes any that is well-formed: C servers send back the caller's own AUTH_SYS.",
        (f"{RUNTIME}test_message.py::test_any_verifier_is_accepted",),
    ),
    18: Rule(
        "Errors have no body",
        "Nothing follows GARBAGE_ARGS or SYSTEM_ERR. A client reads a result only behind "
        "MSG_ACCEPTED and SUCCESS; what is no reply by §9 is an error of its own (`BadReply`).",
    ),
    19: Rule(
        "No reply, and a void reply",
        "A handler of batched calls (§8.4.1) has nothing sent; one whose result is void a reply "
        "without a body sent.",
        (
            f"{STREAM_TOGETHER}::test_one_way_calls_arrive_in_order",
            f"{DATAGRAM_SERVER}::test_a_one_way_call_is_executed_once",
        ),
    ),
    20: Rule(
        "Transaction ids",
        "A reply whose xid is unknown, answered before, or given up, is dropped, and the "
        "connection lives on. When a connection ends, so does every call that waits. Ids wrap, and "
        "pass over those in use.",
        (
            f"{CLIENT_CORE}::test_xids_wrap_and_pass_over_those_that_wait",
            f"{STREAM_CLIENT}::test_a_late_answer_is_dropped",
            f"{STREAM_TOGETHER}::test_submitted_calls_end_with_the_connection",
        ),
    ),
    21: Rule(
        "Messages that are nobody's",
        "A call at a client, a reply at a server, and a record too short to be a message are "
        "dropped.",
    ),
    22: Rule(
        "Handlers that fail",
        "Any exception is SYSTEM_ERR for the caller and a traceback in the log, where of many "
        "alike some are only counted; the server lives on.",
        (f"{STREAM_SERVER}::test_a_handler_that_raises_anything_ends_nothing",),
    ),
    23: Rule(
        "Caps",
        "The size of a fragment, the size of a record and the number of its fragments are bounded, "
        "empty fragments counted. A peer that passes a bound loses its connection, after a line in "
        "the log; what it asked before is answered.",
        (
            f"{RUNTIME}test_record_marking.py::test_never_holds_more_than_its_caps",
            f"{STREAM_PEERS}::test_a_record_over_its_bound_ends_its_connection",
            f"{STREAM_PEERS}::test_unfinished_records_are_bounded_together",
            f"{ASYNC_BOUNDS}::test_a_record_over_the_cap_closes_its_connection",
        ),
    ),
    24: Rule(
        "Fragments that are sent",
        "One a record, because rpcbind takes the first for the whole. All are taken that come, of "
        "one byte, too.",
        (
            f"{RPCBIND}test_client.py::test_every_question_is_one_fragment",
            f"{TORTURE}::test_c_client_sends_our_server_many_fragments",
        ),
    ),
    25: Rule(
        "Pieces",
        "What one read returns may hold several records, or end within a mark.",
        (
            f"{RUNTIME}test_record_marking.py::test_records_come_out_as_they_went_in",
            f"{STREAM_SERVER}::test_many_requests_in_one_piece_are_answered_in_order",
        ),
    ),
    26: Rule(
        "Datagrams",
        "A client repeats a call at intervals that double, and hears answers to its own xid only. "
        "A server keeps answers by address, xid, program, version, procedure and checksum, and "
        "knows which calls still run: none is executed twice. A call or answer of more than 8,800 "
        "bytes, C's buffer, is an error that says so.",
        (
            f"{RUNTIME}test_replay_cache.py::test_what_makes_another_call",
            f"{DATAGRAM_CLIENT}::test_calls_are_repeated_at_growing_intervals",
            f"{DATAGRAM_CLIENT}::test_answers_to_other_calls_are_not_heard",
            f"{DATAGRAM_CLIENT}::test_a_call_too_large_is_not_sent",
            f"{DATAGRAM_CLIENT}::test_an_answer_too_large_is_an_error_that_says_so",
            f"{DATAGRAM_SERVER}::test_a_call_that_was_answered_gets_its_answer_again",
            f"{DATAGRAM_SERVER}::test_a_call_that_runs_is_not_begun_again",
        ),
    ),
    27: Rule(
        "Who registers",
        "Over its Unix socket rpcbind knows the user, who then owns the entry; over loopback the "
        "owner is `unknown`. Other hosts may not register: AUTH_TOOWEAK.",
        (
            f"{RPCBIND}test_as_rpcbind.py::test_the_list_says_what_was_set_and_by_whom",
            f"{RPCBIND}test_as_rpcbind.py::test_an_entry_is_for_its_owner_and_root_to_unset",
            f"{RPCBIND}test_as_rpcbind.py::test_over_loopback_nobody_is_known_and_all_are_one",
            f"{RPCBIND}test_other_hosts.py::test_other_hosts_may_not_register",
        ),
    ),
    28: Rule(
        "Setting and unsetting",
        "The same entry again is true, another address false; to unset nothing is true, somebody "
        "else's false; an empty netid means every transport. At its start a server replaces an "
        "entry that a dead one left, and leaves one alone whose server lives.",
        (
            f"{RPCBIND}test_as_rpcbind.py::test_a_name_belongs_to_the_first_address",
            f"{RPCBIND}test_as_rpcbind.py::test_an_unset_without_netid_clears_every_transport",
            f"{RPCBIND}test_as_rpcbind.py::test_what_is_unset_is_gone",
            f"{RPCBIND}test_registration.py::test_an_entry_that_nobody_serves_is_replaced",
            f"{RPCBIND}test_registration.py::test_a_live_servers_entry_is_left_alone",
            f"{RPCBIND}test_registration.py::test_who_does_not_answer_may_be_a_busy_server",
        ),
    ),
    29: Rule(
        "Looking up",
        "GETADDR answers for the transport by which it is asked, whatever netid it names: we ask "
        "by the one that is wanted. Only GETVERSADDR minds the version.",
        (
            f"{RPCBIND}test_as_rpcbind.py::test_a_look_up_answers_for_the_transport_it_comes_by",
            f"{RPCBIND}test_as_rpcbind.py::test_only_getversaddr_insists_on_the_version",
            f"{RPCBIND}test_locate.py::test_what_an_answer_means",
        ),
    ),
    30: Rule(
        "Universal addresses",
        "`h.h.h.h.hi.lo`, IPv6 alike. A wildcard is answered as the address the caller reached. An "
        "empty address and port 0 mean that nothing is registered.",
        (
            f"{RPCBIND}test_universal_address.py::test_known_addresses",
            f"{RPCBIND}test_as_rpcbind.py::test_a_wildcard_becomes_where_the_caller_reached_us",
            f"{RPCBIND}test_as_rpcbind.py::test_port_0_means_not_registered",
            f"{RPCBIND}test_other_hosts.py::test_a_wildcard_is_the_address_that_was_asked",
        ),
    ),
    31: Rule(
        "Calls passed on",
        "Are not: CALLIT gets silence, INDIRECT SYSTEM_ERR.",
        (
            f"{RPCBIND}test_procedures.py::test_calls_are_not_passed_on_and_get_silence",
            f"{RPCBIND}test_procedures.py::test_an_indirect_call_is_an_error",
        ),
    ),
    32: Rule(
        "What is registered",
        "A server of ours registers each transport that it serves: tcp, udp, tcp6, udp6, local. "
        "rpcgen's register tcp and udp; `clnt_create` asks by version 4.",
        (
            f"{RPCBIND}test_services_of.py::test_each_version_gets_an_entry_on_each_transport",
            f"{RPCBIND}test_stock_tools.py::test_rpcinfo_lists",
            f"{RPCBIND}test_stock_tools.py::test_c_clients_find_our_server",
            f"{RPCBIND}test_stock_tools.py::test_a_c_server_registers_itself_and_is_found",
        ),
    ),
}
