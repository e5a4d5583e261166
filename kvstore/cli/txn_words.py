r"""The words of one line of the transaction language.

A word is bare (`user/1`), in double quotes with escapes (`"two words\n"`), or in single quotes
without any (`'C:\new'`). `(`, `)` and `,` stand for themselves and so do `=`, `==`, `!=`, `<`,
`>` where words are compared. `#` begins a comment where a word could begin.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple, NoReturn

from kvstore.errors import InvalidRequest

__all__ = ["Line", "Word", "wrong"]

_MARK: Final = re.compile(r"==|!=|[(),=<>]")
_BARE: Final = re.compile(r"[^\s\"']+")
_BARE_COMPARED: Final = re.compile(r"[^\s\"'(),=<>!]+")
_ESCAPES: Final = {"n": b"\n", "t": b"\t", "r": b"\r", "0": b"\0", "\\": b"\\", '"': b'"'}


class Word(NamedTuple):
    """A word of a line. `quoted` ones are never options or signs."""

    data: bytes
    column: int
    quoted: bool = False

    @property
    def text(self) -> str:
        """The word as text; "" where it is quoted, so that it equals no sign."""
        return "" if self.quoted else self.data.decode("utf-8", "surrogateescape")


def wrong(line: int, column: int, message: str) -> NoReturn:
    """Raise what is wrong, and where."""
    raise InvalidRequest(f"line {line}, column {column}: {message}")


class Line(NamedTuple):
    """One line of the text, by its number."""

    number: int
    text: str

    def words(self, *, signs: bool) -> list[Word]:
        """Return the words; with `signs`, those of a comparison. Raises `InvalidRequest`."""
        found: list[Word] = []
        place = 0
        while place < len(self.text):
            character = self.text[place]
            if character.isspace():
                place += 1
            elif character == "#":
                break
            else:
                word, place = self._word(place, signs=signs)
                found.append(word)
        return found

    def _word(self, place: int, *, signs: bool) -> tuple[Word, int]:
        if self.text[place] in "\"'":
            return self._quoted(place)
        if signs and (mark := _MARK.match(self.text, place)):
            return Word(mark[0].encode(), place + 1), mark.end()
        bare = (_BARE_COMPARED if signs else _BARE).match(self.text, place)
        if bare is None:
            wrong(self.number, place + 1, f"{self.text[place]!r} means nothing here; quote it")
        end = bare.end()
        data = bare[0].encode("utf-8", "surrogateescape")
        if end < len(self.text) and self.text[end] in "\"'":  # as in --lease="12"
            rest, end = self._quoted(end)
            data += rest.data
        return Word(data, place + 1), end

    def _quoted(self, place: int) -> tuple[Word, int]:
        quote, column = self.text[place], place + 1
        data = bytearray()
        place += 1
        while place < len(self.text):
            character = self.text[place]
            if character == quote:
                return Word(bytes(data), column, quoted=True), place + 1
            if character == "\\" and quote == '"':
                escaped, place = self._escape(place)
                data += escaped
            else:
                data += character.encode("utf-8", "surrogateescape")
                place += 1
        wrong(self.number, column, f"the quote {quote} is not closed on this line")

    def _escape(self, place: int) -> tuple[bytes, int]:
        letter = self.text[place + 1 : place + 2]
        if letter in _ESCAPES:
            return _ESCAPES[letter], place + 2
        if letter == "x" and re.match(r"[0-9a-fA-F]{2}", self.text[place + 2 : place + 4]):
            return bytes.fromhex(self.text[place + 2 : place + 4]), place + 4
        wrong(
            self.number,
            place + 1,
            f'\\{letter} is no escape; there are \\n \\t \\r \\0 \\\\ \\" and \\xHH',
        )
