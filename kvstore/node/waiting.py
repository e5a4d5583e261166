"""Somebody who waits for an answer, up to a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kvstore.node.refusals import NodeRefusal

Result = TypeVar("Result")
WaitingT = TypeVar("WaitingT", bound="Waiting[Any]")


class Waiting(Generic[Result]):
    """Answered once. `deadline` is on the node's clock; `over` says that nobody waits any more."""

    __slots__ = ("_done", "deadline", "over")

    def __init__(self, deadline: int, done: Callable[[Result | NodeRefusal], None]) -> None:
        self.deadline = deadline
        self.over = False
        self._done = done

    def answer(self, result: Result | NodeRefusal) -> None:
        """Answer, if that is still wanted."""
        if not self.over:
            self.over = True
            self._done(result)

    def forget(self) -> None:
        """Hear that whoever asked has gone."""
        self.over = True


def late(waiting: Iterable[WaitingT], now: int) -> list[WaitingT]:
    """Return those whose deadline has passed and who still wait."""
    return [each for each in waiting if each.deadline <= now and not each.over]
