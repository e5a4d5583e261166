"""A core's state at one moment, copied for people and metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kvstore.raft.state import Role

if TYPE_CHECKING:
    from kvstore.raft.configuration import Configuration
    from kvstore.raft.progress import ProgressStatus
    from kvstore.raft.state import State


class Status(msgspec.Struct, frozen=True):
    """`progress` is known to a leader only."""

    node: int
    term: int
    vote: int
    lead: int
    role: Role
    committed: int
    applied: int
    last_index: int
    transferee: int
    configuration: Configuration
    progress: dict[int, ProgressStatus]


def status_of(r: State) -> Status:
    """Return a copy of what people ask for."""
    leads = r.role is Role.LEADER
    return Status(
        node=r.node,
        term=r.term,
        vote=r.vote,
        lead=r.lead,
        role=r.role,
        committed=r.log.committed,
        applied=r.log.applied,
        last_index=r.log.last_index(),
        transferee=r.transferee,
        configuration=r.tracker.configuration,
        progress={node: p.status() for node, p in r.tracker.progress.items()} if leads else {},
    )
