"""`kvctl watch`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from kvstore.cli.connecting import open_store
from kvstore.cli.exits import Exit
from kvstore.cli.options import add_consistency, add_end, number, positive
from kvstore.cli.output import (
    as_json,
    cell,
    flush,
    item_as_json,
    titles,
    write,
    write_json,
    write_line,
)
from kvstore.errors import Compacted, InvalidRequest

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser
    from kvstore.client.results import Event

__all__ = ["declare"]


def declare(parser: CommandParser) -> None:
    """Add the arguments of `watch`."""
    parser.does(watch)
    parser.add_argument("key", metavar="KEY", nargs="?", help="what to watch (default: all keys)")
    add_end(parser)
    parser.add_argument(
        "--rev", type=number, default=0, metavar="N", help="from this revision on (default: now)"
    )
    parser.add_argument(
        "--prev", "--prev-kv", action="store_true", help="print the item before, too"
    )
    parser.add_argument("--no-puts", action="store_true", help="leave out what is put")
    parser.add_argument("--no-deletes", action="store_true", help="leave out what is deleted")
    parser.add_argument(
        "--count", type=positive, metavar="N", help="end after so many changes (default: never)"
    )
    add_consistency(parser)


def watch(options: argparse.Namespace) -> Exit:
    """Print changes as they happen, until Ctrl-C; none is left out."""
    left = options.count
    with open_store(options) as store:
        watching = store.watch(
            **_keys(options),
            revision=options.rev,
            previous=options.prev,
            puts=not options.no_puts,
            deletes=not options.no_deletes,
            consistency=options.consistency,
        )
        try:
            with watching as events:
                if options.output == "table":
                    _print_row(*titles(("mod_revision", "kind", "key", "value")))
                for event in events:
                    _print(event, options)
                    if left is not None and (left := left - 1) == 0:
                        break
        except Compacted as error:
            raise Compacted(
                f"{error}; the changes before revision {error.floor} are lost: read the keys anew "
                f"and watch on with --rev",
                code=error.code,
            ) from error
    return Exit.DONE


def _keys(options: argparse.Namespace) -> dict[str, Any]:
    if options.prefix + options.from_key + (options.range_end is not None) > 1:
        raise InvalidRequest("give an end, --prefix or --from-key, not both")
    if options.key is None or (options.prefix and not options.key):
        return {}
    key = os.fsencode(options.key)
    if options.prefix:
        return {"prefix": key}
    if options.from_key or options.range_end is not None:
        return {"start": key, "end": os.fsencode(options.range_end or "")}
    return {"key": key}


def _print(event: Event, options: argparse.Namespace) -> None:
    if options.output == "json":
        write_json(_as_json(event))
    elif options.output == "table":
        value = "" if event.kind == "delete" else cell(event.item.value)
        _print_row(str(event.item.mod_revision), event.kind, cell(event.item.key), value)
    else:
        write(event.kind.upper().encode() + b"\n")
        if event.previous is not None:
            write(event.previous.key + b"\n" + event.previous.value + b"\n")
        write(event.item.key + b"\n" + event.item.value + b"\n")
    flush()


def _print_row(revision: str, kind: str, key: str, value: str) -> None:
    """Print a row of a table whose other rows are not known yet."""
    write_line(f"{revision:<12}  {kind:<6}  {key:<16}  {value}".rstrip())


def _as_json(event: Event) -> dict[str, Any]:
    if event.kind == "delete":
        item = {"key": as_json(event.item.key), "mod_revision": event.item.mod_revision}
    else:
        item = item_as_json(event.item)
    return (
        {"kind": event.kind} | item | {"previous": event.previous and item_as_json(event.previous)}
    )
