"""The answer of a call whose handler has returned, and that somebody else will give.

A future would do as well. But who completes a future is not who sends the answer: that happens a
round of the loop later, and the reply leaves in the round behind it. Where nearly every call waits
for the same thing, those rounds, and a future with its callback for each call, cost more than what
is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.server_call import Call

__all__ = ["LateAnswer"]


class LateAnswer:
    """Returned by a plain method of an asyncio handler, in place of the result.

    `give` or `fail` it once, in the loop's thread, whenever that is: the reply is sent at once.
    What comes after that is ignored, as it is once the server has given the call up.
    """

    __slots__ = ("_answer", "_call", "_early", "_others", "_size", "over")

    def __init__(self) -> None:
        self.over = False
        """Whether the call has ended, or was given up."""
        self._call: Call | None = None  # until the handler has returned
        self._early: Callable[[Call], bytes | None]
        self._size: int
        self._answer: Callable[[int, bytes | None], None]
        self._others: set[LateAnswer]

    def give(self, result: object) -> None:
        """End the call with what the handler would have returned."""
        if self.over:
            return
        self.over = True
        call = self._call
        if call is None:
            self._early = lambda made: made.reply(result)
        else:
            self._others.discard(self)
            self._answer(self._size, call.reply(result))

    def fail(self, error: BaseException) -> None:
        """End the call with what the handler would have raised."""
        if self.over:
            return
        self.over = True
        call = self._call
        if call is None:
            self._early = lambda made: made.fail(error)
        else:
            self._others.discard(self)
            self._answer(self._size, call.fail(error))

    def early(self, call: Call) -> bytes | None:
        """For the server: the reply to a call that was over before its handler returned."""
        return self._early(call)

    def wait(
        self,
        call: Call,
        size: int,
        answer: Callable[[int, bytes | None], None],
        others: set[LateAnswer],
    ) -> None:
        """For the server: have `answer(size, reply)` called at the end; it is one of `others`."""
        self._call, self._size, self._answer, self._others = call, size, answer, others
        others.add(self)

    def give_up(self) -> None:
        """For the server: end the call without a reply. The connection ends, which tells enough."""
        self.over = True
        self._others.discard(self)
        self._answer(self._size, None)
