"""Run the benchmarks named on the command line, or all; write benchmarks/results."""

from __future__ import annotations

import argparse
import importlib

from benchmarks.report import Section, markdown, write

SECTIONS = {
    "codec": "benchmarks.codec.run",
    "calls": "benchmarks.calls.run",
    "memory": "benchmarks.memory",
    "raft": "benchmarks.raft",
    "zipf": "benchmarks.hot_keys.run",
    "cache": "benchmarks.cache.run",
    "store": "benchmarks.store.run",
    "keys": "benchmarks.store.many_keys",
    "workers": "benchmarks.workers.run",
}


def main() -> None:
    """Measure, print each table as it is done, and write the results if all were run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument(
        "--quick", action="store_true", help="one short round, to see that all still runs"
    )
    options = parser.parse_args()
    wanted = options.sections or list(SECTIONS)
    if unknown := set(wanted) - set(SECTIONS):
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    done: list[Section] = []
    for name in wanted:
        section: Section = importlib.import_module(SECTIONS[name]).run(quick=options.quick)
        print(markdown(section), flush=True)
        done.append(section)
    if len(done) == len(SECTIONS) and not options.quick:
        write(done)


if __name__ == "__main__":
    main()
