"""The parser's view of its tokens: look, take, insist on, and find the way back after an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rpcgen_py.compiler.lexer import Kind, Token
    from rpcgen_py.compiler.source import Position

__all__ = ["KEYWORDS", "Cursor", "SyntaxProblem"]

KEYWORDS: Final = frozenset(
    {"bool", "case", "const", "default", "double", "quadruple", "enum", "float", "hyper", "int"}
    | {"opaque", "string", "struct", "switch", "typedef", "union", "unsigned", "void"}
    | {"char", "short", "long"}
)
"""RFC 4506 §6.2, and rpcgen's further type words. `program`, `version`, `namespace` and `pragma`
are words only where they can begin something, so that a field may have such a name."""


MAX_QUOTED: Final = 60
"""Characters of the source in a message."""


class SyntaxProblem(Exception):
    """The grammar does not allow what stands at `position`."""

    def __init__(self, position: Position, message: str) -> None:
        super().__init__(message)
        self.position = position
        self.message = message


class Cursor:
    """A place among `tokens`, the last of which is of kind `end`."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self.index = 0

    @property
    def here(self) -> Token:
        """The token that is next."""
        return self._tokens[self.index]

    @property
    def behind(self) -> Token:
        """The token after the next."""
        return self._tokens[min(self.index + 1, len(self._tokens) - 1)]

    @property
    def last(self) -> Token:
        """The token that has been taken last."""
        return self._tokens[max(self.index - 1, 0)]

    def since(self, index: int) -> Sequence[Token]:
        """The tokens taken since `index`."""
        return self._tokens[index : self.index]

    def text_since(self, index: int, otherwise: str) -> str:
        """What the source says from the token at `index` to here, `otherwise` if that is long."""
        first, last = self._tokens[index], self.last
        source = first.position.source
        start, end = first.position.offset, last.position.offset + len(last.macro or last.text)
        text = source.text[start:end]
        if last.position.source is not source or "\n" in text or not 0 < len(text) <= MAX_QUOTED:
            return otherwise
        return text

    def take(self) -> Token:
        """The next token; the one behind it becomes the next."""
        token = self.here
        if token.kind != "end":
            self.index += 1
        return token

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these words or signs."""
        return self.here.text in texts and self.here.kind in {"word", "sign"}

    def accept(self, text: str) -> bool:
        """Take the next token if it is this word or sign."""
        if not self.at(text):
            return False
        self.take()
        return True

    def expect(self, text: str, expected: str) -> Token:
        """Take this word or sign, or complain that `expected` is missing."""
        if not self.at(text):
            raise self.problem(expected)
        return self.take()

    def expect_name(self, expected: str) -> Token:
        """Take a name, or complain that `expected` is missing."""
        if self.here.kind != "word":
            raise self.problem(expected)
        if self.here.text in KEYWORDS:
            raise self.problem(expected, remark=", which is a keyword")
        return self.take()

    def expect_kind(self, kind: Kind, expected: str) -> Token:
        """Take a token of this kind, or complain that `expected` is missing."""
        if self.here.kind != kind:
            raise self.problem(expected)
        return self.take()

    def problem(self, expected: str, remark: str = "") -> SyntaxProblem:
        """What to raise where the next token is not what the grammar wants."""
        here = self.here
        found = f"a {here.kind}" if here.kind in {"string", "character"} else f"{here}{remark}"
        return SyntaxProblem(here.position, f"expected {expected}, found {found}")

    def recover(self, start: int, openers: Collection[str], *, nested: bool) -> Sequence[Token]:
        """Skip to where a definition can begin, and return the tokens since `start`.

        That is behind the `;` that ends the definition, at a word of `openers` in the first
        column, or, `nested`, at the `}` that closes what is around it.
        """
        opened = sum({"{": 1, "}": -1}.get(token.text, 0) for token in self.since(start))
        while self.here.kind != "end":
            here = self.here
            if self.index > start and here.text in openers and here.position.column == 1:
                break
            if here.text == "}" and opened <= 0:
                if nested:
                    break
                opened = 1  # a closing brace too many: behind it is the end of a definition
            self.take()
            opened += {"{": 1, "}": -1}.get(here.text, 0)
            if here.text == ";" and opened <= 0:
                break
        return self.since(start)
