"""What a majority has: committed indices and the results of votes, joint or not (§4.3).

A joint configuration decides nothing without a majority of each half. A half without voters
agrees to everything, so that a configuration that is not joint needs no second set of rules.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# What nobody has to agree to is committed without end.
UNBOUNDED = (1 << 64) - 1


class VoteResult(Enum):
    """Where a vote stands."""

    PENDING = "VotePending"
    LOST = "VoteLost"
    WON = "VoteWon"


def majority_index(acknowledged: list[int]) -> int:
    """Return the highest index that more than half of the voters have (§3.5).

    `acknowledged` holds one index for each voter, 0 for one that was not heard of; it is sorted
    in place. Without voters the answer is `UNBOUNDED`.
    """
    if not acknowledged:
        return UNBOUNDED
    acknowledged.sort()
    # Of 5 voters the third smallest: it, and the two above it, have at least that much.
    return acknowledged[(len(acknowledged) - 1) >> 1]


def joint_index(incoming: list[int], outgoing: list[int]) -> int:
    """Return the highest index that both halves have; see `majority_index`."""
    return min(majority_index(incoming), majority_index(outgoing))


def majority_vote(votes: Iterable[bool | None]) -> VoteResult:
    """Return the result of one vote for each voter: yes, no, or None for not yet (§3.4)."""
    granted = missing = total = 0
    for vote in votes:
        total += 1
        if vote is None:
            missing += 1
        elif vote:
            granted += 1
    needed = total // 2 + 1 if total else 0
    if granted >= needed:
        return VoteResult.WON
    if granted + missing >= needed:
        return VoteResult.PENDING
    return VoteResult.LOST


def joint_vote(incoming: Iterable[bool | None], outgoing: Iterable[bool | None]) -> VoteResult:
    """Return the result over both halves: won if both are won, lost as soon as one is lost."""
    one, other = majority_vote(incoming), majority_vote(outgoing)
    # Not by looking into a set: members of an enum are hashed in Python.
    if one is VoteResult.LOST or other is VoteResult.LOST:
        return VoteResult.LOST
    if one is VoteResult.PENDING or other is VoteResult.PENDING:
        return VoteResult.PENDING
    return VoteResult.WON
