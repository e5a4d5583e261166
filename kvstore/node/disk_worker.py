"""The thread in which snapshots are written, read and loaded, one job after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

Result = TypeVar("Result")


class DiskWorker:
    """`Worker` and `Turns` of an event loop. Made and used in the loop's thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start no thread before there is a job."""
        self._loop = loop
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="snapshots")
        self._is_stopped = False

    def run(
        self,
        job: Callable[[], Result],
        done: Callable[[Result | None, Exception | None], None],
    ) -> None:
        """See `Worker`. After `stop`, nothing is run any more."""
        if not self._is_stopped:
            self._executor.submit(self._do, job, done)

    def soon(self, callback: Callable[[], None]) -> None:
        """See `Turns`."""
        self._loop.call_soon(callback)

    def stop(self) -> None:
        """Wait for the job that is being done, and forget the others. Blocks; in any thread."""
        self._is_stopped = True
        self._executor.shutdown(cancel_futures=True)

    def _do(
        self,
        job: Callable[[], Result],
        done: Callable[[Result | None, Exception | None], None],
    ) -> None:
        result: Result | None = None
        error: Exception | None = None
        try:
            result = job()
        except Exception as cause:  # noqa: BLE001 (whoever asked has to learn of any)
            error = cause
        self._loop.call_soon_threadsafe(done, result, error)
