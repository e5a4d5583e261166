"""`kvctl health`."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from kvstore.cli.connecting import open_store
from kvstore.cli.each_server import add_cluster, at_once, servers_wanted
from kvstore.cli.exits import Exit, exit_for, explained
from kvstore.cli.output import titles, write_json, write_line, write_table
from kvstore.cli.status_view import described
from kvstore.errors import Denied, KvError

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser

__all__ = ["declare", "health"]

COLUMNS: Final = ("server", "healthy", "latency_ms", "error")

PROBE = "health"
"""The key that is read, as etcdctl does it; it need not exist."""


def declare(parser: CommandParser) -> None:
    """Add the arguments of `health`."""
    parser.does(health)
    add_cluster(parser)


def health(options: argparse.Namespace) -> Exit:
    """Have each server do a linearizable read: that takes a leader, and a quorum."""
    code = Exit.DONE
    found: list[dict[str, Any]] = []
    for shown, one in at_once(servers_wanted(options), lambda each: _asked(options, each)):
        found.append(shown)
        code = one or code
    if options.output == "json":
        write_json(found)
    elif options.output == "table":
        write_table(titles(COLUMNS), ([each[name] for name in COLUMNS] for each in found))
    else:
        for each in found:
            write_line(_line(each))
    return code


def _asked(options: argparse.Namespace, address: str) -> tuple[dict[str, Any], Exit]:
    begun = monotonic()
    problem, code = "", Exit.DONE
    try:
        with open_store(options, address) as store:
            with suppress(Denied):  # it took the same round to find that out
                store.get(PROBE)
            alarm = described(address, store.status(), 0.0)["alarm"]
        if alarm:
            problem, code = f"alarm: {alarm}", Exit.NO
    except KvError as error:
        problem, code = explained(error, changes=False), exit_for(error)
    took = round((monotonic() - begun) * 1000, 2)
    return {"server": address, "healthy": not problem, "latency_ms": took, "error": problem}, code


def _line(shown: dict[str, Any]) -> str:
    if shown["healthy"]:
        return (
            f"{shown['server']} is healthy: it answered from a quorum in {shown['latency_ms']} ms"
        )
    return f"{shown['server']} is unhealthy: {shown['error']}"
