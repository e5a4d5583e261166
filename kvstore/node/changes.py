"""All who want a change: from the call to the answer.

What waits in the queue has not happened, and never will if it is refused. What is in the log may
still happen whatever becomes of this node, until another entry is committed in its place.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore._generated import kv, raft
from kvstore.mvcc.outcomes import Refusal
from kvstore.mvcc.validate import looks_through_keys
from kvstore.node.proposals import Proposal, ProposalQueue
from kvstore.node.refusals import NodeRefusal, busy, not_in_force
from kvstore.node.results import Commit
from kvstore.node.waiting import Waiting, late
from kvstore.raft.errors import InvariantBroken, ProposalDropped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kvstore._generated import command as commands
    from kvstore.mvcc.outcomes import Outcome
    from kvstore.node.core_driver import CoreDriver
    from kvstore.node.options import ReplicaOptions
    from kvstore.node.ports import Ports
    from kvstore.node.release import Release
    from kvstore.node.situation import Situation

ENTRY_OVERHEAD: Final = 20 + 28
"""Bytes of an entry in a batch beside its data, which is XDR and so needs no padding."""

_COLLECT_STEPS: Final = 500
"""Versions that are removed between two looks at the clock."""

_NEVER: Final = 1 << 63


class MembersProposal(Waiting[None]):
    """A change of membership in the log."""

    __slots__ = ("term",)

    def __init__(
        self, deadline: int, done: Callable[[NodeRefusal | None], None], term: int
    ) -> None:
        super().__init__(deadline, done)
        self.term = term


class _Applied(NamedTuple):
    """A change that is applied and not answered; `until`: how long to wait for more nodes."""

    place: int
    proposal: Proposal
    outcome: Outcome
    until: int


class Changes:
    """Proposals of this node. Times are nanoseconds of the boot clock."""

    def __init__(
        self,
        options: ReplicaOptions,
        ports: Ports,
        driver: CoreDriver,
        situation: Situation,
        release: Release,
    ) -> None:
        """Wait for nothing yet."""
        self._release = release
        self._options = options
        self._clock = ports.clock
        self._space = ports.space
        self._driver = driver
        self._situation = situation
        self._queue = ProposalQueue(options.max_proposals, options.max_proposal_bytes)
        self._in_log: dict[int, Proposal | MembersProposal] = {}
        self._applied_term = 0
        self._applied: list[_Applied] = []
        self._awaiting_all: list[_Applied] = []

    @property
    def waiting(self) -> int:
        """Number of changes that are not proposed yet."""
        return len(self._queue)

    @property
    def waiting_bytes(self) -> int:
        """Bytes of the changes that are not proposed yet."""
        return self._queue.bytes

    @property
    def idle(self) -> bool:
        """Whether nobody waits for an answer."""
        return not (self._queue or self._in_log or self._applied or self._awaiting_all)

    # ------------------------------------------------------------------ into the log

    def propose(
        self,
        command: commands.command,
        deadline: int,
        done: Callable[[Commit | NodeRefusal], None],
        wait: int,
    ) -> Proposal:
        """Queue a change. Raises `NodeRefusal`, and then `done` is never called."""
        core = self._driver.core
        if not self._driver.leads and core.lead:
            raise self._situation.not_leader()
        if self._situation.leaderless(self._clock.now()):
            raise self._situation.late("a leader was waited for", executed=kv.KV_EXECUTED_NO)
        level = self._driver.machine.feature_level
        needed = self._release.level_needed(command.change)
        if needed > level:
            raise not_in_force(needed, level)
        version, data = self._release.encode(command, level)
        most = self._options.max_entry_bytes
        if len(data) > most:
            raise Refusal(
                kv.KV_TOO_LARGE,
                f"a change of {len(data)} bytes does not fit the log's segments, which take {most}",
            )
        refusal = self._space.refusal(command, len(data))
        if refusal is not None:
            raise refusal
        proposal = Proposal(command, version, data, deadline, done, wait)
        self._queue.add(proposal)
        return proposal

    def propose_first(self, command: commands.command, settled: Callable[[], None]) -> None:
        """Queue a command of the cluster's own before all others, whatever room there is."""
        version, data = self._release.encode(command, self._driver.machine.feature_level)
        proposal = Proposal(command, version, data, _NEVER, lambda _: settled())
        self._queue.add_first([proposal])

    def propose_members(
        self,
        change: raft.conf_change_v2,
        deadline: int,
        done: Callable[[NodeRefusal | None], None],
    ) -> None:
        """Propose a change of membership. Raises `NodeRefusal`, and then `done` is never called."""
        core = self._driver.core
        if not self._driver.leads:
            if core.lead:
                raise self._situation.not_leader()
            raise self._situation.late("a leader was waited for", executed=kv.KV_EXECUTED_NO)
        if any(isinstance(each, MembersProposal) for each in self._in_log.values()):
            raise busy("changes of membership", 200)
        try:
            core.propose_conf_change(change)
        except ProposalDropped:
            raise busy("changes", 200) from None
        self._put_in_log(core.last_index, MembersProposal(deadline, done, core.term))

    def hand_over(self) -> None:
        """Give the core what has gathered, if it can do with it now.

        While one batch is on its way to the disk, the next one gathers: the slower the disk, the
        larger the batches.
        """
        driver, queue = self._driver, self._queue
        if not queue:
            return
        core = driver.core
        if not driver.leads:
            if core.lead:
                self._refuse_queue(self._situation.not_leader())
            return
        room = self._options.max_in_log - len(self._in_log)
        if driver.writing or not driver.room_to_apply or room <= 0:
            return
        options = self._options
        batch = queue.take(
            min(options.max_batch, room),
            options.max_batch_bytes,
            ENTRY_OVERHEAD,
            self._clock.now(),
            self._refuse_late,
        )
        if not batch:
            return
        # Versions differ only where a new feature level has come in force just now.
        for version, same in groupby(batch, lambda proposal: proposal.version):
            proposals = list(same)
            try:
                core.propose([proposal.data for proposal in proposals], version)
            except ProposalDropped:
                # Too much is uncommitted, or leadership is being handed over: that ends.
                queue.add_first([proposal for proposal in batch if not proposal.term])
                return
            term = core.term
            for index, proposal in enumerate(proposals, core.last_index - len(proposals) + 1):
                proposal.term = term
                self._put_in_log(index, proposal)

    def _put_in_log(self, index: int, proposal: Proposal | MembersProposal) -> None:
        overwritten = self._in_log.pop(index, None)
        if overwritten is not None:
            overwritten.answer(self._situation.replaced())
        self._in_log[index] = proposal

    # ------------------------------------------------------------------ and out of it

    def apply(self, entry: raft.entry) -> bool:
        """Let the machine apply a normal entry, and note who waits for it.

        False, where it is to be tried again after what others have to do: a change that looks
        through keys passes by all that compaction has let go of and nobody has removed yet, so
        that goes first, a part at a time.
        """
        machine, index = self._driver.machine, entry.index
        if entry.term != self._applied_term:
            self._applied_term = entry.term
            self._give_up_older(entry)
        proposal = self._in_log.get(index)
        mine: Proposal | None = None
        if isinstance(proposal, Proposal) and proposal.term == entry.term:
            mine = proposal
        command = self._release.decode(entry) if mine is None else mine.command
        if (
            command is not None
            and looks_through_keys(command.change)
            and machine.collect(_COLLECT_STEPS)
        ):
            return False
        outcome = machine.apply(entry, command)
        if proposal is None:
            return True
        if mine is not None:
            if outcome is None:
                raise InvariantBroken(f"entry {index} holds a command, and was applied as none")
            until = 0
            if mine.wait == kv.KV_WAIT_ALL:
                # What is left of the time after that is for the answer's way back.
                until = mine.deadline - (mine.deadline - self._clock.now()) // 4
            self._applied.append(_Applied(index, mine, outcome, until))
        elif proposal.term == entry.term:
            # The core has voided it: there was another, or it made no sense.
            proposal.answer(busy("changes of membership", 200))
        else:
            proposal.answer(self._situation.replaced())
        del self._in_log[index]
        return True

    def members_changed(self, entry: raft.entry) -> None:
        """Answer whoever asked for a change of membership that is in force now."""
        proposal = self._in_log.pop(entry.index, None)
        if proposal is None:
            return
        if proposal.term == entry.term and isinstance(proposal, MembersProposal):
            proposal.answer(None)
        else:
            proposal.answer(self._situation.replaced())

    def answer_all_awaited(self) -> None:
        """Answer those who wait for all nodes, if all have it now."""
        if self._awaiting_all:
            self.answer()

    def answer(self) -> None:
        """Answer what is applied, and waits for no more nodes."""
        if not self._applied and not self._awaiting_all:
            return
        ready, self._applied = [*self._awaiting_all, *self._applied], []
        self._awaiting_all = []
        # Only a leader knows who else has an entry: elsewhere it is a quorum, at least.
        matches = self._driver.core.matches() if self._driver.leads else None
        quorum = self._quorum()
        for each in ready:
            proposal = each.proposal
            durable = quorum
            if matches is not None:
                durable = sum([match >= each.place for match in matches.values()])
                if proposal.wait == kv.KV_WAIT_ALL and self._waits(each, matches):
                    self._awaiting_all.append(each)
                    continue
            proposal.answer(Commit(each.outcome, durable))

    def _waits(self, applied: _Applied, matches: Mapping[int, int]) -> bool:
        """Say whether a node that can be reached does not have an entry yet, and there is time."""
        now = self._clock.now()
        return now < applied.until and any(
            match < applied.place and self._situation.reachable(node, now)
            for node, match in matches.items()
        )

    def _quorum(self) -> int:
        """Return how many nodes have at least what is committed."""
        state = self._driver.machine.conf_state
        return max(len(state.voters), len(state.voters_outgoing)) // 2 + 1

    # ------------------------------------------------------------------ giving up

    def _give_up_older(self, entry: raft.entry) -> None:
        """Answer those whose entries would stand behind a committed one of a later term.

        Terms never fall in a log, so none of them can be committed any more. Their places may
        stay empty for long.
        """
        gone = [
            place
            for place, proposal in self._in_log.items()
            if place > entry.index and proposal.term < entry.term
        ]
        for place in gone:
            self._in_log.pop(place).answer(self._situation.replaced())

    def overtaken(self, index: int) -> None:
        """Give up what is in the log up to `index`: a snapshot holds what became of it."""
        for place in [place for place in self._in_log if place <= index]:
            self._in_log.pop(place).answer(
                self._situation.late("the log was replaced", executed=kv.KV_EXECUTED_UNKNOWN)
            )

    def refuse_late(self, now: int) -> None:
        """Answer those whose deadline has passed; all of them, if nobody leads for long."""
        situation = self._situation
        for proposal in late(self._queue, _NEVER if situation.leaderless(now) else now):
            self._refuse_late(proposal)
        until = _NEVER if situation.given_up(now) else now
        for pending in late(self._in_log.values(), until):
            pending.answer(
                situation.late("the change waited for the disks", executed=kv.KV_EXECUTED_UNKNOWN)
            )
        self.answer()

    def refuse_all(self, waiting: NodeRefusal, in_log: NodeRefusal) -> None:
        """Give everything up: what waits never happens, what is in the log may."""
        self._refuse_queue(waiting)
        in_log_now, self._in_log = self._in_log, {}
        for pending in in_log_now.values():
            pending.answer(in_log)
        applied = [*self._awaiting_all, *self._applied]
        self._applied, self._awaiting_all = [], []
        for each in applied:
            each.proposal.answer(in_log)

    def _refuse_late(self, proposal: Proposal) -> None:
        """Refuse one that is in no log."""
        proposal.answer(
            self._situation.late("the change waited for the disk", executed=kv.KV_EXECUTED_NO)
        )

    def _refuse_queue(self, refusal: NodeRefusal) -> None:
        for proposal in self._queue.empty():
            proposal.answer(refusal)
