"""What is held for as long as kvctl runs: locks and leaderships."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from kvstore.cli.exits import Exit
from kvstore.cli.options import preset, seconds
from kvstore.cli.output import as_json, flush, write, write_json

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser
    from kvstore.client.sync_queue import Lock

__all__ = ["add_holding", "hold", "print_held"]

LOOK = 0.2
"""Seconds between looks at whether it is still held."""


def add_holding(parser: CommandParser) -> None:
    """Add how long to wait, and how long it may outlive a kvctl that died."""
    parser.add_argument(
        "--ttl",
        type=seconds,
        default=preset("KVCTL_TTL", "10"),
        metavar="S",
        help="seconds after which another one gets it if this kvctl dies (default: 10)",
    )
    parser.add_argument(
        "--wait-for",
        type=seconds,
        metavar="S",
        help="seconds to wait for it (default: however long it takes)",
    )


def print_held(
    options: argparse.Namespace, key: bytes, revision: int, value: str | None = None
) -> None:
    """Print what is held, and the fencing revision, now."""
    if options.output == "json":
        shown: dict[str, object] = {"key": as_json(key), "revision": revision}
        if value is not None:
            shown["value"] = as_json(os.fsencode(value))
        write_json(shown)
    else:
        write(key + b"\n")
        if value is not None:
            write(os.fsencode(value) + b"\n")
        write(f"revision: {revision}\n".encode())
    flush()


def hold(held: Lock, what: str) -> Exit:
    """Stay until a signal ends kvctl, or until it is lost."""
    while not held.lost:
        time.sleep(LOOK)
    sys.stderr.write(f"kvctl: {what} was lost: it could not be renewed in time\n")
    return Exit.UNREACHED
