"""Making a `Ready` of what has come up, and taking back that it was dealt with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.raft.errors import InvariantBroken
from kvstore.raft.ready import Append, Applied, Apply, Ready, SoftState, Stored
from kvstore.raft.storage import ENTRY_OVERHEAD, payload_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore._generated import raft
    from kvstore.raft.state import State


class Handover:
    """Between a core and its driver: what the driver was told last, and what it owes."""

    __slots__ = ("_asynchronous", "_hard_state", "_owed", "_soft_state", "_state")

    def __init__(self, state: State) -> None:
        self._state = state
        self._asynchronous = state.options.async_storage_writes
        self._soft_state = _soft_state(state)
        self._hard_state = state.hard_state
        # What this node tells itself once a Ready is dealt with (synchronous writes).
        self._owed: list[raft.message | Stored | Applied] = []

    @property
    def pending(self) -> bool:
        """Whether there is anything for the driver to do."""
        r = self._state
        log = r.log
        hard, soft = self._hard_state, self._soft_state
        # Asked for after all that happens: the comparisons are those of the methods below.
        return bool(
            r.messages
            or r.after_append
            or log.has_next_entries()
            or log.has_next_committed(unstable=not self._asynchronous)
            or (log.unstable.snapshot is not None and log.next_snapshot() is not None)
            or r.read_states
            or log.committed != hard.commit
            or r.term != hard.term
            or r.vote != hard.vote
            or r.lead != soft.lead
            or r.role is not soft.role
        )

    def take(self) -> Ready:
        """Return all there is to do, as begun."""
        if self._owed:
            raise InvariantBroken("a Ready was not followed by advance")
        r = self._state
        log = r.log
        unstable = not self._asynchronous
        entries = log.next_entries()
        committed = log.next_committed(unstable=unstable) if log.applying < log.committed else ()
        hard_state = self._new_hard_state()
        snapshot = log.next_snapshot()
        messages = r.messages
        stored = self._stored(snapshot)
        applied = _applied(committed)
        append = apply = None
        if not unstable:
            if entries or hard_state is not None or snapshot is not None or r.after_append:
                append = Append(entries, hard_state, snapshot, r.after_append, stored)
            if applied is not None:
                apply = Apply(committed, applied)
        else:
            self._owe(messages, stored, applied)
        before = self._hard_state
        now = hard_state or before
        ready = Ready(
            soft_state=self._new_soft_state(),
            hard_state=hard_state,
            read_states=r.read_states,
            entries=entries,
            snapshot=snapshot,
            committed_entries=committed,
            messages=messages,
            must_sync=bool(entries) or now.term != before.term or now.vote != before.vote,
            append=append,
            apply=apply,
        )
        self._hard_state = now
        self._soft_state = ready.soft_state or self._soft_state
        r.messages, r.after_append, r.read_states = [], [], []
        log.unstable.accept()
        if applied is not None:
            log.accept_applying(applied.index, applied.size, unstable=unstable)
        return ready

    def settle(self) -> Sequence[raft.message | Stored | Applied]:
        """Return what this node has to tell itself now that the last Ready is dealt with."""
        owed, self._owed = self._owed, []
        return owed

    def _owe(
        self, messages: list[raft.message], stored: Stored | None, applied: Applied | None
    ) -> None:
        node = self._state.node
        for message in self._state.after_append:
            if message.to == node:
                self._owed.append(message)
            else:
                messages.append(message)
        # Behind the acknowledgements to itself: those look entries up that are in memory yet.
        if stored is not None:
            self._owed.append(stored)
        if applied is not None:
            self._owed.append(applied)

    def _stored(self, snapshot: raft.snapshot_metadata | None) -> Stored | None:
        """Return what has to come back once all that was handed out is durable.

        It names the end of the whole log, in this term. Two logs that end alike in the same term
        are alike, so an answer in its own term cannot be mistaken, even if entries were replaced
        and replaced back meanwhile; one of an earlier term is not believed. That is why it is
        asked for as long as anything is unwritten: the answer that mattered may be such a one.
        """
        r = self._state
        log = r.log
        if log.unstable.entries:
            return Stored(r.term, log.last_index(), log.last_term(), snapshot)
        if snapshot is not None:
            return Stored(r.term, 0, 0, snapshot)
        return None

    def _new_hard_state(self) -> raft.hard_state | None:
        r = self._state
        before = self._hard_state
        if r.log.committed == before.commit and r.term == before.term and r.vote == before.vote:
            return None
        return r.hard_state

    def _new_soft_state(self) -> SoftState | None:
        r = self._state
        before = self._soft_state
        if r.lead == before.lead and r.role is before.role:
            return None
        return _soft_state(r)


def _soft_state(r: State) -> SoftState:
    return SoftState(r.lead, r.role)


def _applied(entries: Sequence[raft.entry]) -> Applied | None:
    if not entries:
        return None
    payload = payload_size(entries)
    return Applied(entries[-1].index, payload + ENTRY_OVERHEAD * len(entries), payload)
