"""`kvctl cluster`: a cluster of the user's own on this host."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from kvstore.cli.exits import Exit, interruptible
from kvstore.cli.options import number, positive, seconds
from kvstore.cli.output import flush, titles, write, write_json, write_line, write_table
from kvstore.cli.status_view import COLUMNS as STATUS_COLUMNS
from kvstore.cli.status_view import described
from kvstore.dev.folder import ClusterError, ClusterFolder, OtherCluster, default_folder

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser
    from kvstore.dev.cluster import NodeState
    from kvstore.dev.folder import LocalNode

__all__ = ["declare"]

COLUMNS: Final = (*STATUS_COLUMNS[:2], "pid", *STATUS_COLUMNS[2:])


def declare(parser: CommandParser) -> None:
    """Add the commands of `cluster`."""
    parser.add_commands(
        {
            "start": ("start the nodes, and wait until one of them leads", ()),
            "status": ("print how each node is", ()),
            "stop": ("stop the nodes; their data stays", ()),
            "wipe": ("stop the nodes and remove their data", ()),
            "logs": ("print what the nodes logged", ()),
        },
        dest="cluster_command",
    )
    below = parser.commands
    for name, run in (
        ("start", start),
        ("status", status),
        ("stop", stop),
        ("wipe", wipe),
        ("logs", logs),
    ):
        below[name].does(run)
        below[name].add_argument(
            "--dir",
            type=Path,
            default=Path(os.environ.get("KVCTL_CLUSTER_DIR") or default_folder()),
            metavar="DIR",
            help=f"the cluster's folder: data, logs and pids (default: {default_folder()})",
        )
    below["start"].add_argument(
        "-n", "--nodes", type=positive, metavar="N", help="how many nodes (default: 3)"
    )
    below["start"].add_argument(
        "--port",
        type=positive,
        metavar="BASE",
        help="port of the first node, the others have the next ones (default: 9001 if these are "
        "free, else any)",
    )
    below["start"].add_argument(
        "--start-timeout",
        type=seconds,
        default=30.0,
        metavar="S",
        help="seconds until there must be a leader (default: 30)",
    )
    below["logs"].add_argument(
        "node", metavar="NODE", type=positive, nargs="*", help="of these only"
    )
    below["logs"].add_argument(
        "-n", "--lines", type=number, default=20, metavar="N", help="how many lines (default: 20)"
    )
    below["logs"].add_argument("-f", "--follow", action="store_true", help="print what comes, too")


def start(options: argparse.Namespace) -> Exit:
    """Start the nodes that do not run."""
    from kvstore.dev import cluster  # noqa: PLC0415 (it imports the library)

    if options.nodes is not None and options.nodes > cluster.MOST_NODES:
        return _failed(f"at most {cluster.MOST_NODES} nodes", Exit.USAGE)
    if options.port is not None and options.port + (options.nodes or 3) > 1 << 16:
        return _failed("ports end at 65535", Exit.USAGE)
    wanted = cluster.StartOptions(
        nodes=options.nodes,
        port=options.port,
        cluster_key_file=options.cluster_key_file,
        timeout=options.start_timeout,
    )
    try:
        with interruptible():
            nodes = cluster.start(ClusterFolder(options.dir), wanted, _say)
    except OtherCluster as error:
        return _failed(str(error), Exit.USAGE)
    except ClusterError as error:
        return _failed(str(error), Exit.UNREACHED)
    servers = ",".join(node.address for node in nodes)
    if options.output == "json":
        write_json({"servers": servers, "dir": str(options.dir.absolute())})
    else:
        write_line(f"export KVCTL_SERVER={servers}")
    return Exit.DONE


def status(options: argparse.Namespace) -> Exit:
    """Print how each node is; the answer is no where one does not answer."""
    from kvstore.dev import cluster  # noqa: PLC0415 (it imports the library)

    try:
        nodes = ClusterFolder(options.dir).nodes()
    except ClusterError as error:
        return _failed(str(error), Exit.NO)
    found = [_described(each) for each in cluster.states(nodes, timeout=options.timeout)]
    if options.output == "json":
        write_json(found)
    else:
        write_table(titles(COLUMNS), ([row.get(name) for name in COLUMNS] for row in found))
    for each in found:
        if each["error"] not in {"", "stopped"}:
            named = f"node {each['node_id']}"
            problem: str = each["error"]
            why = problem if problem.startswith(f"{named} ") else f"{named}: {problem}"
            sys.stderr.write(f"kvctl: {why}\n")
    return Exit.NO if any(each["error"] for each in found) else Exit.DONE


def _described(state: NodeState) -> dict[str, Any]:
    shown: dict[str, Any] = {"node_id": state.node.id, "server": state.node.address}
    if state.answer is not None:
        shown |= described(state.node.address, state.answer, state.latency)
    else:
        shown["role"] = "stopped" if state.process is None else "silent"
    shown["pid"] = None if state.process is None else state.process.pid
    return shown | {"error": state.problem}


def stop(options: argparse.Namespace) -> Exit:
    """Stop the nodes."""
    from kvstore.dev import cluster  # noqa: PLC0415 (it imports the library)

    try:
        cluster.stop(ClusterFolder(options.dir), _say)
    except ClusterError as error:
        return _failed(str(error), Exit.NO)
    return Exit.DONE


def wipe(options: argparse.Namespace) -> Exit:
    """Stop the nodes and remove what they left; nothing to remove is done, too."""
    from kvstore.dev import cluster  # noqa: PLC0415 (it imports the library)

    folder = ClusterFolder(options.dir)
    if not folder.exists():
        _say(f"there is no cluster in {folder.path}")
        return Exit.DONE
    try:
        cluster.wipe(folder, _say)
    except ClusterError as error:
        return _failed(str(error), Exit.NO)
    return Exit.DONE


def logs(options: argparse.Namespace) -> Exit:
    """Print the end of the nodes' logs, and with --follow what is added."""
    try:
        nodes = ClusterFolder(options.dir).nodes()
    except ClusterError as error:
        return _failed(str(error), Exit.NO)
    wanted = [node for node in nodes if not options.node or node.id in options.node]
    unknown = set(options.node) - {node.id for node in nodes}
    if unknown:
        return _failed(f"there is no node {min(unknown)}", Exit.USAGE)
    places = {node: _print_end(node, options.lines) for node in wanted}
    while options.follow:
        flush()
        time.sleep(0.2)
        for node, place in places.items():
            places[node] = _print_from(node, place)
    return Exit.DONE


TAIL_BYTES = 1 << 20
"""Most of a log that its end is looked for in."""


def _print_end(node: LocalNode, lines: int) -> int:
    try:
        with node.log.open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            log.seek(max(0, size - TAIL_BYTES))
            found = log.read(TAIL_BYTES).splitlines()
    except FileNotFoundError:
        return 0
    for line in found[max(0, len(found) - lines) :]:
        _print_line(node, line)
    return size


def _print_from(node: LocalNode, place: int) -> int:
    try:
        with node.log.open("rb") as log:
            log.seek(place)
            return place + _print_whole_lines(node, log)
    except FileNotFoundError:
        return 0


def _print_whole_lines(node: LocalNode, log: BinaryIO) -> int:
    """Print the lines that have ended; return their length. The rest comes next time."""
    printed = 0
    for line in log:
        if not line.endswith(b"\n"):
            break
        _print_line(node, line.rstrip(b"\n"))
        printed += len(line)
    return printed


def _print_line(node: LocalNode, line: bytes) -> None:
    write(f"node {node.id} | ".encode() + line + b"\n")


def _say(text: str) -> None:
    sys.stderr.write(f"kvctl: {text}\n")
    sys.stderr.flush()


def _failed(reason: str, code: Exit) -> Exit:
    sys.stderr.write(f"kvctl: {reason}\n")
    return code
