"""What a group promises to those who change something: answered once it cannot be lost.

Past 400 lines, as a list of stories of the same group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.mvcc.key_ranges import Bounds
from kvstore.mvcc.keyspace import Keyspace
from kvstore.mvcc.outcomes import LeaseKept, Outcome, PutDone, SessionKept
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.refusals import NodeRefusal
from kvstore.node.results import Commit
from tests.kvstore.node.commands import (
    delete,
    grant_lease,
    keep_lease,
    keep_session,
    open_session,
    put,
)
from tests.kvstore.node.group import MS, SECOND, Group, Member


def value(group: Group, node: int, key: bytes) -> bytes | None:
    item = group[node].replica.machine.get(b"", key, 0)  # type: ignore[attr-defined] # the real one
    return None if item is None else item.value


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_what_one_answers_all_come_to_hold(size: int) -> None:
    group = Group(size)
    leader = group.settle()
    for number in range(20):
        commit = group.answered(group.propose(leader, put(b"%d" % number, b"v%d" % number)))
        assert commit.outcome == PutDone(number + 1, None)
        assert size // 2 < commit.durable_nodes <= size
    group.run(SECOND)
    for node in group.members:
        assert value(group, node, b"19") == b"v19"
        assert group[node].replica.machine.applied_index == leader.replica.machine.applied_index


def test_nothing_is_answered_before_a_quorum_has_it_on_disk_and_it_is_applied() -> None:
    group = Group(3)
    leader = group.settle()
    one, other = group.followers()
    one.disk.held = other.disk.held = True
    answers = group.propose(leader, put(b"k"))
    group.run(300 * MS)
    assert not answers
    assert value(group, leader.node, b"k") is None
    one.disk.held = False
    commit = group.answered(answers)
    assert commit == Commit(PutDone(1, None), durable_nodes=2)
    assert value(group, leader.node, b"k") == b"value"


@pytest.mark.parametrize(
    ("begin", "renewal", "kept"),
    [
        (grant_lease(5), keep_lease(5), LeaseKept(60_000)),
        (open_session(5), keep_session(5), SessionKept(60_000)),
    ],
)
def test_a_renewal_is_answered_when_it_is_committed(
    begin: commands.command, renewal: commands.command, kept: Outcome
) -> None:
    group = Group(3)
    leader = group.settle()
    group.answered(group.propose(leader, begin))
    for follower in group.followers():
        follower.disk.held = True
    answers = group.propose(leader, renewal)
    group.run(300 * MS)
    assert not answers, "a leader that is deposed now has renewed nothing"
    for follower in group.followers():
        follower.disk.held = False
    assert group.answered(answers).outcome == kept


def test_the_leaders_own_disk_counts_like_any_other() -> None:
    group = Group(3)
    leader = group.settle()
    leader.disk.held = True
    answers = group.propose(leader, put(b"k"))
    group.run(300 * MS)
    # The others have it, and may apply it; here it is not on the disk yet.
    assert {value(group, m.node, b"k") for m in group.followers()} == {b"value"}
    assert not answers
    leader.disk.held = False
    assert group.answered(answers).durable_nodes == 3


def test_waiting_for_all_waits_for_all_that_are_reachable() -> None:
    group = Group(3)
    leader = group.settle()
    slow, quick = group.followers()
    slow.disk.sync_ns = 200 * MS
    everywhere = group.propose(leader, put(b"a"), wait=kv.KV_WAIT_ALL)
    quorum = group.propose(leader, put(b"b"))
    assert group.answered(quorum).durable_nodes == 2
    assert not everywhere
    assert group.answered(everywhere).durable_nodes == 3
    # Who is silent for an election timeout is waited for no longer.
    slow.crash()
    before = group.world.now
    assert group.answered(group.propose(leader, put(b"c"), wait=kv.KV_WAIT_ALL)).durable_nodes == 2
    assert group.world.now - before < 1.2 * SECOND
    before = group.world.now
    assert group.answered(group.propose(leader, put(b"d"), wait=kv.KV_WAIT_ALL)).durable_nodes == 2
    assert group.world.now - before < 20 * MS
    # Who is heard of and does not write is waited for as long as the deadline allows.
    quick.disk.held = True
    slow.start()
    slow.disk.sync_ns = MS
    group.run(2 * SECOND)
    before = group.world.now
    answers = group.propose(leader, put(b"e"), seconds=2, wait=kv.KV_WAIT_ALL)
    assert group.answered(answers).durable_nodes == 2
    assert SECOND < group.world.now - before < 2 * SECOND


def test_a_follower_says_who_leads() -> None:
    group = Group(3)
    leader = group.settle()
    (refusal,) = group.propose(group.followers()[0], put(b"k"))
    assert (refusal.code, refusal.executed) == (kv.KV_NOT_LEADER, kv.KV_EXECUTED_NO)
    assert refusal.leader_address == f"host{leader.node}:9000"


def test_without_a_leader_one_is_waited_for() -> None:
    group = Group(3)
    leader = group.settle()
    follower, other = group.followers()
    leader.crash()
    group.world.run_until(lambda: not follower.replica.leader)
    answers = group.propose(follower, put(b"k"))
    answer = group.answered(answers)
    if follower.replica.is_leader:
        assert isinstance(answer, Commit)
    else:
        assert answer.code == kv.KV_NOT_LEADER
        assert answer.leader_address == f"host{other.node}:9000"


def test_a_change_that_no_quorum_can_take_names_who_is_missing() -> None:
    group = Group(3)
    leader = group.settle()
    missing = group.followers()
    for member in missing:
        member.crash()
    in_log = group.propose(leader, put(b"k"), seconds=3)
    refusal = group.answered(in_log)
    assert (refusal.code, refusal.executed) == (kv.KV_NO_QUORUM, kv.KV_EXECUTED_UNKNOWN)
    assert {node.address for node in refusal.unreachable} == {
        f"host{member.node}:9000" for member in missing
    }
    refusal = group.answered(group.propose(leader, put(b"k"), seconds=1))
    assert (refusal.code, refusal.executed) == (kv.KV_NO_QUORUM, kv.KV_EXECUTED_NO)
    assert refusal.message.endswith("; nothing was changed")
    assert {node.id for node in refusal.unreachable} == {member.node for member in missing}
    for member in missing:
        member.start()
    group.settle()
    assert isinstance(group.answered(group.propose(group.settle(), put(b"k"))), Commit)


def test_what_a_deposed_leader_took_is_answered_by_what_became_of_it() -> None:
    group = Group(3)
    old = group.settle()
    group.cut_off(old.node)
    lost = group.propose(old, put(b"lost"), seconds=20)
    group.world.run_until(lambda: group.leader not in {None, old})
    new = group.leader
    assert new is not None
    assert isinstance(group.answered(group.propose(new, put(b"kept"))), Commit)
    assert not lost
    group.heal()
    refusal = group.answered(lost)
    assert (refusal.code, refusal.executed) == (kv.KV_NOT_LEADER, kv.KV_EXECUTED_NO)
    assert refusal.leader_address == f"host{new.node}:9000"
    group.run(SECOND)
    assert [value(group, node, b"lost") for node in group.members] == [None] * 3
    assert [value(group, node, b"kept") for node in group.members] == [b"value"] * 3


def test_all_that_a_deposed_leader_took_is_answered_though_nothing_takes_its_place() -> None:
    group = Group(3)
    old = group.settle()
    group.cut_off(old.node)
    lost = []
    for number in range(5):
        lost.append(group.propose(old, put(b"%d" % number), seconds=20))
        group.run(10 * MS)
    group.world.run_until(lambda: group.leader not in {None, old})
    group.heal()
    for answers in lost:
        refusal = group.answered(answers)
        assert (refusal.code, refusal.executed) == (kv.KV_NOT_LEADER, kv.KV_EXECUTED_NO)
    assert old.replica.idle
    assert group.world.now < 15 * SECOND, "long before anybody's deadline"


def test_what_survives_its_leader_is_answered_as_done() -> None:
    group = Group(3)
    old = group.settle()
    group.lost = lambda sender, to: to == old.node
    answers = group.propose(old, put(b"k"), seconds=20)
    group.world.run_until(lambda: group.leader not in {None, old})
    assert not answers
    group.heal()
    answer = group.answered(answers)
    assert answer.outcome == PutDone(1, None)
    assert answer.durable_nodes == 2


def test_acknowledged_changes_survive_the_crash_of_all() -> None:
    group = Group(3)
    for number in range(5):
        leader = group.settle()
        group.answered(group.propose(leader, put(b"%d" % number)))
        for member in group.members.values():
            member.crash()
        for member in group.members.values():
            member.start()
    group.settle()
    group.run(SECOND)
    for node in group.members:
        assert [value(group, node, b"%d" % number) for number in range(5)] == [b"value"] * 5


def test_a_disk_that_fails_ends_the_node_and_says_so() -> None:
    group = Group(3)
    leader = group.settle()
    leader.disk.error = OSError("no more")
    in_log = group.propose(leader, put(b"k"))
    refusal = group.answered(in_log)
    assert (refusal.code, refusal.executed) == (kv.KV_FAILED, kv.KV_EXECUTED_UNKNOWN)
    assert "no more" in leader.why_over
    (refusal,) = group.propose(leader, put(b"k"))
    assert (refusal.code, refusal.executed) == (kv.KV_FAILED, kv.KV_EXECUTED_NO)
    sent = len([m for m in group.sent if m.from_ == leader.node])
    group.run(5 * SECOND)
    assert len([m for m in group.sent if m.from_ == leader.node]) == sent
    assert group.leader is not None


def test_many_changes_share_few_syncs_and_keep_their_order() -> None:
    group = Group(3)
    leader = group.settle()
    before = leader.disk.syncs
    waiting = [group.propose(leader, put(b"%d" % number)) for number in range(500)]
    revisions = [group.answered(answers).outcome.revision for answers in waiting]
    assert revisions == list(range(1, 501))
    assert leader.disk.syncs - before < 10


def test_a_new_member_is_caught_up_and_counts() -> None:
    group = Group(1)
    leader = group.settle()
    for number in range(50):
        group.answered(group.propose(leader, put(b"%d" % number)))
    group.add(2).start()
    info = raft.member_info(2, "host2:9000", bytes(raft.BIRTH_SIZE))
    change = raft.conf_change_v2(
        raft.TRANSITION_AUTO,
        (raft.conf_change_single(raft.CONF_CHANGE_ADD_NODE, 2),),
        info.to_xdr(),
    )
    done: list[NodeRefusal | None] = []
    leader.replica.propose_members(change, group.world.now + 5 * SECOND, done.append)
    with pytest.raises(NodeRefusal) as refused:
        leader.replica.propose_members(change, group.world.now + 5 * SECOND, done.append)
    assert refused.value.code == kv.KV_BUSY
    assert group.answered(done) is None
    commit = group.answered(group.propose(leader, put(b"k"), wait=kv.KV_WAIT_ALL))
    assert commit.durable_nodes == 2
    group.run(SECOND)
    assert value(group, 2, b"49") == b"value"
    assert [(m.id, m.address, m.reachable) for m in leader.replica.members()][1] == (
        2,
        "host2:9000",
        True,
    )


def compact(member: Member) -> raft.snapshot_metadata:
    """Let a snapshot take the place of a member's log."""
    machine = member.replica.machine
    point = raft.snapshot_metadata(machine.applied_index, machine.applied_term, machine.conf_state)
    member.disk.storage.point = point
    member.disk.storage.compact(point.index)
    return point


def test_what_a_snapshot_may_hold_is_not_said_not_to_happen() -> None:
    group = Group(3)
    old = group.settle()
    group.lost = lambda sender, to: to == old.node
    answers = group.propose(old, put(b"k"), seconds=20)
    group.world.run_until(lambda: group.leader not in {None, old})
    new = group.leader
    assert new is not None
    group.answered(group.propose(new, put(b"more")))
    assert value(group, new.node, b"k") == b"value"
    compact(new)
    assert not answers
    group.heal()
    refusal = group.answered(answers)
    assert refusal.executed == kv.KV_EXECUTED_UNKNOWN
    group.run(SECOND)
    assert value(group, old.node, b"k") == b"value"
    assert old.disk.storage.first_index() > 1, "it came in a snapshot"


def test_a_member_that_missed_what_is_compacted_gets_a_snapshot() -> None:
    group = Group(3)
    leader = group.settle()
    behind, _ = group.followers()
    behind.crash()
    for number in range(50):
        group.answered(group.propose(leader, put(b"%d" % number)))
    point = compact(leader)
    behind.start()
    group.world.run_until(lambda: behind.replica.machine.applied_index >= point.index)
    assert value(group, behind.node, b"49") == b"value"
    assert behind.disk.storage.first_index() > point.index
    group.answered(group.propose(leader, put(b"more"), wait=kv.KV_WAIT_ALL))
    group.run(SECOND)
    assert value(group, behind.node, b"more") == b"value"


def test_committed_entries_are_hidden_before_anybody_hears_of_them() -> None:
    group = Group(3)
    leader = group.settle()
    before = len(leader.hidden)
    group.answered(group.propose(leader, put(b"k")))
    assert [entry.type for entry in leader.hidden[before:]] == [raft.ENTRY_NORMAL]


def test_a_full_disk_takes_no_entries_of_the_leader_and_catches_up_later() -> None:
    group = Group(3)
    leader = group.settle()
    full, _ = group.followers()
    full.full = NodeRefusal(kv.KV_NO_SPACE, "full")
    group.answered(group.propose(leader, put(b"k")))
    group.run(SECOND)
    assert value(group, full.node, b"k") is None
    assert full.replica.leader == leader.node  # it is heard of, and not voted out
    full.full = None
    group.run(2 * SECOND)
    assert value(group, full.node, b"k") == b"value"


def test_a_majority_gets_entries_at_once_and_the_others_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    group = Group(5)
    leader = group.settle()
    group.run(SECOND)
    sent: dict[int, int] = {}
    send = group.send

    def watched(member: Member, to: int, messages: Sequence[raft.message]) -> None:
        if any(message.entries for message in messages):
            sent.setdefault(to, group.world.now - begun)
        send(member, to, messages)

    monkeypatch.setattr(group, "send", watched)
    begun = group.world.now
    answers = group.propose(leader, put(b"k"))
    group.run(0)
    first = set(sent)
    assert len(first) == 2
    assert group.answered(answers).durable_nodes == 3
    group.run(10 * MS)
    assert len(sent) == 4
    assert all((delay == 0) == (node in first) for node, delay in sent.items())

    # Whoever is asked first may be gone: it is as soon that the others make the majority.
    for node in first:
        group[node].crash()
    begun = group.world.now
    assert group.answered(group.propose(leader, put(b"k"))).durable_nodes == 3
    assert group.world.now - begun < 20 * MS


def test_who_is_cut_off_is_told_as_soon_as_nobody_can_have_been_elected() -> None:
    """Not at the deadline; and from then on at once, until somebody leads again."""
    group = Group(3)
    old = group.settle()
    group.cut_off(old.node)
    before = group.world.now
    in_log = group.propose(old, put(b"in the log"), seconds=60)
    refusal = group.answered(in_log)
    assert (refusal.code, refusal.executed) == (kv.KV_NO_QUORUM, kv.KV_EXECUTED_UNKNOWN)
    assert 4 * SECOND < group.world.now - before < 6 * SECOND
    refused_at = group.world.now
    refusal = group.answered(group.propose(old, put(b"k"), seconds=60))
    assert (refusal.code, refusal.executed) == (kv.KV_NO_QUORUM, kv.KV_EXECUTED_NO)
    assert len(refusal.unreachable) == 2
    assert refusal.retry_after_ms
    assert group.world.now == refused_at
    group.heal()
    assert isinstance(group.answered(group.propose(group.settle(), put(b"k"))), Commit)


def test_where_a_leader_could_be_elected_one_is_waited_for_longer() -> None:
    """Elections that fail by chance are repeated."""
    group = Group(3)
    leader = group.settle()
    follower, other = group.followers()
    leader.crash()
    group.world.run_until(lambda: not follower.replica.leader)
    begun = group.world.now
    kinds = {raft.MESSAGE_PRE_VOTE_RESPONSE, raft.MESSAGE_VOTE_RESPONSE}
    for member, fellow in ((follower, other), (other, follower)):
        # Members that live say so, whether there is a leader or not.
        member.heard = lambda node, is_=fellow.node: group.world.now if node == is_ else None  # type: ignore[method-assign, assignment] # a network's
        step = member.replica.step
        member.replica.step = lambda messages, step=step: step(  # type: ignore[method-assign] # loses votes
            [message for message in messages if message.type not in kinds]
        )
    answers = group.propose(follower, put(b"k"), seconds=60)
    group.run(2 * SECOND)
    assert not answers
    refusal = group.answered(answers)
    assert (refusal.code, refusal.executed) == (kv.KV_NO_QUORUM, kv.KV_EXECUTED_NO)
    assert group.world.now - begun < 4 * SECOND


def test_a_change_that_looks_through_keys_does_not_stumble_over_what_was_compacted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What nobody has removed yet is no part of the state, and goes first, a part at a time."""
    keys = 3000
    group = Group(1, apply_slice_ns=MS)
    leader = group.settle()
    for make in (put, delete):
        for number in range(keys):
            group.propose(leader, make(b"dead/%d" % number))
        group.world.run_until(lambda: leader.replica.idle)
    machine = leader.replica.machine
    assert isinstance(machine, StateMachine)
    machine.store.compact(machine.revision)
    index = machine.store.space(b"")
    looked: list[bytes] = []
    turns: list[int] = []
    scan, soon = Keyspace.scan, leader.soon

    def counted(space: Keyspace, span: Bounds, **how: Any) -> Iterator[Any]:
        for key, versions in scan(space, span, **how):
            looked.append(key)
            yield key, versions

    def passing() -> int:  # a quarter of a slice for each look at the clock
        group.world.now += MS // 4
        return group.world.now

    def turn(callback: Callable[[], None]) -> None:
        turns.append(len(index))
        soon(callback)

    monkeypatch.setattr(Keyspace, "scan", counted)
    monkeypatch.setattr(leader, "now", passing)
    monkeypatch.setattr(leader, "soon", turn)
    answers = group.propose(leader, delete(b"dead/", kind=kv.KV_PREFIX))
    assert isinstance(group.answered(answers), Commit)
    # The last one is the newest revision's, which can still be read.
    assert len(looked) <= 1
    assert len(set(turns)) > 2, "others had a turn in between"
