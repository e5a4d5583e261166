"""`kvctl cache`: what nodes share in this host's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kvstore.cli.commands import cache_top
from kvstore.cli.each_server import add_cluster, ask_each, print_each
from kvstore.cli.exits import Exit
from kvstore.cli.options import cluster_number
from kvstore.cli.output import write, write_json, write_table
from kvstore.cli.shared_memory import survey_of, sweep

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser
    from kvstore.client.results import NodeStatus
    from kvstore.client.sync_store import Store

__all__ = ["declare"]

_PREFIX: Final = "cache_"
"""What the node's counters about its cache begin with."""

_COUNTERS: Final = (  # what is always told, known or not, and in which order
    "hits",
    "misses",
    "fallbacks",
    "evictions",
    "repairs",
    "fills",
    "updates",
    "hidden",
    "gates",
    "contended",
    "keys",
    "slots",
    "bytes",
)

_COLUMNS: Final = (
    "server",
    "node_id",
    "hits",
    "misses",
    "fallbacks",
    "evictions",
    "repairs",
    "keys",
    "slots",
    "bytes",
)
"""What a table shows; everything else is in the other outputs."""


def declare(parser: CommandParser) -> None:
    """Add the commands of `cache`."""
    parser.add_commands(
        {
            "stats": ("print what each server's shared memory holds, and has done", ()),
            "top": ("print the keys that are read most, over and over on a terminal", ()),
            "sweep": ("remove what dead nodes of this user left on this host", ()),
        },
        dest="cache_command",
    )
    below = parser.commands
    below["stats"].does(stats)
    add_cluster(below["stats"])
    cache_top.declare(below["top"])
    below["sweep"].does(sweep_)
    below["sweep"].add_argument(
        "--cluster-id",
        type=cluster_number,
        metavar="ID",
        help="only what nodes of this cluster left (default: of any)",
    )


def stats(options: argparse.Namespace) -> Exit:
    """Print the counters of each server; what is not known is a dash, or null."""

    def ask(address: str, store: Store) -> dict[str, Any]:
        return _described(address, store.status())

    found, code = ask_each(options, ask)
    print_each(found, options.output, _COLUMNS, dict.items)
    return code


def _described(address: str, answer: NodeStatus) -> dict[str, Any]:
    """Return what a node tells of its cache, and on its own host what can be seen of it."""
    known: dict[str, int] = {}
    survey, why_not = survey_of(address, answer)
    if survey is not None:
        geometry = survey.header.geometry
        known = survey.counters()
        known["keys"] = survey.slots_used()
        known["slots"] = geometry.slots
        known["bytes"] = geometry.main_bytes + geometry.side_bytes
    for counter in answer.status.counters:
        if counter.name.startswith(_PREFIX):
            known[counter.name.removeprefix(_PREFIX)] = counter.value
    shown: dict[str, Any] = {"server": address, "node_id": answer.header.node_id}
    shown |= dict.fromkeys(_COUNTERS) | known
    return shown | {"not_readable": why_not or None}


def sweep_(options: argparse.Namespace) -> Exit:
    """Remove segments and semaphores of dead nodes, and print which."""
    swept = sweep(options.cluster_id)
    if options.output == "json":
        write_json({"segments": list(swept.segments), "semaphores": swept.semaphores})
    elif options.output == "table":
        rows: list[tuple[str, object]] = [("segment", name) for name in swept.segments]
        write_table(["KIND", "REMOVED"], [*rows, ("semaphores", swept.semaphores)])
    else:
        for name in swept.segments:
            write(f"removed {name}\n".encode())
        write(f"removed {len(swept.segments)} segments, {swept.semaphores} semaphores\n".encode())
    return Exit.DONE
