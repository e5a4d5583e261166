"""`kvctl endpoint`: what etcdctl's users type for status, health and hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.cli.commands import hash as hash_
from kvstore.cli.commands import health, status

if TYPE_CHECKING:
    from kvstore.cli.command_parser import CommandParser

__all__ = ["declare"]


def declare(parser: CommandParser) -> None:
    """Add the commands of `endpoint`."""
    parser.add_commands(
        {
            "status": ("print the state of each server", ()),
            "health": ("say whether each server can serve", ()),
            "hashkv": ("compare what all nodes hold", ()),
        },
        dest="endpoint_command",
    )
    status.declare(parser.commands["status"])
    health.declare(parser.commands["health"])
    hash_.declare(parser.commands["hashkv"])
