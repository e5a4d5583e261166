r"""A transaction as text: comparisons, then what to do if they hold, and what if they do not.

    if
        value(user/1) = "bad"
        mod(user/1) < 120
        missing(lock)
    then
        put lock mine --lease=32695410dcc0ca06
        del user/ --prefix
    else
        get user/1

    text       = { blank } "if" { comparison } "then" { operation } [ "else" { operation } ]
    comparison = target "(" KEY [ END | "--prefix" | "--from-key" ] ")" relation OPERAND
               | ( "exists" | "missing" ) "(" KEY ")"
    target     = "value" | "version" | "create" | "mod" | "lease"
    relation   = "=" | "!=" | "<" | ">"
    operation  = "put" KEY VALUE { option } | "get" KEY [ END ] { option }
               | "del" KEY [ END ] { option }

Each stands on a line of its own. The text that `etcdctl txn` reads is understood as well: without
the words `if`, `then` and `else`, an empty line ends each of the three lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from kvstore.cli import operations
from kvstore.cli.txn_operation import parse_operation
from kvstore.cli.txn_words import Line, Word, wrong
from kvstore.errors import InvalidRequest, KvError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kvstore._generated import kv

__all__ = ["parse"]

T = TypeVar("T")

SECTIONS: Final = ("if", "then", "else")
SIGNS: Final = {"==": "="} | {sign: sign for sign in operations.RELATIONS}
TARGETS: Final = {name: name for name in operations.TARGETS} | {
    "val": "value",
    "ver": "version",
    "c": "create",
    "m": "mod",
}
EXISTENCE: Final = {"exists": "!=", "missing": "="}


def parse(text: str) -> kv.kv_txn_op:
    """Return the transaction that a text describes.

    Raises `InvalidRequest`, which names line, column and what was expected there.
    """
    lines = [Line(number, line) for number, line in enumerate(text.splitlines(), 1)]
    compares, success, failure = _sections(lines)
    return operations.transaction(
        [_located(line, _comparison) for line in compares],
        [_located(line, parse_operation) for line in success],
        [_located(line, parse_operation) for line in failure],
    )


def _located(line: Line, read: Callable[[Line], T]) -> T:
    """Read a line; what the library has against it is said with the line's number."""
    try:
        return read(line)
    except KvError as error:
        if str(error).startswith("line "):
            raise
        raise InvalidRequest(f"line {line.number}: {error}") from None


def _sections(lines: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    for line in lines:
        word = _section(line)
        if word is not None:
            return _named_sections(lines)
    return _separated_sections(lines)


def _section(line: Line) -> str | None:
    """Return the section that a line begins, None if it is another line."""
    word = line.text.partition("#")[0].strip().removesuffix(":")
    return word if word in SECTIONS else None


def _named_sections(lines: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    found: dict[str, list[Line]] = {}
    current: list[Line] | None = None
    for line in lines:
        word = _section(line)
        if word is None:
            if not _is_blank(line):
                if current is None:
                    wrong(line.number, 1, "the text begins with a line of its own: if, or then")
                current.append(line)
        elif word in found:
            wrong(line.number, 1, f"there is a second {word!r}")
        elif any(SECTIONS.index(before) > SECTIONS.index(word) for before in found):
            wrong(line.number, 1, f"{word!r} comes too late; the order is if, then, else")
        else:
            current = found[word] = []
    return found.get("if", []), found.get("then", []), found.get("else", [])


def _separated_sections(lines: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    found: tuple[list[Line], list[Line], list[Line]] = ([], [], [])
    place = 0
    for line in lines:
        if not line.text.strip():
            place += 1
        elif not _is_blank(line):
            if place >= len(found):
                wrong(line.number, 1, "an empty line ended the third list; nothing may follow")
            found[place].append(line)
    return found


def _is_blank(line: Line) -> bool:
    return not line.text.strip() or line.text.lstrip().startswith("#")


def _comparison(line: Line) -> kv.kv_compare:
    words = _Words(line, line.words(signs=True))
    target = words.take("a target: value, version, create, mod, lease, exists or missing")
    if target.text not in TARGETS and target.text not in EXISTENCE:
        wrong(
            line.number,
            target.column,
            f"{target.data.decode(errors='replace')!r} is no target; "
            "there are value, version, create, mod, lease, exists and missing",
        )
    words.expect("(")
    keys = _keys(words)
    if target.text in EXISTENCE:
        words.end()
        return operations.compare(keys, "create", EXISTENCE[target.text], 0)
    sign = words.take("=, !=, < or >")
    if sign.text not in SIGNS:
        wrong(line.number, sign.column, "expected =, !=, < or >")
    operand = words.take("what to compare with")
    words.end()
    name = TARGETS[target.text]
    value = operand.data if name == "value" else _number(line, operand, name)
    return operations.compare(keys, name, SIGNS[sign.text], value)


def _keys(words: _Words) -> kv.kv_key_range:
    """Return the keys in the parentheses, and go behind them."""
    key = words.take("a key")
    end: bytes | None = None
    prefix = from_key = False
    while (word := words.take("a ) behind the key")).text != ")":
        if word.text == "--prefix":
            prefix = True
        elif word.text == "--from-key":
            from_key = True
        elif end is None and word.text not in {"(", *SIGNS}:
            end = words.take("the key to end before").data if word.text == "," else word.data
        else:
            wrong(words.line.number, word.column, "expected )")
    return operations.key_range(key.data, end, prefix=prefix, from_key=from_key)


def _number(line: Line, word: Word, target: str) -> int:
    text = word.data.decode("ascii", "replace")  # etcdctl's are quoted
    base, digits = (16, "0123456789abcdefABCDEF") if target == "lease" else (10, "0123456789")
    text = text.removeprefix("0x") if base == 16 else text
    if not (0 < len(text) <= 20 and all(c in digits for c in text) and int(text, base) < 1 << 64):
        kind = "a lease's number in hex" if base == 16 else "a number from 0 upwards"
        wrong(line.number, word.column, f"{target} is compared with {kind}, not {text!r}")
    return int(text, base)


class _Words:
    """The words of a line, taken one after the other."""

    def __init__(self, line: Line, words: Sequence[Word]) -> None:
        self.line = line
        self._words = list(words)
        self._place = 0

    def take(self, expected: str) -> Word:
        if self._place == len(self._words):
            wrong(self.line.number, len(self.line.text.rstrip()) + 1, f"expected {expected}")
        self._place += 1
        return self._words[self._place - 1]

    def expect(self, sign: str) -> None:
        word = self.take(sign)
        if word.text != sign:
            wrong(self.line.number, word.column, f"expected {sign}")

    def end(self) -> None:
        if self._place < len(self._words):
            word = self._words[self._place]
            wrong(self.line.number, word.column, "expected the end of the line")
