"""Snapshots between two nodes, with every thread, disk and connection played by dice.

Past 400 lines, as a list of stories of the same two nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from kvstore._generated import raft
from kvstore.node.snapshot_intake import IDLE_NS
from kvstore.node.snapshot_sender import PATIENCE, WINDOW
from kvstore.raft.errors import InvariantBroken
from tests.kvstore.node.played_snapshots import (
    POLICY,
    TERM,
    PlayedNode,
    World,
    announcement,
)
from tests.kvstore.storage.faulty_disk import Crash, FaultyDisk

ENOUGH = 20_000


def world_of(seed: int, loss: float = 0.0) -> tuple[World, PlayedNode, PlayedNode]:
    world = World(Random(seed), loss)  # noqa: S311 - dice that are replayed from their seed
    leader, follower = (PlayedNode(world, node, FaultyDisk(seed + node)) for node in (1, 2))
    leader.host.nodes = follower.host.nodes = {1: leader, 2: follower}
    return world, leader, follower


def finish(world: World) -> None:
    for _ in range(ENOUGH):
        if not world.step():
            return
    raise AssertionError("it never comes to rest")


def until(world: World, is_done: Callable[[], object], *nodes: PlayedNode) -> None:
    for _ in range(ENOUGH):
        if is_done():
            return
        if not world.step() or world.random.random() < 0.05:
            for node in nodes:
                node.tick()
    raise AssertionError("it never happens")


def grow(world: World, node: PlayedNode, count: int) -> None:
    for _ in range(count):
        node.apply(world.random.randbytes(world.random.randrange(400)))
        for _ in range(world.random.randrange(4)):
            world.step()


def send(leader: PlayedNode, to: int = 2) -> raft.snapshot_metadata:
    point = leader.storage.snapshot()
    assert point is not None
    leader.snapshots.send(announcement(1, to, point))
    return point


@pytest.mark.parametrize("seed", range(10))
def test_log_and_snapshots_stay_bounded_while_changes_go_on(seed: int) -> None:
    world, leader, _ = world_of(seed)
    grow(world, leader, 400)
    finish(world)
    made = leader.snapshots.newest
    leader.apply(b"the one that makes it due, if it is not yet")
    finish(world)
    newest = leader.snapshots.newest
    assert made is not None
    assert newest is not None
    assert newest.point.index > 401 - POLICY.max_log_entries
    assert leader.storage.snapshot() == newest.point
    assert 1 < leader.storage.first_index() <= newest.point.index + 1
    tail = leader.storage.size_behind(leader.storage.first_index() - 1)
    assert tail > POLICY.kept_size * 0.5, "a follower that is a little behind needs no snapshot"
    snapshots = [path for path in leader.disk.files() if path.suffix == ".snapshot"]
    assert len(snapshots) == 1
    assert leader.machine.pinned == 0
    assert leader.failures == []
    before = leader.machine.datas
    leader.disk.lose_power()
    assert PlayedNode(world, 1, leader.disk).machine.datas == before


@pytest.mark.parametrize("loss", [0.0, 0.02, 0.2])
@pytest.mark.parametrize("seed", range(15))
def test_a_follower_gets_the_snapshot_however_much_is_lost(seed: int, loss: float) -> None:
    world, leader, follower = world_of(seed, loss)
    grow(world, leader, 150)
    finish(world)
    while follower.machine.applied_index == 0:
        leader.sent.clear()
        point = send(leader)
        until(world, lambda: leader.sent, leader, follower)
        if loss < 0.1:
            assert leader.sent == [(2, False)]
    assert follower.machine.datas == leader.machine.datas[: point.index]
    assert follower.storage.snapshot() == point
    assert follower.delivered[-1].snapshot == point
    assert world.most_on_way <= WINDOW
    assert leader.failures == follower.failures == []
    finish(world)
    assert leader.disk.open_files == follower.disk.open_files == 1, "the log's alone"
    follower.disk.lose_power()
    again = PlayedNode(world, 2, follower.disk)
    assert again.machine.datas == follower.machine.datas
    assert again.wal.mark.index == point.index


@pytest.mark.parametrize("seed", range(10))
def test_one_that_was_removed_for_a_newer_one_is_sent_later(seed: int) -> None:
    """The worker removes it a moment before the loop hears of the newer one."""
    world, leader, follower = world_of(seed)
    grow(world, leader, 150)
    finish(world)
    newest = leader.snapshots.newest
    assert newest is not None
    (before,) = [path for path in leader.disk.files() if path.suffix == ".snapshot"]
    leader.snapshots.make()
    for _ in range(ENOUGH):
        if before not in leader.disk.files():
            break
        world.held = {("done", 1)} if world.random.random() < 0.8 else set()
        world.step()
    assert leader.snapshots.newest is newest
    world.held = {("done", 1)}
    send(leader)
    finish(world)
    assert leader.sent == [(2, True)]
    world.held.clear()
    finish(world)
    send(leader)
    until(world, lambda: len(leader.sent) > 1, leader, follower)
    assert leader.sent[-1] == (2, False)
    assert leader.failures == []
    assert follower.machine.datas == leader.machine.datas


@pytest.mark.parametrize("seed", range(10))
def test_newer_snapshots_do_not_cut_off_the_one_on_its_way(seed: int) -> None:
    """What comes behind it stays in the log, or the follower would need another for ever."""
    world, leader, follower = world_of(seed)
    grow(world, leader, 150)
    finish(world)
    point = send(leader)
    for _ in range(world.random.randrange(50)):
        world.step()
    world.held = {("chunks", 1, 2)}
    grow(world, leader, 200)
    finish(world)
    newest = leader.storage.snapshot()
    assert newest is not None
    assert newest.index > point.index
    assert leader.storage.first_index() <= point.index + 1
    world.held.clear()
    until(world, lambda: leader.sent, leader, follower)
    assert leader.sent == [(2, False)]
    assert follower.machine.datas == leader.machine.datas[: point.index]
    grow(world, leader, 300)
    finish(world)
    assert leader.storage.first_index() > point.index + 1


@pytest.mark.parametrize("is_power_lost", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_a_follower_that_dies_while_it_receives(seed: int, *, is_power_lost: bool) -> None:
    world, leader, follower = world_of(seed)
    grow(world, leader, 100)
    finish(world)
    point = send(leader)
    follower.disk.crash_in = 3 * seed
    with pytest.raises(Crash):
        finish(world)
    (follower.disk.lose_power if is_power_lost else follower.disk.kill)()
    for queue in world.queues.values():
        queue.clear()
    again = PlayedNode(world, 2, follower.disk)
    leader.host.nodes[2] = again
    assert again.machine.applied_index in (0, point.index)
    if again.machine.applied_index == 0:
        send(leader)
        until(world, lambda: leader.sent, leader, again)
    assert again.machine.datas == leader.machine.datas[: point.index]
    assert again.storage.first_index() == point.index + 1
    assert not [
        path for path in again.disk.files() if path.suffix == ".tmp" and "spare" not in path.name
    ]


def test_a_follower_without_space_says_so_at_once() -> None:
    world, leader, follower = world_of(1)
    grow(world, leader, 100)
    finish(world)
    follower.room = 100
    send(leader)
    finish(world)
    assert leader.sent == [(2, True)]
    follower.room = 1 << 30
    follower.disk.capacity = follower.disk.used + 700
    send(leader)
    until(world, lambda: len(leader.sent) == 2, leader, follower)
    assert leader.sent[-1] == (2, True)
    assert follower.failures == []
    finish(world)
    follower.disk.capacity = None
    send(leader)
    until(world, lambda: len(leader.sent) == 3, leader, follower)
    assert leader.sent[-1] == (2, False)


def test_a_follower_that_has_all_of_it_already_says_that_it_has() -> None:
    """Its answers to appends were lost, and the leader has given up the entries behind them."""
    world, leader, follower = world_of(1)
    grow(world, leader, 100)
    finish(world)
    for data in leader.machine.datas:
        follower.apply(data)
    finish(world)
    send(leader)
    finish(world)
    assert leader.sent == [(2, False)]
    assert follower.delivered == []


def test_a_follower_that_never_answers_is_given_up() -> None:
    world, leader, follower = world_of(1, loss=1.0)
    grow(world, leader, 100)
    finish(world)
    send(leader)
    until(world, lambda: leader.sent, leader, follower)
    assert leader.sent == [(2, True)]
    assert leader.now >= PATIENCE * 500_000_000
    finish(world)
    assert leader.disk.open_files == 1


def test_a_node_that_the_snapshot_does_not_know_gets_a_newer_one() -> None:
    world, leader, _ = world_of(1)
    grow(world, leader, 100)
    finish(world)
    leader.apply(b"one more")
    before = send(leader, to=9)
    assert leader.sent == [], "not in the call of the core"
    finish(world)
    assert leader.sent == [(9, True)]
    after = leader.storage.snapshot()
    assert after is not None
    assert after.index == leader.machine.applied_index > before.index


def test_half_a_snapshot_is_given_up_when_nobody_goes_on() -> None:
    world, leader, follower = world_of(1)
    grow(world, leader, 100)
    finish(world)
    send(leader)
    until(world, lambda: any("received" in path.name for path in follower.disk.files()))
    leader.snapshots.stop()
    finish(world)
    follower.snapshots.tick(IDLE_NS + 1)
    finish(world)
    assert not any("received" in path.name for path in follower.disk.files())
    assert follower.disk.open_files == leader.disk.open_files == 1


def test_a_snapshot_that_the_core_did_not_want_is_announced_again() -> None:
    """Its leader was deposed before the word came through; the next one's word installs it."""
    world, leader, follower = world_of(1)
    grow(world, leader, 100)
    finish(world)
    deliver = follower.deliver
    heard = []
    object.__setattr__(follower.snapshots._host, "deliver", heard.append)
    point = send(leader)
    finish(world)
    assert len(heard) == 1
    object.__setattr__(follower.snapshots._host, "deliver", deliver)
    send(leader)
    finish(world)
    assert leader.sent == [(2, False), (2, False)]
    assert follower.storage.snapshot() == point


def test_a_newer_snapshot_comes_while_the_log_waits_for_its_disk() -> None:
    world, leader, follower = world_of(1)
    grow(world, leader, 100)
    finish(world)
    accepted: list[raft.message] = []

    def accept(message: raft.message) -> None:
        assert message.snapshot is not None
        accepted.append(message)
        follower.committed = message.snapshot.index

    object.__setattr__(follower.snapshots._host, "deliver", accept)
    points = []
    for _ in range(2):
        points.append(send(leader))
        finish(world)
        grow(world, leader, 100)
        finish(world)
    assert points[0].index < points[1].index
    third = send(leader)
    finish(world)
    assert [message.snapshot for message in accepted] == points, "there is a bound"
    for point in points:
        assert follower.snapshots.received(point).applied_index == point.index
    until(world, lambda: len(accepted) == 3, leader, follower)
    assert follower.snapshots.received(third).applied_index == third.index


def test_snapshots_of_deposed_leaders_keep_no_other_out() -> None:
    world, leader, follower = world_of(1)
    deliver = follower.deliver
    heard: list[raft.message] = []
    object.__setattr__(follower.snapshots._host, "deliver", heard.append)
    for _ in range(3):
        grow(world, leader, 100)
        finish(world)
        send(leader)
        finish(world)
    assert len(heard) == 3
    assert len({message.snapshot.index for message in heard if message.snapshot}) == 3
    object.__setattr__(follower.snapshots._host, "deliver", deliver)
    grow(world, leader, 100)
    finish(world)
    point = send(leader)
    finish(world)
    assert follower.storage.snapshot() == point


def test_a_snapshot_that_is_not_installed_cuts_no_log() -> None:
    world, leader, follower = world_of(1)
    grow(world, leader, 100)
    finish(world)
    for data in leader.machine.datas[:40]:
        follower.apply(data)
    object.__setattr__(follower.snapshots._host, "deliver", lambda message: None)
    point = send(leader)
    finish(world)
    assert leader.sent == [(2, False)]
    follower.snapshots.make()
    finish(world)
    assert point.index > follower.machine.applied_index == 40
    assert follower.storage.snapshot() is None
    assert (follower.storage.first_index(), follower.failures) == (1, [])


@pytest.mark.parametrize("syncs", range(6))
def test_a_disk_that_fails_ends_the_node(syncs: int) -> None:
    world, leader, _ = world_of(syncs)
    for _ in range(POLICY.max_log_entries - 1):
        leader.apply(b"x" * 300)
    leader.snapshots.make()
    leader.disk.sync_fails_in = syncs
    for _ in range(ENOUGH):
        if not world.step():
            break
    if leader.disk.sync_fails_in is None:
        assert len(leader.failures) == 1
    assert leader.machine.pinned == 0


def test_a_full_disk_puts_a_snapshot_off() -> None:
    world, leader, _ = world_of(1)
    for _ in range(20):
        leader.apply(b"x" * 300)
    leader.disk.capacity = leader.disk.used + 1000
    leader.snapshots.make()
    finish(world)
    assert leader.snapshots.newest is None
    assert leader.disk.used <= leader.disk.capacity - 1000, "what was written is given back"
    leader.disk.capacity = None
    leader.snapshots.make()
    finish(world)
    assert leader.snapshots.newest is None, "not at once: that would be all it does"
    for _ in range(101):
        leader.tick()
    leader.snapshots.make()
    finish(world)
    assert leader.snapshots.newest is not None


def test_short_space_takes_back_what_is_kept_for_followers() -> None:
    world, leader, _ = world_of(1)
    grow(world, leader, 100)
    finish(world)
    leader.snapshots.make()
    finish(world)
    newest = leader.snapshots.newest
    assert newest is not None
    assert leader.storage.first_index() <= newest.point.index
    leader.is_short = True
    leader.tick()
    assert leader.storage.first_index() == newest.point.index + 1


def test_a_state_that_shrank_gives_its_space_back_when_it_is_short() -> None:
    world, leader, _ = world_of(1)
    for _ in range(20):
        leader.apply(bytes(200))
    leader.snapshots.make()
    finish(world)
    made = leader.snapshots.newest
    assert made is not None
    leader.is_short = True
    leader.apply(b"delete all")
    leader.tick()
    finish(world)
    assert leader.snapshots.newest is made, "it would be as large as the one before"
    leader.machine.weight = 0  # some time after a compaction: nothing is applied any more
    leader.tick()
    finish(world)
    newest = leader.snapshots.newest
    assert newest is not None
    assert newest.point.index == 21
    leader.apply(b"another")
    leader.tick()
    finish(world)
    assert leader.snapshots.newest is newest, "what it gave back is not there twice"


def test_no_snapshot_where_none_was_received() -> None:
    _, leader, _ = world_of(1)
    with pytest.raises(InvariantBroken):
        leader.snapshots.received(
            raft.snapshot_metadata(5, TERM, raft.conf_state((), (), (), (), False))
        )
