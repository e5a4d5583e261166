"""Quorums as one would explain them, without a thought for speed."""

from __future__ import annotations

from itertools import combinations

from kvstore.raft.quorum import UNBOUNDED, VoteResult


def majorities(voters: list[int]) -> list[tuple[int, ...]]:
    """Return every set of voters that is more than half of them."""
    return [
        chosen
        for size in range(len(voters) // 2 + 1, len(voters) + 1)
        for chosen in combinations(voters, size)
    ]


def dumb_index(indices: list[int]) -> int:
    """Return the highest index for which there is a majority whose members all have it."""
    if not indices:
        return UNBOUNDED
    voters = list(range(len(indices)))
    return max(min(indices[voter] for voter in chosen) for chosen in majorities(voters))


def dumb_vote(votes: list[bool | None]) -> VoteResult:
    """Ask every way in which the missing votes could come in."""
    if not votes:
        return VoteResult.WON
    if None in votes:
        place = votes.index(None)
        results = {dumb_vote([*votes[:place], vote, *votes[place + 1 :]]) for vote in (False, True)}
        return results.pop() if len(results) == 1 else VoteResult.PENDING
    won = any(
        all(votes[voter] for voter in chosen) for chosen in majorities(list(range(len(votes))))
    )
    return VoteResult.WON if won else VoteResult.LOST
