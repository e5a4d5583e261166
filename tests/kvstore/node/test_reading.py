"""What a group promises to those who read: nothing older than what was answered before."""

from __future__ import annotations

import pytest

from kvstore._generated import kv, raft
from kvstore.node.reader_lease import ReaderLease
from kvstore.node.refusals import NodeRefusal
from kvstore.node.results import Commit, ReadPermit
from tests.kvstore.node.commands import put
from tests.kvstore.node.group import MS, SECOND, TICK, Group, Member

ELECTION = 20 * TICK
LEASE = 19 * TICK * 9 // 10


def heartbeats(group: Group, sender: Member) -> int:
    return sum(m.type == raft.MESSAGE_HEARTBEAT and m.from_ == sender.node for m in group.sent)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_every_node_shows_what_was_answered_before(size: int) -> None:
    group = Group(size)
    leader = group.settle()
    for number in range(10):
        commit = group.answered(group.propose(leader, put(b"%d" % number)))
        for member in group.members.values():
            for consistency in (kv.KV_LINEARIZABLE, kv.KV_LEASE):
                assert group.answered(group.read(member, consistency)) == ReadPermit(0)
                assert member.replica.machine.revision >= commit.outcome.revision


def test_reads_that_wait_share_a_round() -> None:
    group = Group(3)
    leader = group.settle()
    group.run(SECOND)
    for member in (leader, group.followers()[0]):
        before = heartbeats(group, leader)
        waiting = [group.read(member) for _ in range(500)]
        assert {group.answered(answers) for answers in waiting} == {ReadPermit(0)}
        # One to each of the two others, and perhaps the heartbeat that was due.
        assert heartbeats(group, leader) - before <= 4


def test_a_majority_is_asked_at_once_and_those_who_are_silent_are_left_for_later() -> None:
    group = Group(5)
    leader = group.settle()
    group.run(SECOND)
    first = set(leader.replica.asked_first())
    assert len(first) == 2
    assert leader.node not in first
    group.cut_off(*first)
    assert group.answered(group.read(leader)) == ReadPermit(0)
    group.run(SECOND)
    assert set(leader.replica.asked_first()) == set(group.members) - first - {leader.node}


def test_no_two_rounds_of_any_life_are_marked_alike() -> None:
    group = Group(3)
    for _ in range(4):
        leader = group.settle()
        for member in group.members.values():
            group.answered(group.read(member))
        leader.crash()
        group.world.run_until(lambda: group.leader)
        leader.start()
    asked = [m.context for m in group.sent if m.type == raft.MESSAGE_READ_INDEX]
    assert len(asked) > 4
    assert len(set(asked)) == len(asked)


def test_a_read_whose_caller_went_away_makes_room_and_the_others_wait_on() -> None:
    group = Group(3, max_waiting_reads=2)
    leader = group.settle()
    group.run(SECOND)
    group.lost = lambda sender, to: True
    gone: list[object] = []
    here = group.read(leader)
    left = group.read(leader, gone=lambda: bool(gone))
    assert group.answered(group.read(leader)).code == kv.KV_BUSY
    gone.append("away")
    leader.replica.sweep()
    assert group.answered(left).code == kv.KV_DEADLINE
    assert not here
    other = group.read(leader)
    group.heal()
    assert group.answered(here) == group.answered(other) == ReadPermit(0)


def test_a_leader_that_is_cut_off_permits_nothing() -> None:
    group = Group(3)
    old = group.settle()
    group.cut_off(old.node)
    waiting = group.read(old, seconds=20)
    group.world.run_until(lambda: group.leader not in {None, old})
    new = group.leader
    assert new is not None
    group.settle_among(new)
    commit = group.answered(group.propose(new, put(b"new")))
    assert isinstance(commit, Commit)
    # It is answered as soon as nobody can have been elected here, not only at its deadline.
    before = group.world.now
    refusals = [group.answered(waiting)]
    assert group.world.now - before < 3 * SECOND
    refusals.append(group.answered(group.read(old, seconds=20)))
    assert group.world.now - before < 3 * SECOND
    for refusal in refusals:
        assert refusal.code == kv.KV_NO_QUORUM
        assert "change" not in refusal.message  # nobody asked for one
        assert len(refusal.unreachable) == 2
    group.heal()
    group.settle()
    assert group.answered(group.read(old)) == ReadPermit(0)
    assert old.replica.machine.revision >= commit.outcome.revision


def test_a_round_whose_messages_are_lost_is_begun_again() -> None:
    group = Group(3)
    leader = group.settle()
    group.lost = lambda sender, to: True
    waiting = [group.read(member) for member in group.members.values()]
    group.run(100 * MS)
    group.heal()
    assert {group.answered(answers) for answers in waiting} == {ReadPermit(0)}
    assert group.leader is leader


def test_a_new_leader_permits_nothing_before_an_entry_of_its_own_is_applied() -> None:
    """It does not know yet what its predecessor committed, and answered."""
    group = Group(3)
    old = group.settle()
    commit = group.answered(group.propose(old, put(b"k"), wait=kv.KV_WAIT_ALL))
    old.crash()
    for member in group.members.values():
        member.disk.held = True
    group.run(ELECTION)
    for member in group.members.values():
        member.disk.held = False
    group.world.run_until(lambda: group.leader)
    new = group.leader
    assert new is not None
    new.disk.held = True
    for member in group.members.values():
        member.disk.held = True
    for consistency in (kv.KV_LINEARIZABLE, kv.KV_LEASE):
        assert new.replica.read_now(consistency) is None
    waiting = group.read(new)
    group.run(100 * MS)
    assert not waiting
    for member in group.members.values():
        member.disk.held = False
    assert group.answered(waiting) == ReadPermit(0)
    assert new.replica.machine.applied_term == new.replica.term
    assert new.replica.machine.revision >= commit.outcome.revision


# ---------------------------------------------------------------------- the lease


def leased(group: Group, member: Member) -> bool:
    return member.replica.read_now(kv.KV_LEASE) is not None


def earn(group: Group) -> Member:
    """Return a leader that holds a lease."""
    leader = group.settle()
    group.answered(group.read(leader, kv.KV_LEASE))
    assert leased(group, leader)
    return leader


def test_a_lease_spares_rounds_and_renews_itself_while_it_is_used() -> None:
    group = Group(3)
    leader = earn(group)
    for _ in range(300):
        group.run(20 * MS)
        assert leased(group, leader)
    group.run(SECOND)
    assert not leased(group, leader)
    follower = group.followers()[0]
    assert not leased(group, follower)
    assert group.answered(group.read(follower, kv.KV_LEASE)) == ReadPermit(0)


def test_a_lease_counts_from_before_its_round_was_sent() -> None:
    group = Group(3)
    leader = group.settle()
    group.latency = 100 * MS
    asked_at = group.world.now
    group.answered(group.read(leader, kv.KV_LEASE))
    assert group.world.now >= asked_at + 200 * MS
    group.lost = lambda sender, to: True
    group.run(asked_at + LEASE - 2 * MS - group.world.now)
    assert leased(group, leader)
    group.run(2 * MS)
    assert not leased(group, leader)


@pytest.mark.parametrize("seed", range(20))
def test_a_lease_is_over_before_another_can_be_elected(seed: int) -> None:
    group = Group(3, seed=seed)
    leader = earn(group)
    group.run(group.world.rng.randrange(400) * MS)
    group.cut_off(leader.node)
    held_until = 0

    def elected() -> bool:
        nonlocal held_until
        if leased(group, leader):
            held_until = group.world.now
        return group.leader not in {None, leader}

    group.world.run_until(elected)
    assert held_until
    assert not leased(group, leader)
    assert held_until < group.world.now


def test_a_lease_waits_for_what_is_committed_to_be_applied() -> None:
    """A follower may have shown it already."""
    group = Group(3)
    leader = earn(group)
    core = leader.replica._driver.core
    answers = group.propose(leader, put(b"k"))
    group.world.run_until(lambda: core.committed > leader.replica.machine.applied_index)
    assert not leased(group, leader)
    group.answered(answers)
    assert leased(group, leader)


def test_a_lease_is_withdrawn_by_a_change_of_membership_and_its_rounds_with_it() -> None:
    group = Group(3)
    leader = earn(group)
    group.add(4).start()
    change = raft.conf_change_v2(
        raft.TRANSITION_AUTO,
        (raft.conf_change_single(raft.CONF_CHANGE_ADD_LEARNER_NODE, 4),),
        b"",
    )
    done: list[NodeRefusal | None] = []
    leader.replica.propose_members(change, group.world.now + 5 * SECOND, done.append)
    group.run(0)
    group.latency = 3 * MS
    under_way = group.read(leader)
    group.world.run_until(lambda: done)
    assert done == [None]
    assert not leased(group, leader)
    group.answered(under_way)
    assert not leased(group, leader)
    group.answered(group.read(leader))
    assert leased(group, leader)


@pytest.mark.parametrize("asked_of_leader", [True, False])
def test_a_lease_is_withdrawn_for_the_term_once_leadership_is_to_move(
    asked_of_leader: bool,
) -> None:
    """Who is asked to campaign is not held back by having heard of this leader."""
    group = Group(3)
    leader = earn(group)
    follower = group.followers()[0]
    # The chosen one gets to know of it, and gets nowhere with it for a while.
    group.lost = lambda sender, to: sender == follower.node and to != leader.node
    if asked_of_leader:
        leader.replica.transfer(follower.node)
        assert not leased(group, leader)
    else:
        follower.replica.transfer(follower.node)
        group.run(2 * MS)
    term = leader.replica.term
    while leader.replica.is_leader and leader.replica.term == term:
        assert not leased(group, leader)
        group.read(leader)
        group.run(5 * MS)
        if group.world.now > 60 * SECOND:
            break
    assert not leased(group, leader)


def test_leadership_moves_to_whom_it_is_handed() -> None:
    group = Group(3)
    leader = earn(group)
    for member in [*group.followers(), leader]:
        group.settle().replica.transfer(member.node)
        group.world.run_until(lambda member=member: group.leader is member)  # type: ignore[misc] # mypy knows no default
        assert isinstance(group.answered(group.propose(group.settle(), put(b"k"))), Commit)


def test_a_lease_of_another_term_or_round_renews_nothing() -> None:
    lease = ReaderLease(20, TICK, [].append)
    lease.renew(1000, lease.epoch, 3)
    assert lease.holds(1000, 3, 3)
    assert not lease.holds(1000, 3, 2)  # nothing of this term is applied
    assert not lease.holds(1000, 4, 4)
    assert not lease.holds(1000 + LEASE, 3, 3)
    epoch = lease.epoch
    lease.withdraw()
    lease.renew(2000, epoch, 3)
    assert not lease.holds(2000, 3, 3)
    lease.bar(3)
    lease.renew(3000, lease.epoch, 3)
    assert not lease.holds(3000, 3, 3)
    lease.renew(4000, lease.epoch, 5)
    assert lease.holds(4000, 5, 5)


def test_others_are_let_read_by_no_lease_that_does_not_hold() -> None:
    published: list[int] = []
    lease = ReaderLease(20, TICK, published.append)
    lease.publish(3, 3)
    lease.renew(1000, lease.epoch, 3)
    lease.publish(3, 2)  # nothing of this term is applied
    lease.publish(4, 4)
    assert published == []
    lease.publish(3, 3)
    lease.publish(3, 3)
    assert published == [1000 + LEASE]
    lease.publish(4, 4)
    lease.publish(3, 3)
    assert published == [1000 + LEASE, 0, 1000 + LEASE]
    lease.bar(3)
    assert published.pop() == 0
    # Heartbeats of rounds that were begun after it are answered still.
    lease.renew(2000, lease.epoch, 3)
    lease.publish(3, 3)
    assert published == [1000 + LEASE, 0, 1000 + LEASE]
    lease.renew(3000, lease.epoch, 5)
    lease.publish(5, 5)
    assert published.pop() == 3000 + LEASE


# ---------------------------------------------------------------------- what is here


def test_a_serializable_read_tells_the_age_of_what_it_sees() -> None:
    group = Group(3)
    leader = group.settle()
    follower = group.followers()[0]
    assert group.read(follower, kv.KV_SERIALIZABLE) == [ReadPermit(kv.KV_AGE_UNKNOWN)]
    group.answered(group.read(follower))
    group.run(300 * MS)
    (permit,) = group.read(follower, kv.KV_SERIALIZABLE)
    assert 300 <= permit.age_ms < 320
    # Too old: the leader is asked.
    permit = group.answered(group.read(follower, kv.KV_SERIALIZABLE, max_age_ms=100))
    assert permit.age_ms < 20
    group.cut_off(follower.node)
    group.run(200 * MS)
    (permit,) = group.read(follower, kv.KV_SERIALIZABLE, max_age_ms=300)
    assert permit.age_ms >= 200
    refusal = group.answered(group.read(follower, kv.KV_SERIALIZABLE, max_age_ms=100, seconds=1))
    assert refusal.code == kv.KV_STALE
    assert group.read(follower, kv.KV_SERIALIZABLE)[0].age_ms >= 1200
    assert leader.up


def test_the_only_voter_knows_its_state_to_be_the_newest() -> None:
    group = Group(1)
    leader = group.settle()
    for consistency in (kv.KV_LINEARIZABLE, kv.KV_LEASE, kv.KV_SERIALIZABLE):
        assert leader.replica.read_now(consistency, max_age_ms=1) == ReadPermit(0)


def test_reads_that_are_too_many_are_told_to_come_again() -> None:
    group = Group(3, max_waiting_reads=2)
    leader = group.settle()
    waiting = [group.read(leader) for _ in range(3)]
    assert waiting[2][0].code == kv.KV_BUSY
    assert [group.answered(answers) for answers in waiting[:2]] == [ReadPermit(0)] * 2
    assert group.answered(group.read(leader)) == ReadPermit(0)
