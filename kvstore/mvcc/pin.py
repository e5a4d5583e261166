"""The whole state as it was at one entry of the log, written out while others change it."""

from __future__ import annotations

import struct
from itertools import islice
from typing import TYPE_CHECKING, Final

from kvstore._generated import raft, snapshot
from kvstore.mvcc.frozen_keys import FrozenKeys
from kvstore.mvcc.outcome_records import record_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kvstore.mvcc.leases import Lease
    from kvstore.mvcc.sessions import Session
    from kvstore.mvcc.store import Store

PIECE_MAX: Final = 64 << 10
"""Longest piece, in bytes."""
_PIECE_MIN: Final = 16 << 10
"""Small records are gathered up to this."""


class Pin:
    """What was pinned; `point` names its place in the log.

    Keys are read where they are, at the pinned revision, and removal is held back until
    `release`: it never waits for the floor. All else is small, and was copied. All calls are made
    in the machine's thread.
    """

    def __init__(self, store: Store, head: snapshot.snapshot_head, sessions: list[Session]) -> None:
        """Pin a state, of which `head` tells all but the lists; nobody may change `sessions`."""
        self.point = raft.snapshot_metadata(
            index=head.index, term=head.term, members=head.configuration
        )
        self._head = head
        self._leases = store.leases.all()
        self._sessions = sessions
        self._keys = FrozenKeys(store, max(head.compacted_revision - 1, 0), head.revision)

    def release(self) -> None:
        """Let go of what only the pin held. May be called again."""
        self._keys.release()

    def pieces(self) -> Iterator[bytes]:
        """Yield the state in pieces of at most `PIECE_MAX` bytes, each in bounded work.

        Some may be empty. Entries may be applied between two of them. Raises `ValueError` at the
        next one once the pin is released.
        """
        count = 0
        buffer = bytearray()
        for record in self._records():
            if record is not None:
                count += 1
                _add(buffer, record)
            while len(buffer) >= PIECE_MAX:
                yield bytes(buffer[:PIECE_MAX])
                del buffer[:PIECE_MAX]
            if record is None or len(buffer) >= _PIECE_MIN:
                yield bytes(buffer)
                buffer.clear()
        _add(buffer, snapshot.snapshot_record_SNAPSHOT_END(records=count))
        yield bytes(buffer)

    def _records(self) -> Iterator[snapshot.snapshot_record | None]:
        yield snapshot.snapshot_record_SNAPSHOT_HEAD(head=self._head)
        leases = iter(self._leases)
        while some := tuple(islice(leases, snapshot.SNAPSHOT_LEASES_MAX)):
            yield snapshot.snapshot_record_SNAPSHOT_LEASES(leases=tuple(map(_term, some)))
        for session in sorted(self._sessions, key=lambda session: session.number):
            yield snapshot.snapshot_record_SNAPSHOT_SESSION(
                session=snapshot.snapshot_session(
                    term=_term(session),
                    name=session.name,
                    lowest_unanswered=session.lowest_unanswered,
                )
            )
            for sequence, outcome in sorted(session.outcomes.items()):
                yield snapshot.snapshot_record_SNAPSHOT_OUTCOME(
                    outcome=snapshot.snapshot_outcome(sequence=sequence, result=record_of(outcome))
                )
        for batch in self._keys.batches():
            if batch is None:
                yield None
                continue
            items = snapshot.snapshot_items(name_space=batch.name_space, items=batch.items)
            if batch.is_base:
                yield snapshot.snapshot_record_SNAPSHOT_BASE(base=items)
            else:
                yield snapshot.snapshot_record_SNAPSHOT_CHANGES(changes=items)


def _term(thing: Lease | Session) -> snapshot.snapshot_term:
    return snapshot.snapshot_term(
        id=thing.number, ttl_ms=thing.ttl_ms, renewal=thing.renewal, renewed_ms=thing.renewed_ms
    )


def _add(buffer: bytearray, record: snapshot.snapshot_record) -> None:
    """Append a record behind its length."""
    packed = snapshot.pack_snapshot_record(record)
    buffer += struct.pack(">I", len(packed))
    buffer += packed
