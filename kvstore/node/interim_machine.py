"""Today's store behind the signature of the whole state machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.mvcc.store import Store
from kvstore.raft.storage import NO_MEMBERS

if TYPE_CHECKING:
    from kvstore._generated import command as commands
    from kvstore._generated import kv
    from kvstore.mvcc.outcomes import Outcome
    from kvstore.mvcc.ranges import RangeRead


class StateMachine:
    """See `ports.Machine`."""

    def __init__(self) -> None:
        self.store = Store()
        self.applied_index = 0
        self.applied_term = 0
        self.conf_state = NO_MEMBERS
        self.members: dict[int, raft.member_info] = {}
        self.timed = False

    @property
    def revision(self) -> int:
        return self.store.revision

    @property
    def compacted_revision(self) -> int:
        return self.store.compacted_revision

    @property
    def keys(self) -> int:
        return self.store.keys

    @property
    def data_bytes(self) -> int:
        return self.store.data_bytes

    def get(self, name_space: bytes, key: bytes, revision: int) -> kv.kv_item | None:
        return self.store.get(name_space, key, revision)

    def range(self, name_space: bytes, op: kv.kv_range_op) -> RangeRead:
        return self.store.range(name_space, op)

    def apply(self, entry: raft.entry, command: commands.command | None) -> Outcome | None:
        outcome = None
        if command is not None and command.change.kind <= 3:
            outcome = self.store.apply(command)
        self.applied_index, self.applied_term = entry.index, entry.term
        return outcome

    def apply_members(
        self,
        entry: raft.entry,
        conf_state: raft.conf_state,
        change: raft.conf_change | raft.conf_change_v2,
    ) -> None:
        if change.context:
            info = raft.member_info.from_xdr(change.context)
            self.members[info.node] = info
        self.conf_state = conf_state
        self.applied_index, self.applied_term = entry.index, entry.term

    def due(self) -> commands.command_expire | None:
        return None

    def collect(self, steps: int) -> bool:
        return False
