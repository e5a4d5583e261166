"""Handing leadership over where nobody takes it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from kvstore._generated import kv
from kvstore.node.refusals import NodeRefusal
from kvstore.node.results import MemberView
from kvstore.server.process import HAND_OVER, hand_over

if TYPE_CHECKING:
    from kvstore.node.node import Node


class Unwanted:
    """A leader whose successor refuses at once."""

    node_id = 1
    is_leader = True

    def __init__(self) -> None:
        self.tries = 0

    def members(self) -> tuple[MemberView, ...]:
        return tuple(MemberView(node, f"localhost:{node}", True, True, 0) for node in (1, 2))

    async def move_leader(self, to: int, until: float) -> None:
        assert (to, until) == (2, until)
        self.tries += 1
        raise NodeRefusal(kv.KV_INVALID, "not by this one")


def test_refusals_at_once_keep_nobody_busy() -> None:
    node = Unwanted()
    asyncio.run(hand_over(cast("Node", node)))
    assert 2 <= node.tries <= HAND_OVER / 0.01
