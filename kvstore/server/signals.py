"""How a process is told to stop, and to read its policy again."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def until_told() -> asyncio.Future[None]:
    """Return what completes when the process is told to stop; the next signal ends it at once.

    Signals that come together, before the loop has looked, are one.
    """
    loop = asyncio.get_running_loop()
    told: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        if told.done():  # removing a handler does not take back a call of it that waits
            return
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(each)
            signal.signal(each, signal.SIG_DFL)  # the next one ends the process
        told.set_result(None)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    return told


def at_hangup(reload: Callable[[], None]) -> None:
    """Call `reload` at each SIGHUP."""
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, reload)
