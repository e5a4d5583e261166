"""Reads transcripts: commands with their input, and what they are expected to answer.

    # a comment
    command key key=value key=(a, b)
    input lines, if any
    ----
    expected lines, up to a blank one

A doubled `----` on both sides wraps an expectation that holds blank lines itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_ARGUMENT = re.compile(r"\s*([^\s=]+)(?:=(\([^)]*\)|\S*))?")


@dataclass
class Directive:
    file: Path
    line: int
    text: str
    command: str
    arguments: list[tuple[str, list[str]]]
    input: str
    expected: str = ""
    # Where the expectation stands: its first line, and the first one behind it, from 0.
    span: tuple[int, int] = (0, 0)
    names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = [key for key, values in self.arguments if not values]

    def values(self, name: str) -> list[str]:
        """All values of the arguments that are called so."""
        return [value for key, values in self.arguments if key == name for value in values]


def read(file: Path) -> list[Directive]:
    """Return the commands of a transcript, in order."""
    lines = file.read_text().split("\n")
    directives = []
    at = 0
    while at < len(lines):
        text = lines[at].strip()
        if not text or text.startswith("#"):
            at += 1
            continue
        start = at
        while text.endswith("\\"):
            at += 1
            text = text[:-1] + " " + lines[at].strip()
        at += 1
        given = []
        while lines[at] != "----":
            given.append(lines[at])
            at += 1
        at += 1
        behind = at
        expected = []
        if at < len(lines) and lines[at] == "----":
            at += 1
            while lines[at : at + 2] != ["----", "----"]:
                expected.append(lines[at])
                at += 1
            at += 2
        else:
            while at < len(lines) and lines[at].strip():
                expected.append(lines[at])
                at += 1
        command, arguments = parse(text)
        directives.append(
            Directive(
                file,
                start + 1,
                text,
                command,
                arguments,
                "\n".join(given).strip(),
                "\n".join(expected),
                (behind, at),
            )
        )
    return directives


def parse(text: str) -> tuple[str, list[tuple[str, list[str]]]]:
    """Split a command line into the command and its arguments, each with its values."""
    command, _, rest = text.partition(" ")
    arguments = []
    for match in _ARGUMENT.finditer(rest):
        key, value = match.groups()
        if value is None:
            arguments.append((key, []))
        else:
            inner = value[1:-1] if value.startswith("(") else value
            arguments.append((key, [part.strip() for part in inner.split(",")] if inner else []))
    return command, arguments
