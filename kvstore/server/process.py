"""One node from its start to its end.

policy ──► HTTP endpoint ──► data folder ──► sockets ──► rpcbind ──► "ready" ──► until told
                                                                                    │
folder let go ◄── changes finished ◄── calls answered ◄── leadership handed over ◄──┘

Past 400 lines, since it is the one place where the parts of a node meet: what is long is the order
in which they start and stop, and that is best read in one go.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from contextlib import AsyncExitStack
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.config import NodeConfig
from kvstore.mvcc.outcomes import Refusal
from kvstore.node.cluster_key import ClusterKeyRefused, default_key_file, make_key, read_key
from kvstore.node.errors import NotServable
from kvstore.node.node import Node
from kvstore.node.peers.connection import PEER_RECORD_MAX
from kvstore.node.peers.gathering import CannotBegin
from kvstore.node.peers.standing import Standing
from kvstore.node.refusals import NodeRefusal
from kvstore.server.beginning import (
    begin,
    give_up,
    joined,
    open_folder,
    own_info,
    removed,
    removed_line,
)
from kvstore.server.cluster import Cluster
from kvstore.server.descriptors import connections_allowed
from kvstore.server.front_ends import FrontEnds, listen_together
from kvstore.server.left_over import none_is_a_member
from kvstore.server.options import plain
from kvstore.server.registration import register, unregister
from kvstore.server.signals import at_hangup, until_told
from kvstore.service.access import Policy
from kvstore.service.health import Health
from kvstore.service.http_endpoint import HttpEndpoint
from kvstore.service.kv_service import KvService
from kvstore.service.policy_file import PolicyError, read_policy
from kvstore.service.raft_service import RaftService
from kvstore.service.unfounded import Unfounded, not_yet
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from kvstore.server.beginning import Folder
    from kvstore.server.options import Options
    from kvstore.server.voice import Voice
    from kvstore.service.prometheus import NodeMetrics
    from rpcgen_py.runtime.address import Address

log = logging.getLogger(__name__)

GRACE: Final = 5.0
"""Seconds that calls in progress have when the node is told to stop."""
HAND_OVER: Final = 3.0
"""Seconds that another node has to take over the lead: longer than an election timeout."""
HAND_OVER_TRY: Final = 0.5
"""Seconds that one of them has before the next one is asked."""
_HAND_OVER_PAUSE: Final = 0.02
"""Seconds until all of them are asked again."""


class CannotListen(Exception):
    """A socket cannot be had, for instance because it is taken: no fault of the folder."""


async def run(options: Options, voice: Voice) -> str | None:
    """Run a node until it is told to stop; return why it could not go on, or None.

    Raises `PolicyError`, `CannotListen`, `CannotBegin`, `ClusterKeyRefused`, `StorageError`,
    `NotServable`, `RpcError`, `OSError`.
    """
    policy = Policy() if options.policy is None else read_policy(options.policy)
    key = await asyncio.to_thread(_key, options)
    config = _config(options)
    health = Health()
    service = KvService(Unfounded(config, lambda: not_yet(config, health.doing)), policy=policy)
    async with AsyncExitStack() as stack:
        endpoint = _Endpoint(health)
        if options.metrics is not None:
            _check_metrics()
            await _listen(endpoint.http.listen, options.metrics, "--metrics-port")
            stack.push_async_callback(endpoint.http.stop)
        voice.say(f"node {options.node_id}, data in {options.data_folder}")
        folder = await asyncio.to_thread(open_folder, config)
        stack.callback(folder.lock.close)
        server = AsyncServer(max_record=PEER_RECORD_MAX, max_connections=_most(options))
        stack.push_async_callback(server.stop, 0.0)
        server.add(service)
        listening = await _listen_everywhere(server, options, folder)
        address = _address(options, listening)
        standing = Standing(
            own_info(options.node_id, address, folder),
            folder.life.incarnation,
            os.urandom,
            may_have_promised=folder.may_have_promised,
            feature_low=Node.release.feature_low,
            feature_high=Node.release.feature_high,
        )
        raft_service = RaftService(standing, key)
        server.add(raft_service)

        begun = await begin(folder, standing, key, options.peers, partial(_wait, health, voice))
        opened, health.doing = time.monotonic(), "reading the log"
        # In a thread: who asks how the node is gets an answer meanwhile.
        node = await asyncio.to_thread(
            Node, config, folder.vfs, begun.beginning, folder.lock, folder.life.birth
        )
        stack.push_async_callback(node.stop)
        cluster = Cluster(node, standing, key, begun.known)
        stack.push_async_callback(cluster.end)
        await _begin(node, folder, cluster.begin(service, raft_service))
        _say_found(voice, node, time.monotonic() - opened)
        server.add(cluster.admin)
        told = until_told()
        service.report.address = address
        front_ends = await _serve_together(
            stack, server, _front_ends(options, node, service, server)
        )
        _reread_at_hangup(options, service, front_ends)
        _warn_if_open(policy, listening)
        await _warn_if_left_over(folder, standing, options.peers)
        endpoint.serve(node, service)
        if options.rpcbind and (registration := await register(server, voice)) is not None:
            stack.push_async_callback(unregister, registration, voice)
        voice.say("ready at " + ", ".join(map(plain, server.addresses)))
        failure = await _until_told_or_failed(told, node)
        if failure is not None and node.removed:
            health.doing, health.node = removed_line(config, runs=True), None
            await asyncio.gather(
                _dismiss(front_ends),
                _say_removed(folder, health.doing, cluster, service, raft_service),
            )
            await told
        elif failure is not None:
            health.failure = failure
            return f"cannot go on: {failure}"
        await _leave(voice, node, service, health)
    return None


def _config(options: Options) -> NodeConfig:
    return NodeConfig(
        node_id=options.node_id,
        data_folder=options.data_folder,
        segment_size=options.segment_size,
        cache_size=options.cache_size,
        cache_slot_bytes=options.cache_slot_bytes,
        cache_group=options.cache_group,
        kept_revisions=options.kept.revisions,
        kept_bytes=options.kept.written_bytes,
        kept_seconds=options.kept.seconds,
        audit_interval=options.audit_interval,
    )


async def _begin(node: Node, folder: Folder, begin: Awaitable[None]) -> None:
    """Begin to be a member, unless the folder's log ends with the news that the node is none."""
    try:
        await begin
    except NotServable:
        if not node.removed:
            raise
        removed(folder)
        raise CannotBegin(removed_line(node.config, runs=False)) from None
    if not node.is_new:
        joined(folder)


def _most(options: Options) -> int:
    """Return how many connections to take.

    Callers of workers need as many again, for the ways on which their calls are passed on.
    """
    return connections_allowed(2 if options.workers else 1)


def _front_ends(
    options: Options, node: Node, service: KvService, server: AsyncServer
) -> FrontEnds | None:
    if not options.workers:
        return None
    return FrontEnds(options, node, service, server, _most(options))


async def _serve_together(
    stack: AsyncExitStack, server: AsyncServer, front_ends: FrontEnds | None
) -> FrontEnds | None:
    """Begin to serve with workers, if there are any; `stack` gets how all of it stops."""
    stack.push_async_callback(_stop_serving, server, front_ends)
    if front_ends is not None:
        await front_ends.start()
    return front_ends


async def _dismiss(front_ends: FrontEnds | None) -> None:
    """Let no worker answer for a node that has nothing to say any more."""
    if front_ends is not None:
        await front_ends.stop(0.0)


async def _stop_serving(server: AsyncServer, front_ends: FrontEnds | None) -> None:
    """Take no more calls, here and at the workers, and answer those that have come in."""
    if front_ends is None:
        await server.stop(GRACE)
    else:
        await asyncio.gather(server.stop(GRACE), front_ends.stop(GRACE))


async def _leave(voice: Voice, node: Node, service: KvService, health: Health) -> None:
    """Let others take over, and answer those who would wait for long."""
    voice.say("stopping")
    health.stopping = True
    await hand_over(node)
    service.stop()


def _check_metrics() -> None:
    if find_spec("prometheus_client") is None:
        raise CannotListen("--metrics-port needs prometheus-client: pip install 'sunrpc-kv[kv]'")


def _key(options: Options) -> bytes:
    if options.cluster_key_file is None:
        return make_key(default_key_file())
    path = options.cluster_key_file
    try:
        return read_key(path)
    except OSError as error:
        raise ClusterKeyRefused(
            f"cannot read the cluster's key {path}: {error.strerror}; --cluster-key-file names "
            "a copy of it"
        ) from None


async def _say_removed(
    folder: Folder, line: str, cluster: Cluster, service: KvService, raft_service: RaftService
) -> None:
    """Note for good that the node was removed, and say so to whoever asks it anything."""
    log.error("%s", line)
    await asyncio.to_thread(removed, folder)
    await cluster.leave(service, raft_service, NodeRefusal(kv.KV_FAILED, line))


def _wait(health: Health, voice: Voice, why: str) -> None:
    health.doing = why
    voice.say(why)


def _say_found(voice: Voice, node: Node, seconds: float) -> None:
    machine = node.machine
    found = "new" if node.is_new else f"revision {machine.revision}, {machine.keys} keys"
    voice.say(f"cluster {node.cluster_id:016x}, {found} ({seconds:.1f} s)")


def _address(options: Options, listening: list[Address]) -> str:
    """Return what others are told: "" for a node that only Unix sockets lead to."""
    if options.advertise is not None:
        return options.advertise
    return next((plain(each) for each in listening if each.transport == "tcp"), "")


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


async def _listen(
    listen: Callable[[Address], Awaitable[Address]], address: Address, options: str
) -> Address:
    """Listen, or say which of the `options` names another place."""
    try:
        return await listen(address)
    except OSError as error:
        raise CannotListen(f"{error.strerror or error}; {options} names another place") from error


async def _listen_everywhere(
    server: AsyncServer, options: Options, folder: Folder
) -> list[Address]:
    """Listen at all addresses, or leave no folder behind that was made for it."""
    try:
        listen = partial(listen_together, server) if options.workers else server.listen
        return [await _listen(listen, each, "--port or --listen") for each in options.listen]
    except CannotListen:
        await asyncio.to_thread(give_up, folder)
        raise


async def _until_told_or_failed(told: asyncio.Future[None], node: Node) -> str | None:
    failed = asyncio.ensure_future(node.failed())
    await asyncio.wait((told, failed), return_when=asyncio.FIRST_COMPLETED)
    if failed.done():
        return failed.result()
    failed.cancel()
    return None


async def hand_over(node: Node) -> None:
    """Let another voter lead before this node leaves: no election is missed then.

    The one that is furthest is asked first; then the others, as one that has just started does
    not campaign for an election timeout.
    """
    now = asyncio.get_running_loop().time
    until = now() + HAND_OVER
    refusal: Refusal | None = None
    while node.is_leader and now() < until:
        others = [
            each
            for each in node.members()
            if each.voter and each.reachable and each.id != node.node_id
        ]
        if not others:
            return
        for each in sorted(others, key=lambda member: -member.match_index):
            try:
                await node.move_leader(each.id, min(now() + HAND_OVER_TRY, until))
            except Refusal as found:
                refusal = found
            else:
                return
        await asyncio.sleep(_HAND_OVER_PAUSE)  # they may all refuse at once
    if node.is_leader:
        log.warning("nobody took over the lead: %s", refusal)


def _reread_at_hangup(options: Options, service: KvService, front_ends: FrontEnds | None) -> None:
    path = options.policy
    if path is None:
        return

    def reread() -> None:
        try:
            policy = read_policy(path)
        except PolicyError as error:
            log.error("the policy stays as it was: %s", error)  # noqa: TRY400 (says it all)
        else:
            if front_ends is not None:
                front_ends.rule(policy)
            service.policy = policy
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


async def _warn_if_left_over(folder: Folder, standing: Standing, peers: dict[str, int]) -> None:
    """Say so if the folder, whose cluster wins over --peers, seems to be of another one."""
    if folder.cluster_id and await none_is_a_member(peers, standing):
        log.warning(
            "none of --peers is a member of cluster %016x, to which the data folder %s belongs: "
            "if this node is meant for another cluster, name another --data-dir, or delete it",
            folder.cluster_id,
            folder.path,
        )


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")
