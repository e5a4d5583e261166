"""What a put and a delete do to a name space, within one revision that may hold more of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import kv
from kvstore.mvcc.key_ranges import bounds
from kvstore.mvcc.outcomes import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kvstore.mvcc.key_ranges import Bounds
    from kvstore.mvcc.keyspace import Keyspace


class Changes:
    """The changes of one revision to one name space, so far; all can be taken back.

    What is looked at is counted: a change is applied without a break, so it must be over soon.
    """

    def __init__(self, space: Keyspace, revision: int) -> None:
        """Make changes that bear `revision`."""
        self.space = space
        self.revision = revision
        self.items: list[kv.kv_item] = []
        self._looked = 0

    def look(self, keys: int = 1) -> None:
        """Count keys looked at. Raises `Refusal` (KV_TOO_LARGE) beyond the bound."""
        self._looked += keys
        if self._looked > kv.KV_CHANGE_KEYS_MAX:
            raise Refusal(
                kv.KV_TOO_LARGE,
                f"the change looks at more than {kv.KV_CHANGE_KEYS_MAX} keys; make it in parts",
            )

    def look_through(self, span: Bounds) -> Iterator[kv.kv_item]:
        """Yield the items of a range that exist now, in order. Raises `Refusal` as `look` does."""
        for _, item in self.space.scan(span, self.revision):
            self.look()
            if item is not None:
                yield item

    def put(self, op: kv.kv_put_op) -> kv.kv_item | None:
        """Set a key; return the item before.

        Raises `Refusal`: KV_NOT_FOUND where a part of what is not there was to be kept,
        KV_LEASE_UNKNOWN.
        """
        old = self.space.newest(op.key)
        value, lease = op.value, op.lease
        if op.flags & (kv.KV_KEEP_VALUE | kv.KV_KEEP_LEASE):
            if old is None:
                raise Refusal(kv.KV_NOT_FOUND, "the key whose value or lease to keep is not there")
            if op.flags & kv.KV_KEEP_VALUE:
                value = old.value
            if op.flags & kv.KV_KEEP_LEASE:
                lease = old.lease
        elif lease:
            raise Refusal(kv.KV_LEASE_UNKNOWN, f"there is no lease {lease}")
        revision = self.revision
        if old is None:
            self._append(
                kv.kv_item(
                    key=op.key,
                    value=value,
                    create_revision=revision,
                    mod_revision=revision,
                    key_version=1,
                    lease=lease,
                )
            )
        else:
            self._append(
                kv.kv_item(
                    key=old.key,  # one copy of the bytes serves all versions
                    value=value,
                    create_revision=old.create_revision,
                    mod_revision=revision,
                    key_version=old.key_version + 1,
                    lease=lease,
                )
            )
        return old

    def delete(self, op: kv.kv_delete_op) -> kv.kv_deleted:
        """Delete all keys of a range.

        Raises `Refusal`: KV_INVALID, and KV_TOO_LARGE where the items before do not fit an
        answer.
        """
        old = self._existing(op.keys)
        previous: tuple[kv.kv_item, ...] = ()
        if op.flags & kv.KV_PREVIOUS:
            size = sum(len(item.key) + len(item.value) for item in old)
            if len(old) > kv.KV_ITEMS_MAX or size > kv.KV_ANSWER_MAX:
                raise Refusal(
                    kv.KV_TOO_LARGE,
                    f"the {len(old)} items to delete do not fit an answer; delete fewer at a time, "
                    "or do not ask for them",
                )
            previous = tuple(old)
        for item in old:
            self._append(
                kv.kv_item(
                    key=item.key,
                    value=b"",
                    create_revision=0,
                    mod_revision=self.revision,
                    key_version=0,
                    lease=0,
                )
            )
        return kv.kv_deleted(count=len(old), previous=previous)

    def _existing(self, keys: kv.kv_key_range) -> list[kv.kv_item]:
        span = bounds(keys)
        if keys.kind == kv.KV_SINGLE:
            item = self.space.newest(keys.key)
            return [] if item is None else [item]
        return list(self.look_through(span))

    def _append(self, item: kv.kv_item) -> None:
        self.space.append(item)
        self.items.append(item)

    def take_back(self) -> None:
        """Undo all changes, the last one first."""
        while self.items:
            self.space.retract(self.items.pop())
