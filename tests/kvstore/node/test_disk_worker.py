"""The real thread beside the loop."""

from __future__ import annotations

import asyncio
import threading
from functools import partial

from kvstore.node.disk_worker import DiskWorker


def test_jobs_are_done_in_order_and_answered_in_the_loop() -> None:
    async def run() -> list[tuple[int | None, str]]:
        worker = DiskWorker(asyncio.get_running_loop())
        loop_thread = threading.get_ident()
        answers: list[tuple[int | None, str]] = []
        everything = asyncio.Event()

        def job(number: int) -> int:
            assert threading.get_ident() != loop_thread
            if number == 3:
                raise ValueError("three")
            return number

        def done(result: int | None, error: Exception | None) -> None:
            assert threading.get_ident() == loop_thread
            answers.append((result, str(error or "")))
            if len(answers) == 6:
                everything.set()

        for number in range(6):
            worker.run(partial(job, number), done)
        async with asyncio.timeout(30):
            await everything.wait()
        await asyncio.to_thread(worker.stop)
        worker.run(partial(job, 7), done)
        await asyncio.sleep(0)
        return answers

    expected = [(n, "") if n != 3 else (None, "three") for n in range(6)]
    assert asyncio.run(run()) == expected


def test_a_job_on_its_way_is_waited_for() -> None:
    async def run() -> bool:
        worker = DiskWorker(asyncio.get_running_loop())
        begun, go_on, is_done = threading.Event(), threading.Event(), threading.Event()

        def job() -> None:
            begun.set()
            assert go_on.wait(30)
            is_done.set()

        worker.run(job, lambda *_: None)
        assert await asyncio.to_thread(begun.wait, 30)
        stopping = asyncio.create_task(asyncio.to_thread(worker.stop))
        go_on.set()
        await stopping
        return is_done.is_set()

    assert asyncio.run(run())
