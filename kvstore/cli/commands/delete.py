"""`kvctl del`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kvstore.cli.connecting import open_store
from kvstore.cli.exits import Exit
from kvstore.cli.options import add_end, add_wait
from kvstore.cli.output import item_as_json, print_items, write, write_json
from kvstore.errors import InvalidRequest

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser

__all__ = ["declare"]


def declare(parser: CommandParser) -> None:
    """Add the arguments of `del`."""
    parser.does(delete, changes=True)
    parser.add_argument("key", metavar="KEY")
    add_end(parser)
    parser.add_argument(
        "--prev", "--prev-kv", action="store_true", help="print what is deleted, too"
    )
    add_wait(parser)


def delete(options: argparse.Namespace) -> Exit:
    """Delete a key, or a range where that is asked for, and print how many there were."""
    key = os.fsencode(options.key)
    if options.prefix + options.from_key + (options.range_end is not None) > 1:
        raise InvalidRequest("give an end, --prefix or --from-key, not both")
    with open_store(options) as store:
        if options.prefix:
            done = store.delete(prefix=key, previous=options.prev, wait=options.wait)
        elif options.from_key or options.range_end is not None:
            end = os.fsencode(options.range_end or "")
            done = store.delete(start=key, end=end, previous=options.prev, wait=options.wait)
        else:
            done = store.delete(key, previous=options.prev, wait=options.wait)
    if options.output == "json":
        write_json(
            {
                "deleted": done.deleted,
                "revision": done.revision or None,
                "durable_nodes": done.durable_nodes,
                "previous": [item_as_json(item) for item in done.previous],
            }
        )
        return Exit.DONE
    write(b"%d\n" % done.deleted)
    if options.prev:
        print_items(done.previous, options)
    return Exit.DONE
