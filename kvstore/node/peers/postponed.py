"""What need not leave at once, and goes along with what must, or with nothing at all.

A leader that is busy says every moment what is committed, and that it leads. Each such message
costs two nodes as much as one that brings something, and is answered, too; the next one says the
same and more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Postponed"]


class Postponed:
    """The newest message of each type for one member."""

    __slots__ = ("_by_type",)

    def __init__(self) -> None:
        self._by_type: dict[int, raft.message] = {}

    def __bool__(self) -> bool:
        return bool(self._by_type)

    def add(self, message: raft.message) -> None:
        """Keep a message, in the place of an earlier one of its type."""
        self._by_type[message.type] = message

    def before(self, messages: Sequence[raft.message]) -> tuple[raft.message, ...]:
        """Return what leaves now that `messages` do: with them, what they may build upon.

        An answer to a read, for example, is of use to who knows that its index is committed. A
        question whether a heartbeat is heard goes on waiting: its answer would cost a message.
        """
        by_type = self._by_type
        for message in messages:
            by_type.pop(message.type, None)
        notice = by_type.pop(raft.MESSAGE_APPEND, None)
        return tuple(messages) if notice is None else (notice, *messages)

    def take(self) -> tuple[raft.message, ...]:
        """Return all that waits."""
        messages = tuple(self._by_type.values())
        self._by_type.clear()
        return messages
