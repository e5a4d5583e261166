"""Commands and ranges over few keys, so that they meet."""

from __future__ import annotations

from hypothesis import strategies as st

from kvstore._generated import command as commands
from kvstore._generated import kv
from tests.kvstore.ranges import prefix, single
from tests.kvstore.said import said

KEYS = st.sampled_from([b"a", b"a\0", b"ab", b"b", b"b\xff", b"b\xff\xff", b"\xff", b"\xff\xff"])
SPACES = st.sampled_from([b"", b"team"])
VALUES = st.sampled_from([b"", b"1", b"2"])

key_ranges = st.one_of(
    KEYS.map(single),
    st.one_of(KEYS, st.just(b"")).map(prefix),
    st.builds(
        kv.kv_key_range,
        kind=st.just(kv.KV_INTERVAL),
        key=st.one_of(KEYS, st.just(b"")),
        end=st.one_of(KEYS, st.just(b"")),
    ),
)


NO_LEASE = st.just(0)
LEASES = st.sampled_from([0, 0, 1, 2])


@st.composite
def puts(draw: st.DrawFn, leases: st.SearchStrategy[int]) -> kv.kv_put_op:
    flags = draw(st.sampled_from([0, 0, 0, kv.KV_PREVIOUS, kv.KV_KEEP_VALUE, kv.KV_KEEP_LEASE]))
    value = b"" if flags & kv.KV_KEEP_VALUE else draw(VALUES)
    lease = 0 if flags & kv.KV_KEEP_LEASE else draw(leases)
    return kv.kv_put_op(key=draw(KEYS), value=value, lease=lease, flags=flags)


deletes = st.builds(kv.kv_delete_op, keys=key_ranges, flags=st.sampled_from([0, kv.KV_PREVIOUS]))
compares = st.builds(
    kv.kv_compare,
    keys=KEYS.map(single),
    target=st.sampled_from(
        [
            kv.KV_TARGET_KEY_VERSION,
            kv.KV_TARGET_CREATE_REVISION,
            kv.KV_TARGET_MOD_REVISION,
            kv.KV_TARGET_LEASE,
            kv.KV_TARGET_VALUE,
        ]
    ),
    relation=st.sampled_from([kv.KV_EQUAL, kv.KV_NOT_EQUAL, kv.KV_LESS, kv.KV_GREATER]),
    number=st.integers(0, 5),
    value=VALUES,
)
ranges = st.builds(
    kv.kv_range_op,
    keys=key_ranges,
    revision=st.just(0),
    limit=st.integers(0, 4),
    want=st.sampled_from([kv.KV_WANT_ITEMS, kv.KV_WANT_KEYS, kv.KV_WANT_COUNT]),
    sort=st.integers(kv.KV_SORT_KEY, kv.KV_SORT_VALUE),
    descending=st.booleans(),
    min_create_revision=st.integers(0, 3),
    max_create_revision=st.integers(0, 9),
    min_mod_revision=st.integers(0, 3),
    max_mod_revision=st.integers(0, 9),
    page=st.just(kv.kv_page(revision=0, after=b"")),
)


def key_changes(leases: st.SearchStrategy[int]) -> st.SearchStrategy[commands.command_change]:
    """Changes of keys, which may put them under leases."""
    operations = st.one_of(
        puts(leases).map(lambda op: kv.kv_operation_KV_OPERATION_PUT(put=op)),
        deletes.map(lambda op: kv.kv_operation_KV_OPERATION_DELETE(deletion=op)),
        ranges.map(lambda op: kv.kv_operation_KV_OPERATION_RANGE(range=op)),
    )
    branches = st.lists(operations, max_size=3).map(tuple)
    txns = st.builds(
        kv.kv_txn_op,
        compares=st.lists(compares, max_size=2).map(tuple),
        success=branches,
        failure=branches,
    )
    put = puts(leases).map(lambda op: commands.command_change_COMMAND_PUT(put=op))
    return st.one_of(
        put,
        put,
        put,
        deletes.map(lambda op: commands.command_change_COMMAND_DELETE(deletion=op)),
        txns.map(lambda op: commands.command_change_COMMAND_TXN(txn=op)),
    )


changes = key_changes(NO_LEASE)


all_commands = st.builds(said, changes, name_space=SPACES)
