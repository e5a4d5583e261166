"""Calls over a member's bulk channel: each a task of its own, its answer by a callback."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from rpcgen_py.runtime.errors import RpcError, XdrError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.node.peers.connection import PeerConnection
    from rpcgen_py.runtime.program import Procedure

__all__ = ["BulkCalls"]

log = logging.getLogger(__name__)


class BulkCalls:
    """The calls under way. `seconds` is how long one may take."""

    def __init__(self, procedure: Procedure[..., Any], seconds: float) -> None:
        self._procedure = procedure
        self._seconds = seconds
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(
        self, connection: PeerConnection, arguments: Any, done: Callable[[Any], None]
    ) -> None:
        """Call; `done` gets the answer in a later turn, None if there is none."""
        task = asyncio.get_running_loop().create_task(self._call(connection, arguments, done))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Wait for no answer any more, and tell nobody."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _call(
        self, connection: PeerConnection, arguments: Any, done: Callable[[Any], None]
    ) -> None:
        answer = None
        try:
            answer = await connection.call(self._procedure, arguments, self._seconds)
        except (RpcError, XdrError) as error:
            log.info("%s at node %d: %s", self._procedure.name, arguments.to, error)
        done(answer)
