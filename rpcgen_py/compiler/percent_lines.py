"""What `%` lines tell: constants and numeric types that only C gets to know.

rpcgen copies such lines into its header and leaves names to C, so `string name<LM_MAXSTRLEN>` with
a `%#define LM_MAXSTRLEN 1024` is common, and so is `u_quad size;` with a
`%#define u_quad unsigned long long`. Only names that are defined nowhere else come here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler import ast, ir
from rpcgen_py.compiler.lexer import Kind, Token
from rpcgen_py.compiler.modules import constant_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rpcgen_py.compiler.source import PercentLines, Position

__all__ = ["c_constants", "c_types"]

_DEFINE: Final = re.compile(r"\s*#\s*define\s+([A-Za-z_]\w*)\s+(.+)", re.DOTALL)

_TOKEN: Final = re.compile(
    r"(?P<word>[A-Za-z_]\w*)|(?P<number>0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)[uUlL]*"
    r"|(?P<sign><<|>>|[-+*/%&|^~()])"
)

_TYPE: Final = re.compile(
    r"\s*(?:#\s*define\s+(?P<defined>\w+)\s+(?P<meaning>[\w ]+?)"
    r"|typedef\s+(?P<type>[\w ]+?)\s+(?P<name>\w+)\s*;)\s*"
)

MAX_LENGTH: Final = 500
"""Characters of a `%` line that can say something."""


def c_constants(
    lines: Iterable[PercentLines],
) -> Iterator[tuple[ast.Const, ast.Expression]]:
    """Yield the `%#define`s among `lines` that C's preprocessor would make a number of."""
    for each in lines:
        match = _DEFINE.match(_plain(each))
        tokens = _tokens(match[2], each.position) if match else None
        value = constant_value(tokens) if tokens else None
        if match and value is not None and not isinstance(value, str):
            yield ast.Const(match[1], value, each.position), value


def c_types(lines: Iterable[PercentLines]) -> Iterator[tuple[str, ir.Type]]:
    """Yield the names that a `%#define` or `%typedef` gives to C's numeric types.

    C needs a filter for the name, too, which is taken to be that of the type.
    """
    for each in lines:
        match = _TYPE.fullmatch(_plain(each))
        if match:
            type_ = _c_type((match["meaning"] or match["type"]).split())
            if type_ is not None:
                yield match["defined"] or match["name"], type_


def _c_type(words: list[str]) -> ir.Type | None:
    """What libtirpc's filter for a C type makes of it: `long` has 32 bits, `long long` 64."""
    if words in (["float"], ["double"]):
        return ir.Float(32 if words == ["float"] else 64)
    if not words or not {*words} <= {"unsigned", "signed", "char", "short", "int", "long"}:
        return None
    sizes = {"char": 8, "short": 16}
    bits = next((sizes[word] for word in words if word in sizes), 32)
    if words.count("long") > 1:
        bits = 64
    return ir.Integer(bits, signed="unsigned" not in words)


def _plain(lines: PercentLines) -> str:
    """The text without its comments, in one line."""
    text = " ".join(line.removesuffix("\\") for line in lines.lines)
    return re.sub(r"/\*.*?\*/|/[/*].*", "", text[:MAX_LENGTH])


def _tokens(text: str, position: Position) -> list[Token] | None:
    """The tokens of an expression, None where there is something else."""
    tokens: list[Token] = []
    text = text.strip()
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            return None
        kinds: dict[str, Kind] = {"word": "word", "number": "number", "sign": "sign"}
        kind = found.lastgroup or ""
        tokens.append(Token(kinds[kind], found[kind], position))
        at = found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip())
    return [*tokens, Token("end", "", position)]
