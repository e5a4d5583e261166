"""The store against a dumb one, on random histories."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.mvcc.entries import decode, encode
from kvstore.mvcc.outcomes import Refusal, Refused
from kvstore.mvcc.store import Store
from kvstore.mvcc.validate import check_change
from tests.kvstore.mvcc.dumb_store import DumbStore
from tests.kvstore.mvcc.strategies import KEYS, SPACES, all_commands, ranges
from tests.kvstore.ranges import EVERYTHING, range_op


def valid(command: commands.command) -> bool:
    try:
        check_change(command.change)
    except Refusal:
        return False
    return True


HISTORIES = st.lists(all_commands.filter(valid), max_size=12)


def build(history: list[commands.command]) -> tuple[Store, DumbStore]:
    store, dumb = Store(), DumbStore()
    for command in history:
        done = not isinstance(store.apply(command), Refused)
        assert done == dumb.apply(command)
        assert store.revision == dumb.revision
    return store, dumb


@given(HISTORIES, SPACES, KEYS)
def test_every_revision_stays_readable(
    history: list[commands.command], space: bytes, key: bytes
) -> None:
    store, dumb = build(history)
    for revision in range(1, dumb.revision + 1):
        assert store.get(space, key, revision) == dumb.states[revision].get((space, key))
    assert store.get(space, key, 0) == dumb.states[-1].get((space, key))
    assert store.keys == len(dumb.states[-1])


@given(HISTORIES, st.lists(all_commands.filter(valid), max_size=3), SPACES, ranges, st.data())
def test_pages_add_up_to_the_range_at_its_revision(
    history: list[commands.command],
    later: list[commands.command],
    space: bytes,
    op: kv.kv_range_op,
    data: st.DataObject,
) -> None:
    store, dumb = build(history)
    op = msgspec.structs.replace(op, revision=data.draw(st.integers(0, dumb.revision)))
    revision = op.revision or dumb.revision
    expected = [
        item
        for item in dumb.items(space, op.keys, revision)
        if item.create_revision >= op.min_create_revision
        and item.mod_revision >= op.min_mod_revision
        and (not op.max_create_revision or item.create_revision <= op.max_create_revision)
        and (not op.max_mod_revision or item.mod_revision <= op.max_mod_revision)
    ]
    sort_key = {
        kv.KV_SORT_KEY: lambda item: item.key,
        kv.KV_SORT_KEY_VERSION: lambda item: item.key_version,
        kv.KV_SORT_CREATE_REVISION: lambda item: item.create_revision,
        kv.KV_SORT_MOD_REVISION: lambda item: item.mod_revision,
        kv.KV_SORT_VALUE: lambda item: item.value,
    }[op.sort]
    expected.sort(key=sort_key, reverse=op.descending)

    items: list[kv.kv_item] = []
    while True:
        read = store.range(space, op)
        while not read.step(data.draw(st.integers(1, 3))):
            # What is committed while a range is read is not seen by it.
            if later:
                store.apply(later.pop())
        answer = read.result()
        assert len(answer.items) <= (op.limit or len(expected))
        items += answer.items
        if not answer.more or op.sort != kv.KV_SORT_KEY:
            break
        op = msgspec.structs.replace(op, page=answer.next)

    if op.want == kv.KV_WANT_COUNT:
        assert (items, answer.count) == ([], len(expected))
        return
    if op.sort != kv.KV_SORT_KEY and op.limit:
        assert answer.more == (len(expected) > op.limit)
        expected = expected[: op.limit]
    if op.want == kv.KV_WANT_KEYS:
        expected = [msgspec.structs.replace(item, value=b"") for item in expected]
    assert items == expected


@given(HISTORIES)
def test_replaying_entries_gives_the_same_store_and_outcomes(
    history: list[commands.command],
) -> None:
    first, again = Store(), Store()
    for index, command in enumerate(history, 1):
        entry = raft.entry(
            term=1,
            index=index,
            type=raft.ENTRY_NORMAL,
            command_version=commands.COMMAND_VERSION,
            data=encode(command),
        )
        read_back = decode(entry)
        assert read_back is not None
        assert first.apply(command) == again.apply(read_back)
    for space in (b"", b"team"):
        reads = [store.range(space, range_op(EVERYTHING)) for store in (first, again)]
        assert all(read.step(100) for read in reads)
        assert reads[0].result() == reads[1].result()
    assert (first.revision, first.keys, first.data_bytes) == (
        again.revision,
        again.keys,
        again.data_bytes,
    )


@given(HISTORIES, all_commands)
def test_a_refused_command_leaves_no_trace(
    history: list[commands.command], last: commands.command
) -> None:
    """Also a command that a proposer ought to have kept out of the log."""
    store, dumb = build(history)
    before = (store.revision, store.keys, store.data_bytes)
    if isinstance(store.apply(last), Refused):
        assert (store.revision, store.keys, store.data_bytes) == before
        for (space, key), item in dumb.states[-1].items():
            assert store.get(space, key, 0) == item
