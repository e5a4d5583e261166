"""Pieces of snapshots on their way to other members."""

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
    from kvstore.node.peers.ports import Piece
    from kvstore.node.peers.standing import Standing

    Done = Callable[[raft.snapshot_progress | None], None]

__all__ = ["Chunks"]

log = logging.getLogger(__name__)

_SNAPSHOT: Final = PROCEDURES["RAFT_SNAPSHOT"]

_ANSWER: Final = 60.0
"""Seconds for an answer: that to the last piece comes when the receiver has taken in all of it."""


class Chunks:
    """Sends over the members' bulk channels; `channel` returns that of a member."""

    def __init__(self, standing: Standing, channel: Callable[[int], Channel | None]) -> None:
        self._standing = standing
        self._channel = channel
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, to: int, chunk: Piece, done: Done) -> None:
        """Send a piece behind all earlier ones; `done` gets the answer, in a later turn.

        It gets None where the piece could not be sent, or was not answered.
        """
        loop = asyncio.get_running_loop()
        channel = self._channel(to)
        if channel is None or (connection := channel.connection) is None:
            loop.call_soon(done, None)
            return
        packed = raft.snapshot_chunk(
            cluster_id=self._standing.cluster_id,
            from_=self._standing.own.node,
            to=to,
            to_incarnation=channel.incarnation,
            announced=chunk.announced,
            snapshot_id=chunk.snapshot_id,
            offset=chunk.offset,
            total=chunk.total,
            checksum=chunk.checksum,
            data=chunk.data,
        )
        task = loop.create_task(self._ask(connection, packed, done))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Wait for no answer any more, and tell nobody."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @staticmethod
    async def _ask(connection: PeerConnection, chunk: raft.snapshot_chunk, done: Done) -> None:
        progress: raft.snapshot_progress | None = None
        try:
            progress = await connection.call(_SNAPSHOT, chunk, _ANSWER)
        except (RpcError, XdrError) as error:
            log.info("a piece of a snapshot for node %d: %s", chunk.to, error)
        done(progress)
