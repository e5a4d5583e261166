"""Nodes that break one promise each, and the worlds in which that shows soonest.

A mutant replaces one function of the store in memory. What has to catch it are the promises that
`oversight` looks at, and the check of what clients were told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.collector import Collector
from kvstore.mvcc.outcomes import Outcome
from kvstore.mvcc.sessions import Session, Sessions
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.core_driver import CoreDriver
from kvstore.node.process_ready import process_ready
from kvstore.node.reader_lease import ReaderLease
from kvstore.node.situation import Situation
from kvstore.node.timekeeper import Timekeeper
from kvstore.raft.ready import Ready
from kvstore.storage.appender import Appender
from tests.simulation.events import MILLISECOND
from tests.simulation.store.scenario import Scenario


class Mutant(NamedTuple):
    """`caught` are parts of what is said of it: any one of them."""

    breaks: Callable[[pytest.MonkeyPatch], None]
    caught: tuple[str, ...]
    scenario: Scenario


def _never_sync(patch: pytest.MonkeyPatch) -> None:
    """Write batches, and take them for durable."""

    def put(self: Appender, data: bytes) -> None:
        self._file.write(self._end, data)

    patch.setattr(Appender, "_put", put)


def _answer_before_fsync(patch: pytest.MonkeyPatch) -> None:
    """Tell others that entries and votes are durable as soon as they are handed to the disk."""

    def hasty(ready: Ready, driver: CoreDriver) -> None:
        process_ready(ready, driver)
        if ready.append is not None:
            driver.send([m for m in ready.append.responses if m.to != driver._node])

    patch.setattr("kvstore.node.core_driver.process_ready", hasty)


def _do_again(patch: pytest.MonkeyPatch) -> None:
    """Do a change of a session anew whenever it comes."""
    begin = Sessions.begin

    def forgetful(self: Sessions, origin: commands.command_origin, now: int) -> Outcome | None:
        session = self.find(origin.session)
        if session is not None:
            session.outcomes.pop(origin.sequence, None)
        return begin(self, origin, now)

    patch.setattr(Sessions, "begin", forgetful)


def _leave_sessions_out(patch: pytest.MonkeyPatch) -> None:
    def freeze(self: Sessions) -> list[Session]:
        return []

    patch.setattr(Sessions, "freeze", freeze)


def _collect_what_is_pinned(patch: pytest.MonkeyPatch) -> None:
    def target(self: Collector, floor: int) -> int:
        return floor

    patch.setattr(Collector, "_target", target)


def _read_before_the_own_term(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("kvstore.raft.read_index.committed_in_term", lambda r: True)


def _vote_after_restart(patch: pytest.MonkeyPatch) -> None:
    start = CoreDriver.__init__

    def at_once(self: CoreDriver, *args: Any, fresh: bool) -> None:
        start(self, *args, fresh=True)

    patch.setattr(CoreDriver, "__init__", at_once)


def _keep_the_lease(patch: pytest.MonkeyPatch) -> None:
    """Go on to read by the lease when another was asked to lead."""

    def bar(self: ReaderLease, term: int) -> None:
        pass

    patch.setattr(ReaderLease, "bar", bar)


def _claim_that_nothing_happened(patch: pytest.MonkeyPatch) -> None:
    late = Situation.late

    def sure(self: Situation, doing: str, *, executed: int, changes: bool = True) -> Any:
        return late(self, doing, executed=kv.KV_EXECUTED_NO, changes=changes)

    patch.setattr(Situation, "late", sure)


def _skip_events(patch: pytest.MonkeyPatch) -> None:
    """Let a watch go on a revision too late where an answer was full."""
    events = StateMachine.events

    def hasty(self: StateMachine, *args: Any) -> kv.kv_watch_ok:
        answer = events(self, *args)
        if answer.next.revision > self.revision:
            return answer
        later = kv.kv_watch_position(revision=answer.next.revision + 1, offset=0)
        return kv.kv_watch_ok(events=answer.events, next=later)

    patch.setattr(StateMachine, "events", hasty)


def _hurry(patch: pytest.MonkeyPatch) -> None:
    """Tell the log that more time has passed than has, and end at once what is over by that."""
    clock = Timekeeper._clock

    def fast(self: Timekeeper, now: int) -> commands.command_change | None:
        change = clock(self, now)
        if change is None:
            return None
        assert isinstance(change, commands.command_change_COMMAND_CLOCK)
        return commands.command_change_COMMAND_CLOCK(elapsed_ms=4 * change.elapsed_ms)

    patch.setattr(Timekeeper, "_clock", fast)
    patch.setattr("kvstore.node.timekeeper._Ripening.ripe", lambda self, due, now: tuple(due))


_PLAIN = Scenario(change=0)
_DARK = _PLAIN._replace(
    blackout=6, power_loss=8, downtime=20 * MILLISECOND, faults=120 * MILLISECOND
)
_IMPATIENT = _PLAIN._replace(request_loss=0.15, keys=3, isolate_leader=6)
# Snapshots all the time, made slowly, while the floor rises; and nodes that begin with them.
_SNAPPING = _PLAIN._replace(
    max_log_entries=30, compact=30 * MILLISECOND, sync=3 * MILLISECOND, kept_size=0, crash=10,
    blackout=2, value_size=1500,
)  # fmt: skip
# So many keys, and the floor rising so often, that a snapshot cannot be made before it is passed.
_OVERTAKING = _SNAPPING._replace(compact=10 * MILLISECOND, ballast=100)
# Leaders that go as soon as they have committed something, before others know of it.
_RESTLESS = _PLAIN._replace(
    isolate_leader=10, crash=10, faults=60 * MILLISECOND, sync=4 * MILLISECOND, clients=10,
    think=2 * MILLISECOND, downtime=10 * MILLISECOND,
)  # fmt: skip
# Leaders that are cut off with changes that others have, for longer than anybody waits.
_INTERRUPTED = _PLAIN._replace(
    isolate_leader=20, one_way=10, fault_time=600 * MILLISECOND, request_loss=0.0, keys=3,
    sessionless=0.6,
)  # fmt: skip
_LEASED = Scenario(
    clients=8, readers=6, think=2 * MILLISECOND, faults=300 * MILLISECOND, partition=0, one_way=0,
    isolate_leader=0, crash=0, power_loss=0, blackout=0, pause=0, transfer=0, change=0, weather=0,
    failing_sync=0, slow_disk=0, full_disk=0, defection=0, handover=0, clock=0.1,
)  # fmt: skip

MUTANTS = {
    "acknowledge before the fsync": Mutant(
        _never_sync, ("another entry", "was known", "no order", "lead term"), _DARK
    ),
    "answer others before the fsync": Mutant(
        _answer_before_fsync, ("another entry", "was known", "no order", "lead term"), _DARK
    ),
    "do again what was done": Mutant(
        _do_again, ("was answered with revision", "no order"), _IMPATIENT
    ),
    "leave the sessions out of the snapshot": Mutant(
        _leave_sessions_out, ("has come to", "differs"), _SNAPPING
    ),
    "compact through a pin": Mutant(
        _collect_what_is_pinned, ("has come to", "differs", "cannot open"), _OVERTAKING
    ),
    "read before an entry of the own term": Mutant(
        _read_before_the_own_term, ("a read",), _RESTLESS
    ),
    "vote straight after a restart": Mutant(
        _vote_after_restart, ("a read by lease",), _LEASED._replace(defection=1)
    ),
    "keep the lease while another takes over": Mutant(
        _keep_the_lease, ("a read by lease",), _LEASED._replace(handover=1)
    ),
    "skip events": Mutant(_skip_events, ("was not told",), _PLAIN),
    "let time pass too fast": Mutant(_hurry, ("has ended early",), _LEASED),
    "claim that nothing happened": Mutant(
        _claim_that_nothing_happened, ("no order",), _INTERRUPTED
    ),
}
