"""The other members, as the node sends to them."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kvstore._generated import raft
from kvstore.node.peers.book_keeper import BookKeeper
from kvstore.node.peers.bulk_calls import BulkCalls
from kvstore.node.peers.channel import Channel
from kvstore.node.peers.checkups import Checkups
from kvstore.node.peers.chunks import Chunks
from kvstore.node.peers.connection import PEER_RECORD_MAX, PROCEDURES
from kvstore.node.peers.postponed import Postponed
from rpcgen_py.runtime.errors import NotSent

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from kvstore.node.peers.ports import NodePort
    from kvstore.node.peers.standing import Standing

__all__ = ["Peers"]

log = logging.getLogger(__name__)

_MESSAGES: Final = PROCEDURES["RAFT_MESSAGES"]
_FORWARD: Final = PROCEDURES["RAFT_FORWARD"]
_MEMBERSHIP: Final = PROCEDURES["RAFT_MEMBERSHIP"]

_UNSENT_MAX: Final = 8 << 20
"""Bytes that wait for one member to take them; what comes on top is dropped."""
_SOON: Final = 0.002
"""Seconds for which what may wait waits for company."""
_MEMBERS: Final = 3.0
"""Seconds for an answer to the question who belongs to the cluster: who is asked only looks."""
_CONNECTION: Final = 0.1
"""Seconds that a call waits for a connection. If it takes longer, another may lead by then."""
_ROUNDTRIP: Final = 0.05
"""Seconds of a forwarded call that are left for the answer's way back."""


class _Member:
    """One other member: two channels, and what of it waits for the end of the turn."""

    def __init__(self, messages: Channel, bulk: Channel) -> None:
        self.messages = messages
        self.bulk = bulk
        self.postponed = Postponed()
        self.quiet = True  # whether nothing was sent since the last look


class Peers:
    """Sends to the other members; keeps when each was heard.

    `chunks` sends pieces of snapshots. `clock` returns nanoseconds of the boot clock. `addresses`
    are known from elsewhere than the log: by members whose entry there names none, and by a node
    whose log is empty yet. Use it in one event loop, from `start` to `stop`.
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
        self.chunks = Chunks(standing, self._bulk)
        self._checkups = Checkups(standing, self._bulk)
        self.check = self._checkups.ask
        self._questions = BulkCalls(_MEMBERSHIP, _MEMBERS)
        self._book_keeper = BookKeeper(standing, node)
        self._listed: set[int] = set()
        self._members: dict[int, _Member] = {}
        self._heard: dict[int, int] = {}
        self._undelivered: set[int] = set()
        self._estranged: dict[int, int] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._postponed_timer: asyncio.TimerHandle | None = None

    # ------------------------------------------------------------------ life

    def start(self) -> None:
        """Begin to connect to the members that the node's standing names."""
        self._look()

    def update(self) -> None:
        """Take up members that the log names by now, and leave those that it names no more.

        Nodes that the log does not name yet, but that proved to belong here, are members too:
        this node may be behind, and has to answer whoever leads.
        """
        listed = self._standing.members.keys()
        for node in self._listed - listed:
            self._addresses.pop(node, None)
        self._listed = set(listed)
        wanted = (listed | self._addresses.keys()) - {self._standing.own.node}
        for node in wanted - self._members.keys():
            self._members[node] = _Member(self._channel(node), self._channel(node))
        for node in self._members.keys() - wanted:
            self._in_background(self._close(self._members.pop(node)))
            self._heard.pop(node, None)
            self._estranged.pop(node, None)

    async def stop(self) -> None:
        """Close all connections."""
        for timer in (self._timer, self._postponed_timer):
            if timer is not None:
                timer.cancel()
        members = list(self._members.values())
        self._members.clear()
        await asyncio.gather(
            self.chunks.stop(),
            self._checkups.stop(),
            self._questions.stop(),
            self._book_keeper.stop(),
            *map(self._close, members),
            *self._ending,
        )

    def _channel(self, node: int) -> Channel:
        return Channel(
            node,
            lambda: self.address(node),
            self._standing,
            self._key,
            leads=lambda: self._node.is_leader,
            disowned=self._node.hear_membership,
            estranged=partial(self._meet_stranger, node),
        )

    def _meet_stranger(self, node: int, cluster_id: int) -> None:
        """Say that another cluster is where a member should be: once, however often it is met."""
        if self._estranged.get(node) == cluster_id:
            return
        self._estranged[node] = cluster_id
        log.warning(
            "node %d at %s belongs to cluster %016x, and this node to cluster %016x: one of the "
            "two runs on a data folder that another cluster has left",
            node,
            self.address(node),
            cluster_id,
            self._standing.cluster_id,
        )

    def _bulk(self, node: int) -> Channel | None:
        member = self._members.get(node)
        return member.bulk if member is not None else None

    @staticmethod
    async def _close(member: _Member) -> None:
        await asyncio.gather(member.messages.close(), member.bulk.close())

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    def _look(self) -> None:
        """Show members that nothing was sent to that this node lives."""
        self.update()
        self._book_keeper.look()
        if not self._node.has_leader:
            self._ask_whether_a_member()
        for node, member in self._members.items():
            if member.quiet and member.messages.connection is not None:
                self._post(node, member, ())
            member.quiet = True
        self._timer = asyncio.get_running_loop().call_later(self._keepalive, self._look)

    def _ask_whether_a_member(self) -> None:
        """Ask who belongs to the cluster. Who was removed is told nothing any more, not even that,
        and connections that were open then stay open.
        """
        for node, member in self._members.items():
            if (connection := member.bulk.connection) is not None:
                question = self._standing.membership_question(node)
                self._questions.begin(connection, question, self._hear_membership)

    def _hear_membership(self, theirs: raft.membership | None) -> None:
        if theirs is not None:
            self._node.hear_membership(theirs)

    # ------------------------------------------------------------------ what is known

    def address(self, node: int) -> str:
        """Return where a member listens: what it said last, or the log says; "" if unknown."""
        said = self._addresses.get(node, "")
        known = self._standing.members.get(node)
        return said or (known.info.address if known is not None else "")

    def met(self, theirs: raft.hello) -> None:
        """A member has come to this node: it listens where it says, and can be reached now."""
        if theirs.node not in self._addresses and len(self._addresses) >= raft.MEMBERS_MAX:
            return
        self._addresses[theirs.node] = theirs.address
        self._book_keeper.said(raft.member_info(theirs.node, theirs.address, theirs.birth))
        self.update()
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

    def levels(self, node: int) -> tuple[int, int] | None:
        """Return the lowest and highest feature level that a member speaks; None: it is away."""
        member = self._members.get(node)
        if member is None or member.messages.connection is None:
            return None
        return member.messages.levels

    def problem(self, node: int) -> str:
        """Return why `node` cannot be reached; "" where nothing is known to be wrong."""
        member = self._members.get(node)
        return member.messages.problem if member is not None else "it is no member"

    # ------------------------------------------------------------------ sending

    def send(self, to: int, messages: Sequence[raft.message]) -> None:
        """Let messages leave.

        What cannot leave is dropped, and `NodePort.unreachable` called in a later turn.
        """
        member = self._members.get(to)
        if member is None:
            self._drop(to)
        else:
            self._send(to, member, member.postponed.before(messages))

    def send_soon(self, to: int, message: raft.message) -> None:
        """See `NetworkPort`."""
        member = self._members.get(to)
        if member is None:
            self._drop(to)
            return
        if member.postponed.add(message):
            self._send(to, member, member.postponed.take())
        elif self._postponed_timer is None:
            loop = asyncio.get_running_loop()
            self._postponed_timer = loop.call_later(_SOON, self._send_postponed)

    def _send_postponed(self) -> None:
        self._postponed_timer = None
        for to, member in self._members.items():
            if member.postponed:
                self._send(to, member, member.postponed.take())

    def _send(self, to: int, member: _Member, messages: tuple[raft.message, ...]) -> None:
        member.quiet = False
        if not self._post(to, member, messages):
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

        Raises `NotSent` where nothing has happened, and another `RpcError` where the call may have
        been executed, or may still be.
        """
        member = self._members.get(to)
        if member is None:
            raise NotSent(f"node {to} is no member")
        loop = asyncio.get_running_loop()
        deadline = loop.time() + deadline_ms / 1000
        connection = await member.bulk.ready(min(deadline_ms / 1000, _CONNECTION))
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
            raise NotSent(f"node {to} does not take calls now")
        return reply.results
