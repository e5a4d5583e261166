"""Writes into transcripts what their commands answer today.

    python -m tests.kvstore.raft.rewrite FILE...

For a new story only the commands are written, each with a line of four dashes behind it. What
comes out is what the core does, not what it should do: read it before it is kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.kvstore.raft.datadriven import read
from tests.kvstore.raft.test_transcripts import runner_of


def rewrite(file: Path) -> str:
    lines = file.read_text().split("\n")
    directives = read(file)
    runner = runner_of(directives)
    text: list[str] = []
    at = 0
    for directive in directives:
        start, end = directive.span
        text += lines[at:start] + runner.run(directive).split("\n")
        at = end
    return "\n".join(text + lines[at:])


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(rewrite(Path(name)))
