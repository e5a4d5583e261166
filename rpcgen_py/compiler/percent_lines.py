"""What `%` lines tell: constants that C gets by `%#define`, where the interface has none.

rpcgen copies such lines into its header and leaves names to C, so `string name<LM_MAXSTRLEN>` with
a `%#define LM_MAXSTRLEN 1024` is common. Only names that are defined nowhere else come here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler import ast
from rpcgen_py.compiler.lexer import Kind, Token
from rpcgen_py.compiler.modules import constant_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rpcgen_py.compiler.source import PercentLines, Position

__all__ = ["c_constants"]

_DEFINE: Final = re.compile(r"\s*#\s*define\s+([A-Za-z_]\w*)\s+(.+)", re.DOTALL)

_TOKEN: Final = re.compile(
    r"(?P<word>[A-Za-z_]\w*)|(?P<number>0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)[uUlL]*"
    r"|(?P<sign><<|>>|[-+*/%&|^~()])"
)

MAX_LENGTH: Final = 500
"""Characters of a `%#define` that can be a constant."""


def c_constants(
    lines: Iterable[PercentLines],
) -> Iterator[tuple[ast.Const, ast.Expression]]:
    """Yield the `%#define`s among `lines` that C's preprocessor would make a number of."""
    for each in lines:
        text = " ".join(line.removesuffix("\\") for line in each.lines)
        match = _DEFINE.match(re.sub(r"/\*.*?\*/|/[/*].*", "", text[:MAX_LENGTH]))
        tokens = _tokens(match[2], each.position) if match else None
        value = constant_value(tokens) if tokens else None
        if match and value is not None and not isinstance(value, str):
            yield ast.Const(match[1], value, each.position), value


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
