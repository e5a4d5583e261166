"""Commands that ask every server for itself, and not whichever answers first."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

from kvstore.cli.connecting import open_store, servers_of
from kvstore.cli.exits import Exit, exit_for, explained
from kvstore.errors import KvError, Unreachable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from kvstore.cli.command_parser import CommandParser
    from kvstore.client.sync_store import Store

__all__ = ["add_cluster", "ask_each", "complain", "servers_wanted"]

T = TypeVar("T")


def add_cluster(parser: CommandParser) -> None:
    """Add `--cluster`."""
    parser.add_argument(
        "--cluster",
        action="store_true",
        help="ask all members of the cluster, not only the servers that are named",
    )


def servers_wanted(options: argparse.Namespace) -> list[str]:
    """Return the servers to ask: those named, or all members as one of them knows them."""
    named = servers_of(options)
    if not options.cluster:
        return named
    with open_store(options) as store:
        members = store.status().status.members
    found = [member.node.address for member in members if member.node.address]
    if not found:
        raise Unreachable("the server names no address of any member", unreachable=tuple(named))
    return found


def complain(address: str, error: KvError) -> Exit:
    """Say what is wrong with one server of several; return the exit code of that."""
    text = explained(error, changes=False)
    where = "" if address in text else f"{address}: "
    sys.stderr.write(f"kvctl: {where}{text}\n")
    return exit_for(error)


def ask_each(options: argparse.Namespace, ask: Callable[[str, Store], T]) -> tuple[list[T], Exit]:
    """Return what `ask` brought of each server; where it failed, say so on standard error.

    The exit code is that of the last failure.
    """
    code = Exit.DONE
    found: list[T] = []
    for address in servers_wanted(options):
        try:
            with open_store(options, address) as store:
                found.append(ask(address, store))
        except KvError as error:
            code = complain(address, error)
    return found, code
