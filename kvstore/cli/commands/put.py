"""`kvctl put`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from kvstore.cli.connecting import open_store
from kvstore.cli.exits import Exit
from kvstore.cli.options import add_value, add_wait, lease_number, number
from kvstore.cli.output import commit_line, item_as_json, lease_name, write, write_json
from kvstore.cli.values import read_value
from kvstore.errors import InvalidRequest, LeaseUnknown

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser
    from kvstore.client.results import Item
    from kvstore.client.sync_store import Store

__all__ = ["declare"]


def declare(parser: CommandParser) -> None:
    """Add the arguments of `put`."""
    parser.does(put, changes=True)
    parser.add_argument("key", metavar="KEY")
    add_value(parser)
    parser.add_argument(
        "--lease", type=lease_number, default=0, metavar="ID", help="delete the key with the lease"
    )
    parser.add_argument(
        "--prev", "--prev-kv", action="store_true", help="print the value before, too"
    )
    parser.add_argument(
        "--if-revision",
        type=number,
        metavar="N",
        help="only if the key was last changed at this revision; 0: only if there is none",
    )
    parser.add_argument(
        "--ignore-value", action="store_true", help="leave the value as it is; the key must exist"
    )
    parser.add_argument(
        "--ignore-lease", action="store_true", help="leave the lease as it is; the key must exist"
    )
    add_wait(parser)


def put(options: argparse.Namespace) -> Exit:
    """Set a key."""
    value = _value(options)
    try:
        with open_store(options) as store:
            if options.if_revision is not None:
                return _put_if(store, options, value)
            done = store.put(
                os.fsencode(options.key),
                value,
                lease=options.lease,
                keep_lease=options.ignore_lease,
                previous=options.prev,
                wait=options.wait,
            )
    except LeaseUnknown:  # the cluster's message has its number in decimal
        sys.stderr.write(f"kvctl: not stored: there is no lease {lease_name(options.lease)}\n")
        return Exit.NO
    return _print(options, done.revision, done.durable_nodes, done.previous)


def _value(options: argparse.Namespace) -> bytes | None:
    """Return the value, None for one that is to stay as it is. Raises `InvalidRequest`."""
    if options.ignore_lease and options.lease:
        raise InvalidRequest("--ignore-lease leaves the lease as it is; leave out --lease")
    if not options.ignore_value:
        return read_value(options)
    if options.value is not None or options.file is not None:
        raise InvalidRequest("--ignore-value leaves the value as it is; give none")
    return None


def _put_if(store: Store, options: argparse.Namespace, value: bytes | None) -> Exit:
    """Put if the key is at a revision, and say at which it is otherwise."""
    from kvstore.cli import operations  # noqa: PLC0415 (a plain put starts without it)
    from kvstore.client.results import TxnPut, TxnRange  # noqa: PLC0415 (the same)

    key = os.fsencode(options.key)
    keys = operations.key_range(key)
    put_it = operations.put(
        key,
        value,
        lease=options.lease,
        keep_lease=options.ignore_lease,
        previous=options.prev,
    )
    look = operations.range_(operations.range_op(keys, keys_only=True))
    compare = operations.compare(keys, "mod", "=", options.if_revision)
    done = store.commit(operations.transaction([compare], [put_it], [look]), wait=options.wait)
    result = done.results[0]
    if isinstance(result, TxnPut):
        return _print(options, done.revision, done.durable_nodes, result.previous)
    found = result.items if isinstance(result, TxnRange) else ()
    there = f"was changed at revision {found[0].mod_revision}" if found else "is absent"
    sys.stderr.write(f"kvctl: not stored: the key {there}, not {_wanted(options.if_revision)}\n")
    return Exit.NO


def _wanted(revision: int) -> str:
    return f"at revision {revision}" if revision else "absent"


def _print(
    options: argparse.Namespace, revision: int, durable_nodes: int, previous: Item | None
) -> Exit:
    if options.output == "json":
        write_json(
            {
                "revision": revision,
                "durable_nodes": durable_nodes,
                "previous": previous and item_as_json(previous),
            }
        )
        return Exit.DONE
    write(commit_line(durable_nodes))
    if previous is not None:
        write(previous.value + b"\n")
    return Exit.DONE
