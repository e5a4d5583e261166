"""What a replica stands on: clock, disk, network, snapshots, as small as they can be played.

Real ones are threads and sockets, those of a test are lists and a number for the time. Nothing
here knows of an event loop. All calls are made, and all answers given, in one thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kvstore._generated import command as commands
    from kvstore._generated import kv, raft
    from kvstore.mvcc.outcomes import Outcome
    from kvstore.node.refusals import NodeRefusal
    from kvstore.node.snapshot_ports import Pin
    from kvstore.raft.ready import Append


class Machine(Protocol):
    """The state machine, as far as a replica drives it."""

    @property
    def revision(self) -> int:
        """The newest revision."""
        ...

    @property
    def compacted_revision(self) -> int:
        """The floor: the oldest revision that can be read."""
        ...

    @property
    def data_bytes(self) -> int:
        """Bytes of keys and values held, past versions included."""
        ...

    @property
    def keys(self) -> int:
        """Number of keys that exist."""
        ...

    @property
    def written_bytes(self) -> int:
        """Bytes of keys and values written so far; never falls."""
        ...

    @property
    def applied_index(self) -> int:
        """Index of the newest entry that was applied."""
        ...

    @property
    def applied_term(self) -> int:
        """Term of the newest entry that was applied."""
        ...

    @property
    def conf_state(self) -> raft.conf_state:
        """Who votes and who listens, as of `applied_index`."""
        ...

    @property
    def members(self) -> Mapping[int, raft.member_info]:
        """The book of members: address and birth of each."""
        ...

    highest_member: int
    """The highest number that any member had, also one that was removed."""

    @property
    def alarms(self) -> tuple[kv.kv_alarm, ...]:
        """The alarms that are raised."""
        ...

    @property
    def feature_level(self) -> int:
        """What all members have agreed to speak."""
        ...

    @property
    def timed(self) -> bool:
        """Whether there is anything, a lease or a session, that time can end."""
        ...

    def apply(self, entry: raft.entry, command: commands.command | None) -> Outcome | None:
        """Let the next entry happen; `command` is what it holds, None for an empty one."""
        ...

    def apply_members(
        self,
        entry: raft.entry,
        conf_state: raft.conf_state,
        change: raft.conf_change | raft.conf_change_v2,
    ) -> None:
        """Let the next entry, a change of membership, happen; `conf_state` is what it leads to."""
        ...

    def due(self) -> commands.command_expire | None:
        """Return what is over by replicated time, None if nothing is."""
        ...

    def get(self, name_space: bytes, key: bytes, revision: int) -> kv.kv_item | None:
        """Return the item of a key at a revision (0: the newest), None if it was not there."""
        ...

    def changed_since(self, revision: int, most: int) -> Sequence[tuple[bytes, bytes]] | None:
        """Return name space and key of all that was changed after `revision`.

        None where that is not known any more, or more than about `most`.
        """
        ...

    def pin(self) -> Pin:
        """Pin the state as it is now, for a snapshot."""
        ...

    def hash(self, revision: int) -> Iterator[bytes | None]:
        """Yield None after each slice of work, and at last the hash of what can be read."""
        ...

    def collect(self, steps: int) -> bool:
        """Remove about `steps` versions that nobody can read; return whether more are left."""
        ...


class Clock(Protocol):
    """The boot clock, which runs on while the host sleeps."""

    def now(self) -> int:
        """Return nanoseconds since some moment before the start; never falls."""
        ...


class Turns(Protocol):
    """Whoever runs the replica: it asks for another turn instead of working on for long."""

    def soon(self, callback: Callable[[], None]) -> None:
        """Call `callback` in this thread, after this call has returned and others had a turn."""
        ...


class LogPort(Protocol):
    """The log's way to the disk."""

    def append(
        self, append: Append, *, must_sync: bool, done: Callable[[Exception | None], None]
    ) -> None:
        """Write `append` behind all earlier ones, and call `done` when all of it is durable.

        `done` is called in the order of the appends, with what kept one from being written if
        anything did; then nobody knows what the disk holds, and the replica gives up. By then
        the core's `Storage` answers with what was written. Where not `must_sync` a crash may
        forget it: `done` waits only for what was appended before. It may be called at once.
        """
        ...


class NetworkPort(Protocol):
    """The way to the other members."""

    def send(self, to: int, messages: Sequence[raft.message]) -> None:
        """Send messages to one member, in order, or lose them: then `Replica.unreachable`."""
        ...

    def send_soon(self, to: int, message: raft.message) -> None:
        """Send a message within some milliseconds, behind those that were sent before.

        A later one of its type that is for the same member says the same and more, but for the
        entries: where that comes in time, by `send` or by this, the earlier one need not be sent
        at all. Entries that follow on each other may be sent as one message.
        """
        ...

    def heard(self, node: int) -> int | None:
        """Return when anything came from a member last, on the `Clock`; None: never."""
        ...


class SnapshotPort(Protocol):
    """Snapshots: making, sending and receiving them is the business of others."""

    def send(self, message: raft.message) -> None:
        """Send MESSAGE_SNAPSHOT with its content; later say what came of it by `snapshot_sent`."""
        ...

    def received(self, point: raft.snapshot_metadata) -> Machine:
        """Return the machine made of the snapshot that was received for `point`.

        Its content was durable before its MESSAGE_SNAPSHOT came to `Replica.step`.
        """
        ...

    def applied(self, machine: Machine) -> None:
        """See, now and then, how far the machine has gone: perhaps it is time for a snapshot."""
        ...


class SpacePort(Protocol):
    """Whether the disk has room."""

    def refusal(self, command: commands.command, size: int) -> NodeRefusal | None:
        """Return why a command of `size` bytes cannot be taken now (KV_NO_SPACE).

        None if it can: its bytes are counted then, as they are not on the disk yet.
        """
        ...

    def takes(self, message: raft.message) -> bool:
        """Say whether a peer's append can be taken now; if not it is dropped, and sent again.

        If it can its bytes are counted, as in `refusal`.
        """
        ...


Touched: TypeAlias = "tuple[int, bytes, Iterable[bytes] | None]"
"""Index of an entry, name space, and the keys of it that the entry may change; None: any keys."""


class Cache(Protocol):
    """Copies of items that others on this host read without asking this node."""

    lease_wanted: bool
    """Whether anybody has read by the lease lately, so that it should not lapse."""
    age_wanted: bool
    """Whether anybody has read what may be older lately, so that its age should be known."""

    def hide(self, first: int, last: int, touched: Callable[[], Iterable[Touched]]) -> None:
        """Make unreadable whatever entries `first` to `last` may change.

        They are committed, and behind all that was hidden before; nobody has heard of that.
        `touched` tells what they are, where that matters.
        """
        ...

    def hide_all(self, last: int) -> None:
        """Make everything unreadable: a snapshot of the state at `last` will take its place."""
        ...

    def show(self, machine: Machine) -> None:
        """Fill in again what was hidden, as far as the machine has applied it."""
        ...

    def publish_state(self, machine: Machine, term: int) -> None:
        """Say which state is there, before what was hidden for it is filled in again."""
        ...

    def asked(
        self, name_space: bytes, key: bytes, item: kv.kv_item | None, *, is_settled: bool
    ) -> None:
        """Hear that a key was read, and is `item` now; None: it does not exist.

        `is_settled`: all that is known to be committed is applied, so that this may be shown.
        """
        ...

    def publish_lease(self, until: int) -> None:
        """Let what is shown be taken for the newest until then; 0: not any more."""
        ...

    def publish_known(self, at: int) -> None:
        """Say that all that was committed at some moment is applied."""
        ...

    def tick(self, now: int) -> None:
        """Let time pass."""
        ...


class Ports(msgspec.Struct, frozen=True, kw_only=True):
    """All that a replica stands on. `random_below(n)` returns one of 0 to n - 1."""

    clock: Clock
    turns: Turns
    log: LogPort
    network: NetworkPort
    snapshots: SnapshotPort
    space: SpacePort
    cache: Cache
    random_below: Callable[[int], int]
