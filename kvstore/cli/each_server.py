"""Commands that ask every server for itself, and not whichever answers first."""

from __future__ import annotations

import sys
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kvstore.cli.connecting import open_store, servers_of
from kvstore.cli.exits import Exit, exit_for, explained
from kvstore.cli.output import titles, write_json, write_pairs, write_table
from kvstore.errors import KvError, Unreachable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence

    from kvstore.cli.command_parser import CommandParser
    from kvstore.client.sync_store import Store

__all__ = ["add_cluster", "ask_each", "at_once", "complain", "print_each", "servers_wanted"]

T = TypeVar("T")

_SOON: Final = 0.1
"""Seconds for an answer before the next server is asked, too."""


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

    def one(address: str) -> T | KvError:
        try:
            with open_store(options, address) as store:
                return ask(address, store)
        except KvError as error:
            return error

    servers = servers_wanted(options)
    for address, told in zip(servers, at_once(servers, one), strict=True):
        if isinstance(told, KvError):
            code = complain(address, told)
        else:
            found.append(told)
    return found, code


def at_once(servers: Sequence[str], ask: Callable[[str], T]) -> list[T]:
    """Return what `ask` brings of each server, in their order.

    The next one is asked when one has answered, so that they do not spoil each other's latency, or
    soon: however many of them are silent, it takes about as long as one.
    """
    answers: list[Future[T]] = [Future() for _ in servers]

    def fill(answer: Future[T], server: str) -> None:
        try:
            answer.set_result(ask(server))
        except BaseException as error:  # noqa: BLE001 (it is raised where the answer is taken)
            answer.set_exception(error)

    for pair in zip(answers, servers, strict=True):
        # Daemons: whoever interrupts the command does not wait for the silent ones.
        thread = Thread(target=fill, args=pair, daemon=True)
        thread.start()
        thread.join(_SOON)
    return [answer.result() for answer in answers]


def print_each(
    found: list[dict[str, Any]],
    output: str,
    columns: Sequence[str],
    pairs: Callable[[dict[str, Any]], Iterable[tuple[str, Any]]],
) -> None:
    """Print what servers have said: some columns of several, all `pairs` of one alone."""
    if output == "json":
        write_json(found)
    elif len(found) > 1 or (found and output == "table"):
        write_table(titles(columns), ([row[name] for name in columns] for row in found))
    elif found:
        write_pairs(pairs(found[0]))
