"""What the connections and datagram sockets of an asyncio server share: its calls and limits."""

from __future__ import annotations

import asyncio
import concurrent.futures
import inspect
from collections import deque
from enum import Enum
from functools import partial
from types import CoroutineType, GeneratorType
from typing import TYPE_CHECKING, Any, Final

from rpcgen_py.runtime.transport.first_step import FirstSteps
from rpcgen_py.runtime.transport.late_answer import LateAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.server_core import Call, Judge
    from rpcgen_py.runtime.transport.limits import Limits

__all__ = ["LATER", "Calls", "Later"]

Task = asyncio.Task

_LOOK_AGAIN: Final = 0.002
"""Seconds between looks whether late answers are all given, once the server stops."""


class Later(Enum):
    """Stands for an answer that is not there yet."""

    LATER = "the handler waits for something"


LATER: Final = Later.LATER


class Calls:
    """Runs the handlers of one server, and counts the calls whose handlers wait for something.

    They are at most `max_total`, and as many bytes as `limits` say may be buffered.

    `full` says that no more may be begun. Whoever holds requests back for that reason registers
    with `when_room`; they are let go on in turn.

    A call counts until it is released, which is when its answer has been handed to a transport
    that takes it: a peer that does not take its answers uses up its share.
    """

    def __init__(
        self, core: Judge, limits: Limits, max_total: int, loop: asyncio.AbstractEventLoop
    ) -> None:
        self.core = core
        self.limits = limits
        self.max_total = max_total
        self.loop = loop
        self._first_steps = FirstSteps(loop)
        self.full = False
        self.stopping = False
        self._most = max_total  # 0 while none may be begun, whatever their number
        self._count = 0
        self._bytes = 0
        self._tasks: set[asyncio.Future[Any]] = set()
        self._late: set[LateAnswer] = set()
        self._held_back: deque[Callable[[], None]] = deque()
        self._let_in_due = False

    def run(
        self, call: Call, size: int, answer: Callable[[int, bytes | None], None]
    ) -> bytes | Later | None:
        """Run the handler of a call that came in `size` bytes: the marked reply, or None for none.

        If the handler waits, the outcome is LATER: the call is counted, `answer(size, reply)` is
        called when it has ended, and whoever gets it must `release` it.
        """
        future: asyncio.Future[Any] | None = None
        try:
            result = call.method(*call.args, call)
            if type(result) is CoroutineType:
                result = self._first_steps.run(result)
                if type(result) is not Task:
                    return call.reply(result)
                future = result
            elif isinstance(result, LateAnswer):
                if result.over:
                    return result.early(call)
            elif isinstance(result, concurrent.futures.Future):
                future = asyncio.wrap_future(result, loop=self.loop)
            elif _is_awaitable(result):
                future = asyncio.ensure_future(result, loop=self.loop)
            else:
                return call.reply(result)
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 (whatever a handler does, the server lives on)
            return call.fail(error)
        self._count = count = self._count + 1
        self._bytes = waiting = self._bytes + size
        self.full = count >= self._most or waiting >= self.limits.max_buffered
        if future is None:
            result.wait(call, size, answer, self._late)
        else:
            self._tasks.add(future)
            future.add_done_callback(partial(self._ended, call, size, answer))
        return LATER

    def _ended(
        self,
        call: Call,
        size: int,
        answer: Callable[[int, bytes | None], None],
        future: asyncio.Future[Any],
    ) -> None:
        self._tasks.discard(future)
        error: BaseException | None
        if future.cancelled():
            error = asyncio.CancelledError(f"{call.procedure.name} was cancelled")
        else:
            error = future.exception()
        if error is None:
            reply = call.reply(future.result())
        elif self.stopping and future.cancelled():
            reply = None  # the connection ends, which tells the caller all that is known
        else:
            reply = call.fail(error)
        answer(size, reply)

    def release(self, count: int, size: int) -> None:
        """`count` calls of `size` bytes together are answered, or nobody wants the answers."""
        self._count -= count
        self._bytes -= size
        if self.full:
            self._judge()
        if self._held_back:
            self._go_on()

    def interrupt(self) -> None:
        """Begin no more calls until `resume`."""
        self._most = 0
        self._judge()

    def resume(self) -> None:
        """End an interruption, if there is one."""
        self._most = self.max_total
        self._judge()
        self._go_on()

    def _go_on(self) -> None:
        if self._held_back and not self.full and not self._let_in_due:
            self._let_in_due = True
            self.loop.call_soon(self._let_in)

    def _let_in(self) -> None:
        """Let those go on who wait for room, in turn, until there is none."""
        self._let_in_due = False
        while self._held_back and not self.full:
            self._held_back.popleft()()

    def _judge(self) -> None:
        self.full = self._count >= self._most or self._bytes >= self.limits.max_buffered

    def when_room(self, go_on: Callable[[], None]) -> None:
        """Call `go_on`, once, when there may be room for another call."""
        self._held_back.append(go_on)

    async def wait(self) -> None:
        """Wait until no handler waits for anything."""
        while self._tasks or self._late:
            if self._tasks:
                await asyncio.wait(self._tasks)
            else:
                await asyncio.sleep(_LOOK_AGAIN)

    def cancel(self) -> None:
        """Cancel the handlers that wait for something."""
        for task in tuple(self._tasks):
            task.cancel()
        for late in tuple(self._late):
            late.give_up()


def _is_awaitable(result: object) -> bool:
    """As `inspect.isawaitable`, which costs five calls to say no to a plain result."""
    kind = type(result)
    return hasattr(kind, "__await__") or (kind is GeneratorType and inspect.isawaitable(result))
