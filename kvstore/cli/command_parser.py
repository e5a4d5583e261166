"""An argument parser that can be filled late, and remembers what it takes."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from kvstore.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["CommandParser"]


class CommandParser(argparse.ArgumentParser):
    """A parser of kvctl or one of its commands.

    `arguments` holds what was added, in order; `commands` the parsers of the commands below, by
    their names; `summary` is the line that a list of commands has for this one.
    """

    def __init__(self, *, summary: str = "", **settings: Any) -> None:
        """Take no abbreviations: they change their meaning when an option is added."""
        self.arguments: list[argparse.Action] = []
        self.commands: dict[str, CommandParser] = {}
        self.summary = summary
        super().__init__(allow_abbrev=False, **settings)

    def add_argument(self, *names: Any, **settings: Any) -> argparse.Action:
        """Add an argument, as `argparse` does it."""
        action = super().add_argument(*names, **settings)
        self.arguments.append(action)
        return action

    def add_commands(
        self,
        summaries: Mapping[str, tuple[str, tuple[str, ...]]],
        *,
        dest: str = "command",
    ) -> None:
        """Add commands below this one: by their names, a summary and other names for each."""
        below = self.add_subparsers(
            dest=dest, metavar="COMMAND", required=True, parser_class=CommandParser
        )
        for name, (summary, aliases) in summaries.items():
            self.commands[name] = below.add_parser(
                name,
                help=summary,
                description=summary[0].upper() + summary[1:] + ".",
                summary=summary,
                aliases=list(aliases),
            )

    def error(self, message: str) -> NoReturn:
        """End kvctl as it ends for any other error: in one line that says what to do."""
        sys.stderr.write(f"kvctl: {message}; see {self.prog} --help\n")
        raise SystemExit(Exit.USAGE)

    def does(self, run: Callable[[argparse.Namespace], int], *, changes: bool = False) -> None:
        """Set what does the command; `changes` says whether it could change something."""
        self.set_defaults(run=run, changes=changes)
