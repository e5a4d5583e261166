"""Put on record what is not yet: `python -m tests.kvstore.recorded.add`.

A record that is there stays as it is, for ever. A later format gets a file of its own.
"""

from __future__ import annotations

import sys

from tests.kvstore.recorded.records import KEPT, Record, kept, line_of, wanted, write


def main() -> None:
    """Append; say what."""
    there = set(kept()) if KEPT.exists() else set()
    with KEPT.open("a") as file:
        for name, about, means in wanted():
            if name not in there:
                file.write(line_of(Record(name, about, write(about, means), means)) + "\n")
                there.add(name)
                sys.stdout.write(f"added: {name}\n")


if __name__ == "__main__":
    main()
