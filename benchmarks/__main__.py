"""Run the benchmarks named on the command line, or all; write benchmarks/results."""

from __future__ import annotations

import argparse
import importlib

from benchmarks.report import Section, markdown, write

SECTIONS = {
    "codec": "benchmarks.codec.run",
    "calls": "benchmarks.calls.run",
    "memory": "benchmarks.memory",
}


def main() -> None:
    """Measure, print each table as it is done, and write the results if all were run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], default=[])
    wanted = parser.parse_args().sections or list(SECTIONS)
    done: list[Section] = []
    for name in wanted:
        section: Section = importlib.import_module(SECTIONS[name]).run()
        print(markdown(section), flush=True)
        done.append(section)
    if len(done) == len(SECTIONS):
        write(done)


if __name__ == "__main__":
    main()
