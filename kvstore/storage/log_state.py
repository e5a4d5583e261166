"""How records add up to a log: which entries it holds, and where.

Reading a log back and appending to it both go through here, so that what is served and what a
restart would find cannot differ.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Final

from kvstore._generated import raft
from kvstore.storage.segment_format import TERM, NewerFormat, RecordKind
from kvstore.storage.term_runs import TermRuns

_ENTRY: Final = int(RecordKind.ENTRY)


@dataclass(frozen=True, slots=True)
class SnapshotPoint:
    """The newest entry that a snapshot stands for. `SnapshotPoint(0, 0)`: none."""

    index: int
    term: int


class LogState:
    """The row of entries behind the newest mark, the place of each one's record; the hard state.

    Costs eight bytes an entry, and a few for each term. Methods raise `ValueError`, saying why, for
    what cannot follow on what is there, and then change nothing.
    """

    def __init__(self, next_index: int) -> None:
        """Start with no entries; those before `next_index` were in segments that are gone."""
        self.mark = SnapshotPoint(0, 0)
        self.hard_state: raft.hard_state | None = None
        self._first = next_index
        self._places: array[int] = array("Q")
        self._terms = TermRuns(next_index - 1, 0)

    @property
    def first_index(self) -> int:
        """Index of the oldest entry held; `next_index` if none is."""
        return self._first

    @property
    def next_index(self) -> int:
        """Index behind the newest entry."""
        return self._first + len(self._places)

    @property
    def gap(self) -> bool:
        """Whether entries behind the mark are missing."""
        return self._first > self.mark.index + 1

    def apply(self, kind: int, index: int, payload: bytes, place: int) -> None:
        """Let one record change the log. Raises `ValueError`, `NewerFormat`."""
        if kind == _ENTRY:  # nearly all are: the names of the others are not even looked up
            self.check_entry(index)
            self._put(index, _term(payload), place)
            return
        match kind:
            case RecordKind.HARD_STATE:
                self.hard_state = raft.hard_state.from_xdr(payload)
            case RecordKind.COMPACTED:
                point = _snapshot_point(index, payload)
                self.check_compacted(point)
                self._compact(point)
            case RecordKind.RESTORED:
                point = _snapshot_point(index, payload)
                self.check_restored(point)
                self._restore(point)
            case RecordKind.CONTINUED:
                # Read only where the segment it speaks of does not stand behind its own.
                raise ValueError(
                    f"the log goes on in segment {index:016x}, which is missing or another's"
                )
            case unknown:
                raise NewerFormat(f"a record of unknown kind {unknown}")

    def check_entry(self, index: int) -> None:
        """Raise `ValueError` unless an entry at `index` may follow."""
        if index <= self.mark.index:
            raise ValueError(f"entry {index} is already part of snapshot {self.mark.index}")
        if index > self._first + len(self._places):
            raise ValueError(f"entry {index} leaves a gap behind entry {self.next_index - 1}")

    def check_compacted(self, point: SnapshotPoint) -> None:
        """Raise `ValueError` unless the entries up to `point` may be given up."""
        if not self.mark.index <= point.index < self.next_index:
            raise ValueError(
                f"cannot compact to entry {point.index}: the log is compacted to "
                f"{self.mark.index} and ends at {self.next_index - 1}"
            )

    def check_restored(self, point: SnapshotPoint) -> None:
        """Raise `ValueError` unless a snapshot at `point` may replace the log."""
        if point.index <= self.mark.index:
            raise ValueError(f"snapshot {point.index} is not newer than {self.mark.index}")

    def places(self, low: int, high: int) -> array[int]:
        """Return the places of entries `low` to `high` - 1. Raises `ValueError` if not held."""
        if not self._first <= low <= high <= self.next_index:
            raise ValueError(
                f"entries {low} to {high - 1} wanted, "
                f"{self._first} to {self.next_index - 1} are held"
            )
        return self._places[low - self._first : high - self._first]

    def terms(self) -> TermRuns:
        """Return the terms of the entries held, and of the mark."""
        return self._terms.copy()

    def _put(self, index: int, term: int, place: int) -> None:
        if index < self._first:
            # Only while older segments are gone: then it begins the row.
            self._first = index
            self._terms = TermRuns(index - 1, 0)
            del self._places[:]
        elif index < self._first + len(self._places):
            del self._places[index - self._first :]
            self._terms.truncate(index)
        self._places.append(place)
        self._terms.append(index, term)

    def _compact(self, point: SnapshotPoint) -> None:
        self.mark = point
        if point.index >= self._first - 1:
            del self._places[: point.index + 1 - self._first]
            self._first = point.index + 1
            self._terms.compact(point.index, point.term)

    def _restore(self, point: SnapshotPoint) -> None:
        self.mark = point
        self._first = point.index + 1
        self._terms = TermRuns(point.index, point.term)
        del self._places[:]


def _term(payload: bytes) -> int:
    """Return the term of an entry, which its XDR begins with."""
    if len(payload) < TERM.size:
        raise ValueError(f"an entry of {len(payload)} bytes")
    return int(TERM.unpack_from(payload)[0])


def _snapshot_point(index: int, payload: bytes) -> SnapshotPoint:
    if len(payload) != TERM.size:
        raise ValueError(f"a mark with a term of {len(payload)} bytes")
    return SnapshotPoint(index, TERM.unpack(payload)[0])
