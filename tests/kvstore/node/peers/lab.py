"""Nodes in one process that speak over real sockets, with a fake in the place of the replica."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Self

from kvstore._generated import raft
from kvstore.node.peers.connection import PEER_RECORD_MAX
from kvstore.node.peers.peers import Peers
from kvstore.node.peers.standing import KnownMember, Standing
from kvstore.node.upkeep.ports import ContentPoint
from kvstore.service.raft_service import RaftService
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer

KEY = bytes(range(32))
MEMBERSHIP = raft.membership(9, raft.conf_state((1, 2), (), (), (), auto_leave=False))


def message(to: int, index: int = 0, data: bytes = b"") -> raft.message:
    entries = ()
    if data:
        entries = (raft.entry(term=1, index=index + 1, type=0, command_version=1, data=data),)
    return raft.message(
        type=raft.MESSAGE_APPEND,
        to=to,
        from_=0,
        term=1,
        log_term=1,
        index=index,
        commit=0,
        reject=False,
        reject_hint=0,
        entries=entries,
        snapshot=None,
        context=b"",
    )


class FakeNode:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.stepped: list[raft.message] = []
        self.lost: list[int] = []
        self.calls: list[tuple[int, bytes, int]] = []
        self.results: bytes | None = b"done"
        self.hold = 0.0
        self.is_leader = False
        self.has_leader = True
        self.memberships: list[raft.membership] = []
        self.newcomers: list[raft.member_info] = []

    def receive(self, messages: Sequence[raft.message]) -> None:
        self.stepped += messages

    def membership(self) -> raft.membership:
        return MEMBERSHIP

    def hear_membership(self, theirs: raft.membership) -> None:
        self.memberships.append(theirs)

    def unreachable(self, node: int) -> None:
        self.lost.append(node)

    def checkup(self, point: ContentPoint) -> raft.checkup_answer:
        return raft.checkup_answer("", raft.HASH_DONE, point.revision.to_bytes(32, "big"))

    async def change_members(self, change: raft.conf_change_v2, deadline: float) -> None:
        self.newcomers.append(raft.member_info.from_xdr(change.context))

    async def passed_on(self, procedure: int, arguments: bytes, deadline_ms: int) -> bytes | None:
        self.calls.append((procedure, arguments, deadline_ms))
        await asyncio.sleep(self.hold)
        return self.results


class FakeTaker:
    """Puts pieces together."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.pieces: list[raft.snapshot_chunk] = []
        self.answers = True

    def receive(
        self, chunk: raft.snapshot_chunk, done: Callable[[raft.snapshot_progress], None]
    ) -> None:
        self.pieces.append(chunk)
        if chunk.offset == len(self.data):
            self.data += chunk.data
        progress = raft.snapshot_progress(chunk.snapshot_id, len(self.data))
        if self.answers:
            asyncio.get_running_loop().call_soon(done, progress)


class Place:
    """One node: a server on a free port, what it knows, and its peers."""

    def __init__(self, node: int, *, birth: bytes | None = None, key: bytes = KEY) -> None:
        self.id = node
        self.birth = birth or os.urandom(16)
        self.key = key
        self.port = 0
        self.incarnation = 0
        self.node = FakeNode()
        self.taker = FakeTaker()
        self.peers: Peers | None = None

    async def open(self, host: str = "localhost") -> Self:
        """Listen, at the same port each time."""
        self.incarnation += 1
        self.server = AsyncServer(max_record=PEER_RECORD_MAX)
        address = (
            await self.server.listen(f"tcp://{host}:0")
            if not self.port
            else (await self.server.listen(f"tcp://{host}:{self.port}"))
        )
        self.port = address.port
        own = raft.member_info(node=self.id, address=f"localhost:{self.port}", birth=self.birth)
        self.standing = Standing(own, self.incarnation, os.urandom)
        self.service = RaftService(self.standing, self.key)
        self.server.add(self.service)
        return self

    def belong(self, cluster_id: int, *infos: raft.member_info) -> None:
        """Be a member, and speak to the others."""
        self.known = {i.node: KnownMember(i, voter=True) for i in infos}
        self.standing.belong(cluster_id, lambda: self.known)
        self.peers = Peers(self.standing, self.key, self.node, time.monotonic_ns, keepalive=0.05)
        self.service.serve(self.node, self.peers, self.taker, {5: self.node.passed_on})
        self.peers.start()

    @property
    def to(self) -> Peers:
        assert self.peers is not None
        return self.peers

    async def close(self) -> None:
        if self.peers is not None:
            await self.peers.stop()
            self.peers = None
        await self.server.stop(0)


async def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 (what is waited for knows of no event)
            await asyncio.sleep(0.005)


async def pair() -> tuple[Place, Place]:
    """Two members that have found each other."""
    one, two = await Place(1).open(), await Place(2).open()
    infos = one.standing.own, two.standing.own
    one.belong(7, *infos)
    two.belong(7, *infos)
    await until(lambda: one.to.heard(2) and two.to.heard(1))
    return one, two


Story = Callable[[Place, Place], Awaitable[None]]


def play(story: Story) -> None:
    """Let a story happen to two members."""

    async def whole() -> None:
        one, two = await pair()
        try:
            await story(one, two)
        finally:
            await one.close()
            await two.close()

    async def bounded() -> None:
        async with asyncio.timeout(20):
            await whole()

    asyncio.run(bounded())


__all__ = ["KEY", "FakeNode", "FakeTaker", "Place", "Story", "message", "pair", "play", "until"]
