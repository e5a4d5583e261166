"""One function for each command: ask the store, print the answer, return how kvctl ends."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from kvstore.cli.exits import Exit
from kvstore.cli.output import item_as_json, write, write_json, write_json_list, write_table
from kvstore.cli.values import read_value
from kvstore.errors import InvalidRequest

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from kvstore.client.results import Item
    from kvstore.client.sync_store import Store


def put(store: Store, options: argparse.Namespace) -> Exit:
    """Set a key."""
    done = store.put(
        os.fsencode(options.key), read_value(options), previous=options.prev, wait=options.wait
    )
    if options.output == "json":
        write_json(
            {
                "revision": done.revision,
                "durable_nodes": done.durable_nodes,
                "previous": done.previous and item_as_json(done.previous),
            }
        )
        return Exit.DONE
    write(b"OK\n")
    if done.previous is not None:
        write(done.previous.value + b"\n")
    return Exit.DONE


def get(store: Store, options: argparse.Namespace) -> Exit:
    """Print one key's value, or a range where that is asked for."""
    if options.prefix or options.range_end is not None:
        if options.raw:
            raise InvalidRequest("--raw is for one value")
        return _print_items(_items(store, options), options)
    item = store.get(
        os.fsencode(options.key), revision=options.rev, consistency=options.consistency
    )
    if item is None:
        sys.stderr.write("kvctl: no such key\n")
        return Exit.NO
    if options.output == "plain" and not options.keys_only:
        write(item.value if options.raw else item.value + b"\n")
        return Exit.DONE
    if options.output == "json":
        write_json(item_as_json(item, keys_only=options.keys_only))
        return Exit.DONE
    return _print_items([item], options)


def range_(store: Store, options: argparse.Namespace) -> Exit:
    """Print keys and values in order."""
    if options.count:
        if options.limit is not None:
            raise InvalidRequest("--count counts all keys of the range; leave out --limit")
        number = store.count(
            **_bounds(options), revision=options.rev, consistency=options.consistency
        )
        return _print_count(number, options)
    return _print_items(_items(store, options), options)


def delete(store: Store, options: argparse.Namespace) -> Exit:
    """Delete a key, or a range where that is asked for, and print how many there were."""
    key = os.fsencode(options.key)
    if options.prefix:
        if options.range_end is not None:
            raise InvalidRequest("give an end or --prefix, not both")
        done = store.delete(prefix=key, previous=options.prev, wait=options.wait)
    elif options.range_end is not None:
        end = os.fsencode(options.range_end)
        done = store.delete(start=key, end=end, previous=options.prev, wait=options.wait)
    else:
        done = store.delete(key, previous=options.prev, wait=options.wait)
    if options.output == "json":
        write_json(
            {
                "deleted": done.deleted,
                "revision": done.revision,
                "durable_nodes": done.durable_nodes,
                "previous": [item_as_json(item) for item in done.previous],
            }
        )
        return Exit.DONE
    write(b"%d\n" % done.deleted)
    if options.prev:
        _print_items(done.previous, options)
    return Exit.DONE


def _bounds(options: argparse.Namespace) -> dict[str, Any]:
    key = os.fsencode(options.key or "")
    if options.prefix:
        if options.range_end is not None:
            raise InvalidRequest("give an end or --prefix, not both")
        return {"prefix": key}
    return {"start": key, "end": os.fsencode(options.range_end or "")}


def _items(store: Store, options: argparse.Namespace) -> Iterable[Item]:
    return store.range(
        **_bounds(options),
        limit=options.limit,
        keys_only=options.keys_only,
        descending=options.reverse,
        revision=options.rev,
        consistency=options.consistency,
    )


def _print_items(items: Iterable[Item], options: argparse.Namespace) -> Exit:
    keys_only = getattr(options, "keys_only", False)
    if options.output == "json":
        write_json_list(item_as_json(item, keys_only=keys_only) for item in items)
    elif options.output == "table":
        value = [] if keys_only else ["VALUE"]
        titles = ["KEY", *value, "CREATED", "CHANGED", "VERSION"]
        write_table(titles, (_row(item, keys_only=keys_only) for item in items))
    else:
        for item in items:
            write(item.key + b"\n")
            if not keys_only:
                write(item.value + b"\n")
    return Exit.DONE


def _row(item: Item, *, keys_only: bool) -> list[object]:
    value = [] if keys_only else [item.value]
    return [item.key, *value, item.create_revision, item.mod_revision, item.key_version]


def _print_count(number: int, options: argparse.Namespace) -> Exit:
    if options.output == "json":
        write_json({"count": number})
    else:
        write(b"%d\n" % number)
    return Exit.DONE
