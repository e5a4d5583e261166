"""Which cluster a new node founds or joins: a table of cases, and any order of events."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvstore.node.birth import NO_BIRTH
from kvstore.node.bootstrap import (
    Decision,
    Found,
    Heard,
    Join,
    Refused,
    Said,
    Wait,
    cluster_id_of,
    decide,
)
from kvstore.node.peers.standing import KnownMember, Standing
from tests.kvstore.node.peers.hellos import info, standing

CLUSTER = 77


def said(theirs: Standing, to: Standing, *, leads: bool = False) -> Heard:
    """What `theirs` answers to `to` now."""
    return Heard(Said(*theirs.judge(to.hello(), leads=leads), theirs.hello()), "")


def gathered(node: int, *others: Standing, expected: int = 0) -> Standing:
    """A node that has met `others`."""
    made = standing(node)
    made.founders = tuple(sorted((made.own, *(o.own for o in others)), key=lambda i: i.node))
    made.expected = expected or len(made.founders)
    return made


def member(node: int, known: dict[int, KnownMember]) -> Standing:
    made = standing(node)
    made.belong(CLUSTER, lambda: known)
    return made


def book(*nodes: int) -> dict[int, KnownMember]:
    return {node: KnownMember(info(node), voter=True) for node in nodes}


def test_one_alone_founds_at_once() -> None:
    alone = standing(1)
    assert decide(alone, {}) == Found((alone.own,), cluster_id_of((alone.own,)))
    # Its own address among the flags is no peer.
    assert isinstance(decide(alone, {"localhost:9001": said(alone, alone)}), Found)


def test_it_waits_for_who_is_not_there_and_says_for_whom() -> None:
    decision = decide(standing(1), {"a:1": Heard(), "b:2": Heard(problem="connection refused")})
    assert isinstance(decision, Wait)
    assert decision.expected == 3
    assert decision.reasons == ("a:1: no answer yet", "b:2: connection refused")


def test_it_founds_once_all_name_the_same() -> None:
    one, two, three = (standing(node) for node in (1, 2, 3))
    two_knows, three_knows = gathered(2, one, three), gathered(3, one)
    heard = {"a": said(two_knows, one), "b": said(three_knows, one)}
    decision = decide(one, heard)
    assert isinstance(decision, Wait)
    assert decision.met == (one.own, two.own, three.own)
    assert decision.reasons == ("b: node 3 has met 1, 3 and waits for 2 in all",)
    heard["b"] = said(gathered(3, one, two), one)
    decision = decide(one, heard)
    assert isinstance(decision, Found)
    assert decision.members == (one.own, two.own, three.own)


@pytest.mark.parametrize("addresses", list(itertools.permutations("abcd")))
def test_the_order_and_number_of_addresses_is_no_matter(addresses: tuple[str, ...]) -> None:
    one, two, three = (standing(node) for node in (1, 2, 3))
    there = (gathered(2, one, three), gathered(3, one, two), one, gathered(2, one, three))
    heard = {address: said(node, one) for address, node in zip(addresses, there, strict=True)}
    assert isinstance(decide(one, heard), Found)


def test_who_is_late_founds_what_the_others_did() -> None:
    one, two = standing(1), standing(2)
    members = (one.own, two.own)
    two.belong(cluster_id_of(members), lambda: book(1, 2))
    assert decide(one, {"a": said(two, one)}) == Found(members, two.cluster_id)
    # Also if not all are there that it was told of.
    assert decide(one, {"a": said(two, one), "b": Heard()}) == Found(members, two.cluster_id)


def test_who_is_later_than_a_change_of_members_joins() -> None:
    one = standing(1)
    decision = decide(one, {"a": said(member(2, book(1, 2, 3)), one)})
    assert isinstance(decision, Join)
    assert decision.cluster_id == CLUSTER
    assert [each.node for each in decision.members] == [1, 2, 3]


def test_who_may_have_had_a_log_founds_where_nobody_knows_of_one() -> None:
    one, two = Standing(info(1), 1, bytes, may_have_promised=True), gathered(2, standing(1))
    assert isinstance(decide(one, {"a": said(two, one)}), Found)


def test_a_new_member_waits_until_the_leader_has_written_it_down() -> None:
    newcomer = standing(4)
    known = book(1, 2, 3)
    follower = member(2, known)
    decision = decide(newcomer, {"a": said(follower, newcomer)})
    assert isinstance(decision, Wait)
    assert "kvctl member add localhost:9004" in decision.reasons[0]
    known[4] = KnownMember(info(4, NO_BIRTH), voter=False)
    for leads in (False, True):
        assert isinstance(decide(newcomer, {"a": said(follower, newcomer, leads=leads)}), Wait)
    known[4] = KnownMember(newcomer.own, voter=False)
    assert isinstance(decide(newcomer, {"a": said(follower, newcomer)}), Join)


def refusals() -> dict[str, tuple[Standing, dict[str, Heard], str]]:
    one = standing(1)
    wiped = standing(1, birth=b"w" * 16)
    unborn = {**book(2, 3), 1: KnownMember(info(1, NO_BIRTH), voter=True)}
    new = Standing(info(5), 1, bytes, feature_low=3, feature_high=4)
    raised = Standing(info(5), 1, bytes, feature_low=1, feature_high=2)
    raised.belong(CLUSTER, lambda: book(1, 5), lambda: 2)
    twin = standing(1, birth=b"t" * 16)
    elsewhere = standing(3)
    elsewhere.belong(78, lambda: book(1, 3))
    robbed = Standing(info(1), 1, bytes, may_have_promised=True)
    return {
        "lost log": (
            robbed,
            {"a": said(member(2, book(1, 2, 3)), robbed)},
            "kvctl member remove 1",
        ),
        "lost folder": (
            wiped,
            {"a": said(member(2, book(1, 2, 3)), wiped)},
            "kvctl member remove 1",
        ),
        "lost folder of a voter that nobody ever met": (
            wiped,
            {"a": said(member(2, unborn), wiped)},
            "kvctl member remove 1",
        ),
        "no member": (
            one,
            {"a": said(member(2, book(2, 3)), one, leads=True)},
            "kvctl member add localhost:9001",
        ),
        "same number": (one, {"a": said(twin, one)}, "give each node its own --id"),
        "no common level": (one, {"a": said(new, one)}, "speaks levels 3 to 4, the caller 1 to 1"),
        "older than the level in force": (
            one,
            {"a": said(raised, one)},
            "speaks levels 2 to 2, the caller 1 to 1: update the older one",
        ),
        "two clusters": (
            one,
            {"a": said(member(2, book(1, 2)), one), "b": said(elsewhere, one)},
            "different clusters",
        ),
        "another number than the flags say": (
            one,
            {"a": said(standing(2), one)._replace(node=3)},
            "a is node 2, and --peers says it is node 3",
        ),
    }


@pytest.mark.parametrize("case", refusals())
def test_what_can_never_end_well_is_refused_with_the_way_out(case: str) -> None:
    node, heard, message = refusals()[case]
    decision = decide(node, heard)
    assert isinstance(decision, Refused)
    assert message in decision.message


# ---------------------------------------------------------------------------- any order


class World:
    """Nodes that ask each other in any order, restart, and lose their folders."""

    def __init__(self, size: int) -> None:
        self.nodes = [standing(node) for node in range(1, size + 1)]
        self.heard: list[dict[str, Heard]] = [{} for _ in self.nodes]
        self.refused: set[int] = set()
        self.lives = itertools.count(100)
        for at in range(size):
            self.forget(at)

    def forget(self, at: int) -> None:
        self.heard[at] = {str(i): Heard() for i in range(len(self.nodes)) if i != at}

    def ask(self, at: int, to: int) -> None:
        if at != to and at not in self.refused and to not in self.refused:
            self.heard[at][str(to)] = said(self.nodes[to], self.nodes[at])
            self.decide(at)

    def lose(self, at: int, to: int) -> None:
        if at != to:
            self.heard[at][str(to)] = Heard()

    def restart(self, at: int, _to: int) -> None:
        old = self.nodes[at]
        self.nodes[at] = standing(at + 1, birth=old.own.birth)
        if old.cluster_id:
            self.nodes[at].belong(old.cluster_id, lambda: old.members)
        self.forget(at)

    def wipe(self, at: int, _to: int) -> None:
        self.refused.discard(at)
        self.nodes[at] = standing(at + 1, birth=next(self.lives).to_bytes(16))
        self.forget(at)

    def decide(self, at: int) -> None:
        node = self.nodes[at]
        if node.cluster_id:
            return
        decision: Decision = decide(node, self.heard[at])
        if isinstance(decision, Found | Join):
            members = {each.node: KnownMember(each, voter=True) for each in decision.members}
            node.belong(decision.cluster_id, lambda: members)
        elif isinstance(decision, Refused):
            self.refused.add(at)
        else:
            node.founders, node.expected = decision.met, decision.expected

    def clusters(self) -> set[int]:
        return {node.cluster_id for node in self.nodes if node.cluster_id}

    def settle(self) -> None:
        for _ in range(4):
            for at, to in itertools.permutations(range(len(self.nodes)), 2):
                self.ask(at, to)


def events(kinds: list[str]) -> st.SearchStrategy[list[tuple[str, int, int]]]:
    place = st.integers(0, 2)
    kind = st.sampled_from(["ask"] * 6 + kinds)
    return st.lists(st.tuples(kind, place, place), max_size=40)


@settings(max_examples=200)
@given(events(["lose", "restart"]))
def test_all_found_one_cluster_whatever_happens_to_them(
    story: list[tuple[str, int, int]],
) -> None:
    world = World(3)
    for kind, at, to in story:
        getattr(world, kind)(at, to)
        assert len(world.clusters()) <= 1
    world.settle()
    assert not world.refused
    assert all(node.cluster_id for node in world.nodes)
    assert len(world.clusters()) == 1
    assert len({tuple(node.members.values()) for node in world.nodes}) == 1


@settings(max_examples=200)
@given(events(["lose", "restart", "wipe"]))
def test_lost_folders_never_make_two_clusters(story: list[tuple[str, int, int]]) -> None:
    world = World(3)
    for kind, at, to in story:
        getattr(world, kind)(at, to)
        assert len(world.clusters()) <= 1
        for node in world.nodes:  # who belongs does so with the folder that the others know
            known = node.members.get(node.own.node)
            assert known is None or known.info.birth == node.own.birth
    world.settle()
    assert len(world.clusters()) <= 1
