"""Asking the peers of a first start until it is clear which cluster the node belongs to."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from kvstore.node.bootstrap import Found, Heard, Join, Refused, Said, Wait, decide
from kvstore.node.peers.connection import PeerConnection
from kvstore.node.peers.handshake import HandshakeFailed, OtherKey
from rpcgen_py.runtime.address import parse_address
from rpcgen_py.runtime.errors import RpcError, XdrError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kvstore.node.bootstrap import Decision
    from kvstore.node.peers.standing import Standing

__all__ = ["CannotBegin", "gather", "parse_peers"]

log = logging.getLogger(__name__)

_AGAIN: Final = 0.1
"""Seconds between two questions to one address."""
_STEP: Final = 1.5
"""Seconds for connecting, and for each step of the handshake."""


class CannotBegin(Exception):
    """The node belongs to no cluster and cannot come to one; the message says what to do."""


def parse_peers(text: str) -> dict[str, int]:
    """Return the addresses in `HOST:PORT,...`, each with its number from `ID@HOST:PORT`, else 0.

    Raises `ValueError`.
    """
    found: dict[str, int] = {}
    for each in filter(None, map(str.strip, text.split(","))):
        number, at, place = each.rpartition("@")
        if at and not (number.isascii() and number.isdecimal() and 0 < int(number) < 1 << 63):
            raise ValueError(f"{each[:80]!r}: a node has a number from 1 upwards")
        address = parse_address(place)
        if address.transport != "tcp" or not (address.host and address.port):
            raise ValueError(f"{each[:80]!r} is not HOST:PORT or ID@HOST:PORT")
        found[str(address).removeprefix("tcp://")] = int(number or 0)
    return found


async def gather(
    standing: Standing,
    key: bytes,
    peers: dict[str, int],
    say: Callable[[str], None],
    *,
    again: float = _AGAIN,
) -> Found | Join:
    """Ask all peers until the node can found or join a cluster.

    `standing` is what the node answers meanwhile, and is kept up to date. `say` is given a line
    whenever what the node waits for has changed. Raises `CannotBegin`.
    """
    gathering = _Gathering(standing, key, peers, say, again)
    try:
        return await gathering.decided
    finally:
        await gathering.stop()


class _Gathering:
    """One task an address: it connects, and greets again and again over that connection."""

    def __init__(
        self,
        standing: Standing,
        key: bytes,
        peers: dict[str, int],
        say: Callable[[str], None],
        again: float,
    ) -> None:
        self.decided: asyncio.Future[Found | Join] = asyncio.get_running_loop().create_future()
        self._standing = standing
        self._key = key
        self._say = say
        self._again = again
        self._said: tuple[str, ...] = ()
        self._heard: dict[str, Heard] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._given = peers
        self._asked: set[str] = set()
        for address, node in peers.items():
            self._heard[address] = Heard(node=node)
            self._ask(address, node)
        self._look()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ask(self, address: str, node: int) -> None:
        self._asked.add(address)
        self._tasks.append(asyncio.get_running_loop().create_task(self._keep_asking(address, node)))

    async def _keep_asking(self, address: str, node: int) -> None:
        while True:
            try:
                await self._ask_once(address, node)
            except (OSError, ValueError, RpcError, XdrError, HandshakeFailed) as error:
                problem = str(error).removeprefix(f"tcp://{address}: ")
                if isinstance(error, OtherKey):
                    problem = f"cannot be trusted: {problem}"
                # What it said before may not be true any more.
                self._hear(address, Heard(problem=problem, node=node))
            await asyncio.sleep(self._again)

    async def _ask_once(self, address: str, node: int) -> None:
        connection = await PeerConnection.open(parse_address(address), _STEP)
        try:
            while True:
                # Who is there is looked at by `decide`, which can say what is wrong.
                answer = await connection.greet(self._standing, self._key, 0, _STEP)
                said = Said(answer.code, answer.message, answer.hello)
                self._hear(address, Heard(said, "", node))
                await asyncio.sleep(self._again)
        finally:
            await connection.close()

    def _hear(self, address: str, heard: Heard) -> None:
        said = heard.said
        founded = said is not None and said.hello.cluster_id != 0
        if address in self._given or founded:
            self._heard[address] = heard
        else:  # known through another, and of no more use
            self._heard.pop(address, None)
        if said is not None and founded:
            self._ask_others(founder.address for founder in said.hello.founders)
        self._look()

    def _ask_others(self, addresses: Iterable[str]) -> None:
        """Ask the members of a cluster that is there: one of them leads, and can let this in."""
        for address in addresses:
            if address and address not in self._asked:
                self._ask(address, 0)

    def _look(self) -> None:
        if self.decided.done():
            return
        decision: Decision = decide(self._standing, self._heard)
        if isinstance(decision, Refused):
            self.decided.set_exception(CannotBegin(decision.message))
        elif isinstance(decision, Wait):
            self._standing.founders = decision.met
            self._standing.expected = decision.expected
            if decision.reasons != self._said:
                self._said = decision.reasons
                self._say("waiting for " + "; ".join(decision.reasons))
        else:
            # The others have to hear it, or they would wait until this node has made its log.
            self._standing.founders = decision.members
            self._standing.expected = len(decision.members)
            self.decided.set_result(decision)
