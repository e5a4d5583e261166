"""One answer of a range: many keys at one revision, found in steps of bounded length.

A read of a million keys must not keep everything else waiting, so whoever runs it calls `step`
with as many keys as it may look at and lets others work in between. What is committed meanwhile
is not seen: the revision was fixed at the start.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.mvcc.key_ranges import bounds
from kvstore.mvcc.keyspace import is_over, version_at
from kvstore.mvcc.outcomes import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.mvcc.keyspace import Keyspace

DEFAULT_LIMIT: Final = 1000
"""Items of an answer whose caller names no limit."""

FIRST_PAGE: Final = kv.kv_page(revision=0, after=b"")

_SORT_FIELD: Final = {
    kv.KV_SORT_KEY_VERSION: "key_version",
    kv.KV_SORT_CREATE_REVISION: "create_revision",
    kv.KV_SORT_MOD_REVISION: "mod_revision",
    kv.KV_SORT_VALUE: "value",
}


class RangeRead:
    """One range being read; `result` is there once `step` has returned True.

    `looked` counts the keys looked at, whether they are part of the answer or not.
    """

    def __init__(
        self,
        space: Keyspace,
        op: kv.kv_range_op,
        newest: int,
        floor: int,
        look: Callable[[], None] | None = None,
    ) -> None:
        """Fix the revision, which lies between `floor` and `newest`.

        `look` is called for each key that is looked at and part of the replicated state, and may
        refuse. Raises `Refusal`: KV_INVALID, KV_FUTURE_REVISION, KV_COMPACTED.
        """
        _check(op)
        self.looked = 0
        self.revision = revision_to_read(op.page.revision or op.revision, newest, floor)
        self._space = space
        self._floor = floor
        self._look = look
        self._op = op
        self._span = bounds(op.keys)
        self._after = op.page.after or None
        self._paged = op.sort == kv.KV_SORT_KEY and op.want != kv.KV_WANT_COUNT
        self._limit = min(op.limit or DEFAULT_LIMIT, kv.KV_ITEMS_MAX)
        self._items: list[kv.kv_item] = []
        self._bytes = 0
        self._count = 0
        self._more = False

    def step(self, keys: int) -> bool:
        """Look at up to `keys` more keys; return whether the range is done.

        Raises `Refusal`: KV_TOO_LARGE if too many are to be sorted, KV_COMPACTED if the revision
        was compacted away since the first step, and what `look` raises.
        """
        op, look, revision = self._op, self._look, self.revision
        want = op.want
        if revision < self._space.whole_from:
            raise Refusal(
                kv.KV_COMPACTED, f"revision {revision} was compacted away while it was read"
            )
        found = self._space.scan(self._span, after=self._after, reverse=self._reverse())
        for looked, (key, versions) in enumerate(found):
            if looked == keys:
                return False
            self.looked += 1
            item = version_at(versions, revision)
            if look is not None and (item is not None or not is_over(versions, self._floor)):
                look()
            if item is not None and _passes(op, item):
                if want == kv.KV_WANT_COUNT:
                    self._count += 1
                elif not self._take(item):
                    return True
            self._after = key
        return True

    def _reverse(self) -> bool:
        return self._op.descending and self._op.sort == kv.KV_SORT_KEY

    def _take(self, item: kv.kv_item) -> bool:
        """Add an item; return False, without it, where the answer is full."""
        if not self._paged:
            if len(self._items) == kv.KV_ITEMS_MAX:
                raise Refusal(
                    kv.KV_TOO_LARGE,
                    f"more than {kv.KV_ITEMS_MAX} keys to sort; narrow the range, or sort by key",
                )
            self._items.append(item)
            return True
        if len(self._items) == self._limit or not self._fits(item):
            self._more = True
            return False
        self._items.append(_shown(self._op, item))
        return True

    def _fits(self, item: kv.kv_item) -> bool:
        """Count an item's bytes; the first one always fits."""
        size = len(item.key)
        if self._op.want == kv.KV_WANT_ITEMS:
            size += len(item.value)
        self._bytes += size
        return self._bytes <= kv.KV_ANSWER_MAX or self._bytes == size

    def result(self) -> kv.kv_range_ok:
        """Return the answer."""
        items = self._items
        if not self._paged and items:
            items = self._sorted()
        following = FIRST_PAGE
        if self._more and self._paged:
            following = kv.kv_page(revision=self.revision, after=self._after or b"")
        return kv.kv_range_ok(
            revision=self.revision,
            items=tuple(items),
            more=self._more,
            next=following,
            count=self._count,
        )

    def _sorted(self) -> list[kv.kv_item]:
        field = _SORT_FIELD[self._op.sort]
        self._items.sort(key=attrgetter(field), reverse=self._op.descending)
        kept: list[kv.kv_item] = []
        for item in self._items:
            if len(kept) == self._limit or not self._fits(item):
                self._more = True
                break
            kept.append(_shown(self._op, item))
        return kept


def revision_to_read(wanted: int, newest: int, floor: int) -> int:
    """Return the revision that a read of `wanted` (0: the newest) sees.

    Raises `Refusal`: KV_FUTURE_REVISION, KV_COMPACTED.
    """
    if wanted == 0:
        return newest
    if wanted > newest:
        raise Refusal(
            kv.KV_FUTURE_REVISION, f"revision {wanted} is not there yet; the newest is {newest}"
        )
    if wanted < floor:
        raise Refusal(
            kv.KV_COMPACTED, f"revision {wanted} was compacted away; the oldest kept is {floor}"
        )
    return wanted


def _check(op: kv.kv_range_op) -> None:
    if op.want not in {kv.KV_WANT_ITEMS, kv.KV_WANT_KEYS, kv.KV_WANT_COUNT}:
        raise Refusal(kv.KV_INVALID, f"a range cannot answer {op.want}; see KV_WANT_ITEMS")
    if op.sort != kv.KV_SORT_KEY:
        if op.sort not in _SORT_FIELD:
            raise Refusal(kv.KV_INVALID, f"a range cannot be sorted by {op.sort}; see KV_SORT_KEY")
        if op.page != FIRST_PAGE:
            raise Refusal(kv.KV_INVALID, "only a range sorted by key has pages")
    if op.page.revision and op.revision and op.page.revision != op.revision:
        raise Refusal(
            kv.KV_INVALID,
            f"the page is pinned at revision {op.page.revision}, but {op.revision} is asked for",
        )


def _passes(op: kv.kv_range_op, item: kv.kv_item) -> bool:
    created, changed = item.create_revision, item.mod_revision
    return (
        (not op.min_create_revision or created >= op.min_create_revision)
        and (not op.max_create_revision or created <= op.max_create_revision)
        and (not op.min_mod_revision or changed >= op.min_mod_revision)
        and (not op.max_mod_revision or changed <= op.max_mod_revision)
    )


def _shown(op: kv.kv_range_op, item: kv.kv_item) -> kv.kv_item:
    if op.want != kv.KV_WANT_KEYS:
        return item
    return kv.kv_item(
        key=item.key,
        value=b"",
        create_revision=item.create_revision,
        mod_revision=item.mod_revision,
        key_version=item.key_version,
        lease=item.lease,
    )
