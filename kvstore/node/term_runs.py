"""The terms of a log's entries, a few words for each term however long it was."""

from __future__ import annotations

from bisect import bisect_right


class TermRuns:
    """Where each term begins, from the entry behind a point of the log on.

    Terms never fall along a log (§3.5), so that is all there is to know. `index` and `term` are
    those of the point: of the newest entry that is gone, or 0 and 0.
    """

    def __init__(self, index: int, term: int) -> None:
        """Hold no entries behind the point."""
        self._starts = [index]
        self._terms = [term]

    @property
    def newest(self) -> int:
        """Term of the newest entry, or of the point."""
        return self._terms[-1]

    def append(self, index: int, term: int) -> None:
        """Note the term of the entry behind the newest one."""
        if term != self._terms[-1]:
            self._starts.append(index)
            self._terms.append(term)

    def at(self, index: int) -> int:
        """Return the term of an entry held, or of the point."""
        if index >= self._starts[-1]:
            return self._terms[-1]
        return self._terms[bisect_right(self._starts, index) - 1]

    def truncate(self, index: int) -> None:
        """Forget the entries from `index` on, which is behind the point."""
        while self._starts[-1] >= index:
            self._starts.pop()
            self._terms.pop()

    def compact(self, index: int) -> None:
        """Make the entry at `index` the point."""
        first = bisect_right(self._starts, index) - 1
        del self._starts[:first], self._terms[:first]
        self._starts[0] = index
