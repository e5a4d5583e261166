"""`kvctl completion`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.cli.exits import Exit
from kvstore.cli.output import write

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser

__all__ = ["declare"]


def declare(parser: CommandParser) -> None:
    """Add the arguments of `completion`."""
    parser.does(completion)
    parser.add_argument(
        "shell",
        metavar="SHELL",
        choices=("bash", "zsh", "fish"),
        help="bash, zsh or fish; for this shell: source <(kvctl completion bash)",
    )


def completion(options: argparse.Namespace) -> Exit:
    """Print what makes a shell complete kvctl's commands and options."""
    from kvstore.cli import completion_scripts  # noqa: PLC0415 (it is for this only)
    from kvstore.cli.parser import build_parser  # noqa: PLC0415 (it imports this module)

    write(completion_scripts.script(options.shell, build_parser()).encode())
    return Exit.DONE
