"""Comparing contents: rounds begin and end, and the minority is at fault."""

from __future__ import annotations

from typing import Any

import pytest

from kvstore._generated import raft
from kvstore.node.upkeep.auditor import ROUND_MAX_NS, Auditor
from kvstore.node.upkeep.hasher import Hashed
from kvstore.node.upkeep.ports import NO_CONTENT, ContentPoint

SECOND = 1_000_000_000
MEMBERS = {1, 2, 3}


class Machine:
    revision = 9
    compacted_revision = 4


def begun(interval: int = 60, members: set[int] = MEMBERS) -> Auditor:
    auditor = Auditor(interval * SECOND)
    auditor.begin(0)
    machine: Any = Machine()
    assert auditor.tick(60 * SECOND, machine, members) is None
    return auditor


def tick(auditor: Auditor, seconds: int, members: set[int] = MEMBERS) -> Any:
    machine: Any = Machine()
    return auditor.tick(seconds * SECOND, machine, members)


def hashed(name: str) -> Hashed | None:
    if name == "-":
        return None
    states = {"?": raft.HASH_UNDER_WAY, "late": raft.HASH_TOO_LATE, "": raft.HASH_NOT_ASKED}
    if name in states:
        return Hashed(states[name])
    return Hashed(raft.HASH_DONE, name.encode() * 32)


@pytest.mark.parametrize(
    ("found", "differing", "agreed"),
    [
        (("a", "a", "a"), set(), True),
        (("a", "b", "a"), {2}, False),
        (("b", "a", "a"), {1}, False),
        (("a", "b", "c"), {1, 2, 3}, False),
        (("a", "a", "-"), set(), False),
        (("a", "b", "-"), {1, 2}, False),
        (("a", "-", "-"), set(), False),
        (("a", "late", "a"), set(), False),
        (("a", "b", "late"), {1, 2}, False),
        (("late", "late", "late"), set(), False),
    ],
)
def test_the_smaller_part_is_at_fault(
    found: tuple[str, ...], differing: set[int], agreed: bool
) -> None:
    auditor = begun()
    assert auditor.point == ContentPoint(9, 4)
    for node, name in enumerate(found, 1):
        assert tick(auditor, 61) is None
        auditor.answered(node, auditor.point, hashed(name))
    verdict = tick(auditor, 62)
    assert (verdict.differing, verdict.agreed) == (differing, agreed)
    assert auditor.point == NO_CONTENT


def test_a_round_waits_for_hashes_that_are_under_way_and_not_for_ever() -> None:
    auditor = begun()
    for node, name in ((1, "a"), (2, "?"), (3, "b")):
        auditor.answered(node, auditor.point, hashed(name))
    assert tick(auditor, 61) is None
    auditor.answered(2, ContentPoint(8, 4), hashed("b"))  # of another round
    assert tick(auditor, 62) is None
    verdict = tick(auditor, 61 + ROUND_MAX_NS // SECOND)
    assert (verdict.compared, verdict.differing) == ({1, 3}, {1, 3})


def test_a_member_that_is_removed_is_not_waited_for() -> None:
    auditor = begun()
    for node in (1, 2):
        auditor.answered(node, auditor.point, hashed("a"))
    assert tick(auditor, 61) is None
    verdict = tick(auditor, 62, {1, 2})
    assert (verdict.differing, verdict.agreed) == (set(), False)


def test_rounds_come_at_their_interval_and_sooner_after_a_compaction() -> None:
    machine: Any = Machine()
    auditor = begun()
    for node in MEMBERS:
        auditor.answered(node, auditor.point, hashed("a"))
    assert tick(auditor, 100).agreed
    for seconds in range(101, 160):
        assert tick(auditor, seconds) is None
        assert auditor.point == NO_CONTENT
    tick(auditor, 160)
    assert auditor.point != NO_CONTENT
    for node in MEMBERS:
        auditor.answered(node, auditor.point, hashed("a"))
    tick(auditor, 161)
    machine.compacted_revision = 5
    auditor.tick(170 * SECOND, machine, MEMBERS)
    assert auditor.point == NO_CONTENT
    auditor.tick(171 * SECOND, machine, MEMBERS)
    assert auditor.point == ContentPoint(9, 5)


def test_who_is_alone_or_holds_nothing_or_is_told_not_to_compares_nothing() -> None:
    assert begun(members={1}).point == NO_CONTENT
    assert begun(interval=0).point == NO_CONTENT
    empty: Any = Machine()
    empty.revision = 0
    auditor = Auditor(SECOND)
    auditor.tick(60 * SECOND, empty, MEMBERS)
    assert auditor.point == NO_CONTENT
