"""What all command lines have in common: here, in the calculator's and in the store's."""

from __future__ import annotations

import argparse
import sys
from typing import Any, Final, NoReturn

__all__ = ["WRONG_USAGE", "OneLineParser", "ShowVersion", "print_version"]

WRONG_USAGE: Final = 2
"""Exit code."""


class OneLineParser(argparse.ArgumentParser):
    """Refuses wrong usage in one line: argparse's own pages hide what is wrong.

    It takes no abbreviations unless it is told to: they change their meaning when an option is
    added.
    """

    def __init__(self, *, allow_abbrev: bool = False, **settings: Any) -> None:
        super().__init__(allow_abbrev=allow_abbrev, **settings)

    @property
    def speaker(self) -> str:
        """What the line begins with."""
        return self.prog

    def error(self, message: str) -> NoReturn:
        """End the command, saying what is wrong, and where to read on."""
        print(f"{self.speaker}: {message}; see {self.prog} --help", file=sys.stderr)
        raise SystemExit(WRONG_USAGE)


class ShowVersion(argparse.Action):
    """The action of `--version`: print the command's name and the release, and end."""

    def __init__(self, option_strings: list[str], dest: str, **_: Any) -> None:
        super().__init__(
            option_strings, argparse.SUPPRESS, nargs=0, help="print the release and exit"
        )

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        """Print it."""
        print_version(parser.prog)
        parser.exit()


def print_version(command: str) -> None:
    """Print which release a command is of."""
    from importlib.metadata import version  # noqa: PLC0415 (slow to load, and rarely asked for)

    print(f"{command} {version('sunrpc-kv')}")
