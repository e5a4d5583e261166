"""A coroutine that is run at once behaves as it would in a task, whether it waits or not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from typing import Any

import pytest

from rpcgen_py.runtime.transport.first_step import FirstSteps
from tests.rpcgen_py.runtime.transport.asyncio_lab import LOOPS, run

pytestmark = pytest.mark.parametrize("loop", LOOPS)
number: ContextVar[int] = ContextVar("number")


async def outside_of_tasks(action: Callable[[], Any]) -> Any:
    """Run `action` where protocols are called: in the loop, but in no task."""
    loop = asyncio.get_running_loop()
    outcome = loop.create_future()

    def act() -> None:
        assert asyncio.current_task() is None
        try:
            outcome.set_result(action())
        except BaseException as error:  # noqa: BLE001 (a cancellation, too, is for who awaits)
            outcome.set_exception(error)

    loop.call_soon(act)
    return await outcome


async def start(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What the first step of a coroutine gives."""
    loop = asyncio.get_running_loop()
    return await outside_of_tasks(lambda: FirstSteps(loop).run(coroutine))


async def finish(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives in the end, and whether it became a task."""
    started = await start(coroutine)
    if isinstance(started, asyncio.Task):
        return await started, True
    return started, False


def test_without_a_wait_there_is_no_task(loop: str) -> None:
    async def handler() -> str:
        return "done"

    assert run(loop, finish(handler())) == ("done", False)


def test_what_is_raised_before_a_wait_comes_out(loop: str) -> None:
    async def handler() -> None:
        raise LookupError("early")

    with pytest.raises(LookupError, match="early"):
        run(loop, finish(handler()))


def test_what_is_raised_after_a_wait_comes_out(loop: str) -> None:
    async def handler() -> None:
        await asyncio.sleep(0.001)
        raise LookupError("late")

    with pytest.raises(LookupError, match="late"):
        run(loop, finish(handler()))


async def nothing() -> None:
    await asyncio.sleep(0)


async def in_a_group() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(nothing())
        group.create_task(asyncio.sleep(0.001))


async def in_time() -> None:
    async with asyncio.timeout(10):
        await asyncio.sleep(0.001)


async def through_a_future() -> None:
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.001, future.set_result, None)
    await future


async def in_a_thread() -> None:
    await asyncio.to_thread(int)


WAITS: list[Callable[[], Awaitable[None]]] = [
    nothing, in_a_group, in_time, through_a_future, in_a_thread,
]  # fmt: skip


@pytest.mark.parametrize("wait", WAITS)
def test_every_kind_of_wait_goes_on_in_a_task(
    loop: str, wait: Callable[[], Awaitable[None]]
) -> None:
    async def handler() -> str:
        await wait()
        await wait()
        return "done"

    assert run(loop, finish(handler())) == ("done", True)


def test_a_timeout_set_in_the_first_step_ends_a_wait(loop: str) -> None:
    async def handler() -> str:
        try:
            async with asyncio.timeout(0.01):
                await asyncio.sleep(10)
        except TimeoutError:
            await asyncio.sleep(0)
            return "too late"
        return "in time"

    assert run(loop, finish(handler())) == ("too late", True)


def test_a_group_begun_in_the_first_step_cancels_its_parent(loop: str) -> None:
    async def fail() -> None:
        raise LookupError("child")

    async def handler() -> str:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fail())
                await asyncio.sleep(10)
        except* LookupError:
            pass
        return "handled"

    assert run(loop, finish(handler())) == ("handled", True)


def test_context_variables_stay_inside_and_survive_the_wait(loop: str) -> None:
    async def handler(value: int, wait: bool) -> int:
        assert number.get() == 7  # as outside
        number.set(value)
        if wait:
            await asyncio.sleep(0.001)
        return number.get()

    async def main() -> list[Any]:
        number.set(7)
        return [await finish(handler(value, wait)) for value, wait in ((1, False), (2, True))]

    assert run(loop, main()) == [(1, False), (2, True)]


def test_there_is_a_current_task_from_the_first_step_on(loop: str) -> None:
    async def handler(wait: bool) -> None:
        task = asyncio.current_task()
        assert task is not None
        assert not task.done()
        assert task.get_name() == task.get_name()
        if wait:
            await asyncio.sleep(0)
            assert asyncio.current_task() is not None
            assert task.get_name() == asyncio.current_task().get_name()  # type: ignore[union-attr]  # asserted above

    async def main() -> None:
        await finish(handler(False))
        await finish(handler(True))
        await asyncio.sleep(0)

    run(loop, main())


async def stubborn(seen: list[str]) -> str:
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        seen.append("cancelled")
        await asyncio.sleep(0.001)
        return "cleaned up"
    return "not cancelled"


@pytest.mark.parametrize("rounds", [0, 1, 3])
def test_cancelling_reaches_the_wait_however_early(loop: str, rounds: int) -> None:
    async def main() -> Any:
        seen: list[str] = []
        running = asyncio.get_running_loop()

        def begin_and_cancel() -> asyncio.Task[str]:
            task = FirstSteps(running).run(stubborn(seen))
            assert isinstance(task, asyncio.Task)
            if not rounds:
                task.cancel()
            return task

        task = await outside_of_tasks(begin_and_cancel)
        if rounds:
            for _ in range(rounds):
                await asyncio.sleep(0)
            task.cancel()
        return await task, seen

    assert run(loop, main()) == ("cleaned up", ["cancelled"])


def test_cancelling_early_cancels_what_is_waited_for(loop: str) -> None:
    async def main() -> bool:
        running = asyncio.get_running_loop()
        child = running.create_task(asyncio.sleep(10))

        async def handler() -> None:
            await child

        def begin_and_cancel() -> asyncio.Task[None]:
            task = FirstSteps(running).run(handler())
            assert isinstance(task, asyncio.Task)
            task.cancel()
            return task

        task = await outside_of_tasks(begin_and_cancel)
        with pytest.raises(asyncio.CancelledError):
            await task
        return child.cancelled()

    assert run(loop, main())


def test_who_keeps_a_current_task_has_no_hold_on_the_next(loop: str) -> None:
    kept: list[asyncio.Task[Any] | None] = []

    async def keep() -> None:
        kept.append(asyncio.current_task())

    async def handler() -> str:
        await asyncio.sleep(0.001)
        return "done"

    async def main() -> Any:
        running = asyncio.get_running_loop()
        steps = FirstSteps(running)

        def keep_begin_and_cancel() -> asyncio.Task[str]:
            steps.run(keep())
            task = steps.run(handler())
            assert isinstance(task, asyncio.Task)
            assert kept[0] is not None
            kept[0].cancel()
            return task

        result = await (await outside_of_tasks(keep_begin_and_cancel))
        await asyncio.sleep(0)  # for the task that was asked for, and has nothing to do
        return result

    assert run(loop, main()) == "done"


def test_a_failure_does_not_spoil_the_next(loop: str) -> None:
    async def fail() -> None:
        raise LookupError("early")

    async def handler() -> str:
        return "done"

    async def main() -> Any:
        steps = FirstSteps(asyncio.get_running_loop())

        def fail_and_go_on() -> Any:
            with pytest.raises(LookupError):
                steps.run(fail())
            return steps.run(handler())

        return await outside_of_tasks(fail_and_go_on)

    assert run(loop, main()) == "done"


def test_a_handler_can_cancel_itself(loop: str) -> None:
    async def handler() -> str:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        await asyncio.sleep(10)
        return "not cancelled"

    async def main() -> None:
        started = await start(handler())
        with pytest.raises(asyncio.CancelledError):
            await started

    run(loop, main())
