"""Nodes that answer, read or lead before they may: each function breaks one promise, in memory.

What is broken is `kvstore.node`, or the log below it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.mvcc.outcomes import Outcome
from kvstore.node.changes import Changes
from kvstore.node.core_driver import CoreDriver
from kvstore.node.ports import Machine
from kvstore.node.process_ready import process_ready
from kvstore.node.reader_lease import ReaderLease
from kvstore.node.reads import Reads
from kvstore.node.results import Commit
from kvstore.node.situation import Situation
from kvstore.node.timekeeper import Timekeeper
from kvstore.node.upkeep.hasher import ContentHasher
from kvstore.raft.ready import Ready
from kvstore.storage.appender import Appender
from kvstore.storage.recovery import Recovered, recover
from kvstore.storage.segment_format import Identity
from kvstore.storage.vfs import Vfs


def never_sync(patch: pytest.MonkeyPatch) -> None:
    """Write batches, and take them for durable."""

    def put(self: Appender, data: bytes) -> None:
        self._file.write(self._end, data)

    patch.setattr(Appender, "_put", put)


def answer_before_fsync(patch: pytest.MonkeyPatch) -> None:
    """Tell others that entries and votes are durable as soon as they are handed to the disk."""

    def hasty(ready: Ready, driver: CoreDriver) -> None:
        process_ready(ready, driver)
        if ready.append is not None:
            driver.send([m for m in ready.append.responses if m.to != driver._node])

    patch.setattr("kvstore.node.core_driver.process_ready", hasty)


def read_before_the_own_term(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("kvstore.raft.read_index.committed_in_term", lambda r: True)


def vote_after_restart(patch: pytest.MonkeyPatch) -> None:
    start = CoreDriver.__init__

    def at_once(self: CoreDriver, *args: Any, fresh: bool) -> None:
        start(self, *args, fresh=True)

    patch.setattr(CoreDriver, "__init__", at_once)


def keep_the_lease(patch: pytest.MonkeyPatch) -> None:
    """Go on to read by the lease when another was asked to lead."""

    def bar(self: ReaderLease, term: int) -> None:
        pass

    patch.setattr(ReaderLease, "bar", bar)


def claim_that_nothing_happened(patch: pytest.MonkeyPatch) -> None:
    late = Situation.late

    def sure(self: Situation, doing: str, *, executed: int, changes: bool = True) -> Any:
        return late(self, doing, executed=kv.KV_EXECUTED_NO, changes=changes)

    patch.setattr(Situation, "late", sure)


def count_all(patch: pytest.MonkeyPatch) -> None:
    """Say of every change that all members have it on disk."""

    def count(outcome: Outcome, durable_nodes: int) -> Commit:
        return Commit(outcome, 9)

    patch.setattr("kvstore.node.changes.Commit", count)


def mark_reads_alike(patch: pytest.MonkeyPatch) -> None:
    """Take the answer to any question for the index for the one that was asked last."""
    begin = Reads.begin

    def alike(self: Reads, now: int, led_term: int, lease_epoch: int) -> bytes:
        begin(self, now, led_term, lease_epoch)
        assert self._round is not None
        self._round = self._round._replace(context=self._life)
        return self._life

    patch.setattr(Reads, "begin", alike)


def read_too_soon(patch: pytest.MonkeyPatch) -> None:
    applied = Reads.applied
    patch.setattr(Reads, "applied", lambda self, index: applied(self, index + 1))


def answer_in_anothers_place(patch: pytest.MonkeyPatch) -> None:
    """Take the entry in a change's place for its own, whoever put it there."""
    apply = Changes.apply

    def trusting(self: Changes, entry: raft.entry) -> bool:
        proposal = self._in_log.get(entry.index)
        if proposal is not None:
            proposal.term = entry.term
        return apply(self, entry)

    patch.setattr(Changes, "apply", trusting)


def give_up_too_much(patch: pytest.MonkeyPatch) -> None:
    """Say of all that is in the log that it will not happen, when another term commits."""

    def give_up(self: Changes, entry: raft.entry) -> None:
        for place in [place for place in self._in_log if place > entry.index]:
            self._in_log.pop(place).answer(self._situation.replaced())

    patch.setattr(Changes, "_give_up_older", give_up)


def compare_at_any_floor(patch: pytest.MonkeyPatch) -> None:
    """Hash what there is, whether or not it begins at the floor that was asked for."""
    tick = ContentHasher.tick

    def lax(self: ContentHasher, machine: Machine) -> None:
        point, floor = self._point, machine.compacted_revision
        if point.revision >= floor:
            self._point = point._replace(floor=floor)
        tick(self, machine)
        self._point = point

    patch.setattr(ContentHasher, "tick", lax)


def trust_what_reads_back(patch: pytest.MonkeyPatch) -> None:
    """Take for durable what a dead process has left in the cache."""

    def found(vfs: Vfs, folder: Path, identity: Identity) -> Recovered:
        return replace(recover(vfs, folder, identity), tail=None)

    patch.setattr("kvstore.storage.wal.recover", found)


def hurry(patch: pytest.MonkeyPatch) -> None:
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
