"""What a node does with its vote: after a restart, before it is durable, and in time."""

from __future__ import annotations

import pytest

from kvstore._generated import kv, raft
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.founding import founding
from kvstore.node.results import Commit
from tests.kvstore.node.commands import put
from tests.kvstore.node.group import MS, SECOND, TICK, Group

ELECTION = 20 * TICK
SPOKEN = {
    raft.MESSAGE_VOTE,
    raft.MESSAGE_PRE_VOTE,
    raft.MESSAGE_VOTE_RESPONSE,
    raft.MESSAGE_PRE_VOTE_RESPONSE,
}


@pytest.mark.parametrize("seed", range(10))
def test_a_restarted_node_neither_votes_nor_campaigns_for_an_election_timeout(seed: int) -> None:
    """It may have answered a heartbeat before, and so have promised not to."""
    group = Group(3, seed=seed)
    leader = group.settle()
    group.run(group.world.rng.randrange(300) * MS)
    first, second = group.followers()
    first.crash()
    second.crash()
    leader.crash()
    group.sent.clear()
    first.start()
    second.start()
    group.run(ELECTION - MS)
    assert not SPOKEN & {message.type for message in group.sent}
    group.world.run_until(lambda: group.leader)


def test_a_restarted_node_is_not_asked_to_take_over_at_once() -> None:
    group = Group(3)
    leader = group.settle()
    follower = group.followers()[0]
    follower.crash()
    follower.start()
    group.run(200 * MS)
    group.sent.clear()
    leader.replica.transfer(follower.node)
    group.run(ELECTION - 300 * MS)
    assert raft.MESSAGE_TIMEOUT_NOW in {message.type for message in group.sent}
    assert raft.MESSAGE_VOTE not in {message.type for message in group.sent}


def test_the_only_voter_leads_at_once() -> None:
    group = Group(1)
    member = group.settle()
    group.answered(group.propose(member, put(b"k")))
    member.crash()
    member.start()
    before = group.world.now
    group.settle()
    assert group.world.now - before < 50 * MS
    assert member.began == 1
    assert member.replica.machine.revision == 1


@pytest.mark.parametrize("removed", [1, 2])
def test_the_only_voter_that_is_left_waits_out_what_it_has_promised_to_a_leader(
    removed: int,
) -> None:
    """Who was removed may lead on for itself, until its lease ends: it applies that late."""
    group = Group(2)
    leader = group.settle()
    old, left = group[removed], group[3 - removed]
    if leader is not old:
        leader.replica.transfer(old.node)
        group.world.run_until(lambda: old.replica.is_leader and left.replica.leader == old.node)
    group.answered(group.propose(old, put(b"k", b"old")))
    reader = old.reader()
    for _ in range(5):
        old.get(b"k")
        reader.lease(b"k")
        group.run(2 * TICK)
    assert reader.lease(b"k") is not None
    change = raft.conf_change_v2(
        raft.TRANSITION_AUTO,
        (raft.conf_change_single(raft.CONF_CHANGE_REMOVE_NODE, old.node),),
        b"",
    )
    old.replica.propose_members(change, group.world.now + SECOND, lambda refusal: None)
    old.replica._driver._apply_slice = lambda: None  # type: ignore[method-assign] # it takes long
    group.world.run_until(lambda: left.replica.machine.conf_state.voters == (left.node,))
    old.crash()
    group.run(5 * MS)  # it is on the disk that this is committed
    left.crash()
    left.start()
    began = group.world.now
    group.world.run_until(lambda: left.began)
    assert group.world.now - began >= ELECTION - TICK
    assert isinstance(group.answered(group.propose(left, put(b"k", b"new"))), Commit)
    assert reader.lease(b"k") is None
    # And so it is each time: how long ago that was is not on the disk.
    left.crash()
    left.start()
    group.run(ELECTION - TICK)
    assert left.began == 0
    group.run(2 * TICK)
    assert left.began == 1


@pytest.mark.parametrize(("node", "is_known"), [(1, True), (5, False)])
def test_what_a_snapshot_tells_of_former_members(node: int, *, is_known: bool) -> None:
    """Numbers only rise, so before number 1 there was nobody."""
    group = Group(0)
    member = group.add(node)
    info = raft.member_info(node, "", bytes(raft.BIRTH_SIZE))
    entries, member.disk.storage.hard_state = founding([info])
    member.disk.storage.append(entries)
    member.start(fresh=True)
    group.settle()
    member.crash()
    member.start()
    group.run(50 * MS)
    assert member.began == 1  # all of the log is there
    machine = member.replica.machine
    content = b"".join(machine.pin().pieces())  # type: ignore[attr-defined] # real
    member.crash()
    member.start(machine=StateMachine.restore([content]))
    group.run(50 * MS)
    assert member.began == is_known
    group.run(ELECTION)
    assert member.began == 1


def test_a_vote_is_asked_for_and_given_only_when_that_is_durable() -> None:
    group = Group(3)
    leader = group.settle()
    term = leader.replica.term
    leader.crash()
    group.sent.clear()
    for member in group.followers():
        member.disk.held = True
    group.run(4 * SECOND)
    kinds = {message.type for message in group.sent if message.term > term}
    # To ask whether a vote would be given promises nothing.
    assert raft.MESSAGE_PRE_VOTE in kinds
    assert not kinds & {raft.MESSAGE_VOTE, raft.MESSAGE_VOTE_RESPONSE}
    for member in group.followers():
        member.disk.held = False
    group.world.run_until(lambda: group.leader)


def test_entries_are_acknowledged_only_when_they_are_durable() -> None:
    group = Group(3)
    leader = group.settle()
    one, other = group.followers()
    group.run(SECOND)
    one.disk.held = other.disk.held = True
    group.sent.clear()
    group.propose(leader, put(b"k"))
    group.run(500 * MS)
    index = leader.replica.status().last_index
    responses = [m for m in group.sent if m.type == raft.MESSAGE_APPEND_RESPONSE]
    assert not [m for m in responses if m.index >= index]
    one.disk.held = False
    group.run(50 * MS)
    responses = [m for m in group.sent if m.type == raft.MESSAGE_APPEND_RESPONSE]
    assert {m.from_ for m in responses if m.index >= index} == {one.node}


def test_missed_ticks_are_dropped() -> None:
    group = Group(3)
    leader = group.settle()
    follower = group.followers()[0]
    follower.ticks = 0  # as one that was stopped, and runs on now
    group.run(10 * SECOND)
    group.sent.clear()
    for _ in range(100):
        follower.replica.tick()
    group.run(20 * MS)
    assert not SPOKEN & {message.type for message in group.sent}
    assert group.leader is leader


def test_a_leader_without_a_quorum_gives_up() -> None:
    group = Group(3)
    leader = group.settle()
    others = group.followers()
    group.cut_off(leader.node)
    group.run(2 * ELECTION + 2 * TICK)
    assert not leader.replica.is_leader
    new = group.settle_among(*others)
    assert isinstance(group.answered(group.propose(new, put(b"k"))), Commit)


def test_proposals_of_a_peer_are_not_taken_for_a_clients() -> None:
    group = Group(3)
    leader = group.settle()
    entry = raft.entry(0, 0, raft.ENTRY_NORMAL, 1, put(b"k").to_xdr())
    forged = raft.message(
        raft.MESSAGE_PROPOSE, leader.node, 2, 0, 0, 0, 0, False, 0, (entry,), None, b""
    )
    leader.replica.step([forged])
    group.run(SECOND)
    assert leader.replica.machine.revision == 0


def test_a_message_that_no_core_makes_is_ignored() -> None:
    group = Group(3)
    leader = group.settle()
    other = group.followers()[0].node
    for bad in (
        raft.message(raft.MESSAGE_APPEND, leader.node, 0, 1, 0, 0, 0, False, 0, (), None, b""),
        raft.message(
            raft.MESSAGE_SNAPSHOT, leader.node, other, 1, 0, 0, 0, False, 0, (), None, b""
        ),
        raft.message(99, leader.node, other, 1, 0, 0, 0, False, 0, (), None, b""),
        raft.message(
            raft.MESSAGE_APPEND_RESPONSE, leader.node, 77, 1, 0, 0, 0, False, 0, (), None, b""
        ),
    ):
        leader.replica.step([bad])
    group.run(SECOND)
    assert not leader.why_over
    answer = group.answered(group.propose(leader, put(b"k"), wait=kv.KV_WAIT_ALL))
    assert answer.durable_nodes == 3
