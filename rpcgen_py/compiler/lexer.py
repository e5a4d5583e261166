"""The words, numbers and signs of RFC 4506 §6.2, made from what the preprocessor leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from rpcgen_py.compiler.source import Position

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rpcgen_py.compiler.diagnostics import Report
    from rpcgen_py.compiler.preprocessor import RawToken
    from rpcgen_py.compiler.source import PercentLines

__all__ = ["Kind", "Token", "lex", "percent_lines", "source_tokens"]

Kind: TypeAlias = Literal["word", "number", "string", "character", "sign", "end"]

MAX_DIGITS: Final = 100
"""Digits of one number; 128 bits have 39."""

_NUMBER: Final = re.compile(r"0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*")

_SIGNS: Final = frozenset("{}()[]<>=,;:*+-/%&|^~")


@dataclass(frozen=True, slots=True)
class Token:
    """One token of the language; a string is without its quotes.

    `macro` names the macro that put it here, if one did.
    """

    kind: Kind
    text: str
    position: Position
    macro: str | None = None

    def __str__(self) -> str:
        return "the end of the file" if self.kind == "end" else f"'{self.text}'"


def percent_lines(raw: Sequence[RawToken]) -> list[PercentLines]:
    """The `%` lines that the preprocessor has left in."""
    found = ((token, token.position.source.percent_lines) for token in raw if token.text == "%")
    return [lines[token.position.line] for token, lines in found if token.position.line in lines]


def lex(raw: Sequence[RawToken], report: Report) -> list[Token]:
    """The tokens without `%` lines, and a last one of kind `end`; reports what is not one."""
    tokens: list[Token] = []
    for token in raw:
        made = _token(token, tokens[-1] if tokens else None, report)
        if made is None:
            continue
        if made.text == "::":
            tokens.pop()
        tokens.append(made)
    if raw:
        last = raw[-1].position
        end = Position(last.source, min(last.offset + len(raw[-1].text), len(last.source.text)))
        tokens.append(Token("end", "", end))
    return tokens


def _token(raw: RawToken, before: Token | None, report: Report) -> Token | None:
    if raw.text == "%" and raw.position.line in raw.position.source.percent_lines:
        return None
    match raw.kind:
        case "CPP_ID":
            return _word(raw, before, report)
        case "CPP_INTEGER":
            return _number(raw, report)
        case "CPP_STRING" | "CPP_CHAR":
            kind: Kind = "string" if raw.kind == "CPP_STRING" else "character"
            return Token(kind, _quoted(raw), raw.position, raw.macro)
        case "CPP_FLOAT":
            report.add(raw.position, f"expected an integer, not '{raw.text}'")
            return Token("number", "0", raw.position)
        case _:
            return _sign(raw, before, report)


def _quoted(raw: RawToken) -> str:
    """What stands between the quotes; from the source, which may have `??` where pcpp may not."""
    text, start = raw.text, raw.position.offset
    original = raw.position.source.text[start : start + len(text)]
    if raw.macro is None and original.startswith(text[0]) and original.endswith(text[-1]):
        text = original
    return text.partition(text[-1])[2][:-1]


def _word(raw: RawToken, before: Token | None, report: Report) -> Token | None:
    if before is not None and before.kind == "number" and _touches(before, raw):
        report.add(before.position, f"'{before.text}{raw.text}' is neither number nor name")
        return None
    return Token("word", raw.text, raw.position, raw.macro)


def _sign(raw: RawToken, before: Token | None, report: Report) -> Token | None:
    text = raw.text
    if text == ":" and before is not None and before.text == ":" and _touches(before, raw):
        return Token("sign", "::", before.position, raw.macro)
    if text in {'"', "'"}:
        report.add(raw.position, f"this {text} is not closed on its line")
        return None
    if text in _SIGNS or (raw.kind.startswith("CPP_") and text not in {"#", "##", "\\", "."}):
        return Token("sign", text, raw.position, raw.macro)
    shown = f"'{text}'" if text.isprintable() else f"U+{ord(text[0]):04X}"
    report.add(raw.position, f"the character {shown} has no place in the language")
    return None


def _number(raw: RawToken, report: Report) -> Token:
    digits = raw.text.rstrip("uUlL")
    if len(digits) > MAX_DIGITS:
        report.add(raw.position, f"a number has at most {MAX_DIGITS} digits")
        digits = "0"
    elif not _NUMBER.fullmatch(digits):
        report.add(raw.position, f"expected octal digits behind the 0 of '{digits}'")
        digits = "0"
    return Token("number", digits, raw.position, raw.macro)


def _touches(before: Token, raw: RawToken) -> bool:
    """Whether nothing stands between the two in the source."""
    return (
        before.macro is None
        and raw.macro is None
        and before.position.source is raw.position.source
        and before.position.offset + len(before.text) == raw.position.offset
    )


def source_tokens(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the words and signs as the source has them: a macro by its name, and once."""
    last = None
    for token in tokens:
        if token.macro is None or token.macro != last:
            yield token.macro or token.text
        last = token.macro
