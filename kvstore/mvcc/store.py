"""The store: name spaces, revisions, and the commands that make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.changes import Changes
from kvstore.mvcc.collector import Collector
from kvstore.mvcc.keyspace import Keyspace
from kvstore.mvcc.leases import Leases
from kvstore.mvcc.limits import change_keys_max
from kvstore.mvcc.outcomes import DeleteDone, Outcome, PutDone, Refusal, Refused, TxnDone
from kvstore.mvcc.ranges import RangeRead, revision_to_read
from kvstore.mvcc.transactions import holds, perform

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_KEYS: Final = Keyspace()
"""What a name space looks like that nobody has written to; never written to itself."""


class Store:
    """All keys. `revision` is the newest, `compacted_revision` the oldest that can be read.

    `data_bytes` sums up the keys and values of all versions that are kept, `written_bytes` of all
    that were made since this object was.
    """

    def __init__(
        self,
        spaces: dict[bytes, Keyspace] | None = None,
        leases: Leases | None = None,
        revision: int = 0,
        compacted_revision: int = 0,
        data_bytes: int = 0,
    ) -> None:
        """Begin empty, or with what a snapshot holds.

        `change_keys_max` may be changed afterwards: it is that of the feature level.
        """
        self.revision = revision
        self.compacted_revision = compacted_revision
        self.data_bytes = data_bytes
        self.written_bytes = 0
        self.leases = Leases() if leases is None else leases
        self._spaces = {} if spaces is None else spaces
        self._collector = Collector(self._spaces)
        self.change_keys_max = change_keys_max(0)

    @property
    def keys(self) -> int:
        """Number of keys that exist, in all name spaces."""
        return sum(space.live for space in self._spaces.values())

    # ------------------------------------------------------------------ reading

    def get(self, name_space: bytes, key: bytes, revision: int) -> kv.kv_item | None:
        """Return the item of `key` at `revision` (0: the newest), None if it was not there.

        Raises `Refusal`: KV_INVALID, KV_FUTURE_REVISION, KV_COMPACTED.
        """
        if not key:
            raise Refusal(kv.KV_INVALID, "the key is empty")
        space = self._spaces.get(name_space, NO_KEYS)
        if revision == 0:
            return space.newest(key)
        return space.at(key, revision_to_read(revision, self.revision, self.compacted_revision))

    def range(self, name_space: bytes, op: kv.kv_range_op) -> RangeRead:
        """Start to read a range.

        Raises `Refusal`: KV_INVALID, KV_FUTURE_REVISION, KV_COMPACTED.
        """
        space = self._spaces.get(name_space, NO_KEYS)
        return RangeRead(space, op, self.revision, self.compacted_revision)

    def space(self, name_space: bytes) -> Keyspace:
        """Return the keys of a name space, to be read only."""
        return self._spaces.get(name_space, NO_KEYS)

    def spaces(self) -> Mapping[bytes, Keyspace]:
        """Return all name spaces that hold anything, to be read only."""
        return self._spaces

    def changed_since(self, revision: int, most: int) -> list[tuple[bytes, bytes]] | None:
        """Return name space and key of all that was changed after `revision`; some come twice.

        None where that is more than about `most`, or compacted in part.
        """
        if revision + 1 < self.compacted_revision or len(self._spaces) > most:
            return None
        changed: list[tuple[bytes, bytes]] = []
        for name_space, space in self._spaces.items():
            for _, items in space.history.between(revision + 1, self.revision):
                changed += [(name_space, item.key) for item in items]
                if len(changed) > most:
                    return None
        return changed

    # ------------------------------------------------------------------ changing

    def apply(self, command: commands.command) -> Outcome:
        """Do what a committed put, delete or transaction says, or refuse it without a trace."""
        name_space = command.origin.name_space
        changes = self._changes(name_space)
        try:
            outcome = self._perform(command.change, changes)
        except Refusal as refusal:
            changes.take_back()
            return Refused(refusal.code, refusal.message)
        if changes.items:
            self._keep(((name_space, changes),))
        return outcome

    def delete_leased(self, lease: int) -> tuple[int, int]:
        """Delete all keys under a lease in one revision, and the lease.

        Returns the revision, 0 if there were no keys, and their number. Raises `Refusal`
        (KV_LEASE_UNKNOWN).
        """
        self.leases.get(lease)
        by_space: dict[bytes, Changes] = {}
        keys = self.leases.keys(lease)
        for name_space, key in keys:
            changes = by_space.get(name_space)
            if changes is None:
                changes = by_space[name_space] = self._changes(name_space)
            item = changes.space.newest(key)
            if item is None:
                raise RuntimeError(f"the key {key!r} is under lease {lease} and does not exist")
            changes.delete_item(item)
        self.leases.remove(lease)
        if not keys:
            return 0, 0
        self._keep(tuple(by_space.items()))
        return self.revision, len(keys)

    def _changes(self, name_space: bytes) -> Changes:
        space = self._spaces.get(name_space)
        if space is None:
            space = Keyspace()
        return Changes(
            space,
            name_space,
            self.leases,
            self.revision + 1,
            self.compacted_revision,
            self.change_keys_max,
        )

    def _keep(self, made: tuple[tuple[bytes, Changes], ...]) -> None:
        """Make the next revision of changes."""
        self.revision += 1
        for name_space, changes in made:
            self._spaces[name_space] = changes.space
            changes.space.history.append(self.revision, changes.items)
            size = sum([len(item.key) + len(item.value) for item in changes.items])
            self.data_bytes += size
            self.written_bytes += size

    def _perform(self, change: commands.command_change, changes: Changes) -> Outcome:
        match change:
            case commands.command_change_COMMAND_PUT(put=put):
                old = changes.put(put)
                return PutDone(changes.revision, old if put.flags & kv.KV_PREVIOUS else None)
            case commands.command_change_COMMAND_DELETE(deletion=deletion):
                deleted = changes.delete(deletion)
                return DeleteDone(_made(changes), deleted)
            case commands.command_change_COMMAND_TXN(txn=txn):
                succeeded = all(holds(compare, changes) for compare in txn.compares)
                branch = txn.success if succeeded else txn.failure
                results = perform(branch, changes, self.revision, self.compacted_revision)
                return TxnDone(_made(changes), succeeded, results)
            case _:
                raise TypeError(f"a command of kind {change.kind} is none that changes keys")

    # ------------------------------------------------------------------ compaction

    def compact(self, revision: int) -> None:
        """Raise the floor to `revision`, unless it is there already.

        Raises `Refusal` (KV_FUTURE_REVISION).
        """
        if revision > self.revision:
            raise Refusal(
                kv.KV_FUTURE_REVISION,
                f"revision {revision} is not there yet; the newest is {self.revision}",
            )
        self.compacted_revision = max(self.compacted_revision, revision)

    def hold(self) -> int:
        """Let nothing be removed that is still seen from the floor as it is now.

        Returns what `release` takes.
        """
        return self._collector.hold(self.compacted_revision)

    def release(self, hold: int) -> None:
        """End a hold. May be called again."""
        self._collector.release(hold)

    def collect(self, steps: int) -> bool:
        """Remove about `steps` versions that nobody can see; return whether more are left."""
        freed, more = self._collector.collect(self.compacted_revision, steps)
        self.data_bytes -= freed
        return more


def _made(changes: Changes) -> int:
    """Return the revision that the changes made, 0 where there are none."""
    return changes.revision if changes.items else 0
