"""The members of the cluster as the leader, or a candidate, sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.raft import quorum
from kvstore.raft.configuration import Configuration
from kvstore.raft.inflights import Inflights
from kvstore.raft.progress import Progress

if TYPE_CHECKING:
    from kvstore.raft.configuration import Change
    from kvstore.raft.quorum import VoteResult


class Tracker:
    """A configuration, the `Progress` of each member, and the votes of an election.

    `progress` is in the order of the ids, so that nothing depends on how they hash.
    """

    __slots__ = (
        "_incoming",
        "_outgoing",
        "configuration",
        "max_bytes",
        "max_count",
        "progress",
        "votes",
    )

    def __init__(self, max_count: int, max_bytes: int) -> None:
        self.max_count = max_count
        self.max_bytes = max_bytes
        self.configuration = Configuration()
        self.progress: dict[int, Progress] = {}
        self.votes: dict[int, bool] = {}
        # The same objects as in `progress`, by half: the commit rule reads them for each answer.
        self._incoming: list[Progress] = []
        self._outgoing: list[Progress] = []

    def switch(self, change: Change, last_index: int) -> None:
        """Adopt a configuration; who is new in it starts at the end of the log.

        Newcomers count as heard of, or the next check of the quorum could depose the leader
        before they had a chance to answer.
        """
        configuration = change.configuration
        known = self.progress
        progress = {}
        for node in sorted(configuration.members):
            if node in known and node not in change.fresh:
                progress[node] = known[node]
                progress[node].learner = node in configuration.learners
            else:
                progress[node] = self._new(node, 0, max(last_index, 1), active=True)
                progress[node].learner = node in configuration.learners
        self.configuration = configuration
        self._adopt(progress)

    def reset(self, own: int, last_index: int) -> None:
        """Forget what was believed of everybody's log, as in a new term (§3.4)."""
        self.votes = {}
        self._adopt(
            {
                node: self._new(
                    node, last_index if node == own else 0, last_index + 1, active=False
                )
                for node in self.progress
            }
        )

    def committed(self) -> int:
        """Return the highest index that the configuration's majorities have."""
        index = quorum.majority_index([progress.match for progress in self._incoming])
        if self._outgoing:
            outgoing = quorum.majority_index([progress.match for progress in self._outgoing])
            return min(index, outgoing)
        return index

    @property
    def singleton(self) -> bool:
        """Whether one node is all the voters there are."""
        return len(self._incoming) == 1 and not self._outgoing

    def quorum_active(self) -> bool:
        """Whether enough voters were heard of since the last check (§6.2)."""
        result = quorum.joint_vote(
            [progress.recent_active for progress in self._incoming],
            [progress.recent_active for progress in self._outgoing],
        )
        return result is quorum.VoteResult.WON

    def record_vote(self, node: int, *, granted: bool) -> None:
        """Note a vote. The first one counts: a voter cannot take it back."""
        self.votes.setdefault(node, granted)

    def tally(self) -> tuple[int, int, VoteResult]:
        """Return the votes granted, the votes refused, and what follows of them.

        Only members that vote are counted, whoever else answered.
        """
        cast = [
            self.votes[node]
            for node, progress in self.progress.items()
            if not progress.learner and node in self.votes
        ]
        granted = sum(cast)
        return granted, len(cast) - granted, self.result(self.votes)

    def result(self, votes: dict[int, bool]) -> VoteResult:
        """Return what a set of votes comes to in this configuration."""
        return quorum.joint_vote(
            [votes.get(node) for node in self.configuration.incoming],
            [votes.get(node) for node in self.configuration.outgoing],
        )

    def _new(self, node: int, match: int, following: int, *, active: bool) -> Progress:
        return Progress(
            match=match,
            following=following,
            inflights=Inflights(self.max_count, self.max_bytes),
            learner=node in self.configuration.learners,
            active=active,
        )

    def _adopt(self, progress: dict[int, Progress]) -> None:
        self.progress = progress
        self._incoming = [progress[node] for node in sorted(self.configuration.incoming)]
        self._outgoing = [progress[node] for node in sorted(self.configuration.outgoing)]
