"""The changes of one name space in the order in which they were made.

    revisions:  [  4,      7,            8 ]     those that changed this name space
    changes:    [ item, (item, item),  item ]    what each of them made: one item, or several

It is what watchers are told from, and where what compaction lets go of is found without looking
through all keys.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kvstore._generated import kv

_TRIM: Final = 4096
"""Places that are empty before the lists are made shorter."""


class History:
    """Revisions ascend. The oldest are dropped, item by item, in the order they were made."""

    __slots__ = ("_changes", "_passed", "_revisions", "_start")

    def __init__(self) -> None:
        self._revisions = array("Q")
        self._changes: list[kv.kv_item | tuple[kv.kv_item, ...] | None] = []
        self._start = 0
        """Place of the oldest revision; before it is nothing but what is to be trimmed."""
        self._passed = 0
        """How many of the oldest revision's items are dropped."""

    def __len__(self) -> int:
        return len(self._changes) - self._start

    def append(self, revision: int, items: list[kv.kv_item]) -> None:
        """Add what a revision, newer than all others, has made."""
        self._revisions.append(revision)
        self._changes.append(items[0] if len(items) == 1 else tuple(items))

    def between(self, first: int, last: int) -> Iterator[tuple[int, tuple[kv.kv_item, ...]]]:
        """Yield the revisions from `first` to `last`, with their items.

        Nothing may be dropped between two steps.
        """
        revisions, changes = self._revisions, self._changes
        place = bisect_left(revisions, first, self._start)
        while place < len(revisions) and (revision := revisions[place]) <= last:
            made = changes[place]
            if isinstance(made, tuple):
                yield revision, made
            elif made is not None:
                yield revision, (made,)
            place += 1

    def oldest(self, last: int) -> kv.kv_item | None:
        """Return the oldest item, None if it is of a revision beyond `last`."""
        start = self._start
        if start == len(self._changes) or self._revisions[start] > last:
            return None
        made = self._changes[start]
        return made[self._passed] if isinstance(made, tuple) else made

    def drop_oldest(self) -> None:
        """Forget the item that `oldest` has returned."""
        start = self._start
        made = self._changes[start]
        if isinstance(made, tuple):
            self._passed += 1
            if self._passed < len(made):
                return
        self._changes[start] = None
        self._passed = 0
        self._start = start + 1
        # Moving what is behind costs as much as there is, so at least as much has to go with it.
        if self._start >= _TRIM and self._start * 2 >= len(self._changes):
            del self._changes[: self._start]
            del self._revisions[: self._start]
            self._start = 0
