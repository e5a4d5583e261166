"""What a node answers to those who ask it for something."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kvstore.mvcc.outcomes import Outcome


class Commit(NamedTuple):
    """What became of a change, and how many nodes had it on disk when that was known."""

    outcome: Outcome
    durable_nodes: int


class ReadPermit(NamedTuple):
    """The machine may be read now. `age_ms`: at most so long ago its state was the newest.

    0 for a linearizable read; KV_AGE_UNKNOWN where that cannot be told.
    """

    age_ms: int


class MemberView(NamedTuple):
    """A member as this node sees it.

    `match_index` is the newest entry that it is known to have on disk; only the leader knows it
    of others, elsewhere it is 0. `reachable`: heard of within an election timeout.
    """

    id: int
    address: str
    voter: bool
    reachable: bool
    match_index: int
