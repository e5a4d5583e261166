"""One node from its start to its end.

policy ──► HTTP endpoint ──► data folder ──► sockets ──► rpcbind ──► "ready" ──► until told
                                                                                    │
folder let go ◄── changes finished ◄── calls answered ◄── leadership handed over ◄──┘
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.config import NodeConfig
from kvstore.mvcc.outcomes import Refusal
from kvstore.node.node import Node
from kvstore.server.options import plain
from kvstore.server.registration import register, unregister
from kvstore.server.signals import at_hangup, until_told
from kvstore.service.access import Policy
from kvstore.service.health import Health
from kvstore.service.http_endpoint import HttpEndpoint
from kvstore.service.kv_service import KvService
from kvstore.service.policy_file import PolicyError, read_policy
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from kvstore.server.options import Options
    from kvstore.service.prometheus import NodeMetrics
    from rpcgen_py.runtime.address import Address

log = logging.getLogger(__name__)

MAX_CONNECTIONS: Final = 4096
GRACE: Final = 5.0
"""Seconds that calls in progress have when the node is told to stop."""
HAND_OVER: Final = 2.0
"""Seconds that another node has to take over the lead."""


class CannotListen(Exception):
    """An address is taken, or is not this host's: no fault of the folder."""


async def run(options: Options) -> str | None:
    """Run a node until it is told to stop; return why it could not go on, or None.

    Raises `PolicyError`, `CannotListen`, `StorageError`, `NotServable`, `RpcError`, `OSError`.
    """
    policy = Policy() if options.policy is None else read_policy(options.policy)
    async with AsyncExitStack() as stack:
        health = Health()
        endpoint = _Endpoint(health)
        if options.metrics is not None:
            await _listen(endpoint.http.listen, options.metrics, "--metrics-port")
            stack.push_async_callback(endpoint.http.stop)
        say(f"node {options.node_id}, data in {options.data_folder}")
        node = await _open(options)
        stack.push_async_callback(node.stop)
        await node.start()
        told = until_told()
        service = KvService(node, policy=policy)
        _reread_at_hangup(options, service)
        server = AsyncServer(max_record=kv.KV_REQUEST_MAX, max_connections=MAX_CONNECTIONS)
        stack.push_async_callback(server.stop, GRACE)
        server.add(service)
        listening = [
            await _listen(server.listen, each, "--port or --listen") for each in options.listen
        ]
        service.report.address = options.advertise or plain(listening[0])
        _warn_if_open(policy, listening)
        endpoint.serve(node, service)
        if options.rpcbind and (registration := await register(server, say)) is not None:
            stack.push_async_callback(unregister, registration)
        say("ready at " + ", ".join(map(plain, server.addresses)))
        failure = await _until_told_or_failed(told, node)
        if failure is not None:
            health.failure = failure
            return f"cannot go on: {failure}"
        say("stopping")
        health.stopping = True
        await _hand_over(node)
        service.stop()
    return None


class _Endpoint:
    """The HTTP endpoint: there from the start on, when a node has no numbers yet."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._numbers: NodeMetrics | None = None
        self.http = HttpEndpoint(health, self._metrics)

    def serve(self, node: Node, service: KvService) -> None:
        """Show the numbers of a node that has begun to serve."""
        from kvstore.service.prometheus import (  # noqa: PLC0415 (no use without --metrics-port)
            NodeMetrics,
        )

        self._health.node = node
        self._numbers = NodeMetrics(node, service)

    def _metrics(self) -> tuple[str, bytes]:
        if self._numbers is None:
            return "text/plain; version=0.0.4; charset=utf-8", b""
        return self._numbers.content_type, self._numbers.text()


async def _open(options: Options) -> Node:
    """Read the data folder, in a thread: who asks how the node is gets an answer meanwhile."""
    config = NodeConfig(
        node_id=options.node_id,
        data_folder=options.data_folder,
        segment_size=options.segment_size,
    )
    begun = time.monotonic()
    node = await asyncio.to_thread(Node, config)
    found = "new" if node.is_new else f"revision {node.store.revision}, {node.store.keys} keys"
    say(f"cluster {node.cluster_id:016x}, {found} ({time.monotonic() - begun:.1f} s)")
    return node


async def _listen(
    listen: Callable[[Address], Awaitable[Address]], address: Address, options: str
) -> Address:
    """Listen, or say which of the `options` names another place."""
    try:
        return await listen(address)
    except OSError as error:
        raise CannotListen(f"{error.strerror or error}; {options} names another place") from error


async def _until_told_or_failed(told: asyncio.Future[None], node: Node) -> str | None:
    failed = asyncio.ensure_future(node.failed())
    await asyncio.wait((told, failed), return_when=asyncio.FIRST_COMPLETED)
    if failed.done():
        return failed.result()
    failed.cancel()
    return None


async def _hand_over(node: Node) -> None:
    """Let another voter lead before this node leaves: nobody has to wait for an election then."""
    others = any(
        each.voter and each.reachable for each in node.members() if each.id != node.node_id
    )
    if not (node.is_leader and others):
        return
    deadline = asyncio.get_running_loop().time() + HAND_OVER
    try:
        await node.move_leader(0, deadline)
    except Refusal as refusal:
        log.warning("nobody took over the lead: %s", refusal)


def _reread_at_hangup(options: Options, service: KvService) -> None:
    path = options.policy
    if path is None:
        return

    def reread() -> None:
        try:
            service.policy = read_policy(path)
        except PolicyError as error:
            log.error("the policy stays as it was: %s", error)  # noqa: TRY400 (says it all)
        else:
            log.info("the policy was read again")

    at_hangup(reread)


def _warn_if_open(policy: Policy, listening: list[Address]) -> None:
    """Say so if others than this host's users may do everything, and nobody decided that."""
    if not policy.is_open:
        return
    for address in listening:
        if address.transport == "tcp" and not _is_loopback(address.host):
            log.warning(
                "everybody who reaches %s may read and write everything; --policy says who may",
                plain(address),
            )


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")


def say(text: str) -> None:
    """Tell the operator, on standard output."""
    sys.stdout.write(f"kvd: {text}\n")
    sys.stdout.flush()
