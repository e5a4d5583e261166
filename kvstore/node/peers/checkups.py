"""The leader's question to the other members, how they are."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from kvstore._generated import raft
from kvstore.node.peers.connection import PROCEDURES
from rpcgen_py.runtime.errors import RpcError, XdrError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.node.peers.channel import Channel
    from kvstore.node.peers.connection import PeerConnection
    from kvstore.node.peers.standing import Standing
    from kvstore.node.upkeep.ports import ContentPoint

    Done = Callable[[raft.checkup_answer | None], None]

__all__ = ["Checkups"]

log = logging.getLogger(__name__)

_CHECKUP: Final = PROCEDURES["RAFT_CHECKUP"]

_ANSWER: Final = 3.0
"""Seconds for an answer: who is asked looks, and waits for nothing."""


class Checkups:
    """Asks over the members' bulk channels; `channel` returns that of a member."""

    def __init__(self, standing: Standing, channel: Callable[[int], Channel | None]) -> None:
        self._standing = standing
        self._channel = channel
        self._tasks: set[asyncio.Task[None]] = set()

    def ask(self, to: int, point: ContentPoint, done: Done) -> None:
        """Ask a member; `done` gets the answer in a later turn, None if there is none."""
        loop = asyncio.get_running_loop()
        channel = self._channel(to)
        if channel is None or (connection := channel.connection) is None:
            loop.call_soon(done, None)
            return
        question = raft.checkup(
            cluster_id=self._standing.cluster_id,
            from_=self._standing.own.node,
            to=to,
            revision=point.revision,
            compacted_revision=point.floor,
        )
        task = loop.create_task(self._ask(connection, question, done))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Wait for no answer any more, and tell nobody."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @staticmethod
    async def _ask(connection: PeerConnection, question: raft.checkup, done: Done) -> None:
        answer: raft.checkup_answer | None = None
        try:
            answer = await connection.call(_CHECKUP, question, _ANSWER)
        except (RpcError, XdrError) as error:
            log.info("node %d was asked how it is: %s", question.to, error)
        done(answer)
