"""The keys of one name space, in order, each with its versions.

    index:  key ──► item                     one version: most keys, so no list is spent on it
            key ──► [item, item, item]       several, oldest first

A deleted key's newest version is a tombstone: an item of `key_version` 0, whose `mod_revision`
is the deletion. Which keys are in the index, tombstones included, is part of the state: all
nodes that applied the same commands have the same.

Items are the structs of kv.x, so a read hands out what is stored.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from sortedcontainers import SortedDict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kvstore._generated import kv
    from kvstore.mvcc.key_ranges import Bounds

_mod_revision = attrgetter("mod_revision")


class Keyspace:
    """`live` counts the keys that exist now."""

    __slots__ = ("_index", "live")

    def __init__(self) -> None:
        self._index: SortedDict[bytes, kv.kv_item | list[kv.kv_item]] = SortedDict()
        self.live = 0

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
        return None if found is None else _version_at(found, revision)

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
        self, span: Bounds, revision: int, *, after: bytes | None = None, reverse: bool = False
    ) -> Iterator[tuple[bytes, kv.kv_item | None]]:
        """Yield each key of `span` that was ever there, with its item at `revision` or None.

        With `after`, only keys behind that one in the direction of the scan. Nothing may be
        appended between two steps.
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
            yield key, _version_at(index[key], revision)


def _version_at(found: kv.kv_item | list[kv.kv_item], revision: int) -> kv.kv_item | None:
    if isinstance(found, list):
        item = found[-1]
        if item.mod_revision > revision:
            place = bisect_right(found, revision, key=_mod_revision)
            if not place:
                return None
            item = found[place - 1]
        return item if item.key_version else None
    if found.mod_revision > revision or not found.key_version:
        return None
    return found
