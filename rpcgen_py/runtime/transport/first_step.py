"""Coroutines that run at once, and become tasks only if they have to wait.

Most handlers answer without waiting. A task for each of them would cost as much as all the rest of
a call: it is made, scheduled, and run in the loop's next round. Here the coroutine runs up to its
first wait right away, in a copy of the current context, as a task would; what goes on behind that
is a task.
"""

from __future__ import annotations

import asyncio
import sys
from sys import getrefcount
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator

__all__ = ["FirstSteps"]

T = TypeVar("T")

if sys.version_info >= (3, 12):

    class FirstSteps:
        """Runs coroutines up to their first wait, on the running `loop`, outside of any task."""

        def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
            self._loop = loop

        def run(self, coroutine: Coroutine[Any, Any, T]) -> T | asyncio.Task[T]:
            """Return the result, raise what was raised, or return the task that goes on with it."""
            task = asyncio.Task(coroutine, loop=self._loop, eager_start=True)
            return task.result() if task.done() else task

else:
    # Python 3.11 cannot start a task eagerly, so its part is played here.
    from asyncio.tasks import _enter_task, _leave_task
    from contextvars import Context, copy_context
    from types import coroutine as generator_coroutine

    # The interface for tasks of other makers ("Extending" in asyncio's manual). It is typed for
    # tasks, and an understudy is one only to those who ask it for something.
    enter_task = cast("Callable[[asyncio.AbstractEventLoop, _Understudy], None]", _enter_task)
    leave_task = cast("Callable[[asyncio.AbstractEventLoop, _Understudy], None]", _leave_task)

    _NONE_YET: Final = object()

    _OWN_REFERENCES: Final = 4
    """To an understudy: `FirstSteps`, its method, the generator, and who counts them."""

    class _Understudy:
        """What `asyncio.current_task()` is during the first step.

        Almost no handler asks for it. If one does (`asyncio.timeout` for example), whatever it
        wants of the task is done by the task that goes on with the coroutine, made there and then.

        Its generator runs one coroutine after the other, until one waits. (To send a coroutine
        into a generator which awaits it costs a third of sending None to the coroutine, since no
        StopIteration has to carry the result.)
        """

        __slots__ = (
            "_generator",
            "context",
            "loop",
            "result",
            "send",
            "task",
            "waits",
            "waits_for",
        )

        def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
            self.loop = loop
            self.result: Any = _NONE_YET
            self.waits = False
            self.waits_for: asyncio.Future[Any] | None = None
            self.task: asyncio.Task[Any] | None = None
            self.context: Context
            self._generator = self._coroutines()
            self._generator.send(None)
            self.send = self._generator.send

        @generator_coroutine
        def _coroutines(self) -> Generator[Any, Any, Any]:
            coroutine = yield None
            while True:
                self.result = yield from coroutine
                if self.waits:
                    return self.result
                coroutine = yield None

        def __getattr__(self, name: str) -> Any:
            return getattr(self.become_task(), name)

        def become_task(self) -> asyncio.Task[Any]:
            """The task that goes on with the coroutine, if there is any more of it."""
            if self.task is None:
                rest = self._rest()
                rest.send(None)  # to where a cancellation that comes early can be caught
                self.task = asyncio.Task(rest, loop=self.loop, context=self.context)
            return self.task

        async def _rest(self) -> Any:
            return await self._resume()

        @generator_coroutine
        def _resume(self) -> Generator[asyncio.Future[Any] | None, None, Any]:
            """Hand the task what the coroutine waits for, then let it drive the coroutine."""
            early: BaseException | None = None
            try:
                yield None
            except asyncio.CancelledError as error:
                early = error
            generator, waits_for = self._generator, self.waits_for
            if not self.waits:
                return None
            try:
                if early is not None and not (waits_for and waits_for.cancel(*early.args)):
                    waits_for = generator.throw(early)
                while True:
                    try:
                        yield waits_for
                        break
                    except BaseException as error:  # noqa: BLE001 (it is the coroutine's to catch)
                        waits_for = generator.throw(error)
            except StopIteration as ended:
                return ended.value
            return (yield from generator)

    class FirstSteps:
        """Runs coroutines up to their first wait, on the running `loop`, outside of any task."""

        def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
            self._loop = loop
            self._understudy = _Understudy(loop)

        def run(self, coroutine: Coroutine[Any, Any, T]) -> T | asyncio.Task[T]:
            """Return the result, raise what was raised, or return the task that goes on with it."""
            understudy = self._understudy
            understudy.context = context = copy_context()
            reusable = False
            enter_task(self._loop, understudy)
            try:
                waits_for = context.run(understudy.send, coroutine)
                result: T = understudy.result
                if result is not _NONE_YET:
                    understudy.result = _NONE_YET
                    reusable = getrefcount(understudy) == _OWN_REFERENCES + 1  # the current task
                    return result
            finally:
                leave_task(self._loop, understudy)
                if not reusable:  # it has become a task, or whoever asked for it may still ask
                    self._understudy = _Understudy(self._loop)
            understudy.waits = True
            understudy.waits_for = waits_for
            return understudy.become_task()
