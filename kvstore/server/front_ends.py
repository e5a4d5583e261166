"""The workers of a node: what they are told, and where their calls and connections go."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Final

from kvstore.node.peers.connection import PEER_RECORD_MAX
from kvstore.workers.crew import Crew
from kvstore.workers.messages import Told
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer

if TYPE_CHECKING:
    from kvstore.node.node import Node
    from kvstore.server.options import Options
    from kvstore.service.access import Policy
    from kvstore.service.kv_service import KvService
    from rpcgen_py.runtime.address import Address

log = logging.getLogger(__name__)

_RELAY_IDLE: Final = 900.0
"""Seconds after which a way without calls ends: later than the connection of whose calls it is."""


class FrontEnds:
    """`options.workers` processes in front of a node that serves, at the ports of `server`.

    `most` is how many connections all workers may have.
    """

    def __init__(
        self, options: Options, node: Node, service: KvService, server: AsyncServer, most: int
    ) -> None:
        self._node = node
        self._service = service
        self._server = server
        self._most = max(most // options.workers, 1)
        # Calls that are passed on: of the kv program, and of nothing else.
        self._relays = AsyncServer(
            max_record=PEER_RECORD_MAX,
            max_connections=self._most * options.workers,
            idle_timeout=_RELAY_IDLE,
        )
        self._relays.add(service)
        command = (
            *(sys.executable, "-P", "-m", "kvstore.server.worker"),
            *("--node", str(os.getpid()), "--node-id", str(options.node_id)),
            *("--log-level", options.log_level, "--log-format", options.log_format),
        )
        self._crew = Crew(options.workers, command, self._told, server, self._relays)

    async def start(self) -> None:
        """Start them, and wait until they serve."""
        if not self._node.cache_segment:
            log.warning("there are no hot keys in shared memory: the workers pass all calls on")
        await self._crew.start()
        self._service.report.crew = self._crew

    def rule(self, policy: Policy) -> None:
        """Tell them of another policy."""
        self._crew.rule(_text(policy))

    async def stop(self, grace: float) -> None:
        """Let them answer what they can within `grace` seconds, and end."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._relays.stop, 0.0)
            await self._crew.stop(grace)

    def _told(self) -> Told:
        node = self._node
        return Told(
            cluster_id=node.cluster_id,
            node_id=node.node_id,
            addresses=tuple(
                str(each) for each in self._server.addresses if each.transport == "tcp"
            ),
            segment=node.cache_segment,
            policy=_text(self._service.policy),
            max_connections=self._most,
            max_record=PEER_RECORD_MAX,
        )


def _text(policy: Policy) -> str | None:
    """Return what a worker needs to know of a policy, None for nothing."""
    return None if policy.is_open else policy.source


async def listen_together(server: AsyncServer, address: Address) -> Address:
    """Listen where workers will, too, unless somebody else does already. Raises OSError."""
    # Not shared from the beginning: another node that starts now would share it as well.
    listening = await server.listen(address)
    server.share_ports()
    return listening
