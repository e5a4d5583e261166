"""A way to one member that is kept open: connected, proved, and made anew when it is lost."""

from __future__ import annotations

import asyncio
import logging
import random
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from kvstore._generated import raft
from kvstore.node.peers.connection import PROCEDURES, PeerConnection
from kvstore.node.peers.handshake import HandshakeFailed
from rpcgen_py.runtime.address import parse_address
from rpcgen_py.runtime.errors import NotSent, RpcError, XdrError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.node.peers.standing import Standing

__all__ = ["Channel"]

log = logging.getLogger(__name__)

_MEMBERSHIP: Final = PROCEDURES["RAFT_MEMBERSHIP"]

_STEP: Final = 1.5
"""Seconds for connecting, and for each step of the handshake."""
_FIRST_PAUSE: Final = 0.02
_LONGEST_PAUSE: Final = 1.0
"""Seconds between two tries, before the dice."""


class Channel:
    """The connection to `node`, whose address `address()` tells, "" while it is not known.

    `connection` is there while messages can leave; `incarnation` is the life that it reaches, and
    `levels` are the lowest and highest feature level that this life speaks.
    """

    def __init__(
        self,
        node: int,
        address: Callable[[], str],
        standing: Standing,
        key: bytes,
        *,
        leads: Callable[[], bool],
        disowned: Callable[[raft.membership], None],
        estranged: Callable[[int], None],
    ) -> None:
        """Begin to connect. `disowned` is told by whom this node is called no member of, why;
        `estranged` which other cluster is there.
        """
        self.connection: PeerConnection | None = None
        self.incarnation = 0
        self.levels = (0, 0)
        self.problem = "not connected yet"
        self._node = node
        self._address = address
        self._standing = standing
        self._key = key
        self._leads = leads
        self._disowned = disowned
        self._estranged = estranged
        self._up = asyncio.Event()
        self._nudged = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._keep())

    async def ready(self, seconds: float) -> PeerConnection:
        """Return the connection, waiting for it at most so long. Raises `NotSent`."""
        try:
            async with asyncio.timeout(seconds):
                while (connection := self.connection) is None:
                    await self._up.wait()
        except TimeoutError:
            raise NotSent(f"node {self._node} cannot be reached: {self.problem}") from None
        return connection

    def nudge(self) -> None:
        """Try again at once: the node has been heard."""
        self._nudged.set()

    async def close(self) -> None:
        """End the connection, and make no other."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _keep(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            self._nudged.clear()
            try:
                stood = await self._once()
            except (OSError, ValueError, RpcError, XdrError, HandshakeFailed) as error:
                stood = False
                self._explain(str(error))
            except Exception:  # the way to a member must not be lost for good, whatever happens
                stood = False
                log.exception("node %d: the connection failed in an unforeseen way", self._node)
            pause = _FIRST_PAUSE if stood else min(pause * 2, _LONGEST_PAUSE)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause * random.uniform(0.5, 1.0)):  # noqa: S311 (spreads load, hides nothing)
                    await self._nudged.wait()
                    await asyncio.sleep(_FIRST_PAUSE)  # however often it is heard

    def _explain(self, problem: str) -> None:
        if problem != self.problem:
            log.info("node %d: %s", self._node, problem)
        self.problem = problem

    async def _once(self) -> bool:
        """Connect, and wait until the connection is lost. Whether it stood.

        Raises `OSError`, `ValueError`, `RpcError`, `XdrError`, `HandshakeFailed`.
        """
        address = self._address()
        if not address:
            self._explain("its address is not known")
            return False
        connection = await PeerConnection.open(parse_address(address), _STEP)
        try:
            answer = await connection.greet(self._standing, self._key, self._node, _STEP)
            if not self._accept(answer):
                if answer.code == raft.HELLO_NOT_A_MEMBER:
                    question = self._standing.membership_question(self._node)
                    self._disowned(await connection.call(_MEMBERSHIP, question, _STEP))
                return False
            self.incarnation = answer.hello.incarnation
            self.levels = (answer.hello.feature_low, answer.hello.feature_high)
            self.connection = connection
            self.problem = ""
            log.info("node %d: connected at %s", self._node, address)
            self._up.set()
            await asyncio.shield(connection.lost)
            self._explain("the connection was lost")
            return True
        finally:
            self.connection = None
            self._up.clear()
            await connection.close()

    def _accept(self, answer: raft.hello_answer) -> bool:
        """Whether both sides take each other for members of one cluster."""
        theirs = answer.hello.cluster_id
        if theirs not in {0, self._standing.cluster_id}:
            self._estranged(theirs)
        if answer.code != raft.HELLO_OK:
            self._explain(answer.message)
            return False
        if theirs != self._standing.cluster_id:
            self._explain(f"it belongs to cluster {theirs:016x}")
            return False
        judgement = self._standing.judge(answer.hello, leads=self._leads())
        if judgement.code != raft.HELLO_OK:
            self._explain(judgement.message)
        return judgement.code == raft.HELLO_OK
