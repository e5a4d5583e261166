"""`kvctl compact`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.cli.connecting import open_store
from kvstore.cli.exits import Exit
from kvstore.cli.options import positive
from kvstore.cli.output import write_json, write_line

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
    """Give up the revisions before one."""
    with open_store(options) as store:
        store.compact(options.revision)
    if options.output == "json":
        write_json({"compacted_revision": options.revision})
    else:
        write_line(f"compacted revision {options.revision}")
    return Exit.DONE
