"""State machines that forget, or do things twice: each function breaks one promise, in memory.

What is broken is `kvstore.mvcc`.
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore._generated.snapshot import snapshot_head
from kvstore.mvcc import events
from kvstore.mvcc.collector import Collector
from kvstore.mvcc.keyspace import Keyspace
from kvstore.mvcc.outcomes import Outcome
from kvstore.mvcc.pin import Pin
from kvstore.mvcc.ranges import revision_to_read
from kvstore.mvcc.sessions import Session, Sessions
from kvstore.mvcc.state_machine import StateMachine
from kvstore.mvcc.store import Store


def do_again(patch: pytest.MonkeyPatch) -> None:
    """Do a change of a session anew whenever it comes."""
    begin = Sessions.begin

    def forgetful(self: Sessions, origin: commands.command_origin, now: int) -> Outcome | None:
        session = self.find(origin.session)
        if session is not None:
            session.outcomes.pop(origin.sequence, None)
        return begin(self, origin, now)

    patch.setattr(Sessions, "begin", forgetful)


def leave_sessions_out(patch: pytest.MonkeyPatch) -> None:
    def freeze(self: Sessions) -> list[Session]:
        return []

    patch.setattr(Sessions, "freeze", freeze)


def collect_what_is_pinned(patch: pytest.MonkeyPatch) -> None:
    def target(self: Collector, floor: int) -> int:
        return floor

    patch.setattr(Collector, "_target", target)


def skip_events(patch: pytest.MonkeyPatch) -> None:
    """Let a watch go on a revision too late where an answer was full."""
    told = StateMachine.events

    def hasty(self: StateMachine, *args: Any) -> kv.kv_watch_ok:
        answer = told(self, *args)
        if answer.next.revision > self.revision:
            return answer
        later = kv.kv_watch_position(revision=answer.next.revision + 1, offset=0)
        return kv.kv_watch_ok(events=answer.events, next=later)

    patch.setattr(StateMachine, "events", hasty)


def tell_again(patch: pytest.MonkeyPatch) -> None:
    """Let a watch go on at the beginning of the revision in whose middle an answer was full."""
    told = StateMachine.events

    def forgetful(self: StateMachine, *args: Any) -> kv.kv_watch_ok:
        answer = told(self, *args)
        again = kv.kv_watch_position(revision=answer.next.revision, offset=0)
        return kv.kv_watch_ok(events=answer.events, next=again)

    patch.setattr(StateMachine, "events", forgetful)


def watch_below_the_floor(patch: pytest.MonkeyPatch) -> None:
    told = events.events

    def blind(space: Keyspace, revision: int, floor: int, *args: Any) -> kv.kv_watch_ok:
        return told(space, revision, 0, *args)

    patch.setattr(events, "events", blind)


def read_below_the_floor(patch: pytest.MonkeyPatch) -> None:
    def blind(wanted: int, newest: int, floor: int) -> int:
        return revision_to_read(wanted, newest, 0)

    patch.setattr("kvstore.mvcc.store.revision_to_read", blind)


def remove_too_much(patch: pytest.MonkeyPatch) -> None:
    target = Collector._target
    patch.setattr(Collector, "_target", lambda self, floor: target(self, floor) + 2)


def keep_the_newest_outcome(patch: pytest.MonkeyPatch) -> None:
    """Forget what other changes of a session have come to, whether they were answered or not."""
    add = Session.add

    def forgetful(self: Session, sequence: int, outcome: Outcome) -> int:
        self.outcomes.clear()
        self.outcome_bytes = 0
        return add(self, sequence, outcome)

    patch.setattr(Session, "add", forgetful)


def renew_nothing(patch: pytest.MonkeyPatch) -> None:
    """Let a session end though it is used."""

    def keep(self: Sessions, number: int, now: int) -> Session:
        session = self.get(number)
        if session.epoch != self._epoch:
            session = self._sessions[number] = session.copy(self._epoch)
        return session

    patch.setattr(Sessions, "keep", keep)


def name_the_entry_behind(patch: pytest.MonkeyPatch) -> None:
    """Name a snapshot after an entry that is not in it."""
    pin = StateMachine.pin

    def late(self: StateMachine) -> Pin:
        self.applied_index += 1
        try:
            return pin(self)
        finally:
            self.applied_index -= 1

    patch.setattr(StateMachine, "pin", late)


def leave_out(patch: pytest.MonkeyPatch, what: str) -> None:
    """Let the head of a snapshot say nothing of something."""
    begin = Pin.__init__

    def without(self: Pin, store: Store, head: snapshot_head, sessions: list[Session]) -> None:
        begin(self, store, msgspec.structs.replace(head, **{what: 0}), sessions)

    patch.setattr(Pin, "__init__", without)


def leave_the_floor_out(patch: pytest.MonkeyPatch) -> None:
    leave_out(patch, "compacted_revision")


def leave_the_level_out(patch: pytest.MonkeyPatch) -> None:
    leave_out(patch, "feature_level")


def change_what_is_pinned(patch: pytest.MonkeyPatch) -> None:
    """Go on to change the sessions that a pin has."""
    patch.setattr(Sessions, "freeze", lambda self: list(self._sessions.values()))
