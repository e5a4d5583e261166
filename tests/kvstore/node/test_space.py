"""A disk that fills up, in numbers and on a real file system of 1 MiB."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.node.log_storage import LogStorage
from kvstore.node.space import Level, Space
from kvstore.raft.ready import Append
from kvstore.raft.storage import NO_MEMBERS
from kvstore.storage.errors import DiskFull
from kvstore.storage.snapshot_store import SnapshotStore
from kvstore.storage.vfs import OsVfs
from kvstore.storage.wal import Wal
from tests.kvstore.ranges import prefix
from tests.kvstore.said import said
from tests.kvstore.small_disk import SIZE, small_disk
from tests.kvstore.storage.dumb_log import ME, entry

SEGMENT = 32 << 10
KEYS = prefix(b"a")
PUT = commands.command_change_COMMAND_PUT(kv.kv_put_op(b"k", b"v", 0, 0))
DELETE = commands.command_change_COMMAND_DELETE(kv.kv_delete_op(KEYS, 0))
PUT_OPERATION = kv.kv_operation_KV_OPERATION_PUT(PUT.put)
DELETE_OPERATION = kv.kv_operation_KV_OPERATION_DELETE(DELETE.deletion)


def txn(success: tuple[kv.kv_operation, ...], failure: tuple[kv.kv_operation, ...]) -> object:
    return commands.command_change_COMMAND_TXN(kv.kv_txn_op((), success, failure))


TAKING = [
    PUT,
    txn((DELETE_OPERATION, PUT_OPERATION), ()),
    txn((), (PUT_OPERATION,)),
    commands.command_change_COMMAND_LEASE_GRANT(commands.command_lease_grant(7, 1000)),
]
GIVING = [
    DELETE,
    txn((DELETE_OPERATION,), (DELETE_OPERATION,)),
    commands.command_change_COMMAND_COMPACT(5),
    commands.command_change_COMMAND_LEASE_REVOKE(7),
    commands.command_change_COMMAND_LEASE_KEEPALIVE(7),
    commands.command_change_COMMAND_SESSION_OPEN(commands.command_session_open(9, 1000, b"")),
]
MESSAGE = raft.message(
    raft.MESSAGE_APPEND, 1, 2, 1, 1, 1, 1, False, 0, (entry(1, 2, b"x"),), None, b""
)
HEARTBEAT = raft.message(raft.MESSAGE_HEARTBEAT, 1, 2, 1, 1, 1, 1, False, 0, (), None, b"")


def is_taken(space: Space, change: commands.command_change, size: int = 100) -> bool:
    refusal = space.refusal(said(change), size)
    if refusal is None:
        return True
    assert refusal.code == kv.KV_NO_SPACE
    assert refusal.executed == kv.KV_EXECUTED_NO
    assert refusal.retry_after_ms > 0
    return False


BATCH = 4096
"""More than all that a test below takes between two looks, and the snapshot of it."""


@given(st.lists(st.integers(0, 5 * SEGMENT), min_size=1), st.integers(0, SEGMENT))
def test_what_is_taken_at_which_level(frees: list[int], snapshot_size: int) -> None:
    free = [0]
    space = Space(3, SEGMENT, lambda: free[0])
    for free[0] in frees:
        before, level = space.level, space.look(snapshot_size)
        bare = space.reserve
        # What is asked about counts: no level is left by that.
        for change in TAKING:
            space.look(snapshot_size)
            assert not is_taken(space, change) or level is Level.ENOUGH
            if free[0] >= bare + BATCH and level is Level.ENOUGH:
                assert is_taken(space, change)
        level = space.look(snapshot_size)
        for change in GIVING:
            assert not is_taken(space, change) or level is not Level.NONE
            if free[0] >= SEGMENT + BATCH and level is not Level.NONE:
                assert is_taken(space, change)
        level = space.look(snapshot_size)
        assert not space.takes(MESSAGE) or level is not Level.NONE
        assert space.takes(HEARTBEAT), "a node without space still votes and hears its leader"
        if free[0] < SEGMENT:
            assert level is Level.NONE
        elif free[0] < bare:
            assert level is not Level.ENOUGH
        if level < before:
            least = SEGMENT if before is Level.NONE else bare
            assert free[0] >= least + SEGMENT // 8 or level is not Level.ENOUGH
        assert space.look(snapshot_size) is level, "it stays where nothing changes"


@given(
    st.integers(3 * SEGMENT, 200 * SEGMENT),
    st.integers(0, 10 * SEGMENT),
    st.lists(st.integers(0, SEGMENT), min_size=1, max_size=300),
    st.booleans(),
)
def test_a_burst_between_two_looks_leaves_the_reserve(
    free: int, snapshot_size: int, sizes: list[int], follows: bool
) -> None:
    """What is taken, and a snapshot of it, and a segment made ahead, leave room for deletes."""
    space = Space(3, SEGMENT, lambda: free)
    if space.look(snapshot_size) is not Level.ENOUGH:
        return
    taken = 0
    for size in sizes:
        if follows:
            message = msgspec.structs.replace(MESSAGE, entries=(entry(1, 2, bytes(size)),))
            taken += size * space.takes(message)
            assert free - taken >= SEGMENT
        else:
            taken += size * is_taken(space, PUT, size)
            assert free - taken - (snapshot_size + taken) * 5 // 4 - SEGMENT >= SEGMENT
            assert is_taken(space, DELETE, 0)
    # What is written by the next look is not counted twice, what is not is not forgotten.
    in_queue = taken // 2
    free -= taken - in_queue
    space.look(snapshot_size + taken - in_queue, in_queue)
    if not follows:
        assert not is_taken(space, PUT, free - in_queue - 2 * SEGMENT + 1)
        assert is_taken(space, DELETE)


@given(
    st.integers(0, SEGMENT - 1),
    st.lists(st.integers(0, SEGMENT // 8), max_size=40),
    st.integers(0, SEGMENT),
)
def test_where_others_take_all_deletes_go_on_in_the_segment_made_ahead(
    free: int, sizes: list[int], ready: int
) -> None:
    space = Space(3, SEGMENT, lambda: free, lambda: ready)
    assert space.look(0) is (Level.RESERVE if ready >= SEGMENT // 4 else Level.NONE)
    assert not is_taken(space, PUT)
    left = ready
    for size in sizes:
        left -= size * is_taken(space, DELETE, size)
        assert left == ready or left >= SEGMENT // 4, "votes have a quarter of it"
    if ready >= SEGMENT // 2:
        space.look(0)
        assert is_taken(space, DELETE)


def test_where_all_is_compacted_a_little_is_taken_from_the_reserve() -> None:
    free = [2 * SEGMENT]
    space = Space(3, SEGMENT, lambda: free[0])
    assert space.look(SEGMENT) is Level.RESERVE
    command = said(PUT)
    for _ in range(2):
        taken = [space.refusal(command, 1000, is_compacted=True) is None for _ in range(20)]
        space.look(SEGMENT)
        assert sum(taken) * 1000 < SEGMENT // 4
        assert any(taken) is (free[0] == 2 * SEGMENT), "no more of it by another look"
        assert space.refusal(command, 1, is_compacted=False) is not None
        free[0] -= 1
    free[0] = 5 * SEGMENT
    assert space.look(SEGMENT) is Level.ENOUGH
    free[0] = 2 * SEGMENT
    space.look(SEGMENT)
    assert space.refusal(command, 1000, is_compacted=True) is None
    free[0] = SEGMENT - 1
    space.look(SEGMENT)
    assert space.refusal(command, 1, is_compacted=True) is not None


def test_it_counts_as_short_until_what_was_refused_would_fit() -> None:
    free = [3 * SEGMENT]
    space = Space(3, SEGMENT, lambda: free[0])
    assert space.look(0) is Level.ENOUGH
    assert not is_taken(space, PUT, SEGMENT)
    assert space.look(0) is Level.RESERVE
    assert not is_taken(space, PUT, 1), "or small ones would keep the space from it for ever"
    free[0] = 5 * SEGMENT
    assert space.look(0) is Level.ENOUGH
    assert is_taken(space, PUT, SEGMENT)
    free[0] = 3 * SEGMENT
    assert space.look(0) is Level.ENOUGH, "it was taken: nobody waits for that much any more"


def test_a_disk_that_does_not_tell_is_not_asked_all_the_time() -> None:
    def fail() -> int:
        raise OSError("no")

    space = Space(3, SEGMENT, fail)
    for _ in range(3):
        assert is_taken(space, PUT, SEGMENT)
        assert space.is_stale
        with pytest.raises(OSError, match="no"):
            space.look(0)
        assert not space.is_stale


def test_what_an_alarm_says_follows_the_level() -> None:
    free = [10 * SEGMENT]
    space = Space(3, SEGMENT, lambda: free[0])
    space.look(0)
    assert space.complaint() == ""
    free[0] = 1
    space.look(0)
    assert space.complaint() == "1 bytes are free on the disk of node 3"
    free[0] = 10 * SEGMENT
    space.look(0)
    assert space.complaint() == ""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path) as folder:
        yield folder


def test_a_real_disk_that_fills_up(disk: Path) -> None:
    """Nothing that is taken ever meets a full disk; the reserve is enough to get space back."""
    vfs = OsVfs()
    space = Space(3, SEGMENT, lambda: vfs.free_bytes(disk))
    store = SnapshotStore(vfs, disk / "snapshots", ME)
    wal = Wal.create(disk / "wal", ME, segment_size=SEGMENT)
    storage = LogStorage(wal, None)
    state = [0]

    def write(size: int) -> None:
        index = storage.last_index() + 1
        append = Append([entry(1, index, bytes(size))], None, None, (), None)
        storage.publish(storage.write(append))
        wal.prepare_segment()

    def look() -> Level:
        return space.look(state[0])

    while look() is Level.ENOUGH:
        assert is_taken(space, PUT)
        write(2000)
        state[0] = 100_000
    assert not is_taken(space, PUT)
    assert wal.last_index > 300
    while look() is not Level.NONE:
        assert is_taken(space, DELETE)
        write(100)
        if wal.last_index % 50 == 0 and space.free < space.reserve - SEGMENT:
            break
    writer = store.begin(raft.snapshot_metadata(wal.last_index, 1, NO_MEMBERS))
    for _ in range(9):
        writer.write(bytes(10_000))
    writer.finish()
    snapshot = store.newest()
    assert snapshot is not None
    storage.snapshot_made(snapshot.point)
    point = storage.compact(snapshot.point.index)
    assert point is not None
    storage.drop(point)
    assert look() is Level.ENOUGH
    assert is_taken(space, PUT)
    write(2000)
    wal.close()


def test_a_real_disk_that_others_fill(disk: Path) -> None:
    vfs = OsVfs()
    space = Space(3, SEGMENT, lambda: vfs.free_bytes(disk))
    assert space.look(0) is Level.ENOUGH
    assert space.has_room(SIZE // 2)
    (disk / "of-others").write_bytes(bytes(SIZE - SEGMENT // 2))
    assert space.look(0) is Level.NONE
    assert not space.has_room(1)
    store = SnapshotStore(vfs, disk / "snapshots", ME)
    writer = store.begin(raft.snapshot_metadata(1, 1, NO_MEMBERS))
    with pytest.raises(DiskFull):
        writer.write(bytes(SEGMENT))
    writer.abort()
    assert store.newest() is None
    (disk / "of-others").unlink()
    assert space.look(0) is Level.ENOUGH
