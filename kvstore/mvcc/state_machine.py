"""The whole of the replicated state, and the only way in which it changes: entries of the log."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Final

from kvstore._generated import command as commands
from kvstore._generated import kv, raft, snapshot
from kvstore.mvcc import events, expiry, lease_reads
from kvstore.mvcc.alarms import Alarms
from kvstore.mvcc.content_hash import content_hash
from kvstore.mvcc.entries import UnknownCommand
from kvstore.mvcc.limits import CLOCK_STEP_MAX_MS, FEATURE_LEVEL_MAX, change_keys_max
from kvstore.mvcc.member_book import book_after, members_of, with_highest
from kvstore.mvcc.outcomes import (
    CompactDone,
    LeaseGranted,
    LeaseKept,
    LeaseRevoked,
    Maintained,
    Outcome,
    Refusal,
    Refused,
    SessionClosed,
    SessionKept,
    SessionOpened,
)
from kvstore.mvcc.pin import Pin
from kvstore.mvcc.sessions import Sessions
from kvstore.mvcc.snapshot_reader import SnapshotReader
from kvstore.mvcc.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kvstore.mvcc.ranges import RangeRead

NOBODY: Final = raft.conf_state(
    voters=(), voters_outgoing=(), learners=(), learners_next=(), auto_leave=False
)

_CLIENTS_OWN: Final = frozenset(
    {
        commands.COMMAND_PUT,
        commands.COMMAND_DELETE,
        commands.COMMAND_TXN,
        commands.COMMAND_COMPACT,
        commands.COMMAND_LEASE_GRANT,
        commands.COMMAND_LEASE_REVOKE,
        commands.COMMAND_LEASE_KEEPALIVE,
    }
)
"""What is done once only if it comes under a session. The rest may be done twice."""


class StateMachine:
    """What comes of a log. `applied_index` and `applied_term` name the last entry applied.

    `clock_ms` is replicated time; `feature_level` what all members have agreed to speak;
    `members` the book of those in `conf_state`, `highest_member` the highest number that any had.
    """

    feature_level_max: ClassVar[int] = FEATURE_LEVEL_MAX

    def __init__(self, snapshot_read: SnapshotReader | None = None) -> None:
        """Begin empty, or with what a reader that was fed all of a snapshot has found.

        Raises `MalformedSnapshot`.
        """
        self.store = Store()
        self.applied_index = 0
        self.applied_term = 0
        self.clock_ms = 0
        self.feature_level = 0
        self.conf_state = NOBODY
        self._members: dict[int, raft.member_info] = {}
        self.highest_member = 0
        self._sessions = Sessions()
        self._alarms = Alarms()
        if snapshot_read is not None:
            head, sessions, self.store = snapshot_read.finish()
            self.applied_index = head.index
            self.applied_term = head.term
            self.clock_ms = head.clock_ms
            self.feature_level = head.feature_level
            self.conf_state = head.configuration
            named = members_of(head.configuration)
            self._members = {info.node: info for info in head.members if info.node in named}
            self.highest_member = max((info.node for info in head.members), default=0)
            self._sessions = Sessions(sessions)
            self._alarms = Alarms(head.alarms)
            self.store.change_keys_max = change_keys_max(self.feature_level)

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
    def written_bytes(self) -> int:
        """Bytes of keys and values written since this object was made: not the same on all nodes.

        It never falls, and tells how much the versions since some revision weigh at most.
        """
        return self.store.written_bytes

    @property
    def keys(self) -> int:
        """Number of keys that exist, in all name spaces."""
        return self.store.keys

    @property
    def members(self) -> Mapping[int, raft.member_info]:
        """The members by number, in order of it."""
        return MappingProxyType(self._members)

    @property
    def alarms(self) -> tuple[kv.kv_alarm, ...]:
        """The alarms that are raised, by node and kind."""
        return self._alarms.all()

    @property
    def timed(self) -> bool:
        """Whether there is anything that ends by time, so that time has to be told."""
        return bool(self._sessions) or bool(self.store.leases)

    # ------------------------------------------------------------------ applying

    def apply(self, entry: raft.entry, command: commands.command | None) -> Outcome | None:
        """Apply a normal entry; `command` is what `entries.decode` makes of it.

        Returns None for a leader's empty entry. Raises `ValueError` unless it is the next entry,
        `UnknownCommand`.
        """
        self._check_next(entry)
        outcome = None
        if command is not None:
            origin = command.origin
            if origin.session and command.change.kind in _CLIENTS_OWN:
                outcome = self._sessions.begin(origin, self.clock_ms)
                if outcome is None:
                    outcome = self._outcome(command)
                    self._sessions.end(origin, outcome)
            else:
                outcome = self._outcome(command)
        self.applied_index = entry.index
        self.applied_term = entry.term
        return outcome

    def apply_members(
        self,
        entry: raft.entry,
        conf_state: raft.conf_state,
        change: raft.conf_change | raft.conf_change_v2,
    ) -> None:
        """Apply a change of membership, which the core says leads to `conf_state`.

        Raises `ValueError` unless it is the next entry.
        """
        self._check_next(entry)
        self._members = book_after(self._members, conf_state, change)
        self.highest_member = max(self.highest_member, *self._members, 0)
        self._alarms.keep_members(self._members)
        self.conf_state = conf_state
        self.applied_index = entry.index
        self.applied_term = entry.term

    def _check_next(self, entry: raft.entry) -> None:
        if entry.index != self.applied_index + 1 or entry.term < self.applied_term:
            raise ValueError(
                f"entry {entry.index} of term {entry.term} cannot follow entry "
                f"{self.applied_index} of term {self.applied_term}"
            )

    def _outcome(self, command: commands.command) -> Outcome:
        if command.change.kind <= commands.COMMAND_TXN:
            return self.store.apply(command)
        try:
            return self._perform(command)
        except Refusal as refusal:
            return Refused(refusal.code, refusal.message)

    def _perform(self, command: commands.command) -> Outcome:
        """Do what is about no key by name. Raises `Refusal`, and then did nothing."""
        now = self.clock_ms
        outcome: Outcome
        match command.change:
            case commands.command_change_COMMAND_COMPACT(revision=revision):
                self.store.compact(revision)
                outcome = CompactDone()
            case commands.command_change_COMMAND_LEASE_GRANT(grant=grant):
                lease = self.store.leases.grant(grant.lease, grant.ttl_ms, now)
                outcome = LeaseGranted(lease.number, lease.ttl_ms)
            case commands.command_change_COMMAND_LEASE_REVOKE(revoked=number):
                revision, count = self.store.delete_leased(number)
                outcome = LeaseRevoked(revision, count)
            case commands.command_change_COMMAND_LEASE_KEEPALIVE(kept=number):
                outcome = LeaseKept(self.store.leases.keep(number, now).ttl_ms)
            case commands.command_change_COMMAND_SESSION_OPEN(open=opening):
                session = self._sessions.open(opening, now)
                outcome = SessionOpened(session.number, session.ttl_ms)
            case commands.command_change_COMMAND_SESSION_KEEPALIVE(
                kind=commands.COMMAND_SESSION_KEEPALIVE
            ):
                outcome = SessionKept(self._sessions.keep(command.origin.session, now).ttl_ms)
            case commands.command_change_COMMAND_SESSION_KEEPALIVE():
                self._sessions.close(command.origin.session)
                outcome = SessionClosed()
            case _:
                self._maintain(command.change)
                outcome = Maintained()
        return outcome

    def _maintain(self, change: commands.command_change) -> None:
        match change:
            case commands.command_change_COMMAND_CLOCK(elapsed_ms=elapsed_ms):
                self.clock_ms += min(elapsed_ms, CLOCK_STEP_MAX_MS)
            case commands.command_change_COMMAND_EXPIRE(expire=expire):
                expiry.carry_out(expire, self.store, self._sessions, self.clock_ms)
            case commands.command_change_COMMAND_ALARM(alarm=alarm):
                self._alarms.apply(alarm)
            case commands.command_change_COMMAND_FEATURE_LEVEL(level=level):
                if level > self.feature_level_max:
                    raise UnknownCommand(
                        f"it begins feature level {level}, and {self.feature_level_max} is the "
                        "highest one known"
                    )
                self.feature_level = max(self.feature_level, level)
                self.store.change_keys_max = change_keys_max(self.feature_level)
            case _:
                raise UnknownCommand(f"it is of kind {change.kind}")

    def due(self) -> commands.command_expire | None:
        """Return what is over at `clock_ms`, for the leader to propose; None if nothing is.

        It stays due until that is applied. What does not fit one command is due after it.
        """
        return expiry.due(self.store.leases, self._sessions, self.clock_ms)

    def collect(self, steps: int) -> bool:
        """Remove about `steps` versions that can no longer be read; return whether more are left.

        Nobody can tell how far it got: called between applies, when there is time.
        """
        return self.store.collect(steps)

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
        return events.events(
            self.store.space(name_space),
            self.revision,
            self.compacted_revision,
            ranges,
            position,
            limit,
            flags,
        )

    def lease_ttl(
        self, lease: int, name_space: bytes, *, keys: bool, after: bytes
    ) -> kv.kv_lease_ttl_ok:
        """Tell the time left of a lease, and with `keys` its keys in a name space behind `after`.

        Raises `Refusal` (KV_LEASE_UNKNOWN).
        """
        return lease_reads.ttl(
            self.store.leases, lease, self.clock_ms, name_space if keys else None, after
        )

    def lease_list(self, after: int) -> kv.kv_lease_list_ok:
        """List the leases whose numbers are higher than `after`."""
        return lease_reads.listing(self.store.leases, after, self.clock_ms)

    # ------------------------------------------------------------------ as a whole

    def pin(self) -> Pin:
        """Freeze the state as it is now, for a snapshot."""
        head = snapshot.snapshot_head(
            version=snapshot.SNAPSHOT_VERSION,
            index=self.applied_index,
            term=self.applied_term,
            revision=self.revision,
            compacted_revision=self.compacted_revision,
            clock_ms=self.clock_ms,
            feature_level=self.feature_level,
            configuration=self.conf_state,
            members=with_highest(self._members, self.highest_member),
            alarms=self.alarms,
        )
        return Pin(self.store, head, self._sessions.freeze())

    @classmethod
    def restore(cls, pieces: Iterable[bytes]) -> StateMachine:
        """Return the state that was pinned; where the pieces are cut does not matter.

        In one go; with a `SnapshotReader`, pieces can be taken as they come in.
        Raises `MalformedSnapshot`.
        """
        reader = SnapshotReader(cls.feature_level_max)
        for piece in pieces:
            reader.feed(piece)
        return cls(reader)

    def hash(self, revision: int) -> Iterator[bytes | None]:
        """Yield None after each slice of work, and at last the SHA-256 of all keys.

        Covers what can be read from the floor to `revision` (0: the newest), and nothing else:
        nodes with the same floor have the same. Raises `Refusal`: KV_FUTURE_REVISION,
        KV_COMPACTED, both at the first step.
        """
        return content_hash(self.store, revision)
