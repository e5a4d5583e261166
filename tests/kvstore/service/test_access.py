"""Who may do what: rules against a dumb reading of them, files, and callers of every kind."""

from __future__ import annotations

import grp
import os
import pwd
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvstore._generated import kv
from kvstore.mvcc import outcomes
from kvstore.mvcc.key_ranges import behind_prefix, bounds, covers
from kvstore.mvcc.outcomes import Refusal
from kvstore.service.access import ALL_KEYS, Operation, Policy, Rule
from kvstore.service.kv_service import KvService
from kvstore.service.policy_file import PolicyError, parse_policy, read_policy
from rpcgen_py import AuthSys, connect_async
from rpcgen_py.runtime.identity import Identity, Peer, ProcessCredentials
from tests.kvstore.ranges import interval, prefix, range_op, single
from tests.kvstore.service.calls import PROCEDURES, PUT, arguments, header
from tests.kvstore.service.fake_node import FakeNode, run, serving

UNIX = Peer("unix", process=ProcessCredentials(99, 1000, 100))
TCP = Peer("tcp", "10.1.2.3", 5000)
ALICE = Identity(0, UNIX)
CLAIMS_ALICE = Identity(1, TCP, 1000, 7, (100, 8))
NOBODY = Identity(0, TCP)
LIES_OVER_UNIX = Identity(1, UNIX, 0, 0, (0,))


def may(
    policy: Policy,
    identity: Identity,
    operation: Operation = Operation.READ,
    keys: kv.kv_key_range | None = ALL_KEYS,
    name_space: bytes = b"",
) -> bool:
    try:
        policy.authorise(identity, operation, name_space, keys)
    except Refusal as refusal:
        if refusal.code != kv.KV_DENIED:
            raise
        return False
    return True


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        ("", [ALICE, CLAIMS_ALICE, NOBODY, LIES_OVER_UNIX]),
        ("users = [1000]", [ALICE, LIES_OVER_UNIX]),
        ("users = [1000]\nclaims = true", [ALICE, CLAIMS_ALICE, LIES_OVER_UNIX]),
        ("users = [0]\nclaims = true", []),
        ("groups = [100]", [ALICE, LIES_OVER_UNIX]),
        ("groups = [8]\nclaims = true", [CLAIMS_ALICE]),
        ("users = [5]\ngroups = [7]\nclaims = true", [CLAIMS_ALICE]),
        ('from = ["unix"]', [ALICE, LIES_OVER_UNIX]),
        ('from = ["10.0.0.0/8"]', [CLAIMS_ALICE, NOBODY]),
        ('from = ["10.0.0.0/8", "unix"]', [ALICE, CLAIMS_ALICE, NOBODY, LIES_OVER_UNIX]),
        ('from = ["192.168.0.0/16", "::/0"]', []),
        ('users = [1000]\nclaims = true\nfrom = ["10.1.2.3"]', [CLAIMS_ALICE]),
    ],
)
def test_whom_a_rule_is_for(rule: str, allowed: list[Identity]) -> None:
    policy = parse_policy(f'[[allow]]\noperations = ["read"]\n{rule}')
    for identity in (ALICE, CLAIMS_ALICE, NOBODY, LIES_OVER_UNIX):
        assert may(policy, identity) == (identity in allowed)


def test_an_ipv4_caller_of_a_socket_for_both_families_is_known_by_its_address() -> None:
    rule = Rule(frozenset(Operation), networks=(ip_network("10.0.0.0/8"),))
    assert may(Policy([rule]), Identity(0, Peer("tcp", "::ffff:10.1.2.3", 1)))


KEYS = [bytes(key) for key in ([1], [1, 1], [1, 2], [2], [2, 255], [3], [255], [255, 255])]
"""Few enough that ranges and rules meet at their edges."""
keys = st.sampled_from(KEYS)
ranges = st.one_of(
    st.builds(single, keys),
    st.builds(prefix, st.sampled_from([b"", *KEYS])),
    st.builds(interval, st.sampled_from([b"", *KEYS]), st.sampled_from([b"", *KEYS])),
)
spans = st.one_of(
    keys.map(lambda key: (key, key + b"\0")), keys.map(lambda key: (key, behind_prefix(key)))
)
rules = st.builds(
    Rule,
    operations=st.frozensets(st.sampled_from([Operation.READ, Operation.WRITE]), min_size=1),
    users=st.none() | st.just(frozenset({1000})) | st.just(frozenset({5})),
    name_spaces=st.none() | st.just(frozenset({b"n"})),
    spans=st.lists(spans, min_size=1, max_size=3).map(tuple),
)


@given(st.lists(rules, max_size=3), ranges, st.sampled_from([b"", b"n"]))
def test_a_range_is_allowed_only_where_each_of_its_keys_is(
    given_rules: list[Rule], keys: kv.kv_key_range, name_space: bytes
) -> None:
    policy = Policy(given_rules)
    allowed = may(policy, ALICE, Operation.READ, keys, name_space)
    each = [
        may(policy, ALICE, Operation.READ, single(key), name_space)
        for key in KEYS
        if covers(bounds(keys), key)
    ]
    if allowed:
        assert all(each)
    if keys.kind == kv.KV_SINGLE:
        dumb = any(
            Operation.READ in rule.operations
            and (rule.users is None or 1000 in rule.users)
            and (rule.name_spaces is None or name_space in rule.name_spaces)
            and any(covers(span, keys.key) for span in rule.spans)
            for rule in given_rules
        )
        assert allowed == dumb


def test_names_stand_for_this_hosts_users_and_groups() -> None:
    user, group = pwd.getpwuid(os.getuid()), grp.getgrgid(os.getgid())
    me = Identity(0, Peer("unix", process=ProcessCredentials(1, os.getuid(), os.getgid())))
    for who in (f'users = ["{user.pw_name}"]', f'groups = ["{group.gr_name}"]'):
        policy = parse_policy(f'[[allow]]\noperations = ["read"]\n{who}')
        assert may(policy, me)
        assert not may(policy, NOBODY)


RULE = '[[allow]]\noperations = ["read", "write"]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[allow]]", "rule 1: operations says what is allowed"),
        (RULE + '[[allow]]\noperations = ["reed"]', "rule 2: operations: there is no operation"),
        ("[allow]\noperations = []", "with two brackets"),
        ("[[deny]]", "'deny'"),
        (RULE + "user = [1]", "there is no field 'user'"),
        (RULE + "users = []", "users is a list of at least one"),
        (RULE + "users = 1000", "users is a list of at least one"),
        (RULE + "users = [-1]", "neither a name nor a number"),
        (RULE + "users = [true]", "neither a name nor a number"),
        (RULE + 'users = ["no such user here"]', "this host has no user"),
        (RULE + 'groups = ["no such group here"]', "this host has no group"),
        (RULE + 'claims = "yes"', "claims is true or false"),
        (RULE + "claims = true", "no users are named"),
        (RULE + 'from = ["nowhere"]', "from: "),
        (RULE + "from = [3]", "neither 'unix' nor an IP network"),
        (RULE + 'keys = [""]', "a key has at least one byte"),
        (RULE + "prefixes = [1]", "neither text nor"),
        (RULE + 'prefixes = [{ base64 = "?" }]', "no base64"),
        (RULE + f'prefixes = ["{"k" * 9000}"]', "more than a key has"),
        ('[[allow]]\noperations = ["lease"]\nkeys = ["k"]', "no operation on keys"),
        ("= ", "makes no sense"),
        (RULE * 1001, "at most 1000"),
    ],
)
def test_files_that_make_no_sense_are_refused_by_rule(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text)
    with pytest.raises(PolicyError) as refused:
        read_policy(path)
    assert message in str(refused.value)
    assert str(path) in str(refused.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="No such file"):
        read_policy(tmp_path / "none")
    path = tmp_path / "policy.toml"
    path.write_bytes(b"\xff")
    with pytest.raises(PolicyError, match="makes no sense"):
        read_policy(path)
    path.write_bytes(b"#" * (1 << 20) + b"\n")
    with pytest.raises(PolicyError, match="1048576 bytes"):
        read_policy(path)


def test_binary_keys_are_written_in_base64() -> None:
    policy = parse_policy(RULE + 'prefixes = [{ base64 = "/wA=" }]')
    assert may(policy, NOBODY, Operation.WRITE, single(b"\xff\0x"))
    assert not may(policy, NOBODY, Operation.WRITE, single(b"\xff"))


APP = '[[allow]]\noperations = ["read", "write"]\nprefixes = ["app/"]\n'
READ_ONLY = '[[allow]]\noperations = ["read"]\n'
SECRET = single(b"secret")
OURS = single(b"app/x")


def txn(compares: tuple[Any, ...], *operations: kv.kv_operation) -> kv.kv_txn_args:
    found: kv.kv_txn_args = arguments(
        "KV_TXN", txn=kv.kv_txn_op(compares=compares, success=(), failure=operations)
    )
    return found


def put_op(key: bytes, **fields: Any) -> kv.kv_put_op:
    plain: dict[str, Any] = {"value": b"", "lease": 0, "flags": 0}
    return kv.kv_put_op(key=key, **(plain | fields))


DELETE_OURS = kv.kv_operation_KV_OPERATION_DELETE(kv.kv_delete_op(OURS, 0))
LOOK = kv.kv_compare(SECRET, kv.KV_TARGET_LEASE, kv.KV_EQUAL, 0, b"")
WRITE_ONLY = '[[allow]]\noperations = ["write"]\n'


@pytest.mark.parametrize(
    ("policy", "procedure", "arg", "allowed"),
    [
        (APP, "KV_GET", arguments("KV_GET", key=b"app/x"), True),
        (APP, "KV_GET", arguments("KV_GET", key=b"secret"), False),
        (APP, "KV_RANGE", arguments("KV_RANGE", range=range_op(prefix(b"app/"))), True),
        (APP, "KV_RANGE", arguments("KV_RANGE", range=range_op(prefix(b"app"))), False),
        (APP, "KV_RANGE", arguments("KV_RANGE", range=range_op(interval(b"app/", b""))), False),
        (APP, "KV_WATCH", arguments("KV_WATCH", ranges=(OURS,)), True),
        (APP, "KV_WATCH", arguments("KV_WATCH", ranges=(OURS, SECRET)), False),
        (APP, "KV_WATCH", arguments("KV_WATCH"), False),
        (APP, "KV_PUT", arguments("KV_PUT", put=put_op(b"app/x")), True),
        (APP, "KV_PUT", arguments("KV_PUT", put=put_op(b"app/x", lease=6)), False),
        (APP, "KV_PUT", arguments("KV_PUT", put=put_op(b"secret")), False),
        (READ_ONLY, "KV_PUT", arguments("KV_PUT"), False),
        (READ_ONLY, "KV_DELETE", arguments("KV_DELETE"), False),
        (WRITE_ONLY, "KV_PUT", arguments("KV_PUT"), True),
        (WRITE_ONLY, "KV_PUT", arguments("KV_PUT", put=put_op(b"k", flags=kv.KV_PREVIOUS)), False),
        (
            WRITE_ONLY,
            "KV_DELETE",
            arguments("KV_DELETE", deletion=kv.kv_delete_op(SECRET, kv.KV_PREVIOUS)),
            False,
        ),
        (APP, "KV_TXN", txn((), DELETE_OURS), True),
        (APP, "KV_TXN", txn((LOOK,), DELETE_OURS), False),
        (APP, "KV_TXN", txn((), DELETE_OURS, kv.kv_operation_KV_OPERATION_PUT(PUT)), False),
        (
            APP,
            "KV_TXN",
            txn((), kv.kv_operation_KV_OPERATION_RANGE(range_op(SECRET))),
            False,
        ),
        (APP, "KV_COMPACT", arguments("KV_COMPACT"), False),
        (APP, "KV_LEASE_GRANT", arguments("KV_LEASE_GRANT"), False),
        (APP, "KV_SESSION_OPEN", arguments("KV_SESSION_OPEN"), False),
        (APP, "KV_STATUS", arguments("KV_STATUS"), False),
        (
            '[[allow]]\noperations = ["lease"]',
            "KV_LEASE_TTL",
            arguments("KV_LEASE_TTL"),
            True,
        ),
        (
            '[[allow]]\noperations = ["lease"]',
            "KV_LEASE_TTL",
            arguments("KV_LEASE_TTL", keys=True),
            False,
        ),
    ],
)
def test_what_calls_need_leave_for(policy: str, procedure: str, arg: Any, allowed: bool) -> None:
    async def test() -> None:
        node = FakeNode()
        node.outcome = outcomes.Refused(kv.KV_LEASE_UNKNOWN, "it got as far as the log")
        service = KvService(node, policy=parse_policy(policy))
        async with serving(service) as (at,), await connect_async(at) as connection:
            reply = await getattr(kv.KV_V1AsyncClient(connection), procedure)(arg)
        assert (reply.result.code != kv.KV_DENIED) == allowed
        if not allowed:
            assert (node.proposed, node.reads) == ([], [])
            assert "without a name from 127.0.0.1" in reply.result.error.message

    run(test())


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_policy_without_rules_lets_nobody_do_anything(procedure: str) -> None:
    async def test() -> None:
        node = FakeNode()
        service = KvService(node, policy=parse_policy(""))
        async with serving(service) as (at,), await connect_async(at) as connection:
            reply = await getattr(kv.KV_V1AsyncClient(connection), procedure)(arguments(procedure))
        assert reply.result.code == kv.KV_DENIED
        assert reply.result.error.executed == kv.KV_EXECUTED_NO

    run(test())


def test_the_kernel_vouches_over_unix_and_nobody_over_tcp(tmp_path: Path) -> None:
    uid = os.getuid()

    async def code(at: str, auth: AuthSys | None) -> int:
        async with await connect_async(at, auth=auth) as connection:
            reply = await kv.KV_V1AsyncClient(connection).KV_GET(arguments("KV_GET"))
            found: int = reply.result.code
            return found

    async def test() -> None:
        policy = parse_policy(f'[[allow]]\noperations = ["read"]\nusers = [{uid}]')
        service = KvService(FakeNode(), policy=policy)
        async with serving(service, f"unix://{tmp_path}/s", "tcp://127.0.0.1:0") as (unix, tcp):
            assert await code(unix, None) == kv.KV_OK
            assert await code(unix, AuthSys(uid + 1, 1)) == kv.KV_OK  # the claim is not looked at
            assert await code(tcp, AuthSys(uid, 1)) == kv.KV_DENIED
            service.policy = parse_policy(
                f'[[allow]]\noperations = ["read"]\nusers = [{uid}]\nclaims = true'
            )
            assert await code(tcp, AuthSys(uid, 1)) == kv.KV_OK
            assert await code(tcp, AuthSys(uid + 1, 1)) == kv.KV_DENIED
            assert await code(tcp, None) == kv.KV_DENIED

    run(test())


def test_names_spaces_are_told_apart() -> None:
    async def test() -> None:
        policy = parse_policy('[[allow]]\noperations = ["read"]\nname_spaces = ["ours"]')
        service = KvService(FakeNode(), policy=policy)
        async with serving(service) as (at,), await connect_async(at) as connection:
            client = kv.KV_V1AsyncClient(connection)
            for name_space, code in ((b"ours", kv.KV_OK), (b"", kv.KV_DENIED)):
                args = arguments("KV_GET", head=header(name_space=name_space))
                assert (await client.KV_GET(args)).result.code == code

    run(test())
