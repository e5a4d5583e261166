"""One change looks at a bounded number of keys, however it does so."""

from __future__ import annotations

import pytest

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.limits import change_keys_max
from kvstore.mvcc.outcomes import DeleteDone, Refused, TxnDone
from kvstore.mvcc.store import Store
from tests.kvstore.ranges import EVERYTHING, interval, range_op
from tests.kvstore.said import said

HALF = interval(b"", b"%08d" % (kv.KV_CHANGE_KEYS_MAX // 2))


def transaction(**parts: tuple[object, ...]) -> commands.command_change:
    op = kv.kv_txn_op(**({"compares": (), "success": (), "failure": ()} | parts))  # type: ignore[arg-type] # of the right kinds
    return commands.command_change_COMMAND_TXN(txn=op)


def deletion(keys: kv.kv_key_range) -> kv.kv_delete_op:
    return kv.kv_delete_op(keys=keys, flags=0)


def compare(keys: kv.kv_key_range) -> kv.kv_compare:
    return kv.kv_compare(
        keys=keys,
        target=kv.KV_TARGET_CREATE_REVISION,
        relation=kv.KV_GREATER,
        number=0,
        value=b"",
    )


def counting(keys: kv.kv_key_range) -> kv.kv_operation:
    return kv.kv_operation_KV_OPERATION_RANGE(range=range_op(keys, want=kv.KV_WANT_COUNT))


@pytest.fixture(scope="module")
def large() -> Store:
    """A store with a few keys more than one change may look at."""
    store = Store()
    store.change_keys_max = change_keys_max(1)
    for number in range(kv.KV_CHANGE_KEYS_MAX + 2000):
        put = kv.kv_put_op(key=b"%08d" % number, value=b"", lease=0, flags=0)
        store.apply(said(commands.command_change_COMMAND_PUT(put=put)))
    return store


@pytest.mark.parametrize(
    "change",
    [
        commands.command_change_COMMAND_DELETE(deletion=deletion(EVERYTHING)),
        transaction(compares=(compare(EVERYTHING),)),
        transaction(compares=(compare(HALF), compare(HALF), compare(HALF))),
        transaction(success=(counting(EVERYTHING),)),
        transaction(success=(counting(HALF), counting(HALF), counting(HALF))),
    ],
)
def test_more_is_refused(large: Store, change: commands.command_change) -> None:
    before = (large.revision, large.keys)
    outcome = large.apply(said(change))
    assert isinstance(outcome, Refused)
    assert outcome.code == kv.KV_TOO_LARGE
    assert (large.revision, large.keys) == before


def test_as_many_are_served(large: Store) -> None:
    done = large.apply(said(transaction(compares=(compare(HALF),), success=(counting(HALF),))))
    assert isinstance(done, TxnDone)
    assert done.succeeded
    deleted = large.apply(said(commands.command_change_COMMAND_DELETE(deletion=deletion(HALF))))
    assert isinstance(deleted, DeleteDone)
    assert deleted.deleted.count == kv.KV_CHANGE_KEYS_MAX // 2


@pytest.mark.parametrize("compacted", [False, True])
@pytest.mark.parametrize("want", [kv.KV_WANT_ITEMS, kv.KV_WANT_COUNT])
def test_a_step_of_a_range_looks_at_so_many_keys_though_all_were_deleted(
    want: int, *, compacted: bool
) -> None:
    """Pages are bounded by work, not only by what is found."""
    store = Store()
    for number in range(1000):
        put = kv.kv_put_op(key=b"%08d" % number, value=b"", lease=0, flags=0)
        store.apply(said(commands.command_change_COMMAND_PUT(put=put)))
    done = store.apply(said(commands.command_change_COMMAND_DELETE(deletion(EVERYTHING))))
    assert isinstance(done, DeleteDone)
    if compacted:
        store.compact(store.revision)
    read = store.range(b"", range_op(EVERYTHING, want=want))
    steps = 0
    while not read.step(100):
        steps += 1
        assert read.looked == 100 * steps
    assert steps in {9, 10}
    assert read.result().items == ()
