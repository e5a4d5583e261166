"""A snapshot's content read back, record by record, as its pieces come in."""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

from kvstore._generated import snapshot
from kvstore.mvcc.leases import Lease, Leases
from kvstore.mvcc.limits import (
    FEATURE_LEVEL_MAX,
    LEASES_MAX,
    SESSION_OUTCOMES_MAX,
    SESSIONS_MAX,
)
from kvstore.mvcc.member_book import is_book_of
from kvstore.mvcc.outcome_records import outcome_of
from kvstore.mvcc.sessions import Session
from kvstore.mvcc.snapshot_errors import MalformedSnapshot
from kvstore.mvcc.snapshot_keys import SnapshotKeys
from kvstore.mvcc.store import Store
from rpcgen_py.runtime.errors import XdrError

_GROUPS: Final = {
    snapshot.SNAPSHOT_HEAD: 1,
    snapshot.SNAPSHOT_LEASES: 2,
    snapshot.SNAPSHOT_SESSION: 3,
    snapshot.SNAPSHOT_OUTCOME: 3,
    snapshot.SNAPSHOT_BASE: 4,
    snapshot.SNAPSHOT_CHANGES: 4,
    snapshot.SNAPSHOT_END: 5,
}
"""Which kinds may stand in which order: ascending."""


class Restored(NamedTuple):
    """What a snapshot held."""

    head: snapshot.snapshot_head
    sessions: list[Session]
    store: Store


class SnapshotReader:
    """Reads what `Pin.pieces` yields, wherever it was cut: `feed` all of it, then `finish`."""

    def __init__(self, feature_level_max: int = FEATURE_LEVEL_MAX) -> None:
        """Read one of a level up to `feature_level_max`."""
        self._feature_level_max = feature_level_max
        self._head: snapshot.snapshot_head | None = None
        self._leases: dict[int, Lease] = {}
        self._sessions: dict[int, Session] = {}
        self._keys: SnapshotKeys | None = None
        self._buffer = bytearray()
        self._records = 0
        self._group = 0

    def feed(self, piece: bytes) -> None:
        """Take the next piece; what that costs is bounded. Raises `MalformedSnapshot`."""
        buffer = self._buffer
        buffer += piece
        start = 0
        while len(buffer) - start >= 4:
            (length,) = struct.unpack_from(">I", buffer, start)
            if length > snapshot.SNAPSHOT_RECORD_MAX:
                raise MalformedSnapshot(f"record {self._records} claims to have {length} bytes")
            end = start + 4 + length
            if end > len(buffer):
                break
            self._take(bytes(buffer[start + 4 : end]))
            start = end
        del buffer[:start]

    def finish(self) -> Restored:
        """Return the state. Raises `MalformedSnapshot`."""
        if self._group != _GROUPS[snapshot.SNAPSHOT_END] or self._buffer:
            raise MalformedSnapshot(f"it ends within or after record {self._records}")
        head, keys = self._known_head(), self._known_keys()
        keys.finish()
        store = Store(
            keys.spaces, keys.leases, head.revision, head.compacted_revision, keys.data_bytes
        )
        return Restored(head, list(self._sessions.values()), store)

    # ------------------------------------------------------------------ records

    def _take(self, data: bytes) -> None:
        try:
            record, end = snapshot.unpack_snapshot_record(data, 0, len(data))
        except XdrError as error:
            raise MalformedSnapshot(f"record {self._records} cannot be read: {error}") from None
        if end != len(data):
            raise MalformedSnapshot(f"record {self._records} is longer than its content")
        group = _GROUPS[record.kind]
        first_or_last = group in {1, 5}
        if (
            group < self._group
            or (first_or_last and group == self._group)
            or not (self._group or group == 1)
        ):
            raise MalformedSnapshot(f"record {self._records}, of kind {record.kind}, is misplaced")
        self._group = group
        self._dispatch(record)
        self._records += 1

    def _dispatch(self, record: snapshot.snapshot_record) -> None:
        match record:
            case snapshot.snapshot_record_SNAPSHOT_HEAD(head=head):
                self._head = _checked(head, self._feature_level_max)
            case snapshot.snapshot_record_SNAPSHOT_LEASES(leases=leases):
                for term in leases:
                    self._add_lease(term)
            case snapshot.snapshot_record_SNAPSHOT_SESSION(session=session):
                self._add_session(session)
            case snapshot.snapshot_record_SNAPSHOT_OUTCOME(outcome=outcome):
                self._add_outcome(outcome)
            case snapshot.snapshot_record_SNAPSHOT_BASE(base=base):
                self._known_keys().add_base(base)
            case snapshot.snapshot_record_SNAPSHOT_CHANGES(changes=changes):
                self._known_keys().add_changes(changes)
            case snapshot.snapshot_record_SNAPSHOT_END(records=records):
                if records != self._records:
                    raise MalformedSnapshot(
                        f"{self._records} records are there where {records} were written"
                    )

    def _add_lease(self, term: snapshot.snapshot_term) -> None:
        self._check_term(term, self._leases, LEASES_MAX)
        self._leases[term.id] = Lease(term.id, term.ttl_ms, term.renewal, term.renewed_ms)

    def _add_session(self, said: snapshot.snapshot_session) -> None:
        term = said.term
        self._check_term(term, self._sessions, SESSIONS_MAX)
        self._sessions[term.id] = Session(
            term.id,
            said.name,
            term.ttl_ms,
            term.renewed_ms,
            renewal=term.renewal,
            lowest_unanswered=said.lowest_unanswered,
        )

    def _add_outcome(self, said: snapshot.snapshot_outcome) -> None:
        if not self._sessions:
            raise MalformedSnapshot("an outcome belongs to no session")
        session = self._sessions[next(reversed(self._sessions))]
        before = next(reversed(session.outcomes), 0)
        if said.sequence <= before or said.sequence < session.lowest_unanswered:
            raise MalformedSnapshot(f"the outcome of change {said.sequence} is misplaced")
        if len(session.outcomes) >= SESSION_OUTCOMES_MAX:
            raise MalformedSnapshot("a session has too many outcomes")
        session.add(said.sequence, outcome_of(said.result))

    def _check_term(
        self, term: snapshot.snapshot_term, others: dict[int, Lease] | dict[int, Session], most: int
    ) -> None:
        before = next(reversed(others), 0)
        if term.id <= before or len(others) >= most:
            raise MalformedSnapshot(f"lease or session {term.id} is one too many, or misplaced")
        if not term.ttl_ms or term.renewed_ms > self._known_head().clock_ms:
            raise MalformedSnapshot(f"lease or session {term.id} was renewed in the future")

    # ------------------------------------------------------------------ what came before

    def _known_head(self) -> snapshot.snapshot_head:
        if self._head is None:
            raise MalformedSnapshot("there is no head")
        return self._head

    def _known_keys(self) -> SnapshotKeys:
        if self._keys is None:
            head = self._known_head()
            self._keys = SnapshotKeys(head.revision, head.compacted_revision, Leases(self._leases))
        return self._keys


def _checked(head: snapshot.snapshot_head, feature_level_max: int) -> snapshot.snapshot_head:
    if head.version != snapshot.SNAPSHOT_VERSION or head.feature_level > feature_level_max:
        raise MalformedSnapshot(
            f"it is of version {head.version} and feature level {head.feature_level}, and this "
            f"release knows {snapshot.SNAPSHOT_VERSION} and {feature_level_max}"
        )
    if head.compacted_revision > head.revision:
        raise MalformedSnapshot("its floor is above its newest revision")
    if not is_book_of(head.members, head.configuration):
        raise MalformedSnapshot("its members are not those of its configuration")
    return head
