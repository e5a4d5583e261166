"""What the consensus core's driver asks, and tells, whoever the core belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kvstore._generated import raft
    from kvstore.raft.ready import SoftState
    from kvstore.raft.state import ReadState


class Owner(Protocol):
    """Whose core it is."""

    def prepare(self) -> None:
        """Put to the core what has gathered, at the start of a turn."""
        ...

    def committed(self, first: int, last: int) -> None:
        """Hear that entries are committed, before anybody else does."""
        ...

    def apply(self, entry: raft.entry) -> bool:
        """Let the machine apply a normal entry; False: call again, something had to go first."""
        ...

    def members_changing(self) -> None:
        """Hear that a change of membership is put in force now."""
        ...

    def members_changed(self, entry: raft.entry) -> None:
        """Hear that it is."""
        ...

    def asked_first(self) -> Collection[int]:
        """Return the members that are asked whether this node still leads: a majority."""
        ...

    def applied(self) -> None:
        """Hear that a slice of entries is applied: publish, then answer."""
        ...

    def lead_changed(self, soft_state: SoftState) -> None:
        """Hear who leads, before any message of the same step leaves."""
        ...

    def reads_permitted(self, read_states: Sequence[ReadState]) -> None:
        """Take answers to `Raft.read_index`."""
        ...

    def overtaken(self, snapshot: raft.snapshot_metadata) -> None:
        """Hear that a snapshot stands for everything up to its point now."""
        ...

    def failed(self, why: str) -> None:
        """Hear that nothing can go on."""
        ...
