"""`kvctl lease`: its output is etcdctl's."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from kvstore.cli.connecting import open_store
from kvstore.cli.exits import Exit
from kvstore.cli.options import lease_number, seconds
from kvstore.cli.output import (
    as_json,
    cell,
    flush,
    lease_name,
    titles,
    write,
    write_json,
    write_line,
    write_table,
)
from kvstore.errors import LeaseUnknown

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser

__all__ = ["declare"]


def declare(parser: CommandParser) -> None:
    """Add the commands of `lease`."""
    parser.add_commands(
        {
            "grant": ("make a lease that ends after TTL seconds unless it is kept alive", ()),
            "revoke": ("end a lease now and delete its keys", ()),
            "keepalive": ("keep a lease alive until Ctrl-C", ("keep-alive",)),
            "timetolive": ("print how long a lease has left", ("ttl",)),
            "list": ("print all leases", ()),
        },
        dest="lease_command",
    )
    below = parser.commands
    below["grant"].does(grant, changes=True)
    below["grant"].add_argument("ttl", metavar="TTL", type=seconds, help="seconds")
    below["grant"].add_argument(
        "--id", type=lease_number, default=0, metavar="ID", help="the number (default: any)"
    )
    below["revoke"].does(revoke, changes=True)
    below["keepalive"].does(keepalive)
    below["keepalive"].add_argument(
        "--once", action="store_true", help="do it once, and print what is left"
    )
    below["timetolive"].does(timetolive)
    below["timetolive"].add_argument("--keys", action="store_true", help="print its keys, too")
    below["list"].does(list_)
    for name in ("revoke", "keepalive", "timetolive"):
        below[name].add_argument("id", metavar="ID", type=lease_number)


def grant(options: argparse.Namespace) -> Exit:
    """Make a lease."""
    with open_store(options) as store:
        done = store.lease_grant(options.ttl, lease=options.id)
    if options.output == "json":
        write_json({"lease": lease_name(done.lease), "granted_ttl": done.ttl, "ttl": done.ttl})
    else:
        write_line(f"lease {lease_name(done.lease)} granted with TTL({done.ttl:g}s)")
    return Exit.DONE


def revoke(options: argparse.Namespace) -> Exit:
    """End a lease."""
    with open_store(options) as store:
        try:
            done = store.lease_revoke(options.id)
        except LeaseUnknown:
            return _gone(options.id, "expired or revoked")
    if options.output == "json":
        write_json(
            {
                "lease": lease_name(options.id),
                "deleted": done.deleted,
                "revision": done.revision or None,
            }
        )
    else:
        write_line(f"lease {lease_name(options.id)} revoked")
    return Exit.DONE


def keepalive(options: argparse.Namespace) -> Exit:
    """Keep a lease alive: a third of its time after each answer."""
    with open_store(options) as store:
        while True:
            try:
                left = store.lease_keepalive(options.id)
            except LeaseUnknown:
                return _gone(options.id, "expired or revoked")
            _print_kept(options, left)
            if options.once:
                return Exit.DONE
            time.sleep(left / 3)


def _gone(lease: int, how: str) -> Exit:
    """Say it with the number as kvctl writes it: the cluster's message has it in decimal."""
    sys.stderr.write(f"kvctl: lease {lease_name(lease)} {how}\n")
    return Exit.NO


def _print_kept(options: argparse.Namespace, left: float) -> None:
    if options.output == "json":
        write_json({"lease": lease_name(options.id), "ttl": left})
        flush()
    else:
        write_line(f"lease {lease_name(options.id)} keepalived with TTL({left:g})")


def timetolive(options: argparse.Namespace) -> Exit:
    """Print how long a lease has left; the answer is no where there is none."""
    with open_store(options) as store:
        try:
            found = store.lease_ttl(options.id, keys=options.keys)
        except LeaseUnknown:
            return _gone(options.id, "already expired")
    if options.output == "json":
        shown: dict[str, Any] = {
            "lease": lease_name(options.id),
            "granted_ttl": found.granted_ttl,
            "ttl": found.ttl,
        }
        if options.keys:
            shown["keys"] = [as_json(key) for key in found.keys]
        write_json(shown)
        return Exit.DONE
    line = f"lease {lease_name(options.id)} granted with TTL({found.granted_ttl:g}s), "
    line += f"remaining({found.ttl:g}s)"
    if options.keys:
        line += f", attached keys([{' '.join(map(cell, found.keys))}])"
    write_line(line)
    return Exit.DONE


def list_(options: argparse.Namespace) -> Exit:
    """Print all leases."""
    with open_store(options) as store:
        found = list(store.leases())
    if options.output == "json":
        write_json(
            [
                {"lease": lease_name(each.lease), "granted_ttl": each.granted_ttl, "ttl": each.ttl}
                for each in found
            ]
        )
    elif options.output == "table":
        rows = [
            (lease_name(each.lease), f"{each.granted_ttl:g}", f"{each.ttl:g}") for each in found
        ]
        write_table(titles(["lease", "granted_ttl", "ttl"]), rows)
    else:
        write(f"found {len(found)} leases\n".encode())
        for each in found:
            write(lease_name(each.lease).encode() + b"\n")
    return Exit.DONE
