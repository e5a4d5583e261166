"""What the driver has to do next: the contract is in the package's docstring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore._generated import raft
    from kvstore.raft.state import ReadState, Role


class SoftState(msgspec.Struct, frozen=True):
    """Who leads, and what this node is. Not on the disk."""

    lead: int
    role: Role


class Stored(msgspec.Struct, frozen=True):
    """To be handed to `Raft.stored` when the append it came with is on the disk.

    `index` and `log_term` are those of the newest entry written, 0 without one; `term` is the
    one it was written in: an answer that outlives its term proves nothing about the log.
    """

    term: int
    index: int
    log_term: int
    snapshot: raft.snapshot_metadata | None


class Append(msgspec.Struct, frozen=True):
    """A write that is to be durable before its responses leave.

    Responses to this node itself go to `Raft.step`, the others to their nodes, in order; then
    `stored`, if there is one, goes to `Raft.stored`.
    """

    entries: Sequence[raft.entry]
    hard_state: raft.hard_state | None
    snapshot: raft.snapshot_metadata | None
    responses: Sequence[raft.message]
    stored: Stored | None


class Applied(msgspec.Struct, frozen=True):
    """To be handed to `Raft.applied` when the entries it came with changed the state machine."""

    index: int
    size: int
    payload_size: int


class Apply(msgspec.Struct, frozen=True):
    """Committed entries for the state machine, in order, each exactly once in a node's life."""

    entries: Sequence[raft.entry]
    applied: Applied


class Ready(msgspec.Struct, frozen=True):
    """A step of work. What is None or empty has not changed.

    `append` and `apply` are only set where storage writes are asynchronous; everything that has
    to be written or applied is in them, and again in the other fields.
    """

    soft_state: SoftState | None
    hard_state: raft.hard_state | None
    read_states: Sequence[ReadState]
    entries: Sequence[raft.entry]
    snapshot: raft.snapshot_metadata | None
    committed_entries: Sequence[raft.entry]
    messages: Sequence[raft.message]
    must_sync: bool
    append: Append | None
    apply: Apply | None
