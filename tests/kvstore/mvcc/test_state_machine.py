"""The state machine against a dumb one, on random logs, with all that must not be noticed between.

`machine` is collected, pinned, restored; `twin` is only applied to. They may never differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.mvcc import frozen_keys, pin
from kvstore.mvcc.entries import decode, encode
from kvstore.mvcc.outcomes import Refusal, Refused
from kvstore.mvcc.pin import Pin
from kvstore.mvcc.state_machine import StateMachine
from kvstore.mvcc.validate import check_change
from tests.kvstore.mvcc.dumb_machine import ANY, DumbMachine
from tests.kvstore.mvcc.machines import content
from tests.kvstore.mvcc.strategies import KEYS, LEASES, SPACES, key_changes, key_ranges
from tests.kvstore.said import said


def valid(change: commands.command_change) -> bool:
    try:
        check_change(change)
    except Refusal:
        return False
    return True


CHANGES = key_changes(LEASES).filter(valid)
SESSIONS = st.sampled_from([0, 0, 0, 1, 2])
SEQUENCES = st.integers(0, 6)
LOWEST = st.sampled_from([0, 0, 0, 1, 2, 4, 7])
TTLS = st.sampled_from([1, 1500, 5000])


def digest(machine: StateMachine, revision: int) -> bytes:
    found = [step for step in machine.hash(revision) if step is not None]
    assert len(found) == 1
    return found[0]


class InProgress:
    """A pin whose pieces are being read."""

    def __init__(self, pinned: Pin, expected: bytes) -> None:
        self.pin = pinned
        self.expected = expected
        self.pieces: Iterator[bytes] = pinned.pieces()
        self.read = b""

    def finish(self) -> None:
        self.read += b"".join(self.pieces)
        self.pin.release()
        assert self.read == self.expected


class Machines(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        # So small that few keys already make several batches and pieces.
        self.patch.setattr(frozen_keys, "BATCH_BYTES", 150)
        self.patch.setattr(frozen_keys, "_LOOKS", 2)
        self.patch.setattr(pin, "_PIECE_MIN", 60)
        self.patch.setattr(pin, "PIECE_MAX", 100)
        self.machine, self.twin, self.dumb = StateMachine(), StateMachine(), DumbMachine()
        self.reads: list[InProgress] = []

    def apply(self, change: commands.command_change, **origin: Any) -> None:
        command = said(change, **origin)
        entry = raft.entry(
            term=1,
            index=self.machine.applied_index + 1,
            type=raft.ENTRY_NORMAL,
            command_version=commands.COMMAND_VERSION,
            data=encode(command),
        )
        outcome = self.machine.apply(entry, decode(entry))
        assert outcome is not None
        assert outcome == self.twin.apply(entry, command)
        refused = outcome.code if isinstance(outcome, Refused) else None
        answered = self.dumb.begin(command)
        if answered is None:
            expected = self.dumb.apply(command)
            assert refused == expected or (refused and expected == ANY)
            self.dumb.end(command, outcome)
        elif isinstance(answered, int):
            assert refused == answered
        else:
            assert outcome == answered

    # ------------------------------------------------------------------ commands

    @initialize()
    def begin(self) -> None:
        """With a lease and a session, or most commands would only be refused."""
        self.grant(lease=1, ttl_ms=5000)
        self.open(session=1, ttl_ms=5000)

    @rule(changes=st.lists(CHANGES, min_size=4, max_size=8), name_space=SPACES)
    def change_keys(self, changes: list[commands.command_change], name_space: bytes) -> None:
        for change in changes:
            self.apply(change, name_space=name_space)

    @rule(
        changes=st.lists(
            st.tuples(CHANGES, st.sampled_from([1, 1, 1, 2]), SEQUENCES, LOWEST), max_size=6
        ),
        name_space=SPACES,
    )
    def change_keys_under_sessions(
        self, changes: list[tuple[commands.command_change, int, int, int]], name_space: bytes
    ) -> None:
        for change, session, sequence, lowest in changes:
            self.apply(
                change,
                name_space=name_space,
                session=session,
                sequence=sequence,
                lowest_unanswered=lowest,
            )

    @rule(back=st.sampled_from([-1, 0, 0, 1, 2, 3, 10]), session=SESSIONS, sequence=SEQUENCES)
    def compact(self, back: int, **origin: int) -> None:
        revision = max(self.dumb.store.revision - back, 0)
        self.apply(commands.command_change_COMMAND_COMPACT(revision=revision), **origin)

    @rule(lease=st.integers(1, 2), ttl_ms=TTLS, session=SESSIONS, sequence=SEQUENCES)
    def grant(self, lease: int, ttl_ms: int, **origin: int) -> None:
        grant = commands.command_lease_grant(lease=lease, ttl_ms=ttl_ms)
        self.apply(commands.command_change_COMMAND_LEASE_GRANT(grant=grant), **origin)

    @rule(
        lease=st.integers(1, 2),
        revoke=st.sampled_from([False, False, True]),
        session=SESSIONS,
        sequence=SEQUENCES,
    )
    def revoke_or_keep(self, lease: int, revoke: bool, **origin: int) -> None:
        if revoke:
            self.apply(commands.command_change_COMMAND_LEASE_REVOKE(revoked=lease), **origin)
        else:
            self.apply(commands.command_change_COMMAND_LEASE_KEEPALIVE(kept=lease), **origin)

    @rule(session=st.integers(1, 2), ttl_ms=st.one_of(TTLS, st.just(0)))
    def open(self, session: int, ttl_ms: int) -> None:
        opening = commands.command_session_open(session=session, ttl_ms=ttl_ms, name=b"test")
        self.apply(commands.command_change_COMMAND_SESSION_OPEN(open=opening))

    @rule(
        session=st.integers(1, 2),
        kind=st.sampled_from(
            [commands.COMMAND_SESSION_KEEPALIVE] * 5 + [commands.COMMAND_SESSION_CLOSE]
        ),
    )
    def keep_or_close(self, session: int, kind: int) -> None:
        change = commands.command_change_COMMAND_SESSION_KEEPALIVE(kind=kind)
        self.apply(change, session=session)

    @rule(elapsed_ms=st.sampled_from([100, 900, 1500, 4000, 20_000]))
    def tell_time(self, elapsed_ms: int) -> None:
        self.apply(commands.command_change_COMMAND_CLOCK(elapsed_ms=elapsed_ms))

    @rule(lease=st.integers(1, 2), session=st.integers(1, 2), renewal=st.integers(0, 3))
    def expire_too_soon_perhaps(self, lease: int, session: int, renewal: int) -> None:
        """What a leader saw long ago may say anything."""
        expire = commands.command_expire(
            leases=(commands.command_expiry(id=lease, renewal=renewal),),
            sessions=(commands.command_expiry(id=session, renewal=renewal),),
        )
        self.apply(commands.command_change_COMMAND_EXPIRE(expire=expire))

    @rule()
    def expire(self) -> None:
        due = self.machine.due()
        leases, sessions = self.dumb.due()
        if due is None:
            assert not leases
            assert not sessions
            return
        assert {said.id for said in due.leases} == leases
        assert {said.id for said in due.sessions} == sessions
        self.apply(commands.command_change_COMMAND_EXPIRE(expire=due))
        assert self.machine.due() is None

    @rule(
        kind=st.integers(1, 2),
        node_id=st.integers(1, 2),
        raised=st.booleans(),
        level=st.integers(0, 1),
    )
    def maintain(self, kind: int, node_id: int, raised: bool, level: int) -> None:
        alarm = commands.command_alarm(kind=kind, node_id=node_id, raised=raised, message="m")
        self.apply(commands.command_change_COMMAND_ALARM(alarm=alarm))
        self.apply(commands.command_change_COMMAND_FEATURE_LEVEL(level=level))

    # ------------------------------------------------------------------ what nobody may notice

    @rule(steps=st.integers(1, 20))
    def collect(self, steps: int) -> None:
        self.machine.collect(steps)

    @rule()
    def collect_all(self) -> None:
        while self.machine.collect(5):
            pass

    @precondition(lambda self: len(self.reads) < 3)
    @rule()
    def pin(self) -> None:
        self.reads.append(InProgress(self.machine.pin(), content(self.twin)))

    @precondition(lambda self: self.reads)
    @rule(data=st.data(), pieces=st.integers(1, 4))
    def read_pieces(self, data: st.DataObject, pieces: int) -> None:
        reading = data.draw(st.sampled_from(self.reads))
        for _ in range(pieces):
            piece = next(reading.pieces, None)
            if piece is None:
                reading.finish()
                self.reads.remove(reading)
                return
            assert len(piece) <= 100
            reading.read += piece

    @rule(cut=st.integers(1, 50))
    def restore(self, cut: int) -> None:
        whole = content(self.machine)
        self.machine = StateMachine.restore(
            whole[at : at + cut] for at in range(0, len(whole), cut)
        )
        assert content(self.machine) == whole

    # ------------------------------------------------------------------ what everybody sees

    @invariant()
    def numbers_agree(self) -> None:
        machine, dumb = self.machine, self.dumb
        assert machine.revision == dumb.store.revision
        assert machine.compacted_revision == dumb.floor
        assert machine.keys == len(dumb.store.states[-1])
        assert machine.clock_ms == dumb.clock
        assert machine.feature_level == dumb.level
        assert machine.timed == bool(dumb.leases or dumb.sessions)
        assert {(a.node_id, a.kind): a.message for a in machine.alarms} == dumb.alarms

    @rule(name_space=SPACES, key=KEYS)
    def read_all_revisions(self, name_space: bytes, key: bytes) -> None:
        for revision in range(1, self.dumb.store.revision + 1):
            if revision < self.dumb.floor:
                with pytest.raises(Refusal) as refusal:
                    self.machine.get(name_space, key, revision)
                assert refusal.value.code == kv.KV_COMPACTED
            else:
                expected = self.dumb.store.states[revision].get((name_space, key))
                assert self.machine.get(name_space, key, revision) == expected

    @rule(
        name_space=SPACES,
        ranges=st.lists(key_ranges, max_size=2).map(tuple),
        first=st.integers(0, 20),
        limit=st.integers(0, 3),
        flags=st.integers(0, 15),
    )
    def watch(
        self,
        name_space: bytes,
        ranges: tuple[kv.kv_key_range, ...],
        first: int,
        limit: int,
        flags: int,
    ) -> None:
        """Answers add up to all events, from wherever one may begin."""
        if first:
            first = max(self.dumb.store.revision + 3 - first, 1)
        position = kv.kv_watch_position(revision=first, offset=0)
        if 0 < first < self.dumb.floor:
            with pytest.raises(Refusal) as refusal:
                self.machine.events(name_space, ranges, position, limit, flags)
            assert refusal.value.code == kv.KV_COMPACTED
            return
        found: list[kv.kv_event] = []
        newest = self.machine.revision
        while True:
            answer = self.machine.events(name_space, ranges, position, limit, flags)
            assert len(answer.events) <= (limit or kv.KV_EVENTS_MAX)
            found += answer.events
            assert answer.next != position or answer.next.revision > newest
            position = answer.next
            if position.revision > newest:
                break
        begin = first or newest + 1
        assert position.revision == max(begin, newest + 1)
        assert found == self.dumb.watched(name_space, ranges, begin, flags)

    @rule(name_space=SPACES)
    def ask_for_leases(self, name_space: bytes) -> None:
        listed = self.machine.lease_list(0)
        assert [info.lease for info in listed.leases] == sorted(self.dumb.leases)
        state = self.dumb.store.states[-1]
        for info in listed.leases:
            term = self.dumb.leases[info.lease]
            left = max(term.renewed + term.ttl - self.dumb.clock, 0)
            assert (info.granted_ttl_ms, info.ttl_ms) == (term.ttl, left)
            told = self.machine.lease_ttl(info.lease, name_space, keys=True, after=b"a")
            assert [leased.key for leased in told.keys] == sorted(
                key
                for (space, key), item in state.items()
                if space == name_space and item.lease == info.lease and key > b"a"
            )
            assert (told.ttl_ms, told.more) == (left, False)

    @rule(data=st.data())
    def compare_hashes(self, data: st.DataObject) -> None:
        revision = data.draw(st.integers(self.dumb.floor, self.dumb.store.revision))
        assert digest(self.machine, revision) == digest(self.twin, revision)

    @rule(name_space=SPACES, keys=key_ranges)
    def count_what_is_looked_at(self, name_space: bytes, keys: kv.kv_key_range) -> None:
        """What a change counts as looked at depends on nothing but the log."""
        looked = []
        for machine in (self.machine, self.twin):
            changes = machine.store._changes(name_space)
            span = (keys.key, keys.end or None)
            found = list(changes.look_through(span))
            looked.append((changes._looked, found))
            assert all(span[0] <= item.key for item in found)
        assert looked[0] == looked[1]

    def teardown(self) -> None:
        try:
            for reading in self.reads:
                reading.finish()
            assert content(self.machine) == content(self.twin)
            while self.machine.collect(1000):
                pass
            assert content(self.machine) == content(self.twin)
            self.all_that_is_kept_is_readable()
        finally:
            self.patch.undo()

    def all_that_is_kept_is_readable(self) -> None:
        """Nothing is left that no read, and no watch from the floor on, could show."""
        floor = self.dumb.floor
        kept = {
            (space, item.key, item.mod_revision): item
            for revision in range(max(floor - 1, 0), self.dumb.store.revision + 1)
            for (space, _), item in self.dumb.store.states[revision].items()
        }
        size = sum(len(item.key) + len(item.value) for item in kept.values())
        size += sum(
            len(item.key)
            for events in self.dumb.store.events[floor:]
            for _, item in events
            if not item.key_version
        )
        assert self.machine.data_bytes == size


TestMachines = Machines.TestCase
TestMachines.settings = settings(
    max_examples=120, stateful_step_count=50, suppress_health_check=list(HealthCheck)
)
