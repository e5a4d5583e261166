"""The leader's question to the other members, how they are."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from kvstore._generated import raft
from kvstore.node.peers.bulk_calls import BulkCalls
from kvstore.node.peers.connection import PROCEDURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.node.peers.channel import Channel
    from kvstore.node.peers.standing import Standing
    from kvstore.node.upkeep.ports import ContentPoint

    Done = Callable[[raft.checkup_answer | None], None]

__all__ = ["Checkups"]

_CHECKUP: Final = PROCEDURES["RAFT_CHECKUP"]

_ANSWER: Final = 3.0
"""Seconds for an answer: who is asked looks, and waits for nothing."""


class Checkups:
    """Asks over the members' bulk channels; `channel` returns that of a member."""

    def __init__(self, standing: Standing, channel: Callable[[int], Channel | None]) -> None:
        self._standing = standing
        self._channel = channel
        self._calls = BulkCalls(_CHECKUP, _ANSWER)

    def ask(self, to: int, point: ContentPoint, done: Done) -> None:
        """Ask a member; `done` gets the answer in a later turn, None if there is none."""
        channel = self._channel(to)
        if channel is None or (connection := channel.connection) is None:
            asyncio.get_running_loop().call_soon(done, None)
            return
        question = raft.checkup(
            cluster_id=self._standing.cluster_id,
            from_=self._standing.own.node,
            to=to,
            revision=point.revision,
            compacted_revision=point.floor,
        )
        self._calls.begin(connection, question, done)

    async def stop(self) -> None:
        """Wait for no answer any more, and tell nobody."""
        await self._calls.stop()
