"""One connection to another node, from the hello to its loss. It is never made anew by itself."""

from __future__ import annotations

import asyncio
import secrets
import socket
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from kvstore._generated import raft
from kvstore.node.peers.handshake import Caller
from rpcgen_py.runtime.auth.none import AuthNone
from rpcgen_py.runtime.client_core import ClientCore
from rpcgen_py.runtime.errors import ConnectionLost, NotSent, TimedOut
from rpcgen_py.runtime.transport.asyncio_link import Link
from rpcgen_py.runtime.transport.asyncio_sockets import connect_stream

if TYPE_CHECKING:
    from kvstore.node.peers.standing import Standing
    from rpcgen_py.runtime.address import Address
    from rpcgen_py.runtime.client_core import PendingCall
    from rpcgen_py.runtime.errors import OutcomeUnknown
    from rpcgen_py.runtime.program import Procedure

__all__ = ["PEER_RECORD_MAX", "PROCEDURES", "PeerConnection"]

R = TypeVar("R")

PROCEDURES: Final[dict[str, Procedure[..., Any]]] = {
    procedure.name: procedure for procedure in raft.RAFT_V1.procedures
}

PEER_RECORD_MAX: Final = 6 << 20
"""Bytes of the longest record that nodes send each other: an entry of ENTRY_DATA_MAX, and more."""

_SILENT_MS: Final = 3000
"""How long a peer's kernel may leave bytes unconfirmed. Linux itself waits a quarter of an hour,
at growing intervals, so that a healed network would be noticed late."""


class PeerConnection:
    """Calls out, answers in. `lost` completes at the end."""

    def __init__(self, address: Address) -> None:
        """Prepare; `open` makes one that can be used."""
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._address = address
        self._core = ClientCore(AuthNone(), first_xid=secrets.randbits(32))
        self._link = Link(self._core, PEER_RECORD_MAX, _nothing, self._end)

    @classmethod
    async def open(cls, address: Address, seconds: float) -> Self:
        """Return a connection to `address`. Raises `Unreachable`, `OSError`."""
        sock = await connect_stream(address, monotonic() + seconds)
        connection = cls(address)
        loop = asyncio.get_running_loop()
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _SILENT_MS)
            await loop.create_connection(lambda: connection._link, sock=sock)
        except BaseException:
            sock.close()
            raise
        return connection

    async def greet(
        self, standing: Standing, key: bytes, node: int, seconds: float
    ) -> raft.hello_answer:
        """Prove to each other who is there; return what the other node makes of this one.

        `node` is who is expected, 0 for anybody. Raises `HandshakeFailed`, `RpcError`, `XdrError`.
        """
        own = standing.hello()
        caller = Caller(key, own, node=node)
        proof = caller.answered(await self.call(PROCEDURES["RAFT_HELLO"], own, seconds))
        return caller.judged(await self.call(PROCEDURES["RAFT_PROVE"], proof, seconds))

    @property
    def unsent(self) -> int:
        """Bytes that the other node has not taken yet."""
        return 0 if self.lost.done() else self._link.unsent

    def post(self, procedure: Procedure[..., Any], packed: bytes) -> None:
        """Send a call that is not answered. Raises `NotSent`."""
        if self.lost.done():
            raise NotSent(f"{self._address}: the connection is lost")
        self._link.send(self._core.encode(procedure, packed)[1])

    async def call(self, procedure: Procedure[..., R], argument: object, seconds: float) -> R:
        """Send a call and wait for its answer.

        Raises `RpcError`, whose class says whether the call may have been executed, and `XdrError`.
        """
        if self.lost.done():
            raise NotSent(f"{self._address}: the connection is lost")
        pending = self._core.begin(procedure, procedure.pack_args(argument))
        answered = asyncio.get_running_loop().create_future()
        pending.notify = partial(_wake, answered)
        self._link.post(pending)
        try:
            async with asyncio.timeout(seconds):
                await answered
        except TimeoutError:
            if not pending.done:
                kind = TimedOut if pending.sent else NotSent
                raise kind(f"{self._address}: no answer in {seconds:.1f} s") from None
        finally:
            self._core.forget(pending)
        return pending.outcome()

    async def close(self) -> None:
        """End the connection; calls under way fail."""
        if not self.lost.done():
            self._end("closed on this side", ConnectionLost)
        await self._link.close()

    def _end(self, reason: str, error: type[OutcomeUnknown]) -> None:
        if not self.lost.done():
            self.lost.set_result(None)
            self._core.disconnect(f"{self._address}: {reason}", error)


def _nothing() -> None:
    """Nobody waits for room: who has no room drops."""


def _wake(answered: asyncio.Future[None], _call: PendingCall[Any]) -> None:
    if not answered.done():
        answered.set_result(None)
