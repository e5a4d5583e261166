"""What upkeep stands on: the other members, and its own replica."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore._generated import command as commands
    from kvstore._generated import raft
    from kvstore.node.ports import Machine


class ContentPoint(NamedTuple):
    """A content that can be hashed: what is read from the floor to `revision`. 0: nothing."""

    revision: int
    floor: int


NO_CONTENT = ContentPoint(0, 0)


class Replica(Protocol):
    """The replica, as upkeep sees it."""

    @property
    def machine(self) -> Machine:
        """The state; another object after a snapshot was received."""

    @property
    def term(self) -> int:
        """The newest term known."""

    @property
    def is_leader(self) -> bool:
        """Whether this node leads."""

    def propose_own(self, command: commands.command, settled: Callable[[], None]) -> None:
        """Put a command into the log. Raises `Refusal`, and then `settled` is never called."""


class OtherMembers(Protocol):
    """The way to the other members."""

    def levels(self, node: int) -> tuple[int, int] | None:
        """Return the lowest and highest feature level of a member; None while it is away."""

    def check(
        self, to: int, point: ContentPoint, done: Callable[[raft.checkup_answer | None], None]
    ) -> None:
        """Ask a member how it is; `done` gets the answer in a later turn, None if there is none."""


class NoOthers:
    """Nobody there."""

    def levels(self, node: int) -> tuple[int, int] | None:
        """See `OtherMembers`."""
        return None

    def check(
        self, to: int, point: ContentPoint, done: Callable[[raft.checkup_answer | None], None]
    ) -> None:
        """See `OtherMembers`."""
