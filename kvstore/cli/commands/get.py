"""`kvctl get` and `kvctl range`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from kvstore.cli.connecting import open_cached_store, open_store
from kvstore.cli.exits import Exit
from kvstore.cli.options import add_range
from kvstore.cli.output import item_as_json, print_items, write, write_json
from kvstore.errors import InvalidRequest

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from kvstore.cli.command_parser import CommandParser
    from kvstore.client.local_cache import LocalCache
    from kvstore.client.results import Item
    from kvstore.client.sync_store import Store

__all__ = ["declare", "declare_range"]


def declare(parser: CommandParser) -> None:
    """Add the arguments of `get`."""
    parser.does(get)
    parser.add_argument("key", metavar="KEY")
    parser.add_argument(
        "--raw", action="store_true", help="print the value byte for byte, without a newline"
    )
    parser.add_argument("--print-value-only", action="store_true", help="leave the keys out")
    parser.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="say on standard error where the value is from: a node's shared memory, or a call",
    )
    add_range(parser)


def declare_range(parser: CommandParser) -> None:
    """Add the arguments of `range`."""
    parser.does(range_)
    parser.add_argument("key", metavar="START", nargs="?", help="first key (default: of all)")
    parser.add_argument("--print-value-only", action="store_true", help="leave the keys out")
    add_range(parser)


def get(options: argparse.Namespace) -> Exit:
    """Print one key's value, or a range where that is asked for."""
    if options.prefix or options.from_key or options.range_end is not None or options.count:
        if options.raw:
            raise InvalidRequest("--raw is for one value")
        if options.count and not (
            options.prefix or options.from_key or options.range_end is not None
        ):
            options.range_end = options.key + "\0"
        _say(options, "shared memory is looked into for single keys only")
        return range_(options)
    item = _read(options)
    if item is None:
        sys.stderr.write("kvctl: no such key\n")
        return Exit.NO
    if options.output == "plain" and not options.keys_only:
        write(item.value if options.raw else item.value + b"\n")
    elif options.output == "json":
        write_json(item_as_json(item, keys_only=options.keys_only))
    else:
        print_items([item], options)
    return Exit.DONE


def _read(options: argparse.Namespace) -> Item | None:
    """Read one key, in shared memory where that may answer."""
    key = os.fsencode(options.key)
    if options.rev or options.consistency == "linearizable":
        with open_store(options) as store:
            item = store.get(key, revision=options.rev, consistency=options.consistency)
        _say(
            options,
            "shared memory holds no past states"
            if options.rev
            else "no linearizable read is answered from shared memory",
        )
        return item
    with open_cached_store(options) as cached:
        item = cached.get(key, consistency=options.consistency)
        if options.verbose:
            _say_where_from(options, cached.cache)
    return item


def _say_where_from(options: argparse.Namespace, cache: LocalCache) -> None:
    if cache.hits:
        age = cache.age
        known = "" if age is None else f", surely the newest state {age:.3f} s ago"
        sys.stderr.write(f"kvctl: from the shared memory of node {cache.node}{known}\n")
    elif cache.reason:
        _say(options, cache.reason)
    elif not cache.is_alive:
        _say(options, f"node {cache.node} does not keep up its shared memory")
    elif options.consistency == "lease" and not cache.is_leased:
        _say(options, f"node {cache.node} has no lease now")
    else:
        _say(options, f"the key is not in the shared memory of node {cache.node}")


def _say(options: argparse.Namespace, why: str) -> None:
    """Say why shared memory does not answer."""
    if options.verbose:
        sys.stderr.write(f"kvctl: asked a node: {why}\n")


def range_(options: argparse.Namespace) -> Exit:
    """Print keys and values in order."""
    bounds = _bounds(options)
    with open_store(options) as store:
        if options.count:
            if options.limit is not None:
                raise InvalidRequest("--count counts all keys of the range; leave out --limit")
            return _print_count(
                store.count(**bounds, revision=options.rev, consistency=options.consistency),
                options,
            )
        print_items(_items(store, bounds, options), options)
    return Exit.DONE


def _bounds(options: argparse.Namespace) -> dict[str, Any]:
    key = os.fsencode(options.key or "")
    if options.prefix + options.from_key + (options.range_end is not None) > 1:
        raise InvalidRequest("give an end, --prefix or --from-key, not both")
    if options.prefix:
        return {"prefix": key}
    return {"start": key, "end": os.fsencode(options.range_end or "")}


def _items(store: Store, bounds: dict[str, Any], options: argparse.Namespace) -> Iterable[Item]:
    descending = options.reverse if options.order is None else options.order == "descend"
    if options.sort_by != "key":
        return _sorted(store, bounds, options, descending=descending)
    return store.range(
        **bounds,
        limit=options.limit,
        keys_only=options.keys_only,
        descending=descending,
        revision=options.rev,
        consistency=options.consistency,
    )


def _sorted(
    store: Store, bounds: dict[str, Any], options: argparse.Namespace, *, descending: bool
) -> Iterable[Item]:
    """Return a range in another order than that of the keys, which comes as one page."""
    from kvstore.cli import operations  # noqa: PLC0415 (only for this)
    from kvstore.client.values import key_range  # noqa: PLC0415 (the same)

    if options.limit == 0:
        return ()
    return store.read_page(
        operations.range_op(
            key_range(**bounds),
            limit=options.limit or 0,
            keys_only=options.keys_only,
            sort_by=options.sort_by,
            descending=descending,
            revision=options.rev,
        ),
        consistency=options.consistency,
    ).items


def _print_count(number: int, options: argparse.Namespace) -> Exit:
    if options.output == "json":
        write_json({"count": number})
    else:
        write(b"%d\n" % number)
    return Exit.DONE
