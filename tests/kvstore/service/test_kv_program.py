"""The kv program over TCP, through nothing but the client that the compiler made of kv.x."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from kvstore._generated import kv
from rpcgen_py.runtime.errors import GarbageArguments
from rpcgen_py.runtime.transport.sync_client import connect
from tests.kvstore.product import Kvd
from tests.kvstore.ranges import prefix, range_op, single
from tests.kvstore.service.calls import ZERO_HEADER, header


@pytest.fixture(scope="module")
def client(kvd: Kvd) -> Iterator[kv.KV_V1Client]:
    with connect(f"tcp://{kvd.server}") as connection:
        yield kv.KV_V1Client(connection)


def put(
    client: kv.KV_V1Client,
    key: bytes,
    value: bytes = b"value",
    *,
    flags: int = 0,
    lease: int = 0,
    wait: int = 0,
    **fields: Any,
) -> kv.kv_put_reply:
    operation = kv.kv_put_op(key=key, value=value, lease=lease, flags=flags)
    return client.KV_PUT(kv.kv_put_args(header=header(**fields), wait=wait, put=operation))


def get(client: kv.KV_V1Client, key: bytes, *, revision: int = 0, **fields: Any) -> kv.kv_get_reply:
    return client.KV_GET(kv.kv_get_args(header=header(**fields), key=key, revision=revision))


def read(client: kv.KV_V1Client, operation: kv.kv_range_op, **fields: Any) -> kv.kv_range_reply:
    return client.KV_RANGE(kv.kv_range_args(header=header(**fields), range=operation))


def refused(reply: Any, code: int) -> kv.kv_error:
    """Check that a reply is an error, and that nothing was done."""
    assert reply.result.code == code
    error = reply.result.error
    assert isinstance(error, kv.kv_error)
    assert error.message
    assert error.executed == kv.KV_EXECUTED_NO
    return error


def test_an_all_zero_header_is_valid_and_every_reply_says_where_it_comes_from(
    client: kv.KV_V1Client,
) -> None:
    stored = put(client, b"header")
    assert isinstance(stored.result, kv.kv_put_result_KV_OK)
    assert stored.result.ok.commit == kv.kv_commit(revision=stored.header.revision, durable_nodes=1)
    found = get(client, b"header")
    assert isinstance(found.result, kv.kv_get_result_KV_OK)
    assert found.result.item.value == b"value"
    for reply in (stored, found, get(client, b"none"), get(client, b"")):
        told = reply.header
        assert (told.node_id, told.compacted_revision, told.age_ms) == (1, 0, 0)
        assert told.cluster_id != 0
        assert told.term == 2
        assert told.revision == stored.header.revision
        assert told.applied_index == stored.header.applied_index
    assert get(client, b"none").result.code == kv.KV_NOT_FOUND


EXTENSION = kv.kv_extension(id=9, critical=False, value=b"x")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"cluster_id": 1}, kv.KV_WRONG_CLUSTER),
        ({"consistency": 9}, kv.KV_INVALID),
        ({"min_revision": 1 << 40, "deadline_ms": 50}, kv.KV_STALE),
        (
            {"extensions": (msgspec.structs.replace(EXTENSION, critical=True),)},
            kv.KV_UNKNOWN_EXTENSION,
        ),
    ],
)
def test_headers_that_are_refused(
    client: kv.KV_V1Client, fields: dict[str, Any], code: int
) -> None:
    refused(get(client, b"k", **fields), code)
    refused(read(client, range_op(prefix(b"")), **fields), code)


@pytest.mark.parametrize(
    "fields",
    [
        {"consistency": kv.KV_LEASE},
        {"consistency": kv.KV_SERIALIZABLE, "max_age_ms": 1},
        {"hops": 1, "trace_id": bytes(range(16)), "deadline_ms": 10_000},
        {"extensions": (EXTENSION,) * 8},
    ],
)
def test_headers_that_are_taken(client: kv.KV_V1Client, fields: dict[str, Any]) -> None:
    assert put(client, b"taken", **fields).result.code == kv.KV_OK
    assert get(client, b"taken", **fields).result.code == kv.KV_OK


def test_the_right_cluster_is_served(client: kv.KV_V1Client) -> None:
    cluster_id = get(client, b"k").header.cluster_id
    assert put(client, b"k", cluster_id=cluster_id).result.code == kv.KV_OK


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"key": b""}, kv.KV_INVALID),
        ({"flags": 8}, kv.KV_INVALID),
        ({"flags": kv.KV_KEEP_VALUE}, kv.KV_INVALID),
        ({"flags": kv.KV_KEEP_VALUE, "value": b""}, kv.KV_NOT_FOUND),
        ({"lease": 5}, kv.KV_LEASE_UNKNOWN),
        ({"wait": 2}, kv.KV_INVALID),
    ],
)
def test_puts_that_are_refused(
    client: kv.KV_V1Client, arguments: dict[str, Any], code: int
) -> None:
    before = get(client, b"k").header.revision
    refused(put(client, **{"key": b"refused"} | arguments), code)
    assert get(client, b"refused").result.code == kv.KV_NOT_FOUND
    assert get(client, b"k").header.revision == before


def test_put_keeps_and_shows_what_was_there(client: kv.KV_V1Client) -> None:
    first = put(client, b"kept", b"one", flags=kv.KV_PREVIOUS)
    assert isinstance(first.result, kv.kv_put_result_KV_OK)
    assert first.result.ok.previous is None
    second = put(client, b"kept", b"", flags=kv.KV_PREVIOUS | kv.KV_KEEP_VALUE)
    assert isinstance(second.result, kv.kv_put_result_KV_OK)
    previous = second.result.ok.previous
    assert previous is not None
    assert (previous.value, previous.key_version) == (b"one", 1)
    now = get(client, b"kept").result
    assert isinstance(now, kv.kv_get_result_KV_OK)
    assert (now.item.value, now.item.key_version) == (b"one", 2)
    assert now.item.create_revision == first.result.ok.commit.revision


def test_pages_stay_at_their_revision(client: kv.KV_V1Client) -> None:
    for number in range(10):
        put(client, b"page/%d" % number, b"old")
    operation = range_op(prefix(b"page/"), limit=4)
    found: list[tuple[bytes, bytes]] = []
    revisions = set()
    while True:
        reply = read(client, operation)
        assert isinstance(reply.result, kv.kv_range_result_KV_OK)
        ok = reply.result.ok
        revisions.add(ok.revision)
        found += [(item.key, item.value) for item in ok.items]
        put(client, b"page/9", b"new")
        put(client, b"page/99", b"new")
        if not ok.more:
            break
        operation = msgspec.structs.replace(operation, page=ok.next)
    assert found == [(b"page/%d" % number, b"old") for number in range(10)]
    assert len(revisions) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"keys": kv.kv_key_range(kind=5, key=b"", end=b"")}, kv.KV_INVALID),
        ({"keys": kv.kv_key_range(kind=kv.KV_PREFIX, key=b"", end=b"x")}, kv.KV_INVALID),
        ({"want": 3}, kv.KV_INVALID),
        ({"sort": 5}, kv.KV_INVALID),
        ({"sort": 1, "page": kv.kv_page(revision=1, after=b"a")}, kv.KV_INVALID),
        ({"revision": 2, "page": kv.kv_page(revision=1, after=b"a")}, kv.KV_INVALID),
        ({"revision": 1 << 50}, kv.KV_FUTURE_REVISION),
    ],
)
def test_ranges_that_are_refused(client: kv.KV_V1Client, fields: dict[str, Any], code: int) -> None:
    put(client, b"k")
    put(client, b"k")
    refused(read(client, range_op(**{"keys": prefix(b"")} | fields)), code)


def test_an_answer_is_bounded_in_bytes(client: kv.KV_V1Client) -> None:
    for number in range(6):
        put(client, b"big/%d" % number, bytes(kv.KV_VALUE_MAX))
    reply = read(client, range_op(prefix(b"big/"), limit=10))
    assert isinstance(reply.result, kv.kv_range_result_KV_OK)
    assert reply.result.ok.more
    assert len(reply.result.ok.items) == 3
    everything = kv.kv_delete_op(keys=prefix(b"big/"), flags=kv.KV_PREVIOUS)
    arguments = kv.kv_delete_args(header=ZERO_HEADER, wait=0, deletion=everything)
    refused(client.KV_DELETE(arguments), kv.KV_TOO_LARGE)
    without = msgspec.structs.replace(everything, flags=0)
    deleted = client.KV_DELETE(msgspec.structs.replace(arguments, deletion=without))
    assert isinstance(deleted.result, kv.kv_delete_result_KV_OK)
    assert deleted.result.ok.deleted.count == 6


def compare(key: bytes, *, revision: int, relation: int = kv.KV_EQUAL) -> kv.kv_compare:
    return kv.kv_compare(
        keys=single(key),
        target=kv.KV_TARGET_MOD_REVISION,
        relation=relation,
        number=revision,
        value=b"",
    )


def transact(
    client: kv.KV_V1Client,
    compares: list[kv.kv_compare],
    success: list[kv.kv_operation],
    failure: list[kv.kv_operation],
) -> kv.kv_txn_reply:
    operation = kv.kv_txn_op(
        compares=tuple(compares), success=tuple(success), failure=tuple(failure)
    )
    return client.KV_TXN(kv.kv_txn_args(header=ZERO_HEADER, wait=0, txn=operation))


def op_put(key: bytes, value: bytes, flags: int = 0) -> kv.kv_operation:
    return kv.kv_operation_KV_OPERATION_PUT(
        put=kv.kv_put_op(key=key, value=value, lease=0, flags=flags)
    )


def op_range(keys: kv.kv_key_range) -> kv.kv_operation:
    return kv.kv_operation_KV_OPERATION_RANGE(range=range_op(keys))


def op_delete(keys: kv.kv_key_range) -> kv.kv_operation:
    return kv.kv_operation_KV_OPERATION_DELETE(deletion=kv.kv_delete_op(keys=keys, flags=0))


def test_a_lock_is_taken_by_one(client: kv.KV_V1Client) -> None:
    answers = [
        transact(
            client,
            [compare(b"lock", revision=0)],
            [op_put(b"lock", owner)],
            [op_range(single(b"lock"))],
        ).result
        for owner in (b"first", b"second")
    ]
    first, second = answers
    assert isinstance(first, kv.kv_txn_result_KV_OK)
    assert isinstance(second, kv.kv_txn_result_KV_OK)
    assert first.ok.succeeded
    assert first.ok.commit.revision > 0
    assert not second.ok.succeeded
    assert second.ok.commit.revision == 0
    (holder,) = second.ok.results
    assert isinstance(holder, kv.kv_operation_result_KV_OPERATION_RANGE)
    assert [item.value for item in holder.range.items] == [b"first"]


def test_a_transaction_is_one_revision_or_nothing(client: kv.KV_V1Client) -> None:
    done = transact(
        client,
        [],
        [op_put(b"txn/a", b"1"), op_put(b"txn/b", b"2"), op_range(prefix(b"txn/"))],
        [],
    ).result
    assert isinstance(done, kv.kv_txn_result_KV_OK)
    seen = done.ok.results[2]
    assert isinstance(seen, kv.kv_operation_result_KV_OPERATION_RANGE)
    assert {item.mod_revision for item in seen.range.items} == {done.ok.commit.revision}
    refused(
        transact(client, [], [op_put(b"txn/a", b"3"), op_put(b"txn/c", b"", kv.KV_KEEP_VALUE)], []),
        kv.KV_NOT_FOUND,
    )
    item = get(client, b"txn/a").result
    assert isinstance(item, kv.kv_get_result_KV_OK)
    assert item.item.value == b"1"


@pytest.mark.parametrize(
    "success",
    [
        [op_put(b"t", b"1"), op_put(b"t", b"2")],
        [op_put(b"t", b"1"), op_delete(prefix(b""))],
        [kv.kv_operation_default(kind=9)],
        [op_put(b"", b"1")],
    ],
)
def test_transactions_that_are_refused(
    client: kv.KV_V1Client, success: list[kv.kv_operation]
) -> None:
    refused(transact(client, [], success, []), kv.KV_INVALID)
    refused(transact(client, [], [], success), kv.KV_INVALID)


@pytest.mark.parametrize("more", [0, 4])
def test_the_longest_request_is_taken_and_no_longer_one(client: kv.KV_V1Client, more: int) -> None:
    def arguments(last: int) -> kv.kv_txn_args:
        sizes = [kv.KV_VALUE_MAX] * 3 + [last]
        puts = [op_put(b"most/%d" % number, bytes(size)) for number, size in enumerate(sizes)]
        txn = kv.kv_txn_op(compares=(), success=tuple(puts), failure=())
        return kv.kv_txn_args(header=ZERO_HEADER, wait=0, txn=txn)

    room = kv.KV_REQUEST_MAX - len(arguments(0).to_xdr())
    reply = client.KV_TXN(arguments(room + more))
    if not more:
        assert reply.result.code == kv.KV_OK
        return
    assert str(kv.KV_REQUEST_MAX) in refused(reply, kv.KV_TOO_LARGE).message
    assert reply.result.error.executed == kv.KV_EXECUTED_NO


@pytest.mark.parametrize(
    ("key", "value"), [(kv.KV_KEY_MAX, 0), (1, kv.KV_VALUE_MAX)], ids=["key", "value"]
)
def test_what_breaks_a_bound_of_the_interface_is_garbage_and_harms_nobody(
    kvd: Kvd, key: int, value: int
) -> None:
    procedure = next(each for each in kv.KV_V1.procedures if each.name == "KV_PUT")
    longest = bytes([7]) * (value or key)
    operation = kv.kv_put_op(
        key=b"k" if value else longest, value=longest if value else b"", lease=0, flags=0
    )
    packed = kv.kv_put_args(header=ZERO_HEADER, wait=0, put=operation).to_xdr()
    of_length = len(longest).to_bytes(4)
    assert packed.count(of_length + longest) == 1
    longer = (len(longest) + 4).to_bytes(4) + longest + bytes(4)
    with connect(f"tcp://{kvd.server}") as connection:
        with pytest.raises(GarbageArguments):
            connection.call(procedure, packed.replace(of_length + longest, longer), 5.0)
        assert connection.call(procedure, packed, 5.0).result.code == kv.KV_OK
