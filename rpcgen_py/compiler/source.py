"""One source file: its text, where its lines start, and what the preprocessor must not touch.

The file is scanned once, before preprocessing, for what C's preprocessor has no notion of: `%`
lines (`%#ifdef` is no directive, and no macro is expanded in them), digit separators, and
comments that may document a definition.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Comment", "PercentLines", "Position", "SourceFile"]

MAX_BYTES: Final = 2 << 20
"""Largest source file; the largest known interface (NFSv4.2) has 110 KB."""

# No possessive `(...)*+`: CPython 3.11.2, Debian 12's own, loses the groups behind one.
_PIECES: Final = re.compile(
    r"""
      (?P<percent> ^ [ \t]* % (?: [^\\\n] | \\. | \\\n | \\\Z )* )
    | (?P<comment> /\* (?s: .*? ) (?P<closed> \*/ ) | /\* (?s: .* ) | //[^\n]* )
    | (?P<string> " (?: [^"\\\n] | \\. | \\\n )* " | ' (?: [^'\\\n] | \\. )* ' )
    | (?P<number> (?: 0[xX][0-9a-fA-F]+ (?: '[0-9a-fA-F]+ )* | \d+ (?: '\d+ )* )
                  (?: [uU][lL]{0,2} | [lL]{1,2} )? (?! \w ) )
    | \w+
    """,
    re.VERBOSE | re.MULTILINE,
)

MAX_ODD: Final = 1000
"""Characters without a place in the language. pcpp copies all that is behind each of them."""

_ODD: Final = re.compile(r"""[^\s\w!"#%&'()*+,./:;<=>?\[\\\]^{|}~-]|[^\x00-\x7f]""")

# What `str.splitlines` takes for the end of a line and C does not, a form feed for one.
_ODD_LINE_ENDS: Final = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a source file, `offset` characters from the start of its `text`."""

    source: SourceFile
    offset: int

    @property
    def line(self) -> int:
        """The line's number, counted from 1."""
        return self.source.line_at(self.offset)

    @property
    def column(self) -> int:
        """The column's number, counted from 1."""
        return self.offset - self.source.line_start(self.line) + 1

    def diagnostic(self, message: str) -> Diagnostic:
        """What is wrong here."""
        line = self.source.line_text(self.line)
        return Diagnostic(self.source.name, self.line, self.column, message, line)

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Comment:
    """`/* … */` or `// …`, from offset `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PercentLines:
    """One `%` line with those that continue it, without the `%`."""

    position: Position
    lines: tuple[str, ...]


class SourceFile:
    """A file that has been read.

    `name` is how the user calls it, `text` has `\\n` line ends and nothing behind the last visible
    character of a line. `prepared` is what the preprocessor gets: of the same lines and columns,
    but a `%` line is one lone `%`, and numbers are plain C. It ends at `end_of_sense`, where there
    are more than `MAX_ODD` odd characters.
    """

    def __init__(self, path: Path, name: str, content: bytes) -> None:
        self.path = path
        self.name = name
        text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n").translate(_ODD_LINE_ENDS)
        self.text = "\n".join(line.rstrip() for line in text.split("\n"))
        self._starts = _line_starts(self.text)
        self.comments: list[Comment] = []
        self.percent_lines: dict[int, PercentLines] = {}
        self.unclosed_comment: Position | None = None
        self.end_of_sense: Position | None = None
        self.prepared = "".join(self._prepare())
        self._prepared_starts = _line_starts(
            "\n".join(line.rstrip() for line in self.prepared.split("\n"))
        )

    def line_at(self, offset: int) -> int:
        """The number of the line that holds the character at `offset`."""
        return bisect.bisect_right(self._starts, offset)

    def line_start(self, line: int) -> int:
        """The offset of the first character of a line."""
        return self._starts[line - 1]

    def line_text(self, line: int) -> str:
        """A line, without its end."""
        if not 1 <= line <= len(self._starts):
            return ""
        start = self._starts[line - 1]
        end = self.text.find("\n", start)
        return self.text[start : len(self.text) if end < 0 else end]

    def at_line(self, line: int) -> Position:
        """The position of the first visible character of a line."""
        text = self.line_text(line)
        line = min(max(line, 1), len(self._starts))
        return Position(self, self._starts[line - 1] + len(text) - len(text.lstrip()))

    def from_prepared(self, offset: int) -> Position:
        """The position of the character at `offset` of `prepared` without blank line ends."""
        line = bisect.bisect_right(self._prepared_starts, offset)
        return Position(self, self._starts[line - 1] + offset - self._prepared_starts[line - 1])

    def _prepare(self) -> Iterator[str]:
        """Yield the prepared text in pieces; fills `comments` and `percent_lines` on the way."""
        done = odd = 0
        for piece in _PIECES.finditer(self.text):
            start, end = piece.span()
            between = self.text[done:start]
            odd += len(_ODD.findall(between if piece.lastgroup else self.text[done:end]))
            if odd > MAX_ODD:
                break
            yield _without_trigraphs(between)
            done = end
            yield self._prepared_piece(piece, start, end)
        rest = self.text[done:]
        if odd + len(_ODD.findall(rest)) > MAX_ODD:
            self.end_of_sense = Position(self, done)
        else:
            yield _without_trigraphs(rest)

    def _prepared_piece(self, piece: re.Match[str], start: int, end: int) -> str:
        text = piece.group()
        match piece.lastgroup:
            case "percent":
                indent = len(text) - len(text.lstrip())
                line = self.line_at(start)
                lines = tuple(text.lstrip()[1:].split("\n"))
                self.percent_lines[line] = PercentLines(Position(self, start + indent), lines)
                return " " * indent + "%" + "\n" * (len(lines) - 1)
            case "comment" | "closed":
                self.comments.append(Comment(start, end))
                if text.startswith("/*") and piece["closed"] is None:
                    self.unclosed_comment = Position(self, start)
                    return re.sub(r"[^\n]", " ", text)
                return _without_trigraphs(text)
            case "number":
                return text.replace("'", "").rstrip("uUlL").ljust(len(text))
            case _:
                return _without_trigraphs(text)


def _decoded(content: bytes) -> str:
    """UTF-8, or Latin-1 as the © of old headers: every byte is a character there."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _without_trigraphs(text: str) -> str:
    """Keep the preprocessor from writing one character for `??=`: what is behind would shift."""
    return text.replace("??", "? ")


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]
