"""What all commands of the store read their command lines with."""

from __future__ import annotations

import argparse
import sys
from typing import Any, Final, NoReturn

__all__ = ["WRONG_USAGE", "OneLineParser"]

WRONG_USAGE: Final = 2
"""Exit code."""


class OneLineParser(argparse.ArgumentParser):
    """Refuses wrong usage in one line: argparse's own pages hide what is wrong.

    It takes no abbreviations: they change their meaning when an option is added.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        """End the command, saying what is wrong, and where to read on."""
        command = self.prog.partition(" ")[0]
        sys.stderr.write(f"{command}: {message}; see {self.prog} --help\n")
        raise SystemExit(WRONG_USAGE)
