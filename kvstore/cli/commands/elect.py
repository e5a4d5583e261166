"""`kvctl elect`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kvstore.cli.connecting import open_store
from kvstore.cli.exits import Exit, interruptible
from kvstore.cli.holding import add_holding, hold, print_held
from kvstore.cli.output import as_json, flush, write, write_json
from kvstore.errors import InvalidRequest

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser
    from kvstore.client.results import Item
    from kvstore.client.sync_store import Store

__all__ = ["declare"]


def declare(parser: CommandParser) -> None:
    """Add the arguments of `elect`."""
    parser.does(elect)
    add_holding(parser)
    parser.add_argument(
        "-l", "--listen", action="store_true", help="print who leads, and who follows, until Ctrl-C"
    )
    parser.add_argument("name", metavar="NAME", help="which election")
    parser.add_argument(
        "proposal", metavar="PROPOSAL", nargs="?", help="what the others read of this leader"
    )


def elect(options: argparse.Namespace) -> int:
    """Campaign, and lead until Ctrl-C; or listen."""
    if not options.name:
        raise InvalidRequest("the name of the election is empty")
    if options.listen == (options.proposal is not None):
        raise InvalidRequest("give a proposal to stand in the election, or --listen to watch it")
    with open_store(options) as store:
        if options.listen:
            return _listen(store, options)
        with interruptible():
            election = store.election(os.fsencode(options.name))
            wanted = election.campaign(
                os.fsencode(options.proposal), ttl=options.ttl, wait=options.wait_for
            )
            with wanted as leading:
                print_held(options, leading.key, leading.revision, options.proposal)
                return hold(leading, "the leadership")


def _listen(store: Store, options: argparse.Namespace) -> Exit:
    for leader in store.election(os.fsencode(options.name)).observe():
        _print(leader, options)
    return Exit.DONE


def _print(leader: Item, options: argparse.Namespace) -> None:
    if options.output == "json":
        write_json(
            {
                "key": as_json(leader.key),
                "value": as_json(leader.value),
                "revision": leader.create_revision,
            }
        )
    else:
        write(leader.key + b"\n" + leader.value + b"\n")
        write(f"revision: {leader.create_revision}\n".encode())
    flush()
