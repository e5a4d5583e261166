"""When a node may conclude that it was removed: from what is newer than all that it knows."""

from __future__ import annotations

import pytest

from kvstore._generated import raft
from kvstore.node.peers.book_keeper import update_of
from kvstore.node.replica import REMOVED
from tests.kvstore.node.group import SECOND, Group, Member

BIRTH = bytes(range(16))
OTHER = bytes(16 * [7])


def change(group: Group, made: raft.conf_change_v2) -> None:
    answers: list[object] = []
    leader = group.settle_among()
    leader.replica.propose_members(made, group.world.now + 5 * SECOND, answers.append)
    group.world.run_until(lambda: answers)
    assert answers == [None]


def removal(node: int) -> raft.conf_change_v2:
    single = raft.conf_change_single(raft.CONF_CHANGE_REMOVE_NODE, node)
    return raft.conf_change_v2(raft.TRANSITION_AUTO, (single,), b"")


def three(*, third: bytes = BIRTH) -> tuple[Group, Member]:
    """Three nodes with the same birth, and the third one's in the log; the first leads."""
    group = Group(3, birth=BIRTH)
    leader = group.settle()
    if leader.node == 3:
        leader.replica.transfer(1)
        group.world.run_until(lambda: group[1].replica.is_leader)
        group.settle()
    change(group, update_of(raft.member_info(3, "host3:9000", third)))
    group.run(SECOND)
    return group, group[3]


def told(
    *voters: int, learners: tuple[int, ...] = (), old: tuple[int, ...] = ()
) -> raft.conf_state:
    return raft.conf_state(voters, old, learners, (), auto_leave=False)


@pytest.mark.parametrize(
    ("ahead", "members", "third", "removed"),
    [
        (1, told(1, 2), BIRTH, True),
        (1, told(1, 2, learners=(4,)), BIRTH, True),
        # As new as what this node knows, or older.
        (0, told(1, 2), BIRTH, False),
        (-2, told(1, 2), BIRTH, False),
        # It is in it, one way or another.
        (1, told(1, 2, 3), BIRTH, False),
        (1, told(1, 2, learners=(3,)), BIRTH, False),
        (1, told(1, 2, old=(1, 2, 3)), BIRTH, False),
        # What the log says of this number is about an earlier node's folder, or nobody's.
        (1, told(1, 2), OTHER, False),
        (1, told(1, 2), bytes(16), False),
    ],
)
def test_only_what_is_newer_and_about_this_folder_counts(
    ahead: int, members: raft.conf_state, third: bytes, *, removed: bool
) -> None:
    _, node = three(third=third)
    index = node.replica.machine.applied_index
    node.replica.hear_membership(raft.membership(index + ahead, members))
    assert node.replica.removed is removed
    assert node.why_over == (REMOVED if removed else "")


def test_who_has_not_come_to_its_own_entry_is_not_removed_by_those_who_have_not_either() -> None:
    group, _ = three()
    newcomer = group.add(4, birth=BIRTH)
    newcomer.start()
    newcomer.replica.hear_membership(raft.membership(100, told(1, 2, 3)))
    assert not newcomer.replica.removed


@pytest.mark.parametrize("third", [BIRTH, OTHER])
def test_a_node_that_applies_its_own_removal_leaves(third: bytes) -> None:
    group, node = three(third=third)
    leader = group.settle()
    assert leader is not node
    heard = group.lost
    change(group, removal(3))
    # What a node is not sent any more after its removal it may have had all the same.
    entries = leader.disk.storage.entries(
        node.replica.status().last_index + 1, leader.replica.status().last_index + 1, 1 << 20
    )
    group.lost = heard
    status = node.replica.status()
    node.replica.step(
        [
            raft.message(
                type=raft.MESSAGE_APPEND,
                to=3,
                from_=leader.node,
                term=leader.replica.term,
                log_term=leader.replica.term,
                index=status.last_index,
                commit=leader.replica.status().committed,
                reject=False,
                reject_hint=0,
                entries=tuple(entries),
                snapshot=None,
                context=b"",
            )
        ]
    )
    group.run(SECOND)
    assert 3 not in node.replica.machine.members
    assert node.replica.removed is (third == BIRTH)
