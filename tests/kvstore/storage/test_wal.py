"""The log against a plain list, on a disk that tears, forgets, fills up and fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kvstore._generated import raft
from kvstore.storage.errors import DiskFull, LogUnusable
from kvstore.storage.log_state import SnapshotPoint
from kvstore.storage.wal import Wal
from tests.kvstore.storage.dumb_log import EMPTY, DumbLog, entry, held_by, open_or_create
from tests.kvstore.storage.faulty_disk import Crash, FaultyDisk

NUMBERS = st.integers(0, 2**64 - 1)
# Short ones, ones that cross sectors, and ones that look like a sector that never arrived.
DATA = st.one_of(
    st.binary(max_size=40),
    st.integers(0, 1500).map(lambda size: b"x" * size),
    st.integers(500, 1500).map(bytes),
)
HARD_STATES = st.builds(raft.hard_state, term=NUMBERS, vote=NUMBERS, commit=NUMBERS)


class LogOnAFaultyDisk(RuleBasedStateMachine):
    """After every step the log holds exactly what was acknowledged.

    After a death it may also hold what was being appended then, whole; and what it holds once it
    was opened it never loses again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.wal: Wal | None = None
        self.log = EMPTY
        self.possible = [self.log]

    @initialize(seed=st.integers(0, 2**32))
    def create(self, seed: int) -> None:
        self.disk = FaultyDisk(seed)
        self.reopen()

    def reopen(self) -> None:
        """Start processes until one lives."""
        while self.wal is None:
            try:
                self.wal = open_or_create(self.disk)
            except Crash:
                self.die()
            except (LogUnusable, DiskFull):
                self.disk.capacity = None
                self.die()
        self.log = self.look(self.wal)
        assert self.log in self.possible
        self.possible = [self.log]

    def look(self, wal: Wal) -> DumbLog:
        """Read the log without dying of it."""
        armed, self.disk.crash_in = self.disk.crash_in, None
        held = held_by(wal)
        self.disk.crash_in = armed
        return held

    def die(self) -> None:
        self.wal = None
        self.disk.random.choice((self.disk.kill, self.disk.lose_power))()

    def attempt(
        self, action: Callable[[Wal], None], outcome: DumbLog, *, changes: bool = True
    ) -> None:
        """Change the log and the list alike, whatever happens on the way."""
        assert self.wal is not None
        try:
            action(self.wal)
        except DiskFull:
            # Nothing is done; but a death before the next change may still find it whole.
            self.possible.append(outcome)
        except Crash:
            self.possible.append(outcome)
            self.die()
            self.reopen()
        except LogUnusable:
            self.possible.append(outcome)
            with pytest.raises(LogUnusable):
                self.wal.append([])
            with pytest.raises(LogUnusable):
                self.wal.prepare_segment()
            self.die()
            self.reopen()
        else:
            self.log = outcome
            if changes:
                self.possible = [outcome]

    @rule(data=st.data(), hard_state=st.none() | HARD_STATES)
    def append(self, data: st.DataObject, hard_state: raft.hard_state | None) -> None:
        first = data.draw(st.integers(self.log.mark.index + 1, self.log.last_index + 1))
        self.append_from(first, data, hard_state, None)

    @rule(data=st.data(), hard_state=st.none() | HARD_STATES, ahead=st.integers(1, 20))
    def restore(self, data: st.DataObject, hard_state: raft.hard_state | None, ahead: int) -> None:
        point = SnapshotPoint(self.log.mark.index + ahead, data.draw(NUMBERS))
        self.append_from(point.index + 1, data, hard_state, point)

    def append_from(
        self,
        first: int,
        data: st.DataObject,
        hard_state: raft.hard_state | None,
        restored: SnapshotPoint | None,
    ) -> None:
        payloads = data.draw(st.lists(DATA, max_size=6))
        while sum(map(len, payloads)) > 3000:
            payloads.pop()
        entries = [
            entry(data.draw(NUMBERS), index, payload)
            for index, payload in enumerate(payloads, first)
        ]
        self.attempt(
            lambda wal: wal.append(entries, hard_state, restored=restored),
            self.log.append(entries, hard_state, restored),
            changes=bool(entries or hard_state or restored),
        )

    @precondition(lambda self: self.log.entries)
    @rule(data=st.data())
    def compact(self, data: st.DataObject) -> None:
        index = data.draw(st.integers(self.log.mark.index + 1, self.log.last_index))
        point = SnapshotPoint(index, data.draw(NUMBERS))
        self.attempt(lambda wal: wal.compact(point), self.log.compact(point))

    @rule()
    def prepare_segment(self) -> None:
        self.attempt(Wal.prepare_segment, self.log, changes=False)

    @rule()
    def restart(self) -> None:
        assert self.wal is not None
        self.wal.close()
        assert self.disk.open_files == 0
        self.wal = None
        self.reopen()

    @rule()
    def fail_suddenly(self) -> None:
        self.die()
        self.reopen()

    @rule(calls=st.integers(0, 25))
    def crash_soon(self, calls: int) -> None:
        self.disk.crash_in = calls

    @rule(syncs=st.integers(0, 3))
    def fail_a_sync(self, syncs: int) -> None:
        self.disk.sync_fails_in = syncs

    @rule(spare=st.integers(0, 6000), copy_on_write=st.booleans())
    def fill_the_disk(self, spare: int, copy_on_write: bool) -> None:
        self.disk.capacity = self.disk.used + spare
        self.disk.copy_on_write = copy_on_write

    @rule()
    def empty_the_disk(self) -> None:
        self.disk.capacity = None

    @invariant()
    def holds_what_was_acknowledged(self) -> None:
        if self.wal is not None:
            assert self.look(self.wal) == self.log


TestLogOnAFaultyDisk = LogOnAFaultyDisk.TestCase
