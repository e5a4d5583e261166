"""Constant expressions: parsing them, and computing them once the names in them have values.

RFC 4506 has single numbers and names; rpcgen passes a macro's expansion on to C, so its
arithmetic is C's, on integers of any size that fits `MAX_BITS`.
"""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler import ast
from rpcgen_py.compiler.cursor import SyntaxProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rpcgen_py.compiler.cursor import Cursor
    from rpcgen_py.compiler.lexer import Token

__all__ = ["ValueProblem", "evaluate", "names_in", "parse_expression", "parse_name", "unescaped"]

MAX_BITS: Final = 512
MAX_OPERATORS: Final = 64
"""Signs and parentheses in one expression."""

_PRECEDENCE: Final = {
    sign: level
    for level, signs in enumerate(
        (("|",), ("^",), ("&",), ("<<", ">>"), ("+", "-"), ("*", "/", "%"))
    )
    for sign in signs
}

_COMPUTE: Final[dict[str, Callable[[int, int], int]]] = {
    "|": operator.or_,
    "^": operator.xor,
    "&": operator.and_,
    "<<": operator.lshift,
    ">>": operator.rshift,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda a, b: abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1),
    "%": lambda a, b: abs(a) % abs(b) * (1 if a >= 0 else -1),
}


_ESCAPE: Final = re.compile(r"""\\([abfnrtv\\'"?]|[0-7]{1,3}|x[0-9a-fA-F]{1,2})?""")
_ESCAPES: Final = dict(zip("abfnrtv\\'\"?", "\a\b\f\n\r\t\v\\'\"?", strict=True))


class ValueProblem(Exception):
    """An expression has no value; `position` is where."""

    def __init__(self, at: ast.Expression, message: str) -> None:
        super().__init__(message)
        self.position = at.position
        self.message = message


# --------------------------------------------------------------------------- parsing


def parse_expression(cursor: Cursor, expected: str) -> ast.Expression:
    """expression = operand { operator operand }

    operator = "|" | "^" | "&" | "<<" | ">>" | "+" | "-" | "*" | "/" | "%"

    `expected` says what a reader misses where there is none.
    """
    return _Parser(cursor, expected).binary(0)


def parse_name(cursor: Cursor, expected: str) -> ast.Name:
    """name = [ "::" ] identifier { "::" identifier }"""
    position = cursor.here.position
    absolute = cursor.accept("::")
    parts = [cursor.expect_name(expected).text]
    while cursor.accept("::"):
        parts.append(cursor.expect_name("a name after '::'").text)
    return ast.Name(tuple(parts), position, absolute)


class _Parser:
    def __init__(self, cursor: Cursor, expected: str) -> None:
        self.cursor = cursor
        self.expected = expected
        self.operators = 0

    def _count(self, token: Token) -> None:
        self.operators += 1
        if self.operators > MAX_OPERATORS:
            message = f"expected an expression of at most {MAX_OPERATORS} operators"
            raise SyntaxProblem(token.position, message)

    def binary(self, level: int) -> ast.Expression:
        left = self.operand()
        while self.cursor.here.kind == "sign":
            sign = self.cursor.here
            found = _PRECEDENCE.get(sign.text, -1)
            if found < level:
                break
            self.cursor.take()
            self._count(sign)
            left = ast.Binary(sign.text, left, self.binary(found + 1), sign.position)
        return left

    def operand(self) -> ast.Expression:
        """operand = number | character | name | sign operand | "(" expression ")"

        sign = "-" | "+" | "~"
        """
        cursor = self.cursor
        token = cursor.here
        if token.kind == "number":
            cursor.take()
            return number(token)
        if token.kind == "character":
            cursor.take()
            return ast.Number(_character(token), token.position)
        if cursor.at("-", "+", "~"):
            self._count(cursor.take())
            return ast.Unary(token.text, self.operand(), token.position)
        if cursor.at("("):
            self._count(cursor.take())
            inside = self.binary(0)
            cursor.expect(")", "')' after the expression")
            return inside
        return parse_name(cursor, self.expected)


def number(token: Token) -> ast.Number:
    """What a number's digits stand for."""
    text = token.text
    if text[:2] in {"0x", "0X"}:
        return ast.Number(int(text, 16), token.position, hexadecimal=True)
    if text.startswith("0") and text != "0":
        return ast.Number(int(text, 8), token.position, hexadecimal=True)
    return ast.Number(int(text), token.position)


def unescaped(token: Token) -> str:
    """What the text of a string or character constant stands for."""

    def escape(found: re.Match[str]) -> str:
        letter = found[1]
        if letter is None:
            raise SyntaxProblem(token.position, "expected a C escape sequence after '\\'")
        if letter in _ESCAPES:
            return _ESCAPES[letter]
        code = int(letter[1:], 16) if letter[0] == "x" else int(letter, 8)
        return chr(code)

    return _ESCAPE.sub(escape, token.text)


def _character(token: Token) -> int:
    text = unescaped(token)
    if len(text) != 1:
        raise SyntaxProblem(token.position, "expected one character between the quotes")
    return ord(text)


# --------------------------------------------------------------------------- computing


def names_in(expression: ast.Expression) -> Iterator[ast.Name]:
    """Yield the names that an expression uses, in reading order."""
    match expression:
        case ast.Name():
            yield expression
        case ast.Unary(operand=operand):
            yield from names_in(operand)
        case ast.Binary(left=left, right=right):
            yield from names_in(left)
            yield from names_in(right)


def evaluate(expression: ast.Expression, lookup: Callable[[ast.Name], int]) -> int:
    """The value; raises `ValueProblem`, and what `lookup` raises for a name without a value."""
    match expression:
        case ast.Name():
            return lookup(expression)
        case ast.Number(value=value):
            return value
        case ast.Unary(sign=sign, operand=operand):
            value = evaluate(operand, lookup)
            return {"-": -value, "+": value, "~": ~value}[sign]
        case ast.Binary(sign=sign, left=left, right=right):
            return _compute(expression, sign, evaluate(left, lookup), evaluate(right, lookup))


def _compute(at: ast.Expression, sign: str, left: int, right: int) -> int:
    if sign in {"/", "%"} and right == 0:
        raise ValueProblem(at, "this divides by zero")
    if sign in {"<<", ">>"} and not 0 <= right <= MAX_BITS:
        raise ValueProblem(at, f"expected a shift by 0 to {MAX_BITS} bits, not by {right}")
    value = _COMPUTE[sign](left, right)
    if value.bit_length() > MAX_BITS:
        raise ValueProblem(at, f"the value has more than {MAX_BITS} bits")
    return value
