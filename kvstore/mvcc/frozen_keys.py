"""The keys between two revisions, read bit by bit while others go on to change them.

    base:     all that existed at the older revision      name space by name space,
    changes:  what every revision since then has made      in order of their names

The batches are the same wherever and whenever the same content is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore.mvcc.keyspace import version_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kvstore._generated import kv
    from kvstore.mvcc.keyspace import Keyspace
    from kvstore.mvcc.store import Store

BATCH_BYTES: Final = 32 << 10
"""A batch ends with the item that reaches this; so it may be longer by one item."""

_ITEM_OVERHEAD: Final = 64
_LOOKS: Final = 1000
"""Most keys, and most revisions, that are looked at in one step."""


class Batch(NamedTuple):
    """Some items: of the base, or of the changes."""

    name_space: bytes
    is_base: bool
    items: tuple[kv.kv_item, ...]


class FrozenKeys:
    """The content at the moment it is made. Holds removal back until `release`."""

    def __init__(self, store: Store, base: int, last: int) -> None:
        """Read what was there at `base`, and what was changed since up to `last`.

        `base` is at least one below the floor.
        """
        self._store = store
        self._spaces = list(store.spaces().items())
        self._base = base
        self._last = last
        self._hold = store.hold()
        self._released = False

    def release(self) -> None:
        """Let the collector go on. May be called again."""
        self._released = True
        self._store.release(self._hold)

    def batches(self) -> Iterator[Batch | None]:
        """Yield all batches, and None where a step found too little for one.

        Raises `ValueError` at the next step once it is released.
        """
        for name, space in sorted(self._spaces, key=lambda pair: pair[0]):
            for is_base, items in ((True, self._base_items(space)), (False, self._changes(space))):
                for batch in _cut(items):
                    yield None if batch is None else Batch(name, is_base, batch)
                    if self._released:
                        raise ValueError("these keys were released while they were read")

    def _base_items(self, space: Keyspace) -> Iterator[list[kv.kv_item]]:
        """Yield the items at the older revision, as many as each step finds."""
        base = self._base
        after: bytes | None = None
        while base:
            items: list[kv.kv_item] = []
            size = 0
            # Keys come and go between two steps, so each begins where the last one ended.
            found = space.scan((b"", None), after=after)
            for looked, (key, versions) in enumerate(found, 1):
                after = key
                item = version_at(versions, base)
                if item is not None:
                    items.append(item)
                    size += len(item.key) + len(item.value) + _ITEM_OVERHEAD
                if looked == _LOOKS or size >= BATCH_BYTES:
                    break
            else:
                yield items
                return
            yield items

    def _changes(self, space: Keyspace) -> Iterator[list[kv.kv_item]]:
        """Yield the items of the changes since, as many as each step finds."""
        first = self._base + 1
        more = True
        while more:
            more = False
            items: list[kv.kv_item] = []
            looked = size = 0
            for revision, made in space.history.between(first, self._last):
                items += made
                looked += len(made)
                size += sum(len(item.key) + len(item.value) + _ITEM_OVERHEAD for item in made)
                first = revision + 1
                if looked >= _LOOKS or size >= BATCH_BYTES:
                    more = True
                    break
            yield items


def _cut(steps: Iterator[list[kv.kv_item]]) -> Iterator[tuple[kv.kv_item, ...] | None]:
    """Make batches whose ends depend on the items alone, not on how the steps found them."""
    batch: list[kv.kv_item] = []
    size = 0
    for items in steps:
        full = False
        for item in items:
            batch.append(item)
            size += len(item.key) + len(item.value) + _ITEM_OVERHEAD
            if size >= BATCH_BYTES:
                yield tuple(batch)
                full = True
                batch, size = [], 0
        if not full:
            yield None
    if batch:
        yield tuple(batch)
