"""Name spaces as a snapshot tells them, checked and put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.mvcc.history import History
from kvstore.mvcc.keyspace import Keyspace
from kvstore.mvcc.snapshot_errors import MalformedSnapshot

if TYPE_CHECKING:
    from kvstore._generated import kv, snapshot
    from kvstore.mvcc.keyspace import Versions
    from kvstore.mvcc.leases import Leases


class SnapshotKeys:
    """The name spaces that are complete, and the one whose items are coming in."""

    def __init__(self, revision: int, floor: int, leases: Leases) -> None:
        """Expect a state at `revision`, with the floor at `floor`, that uses these leases."""
        self.spaces: dict[bytes, Keyspace] = {}
        self.data_bytes = 0
        self._revision = revision
        self._floor = floor
        self.leases = leases
        self._name: bytes | None = None
        self._index: dict[bytes, Versions] = {}
        self._history = History()
        self._last_key = b""
        self._made: list[kv.kv_item] = []
        """The changes of the revision that came last: its next one may still follow."""

    def add_base(self, part: snapshot.snapshot_items) -> None:
        """Take items as they were below the floor. Raises `MalformedSnapshot`."""
        self._enter(part.name_space)
        if self._made:
            raise MalformedSnapshot("items of the base follow changes")
        index, last, size, below = self._index, self._last_key, 0, self._floor
        for item in part.items:
            key = item.key
            if key <= last:
                raise MalformedSnapshot("the keys of the base are not in order")
            last = key
            if not item.key_version or not 0 < item.mod_revision < below:
                raise MalformedSnapshot(f"an item of revision {item.mod_revision} is in the base")
            index[key] = item
            size += len(key) + len(item.value)
        self._last_key = last
        self.data_bytes += size

    def add_changes(self, part: snapshot.snapshot_items) -> None:
        """Take items that changes have made. Raises `MalformedSnapshot`."""
        self._enter(part.name_space)
        index, size, newest = self._index, 0, self._revision
        made = self._made
        at = made[-1].mod_revision if made else max(self._floor, 1)
        for item in part.items:
            key, revision = item.key, item.mod_revision
            if not at <= revision <= newest or not key:
                raise MalformedSnapshot(f"a change of revision {revision} is out of place")
            if revision != at and made:
                self._history.append(at, made)
                made = []
            at = revision
            made.append(item)
            found = index.get(key)
            if found is None:
                if not item.key_version:
                    raise MalformedSnapshot(f"revision {revision} deletes a key that is not there")
                index[key] = item
            elif isinstance(found, list):
                found.append(item)
            else:
                index[key] = [found, item]
            size += len(key) + len(item.value)
        self._made = made
        self.data_bytes += size

    def finish(self) -> None:
        """Complete the last name space. Raises `MalformedSnapshot`."""
        name = self._name
        if name is None:
            return
        if not self._index:
            raise MalformedSnapshot("a name space holds nothing")
        if self._made:
            self._history.append(self._made[-1].mod_revision, self._made)
        for key, versions in self._index.items():
            newest = versions[-1] if isinstance(versions, list) else versions
            if newest.lease:
                if newest.lease not in self.leases:
                    raise MalformedSnapshot(f"a key is under lease {newest.lease}, which is none")
                self.leases.move(name, key, 0, newest.lease)
        space = Keyspace.of(self._index, self._history, max(self._floor - 1, 0))
        self.spaces[name] = space

    def _enter(self, name: bytes) -> None:
        if name == self._name:
            return
        self.finish()
        if self._name is not None and name <= self._name:
            raise MalformedSnapshot("the name spaces are not in order")
        self._name = name
        self._index = {}
        self._history = History()
        self._last_key = b""
        self._made = []
