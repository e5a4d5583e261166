"""`kvctl status`: every server that is named, asked for itself."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from kvstore.cli.each_server import add_cluster, ask_each, print_each
from kvstore.cli.output import cell
from kvstore.cli.status_view import COLUMNS, described

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from kvstore.cli.command_parser import CommandParser
    from kvstore.cli.exits import Exit
    from kvstore.client.sync_store import Store

__all__ = ["declare", "status"]


def declare(parser: CommandParser) -> None:
    """Add the arguments of `status`."""
    parser.does(status)
    add_cluster(parser)


def status(options: argparse.Namespace) -> Exit:
    """Print the state of each server; the exit code is that of the last one that failed."""

    def ask(address: str, store: Store) -> dict[str, Any]:
        begun = monotonic()
        answer = store.status()
        return described(address, answer, monotonic() - begun)

    found, code = ask_each(options, ask)
    print_each(found, options.output, COLUMNS, _flattened)
    return code


def _flattened(shown: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in shown.items():
        if isinstance(value, dict):
            yield from ((each, of_it) for each, of_it in value.items() if each not in shown)
        elif isinstance(value, list):
            for each in value:
                words = (f"{part}={cell(of_it)}" for part, of_it in each.items())
                yield name.removesuffix("s"), " ".join(words)
        else:
            yield name, value
