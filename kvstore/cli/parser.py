"""kvctl's command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore.cli.catalogue import COMMANDS
from kvstore.cli.command_parser import CommandParser
from kvstore.cli.options import add_general
from rpcgen_py.command_line import ShowVersion

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["build_parser"]

EPILOG: Final = """\
exit codes: 0 done; 1 the answer is no (no such key); 2 wrong usage; 3 not reached, or no answer
in time; 4 refused. Environment: KVCTL_SERVER, KVCTL_TIMEOUT, KVCTL_OUTPUT, KVCTL_NAMESPACE,
KVCTL_CLUSTER_KEY_FILE, KVCTL_CONSISTENCY, KVCTL_WAIT, KVCTL_TTL, KVCTL_CLUSTER_DIR stand for the
options of these names. Keys and values that begin with - go behind --, as in: kvctl put -- -key
-value. docs/kvctl.md has more."""


def build_parser(words: Container[str] | None = None) -> CommandParser:
    """Return the parser; it sets `run` to what does the command that was given.

    Only commands named in `words`, what is to be parsed, get their arguments: to import and fill
    all of them would take longer than a `get` does. None fills all.
    """
    parser = CommandParser(
        prog="kvctl", description="Read and change a key-value store.", epilog=EPILOG
    )
    parser.add_argument("--version", action=ShowVersion)
    add_general(parser, top=True)
    parser.add_commands({name: (each.help, each.aliases) for name, each in COMMANDS.items()})
    for name, each in COMMANDS.items():
        if words is None or any(word in words for word in (name, *each.aliases)):
            each.load(parser.commands[name])
            _add_general_below(parser.commands[name])
    return parser


def _add_general_below(parser: CommandParser) -> None:
    """Let the general options stand behind the last word of a command."""
    for below in parser.commands.values():
        _add_general_below(below)
    if not parser.commands:
        add_general(parser, top=False)
