"""Coroutines that run at once, and become tasks only if they have to wait.

Most handlers answer without waiting. A task for each of them would cost as much as all the rest of
a call: it is made, scheduled, and run in the loop's next round. Here the coroutine runs up to its
first wait right away, in a copy of the current context, as a task would; what goes on behind that
is a task.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator

__all__ = ["run_first_step"]

T = TypeVar("T")

if sys.version_info >= (3, 12):

    def run_first_step(
        coroutine: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop
    ) -> T | asyncio.Task[T]:
        """Run `coroutine` up to its first wait, on the running `loop`, outside of any task.

        Returns its result, or raises what it raised, or returns the task that goes on with it.
        """
        task = asyncio.Task(coroutine, loop=loop, eager_start=True)
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

    class _Understudy:
        """What `asyncio.current_task()` is during the first step.

        Almost no handler asks for it. If one does (`asyncio.timeout` for example), whatever it
        wants of the task is done by the task that goes on with the coroutine, made there and then.
        """

        # Set from outside, and only where they are needed: a constructor is dear at this place.
        coroutine: Coroutine[Any, Any, Any] | None = None
        loop: asyncio.AbstractEventLoop
        context: Context
        waits_for: asyncio.Future[Any] | None = None
        task: asyncio.Task[Any] | None = None

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
            coroutine, waits_for = self.coroutine, self.waits_for
            if coroutine is None:
                return None
            try:
                if early is not None and not (waits_for and waits_for.cancel(*early.args)):
                    waits_for = coroutine.throw(early)
                while True:
                    try:
                        yield waits_for
                        break
                    except BaseException as error:  # noqa: BLE001 (it is the coroutine's to catch)
                        waits_for = coroutine.throw(error)
            except StopIteration as ended:
                return ended.value
            return (yield from coroutine)

    def run_first_step(
        coroutine: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop
    ) -> T | asyncio.Task[T]:
        """Run `coroutine` up to its first wait, on the running `loop`, outside of any task.

        Returns its result, or raises what it raised, or returns the task that goes on with it.
        """
        understudy = _Understudy()
        understudy.coroutine = coroutine
        understudy.loop = loop
        understudy.context = context = copy_context()
        enter_task(loop, understudy)
        try:
            waits_for = context.run(coroutine.send, None)
        except StopIteration as ended:
            understudy.coroutine = None
            result: T = ended.value
            return result
        except BaseException:
            understudy.coroutine = None
            raise
        finally:
            leave_task(loop, understudy)
        understudy.waits_for = waits_for
        return understudy.become_task()
