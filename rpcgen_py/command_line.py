"""What all commands read their command lines with: here, in the calculator and in the store."""

from __future__ import annotations

import argparse
import sys
from typing import Any, Final, NoReturn

__all__ = ["WRONG_USAGE", "OneLineParser"]

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
