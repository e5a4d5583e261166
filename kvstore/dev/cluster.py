"""Starting, asking, stopping and wiping a local cluster."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore._generated import kv
from kvstore.client.connect import connect
from kvstore.dev import ports
from kvstore.dev.folder import ClusterError, OtherCluster
from kvstore.dev.processes import end, launch
from kvstore.errors import KvError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kvstore.client.results import NodeStatus
    from kvstore.dev.folder import ClusterFolder, LocalNode
    from kvstore.dev.processes import Process

__all__ = ["MOST_NODES", "NodeState", "StartOptions", "start", "states", "stop", "wipe"]

FIRST_PORT: Final = 9001
MOST_NODES: Final = 9
GRACE: Final = 10.0
"""Seconds that a node has to stop in good order."""


class StartOptions(NamedTuple):
    """How to start a cluster. `nodes` and `port` are None where they do not matter."""

    nodes: int | None = None
    port: int | None = None
    cluster_key_file: str = ""
    timeout: float = 30.0
    """Seconds until there must be a leader."""


class NodeState(NamedTuple):
    """One node as it is now; `answer` is None where it did not answer, and `problem` says why."""

    node: LocalNode
    process: Process | None
    answer: NodeStatus | None
    latency: float
    problem: str


def start(
    folder: ClusterFolder, options: StartOptions, say: Callable[[str], None]
) -> list[LocalNode]:
    """Run all nodes of a cluster, made if there is none, until one of them leads; return them.

    Nodes that were removed from the cluster are passed over.
    `say` is told what goes on. What runs already is left as it is. Raises `ClusterError`; then,
    and when it is interrupted, nodes that this call started are ended again.
    """
    kvd = _kvd()
    with folder.locked():
        nodes = _members(_nodes(folder, options), say)
        _check_ports(node for node in nodes if node.process() is None)
        started: list[LocalNode] = []
        try:
            for node in nodes:
                if node.process() is None:
                    say(f"starting node {node.id} at {node.address}")
                    _launch(kvd, node, nodes, options)
                    started.append(node)
            return _await_leader(nodes, options.timeout, say)
        except BaseException:
            for node in started:
                _end(node)
            raise


def _check_ports(nodes: Iterable[LocalNode]) -> None:
    """Raise `ClusterError` if others listen where nodes will: they could be taken for these."""
    taken = [str(node.port) for node in nodes if not ports.is_free(node.port)]
    if taken:
        raise ClusterError(
            f"taken: port {', '.join(taken)}; stop who listens there, or wipe the cluster"
        )


def _members(nodes: Sequence[LocalNode], say: Callable[[str], None]) -> list[LocalNode]:
    """Return the nodes that were not removed from their cluster, and name the others."""
    found = []
    for node in nodes:
        if node.is_removed:
            say(f"{_removed(node)}, and is passed over")
        else:
            found.append(node)
    if not found:
        raise ClusterError("all nodes were removed from their cluster; kvctl cluster wipe ends it")
    return found


def _removed(node: LocalNode) -> str:
    return f"node {node.id} was removed from its cluster"


def _nodes(folder: ClusterFolder, options: StartOptions) -> list[LocalNode]:
    if not folder.exists():
        count = options.nodes or 3
        if options.port is None:
            return folder.create(ports.choose(count, FIRST_PORT))
        wanted = range(options.port, options.port + count)
        taken = [str(port) for port in wanted if not ports.is_free(port)]
        if taken:
            raise ClusterError(f"taken: port {', '.join(taken)}; --port names other ones")
        return folder.create(wanted)
    nodes = folder.nodes()
    if options.nodes not in {None, len(nodes)}:
        raise OtherCluster(
            f"there is a cluster of {len(nodes)} in {folder.path}; wipe it, or name another --dir"
        )
    if options.port not in {None, nodes[0].port}:
        raise OtherCluster(
            f"the cluster in {folder.path} has port {nodes[0].port}; wipe it, or name another --dir"
        )
    return nodes


def _kvd() -> str:
    """Return the path of `kvd`: the one that was installed together with this kvctl."""
    beside = Path(sys.executable).with_name("kvd")
    found = str(beside) if beside.exists() else shutil.which("kvd")
    if found is None:
        raise ClusterError("the command kvd is not installed: pip install 'sunrpc-kv[kv]'")
    return found


def _launch(kvd: str, node: LocalNode, nodes: Sequence[LocalNode], options: StartOptions) -> None:
    node.folder.mkdir(exist_ok=True)
    peers = [f"{each.id}@{each.address}" for each in nodes if each.id != node.id]
    command = [
        kvd,
        f"--id={node.id}",
        f"--port={node.port}",
        f"--data-dir={node.data}",
        "--no-rpcbind",
    ]
    if peers:
        command.append(f"--peers={','.join(peers)}")
    if options.cluster_key_file:
        command.append(f"--cluster-key-file={Path(options.cluster_key_file).absolute()}")
    try:
        node.note_process(launch(command, node.log))
    except OSError as error:
        raise ClusterError(f"node {node.id} cannot be started: {error}") from None


def _await_leader(
    nodes: Sequence[LocalNode], timeout: float, say: Callable[[str], None]
) -> list[LocalNode]:
    """Return the nodes that follow one leader: all but those that find out they were removed."""
    begun = time.monotonic()
    say("waiting for a leader")
    while True:
        ended = [node for node in nodes if node.process() is None]
        nodes = _members(nodes, say)  # who ends because it was removed has noted that before
        for node in ended:
            if node in nodes:
                raise ClusterError(f"node {node.id} ended: {_last_words(node)}; see {node.log}")
        found = states(nodes, timeout=1.0)
        leader = _agreed(found)
        if leader is not None:
            took = time.monotonic() - begun
            say(f"node {leader} leads {len(nodes)} of {len(nodes)} nodes ({took:.1f} s)")
            return nodes
        if time.monotonic() - begun > timeout:
            missing = [f"node {each.node.id}" for each in found if each.answer is None]
            why = f"{', '.join(missing)} did not answer" if missing else "the nodes do not agree"
            raise ClusterError(f"no leader in {timeout:g} s: {why}; see {nodes[0].log}")
        time.sleep(0.05)


def _agreed(found: Sequence[NodeState]) -> int | None:
    """Return the node that leads, if all follow it."""
    leaders = {each.answer.status.leader.id for each in found if each.answer is not None}
    if any(each.answer is None for each in found) or len(leaders) != 1:
        return None
    (leader,) = leaders
    leading = [
        each.node.id
        for each in found
        if each.answer is not None and each.answer.status.role == kv.KV_LEADER
    ]
    return leader if leading == [leader] else None


def _last_words(node: LocalNode) -> str:
    try:
        with node.log.open("rb") as log:
            log.seek(max(0, node.log.stat().st_size - 4096))
            lines = log.read().decode(errors="replace").split("\n")
    except OSError:
        lines = []
    return next((line for line in reversed(lines) if line.strip()), "it said nothing")


def states(nodes: Sequence[LocalNode], *, timeout: float) -> list[NodeState]:
    """Ask each node that runs how it is, for `timeout` seconds at most."""
    return [_state(node, timeout) for node in nodes]


def _state(node: LocalNode, timeout: float) -> NodeState:
    process = node.process()
    if node.is_removed:
        return NodeState(node, process, None, 0.0, _removed(node))
    if process is None:
        return NodeState(node, None, None, 0.0, "stopped")
    begun = time.monotonic()
    try:
        with connect(node.address, timeout=timeout) as store:
            store.status(timeout=timeout)  # connects
            begun = time.monotonic()
            answer = store.status(timeout=timeout)
    except KvError as error:
        return NodeState(node, process, None, 0.0, str(error))
    return NodeState(node, process, answer, time.monotonic() - begun, "")


def stop(folder: ClusterFolder, say: Callable[[str], None]) -> None:
    """Stop all nodes that run. Raises `ClusterError`."""
    nodes = folder.nodes()
    with folder.locked():
        _stop(nodes, say)


def _stop(nodes: Sequence[LocalNode], say: Callable[[str], None]) -> None:
    for node in nodes:
        if node.process() is None:
            node.pid_file.unlink(missing_ok=True)
            continue
        say(f"stopping node {node.id}")
        if not _end(node):
            say(f"node {node.id} did not stop in {GRACE:g} s and was killed; nothing is lost")


def _end(node: LocalNode) -> bool:
    process = node.process()
    try:
        in_order = process is None or end(process, grace=GRACE)
    except PermissionError:
        raise ClusterError(f"node {node.id} is run by another user") from None
    node.pid_file.unlink(missing_ok=True)
    return in_order


def wipe(folder: ClusterFolder, say: Callable[[str], None]) -> None:
    """Stop all nodes and remove all data, logs and the rest. Raises `ClusterError`."""
    nodes = folder.nodes()
    with folder.locked():
        _stop(nodes, say)
        folder.remove()
    say(f"removed the cluster in {folder.path}")
