"""Which changes of members a leader makes: a table of cases, and no way to lose the quorum."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvstore._generated import kv, raft
from kvstore.node.birth import NO_BIRTH
from kvstore.node.membership import CAUGHT_UP, Membership
from kvstore.node.refusals import NodeRefusal
from kvstore.node.results import MemberView
from tests.kvstore.node.peers.hellos import info

COMMIT = 5000


def view(node: int, state: str) -> MemberView:
    """`V` a voter, `v` one that is silent, `L` a learner, `l` a silent one, `s` one far behind."""
    match = COMMIT - CAUGHT_UP - 1 if state == "s" else COMMIT - node
    return MemberView(node, f"localhost:{9000 + node}", state in "Vv", state in "VLs", match)


def membership(states: str, *, pending: bool = False, unmet: int = 0) -> Membership:
    views = tuple(view(node, state) for node, state in enumerate(states, 1))
    infos = [info(each.id, NO_BIRTH if each.id == unmet else None) for each in views]
    return Membership(
        views, infos, own=1, commit_index=COMMIT, pending=pending, highest=len(states)
    )


Change = Callable[[Membership], raft.conf_change_v2]


def add(node: int = 0, address: str = "new:1") -> Change:
    return lambda of: of.add(node, address)


def promote(node: int) -> Change:
    return lambda of: of.promote(node)


def remove(node: int) -> Change:
    return lambda of: of.remove(node)


@pytest.mark.parametrize(
    ("states", "change", "kind", "node"),
    [
        ("V", add(), raft.CONF_CHANGE_ADD_LEARNER_NODE, 2),
        ("VVV", add(7), raft.CONF_CHANGE_ADD_LEARNER_NODE, 7),
        ("VVv", add(), raft.CONF_CHANGE_ADD_LEARNER_NODE, 4),
        ("VVLL", add(), raft.CONF_CHANGE_ADD_LEARNER_NODE, 5),
        ("VL", promote(2), raft.CONF_CHANGE_ADD_NODE, 2),
        ("VVvL", promote(4), raft.CONF_CHANGE_ADD_NODE, 4),
        ("VV", remove(2), raft.CONF_CHANGE_REMOVE_NODE, 2),
        ("VVv", remove(3), raft.CONF_CHANGE_REMOVE_NODE, 3),
        ("VVV", remove(1), raft.CONF_CHANGE_REMOVE_NODE, 1),
        ("Vl", remove(2), raft.CONF_CHANGE_REMOVE_NODE, 2),
    ],
)
def test_what_is_safe_is_done(states: str, change: Change, kind: int, node: int) -> None:
    made = change(membership(states))
    assert made.transition == raft.TRANSITION_AUTO
    assert made.changes == (raft.conf_change_single(kind, node),)
    if kind == raft.CONF_CHANGE_ADD_LEARNER_NODE:
        assert raft.member_info.from_xdr(made.context) == raft.member_info(node, "new:1", NO_BIRTH)
    elif kind == raft.CONF_CHANGE_ADD_NODE:  # a promotion must not lose what is known
        assert raft.member_info.from_xdr(made.context) == info(node)


@pytest.mark.parametrize(
    ("states", "change", "code", "message"),
    [
        ("VVV", add(2), kv.KV_INVALID, "node 2 is a member already"),
        ("VVV", add(0, "localhost:9003"), kv.KV_INVALID, "node 3 is at localhost:9003 already"),
        ("Vvv", add(), kv.KV_NO_QUORUM, "node 2 at localhost:9002, node 3"),
        ("V" * raft.MEMBERS_MAX, add(), kv.KV_INVALID, "64 members at most"),
        ("VVV", promote(2), kv.KV_INVALID, "votes already"),
        ("VVV", promote(9), kv.KV_INVALID, "node 9 is no member"),
        ("Vl", promote(2), kv.KV_BUSY, "start it first"),
        ("Vs", promote(2), kv.KV_BUSY, f"lacks {CAUGHT_UP + 1} of {COMMIT} entries"),
        ("VVLs", add(), kv.KV_BUSY, f"node 4 has not caught up: it lacks {CAUGHT_UP + 1}"),
        ("VlV", add(), kv.KV_BUSY, "node 2 at localhost:9002 is not heard of yet: start it first"),
        ("VlV", add(), kv.KV_BUSY, "remove it first (kvctl member remove 2)"),
        ("V", remove(1), kv.KV_INVALID, "only voter"),
        ("VL", remove(1), kv.KV_INVALID, "only voter"),
        ("VVV", remove(9), kv.KV_INVALID, "node 9 is no member"),
        # Two of three: without one of the two that are left nobody could decide anything.
        ("VVv", remove(2), kv.KV_NO_QUORUM, "of 2 voters 2 would be needed, and node 3"),
        ("Vv", remove(2), kv.KV_NO_QUORUM, "of 2 voters 2 would be needed"),
    ],
)
def test_what_is_not_safe_is_refused_in_words(
    states: str, change: Change, code: int, message: str
) -> None:
    with pytest.raises(NodeRefusal) as refused:
        change(membership(states))
    assert refused.value.code == code
    assert message in refused.value.message
    assert refused.value.executed == kv.KV_EXECUTED_NO


def test_a_silent_voter_is_named() -> None:
    with pytest.raises(NodeRefusal) as refused:
        membership("Vvv").add(0, "new:1")
    assert refused.value.unreachable == (
        kv.kv_node(2, "localhost:9002"),
        kv.kv_node(3, "localhost:9003"),
    )


def test_a_learner_that_nobody_met_is_not_promoted() -> None:
    with pytest.raises(NodeRefusal, match="start it first"):
        membership("VL", unmet=2).promote(2)


def test_a_number_is_not_given_twice() -> None:
    views = (view(1, "V"),)
    gone = Membership(views, [info(1)], own=1, commit_index=9, pending=False, highest=5)
    assert gone.add(0, "new:1").changes[0].node == 6
    with pytest.raises(NodeRefusal, match="6 is free"):
        gone.add(3, "new:1")


@pytest.mark.parametrize("change", [add(), promote(2), remove(2)])
def test_one_change_at_a_time(change: Change) -> None:
    with pytest.raises(NodeRefusal) as refused:
        change(membership("VLV", pending=True))
    assert refused.value.code == kv.KV_BUSY
    assert refused.value.retry_after_ms


@pytest.mark.parametrize(
    ("states", "wanted", "found"),
    [("VVV", 0, 2), ("VvV", 0, 3), ("VLV", 0, 3), ("VVV", 3, 3), ("VVV", 1, 1)],
)
def test_who_is_to_lead(states: str, wanted: int, found: int) -> None:
    assert membership(states).successor(wanted) == found


@pytest.mark.parametrize(
    ("states", "wanted"), [("V", 0), ("Vv", 0), ("Vv", 2), ("VL", 2), ("V", 7)]
)
def test_who_cannot_lead(states: str, wanted: int) -> None:
    with pytest.raises(NodeRefusal) as refused:
        membership(states).successor(wanted)
    assert refused.value.code == kv.KV_INVALID


def quorum_within_reach(states: dict[int, str]) -> bool:
    voters = [state for state in states.values() if state in "Vv"]
    return voters.count("V") * 2 > len(voters)


@given(
    st.text("VvLls", max_size=6),
    st.lists(
        st.tuples(st.sampled_from(["add", "promote", "remove"]), st.integers(0, 8)), max_size=8
    ),
)
def test_no_row_of_changes_loses_the_quorum(others: str, asked: list[tuple[str, int]]) -> None:
    """A new learner is started, and catches up or not; whoever is silent stays so."""
    states = dict(enumerate("V" + others, 1))
    reached = quorum_within_reach(states)
    for what, node in asked:
        views = tuple(view(node, state) for node, state in states.items())
        leader = next((node for node, state in states.items() if state == "V"), 0)
        if not leader:
            break
        policy = Membership(
            views, [info(node) for node in states], own=leader, commit_index=COMMIT, pending=False
        )
        try:
            made = policy.add(node, "new:1") if what == "add" else getattr(policy, what)(node)
        except NodeRefusal:
            continue
        (single,) = made.changes
        before = {node for node, state in states.items() if state in "Vv"}
        if what == "add":
            states[single.node] = "Ll"[single.node % 2]
        elif what == "promote":
            states[single.node] = "V"
        else:
            del states[single.node]
        after = {node for node, state in states.items() if state in "Vv"}
        assert len(before ^ after) <= 1
        assert quorum_within_reach(states)
        reached = True
    assert reached == quorum_within_reach(states)
