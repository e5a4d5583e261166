"""An argument parser that can be filled late, and remembers what it takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from rpcgen_py.command_line import OneLineParser

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence


__all__ = ["CommandParser"]


_NEGATIVE: Final = re.compile(r"-\d+|-\d*\.\d+")
"""What `argparse` takes for a word, not for an option."""


class CommandParser(OneLineParser):
    """A parser of kvctl or one of its commands.

    `arguments` holds what was added, in order; `commands` the parsers of the commands below, by
    their names; `summary` is the line that a list of commands has for this one.
    """

    def __init__(self, *, summary: str = "", **settings: Any) -> None:
        self.arguments: list[argparse.Action] = []
        self.commands: dict[str, CommandParser] = {}
        self.summary = summary
        super().__init__(**settings)

    @property
    def speaker(self) -> str:
        """What a refusal begins with: the command alone, as all else that it says."""
        return self.prog.partition(" ")[0]

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

    def parse_known_args(  # type: ignore[override]  # (of its overloads, what is called here)
        self,
        args: Sequence[str] | None = None,
        namespace: argparse.Namespace | None = None,
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse; a command without commands below it takes its words and options in any order.

        `argparse` alone refuses `put KEY --prev VALUE`, as the value may be left out.
        """
        if self.commands or args is None or any(each.nargs == "..." for each in self.arguments):
            return super().parse_known_args(args, namespace)
        found, left = super().parse_known_args(self._in_order(args), namespace)
        if left:
            self.error(f"unrecognized arguments: {' '.join(left)}")
        return found, left

    def _in_order(self, given: Sequence[str]) -> list[str]:
        """Return what was given, the options first."""
        known = {name: each for each in self.arguments for name in each.option_strings}
        options: list[str] = []
        words: list[str] = []
        left = list(given)
        while left:
            each = left.pop(0)
            if each == "--":
                words += left
                return [*options, "--", *words]
            if not self._is_option(each):
                words.append(each)
                continue
            options.append(each)
            option = known.get(each)
            if option is None:
                name = each.partition("=")[0] if each.startswith("--") else each[:2]
                if name not in known:
                    self.error(f"there is no option {each}; words that begin with - go behind --")
            elif option.nargs is None:
                if not left or self._is_option(left[0]):
                    self.error(f"{each} needs a value")
                options.append(left.pop(0))
        return options + words

    @staticmethod
    def _is_option(word: str) -> bool:
        """Say whether `argparse` would take it for one: no option's name has a space in it."""
        if not word.startswith("-") or word == "-" or _NEGATIVE.fullmatch(word):
            return False
        return " " not in word.partition("=")[0]

    def does(self, run: Callable[[argparse.Namespace], int], *, changes: bool = False) -> None:
        """Set what does the command; `changes` says whether it could change something."""
        self.set_defaults(run=run, changes=changes)
