"""The other members, as the node sends to them."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from kvstore._generated import raft
from kvstore.node.peers.channel import Channel
from kvstore.node.peers.connection import PEER_RECORD_MAX, PROCEDURES
from kvstore.node.peers.ports import NotTaken
from kvstore.node.peers.snapshots import send_snapshot
from rpcgen_py.runtime.errors import NotSent

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from kvstore.node.peers.ports import NodePort, SnapshotSource
    from kvstore.node.peers.standing import Standing

__all__ = ["Peers"]

log = logging.getLogger(__name__)

_MESSAGES: Final = PROCEDURES["RAFT_MESSAGES"]
_FORWARD: Final = PROCEDURES["RAFT_FORWARD"]

_UNSENT_MAX: Final = 8 << 20
"""Bytes that wait for one member to take them; what comes on top is dropped."""
_ROUNDTRIP: Final = 0.05
"""Seconds of a forwarded call that are left for the answer's way back."""


class _Member:
    """One other member: two channels, and what of it waits for the end of the turn."""

    def __init__(self, messages: Channel, bulk: Channel) -> None:
        self.messages = messages
        self.bulk = bulk
        self.snapshot: asyncio.Task[None] | None = None
        self.quiet = True  # whether nothing was sent since the last look


class Peers:
    """Sends to the other members; keeps when each was heard.

    `clock` returns nanoseconds of the boot clock. `addresses` are known from elsewhere than the
    log, for members whose entry there names none. Use it in one event loop, from `start` to
    `stop`.
    """

    def __init__(
        self,
        standing: Standing,
        key: bytes,
        node: NodePort,
        clock: Callable[[], int],
        *,
        keepalive: float = 0.5,
        addresses: Mapping[int, str] | None = None,
    ) -> None:
        """Send for `node`; a member gets a sign of life each `keepalive` seconds at least."""
        self._standing = standing
        self._key = key
        self._node = node
        self._clock = clock
        self._keepalive = keepalive
        self._addresses = dict(addresses or {})
        self._members: dict[int, _Member] = {}
        self._heard: dict[int, int] = {}
        self._undelivered: set[int] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None

    # ------------------------------------------------------------------ life

    def start(self) -> None:
        """Begin to connect to the members that the node's standing names."""
        self.update()
        self._look()

    def update(self) -> None:
        """Take up members that are new in the node's standing, and leave those that are gone."""
        known = self._standing.members
        for node in known.keys() - self._members.keys() - {self._standing.own.node}:
            self._members[node] = _Member(self._channel(node), self._channel(node))
        for node in self._members.keys() - known.keys():
            self._in_background(self._close(self._members.pop(node)))
            self._heard.pop(node, None)

    async def stop(self) -> None:
        """Close all connections."""
        if self._timer is not None:
            self._timer.cancel()
        members = list(self._members.values())
        self._members.clear()
        await asyncio.gather(*map(self._close, members), *self._ending)

    def _channel(self, node: int) -> Channel:
        return Channel(
            node,
            lambda: self.address(node),
            self._standing,
            self._key,
            leads=self._node.leads,
            on_up=lambda: None,
        )

    @staticmethod
    async def _close(member: _Member) -> None:
        if member.snapshot is not None:
            member.snapshot.cancel()
            with suppress(asyncio.CancelledError):
                await member.snapshot
        await asyncio.gather(member.messages.close(), member.bulk.close())

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    def _look(self) -> None:
        """Show members that nothing was sent to that this node lives."""
        for node, member in self._members.items():
            if member.quiet and member.messages.connection is not None:
                self._post(node, member, ())
            member.quiet = True
        self._timer = asyncio.get_running_loop().call_later(self._keepalive, self._look)

    # ------------------------------------------------------------------ what is known

    def address(self, node: int) -> str:
        """Return where a member listens: what it said last, or the log says; "" if unknown."""
        said = self._addresses.get(node, "")
        known = self._standing.members.get(node)
        return said or (known.info.address if known is not None else "")

    def met(self, theirs: raft.hello) -> None:
        """A member has come to this node: it listens where it says, and can be reached now."""
        self._addresses[theirs.node] = theirs.address
        member = self._members.get(theirs.node)
        if member is not None:
            member.messages.nudge()
            member.bulk.nudge()

    def note(self, node: int) -> None:
        """Something came from `node` just now."""
        self._heard[node] = self._clock()

    def heard(self, node: int) -> int | None:
        """Return when `node` was heard last, in nanoseconds of the clock; None for never."""
        return self._heard.get(node)

    def problem(self, node: int) -> str:
        """Return why `node` cannot be reached; "" where nothing is known to be wrong."""
        member = self._members.get(node)
        return member.messages.problem if member is not None else "it is no member"

    # ------------------------------------------------------------------ sending

    def send(self, to: int, messages: Sequence[raft.message]) -> None:
        """Let messages leave at the end of this turn of the loop.

        What cannot leave is dropped, and `NodePort.unreachable` called in a later turn.
        """
        member = self._members.get(to)
        if member is not None:
            member.quiet = False
        if member is None or not self._post(to, member, tuple(messages)):
            self._drop(to)

    def _post(self, to: int, member: _Member, messages: tuple[raft.message, ...]) -> bool:
        connection = member.messages.connection
        if connection is None or connection.unsent > _UNSENT_MAX:
            return False
        batch = raft.message_batch(
            cluster_id=self._standing.cluster_id,
            from_=self._standing.own.node,
            to=to,
            to_incarnation=member.messages.incarnation,
            messages=messages[: raft.BATCH_MESSAGES_MAX],
        )
        packed = raft.pack_message_batch(batch)
        if len(packed) > PEER_RECORD_MAX // 2 and len(messages) > 1:
            middle = len(messages) // 2
            return self._post(to, member, messages[:middle]) and self._post(
                to, member, messages[middle:]
            )
        try:
            connection.post(_MESSAGES, packed)
        except NotSent:
            return False
        rest = messages[raft.BATCH_MESSAGES_MAX :]
        return not rest or self._post(to, member, rest)

    def _drop(self, to: int) -> None:
        if not self._undelivered:
            asyncio.get_running_loop().call_soon(self._tell_undelivered)
        self._undelivered.add(to)

    def _tell_undelivered(self) -> None:
        undelivered, self._undelivered = self._undelivered, set()
        for node in undelivered:
            self._node.unreachable(node)

    async def forward(
        self,
        to: int,
        program_number: int,
        procedure_number: int,
        arguments: bytes,
        deadline_ms: int,
    ) -> bytes:
        """Have the leader `to` do a client's call; return its packed result.

        Raises `NotTaken` or `NotSent` where nothing has happened, and another `RpcError` where the
        call may have been executed, or may still be.
        """
        member = self._members.get(to)
        if member is None:
            raise NotSent(f"node {to} is no member")
        loop = asyncio.get_running_loop()
        deadline = loop.time() + deadline_ms / 1000
        connection = await member.bulk.ready(deadline_ms / 1000)
        seconds = deadline - loop.time()
        call = raft.forwarded_call(
            cluster_id=self._standing.cluster_id,
            from_=self._standing.own.node,
            to=to,
            program_number=program_number,
            procedure_number=procedure_number,
            deadline_ms=max(1, int((seconds - _ROUNDTRIP) * 1000)),
            arguments=arguments,
        )
        reply: raft.forwarded_reply = await connection.call(_FORWARD, call, max(seconds, 0.0))
        if not reply.taken:
            raise NotTaken(f"node {to} does not take calls now")
        return reply.results

    def send_snapshot(self, to: int, announced: raft.message, source: SnapshotSource) -> None:
        """Send a MESSAGE_SNAPSHOT and its content; `NodePort.snapshot_sent` tells how that ended.

        It replaces one that is still on its way to that member, of which nothing more is told.
        """
        member = self._members.get(to)
        if member is None:
            asyncio.get_running_loop().call_soon(self._node.snapshot_sent, to, True)
            return
        if member.snapshot is not None:
            member.snapshot.cancel()
        member.snapshot = asyncio.get_running_loop().create_task(
            self._send_snapshot(to, member.bulk, announced, source)
        )

    async def _send_snapshot(
        self, to: int, channel: Channel, announced: raft.message, source: SnapshotSource
    ) -> None:
        failed = True
        try:
            failed = not await send_snapshot(self._standing, channel, to, announced, source)
        except OSError as error:
            log.warning("the snapshot for node %d cannot be read: %s", to, error)
        self._node.snapshot_sent(to, failed)
