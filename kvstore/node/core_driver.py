"""The consensus core on its ports: what it wants is done, what becomes of that comes back.

Work is done in turns. Whatever happens in one turn of the host's loop, calls of clients, messages
of several peers, is dealt with together in the next.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from kvstore._generated import raft
from kvstore.mvcc.entries import UnknownCommand
from kvstore.node.apply_queue import ApplyQueue
from kvstore.node.errors import NotServable
from kvstore.node.process_ready import finish_append, process_ready
from kvstore.raft.configuration import conf_change_of
from kvstore.raft.core import Raft
from kvstore.raft.errors import MalformedMessage, ProposalDropped, UnknownPeer
from kvstore.raft.state import Role
from rpcgen_py.runtime.errors import XdrError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kvstore.node.core_owner import Owner
    from kvstore.node.options import ReplicaOptions
    from kvstore.node.ports import Machine, Ports
    from kvstore.raft.ready import Append, Apply, Ready, SoftState
    from kvstore.raft.state import ReadState
    from kvstore.raft.storage import Storage

log = logging.getLogger(__name__)

_ELECTIONS: Final = frozenset({raft.MESSAGE_VOTE, raft.MESSAGE_PRE_VOTE, raft.MESSAGE_TIMEOUT_NOW})
_TO_MAJORITY: Final = frozenset({raft.MESSAGE_APPEND, raft.MESSAGE_HEARTBEAT})
_COLLECT_NS: Final = 2_000_000
"""How long what nobody can read is removed at each tick, however much is applied meanwhile."""
_COLLECT_STEPS: Final = 100


class CoreDriver:
    """Implements `process_ready.Driver`. After a failure it does nothing more."""

    def __init__(
        self,
        options: ReplicaOptions,
        ports: Ports,
        machine: Machine,
        storage: Storage,
        hard_state: raft.hard_state,
        owner: Owner,
        *,
        fresh: bool,
    ) -> None:
        """See `Replica`."""
        self.machine = machine
        self.core = Raft(
            options.of_core(machine.applied_index),
            storage,
            hard_state=hard_state,
            members=machine.conf_state,
            random_below=ports.random_below,
        )
        self.writing = 0
        """How many appends with entries are on their way to the disk."""
        self.over = False
        self._node = options.node
        self._ports = ports
        self._storage = storage
        self._owner = owner
        self._apply_queue = ApplyQueue(ports.clock, options.apply_slice_ns, self._apply_entry)
        now = ports.clock.now()
        self._tick_ns = options.tick_ns
        self._ticked_at = now
        # A promise made to a leader by an earlier life is not on the disk: it is waited out.
        self._abstains_until = now if fresh else now + options.election_ticks * options.tick_ns
        self._ticks_left = 0 if fresh else options.election_ticks - 1
        self._start_commit = self._hidden = self.core.committed
        self._started = self._started_alone = False
        self._turn_due = self._in_turn = self._again = self._apply_due = self._put_off = False

    # What comes in.

    def start(self) -> None:
        """Begin to work."""
        self._started = True
        self._begin_alone()
        self.turn()

    def tick(self) -> bool:
        """Let time pass; return whether it counts: missed ticks are never made up in a burst."""
        now = self._ports.clock.now()
        if self.over or now - self._ticked_at < self._tick_ns - self._tick_ns // 50:
            return False
        self._ticked_at = now
        if now < self._abstains_until:
            if self._ticks_left == 0:
                return True
            self._ticks_left -= 1
        self._guarded(self.core.tick)
        self._guarded(self._keep_house)
        self.wake()
        return True

    def step_all(self, messages: Sequence[raft.message]) -> None:
        """Take what a member sent."""
        if self.over:
            return
        space = self._ports.space
        abstains = self._ports.clock.now() < self._abstains_until
        for message in messages:
            kind = message.type
            if (
                message.to != self._node
                # Proposals come as calls of clients, whom somebody has authorised.
                or kind == raft.MESSAGE_PROPOSE
                or (abstains and kind in _ELECTIONS)
                or (kind == raft.MESSAGE_APPEND and message.entries and not space.takes(message))
            ):
                continue
            self.step(message)
        if self.leads:
            self.wake()
        else:
            # Nobody else sends so much that it could be dealt with together.
            self.turn()

    def step(self, message: raft.message) -> None:
        """See `process_ready.Driver`."""
        if self.over:
            return
        try:
            self.core.step(message)
        except (UnknownPeer, ProposalDropped):
            pass  # it asked for nothing that could be done: its sender will notice
        except MalformedMessage as error:
            log.warning("a message of node %d is ignored: %s", message.from_, error)
        except Exception as error:  # noqa: BLE001 (whatever it is, the node has to stop)
            self._fail_by(error)

    def unreachable(self, node: int) -> None:
        """Hear that what was sent to a member has probably not arrived."""
        self._guarded(lambda: self.core.report_unreachable(node))
        self.wake()

    def snapshot_sent(self, node: int, *, failed: bool) -> None:
        """Hear what became of a snapshot."""
        self._guarded(lambda: self.core.report_snapshot(node, failed=failed))
        self.wake()

    # Turns.

    def wake(self) -> None:
        """See to it that there is a turn."""
        if not self._turn_due and not self.over:
            self._turn_due = True
            self._ports.turns.soon(self._due_turn)

    def _due_turn(self) -> None:
        self._turn_due = False
        self.turn()

    def turn(self) -> None:
        """Do all that the core wants to be done."""
        if self._in_turn:
            self._again = True
            return
        self._in_turn = True
        try:
            self._again = True
            while self._again and not self.over:
                self._again = False
                self._guarded(self._work)
        finally:
            self._in_turn = False

    def _work(self) -> None:
        self._owner.prepare()
        core = self.core
        if core.has_ready:
            # What that makes ready is dealt with in another round, which whoever made it asks for.
            process_ready(core.ready(), self)
        if self._apply_queue and not self._apply_due:
            if self.leads or self._put_off:
                self._put_off = False
                self._apply_slice()
            else:
                # In another turn: what is sent in this one is waited for, and this is not.
                self._put_off = self._apply_due = True
                self._ports.turns.soon(self._go_on)

    @property
    def room_to_apply(self) -> bool:
        """Whether more may be committed: what is should not wait for long to be applied."""
        return len(self._apply_queue) < 2

    @property
    def leads(self) -> bool:
        """Whether this node leads."""
        return self.core.role is Role.LEADER

    @property
    def alone(self) -> bool:
        """Whether this node is all the voters there are."""
        state = self.machine.conf_state
        return state.voters == (self._node,) and not state.voters_outgoing

    # What `process_ready` wants: see its `Driver`.

    def hide(self, ready: Ready) -> None:
        """See `process_ready.Driver`."""
        if ready.snapshot is not None:
            self._hidden = ready.snapshot.index
            self._ports.cache.hide_all(self._hidden)
        first, last = self._hidden + 1, self.core.committed
        if first <= last:
            self._hidden = last
            self._owner.committed(first, last)

    def lead_changed(self, soft_state: SoftState) -> None:
        """See `process_ready.Driver`."""
        self._owner.lead_changed(soft_state)

    def send(self, messages: Sequence[raft.message]) -> None:
        """See `process_ready.Driver`."""
        network = self._ports.network
        by_node: dict[int, list[raft.message]] = {}
        for message in messages:
            kind, to = message.type, message.to
            if kind == raft.MESSAGE_SNAPSHOT:
                self._ports.snapshots.send(message)
            elif (kind == raft.MESSAGE_APPEND and not message.entries) or (
                kind in _TO_MAJORITY and to not in self._owner.asked_first()
            ):
                # Nobody waits for it: what is committed is told along with what comes next, and
                # of those who are to have an entry, or are asked whether this node still leads,
                # a majority is enough.
                network.send_soon(to, message)
            else:
                by_node.setdefault(to, []).append(message)
        for node, its_messages in by_node.items():
            network.send(node, its_messages)

    def append(self, append: Append, votes: Sequence[raft.message], *, must_sync: bool) -> None:
        """See `process_ready.Driver`."""
        counts = bool(append.entries)
        self.writing += counts
        nobody_waits = not (counts or votes or append.responses or append.stored or append.snapshot)

        def done(error: Exception | None) -> None:
            self.writing -= counts
            if self.over:
                return
            if error is not None:
                self.fail(str(error))
            elif not nobody_waits:
                self._guarded(lambda: finish_append(append, votes, self.core, self, self._node))
                self.turn()

        self._ports.log.append(append, must_sync=must_sync, done=done)

    def apply(self, apply: Apply) -> None:
        """See `process_ready.Driver`."""
        self._apply_queue.add(apply)

    def reads_permitted(self, read_states: Sequence[ReadState]) -> None:
        """See `process_ready.Driver`."""
        self._owner.reads_permitted(read_states)

    def installed(self, snapshot: raft.snapshot_metadata) -> None:
        """See `process_ready.Driver`."""
        self._apply_queue.overtake(snapshot.index)
        self.machine = self._ports.snapshots.received(snapshot)
        self._owner.overtaken(snapshot)

    # Applying.

    def _apply_slice(self) -> None:
        self._apply_due = False
        for applied in self._apply_queue.run():
            self.core.applied(applied)
        self._owner.applied()
        if self._apply_queue:
            self._apply_due = True
            self._ports.turns.soon(self._go_on)
        elif not self._started_alone:
            self._begin_alone()
        if self.core.has_ready:
            self._again = True

    def _go_on(self) -> None:
        self._apply_due = False
        self.turn()

    def _apply_entry(self, entry: raft.entry) -> bool:
        try:
            if entry.type == raft.ENTRY_NORMAL:
                return self._owner.apply(entry)
            self._change_members(entry)
        except (UnknownCommand, XdrError) as error:
            raise NotServable(
                f"entry {entry.index} cannot be applied by this release: {error}; start a newer "
                "release on this folder"
            ) from None
        return True

    def _change_members(self, entry: raft.entry) -> None:
        change: raft.conf_change | raft.conf_change_v2 | None
        if entry.type == raft.ENTRY_CONF_CHANGE:
            change = raft.conf_change.from_xdr(entry.data)
        elif entry.type == raft.ENTRY_CONF_CHANGE_V2:
            change = conf_change_of(entry)
        else:
            raise UnknownCommand(f"it is of type {entry.type}")
        assert change is not None  # noqa: S101 (the type says that it is one)
        self._owner.members_changing()
        conf_state = self.core.apply_conf_change(entry.index, change)
        self.machine.apply_members(entry, conf_state, change)
        self._owner.members_changed(entry)

    def _keep_house(self) -> None:
        clock = self._ports.clock
        until = clock.now() + _COLLECT_NS
        while self.machine.collect(_COLLECT_STEPS) and clock.now() < until:
            pass
        self._ports.snapshots.applied(self.machine)

    def _begin_alone(self) -> None:
        """Campaign at once if there is nobody whose vote, or promise, could be needed.

        What the log holds beyond what is known to be committed may bring other voters.
        """
        if not self._started or self.machine.applied_index < self._start_commit:
            return
        self._started_alone = True
        core = self.core
        if not self.alone:
            return
        index = core.committed + 1
        while index <= core.last_index:
            entries = self._storage.entries(index, core.last_index + 1, 1 << 20)
            if any(entry.type != raft.ENTRY_NORMAL for entry in entries):
                return
            index = entries[-1].index + 1
        self._abstains_until = 0
        core.campaign()
        self._again = True

    # Failing.

    def _guarded(self, work: Callable[[], object]) -> None:
        if self.over:
            return
        try:
            work()
        except Exception as error:  # noqa: BLE001 (whatever it is, the node has to stop)
            self._fail_by(error)

    def _fail_by(self, error: Exception) -> None:
        if isinstance(error, NotServable):
            self.fail(str(error))
        else:
            log.error("the node cannot go on", exc_info=error)
            self.fail(f"what is in the log could not be dealt with: {error!r}")

    def fail(self, why: str) -> None:
        """Stop for good: nobody knows what the disk holds, or what the machine should."""
        if not self.over:
            self.over = True
            self._owner.failed(why)
