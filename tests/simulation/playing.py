"""The command that plays one seed."""

from __future__ import annotations

import argparse
import logging
from collections import Counter
from collections.abc import Callable
from typing import Protocol


class Play(Protocol):
    """Plays a seed, calls `trace` with a line for each thing that happens, returns the counts."""

    def __call__(
        self, seed: int, *, trace: Callable[[str], None] | None = None
    ) -> Counter[str]: ...


def main(prog: str, description: str | None, play: Play) -> None:
    """Print the trace of the seed that the command line names, and the counts at its end."""
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("seed", type=int, metavar="SEED")
    parser.add_argument("--quiet", action="store_true", help="only the counts")
    options = parser.parse_args()
    # What a node would tell its operator is not part of the story.
    logging.disable()
    counts = play(options.seed, trace=None if options.quiet else print)
    for name, count in sorted(counts.items()):
        print(f"{name}: {count:,}")
