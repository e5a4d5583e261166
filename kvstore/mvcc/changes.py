"""What a put and a delete do to a name space, within one revision that may hold more of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import kv
from kvstore.mvcc.key_ranges import bounds
from kvstore.mvcc.keyspace import is_over, version_at
from kvstore.mvcc.limits import LEASE_KEYS_MAX
from kvstore.mvcc.outcomes import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kvstore.mvcc.key_ranges import Bounds
    from kvstore.mvcc.keyspace import Keyspace
    from kvstore.mvcc.leases import Leases


class Changes:
    """The changes of one revision to one name space, so far; all can be taken back.

    What is looked at is counted: a change is applied without a break, so it must be over soon.
    """

    def __init__(
        self,
        space: Keyspace,
        name_space: bytes,
        leases: Leases,
        revision: int,
        floor: int,
        most_keys: int,
    ) -> None:
        """Make changes that bear `revision`, with the floor at `floor`.

        They may look at `most_keys` keys.
        """
        self.space = space
        self.revision = revision
        self.items: list[kv.kv_item] = []
        self._name_space = name_space
        self._leases = leases
        self._floor = floor
        self._leases_before: list[int] = []
        """For each of `items` the lease that its key was under, 0 for none."""
        self._most_keys = most_keys
        self._looked = 0

    def look(self) -> None:
        """Count a key looked at. Raises `Refusal` (KV_TOO_LARGE) beyond the bound."""
        self._looked += 1
        if self._looked > self._most_keys:
            raise Refusal(
                kv.KV_TOO_LARGE,
                f"the change looks at more than {self._most_keys} keys; make it in parts",
            )

    def look_through(self, span: Bounds) -> Iterator[kv.kv_item]:
        """Yield the items of a range that exist now, in order. Raises `Refusal` as `look` does."""
        for _, versions in self.space.scan(span):
            item = version_at(versions, self.revision)
            if item is not None:
                self.look()
                yield item
            elif not is_over(versions, self._floor):
                self.look()

    def put(self, op: kv.kv_put_op) -> kv.kv_item | None:
        """Set a key; return the item before.

        Raises `Refusal`: KV_NOT_FOUND where a part of what is not there was to be kept,
        KV_LEASE_UNKNOWN, and KV_TOO_LARGE for a lease with too many keys.
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
        if lease:
            self._check_lease(lease, old)
        revision = self.revision
        if old is None:
            self._append(
                old,
                kv.kv_item(
                    key=op.key,
                    value=value,
                    create_revision=revision,
                    mod_revision=revision,
                    key_version=1,
                    lease=lease,
                ),
            )
        else:
            self._append(
                old,
                kv.kv_item(
                    key=old.key,  # one copy of the bytes serves all versions
                    value=value,
                    create_revision=old.create_revision,
                    mod_revision=revision,
                    key_version=old.key_version + 1,
                    lease=lease,
                ),
            )
        return old

    def _check_lease(self, lease: int, old: kv.kv_item | None) -> None:
        if lease not in self._leases:
            raise Refusal(kv.KV_LEASE_UNKNOWN, f"there is no lease {lease}")
        if old is not None and old.lease == lease:
            return
        if self._leases.count(lease) >= LEASE_KEYS_MAX:
            raise Refusal(
                kv.KV_TOO_LARGE,
                f"there are {LEASE_KEYS_MAX} keys under lease {lease} already; take another one",
            )

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
            self.delete_item(item)
        return kv.kv_deleted(count=len(old), previous=previous)

    def delete_item(self, old: kv.kv_item) -> None:
        """Delete a key that exists: `old` is its item."""
        self._append(
            old,
            kv.kv_item(
                key=old.key,
                value=b"",
                create_revision=0,
                mod_revision=self.revision,
                key_version=0,
                lease=0,
            ),
        )

    def _existing(self, keys: kv.kv_key_range) -> list[kv.kv_item]:
        span = bounds(keys)
        if keys.kind == kv.KV_SINGLE:
            item = self.space.newest(keys.key)
            return [] if item is None else [item]
        return list(self.look_through(span))

    def _append(self, old: kv.kv_item | None, item: kv.kv_item) -> None:
        before = 0 if old is None else old.lease
        if before != item.lease:
            self._leases.move(self._name_space, item.key, before, item.lease)
        self.space.append(item)
        self.items.append(item)
        self._leases_before.append(before)

    def take_back(self) -> None:
        """Undo all changes, the last one first."""
        while self.items:
            item, before = self.items.pop(), self._leases_before.pop()
            self.space.retract(item)
            if before != item.lease:
                self._leases.move(self._name_space, item.key, item.lease, before)
