"""Pieces of snapshots on their way to other members."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from kvstore._generated import raft
from kvstore.node.peers.bulk_calls import BulkCalls
from kvstore.node.peers.connection import PROCEDURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.node.peers.channel import Channel
    from kvstore.node.peers.ports import Piece
    from kvstore.node.peers.standing import Standing

    Done = Callable[[raft.snapshot_progress | None], None]

__all__ = ["Chunks"]

_SNAPSHOT: Final = PROCEDURES["RAFT_SNAPSHOT"]

_ANSWER: Final = 60.0
"""Seconds for an answer: that to the last piece comes when the receiver has taken in all of it."""


class Chunks:
    """Sends over the members' bulk channels; `channel` returns that of a member."""

    def __init__(self, standing: Standing, channel: Callable[[int], Channel | None]) -> None:
        self._standing = standing
        self._channel = channel
        self._calls = BulkCalls(_SNAPSHOT, _ANSWER)

    def send(self, to: int, chunk: Piece, done: Done) -> None:
        """Send a piece behind all earlier ones; `done` gets the answer, in a later turn.

        It gets None where the piece could not be sent, or was not answered.
        """
        channel = self._channel(to)
        if channel is None or (connection := channel.connection) is None:
            asyncio.get_running_loop().call_soon(done, None)
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
        self._calls.begin(connection, packed, done)

    async def stop(self) -> None:
        """Wait for no answer any more, and tell nobody."""
        await self._calls.stop()
