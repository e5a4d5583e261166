"""What must hold in the whole cluster, looked at whenever a node may have changed it.

The checker believes no node: it keeps what every log has held, what every disk has secured and
what has been said, and draws its own conclusions. Each check costs what the step changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from kvstore._generated import raft
from kvstore.raft.ready import Append, Apply, Ready
from kvstore.raft.state import ReadState, Role
from tests.simulation.events import Events

if TYPE_CHECKING:
    from tests.simulation.node import Node

# Only a term's leader sends these.
_OF_LEADER = frozenset({raft.MESSAGE_APPEND, raft.MESSAGE_HEARTBEAT, raft.MESSAGE_SNAPSHOT})


class Violation(Exception):
    """Something happened that must not."""


class Checker:
    """Sees everything. Raises `Violation`.

    `lease` is how old the answer to a read may be, in microseconds: 0 unless leases are trusted.
    `direct`: also the rules that a quorum stands behind each leader and each commit are looked at,
    which a broken one breaks long before it does any harm.
    """

    def __init__(
        self,
        first: raft.snapshot_metadata,
        content: int,
        counts: Counter[str],
        events: Events,
        *,
        lease: int = 0,
        direct: bool = True,
    ) -> None:
        self.counts = counts
        self.direct = direct
        self._events = events
        self._lease = lease
        # The highest index that any node knew to be committed, and the terms of all up to it.
        self.committed = first.index
        self._committed_terms = [0] * first.index + [first.term]
        # When that was news, for the readers of old answers.
        self._committed_at = ([0], [first.index])
        # Entries handed out to be applied anywhere, by index, and the term that this was in.
        self.chosen: list[raft.entry | None] = [None] * (first.index + 1)
        self._chosen_in = [0] * (first.index + 1)
        # (index, term) → the term before it and the entry: with this, an entry stands for its log.
        self._lineage: dict[tuple[int, int], tuple[int, raft.entry]] = {}
        # Term → the node that leads it, and the life in which it does.
        self._leaders: dict[int, tuple[int, int]] = {}
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
            node.terms = {ready.snapshot.index: ready.snapshot.term}
        if ready.entries:
            self._log_matches(node, ready)
        if ready.append is not None and not ready.must_sync:
            _hold(not ready.entries, "an append without fsync holds entries")
        if ready.soft_state is not None and ready.soft_state.role is Role.LEADER:
            self._elected(node, ready)
        if ready.hard_state is not None:
            self._commits(node, ready.hard_state.commit)
        for read in ready.read_states:
            self._read(read)

    def says(self, node: Node, message: raft.message) -> None:
        """Look at a message that leaves a node."""
        kind = message.type
        if kind in _OF_LEADER:
            self._leads(node, message.term)
        elif kind == raft.MESSAGE_APPEND_RESPONSE:
            if not message.reject and message.index:
                self._acknowledges(node, message)
        elif kind == raft.MESSAGE_VOTE_RESPONSE and not message.reject:
            vote = self._votes.get((node.id, message.term))
            # A later term beside it on the disk binds as well: no other vote can follow.
            past = vote is None and message.term < node.disk.image.hard_state.term
            _hold(
                past or vote == message.to,
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

    def reads_back(self, node: Node, written: Sequence[raft.entry]) -> None:
        """A log is what its node was last told to write, however much of it is on the disk yet."""
        log = node.core._state.log
        for entry in written:
            index = entry.index
            if log.first_index() <= index <= log.last_index():
                term, told = log.term(index), node.terms[index]
                _hold(term == told, f"node {node.id} reads {index} of term {term}, not of {told}")

    def handed_out(self, node: Node, apply: Apply) -> None:
        """Look at what a node takes to be committed, and holds itself."""
        chosen, image = self.chosen, node.disk.image
        for entry in apply.entries:
            index = entry.index
            _hold(index == node.handed_out + 1, f"node {node.id} applies {index} out of turn")
            node.handed_out = index
            held = index <= image.point.index or image.term(index) == entry.term
            _hold(held, f"node {node.id} applies {index} before it is on its disk")
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

    def further_back(self, message: raft.message, by: int, count: int) -> raft.message | None:
        """Return what a leader could have sent that knows less of its follower; None: nothing.

        It begins `by` entries further back and holds `count` of them. Raft allows for it, whatever
        our leaders do.
        """
        index, term = message.index, message.log_term
        entries: list[raft.entry] = []
        while len(entries) < by and (index, term) in self._lineage:
            before, entry = self._lineage[(index, term)]
            entries.append(entry)
            index, term = index - 1, before
        if not entries:
            return None
        entries.reverse()
        return msgspec.structs.replace(
            message, index=index, log_term=term, entries=tuple(entries[:count])
        )

    def committed_term(self, index: int) -> int | None:
        """Return the term of a committed entry."""
        return self._committed_terms[index] if index <= self.committed else None

    def asks(self, context: bytes) -> None:
        """Note that a read begins: its answer is at least what is committed now."""
        self._floors[context] = self.committed
        if self._lease:
            times, indices = self._committed_at
            self._floors[context] = indices[
                max(bisect_right(times, self._events.now - self._lease) - 1, 0)
            ]

    def _acknowledges(self, node: Node, message: raft.message) -> None:
        """What a leader counts is on the disk, and is what this leader has there."""
        image, index = node.disk.image, message.index
        held = image.last_index()
        if message.term < (image.term(held) or 0):
            # Replaced by a later leader before it was handed out to be written, which is the same
            # as after it: whoever elected that leader does not have what it replaced.
            return
        _hold(
            index <= held or index <= image.point.index,
            f"node {node.id} acknowledged {index}, its disk holds {held}",
        )
        _hold(
            message.term <= image.hard_state.term,
            f"node {node.id} spoke of term {message.term} before it was durable",
        )
        leader = node.world.nodes[message.to]
        if (
            self._leaders.get(message.term) != (leader.id, leader.life)
            or leader.term > message.term
        ):
            return  # it counts no more
        durable, theirs = image.term(index), leader.terms.get(index)
        _hold(
            durable is None or theirs is None or durable == theirs,
            f"node {node.id} acknowledged {index} of term {theirs}, its disk holds term {durable}",
        )

    def _voted(self, key: tuple[int, int], for_: int) -> bool:
        return self._votes.get(key) == for_ or self._spoken.get(key) == for_

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

    def _leads(self, node: Node, term: int) -> None:
        """A term has one leader (§3.2), and that one only once: a second life knows other logs."""
        leader, life = self._leaders.setdefault(term, (node.id, node.life))
        _hold(leader == node.id, f"two leaders in term {term}: {leader} and {node.id}")
        _hold(life == node.life, f"node {node.id} leads term {term} in two lives")

    def _elected(self, node: Node, ready: Ready) -> None:
        """Election safety, by a quorum of durable votes, and leader completeness (§3.6.3)."""
        term = node.term
        self._leads(node, term)
        _hold(
            not self.direct
            or _quorum(node.in_force, lambda voter: self._voted((voter, term), node.id)),
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
        """Whoever takes an entry for committed: a quorum has it on its disks (§3.6.2).

        A leader commits what is of its own term. The others are told, so of them it is known.
        """
        term = node.terms[index]
        if index <= self.committed:
            known = self._committed_terms[index]
            _hold(
                term == known,
                f"node {node.id} takes {index} of term {term} for committed, not of {known}",
            )
            return
        if self.direct:
            nodes = node.world.nodes
            _hold(
                node.role is not Role.LEADER or term == node.term,
                f"leader {node.id} of term {node.term} commits {index} of term {term}",
            )
            _hold(
                _quorum(node.in_force, lambda voter: nodes[voter].disk.image.term(index) == term),
                f"node {node.id} commits {index} of term {term}, no quorum has it",
            )
        news = [term]
        for at in range(index, self.committed + 1, -1):
            news.append(self._lineage[(at, news[-1])][0])
        before = self._lineage[(self.committed + 1, news[-1])][0]
        known = self._committed_terms[-1]
        _hold(
            before == known,
            f"node {node.id} commits {index} behind {self.committed} of term {before}, not {known}",
        )
        self._committed_terms += reversed(news)
        self.committed = index
        self._committed_at[0].append(self._events.now)
        self._committed_at[1].append(index)

    def _read(self, read: ReadState) -> None:
        floor = self._floors[read.context]
        _hold(read.index >= floor, f"a read may see {read.index}, {floor} was committed before it")
        self.counts["reads"] += 1
        self.counts["reads by lease"] += self._lease > 0


def _quorum(in_force: Iterable[raft.conf_state], has: Callable[[int], bool]) -> bool:
    """Whether the majorities of one of these configurations have it."""
    return any(
        all(
            2 * sum([has(voter) for voter in half]) > len(half)
            for half in (members.voters, members.voters_outgoing)
            if half
        )
        for members in in_force
    )


def _hold(condition: bool, rule: str) -> None:
    if not condition:
        raise Violation(rule)
