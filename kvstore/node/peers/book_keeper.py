"""The leader's care for the book of members: where each listens now, and whose folder it is.

A member that listens elsewhere than it did says so in its hello; the log has to name the new place
for all, clients among them. And a member whose folder the log does not name, as those that the
first release founded, could lose it and come back unnoticed.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from kvstore._generated import raft
from kvstore.mvcc.outcomes import Refusal
from kvstore.node.birth import NO_BIRTH

if TYPE_CHECKING:
    from kvstore.node.peers.ports import NodePort
    from kvstore.node.peers.standing import Standing

__all__ = ["BookKeeper", "update_of"]

log = logging.getLogger(__name__)

_WITHIN: Final = 5.0
"""Seconds in which the log has to take up a correction; else it is tried again."""


def update_of(info: raft.member_info) -> raft.conf_change_v2:
    """Return the change that writes what is known of a member into the log."""
    return raft.conf_change_v2(
        transition=raft.TRANSITION_AUTO,
        changes=(raft.conf_change_single(raft.CONF_CHANGE_UPDATE_NODE, info.node),),
        context=info.to_xdr(),
    )


class BookKeeper:
    """Compares what members say with what the log says, while this node leads."""

    def __init__(self, standing: Standing, node: NodePort) -> None:
        self._standing = standing
        self._node = node
        self._said = {standing.own.node: standing.own}
        self._task: asyncio.Task[None] | None = None

    def said(self, info: raft.member_info) -> None:
        """A member has said so itself."""
        if info.node in self._standing.members:
            self._said[info.node] = info

    def look(self) -> None:
        """Correct one entry, if one is wrong and this node leads."""
        if self._task is not None or not self._node.is_leader:
            return
        members = self._standing.members
        for node in self._said.keys() - members.keys() - {self._standing.own.node}:
            del self._said[node]
        for node, info in self._said.items():
            known = members.get(node)
            if known is None or known.info == info:
                continue
            if known.info.birth in {info.birth, NO_BIRTH}:
                self._task = asyncio.get_running_loop().create_task(self._correct(info))
                return

    async def stop(self) -> None:
        """Correct nothing more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _correct(self, info: raft.member_info) -> None:
        try:
            deadline = asyncio.get_running_loop().time() + _WITHIN
            await self._node.change_members(update_of(info), deadline)
        except Refusal as refusal:
            log.info("the log does not say yet where node %d is: %s", info.node, refusal)
        finally:
            self._task = None
