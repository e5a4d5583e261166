"""Clients: one call after the other, under a session or not, and told the truth or nothing.

A change under a session is asked for again, at other nodes, under its number until it is answered.
One without a session is asked for once: where the node says that it has not happened, it must not
happen. All calls are kept, for the check of the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.outcomes import DeleteDone, PutDone, Refusal, Refused, TxnDone
from kvstore.node.refusals import NodeRefusal
from kvstore.node.results import Commit, ReadPermit
from tests.linearizability.history import NEVER, Action, Call, Read, Swap, Write
from tests.simulation.events import MILLISECOND, SECOND
from tests.simulation.store import commands as make
from tests.simulation.store.member import Member
from tests.simulation.store.scenario import DRIFT

if TYPE_CHECKING:
    from tests.simulation.store.world import World

_PATIENCE = 150 * MILLISECOND
_ONLY_ATTEMPT = SECOND
_AGAIN = 10 * MILLISECOND
_NUMBER_BYTES = 8
# How many changes are asked for together.
_AT_ONCE = (1, 1, 1, 3)


class Change:
    """A change under way. `revision` is what the first answer said, None while there is none."""

    def __init__(
        self,
        key: bytes,
        action: Action,
        command: commands.command,
        begun: int,
    ) -> None:
        self.key = key
        self.action = action
        self.command = command
        self.begun = begun
        self.attempts = 0
        self.over = False
        self.revision: int | None = None


class Client:
    """One client."""

    def __init__(self, world: World, *, only_reads: bool = False) -> None:
        """`only_reads`: it reads, by lease, and never waits for anything else."""
        self._world = world
        self._rng = world.rng
        self._only_reads = only_reads
        self._session = 0
        self._ttl_ms = 0
        # It was surely renewed after this moment.
        self._renewed_after = 0
        self._sequence = 0
        self._unanswered: set[int] = set()
        self._under_way = 0
        # Where clocks differ by more than the lease allows for it promises nothing.
        self._newest = kv.KV_LEASE if world.scenario.skew <= DRIFT else kv.KV_LINEARIZABLE
        self._node = self._any_node()
        self._read = 0
        self.idle = True
        # Some go on with old nodes however long it takes, others soon look elsewhere.
        self._patience = _PATIENCE // 2 + int(self._rng.random() * _PATIENCE)
        self._later(0, self._next)

    def _later(self, delay: int, callback: Any, argument: Any = None) -> None:
        self._world.events.after(delay, callback, argument)

    def _travel(self, callback: Any, argument: Any = None) -> None:
        """Let something arrive at the other side, or get lost."""
        world = self._world
        if self._rng.random() >= world.request_loss:
            delay = int((0.3 + self._rng.random()) * MILLISECOND)
            if self._rng.random() < world.request_loss:
                delay += int(self._rng.random() * 2 * _PATIENCE)
            self._later(delay, callback, argument)

    def _next(self, _: object) -> None:
        world, rng = self._world, self._rng
        if world.winding_up:
            self.idle = True
            return
        if rng.random() < world.scenario.sleep:
            # Long enough, now and then, for a session to end.
            self._later(int(4 * SECOND * rng.random()), self._next)
            return
        self.idle = False
        if self._only_reads:
            self._begin_read(self._newest, world.key())
            return
        if not self._session:
            self._open()
            return
        dice = rng.random()
        if dice < 0.45:
            for _ in range(rng.choice(_AT_ONCE)):
                self._begin_change()
        elif dice < 0.453:
            self._close()
        else:
            consistency = self._newest
            if dice < 0.65:
                consistency = kv.KV_LINEARIZABLE
            elif dice > 0.88:
                consistency = kv.KV_SERIALIZABLE
            self._begin_read(consistency, world.key())

    def _finished(self) -> None:
        """End a change; go on when there is none any more."""
        self._under_way -= 1
        if not self._under_way:
            self._rest()

    def _rest(self) -> None:
        self._later(int(2 * self._world.scenario.think * self._rng.random()), self._next)

    def _any_node(self) -> Member:
        """Return a node that is a member, if there is one; it may be down."""
        nodes = [node for node in self._world.nodes.values() if node.life and not node.retired]
        return nodes[int(self._rng.random() * len(nodes))]

    def _look_elsewhere(self, refusal: Refusal | None) -> None:
        leader = getattr(refusal, "leader_address", "")
        self._node = self._world.at_address(leader) or self._any_node()

    # ------------------------------------------------------------------ sessions

    def _open(self) -> None:
        session = 1 + self._rng.getrandbits(60)
        ttl_ms = 1500 if self._rng.random() < 0.3 else 60_000
        command = make.open_session(session, ttl_ms)
        begun, over = self._world.events.now, False

        def answered(result: Commit | Refusal) -> None:
            nonlocal over
            if over:
                return
            over = True
            if isinstance(result, Commit) and not isinstance(result.outcome, Refused):
                self._session, self._sequence = session, 0
                self._ttl_ms, self._renewed_after = ttl_ms, begun
                self._unanswered.clear()
                self._world.counts["sessions"] += 1
                self._rest()
            else:
                self._look_elsewhere(result if isinstance(result, Refusal) else None)
                self._later(_AGAIN, self._next)

        def ask(_: object) -> None:
            node.change(command, self._patience, lambda result: self._travel(answered, result))

        def late(_: object) -> None:
            answered(Refusal(kv.KV_DEADLINE, ""))

        node = self._node
        self._travel(ask)
        self._later(self._patience, late)

    def _close(self) -> None:
        """Close the session, or let it be: what comes of its changes from now on is nothing."""
        command = make.under(self._session, 0, 0, make.close_session())
        node, self._session = self._node, 0
        self._travel(lambda _: node.change(command, self._patience, lambda _: None))
        self._world.counts["sessions closed"] += 1
        self._rest()

    # ------------------------------------------------------------------ changes

    def _begin_change(self) -> None:
        world, rng = self._world, self._rng
        key, value = world.key(), world.value()
        number = value[:_NUMBER_BYTES]
        dice = rng.random()
        action: Action
        if dice < 0.6:
            action, change = Write(number), make.put(key, value)
        elif dice < 0.66:
            action, change = Write(None), make.delete(key)
        elif dice < 0.72:
            action, change = Write(None), make.delete_range(key)
            world.counts["ranges deleted"] += 1
        else:
            expected = world.guess(key)
            action = Swap(expected and expected[:_NUMBER_BYTES], number, swapped=False)
            change = make.swap(key, expected, value)
        session = 0 if rng.random() < world.scenario.sessionless else self._session
        if session:
            self._sequence += 1
            self._unanswered.add(self._sequence)
        lowest = min(self._unanswered, default=0)
        command = make.under(session, self._sequence, lowest, change)
        begun = Change(key, action, command, world.events.now)
        self._under_way += 1
        world.seen(key, None if isinstance(action, Write) and action.value is None else value)
        self._attempt(begun)

    def _attempt(self, change: Change) -> None:
        if change.over:
            return
        change.attempts += 1
        node, counts = self._node, self._world.counts
        lasting = bool(change.command.origin.session)
        patience = self._patience if lasting else int(_ONLY_ATTEMPT * (0.1 + self._rng.random()))
        counts["retries under a session"] += change.attempts > 1
        attempt = change.attempts
        wait = kv.KV_WAIT_ALL if self._rng.random() < 0.1 else kv.KV_WAIT_QUORUM

        def answered(result: Commit | Refusal) -> None:
            if isinstance(result, Commit):
                self._committed(change, result)
            elif not change.over and change.attempts == attempt:
                self._refused(change, result)

        def ask(_: object) -> None:
            node.change(
                change.command, patience, lambda result: self._travel(answered, result), wait
            )

        def late(_: object) -> None:
            if change.over or change.attempts != attempt:
                return
            if lasting and self._rng.random() >= self._world.death:
                self._look_elsewhere(None)
                self._attempt(change)
            else:
                counts["clients that died"] += lasting
                self._unknown(change)

        self._travel(ask)
        self._later(patience + 20 * MILLISECOND, late)

    def _committed(self, change: Change, commit: Commit) -> None:
        outcome = commit.outcome
        if isinstance(outcome, Refused):
            if not change.over:
                self._refused_by_log(change, outcome)
            return
        assert isinstance(outcome, PutDone | DeleteDone | TxnDone)
        if change.revision is not None and change.revision != outcome.revision:
            self._world.broken(
                f"{change.command.origin} was answered with revision {change.revision}, and then "
                f"with {outcome.revision}"
            )
        if change.over:
            return
        change.revision = outcome.revision
        action = change.action
        if isinstance(action, Swap):
            assert isinstance(outcome, TxnDone)
            action = Swap(action.expected, action.value, swapped=outcome.succeeded)
        self._world.counts["changes that needed several attempts"] += change.attempts > 1
        if outcome.revision:
            self._world.changes[outcome.revision] = [change.key]
            self._world.oversight.changed(change.key, outcome.revision)
        self._world.oversight.told(outcome.revision)
        self._end(change, action, self._world.events.now)

    def _refused_by_log(self, change: Change, refused: Refused) -> None:
        counts = self._world.counts
        if refused.code == kv.KV_SESSION_UNKNOWN:
            counts["sessions lost"] += 1
            least = int(self._ttl_ms * MILLISECOND / (1 + self._world.scenario.skew))
            if self._world.events.now < self._renewed_after + least:
                self._world.broken(f"the session of {change.command.origin} has ended early")
            self._session = 0
            self._unknown(change)
        elif refused.code == kv.KV_OUTCOME_FORGOTTEN:
            self._world.broken(f"{change.command.origin} was asked for, and forgotten")
        else:
            self._world.broken(f"{change.action} was refused: {refused}")

    def _refused(self, change: Change, refusal: Refusal) -> None:
        lasting = bool(change.command.origin.session)
        executed = getattr(refusal, "executed", kv.KV_EXECUTED_NO)
        self._world.counts[f"refusals of code {refusal.code}"] += 1
        self._look_elsewhere(refusal)
        if lasting:
            # The next answer counts, whatever comes of this attempt.
            self._later(_AGAIN, self._attempt, change)
        elif executed == kv.KV_EXECUTED_NO:
            self._world.counts["changes said not to happen"] += 1
            change.over = True
            self._finished()
        else:
            self._unknown(change)

    def _unknown(self, change: Change) -> None:
        """Give up: whoever gave up under a session begins another."""
        if change.command.origin.session:
            self._session = 0
        self._world.counts["outcomes unknown"] += 1
        self._end(change, change.action, NEVER)

    def _end(self, change: Change, action: Action, ended: float) -> None:
        change.over = True
        if ended != NEVER:
            # It has renewed its session in any one of its attempts.
            self._unanswered.discard(change.command.origin.sequence)
            if change.command.origin.session:
                self._renewed_after = max(self._renewed_after, change.begun)
        self._world.history.append(Call(change.key, action, change.begun, ended))
        self._finished()

    # ------------------------------------------------------------------ reads

    def _begin_read(self, consistency: int, key: bytes) -> None:
        self._read += 1
        read, node, world = self._read, self._node, self._world
        if self._rng.random() < 0.2:
            node = self._node = self._any_node()
        begun = world.events.now
        max_age_ms = 100 if self._rng.random() < 0.5 else 0

        def permitted(permit: ReadPermit) -> None:
            machine: Any = node.replica.machine
            if consistency == kv.KV_SERIALIZABLE:
                world.oversight.read_aged(node, machine.revision, permit.age_ms)
            item = node.get(key)
            self._travel(answered, (machine.revision, None if item is None else item.value))

        def answered(result: tuple[int, bytes | None] | Refusal) -> None:
            if self._read != read:
                return
            self._read += 1
            if isinstance(result, Refusal):
                self._look_elsewhere(result)
                self._later(_AGAIN, self._next)
                return
            revision, value = result
            if consistency != kv.KV_SERIALIZABLE:
                name = "a read by lease" if consistency == kv.KV_LEASE else "a read"
                world.oversight.read_at_least(name, begun, revision)
                world.oversight.told(revision)
                found = value and value[:_NUMBER_BYTES]
                world.history.append(Call(key, Read(found), begun, world.events.now))
                world.seen(key, value)
            world.counts[f"reads of consistency {consistency}"] += 1
            self._rest()

        def ask(_: object) -> None:
            node.read(
                consistency,
                max_age_ms,
                self._patience,
                permitted,
                lambda refusal: self._travel(answered, refusal),
            )

        def late(_: object) -> None:
            answered(NodeRefusal(kv.KV_DEADLINE, "nothing came back"))

        self._travel(ask)
        self._later(self._patience + 20 * MILLISECOND, late)
