"""Play one seed, and print all that happens."""

from __future__ import annotations

import argparse

from tests.simulation.world import play


def main() -> None:
    """Print the trace, and the counts at its end."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("seed", type=int, metavar="SEED")
    parser.add_argument("--quiet", action="store_true", help="only the counts")
    options = parser.parse_args()
    counts = play(options.seed, trace=None if options.quiet else print)
    for name, count in sorted(counts.items()):
        print(f"{name}: {count:,}")


if __name__ == "__main__":
    main()
