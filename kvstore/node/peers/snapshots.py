"""Sending a snapshot: one piece at a time, going on where the receiver is, over lost connections.

The receiver's answer to a piece lets the next one go, so it sets the pace, and no more than one
piece is in memory.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import zlib
from typing import TYPE_CHECKING, Final

from kvstore._generated import raft
from kvstore.node.peers.connection import PROCEDURES
from rpcgen_py.runtime.errors import RpcError, XdrError

if TYPE_CHECKING:
    from kvstore.node.peers.channel import Channel
    from kvstore.node.peers.ports import SnapshotSource
    from kvstore.node.peers.standing import Standing

__all__ = ["send_snapshot"]

log = logging.getLogger(__name__)

PIECE: Final = 256 << 10
"""Bytes of content in one call: a forwarded call waits for one of them at most."""
_ANSWER: Final = 30.0
"""Seconds for a piece's answer; the last one is given once the receiver has taken it all in."""
_PATIENCE: Final = 30.0
"""Seconds without progress after which the snapshot is given up."""
_PAUSE: Final = 0.1


async def send_snapshot(
    standing: Standing, channel: Channel, to: int, announced: raft.message, source: SnapshotSource
) -> bool:
    """Send all that the receiver does not have; return whether it took it. Raises `OSError`."""
    snapshot_id = secrets.randbits(64)
    loop = asyncio.get_running_loop()
    offset, total = 0, source.size
    data = b""  # the first call asks where to begin
    give_up = loop.time() + _PATIENCE
    while loop.time() < give_up:
        try:
            connection = await channel.ready(give_up - loop.time())
            piece = raft.snapshot_chunk(
                cluster_id=standing.cluster_id,
                from_=standing.own.node,
                to=to,
                to_incarnation=channel.incarnation,
                announced=announced,
                snapshot_id=snapshot_id,
                offset=offset,
                total=total,
                checksum=zlib.crc32(data),
                data=data,
            )
            progress: raft.snapshot_progress = await connection.call(
                PROCEDURES["RAFT_SNAPSHOT"], piece, _ANSWER
            )
        except (RpcError, XdrError) as error:
            log.info("a piece of the snapshot for node %d: %s", to, error)
            await asyncio.sleep(_PAUSE)
            continue
        if progress.offset >= total:
            return progress.offset == total
        if progress.offset > offset:
            give_up = loop.time() + _PATIENCE
        elif data:
            await asyncio.sleep(_PAUSE)  # it did not take the piece
        offset = min(progress.offset, total)
        data = await asyncio.to_thread(source.read, offset, PIECE)
    log.warning("the snapshot for node %d is given up at byte %d of %d", to, offset, total)
    return False
