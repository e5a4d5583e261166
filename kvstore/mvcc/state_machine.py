"""The whole of the replicated state, and the only way in which it changes: entries of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.mvcc.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kvstore._generated import command as commands
    from kvstore._generated import kv, raft
    from kvstore.mvcc.outcomes import Outcome
    from kvstore.mvcc.ranges import RangeRead


class Pin:
    """The state as it was when it was pinned; `point` names its place in the log.

    All calls are made in the machine's thread. Held until `release`.
    """

    point: raft.snapshot_metadata

    def pieces(self) -> Iterator[bytes]:
        """Yield the state in pieces of at most 64 KiB, some maybe empty, each in bounded work.

        Entries may be applied between two of them.
        """
        raise NotImplementedError

    def release(self) -> None:
        """Let go of what only the pin held. May be called again."""
        raise NotImplementedError


class StateMachine:
    """`applied_index` and `applied_term` name the last entry that the state holds."""

    def __init__(self) -> None:
        self.store = Store()
        self.applied_index = 0
        self.applied_term = 0
        self.clock_ms = 0
        self.feature_level = 1
        self.conf_state: raft.conf_state
        self.members: Mapping[int, raft.member_info]

    @property
    def revision(self) -> int:
        """The newest revision."""
        return self.store.revision

    @property
    def compacted_revision(self) -> int:
        """The floor: the oldest revision that can be read."""
        return self.store.compacted_revision

    @property
    def data_bytes(self) -> int:
        """Bytes of keys and values held, past versions included."""
        return self.store.data_bytes

    @property
    def keys(self) -> int:
        """Number of keys that exist, in all name spaces."""
        return self.store.keys

    @property
    def alarms(self) -> tuple[kv.kv_alarm, ...]:
        """The alarms that are raised, by node and kind."""
        raise NotImplementedError

    @property
    def timed(self) -> bool:
        """Whether there is anything that ends by time, so that time has to be told."""
        raise NotImplementedError

    # ------------------------------------------------------------------ applying

    def apply(self, entry: raft.entry, command: commands.command | None) -> Outcome | None:
        """Apply a normal entry; `command` is what `entries.decode` makes of it.

        Returns None for a leader's empty entry. Raises `ValueError` unless it is the next entry,
        `UnknownCommand`.
        """
        raise NotImplementedError

    def apply_members(
        self,
        entry: raft.entry,
        conf_state: raft.conf_state,
        change: raft.conf_change | raft.conf_change_v2,
    ) -> None:
        """Apply a change of membership, which the core says leads to `conf_state`.

        Raises `ValueError` unless it is the next entry.
        """
        raise NotImplementedError

    def due(self) -> commands.command_expire | None:
        """Return what is over at `clock_ms`, for the leader to propose; None if nothing is."""
        raise NotImplementedError

    def collect(self, steps: int) -> bool:
        """Remove about `steps` versions that can no longer be read; return whether more are left.

        Nobody can tell how far it got: called between applies, when there is time.
        """
        raise NotImplementedError

    # ------------------------------------------------------------------ reading

    def get(self, name_space: bytes, key: bytes, revision: int) -> kv.kv_item | None:
        """Return the item of `key` at `revision` (0: the newest), None if it was not there.

        Raises `Refusal`: KV_INVALID, KV_FUTURE_REVISION, KV_COMPACTED.
        """
        return self.store.get(name_space, key, revision)

    def range(self, name_space: bytes, op: kv.kv_range_op) -> RangeRead:
        """Start to read a range.

        Raises `Refusal`: KV_INVALID, KV_FUTURE_REVISION, KV_COMPACTED.
        """
        return self.store.range(name_space, op)

    def events(
        self,
        name_space: bytes,
        ranges: tuple[kv.kv_key_range, ...],
        position: kv.kv_watch_position,
        limit: int,
        flags: int,
    ) -> kv.kv_watch_ok:
        """Return events from `position` on, in bounded work.

        There may be more as long as `next.revision` of the answer is not above `revision`, also
        where it holds no events. Raises `Refusal`: KV_INVALID, KV_COMPACTED.
        """
        raise NotImplementedError

    def lease_ttl(
        self, lease: int, name_space: bytes, *, keys: bool, after: bytes
    ) -> kv.kv_lease_ttl_ok:
        """Tell the time left of a lease, and with `keys` its keys in a name space behind `after`.

        Raises `Refusal` (KV_LEASE_UNKNOWN).
        """
        raise NotImplementedError

    def lease_list(self, after: int) -> kv.kv_lease_list_ok:
        """List the leases whose numbers are higher than `after`."""
        raise NotImplementedError

    def session_ttl(self, session: int) -> int:
        """Return the time in ms that a session has left.

        Raises `Refusal` (KV_SESSION_UNKNOWN).
        """
        raise NotImplementedError

    # ------------------------------------------------------------------ as a whole

    def pin(self) -> Pin:
        """Freeze the state as it is now, for a snapshot."""
        raise NotImplementedError

    @classmethod
    def restore(cls, pieces: Iterable[bytes]) -> StateMachine:
        """Return the state that was pinned; where the pieces are cut does not matter.

        Raises `MalformedSnapshot`.
        """
        raise NotImplementedError

    def hash(self, revision: int) -> Iterator[bytes | None]:
        """Yield None after each slice of work, and at last the SHA-256 of all keys.

        Covers what can be read from the floor to `revision` (0: the newest), and nothing else:
        nodes with the same floor have the same. Raises `Refusal`: KV_FUTURE_REVISION,
        KV_COMPACTED, both at the first step.
        """
        raise NotImplementedError
