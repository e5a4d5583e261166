"""What need not leave at once, and goes along with what must, with its like, or not at all.

A leader that is busy says every moment what is committed, and that it leads; and those followers
that make no majority with it need not hear of each entry by itself. Each message costs two nodes
as much, however little it brings, and is answered, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore._generated import raft
from kvstore.raft.log import encoded_size

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Postponed"]

_MOST: Final = 64 << 10
"""Bytes of entries that need no more company."""


class Postponed:
    """Appends for one member, and the newest message of each other type."""

    __slots__ = ("_appends", "_by_type", "_size")

    def __init__(self) -> None:
        self._appends: list[raft.message] = []
        self._by_type: dict[int, raft.message] = {}
        self._size = 0

    def __bool__(self) -> bool:
        return bool(self._appends or self._by_type)

    def add(self, message: raft.message) -> bool:
        """Keep a message; return whether there is so much now that it should leave.

        It takes the place of an earlier one that says no more than itself: of its type, and
        without entries.
        """
        if message.type != raft.MESSAGE_APPEND:
            self._by_type[message.type] = message
            return False
        appends = self._appends
        if appends and not appends[-1].entries:
            appends[-1] = message
        else:
            appends.append(message)
        if message.entries:
            self._size += encoded_size(message.entries)
        return self._size >= _MOST

    def before(self, messages: Sequence[raft.message]) -> tuple[raft.message, ...]:
        """Return what leaves now that `messages` do: with them, what they may build upon.

        An answer to a read, for example, is of use to who knows that its index is committed. A
        question whether a heartbeat is heard goes on waiting: its answer would cost a message.
        """
        by_type, appends = self._by_type, self._appends
        if by_type:
            for message in messages:
                by_type.pop(message.type, None)
        if not appends:
            return tuple(messages)
        if not appends[-1].entries:
            for message in messages:
                if message.type == raft.MESSAGE_APPEND:
                    appends.pop()
                    break
        return (*self._take_appends(), *messages)

    def take(self) -> tuple[raft.message, ...]:
        """Return all that waits."""
        messages = (*self._take_appends(), *self._by_type.values())
        self._by_type.clear()
        return messages

    def _take_appends(self) -> list[raft.message]:
        appends, self._appends, self._size = self._appends, [], 0
        return appends if len(appends) < 2 else _joined(appends)


def _joined(appends: Sequence[raft.message]) -> list[raft.message]:
    """Return appends that say the same, with one message for entries that follow on each other."""
    joined: list[raft.message] = []
    entries: list[raft.entry] = []
    first = last = appends[0]

    def close() -> None:
        joined.append(
            raft.message(
                first.type,
                first.to,
                first.from_,
                first.term,
                first.log_term,
                first.index,
                last.commit,
                False,
                0,
                tuple(entries),
                None,
                last.context,
            )
        )

    for append in appends:
        if append.term != first.term or append.index != first.index + len(entries):
            close()
            entries, first = [], append
        entries.extend(append.entries)
        last = append
    close()
    return joined
