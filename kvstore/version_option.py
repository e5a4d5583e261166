"""`--version`, alike in all commands of the store."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

__all__ = ["ShowVersion"]


class ShowVersion(argparse.Action):
    """Print the command's name and the release, and end."""

    def __init__(self, option_strings: list[str], dest: str, **_: Any) -> None:
        super().__init__(
            option_strings, argparse.SUPPRESS, nargs=0, help="print the release and exit"
        )

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        """Print it."""
        from importlib.metadata import version  # noqa: PLC0415 (slow to load, and rarely asked for)

        print(f"{parser.prog} {version('sunrpc-kv')}")
        parser.exit()
