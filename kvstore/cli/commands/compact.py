"""`kvctl compact`."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from kvstore.cli.connecting import open_store
from kvstore.cli.exits import Exit
from kvstore.cli.options import positive
from kvstore.cli.output import write_json, write_line
from kvstore.errors import Compacted

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser

__all__ = ["declare"]


def declare(parser: CommandParser) -> None:
    """Add the arguments of `compact`."""
    parser.does(compact, changes=True)
    parser.add_argument(
        "revision", metavar="REVISION", type=positive, help="the oldest that stays readable"
    )


def compact(options: argparse.Namespace) -> Exit:
    """Give up the revisions before one; the answer is no where they are gone already.

    Asked of a node that is behind, that may be missed: to compact once more changes nothing.
    """
    until = monotonic() + options.timeout
    with open_store(options) as store:
        floor = store.status().header.compacted_revision
        if options.revision <= floor:
            raise Compacted(
                f"revision {options.revision} is compacted already; the oldest kept is {floor}"
            )
        store.compact(options.revision, timeout=max(until - monotonic(), 0.0))
    if options.output == "json":
        write_json({"compacted_revision": options.revision})
    else:
        write_line(f"compacted revision {options.revision}")
    return Exit.DONE
