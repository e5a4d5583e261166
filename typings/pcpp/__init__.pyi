from collections.abc import Callable, Iterator
from io import StringIO

class Token:
    type: str
    value: str
    lineno: int
    lexpos: int
    source: str
    expanded_from: list[str]

class Macro:
    name: str
    value: list[Token]
    arglist: list[str] | None
    source: str
    lineno: int

class Action:
    IgnoreAndPassThrough: int
    IgnoreAndRemove: int

class OutputDirective(Exception):
    def __init__(self, action: int) -> None: ...

class Preprocessor:
    macros: dict[str, Macro]
    rewrite_paths: list[tuple[str, str]]
    include_depth: int
    source: str
    lastdirective: Token | None
    evaluator: Callable[..., object]
    def __init__(self) -> None: ...
    def add_path(self, path: str) -> None: ...
    def define(self, tokens: str | list[Token]) -> None: ...
    def parse(self, input: str, source: str | None = None) -> None: ...  # noqa: A002 (its name)
    def token(self) -> Token | None: ...
    def expand_macros(
        self,
        tokens: list[Token],
        expanding_from: list[str] = ...,
    ) -> list[Token]: ...
    def collect_args(
        self, tokenlist: list[Token], ignore_errors: bool = False
    ) -> tuple[int, list[list[Token]], list[int]]: ...
    def macro_expand_args(self, macro: Macro, args: list[list[Token]]) -> list[Token]: ...
    def on_error(self, file: str, line: int, msg: str) -> None: ...
    def on_file_open(self, is_system_include: bool, includepath: str) -> StringIO: ...
    def on_include_not_found(
        self,
        is_malformed: bool,
        is_system_include: bool,
        curdir: str,
        includepath: str,
    ) -> str: ...
    def on_directive_handle(
        self, directive: Token, toks: list[Token], ifpassthru: bool, precedingtoks: list[Token]
    ) -> bool | None: ...
    def on_directive_unknown(
        self, directive: Token, toks: list[Token], ifpassthru: bool, precedingtoks: list[Token]
    ) -> bool | None: ...
    def parsegen(
        self,
        input: str,  # noqa: A002 (its name)
        source: str | None = None,
        abssource: str | None = None,
    ) -> Iterator[Token]: ...
