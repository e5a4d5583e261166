"""What must hold in the whole cluster, looked at whenever a node may have changed it.

The checker believes no node: it keeps what every log has held, what every disk has secured and
what has been said, and draws its own conclusions. Each check costs what the step changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft.ready import Append, Apply, Ready
from kvstore.raft.state import ReadState, Role

if TYPE_CHECKING:
    from tests.simulation.node import Node

# Only a term's leader sends these.
_OF_LEADER = frozenset({raft.MESSAGE_APPEND, raft.MESSAGE_HEARTBEAT, raft.MESSAGE_SNAPSHOT})


class Violation(Exception):
    """Something happened that must not."""


class Checker:
    """Sees everything. Raises `Violation`."""

    def __init__(self, first: raft.snapshot_metadata, content: int, counts: Counter[str]) -> None:
        self.counts = counts
        # The highest index that any node knew to be committed.
        self.committed = first.index
        # Entries handed out to be applied anywhere, by index, and the term that this was in.
        self.chosen: list[raft.entry | None] = [None] * (first.index + 1)
        self._chosen_in = [0] * (first.index + 1)
        # (index, term) → the term before it and the entry: with this, an entry stands for its log.
        self._lineage: dict[tuple[int, int], tuple[int, raft.entry]] = {}
        self._leaders: dict[int, int] = {}
        # (node, term) → the vote that is on its disk; and the one that it gave away.
        self._votes: dict[tuple[int, int], int] = {}
        self._spoken: dict[tuple[int, int], int] = {}
        # Index → what the state machines held there, and who the members were.
        self.states: dict[int, int] = {first.index: content}
        self.members: dict[int, raft.conf_state] = {first.index: first.members}
        self._floors: dict[bytes, int] = {}
        self.newest_members = first.members
        # The node that leadership was last to be handed to.
        self.transfer = 0

    def restarted(self, node: Node) -> None:
        """Look at what a node remembers: its vote is one that it will stand by."""
        state = node.disk.image.hard_state
        self._vote(node, state)

    def ready(self, node: Node, ready: Ready) -> None:
        """Look at what a core wants its driver to do; `node` knows the new hard state already."""
        if ready.snapshot is not None:
            node.terms[ready.snapshot.index] = ready.snapshot.term
        if ready.entries:
            self._log_matches(node, ready)
        if ready.append is not None and not ready.must_sync:
            _hold(not ready.entries, "an append without fsync holds entries")
        if ready.soft_state is not None and ready.soft_state.role is Role.LEADER:
            self._elected(node, ready)
        if ready.hard_state is not None and ready.hard_state.commit > self.committed:
            self._commits(node, ready.hard_state.commit)
        for read in ready.read_states:
            self._read(read)

    def says(self, node: Node, message: raft.message) -> None:
        """Look at a message that leaves a node."""
        kind = message.type
        if kind in _OF_LEADER:
            leader = self._leaders.setdefault(message.term, node.id)
            _hold(leader == node.id, f"two leaders in term {message.term}: {leader}, {node.id}")
        elif kind == raft.MESSAGE_APPEND_RESPONSE:
            if not message.reject and message.index:
                held = node.disk.image.last_index()
                _hold(
                    message.index <= held or message.index <= node.disk.image.point.index,
                    f"node {node.id} acknowledged {message.index}, its disk holds {held}",
                )
                _hold(
                    message.term <= node.disk.image.hard_state.term,
                    f"node {node.id} spoke of term {message.term} before it was durable",
                )
        elif kind == raft.MESSAGE_VOTE_RESPONSE and not message.reject:
            vote = self._votes.get((node.id, message.term))
            _hold(
                vote == message.to,
                f"node {node.id} voted for {message.to} in term {message.term}, on disk: {vote}",
            )
            spoken = self._spoken.setdefault((node.id, message.term), message.to)
            _hold(
                spoken == message.to,
                f"node {node.id} voted for {spoken} and {message.to} in term {message.term}",
            )

    def secured(self, node: Node, append: Append) -> None:
        """Note what an fsync has secured."""
        if append.hard_state is not None:
            self._vote(node, append.hard_state)

    def handed_out(self, node: Node, apply: Apply) -> None:
        """Look at what a node takes to be committed."""
        chosen = self.chosen
        for entry in apply.entries:
            index = entry.index
            _hold(index == node.handed_out + 1, f"node {node.id} applies {index} out of turn")
            node.handed_out = index
            if index < len(chosen):
                known = chosen[index]
                if known is not entry:
                    _hold(known == entry, f"two entries were chosen for {index}")
            else:
                _hold(index == len(chosen), f"{index} was chosen before {len(chosen)}")
                chosen.append(entry)
                self._chosen_in.append(node.term)

    def changed(self, node: Node, index: int, content: int) -> None:
        """Look at a state machine behind an entry."""
        known = self.states.setdefault(index, content)
        if known != content:
            raise Violation(f"node {node.id} diverges from the others at {index}")

    def reconfigured(self, node: Node, index: int, members: raft.conf_state) -> None:
        """Look at the members behind a change of membership."""
        if index not in self.members:
            self.members[index] = self.newest_members = members
            self.counts["joint changes"] += bool(members.voters_outgoing)
        known = self.members[index]
        _hold(known == members, f"node {node.id} has {members} at {index}, others {known}")

    def asks(self, context: bytes) -> None:
        """Note that a read begins: its answer is at least what is committed now."""
        self._floors[context] = self.committed

    def _vote(self, node: Node, state: raft.hard_state) -> None:
        if not state.vote:
            return
        before = self._votes.setdefault((node.id, state.term), state.vote)
        _hold(
            before == state.vote,
            f"node {node.id} voted for {before} and {state.vote} in term {state.term}",
        )

    def _log_matches(self, node: Node, ready: Ready) -> None:
        """Log matching (§3.5): an entry has one content and one predecessor, wherever it is."""
        lineage, terms = self._lineage, node.terms
        before = terms.get(ready.entries[0].index - 1)
        _hold(before is not None, f"node {node.id} has a gap before {ready.entries[0].index}")
        assert before is not None
        first = ready.entries[0]
        self.counts["replaced tails"] += terms.get(first.index, first.term) != first.term
        for entry in ready.entries:
            key = (entry.index, entry.term)
            known = lineage.get(key)
            if known is None:
                _hold(before <= entry.term <= node.term, f"terms fall at {key}")
                lineage[key] = (before, entry)
            elif known[0] != before:
                raise Violation(f"before {key}: term {known[0]}, and {before} on node {node.id}")
            elif known[1] is not entry and known[1] != entry:
                raise Violation(f"two entries {key}")
            terms[entry.index] = before = entry.term

    def _elected(self, node: Node, ready: Ready) -> None:
        """Election safety, by a quorum of durable votes, and leader completeness (§3.6.3)."""
        term = node.term
        leader = self._leaders.setdefault(term, node.id)
        _hold(leader == node.id, f"two leaders in term {term}: {leader} and {node.id}")
        _hold(
            _quorum(node.members, lambda voter: self._votes.get((voter, term)) == node.id),
            f"node {node.id} leads term {term} without the votes for it",
        )
        self.counts["elections"] += 1
        self.counts["transfers"] += self.transfer == node.id
        self.transfer = 0
        needed = len(self.chosen) - 1
        while self._chosen_in[needed] >= term:
            needed -= 1
        index, at = ready.entries[-1].index, ready.entries[-1].term
        _hold(index > needed, f"leader {node.id} of term {term} lacks what was chosen")
        while index > needed:
            known = self._lineage.get((index, at))
            if known is None:
                return  # as far as the first snapshot
            index, at = index - 1, known[0]
        entry = self.chosen[needed]
        _hold(
            entry is None or entry.term == at,
            f"leader {node.id} of term {term} lacks {needed}, which was chosen before",
        )

    def _commits(self, node: Node, index: int) -> None:
        """A leader commits what a quorum has on its disks, and that is of its term (§3.6.2)."""
        if node.role is Role.LEADER:
            term = node.term
            nodes = node.world.nodes
            _hold(
                _quorum(node.members, lambda voter: nodes[voter].disk.image.term(index) == term),
                f"leader {node.id} of term {term} commits {index}, no quorum has it in that term",
            )
        self.committed = index

    def _read(self, read: ReadState) -> None:
        floor = self._floors[read.context]
        _hold(read.index >= floor, f"a read may see {read.index}, {floor} was committed before it")
        self.counts["reads"] += 1


def _quorum(members: raft.conf_state, has: Callable[[int], bool]) -> bool:
    return all(
        2 * sum([has(voter) for voter in half]) > len(half)
        for half in (members.voters, members.voters_outgoing)
        if half
    )


def _hold(condition: bool, rule: str) -> None:
    if not condition:
        raise Violation(rule)
