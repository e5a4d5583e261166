"""The keys of one name space, in order, each with its versions.

    index:  key ──► item                     one version: most keys, so no list is spent on it
            key ──► [item, item, item]       several, oldest first

A deleted key's newest version is a tombstone: an item of `key_version` 0, whose `mod_revision`
is the deletion.

Items are the structs of kv.x, so a read hands out what is stored.

What compaction makes unreadable is removed later, bit by bit. Kept is what can be seen from one
revision below the floor on: a watch may begin at the floor, and be told the items before. So
which keys are in the index may differ from node to node; whether one counts (`is_over`) may not.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from sortedcontainers import SortedDict

from kvstore.mvcc.history import History

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kvstore._generated import kv
    from kvstore.mvcc.key_ranges import Bounds

Versions: TypeAlias = "kv.kv_item | list[kv.kv_item]"

_mod_revision = attrgetter("mod_revision")


class Keyspace:
    """`live` counts the keys that exist now; `whole_from` is the oldest state still complete."""

    __slots__ = ("_index", "history", "live", "whole_from")

    def __init__(self) -> None:
        self._index: SortedDict[bytes, Versions] = SortedDict()
        self.history = History()
        self.live = 0
        self.whole_from = 0

    @classmethod
    def of(cls, index: dict[bytes, Versions], history: History, whole_from: int) -> Keyspace:
        """Return a name space of these versions, made in one go: sorting once is far quicker."""
        space = cls()
        space._index = SortedDict(index)
        space.history = history
        space.live = sum(1 for versions in index.values() if newest_of(versions).key_version)
        space.whole_from = whole_from
        return space

    def __len__(self) -> int:
        return len(self._index)

    def newest(self, key: bytes) -> kv.kv_item | None:
        """Return the item of `key`, None if it does not exist."""
        found = self._index.get(key)
        if found is None:
            return None
        item = found[-1] if isinstance(found, list) else found
        return item if item.key_version else None

    def at(self, key: bytes, revision: int) -> kv.kv_item | None:
        """Return the item that `key` had at `revision`, None if it did not exist then."""
        found = self._index.get(key)
        return None if found is None else version_at(found, revision)

    def append(self, item: kv.kv_item) -> None:
        """Add the newest version of a key; its `mod_revision` is none older than the last."""
        key = item.key
        found = self._index.get(key)
        if found is None:
            self._index[key] = item
            self.live += 1
            return
        if isinstance(found, list):
            newest = found[-1]
            found.append(item)
        else:
            newest = found
            self._index[key] = [found, item]
        self.live += (item.key_version > 0) - (newest.key_version > 0)

    def retract(self, item: kv.kv_item) -> None:
        """Take back the newest version of a key, which `append` was given."""
        found = self._index[item.key]
        if not isinstance(found, list):
            del self._index[item.key]
            self.live -= 1
            return
        found.pop()
        newest = found[-1]
        if len(found) == 1:
            self._index[item.key] = newest
        self.live -= (item.key_version > 0) - (newest.key_version > 0)

    def scan(
        self, span: Bounds, *, after: bytes | None = None, reverse: bool = False
    ) -> Iterator[tuple[bytes, Versions]]:
        """Yield each key of `span` in the index with its versions.

        With `after`, only keys behind that one in the direction of the scan. Nothing may be
        appended or removed between two steps.
        """
        start, stop = span
        inclusive = (True, False)
        if after is not None:
            if reverse:
                stop = after if stop is None else min(stop, after)
            elif after >= start:
                start = after
                inclusive = (False, False)
        index = self._index
        if stop is not None and start >= stop:
            return
        for key in index.irange(start, stop, inclusive, reverse):
            yield key, index[key]

    # ------------------------------------------------------------------ compaction

    def collect(self, floor: int, steps: int) -> tuple[int, int]:
        """Remove what cannot be seen from `floor - 1` on, in about `steps` steps.

        Returns the steps left, 0 if there may be more to do, and the bytes of keys and values
        that were removed.
        """
        keep = floor - 1
        self.whole_from = max(self.whole_from, keep)
        freed = 0
        while steps > 0:
            change = self.history.oldest(keep)
            if change is None:
                return steps, freed
            removed, over = self._remove_versions(change.key, keep, steps)
            freed += sum(len(item.key) + len(item.value) for item in removed)
            steps -= len(removed) + 1
            if over:
                self.history.drop_oldest()
        return 0, freed

    def _remove_versions(self, key: bytes, keep: int, most: int) -> tuple[list[kv.kv_item], bool]:
        """Remove up to about `most` of a key's versions that are not seen from `keep` on."""
        found = self._index.get(key)
        if found is None:
            return [], True
        if not isinstance(found, list):
            if found.key_version or found.mod_revision > keep:
                return [], True
            del self._index[key]
            return [found], True
        seen = bisect_right(found, keep, key=_mod_revision) - 1
        if seen < 0:
            return [], True
        count = min(seen, most)
        removed = found[:count]
        del found[:count]
        if count < seen:
            return removed, False
        if not found[0].key_version:
            removed.append(found.pop(0))
        if not found:
            del self._index[key]
        elif len(found) == 1:
            self._index[key] = found[0]
        return removed, True


def newest_of(versions: Versions) -> kv.kv_item:
    """Return the newest version, which may be a tombstone."""
    return versions[-1] if isinstance(versions, list) else versions


def is_over(versions: Versions, floor: int) -> bool:
    """Say whether a key was deleted so long ago that only chance keeps it in the index."""
    newest = newest_of(versions)
    return not newest.key_version and newest.mod_revision < floor


def version_at(versions: Versions, revision: int) -> kv.kv_item | None:
    """Return the version seen at `revision`, None if the key did not exist then."""
    if isinstance(versions, list):
        item = versions[-1]
        if item.mod_revision > revision:
            place = bisect_right(versions, revision, key=_mod_revision)
            if not place:
                return None
            item = versions[place - 1]
        return item if item.key_version else None
    if versions.mod_revision > revision or not versions.key_version:
        return None
    return versions
