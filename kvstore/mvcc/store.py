"""The store: name spaces, revisions, and the commands that make them."""

from __future__ import annotations

from typing import Final

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.changes import Changes
from kvstore.mvcc.keyspace import Keyspace
from kvstore.mvcc.outcomes import DeleteDone, Outcome, PutDone, Refusal, Refused, TxnDone
from kvstore.mvcc.ranges import RangeRead, revision_to_read
from kvstore.mvcc.transactions import holds, perform

NO_KEYS: Final = Keyspace()
"""What a name space looks like that nobody has written to; never written to itself."""


class Store:
    """All keys. `revision` is the newest, `compacted_revision` the oldest that can be read.

    `data_bytes` sums up the keys and values of all versions that are kept.
    """

    def __init__(self) -> None:
        self.revision = 0
        self.compacted_revision = 0
        self.data_bytes = 0
        self._spaces: dict[bytes, Keyspace] = {}

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

    # ------------------------------------------------------------------ changing

    def apply(self, command: commands.command) -> Outcome:
        """Do what a committed command says, or refuse it without a trace."""
        origin = command.origin
        if origin.session:
            return Refused(kv.KV_SESSION_UNKNOWN, f"there is no session {origin.session}")
        space = self._spaces.get(origin.name_space)
        if space is None:
            space = Keyspace()
        changes = Changes(space, self.revision + 1)
        try:
            outcome = self._perform(command.change, changes)
        except Refusal as refusal:
            changes.take_back()
            return Refused(refusal.code, refusal.message)
        if changes.items:
            self.revision += 1
            self._spaces[origin.name_space] = space
            for item in changes.items:
                self.data_bytes += len(item.key) + len(item.value)
        return outcome

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


def _made(changes: Changes) -> int:
    """Return the revision that the changes made, 0 where there are none."""
    return changes.revision if changes.items else 0
